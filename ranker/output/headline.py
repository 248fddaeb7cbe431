"""The sentences at the top: where the home group's best stands, against whom, how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking, Unranked
from ranker.output.chances import redrawn, standing_words
from ranker.output.evidence import Evidence
from ranker.output.view import FactView
from ranker.output.words import listed, ordinal, share_text
from ranker.study.model import Cluster

TOP = 10


def headline(ranking: Ranking) -> str:
    """Say where the best cluster of the home group stands, and against whom."""
    best = _best_at_home(ranking)
    if best is None:
        return f"No cluster of {_home_name(ranking)} can be ranked: too many figures are missing."
    place, of = ranking.rank_of(best.id) or 0, len(ranking.ranked)
    rivals = [c for c in ranking.ranked if ranking.study.role(c) == "rival"]
    ahead = [c.name for c in rivals if (ranking.rank_of(c.id) or 0) < place]
    level = [c.name for c in rivals if ranking.rank_of(c.id) == place]
    behind = [c.name for c in rivals if (ranking.rank_of(c.id) or 0) > place]
    where = f"is {_home_name(ranking)}’s best-placed cluster: {ordinal(place)} of {of}"
    clauses = [f"behind {listed(ahead, most=3)}"] if ahead else []
    clauses += [f"level with {listed(level, most=2)}"] if level else []
    clauses += [f"ahead of {listed(behind, most=2)}"] if behind and not ahead else []
    return ", ".join([f"{best.name} {where}", *clauses]) + "."


def standfirst(evidence: Evidence, methods: Comparison, profiles: Comparison) -> str:
    """Say how firmly the best stands, and how the rest of the home group does."""
    ranking = evidence.ranking
    best = _best_at_home(ranking)
    if best is None:
        return ""
    sentences = [_chances(best, evidence), _firmness(best, methods, profiles)]
    home = [c for c in ranking.ranked if c.group == best.group]
    if len(home) > 1:
        ranks = [ranking.rank_of(c.id) or 0 for c in home]
        in_top = sum(1 for place in ranks if place <= TOP)
        verb = "is" if in_top == 1 else "are"
        sentences.append(
            f"Of {len(home)} ranked clusters in {_home_name(ranking)}, {in_top or 'none'} {verb} "
            f"among the first {TOP}; half of them stand {ordinal(int(median(ranks)))} or better."
        )
    return " ".join(sentence for sentence in sentences if sentence)


def _chances(best: Cluster, evidence: Evidence) -> str:
    drawn = evidence.drawn
    what = "" if drawn is None else redrawn(drawn.variation)
    if drawn is None or not what:
        return ""
    lead = f"With {what} redrawn {drawn.draws:,} times within their doubt"
    return f"{lead}, it {standing_words(drawn, best.id)}."


def _firmness(best: Cluster, methods: Comparison, profiles: Comparison) -> str:
    parts = []
    for comparison, what in ((methods, "ranking methods"), (profiles, "weight profiles")):
        if len(comparison.names) > 1:
            low, high = comparison.spread(best.id)
            span = f"{ordinal(low)}" if low == high else f"{ordinal(low)} to {ordinal(high)}"
            parts.append(f"{span} across {len(comparison.names)} {what}")
    return f"It stands {listed(parts)}." if parts else ""


def facts(ranking: Ranking) -> tuple[FactView, ...]:
    """Return the few figures that a reader should take away."""
    found: list[FactView] = []
    best = _best_at_home(ranking)
    if best is not None:
        place = ranking.rank_of(best.id) or 0
        of = len(ranking.ranked)
        text = f"{ordinal(place)} of {of}"
        found.append(FactView(text, f"{best.name}, the best of {_home_name(ranking)}"))
        home = [c for c in ranking.ranked if c.group == best.group]
        top = sum(1 for c in home if (ranking.rank_of(c.id) or 0) <= TOP)
        first = min(TOP, of)
        found.append(
            FactView(str(top), f"of the first {first} places held by {_home_name(ranking)}")
        )
    for i, cluster in enumerate(ranking.clusters):
        if ranking.study.role(cluster) == "benchmark" and ranking.standings[i]:
            words = f"where {cluster.name}, the benchmark, would stand"
            found.append(FactView(ordinal(int(ranking.standings[i])), words))
    left = [entry for entry in ranking.unranked if ranking.study.role(entry.cluster) != "benchmark"]
    competing = len(ranking.ranked) + len(left)
    found.append(FactView(f"{len(left)} of {competing}", "clusters not ranked for want of figures"))
    return tuple(found)


def reason_text(ranking: Ranking, entry: Unranked) -> str:
    """Say which criteria of a cluster have no score, how thin they are and what is missing."""
    labels = {node.id: node.label.en for node in ranking.study.criteria}
    need = share_text(ranking.study.rules.min_coverage)
    thin = [f"{labels[name]} ({share_text(share)} known)" for name, share in entry.thin.items()]
    missing = [cell.indicator.label.en.lower() for cell in entry.missing]
    return f"{listed(thin)}, where {need} are needed. Missing: {listed(missing, most=8)}."


def _best_at_home(ranking: Ranking) -> Cluster | None:
    return next((c for c in ranking.ranked if ranking.study.role(c) == "home"), None)


def _home_name(ranking: Ranking) -> str:
    homes: Sequence[str] = [g.label.en for g in ranking.study.groups.values() if g.role == "home"]
    return listed(homes)
