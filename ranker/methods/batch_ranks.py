"""Blocks of scores to ranks, and ranks to counts, fast and exact.

All results are whole numbers, so that counts of blocks can be added in any order.
"""

from __future__ import annotations

import numpy as np

from ranker.methods import Bools, Floats, Ints, SmallInts
from ranker.methods.ranks import TIE_TOLERANCE

WORD = 8  # bytes that are added at once
MOST_WORDS = 255  # a byte that counts to 255 does not overflow
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
    order, is_close = _sorted_by_value(scores, tolerance)
    order += (np.arange(s) * m)[:, np.newaxis]
    places = np.arange(1, m + 1, dtype=ranks.dtype)
    ranks.ravel()[order] = places[::-1] if more_is_better else places
    if len(is_close):
        keys = scores[is_close]
        ranks[is_close] = _ranked_by_index(-keys if more_is_better else keys, tolerance)
    return ranks


def _sorted_by_value(scores: Floats, tolerance: float) -> tuple[Ints, Ints]:
    """Return alternatives in ascending order, (s, m), and the rows that need another look."""
    m = scores.shape[1]
    mask = (1 << max(m - 1, 1).bit_length()) - 1
    packed = np.array(scores, dtype=np.float64, order="C").view(np.int64)
    packed &= ~mask
    packed |= np.arange(m)
    values = packed.view(np.float64)
    values.sort(axis=1)
    order = packed & mask
    reach = tolerance + 4 * mask * np.finfo(float).eps
    largest = max(-float(values[:, 0].min()), float(values[:, -1].max()))
    gaps = np.diff(values, axis=1)
    if not gaps.size or gaps.min() > reach * largest + TINY:
        return order, np.empty(0, dtype=np.int64)
    own = np.maximum(-values[:, :1], values[:, -1:]) * reach + TINY
    return order, np.flatnonzero((gaps <= own).any(axis=1))


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
    m = ranks.shape[1]
    cells = ranks + (np.arange(m) * m - 1)
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
    words = max(1, -(-s // WORD))
    lines = -(-words // MOST_WORDS)
    padded = lines * -(-words // lines) * WORD
    draws = np.zeros((m, padded), dtype=ranks.dtype)  # equal ranks of 0 beyond s: nobody wins
    draws[:, :s] = ranks.T
    wins = np.zeros((m, m), dtype=np.int64)
    has_ties = int(ranks.sum(dtype=np.int64)) != s * (m * (m + 1) // 2)
    for a in range(m - 1):
        wins[a, a + 1 :] = _count_bytes(draws[a] < draws[a + 1 :], lines)
        if has_ties:
            wins[a + 1 :, a] = _count_bytes(draws[a] > draws[a + 1 :], lines)
        else:
            wins[a + 1 :, a] = s - wins[a, a + 1 :]
    return wins


def _count_bytes(is_true: Bools, lines: int) -> Ints:
    """Count the true cells of each row of (rows, lines * words * 8)."""
    words = is_true.view(np.uint64).reshape(len(is_true), lines, -1)
    sums = np.add.reduce(words, axis=2).view(np.uint8)
    return np.asarray(sums.sum(axis=1, dtype=np.int64))
