"""Performances to utilities on [1, 100], more is better.

The scale starts at 1, not 0, so that geometric means exist (OECD/JRC, 2008,
*Handbook on Constructing Composite Indicators*, doi:10.1787/9789264043466-en).
Bounds come from a reference set; an alternative outside it (a benchmark, a
network, a what-if) may lie beyond them and then scores below 1 or above 100.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ranker.methods import Floats

LOWEST, HIGHEST = 1.0, 100.0
MIDDLE = (LOWEST + HIGHEST) / 2
SPAN = HIGHEST - LOWEST
NINE_TENTHS = 0.9
MOST_SHARE = 100.0  # times the reference that a cost can be better
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


def percentile(values: Floats, reference: Floats) -> Floats:
    """Give the percentile rank: the share below a value, those equal to it counting half.

    Unlike `rank_position` it leaves half a step at both ends, so the best of three is worth
    less than the best of fifty.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        Finite performances among which a value takes its position.

    Examples
    --------
    >>> percentile(np.array([1.0, 3.0, 9.0]), np.array([1.0, 3.0])).tolist()
    [25.75, 75.25, 100.0]
    """
    ordered = np.sort(reference)
    below = np.searchsorted(ordered, values, side="left")
    not_above = np.searchsorted(ordered, values, side="right")
    utilities = LOWEST + SPAN * (below + not_above) / 2 / len(ordered)
    return np.where(np.isnan(values), np.nan, utilities)


def logistic(values: Floats, reference: Floats) -> Floats:
    """Put distances from the reference's mean, in standard deviations, on an S-shaped curve.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        Finite performances whose mean and sample standard deviation count.
    """
    if reference.min() == reference.max():
        return np.where(np.isnan(values), np.nan, MIDDLE)
    return _sigmoid((values - reference.mean()) / reference.std(ddof=1))


def logistic_between(values: Floats, middle: float, most: float) -> Floats:
    """Put values on an S-shaped curve that two values of their own settle.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances, more is better.
    middle, most : float
        What is worth the middle of the scale, and nine tenths of it; the second is greater.
    """
    return _sigmoid(np.log(NINE_TENTHS / (1 - NINE_TENTHS)) * (values - middle) / (most - middle))


def _sigmoid(steps: Floats) -> Floats:
    return np.asarray(LOWEST + SPAN * (1 + np.tanh(steps / 2)) / 2)  # never overflows


def nearness(values: Floats, reference: Floats) -> Floats:
    """Give a hit of the target 100 and the farthest of the reference 1.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Minus the distance from the target, so 0 is a hit; NaN marks a missing cell.
    reference : ndarray of shape (r,)
        The same of those that set the bounds.
    """
    if reference.min() == reference.max():
        return np.where(np.isnan(values), np.nan, MIDDLE)
    return np.asarray(HIGHEST - SPAN * values / reference.min())


def share_of(values: Floats, anchor: float, *, is_cost: bool) -> Floats:
    """Give the share of a reference figure: none of it is worth 1, all of it 100.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances as measured; NaN marks a missing cell.
    anchor : float
        The reference figure, above 0.
    is_cost : bool
        Whether less is better: then half the reference's figure is worth twice the share, and
        less than a hundredth of it no more than that hundredth.
    """
    if not anchor > 0:
        return np.full_like(values, np.nan)
    if not is_cost:
        return np.asarray(LOWEST + SPAN * values / anchor)
    return np.asarray(LOWEST + SPAN * anchor / np.maximum(values, anchor / MOST_SHARE))


def piecewise(values: Floats, points: Sequence[tuple[float, float]]) -> Floats:
    """Interpolate a value function between its points; beyond the ends it is level.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Performances as measured; NaN stays NaN.
    points : sequence of (float, float)
        Performances, rising, and their utilities.

    Examples
    --------
    >>> piecewise(np.array([5.0, 15.0, 99.0]), [(0, 1), (10, 81), (20, 100)]).tolist()
    [41.0, 90.5, 100.0]
    """
    at, worth = zip(*points, strict=True)
    return np.asarray(np.interp(values, at, worth))


def _rescaled(values: Floats, low: float, high: float) -> Floats:
    if high == low:
        return np.where(np.isnan(values), np.nan, MIDDLE)
    return np.asarray(LOWEST + SPAN * (values - low) / (high - low))


BY_REFERENCE: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "minmax": minmax,
    "rank": rank_position,
    "percentile": percentile,
    "zscore": zscore,
    "logistic": logistic,
}
