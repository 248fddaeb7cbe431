"""A word means one band of probability, in the code and in the documentation alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ranker.output.likelihood import WORDS, chance_text, likelihood

PAGE = Path(__file__).parents[1] / "docs" / "robustness.md"


def test_bands_fall_and_reach_from_one_to_zero() -> None:
    edges = [least for least, _ in WORDS]

    assert edges == sorted(edges, reverse=True)
    assert edges[-1] == 0
    assert likelihood(1.0) == WORDS[0][1]


@pytest.mark.parametrize(("least", "word"), WORDS)
def test_a_band_includes_its_lower_edge(least: float, word: str) -> None:
    assert likelihood(least) == word
    if least:
        assert likelihood(least - 1e-9) != word


def test_documentation_has_the_same_words_in_the_same_bands() -> None:
    rows = re.findall(r"^\| (?:(\d+)% or more|less) \| (.+) \|$", PAGE.read_text("utf-8"), re.M)

    assert [(int(least) / 100 if least else 0.0, word) for least, word in rows] == list(WORDS)


@pytest.mark.parametrize(
    ("share", "error", "text"),
    [
        (0.374, 0.01, "37%"),
        (0.0, 0.01, "under 1%"),
        (1.0, 0.01, "over 99%"),
        (0.004, 0.0, "under 1%"),
        (0.97, 0.05, "over 95%"),
    ],
)
def test_draws_never_give_certainty(share: float, error: float, text: str) -> None:
    assert chance_text(share, error=error) == text
