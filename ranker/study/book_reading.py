"""A workbook as tables of values, each with its cell; what cannot be read becomes a problem."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ranker.errors import ContentError, Problem, UsageError, did_you_mean
from ranker.study.book_layout import column_letters

LARGEST = 400_000_000  # bytes that the parts of a workbook may unpack to
_WHOLE = 10**15  # whole numbers below are written without a point


@dataclass(slots=True)
class SheetTable:
    """A sheet as rows of values.

    Parameters
    ----------
    name : str
    columns : tuple of str
        The first row.
    rows : list of (int, tuple)
        Number of the row as the program shows it, and its values, one a column.
    """

    name: str
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)

    def cell(self, row: int, column: str | int = 0) -> str:
        """Return the address of a cell, as ``observations!E12``."""
        at = self.columns.index(column) if column in self.columns else 0
        at = column if isinstance(column, int) else at
        return f"{self.name}!{column_letters(at)}{row}"

    def named_rows(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield rows as mappings from the name of a column to the value."""
        for number, values in self.rows:
            yield number, dict(zip(self.columns, values, strict=True))


def read_book(
    path: Path, *, sheets: tuple[str, ...], computed: tuple[str, ...] = ()
) -> tuple[Mapping[str, SheetTable], list[Problem]]:
    """Read sheets of a workbook.

    Parameters
    ----------
    path : Path
        An .xlsx file.
    sheets : tuple of str
        Those to read, where they are there.
    computed : tuple of str
        Others to read, in which formulas need no result.

    Returns
    -------
    tuple of (mapping of str to SheetTable, list of Problem)
        A cell that holds an error, or a formula whose result was never computed, is told and
        taken as empty.

    Raises
    ------
    UsageError
        ``extra-missing``
    ContentError
        ``workbook-unreadable``
    """
    check_openpyxl()
    shown = str(path)
    _check_size(path, shown)
    problems: list[Problem] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a reader of values does not need
            tables = dict(_read_tables(path, (*sheets, *computed), problems))
    except Exception as error:  # openpyxl raises whatever the parts of a broken file lead to
        raise ContentError(_unreadable(shown, f"{type(error).__name__}: {error}")) from error
    needless = tuple(f"{path.name} {name}!" for name in computed)
    told = [problem for problem in problems if not problem.where.startswith(needless)]
    return tables, told


def check_openpyxl() -> None:
    """Refuse to read a workbook where what reads it is missing."""
    try:
        import openpyxl  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        what = f"a workbook is read with the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[excel]'."
        raise UsageError(Problem("extra-missing", "workbook", what, mend)) from error


def _unreadable(shown: str, reason: str) -> Problem:
    what = f"the workbook cannot be read: {reason}."
    mend = "Save it as .xlsx in Excel or LibreOffice, without a password."
    return Problem("workbook-unreadable", shown, what, mend)


def _check_size(path: Path, shown: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except FileNotFoundError as error:
        raise ContentError(_unreadable(shown, "there is no such file")) from error
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ContentError(_unreadable(shown, f"it is no .xlsx file ({error})")) from error
    if size > LARGEST:
        raise ContentError(_unreadable(shown, f"it unpacks to {size:,} bytes"))


def _read_tables(
    path: Path, wanted: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, SheetTable]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra

    values = load_workbook(path, read_only=True, data_only=True)
    formulas = load_workbook(path, read_only=True, data_only=False)
    for sheet in values.worksheets:
        if sheet.title not in wanted:
            continue
        sheet.reset_dimensions()
        formulas[sheet.title].reset_dimensions()
        table = SheetTable(sheet.title)
        found = zip(sheet.iter_rows(), formulas[sheet.title].iter_rows(), strict=True)
        for number, (cells, written) in enumerate(found, start=1):
            line = [
                _value(cell, own, f"{path.name} {sheet.title}", number, problems)
                for cell, own in zip(cells, written, strict=True)
            ]
            _add(table, number, line)
        yield sheet.title, table
    values.close()
    formulas.close()


def _add(table: SheetTable, number: int, line: list[Any]) -> None:
    if number == 1:
        while line and line[-1] is None:
            line.pop()
        table.columns = tuple(as_text(value) for value in line)
        return
    width = len(table.columns)
    extra = [at for at in range(width, len(line)) if line[at] is not None]
    if extra:  # a value beside the table: a column without a name
        table.columns += ("",) * (extra[-1] + 1 - width)
        width = len(table.columns)
        table.rows = [(n, (*v, *[None] * (width - len(v)))) for n, v in table.rows]
    if any(value is not None for value in line):
        table.rows.append((number, tuple((line + [None] * width)[:width])))


def _value(cell: Any, own: Any, sheet: str, row: int, problems: list[Problem]) -> Any:
    value = getattr(cell, "value", None)
    at = f"{sheet}!{column_letters(getattr(own, 'column', 1) - 1)}{row}"
    is_formula = getattr(own, "data_type", "") == "f"
    if value is None and is_formula:
        what = "the cell holds a formula without a result."
        mend = "Open the workbook in Excel or LibreOffice and save it, or write the value."
        problems.append(Problem("workbook-value", at, what, mend))
        return None
    if getattr(cell, "data_type", "") == "e":
        what = f"the cell holds the error {value}."
        problems.append(Problem("workbook-value", at, what, "Write a value, or clear the cell."))
        return None
    return value or None if isinstance(value, str) else value


def as_text(value: Any) -> str:
    """Write a value as a table of text holds it: whole numbers without a point.

    Examples
    --------
    >>> as_text(43.0), as_text(40.86), as_text(None), as_text(datetime(2024, 12, 1))
    ('43', '40.86', '', '2024-12-01')
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def find_sheets(
    tables: Mapping[str, SheetTable], wanted: tuple[str, ...], shown: str
) -> Iterator[Problem]:
    """Tell which sheets a workbook lacks."""
    for name in wanted:
        if name not in tables:
            what = f"there is no sheet '{name}'."
            mend = f"Name it so. {did_you_mean(name, list(tables))}"
            yield Problem("workbook-sheet-missing", shown, what, mend)
