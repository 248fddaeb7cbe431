// A profile, and a card in it, opens when a link leads into it, and all open for print. The page reads without this.
(() => {
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let opened = false;
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
      opened ||= !at.open;
      at.open = true;
    }
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));
})();
// In a page of two languages the address of a source stands once, in the list: links to its place there lead on.
(() => {
  const listed = document.querySelectorAll("#sources > li[id] > a:first-child");
  const addresses = new Map([...listed].map((link) => [`#${link.parentElement.id}`, link.href]));
  if (!addresses.size) return;
  document.querySelectorAll('a[href^="#s"]').forEach((link) => {
    const address = addresses.get(link.getAttribute("href"));
    if (address) link.href = address;
  });
})();
// In a page of two languages words in attributes and titles follow the switch, and #ko opens it in Korean.
(() => {
  const choices = [...document.querySelectorAll('[name="language"]')];
  if (!choices.length) return;
  const [first, second] = choices.map((choice) => choice.value);
  const names = ["alt", "aria-label", "content", "placeholder", "title"];
  const swaps = [];
  for (const name of names) {
    const other = `data-${second}-${name}`;
    document.querySelectorAll(`[${other}]`).forEach((element) => {
      const words = { [first]: element.getAttribute(name), [second]: element.getAttribute(other) };
      swaps.push((language) => element.setAttribute(name, words[language]));
    });
  }
  document.querySelectorAll(`[data-${second}]`).forEach((element) => {
    const words = { [first]: element.textContent, [second]: element.getAttribute(`data-${second}`) };
    swaps.push((language) => { element.textContent = words[language]; });
  });
  const speak = () => {
    const language = choices.find((choice) => choice.checked).value;
    if (language === document.documentElement.lang) return;
    document.documentElement.lang = language;
    swaps.forEach((swap) => swap(language));
    document.dispatchEvent(new CustomEvent("languagechange", { detail: language }));
  };
  choices.forEach((choice) => choice.addEventListener("change", speak));
  const asked = choices.find((choice) => location.hash === `#${choice.id}`);
  if (asked) asked.checked = true;
  speak();
})();
