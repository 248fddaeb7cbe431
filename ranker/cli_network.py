"""The command that links clusters into one virtual cluster."""

from __future__ import annotations

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
    StudyOption,
    WeightOption,
    examples,
    rank_by_options,
    write_sheets,
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    network_examples = examples(
        "ranker network k-bio --reach-rank 3",
        "ranker network songdo osong hongneung --name 'Three hubs' --coordination 0.5",
    )
    app.command("network", epilog=network_examples)(network_command)


def network_command(
    members: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MEMBER]...",
            help="Ids of two clusters or more, or of one network of the study; the study's "
            "networks are listed where none is named.",
        ),
    ] = None,
    *,
    study: StudyOption = BUNDLED_STUDY,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="What to call the network.")
    ] = None,
    coordination: Annotated[
        float,
        typer.Option(
            "--coordination",
            metavar="SHARE",
            help="How far it is one, from 0 (its best member) to 1 (everything pooled).",
        ),
    ] = 1.0,
    reach_rank: Annotated[
        int | None,
        typer.Option(
            "--reach-rank", metavar="RANK", help="Find the smallest set that reaches this rank."
        ),
    ] = None,
    candidates: Annotated[
        list[str] | None,
        typer.Option(
            "--candidates",
            metavar="ID",
            help="Choose that set from this cluster, group or network; as often as wanted, the "
            "members where none is named.",
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws.")] = 10_000,
    seed: Annotated[
        int,
        typer.Option("--seed", metavar="N", help="0 or more; the same seed gives the same bytes."),
    ] = 0,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Link clusters into a virtual one and find where it would stand."""
    if not members:
        _list_networks(study, output)
        return
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.network import network  # noqa: PLC0415 - loads scipy
    from ranker.output.sheets_network import network_sheets, network_to_json  # noqa: PLC0415

    found = network(
        ranking,
        members,
        name=name,
        coordination=coordination,
        reach_rank=reach_rank,
        candidates=tuple(candidates or ()),
        draws=draws,
        seed=seed,
    )
    write_sheets(output, lambda: network_sheets(found), lambda: network_to_json(found))


def _list_networks(study: str, output: Output) -> None:
    from ranker.output.sheets_network import networks_sheet, networks_to_json  # noqa: PLC0415
    from ranker.study.load import open_study  # noqa: PLC0415 - loads pydantic

    opened = open_study(study)
    write_sheets(output, lambda: [networks_sheet(opened)], lambda: networks_to_json(opened))
