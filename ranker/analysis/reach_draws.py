"""In how many draws of weights and figures a package of changes still reaches its target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from ranker.analysis.draws import draw_inputs
from ranker.analysis.model import Model, compile_change
from ranker.analysis.reach import Reach
from ranker.analysis.robustness import MOST_DRAWS, NORMAL_95, admitted_weights
from ranker.analysis.simulation import rank_inputs
from ranker.analysis.spread import Blocks, Executor, list_blocks, open_workers, spread_blocks
from ranker.analysis.variation import Variation
from ranker.errors import Problem, UsageError


@dataclass(frozen=True, slots=True)
class Holds:
    """Result of `how_often`.

    Parameters
    ----------
    before, after : float
        Shares of the draws in which the target is met without and with the changes.
    draws, seed : int
    variation : Variation
        What varied.
    """

    before: float
    after: float
    draws: int
    seed: int
    variation: Variation

    @property
    def error(self) -> float:
        """Half-width of the 95 % interval of a share, at its widest."""
        return NORMAL_95 * 0.5 / math.sqrt(self.draws)


def how_often(
    reach: Reach,
    variation: Variation | None = None,
    *,
    draws: int = 10_000,
    seed: int = 0,
    executor: Executor | None = None,
) -> Holds | None:
    """Tell in which share of draws the target is met, before and after the changes.

    Every drawn figure of a changed cell is moved by the planned change, so that the doubt
    about where it stands today stays a doubt about where it will stand. Others' figures and
    the weights are drawn as in `ranker.analysis.robustness`.

    Parameters
    ----------
    reach : Reach
    variation : Variation, optional
        What varies; as in `robustness` where None.
    draws, seed : int
        Equal seeds give equal shares.
    executor : Executor, optional
        One thread where None.

    Returns
    -------
    Holds or None
        None where the rival takes no rank: nothing is drawn for a benchmark.

    Raises
    ------
    UsageError
        ``argument-invalid`` for draws and seed that cannot be.
    """
    _check(draws, seed)
    varied = Variation() if variation is None else variation
    ranking = reach.ranking
    ranked = [cluster.id for cluster in ranking.ranked]
    if reach.beat is not None and reach.beat not in ranked:
        return None
    columns = {leaf.id: k for k, leaf in enumerate(ranking.study.indicators)}
    at = ranked.index(reach.cluster)
    planned = {
        (at, columns[change.lever.indicator.id]): change.to - change.lever.now
        for change in reach.changes
    }
    goal = reach.rank or 0, None if reach.beat is None else ranked.index(reach.beat)
    region = admitted_weights(ranking, varied)
    shares = []
    for model in compile_change(ranking, varied, region, shifts=planned):
        count = partial(_met, model, seed, at, goal)
        with open_workers(count, executor) as workers:
            met = sum(spread_blocks(workers, list_blocks(0, draws)))
        shares.append(float(met) / draws)
    return Holds(shares[0], shares[1], draws, seed, varied)


def _met(
    model: Model, seed: int, at: int, goal: tuple[int, int | None], blocks: Blocks
) -> list[int]:
    """Count in each block the draws that meet the goal: a rank, or a better one than a rival's."""
    rank, rival = goal
    counts = []
    for block, size in blocks:
        ranks = rank_inputs(model, draw_inputs(model, seed, block, size))
        bound = np.full(size, rank) if rival is None else ranks[:, rival] - 1
        counts.append(int(np.count_nonzero(ranks[:, at] <= bound)))
    return counts


def _check(draws: int, seed: int) -> None:
    problems = []
    if not 1 <= draws <= MOST_DRAWS:
        mend = f"Write a whole number from 1 to {MOST_DRAWS:,}."
        problems.append(Problem("argument-invalid", "draws", f"{draws} draws were asked.", mend))
    if seed < 0:
        mend = "Write a whole number of 0 or more."
        problems.append(Problem("argument-invalid", "seed", f"the seed is {seed}.", mend))
    if problems:
        raise UsageError(problems)
