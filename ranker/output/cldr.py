"""Numbers, percentages and dates as a language writes them, by the Unicode CLDR (Babel).

Rounding is done before, by Python's own formatting, so that a page rounds as the terminal,
the tables and the JSON do.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from ranker.output.language import ENGLISH, current_language

LOCALES = {ENGLISH: "en_GB", "ko": "ko_KR"}


def decimal(value: float, places: int = 0) -> str:
    """Return a number with so many decimals and grouped thousands.

    Examples
    --------
    >>> decimal(5769.26, 1), decimal(-3.0)
    ('5,769.3', '−3')
    """
    rounded = f"{value:.{places}f}"
    if current_language() == ENGLISH:
        return f"{Decimal(rounded):,}".replace("-", "−")
    return _decimal(rounded, places, LOCALES[current_language()])


def percent(share: float, places: int = 0) -> str:
    """Return a share as a percentage with so many decimals.

    Examples
    --------
    >>> percent(0.374), percent(0.0633, 1)
    ('37%', '6.3%')
    """
    rounded = f"{share * 100:.{places}f}"
    if current_language() == ENGLISH:
        return f"{rounded}%"
    return _percent(rounded, places, LOCALES[current_language()])


def day(when: date) -> str:
    """Return a date in full.

    Examples
    --------
    >>> day(date(2026, 11, 23))
    '23 November 2026'
    """
    from babel.dates import format_date  # noqa: PLC0415 - slow to load

    return format_date(when, "long", locale=LOCALES[current_language()])


@lru_cache(maxsize=4096)
def _decimal(rounded: str, places: int, locale: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - slow to load

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(Decimal(rounded), pattern, locale=locale).replace("-", "−")


@lru_cache(maxsize=4096)
def _percent(rounded: str, places: int, locale: str) -> str:
    from babel import Locale  # noqa: PLC0415 - slow to load
    from babel.numbers import format_percent  # noqa: PLC0415

    pattern = str(Locale.parse(locale).percent_formats[None].pattern)
    pattern = pattern.replace("0%", "0" + ("." + "0" * places if places else "") + "%")
    return format_percent(Decimal(rounded) / 100, pattern, locale=locale)
