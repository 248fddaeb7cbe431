"""Numbers and lists as people read them. Rank first, round last: rounding happens here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ranker.study.matrix import Cell
from ranker.study.model import Indicator, Observation

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

MISSING = "–"
_WHOLE_FROM = 100  # numbers from here on are shown without decimals
_ONE_DECIMAL_FROM = 10
_ELEVEN_TO_THIRTEEN = (11, 12, 13)
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """Return a rank in words.

    Examples
    --------
    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    if number % 100 in _ELEVEN_TO_THIRTEEN:
        return f"{number}th"
    return f"{number}{_SUFFIX.get(number % 10, 'th')}"


def listed(names: Sequence[str], *, most: int = 4) -> str:
    """Join names with commas and 'and', at most `most` of them.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'a, b and 2 others')
    """
    shown = list(names)
    if len(shown) > most:
        left = len(shown) - most
        shown = [*shown[:most], f"{left} other{'s' if left > 1 else ''}"]
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]


def day(when: date) -> str:
    """Return a date as '23 November 2026'."""
    return f"{when.day} {when:%B %Y}"


def score_text(score: float) -> str:
    """Return a score on the scale of 1 to 100 with one decimal, or a dash."""
    return MISSING if math.isnan(score) else f"{score:.1f}"


def method_score_text(ranking: Ranking, i: int) -> str:
    """Return the score of alternative `i`; methods that leave the scale of 1 to 100 get three."""
    score = float(ranking.scores[i])
    if math.isnan(score) or ranking.method.name == "weighted-sum":
        return score_text(score)
    return f"{score:.3f}".replace("-", "−")


def number_text(value: float, *, unit: str = "") -> str:
    """Return a figure with as many decimals as its size deserves; years stay plain.

    Examples
    --------
    >>> number_text(5769.2), number_text(0.6859), number_text(57.0), number_text(2003, unit="year")
    ('5,769', '0.69', '57', '2003')
    """
    if unit == "year":
        return f"{value:.0f}"
    if value == int(value) or abs(value) >= _WHOLE_FROM:
        return f"{value:,.0f}".replace("-", "−")
    decimals = 1 if abs(value) >= _ONE_DECIMAL_FROM else 2
    return f"{value:,.{decimals}f}".replace("-", "−")


def figure_text(value: float, indicator: Indicator) -> str:
    """Return a figure of an indicator: the level's word where it is ordinal, else a number."""
    if indicator.is_ordinal:
        words = indicator.scale.get(int(value))
        return f"{value:.0f} · {words.en}" if words else f"{value:.0f}"
    return number_text(value, unit=indicator.unit.en)


def unit_text(indicator: Indicator) -> str:
    """Return the unit to write behind a figure; none for levels and years."""
    return "" if indicator.is_ordinal or indicator.unit.en == "year" else indicator.unit.en


def range_text(low: float | None, high: float | None, indicator: Indicator) -> str:
    """Say what is stated of a figure's range: both ends, a floor, a ceiling, or nothing."""

    def number(value: float) -> str:
        return number_text(value, unit=indicator.unit.en)

    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    if low is not None:
        return f"at least {number(low)}"
    if high is not None:
        return f"at most {number(high)}"
    return ""


def years_text(cell: Cell) -> str:
    """Return the year of a cell, or its first and last."""
    if cell.years is None:
        return MISSING
    first, last = cell.years
    return str(first) if first == last else f"{first}–{last}"


def trend_text(rows: Sequence[Observation], indicator: Indicator) -> str:
    """Return earlier figures in one line, newest first."""
    ordered = sorted(rows, key=lambda row: -row.year)
    return "; ".join(
        f"{row.item + ' ' if row.item else ''}{row.year}: {figure_text(row.value, indicator)}"
        for row in ordered
    )


def share_text(share: float) -> str:
    """Return a share as a whole percentage.

    Examples
    --------
    >>> share_text(0.25), share_text(1 / 3), share_text(0.0633)
    ('25%', '33%', '6.3%')
    """
    percent = share * 100
    return f"{percent:.1f}%" if 0 < percent < _ONE_DECIMAL_FROM else f"{percent:.0f}%"


def duration_text(seconds: float) -> str:
    """Return a length of time in the largest unit that fits.

    Examples
    --------
    >>> duration_text(12.4), duration_text(400), duration_text(9000)
    ('12 seconds', '7 minutes', '2.5 hours')
    """
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
