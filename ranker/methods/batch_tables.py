"""What the batched kernels share: tables of criteria (× draws) × alternatives.

Criteria come first, so that a sum over them is a loop over the first axis; alternatives
come last.
"""

from __future__ import annotations

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.ranks import TIE_TOLERANCE
from ranker.methods.workspace import workspace

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
    """Take the largest weighted cell over the criteria; a table of shape (n, s, m)."""
    largest = table[0] * weights[:, :1]
    term = np.empty_like(largest)
    for column, weight in zip(table[1:], weights.T[1:], strict=True):
        np.multiply(column, weight[:, np.newaxis], out=term)
        np.maximum(largest, term, out=largest)
    return np.asarray(largest)


def outer_largest(table: Floats, columns: Floats) -> Floats:
    """Take the largest weighted cell over the criteria where the table is fixed.

    Parameters
    ----------
    table : ndarray of shape (n, m)
    columns : ndarray of shape (n, s)
        Weights, the draws of a criterion side by side.

    Returns
    -------
    ndarray of shape (m, s)
    """
    m, s = table.shape[1], columns.shape[1]
    largest, products = np.empty((m, s)), workspace("products", columns.shape)
    for row, values in zip(largest, np.ascontiguousarray(table.T), strict=True):
        np.multiply(columns, values[:, np.newaxis], out=products)
        np.maximum.reduce(products, axis=0, out=row)
    return largest


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
