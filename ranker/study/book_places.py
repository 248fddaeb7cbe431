"""Which cell of a workbook a line or a field of a study's files came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ranker.errors import Problem
from ranker.study.book_reading import SheetTable
from ranker.study.yaml_reader import Path as FieldPath
from ranker.study.yaml_reader import dotted_path

_FILES = r"study\.yaml|networks\.yaml|profiles/[^:]+\.yaml|\w+\.csv"
_WHERE = re.compile(rf"(?:^|.*?[/\\])?({_FILES})(?::(\d+))?(?: (.*))?\Z", re.DOTALL)
_LAST_STEP = re.compile(r"(?:\.[^.\[\]]*|\[\d+\]|[^.\[\]]+)\Z")


@dataclass
class Places:
    """Cells by the file, line and field that they were written to.

    Parameters
    ----------
    book : str
        The workbook as the user knows it.
    """

    book: str
    _fields: dict[tuple[str, str], str] = field(default_factory=dict)
    _lines: dict[tuple[str, int], tuple[SheetTable, int]] = field(default_factory=dict)

    def add(self, file: str, path: FieldPath, cell: str) -> None:
        """Remember the cell of a field; fields above it stand where their first one does."""
        for length in range(len(path), -1, -1):
            self._fields.setdefault((file, dotted_path(path[:length])), cell)

    def add_line(self, file: str, line: int, table: SheetTable, row: int) -> None:
        """Remember the row of a line of a table."""
        self._lines[file, line] = (table, row)

    def moved(self, problem: Problem) -> Problem:
        """Return a problem of a file as one of the cell that the file was written from."""
        found = _WHERE.match(problem.where)
        if found is None:
            return problem
        file, line, name = found[1], int(found[2] or 1), found[3] or ""
        cell = self._in_table(file, line, name) or self._in_fields(file, name) or file
        return replace(problem, where=f"{self.book} {cell}")

    def _in_table(self, file: str, line: int, column: str) -> str | None:
        table, row = self._lines.get((file, line), (None, 0))
        return None if table is None else table.cell(row, column)

    def _in_fields(self, file: str, dotted: str) -> str | None:
        while (file, dotted) not in self._fields:
            if not dotted:
                return None
            dotted = _LAST_STEP.sub("", dotted)
        return self._fields[file, dotted]
