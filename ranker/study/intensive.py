"""Quotients: an indicator divided by another one, with a unit in words and a doubt of both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from ranker.study.model import Denominator, Indicator, Level, Text

BREADTH: Mapping[Level, int] = {"cluster": 0, "city": 1, "metro": 2, "country": 3}
_HEADS = "people"


def divided(
    indicator: Indicator, by: Indicator, *, per: float = 1.0, unit: Text | None = None
) -> Indicator:
    """Return an indicator whose figures are divided by those of another one.

    Parameters
    ----------
    indicator, by : Indicator
        The second of the same level or a wider one.
    per : float
        Of how many units of the second the quotient tells, above 0.
    unit : Text, optional
        Unit of the quotient; put together from both where None.

    Examples
    --------
    >>> money = Indicator("grants", Text("Grants"), Text("USD m", "백만 달러"), "max")
    >>> area = Indicator("area", Text("Area"), Text("ha", "헥타르"), None)
    >>> divided(money, area, per=100).unit
    Text(en='USD m per 100 ha', ko='100헥타르당 백만 달러')
    """
    held = Denominator(by, per, indicator.unit)
    return replace(indicator, unit=unit or quotient_unit(indicator, by, per), denominator=held)


def quotient_unit(indicator: Indicator, by: Indicator, per: float) -> Text:
    """Return the unit of a quotient in words: ``people per ha``, ``1인당 백만 달러``."""
    count = "" if per == 1 else f"{per:,.10g}"
    if by.unit.en == _HEADS and not count:
        en, ko = "head", "1인"
    else:
        en, ko = f"{count} {by.unit.en}".strip(), f"{count}{by.unit.ko or by.unit.en}"
    korean = f"{ko}당 {indicator.unit.ko or indicator.unit.en}"
    has_korean = bool(indicator.unit.ko or by.unit.ko)
    return Text(f"{indicator.unit.en} per {en}", korean if has_korean else "")


def quotient(value: float, by: float, per: float) -> float:
    """Divide one figure by another, above 0; NaN where either is missing."""
    return value / by * per if by > 0 else math.nan


def quotient_ends(
    ends: tuple[float, float], by: tuple[float, float], per: float
) -> tuple[float, float]:
    """Return the least and greatest quotient of two intervals, the second above 0."""
    corners = [quotient(end, divisor, per) for end in ends for divisor in by]
    return min(corners), max(corners)
