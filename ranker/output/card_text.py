"""Words on the card of a figure: how rows add up, what was passed over and why, the trend."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.output.language import _, in_language
from ranker.output.view_cards import TrendView
from ranker.output.words import figure_text, number_text, trend_text, unit_text, years_text
from ranker.study.matrix import Cell
from ranker.study.model import Indicator, Level, Observation

WIDTH, HEIGHT = 60, 14  # pixels of the line through a figure's years
_EDGE = 2


def level_word(level: Level) -> str:
    """Return whose figure an indicator of a level is."""
    return {
        "cluster": _("cluster"),
        "city": _("city"),
        "metro": _("metro area"),
        "country": _("country"),
    }[level]


def total_text(cell: Cell) -> str:
    """Say how the rows of a cell become one figure; empty where one row stands as it is."""
    parts = (_combined_text(cell), _divided_text(cell))
    return "; ".join(part for part in parts if part)


def _divided_text(cell: Cell) -> str:
    """Name the figure that another is divided by, with its year and grade."""
    by = cell.denominator
    if by is None or cell.indicator.denominator is None:
        return ""
    label = in_language(by.indicator.label)
    if by.is_missing:
        return _("There is no figure to divide by: {label}").format(label=label)
    unit = unit_text(by.indicator)
    return _("Divided by {label}: {figure}, {year}, grade {grade}").format(
        label=label,
        figure=f"{figure_text(by.value, by.indicator)} {unit}".strip(),
        year=years_text(by),
        grade=by.grade,
    )


def _combined_text(cell: Cell) -> str:
    if len(cell.chosen) < 2:
        return ""
    template = {
        "sum": _("Sum of {n} items"),
        "max": _("Largest of {n} items"),
        "min": _("Smallest of {n} items"),
        "mean": _("Mean of {n} items"),
    }[cell.indicator.combine]
    return template.format(n=len(cell.chosen))


def passed_texts(cell: Cell, as_of: int | None) -> Iterator[str]:
    """Yield the rows that were not chosen, those of one reason in one line, newest first.

    Parameters
    ----------
    cell : Cell
    as_of : int or None
        The last year that the ranking looks at.
    """
    picked = {row.item: row.year for row in cell.chosen}
    by_reason: dict[str, list[Observation]] = {}
    for row in (passed.observation for passed in cell.passed):
        reason = _("later than {year}").format(year=as_of)
        if cell.denominator is not None and cell.denominator.is_missing:
            reason = _("there is nothing to divide it by")
        if row.year < picked.get(row.item, row.year):
            reason = _("older than {year}").format(year=picked[row.item])
        by_reason.setdefault(reason, []).append(row)
    for reason, rows in by_reason.items():
        figures = trend_text(rows, cell.indicator.as_observed)
        yield _("Not used, as {reason}: {figures}").format(reason=reason, figures=figures)


def trend(cell: Cell) -> TrendView | None:
    """Compare a figure with those of earlier years; None where there is none, or for items."""
    if len(cell.chosen) != 1 or cell.chosen[0].item:
        return None
    last = cell.chosen[0]
    older = [passed.observation for passed in cell.passed if passed.observation.year < last.year]
    if not older:
        return None
    rows = sorted([*older, last], key=lambda row: row.year)
    return TrendView(_change(rows[0], last, cell.indicator.as_observed), trend_line(rows))


def _change(first: Observation, last: Observation, indicator: Indicator) -> str:
    if last.value == first.value:
        return _("As in {year}.").format(year=first.year)
    if indicator.is_ordinal or indicator.unit.en == "year":
        figure = figure_text(first.value, indicator)
        return _("{figure} in {year}.").format(figure=figure, year=first.year)
    message = _("Up by {change} since {year}.")
    if last.value < first.value:
        message = _("Down by {change} since {year}.")
    change = number_text(abs(last.value - first.value))
    return message.format(change=change, year=first.year)


def trend_line(rows: list[Observation]) -> str:
    """Return path data through rows in the order of their years, the lowest at the bottom."""
    values = [row.value for row in rows]
    low, span = min(values), max(values) - min(values)
    years = rows[-1].year - rows[0].year
    points = []
    for row in rows:
        x = _EDGE + (WIDTH - 2 * _EDGE) * (row.year - rows[0].year) / years
        share = (row.value - low) / span if span else 0.5
        points.append(f"{x:.0f} {HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share:.0f}")
    return "M" + "L".join(points)
