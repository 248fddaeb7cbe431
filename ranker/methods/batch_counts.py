"""Ranks of many draws counted.

All results are whole numbers, so that counts of blocks can be added in any order.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ranker.methods import Floats, Ints, SmallInts
from ranker.methods.batch_order import mask_of, sort_rows
from ranker.methods.batch_ranks import Settle, rank_rows
from ranker.methods.ranks import TIE_TOLERANCE
from ranker.methods.workspace import workspace

WORD = 8  # bytes that are added at once
MOST_WORDS = 255  # a byte that counts to 255 does not overflow
MOST_SMALL = 181  # alternatives whose pairs with a rank are numbered in 16 bits


def count_rows(
    scores: Floats,
    *,
    more_is_better: bool = True,
    tolerance: float = TIE_TOLERANCE,
    settle: Settle | None = None,
) -> Ints:
    """Count how often each alternative takes each rank, as `count_ranks` does of `rank_rows`.

    Parameters
    ----------
    scores, more_is_better, tolerance, settle
        As in `rank_rows`.

    Returns
    -------
    ndarray of shape (m, m)
        Draws in which alternative i has rank r + 1, at [i, r]; every row adds up to s.

    Examples
    --------
    >>> count_rows(np.array([[3.0, 5.0, 3.0], [1.0, 2.0, 3.0]])).tolist()
    [[0, 1, 1], [1, 1, 0], [1, 1, 0]]
    """
    s, m = scores.shape
    if not scores.size:
        return np.zeros((m, m), dtype=np.int64)
    order = sort_rows(scores, tolerance)
    is_close, cells = order.is_close, order.alternatives
    cells |= _shifted_places(s, m, descending=more_is_better)
    if len(is_close):
        cells = np.delete(cells, is_close, axis=0)
    width = mask_of(m) + 1
    counts = np.bincount(cells.ravel(), minlength=m * width).reshape(m, width)[:, :m].T
    if len(is_close):
        close = scores[is_close]
        ranks = (
            rank_rows(close, more_is_better=more_is_better, tolerance=tolerance)
            if settle is None
            else settle(is_close)
        )
        counts = counts + count_ranks(ranks)
    return np.ascontiguousarray(counts)


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


@lru_cache(maxsize=16)
def _shifted_places(s: int, m: int, *, descending: bool) -> Ints:
    """Return 0 to m - 1, or the reverse, for each of s rows, left of an alternative's number."""
    places = np.arange(m) * (mask_of(m) + 1)
    return np.tile(places[::-1] if descending else places, (s, 1))


@lru_cache(maxsize=8)
def _first_cells(s: int, m: int, kind: str) -> SmallInts | Ints:
    """Return, for each cell of (s, m), the number of its alternative times m, less 1."""
    return np.tile((np.arange(m) * m - 1).astype(kind), (s, 1))
