"""A network: clusters linked into one virtual cluster, and where it would stand.

Korea's plan is to link its scattered clusters into one virtual hub. How far such a hub is one
is its `coordination`: at 0 its members stay separate and it is worth its best member, at 1
everything is pooled. What pooling does is the indicator's own: money and people add up, a
metro area's universities count once, a hub is governed as well as its weakest body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.network_curve import Passing, Step, find_passings, find_steps, ranks_along
from ranker.analysis.network_draws import draw_ranks, interval
from ranker.analysis.network_members import (
    Membership,
    check_coordination,
    find_candidates,
    find_members,
)
from ranker.analysis.network_parts import MemberPart, member_parts
from ranker.analysis.network_pool import known_members
from ranker.analysis.network_score import NetworkModel, network_model
from ranker.analysis.network_search import SmallestSet, smallest_set
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import check_run
from ranker.analysis.variation import Variation
from ranker.methods import Floats, Ints
from ranker.study.model import Pool

if TYPE_CHECKING:
    import pandas as pd

POINTS = 20  # stretches between the points of the curve


@dataclass(frozen=True, slots=True)
class PooledFigure:
    """One indicator of a network.

    Parameters
    ----------
    indicator, how : str
        And how it pools.
    best : float
        Figure of the best member; NaN where it has none.
    pool : float
        Figure of all members together; NaN where none has one.
    value : float
        Figure at the coordination asked for; NaN where the best member has none.
    known : int
        Members that have a figure.
    gain : float
        Points of score that the network has more than its best member by this indicator.
    """

    indicator: str
    how: Pool
    best: float
    pool: float
    value: float
    known: int
    gain: float


@dataclass(frozen=True, slots=True, eq=False)
class Network(Result):
    """Result of `network`.

    Parameters
    ----------
    ranking : Ranking
        In which the members give way to the network.
    membership : Membership
        Its name and its members, best first.
    coordination : float
        At which figures, parts and the smallest set are told.
    grid, scores : ndarray of shape (g,)
        Values of coordination, the one asked for among them, and the score at each.
    ranks : ndarray of shape (g,)
        1 + the number of ranked clusters outside that score strictly more.
    counts : ndarray of shape (g, r)
        Draws in which the network has rank 1 + column.
    steps : tuple of Step
        The rank between 0 and 1, from each point on at which it changes.
    passings : tuple of Passing
        Where rivals are passed, and where the network falls back.
    figures : tuple of PooledFigure
        Gains sum to the score less that of the best member.
    parts : tuple of MemberPart
        What each member adds; they sum to the score less 1. Empty where not asked for.
    smallest : SmallestSet or None
        The smallest set that reaches a rank, where one was asked for.
    """

    ranking: Ranking
    membership: Membership
    coordination: float
    grid: Floats
    scores: Floats
    ranks: Ints
    counts: Ints
    steps: tuple[Step, ...]
    passings: tuple[Passing, ...]
    figures: tuple[PooledFigure, ...]
    parts: tuple[MemberPart, ...]
    smallest: SmallestSet | None
    variation: Variation
    draws: int
    seed: int

    def __post_init__(self) -> None:
        for table in (self.grid, self.scores, self.ranks, self.counts):
            table.setflags(write=False)
        if self.steps[-1].rank != self.ranks[-1] or self.steps[0].rank != self.ranks[0]:
            raise AssertionError("the steps lead from the first rank of the curve to its last")

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of the members, best first."""
        return self.membership.members

    @property
    def best(self) -> str:
        """Id of the best member, which the network is at coordination 0."""
        return self.members[0]

    @property
    def at(self) -> int:
        """Position of the coordination asked for in the grid."""
        return int(np.flatnonzero(self.grid == self.coordination)[0])

    @property
    def rank(self) -> int:
        """Rank at the coordination asked for."""
        return int(self.ranks[self.at])

    @property
    def score(self) -> float:
        """Score at the coordination asked for."""
        return float(self.scores[self.at])

    def interval(self, at: int | None = None) -> tuple[int, int]:
        """Return the ranks between which the middle 90 % of the draws lie, at a grid point."""
        return interval(self.counts[self.at if at is None else at])

    @property
    def never_passed(self) -> tuple[str, ...]:
        """Rivals that are ahead whatever the coordination, best first."""
        gained = {passing.rival for passing in self.passings}
        rivals = [cluster.id for cluster in self.ranking.ranked if cluster.id not in self.members]
        return tuple(r for r in rivals[: self.steps[0].rank - 1] if r not in gained)

    @property
    def table(self) -> pd.DataFrame:
        """One row a grid point: coordination, score, rank, low, high."""
        from ranker.analysis.frames_network import network_table  # noqa: PLC0415 - loads pandas

        return network_table(self)

    def __repr__(self) -> str:
        low, high = self.interval()
        return (
            f"<Network {self.membership.label.en!r} of {len(self.members)}: rank {self.rank} at "
            f"coordination {self.coordination:g} (90% interval {low}–{high})>"
        )


