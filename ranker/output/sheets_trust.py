"""How sure each rank is, as sheets: by simulation, and exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.output.likelihood import chance_text
from ranker.output.rows import Row, number_or_none, ranking_rows
from ranker.output.sheet import Column, Sheet
from ranker.output.words import listed

if TYPE_CHECKING:
    from ranker.analysis.bounds import Bounds
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness
    from ranker.analysis.stability import Interval, Stability, Takeover

ALL = 1_000  # more names than a list ever has


def name_of(ranking: Ranking, cluster: str) -> str:
    """Return the name of a cluster by its id."""
    return ranking.clusters[ranking.index(cluster)].name


def rank_range(low: int, high: int) -> str:
    """Return two ranks as people write a range.

    Examples
    --------
    >>> rank_range(2, 8), rank_range(1, 1)
    ('2–8', '1')
    """
    return str(low) if low == high else f"{low}–{high}"


def exact_share(share: float) -> str:
    """Return a share with one decimal, for weights that were computed and not chosen."""
    return f"{share * 100:.1f}%"


def _numbers(key: str, head: str, values: Sequence[int], *, is_spare: bool = False) -> Column:
    return Column(key, head, values, [str(value) for value in values], is_spare=is_spare)


def _cluster_columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return rank and name as shown, with the ids that only CSV has."""
    ranks = [row.rank or 0 for row in rows]
    names = [row.cluster.name for row in rows]
    fields = {
        "cluster": [row.cluster.id for row in rows],
        "name_local": [row.cluster.name_local for row in rows],
        "group": [row.cluster.group for row in rows],
        "country": [row.cluster.country for row in rows],
    }
    return (
        _numbers("rank", "Rank", ranks),
        Column("name", "Cluster", names, names, is_text=True),
        *(Column(key, "", values) for key, values in fields.items()),
    )


# --- robustness --------------------------------------------------------------------------


def robustness_sheet(robust: Robustness, *, top: int = 10, group: str | None = None) -> Sheet:
    """Return what the draws say, one row a ranked cluster, best first.

    Parameters
    ----------
    robust : Robustness
    top : int
        The k of the chance to be among the first k.
    group : str, optional
        Id of the group whose clusters are shown.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(robust.ranking, group=group).ranked
    ids = [row.cluster.id for row in rows]
    ends = [robust.interval(cluster) for cluster in ids]
    means = [float(robust.expected_ranks[robust.index(cluster)]) for cluster in ids]
    factors = [number_or_none(robust.confidence[robust.index(cluster)]) for cluster in ids]
    columns = (
        *_cluster_columns(rows),
        _numbers("median", "Median", [robust.median(cluster) for cluster in ids]),
        Column("", "90% interval", (), [rank_range(*end) for end in ends]),
        Column("low", "", [low for low, _ in ends]),
        Column("high", "", [high for _, high in ends]),
        Column("expected", "Expected", means, [f"{mean:.1f}" for mean in means], is_spare=True),
        _chances(robust, "first", "P(first)", [robust.top(cluster) for cluster in ids]),
        _chances(robust, f"top_{top}", f"P(top {top})", [robust.top(c, top) for c in ids]),
        _numbers("tier", "Tier", [robust.tier(cluster) for cluster in ids]),
        Column("confidence", "", factors),
    )
    notes = (*_how_drawn(robust), *_tiers(robust, set(ids)))
    return Sheet(robust.ranking.study.title.en, columns, notes=notes)


def _chances(robust: Robustness, key: str, head: str, shares: Sequence[float]) -> Column:
    return Column(key, head, shares, [chance_text(s, error=robust.error) for s in shares])


def _how_drawn(robust: Robustness) -> Iterator[str]:
    yield f"What varied: {robust.variation.sentence()}."
    draws = f"{robust.draws:,} draw{'' if robust.draws == 1 else 's'} from seed {robust.seed}"
    yield f"{draws}; {error_text(robust)}"
    left = len(robust.ranking.clusters) - len(robust.clusters)
    if left:
        yield f"Not drawn, because they take no rank: {left}."


def error_text(robust: Robustness) -> str:
    """Say how near the shares are to what endless draws would give."""
    if robust.error == 0:
        return "all gave the same ranks."
    points = f"{robust.error * 100:.1f} percentage points"
    return f"every share is within {points} of that of endless draws, with 95% confidence."


def _tiers(robust: Robustness, kept: set[str]) -> Iterator[str]:
    yield (
        "A cluster opens a lower tier when the first of the tier above beats it in at least "
        f"{robust.level * 100:g}% of the draws."
    )
    for number, members in enumerate(robust.tiers, start=1):
        names = [name_of(robust.ranking, cluster) for cluster in members if cluster in kept]
        if names:
            yield f"Tier {number}: {listed(names, most=ALL)}."


# --- bounds ------------------------------------------------------------------------------


def bounds_sheet(bounds: Bounds, *, group: str | None = None) -> Sheet:
    """Return best and worst possible ranks, one row a ranked cluster, best first.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(bounds.ranking, group=group).ranked
    ends = [bounds.of(row.cluster.id) for row in rows]
    columns = (
        *_cluster_columns(rows),
        _numbers("best", "Best possible", [best for best, _ in ends]),
        _numbers("worst", "Worst possible", [worst for _, worst in ends]),
    )
    firsts = [name_of(bounds.ranking, cluster) for cluster in bounds.can_be_first]
    notes = (
        f"Exact over {freedom_text(bounds)}.",
        f"Can be first: {listed(firsts, most=ALL)}.",
    )
    return Sheet(bounds.ranking.study.title.en, columns, notes=notes)


