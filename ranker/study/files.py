"""Text and tables from disk, each row with its line; what cannot be read becomes a problem."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ranker.errors import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: the text of each column, without surrounding blanks."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(slots=True)
class Table:
    """A CSV file as rows of text, and what was wrong with it."""

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_readable: bool = False

    def where(self, row: Row, column: str = "") -> str:
        """Return ``file:line column`` of a row or of one of its fields."""
        return f"{self.name}:{row.line}" + (f" {column}" if column else "")


def read_text(path: Path, *, name: str) -> tuple[str | None, list[Problem]]:
    """Read a UTF-8 file; a byte order mark and CRLF are fine.

    Returns
    -------
    tuple of (str or None, list of Problem)
        None where the file is missing, unreadable, empty or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [
            Problem("file-missing", name, "the study has no such file.", f"Add '{path.name}'.")
        ]
    except OSError as error:
        return None, [
            Problem(
                "file-unreadable",
                name,
                f"the file cannot be read: {error.strerror or error}.",
                "Check that it is a plain file and that you may read it.",
            )
        ]
    return _decoded(raw, name=name)


def _decoded(raw: bytes, *, name: str) -> tuple[str | None, list[Problem]]:
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        return None, [
            Problem("file-empty", name, "the file is empty.", "Fill it in or restore it.")
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8."
        mend = "Save the file as UTF-8 (in Excel: 'CSV UTF-8')."
        return None, [Problem("encoding-not-utf8", f"{name}:{line}", found, mend)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def read_table(
    path: Path, *, name: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Table:
    """Read a CSV file with a header row; never raises for what a user can write.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        The file as the user knows it, for messages.
    columns : sequence of str
        Every column the table may have.
    optional : sequence of str
        Those of `columns` that may be left out.

    Returns
    -------
    Table
        Rows in file order. ``is_readable`` is False where a needed column is missing.
    """
    text, problems = read_text(path, name=name)
    table = Table(name, problems=problems)
    if text is None:
        return table
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        table.problems += _header_problems(header, name, columns, optional)
        table.is_readable = set(columns) - set(optional) <= set(header)
        _read_rows(reader, header, table)
    except csv.Error as error:
        where = f"{name}:{reader.line_num}"
        mend = "Look for a quotation mark that is not closed or not doubled."
        table.problems.append(
            Problem("csv-malformed", where, f"this is not a CSV row: {error}.", mend)
        )
    return table


def _read_rows(reader: csv._reader, header: list[str], table: Table) -> None:  # type: ignore[name-defined]
    before = reader.line_num
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            table.problems.append(
                Problem(
                    "csv-row-ragged",
                    f"{table.name}:{line}",
                    f"the row has {len(cells)} fields, the header {len(header)}.",
                    "Put a text that holds a comma in quotation marks; keep empty fields.",
                )
            )
            continue
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        table.rows.append(Row(line, values))


def _header_problems(
    header: list[str], name: str, columns: Sequence[str], optional: Sequence[str]
) -> list[Problem]:
    problems = []
    for column in dict.fromkeys(header):
        if column not in columns:
            what = f"the column '{column}' is unknown."
            mend = did_you_mean(column, columns)
            problems.append(Problem("csv-column-unknown", f"{name}:1", what, mend))
        elif header.count(column) > 1:
            what = f"the column '{column}' stands {header.count(column)} times."
            problems.append(Problem("key-duplicate", f"{name}:1 {column}", what, "Keep one."))
    for column in columns:
        if column not in header and column not in optional:
            what = f"the column '{column}' is missing."
            mend = f"The first line must read: {','.join(columns)}."
            problems.append(Problem("csv-column-missing", f"{name}:1", what, mend))
    return problems
