"""Numbers and years as analysts type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.study.numbers import is_endless, parse_level, parse_number, parse_year


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0.0),
        ("-1.5", -1.5),
        ("+2", 2.0),
        ("3.", 3.0),
        (".25", 0.25),
        ("1e6", 1e6),
        ("1E-3", 1e-3),
        ("007", 7.0),
    ],
)
def test_a_number_has_plain_digits_and_a_point(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1,200",
        "1 200",
        "1_000",
        "0x10",
        "nan",
        "inf",
        "1e400",
        "٣",
        "½",
        "1.2.3",
        "$5",
        "5%",
        "~5",
        "5\n",
        ".",
        "e5",
        "--1",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_float_is_read_exactly(number: float) -> None:
    assert parse_number(repr(number)) == number


@pytest.mark.parametrize("text", ["inf", "-Infinity", "∞", "1e400", "-" + "9" * 5000])
def test_what_has_no_end_is_called_endless(text: str) -> None:
    assert is_endless(text)
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["", "nan", "1", "1e300", "infinite", "inf inf"])
def test_other_texts_are_not_endless(text: str) -> None:
    assert not is_endless(text)


@pytest.mark.parametrize(("text", "year"), [("1800", 1800), ("2024", 2024), ("2034", 2034)])
def test_a_year_has_four_digits(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["", "24", "1799", "02024", "2024.0", "2024-25", "٢٠٢٤", "2024\n"])
def test_anything_else_is_no_year(text: str) -> None:
    assert parse_year(text) is None


@pytest.mark.parametrize("text", ["00", "-1", "1.0", "²", "٣", "", "one", "9" * 400])
def test_a_level_is_a_short_whole_number_without_leading_zeros(text: str) -> None:
    assert parse_level("0") == 0
    assert parse_level("12") == 12
    assert parse_level(text) is None
