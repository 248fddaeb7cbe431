"""LibreOffice without a window: a workbook is opened, computed anew and saved."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import openpyxl

SECONDS = 300
ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """Open workbooks in LibreOffice, compute every formula, and save them in another folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "the tests need LibreOffice Calc: scripts/install-office"
    user = folder / "office-profile"
    (user / "user").mkdir(parents=True, exist_ok=True)
    (user / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={user.as_uri()}", "--headless", "--norestore"]
    command += [
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
        *map(str, books),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    made = [folder / book.name for book in books]
    assert all(path.exists() for path in made), done.stderr
    return made


def sheet_rows(book: Path, sheet: str, *, head: int = 1) -> list[dict[str, Any]]:
    """Return the values of a sheet, a mapping a row, by the names in its row of heads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(book, data_only=True, read_only=True)
        rows = list(opened[sheet].iter_rows(min_row=head, values_only=True))
    opened.close()
    names = [str(name) for name in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def set_cells(book: Path, into: Path, cells: dict[str, Any]) -> Path:
    """Save a copy of a workbook in which some cells (``weights!D2``) hold other values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(book)
    for place, value in cells.items():
        sheet, at = place.split("!")
        opened[sheet][at] = value
    opened.save(into)
    return into
