"""How far orders agree, and what each makes of a pair: Kendall's tau, plain and weighted; Borda."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ranker.methods import Floats, Ints
from ranker.methods.ranks import competition_ranks


class Pairs(NamedTuple):
    """How many pairs of alternatives two orders see alike.

    Parameters
    ----------
    alike : int
        Both put the same one ahead.
    opposed : int
        Each puts another one ahead.
    """

    alike: int
    opposed: int


def count_pairs(a: Ints, b: Ints) -> Pairs:
    """Count the pairs that two orders see alike, and those they see the other way round.

    Parameters
    ----------
    a, b : ndarray of shape (m,)
        Ranks from 1; equal ranks are a tie, and a pair that either ties counts as neither.

    Examples
    --------
    >>> count_pairs(np.array([1, 2, 3]), np.array([1, 3, 2]))
    Pairs(alike=2, opposed=1)
    """
    alike = opposed = 0
    for i in range(len(a) - 1):  # a row at a time: no m x m table
        product = np.sign(a[i + 1 :] - a[i]) * np.sign(b[i + 1 :] - b[i])
        alike += int((product > 0).sum())
        opposed += int((product < 0).sum())
    return Pairs(alike, opposed)


def kendall_tau(a: Ints, b: Ints) -> float:
    r"""Return Kendall's tau-b of two orders: 1 for the same, -1 for the reverse.

    .. math:: \tau_b = \frac{P - Q}{\sqrt{(n_0 - n_1)(n_0 - n_2)}}

    of all :math:`n_0` pairs P are seen alike and Q the other way round; the orders tie
    :math:`n_1` and :math:`n_2` of them.

    Parameters
    ----------
    a, b : ndarray of shape (m,)
        Ranks from 1.

    Returns
    -------
    float
        NaN where an order ties all, which leaves nothing to agree on.

    References
    ----------
    Kendall, M. G. (1945). The treatment of ties in ranking problems. *Biometrika* 33(3),
    239-251. doi:10.1093/biomet/33.3.239.

    Examples
    --------
    >>> round(kendall_tau(np.array([1, 2, 3, 4]), np.array([1, 2, 4, 3])), 4)
    0.6667
    """
    alike, opposed = count_pairs(a, b)
    total = len(a) * (len(a) - 1) // 2
    scale = (total - _tied(a)) * (total - _tied(b))
    return (alike - opposed) / float(np.sqrt(scale)) if scale else float("nan")


def _tied(ranks: Ints) -> int:
    counts = np.unique(ranks, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def weighted_tau(a: Ints, b: Ints) -> float:
    """Return a tau in which a swap at the top counts for more than one at the bottom.

    A swap of the places r and s weighs 1/r + 1/s, counted by both orders and averaged: swapping
    the first two costs a great deal, swapping the last two next to nothing.

    Parameters
    ----------
    a, b : ndarray of shape (m,)
        Ranks from 1.

    Returns
    -------
    float
        -1 to 1; NaN where an order ties all.

    References
    ----------
    Vigna, S. (2015). A weighted correlation index for rankings with ties. *Proceedings of the
    24th International Conference on World Wide Web*, 1166-1176. doi:10.1145/2736277.2741088.

    Examples
    --------
    >>> order = np.array([1, 2, 3, 4])
    >>> at_the_top, at_the_bottom = np.array([2, 1, 3, 4]), np.array([1, 2, 4, 3])
    >>> bool(weighted_tau(order, at_the_top) < weighted_tau(order, at_the_bottom))
    True
    """
    if len(np.unique(a)) < 2 or len(np.unique(b)) < 2:
        return float("nan")
    from scipy.stats import weightedtau  # noqa: PLC0415 - takes half a second

    return float(weightedtau(-a, -b).statistic)


def borda_points(ranks: Ints) -> Floats:
    """Return the points of each alternative: a point a rival behind it, half a point a tie.

    Parameters
    ----------
    ranks : ndarray of shape (m, k)
        Ranks by k orders.

    Returns
    -------
    ndarray of shape (m,)
        Mean over the orders, 0 to m - 1.

    References
    ----------
    Borda, J.-C. de (1781). Memoire sur les elections au scrutin. *Histoire de l'Academie
    Royale des Sciences*. A paper without a DOI.

    Examples
    --------
    >>> borda_points(np.array([[1, 2], [2, 1], [3, 3]])).tolist()
    [1.5, 1.5, 0.0]
    """
    points = np.zeros(len(ranks))
    for column in ranks.T:
        ordered = np.sort(column)
        below = len(column) - np.searchsorted(ordered, column, side="right")
        level = np.searchsorted(ordered, column, side="right") - np.searchsorted(ordered, column)
        points += below + (level - 1) / 2
    return np.asarray(points / ranks.shape[1])


def borda_ranks(ranks: Ints) -> Ints:
    """Return competition ranks by `borda_points`, shape (m,)."""
    return competition_ranks(borda_points(ranks))
