"""What would change if the benchmark were one of those by whom all are measured.

Here it is not: bounds and data-driven weights come from the ranked. This says what that is
worth, and what another index, which takes its benchmark in, has built in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.result import Ranking
from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.yardsticks import take_yardsticks
from ranker.errors import MethodError
from ranker.methods import Floats
from ranker.methods.catalogue import score
from ranker.methods.describe import is_level
from ranker.methods.ranks import competition_ranks
from ranker.methods.weigh_data import WEIGHERS, weights_from_data
from ranker.methods.yardstick import Yardstick

STATED = ("equal", "effective")  # these do not come from the benchmark's figures alone


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bounds of one indicator without and with the benchmark, in its unit.

    Parameters
    ----------
    factor : float
        How many times as long the scale gets, after the logarithm where there is one.
    """

    indicator: str
    low: float
    high: float
    low_with: float
    high_with: float
    factor: float


@dataclass(frozen=True, slots=True)
class RankMove:
    """A ranked cluster whose rank would be another."""

    cluster: str
    rank: int
    rank_with: int


@dataclass(frozen=True, slots=True)
class WeightMove:
    """Weight of a top criterion from the figures, without and with the benchmark's."""

    method: str
    criterion: str
    without: float
    with_benchmark: float


@dataclass(frozen=True, slots=True)
class Circularity:
    """What the benchmark would change if it were among those by whom all are measured.

    Parameters
    ----------
    benchmarks : tuple of str
        Ids of the clusters of that role that have a score.
    stretches : tuple of Stretch
        Indicators whose bounds it would move, the most first.
    moves : tuple of RankMove
        Ranked clusters that would have another rank by weights as they are, the most first.
    weights : tuple of WeightMove
        By data-driven method and criterion.
    """

    benchmarks: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    moves: tuple[RankMove, ...]
    weights: tuple[WeightMove, ...]

    @property
    def largest_shift(self) -> WeightMove | None:
        """The data-driven weight that would move most."""
        by_size = sorted(self.weights, key=lambda w: -abs(w.with_benchmark - w.without))
        return by_size[0] if by_size else None


def circularity(ranking: Ranking) -> Circularity | None:
    """Tell what the benchmark would change.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    Circularity or None
        None where no benchmark has a score on every criterion.
    """
    study, tree = ranking.study, ranking.tree
    is_benchmark = np.array([study.role(c) == "benchmark" for c in study.clusters], dtype=bool)
    guests = np.flatnonzero(is_benchmark & ~np.isnan(ranking.criterion_scores).any(axis=1))
    if not len(guests):
        return None
    is_joined = tree.is_ranked.copy()
    is_joined[guests] = True
    beside = take_yardsticks(ranking.cells, is_joined, study.rules)
    joined = score_tree(study, ranking.cells, ranking.weighting.shares, yardsticks=beside)
    return Circularity(
        benchmarks=tuple(study.clusters[int(i)].id for i in guests),
        stretches=tuple(sorted(_stretches(ranking, beside), key=lambda s: -s.factor)),
        moves=_moves(ranking, joined),
        weights=tuple(_weights(ranking, joined, guests)),
    )


def _stretches(ranking: Ranking, beside: Sequence[Yardstick]) -> Iterator[Stretch]:
    own = ranking.tree.yardsticks
    for indicator, without, joined in zip(ranking.cells.indicators, own, beside, strict=True):
        before, after = _figures(without), _figures(joined)
        if without.form.is_fixed or is_level(before):
            continue
        low, high, low_with, high_with = map(
            float, (before.min(), before.max(), after.min(), after.max())
        )
        if (low, high) != (low_with, high_with):
            ends = without.form.transformed([low, high, low_with, high_with])
            factor = float((ends[3] - ends[2]) / (ends[1] - ends[0]))
            yield Stretch(indicator.id, low, high, low_with, high_with, factor)


def _figures(yardstick: Yardstick) -> Floats:
    """Return the figures that a yardstick rests on, cut where outliers are."""
    known = yardstick.reference[~np.isnan(yardstick.reference)]
    return np.asarray(yardstick.within(known))


def _moves(ranking: Ranking, joined: Scores) -> tuple[RankMove, ...]:
    rows = np.flatnonzero(ranking.tree.is_ranked)
    try:
        scores = score(
            ranking.method,
            joined.node_scores[rows][:, _columns(ranking)],
            np.ones(len(ranking.study.criteria), dtype=np.int64),
            ranking.criterion_weights,
            commensurable=True,
            criteria=[node.id for node in ranking.study.criteria],
        )
    except MethodError:
        return ()
    ranks = competition_ranks(scores, more_is_better=ranking.method.more_is_better)
    held = zip(rows, ranking.ranks[rows].tolist(), ranks.tolist(), strict=True)
    moves = [RankMove(ranking.clusters[int(i)].id, a, b) for i, a, b in held if a != b]
    return tuple(sorted(moves, key=lambda move: (-abs(move.rank - move.rank_with), move.rank)))


def _weights(ranking: Ranking, joined: Scores, guests: np.ndarray) -> Iterator[WeightMove]:
    columns = _columns(ranking)
    ranked = np.flatnonzero(ranking.tree.is_ranked)
    without = ranking.tree.node_scores[ranked][:, columns]
    beside = joined.node_scores[np.concatenate([ranked, guests])][:, columns]
    for method in WEIGHERS:
        if method in STATED:
            continue
        try:
            pair = [weights_from_data(method, table) for table in (without, beside)]
        except MethodError:
            continue
        for node, a, b in zip(ranking.study.criteria, *pair, strict=True):
            yield WeightMove(method, node.id, float(a), float(b))


def _columns(ranking: Ranking) -> list[int]:
    return [ranking.tree.nodes.index(node.id) for node in ranking.study.criteria]
