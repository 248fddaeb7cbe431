r"""What exact answers about ranks start from: the additive model of a ranking as arrays.

With a weighted sum at the top and arithmetic means below, a score is a sum over leaves,
:math:`s_i = \sum_j w_j u_{ij}`, with the same weights for every cluster once each missing
cell holds some utility. Two readings of a missing cell agree on the ranking itself:
renormalising the weights of the known siblings gives the same score as putting the
parent's own score in the place of the missing one (here called the stand-in).

The yardsticks of the utilities stay those of the ranking, so a utility rises or falls
with its performance, or rises towards a target and falls beyond it; either way a range of
performances is a range of utilities whose ends are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.analysis.constraints import WeightLevel
from ranker.analysis.leaf_reading import leaf_gains, local_shares, stand_ins
from ranker.analysis.ranking import Ranking
from ranker.errors import MethodError, Problem, UsageError
from ranker.methods import Floats, Ints
from ranker.methods.normalise import HIGHEST, LOWEST
from ranker.study.doubt import cell_doubt
from ranker.study.matrix import Cell
from ranker.study.model import Criterion, Indicator

Data = Literal["fixed", "free"]


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """The m ranked clusters, best first, on n top criteria and k leaves.

    Parameters
    ----------
    rows : ndarray of shape (m,)
        Their rows in the study.
    scores : ndarray of shape (m, n)
        Score on each top criterion, as ranked.
    local : ndarray of shape (n, k)
        Share of each leaf in its top criterion; every row sums to 1.
    utilities, stand_ins : ndarray of shape (m, k)
        As ranked, NaN where missing; and with what stands in for a missing one, so that
        ``stand_ins @ local.T`` are the scores.
    gains : ndarray of shape (m, k)
        What a point of utility adds to the score as ranked; 0 where missing.
    lowest, highest : ndarray of shape (m, k)
        Least and greatest utility of each cell within its doubt.
    lowest_values, highest_values : ndarray of shape (m, k)
        The performances at these ends; NaN where the end is a stand-in.
    variables : ndarray of shape (m, k)
        Within a column equal numbers are one figure: that of a shared city or country.
    """

    ranking: Ranking
    rows: Ints
    scores: Floats
    local: Floats
    utilities: Floats
    stand_ins: Floats
    gains: Floats
    lowest: Floats
    highest: Floats
    lowest_values: Floats
    highest_values: Floats
    variables: Ints

    @property
    def clusters(self) -> tuple[str, ...]:
        """Ids of the ranked clusters, best first."""
        return tuple(cluster.id for cluster in self.ranking.ranked)

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The scored indicators."""
        return self.ranking.study.indicators

    @property
    def leaf_weights(self) -> Floats:
        """Share of each leaf in the whole, shape (k,)."""
        return np.asarray(self.ranking.criterion_weights @ self.local)

    def at(self, cluster: str) -> int:
        """Return the position of a cluster among the ranked.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where there is none such, or where it takes no rank.
        """
        self.ranking.index(cluster)
        if cluster not in self.clusters:
            what = f"'{cluster}' takes no rank here."
            mend = "Name a cluster that the ranking ranks."
            raise UsageError(Problem("cluster-unknown", "cluster", what, mend))
        return self.clusters.index(cluster)

    def cell(self, i: int, j: int) -> Cell:
        """Return the cell of the i-th ranked cluster on leaf j."""
        return self.ranking.cells.cells[int(self.rows[i])][j]

    def measured(self, performances: Floats) -> Floats:
        """Return utilities of other performances by the ranking's yardsticks.

        Parameters
        ----------
        performances : ndarray of shape (r, k)
            In the units of the leaves; NaN stays NaN.

        Returns
        -------
        ndarray of shape (r, k)
        """
        return measured(self.ranking, performances)

    def ends(self, data: Data) -> tuple[Floats, Floats]:
        """Return least and greatest utilities, shapes (m, k); where fixed, of missing cells."""
        if data == "free":
            return self.lowest, self.highest
        is_missing = np.isnan(self.utilities)
        return (
            np.where(is_missing, self.lowest, self.utilities),
            np.where(is_missing, self.highest, self.utilities),
        )

    def leads(self, *, data: Data, level: WeightLevel) -> Floats:
        """Return by how much each cluster is ahead of each at its most favourable.

        Returns
        -------
        ndarray of shape (m, m, n) or (m, m, k)
            Entry (a, b) holds what a has over b on every criterion or leaf when a's figures
            are at their best and all others at their worst. A figure that both share is no
            lead. The least favourable lead of a is minus entry (b, a).
        """
        if data == "fixed" and level == "criteria":
            return np.asarray(self.scores[:, None] - self.scores[None])
        lowest, highest = self.ends(data)
        is_shared = self.variables[:, None] == self.variables[None]
        leads = np.where(is_shared, 0.0, highest[:, None] - lowest[None])
        return np.asarray(leads @ self.local.T) if level == "criteria" else leads


def measured(ranking: Ranking, performances: Floats) -> Floats:
    """Return utilities of performances, shape (r, k), by the yardsticks of a ranking."""
    columns = [measured_leaf(ranking, j, column) for j, column in enumerate(performances.T)]
    return np.column_stack(columns)


def measured_leaf(ranking: Ranking, j: int, performances: Floats) -> Floats:
    """Return utilities of performances on leaf j, shape (r,), by the yardsticks of a ranking."""
    return ranking.tree.yardsticks[j].utilities(performances)


