"""Performances to utilities on [1, 100], more is better.

The scale starts at 1, not 0, so that geometric means exist (OECD/JRC, 2008,
*Handbook on Constructing Composite Indicators*, doi:10.1787/9789264043466-en).
Bounds come from a reference set; an alternative outside it (a benchmark, a
network, a what-if) may lie beyond them and then scores below 1 or above 100.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from ranker.methods import Floats

LOWEST, HIGHEST = 1.0, 100.0
MIDDLE = (LOWEST + HIGHEST) / 2
SPAN = HIGHEST - LOWEST
STANDARD_DEVIATIONS = 3.0  # z-scores of -3 and 3 are the ends of the scale


def log_transform(values: Floats) -> Floats:
    """Return ln(1 + x), so that a found 0 stays a figure.

    Parameters
    ----------
    values : ndarray
        Performances above -1; NaN marks a missing cell.
    """
    return np.asarray(np.log1p(values))


def minmax(values: Floats, reference: Floats) -> Floats:
    """Rescale linearly so that the reference's worst is 1 and its best 100.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        Finite performances that set the bounds.

    Returns
    -------
    ndarray of shape (m,)
        Utilities; the middle for everyone where the reference is constant.

    Examples
    --------
    >>> minmax(np.array([0.0, 5.0, 20.0]), np.array([0.0, 10.0])).tolist()
    [1.0, 50.5, 199.0]
    """
    return _rescaled(values, reference.min(), reference.max())


def goalposts(values: Floats, low: float, high: float) -> Floats:
    """Rescale linearly between stated bounds and cut off what lies beyond them.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better.
    low, high : float
        The values that are worth 1 and 100, in the unit of `values`.
    """
    return np.clip(_rescaled(values, low, high), LOWEST, HIGHEST)


def rank_position(values: Floats, reference: Floats) -> Floats:
    """Give the share of the reference that a value beats, ties counting half.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        Finite performances among which a value takes its position.

    Returns
    -------
    ndarray of shape (m,)
        1 for the worst of the reference, 100 for its best, ties share their mean.
    """
    ordered = np.sort(reference)
    below = np.searchsorted(ordered, values, side="left")
    not_above = np.searchsorted(ordered, values, side="right")
    is_member = not_above > below
    position = below + np.where(is_member, (not_above - below - 1) / 2, -0.5)
    most = max(len(ordered) - 1, 1)
    utilities = LOWEST + SPAN * np.clip(position / most, 0.0, 1.0)
    if ordered[0] == ordered[-1]:
        utilities = np.full_like(values, MIDDLE)
    return np.where(np.isnan(values), np.nan, utilities)


def zscore(values: Floats, reference: Floats) -> Floats:
    """Place a value by its distance from the reference's mean, 3 standard deviations to each end.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        Finite performances whose mean and sample standard deviation count.
    """
    if reference.min() == reference.max():
        return np.where(np.isnan(values), np.nan, MIDDLE)
    z = (values - reference.mean()) / reference.std(ddof=1)
    return np.asarray(np.clip(MIDDLE + SPAN / 2 * z / STANDARD_DEVIATIONS, LOWEST, HIGHEST))


def _rescaled(values: Floats, low: float, high: float) -> Floats:
    if high == low:
        return np.where(np.isnan(values), np.nan, MIDDLE)
    return np.asarray(LOWEST + SPAN * (values - low) / (high - low))


BY_REFERENCE: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "minmax": minmax,
    "rank": rank_position,
    "zscore": zscore,
}


def oriented(raw: ArrayLike, *, objective: str, transform: str = "none") -> Floats:
    """Transform performances and turn costs round, so that more is better.

    Parameters
    ----------
    raw : array-like
        In the indicator's unit; NaN marks a missing cell, and stays NaN.
    objective : {"max", "min"}
        A cost is negated after it is transformed.
    transform : {"none", "log"}

    Returns
    -------
    ndarray
        What the scales of this module take.

    Examples
    --------
    >>> oriented([0.0, 4.0], objective="min").tolist()
    [-0.0, -4.0]
    """
    values = np.asarray(raw, dtype=float)
    sign = 1.0 if objective == "max" else -1.0
    return np.asarray(sign * (log_transform(values) if transform == "log" else values))


def utilities(
    performances: Floats,
    reference: Floats,
    *,
    objective: str,
    transform: str = "none",
    normalise: str = "minmax",
    posts: tuple[float, float] | None = None,
) -> Floats:
    """Turn one indicator's performances into utilities.

    Parameters
    ----------
    performances : ndarray of shape (m,)
        In the indicator's unit; NaN marks a missing cell, and stays NaN.
    reference : ndarray of shape (r,)
        Performances that set the bounds, those of the ranked; NaN is passed over.
    objective : {"max", "min"}
        A cost is negated before it is normalised.
    transform : {"none", "log"}
        Applied first, to the goalposts too.
    normalise : {"minmax", "goalposts", "rank", "zscore"}
        How values become utilities.
    posts : tuple of float, optional
        Lower and upper goalpost in the indicator's unit.

    Returns
    -------
    ndarray of shape (m,)
        Utilities; all NaN where the reference has no figure.
    """
    values = oriented(performances, objective=objective, transform=transform)
    if normalise == "goalposts" and posts is not None:
        ends = oriented(posts, objective=objective, transform=transform)
        low, high = sorted(ends.tolist())
        return goalposts(values, low, high)
    yardstick = oriented(reference, objective=objective, transform=transform)
    yardstick = yardstick[~np.isnan(yardstick)]
    if not len(yardstick):
        return np.full_like(values, np.nan)
    return BY_REFERENCE[normalise](values, yardstick)
