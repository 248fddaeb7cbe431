"""Probabilities and rank intervals in words, no surer than the draws behind them."""

from __future__ import annotations

import math

from ranker.analysis.robustness import Robustness
from ranker.analysis.variation import Variation
from ranker.output.likelihood import chance_text, likelihood
from ranker.output.words import listed, ordinal

SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_word(number: int) -> str:
    """Return a small number as a word.

    Examples
    --------
    >>> number_word(3), number_word(10), number_word(41)
    ('three', 'ten', '41')
    """
    words = (*SMALL_NUMBERS, "ten")
    return words[number] if number < len(words) else str(number)


def chance_words(share: float, error: float, what: str) -> str:
    """Return how likely something is, the word and the percentage from the same number.

    Parameters
    ----------
    share : float
        Share of draws.
    error : float
        Half-width of its 95 % interval; neither word nor number is surer than that.
    what : str
        What is likely or not, as an infinitive.

    Examples
    --------
    >>> chance_words(0.897, 0.01, "to be first"), chance_words(0.0, 0.1, "to be first")
    ('very likely to be first (90%)', 'unlikely to be first (under 10%)')
    """
    held = min(max(round(share, 2), error, 0.005), 1 - max(error, 0.005))
    return f"{likelihood(held)} {what} ({chance_text(share, error=error)})"


def interval_words(low: int, high: int) -> str:
    """Return a rank interval in words.

    Examples
    --------
    >>> interval_words(3, 7), interval_words(1, 1)
    ('3rd to 7th', '1st')
    """
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"


def interval_text(low: int, high: int) -> str:
    """Return a rank interval as numbers.

    Examples
    --------
    >>> interval_text(3, 7), interval_text(1, 1)
    ('3–7', '1')
    """
    return str(low) if low == high else f"{low}–{high}"


def redrawn(variation: Variation) -> str:
    """Name what varied, in a word each; empty where nothing did."""
    parts = ["weights"] if variation.weights != "fixed" else []
    parts += ["figures"] if variation.data or variation.missing else []
    parts += ["construction"] if variation.construction else []
    return listed(parts)


def error_text(drawn: Robustness) -> str:
    """Return the Monte Carlo error in percentage points, rounded up.

    The half-width of the 95 % interval of the least certain share.
    """
    return f"{math.ceil(drawn.error * 1000 - 1e-9) / 10:.1f} percentage points"


def standing_words(drawn: Robustness, cluster: str) -> str:
    """Say how sure the place of a ranked cluster is, as the second half of a sentence.

    Of a cluster among the first three it is asked how likely those three and the first
    place are, of any other how likely the first ten and the first three.
    """
    place = drawn.ranking.rank_of(cluster) or 0
    asked = (3, 1) if place <= 3 else (10, 3)
    chances = [
        chance_words(drawn.top(cluster, k), drawn.error, f"to be {_first(k)}")
        for k in asked
        if k < len(drawn.clusters)
    ]
    interval = f"its 90% interval is {interval_words(*drawn.interval(cluster))}"
    return f"is {listed(chances)}; {interval}"


def _first(k: int) -> str:
    return "first" if k == 1 else f"among the first {number_word(k)}"
