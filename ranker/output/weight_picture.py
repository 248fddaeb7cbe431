"""Weight sensitivity as the report shows it: how far each weight can move, and who takes over."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ranker.analysis.ranking import Ranking
from ranker.analysis.stability import Interval, Question, Stability
from ranker.output.chances import number_word
from ranker.output.view_trust import CriterionHoldView, HoldView, WeightHoldsView
from ranker.output.words import listed, share_text
from ranker.study.model import Node

_TENTHS = 1000  # tenths of a percent in a whole
_ROUNDING = 1e-6


def weight_holds(holds: Stability) -> WeightHoldsView:
    """Say for each criterion at which weights the first, and the top, stay as they are.

    Parameters
    ----------
    holds : Stability

    Returns
    -------
    WeightHoldsView
    """
    ranking = holds.ranking
    top_words = f"the first {number_word(len(holds.top))}"
    rows = tuple(_row(holds, node) for node in ranking.study.criteria)
    return WeightHoldsView(_finding(holds, top_words), top_words, rows)


def _row(holds: Stability, node: Node) -> CriterionHoldView:
    first = holds.interval(node.id, "first")
    return CriterionHoldView(
        id=node.id,
        label=node.label.en,
        now=first.weight,
        now_text=share_text(first.weight),
        first=_hold(holds.ranking, first),
        top=_hold(holds.ranking, holds.interval(node.id, "top")),
    )


def _hold(ranking: Ranking, held: Interval) -> HoldView:
    beyond = [
        f"{way}: {_name(ranking, taken.winner)} overtakes {_name(ranking, taken.loser)}"
        for way, taken in (("below", held.below), ("above", held.above))
        if taken is not None
    ]
    return HoldView(
        left=round(held.low * 100, 2),
        width=round((held.high - held.low) * 100, 2),
        text=f"{_low(held)} to {_high(held)}" if beyond else "any weight",
        below=_name(ranking, held.below.winner) if held.below else "",
        above=_name(ranking, held.above.winner) if held.above else "",
        beyond="; ".join(beyond) or "nothing changes",
    )


def _finding(holds: Stability, top_words: str) -> str:
    ranking = holds.ranking
    leaders = [c.name for c in ranking.ranked if ranking.rank_of(c.id) == 1]
    who = f"{listed(leaders)} {'stays' if len(leaders) == 1 else 'stay'} first"
    limits = list(_limits(holds, "first"))
    lead = f"{who} whatever one weight is"
    if limits:
        lead = f"{who} unless {' or '.join(limits)}, others in proportion"
    nearest = next(_limits(holds, "top"), "")
    if not nearest:
        return f"{lead}; {top_words} stay the same"
    return f"{lead}; {top_words} stay at least until {nearest}"


def _limits(holds: Stability, question: Question) -> Iterator[str]:
    """Yield what one weight must pass before anything changes, the smallest move first."""
    asked = [held for held in holds.intervals if held.question == question]
    moves = []
    for held in asked:
        label = _label(holds.ranking, held.criterion)
        if held.below is not None:
            moves.append((held.weight - held.low, f"{label} weighs less than {_low(held)}"))
        if held.above is not None:
            moves.append((held.high - held.weight, f"{label} weighs more than {_high(held)}"))
    yield from (words for _, words in sorted(moves, key=lambda move: round(move[0], 9)))


def _low(held: Interval) -> str:
    """Return the lower end, rounded up so that nothing changes from there on."""
    return f"{math.ceil(held.low * _TENTHS - _ROUNDING) / 10:g}%"


def _high(held: Interval) -> str:
    """Return the upper end, rounded down so that nothing changes up to there."""
    return f"{math.floor(held.high * _TENTHS + _ROUNDING) / 10:g}%"


def _label(ranking: Ranking, criterion: str) -> str:
    return next(node.label.en.lower() for node in ranking.study.criteria if node.id == criterion)


def _name(ranking: Ranking, cluster: str) -> str:
    return ranking.clusters[ranking.index(cluster)].name
