"""Weight sensitivity as the report shows it: how far each weight can move, and who takes over."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ranker.analysis.ranking import Ranking
from ranker.analysis.stability import Interval, Question, Stability
from ranker.output.chances import number_word
from ranker.output.language import _, cluster_name, in_language, in_sentence, ngettext
from ranker.output.view_moves import CriterionHoldView, HoldView, WeightHoldsView
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
    top_words = _("the first {count}").format(count=number_word(len(holds.top)))
    top_head = _("The first {count} stay").format(count=number_word(len(holds.top)))
    rows = tuple(_row(holds, node) for node in ranking.study.criteria)
    return WeightHoldsView(_finding(holds, top_words), top_words, top_head, rows)


def _row(holds: Stability, node: Node) -> CriterionHoldView:
    first = holds.interval(node.id, "first")
    return CriterionHoldView(
        id=node.id,
        label=in_language(node.label),
        now=first.weight,
        now_text=share_text(first.weight),
        first=_hold(holds.ranking, first),
        top=_hold(holds.ranking, holds.interval(node.id, "top")),
    )


def _hold(ranking: Ranking, held: Interval) -> HoldView:
    ways = (
        (_("below: {winner} overtakes {loser}"), held.below),
        (_("above: {winner} overtakes {loser}"), held.above),
    )
    beyond = [
        words.format(winner=_name(ranking, taken.winner), loser=_name(ranking, taken.loser))
        for words, taken in ways
        if taken is not None
    ]
    span = _("{low} to {high}").format(low=_low(held), high=_high(held))
    return HoldView(
        left=round(held.low * 100, 2),
        width=round((held.high - held.low) * 100, 2),
        text=span if beyond else _("any weight"),
        below=_name(ranking, held.below.winner) if held.below else "",
        above=_name(ranking, held.above.winner) if held.above else "",
        beyond="; ".join(beyond) or _("nothing changes"),
    )


def _finding(holds: Stability, top_words: str) -> str:
    ranking = holds.ranking
    leaders = [cluster_name(c) for c in ranking.ranked if ranking.rank_of(c.id) == 1]
    limits = list(_limits(holds, "first"))
    lead = ngettext(
        "{names} stays first unless {limits}, others in proportion",
        "{names} stay first unless {limits}, others in proportion",
        len(leaders),
    )
    if not limits:
        lead = ngettext(
            "{names} stays first whatever one weight is",
            "{names} stay first whatever one weight is",
            len(leaders),
        )
    lead = lead.format(names=listed(leaders), limits=_(" or ").join(limits))
    nearest = next(_limits(holds, "top"), "")
    words = _("{finding}; {top} stay at least until {limit}")
    if not nearest:
        words = _("{finding}; {top} stay the same")
    return words.format(finding=lead, top=top_words, limit=nearest)


def _limits(holds: Stability, question: Question) -> Iterator[str]:
    """Yield what one weight must pass before anything changes, the smallest move first."""
    asked = [held for held in holds.intervals if held.question == question]
    moves = []
    for held in asked:
        label = _label(holds.ranking, held.criterion)
        if held.below is not None:
            words = _("{criterion} weighs less than {share}")
            moves.append((held.weight - held.low, words.format(criterion=label, share=_low(held))))
        if held.above is not None:
            words = _("{criterion} weighs more than {share}")
            moves.append(
                (held.high - held.weight, words.format(criterion=label, share=_high(held)))
            )
    yield from (words for _, words in sorted(moves, key=lambda move: round(move[0], 9)))


def _low(held: Interval) -> str:
    """Return the lower end, rounded up so that nothing changes from there on."""
    return f"{math.ceil(held.low * _TENTHS - _ROUNDING) / 10:g}%"


def _high(held: Interval) -> str:
    """Return the upper end, rounded down so that nothing changes up to there."""
    return f"{math.floor(held.high * _TENTHS + _ROUNDING) / 10:g}%"


def _label(ranking: Ranking, criterion: str) -> str:
    return in_sentence(
        next(in_language(n.label) for n in ranking.study.criteria if n.id == criterion)
    )


def _name(ranking: Ranking, cluster: str) -> str:
    return cluster_name(ranking.clusters[ranking.index(cluster)])
