"""A table that is written once and shown in several forms: terminal, CSV, Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ranker.output.export import escaped, harmless, plain_number, table_line

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, and how that is shown.

    Parameters
    ----------
    key : str
        Its name in CSV; empty where it is shown alone.
    head : str
        The words above it; empty where it is written to CSV alone.
    values : sequence
        In full precision, for CSV.
    texts : sequence of str
        As shown.
    is_text : bool
        Words, which stand to the left and may take two lines; numbers do neither.
    is_spare : bool
        Left out where a terminal is narrow.
    """

    key: str
    head: str
    values: Sequence[Value] = ()
    texts: Sequence[str] = ()
    is_text: bool = False
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title, what is said before it, and the notes below it."""

    title: str
    columns: tuple[Column, ...] = ()
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(column.texts) for column in self.shown}
        lengths |= {len(column.values) for column in self.written}
        if len(lengths) > 1:
            raise AssertionError("every column of a sheet has as many cells")

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that people see."""
        return tuple(column for column in self.columns if column.head)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns of the CSV."""
        return tuple(column for column in self.columns if column.key)


def sheet_to_csv(sheet: Sheet) -> str:
    """Return a sheet as CSV: numbers in full precision, empty where there is none."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column.key for column in sheet.written)
    rows = zip(*(column.values for column in sheet.written), strict=True)
    writer.writerows(map(_field, row) for row in rows)
    return file.getvalue()


def _field(value: Value) -> str:
    return harmless(value) if isinstance(value, str) else plain_number(value)


def sheet_to_markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown with rounded numbers, its notes below."""
    columns = sheet.shown
    rule = ["---" if column.is_text else "---:" for column in columns]
    rows = zip(*(column.texts for column in columns), strict=True)
    table = [
        table_line(escaped(column.head) for column in columns),
        table_line(rule),
        *(table_line(map(escaped, row)) for row in rows),
    ]
    parts = [f"# {escaped(sheet.title)}", *_paragraphs(sheet.lead), "\n".join(table)]
    return "\n\n".join([*parts, *_paragraphs(sheet.notes)]) + "\n"


def _paragraphs(lines: Iterable[str]) -> list[str]:
    return [escaped(line) for line in lines]
