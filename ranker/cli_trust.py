"""Commands that tell by simulation how far a ranking can be trusted, and what drives the doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from ranker._content import BUNDLED_STUDY
from ranker.analysis.variation import (
    CONCENTRATION,
    CONSTRUCTIONS,
    DEPTHS,
    MARGIN,
    WEIGHTS,
    Variation,
)
from ranker.console import (
    AsOfOption,
    ConstraintOption,
    GroupOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    progress_bar,
    rank_by_options,
    say,
    write_sheets,
)

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

WORTH_TELLING_SECONDS = 2.0

RUNS_BESIDE = 4  # of a sensitivity's sample: A, B, weights, missing figures

DrawsOption = Annotated[int, typer.Option("--draws", metavar="N", help="How many draws.")]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="0 or more; the same seed gives the same bytes.")
]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="|".join(WEIGHTS),
        help="How weights vary: around the ranking's where nothing is said, uniform under "
        "constraints.",
    ),
]
ConcentrationOption = Annotated[
    float,
    typer.Option(
        "--concentration",
        metavar="NUMBER",
        help="How near weights stay to those they are drawn around; more is nearer.",
    ),
]
MarginOption = Annotated[
    float,
    typer.Option("--margin", metavar="SHARE", help="How far weights go with --weights within."),
]
DepthOption = Annotated[
    str,
    typer.Option(
        "--depth", metavar="|".join(DEPTHS), help="Whose weights vary: the top's, or every node's."
    ),
]
NoDataOption = Annotated[bool, typer.Option("--no-data", help="Leave figures as they are.")]
NoMissingOption = Annotated[
    bool, typer.Option("--no-missing", help="Leave missing figures out, draw none.")
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", metavar="N", help="Threads of this machine to use.")
]
VaryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="|".join(CONSTRUCTIONS),
        help="Vary how the index is built too; as often as wanted.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    robustness_examples = examples(
        "ranker robustness --group korea --top 5",
        "ranker robustness --constraint 'governance >= talent' --until 0.005",
    )
    app.command("robustness", epilog=robustness_examples)(robustness_command)
    agenda_examples = examples("ranker research-agenda --cluster osong --cluster songdo")
    app.command("research-agenda", epilog=agenda_examples)(agenda_command)
    sensitivity_examples = examples(
        "ranker sensitivity --cluster osong --pair osong songdo",
        "ranker sensitivity --vary aggregation --vary method --no-data",
    )
    app.command("sensitivity", epilog=sensitivity_examples)(sensitivity_command)


def robustness_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    weights: WeightsOption = None,
    concentration: ConcentrationOption = CONCENTRATION,
    margin: MarginOption = MARGIN,
    constraint: ConstraintOption = None,
    depth: DepthOption = "criteria",
    no_data: NoDataOption = False,
    no_missing: NoMissingOption = False,
    vary: VaryOption = None,
    until: Annotated[
        float | None,
        typer.Option(
            "--until",
            metavar="SHARE",
            help="Draw on until every share is this sure, such as 0.005.",
        ),
    ] = None,
    level: Annotated[
        float,
        typer.Option("--level", metavar="SHARE", help="Confidence at which tiers are told apart."),
    ] = 0.9,
    jobs: JobsOption = None,
    executor: Annotated[
        str | None,
        typer.Option(
            "--executor",
            metavar="dask://HOST:PORT",
            help="Spread the draws over the workers of a Dask cluster, in place of --jobs.",
        ),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="K", min=1, help="Show the chance of the first K.")
    ] = 10,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell how sure each rank is, from many draws of weights and figures."""
    variation = variation_of(
        weights=weights or ("uniform" if constraint else "around"),
        concentration=concentration,
        margin=margin,
        constraints=tuple(constraint or ()),
        depth=depth,
        data=not no_data,
        missing=not no_missing,
        construction=tuple(vary or ()),
    )
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.robustness import robustness  # noqa: PLC0415 - loads scipy
    from ranker.analysis.spread import Executor  # noqa: PLC0415
    from ranker.output.export_trust import robustness_to_json  # noqa: PLC0415
    from ranker.output.rows import check_group  # noqa: PLC0415
    from ranker.output.sheets_trust import robustness_sheet  # noqa: PLC0415

    check_group(ranking, group)
    where = Executor(jobs=jobs, address=executor)
    foretell(ranking, variation, draws)
    with progress_bar("draws") as progress:
        robust = robustness(
            ranking,
            variation,
            draws=draws,
            seed=seed,
            until=until,
            level=level,
            executor=where,
            progress=progress,
        )
    write_sheets(
        output,
        lambda: [robustness_sheet(robust, top=top, group=group)],
        lambda: robustness_to_json(robust, top=top, group=group),
    )


