"""Numbers and names as a reader meets them."""

from __future__ import annotations

import math

import pytest

from ranker.output.cells import language_of
from ranker.output.words import listed, number_text, ordinal, range_text, score_text, share_text
from ranker.study.model import Indicator, Text

MONEY = Indicator("money", Text("Money"), Text("USD m"), "max")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.004, "0.00"),
        (0.6859, "0.69"),
        (-0.3565, "−0.36"),
        (9.87, "9.87"),
        (57.7, "57.7"),
        (99.96, "100.0"),
        (5769.2, "5,769"),
        (1408975000.0, "1,408,975,000"),
        (-1234.5, "−1,234"),
    ],
)
def test_figures_have_as_many_decimals_as_their_size_deserves(value: float, text: str) -> None:
    assert number_text(value) == text


def test_years_have_no_separator() -> None:
    assert number_text(2003, unit="year") == "2003"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5.0, 12.0, "5 to 12"),
        (13.0, None, "at least 13"),
        (None, 500.0, "at most 500"),
        (None, None, ""),
        (0.0, 1.0, "0 to 1"),
    ],
)
def test_ranges_say_floor_ceiling_or_both(low: float | None, high: float | None, text: str) -> None:
    assert range_text(low, high, MONEY) == text


def test_missing_score_is_a_dash() -> None:
    assert score_text(math.nan) == "–"
    assert score_text(59.05) == "59.0"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (12, "12th"), (21, "21st"), (103, "103rd"), (111, "111th"), (1012, "1012th")],
)
def test_ordinals_follow_english(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_lists_join_with_and_and_count_the_rest() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], most=1) == "a and 2 others"
    assert listed(["a", "b"], most=1) == "a and 1 other"


def test_small_shares_keep_a_decimal() -> None:
    assert share_text(0.0333) == "3.3%"
    assert share_text(0) == "0%"
    assert share_text(1) == "100%"


@pytest.mark.parametrize(
    ("name", "country", "language"),
    [
        ("오송 바이오밸리", "KOR", "ko"),
        ("東京・日本橋", "JPN", "ja"),
        ("神戸医療産業都市", "JPN", "ja"),
        ("张江药谷", "CHN", "zh-Hans"),
        ("香港科學園", "HKG", "zh-Hant"),
        ("ಬೆಂಗಳೂರು", "IND", "kn"),
        ("జీనోమ్ వ్యాలీ", "IND", "te"),
        ("Boston-Cambridge", "USA", ""),
    ],
)
def test_local_names_are_tagged_by_their_script(name: str, country: str, language: str) -> None:
    assert language_of(name, country) == language
