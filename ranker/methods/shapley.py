"""The share of each player in what a coalition is worth, by the order-free average of Shapley."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray


def shapley_values(worths: NDArray[Any]) -> NDArray[Any]:
    r"""Split the worth of all players together among them.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n - |S| - 1)!}{n!}
              \bigl(v(S \cup \{i\}) - v(S)\bigr)

    Each player gets what it adds to those before it, on average over all orders in which
    the players can come. A player that never adds anything gets exactly 0.

    Parameters
    ----------
    worths : ndarray of shape (2**n, ...)
        Worth of each coalition of n players: bit i of the index says whether player i is in
        it. Further axes are games that are split alike. An array of `fractions.Fraction`
        gives an exact answer.

    Returns
    -------
    ndarray of shape (n, ...)
        They add up to the worth of all less the worth of none: exactly for fractions, to
        rounding for floats.

    Raises
    ------
    ValueError
        Where the number of worths is no power of 2.

    References
    ----------
    L. S. Shapley (1953), "A value for n-person games", doi:10.1515/9781400881970-018.

    Examples
    --------
    Two left gloves and a right one: a pair is worth 1.

    >>> pairs = np.array([0, 0, 0, 0, 0, 1, 1, 1])  # none, a, b, ab, r, ar, br, abr
    >>> (shapley_values(pairs) * 6).round(9).tolist()
    [1.0, 1.0, 4.0]
    """
    coalitions = np.arange(len(worths))
    players = len(worths).bit_length() - 1
    if len(worths) != 2**players:
        raise ValueError(f"{len(worths)} worths are no power of 2")
    is_exact = worths.dtype == object
    held = worths if is_exact else worths.astype(float)
    sizes = sum(((coalitions >> i) & 1 for i in range(players)), np.zeros_like(coalitions))
    values = np.zeros((players, *worths.shape[1:]), dtype=held.dtype)
    for i in range(players):
        without = coalitions[(coalitions >> i) & 1 == 0]
        gains = held[without | (1 << i)] - held[without]
        orders = np.array([factorial(s) * factorial(players - s - 1) for s in sizes[without]])
        shares = orders.astype(held.dtype) if is_exact else orders / factorial(players)
        values[i] = np.tensordot(shares, gains, axes=1)
    return values / factorial(players) if is_exact else values
