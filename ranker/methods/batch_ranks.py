"""Blocks of scores to ranks, fast and exact."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from ranker.methods import Floats, Ints, SmallInts
from ranker.methods.batch_order import (
    rank_by_index,
    row_starts,
    sort_rows,
)
from ranker.methods.ranks import TIE_TOLERANCE

Settle = Callable[[Ints], SmallInts | Ints]


def rank_rows(
    scores: Floats,
    *,
    more_is_better: bool = True,
    tolerance: float = TIE_TOLERANCE,
    settle: Settle | None = None,
) -> SmallInts:
    """Rank every row, ties sharing the best rank, as `competition_ranks` does for one.

    Parameters
    ----------
    scores : ndarray of shape (s, m)
        Finite scores of m alternatives in each of s draws, in any layout.
    more_is_better : bool
        Direction of the score.
    tolerance : float
        Relative difference, to the largest magnitude of the row, below which two scores tie.
    settle : callable, optional
        From row numbers (k,) to ranks (k, m), for rows in which two neighbours lie within the
        tolerance. Where absent they are ranked by their scores.

    Returns
    -------
    ndarray of shape (s, m)
        Ranks from 1.

    Notes
    -----
    The last binary digits of each score are replaced by the number of its alternative; then
    the scores are sorted as plain values, which is several times faster than sorting indices,
    and the order is read off those digits. Rows in which two neighbours lie so close that
    the digits could decide whether they tie are ranked anew by a stable sort of indices.

    Examples
    --------
    >>> rank_rows(np.array([[3.0, 5.0, 3.0], [1.0, 2.0, 3.0]])).tolist()
    [[2, 1, 2], [3, 2, 1]]
    """
    s, m = scores.shape
    ranks = np.empty((s, m), dtype=np.int16)
    if not scores.size:
        return ranks
    order = sort_rows(scores, tolerance)
    places, is_close = _places(s, m, descending=more_is_better), order.is_close
    if len(is_close) and settle is None:
        groups = order.groups(tolerance)
        places = places.copy()
        places[is_close] = groups.ranks(descending=more_is_better)
        is_close = is_close[groups.is_open]
    cells = order.alternatives
    cells += row_starts(s, m)
    ranks.ravel()[cells.ravel()] = places.ravel()
    if len(is_close):
        ranks[is_close] = (
            rank_by_index(scores[is_close], tolerance, descending=more_is_better)
            if settle is None
            else settle(is_close)
        )
    return ranks


def net_places(values: Floats, *, out: Floats | None = None) -> Floats:
    """Count those that lie below each alternative less those that lie above it.

    Parameters
    ----------
    values : ndarray of shape (m, s)
        Finite values of m alternatives in each of s draws.
    out : ndarray of shape (m, s), optional
        What to write into, the alternatives of a draw side by side in memory.

    Returns
    -------
    ndarray of shape (m, s)
        Whole numbers from 1 - m to m - 1; those that tie neither lie below nor above.

    Examples
    --------
    >>> net_places(np.array([[3.0], [5.0], [3.0], [1.0]])).ravel().tolist()
    [0.0, 3.0, 0.0, -3.0]
    """
    m, s = values.shape
    found = np.empty((s, m)).T if out is None else out
    order = sort_rows(values.T, TIE_TOLERANCE)
    is_close, cells = order.is_close, order.alternatives
    cells += row_starts(s, m)
    line = found.T.reshape(-1)
    if len(is_close) < s:
        line[cells.ravel()] = _net_steps(s, m)
    if len(is_close):
        groups = order.groups(TIE_TOLERANCE)
        line[cells[is_close].ravel()] = groups.net().ravel()
        is_close = is_close[groups.is_open]
    if len(is_close):
        found[:, is_close] = _net_by_index(values.T[is_close]).T
    return found


def _net_by_index(values: Floats) -> Floats:
    """Return net places by sorting indices both ways, shape (k, m)."""
    up, down = (rank_by_index(values, TIE_TOLERANCE, descending=way) for way in (False, True))
    return np.asarray(up - down, dtype=float)


@lru_cache(maxsize=16)
def _places(s: int, m: int, *, descending: bool) -> SmallInts:
    """Return 1 to m, or m to 1, for each of s rows."""
    places = np.arange(1, m + 1, dtype=np.int16)
    return np.tile(places[::-1] if descending else places, (s, 1))


@lru_cache(maxsize=8)
def _net_steps(s: int, m: int) -> Floats:
    """Return places below less places above, in ascending order, for s rows in one line."""
    return np.tile(np.arange(1.0 - m, m, 2.0), s)
