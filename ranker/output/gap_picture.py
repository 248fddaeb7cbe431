"""Gaps as the report shows them: a waterfall of the first, a line for each of the others."""

from __future__ import annotations

from collections.abc import Sequence

from ranker.analysis.gap import KINDS
from ranker.analysis.ranking import Ranking
from ranker.output.cells import figure_id
from ranker.output.cldr import decimal
from ranker.output.gap_view import KIND_LABELS, GapView, Step
from ranker.output.language import _, in_language
from ranker.output.sheets_gap import points_text
from ranker.output.view_gap import GapGroupView, GapRowView, KindView, StepView, WaterfallView
from ranker.output.words import listed, ordinal, score_text

EDGE = 2.0  # percent left free on both sides
MOST_OWN = 2  # differences told in their units


def waterfall_view(view: GapView) -> WaterfallView:
    """Lay the steps from b's score to a's out on one scale.

    Parameters
    ----------
    view : GapView

    Returns
    -------
    WaterfallView
    """
    ends = [view.a_score, view.b_score]
    ends += [end for step in view.steps for end in (step.start, step.stop)]
    low, high = min(ends), max(ends)

    def x(score: float) -> float:
        return round(EDGE + (100 - 2 * EDGE) * (score - low) / ((high - low) or 1.0), 2)

    shown = [step for step in view.steps if step.shown]
    same = [in_language(step.part.indicator.label) for step in view.steps if not step.shown]
    present = {step.part.kind for step in shown}
    return WaterfallView(
        title=_title(view),
        sentence=view.sentence,
        a=view.a,
        b=view.b,
        a_score_text=score_text(view.a_score),
        b_score_text=score_text(view.b_score),
        a_end=x(view.a_score),
        b_end=x(view.b_score),
        kinds=tuple(
            KindView(kind, _(KIND_LABELS[kind]), points_text(view.kinds[kind]))
            for kind in KINDS
            if kind in present
        ),
        steps=tuple(
            _step(view.gap.a, step, start=x(step.start), stop=x(step.stop)) for step in shown
        ),
        same=listed(same, most=len(same)),
    )


def _title(view: GapView) -> str:
    words = _("{a} is {points} points ahead of {b}")
    own = view.kinds["own"]
    if view.gap.is_level:
        words = _("{a} and {b} are level")
    elif view.total < 0 and own < 0:
        words = _("{a} is {points} points behind {b}; {own} of them are its own to change")
    elif view.total < 0:
        words = _("{a} is {points} points behind {b}")
    return words.format(
        a=view.a, b=view.b, points=decimal(abs(view.total), 1), own=decimal(abs(own), 1)
    )


def _step(a: str, step: Step, *, start: float, stop: float) -> StepView:
    return StepView(
        label=in_language(step.part.indicator.label),
        card=figure_id(a, step.part.points.node),
        raw_text=step.raw_text,
        kind=step.part.kind,
        left=min(start, stop),
        width=round(abs(stop - start), 2),
        start=start,
        stop=stop,
        points=step.part.points.difference,
        points_text=points_text(step.shown),
    )


def gap_groups(ranking: Ranking, views: Sequence[GapView]) -> tuple[GapGroupView, ...]:
    """Return the gaps of each home cluster, one a line, in the order given."""
    homes = dict.fromkeys(view.gap.a for view in views)
    return tuple(
        GapGroupView(held[0].a, held[0].a_standing, tuple(_gap_row(ranking, view) for view in held))
        for held in ([view for view in views if view.gap.a == home] for home in homes)
    )


def _gap_row(ranking: Ranking, view: GapView) -> GapRowView:
    row = ranking.index(view.gap.b)
    place = ordinal(int(ranking.standings[row]))
    own = [step for step in view.steps if step.part.kind == "own" and step.shown]
    words = [
        f"{in_language(step.part.indicator.label)}: {step.raw_text}" for step in own[:MOST_OWN]
    ]
    return GapRowView(
        id=view.gap.b,
        name=view.b,
        tone=ranking.study.role(ranking.clusters[row]),
        standing=place if ranking.ranks[row] else f"({place})",
        total=view.gap.difference,
        total_text=points_text(view.total),
        kinds={kind: points_text(view.kinds[kind]) for kind in KINDS},
        own_text="; ".join(words) or _("nothing"),
    )