def freedom_text(bounds: Bounds) -> str:
    """Say what may move, for a reader."""
    whose = "criteria" if bounds.level == "criteria" else "indicators"
    under = listed(bounds.constraints.written, most=ALL)
    weights = f"all weights of the {whose}{f' where {under}' if under else ''}"
    parts = [weights if bounds.weights == "free" else "the weights of the ranking"]
    if bounds.data == "free":
        parts.append("every figure within the doubt of its source")
    if bounds.data == "free" or bounds.level == "leaves":
        parts.append("any figure seen elsewhere where one is missing")
    else:
        parts.append("the figures as they are")
    return listed(parts)


# --- stability ---------------------------------------------------------------------------


def stability_sheet(stability: Stability) -> Sheet:
    """Return how far each weight can move, one row a criterion and question."""
    labels = {node.id: node.label.en for node in stability.ranking.study.criteria}
    held = stability.intervals
    criteria = [labels[interval.criterion] for interval in held]
    spans = [f"{exact_share(i.low)} to {exact_share(i.high)}" for i in held]
    weights = [exact_share(interval.weight) for interval in held]
    ends = [_beyond(stability.ranking, interval) for interval in held]
    columns = (
        Column("criterion", "", [interval.criterion for interval in held]),
        Column("", "Criterion", (), criteria, is_text=True),
        Column("question", "", [interval.question for interval in held]),
        Column("", "What stays", (), [_stays(stability, i) for i in held], is_text=True),
        Column("weight", "Weight", [interval.weight for interval in held], weights),
        Column("low", "", [interval.low for interval in held]),
        Column("high", "", [interval.high for interval in held]),
        Column("", "From, to", (), spans),
        Column("", "What happens beyond", (), ends, is_text=True),
        *_takeovers("below", [interval.below for interval in held]),
        *_takeovers("above", [interval.above for interval in held]),
    )
    notes = ("One weight moves, the others keep their proportions. The ends are exact.",)
    return Sheet(stability.ranking.study.title.en, columns, notes=notes)


def _stays(stability: Stability, interval: Interval) -> str:
    names = {"first": "the first place", "top": f"the top {len(stability.top)}"}
    return names.get(interval.question, "the order of the pair")


def _beyond(ranking: Ranking, interval: Interval) -> str:
    ways = {"below": interval.below, "above": interval.above}
    words = [
        f"{way}: {name_of(ranking, taken.winner)} passes {name_of(ranking, taken.loser)}"
        for way, taken in ways.items()
        if taken is not None
    ]
    return "; ".join(words) or "nothing changes"


def _takeovers(way: str, taken: Sequence[Takeover | None]) -> tuple[Column, ...]:
    return (
        Column(f"{way}_winner", "", [end.winner if end else None for end in taken]),
        Column(f"{way}_loser", "", [end.loser if end else None for end in taken]),
    )
