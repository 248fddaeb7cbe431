"""Weights from an order of importance alone: centroid, sum and reciprocal of ranks, Simos."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ranker.methods import Floats, Ints
from ranker.methods.elicit_verdict import Elicited, normalised


def rank_order_centroid(groups: Ints) -> Elicited:
    r"""Take the centre of all weights that keep the order.

    .. math:: w_r = \frac{1}{n} \sum_{k=r}^{n} \frac{1}{k}

    Parameters
    ----------
    groups : ndarray of shape (n,)
        0 for the most important criterion, 1 for the next; equal where equally important.
        Equals share the mean weight of the places they take.

    References
    ----------
    Barron & Barrett (1996), "Decision quality using ranked attribute weights".
    doi:10.1287/mnsc.42.11.1515

    Examples
    --------
    >>> rank_order_centroid(np.array([0, 1, 2, 3])).weights.round(4).tolist()
    [0.5208, 0.2708, 0.1458, 0.0625]
    """
    return _by_place(groups, lambda n: np.cumsum(1 / np.arange(n, 0, -1))[::-1])


def rank_sum(groups: Ints) -> Elicited:
    r"""Weigh by the reversed rank: :math:`w_r \propto n + 1 - r`.

    Parameters
    ----------
    groups : ndarray of shape (n,)
        As in `rank_order_centroid`.

    References
    ----------
    Stillwell, Seaver & Edwards (1981), "A comparison of weight approximation techniques in
    multiattribute utility decision making". doi:10.1016/0030-5073(81)90015-5

    Examples
    --------
    >>> rank_sum(np.array([0, 1, 2, 3])).weights.round(4).tolist()
    [0.4, 0.3, 0.2, 0.1]
    """
    return _by_place(groups, lambda n: np.arange(n, 0, -1.0))


def rank_reciprocal(groups: Ints) -> Elicited:
    r"""Weigh by the reciprocal of the rank: :math:`w_r \propto 1 / r`.

    Parameters
    ----------
    groups : ndarray of shape (n,)
        As in `rank_order_centroid`.

    References
    ----------
    Stillwell, Seaver & Edwards (1981). doi:10.1016/0030-5073(81)90015-5

    Examples
    --------
    >>> rank_reciprocal(np.array([0, 1, 2, 3])).weights.round(4).tolist()
    [0.48, 0.24, 0.16, 0.12]
    """
    return _by_place(groups, lambda n: 1 / np.arange(1.0, n + 1))


def _by_place(groups: Ints, of_places: Callable[[int], Floats]) -> Elicited:
    """Give places their weights, and equals the mean of theirs."""
    places = normalised(np.asarray(of_places(len(groups)), dtype=float))
    order = np.argsort(groups, kind="stable")
    sums = np.bincount(groups[order], weights=places)
    counts = np.bincount(groups)
    return Elicited(normalised((sums / np.maximum(counts, 1))[groups]))


def simos(positions: Ints, ratio: float) -> Elicited:
    r"""Weigh by the position in a pile of cards, the least important first (revised Simos).

    .. math:: k = 1 + (z - 1) \frac{p}{p_{max}}

    Parameters
    ----------
    positions : ndarray of shape (n,)
        Position of each criterion, 0 for the least important; a white card takes a position.
    ratio : float
        z: how many times the most important criterion weighs the least important, above 1.

    Returns
    -------
    Elicited
        Weights as they are: SRF's rounding to a given number of decimals is left out, since
        nothing downstream needs round figures.

    References
    ----------
    Figueira & Roy (2002), "Determining the weights of criteria in the ELECTRE type methods
    with a revised Simos' procedure". doi:10.1016/S0377-2217(01)00370-8

    Examples
    --------
    >>> simos(np.array([0, 1, 3]), 4.0).weights.round(4).tolist()
    [0.1429, 0.2857, 0.5714]
    """
    top = max(int(positions.max()), 1)
    return Elicited(normalised(1 + (ratio - 1) * positions / top))
