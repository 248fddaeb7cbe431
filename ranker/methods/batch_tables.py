"""What the batched kernels share: tables of criteria (× draws) × alternatives.

Criteria come first, so that a sum over them is a loop over the first axis; alternatives
come last.
"""

from __future__ import annotations

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.ranks import TIE_TOLERANCE

Tables = tuple[Floats, ...]

ALTERNATIVES = -1


def weighted_total(table: Floats, weights: Floats) -> Floats:
    """Add up a table over the criteria.

    Parameters
    ----------
    table : ndarray of shape (n, m) or (n, s, m)
    weights : ndarray of shape (s, n)

    Returns
    -------
    ndarray of shape (s, m)
    """
    if table.ndim == 2:
        return np.asarray(weights @ table)
    total = table[0] * weights[:, :1]
    term = np.empty_like(total)
    for column, weight in zip(table[1:], weights.T[1:], strict=True):
        np.multiply(column, weight[:, np.newaxis], out=term)
        total += term
    return np.asarray(total)


def weighted_largest(table: Floats, weights: Floats) -> Floats:
    """Take the largest weighted cell over the criteria; shapes as in `weighted_total`."""
    largest = table[0] * weights[:, :1]
    term = np.empty_like(largest)
    for column, weight in zip(table[1:], weights.T[1:], strict=True):
        np.multiply(column, weight[:, np.newaxis], out=term)
        np.maximum(largest, term, out=largest)
    return np.asarray(largest)


def spans(values: Floats) -> tuple[Floats, Floats, Floats, Bools]:
    """Return the lowest, the highest, their difference, and whether it is rounding noise.

    Parameters
    ----------
    values : ndarray of shape (n, m) or (n, s, m)

    Returns
    -------
    tuple of ndarray, each of shape (n, 1) or (n, s, 1)
    """
    low = values.min(axis=ALTERNATIVES, keepdims=True)
    high = values.max(axis=ALTERNATIVES, keepdims=True)
    span = high - low
    return low, high, span, span <= TIE_TOLERANCE * np.maximum(-low, high)


def divided(values: Floats, divisors: Floats, *, is_void: Bools) -> Floats:
    """Divide, or give 0 where the divisor is void."""
    return np.asarray(values * np.where(is_void, 0.0, 1.0 / np.where(is_void, 1.0, divisors)))
