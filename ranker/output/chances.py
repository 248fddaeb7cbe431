"""Probabilities and rank intervals in words, no surer than the draws behind them."""

from __future__ import annotations

import math

from ranker.analysis.robustness import Robustness
from ranker.analysis.variation import Variation
from ranker.output.cldr import decimal
from ranker.output.language import N_, _
from ranker.output.likelihood import chance_text, likelihood
from ranker.output.words import listed, ordinal

SMALL_NUMBERS = (
    N_("none"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
)


def number_word(number: int) -> str:
    """Return a small number as a word.

    Examples
    --------
    >>> number_word(3), number_word(10), number_word(41)
    ('three', 'ten', '41')
    """
    return _(SMALL_NUMBERS[number]) if number < len(SMALL_NUMBERS) else str(number)


def chance_words(share: float, error: float, first: int = 1) -> str:
    """Return how likely a place among the first is, word and percentage from one number.

    Parameters
    ----------
    share : float
        Share of draws.
    error : float
        Half-width of its 95 % interval; neither word nor number is surer than that.
    first : int
        Among how many first places.

    Examples
    --------
    >>> chance_words(0.897, 0.01), chance_words(0.0, 0.1, 3)
    ('very likely to be first (90%)', 'unlikely to be among the first three (under 10%)')
    """
    held = min(max(round(share, 2), error, 0.005), 1 - max(error, 0.005))
    words = _("{likely} to be first ({chance})")
    if first > 1:
        words = _("{likely} to be among the first {count} ({chance})")
    chance = chance_text(share, error=error)
    return words.format(likely=likelihood(held), chance=chance, count=number_word(first))


def interval_words(low: int, high: int) -> str:
    """Return a rank interval in words.

    Examples
    --------
    >>> interval_words(3, 7), interval_words(1, 1)
    ('3rd to 7th', '1st')
    """
    if low == high:
        return ordinal(low)
    return _("{best} to {worst}").format(best=ordinal(low), worst=ordinal(high))


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
    parts = [_("weights")] if variation.weights != "fixed" else []
    parts += [_("figures")] if variation.data or variation.missing else []
    parts += [_("construction")] if variation.construction else []
    return listed(parts)


def error_text(drawn: Robustness) -> str:
    """Return the Monte Carlo error in percentage points, rounded up.

    The half-width of the 95 % interval of the least certain share.
    """
    points = decimal(math.ceil(drawn.error * 1000 - 1e-9) / 10, 1)
    return _("{number} percentage points").format(number=points)


def standing_words(drawn: Robustness, cluster: str) -> str:
    """Say how sure the place of a ranked cluster is, as the second half of a sentence.

    Of a cluster among the first three it is asked how likely those three and the first
    place are, of any other how likely the first ten and the first three.
    """
    place = drawn.ranking.rank_of(cluster) or 0
    asked = (3, 1) if place <= 3 else (10, 3)
    chances = [
        chance_words(drawn.top(cluster, k), drawn.error, k)
        for k in asked
        if k < len(drawn.clusters)
    ]
    return _("is {chances}; its 90% interval is {interval}").format(
        chances=listed(chances), interval=interval_words(*drawn.interval(cluster))
    )