def additive_model(ranking: Ranking) -> Additive:
    """Lay out a ranking for exact answers.

    Raises
    ------
    MethodError
        ``bounds-not-additive`` where its scores are no weighted sums of utilities.
    """
    check_additive(ranking)
    rows = np.array([ranking.index(cluster.id) for cluster in ranking.ranked], dtype=np.int64)
    table = ranking.tree.utilities[rows]
    standing = stand_ins(ranking)[rows]
    variables = _variables(ranking, rows)
    lows, highs = _ranges(ranking, rows)
    values = _end_figures(ranking, lows, highs)
    ends = np.stack([measured(ranking, end) for end in values])
    _open_missing(ends, values, ranking=ranking, rows=rows, standing=standing)
    _join(ends, values, variables)
    return Additive(
        ranking,
        rows,
        ranking.criterion_scores[rows],
        local_shares(ranking),
        table,
        standing,
        leaf_gains(ranking)[rows],
        ends[0],
        ends[1],
        values[0],
        values[1],
        variables,
    )


def check_additive(ranking: Ranking) -> None:
    """Refuse a ranking whose scores are no weighted sums of utilities.

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    """
    geometric = [
        node.id
        for node in ranking.study.root.walk()
        if isinstance(node, Criterion) and node.id and node.aggregate != "arithmetic"
    ]
    if ranking.method.name == "weighted-sum" and not geometric:
        return
    if geometric:
        what = f"{', '.join(geometric)} is aggregated by a geometric mean, not by a weighted sum."
    else:
        what = f"the method is {ranking.method.name}, whose scores are no weighted sums."
    mend = "Rank with weighted-sum and arithmetic means, or ask a simulation instead."
    raise MethodError(Problem("bounds-not-additive", "method", what, mend))


def _variables(ranking: Ranking, rows: Ints) -> Ints:
    """Give the figures of each column numbers: one a place, one a cluster without a place."""
    table = [ranking.cells.cells[int(i)] for i in rows]
    numbers = np.empty((len(rows), len(ranking.study.indicators)), dtype=np.int64)
    for j in range(numbers.shape[1]):
        seen: dict[str, int] = {}
        for i, line in enumerate(table):
            name = line[j].place or f"\0{line[j].alternative}"
            numbers[i, j] = seen.setdefault(name, len(seen))
    return numbers


def _ranges(ranking: Ranking, rows: Ints) -> tuple[Floats, Floats]:
    """Return least and greatest performance of each cell, NaN where missing."""
    ends = np.full((2, len(rows), len(ranking.study.indicators)), np.nan)
    for i, row in enumerate(rows):
        for j, cell in enumerate(ranking.cells.cells[int(row)]):
            if not cell.is_missing:
                doubt = cell_doubt(cell, ranking.study.rules)
                ends[:, i, j] = doubt.low, doubt.high
    return ends[0], ends[1]


def _end_figures(ranking: Ranking, lows: Floats, highs: Floats) -> Floats:
    """Return the figures within their ranges that are worth least and most, shape (2, m, k).

    A utility rises or falls with its figure all the way, so these are the ends; towards a
    target it rises from both sides, so most is worth what comes nearest to it, and least one
    of the ends.
    """
    values = np.stack([lows, highs])
    for j, leaf in enumerate(ranking.study.indicators):
        if leaf.objective == "min":
            values[:, :, j] = values[::-1, :, j]
        elif leaf.objective == "target":
            low, high = lows[:, j], highs[:, j]
            is_worse = measured_leaf(ranking, j, low) <= measured_leaf(ranking, j, high)
            values[0, :, j] = np.where(is_worse, low, high)
            values[1, :, j] = ranking.tree.yardsticks[j].nearest(low, high)
    return values


def _open_missing(
    ends: Floats, values: Floats, *, ranking: Ranking, rows: Ints, standing: Floats
) -> None:
    """Let missing cells take every utility from the least to the greatest observed one."""
    for j in range(ends.shape[2]):
        observed = ranking.tree.utilities[rows, j]
        is_missing = np.isnan(ends[0, :, j])
        if np.isnan(observed).all():
            ends[0, :, j], ends[1, :, j] = LOWEST, HIGHEST
        else:
            for end, i in enumerate((np.nanargmin(observed), np.nanargmax(observed))):
                ends[end, is_missing, j] = observed[i]
                values[end, is_missing, j] = ranking.cells.performances[rows[i], j]
    is_below, is_above = standing < ends[0], standing > ends[1]
    is_open = np.isnan(ranking.tree.utilities[rows])
    for end, is_beyond in enumerate((is_below & is_open, is_above & is_open)):
        ends[end][is_beyond] = standing[is_beyond]
        values[end][is_beyond] = np.nan


def _join(ends: Floats, values: Floats, variables: Ints) -> None:
    """Give all cells of one figure the widest of their ranges; they differ by stand-ins alone."""
    for j in range(variables.shape[1]):
        for number in np.unique(variables[:, j]):
            held = np.flatnonzero(variables[:, j] == number)
            for end, pick in enumerate((np.argmin, np.argmax)):
                widest = held[pick(ends[end, held, j])]
                ends[end, held, j] = ends[end, widest, j]
                values[end, held, j] = values[end, widest, j]
