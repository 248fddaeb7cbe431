"""What-ifs and corrections as sheets: who moves and why, which figures, which points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ranker.output.chances import interval_text
from ranker.output.moves_text import move_reason, rank_text
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_case import signed
from ranker.output.sheets_trust import name_of
from ranker.output.words import (
    MISSING,
    figure_text,
    listed,
    range_text,
    score_text,
    unit_text,
)

if TYPE_CHECKING:
    from ranker.analysis.correction import Correction, RowEffect
    from ranker.analysis.effects import Effect, Ends, IntervalShift
    from ranker.analysis.moves import Move, Shift
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.what_if import WhatIf
    from ranker.analysis.wishes import Change
    from ranker.study.corrections import Status
    from ranker.study.matrix import Cell
    from ranker.study.model import Indicator

HYPOTHETICAL_NOTE = "Hypothetical: these figures are supposed, no source states them."


def what_if_sheets(found: WhatIf) -> tuple[Sheet, ...]:
    """Return the new ranking beside the old, and the criteria on which scores change."""
    sheets = [_moves_sheet(found)]
    shifted = [move for move in found.moves if move.shifts]
    if shifted:
        title = "Scores on the criteria, where they change"
        sheets.append(Sheet(title, shift_columns(found.after, shifted)))
    return tuple(sheets)


def _moves_sheet(found: WhatIf) -> Sheet:
    supposed = [
        "; ".join(f"{c.indicator.id} {_ends(c)}" for c in found.changes_of(move.cluster))
        for move in found.moves
    ]
    columns = (
        *move_columns(found.before, found.after, found.moves),
        Column("hypothetical", "", supposed),
    )
    count = len(found.moved)
    moved = "No rank moves." if not count else f"{count} of {len(found.moves)} clusters move."
    lead = (HYPOTHETICAL_NOTE, *map(_supposed, found.changes), moved)
    notes = dict.fromkeys(note for change in found.changes for note in change.notes)
    still = "Yardsticks stay: a supposed figure moves nobody else's score."
    return Sheet(f"What if: {found.before.study.title.en}", columns, lead, (*notes, still))


def _supposed(change: Change) -> str:
    whose = f"{change.indicator.label.en} of {change.place}"
    if not change.is_needed:
        return f"{whose}: {value_text(change.value, change.indicator)}, as it is already."
    return f"{whose}: {_ends(change)}."


def _ends(change: Change) -> str:
    old, new = (value_text(v, change.indicator) for v in (change.cell.value, change.value))
    return f"{new}, not {old}"


def move_columns(before: Ranking, after: Ranking, moves: Sequence[Move]) -> tuple[Column, ...]:
    """Return ranks and scores after and before, and why each cluster moves."""
    clusters = [after.clusters[after.index(move.cluster)] for move in moves]
    names = [cluster.name for cluster in clusters]
    reasons = [move_reason(before, after, move) for move in moves]
    return (
        Column(
            "rank",
            "Rank",
            [move.after for move in moves],
            [rank_text(move.after, move.standing_after) for move in moves],
        ),
        Column(
            "rank_before",
            "Before",
            [move.before for move in moves],
            [rank_text(move.before, move.standing_before) for move in moves],
        ),
        Column("standing", "", [move.standing_after for move in moves]),
        Column("standing_before", "", [move.standing_before for move in moves]),
        Column("cluster", "", [cluster.id for cluster in clusters]),
        Column("name", "Cluster", names, names, is_text=True),
        Column("name_local", "", [cluster.name_local for cluster in clusters]),
        Column("group", "", [cluster.group for cluster in clusters]),
        Column("country", "", [cluster.country for cluster in clusters]),
        _scores("score", "Score", [move.score_after for move in moves], after),
        _scores("score_before", "Before", [move.score_before for move in moves], after),
        Column("reason", "Why it moves", reasons, reasons, is_text=True),
    )


def _scores(key: str, head: str, scores: Sequence[float | None], ranking: Ranking) -> Column:
    is_points = ranking.method.name == "weighted-sum"
    texts = [
        score_text(math.nan if score is None else score)
        if is_points or score is None
        else f"{score:.3f}".replace("-", "−")
        for score in scores
    ]
    return Column(key, head, scores, texts)


def value_text(value: float, indicator: Indicator) -> str:
    """Return a figure with its unit, or say that there is none."""
    if math.isnan(value):
        return "no figure"
    return f"{figure_text(value, indicator)} {unit_text(indicator)}".rstrip()


def shift_columns(after: Ranking, moves: Sequence[Move]) -> tuple[Column, ...]:
    """Return scores on criteria before and after, one row a cluster and criterion."""
    labels = {node.id: node.label.en for node in after.study.criteria}
    pairs = list(_pairs(moves))
    names = [name_of(after, cluster) for cluster, _ in pairs]
    points = [shift.points for _, shift in pairs]
    criteria = [labels[shift.criterion] for _, shift in pairs]
    return (
        Column("cluster", "Cluster", [cluster for cluster, _ in pairs], names, is_text=True),
        Column("criterion", "Criterion", [s.criterion for _, s in pairs], criteria, is_text=True),
        _points("before", "Before", [shift.before for _, shift in pairs]),
        _points("after", "After", [shift.after for _, shift in pairs]),
        Column("points", "Points", points, [MISSING if p is None else signed(p) for p in points]),
    )


def _pairs(moves: Sequence[Move]) -> Iterator[tuple[str, Shift]]:
    for move in moves:
        for shift in move.shifts:
            yield move.cluster, shift


def _points(key: str, head: str, scores: Sequence[float | None]) -> Column:
    texts = [score_text(math.nan if score is None else score) for score in scores]
    return Column(key, head, scores, texts)


# --- corrections -------------------------------------------------------------------------

KINDS: Mapping[Status, str] = {
    "adds": "added",
    "replaces": "replaced",
    "identical": "the same as in the study",
}
_MOST = 4  # clusters that a line names


def correction_sheets(found: Correction) -> tuple[Sheet, ...]:
    """Return what each row alone would change, and what all together would."""
    return _rows_sheet(found), _together_sheet(found)


def _rows_sheet(found: Correction) -> Sheet:
    rows = found.preview.rows
    observations = [entry.sent.row for entry in rows]
    labels = [entry.indicator.label.en for entry in rows]
    kinds = [KINDS[entry.sent.status] for entry in rows]
    effects = [row_text(entry) for entry in rows]
    columns = (
        _counts("row", "Row", [entry.sent.number for entry in rows]),
        _texts("place", "Of", [row.place for row in observations]),
        Column("indicator", "Figure", [e.indicator.id for e in rows], labels, is_text=True),
        Column("item", "", [row.item for row in observations]),
        Column("year", "Year", [r.year for r in observations], [str(r.year) for r in observations]),
        _texts("kind", "Row is", kinds),
        Column("row_value", "", [row.value for row in observations]),
        *_cells("before", "Figure now", [entry.before for entry in rows]),
        *_cells("after", "Would be", [entry.after for entry in rows]),
        _texts("effect_alone", "This row alone", effects),
    )
    title = f"Corrections of {found.ranking.study.title.en}"
    lead = ("A preview: nothing is written.",)
    return Sheet(title, columns, lead, tuple(_row_notes(found)))


def _counts(key: str, head: str, numbers: Sequence[int]) -> Column:
    return Column(key, head, numbers, [str(number) for number in numbers])


def _texts(key: str, head: str, texts: Sequence[str]) -> Column:
    return Column(key, head, texts, texts, is_text=True)


def _cells(when: str, head: str, cells: Sequence[Cell]) -> tuple[Column, ...]:
    return (
        Column(f"value_{when}", "", [None if c.is_missing else c.value for c in cells]),
        Column(f"quality_{when}", "", [cell.grade for cell in cells]),
        Column(f"sources_{when}", "", [" ".join(cell.sources) for cell in cells]),
        Column("", head, (), [cell_text(cell) for cell in cells], is_text=True),
    )


def cell_text(cell: Cell) -> str:
    """Return a figure with its range, grade and sources in one line.

    Returns
    -------
    str
        Such as "57 companies (at least 50; grade B; moef-2025)".
    """
    if cell.is_missing:
        return "no figure"
    ends = range_text(cell.low, cell.high, cell.indicator)
    parts = [*([ends] if ends else []), f"grade {cell.grade}", listed(cell.sources)]
    return f"{value_text(cell.value, cell.indicator)} ({'; '.join(parts)})"


def row_text(entry: RowEffect) -> str:
    """Say what one row alone would change."""
    if entry.sent.status == "identical":
        return "nothing: the study has this row"
    if not entry.is_chosen:
        years = entry.after.years
        return f"nothing: the figure of {years[1] if years else 'another year'} counts"
    return effect_text(entry.alone)


def effect_text(effect: Effect) -> str:
    """Say in a line who would take which rank and interval."""
    told = [_told(effect, move) for move in effect.told]
    if not told:
        return "no rank would change"
    left = len(told) - _MOST
    shown = [*told[:_MOST], *([f"{left} more"] if left > 0 else [])]
    return "; ".join(shown)


def _told(effect: Effect, move: Move) -> str:
    old = rank_text(move.before, move.standing_before)
    new = rank_text(move.after, move.standing_after)
    rank = f"rank {new}, not {old}" if old != new else f"rank {new} still"
    words = interval_words(effect.interval(move.cluster))
    return f"{name_of(effect.after, move.cluster)}: {rank}{f'; interval {words}' if words else ''}"


def interval_words(shift: IntervalShift) -> str:
    """Say how a 90 % rank interval would change; empty where it stays.

    Examples
    --------
    >>> from ranker.analysis.effects import IntervalShift
    >>> interval_words(IntervalShift("songdo", (6, 8), (5, 6)))
    'would be 5–6, not 6–8'
    """
    if shift.before == shift.after:
        return ""
    return f"would be {_interval(shift.after)}, not {_interval(shift.before)}"


def _interval(ends: Ends | None) -> str:
    return interval_text(*ends) if ends is not None else "none"


def _row_notes(found: Correction) -> Iterator[str]:
    new = found.corrections.sources.values()
    for source in new:
        yield f"New source {source.id}: {source.title} ({source.url})."
    yield (
        f"Intervals: nine draws of ten lie within them. {found.draws:,} draws from seed "
        f"{found.seed} before and after; shares are within {found.error * 100:.1f} percentage "
        "points, so that an end can differ by one rank from the draws alone."
    )


def _together_sheet(found: Correction) -> Sheet:
    effect = found.preview.together
    moves = effect.told
    shifts = [effect.interval(move.cluster) for move in moves]
    head = move_columns(effect.before, effect.after, moves)
    columns = (
        *head[:-1],
        _texts("", "90% interval", [_interval(s.after) for s in shifts]),
        _texts("", "Before", [_interval(s.before) for s in shifts]),
        head[-1],
    )
    title = "All rows together" if moves else "All rows together: no rank would change"
    return Sheet(title, columns)
