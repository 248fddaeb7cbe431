"""Text and tables from disk, each row with its line; what cannot be read becomes a problem."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ranker.errors import Problem, did_you_mean, nearest

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    is_readable: bool = False  # no needed column is missing
    is_whole: bool = False  # no column and no row was lost, so that an id not found is unknown

    def where(self, row: Row, column: str = "") -> str:
        """Return ``file:line column`` of a row or of one of its fields."""
        return f"{self.name}:{row.line}" + (f" {column}" if column else "")

    def place(self, row: Row) -> str:
        """Say where a row stands, for the middle of a sentence."""
        return f"on line {row.line}"


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def read_text(path: Path, *, name: str) -> tuple[str | None, list[Problem]]:
    """Read a UTF-8 file; a byte order mark and CRLF are fine.

    Returns
    -------
    tuple of (str or None, list of Problem)
        None where the file is missing, unreadable, empty or not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
            return None, [_unreadable(name, "it is no plain file")]
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [
            Problem("file-missing", name, "there is no such file.", f"Add '{path.name}'.")
        ]
    except OSError as error:
        return None, [_unreadable(name, str(error.strerror or error))]
    return _decoded(raw, name=name)


def _unreadable(name: str, reason: str) -> Problem:
    what = f"the file cannot be read: {reason}."
    mend = "Put a plain file here, and check that you may read it."
    return Problem("file-unreadable", name, what, mend)


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
        Rows in file order; none where a needed column is missing.
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
        table.is_whole = not table.problems
        table.problems += _control_problems(text, name)
        _read_rows(reader, header, table)
    except csv.Error as error:
        where = f"{name}:{reader.line_num}"
        mend = (
            "Shorten the text, or close its quotation mark."
            if "limit" in str(error)
            else "Look for a quotation mark that is not closed or not doubled."
        )
        table.is_whole = False
        table.problems.append(
            Problem("csv-malformed", where, f"this is not a CSV row: {error}.", mend)
        )
    if not table.is_readable:
        table.rows.clear()  # every row lacks the column; that has been told
    return table


def _control_problems(text: str, name: str) -> Iterator[Problem]:
    found = CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        what = f"the character U+{ord(found.group()):04X} is none that can be shown."
        mend = "Remove it; an export that was cut off or mixed up leaves such characters."
        yield Problem("csv-malformed", f"{name}:{line}", what, mend)


def _read_rows(reader: csv._reader, header: list[str], table: Table) -> None:  # type: ignore[name-defined]
    before = reader.line_num
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            table.is_whole = False
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
    misspelt = {nearest(column, columns) for column in header if column not in columns}
    for column in columns:
        if column not in header and column not in optional and column not in misspelt:
            what = f"the column '{column}' is missing."
            mend = f"The first line must read: {','.join(columns)}."
            problems.append(Problem("csv-column-missing", f"{name}:1", what, mend))
    return problems
