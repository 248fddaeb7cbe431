"""The command that shows PROMETHEE's flows and its partial order."""

from __future__ import annotations

from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    GroupOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    rank_by_options,
    write_sheets,
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    promethee_examples = examples(
        "ranker promethee --parameter function=v-shape --parameter p=20",
        "ranker promethee my-study --pairs --format csv > pairs.csv",
    )
    app.command("promethee", epilog=promethee_examples)(promethee_command)


def promethee_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="One row a pair in place of one a cluster.")
    ] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show who is preferred to whom by PROMETHEE I, and who cannot be compared."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method="promethee-2",
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.promethee import promethee  # noqa: PLC0415 - loads numpy
    from ranker.output import sheets_promethee as sheets  # noqa: PLC0415

    found = promethee(ranking)
    sheet = sheets.pairs_sheet if pairs else sheets.order_sheet
    write_sheets(
        output,
        lambda: [sheet(found, group=group)],
        lambda: sheets.promethee_to_json(found, group=group),
    )
