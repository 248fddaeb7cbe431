"""Commands about the index itself: how sound it is, and weights that come from its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    put,
    rank_by_options,
    say,
    write_sheets,
)
from ranker.errors import Problem, UsageError, did_you_mean


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    derive_examples = examples(
        "ranker derive critic", "ranker derive entropy my-study --at talent -o profiles/data.yaml"
    )
    app.command("derive", epilog=derive_examples)(derive_command)
    audit_examples = examples("ranker audit", "ranker audit my-study --strict --part weights")
    app.command("audit", epilog=audit_examples)(audit_command)


def audit_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    part: Annotated[
        str | None,
        typer.Option(
            "--part",
            metavar="findings|indicators|weights|pairs|components|benchmark",
            help="Show this table alone; CSV and Markdown have the findings where none is named.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 1 if a finding is grave.")
    ] = False,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell how soundly an index is built: figures, correlations, and what weights really do."""
    from ranker.output.sheets_audit import PARTS, audit_sheets  # noqa: PLC0415 - loads numpy

    if part is not None and part not in PARTS:
        what = f"'{part}' is no part of an audit."
        mend = did_you_mean(part, PARTS)
        raise UsageError(Problem("argument-invalid", "--part", what, mend))
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.audit import audit  # noqa: PLC0415 - loads numpy
    from ranker.output.export_audit import audit_to_json  # noqa: PLC0415

    found = audit(ranking)
    write_sheets(output, lambda: audit_sheets(found, part=part), lambda: audit_to_json(found))
    if strict and found.is_grave:
        say(f"{len(found.of_severity('grave'))} findings are grave")
        raise typer.Exit(1)


def derive_command(
    method: Annotated[
        str,
        typer.Argument(
            metavar="METHOD",
            help="equal, entropy, critic, merec, gini, std, pca or effective.",
        ),
    ],
    study: StudyArgument = BUNDLED_STUDY,
    *,
    at: Annotated[
        list[str] | None,
        typer.Option(
            "--at",
            metavar="NODE",
            help="Weigh the children of this criterion, top for the top criteria; as often as "
            "wanted.",
        ),
    ] = None,
    destination: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A weight profile to write."),
    ] = None,
    profile: ProfileOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Derive weights from the figures, and write them as a profile."""
    from ranker.analysis.derived import derive  # noqa: PLC0415 - loads numpy
    from ranker.output.save import check_destination, save_text  # noqa: PLC0415
    from ranker.output.sheets_derive import (  # noqa: PLC0415
        derived_sheet,
        derived_to_json,
        profile_text,
    )

    if destination is not None:
        check_destination(destination)
    found = derive(study, method, at=tuple(at or ("top",)), profile=profile, as_of=as_of)
    if destination is not None:
        path = save_text(profile_text(found), destination)
        put(f"{path}\n")
        say("wrote a weight profile; put it in the study's profiles/ to rank by it")
        return
    write_sheets(output, lambda: [derived_sheet(found)], lambda: derived_to_json(found))
