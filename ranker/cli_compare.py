"""Commands that set methods and stakeholders side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

import ranker
from ranker._content import BUNDLED_STUDY
from ranker.cli_intensity import write_intensity
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
    put,
    rank_by_options,
    show,
    write_sheets,
)
from ranker.errors import Problem, UsageError


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    methods_examples = examples("ranker methods topsis", "ranker methods topsis --on my-study")
    app.command("methods", epilog=methods_examples)(methods_command)
    compare_examples = examples(
        "ranker compare --all", "ranker compare my-study --method topsis --method vikor"
    )
    app.command("compare", epilog=compare_examples)(compare_command)
    consensus_examples = examples(
        "ranker consensus --first songdo", "ranker consensus --profile investor --profile founder"
    )
    app.command("consensus", epilog=consensus_examples)(consensus_command)


def methods_command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A method to show in full.")
    ] = None,
    study: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="STUDY", help="Measure the method's behaviour on this study, too."
        ),
    ] = None,
    parameter: ParameterOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List the ranking methods, or explain one."""
    if study is not None:
        _behave(name, study, parameter, output)
        return
    if parameter:
        what, mend = "it is for a method that is measured.", "Add --on STUDY."
        raise UsageError(Problem("argument-invalid", "--parameter", what, mend))
    methods = list(ranker.METHODS.values()) if name is None else [ranker.find_method(name)]
    if output is Output.TABLE:
        from ranker.output.terminal import method_text, methods_text  # noqa: PLC0415 - loads rich

        show(lambda _: methods_text(methods) if name is None else method_text(methods[0]))
        return
    from ranker.output.export import methods_to_json  # noqa: PLC0415 - loads numpy
    from ranker.output.sheets_ranking import methods_sheet  # noqa: PLC0415

    write_sheets(output, lambda: [methods_sheet(methods)], lambda: methods_to_json(methods))


def _behave(name: str | None, study: str, parameter: Sequence[str] | None, output: Output) -> None:
    if name is None:
        what, mend = "it measures one method.", "Name it: ranker methods topsis --on my-study."
        raise UsageError(Problem("argument-invalid", "--on", what, mend))
    from ranker.analysis.behaviour import behaviour  # noqa: PLC0415 - loads scipy

    found = behaviour(
        rank_by_options(
            study, profile=None, weight=None, method=name, as_of=None, parameter=parameter
        )
    )
    from ranker.output.export_compare import behaviour_to_json  # noqa: PLC0415
    from ranker.output.sheets_compare import behaviour_sheets  # noqa: PLC0415

    if output is Output.TABLE:
        from ranker.output.terminal import method_text  # noqa: PLC0415 - loads rich

        show(lambda _: method_text(found.ranking.method))
        put("\n")
    write_sheets(output, lambda: behaviour_sheets(found), lambda: behaviour_to_json(found))


def compare_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    method: Annotated[
        list[str] | None,
        typer.Option(
            "--method",
            metavar="NAME",
            help="A method to compare, as often as wanted, the first as the yardstick; the "
            "study's own and its second opinions where left out.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every method of the catalogue that can take the data.")
    ] = False,
    size_vs_intensity: Annotated[
        str | None,
        typer.Option(
            "--size-vs-intensity",
            metavar="INDICATOR",
            help="Set totals against the same divided by this figure, by one method.",
        ),
    ] = None,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Rank by several methods: how far they agree, and their consensus."""
    if method and everything:
        what, mend = "--method and --all exclude each other.", "Leave one of them out."
        raise UsageError(Problem("argument-invalid", "--all", what, mend))
    chosen = method or None
    if size_vs_intensity is not None:
        _check_one_method(chosen or [], everything=everything, group=group)
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=chosen[0] if chosen else None,
        parameter=parameter,
        as_of=as_of,
    )
    if size_vs_intensity is not None:
        write_intensity(ranking, size_vs_intensity, output=output)
        return
    from ranker.analysis.agreement import agreement  # noqa: PLC0415 - loads numpy
    from ranker.output.export_compare import compare_to_json  # noqa: PLC0415
    from ranker.output.rows import check_group  # noqa: PLC0415
    from ranker.output.sheets_compare import compare_sheets  # noqa: PLC0415

    check_group(ranking, group)
    found = agreement(ranking, "all" if everything else chosen)
    write_sheets(
        output,
        lambda: compare_sheets(found, group=group),
        lambda: compare_to_json(found, group=group),
    )


def _check_one_method(methods: Sequence[str], *, everything: bool, group: str | None) -> None:
    """Refuse what makes no sense where one method ranks totals and quotients."""
    wrong = {
        "--method": ("one method ranks both.", len(methods) > 1),
        "--all": ("one method ranks both.", everything),
        "--group": ("all clusters are shown.", group is not None),
    }
    mend = "Leave it out beside --size-vs-intensity."
    problems = [
        Problem("argument-invalid", name, what, mend)
        for name, (what, is_wrong) in wrong.items()
        if is_wrong
    ]
    if problems:
        raise UsageError(problems)


def consensus_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: Annotated[
        list[str] | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="A stakeholder's weight profile, as often as wanted; all where left out.",
        ),
    ] = None,
    margin: Annotated[
        float,
        typer.Option(
            "--margin",
            metavar="SHARE",
            help="How far each weight may be from a stakeholder's own, 0 to 1.",
        ),
    ] = 0.1,
    first: Annotated[
        str | None,
        typer.Option(
            "--first",
            metavar="CLUSTER",
            help="Tell who would have to give way on what for this cluster to be first.",
        ),
    ] = None,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Set stakeholders side by side: where they agree, and a group's ranking."""
    from ranker.analysis.consensus import consensus  # noqa: PLC0415 - loads scipy
    from ranker.output.export_compare import consensus_to_json  # noqa: PLC0415
    from ranker.output.sheets_consensus import consensus_sheets  # noqa: PLC0415

    found = consensus(study, profiles=profile or None, margin=margin, first=first, as_of=as_of)
    write_sheets(output, lambda: consensus_sheets(found), lambda: consensus_to_json(found))
