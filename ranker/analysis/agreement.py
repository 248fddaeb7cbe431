"""How far ranking methods agree on a study, whose rank depends on them, and their consensus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.compare import (
    Comparison,
    MethodComparison,
    Which,
    chosen_methods,
    compare_methods,
)
from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking, score_criteria
from ranker.errors import ContentError, MethodError
from ranker.methods import Floats, Ints
from ranker.methods.agreement import borda_points, borda_ranks, kendall_tau, weighted_tau
from ranker.methods.catalogue import Method
from ranker.methods.kemeny import Median, kemeny
from ranker.methods.ranks import competition_ranks

if TYPE_CHECKING:
    import pandas as pd

NEAR_COPY = 0.99  # of 200 pairs at most one is seen the other way round
MOST_FOR_A_MEDIAN = 2_000  # alternatives; the table of their pairs grows with the square
HEAVY = (0.5, 0.75)  # shares of the criterion that weighs most in a trial of a near-copy


@dataclass(frozen=True, slots=True)
class Family:
    """Methods that say the same: one voice.

    Parameters
    ----------
    leader : str
        The one whose order counts in the consensus: the first that was named.
    copies : mapping of str to float
        Near-copies of the leader, and the least tau-b between the two over all trials.
    """

    leader: str
    copies: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dependent:
    """How far the rank of one cluster depends on the method.

    Parameters
    ----------
    cluster : str
    rank, best, worst : int
        By the ranking's own method, and over all methods.
    best_by, worst_by : tuple of str
        The methods that give it these ranks.
    """

    cluster: str
    rank: int
    best: int
    worst: int
    best_by: tuple[str, ...]
    worst_by: tuple[str, ...]

    @property
    def spread(self) -> int:
        """How many places lie between the best and the worst rank."""
        return self.worst - self.best


@dataclass(frozen=True, slots=True, eq=False)
class Agreement(Result):
    """Result of `agreement`.

    Parameters
    ----------
    ranking : Ranking
    comparison : MethodComparison
        Ranks of m clusters by k methods, and the methods that refuse the data.
    taus, weighted_taus : ndarray of shape (k, k)
        Kendall's tau-b, and Vigna's weighted tau, in which the top counts for more; NaN where
        a method ties all.
    families : tuple of Family
        All k methods, near-copies together.
    points : ndarray of shape (m,)
        Borda's: the mean number of clusters behind, over the families.
    borda : ndarray of shape (m,)
        Ranks by these points.
    median : Median or None
        Kemeny's, over the families; None for more than `MOST_FOR_A_MEDIAN` clusters.
    """

    ranking: Ranking
    comparison: MethodComparison
    taus: Floats
    weighted_taus: Floats
    families: tuple[Family, ...]
    points: Floats
    borda: Ints
    median: Median | None

    def __post_init__(self) -> None:
        for table in (self.taus, self.weighted_taus, self.points, self.borda):
            table.setflags(write=False)

    @property
    def methods(self) -> tuple[str, ...]:
        """The k methods, the ranking's own first."""
        return self.comparison.methods

    @property
    def clusters(self) -> tuple[str, ...]:
        """Ids of the m ranked clusters, best first by the ranking's own method."""
        return self.comparison.clusters

    @property
    def dependents(self) -> tuple[Dependent, ...]:
        """The ranked clusters, those first whose rank depends most on the method."""
        return tuple(sorted(dependents(self.comparison), key=lambda d: (-d.spread, d.rank)))

    @property
    def table(self) -> pd.DataFrame:
        """Clusters × methods, then ``best``, ``worst``, ``borda`` and ``kemeny``."""
        table = self.comparison.table
        ends = [self.comparison.spread(cluster) for cluster in self.clusters]
        table["best"], table["worst"] = zip(*ends, strict=True)
        table["borda"] = self.borda
        if self.median is not None:
            table["kemeny"] = self.median.ranks
        return table


