"""What the batched kernels share: tables of criteria × alternatives (× draws).

Criteria come first, so that a sum over them is a loop over the first axis; draws come last, so
that each step is one of thousands of numbers side by side in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.ranks import TIE_TOLERANCE
from ranker.methods.workspace import workspace

Tables = tuple[Floats, ...]

ALTERNATIVES = 1  # their axis in a table


@dataclass(frozen=True, slots=True, eq=False)
class Tabulated:
    """What weights are multiplied with.

    Parameters
    ----------
    tables : tuple of ndarray of shape (n, m) or (n, m, s)
        May be the very values that were tabulated, or lie in this thread's workspace until
        the next are made.
    scale : ndarray of shape (n, 1) or (n, 1, s), optional
        What all tables are still to be multiplied with; where draws differ it is less work
        to multiply the weights with it.
    """

    tables: Tables
    scale: Floats | None = None

    @property
    def scaled(self) -> Tables:
        """The tables multiplied."""
        return self.tables if self.scale is None else tuple(t * self.scale for t in self.tables)


Tabulate = Callable[[Floats, bool], Tabulated]


def room_for(values: Floats, at: int = 0) -> Floats:
    """Return a table of this thread's workspace to write into, of the shape of the values."""
    room: Floats = workspace(f"table_{at}", values.shape)
    return room


def outer_largest(table: Floats, weights: Floats) -> Floats:
    """Take the largest weighted cell over the criteria.

    Parameters
    ----------
    table : ndarray of shape (n, m)
    weights : ndarray of shape (n, s)

    Returns
    -------
    ndarray of shape (m, s)
    """
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


def squares(values: Floats) -> Floats:
    """Add up squares over the alternatives; of the shape of `spans`."""
    return np.asarray(np.einsum("nm...,nm...->n...", values, values)[:, np.newaxis])


def inverse(divisors: Floats, *, is_void: Bools) -> Floats:
    """Return 1 / divisor, 0 where it is void."""
    return np.asarray(np.where(is_void, 0.0, 1.0 / np.where(is_void, 1.0, divisors)))
