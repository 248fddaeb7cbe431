"""Draws turned into ranks and counted, block by block.

A block's random numbers depend on the seed and its number alone, and tallies are
added in the order of the blocks: the result is the same bytes however the work is
spread over threads or machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from time import perf_counter

import numpy as np

from ranker.analysis.draws import Inputs, draw_inputs
from ranker.analysis.matrices import decision_matrices
from ranker.analysis.model import Model, Scenario
from ranker.methods import Bools, Floats, Ints, SmallInts
from ranker.methods.batch import KERNELS, kernel_of
from ranker.methods.batch_counts import count_ranks, count_wins
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.catalogue import Method, find_method, score
from ranker.methods.ranks import competition_ranks
from ranker.methods.sampling import BLOCK

CONFIDENCE_RUN = 1  # its figures are drawn apart from those of the main run
TRIAL = 48  # draws from which the time of a method without kernel is estimated
SKETCH = 8  # blocks of a quick method from which it is guessed who is ever first
QUICK = "weighted-sum"


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts over some draws of m alternatives on n top criteria.

    Parameters
    ----------
    ranks : ndarray of shape (m, m)
        Draws in which alternative i took rank r + 1.
    wins : ndarray of shape (m, m)
        Draws in which i was strictly better than j.
    first_weights : ndarray of shape (m, n)
        Sum of the top weights of the draws in which i was first.
    """

    ranks: Ints
    wins: Ints
    first_weights: Floats

    @classmethod
    def empty(cls, model: Model) -> Tally:
        """Return the tally of no draw."""
        m, n = len(model.clusters), len(model.root.children)
        return cls(np.zeros((m, m), np.int64), np.zeros((m, m), np.int64), np.zeros((m, n)))

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.ranks + other.ranks,
            self.wins + other.wins,
            self.first_weights + other.first_weights,
        )

    def central_weights(self) -> Floats:
        """Return the mean weights that put each alternative first, shape (m, n); else NaN."""
        firsts = self.ranks[:, :1].astype(float)
        means = self.first_weights / np.where(firsts > 0, firsts, 1.0)
        return np.where(firsts > 0, means, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class BlockRun:
    """A run that any thread or machine can take blocks of."""

    model: Model
    seed: int

    def __call__(self, blocks: Sequence[tuple[int, int]]) -> list[Tally]:
        """Return the tally of each block, given as (number, draws in it).

        Wins are whole numbers, so those of all blocks are counted at once, which is quicker,
        and stand in the first tally.
        """
        drawn = [self._ranked(block, size) for block, size in blocks]
        m = len(self.model.clusters)
        wins = count_wins(np.concatenate([ranks for ranks, _, _ in drawn]))
        none = np.zeros((m, m), dtype=np.int64)
        return [
            Tally(counts, wins if at == 0 else none, first)
            for at, (_, counts, first) in enumerate(drawn)
        ]

    def _ranked(self, block: int, size: int) -> tuple[SmallInts, Ints, Floats]:
        """Return a block's ranks, (s, m), their counts and the weights of the first, (m, n)."""
        inputs = draw_inputs(self.model, self.seed, block, size)
        ranks = rank_inputs(self.model, inputs)
        counts = count_ranks(ranks)
        winners = np.flatnonzero(counts[:, 0])
        first = np.zeros((len(counts), inputs.weights.shape[1]))
        first[winners] = (ranks[:, winners] == 1).T.astype(float) @ inputs.weights
        return ranks, counts, first


def rank_inputs(model: Model, inputs: Inputs) -> SmallInts:
    """Return the rank of each of the m clusters in each of the s draws, shape (s, m)."""
    if len(model.scenarios) == 1:
        return _ranks(model, inputs, slice(None), model.scenarios[0])
    ranks = np.zeros((len(inputs.weights), len(model.clusters)), dtype=np.int16)
    for number, rows in _by_scenario(inputs):
        ranks[rows] = _ranks(model, inputs, rows, model.scenarios[number])
    return ranks


def evaluate_inputs(model: Model, inputs: Inputs) -> tuple[Floats, SmallInts]:
    """Return score and rank of each of the m clusters in each of the s draws.

    Returns
    -------
    tuple of ndarray, each of shape (s, m)
        Scores in the direction of the method of the draw.
    """
    shape = len(inputs.weights), len(model.clusters)
    scores, ranks = np.zeros(shape), np.zeros(shape, dtype=np.int16)
    for number, rows in _by_scenario(inputs):
        scenario = model.scenarios[number]
        matrices, weights = _matrices(model, inputs, rows, scenario)
        scores[rows], ranks[rows] = evaluate_matrices(
            scenario.method, matrices, weights, criteria=model.criteria
        )
    return scores, ranks


def _by_scenario(inputs: Inputs) -> Iterator[tuple[int, Ints]]:
    """Yield the number of each scenario and its draws."""
    for number in np.unique(inputs.scenarios):
        yield int(number), np.flatnonzero(inputs.scenarios == number)


def _ranks(model: Model, inputs: Inputs, rows: Ints | slice, scenario: Scenario) -> SmallInts:
    matrices, weights = _matrices(model, inputs, rows, scenario)
    return rank_matrices(scenario.method, matrices, weights, criteria=model.criteria)


def _matrices(
    model: Model, inputs: Inputs, rows: Ints | slice, scenario: Scenario
) -> tuple[Floats, Floats]:
    """Return the decision matrices and the weights of some draws."""
    cells = inputs.cells[rows] if inputs.cells is not None else None
    below = {at: weights[rows] for at, weights in inputs.node_weights.items()}
    if cells is None and not below:
        return _fixed_matrix(model, scenario), inputs.weights[rows]
    return decision_matrices(model, cells, below, scenario), inputs.weights[rows]


@lru_cache(maxsize=1)  # all blocks of a run ask for the same one
def _fixed_matrix(model: Model, scenario: Scenario) -> Floats:
    """Return the decision matrix of a run in which only the top weights vary, shape (n, m)."""
    return decision_matrices(model, None, {}, scenario)


def rank_matrices(
    method: Method, matrices: Floats, weights: Floats, *, criteria: Sequence[str]
) -> SmallInts:
    """Rank decision matrices by a method; parameters as in `evaluate_matrices`."""
    return _ranking_of(method, matrices, criteria)(weights)


def _ranking_of(
    method: Method, matrices: Floats, criteria: Sequence[str], *, keep: bool = False
) -> Callable[[Floats], SmallInts]:
    """Return what ranks decision matrices under weights (s, n); `keep` as in `Kernel.prepare`."""
    kernel = kernel_of(method, criteria)
    if kernel is not None:
        return partial(kernel.rank, kernel.prepare(matrices, keep=keep))
    return lambda weights: evaluate_matrices(method, matrices, weights, criteria=criteria)[1]


def evaluate_matrices(
    method: Method, matrices: Floats, weights: Floats, *, criteria: Sequence[str]
) -> tuple[Floats, SmallInts]:
    """Score and rank decision matrices by a method, batched where it has a kernel.

    Parameters
    ----------
    method : Method
        With its parameters.
    matrices : ndarray of shape (n, m) or (n, m, s)
        Utilities, criteria first.
    weights : ndarray of shape (s, n)
    criteria : sequence of str
        Ids of the n criteria, by which they may have parameters of their own.

    Returns
    -------
    tuple of ndarray, each of shape (s, m)
        Scores in the method's direction, and ranks.
    """
    kernel = kernel_of(method, criteria)
    if kernel is not None:
        scores = kernel.evaluate(kernel.prepare(matrices), weights)
        return scores, rank_rows(scores, more_is_better=kernel.more_is_better)
    objectives = np.ones(len(matrices), dtype=np.int64)
    rows, ranks = [], []
    for s, row in enumerate(weights):
        matrix = (matrices if matrices.ndim == 2 else matrices[:, :, s]).T
        found = score(method, matrix, objectives, row, commensurable=True, criteria=criteria)
        rows.append(found)
        ranks.append(competition_ranks(found, more_is_better=method.more_is_better))
    return np.array(rows), np.array(ranks, dtype=np.int16)


def estimate_seconds(model: Model, draws: int) -> float:
    """Return how long a run would take on one thread, from a short trial.

    Parameters
    ----------
    model : Model
    draws : int

    Returns
    -------
    float
        Seconds for the draws and for the confidence factors of those that are likely first.
    """
    inputs = draw_inputs(model, 0, 0, TRIAL)
    ranks = rank_inputs(model, inputs)  # imports and tables are paid once
    seconds = _seconds_of(lambda: rank_inputs(model, inputs)) / TRIAL * draws
    scenario = model.scenarios[0]
    if scenario.method.name not in KERNELS:
        one = _seconds_of(lambda: _ranks(model, inputs, slice(None), scenario)) / TRIAL
        firsts = (ranks == 1).any(axis=0) | _likely_firsts(model, draws)
        seconds += one * int(firsts.sum()) * _confidence_draws(model, draws)
    return seconds


def _seconds_of(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _likely_firsts(model: Model, draws: int) -> Bools:
    """Return who is ever first in draws ranked by a quick method, shape (m,)."""
    quick = replace(model, scenarios=(replace(model.scenarios[0], method=find_method(QUICK)),))
    is_first = np.zeros(len(model.clusters), dtype=bool)
    for block in range(min(SKETCH, -(-draws // BLOCK))):
        size = min(BLOCK, draws - block * BLOCK)
        is_first |= (rank_inputs(quick, draw_inputs(quick, 0, block, size)) == 1).any(axis=0)
    return is_first


def _confidence_draws(model: Model, draws: int) -> int:
    """Return the draws behind each confidence factor; one where figures do not vary."""
    return min(draws, BLOCK) if len(model.moving) else 1


def has_kernels(model: Model) -> bool:
    """Whether every method of the run is batched."""
    return all(scenario.method.name in KERNELS for scenario in model.scenarios)


def confidence_factors(model: Model, central: Floats, seed: int, draws: int) -> Floats:
    """Return how often each cluster is first under its own central weights.

    Parameters
    ----------
    model : Model
    central : ndarray of shape (m, n)
        NaN where a cluster is never first.
    seed, draws : int
        Figures are drawn anew; where they do not vary one draw is enough.

    Returns
    -------
    ndarray of shape (m,)
        NaN where a cluster is never first.
    """
    size = _confidence_draws(model, draws)
    inputs = draw_inputs(model, seed, 0, size, run=CONFIDENCE_RUN)
    scenario = model.scenarios[0]
    matrices = decision_matrices(model, inputs.cells, {}, scenario)
    factors = np.full(len(central), np.nan)
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    rank = _ranking_of(scenario.method, matrices, model.criteria, keep=True)
    if matrices.ndim == 2:
        ranks = rank(central[ever])
        factors[ever] = ranks[np.arange(len(ever)), ever] == 1
        return factors
    for i in ever:
        ranks = rank(np.tile(central[i], (size, 1)))
        factors[i] = (ranks[:, i] == 1).mean()
    return factors
