"""What the batched kernels share: tables of criteria × alternatives (× draws).

Criteria come first, so that a sum over them is a loop over the first axis; draws come last, so
that each step is one of thousands of numbers side by side in memory.
"""

from __future__ import annotations

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.ranks import TIE_TOLERANCE
from ranker.methods.workspace import workspace

Tables = tuple[Floats, ...]

ALTERNATIVES = 1  # their axis in a table


def across(tables: Tables) -> int:
    """Return the axis of criteria in weights, which is that of alternatives in scores.

    Weights are (s, n) and scores (s, m) where the tables are the same in every draw, (n, m);
    weights are (n, s) and scores (m, s) where they are not, (n, m, s).
    """
    return 1 if tables[0].ndim == 2 else 0


def weighted_total(table: Floats, weights: Floats) -> Floats:
    """Add up a table over the criteria.

    Parameters
    ----------
    table : ndarray of shape (n, m) or (n, m, s)
    weights : ndarray of shape (s, n) or (n, s)
        As in `across`.

    Returns
    -------
    ndarray of shape (s, m) or (m, s)
    """
    if table.ndim == 2:
        return np.asarray(weights @ table)
    total = table[0] * weights[0]
    term = np.empty_like(total)
    for column, weight in zip(table[1:], weights[1:], strict=True):
        np.multiply(column, weight, out=term)
        total += term
    return np.asarray(total)


def weighted_largest(table: Floats, weights: Floats) -> Floats:
    """Take the largest weighted cell over the criteria.

    Parameters
    ----------
    table : ndarray of shape (n, m) or (n, m, s)
    weights : ndarray of shape (n, s)

    Returns
    -------
    ndarray of shape (m, s)
    """
    if table.ndim == 2:
        return _outer_largest(table, weights)
    largest = table[0] * weights[0]
    term = np.empty_like(largest)
    for column, weight in zip(table[1:], weights[1:], strict=True):
        np.multiply(column, weight, out=term)
        np.maximum(largest, term, out=largest)
    return np.asarray(largest)


def _outer_largest(table: Floats, weights: Floats) -> Floats:
    m, s = table.shape[1], weights.shape[1]
    largest, products = np.empty((m, s)), workspace("products", weights.shape)
    for row, values in zip(largest, np.ascontiguousarray(table.T), strict=True):
        np.multiply(weights, values[:, np.newaxis], out=products)
        np.maximum.reduce(products, axis=0, out=row)
    return largest


def spans(values: Floats) -> tuple[Floats, Floats, Floats, Bools]:
    """Return the lowest, the highest, their difference, and whether it is rounding noise.

    Parameters
    ----------
    values : ndarray of shape (n, m) or (n, m, s)

    Returns
    -------
    tuple of ndarray, each of shape (n, 1) or (n, 1, s)
    """
    low = values.min(axis=ALTERNATIVES, keepdims=True)
    high = values.max(axis=ALTERNATIVES, keepdims=True)
    span = high - low
    return low, high, span, span <= TIE_TOLERANCE * np.maximum(-low, high)


def divide(values: Floats, divisors: Floats, *, is_void: Bools) -> Floats:
    """Divide in place and return the values; 0 where the divisor is void."""
    values *= np.where(is_void, 0.0, 1.0 / np.where(is_void, 1.0, divisors))
    return values
