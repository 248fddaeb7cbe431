"""Four methods as tuned by hand for a benchmark: one fixed matrix, nothing checked but ties.

Each counts how often every alternative takes every rank under the weights of each draw. It is
what the batched kernels of `ranker` are measured by: products of matrices where the method
allows it, values sorted with the number of their alternative in the last binary digits, places
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Scores = Callable[[np.ndarray], np.ndarray]

DRAWS_AT_ONCE = {"vikor": 512}
USUAL_DRAWS_AT_ONCE = 2048
DIGITS = 63  # the last binary digits, for 64 alternatives at most


def weighted_sum(matrix: np.ndarray) -> Scores:
    """Values (m, n) stretched to [0, 1] once, then a product."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    table = np.ascontiguousarray(((matrix - low) / (high - low)).T)
    return lambda weights: weights @ table


def topsis(matrix: np.ndarray) -> Scores:
    """Squared distances by two products; their quotient orders as closeness does."""
    shares = matrix / np.sqrt((matrix**2).sum(axis=0))
    short = np.ascontiguousarray(((shares - shares.max(axis=0)) ** 2).T)
    ahead = np.ascontiguousarray(((shares - shares.min(axis=0)) ** 2).T)

    def scores(weights: np.ndarray) -> np.ndarray:
        squares = weights * weights
        found = squares @ ahead
        found /= squares @ short
        return found

    return scores


def vikor(matrix: np.ndarray) -> Scores:
    """Mean shortfall by a product, the largest by a loop over the criteria; less is better."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    table = np.ascontiguousarray(((high - matrix) / (high - low)).T)

    def scores(weights: np.ndarray) -> np.ndarray:
        group, worst = weights @ table, weights[:, :1] * table[0]
        term = np.empty_like(worst)
        for j in range(1, len(table)):
            np.multiply(weights[:, j : j + 1], table[j], out=term)
            np.maximum(worst, term, out=worst)
        return -(_stretched(group) + _stretched(worst))

    return scores


def _stretched(distances: np.ndarray) -> np.ndarray:
    low = distances.min(axis=1, keepdims=True)
    high = distances.max(axis=1, keepdims=True)
    distances -= low
    distances /= high - low
    return distances


def promethee(matrix: np.ndarray) -> Scores:
    """Net flows of each criterion once, then a product; values without ties."""
    m = len(matrix)
    places = matrix.argsort(axis=0).argsort(axis=0)
    flows = np.ascontiguousarray(((2 * places - m + 1) / (m - 1)).T)
    return lambda weights: weights @ flows


BY_HAND: Mapping[str, Callable[[np.ndarray], Scores]] = {
    "weighted-sum": weighted_sum,
    "topsis": topsis,
    "vikor": vikor,
    "promethee-2": promethee,
}


def count_by_hand(name: str, matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Count the ranks of alternatives.

    Parameters
    ----------
    name : str
        One of `BY_HAND`.
    matrix : ndarray of shape (m, n)
        More is better, 64 alternatives at most, no two equal on a criterion.
    weights : ndarray of shape (s, n)

    Returns
    -------
    ndarray of shape (m, m)
    """
    m = len(matrix)
    scores, step = BY_HAND[name](matrix), DRAWS_AT_ONCE.get(name, USUAL_DRAWS_AT_ONCE)
    numbers, places = np.arange(m), np.arange(m - 1, -1, -1)
    total = np.zeros(m * m, np.int64)
    for start in range(0, len(weights), step):
        found = np.ascontiguousarray(scores(weights[start : start + step]))
        bits = found.view(np.int64)
        bits &= ~DIGITS
        bits |= numbers
        found.sort(axis=1)
        if ((bits[:, 1:] ^ bits[:, :-1]).view(np.uint64) <= DIGITS).any():
            raise ValueError("two alternatives tie")
        bits &= DIGITS
        bits *= m
        bits += places
        total += np.bincount(bits.ravel(), minlength=m * m)
    return total.reshape(m, m)
