"""Commands about change: between editions, over the years, and when something is left out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.arguments import parse_parameters, parse_weights
from ranker.console import (
    AsOfOption,
    GroupOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    rank_by_options,
    say,
    write_sheets,
)


class What(StrEnum):
    """What can be left out."""

    INDICATOR = "indicator"
    CRITERION = "criterion"
    CLUSTER = "cluster"
    PUBLISHER = "publisher"
    GRADE = "grade"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("diff", epilog=examples("ranker diff edition-2025 edition-2026"))(diff_command)
    trend_examples = examples(
        "ranker trend --from 2020 --to 2026", "ranker trend --cluster osong --cluster songdo"
    )
    app.command("trend", epilog=trend_examples)(trend_command)
    leave_out_examples = examples(
        "ranker leave-out --cluster osong", "ranker leave-out --kind publisher --kind grade"
    )
    app.command("leave-out", epilog=leave_out_examples)(leave_out_command)


def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier edition of a study.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.")],
    *,
    profile: ProfileOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell what changed between two editions, and why ranks did."""
    from ranker.analysis.diff import diff  # noqa: PLC0415 - loads numpy
    from ranker.output.export_history import diff_to_json  # noqa: PLC0415
    from ranker.output.sheets_diff import diff_sheets  # noqa: PLC0415

    found = diff(
        old,
        new,
        profile=profile,
        method=method,
        parameters=parse_parameters(parameter or ()),
        as_of=as_of,
    )
    if output is not Output.TABLE:
        for note in found.notes:
            say(note)
    write_sheets(
        output,
        lambda: diff_sheets(found, group=group, whole=output not in (Output.TABLE, Output.MD)),
        lambda: diff_to_json(found, group=group),
    )


def trend_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    cluster: Annotated[
        list[str] | None,
        typer.Option(
            "--cluster", metavar="ID", help="Tell every year of this one, as often as wanted."
        ),
    ] = None,
    first: Annotated[
        int | None, typer.Option("--from", metavar="YEAR", help="First year to show.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="YEAR", help="Last year to show.")
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show the ranking as of each year, with what was known then."""
    from ranker.analysis.trend import trend  # noqa: PLC0415 - loads numpy
    from ranker.output.export_history import trend_to_json  # noqa: PLC0415
    from ranker.output.sheets_trend import trend_sheets  # noqa: PLC0415

    weights = parse_weights(weight or ())
    found = trend(
        study,
        first=first,
        last=last,
        profile=profile,
        weights=weights,
        method=method,
        parameters=parse_parameters(parameter or ()),
    )
    for change in found.last.weighting.changes:
        say(f"weights: {change}")
    asked = tuple(dict.fromkeys(cluster or ()))
    write_sheets(
        output,
        lambda: trend_sheets(found, clusters=asked),
        lambda: trend_to_json(found, clusters=asked),
    )


def leave_out_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    kind: Annotated[
        list[What] | None,
        typer.Option("--kind", help="Leave out these alone, as often as wanted."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ID", help="Ask what this rank hangs on.")
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Show so many; JSON has all.")
    ] = 20,
    output: OutputOption = Output.TABLE,
) -> None:
    """Rank without each thing in turn, and tell whose rank hangs on it."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.leave_out import leave_out  # noqa: PLC0415 - loads numpy
    from ranker.output.export_history import leave_out_to_json  # noqa: PLC0415
    from ranker.output.sheets_leave_out import leave_out_sheets  # noqa: PLC0415

    found = leave_out(ranking, kinds=[held.value for held in kind] if kind else None)
    write_sheets(
        output,
        lambda: leave_out_sheets(found, cluster=cluster, most=most),
        lambda: leave_out_to_json(found, cluster=cluster),
    )
