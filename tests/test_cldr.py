"""Numbers and dates follow the CLDR, and round as everywhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal, format_percent

from ranker.output.cldr import day, decimal, percent
from ranker.output.language import LANGUAGES, use_language

NUMBERS = [(0.0, 0), (5769.2, 0), (1234567.891, 2), (0.6859, 2), (-12.5, 1), (99.95, 1)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("value", "places"), NUMBERS)
def test_numbers_are_those_of_the_cldr(language: str, value: float, places: int) -> None:
    locale = {"en": "en_GB", "ko": "ko_KR"}[language]
    pattern = "#,##0" + "." * bool(places) + "0" * places
    expected = format_decimal(Decimal(f"{value:.{places}f}"), pattern, locale=locale)

    with use_language(language):
        assert decimal(value, places) == expected.replace("-", "−")


@pytest.mark.parametrize("language", LANGUAGES)
def test_percentages_are_those_of_the_cldr(language: str) -> None:
    locale = {"en": "en_GB", "ko": "ko_KR"}[language]

    with use_language(language):
        assert percent(0.374) == format_percent(Decimal("0.37"), locale=locale)
        assert percent(0.0633, 1) == "6.3%"


def test_every_language_rounds_alike() -> None:
    values = [0.125, 2.675, 0.5, 1.5, 2.5, 1.005, 0.045]
    texts = []
    for language in LANGUAGES:
        with use_language(language):
            texts.append([(decimal(v, 2), decimal(v), percent(v, 1)) for v in values])

    assert texts[0] == texts[1]
    assert texts[0] == [(f"{v:.2f}", f"{v:.0f}", f"{v * 100:.1f}%") for v in values]


def test_dates_are_written_out() -> None:
    when = date(2026, 11, 23)

    with use_language("ko"):
        korean = day(when)

    assert (day(when), korean) == ("23 November 2026", "2026년 11월 23일")
