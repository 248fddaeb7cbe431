"""A gap between two clusters as sheets: figure by figure, by whose they are, by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ranker.output.gap_view import KIND_LABELS, GapView, Step, view_gap, waterfall_bars
from ranker.output.rows import number_or_none
from ranker.output.sheet import Column, Sheet, Value
from ranker.output.words import MISSING, figure_text, unit_text

if TYPE_CHECKING:
    from ranker.analysis.gap import Gap
    from ranker.study.matrix import Cell

BAR_WIDTH = 32


def gap_sheets(gap: Gap) -> tuple[Sheet, ...]:
    """Return the waterfall with its table, then the same points in two sums."""
    view = view_gap(gap)
    return _figures_sheet(view), _kinds_sheet(view), _criteria_sheet(view)


def _figures_sheet(view: GapView) -> Sheet:
    labels = {part.node: part.label for part in view.gap.criteria}
    steps = view.steps
    parts = [step.part for step in steps]
    columns = (
        _words("label", "What counts", [part.points.label for part in parts]),
        _hidden("indicator", [part.points.node for part in parts]),
        _hidden("criterion", [part.points.criterion for part in parts]),
        _hidden("kind", [part.kind for part in parts]),
        _shown("Points", [points_text(step.shown) for step in steps]),
        _shown("Waterfall", waterfall_bars(view, BAR_WIDTH), spare=True),
        _spare_words("Whose", [KIND_LABELS[part.kind] for part in parts]),
        _words("", "In its unit", [step.raw_text for step in steps]),
        _figures("a_value", view.a, [part.a for part in parts], steps, is_a=True),
        _figures("b_value", view.b, [part.b for part in parts], steps, is_a=False),
        _hidden("raw_difference", [number_or_none(part.raw) for part in parts]),
        _hidden("unit", [unit_text(part.indicator) for part in parts]),
        _hidden("weight", [part.points.weight for part in parts]),
        _hidden("a_utility", [part.points.a for part in parts]),
        _hidden("b_utility", [part.points.b for part in parts]),
        _hidden("points", [part.points.difference for part in parts]),
        _spare_words("Criterion", [labels[part.points.criterion] for part in parts]),
    )
    title = f"{view.a} ({view.a_standing}) against {view.b} ({view.b_standing})"
    return Sheet(title, columns, lead=(view.sentence,), notes=tuple(_notes(view)))


def _notes(view: GapView) -> list[str]:
    notes = [
        f"Bars run from {view.b_score:.1f}, the score of {view.b}, to {view.a_score:.1f}, that of "
        f"{view.a}: ▓ up, ░ down. Points are rounded so that all sums shown add up."
    ]
    if any(step.part.kind == "missing" for step in view.steps):
        notes.append("* missing: the score of its criterion stands in for it.")
    return notes


def _kinds_sheet(view: GapView) -> Sheet:
    names = [KIND_LABELS[kind] for kind in view.kinds]
    return Sheet(
        "By who could change it",
        (
            _words("", "Whose", [*names, "all"]),
            _shown("Points", [points_text(shown) for shown in (*view.kinds.values(), view.total)]),
        ),
    )


def _criteria_sheet(view: GapView) -> Sheet:
    parts = view.gap.criteria
    shown = [view.criteria[part.node] for part in parts]
    return Sheet(
        "By criterion",
        (
            _words("", "Criterion", [*(part.label for part in parts), "all"]),
            _shown("Points", [points_text(points) for points in (*shown, view.total)]),
        ),
    )


def points_text(points: float) -> str:
    """Return a difference with one decimal and its sign.

    Examples
    --------
    >>> points_text(-1.2), points_text(0.0), points_text(3.0)
    ('−1.2', '0.0', '+3.0')
    """
    return f"{points:+.1f}".replace("-", "−") if points else "0.0"


def _figures(
    key: str, head: str, cells: list[Cell], steps: tuple[Step, ...], *, is_a: bool
) -> Column:
    stood_in = [
        part.a_is_missing if is_a else part.b_is_missing
        for part in (step.part.points for step in steps)
    ]
    texts = [
        (MISSING if cell.is_missing else figure_text(cell.value, cell.indicator).split(" · ")[0])
        + ("*" if is_out else "")
        for cell, is_out in zip(cells, stood_in, strict=True)
    ]
    return Column(key, head, [number_or_none(cell.value) for cell in cells], texts, is_spare=True)


def _words(key: str, head: str, texts: list[str]) -> Column:
    return Column(key, head, texts if key else (), texts, is_text=True)


def _spare_words(head: str, texts: list[str]) -> Column:
    return Column("", head, (), texts, is_text=True, is_spare=True)


def _shown(head: str, texts: list[str], *, spare: bool = False) -> Column:
    return Column("", head, (), texts, is_spare=spare)


def _hidden(key: str, values: Sequence[Value]) -> Column:
    return Column(key, "", values)
