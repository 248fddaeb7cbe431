"""Blocks of scores to ranks, and ranks to counts, fast and exact.

All results are whole numbers, so that counts of blocks can be added in any order.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ranker.methods import Bools, Floats, Ints, SmallInts
from ranker.methods.ranks import TIE_TOLERANCE
from ranker.methods.workspace import workspace

WORD = 8  # bytes that are added at once
MOST_WORDS = 255  # a byte that counts to 255 does not overflow
MOST_SMALL = 181  # alternatives whose pairs with a rank are numbered in 16 bits
TINY = 1e-290  # scores that are all 0 tie, though the packed index makes them differ


def rank_rows(
    scores: Floats, *, more_is_better: bool = True, tolerance: float = TIE_TOLERANCE
) -> SmallInts:
    """Rank every row, ties sharing the best rank, as `competition_ranks` does for one.

    Parameters
    ----------
    scores : ndarray of shape (s, m)
        Finite scores of m alternatives in each of s draws.
    more_is_better : bool
        Direction of the score.
    tolerance : float
        Relative difference, to the largest magnitude of the row, below which two scores tie.

    Returns
    -------
    ndarray of shape (s, m)
        Ranks from 1.

    Notes
    -----
    The last binary digits of each score are replaced by the number of its alternative; then
    the scores are sorted as plain values, which is several times faster than sorting indices,
    and the order is read off those digits. Rows in which two neighbours lie so close that
    the digits or the tolerance could matter are ranked anew by a stable sort of indices.

    Examples
    --------
    >>> rank_rows(np.array([[3.0, 5.0, 3.0], [1.0, 2.0, 3.0]])).tolist()
    [[2, 1, 2], [3, 2, 1]]
    """
    s, m = scores.shape
    ranks = np.empty((s, m), dtype=np.int16)
    if not scores.size:
        return ranks
    order, is_close = _sorted_by_value(np.asarray(scores, dtype=float), tolerance)
    order += _row_starts(s, m)
    ranks.ravel()[order.ravel()] = _places(s, m, descending=more_is_better)
    if len(is_close):
        columns = order[is_close] - is_close[:, np.newaxis] * m
        ranks[is_close], is_open = _tied(
            scores[is_close], columns[:, ::-1] if more_is_better else columns, tolerance
        )
        is_close = is_close[is_open]
        keys = scores[is_close]
        ranks[is_close] = _ranked_by_index(-keys if more_is_better else keys, tolerance)
    return ranks


def _tied(scores: Floats, best_first: Ints, tolerance: float) -> tuple[SmallInts, Bools]:
    """Rank rows with neighbours that may tie by the order of their packed values.

    Packing changes an order only among values that tie anyway. Left open are rows in which a
    gap is so near the tolerance that packing might decide.

    Parameters
    ----------
    scores : ndarray of shape (k, m)
    best_first : ndarray of shape (k, m)
        Alternatives in the order of the packed values.
    tolerance : float

    Returns
    -------
    tuple of ndarray, of shape (k, m) and (k,)
        Ranks, and which rows are left open.
    """
    k, m = scores.shape
    ordered = np.take_along_axis(scores, best_first, axis=1)
    reach = tolerance * np.maximum(np.abs(ordered[:, :1]), np.abs(ordered[:, -1:]))
    gaps = np.abs(np.diff(ordered, axis=1))
    slack = 4 * m * np.finfo(float).eps / tolerance if tolerance else np.inf
    is_open = np.asarray((np.abs(gaps - reach) <= slack * reach).any(axis=1))
    places = np.ones((k, m), dtype=np.int16)
    places[:, 1:] = np.where(gaps > reach, np.arange(2, m + 1, dtype=np.int16), 1)
    np.maximum.accumulate(places, axis=1, out=places)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, best_first, places, axis=1)
    return ranks, is_open


def _sorted_by_value(scores: Floats, tolerance: float) -> tuple[Ints, Ints]:
    """Return alternatives in ascending order, (s, m), and the rows that need another look.

    The order lies in this thread's workspace, to be used before the next call.
    """
    s, m = scores.shape
    mask = (1 << max(m - 1, 1).bit_length()) - 1
    values, gaps = workspace("values", (s, m)), workspace("gaps", (s, m))
    packed = values.view(np.int64)
    np.bitwise_and(scores.view(np.int64), ~mask, out=packed)
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


@lru_cache(maxsize=8)
def _row_starts(s: int, m: int) -> Ints:
    """Return where the row of each cell of (s, m) begins.

    Written out cell by cell, as `_numbers` and `_first_cells` are: adding arrays of one shape
    takes half the time of stretching a row or a column of some 40.
    """
    return np.repeat(np.arange(0, s * m, m), m).reshape(s, m)


@lru_cache(maxsize=8)
def _numbers(s: int, m: int) -> Ints:
    """Return the number of the alternative of each cell of (s, m)."""
    return np.tile(np.arange(m), (s, 1))


@lru_cache(maxsize=8)
def _first_cells(s: int, m: int, kind: str) -> SmallInts | Ints:
    """Return, for each cell of (s, m), the number of its alternative times m, less 1."""
    return np.tile((np.arange(m) * m - 1).astype(kind), (s, 1))


@lru_cache(maxsize=16)
def _places(s: int, m: int, *, descending: bool) -> SmallInts:
    """Return 1 to m, or m to 1, for each of s rows in one line."""
    places = np.arange(1, m + 1, dtype=np.int16)
    return np.tile(places[::-1] if descending else places, s)


def _ranked_by_index(keys: Floats, tolerance: float) -> Ints:
    """Rank rows of keys, less is better, by a stable sort of indices."""
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


def count_ranks(ranks: SmallInts | Ints) -> Ints:
    """Count how often each alternative takes each rank.

    Parameters
    ----------
    ranks : ndarray of shape (s, m)
        Ranks from 1 to m.

    Returns
    -------
    ndarray of shape (m, m)
        Draws in which alternative i has rank r + 1, at [i, r]; every row adds up to s.

    Examples
    --------
    >>> count_ranks(np.array([[1, 2], [1, 1]])).tolist()
    [[2, 0], [1, 1]]
    """
    s, m = ranks.shape
    cells = workspace("cells", ranks.shape, np.int64)
    if m <= MOST_SMALL:
        small = workspace("small_cells", ranks.shape, np.int16)
        np.add(ranks, _first_cells(s, m, "int16"), out=small, casting="unsafe")
        np.copyto(cells, small)
    else:
        np.add(ranks, _first_cells(s, m, "int64"), out=cells)
    return np.bincount(cells.ravel(), minlength=m * m).reshape(m, m)


def count_wins(ranks: SmallInts | Ints) -> Ints:
    """Count how often each alternative is strictly better than each other.

    Parameters
    ----------
    ranks : ndarray of shape (s, m)

    Returns
    -------
    ndarray of shape (m, m)
        Draws in which alternative a has a better rank than b, at [a, b]; 0 on the diagonal.

    Notes
    -----
    Comparisons are bytes of 0 or 1. Eight of them are one machine word, and up to 255 words
    add up without a carry from byte to byte. Both directions are compared only where a tie
    is possible: without ties the wins of b over a are the draws that a did not win.

    Examples
    --------
    >>> count_wins(np.array([[1, 2], [1, 1]])).tolist()
    [[0, 1], [0, 0]]
    """
    s, m = ranks.shape
    lines = max(1, -(-s // (WORD * MOST_WORDS)))
    padded = lines * max(1, -(-s // (WORD * lines))) * WORD
    small = np.dtype(np.uint8 if m < MOST_WORDS else ranks.dtype)
    draws = workspace("draws", (m, padded), small)
    draws[:, s:] = 0  # equal ranks beyond s: nobody wins
    np.copyto(draws[:, :s], ranks.T, casting="unsafe")
    wins = _count_pairs(draws, lines, np.less)
    above = np.triu_indices(m, 1)
    if int(ranks.sum(dtype=np.int64)) != s * (m * (m + 1) // 2):
        wins.T[above] = _count_pairs(draws, lines, np.greater)[above]
    else:
        wins.T[above] = s - wins[above]
    return wins


def _count_pairs(draws: SmallInts, lines: int, compare: np.ufunc) -> Ints:
    """Count where a row compares true to each of those below it, (m, m), 0 elsewhere.

    Parameters
    ----------
    draws : ndarray of shape (m, lines * words * 8)
    lines : int
        Into which each row is cut, of 255 words at most.
    """
    m = len(draws)
    is_true = workspace("is_true", draws.shape, np.bool_)
    sums = np.zeros((m, m, lines), dtype=np.uint64)
    for a in range(m - 1):
        held = is_true[: m - a - 1]
        compare(draws[a], draws[a + 1 :], out=held)
        words = held.view(np.uint64).reshape(len(held), lines, -1)
        np.add.reduce(words, axis=2, out=sums[a, a + 1 :])
    return np.asarray(sums.view(np.uint8).sum(axis=2, dtype=np.int64))
