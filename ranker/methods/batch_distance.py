"""Batched kernels that join two weighted sums: TOPSIS, VIKOR, EDAS."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.batch_tables import (
    ALTERNATIVES,
    Tables,
    across,
    divide,
    spans,
    weighted_largest,
    weighted_total,
)
from ranker.methods.ranks import TIE_TOLERANCE

COMPROMISE = 0.5  # v of the paper where none is set
CLOSENESS_STRETCH = 2.5  # of `squared_closeness`, rounded up; derived there


def ideal_tables(values: Floats, is_utility: bool) -> Tables:
    """TOPSIS: squared distances from the best and from the worst, in vector lengths.

    Parameters
    ----------
    values : ndarray of shape (n, m) or (n, m, s)
        More is better.

    Returns
    -------
    tuple of two ndarray of that shape
    """
    low, high, _, is_flat = spans(values)
    squares = (values * values).sum(axis=ALTERNATIVES, keepdims=True)
    is_void = is_flat | (squares == 0)
    short, ahead = values - high, values - low
    short *= short
    ahead *= ahead
    return divide(short, squares, is_void=is_void), divide(ahead, squares, is_void=is_void)


def topsis_scores(tables: Tables, weights: Floats) -> Floats:
    r"""Set the distance from the worst against both distances: scores of shape (s, m) or (m, s).

    .. math:: s_i = D^-_i / (D^+_i + D^-_i),
              \quad D^\pm_i = \sqrt{\sum_j w_j^2 a^\pm_{ij}}

    With weights of 0 or more the ideal moves with them, so the squared distances are
    matrix products of squared weights.

    References
    ----------
    Hwang, C.-L., & Yoon, K. (1981), doi:10.1007/978-3-642-48318-9.
    """
    squares = weights * weights
    short, ahead = (weighted_total(table, squares) for table in tables)
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


def squared_closeness(tables: Tables, weights: Floats) -> Floats:
    r"""Set the squared distance from the worst against the sum of both: keys of TOPSIS.

    .. math:: t_i = (D^-_i)^2 / ((D^+_i)^2 + (D^-_i)^2)

    rises with the score s, since :math:`t = s^2 / (s^2 + (1 - s)^2)`, and needs no root. Its
    relative change is :math:`2 (1 - s) / (s^2 + (1 - s)^2)` times that of s, which is at
    most :math:`1 + \sqrt 2`.
    """
    squares = weights * weights
    ahead, both = (weighted_total(table, squares) for table in tables)
    ahead /= both
    return ahead


def vikor_scores(tables: Tables, weights: Floats, *, v: float = COMPROMISE) -> Floats:
    """Average the stretched mean and largest shortfall: scores of shape (s, m) or (m, s).

    Parameters
    ----------
    v : float
        Share of the mean shortfall, 0 to 1.

    References
    ----------
    Opricovic, S., & Tzeng, G.-H. (2004), doi:10.1016/S0377-2217(03)00020-1.
    """
    table = tables[0]
    if table.ndim == 3:
        group, worst = weighted_total(table, weights), weighted_largest(table, weights)
        return _compromises(group, worst, v)
    columns = np.ascontiguousarray(weights.T)  # quicker side by side, turned twice included
    group, worst = table.T @ columns, weighted_largest(table, columns)
    return np.ascontiguousarray(_compromises(group, worst, v).T)


def _compromises(group: Floats, worst: Floats, v: float) -> Floats:
    """Average mean and largest shortfall (m, s), each stretched over the alternatives."""
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


def average_tables(values: Floats, is_utility: bool) -> Tables:
    """EDAS: shares of the average by which values lie above it, and below it.

    Values below 0, for which the method has no answer, are taken as 0.
    """
    positive = np.maximum(values, 0.0)
    is_flat = spans(positive)[-1]
    average = positive.mean(axis=ALTERNATIVES, keepdims=True)
    shares = divide(positive - average, average, is_void=is_flat)
    return np.maximum(shares, 0.0), np.maximum(-shares, 0.0)


def edas_scores(tables: Tables, weights: Floats) -> Floats:
    """Set both sums against the largest of their kind: scores of shape (s, m) or (m, s).

    References
    ----------
    Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L., & Turskis, Z. (2015),
    doi:10.15388/Informatica.2015.57.
    """
    above, below = (weighted_total(table, weights) for table in tables)
    axis = across(tables)
    above /= np.maximum(above.max(axis=axis, keepdims=True), SMALLEST)
    below /= np.maximum(below.max(axis=axis, keepdims=True), SMALLEST)
    above -= below
    above += 1.0
    above *= 0.5
    return above
