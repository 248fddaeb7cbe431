// Sliders in a notebook: the arithmetic of the report (arithmetic.js, which stands before this text) under weights that
// a reader sets. What is set goes back to Python as the trait `weights`; names come as text and stay text.
const render = ({ model, el }) => {
  const data = model.get("data");
  const clusters = data.clusters.map(([id, name, role], at) => ({ id, name, role, at }));
  const rules = rankingRules(data, clusters);
  const weights = () => new Map([...rules.published, ...Object.entries(model.get("weights"))]);

  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return element;
  };
  const percent = (share) => `${(100 * share).toFixed(0)}%`;

  const room = make("div", { class: "ranker-sliders" });
  const controls = make("div", { class: "controls" });
  const table = make("table");
  const note = make("p", { class: "note", role: "status" });
  room.append(controls, table, note);
  el.append(room);

  const rows = new Map();
  data.tree.forEach((node) => {
    const label = make("label");
    const slider = make("input", { type: "range", min: 0, max: 100, step: "any", "data-node": node.id });
    const share = make("span", { class: "share" });
    label.append(make("span", {}, node.label), slider, share);
    controls.append(label);
    rows.set(node.id, { slider, share });
  });

  const head = make("tr");
  ["Rank", "Cluster", "Score"].forEach((word) => head.append(make("th", { scope: "col" }, word)));
  const body = make("tbody");
  const top = make("thead");
  top.append(head);
  table.append(top, body);

  const line = (cluster, found) => {
    const standing = found.standings[cluster.at];
    const row = make("tr", { "data-id": cluster.id });
    row.append(
      make("td", {}, cluster.role === "benchmark" ? `(${standing})` : String(standing)),
      make("td", {}, cluster.name),
      make("td", {}, found.scores[cluster.at].toFixed(1)),
    );
    return row;
  };

  const draw = () => {
    const now = weights();
    const isWeighed = data.tree.some((node) => now.get(node.id) > 0);
    const found = isWeighed ? rules.rankAll(now) : null;
    rows.forEach(({ slider, share }, id) => {
      if (slider !== document.activeElement) slider.value = now.get(id);
      share.textContent = found ? percent(found.shares.get(id)) : "";
    });
    const standing = (cluster) => (found ? found.standings[cluster.at] : 0);
    const shown = clusters.filter(standing).sort((a, b) => standing(a) - standing(b) || a.at - b.at);
    body.replaceChildren(...shown.map((cluster) => line(cluster, found)));
    const left = clusters.length - shown.length;
    note.textContent = found ? (left ? `${left} without a rank` : "") : "With these weights nobody can be ranked.";
  };

  controls.addEventListener("input", ({ target }) => {
    model.set("weights", { ...model.get("weights"), [target.dataset.node]: Number(target.value) });
    model.save_changes();
    draw();
  });
  model.on("change:weights", draw);
  draw();
  return () => model.off("change:weights", draw);
};

export default { render };
