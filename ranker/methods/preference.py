"""Preference functions of PROMETHEE: how much a difference on one criterion counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ranker.methods import Floats
from ranker.methods.ranks import TIE_TOLERANCE

FUNCTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "usual": (),
        "u-shape": ("q",),
        "v-shape": ("p",),
        "level": ("q", "p"),
        "v-shape-indifference": ("q", "p"),
        "gaussian": ("s",),
    }
)  # by name, in the order of the paper (types I to VI): the thresholds it takes


@dataclass(frozen=True, slots=True)
class Preference:
    r"""A preference function with its thresholds, in the unit of its criterion.

    .. math::

       \text{usual} &: P(d) = [d > 0] \\
       \text{u-shape} &: P(d) = [d > q] \\
       \text{v-shape} &: P(d) = \min(d / p, 1) \\
       \text{level} &: P(d) = \tfrac12 [d > q] + \tfrac12 [d > p] \\
       \text{v-shape-indifference} &: P(d) = \min((d - q) / (p - q), 1),\ d > q \\
       \text{gaussian} &: P(d) = 1 - e^{-d^2 / 2 s^2}

    and 0 wherever the difference d is 0 or less.

    Parameters
    ----------
    function : str
        One of `FUNCTIONS`.
    q : float
        Largest difference that does not count, 0 or more.
    p : float
        Difference from which a preference is full, not below q, above 0 for ``v-shape``.
    s : float
        Difference at which a Gaussian preference is 0.39 and rises fastest, above 0.

    Raises
    ------
    ValueError
        The function is unknown or its thresholds contradict each other.

    References
    ----------
    Brans, J. P., & Vincke, Ph. (1985). A preference ranking organisation method.
    *Management Science* 31(6), 647-656. doi:10.1287/mnsc.31.6.647.
    """

    function: str = "usual"
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def __post_init__(self) -> None:
        if self.function not in FUNCTIONS:
            raise ValueError(f"there is no preference function {self.function!r}")
        taken = FUNCTIONS[self.function]
        if "q" in taken and not 0 <= self.q < np.inf:
            raise ValueError("the indifference threshold q must be 0 or more")
        if "p" in taken and not max(self.q if "q" in taken else 0.0, 0.0) <= self.p < np.inf:
            raise ValueError("thresholds must hold 0 <= indifference q <= preference p")
        is_flat = self.function == "v-shape" and self.p == 0
        if is_flat or ("s" in taken and not 0 < self.s < np.inf):
            raise ValueError("the threshold must be above 0")

    @property
    def is_sloped(self) -> bool:
        """Whether preference rises in a straight line between two thresholds."""
        return self.function in ("v-shape", "v-shape-indifference") and self.p > self.start

    @property
    def start(self) -> float:
        """Difference above which something is preferred."""
        return self.q if "q" in FUNCTIONS[self.function] else 0.0

    @property
    def full(self) -> float:
        """Difference above which the preference is full; none for ``gaussian``."""
        return self.p if "p" in FUNCTIONS[self.function] else self.start

    def degrees(self, gaps: Floats, slack: Floats | float = 0.0) -> Floats:
        """Say how much each difference is preferred.

        Parameters
        ----------
        gaps : ndarray of any shape
            Differences, above 0 in favour of the first.
        slack : ndarray or float
            By how much a difference must lie above a threshold to be beyond it.

        Returns
        -------
        ndarray of the shape of `gaps`
            Degrees of preference from 0 to 1.

        Examples
        --------
        >>> Preference("level", q=1, p=3).degrees(np.array([-9.0, 1.0, 2.0, 3.0, 4.0]))
        array([0. , 0. , 0.5, 0.5, 1. ])
        """
        with np.errstate(over="ignore", under="ignore"):
            if self.function == "gaussian":
                scaled = np.maximum(gaps, 0.0) / self.s
                return np.asarray(-np.expm1(-0.5 * scaled * scaled))
            if self.is_sloped:
                return np.clip((gaps - self.start) / (self.full - self.start), 0.0, 1.0)
        low, high = gaps > self.start + slack, gaps > self.full + slack
        return np.asarray(0.5 * low + 0.5 * high)

    def net_degrees(self, gaps: Floats, slack: Floats | float = 0.0) -> Floats:
        """Say how much the first is preferred less how much the second is: odd in the gap.

        Parameters
        ----------
        gaps, slack
            As for `degrees`.

        Returns
        -------
        ndarray of the shape of `gaps`
            From -1 to 1.

        Examples
        --------
        >>> Preference("v-shape", p=4).net_degrees(np.array([-9.0, -1.0, 0.0, 2.0]))
        array([-1.  , -0.25,  0.  ,  0.5 ])
        """
        return np.asarray(np.copysign(self.degrees(np.abs(gaps), slack), gaps))


def slack_of(low: Floats | float, high: Floats | float) -> Floats:
    """Return the largest differences that are rounding noise on criteria of these ranges.

    Where a criterion is constant but for rounding, every difference is.
    """
    span = high - low
    is_flat = span <= TIE_TOLERANCE * np.maximum(np.abs(low), np.abs(high))
    return np.asarray(np.where(is_flat, span, TIE_TOLERANCE * span))
