"""Method sensitivity in one picture: the first clusters' ranks by every method, as dots."""

from __future__ import annotations

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking
from ranker.methods.catalogue import METHODS
from ranker.output.chances import interval_words, number_word
from ranker.output.view_trust import RankDotView, RankLaneView, RankPictureView
from ranker.output.words import listed, ordinal
from ranker.study.model import Cluster

SHOWN = 15
LANE_HEIGHT = 24.0
TICK_ROOM = 24.0
RADIUS = 4.0
GROWTH = 0.8  # pixels of radius for each further method
TICKS = (1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100)
NEAR = 2  # ranks that a tick keeps from the last one
EDGE = 2.0  # percent left free on both sides


def method_picture(ranking: Ranking, methods: Comparison) -> RankPictureView | None:
    """Lay the ranks of the first clusters out by method; None where there is one method.

    Parameters
    ----------
    ranking : Ranking
    methods : Comparison
        The ranking's own method first.

    Returns
    -------
    RankPictureView or None
    """
    if len(methods.names) < 2:
        return None
    shown = ranking.ranked[:SHOWN]
    worst = max(methods.spread(cluster.id)[1] for cluster in shown)
    lanes = tuple(_lane(ranking, methods, n, cluster, worst) for n, cluster in enumerate(shown))
    ticks = [t for t in TICKS if worst - t > NEAR] + [worst]
    return RankPictureView(
        finding=_finding(methods, shown),
        description="; ".join(
            f"{cluster.name}: {interval_words(*methods.spread(cluster.id))}" for cluster in shown
        )
        + ".",
        height=LANE_HEIGHT * len(shown) + TICK_ROOM,
        ticks=tuple((_position(tick, worst), str(tick)) for tick in ticks),
        lanes=lanes,
    )


def _lane(
    ranking: Ranking, methods: Comparison, n: int, cluster: Cluster, worst: int
) -> RankLaneView:
    by_rank: dict[int, list[str]] = {}
    for name, rank in zip(methods.names, methods.ranks_of(cluster.id), strict=True):
        if rank:
            by_rank.setdefault(rank, []).append(name)
    best, last = methods.spread(cluster.id)
    own = ranking.rank_of(cluster.id)
    return RankLaneView(
        name=cluster.name,
        tone=ranking.study.role(cluster),
        y=LANE_HEIGHT * (n + 0.5),
        left=_position(best, worst),
        right=_position(last, worst),
        dots=tuple(
            RankDotView(
                x=_position(rank, worst),
                radius=round(RADIUS + GROWTH * (len(names) - 1), 1),
                is_own=rank == own,
                title=f"{ordinal(rank)}: {listed([METHODS[m].title for m in names], most=99)}",
            )
            for rank, names in sorted(by_rank.items())
        ),
    )


def _position(rank: int, worst: int) -> float:
    return round(EDGE + (100 - 2 * EDGE) * (rank - 1) / max(worst - 1, 1), 2)


def _finding(methods: Comparison, shown: tuple[Cluster, ...]) -> str:
    spreads = {cluster.name: methods.spread(cluster.id) for cluster in shown}
    steady = [name for name, (best, worst) in spreads.items() if best == worst]
    moved, (best, worst) = max(spreads.items(), key=lambda item: item[1][1] - item[1][0])
    count = number_word(len(methods.names))
    if best == worst:
        return f"No method moves any of the first {number_word(len(shown))}"
    lead = (
        f"{moved} moves most by method: {ordinal(best)} to {ordinal(worst)} across {count} methods"
    )
    if not steady:
        return lead
    stay = "has one rank" if len(steady) == 1 else "have one rank each"
    return f"{lead}; {listed(steady)} {stay} by all of them"
