"""The command that sets size against intensity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

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
    rank_by_options,
    write_sheets,
)

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    lines = examples(
        "ranker intensity --by researchers", "ranker intensity my-study --by area_ha --per 100"
    )
    app.command("intensity", epilog=lines)(intensity_command)


def intensity_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    by: Annotated[
        str,
        typer.Option("--by", metavar="INDICATOR", help="The amount that divides totals."),
    ],
    per: Annotated[
        float | None,
        typer.Option("--per", metavar="NUMBER", help="Of how many of its units a quotient tells."),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", metavar="ID", help="Divides this one, as often as wanted; else all."
        ),
    ] = None,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show whose story changes when totals are divided by another figure."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    write_intensity(ranking, by, per=per, indicators=indicator or (), output=output)


def write_intensity(
    ranking: Ranking,
    by: str,
    *,
    per: float | None = None,
    indicators: Sequence[str] = (),
    output: Output,
) -> None:
    """Write totals beside the same divided by `by`, as `ranker.intensity` finds them."""
    from ranker.analysis.intensity import intensity  # noqa: PLC0415 - loads numpy
    from ranker.output.sheets_intensity import (  # noqa: PLC0415
        intensity_sheets,
        intensity_to_json,
    )

    found = intensity(ranking, by, per=per, indicators=indicators)
    write_sheets(output, lambda: intensity_sheets(found), lambda: intensity_to_json(found))
