r"""Outliers by skewness and kurtosis, and what is done about them.

The rule of the OECD and the JRC: figures need treatment where their skewness is beyond 2
either way *and* their kurtosis above 3.5. Both are the sample versions that a spreadsheet
gives (:math:`G_1` and the excess kurtosis :math:`G_2`), as the JRC and its package COINr use
them.

References
----------
OECD/JRC (2008), *Handbook on Constructing Composite Indicators*,
doi:10.1787/9789264043466-en. Becker, W., Caperna, G., Del Sorbo, M., Norlen, H.,
Papadimitriou, E., & Saisana, M. (2022). COINr: An R package for developing composite
indicators. *Journal of Open Source Software* 7(78), 4567. doi:10.21105/joss.04567.
Joanes, D. N., & Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis.
*The Statistician* 47(1), 183-189. doi:10.1111/1467-9884.00122.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.methods import Floats

MOST_SKEWNESS = 2.0
MOST_KURTOSIS = 3.5
FEWEST = 4  # figures that a sample kurtosis takes
NO_LIMITS = (-np.inf, np.inf)

Done = Literal["winsorised", "log", "left"]
Scale = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sample skewness and excess kurtosis of some figures."""

    skewness: float
    kurtosis: float

    @property
    def is_beyond(self) -> bool:
        """Whether the figures need treatment by the rule."""
        return abs(self.skewness) > MOST_SKEWNESS and self.kurtosis > MOST_KURTOSIS


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done about figures that were beyond the rule.

    Parameters
    ----------
    done : {"winsorised", "log", "left"}
        Cut to limits, measured by their logarithm, or left as they are since neither helps.
    limits : tuple of float
        Figures beyond these are measured as these; open where nothing is cut.
    before, after : Shape
        Of the figures of the reference.
    """

    done: Done
    limits: tuple[float, float]
    before: Shape
    after: Shape


def shape_of(values: Floats) -> Shape | None:
    """Return skewness and kurtosis of figures; None of fewer than four, or equal ones.

    Parameters
    ----------
    values : ndarray of shape (r,)
        Finite.

    Examples
    --------
    >>> shape = shape_of(np.array([1.0, 2.0, 3.0, 4.0, 10.0]))
    >>> round(shape.skewness, 3), round(shape.kurtosis, 3), shape.is_beyond
    (1.697, 3.152, False)
    """
    n = len(values)
    if n < FEWEST or values.min() == values.max():
        return None
    off = values - values.mean()
    m2, m3, m4 = (float((off**power).mean()) for power in (2, 3, 4))
    g1, g2 = m3 / m2**1.5, m4 / m2**2 - 3
    skewness = g1 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3))
    return Shape(float(skewness), float(kurtosis))


def treated(
    values: Floats, *, rule: str, most: int, scale: Scale, log: Scale | None
) -> Treatment | None:
    """Treat figures that are beyond the rule; None where they are not, or are too few to tell.

    Parameters
    ----------
    values : ndarray of shape (r,)
        Finite figures of the reference, in their unit.
    rule : {"winsorise", "log"}
        Whether figures are first cut one after another.
    most : int
        Figures that may be cut at most; where more would have to be, the logarithm is taken
        of them all as found.
    scale : callable
        What figures are measured on, such as their logarithm already.
    log : callable or None
        The logarithm, where it can be taken and is not yet.

    Returns
    -------
    Treatment or None
        With the logarithm where this brings the skewness nearer to 0, else left as it is.
    """
    before = shape_of(scale(values))
    if before is None or not before.is_beyond:
        return None
    if rule == "winsorise":
        limits, after = _winsorised(values, most, scale)
        if after is None or not after.is_beyond:
            return Treatment("winsorised", limits, before, after or Shape(0.0, 0.0))
    after = None if log is None else shape_of(log(values))
    if after is not None and abs(after.skewness) < abs(before.skewness):
        return Treatment("log", NO_LIMITS, before, after)
    return Treatment("left", NO_LIMITS, before, before)


def _winsorised(
    values: Floats, most: int, scale: Scale
) -> tuple[tuple[float, float], Shape | None]:
    """Cut the outermost figure on the skewed side to the next one, until the rule holds.

    Equal figures are cut together. Returns the limits and the shape then, which is still
    beyond the rule where more than `most` figures would have to be cut.
    """
    limits, cut = NO_LIMITS, values
    shape = shape_of(scale(cut))
    while shape is not None and shape.is_beyond:
        steps = np.unique(cut)
        is_high = shape.skewness > 0
        tried = (limits[0], float(steps[-2])) if is_high else (float(steps[1]), limits[1])
        if int(((values < tried[0]) | (values > tried[1])).sum()) > most:
            break
        limits, cut = tried, np.clip(values, *tried)
        shape = shape_of(scale(cut))
    return limits, shape
