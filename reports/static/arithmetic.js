// Figures to ranks under any weights. The rules are those of ranker.analysis.scoring and ranker.analysis.ranking,
// number for number. Knows no page: weights.js and embed.js both stand on it. A model is what
// ranker.output.tweak.model_data returns; of a cluster only its role matters.
const rankingRules = (model, clusters) => {
  "use strict";

  const numbers = (column) => Float64Array.from(column, (x) => (x === null ? NaN : x));
  const columns = model.cells.map(numbers);
  const yardsticks = model.yardsticks && model.yardsticks.map(numbers);
  const tops = model.tree;
  const nodes = new Map();
  const groups = []; // siblings, each a list of nodes
  const enlist = (siblings) => {
    groups.push(siblings);
    siblings.forEach((node) => {
      nodes.set(node.id, node);
      if (node.children) enlist(node.children);
    });
  };
  enlist(tops);
  const published = new Map([...nodes].map(([id, node]) => [id, node.weight]));
  const profiles = new Map(Object.entries(model.profiles).map(([id, own]) => [id, new Map([...published, ...Object.entries(own)])]));

  // ---- figures to utilities: ranker.methods.normalise ----

  const LOWEST = 1;
  const HIGHEST = 100;
  const SPAN = HIGHEST - LOWEST;
  const MIDDLE = (LOWEST + HIGHEST) / 2;
  const cut = (x, low, high) => Math.min(Math.max(x, low), high);
  const sum = (values) => values.reduce((total, x) => total + x, 0);
  const rescaled = (low, high) => (x) => (high === low ? MIDDLE : LOWEST + (SPAN * (x - low)) / (high - low));

  const minmax = (reference) => rescaled(Math.min(...reference), Math.max(...reference));

  const rankPosition = (reference) => (x) => {
    if (reference.every((y) => y === reference[0])) return MIDDLE;
    const below = reference.filter((y) => y < x).length;
    const notAbove = reference.filter((y) => y <= x).length;
    const position = below + (notAbove > below ? (notAbove - below - 1) / 2 : -0.5);
    return LOWEST + SPAN * cut(position / Math.max(reference.length - 1, 1), 0, 1);
  };

  const zscore = (reference) => {
    if (reference.every((y) => y === reference[0])) return () => MIDDLE;
    const mean = sum(reference) / reference.length;
    const deviation = Math.sqrt(sum(reference.map((y) => (y - mean) ** 2)) / (reference.length - 1));
    return (x) => cut(MIDDLE + ((SPAN / 2) * (x - mean)) / deviation / 3, LOWEST, HIGHEST);
  };

  const percentile = (reference) => (x) => {
    const below = reference.filter((y) => y < x).length;
    const notAbove = reference.filter((y) => y <= x).length;
    return LOWEST + (SPAN * (below + notAbove)) / 2 / reference.length;
  };

  const logistic = (reference) => {
    if (reference.every((y) => y === reference[0])) return () => MIDDLE;
    const mean = sum(reference) / reference.length;
    const deviation = Math.sqrt(sum(reference.map((y) => (y - mean) ** 2)) / (reference.length - 1));
    return (x) => LOWEST + (SPAN * (1 + Math.tanh((x - mean) / deviation / 2))) / 2;
  };

  const target = (reference) => {
    const farthest = Math.min(...reference);
    if (reference.every((y) => y === farthest)) return () => MIDDLE;
    return (x) => HIGHEST - (SPAN * x) / farthest;
  };

  // Costs come negated, so the part of a cost is the anchor over the figure all the same.
  const shareOf = (pick, isCost) => (reference) => {
    const anchor = pick(reference);
    if (anchor === 0) return () => MIDDLE;
    if (!isCost) return (x) => (anchor > 0 ? LOWEST + (SPAN * x) / anchor : NaN);
    return (x) => (anchor < 0 ? LOWEST + (SPAN * anchor) / Math.min(x, anchor / 100) : NaN);
  };
  const most = (reference) => Math.max(...reference);
  const average = (reference) => sum(reference) / reference.length;

  const scales = {
    minmax,
    rank: rankPosition,
    percentile,
    zscore,
    logistic,
    target,
    "best-max": shareOf(most, false),
    "best-min": shareOf(most, true),
    "mean-max": shareOf(average, false),
    "mean-min": shareOf(average, true),
    worth: () => (x) => x,
  };

  const scaleOf = (column, reference) => {
    const posts = model.goalposts[column];
    if (posts) {
      const between = rescaled(...posts);
      return (x) => cut(between(x), LOWEST, HIGHEST);
    }
    const held = [...reference].filter((x) => !Number.isNaN(x));
    if (model.scales[column] === "worth") return scales.worth();
    return held.length ? scales[model.scales[column]](held) : () => NaN;
  };

  const utilities = (isRanked) =>
    columns.map((column, j) => {
      const scale = scaleOf(j, yardsticks ? yardsticks[j] : column.filter((_, i) => isRanked[i]));
      return column.map((x) => (Number.isNaN(x) ? NaN : scale(x)));
    });

  // ---- up the tree: ranker.methods.tree ----

  const mean = (values, shares, isGeometric) => {
    const total = sum(shares);
    if (!isGeometric) return sum(values.map((x, j) => shares[j] * x)) / total;
    return Math.exp(sum(values.map((x, j) => shares[j] * Math.log(Math.max(x, LOWEST)))) / total);
  };

  // Score and coverage of a node for cluster i, from the leaves' utilities.
  const scoreNode = (node, i, leaves, shares) => {
    if (!node.children) {
      const score = leaves[node.column][i];
      return { score, coverage: Number.isNaN(score) ? 0 : 1 };
    }
    const held = [];
    const weights = [];
    let coverage = 0;
    node.children.forEach((child) => {
      const below = scoreNode(child, i, leaves, shares);
      if (Number.isNaN(below.score)) return;
      held.push(below.score);
      weights.push(shares.get(child.id));
      coverage += shares.get(child.id) * below.coverage;
    });
    const isThin = sum(weights) === 0 || coverage < model.minCoverage - 1e-9;
    return { score: isThin ? NaN : mean(held, weights, node.geometric), coverage };
  };

  const sharesOf = (weights) => {
    const shares = new Map();
    groups.forEach((siblings) => {
      const total = sum(siblings.map((node) => weights.get(node.id)));
      siblings.forEach((node) => shares.set(node.id, weights.get(node.id) / total));
    });
    return shares;
  };

  // ---- scores to ranks: ranker.methods.ranks ----

  const competitionRanks = (scores) => {
    const ranks = scores.map(() => 0);
    const order = scores.map((_, i) => i).filter((i) => !Number.isNaN(scores[i]));
    order.sort((a, b) => scores[b] - scores[a]);
    const gap = 1e-12 * Math.max(...order.map((i) => Math.abs(scores[i])));
    order.forEach((i, at) => {
      const before = order[at - 1];
      ranks[i] = at && !(scores[before] - scores[i] > gap) ? ranks[before] : at + 1;
    });
    return ranks;
  };

  // The whole ranking under some weights; null where nobody can be ranked.
  const rankAll = (weights) => {
    const shares = sharesOf(weights);
    const known = columns.map((column) => column.map((x) => (Number.isNaN(x) ? NaN : 1)));
    const scored = (i, leaves) => tops.map((node) => scoreNode(node, i, leaves, shares).score);
    const isRanked = clusters.map((c, i) => c.role !== "benchmark" && !scored(i, known).some(Number.isNaN));
    if (!isRanked.includes(true)) return null;
    const leaves = utilities(isRanked);
    const points = clusters.map((_, i) => scored(i, leaves).map((x, j) => x * shares.get(tops[j].id)));
    const scores = points.map(sum);
    const ranks = competitionRanks(scores.map((x, i) => (isRanked[i] ? x : NaN)));
    const joined = (guest) => competitionRanks(scores.map((x, i) => (isRanked[i] || i === guest ? x : NaN)))[guest];
    const standings = ranks.map((rank, i) => (rank || Number.isNaN(scores[i]) ? rank : joined(i)));
    return { shares, points, scores, ranks, standings };
  };

  return { nodes, groups, published, profiles, sharesOf, rankAll, cut, sum };
};
