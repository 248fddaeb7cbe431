"""A package of changes as a sheet: from which figure to which, points and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ranker.output.reach_view import (
    cost_unit,
    figure_to_text,
    limit_text,
    reach_notes,
    reach_sentence,
    shown_points,
)
from ranker.output.sheet import Column, Sheet, Value
from ranker.output.sheets_gap import points_text
from ranker.output.words import number_text, ordinal, unit_text

if TYPE_CHECKING:
    from ranker.analysis.reach import Reach
    from ranker.analysis.reach_draws import Holds


def reach_sheet(reach: Reach, holds: Holds | None = None) -> Sheet:
    """Return the cheapest package, or all levers at their caps where that is not enough."""
    changes, levers = reach.changes, [change.lever for change in reach.changes]
    labels = [lever.indicator.label.en for lever in levers]
    units = [unit_text(lever.indicator) for lever in levers]
    columns = (
        Column("label", "What changes", labels, labels, is_text=True),
        _hidden("indicator", [lever.indicator.id for lever in levers]),
        _hidden("place", [lever.place for lever in levers]),
        _column("from", "From", [v.now for v in levers], [number_text(v.now) for v in levers]),
        _column("to", "To", [c.to for c in changes], [figure_to_text(c) for c in changes]),
        Column("unit", "Unit", units, units, is_text=True),
        _column(
            "points",
            "Points",
            [change.points for change in changes],
            [points_text(points) for points in shown_points(reach)],
        ),
        _column(
            "cost",
            f"Cost, {cost_unit(reach)}" if cost_unit(reach) else "Cost",
            [change.cost for change in changes],
            [number_text(change.cost) for change in changes],
        ),
        _column("cap", "At most", [v.furthest for v in levers], [limit_text(v) for v in levers]),
    )
    ranks = f"{ordinal(reach.rank_before)} → {ordinal(reach.rank_after)}"
    title = "The cheapest way there" if reach.is_reached else "Every lever at its cap"
    scores = f"Rank {ranks}, score {reach.before:.1f} → {reach.after:.1f}"
    lead = (reach_sentence(reach), f"{scores}; needed {reach.target:.1f}.")
    return Sheet(title, columns, lead=lead, notes=tuple(reach_notes(reach, holds)))


def _column(key: str, head: str, values: list[float], texts: list[str]) -> Column:
    return Column(key, head, values, texts)


def _hidden(key: str, values: list[str]) -> Column:
    held: list[Value] = [*values]
    return Column(key, "", held)
