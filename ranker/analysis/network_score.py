r"""The score of a network between its best member and its pool.

At a coordination :math:`c` its performance is :math:`(1 - c) x_{best} + c\, x_{pool}` in the
indicator's unit, and the utility of that by the ranking's yardsticks. Where the best member
has no figure, what the ranking silently takes for it, the score of its criterion, moves over
to the pool's utility. So nothing jumps: at 0 the network is its best member.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ranker.analysis.exact import check_additive, measured
from ranker.analysis.leaf_reading import gains_of, leaf_gains, stand_ins
from ranker.analysis.network_pool import PoolColumn, pool_columns, pooled_table
from ranker.analysis.ranking import Ranking
from ranker.analysis.scoring import up_the_tree
from ranker.errors import MethodError, Problem
from ranker.methods import Bools, Floats, Ints
from ranker.methods.ranks import TIE_TOLERANCE

CHUNK = 8_192  # sets that are scored at once


@dataclass(frozen=True, slots=True, eq=False)
class NetworkModel:
    """The n ranked clusters that may be linked, best first, as arrays.

    Parameters
    ----------
    clusters : tuple of str
        Their ids.
    rows : ndarray of shape (n,)
        Their rows in the study.
    performances, stand_ins : ndarray of shape (n, k)
        Figures, NaN where missing; and utilities with what stands in for missing ones.
    is_read : ndarray of shape (n, k)
        Whether the score rests on the figure; else it rests on the stand-in.
    outside : ndarray of shape (m - n,)
        Rows of the ranked clusters that are not among them, best first.
    """

    ranking: Ranking
    clusters: tuple[str, ...]
    rows: Ints
    columns: tuple[PoolColumn, ...]
    performances: Floats
    stand_ins: Floats
    is_read: Bools
    outside: Ints

    @property
    def member_scores(self) -> Floats:
        """Scores of the candidates, shape (n,)."""
        return self.ranking.scores[self.rows]

    @property
    def all_members(self) -> Bools:
        """The set of all candidates, shape (1, n)."""
        return np.ones((1, len(self.clusters)), dtype=bool)

    def pool(self) -> Floats:
        """Return the pooled performances of all candidates, shape (k,)."""
        return _pool_and_gains(self)[0]

    def utilities(self, pools: Floats, best: Ints, coordination: Floats) -> Floats:
        """Return the leaf utilities of some networks.

        Parameters
        ----------
        pools : ndarray of shape (r, k)
            Pooled performances; NaN where no member has a figure.
        best : ndarray of shape (r,)
            Position of each network's best member.
        coordination : ndarray of shape (r,)

        Returns
        -------
        ndarray of shape (r, k)
            NaN where the pool is missing.
        """
        share = coordination[:, None]
        read = self.is_read[best]
        moved = np.where(read, (1 - share) * self.performances[best] + share * pools, pools)
        points = measured(self.ranking, moved)
        standing = (1 - share) * self.stand_ins[best] + share * points
        return np.where(read, points, standing)

    def scored(self, utilities: Floats) -> Floats:
        """Return the scores of networks with these leaf utilities, shape (r,)."""
        criteria = [node.id for node in self.ranking.study.criteria]
        nodes, scores, _ = up_the_tree(self.ranking.study, utilities, self.ranking.weighting.shares)
        at = [nodes.index(name) for name in criteria]
        return np.asarray(scores[:, at] @ self.ranking.criterion_weights)

    def scores(self, members: Bools, coordination: float) -> Floats:
        """Return the scores of sets of members, shape (r,) from (r, n); none may be empty."""
        found = np.empty(len(members))
        for start in range(0, len(members), CHUNK):
            part = members[start : start + CHUNK]
            pools = pooled_table(self.columns, part)
            share = np.full(len(part), coordination)
            points = self.utilities(pools, part.argmax(axis=1), share)
            found[start : start + CHUNK] = self.scored(points)
        return found

    def along(self, coordination: Floats) -> Floats:
        """Return what each leaf adds to the score of all linked, shape (r, k), for r values.

        Each leaf rises or falls with the coordination and never turns, but at `turns`: its
        utility is monotone in its performance, or so on either side of its target.
        """
        r = len(coordination)
        pools = np.broadcast_to(self.pool(), (r, len(self.columns)))
        best = np.zeros(r, dtype=np.int64)
        points = self.utilities(pools, best, coordination)
        return np.asarray(np.nan_to_num(points) * self.pool_gains())

    def turns(self) -> Floats:
        """Return the coordinations at which a leaf meets its target, and may turn, ascending."""
        pool, best = self.pool(), self.performances[0]
        found = [
            (aim - best[j]) / (pool[j] - best[j])
            for j, leaf in enumerate(self.ranking.cells.indicators)
            if leaf.target is not None and self.is_read[0, j] and pool[j] != best[j]
            for aim in leaf.target
        ]
        turns = np.unique(np.array(found, dtype=float))
        return turns[(turns > 0) & (turns < 1)]

    def nearest_pools(
        self, j: int, low: Floats, high: Floats, *, best: Ints, share: Floats
    ) -> Floats:
        """Return the pools of leaf j between two ends that bring networks nearest to its target.

        Parameters
        ----------
        low, high : ndarray of shape (r,)
            Ends of the pools; NaN where there is none.
        best : ndarray of shape (r,)
            Position of each network's best member.
        share : ndarray of shape (r,)
            Coordination of each.
        """
        read = self.is_read[best, j]
        kept = np.where(read, (1 - share) * self.performances[best, j], 0.0)
        part = np.where(read, share, 1.0)
        yardstick = self.ranking.tree.yardsticks[j]
        moved = yardstick.nearest(kept + part * low, kept + part * high)
        return np.divide(moved - kept, part, out=low.copy(), where=part > 0)

    def pool_gains(self) -> Floats:
        """Return what a point of utility adds to the score of all linked, shape (k,)."""
        return _pool_and_gains(self)[1]


@lru_cache(maxsize=1)
def _pool_and_gains(model: NetworkModel) -> tuple[Floats, Floats]:
    """Return `pool` and `pool_gains`, once for every search along one curve; read-only."""
    pool = np.array(pooled_table(model.columns, model.all_members)[0])
    points = measured(model.ranking, pool[None])
    _, scores, _ = up_the_tree(model.ranking.study, points, model.ranking.weighting.shares)
    gains = np.array(gains_of(model.ranking, scores)[0])
    for table in (pool, gains):
        table.setflags(write=False)
    return pool, gains


def network_model(
    ranking: Ranking, clusters: Sequence[str], shares: Mapping[str, float]
) -> NetworkModel:
    """Lay out ranked clusters for linking.

    Parameters
    ----------
    ranking : Ranking
    clusters : sequence of str
        Ids of ranked clusters, in any order.
    shares : mapping of str to float
        As of `pool_columns`.

    Raises
    ------
    MethodError
        ``bounds-not-additive``, or ``denominate-invalid`` where figures are quotients.
    """
    check_additive(ranking)
    _check_undivided(ranking)
    ordered = [cluster.id for cluster in ranking.ranked]
    members = tuple(name for name in ordered if name in set(clusters))
    rows = np.array([ranking.index(name) for name in members], dtype=np.int64)
    outside = [ranking.index(name) for name in ordered if name not in members]
    return NetworkModel(
        ranking,
        members,
        rows,
        pool_columns(ranking, members, shares),
        ranking.cells.performances[rows],
        stand_ins(ranking)[rows],
        leaf_gains(ranking)[rows] > 0,
        np.array(outside, dtype=np.int64),
    )


def _check_undivided(ranking: Ranking) -> None:
    divided = [leaf.id for leaf in ranking.study.indicators if leaf.denominator is not None]
    if divided:
        what = f"{', '.join(divided)}: a quotient has no rule by which members pool it."
        mend = "Link clusters in a study without 'denominate'."
        raise MethodError(Problem("denominate-invalid", "network", what, mend))


def is_ahead(rivals: Floats, scores: Floats) -> Bools:
    """Tell which rivals score strictly more, shape (r, rivals); rounding errors are ties."""
    gap = TIE_TOLERANCE * np.maximum(np.abs(rivals), np.abs(scores)[:, None])
    return np.asarray(rivals > scores[:, None] + gap)
