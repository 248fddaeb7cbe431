"""Utilities as straight lines in the (logarithmic) figure, cut off at both ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats
from ranker.methods.normalise import HIGHEST, LOWEST, MIDDLE, SPAN, STANDARD_DEVIATIONS


@dataclass(frozen=True, slots=True)
class Line:
    """Utility = slope × t + intercept, no less than `low` and no more than `high`.

    Parameters
    ----------
    slope, intercept : float
        In t, which is the figure x or, where `is_log`, ln(1 + x). The slope is below 0 where
        less is better.
    low, high : float
        Infinite where nothing is cut off.
    is_log : bool
    """

    slope: float
    intercept: float
    low: float
    high: float
    is_log: bool

    def utility(self, figure: float) -> float:
        """Return the utility of a figure."""
        t = math.log1p(figure) if self.is_log else figure
        return min(max(self.slope * t + self.intercept, self.low), self.high)

    def figure(self, utility: float) -> float:
        """Return the figure that the line, not cut off, takes to a utility."""
        t = (utility - self.intercept) / self.slope
        return math.expm1(t) if self.is_log else t


def utility_line(
    reference: Floats,
    *,
    objective: str,
    transform: str = "none",
    normalise: str = "minmax",
    posts: tuple[float, float] | None = None,
) -> Line | None:
    """Return what `ranker.methods.normalise.utilities` does to an indicator as a line.

    Parameters
    ----------
    reference : ndarray of shape (r,)
        Performances that set the bounds; NaN is passed over.
    objective, transform, normalise, posts
        As there.

    Returns
    -------
    Line or None
        None where there is none: ranks go in steps, and a constant reference tells nothing.
    """
    sign = 1.0 if objective == "max" else -1.0
    raw = np.asarray(posts if normalise == "goalposts" and posts else reference, dtype=float)
    t = np.log1p(raw) if transform == "log" else raw
    t = sign * t[~np.isnan(t)]
    if normalise == "rank" or not len(t) or t.min() == t.max():
        return None
    if normalise == "zscore":
        slope = SPAN / 2 / STANDARD_DEVIATIONS / float(t.std(ddof=1))
        intercept = MIDDLE - slope * float(t.mean())
    else:
        slope = SPAN / float(t.max() - t.min())
        intercept = LOWEST - slope * float(t.min())
    is_open = normalise == "minmax"
    low, high = (-math.inf, math.inf) if is_open else (LOWEST, HIGHEST)
    return Line(sign * slope, intercept, low, high, transform == "log")
