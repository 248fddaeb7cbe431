// <cluster-ranking src="ranking.json">: a ranking in any page, with sliders and the source of each figure.
// ranker.output.embed puts this file behind arithmetic.js and the text of embed.css, STYLE, into one script.
// Texts become text nodes, sizes and style sheets are set as properties: it runs under the strictest policy.
// Given: what ranker.output.embed.embed_data returns. Says "ranking" at every ranking that it shows.

const SCHEMA = "cluster-ranker/embed/1";
const PATIENCE = 300; // milliseconds until a listener is told what a slider did
const FAILED = { en: "The ranking cannot be shown.", ko: "순위를 표시할 수 없다." };

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => value !== null && element.setAttribute(name, value));
  element.append(...children.filter((child) => child !== ""));
  return element;
};
const unseen = (text) => make("span", { class: "unseen" }, `${text} `);
const webAddress = (address) => (/^https?:\/\//i.test(address) ? address : "");
const fill = (pattern, places) => pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
const percent = (share) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;

class ClusterRanking extends HTMLElement {
  static observedAttributes = ["src", "lang", "group", "top"];

  #root = this.attachShadow({ mode: "open" });
  #loading = null;
  #data = null;
  #rules = null;
  #weights = null;
  #isWhole = false; // whether more than the first `top` were asked for
  #waiting = 0;
  #rows = [];

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.#load();
  }

  disconnectedCallback() {
    clearTimeout(this.#waiting);
    this.#loading?.abort();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "src") this.#load();
    else if (this.#data) this.#build();
  }

  // Standing and score of every cluster: best first, those without at the end.
  get ranking() {
    return this.#data ? this.#told(this.#found()) : [];
  }

  get weights() {
    return Object.fromEntries(this.#weights ?? []);
  }

  // ---- the document ----

  async #load() {
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    try {
      const address = new URL(this.getAttribute("src") ?? "", document.baseURI);
      const answer = await fetch(address, { signal: loading.signal, credentials: "omit" });
      if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
      const data = await answer.json();
      if (data?.schema !== SCHEMA) throw new Error(`${address} is no ${SCHEMA}`);
      if (loading.signal.aborted) return;
      this.#take(data);
    } catch (error) {
      if (!loading.signal.aborted) this.#fail(error);
    }
  }

  #take(data) {
    this.#data = data;
    data.clusters.forEach((c, at) => (c.at = at));
    this.#rules = data.model && rankingRules(data.model, data.clusters);
    this.#weights = this.#rules && new Map(this.#rules.published);
    this.#isWhole = false;
    this.#build();
  }

  // Whatever the page has inside the element stands in for a ranking that cannot be shown.
  #fail(error) {
    this.#data = null;
    this.#root.replaceChildren(make("p", { role: "alert", lang: this.#language }, FAILED[this.#language]), make("slot", { name: "title" }), make("slot"));
    this.dispatchEvent(new CustomEvent("ranking-failed", { bubbles: true, composed: true, detail: String(error) }));
  }

  // ---- language ----

  get #language() {
    const told = this.closest("[lang]")?.lang ?? document.documentElement.lang;
    return /^ko\b/i.test(told) ? "ko" : "en";
  }

  #say(text) {
    return text !== null && typeof text === "object" ? text[this.#language] : (text ?? "");
  }

  #word(name, places = {}) {
    const told = this.#data.words[name];
    const form = Array.isArray(told) ? told[places.n === 1 ? 0 : 1] : told;
    return fill(this.#say(form), places);
  }

  // ---- the ranking ----

  #found() {
    const { clusters } = this.#data;
    if (this.#rules) {
      const found = this.#rules.rankAll(this.#weights);
      const nobody = clusters.map(() => 0);
      return found ?? { scores: clusters.map(() => NaN), ranks: nobody, standings: nobody, points: null };
    }
    const of = (name) => clusters.map((c) => c[name] ?? 0);
    return { scores: clusters.map((c) => c.score ?? NaN), ranks: of("rank"), standings: of("standing"), points: null };
  }

  #inOrder({ standings, ranks }) {
    const isGuest = (c) => (ranks[c.at] ? 0 : 1);
    const placed = this.#data.clusters.filter((c) => standings[c.at]);
    return placed.sort((a, b) => standings[a.at] - standings[b.at] || isGuest(b) - isGuest(a) || (a.key < b.key ? -1 : 1));
  }

  #left({ standings }) {
    return this.#data.clusters.filter((c) => !standings[c.at]);
  }

  #told(found) {
    const row = (c) => ({ id: c.id, rank: found.ranks[c.at] || null, standing: found.standings[c.at] || null, score: found.scores[c.at] });
    return [...this.#inOrder(found), ...this.#left(found)].map(row);
  }

  get #isChanged() {
    return this.#rules !== null && [...this.#weights].some(([id, weight]) => weight !== this.#rules.published.get(id));
  }

  // ---- the page ----

  #build() {
    try {
      const { study, criteria, method } = this.#data;
      const swatch = (node, j) => make("li", {}, make("span", { class: `swatch c${j + 1}` }), this.#say(node.label));
      this.#rows = this.#data.clusters.map((c) => this.#row(c));
      this.#root.replaceChildren(
        make(
          "div",
          { lang: this.#language },
          make("slot", { name: "title" }, make("p", { class: "title" }, this.#say(study.title))),
          this.#rules ? make("ul", { class: "legend", "aria-hidden": "true" }, ...criteria.map(swatch)) : "",
          this.#rules ? this.#controls() : "",
          make("p", { class: "status", role: "status" }),
          make("ol"),
          make("button", { type: "button", class: "whole" }),
          make("div", { class: "left" }),
          make("p", { class: "quiet" }, this.#word("foot", { method: this.#say(method.title), edition: study.edition }), " ", this.#notes()),
        ),
      );
      this.#find(".whole").addEventListener("click", () => {
        this.#isWhole = true;
        this.#draw();
        this.#find("ol").querySelectorAll("summary")[Number(this.getAttribute("top"))]?.focus();
      });
      this.#draw();
    } catch (error) {
      this.#fail(error);
    }
  }

  // What brackets and numbers beside names mean, where there are any.
  #notes() {
    const { clusters } = this.#data;
    const isThere = { beside: clusters.some((c) => c.low), brackets: clusters.some((c) => c.standing && !c.rank) };
    return Object.keys(isThere).filter((name) => isThere[name]).map((name) => this.#word(name)).join(" ");
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  #row(c) {
    const parts = this.#data.criteria.map((_, j) => make("span", { class: `c${j + 1}` }));
    const [rank, interval, score] = ["rank", "interval", "score"].map((name) => make("span", { class: name }));
    const bar = this.#rules ? make("span", { class: "bar", "aria-hidden": "true" }, ...parts) : "";
    const name = make("bdi", { class: "name" }, this.#say(c.name));
    const details = make("details", {}, make("summary", {}, rank, name, interval, score, bar));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this.#evidence(c));
    });
    return { item: make("li", { class: `role-${c.role}`, "data-id": c.id }, details), details, rank, interval, score, parts };
  }

  #draw() {
    const found = this.#found();
    const [group, top] = [this.getAttribute("group"), Number(this.getAttribute("top")) || Infinity];
    const those = this.#inOrder(found).filter((c) => !group || c.group === group);
    const shown = this.#isWhole ? those : those.slice(0, top);
    const list = this.#find("ol");
    const items = shown.map((c) => this.#drawRow(c, found));
    if (items.length !== list.children.length || items.some((item, j) => item !== list.children[j])) list.replaceChildren(...items);
    const whole = this.#find(".whole");
    whole.hidden = shown.length === those.length;
    whole.textContent = this.#word("whole", { count: those.length });
    this.#drawLeft(this.#left(found).filter((c) => !group || c.group === group));
    this.#drawControls();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#tell(found), PATIENCE);
    const detail = { weights: this.weights, ranking: this.#told(found) };
    this.dispatchEvent(new CustomEvent("ranking", { bubbles: true, composed: true, detail }));
  }

  #drawRow(c, found) {
    const { item, rank, interval, score, parts } = this.#rows[c.at];
    const standing = found.standings[c.at];
    const isHeld = !this.#isChanged && c.low;
    const span = c.low === c.high ? c.low : `${c.low}–${c.high}`;
    rank.replaceChildren(unseen(this.#word("rank")), found.ranks[c.at] ? String(standing) : `(${standing})`);
    rank.dataset.value = standing;
    interval.replaceChildren(...(isHeld ? [unseen(this.#word("interval")), String(span)] : []));
    interval.title = isHeld ? this.#word("interval") : "";
    score.replaceChildren(unseen(this.#word("score")), found.scores[c.at].toFixed(this.#rules ? 1 : 3));
    score.dataset.value = found.scores[c.at];
    if (found.points) parts.forEach((part, j) => (part.style.width = `${Math.max(found.points[c.at][j], 0)}%`));
    return item;
  }

  #drawLeft(left) {
    const place = this.#find(".left");
    place.hidden = !left.length;
    const reason = (c) => (this.#isChanged ? "" : this.#say(c.reason));
    const items = left.map((c) => make("li", { "data-id": c.id }, make("bdi", {}, this.#say(c.name)), reason(c) ? `: ${reason(c)}` : ""));
    const isOpen = place.querySelector("details")?.open;
    const list = make("details", {}, make("summary", {}, `${this.#word("unranked")} (${left.length})`), make("ul", {}, ...items));
    list.open = Boolean(isOpen);
    if (place.querySelectorAll("li").length !== items.length || place.textContent !== list.textContent) place.replaceChildren(list);
  }

  #tell(found) {
    const status = this.#find(".status");
    if (!status) return;
    const both = this.#data.clusters.filter((c) => c.rank && found.ranks[c.at]);
    const moved = both.filter((c) => c.rank !== found.ranks[c.at]);
    if (!this.#isChanged) status.textContent = "";
    else if (!both.length) status.textContent = this.#word("nobody");
    else status.textContent = moved.length ? this.#word("moved", { n: moved.length, of: both.length }) : this.#word("still");
  }

  // ---- where figures come from ----

  #evidence(c) {
    const { criteria, indicators, held, figures } = this.#data;
    const place = make("div", { class: "evidence" });
    criteria.forEach((node, j) => {
      const items = indicators.flatMap((of, at) => (of.criterion === j ? [this.#figure(of, figures[held[c.at][at]])] : []));
      place.append(make("p", { class: "criterion" }, this.#say(node.label)), make("ul", {}, ...items));
    });
    return place;
  }

  #figure(indicator, figure) {
    const label = `${this.#say(indicator.label)}: `;
    if (!figure) return make("li", { class: "missing" }, label, make("b", {}, `– ${this.#word("missing")}`));
    const about = [figure.range, figure.years, this.#word("grade", { grade: figure.grade }), figure.basis].map((text) => this.#say(text));
    const item = make("li", {}, label, make("b", {}, this.#say(figure.text)), " ", about.filter(Boolean).join(" · "));
    figure.rows.forEach((row) => item.append(" · ", ...this.#source(row)));
    return item;
  }

  #source(row) {
    const source = this.#data.sources[row.source];
    const address = webAddress(source.url);
    const told = [row.item, row.text].map((text) => this.#say(text)).filter(Boolean).join(" ");
    const link = { href: address, target: "_blank", rel: "noopener noreferrer", title: source.title };
    const name = address ? make("a", link, source.publisher || source.title) : source.publisher || source.title;
    return told ? [`${told}: `, name] : [name];
  }

  // ---- weights ----

  #controls() {
    const controls = make("form", { "aria-label": this.#word("weights") });
    if (this.#data.profiles.length > 1) {
      const choose = (p) => make("button", { type: "button", "data-profile": p.id }, this.#say(p.label));
      controls.append(make("p", { class: "acts" }, ...this.#data.profiles.map(choose)));
    }
    controls.append(...this.#sliders(this.#data.model.tree), make("p", { class: "note", role: "status" }));
    controls.append(make("p", { class: "acts" }, make("button", { type: "button", "data-reset": "" }, this.#word("reset"))));
    controls.addEventListener("submit", (event) => event.preventDefault());
    controls.addEventListener("input", (event) => this.#weigh(event.target));
    controls.addEventListener("click", ({ target }) => {
      const { profile, reset } = target.dataset;
      if (profile !== undefined) this.#reweigh(this.#rules.profiles.get(profile));
      if (reset !== undefined) this.#reweigh(this.#rules.published);
    });
    return make("details", { class: "weights" }, make("summary", {}, this.#word("weights")), controls);
  }

  #reweigh(weights) {
    this.#weights = new Map(weights);
    this.#find(".note").textContent = "";
    this.#draw();
  }

  #sliders(siblings) {
    const isTop = siblings === this.#data.model.tree;
    return siblings.flatMap((node, j) => {
      const label = this.#say(node.label);
      const swatch = isTop ? make("span", { class: `swatch c${j + 1}`, "aria-hidden": "true" }) : "";
      const slider = make("input", { type: "range", min: 0, max: 100, step: 1, "data-node": node.id });
      const share = make("span", { class: "share", "aria-hidden": "true" });
      const own = siblings.length > 1 ? [make("label", { class: "weigh" }, make("span", {}, swatch, label), share, slider)] : [];
      const below = (node.children ?? []).length > 1 || node.children?.some((child) => child.children);
      if (!below) return own;
      const inside = make("summary", {}, this.#word("inside", { label }));
      return [...own, make("details", { class: "inside" }, inside, ...this.#sliders(node.children))];
    });
  }

  #weigh(slider) {
    const id = slider.dataset.node;
    const weight = Number(slider.value);
    const siblings = this.#rules.groups.find((group) => group.some((node) => node.id === id));
    const isLast = weight === 0 && siblings.every((node) => node.id === id || this.#weights.get(node.id) === 0);
    this.#find(".note").textContent = isLast ? this.#word("last") : "";
    if (!isLast) this.#weights.set(id, weight);
    this.#draw();
  }

  #drawControls() {
    if (!this.#rules) return;
    const shares = this.#rules.sharesOf(this.#weights);
    this.#root.querySelectorAll("[data-node]").forEach((slider) => {
      const share = percent(shares.get(slider.dataset.node));
      slider.value = this.#weights.get(slider.dataset.node);
      slider.setAttribute("aria-valuetext", share);
      slider.previousSibling.textContent = share;
    });
    this.#root.querySelectorAll("[data-profile]").forEach((button) => {
      const own = this.#rules.profiles.get(button.dataset.profile);
      button.setAttribute("aria-pressed", [...this.#weights].every(([id, weight]) => weight === own.get(id)));
    });
    this.#find("[data-reset]").disabled = !this.#isChanged;
  }
}

if (!customElements.get("cluster-ranking")) customElements.define("cluster-ranking", ClusterRanking);
