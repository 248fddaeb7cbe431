// Judgements of a person become weights, with a verdict on whether they agree. The numbers are
// those of ranker.methods.elicit_*, function for function; all sentences come with the page.
(() => {
  "use strict";
  const written = JSON.parse(document.getElementById("form-data").textContent);

  // ---- the language of the page: a text in two has both by language ----

  const languages = [...document.querySelectorAll('[name="language"]')].map((choice) => choice.value);
  const inLanguage = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(inLanguage);
    const keys = Object.keys(value);
    if (keys.join() === languages.join()) return value[document.documentElement.lang];
    return Object.fromEntries(keys.map((key) => [key, inLanguage(value[key])]));
  };
  let model = inLanguage(written);
  const say = (name, places = {}) => Object.entries(places).reduce(
    (text, [place, value]) => text.replaceAll(`{${place}}`, value), model.words[name]);

  // ---- small algebra ----

  const AGREES = 1e-9;
  const INSIDE = 1e-11;
  const sum = (values) => values.reduce((total, x) => total + x, 0);
  const normalised = (values) => {
    const total = sum(values);
    return values.map((x) => x / total);
  };
  const transposed = (matrix) => matrix.map((_, j) => matrix.map((row) => row[j]));
  const squared = (matrix) => matrix.map((row) => row.map((_, j) => sum(row.map((x, k) => x * matrix[k][j]))));

  const solve = (matrix, right) => {
    const rows = matrix.map((row, i) => [...row, right[i]]);
    const n = rows.length;
    for (let c = 0; c < n; c += 1) {
      const pivot = rows.slice(c).reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(rows[best][c]) ? c + i : best), c);
      [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
      for (let r = 0; r < n; r += 1) {
        const factor = r === c ? 0 : rows[r][c] / rows[c][c];
        rows[r] = rows[r].map((x, k) => x - factor * rows[c][k]);
      }
    }
    return rows.map((row, i) => row[n] / row[i]);
  };

  // ---- verdicts: ranker.methods.elicit_verdict ----

  const judge = (ratio, threshold, revisit) => {
    if (ratio <= AGREES) return { code: "consistent", ratio: 0, threshold };
    if (threshold === null) return { code: "no-threshold", ratio, threshold, revisit };
    return { code: ratio <= threshold ? "acceptable" : "revisit", ratio, threshold, revisit };
  };

  // ---- pairs: ranker.methods.elicit_ahp; null where a pair was not judged ----

  const SQUARINGS = 40;
  const principal = (matrix) => {
    const scaled = (rows) => {
      const total = sum(rows.flat());
      return rows.map((row) => row.map((x) => x / total));
    };
    let power = scaled(matrix);
    for (let k = 0; k < SQUARINGS; k += 1) power = scaled(squared(power));
    const vector = normalised(power.map(sum));
    const largest = sum(matrix.map((row, i) => sum(row.map((x, j) => x * vector[j])) / vector[i])) / matrix.length;
    return { vector, largest };
  };

  const geometricMean = (matrix) => {
    const n = matrix.length;
    const judged = (i, j) => i !== j && matrix[i][j] !== null;
    const logs = matrix.map((row, i) => sum(row.map((x, j) => (judged(i, j) ? Math.log(x) : 0))));
    const laplacian = matrix.map((row, i) => row.map((_, j) => {
      const own = i === j ? sum(row.map((_x, k) => Number(judged(i, k)))) : 0;
      return own - Number(judged(i, j)) + 1 / n;
    }));
    return normalised(solve(laplacian, logs).map(Math.exp));
  };

  const complete = (matrix) => {
    const filled = (of) => matrix.map((row, i) => row.map((x, j) => (x === null ? of[i] / of[j] : x)));
    if (matrix.every((row) => row.every((x) => x !== null))) return matrix;
    let whole = filled(geometricMean(matrix));
    for (let round = 0; round < 1000; round += 1) {
      const right = principal(whole).vector;
      const left = principal(transposed(whole)).vector;
      const next = filled(right.map((x, i) => Math.sqrt(x / left[i])));
      const change = Math.max(...next.flatMap((row, i) => row.map((x, j) => Math.abs(Math.log(x / whole[i][j])))));
      whole = next;
      if (change < 1e-13) break;
    }
    return whole;
  };

  const worstFit = (matrix, weights) => {
    let worst = null;
    matrix.forEach((row, first) => row.forEach((given, second) => {
      if (first === second || given === null || given < 1) return;
      const fitting = weights[first] / weights[second];
      const away = Math.abs(Math.log(given / fitting));
      if (worst === null || away > worst.away) worst = { first, second, given, fitting, away };
    }));
    return worst;
  };

  const randomIndex = (n, unjudged) => {
    if (n <= 2) return 0;
    const known = model.ahp.randomIndex;
    const whole = known[Math.min(n, known.length) - 1];
    return whole * (1 - unjudged / (((n - 1) * (n - 2)) / 2));
  };

  const ahp = (matrix) => {
    const n = matrix.length;
    const { vector: weights, largest } = principal(complete(matrix));
    const random = randomIndex(n, matrix.flat().filter((x) => x === null).length / 2);
    if (random === 0) return { weights, verdict: { code: "untested" } };
    const ratio = Math.max(0, (largest - n) / (n - 1)) / random;
    return { weights, verdict: judge(ratio, model.ahp.accepted, worstFit(matrix, weights)) };
  };

  // ---- best and worst: ranker.methods.elicit_bwm ----

  const planesOf = ({ span, between }) => {
    const bounds = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, span, 1], [1, -span, 1]];
    const ties = [];
    between.forEach(({ p, q }) => {
      bounds.push([-1, p * q, p + 1], [1, -p * q, p + 1]);
      ties.push([1, -p * q, 1 - p]);
    });
    return { bounds, planes: [...bounds, ...ties] };
  };

  const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

  const cornersOf = (judged) => {
    const { bounds, planes } = planesOf(judged);
    const corners = [];
    planes.forEach((one, a) => planes.slice(a + 1).forEach((other) => {
      const meet = cross(one, other);
      const size = Math.max(...meet.map(Math.abs));
      if (size <= INSIDE) return;
      const sign = sum(meet) > 0 ? 1 : -1;
      const ray = meet.map((x) => (sign * x) / size);
      const isInside = bounds.every((plane) => sum(plane.map((x, k) => x * ray[k])) >= -INSIDE);
      if (isInside) corners.push(ray.map((x) => Math.max(x, 0)));
    }));
    return corners;
  };

  const threshold = (n, span) => {
    const { fewest, thresholds } = model.bwm;
    if (n < fewest || span < fewest) return 0;
    const row = thresholds[span - fewest];
    return n - fewest < row.length ? row[n - fewest] : null;
  };

  const inputVerdict = (judged, weights) => {
    const { best, worst, span, others, toWorst } = judged;
    const limit = threshold(weights.length, span);
    const gaps = others.map((p, j) => (j === best || j === worst ? 0 : Math.abs(p * toWorst[j] - span)));
    const largest = Math.max(...gaps);
    if (largest === 0) return { code: "consistent", ratio: 0, threshold: limit };
    const at = gaps.indexOf(largest);
    const told = [
      { first: best, second: at, given: others[at], fitting: weights[best] / weights[at] },
      { first: at, second: worst, given: toWorst[at], fitting: weights[at] / weights[worst] },
    ];
    const away = told.map(({ given, fitting }) => Math.abs(Math.log(given / fitting)));
    return judge(largest / (span ** 2 - span), limit, away[0] >= away[1] ? told[0] : told[1]);
  };

  const bwm = (judged) => {
    const { best, worst, others, toWorst } = judged;
    let least = Infinity;
    let found = [];
    cornersOf(judged).forEach(([b, w, deviation]) => {
      const upper = others.map((p, j) => Math.min((b + deviation) / p, toWorst[j] * w + deviation));
      upper[best] = b;
      upper[worst] = w;
      const total = sum(upper);
      if (!(total > 0)) return;
      const shares = normalised(upper);
      const reached = deviation / total;
      if (reached < least - INSIDE) {
        least = reached;
        found = [shares];
      } else if (reached <= least + INSIDE && found.every((one) => Math.max(...one.map((x, j) => Math.abs(x - shares[j]))) > AGREES)) {
        found.push(shares);
      }
    });
    const weights = normalised(others.map((_, j) => sum(found.map((one) => one[j])) / found.length));
    return { weights, verdict: inputVerdict(judged, weights) };
  };

  // ---- what stands in the page ----

  const rooms = [...document.querySelectorAll(".group")];
  const groupOf = (room) => model.groups.find((group) => group.node === room.dataset.node);
  const method = () => document.querySelector('[name="method"]:checked').value;
  const part = (room, name) => room.querySelector(`[data-method="${name}"]`);
  const asNumber = (text) => {
    const [over, under = "1"] = text.split("/");
    return Number(over) / Number(under);
  };
  const missing = (done, all) => ({ wanting: done ? say("missing", { done, all }) : say("unanswered") });

  const readSwing = (room) => {
    const fields = [...part(room, "swing").querySelectorAll("input")];
    const answered = fields.filter((field) => field.value !== "");
    if (fields.some((field) => field.validity.badInput)) return { wanting: say("offScale") };
    if (answered.length < fields.length) return missing(answered.length, fields.length);
    const swings = fields.map((field) => Number(field.value));
    if (swings.some((x) => x < 0 || x > 100)) return { wanting: say("offScale") };
    if (Math.max(...swings) !== 100) return { wanting: say("noHundred") };
    return {
      found: { weights: normalised(swings), verdict: { code: "untested" } },
      judgements: Object.fromEntries(fields.map((field, j) => [field.dataset.item, swings[j]])),
    };
  };

  const isConnected = (matrix) => {
    const reached = new Set([0]);
    matrix.forEach(() => [...reached].forEach((i) => matrix[i].forEach((x, j) => x !== null && reached.add(j))));
    return reached.size === matrix.length;
  };

  const readAhp = (room) => {
    const ids = groupOf(room).items.map((item) => item.id);
    const fields = [...part(room, "ahp").querySelectorAll("select")];
    const answered = fields.filter((field) => field.value !== "");
    if (answered.length < fields.length) return missing(answered.length, fields.length);
    const matrix = ids.map((_, i) => ids.map((_id, j) => (i === j ? 1 : null)));
    fields.filter((field) => field.value !== "unknown").forEach((field) => {
      const [i, j] = field.dataset.pair.split(" / ").map((id) => ids.indexOf(id));
      matrix[i][j] = asNumber(field.value);
      matrix[j][i] = 1 / matrix[i][j];
    });
    if (!isConnected(matrix)) return { wanting: say("apart") };
    const told = (value) => (value === "unknown" || value.includes("/") ? value : Number(value));
    return {
      found: ahp(matrix),
      judgements: Object.fromEntries(fields.map((field) => [field.dataset.pair, told(field.value)])),
    };
  };

  // Which comparisons are asked: none of a criterion with itself, and best with worst once.
  const showCompared = (room) => {
    const [best, worst] = ["best", "worst"].map((end) => room.querySelector(`[data-end="${end}"]`).value);
    room.querySelectorAll(".compared tbody tr").forEach((row) => {
      const id = row.dataset.item;
      row.querySelector('[data-field="others"]').disabled = id === best;
      row.querySelector('[data-field="toWorst"]').disabled = id === worst || id === best;
    });
    return [best, worst];
  };

  const readBwm = (room) => {
    const { items } = groupOf(room);
    const ids = items.map((item) => item.id);
    const [best, worst] = showCompared(room).map((id) => ids.indexOf(id));
    const rows = [...room.querySelectorAll(".compared tbody tr")];
    const fields = rows.flatMap((row) => [...row.querySelectorAll("select:enabled")]);
    const ends = [...room.querySelectorAll("[data-end]")];
    const all = [...ends, ...fields];
    if (best >= 0 && best === worst) return { wanting: say("same") };
    const done = all.filter((field) => field.value !== "").length;
    if (done < all.length) return missing(done, all.length);
    const value = (name, j) => Number(rows[j].querySelector(`[data-field="${name}"]`).value);
    const span = value("others", worst);
    const others = ids.map((_, j) => (j === best ? 1 : value("others", j)));
    const toWorst = ids.map((_, j) => (j === worst ? 1 : j === best ? span : value("toWorst", j)));
    const beyond = ids.findIndex((_, j) => Math.max(others[j], toWorst[j]) > span);
    if (beyond >= 0) return { wanting: say("beyond", { name: items[beyond].label }) };
    const inner = ids.map((_, j) => j).filter((j) => j !== best && j !== worst);
    const between = inner.map((j) => ({ p: others[j], q: toWorst[j] }));
    const pick = (values, which) => Object.fromEntries(which.map((j) => [ids[j], values[j]]));
    return {
      found: bwm({ best, worst, span, others, toWorst, between }),
      judgements: {
        best: ids[best],
        worst: ids[worst],
        best_to_others: pick(others, [...inner, worst].sort((a, b) => a - b)),
        others_to_worst: pick(toWorst, inner),
      },
    };
  };

  const readers = { swing: readSwing, ahp: readAhp, bwm: readBwm };
  const read = (room) => readers[method()](room);

  // ---- drawing ----

  const shareText = (share) => share.toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });
  const digits = (x) => String(Number(x.toFixed(4)));
  const verdictText = (room, { code, ratio, threshold: limit, revisit }) => {
    const { items } = groupOf(room);
    const { scale } = model.ahp;
    const places = { ratio: digits(ratio || 0), threshold: digits(limit || 0) };
    if (code === "revisit") {
      places.one = items[revisit.first].label;
      places.other = items[revisit.second].label;
      places.given = digits(revisit.given);
      places.fitting = Number(Math.min(Math.max(revisit.fitting, 1 / scale), scale).toPrecision(2));
    }
    return say(code, places);
  };

  const draw = (room) => {
    const { found, wanting } = read(room);
    const rows = [...room.querySelectorAll(".outcome tbody tr")];
    rows.forEach((row, j) => {
      const share = row.querySelector(".share");
      share.textContent = found ? shareText(found.weights[j]) : "–";
      if (found) share.dataset.value = found.weights[j];
      else delete share.dataset.value;
      row.querySelector(".bar i").style.width = found ? `${100 * found.weights[j]}%` : "0";
    });
    const verdict = room.querySelector(".verdict");
    const text = found ? verdictText(room, found.verdict) : wanting;
    if (verdict.textContent !== text) verdict.textContent = text;
    verdict.dataset.code = found ? found.verdict.code : "";
    verdict.dataset.ratio = found && found.verdict.ratio !== undefined ? found.verdict.ratio : "";
  };

  const drawAll = () => rooms.forEach((room) => {
    room.querySelectorAll(".judge").forEach((judged) => { judged.hidden = judged.dataset.method !== method(); });
    draw(room);
  });

  // ---- saving ----

  const note = (text) => { document.querySelector(".save-note").textContent = text; };
  const named = (room) => {
    const title = room.closest("details, section").querySelector("summary, h2");
    const other = document.documentElement.lang === languages[0] ? "i" : "u";
    return [...title.childNodes].filter((node) => node.localName !== other).map((node) => node.textContent).join("").trim();
  };

  const answers = () => {
    const told = rooms.map((room) => [room, read(room)]);
    const whole = told.filter(([, one]) => one.found);
    const started = told.filter(([room, one]) => !one.found && one.wanting !== say("unanswered") && room);
    const name = document.getElementById("name").value.trim();
    const view = document.getElementById("view").value.trim();
    return {
      skipped: started.map(([room]) => named(room)),
      content: {
        format: "answers-1",
        study: model.study,
        edition: model.edition,
        content_hash: model.contentHash,
        asked: Object.fromEntries(whole.map(([room]) => [room.dataset.node, groupOf(room).items.map((item) => item.id)])),
        label: name,
        view: view || say("defaultView"),
        elicit: Object.fromEntries(whole.map(([room, one]) => [room.dataset.node, { method: method(), judgements: one.judgements }])),
      },
    };
  };

  const toProfile = (content) => [
    `# Answers to the form of ${content.study}, edition ${content.edition}, content ${content.content_hash}`,
    `label: ${JSON.stringify(content.label)}`,
    `view: ${JSON.stringify(content.view)}`,
    "elicit:",
    ...Object.entries(content.elicit).flatMap(([node, judged]) => [
      `  ${node}:`,
      `    method: ${judged.method}`,
      "    judgements:",
      ...Object.entries(judged.judgements).map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)}`),
    ]),
    "",
  ].join("\n");

  const fileName = (name, ending) => {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return `${slug || "answers"}.${ending}`;
  };

  const save = (kind) => {
    const { content, skipped } = answers();
    if (!Object.keys(content.elicit).length) return note(say("nothing"));
    if (!content.label) {
      document.getElementById("name").focus();
      return note(say("nameless"));
    }
    const text = kind === "json" ? `${JSON.stringify(content, null, 2)}\n` : toProfile(content);
    const address = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "application/yaml" }));
    const file = fileName(content.label, kind);
    const link = document.createElement("a");
    link.href = address;
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    const left = skipped.length ? ` ${say("skipped", { names: skipped.join(", ") })}` : "";
    return note(say(kind === "json" ? "saved" : "savedProfile", { file }) + left);
  };

  document.addEventListener("input", (event) => {
    const room = event.target.closest(".group");
    if (room) draw(room);
    if (event.target.name === "method") drawAll();
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-act]");
    if (pressed) save(pressed.dataset.act);
  });
  document.addEventListener("languagechange", () => {
    model = inLanguage(written);
    note("");
    drawAll();
  });
  drawAll();
})();
