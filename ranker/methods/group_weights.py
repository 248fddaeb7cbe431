"""Weights of several people: what one set makes of them, and what holds near each."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats


def geometric_mean(weights: Floats) -> Floats | None:
    r"""Return the normalised geometric mean of several people's weights.

    .. math:: w_j \propto \prod_s w_{sj}^{1/S}

    It is the only mean under which the group's ratio of two weights is the mean of everyone's
    ratio, whichever of the two is named first.

    Parameters
    ----------
    weights : ndarray of shape (s, n)
        Each row sums to 1.

    Returns
    -------
    ndarray of shape (n,) or None
        They sum to 1; a weight of 0 by anybody makes the group's 0, and where that takes
        every one there is no mean.

    References
    ----------
    Aczel, J., & Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. *Journal of
    Mathematical Psychology* 27(1), 93-102. doi:10.1016/0022-2496(83)90028-7.

    Examples
    --------
    >>> geometric_mean(np.array([[0.8, 0.2], [0.5, 0.5]])).round(4).tolist()
    [0.6667, 0.3333]
    """
    with np.errstate(divide="ignore"):
        means = np.exp(np.log(weights).mean(axis=0))
    total = means.sum()
    return np.asarray(means / total) if total > 0 else None


def least_in_box(forms: Floats, low: Floats, high: Floats) -> Floats:
    """Return the least value of linear forms over weights between two ends.

    What the lower ends leave is spent where a form is cheapest first: exact, and sorted once.

    Parameters
    ----------
    forms : ndarray of shape (f, n)
    low, high : ndarray of shape (n,)
        Ends of each weight; some weights between them sum to 1.

    Returns
    -------
    ndarray of shape (f,)

    Examples
    --------
    >>> least_in_box(np.array([[3.0, -1.0]]), np.array([0.4, 0.4]), np.array([0.6, 0.6])).round(9)
    array([0.6])
    """
    order = np.argsort(forms, axis=1, kind="stable")
    room = (high - low)[order]
    left = 1.0 - low.sum()
    before = np.cumsum(room, axis=1) - room
    spent = np.clip(left - before, 0.0, room)
    return np.asarray(forms @ low + (np.take_along_axis(forms, order, axis=1) * spent).sum(axis=1))
