"""How sure each rank is: what many draws of weights and figures say about the ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.constraints import parse_constraints
from ranker.analysis.forms import Result
from ranker.analysis.model import Model, compile_model
from ranker.analysis.ranking import Ranking
from ranker.analysis.simulation import BlockRun, Tally, confidence_factors
from ranker.analysis.spread import (
    Executor,
    Progress,
    Workers,
    list_blocks,
    open_workers,
    spread_blocks,
)
from ranker.analysis.variation import Variation
from ranker.errors import Problem, UsageError
from ranker.methods import Floats
from ranker.methods.sampling import BLOCK, ROOM
from ranker.methods.simplex import widest_margin

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWS = 1_000_000_000
NORMAL_95 = 1.959963984540054
INTERVAL = 0.90
CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True, eq=False)
class Robustness(Result):
    """Result of `robustness`: what the draws say about the ranked clusters, best first.

    Parameters
    ----------
    ranking : Ranking
    variation : Variation
        What varied.
    draws, seed : int
        How many, and from which seed; the same give the same bytes.
    clusters : tuple of str
        Ids of the m ranked clusters in the order of the ranking; axis of all arrays.
    acceptability : ndarray of shape (m, m)
        Share of draws in which alternative i takes rank r + 1 (SMAA-2, Lahdelma & Salminen
        2001, doi:10.1287/opre.49.3.444.11220).
    wins : ndarray of shape (m, m)
        Share of draws in which i is strictly better than j.
    central_weights : ndarray of shape (m, n)
        Mean top weights of the draws in which i is first; NaN where it never is.
    confidence : ndarray of shape (m,)
        Share of up to 2,048 draws of the figures in which i is first under its central
        weights; NaN where it never is.
    level : float
        Confidence at which tiers are told apart.
    """

    ranking: Ranking
    variation: Variation
    draws: int
    seed: int
    clusters: tuple[str, ...]
    acceptability: Floats
    wins: Floats
    central_weights: Floats
    confidence: Floats
    level: float

    def __post_init__(self) -> None:
        for table in (self.acceptability, self.wins, self.central_weights, self.confidence):
            table.setflags(write=False)
        if not np.allclose(self.acceptability.sum(axis=1), 1.0):
            raise AssertionError("every cluster takes one rank in every draw")

    def index(self, cluster: str) -> int:
        """Return the row of a ranked cluster.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where it is none or takes no rank.
        """
        if cluster in self.clusters:
            return self.clusters.index(cluster)
        self.ranking.index(cluster)
        what = f"'{cluster}' takes no rank, so nothing was drawn for it."
        mend = "Name a ranked cluster."
        raise UsageError(Problem("cluster-unknown", "cluster", what, mend))

    def interval(self, cluster: str, share: float = INTERVAL) -> tuple[int, int]:
        """Return the ranks between which the middle `share` of the draws lies."""
        return self._quantile(cluster, (1 - share) / 2), self._quantile(cluster, (1 + share) / 2)

    def median(self, cluster: str) -> int:
        """Return the median rank."""
        return self._quantile(cluster, 0.5)

    def _quantile(self, cluster: str, share: float) -> int:
        reached = np.cumsum(self.acceptability[self.index(cluster)]) >= share - 1e-12
        return int(np.argmax(reached)) + 1

    @property
    def expected_ranks(self) -> Floats:
        """Mean rank of each cluster, shape (m,)."""
        return np.asarray(self.acceptability @ np.arange(1, len(self.clusters) + 1))

    def top(self, cluster: str, k: int = 1) -> float:
        """Return the share of draws in which a cluster is among the first k."""
        return float(self.acceptability[self.index(cluster), :k].sum())

    def beats(self, a: str, b: str) -> float:
        """Return the share of draws in which a is strictly better than b."""
        return float(self.wins[self.index(a), self.index(b)])

    @property
    def error(self) -> float:
        """Half-width of the 95 % interval of the least certain share that is reported."""
        shares = np.concatenate([self.acceptability.ravel(), self.wins.ravel()])
        return float(NORMAL_95 * np.sqrt((shares * (1 - shares)).max() / self.draws))

    @property
    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """Clusters that the draws cannot tell apart share a tier, the best tier first.

        In the order of their expected ranks, a cluster opens a new tier when the best of
        the present one beats it in at least `level` of the draws.
        """
        order = np.argsort(self.expected_ranks, kind="stable")
        tiers: list[list[int]] = []
        for i in order:
            if tiers and self.wins[tiers[-1][0], i] < self.level:
                tiers[-1].append(int(i))
            else:
                tiers.append([int(i)])
        return tuple(tuple(self.clusters[i] for i in tier) for tier in tiers)

    def tier(self, cluster: str) -> int:
        """Return the number of a cluster's tier from 1."""
        self.index(cluster)
        return 1 + next(n for n, members in enumerate(self.tiers) if cluster in members)

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster: rank, median, interval, expected rank, P(first), P(top 3), tier."""
        from ranker.analysis.frames import robustness_table  # noqa: PLC0415 - loads pandas

        return robustness_table(self)

    @property
    def acceptabilities(self) -> pd.DataFrame:
        """Clusters × ranks: share of draws."""
        from ranker.analysis.frames import labelled  # noqa: PLC0415 - loads pandas

        ranks = [str(rank + 1) for rank in range(len(self.clusters))]
        return labelled(self.acceptability, self.clusters, ranks)


def robustness(  # noqa: PLR0913 - what varies, how often, and where it runs
    ranking: Ranking,
    variation: Variation | None = None,
    *,
    draws: int = 10_000,
    seed: int = 0,
    until: float | None = None,
    level: float = CONFIDENCE,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Draw weights and figures many times and count the ranks.

    Parameters
    ----------
    ranking : Ranking
        Its ranked clusters compete; the yardsticks of its utilities stay where they are.
    variation : Variation, optional
        What varies; weights around the ranking's, figures, and missing figures where None.
    draws : int
        How many draws; with `until`, how many to begin with.
    seed : int
        0 or more; the same seed gives the same bytes, however the work is spread.
    until : float, optional
        Draw until `Robustness.error` is at most this.
    level : float
        Confidence at which tiers are told apart, between 0.5 and 1.
    executor : Executor, optional
        Threads or machines over which the work is spread; one thread where None.
    progress : callable, optional
        Called with draws done and draws planned.

    Returns
    -------
    Robustness

    Raises
    ------
    UsageError
        ``argument-invalid``, ``constraint-invalid``, ``constraints-infeasible``; of a Dask
        cluster ``extra-missing``, ``executor-unreachable``, ``executor-workers``.
    ExecutorError
        ``executor-lost``
    """
    check_run(draws, seed, until=until, level=level)
    varied = Variation() if variation is None else variation
    model = compile_run(ranking, varied)
    with open_workers(BlockRun(model, seed), executor) as workers:
        first = _whole_blocks(draws) if until else draws
        tally, done = _count(model, workers, first, until=until, progress=progress)
    central = tally.central_weights()
    confidence = confidence_factors(model, central, seed, done)
    clusters = tuple(cluster.id for cluster in ranking.ranked)
    shares, wins = tally.ranks / done, tally.wins / done
    return Robustness(
        ranking, varied, done, seed, clusters, shares, wins, central, confidence, level
    )


