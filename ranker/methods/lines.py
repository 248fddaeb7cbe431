"""Utilities as straight lines in the (logarithmic) figure, cut off at both ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ranker.methods.normalise import HIGHEST, LOWEST, MIDDLE, SPAN, STANDARD_DEVIATIONS
from ranker.methods.yardstick import Yardstick


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


def utility_line(yardstick: Yardstick) -> Line | None:
    """Return what a yardstick does to performances as a line.

    Parameters
    ----------
    yardstick : Yardstick

    Returns
    -------
    Line or None
        None where there is none: ranks go in steps, curves and value functions bend, a target
        is reached from two sides, and a constant reference tells nothing.
    """
    form = yardstick.form
    sign = 1.0 if form.objective == "max" else -1.0
    if form.normalise == "reference":
        return _share_line(yardstick)
    if form.normalise not in _STRAIGHT or form.objective == "target":
        return None
    t = yardstick.known if form.posts is None else form.oriented(form.posts)
    if not len(t) or t.min() == t.max():
        return None
    if form.normalise == "zscore":
        slope = SPAN / 2 / STANDARD_DEVIATIONS / float(t.std(ddof=1))
        intercept = MIDDLE - slope * float(t.mean())
    else:
        slope = SPAN / float(t.max() - t.min())
        intercept = LOWEST - slope * float(t.min())
    is_open = form.normalise == "minmax"
    low, high = (-math.inf, math.inf) if is_open else (LOWEST, HIGHEST)
    line = Line(sign * slope, intercept, low, high, form.transform == "log")
    return _cut(line, yardstick)


_STRAIGHT = ("minmax", "goalposts", "zscore")


def _share_line(yardstick: Yardstick) -> Line | None:
    anchor = yardstick.share_anchor
    if yardstick.form.objective != "max" or not anchor > 0:
        return None
    return Line(SPAN / anchor, LOWEST, -math.inf, math.inf, is_log=False)


def _cut(line: Line, yardstick: Yardstick) -> Line:
    """Cut a line off where the yardstick cuts figures."""
    if not yardstick.is_cut:
        return line
    ends = [line.utility(limit) if math.isfinite(limit) else None for limit in yardstick.limits]
    low, high = ends if line.slope > 0 else ends[::-1]
    return replace(
        line,
        low=line.low if low is None else low,
        high=line.high if high is None else high,
    )
