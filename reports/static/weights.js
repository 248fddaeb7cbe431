// The ranking again under weights that a reader sets, by the rules of arithmetic.js before it; the figures and
// all sentences come with the page.
(() => {
  "use strict";
  const room = document.getElementById("tweak");
  if (!room) return;
  const written = JSON.parse(document.getElementById("tweak-data").textContent);

  // ---- the language of the page; one of several has each text by language ----

  const languages = [...document.querySelectorAll('[name="language"]')].map((choice) => choice.value);
  const inLanguage = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(inLanguage);
    const keys = Object.keys(value);
    if (languages.length && keys.join() === languages.join()) return value[document.documentElement.lang];
    return Object.fromEntries(keys.map((key) => [key, inLanguage(value[key])]));
  };
  let model = inLanguage(written);
  const find = (selector) => room.querySelector(selector);
  const findAll = (selector) => [...room.querySelectorAll(selector)];

  // ---- what is ranked ----

  const clusters = model.clusters.map(([id, name, role, standing, rank, key = name], at) => ({ id, name, role, standing, rank, key, at }));
  const tops = model.tree;
  const { nodes, groups, published, profiles, sharesOf, rankAll, cut, sum } = rankingRules(model, clusters);

  // ---- sentences ----

  // Korean particles, by the sound before them: ranker.output.particles.
  const particles = { "은/는": 1, "이/가": 1, "을/를": 1, "과/와": 1, "으로/로": 1, "이/": 1 };
  const spoken = { 0: "영", 1: "일", 2: "이", 3: "삼", 4: "사", 5: "오", 6: "육", 7: "칠", 8: "팔", 9: "구", "%": "트", "°": "도", "+": "스" };
  const spelt = { L: 8, M: 1, N: 1, R: 8 };
  const finalOf = (word) => {
    const heard = word.trimEnd().replace(/\s*\([^()]*\)$/, "").replace(/[ "'”’»›」』)\]]+$/, "");
    const last = (spoken[heard.slice(-1)] || heard.slice(-1)).codePointAt(0);
    if (last >= 0xac00 && last <= 0xd7a3) return (last - 0xac00) % 28;
    const [latin] = heard.match(/[A-Za-zÀ-ɏ&]+$/) || [];
    if (!latin) return null;
    if (latin === latin.toUpperCase()) return spelt[latin.slice(-1)] || 0;
    if (/(l|le)$/.test(latin)) return 8;
    return /(m|n|ng)$/.test(latin) || /(?:^|[^aeiou])[aeiou](?:p|t|k|ck)$/i.test(latin) ? 1 : 0;
  };
  const withParticles = (text) =>
    text.replace(/\{([가-힣]+)\/([가-힣]*)\}/g, (whole, one, other, at) => {
      if (!(`${one}/${other}` in particles)) return whole;
      const final = finalOf(text.slice(0, at));
      if (final === null) return other ? `${one}(${other})` : `(${one})`;
      return final === 0 || (one === "으로" && final === 8) ? other : one;
    });

  const fill = (pattern, places) => withParticles(pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole)));
  const plural = (pair, n, places) => fill(pair[n === 1 ? 0 : 1], { n, ...places });
  const ordinal = (rank) => model.ordinals[rank - 1];
  const percent = (share) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
  const shown = (weight) => String(Number(weight.toPrecision(4)));

  const listed = (names, most = 3) => {
    const left = names.length - most;
    if (left > 0) return plural(model.words.others, left, { names: names.slice(0, most).join(", "), count: left });
    if (names.length < 2) return names.join("");
    return fill(model.words.and, { names: names.slice(0, -1).join(", "), last: names[names.length - 1] });
  };

  const byName = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at);
  const inOrder = (rankOf) => clusters.filter(rankOf).sort((a, b) => rankOf(a) - rankOf(b) || byName(a, b));

  const headline = (found) => {
    const rankOf = (c) => found.ranks[c.at];
    const order = inOrder(rankOf);
    const best = order.find((c) => c.role === "home");
    if (!best) return fill(model.words.headNone, { home: model.home });
    const rivals = (test) => order.filter((c) => c.role === "rival" && test(rankOf(c) - rankOf(best))).map((c) => c.name);
    const [ahead, level, behind] = [rivals((d) => d < 0), rivals((d) => d === 0), rivals((d) => d > 0)];
    let form = model.words.head;
    if (ahead.length) form = level.length ? model.words.headBoth : model.words.headBehind;
    else if (level.length) form = behind.length ? model.words.headLevelAhead : model.words.headLevel;
    else if (behind.length) form = model.words.headAhead;
    const places = { name: best.name, home: model.home, place: ordinal(rankOf(best)), of: order.length };
    return fill(form, { ...places, ahead: listed(ahead), level: listed(level, 2), behind: listed(behind, 2) });
  };

  // The furthest move in one direction: 1 is up. A home cluster, then the better rank, before its equals.
  const furthest = (moved, way, rankOf) => {
    const climb = (c) => way * (c.rank - rankOf(c));
    const those = moved.filter((c) => climb(c) > 0);
    const isHome = (c) => (c.role === "home" ? 1 : 0);
    those.sort((a, b) => climb(b) - climb(a) || isHome(b) - isHome(a) || rankOf(a) - rankOf(b) || byName(a, b));
    return those[0];
  };

  const tellMove = (mover, way, rankOf, others) => {
    const crossed = others.filter((c) => way * (c.rank - mover.rank) < 0 && way * (rankOf(c) - rankOf(mover)) > 0);
    crossed.sort((a, b) => way * (rankOf(a) - rankOf(b)) || byName(a, b));
    const form = way > 0 ? [model.words.rises, model.words.risesPast] : [model.words.falls, model.words.fallsBehind];
    const places = { name: mover.name, old: ordinal(mover.rank), new: ordinal(rankOf(mover)) };
    return fill(form[crossed.length ? 1 : 0], { ...places, names: listed(crossed.map((c) => c.name)) });
  };

  const tellChange = (found) => {
    const rankOf = (c) => found.ranks[c.at];
    const both = clusters.filter((c) => c.rank && rankOf(c));
    const moved = both.filter((c) => c.rank !== rankOf(c));
    const named = (those) => ({ names: listed(those.map((c) => c.name)) });
    const entered = inOrder((c) => (c.rank ? 0 : rankOf(c)));
    const left = inOrder((c) => (rankOf(c) ? 0 : c.rank));
    const told = [];
    if (moved.length) {
      const counts = { n: moved.length, of: both.length };
      told.push(moved.length > 2 ? fill(model.words.furthest, counts) : plural(model.words.moved, moved.length, counts));
    } else if (!entered.length && !left.length) told.push(model.words.still);
    [1, -1].forEach((way) => {
      const mover = furthest(moved, way, rankOf);
      if (mover) told.push(tellMove(mover, way, rankOf, both));
    });
    if (entered.length) told.push(plural(model.words.enters, entered.length, named(entered)));
    if (left.length) told.push(plural(model.words.leaves, left.length, named(left)));
    return told.join(" ");
  };

  // ---- what the reader has set ----

  let weights = new Map(published);
  let base = ""; // the profile that was taken last; empty for the published weights
  const start = () => profiles.get(base) || published;
  const isEqual = (a, b) => [...a].every(([id, weight]) => weight === b.get(id));
  const differs = (siblings, from) => siblings.some((node) => weights.get(node.id) !== from.get(node.id));

  // Set one weight. Its siblings take the digits they are shown with, so that fields, link and file say the same.
  const weigh = (id, weight) => {
    const siblings = groups.find((group) => group.some((node) => node.id === id));
    if (weight === 0 && siblings.every((node) => node.id === id || weights.get(node.id) === 0)) {
      note(fill(model.words.keeps, { label: nodes.get(id).label, weight: shown(weights.get(id)) }));
      return false;
    }
    siblings.forEach((node) => weights.set(node.id, Number(shown(weights.get(node.id)))));
    weights.set(id, weight);
    return true;
  };

  const toFragment = () => {
    if (isEqual(weights, published)) return "";
    const told = groups.filter((siblings) => (siblings === tops && !base) || differs(siblings, start()));
    const pairs = told.flat().map((node) => `${node.id}:${plain(weights.get(node.id))}`);
    return `#w=${[...(base ? [base] : []), ...pairs].join(",")}`;
  };

  const plain = (weight) => (/e/.test(String(weight)) ? weight.toFixed(20) : String(weight));

  // Read a link; returns what it asks for in vain.
  const fromFragment = (fragment) => {
    const [pairs, vain] = [new Map(), []];
    base = "";
    fragment.split(",").filter(Boolean).forEach((item) => {
      const [id, text] = item.split(":");
      const weight = Number(text);
      if (text === undefined && profiles.has(id)) base = id;
      else if (text && nodes.has(id) && weight >= 0 && weight < Infinity) pairs.set(id, weight);
      else vain.push(item);
    });
    weights = new Map(start());
    groups.forEach((siblings) => vain.push(...takeGroup(siblings, pairs)));
    return vain;
  };

  const takeGroup = (siblings, pairs) => {
    const named = siblings.filter((node) => pairs.has(node.id));
    const asked = siblings.map((node) => (pairs.has(node.id) ? pairs.get(node.id) : weights.get(node.id)));
    if (named.length && !(sum(asked) > 0)) return named.map((node) => `${node.id}:0`);
    const shrink = Math.max(...asked) > 100 ? 100 / Math.max(...asked) : 1;
    if (named.length) siblings.forEach((node, j) => weights.set(node.id, asked[j] * shrink));
    return [];
  };

  const toProfile = () => {
    const isPlain = (siblings) => {
      const total = sum(siblings.map((node) => node.written));
      return siblings.every((node) => Math.abs(weights.get(node.id) - (100 * node.written) / total) < 1e-12);
    };
    const told = groups.filter((siblings) => siblings === tops || !isPlain(siblings)).flat();
    const view = fill(model.words.profileView, { study: model.study, edition: model.edition });
    const head = [`label: ${JSON.stringify(model.words.profileLabel)}`, `view: ${JSON.stringify(view)}`, "weights:"];
    return [...head, ...told.map((node) => `  ${node.id}: ${plain(weights.get(node.id))}`), ""].join("\n");
  };

  // ---- the page ----

  const make = (tag, attributes, text = "") => {
    const element = document.createElementNS(tag === "line" ? "http://www.w3.org/2000/svg" : document.documentElement.namespaceURI, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return element;
  };
  const place = (standing, c) => (c.role === "benchmark" ? `(${standing})` : String(standing));
  const byStanding = (standingOf) => {
    const isRanked = (c) => (c.role === "benchmark" ? 0 : 1);
    return clusters.filter(standingOf).sort((a, b) => standingOf(a) - standingOf(b) || isRanked(a) - isRanked(b) || byName(a, b));
  };
  const before = byStanding((c) => c.standing);
  const note = (text) => { find(".tweak-note").textContent = text; };

  const makeRow = (c) => {
    const row = document.getElementById("tweak-row").content.firstElementChild.cloneNode(true);
    row.className = `tone-${c.role}`;
    row.dataset.id = c.id;
    const [rank, name, shift, score, made] = row.children;
    name.append(make("span", { title: c.name }, c.name));
    const parts = tops.map((_, j) => made.firstElementChild.appendChild(make("span", { class: `c${j + 1}` })));
    return { row, rank, shift, score, parts };
  };
  const rows = clusters.map(makeRow);
  const lines = clusters.map((c) => make("line", { x1: 0, x2: 100, class: `tone-${c.role}` }));

  const drawBefore = () => {
    find(".before ol").replaceChildren(
      ...before.map((c) => {
        const item = make("li", { class: `tone-${c.role}`, title: c.name });
        item.append(make("b", {}, place(c.standing, c)), ` ${c.name}`);
        return item;
      }),
    );
    find(".slopes svg").append(...lines);
  };

  const drawRow = (c, found) => {
    const { row, rank, shift, score, parts } = rows[c.at];
    const standing = found.standings[c.at];
    const climb = c.standing ? c.standing - standing : 0;
    rank.textContent = place(standing, c);
    rank.dataset.value = standing;
    score.textContent = found.scores[c.at].toFixed(1);
    score.dataset.value = found.scores[c.at];
    const [seen, said] = shift.children;
    shift.className = `number shift ${climb > 0 ? "up" : climb < 0 ? "down" : ""}`;
    seen.textContent = !c.standing ? model.words.new : climb ? `${climb > 0 ? "▲" : "▼"}${Math.abs(climb)}` : "";
    said.textContent = climb ? fill(climb > 0 ? model.words.up : model.words.down, { n: Math.abs(climb) }) : "";
    parts.forEach((part, j) => { part.style.width = `${Math.max(found.points[c.at][j], 0)}%`; });
    return row;
  };

  const drawLines = (after) => {
    const height = Math.max(before.length, after.length);
    const svg = find(".slopes svg");
    svg.setAttribute("viewBox", `0 0 100 ${height}`);
    svg.style.setProperty("--rows", height);
    const at = new Map(after.map((c, j) => [c, j]));
    const old = new Map(before.map((c, j) => [c, j]));
    clusters.forEach((c) => {
      const line = lines[c.at];
      const isHere = at.has(c) && old.has(c);
      line.style.display = isHere ? "" : "none";
      if (!isHere) return;
      line.setAttribute("y1", old.get(c) + 0.5);
      line.setAttribute("y2", at.get(c) + 0.5);
      line.dataset.way = Math.sign(c.standing - Number(rows[c.at].rank.dataset.value));
    });
  };

  const drawRanking = (found) => {
    const after = found ? byStanding((c) => found.standings[c.at]) : [];
    const body = find(".after tbody");
    const wanted = after.map((c) => drawRow(c, found));
    if (wanted.length !== body.children.length || wanted.some((row, j) => row !== body.children[j])) body.replaceChildren(...wanted);
    drawLines(after);
    const left = clusters.filter((c) => !(found && found.standings[c.at]));
    const line = find(".unranked");
    line.textContent = left.length ? fill(model.words.unranked, { names: listed(left.map((c) => c.name), left.length) }) : "";
    line.dataset.value = left.map((c) => c.id).join(" ");
  };

  const drawControls = (shares) => {
    findAll(".weigh").forEach((control) => {
      const id = control.dataset.node;
      const [slider, field] = control.querySelectorAll("input");
      const weight = shown(weights.get(id));
      const share = percent(shares.get(id));
      slider.value = weight;
      slider.setAttribute("aria-valuetext", fill(model.words.value, { weight, share }));
      if (field !== document.activeElement) field.value = weight;
      control.querySelector(".share").textContent = share;
    });
    findAll("[data-profile]").forEach((button) => {
      button.setAttribute("aria-pressed", isEqual(weights, profiles.get(button.dataset.profile)));
    });
    room.toggleAttribute("data-changed", !isEqual(weights, published));
    find("[data-act=link]").setAttribute("href", toFragment() || "#tweak");
  };

  // Sentences for a listener and the address wait until the hand rests; all else follows at once.
  let waiting = 0;
  const settle = (change) => {
    clearTimeout(waiting);
    find(".tweak-change").textContent = change;
    if (!location.hash.startsWith("#w=") && !toFragment()) return;
    try {
      history.replaceState(history.state, "", toFragment() || location.pathname + location.search);
    } catch { /* a page inside another may not change its address; the link in the page still serves */ }
  };

  const draw = ({ atOnce = false } = {}) => {
    const found = rankAll(weights);
    const change = !found ? model.words.nobody : isEqual(weights, published) ? model.words.same : tellChange(found);
    find(".tweak-headline").textContent = found ? headline(found) : model.words.nobody;
    drawRanking(found);
    drawControls(sharesOf(weights));
    clearTimeout(waiting);
    if (atOnce) settle(change);
    else waiting = setTimeout(settle, 300, change);
  };

  const restore = () => {
    if (!location.hash.startsWith("#w=")) return false;
    let asked = location.hash.slice(3);
    try { asked = decodeURIComponent(asked); } catch { /* taken as it stands */ }
    const vain = fromFragment(asked);
    note(vain.length ? fill(model.words.passedOver, { names: listed(vain) }) : "");
    draw({ atOnce: true });
    room.scrollIntoView();
    return true;
  };

  const take = (profile) => {
    base = profile;
    weights = new Map(start());
    note("");
    draw({ atOnce: true });
  };

  const download = () => {
    const address = URL.createObjectURL(new Blob([toProfile()], { type: "application/yaml" }));
    make("a", { href: address, download: "my-weights.yaml" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  const onInput = (event) => {
    const control = event.target.closest(".weigh");
    const weight = Number(event.target.value);
    if (!control || event.target.value === "" || !Number.isFinite(weight)) return;
    note("");
    weigh(control.dataset.node, cut(weight, 0, 100));
    draw();
  };

  const onClick = (event) => {
    const pressed = event.target.closest("[data-profile], [data-act]"); // a label may hold elements
    if (!pressed) return;
    const { profile, act } = pressed.dataset;
    if (profile !== undefined) take(profile);
    if (act === "reset") take("");
    if (act === "download") download();
  };

  const controls = find(".controls");
  controls.addEventListener("input", onInput);
  controls.addEventListener("focusout", () => drawControls(sharesOf(weights)));
  controls.addEventListener("click", onClick);
  controls.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", restore);
  document.addEventListener("languagechange", () => {
    model = inLanguage(written);
    clusters.forEach((c) => {
      c.name = model.clusters[c.at][1];
      const name = rows[c.at].row.querySelector("th span");
      [name.title, name.textContent] = [c.name, c.name];
    });
    const relabel = (siblings) => siblings.forEach((node) => {
      nodes.get(node.id).label = node.label;
      if (node.children) relabel(node.children);
    });
    relabel(model.tree);
    note("");
    drawBefore();
    draw({ atOnce: true });
  });
  find(".tweak").hidden = false;
  drawBefore();
  if (!restore()) draw({ atOnce: true });
})();
