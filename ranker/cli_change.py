"""Commands that change figures: supposed ones, and those that somebody corrects."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from ranker._content import BUNDLED_STUDY
from ranker.cli_trust import DrawsOption, SeedOption
from ranker.console import (
    AsOfOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    StudyOption,
    WeightOption,
    examples,
    progress_bar,
    put,
    rank_by_options,
    say,
    write_sheets,
)
from ranker.errors import Problem, UsageError


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    what_if_examples = examples(
        "ranker what-if songdo.foreign_firms=80 osong.workforce=+20%",
        "ranker what-if --changes plan.yaml --format csv > what-if.csv",
    )
    app.command("what-if", epilog=what_if_examples)(what_if_command)
    correct_examples = examples(
        "ranker correct --template > corrections.csv",
        "ranker correct corrections.csv my-study",
        "ranker correct corrections.csv my-study --accept 1,3 --into my-study-2",
    )
    app.command("correct", epilog=correct_examples)(correct_command)


def what_if_command(
    change: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLACE.INDICATOR=VALUE",
            help="A figure and what it becomes: 80, +5, -5, +20%, -20%, =-3 (below 0), missing.",
        ),
    ] = None,
    *,
    study: StudyOption = BUNDLED_STUDY,
    changes: Annotated[
        Path | None,
        typer.Option(
            "--changes", metavar="FILE.yaml", help="Read changes from here, before those named."
        ),
    ] = None,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Rank again with some figures changed: who moves, and why."""
    from ranker.analysis.what_if import what_if  # noqa: PLC0415 - loads numpy
    from ranker.analysis.wishes import parse_wishes, read_wishes  # noqa: PLC0415
    from ranker.output.export_change import what_if_to_json  # noqa: PLC0415
    from ranker.output.sheets_change import what_if_sheets  # noqa: PLC0415

    named = parse_wishes(change or ())
    wishes = (*(read_wishes(changes) if changes is not None else ()), *named)
    if not wishes:
        mend = "Write PLACE.INDICATOR=VALUE, or --changes FILE.yaml."
        raise UsageError(_refusal("change", "no change is named.", mend))
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    found = what_if(ranking, wishes)
    notes = () if output in (Output.TABLE, Output.JSON) else found.changes
    for note in dict.fromkeys(note for settled in notes for note in settled.notes):
        say(f"what-if: {note}")
    write_sheets(output, lambda: what_if_sheets(found), lambda: what_if_to_json(found))


def correct_command(
    corrections: Annotated[
        Path | None,
        typer.Argument(metavar="FILE.csv", help="Rows of observations.csv, with their sources."),
    ] = None,
    study: StudyArgument = BUNDLED_STUDY,
    *,
    template: Annotated[
        bool, typer.Option("--template", help="Print the first line of such a file and end.")
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept",
            metavar="all|none|1,3",
            help="Accept these rows, refuse the others, and write a copy of the study.",
        ),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Folder to make for the copy.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="For the log.")] = "",
    when: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="For the log; else the edition's."),
    ] = None,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    output: OutputOption = Output.TABLE,
) -> None:
    """Preview what corrected figures would change, or accept them into a copy."""
    if template:
        from ranker.study.corrections import TEMPLATE  # noqa: PLC0415 - loads pydantic

        put(TEMPLATE)
        return
    accepted, day = _acceptance(corrections, accept, into, when)
    from ranker.analysis.correction import correct  # noqa: PLC0415 - loads scipy
    from ranker.output.export_change import correction_to_json  # noqa: PLC0415
    from ranker.output.sheets_change import correction_sheets, effect_text  # noqa: PLC0415

    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    with progress_bar("rows") as progress:
        found = correct(ranking, corrections or "", draws=draws, seed=seed, progress=progress)
    if into is None:
        write_sheets(output, lambda: correction_sheets(found), lambda: correction_to_json(found))
        return
    path = found.accept(into, accepted, reason=reason, when=day)
    put(f"{path}\n")
    rows = [row.number for row in found.corrections.rows]
    chosen = rows if isinstance(accepted, str) else sorted(set(accepted))
    say(f"accepted {len(chosen)} of {len(rows)} rows: {effect_text(found.effect(chosen))}")


def _acceptance(
    corrections: Path | None, accept: str | None, into: Path | None, when: str | None
) -> tuple[Literal["all"] | list[int], date | None]:
    """Read what is accepted and when; tell all that is wrong with the arguments at once."""
    problems: list[Problem] = []
    if corrections is None:
        mend = "Name one; --template prints its first line."
        problems.append(_refusal("FILE.csv", "no file is named.", mend))
    if (accept is None) != (into is None):
        mend = "Name the rows to accept and the folder for the copy."
        problems.append(_refusal("--accept", "--accept and --into go together.", mend))
    rows, day = _row_numbers(accept or "all"), _date(when)
    problems += [found for found in (rows, day) if isinstance(found, Problem)]
    if problems or isinstance(rows, Problem) or isinstance(day, Problem):
        raise UsageError(problems)
    return rows, day


def _refusal(where: str, what: str, mend: str) -> Problem:
    return Problem("argument-invalid", where, what, mend)


def _row_numbers(accept: str) -> Literal["all"] | list[int] | Problem:
    if accept == "all":
        return "all"
    numbers = [] if accept == "none" else [part.strip() for part in accept.split(",")]
    if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in numbers):
        return [int(part) for part in numbers]
    return _refusal("--accept", f"'{accept}' names no rows.", "Write all, none, or 1,3.")


def _date(when: str | None) -> date | Problem | None:
    try:
        return None if when is None else date.fromisoformat(when)
    except ValueError:
        return _refusal("--date", f"'{when}' is no date.", "Write it like 2026-11-23.")
