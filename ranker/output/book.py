"""Sheets of a workbook, written so that no text of a study is ever read as a formula.

All writing goes through `Page`: texts as texts whatever they begin with, links to the web alone,
and every formula with the result that the engine has for it, so that a program that does not
compute shows the right numbers.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ranker.errors import Problem, UsageError
from ranker.output.words import web_address
from ranker.study.book_layout import column_letters
from ranker.study.files import FORMULA_STARTS

LONGEST_TEXT = 32_767  # letters that Excel and LibreOffice keep in a cell
LONGEST_LINK = 2_079
Cellable = str | int | float | bool | None

_STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "points": {"num_format": "0.0"},
    "share": {"num_format": "0.0%"},
    "free": {"bg_color": "#FFF7D6", "border": 1, "border_color": "#C9B458", "locked": False},
    "link": {"font_color": "#0B5394", "underline": 1},
    "wrapped": {"text_wrap": True, "valign": "top"},
}


def check_excel() -> None:
    """Refuse a workbook where what writes it is missing, before any work is done for it.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    try:
        import xlsxwriter  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        what = f"a workbook needs the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[excel]'."
        raise UsageError(Problem("extra-missing", "workbook", what, mend)) from error


def ref(row: int, column: int, *, sheet: str = "") -> str:
    """Return the address of a cell, counted from 0, that stays when a formula is copied.

    Examples
    --------
    >>> ref(0, 0), ref(3, 27, sheet="cells")
    ('$A$1', 'cells!$AB$4')
    """
    return f"{sheet}!" * bool(sheet) + f"${column_letters(column)}${row + 1}"


def area(first: tuple[int, int], last: tuple[int, int], *, sheet: str = "") -> str:
    """Return the address of a block of cells from one corner to the other.

    Examples
    --------
    >>> area((0, 1), (9, 1), sheet="cells")
    'cells!$B$1:$B$10'
    """
    return f"{ref(*first, sheet=sheet)}:{ref(*last)}"


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One sheet of a workbook."""

    name: str
    sheet: Any
    book: Book

    def put(self, row: int, column: int, value: Cellable, style: str = "plain") -> None:
        """Write a text, a number, a yes or no; nothing where there is none.

        Raises
        ------
        UsageError
            ``argument-invalid`` for a text that no cell can hold.
        """
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.book.style(style))
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, self.book.style(style))
        elif isinstance(value, str):
            self._put_text(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, self.book.style(style))

    def _put_text(self, row: int, column: int, text: str, style: str) -> None:
        if len(text) > LONGEST_TEXT:
            what = f"the text has {len(text):,} letters; a cell holds {LONGEST_TEXT:,}."
            where = f"{self.name}!{column_letters(column)}{row + 1}"
            raise UsageError(Problem("argument-invalid", where, what, "Shorten it in the study."))
        is_quoted = text.startswith(FORMULA_STARTS)
        self.sheet.write_string(row, column, text, self.book.style(style, is_quoted=is_quoted))

    def row(self, row: int, values: Sequence[Cellable], style: str = "plain") -> None:
        """Write a row from its first column on."""
        for column, value in enumerate(values):
            self.put(row, column, value, style)

    def link(self, row: int, column: int, url: str, text: str) -> None:
        """Write a text that leads to the web; the text alone where the address does not."""
        address = web_address(url)
        if not address or len(address) > LONGEST_LINK or len(text) > LONGEST_TEXT:
            self.put(row, column, text)
            return
        style = self.book.style("link", is_quoted=text.startswith(FORMULA_STARTS))
        self.sheet.write_url(row, column, address, style, text)

    def compute(
        self, row: int, column: int, formula: str, value: Cellable, style: str = "plain"
    ) -> None:
        """Write a formula and its result, empty where there is none."""
        shown = "" if value is None else value
        self.sheet.write_formula(row, column, f"={formula}", self.book.style(style), shown)

    def compute_array(
        self, row: int, column: int, formula: str, value: Cellable, style: str = "plain"
    ) -> None:
        """Write a formula that looks at blocks of cells one by one, and its result."""
        cell = (row, column, row, column)
        shown = "" if value is None else value
        held = self.book.style(style)
        self.sheet.write_array_formula(*cell, f"{{={formula}}}", held, shown)

    def head(self, names: Sequence[str], widths: Sequence[float], *, left: int = 1) -> None:
        """Write the names of the columns and keep them in sight, with some columns at the left."""
        self.row(0, names, "head")
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(1, left)

    def protect(self) -> None:
        """Keep formulas from a slip of the hand; there is no password."""
        allowed = {"format_cells": True, "format_columns": True, "format_rows": True}
        self.sheet.protect("", {**allowed, "autofilter": True})


class Book:
    """A workbook in memory; equal content gives equal bytes.

    Parameters
    ----------
    title : str
    made : date
        The day that its properties name.
    """

    def __init__(self, title: str, made: Any) -> None:
        import xlsxwriter  # noqa: PLC0415 - an extra

        self._file = io.BytesIO()
        texts_stay = dict.fromkeys(
            ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
        )
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, **texts_stay})
        created = datetime(made.year, made.month, made.day, tzinfo=UTC).replace(tzinfo=None)
        self._book.set_properties({"title": title, "created": created})
        self._styles: dict[tuple[str, bool], Any] = {}

    def page(self, name: str, *, colour: str = "") -> Page:
        """Add a sheet."""
        sheet = self._book.add_worksheet(name)
        if colour:
            sheet.set_tab_color(colour)
        return Page(name, sheet, self)

    def style(self, name: str, *, is_quoted: bool = False) -> Any:
        """Return a format, with the mark that keeps an edited text a text."""
        key = (name, is_quoted)
        if key not in self._styles:
            self._styles[key] = self._book.add_format(
                {**_STYLES[name], **({"quote_prefix": True} if is_quoted else {})}
            )
        return self._styles[key]

    def content(self) -> bytes:
        """Return the file and close it."""
        self._book.close()
        return self._file.getvalue()
