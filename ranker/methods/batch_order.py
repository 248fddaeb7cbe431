"""Rows of scores put in order, many at a time, and the neighbours in them that tie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ranker.methods import Bools, Floats, Ints
from ranker.methods.workspace import workspace

TINY = 1e-290  # scores that are all 0 tie, though the packed index makes them differ
NOTHING = 1e-270  # below it a gap within the tolerance is no more than packed digits


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Neighbours in the order of a row that tie.

    Parameters
    ----------
    first, last : ndarray of shape (k, m)
        Where the group of each place, in ascending order, begins and ends, from 0.
    is_open : ndarray of shape (k,)
        Rows in which a gap is so near the tolerance that packed digits might decide.
    """

    first: Ints
    last: Ints
    is_open: Bools

    def ranks(self, *, descending: bool) -> Ints:
        """Return competition ranks in the order of the row, shape (k, m)."""
        return self.first.shape[1] - self.last if descending else self.first + 1

    @property
    def net(self) -> Floats:
        """Places below less places above, in the order of the row, shape (k, m)."""
        return np.asarray(self.first + self.last - (self.first.shape[1] - 1), dtype=float)


def find_groups(ordered: Floats, tolerance: float) -> Groups:
    """Find the neighbours that tie in rows of ascending packed values (k, m).

    Packing moves a value by less than 2 m units of its last place, and changes an order only
    among values that tie anyway.
    """
    k, m = ordered.shape
    largest = np.maximum(np.abs(ordered[:, :1]), np.abs(ordered[:, -1:]))
    reach = tolerance * largest
    gaps = np.diff(ordered, axis=1)
    slack = 8 * m * np.finfo(float).eps
    is_open = (np.abs(gaps - reach) <= slack * largest).any(axis=1) | (largest[:, 0] < NOTHING)
    is_start = np.ones((k, m), dtype=bool)
    np.greater(gaps, reach, out=is_start[:, 1:])
    starts = np.flatnonzero(is_start)
    sizes = np.diff(starts, append=k * m)
    first = starts % m
    last = first + sizes - 1
    first, last = (np.repeat(ends, sizes).reshape(k, m) for ends in (first, last))
    return Groups(first, last, is_open)


def mask_of(m: int) -> int:
    """Return the last binary digits that number m alternatives, all set."""
    return (1 << max(m - 1, 1).bit_length()) - 1


def sort_rows(scores: Floats, tolerance: float) -> tuple[Ints, Ints]:
    """Return alternatives in ascending order, (s, m), and the rows that need another look.

    The order lies in this thread's workspace, to be used before the next call.
    """
    s, m = scores.shape
    mask = mask_of(m)
    values, gaps = workspace("values", (s, m)), workspace("gaps", (s, m))
    packed = values.view(np.int64)
    np.bitwise_and(np.asarray(scores, dtype=float).view(np.int64), ~mask, out=packed)
    packed |= _numbers(s, m)
    values.sort(axis=1)
    flat = values.ravel()
    np.subtract(flat[1:], flat[:-1], out=gaps.ravel()[:-1])  # faster than row by row
    gaps[:, -1] = np.inf
    reach = tolerance + 4 * mask * np.finfo(float).eps
    largest = max(-float(values[:, 0].min()), float(values[:, -1].max()))
    is_close = np.empty(0, dtype=np.int64)
    if gaps.min() <= reach * largest + TINY:
        own = np.maximum(-values[:, :1], values[:, -1:]) * reach + TINY
        is_close = np.flatnonzero((gaps <= own).any(axis=1))
    order = gaps.view(np.int64)
    np.bitwise_and(packed, mask, out=order)
    return order, is_close


def sorted_rows(s: int, m: int, rows: Ints) -> Floats:
    """Return some rows of packed values that `sort_rows` has just sorted."""
    values: Floats = workspace("values", (s, m))
    return values[rows]


@lru_cache(maxsize=8)
def _numbers(s: int, m: int) -> Ints:
    """Return the number of the alternative of each cell of (s, m)."""
    return np.tile(np.arange(m), (s, 1))


def rank_by_index(scores: Floats, tolerance: float, rows: Ints, *, descending: bool) -> Ints:
    """Rank some rows by a stable sort of indices."""
    keys = -scores[rows] if descending else scores[rows]
    order = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    gap = tolerance * np.abs(ordered).max(axis=1, keepdims=True)
    starts: Bools = np.diff(ordered, axis=1) > gap
    first = np.zeros_like(order)
    first[:, 1:] = np.where(starts, np.arange(1, keys.shape[1]), 0)
    first = np.maximum.accumulate(first, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, first + 1, axis=1)
    return ranks
