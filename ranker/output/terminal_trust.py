"""Sheets for a terminal, fitted to its width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ranker.output.sheet import Column, Sheet
from ranker.output.terminal import text

_GAP = 2  # blanks between columns


def sheets_text(sheets: Sequence[Sheet], *, width: int) -> RenderableType:
    """Return sheets for a terminal, one below the other.

    Parameters
    ----------
    sheets : sequence of Sheet
    width : int
        Columns of the terminal. Spare columns are left out where they do not fit, the last
        first; words then take several lines.
    """
    parts: list[RenderableType] = []
    for sheet in sheets:
        parts += [Text()] if parts else []
        parts += [text(sheet.title, "bold"), *(text(line) for line in sheet.lead), Text()]
        if sheet.shown and sheet.shown[0].texts:
            parts.append(_table(_fitting(sheet.shown, width)))
            parts += [Text()] if sheet.notes else []
        parts += [text(line) for line in sheet.notes]
    return Group(*parts)


def _fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """Leave out spare columns until the rest fits."""
    kept = list(columns)
    while sum(_least_width(column) + _GAP for column in kept) - _GAP > width:
        spare = [column for column in kept if column.is_spare]
        if not spare:
            break
        kept.remove(spare[-1])
    return kept


def _least_width(column: Column) -> int:
    """Return the width below which a number, or a word, would be broken."""
    words = column.head.split()
    for cell in column.texts:
        words += cell.split() if column.is_text else [cell]
    return max(map(cell_len, words))


def _table(columns: Sequence[Column]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(
            text(column.head),
            justify="left" if column.is_text else "right",
            min_width=_least_width(column),
        )
    for row in zip(*(column.texts for column in columns), strict=True):
        table.add_row(*(text(cell) for cell in row))
    return table
