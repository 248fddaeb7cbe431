"""Commands that answer exactly what ranks are possible, and what would change them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    ClusterArgument,
    ConstraintOption,
    GroupOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    StudyOption,
    WeightOption,
    examples,
    rank_by_options,
    write_sheets,
)
from ranker.errors import Problem, UsageError


class Freedom(StrEnum):
    """Whether something may move."""

    FREE = "free"
    FIXED = "fixed"


class Level(StrEnum):
    """Whose weights move."""

    CRITERIA = "criteria"
    LEAVES = "leaves"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    bounds_examples = examples(
        "ranker bounds --data free --weights fixed",
        "ranker bounds --constraint 'governance >= talent' --certificate osong",
    )
    app.command("bounds", epilog=bounds_examples)(bounds_command)
    stability_examples = examples("ranker stability --pair osong songdo")
    app.command("stability", epilog=stability_examples)(stability_command)
    app.command("inverse", epilog=examples("ranker inverse songdo"))(inverse_command)
    app.command("dispute", epilog=examples("ranker dispute osong songdo"))(dispute_command)


def bounds_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    weights: Annotated[
        Freedom, typer.Option("--weights", help="Whether weights may move.")
    ] = Freedom.FREE,
    data: Annotated[
        Freedom, typer.Option("--data", help="Whether figures may move, each within its doubt.")
    ] = Freedom.FIXED,
    constraint: ConstraintOption = None,
    depth: Annotated[
        Level, typer.Option("--depth", help="Whose weights move: the top's, or every leaf's.")
    ] = Level.CRITERIA,
    group: GroupOption = None,
    certificate: Annotated[
        str | None,
        typer.Option(
            "--certificate",
            metavar="CLUSTER",
            help="Show the weights and figures at which this cluster has its extreme ranks.",
        ),
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Find the best and the worst rank that each cluster can have, exactly."""
    if certificate is not None and output not in (Output.TABLE, Output.JSON):
        what = f"a certificate is no single table for {output.value}."
        problem = Problem("argument-invalid", "--certificate", what, "Use --format table or json.")
        raise UsageError(problem)
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.bounds import bounds  # noqa: PLC0415 - loads scipy
    from ranker.analysis.exact import additive_model  # noqa: PLC0415
    from ranker.output.export_trust import bounds_to_json  # noqa: PLC0415
    from ranker.output.rows import check_group  # noqa: PLC0415
    from ranker.output.sheets_case import certificate_sheets  # noqa: PLC0415
    from ranker.output.sheets_trust import bounds_sheet  # noqa: PLC0415

    check_group(ranking, group)
    if certificate is not None:
        additive_model(ranking).at(certificate)
    found = bounds(
        ranking,
        weights=weights.value,
        data=data.value,
        constraints=tuple(constraint or ()),
        level=depth.value,
    )
    write_sheets(
        output,
        lambda: (
            certificate_sheets(found, certificate)
            if certificate is not None
            else [bounds_sheet(found, group=group)]
        ),
        lambda: bounds_to_json(found, group=group, certificate=certificate),
    )


def stability_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    top: Annotated[
        int, typer.Option("--top", metavar="K", min=1, help="How many make the top.")
    ] = 3,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="Two clusters whose order is asked for too."),
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Find how far each weight can move before the order at the top changes."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.stability import stability  # noqa: PLC0415 - loads scipy
    from ranker.output.export_trust import stability_to_json  # noqa: PLC0415
    from ranker.output.sheets_trust import stability_sheet  # noqa: PLC0415

    found = stability(ranking, pair=pair, top=top)
    write_sheets(output, lambda: [stability_sheet(found)], lambda: stability_to_json(found))


def inverse_command(
    cluster: ClusterArgument,
    study: StudyOption = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    constraint: ConstraintOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Find the weights that put a cluster first, or prove that none do."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.inverse import weights_for_first  # noqa: PLC0415 - loads scipy
    from ranker.output.export_trust import inverse_to_json  # noqa: PLC0415
    from ranker.output.sheets_case import inverse_sheet  # noqa: PLC0415

    found = weights_for_first(ranking, cluster, tuple(constraint or ()))
    write_sheets(output, lambda: [inverse_sheet(found)], lambda: inverse_to_json(found))


def dispute_command(
    a: Annotated[str, typer.Argument(metavar="A", help="Id of a ranked cluster.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Id of the one it is compared with.")],
    study: StudyOption = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    constraint: ConstraintOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell why one cluster is above another, and what would turn it."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.dispute import dispute  # noqa: PLC0415 - loads scipy
    from ranker.output.export_trust import dispute_to_json  # noqa: PLC0415
    from ranker.output.sheets_case import dispute_rows, dispute_sheets  # noqa: PLC0415

    found = dispute(ranking, a, b, tuple(constraint or ()))
    write_sheets(
        output,
        lambda: dispute_sheets(found) if output is Output.TABLE else [dispute_rows(found)],
        lambda: dispute_to_json(found),
    )
