"""Batched kernels that join two weighted sums: TOPSIS, VIKOR, EDAS."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.batch_tables import (
    ALTERNATIVES,
    Tables,
    Tabulated,
    inverse,
    room_for,
    spans,
    squares,
)
from ranker.methods.ranks import TIE_TOLERANCE

COMPROMISE = 0.5  # v of the paper where none is set
CLOSENESS_STRETCH = 2.5  # of `squared_closeness`, rounded up; derived there


def squared(weights: Floats, axis: int) -> Floats:
    """Square weights of shape (s, n) or (n, s)."""
    return weights * weights


def ideal_tables(values: Floats, is_utility: bool) -> Tabulated:
    """TOPSIS: squared distances from the best and from the worst, in vector lengths.

    Parameters
    ----------
    values : ndarray of shape (n, m) or (n, m, s)
        More is better.
    """
    low, high, _, is_flat = spans(values)
    length = squares(values)
    short = np.subtract(values, high, out=room_for(values, 0))
    ahead = np.subtract(values, low, out=room_for(values, 1))
    short *= short
    ahead *= ahead
    return Tabulated((short, ahead), inverse(length, is_void=is_flat | (length == 0)))


def closeness(sums: Sequence[Floats], axis: int) -> Floats:
    r"""Set the distance from the worst against both distances, each (s, m) or (m, s).

    .. math:: s_i = D^-_i / (D^+_i + D^-_i),
              \quad D^\pm_i = \sqrt{\sum_j w_j^2 a^\pm_{ij}}

    With weights of 0 or more the ideal moves with them, so the squared distances are
    weighted sums under squared weights.

    References
    ----------
    Hwang, C.-L., & Yoon, K. (1981), doi:10.1007/978-3-642-48318-9.
    """
    short, ahead = sums
    np.sqrt(short, out=short)
    np.sqrt(ahead, out=ahead)
    short += ahead
    np.maximum(short, SMALLEST, out=short)
    ahead /= short
    return ahead


def squared_tables(tables: Tables) -> Tables:
    """Return the squared distances from the worst and the sum of both, never 0."""
    short, ahead = tables
    return ahead, short + ahead + SMALLEST


def squared_closeness(sums: Sequence[Floats], axis: int) -> Floats:
    r"""Set the squared distance from the worst against the sum of both, each (s, m).

    .. math:: t_i = (D^-_i)^2 / ((D^+_i)^2 + (D^-_i)^2)

    rises with the score s, since :math:`t = s^2 / (s^2 + (1 - s)^2)`, and needs no root. Its
    relative change is :math:`2 (1 - s) / (s^2 + (1 - s)^2)` times that of s, which is at
    most :math:`1 + \sqrt 2`; below the largest score of a draw t changes by no more than twice
    the change of s, which is less where that score is above one half.
    """
    ahead, both = sums
    ahead /= both
    return ahead


def compromises(sums: Sequence[Floats], axis: int, *, v: float = COMPROMISE) -> Floats:
    """Average the stretched mean and largest shortfall, both of shape (m, s).

    Parameters
    ----------
    v : float
        Share of the mean shortfall, 0 to 1.

    References
    ----------
    Opricovic, S., & Tzeng, G.-H. (2004), doi:10.1016/S0377-2217(03)00020-1.
    """
    group, worst = sums
    _stretch(group, v)
    _stretch(worst, 1 - v)
    worst += group
    return worst


def _stretch(distances: Floats, share: float) -> None:
    """Stretch each draw to [0, share] in place; to 0 where it is flat but for rounding."""
    low, high = distances.min(axis=0), distances.max(axis=0)
    span = high - low
    is_flat = span <= TIE_TOLERANCE * high
    distances -= low
    distances *= np.where(is_flat, 0.0, share / np.where(is_flat, 1.0, span))


def average_tables(values: Floats, is_utility: bool) -> Tabulated:
    """EDAS: shares of the average by which values lie above it, and below it.

    Values below 0, for which the method has no answer, are taken as 0.
    """
    low, _, _, is_flat = spans(values)
    if (low < 0).any():
        values = np.maximum(values, 0.0)
        is_flat = spans(values)[-1]
    average = values.mean(axis=ALTERNATIVES, keepdims=True)
    distances = np.subtract(values, average, out=room_for(values, 0))
    above = np.maximum(distances, 0.0, out=room_for(values, 1))
    below = np.subtract(above, distances, out=distances)
    return Tabulated((above, below), inverse(average, is_void=is_flat))


def appraisals(sums: Sequence[Floats], axis: int) -> Floats:
    """Set both sums, (s, m) or (m, s), against the largest along `axis`, the alternatives.

    References
    ----------
    Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L., & Turskis, Z. (2015),
    doi:10.15388/Informatica.2015.57.
    """
    above, below = sums
    above /= np.maximum(above.max(axis=axis, keepdims=True), SMALLEST)
    below /= np.maximum(below.max(axis=axis, keepdims=True), SMALLEST)
    above -= below
    above += 1.0
    above *= 0.5
    return above
