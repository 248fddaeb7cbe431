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
    """Runs of neighbours that tie, in k rows of m places in ascending order.

    Parameters
    ----------
    edges : ndarray of shape (g + 1,)
        Where each run begins if rows follow one another in one line, and where the last ends.
    shape : tuple of int
        (k, m)
    is_open : ndarray of shape (k,)
        Rows in which a gap is so near the tolerance that packed digits might decide.
    """

    edges: Ints
    shape: tuple[int, int]
    is_open: Bools

    def ranks(self, *, descending: bool) -> Ints:
        """Return competition ranks in the order of the row, shape (k, m)."""
        starts = row_starts(*self.shape)
        if descending:
            return starts + self.shape[1] + 1 - self._spread(self.edges[1:])
        return self._spread(self.edges[:-1]) - starts + 1

    def net(self) -> Floats:
        """Return places below less places above, in the order of the row, shape (k, m)."""
        edges = self.edges.astype(float)
        both = np.repeat(edges[:-1] + edges[1:], np.diff(self.edges)).reshape(self.shape)
        both -= _twice_row_middles(*self.shape)
        return both

    def _spread(self, numbers: Ints) -> Ints:
        """Give each place the number of its run."""
        return np.repeat(numbers, np.diff(self.edges)).reshape(self.shape)


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Rows of scores in ascending order.

    Arrays lie in this thread's workspace, to be used before the next rows are sorted.

    Parameters
    ----------
    alternatives : ndarray of shape (s, m)
        The alternative at each place.
    values : ndarray of shape (s, m)
        Scores in order, their last binary digits replaced by the number of the alternative.
    gaps : ndarray of shape (s, m)
        From each to the one before it; infinite for the first of a row.
    is_close : ndarray of shape (k,)
        Rows in which two neighbours may tie; in all others none do.
    """

    alternatives: Ints
    values: Floats
    gaps: Floats
    is_close: Ints

    def groups(self, tolerance: float) -> Groups:
        """Find the neighbours that tie in the k rows in which some may.

        Packing moves a value by less than 2 m units of its last place, and changes an order
        only among values that tie anyway.
        """
        k, m = len(self.is_close), self.values.shape[1]
        rows = slice(None) if k == len(self.values) else self.is_close
        ordered, gaps = self.values[rows], self.gaps[rows]
        largest = np.maximum(np.abs(ordered[:, 0]), np.abs(ordered[:, -1]))
        slack = 8 * m * np.finfo(float).eps
        is_start = gaps > (tolerance + slack) * largest.max()
        is_tied = gaps < (tolerance - slack) * largest.min()
        is_open = np.zeros(k, dtype=bool)
        if not (is_start | is_tied).all() or largest.min() < NOTHING:
            reach = (tolerance * largest)[:, np.newaxis]
            np.greater(gaps, reach, out=is_start)
            is_near = np.abs(gaps - reach) <= slack * largest[:, np.newaxis]
            is_open = is_near.any(axis=1) | (largest < NOTHING)
        return Groups(np.append(np.flatnonzero(is_start), k * m), (k, m), is_open)


def mask_of(m: int) -> int:
    """Return the last binary digits that number m alternatives, all set."""
    return (1 << max(m - 1, 1).bit_length()) - 1


def sort_rows(scores: Floats, tolerance: float) -> Order:
    """Put every row of scores (s, m) in ascending order."""
    s, m = scores.shape
    mask = mask_of(m)
    values, gaps = workspace("values", (s, m)), workspace("gaps", (s, m))
    packed = values.view(np.int64)
    np.bitwise_and(np.asarray(scores, dtype=float).view(np.int64), ~mask, out=packed)
    packed |= _numbers(s, m)
    values.sort(axis=1)
    line = values.ravel()
    np.subtract(line[1:], line[:-1], out=gaps.ravel()[1:])  # faster than row by row
    gaps[:, 0] = np.inf
    is_close = _close_rows(values, gaps, tolerance + 4 * mask * np.finfo(float).eps)
    alternatives = workspace("alternatives", (s, m), np.int64)
    np.bitwise_and(packed, mask, out=alternatives)
    return Order(alternatives, values, gaps, is_close)


def _close_rows(values: Floats, gaps: Floats, reach: float) -> Ints:
    """Return the rows with a gap within a share of the largest magnitude of all rows.

    Rows too many do no harm; where there are many such gaps it is quicker to take all.
    """
    largest = max(-float(values[:, 0].min()), float(values[:, -1].max()))
    most = reach * largest + TINY
    if gaps.min() > most:
        return np.empty(0, dtype=np.int64)
    is_small = gaps <= most
    count = np.count_nonzero(is_small)
    s, m = gaps.shape
    return np.arange(s) if count >= s else np.unique(np.flatnonzero(is_small) // m)


@lru_cache(maxsize=8)
def _numbers(s: int, m: int) -> Ints:
    """Return the number of the alternative of each cell of (s, m)."""
    return np.tile(np.arange(m), (s, 1))


@lru_cache(maxsize=8)
def row_starts(s: int, m: int) -> Ints:
    """Return where the row of each cell of (s, m) begins.

    Written out cell by cell, as its like are: adding arrays of one shape takes half the time
    of stretching a row or a column of some 40.
    """
    return np.repeat(np.arange(0, s * m, m), m).reshape(s, m)


@lru_cache(maxsize=8)
def _twice_row_middles(s: int, m: int) -> Floats:
    """Return twice where the middle of the row of each cell of (s, m) is."""
    return np.asarray(2.0 * row_starts(s, m) + m, dtype=float)


def rank_by_index(scores: Floats, tolerance: float, *, descending: bool) -> Ints:
    """Rank every row of scores (s, m), ties sharing the best rank, by a stable sort of indices."""
    keys = -scores if descending else scores
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
