"""Rank acceptabilities of any table of numbers, over weights that are drawn or handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ranker.analysis.robustness import check_run
from ranker.errors import MethodError, Problem
from ranker.methods import Floats, Ints
from ranker.methods.batch import kernel_of
from ranker.methods.batch_counts import count_rows
from ranker.methods.catalogue import score
from ranker.methods.sampling import BLOCK, block_generator, uniform_weights

if TYPE_CHECKING:
    from ranker.analysis.matrix_ranking import MatrixRanking

USUAL = 1e9  # sums of weights from its inverse up to it are taken as they are

# Kernels in which a cost is a benefit turned round; the others divide by costs.
TURNED = frozenset({"weighted-sum", "topsis", "vikor", "moora", "spotis", "promethee-2"})


def acceptability(
    ranking: MatrixRanking, weights: ArrayLike | None, *, draws: int, seed: int
) -> Floats:
    """Share of weights under which each alternative takes each rank; see `MatrixRanking`."""
    if weights is not None:
        given = _checked(ranking, weights)
        return _counted(ranking, [given[at : at + BLOCK] for at in range(0, len(given), BLOCK)])
    check_run(draws, seed)
    n = len(ranking.criteria)
    sizes = [min(BLOCK, draws - start) for start in range(0, draws, BLOCK)]
    drawn = (uniform_weights(block_generator(seed, b), size, n) for b, size in enumerate(sizes))
    return _counted(ranking, drawn)


def _counted(ranking: MatrixRanking, blocks: Iterable[Floats]) -> Floats:
    counts = sum(map(_counter(ranking), blocks))
    shares = np.asarray(counts) / np.sum(counts, axis=1, keepdims=True)
    shares.setflags(write=False)
    return np.asarray(shares)


def _counter(ranking: MatrixRanking) -> Callable[[Floats], Ints]:
    """Return what counts the ranks of a block of weights, (m, m)."""
    signs = np.array([1.0 if objective == "max" else -1.0 for objective in ranking.objectives])
    name, better = ranking.method.name, ranking.method.more_is_better
    kernel = kernel_of(ranking.method, ranking.criteria)
    if kernel is not None and (name in TURNED or (signs > 0).all()):
        prepared = kernel.prepare((ranking.performances * signs).T, is_utility=False)
        return partial(kernel.count, prepared)

    def one_by_one(weights: Floats) -> Ints:
        rows = [
            score(ranking.method, ranking.performances, signs, row, criteria=ranking.criteria)
            for row in weights
        ]
        return count_rows(np.array(rows), more_is_better=better)

    return one_by_one


def _checked(ranking: MatrixRanking, weights: ArrayLike) -> Floats:
    """Return weights of shape (s, n), or say what is wrong with them."""
    n = len(ranking.criteria)
    mend = f"Hand over an array of shape (draws, {n}), 0 or more, no row all 0."
    try:
        given = np.asarray(weights, dtype=float)
    except (TypeError, ValueError):
        what = "the weights are no table of numbers."
        raise MethodError(Problem("matrix-weights", "weights", what, mend)) from None
    if given.ndim != 2 or given.shape[1] != n or not len(given):
        what = f"the weights have shape {given.shape}, the table has {n} criteria."
        raise MethodError(Problem("matrix-weights", "weights", what, mend))
    if _is_plain(given):
        return given
    is_bad = ~np.isfinite(given).all(axis=1) | (given < 0).any(axis=1) | ~given.any(axis=1)
    if is_bad.any():
        row = int(np.flatnonzero(is_bad)[0])
        others = int(is_bad.sum()) - 1
        more = f", and so are {others} more" if others else ""
        what = f"row {row}, {given[row].tolist()}, is no set of weights{more}."
        raise MethodError(Problem("matrix-weights", f"weights[{row}]", what, mend))
    return np.asarray(given / given.max(axis=1, keepdims=True))  # squares neither 0 nor infinite


def _is_plain(weights: Floats) -> bool:
    """Whether no weight is below 0 and all sums are of a usual size."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = weights @ np.ones(weights.shape[1])  # infinite or NaN where a weight is
    lowest, highest = float(sums.min()), float(sums.max())
    return float(weights.min()) >= 0 and lowest > 1 / USUAL and highest < USUAL