def _count(
    model: Model, workers: Workers, planned: int, *, until: float | None, progress: Progress | None
) -> tuple[Tally, int]:
    """Return the tally of all draws and how many there were."""
    tally, done = Tally.empty(model), 0
    while True:
        for part in spread_blocks(workers, list_blocks(done, planned), progress=progress):
            tally = tally + part
        done = planned
        needed = _needed(tally, done, until)
        if needed <= done:
            return tally, done
        planned = min(_whole_blocks(needed), MOST_DRAWS)


def compile_run(ranking: Ranking, variation: Variation) -> Model:
    """Return everything a run needs as arrays.

    Raises
    ------
    UsageError
        ``constraint-invalid`` or ``constraints-infeasible``.
    """
    return compile_model(ranking, variation, admitted_weights(ranking, variation))


def admitted_weights(ranking: Ranking, variation: Variation) -> Floats:
    """Return the rows that drawn top weights must keep at 0 or above, shape (q, n).

    Raises
    ------
    UsageError
        ``constraint-invalid``, ``constraints-infeasible``, also where they leave one point.
    """
    texts = list(variation.constraints)
    if variation.weights == "within":
        texts.append(f"all ± {variation.margin:.12g}")
    region = parse_constraints(ranking, texts).region
    if len(region):
        walls = np.vstack([region, np.eye(region.shape[1])])
        if widest_margin(walls, np.ones((1, region.shape[1]))).value <= ROOM:
            what = f"{' and '.join(texts)} leave no room to draw weights from."
            mend = "Give a range in place of an equality, such as 'talent ± 0.02'."
            raise UsageError(Problem("constraints-infeasible", "constraints", what, mend))
    return region


def _needed(tally: Tally, done: int, until: float | None) -> int:
    """Return the draws at which the error would be small enough, by the shares so far."""
    if until is None or done >= MOST_DRAWS:
        return 0
    shares = np.concatenate([tally.ranks.ravel(), tally.wins.ravel()]) / done
    spread = float((shares * (1 - shares)).max())
    return int(np.ceil(spread * (NORMAL_95 / until) ** 2))


def _whole_blocks(draws: int) -> int:
    return -(-draws // BLOCK) * BLOCK


def check_run(
    draws: int, seed: int, *, until: float | None = None, level: float = CONFIDENCE
) -> None:
    """Refuse numbers with which nothing can be drawn.

    Raises
    ------
    UsageError
        ``argument-invalid``, once for each.
    """
    problems = []
    if not 1 <= draws <= MOST_DRAWS:
        mend = f"Write a whole number from 1 to {MOST_DRAWS:,}."
        problems.append(Problem("argument-invalid", "draws", f"{draws} draws were asked.", mend))
    if seed < 0:
        mend = "Write a whole number of 0 or more."
        problems.append(Problem("argument-invalid", "seed", f"the seed is {seed}.", mend))
    if until is not None and not 1e-4 <= until <= 0.5:
        mend = "Write a share from 0.0001 to 0.5, such as 0.005."
        problems.append(Problem("argument-invalid", "until", f"the error is {until:g}.", mend))
    if not 0.5 <= level < 1:
        mend = "Write a share from 0.5 to below 1, such as 0.9."
        problems.append(Problem("argument-invalid", "level", f"the level is {level:g}.", mend))
    if problems:
        raise UsageError(problems)
