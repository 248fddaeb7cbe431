"""Commands about what separates a cluster from another, and what it would take to get there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.arguments import parse_numbers, raise_all
from ranker.console import (
    AsOfOption,
    ClusterArgument,
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

FACTOR = "factor"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("gap", epilog=examples("ranker gap songdo singapore"))(gap_command)
    reach_examples = examples(
        "ranker reach osong --rank 3 --years 5",
        "ranker reach songdo --beat osong --cost workforce=0.05 --cost foreign_firms=2",
    )
    app.command("reach", epilog=reach_examples)(reach_command)


def gap_command(
    a: Annotated[str, typer.Argument(metavar="A", help="Id of a cluster with a score.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Id of the one it is compared with.")],
    study: StudyOption = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Split the distance between two clusters into figures, and tell whose each is to change."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.gap import gap  # noqa: PLC0415 - loads scipy
    from ranker.output.export_gap import gap_to_json  # noqa: PLC0415
    from ranker.output.sheets_gap import gap_sheets  # noqa: PLC0415

    found = gap(ranking, a, b)
    write_sheets(output, lambda: gap_sheets(found), lambda: gap_to_json(found))


def reach_command(
    cluster: ClusterArgument,
    study: StudyOption = BUNDLED_STUDY,
    *,
    rank: Annotated[
        int | None, typer.Option("--rank", metavar="K", help="The rank to reach; a tie is enough.")
    ] = None,
    beat: Annotated[
        str | None, typer.Option("--beat", metavar="CLUSTER", help="The cluster to pass.")
    ] = None,
    levers: Annotated[
        list[str] | None,
        typer.Option("--levers", metavar="A,B", help="Only these levers may move."),
    ] = None,
    hold: Annotated[
        list[str] | None, typer.Option("--hold", metavar="A,B", help="These levers stay.")
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option(
            "--cost",
            metavar="NAME=COST",
            help="Cost of one unit of a lever, in any currency, as often as wanted; levers "
            "without one then stay.",
        ),
    ] = None,
    costs: Annotated[
        Path | None,
        typer.Option("--costs", metavar="FILE", help="YAML file of costs, with a currency."),
    ] = None,
    cap: Annotated[
        list[str] | None,
        typer.Option(
            "--cap",
            metavar="NAME=NUMBER",
            help="The furthest a figure may go, or factor=2 for twice of each today; as often "
            "as wanted. The best ranked figure where nothing is said.",
        ),
    ] = None,
    years: Annotated[
        float | None,
        typer.Option(
            "--years",
            metavar="N",
            help="Move no figure faster than the fastest growth observed, for so many years.",
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws.")] = 10_000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed gives the same bytes.")
    ] = 0,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Find the cheapest changes that take a cluster to a rank, or prove that none do."""
    prices, cost_problems = parse_numbers(cost or (), option="--cost", example="workforce=0.05")
    limits, cap_problems = parse_numbers(cap or (), option="--cap", example="factor=2")
    raise_all([*cost_problems, *cap_problems])
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.levers import Terms  # noqa: PLC0415 - loads numpy
    from ranker.analysis.reach import reach  # noqa: PLC0415 - loads scipy
    from ranker.analysis.reach_draws import how_often  # noqa: PLC0415
    from ranker.output.export_reach import reach_to_json  # noqa: PLC0415
    from ranker.output.sheets_reach import reach_sheet  # noqa: PLC0415
    from ranker.study.cost_file import CostFile, read_costs  # noqa: PLC0415

    file = CostFile("", {}) if costs is None else read_costs(costs)
    terms = Terms(
        levers=_names(levers),
        hold=_names(hold),
        costs={**file.costs, **prices},
        currency=file.currency,
        factor=limits.pop(FACTOR, None),
        caps=limits,
        years=years,
    )
    found = reach(ranking, cluster, rank=rank, beat=beat, terms=terms)
    holds = how_often(found, draws=draws, seed=seed)
    write_sheets(output, lambda: [reach_sheet(found, holds)], lambda: reach_to_json(found, holds))


def _names(given: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of options such as ``a,b``, each once."""
    names = [name.strip() for argument in given or () for name in argument.split(",")]
    return tuple(dict.fromkeys(name for name in names if name))