def agreement(ranking: Ranking, methods: Which = None) -> Agreement:
    """Rank by several methods, and tell how far they agree.

    Two methods are near-copies where their tau-b is `NEAR_COPY` or more under the weights of
    the ranking, under equal weights, and with each criterion in turn at each share of `HEAVY`:
    agreement under one set of weights may be chance, and then both are voices of their own.
    Among very few clusters even that cannot tell copies from kindred methods.

    Parameters
    ----------
    ranking : Ranking
    methods : sequence of str, or "all", optional
        Names of the catalogue; the study's second opinions where None.

    Returns
    -------
    Agreement

    Raises
    ------
    UsageError
        ``method-unknown``, once for every unknown name.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = agreement(rank(), ["mabac", "mairca"])
    >>> [(family.leader, list(family.copies)) for family in found.families]
    [('weighted-sum', []), ('mabac', ['mairca'])]
    """
    comparison = compare_methods(ranking, methods)
    taus = tau_table(comparison.ranks)
    trials = _Trials(ranking, chosen_methods(ranking, methods))
    families = _families(comparison.methods, taus, trials)
    leaders = [comparison.methods.index(family.leader) for family in families]
    voices = comparison.ranks[:, leaders]
    return Agreement(
        ranking,
        comparison,
        taus,
        tau_table(comparison.ranks, is_weighted=True),
        families,
        borda_points(voices),
        borda_ranks(voices),
        kemeny(voices) if len(voices) <= MOST_FOR_A_MEDIAN else None,
    )


def tau_table(ranks: Ints, *, is_weighted: bool = False) -> Floats:
    """Return how far each two of k orders agree.

    Parameters
    ----------
    ranks : ndarray of shape (m, k)
        Ranks from 1.
    is_weighted : bool
        Vigna's tau in place of Kendall's.

    Returns
    -------
    ndarray of shape (k, k)
    """
    measure = weighted_tau if is_weighted else kendall_tau
    k = ranks.shape[1]
    table = np.eye(k)
    for i in range(k):
        for j in range(i):
            table[i, j] = table[j, i] = measure(ranks[:, i], ranks[:, j])
    return table


def dependents(comparison: Comparison) -> Iterator[Dependent]:
    """Yield for each cluster the ends of its ranks over all views, and who puts it there."""
    for cluster in comparison.clusters:
        ranks = comparison.ranks_of(cluster)
        best, worst = comparison.spread(cluster)
        by = dict(zip(comparison.names, ranks, strict=True))
        yield Dependent(
            cluster,
            ranks[0],
            best,
            worst,
            tuple(name for name, rank in by.items() if rank == best),
            tuple(name for name, rank in by.items() if rank == worst),
        )


# --- near-copies ---------------------------------------------------------------------------


def _families(names: Sequence[str], taus: Floats, trials: _Trials) -> tuple[Family, ...]:
    """Let each method join the first leader of which it is a near-copy, or lead itself."""
    found: dict[str, dict[str, float]] = {}
    for at, name in enumerate(names):
        for leader, copies in found.items():
            tau = float(taus[at, names.index(leader)])
            least = trials.least(name, leader) if tau >= NEAR_COPY else tau
            if least >= NEAR_COPY:
                copies[name] = min(tau, least)
                break
        else:
            found[name] = {}
    return tuple(Family(leader, copies) for leader, copies in found.items())


class _Trials:
    """Orders by other weights, each computed once and only where it is asked for."""

    def __init__(self, ranking: Ranking, methods: Mapping[str, Method]) -> None:
        self._ranking = ranking
        self._methods = methods
        self._rows = np.flatnonzero(ranking.tree.is_ranked)
        self._weights = list(_trial_weights(len(ranking.study.criteria)))
        self._held: dict[str, list[Ints] | None] = {}

    def least(self, a: str, b: str) -> float:
        """Return the least tau-b of two methods over all trials; NaN where one has no answer."""
        first, second = self._orders(a), self._orders(b)
        if first is None or second is None:
            return float("nan")
        taus = [
            1.0 if np.array_equal(x, y) else kendall_tau(x, y)
            for x, y in zip(first, second, strict=True)
        ]
        return min(taus, default=1.0)

    def _orders(self, name: str) -> list[Ints] | None:
        if name not in self._held:
            try:
                self._held[name] = [self._order(name, weights) for weights in self._weights]
            except (ContentError, MethodError):
                self._held[name] = None
        return self._held[name]

    def _order(self, name: str, weights: Floats) -> Ints:
        ranking, method = self._ranking, self._methods[name]
        top = {n.id: float(w) for n, w in zip(ranking.study.criteria, weights, strict=True)}
        weighting = replace(ranking.weighting, shares={**ranking.weighting.shares, **top})
        scores = score_criteria(ranking.study, method, weighting, ranking.tree, self._rows)
        return competition_ranks(scores, more_is_better=method.more_is_better)


def _trial_weights(n: int) -> Iterator[Floats]:
    """Yield equal weights, then each criterion in turn with more; none for a single one."""
    if n < 2:
        return
    yield np.full(n, 1 / n)
    for j, share in product(range(n), HEAVY):
        yield np.where(np.arange(n) == j, share, (1 - share) / (n - 1))
