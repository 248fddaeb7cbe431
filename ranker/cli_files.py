"""Commands that carry studies and results to other programs: workbooks, tables, schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import ranker
from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    GroupOption,
    Output,
    OutputOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    put,
    rank_by_options,
    say,
    write_sheets,
)

BOOK = Path("book.xlsx")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("workbook", epilog=examples("ranker workbook --profile investor -o book.xlsx"))(
        workbook_command
    )
    app.command("import", epilog=examples("ranker import book.xlsx my-study"))(import_command)
    shown = examples("ranker cells --group korea", "ranker cells --format parquet > cells.parquet")
    app.command("cells", epilog=shown)(cells_command)
    app.command("schema", epilog=examples("ranker schema ranking"))(schema_command)


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
        study, profile=profile, weight=weight, method="weighted-sum", parameter=None, as_of=as_of
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


def cells_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List every figure that counts, with its grade and sources."""
    ranking = ranker.rank(study, as_of=as_of)
    from ranker.output.sheets_ranking import cells_sheet, cells_to_json  # noqa: PLC0415

    write_sheets(
        output,
        lambda: [cells_sheet(ranking, group=group)],
        lambda: cells_to_json(ranking, group=group),
    )


def schema_command(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A kind of document, or a file such as study.yaml."),
    ] = None,
) -> None:
    """List the kinds of JSON documents, or print the JSON Schema of one."""
    from ranker.output.documents import (  # noqa: PLC0415 - loads pydantic
        document_kinds,
        file_kinds,
        schema_text,
    )

    if name is not None:
        put(schema_text(name))
        return
    kinds = dict(document_kinds()) | {f"{file}.yaml": what for file, what in file_kinds().items()}
    width = max(map(len, kinds)) + 2
    put("".join(f"{kind:<{width}}{about}\n" for kind, about in kinds.items()))
