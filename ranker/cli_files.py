"""Commands that carry studies and results to other programs: workbooks, tables, schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import ranker
from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    put,
    rank_by_options,
    say,
)

BOOK = Path("book.xlsx")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("workbook", epilog=examples("ranker workbook --profile investor -o book.xlsx"))(
        workbook_command
    )
    app.command("import", epilog=examples("ranker import book.xlsx my-study"))(import_command)


def workbook_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    destination: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .xlsx file to write.")
    ] = BOOK,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write an Excel workbook whose ranks follow its weights; print its path."""
    from ranker.output.workbook import write_workbook  # noqa: PLC0415 - loads numpy

    ranking = rank_by_options(
        study, profile=profile, weight=weight, method="weighted-sum", as_of=as_of
    )
    put(f"{write_workbook(ranking, destination)}\n")
    say("change the yellow cells of 'weights'; then, for a study again: ranker import")


def import_command(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook, edited or not.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
) -> None:
    """Turn an edited workbook back into a study; print its path."""
    path = ranker.import_workbook(book, folder)
    put(f"{path}\n")
    say(f"see what it says: ranker check {path}; ranker rank {path}")