def agenda_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    cluster: Annotated[
        list[str] | None,
        typer.Option(
            "--cluster",
            metavar="ID",
            help="Ask about the rank of this cluster; as often as wanted, all where none is named.",
        ),
    ] = None,
    draws: DrawsOption = 20_000,
    seed: SeedOption = 0,
    weights: WeightsOption = None,
    constraint: ConstraintOption = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Show so many figures; JSON has all.")
    ] = 20,
    output: OutputOption = Output.TABLE,
) -> None:
    """List the figures whose knowledge would narrow rank intervals most."""
    variation = variation_of(
        weights=weights or ("uniform" if constraint else "around"),
        constraints=tuple(constraint or ()),
    )
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.agenda import research_agenda  # noqa: PLC0415 - loads scipy
    from ranker.output.sheets_agenda import agenda_sheet, agenda_to_json  # noqa: PLC0415

    foretell(ranking, variation, draws)
    agenda = research_agenda(
        ranking, variation, draws=draws, seed=seed, clusters=tuple(cluster or ())
    )
    write_sheets(output, lambda: [agenda_sheet(agenda, most=most)], lambda: agenda_to_json(agenda))


def sensitivity_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    cluster: Annotated[
        list[str] | None,
        typer.Option(
            "--cluster",
            metavar="ID",
            help="Ask about this cluster; as often as wanted, all where nothing is named.",
        ),
    ] = None,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="Ask what decides which of two is better."),
    ] = None,
    of: Annotated[
        str,
        typer.Option("--of", metavar="rank|score", help="What the table shows; JSON has both."),
    ] = "rank",
    samples: Annotated[
        int,
        typer.Option("--samples", metavar="N", help="Samples of the design, a power of two."),
    ] = 1024,
    seed: SeedOption = 0,
    weights: WeightsOption = None,
    concentration: ConcentrationOption = CONCENTRATION,
    margin: MarginOption = MARGIN,
    constraint: ConstraintOption = None,
    depth: DepthOption = "criteria",
    no_data: NoDataOption = False,
    no_missing: NoMissingOption = False,
    vary: VaryOption = None,
    jobs: JobsOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell what drives the doubt: weights, figures, missing figures or the construction."""
    variation = variation_of(
        weights=weights or ("uniform" if constraint else "around"),
        concentration=concentration,
        margin=margin,
        constraints=tuple(constraint or ()),
        depth=depth,
        data=not no_data,
        missing=not no_missing,
        construction=tuple(vary or ()),
    )
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.sensitivity import sensitivity  # noqa: PLC0415 - loads scipy
    from ranker.analysis.spread import Executor  # noqa: PLC0415
    from ranker.output import sheets_sensitivity as sheets  # noqa: PLC0415

    sheets.check_shown(ranking, variation, of)
    executor = Executor(jobs=jobs)
    parts = RUNS_BESIDE + len(ranking.study.criteria) + len(variation.construction)
    foretell(ranking, variation, samples * parts)
    with progress_bar("rankings") as progress:
        found = sensitivity(
            ranking,
            variation,
            samples=samples,
            seed=seed,
            clusters=tuple(cluster or ()),
            pairs=() if pair is None else (pair,),
            executor=executor,
            progress=progress,
        )
    write_sheets(
        output,
        lambda: [sheets.sensitivity_sheet(found, shown=cast("sheets.Shown", of))],
        lambda: sheets.sensitivity_to_json(found),
    )


def variation_of(**given: Any) -> Variation:
    """Check what varies; a type checker cannot know that words are checked there."""
    return Variation(**given)


def foretell(ranking: Ranking, variation: Variation, draws: int) -> None:
    """Say on stderr how long a run takes whose methods are not all computed in batches."""
    from ranker.analysis.robustness import compile_run  # noqa: PLC0415 - loads scipy
    from ranker.analysis.simulation import estimate_seconds, has_kernels  # noqa: PLC0415
    from ranker.methods.batch import KERNELS  # noqa: PLC0415
    from ranker.output.words import duration_text  # noqa: PLC0415

    if ranking.method.name in KERNELS and "method" not in variation.construction:
        return
    model = compile_run(ranking, variation)
    seconds = 0.0 if has_kernels(model) else estimate_seconds(model, draws)
    if seconds > WORTH_TELLING_SECONDS:
        what = f"this takes about {duration_text(seconds)} on one thread"
        say(f"{what}: not every method is computed in batches")