def network(  # noqa: PLR0913 - who is linked, how far, and which questions are asked
    ranking: Ranking,
    members: str | Sequence[str],
    *,
    name: str | None = None,
    coordination: float = 1.0,
    reach_rank: int | None = None,
    candidates: Sequence[str] = (),
    draws: int = 10_000,
    seed: int = 0,
    stretches: int = POINTS,
    with_parts: bool = True,
) -> Network:
    """Link clusters into one and find where it would stand.

    Parameters
    ----------
    ranking : Ranking
        By a weighted sum.
    members : str or sequence of str
        Id of a network of the study, or ids of two clusters or more. Members without a rank
        are left out.
    name : str, optional
        What to call it.
    coordination : float
        At which figures, parts and the smallest set are told, from 0 to 1. The curve has
        them all.
    reach_rank : int, optional
        Find the smallest set that reaches this rank.
    candidates : sequence of str
        From which that set is chosen: ids of clusters, groups or networks; the members where
        empty.
    draws, seed : int
        Of the simulation; equal ones give equal results.
    stretches : int
        Between the points at which the curve is told; steps and passings are exact anyway.
    with_parts : bool
        Whether to tell what each member adds, which takes longest.

    Returns
    -------
    Network

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown`` or ``argument-invalid``.
    """
    check_coordination(coordination)
    check_run(draws, seed)
    membership = find_members(ranking, members, name=name)
    model = network_model(ranking, membership.members, membership.shares)
    smallest = None
    if reach_rank is not None:
        chosen = find_candidates(ranking, candidates or membership.members)
        pooled = network_model(ranking, chosen, membership.shares)
        smallest = smallest_set(pooled, reach_rank, coordination)
    grid = _grid(coordination, stretches)
    scores, ranks = ranks_along(model, grid)
    passings = find_passings(model)
    return Network(
        ranking=ranking,
        membership=membership,
        coordination=coordination,
        grid=grid,
        scores=scores,
        ranks=ranks,
        counts=draw_ranks(model, grid, draws=draws, seed=seed),
        steps=find_steps(model, passings),
        passings=passings,
        figures=_figures(model, coordination),
        parts=member_parts(model, coordination, seed=seed) if with_parts else (),
        smallest=smallest,
        variation=Variation(),
        draws=draws,
        seed=seed,
    )


def _grid(coordination: float, stretches: int) -> Floats:
    even = np.arange(stretches + 1) / stretches
    apart = even[np.abs(even - coordination) > 1e-12]
    return np.sort(np.append(apart, coordination))


def _figures(model: NetworkModel, coordination: float) -> tuple[PooledFigure, ...]:
    parts = model.along(np.array([0.0, coordination]))
    best, pool = model.performances[0], model.pool()
    values = (1 - coordination) * best + coordination * pool
    gains, known = parts[1] - parts[0], known_members(model.columns)
    return tuple(
        PooledFigure(
            leaf.id,
            leaf.pool,
            float(best[j]),
            float(pool[j]),
            float(values[j]),
            int(known[j]),
            float(gains[j]),
        )
        for j, leaf in enumerate(model.ranking.cells.indicators)
    )
