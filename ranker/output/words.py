"""Numbers and lists as people read them. Rank first, round last: rounding happens here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ranker.output.cldr import decimal, percent
from ranker.output.language import ENGLISH, _, current_language, in_language, ngettext
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
    if current_language() != ENGLISH:
        return _("{number}th").format(number=number)
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
    left = len(names) - most
    if left > 0:
        words = ngettext("{names} and {count} other", "{names} and {count} others", left)
        return words.format(names=", ".join(names[:most]), count=left)
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def score_text(score: float) -> str:
    """Return a score on the scale of 1 to 100 with one decimal, or a dash."""
    return MISSING if math.isnan(score) else decimal(score, 1)


def method_score_text(ranking: Ranking, i: int) -> str:
    """Return the score of alternative `i`; methods that leave the scale of 1 to 100 get three."""
    score = float(ranking.scores[i])
    if math.isnan(score) or ranking.method.name == "weighted-sum":
        return score_text(score)
    return decimal(score, 3)


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
        return decimal(value)
    return decimal(value, 1 if abs(value) >= _ONE_DECIMAL_FROM else 2)


def figure_text(value: float, indicator: Indicator) -> str:
    """Return a figure of an indicator: the level's word where it is ordinal, else a number."""
    if indicator.is_ordinal:
        words = indicator.scale.get(int(value))
        return f"{value:.0f} · {in_language(words)}" if words else f"{value:.0f}"
    return number_text(value, unit=indicator.unit.en)


def says_all(text: str, value: float) -> bool:
    """Whether a figure's text begins with its value, unrounded.

    Examples
    --------
    >>> says_all("8,370", 8370.0), says_all("2 · its own", 2.0), says_all("1.81", 1.8082)
    (True, True, False)
    """
    shown = text.partition(" ")[0].replace(",", "").replace("\N{MINUS SIGN}", "-")
    try:
        return float(shown) == value
    except ValueError:
        return False


def unit_text(indicator: Indicator) -> str:
    """Return the unit to write behind a figure; none for levels and years."""
    is_bare = indicator.is_ordinal or indicator.unit.en == "year"
    return "" if is_bare else in_language(indicator.unit)


def range_text(low: float | None, high: float | None, indicator: Indicator) -> str:
    """Say what is stated of a figure's range: both ends, a floor, a ceiling, or nothing."""

    def number(value: float) -> str:
        return number_text(value, unit=indicator.unit.en)

    if low is not None and high is not None:
        return _("{low} to {high}").format(low=number(low), high=number(high))
    if low is not None:
        return _("at least {low}").format(low=number(low))
    if high is not None:
        return _("at most {high}").format(high=number(high))
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
    return percent(share, 1 if 0 < share * 100 < _ONE_DECIMAL_FROM else 0)


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


def web_address(address: str) -> str:
    """Return an address that a page may link to; empty where it is none of the web.

    Examples
    --------
    >>> web_address("https://almanac.example/2024"), web_address("javascript:alert(1)")
    ('https://almanac.example/2024', '')
    """
    return address if address.lower().startswith(("https://", "http://")) else ""
