"""The command ``ranker``: arguments to calls, results to stdout, problems to exit codes.

stdout carries the result alone, so that pipes work; whatever else there is to say goes to
stderr. Exit codes: 0 done; 1 a study or a matrix has errors; 2 an argument is wrong;
130 Ctrl-C.
Modules that compute are imported by the commands that need them: ``--help`` loads none.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import ranker
from ranker import (
    cli_agents,
    cli_audit,
    cli_change,
    cli_claim,
    cli_compare,
    cli_elicit,
    cli_embed,
    cli_exact,
    cli_files,
    cli_history,
    cli_intensity,
    cli_network,
    cli_promethee,
    cli_report,
    cli_serve,
    cli_target,
    cli_trust,
)
from ranker._content import BUNDLED_STUDY
from ranker.console import (
    BINARY,
    AsOfOption,
    ClusterArgument,
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
    put,
    rank_by_options,
    say,
    show,
    speak_utf8,
    write_sheets,
)
from ranker.errors import Problem, RankerError, UsageError

INTERRUPTED = 130  # as shells count a program that Ctrl-C ended


class _Commands(TyperGroup):
    """Tells problems on stderr, one a line, and ends with the code of their kind."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RankerError as error:
            say("\n".join(str(problem) for problem in error.problems))
            raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None
        except KeyboardInterrupt:
            say("interrupted: nothing was written")
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        put(f"ranker {ranker.__version__}\n")
        raise typer.Exit


_VERSION = typer.Option(
    "--version", is_eager=True, callback=_print_version, help="Print the version and end."
)


@app.callback(epilog=examples("ranker rank --weight governance=0.4"))
def _start(version: Annotated[bool, _VERSION] = False) -> None:
    """Rank clusters by weighted criteria, each figure tied to its source."""


@app.command(
    "rank",
    epilog=examples(
        "ranker rank --profile investor --group korea",
        "ranker rank my-study --weight governance=0.4 --format csv > ranking.csv",
    ),
)
def rank_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Rank the clusters of a study."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    if output is Output.TABLE:
        from ranker.output.terminal import ranking_text  # noqa: PLC0415 - loads rich

        show(lambda width: ranking_text(ranking, width=width, group=group))
        return
    if output.value in BINARY:
        from ranker.output.sheets_ranking import ranking_sheet  # noqa: PLC0415 - loads numpy

        write_sheets(output, lambda: [ranking_sheet(ranking, group=group)], str)
        return
    writers = {
        Output.JSON: ranker.to_json,
        Output.CSV: ranker.to_csv,
        Output.MD: ranker.to_markdown,
    }
    put(writers[output](ranking, group=group))
    _tell_treatment(ranking)


def _tell_treatment(ranking: ranker.Ranking) -> None:
    """Say what was done about outliers beside a table that has no room for it."""
    from ranker.output.treatment_words import treatment_notes  # noqa: PLC0415 - loads numpy

    for note in treatment_notes(ranking):
        say(note)


cli_report.add_to(app)


class CheckOutput(StrEnum):
    """Formats of a check."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"


@app.command("check", epilog=examples("ranker check my-study", "ranker check --format github"))
def check_command(
    study: StudyArgument = BUNDLED_STUDY,
    output: Annotated[
        CheckOutput,
        typer.Option("--format", help="A line a problem, or annotations of GitHub's."),
    ] = CheckOutput.TABLE,
) -> None:
    """Tell every error and warning of a study, with file and line."""
    from ranker.output.checks import check_to_json, check_whole, summary_line  # noqa: PLC0415

    try:
        checked, problems = check_whole(study)
    except RankerError as error:  # there is no study at all
        if output is not CheckOutput.GITHUB:
            raise
        checked, problems = None, list(error.problems)
    put(
        check_to_json(checked, problems) if output is CheckOutput.JSON else _lines(problems, output)
    )
    say(summary_line(checked, problems))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


def _lines(problems: Sequence[Problem], output: CheckOutput) -> str:
    from ranker.output.annotations import github_line  # noqa: PLC0415 - few ask for it
    from ranker.output.checks import problem_line  # noqa: PLC0415

    if output is CheckOutput.TABLE:
        return "".join(f"{problem_line(problem)}\n" for problem in problems)
    root = Path(os.environ.get("GITHUB_WORKSPACE") or ".")
    return "".join(f"{github_line(problem, root=root)}\n" for problem in problems)


@app.command("show", epilog=examples("ranker show osong --as-of 2023"))
def show_command(
    cluster: ClusterArgument,
    study: StudyOption = BUNDLED_STUDY,
    as_of: AsOfOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show one cluster: every figure, its source, what was left."""
    ranking = ranker.rank(study, as_of=as_of)
    if output is Output.TABLE:
        from ranker.output.dossier import build_dossier  # noqa: PLC0415
        from ranker.output.terminal_dossier import dossier_text  # noqa: PLC0415 - loads rich

        dossier = build_dossier(ranking, cluster)
        show(lambda _: dossier_text(dossier))
        return
    from ranker.output.dossier import build_dossier, cluster_to_json  # noqa: PLC0415
    from ranker.output.sheets_ranking import cells_sheet  # noqa: PLC0415

    write_sheets(
        output,
        lambda: [cells_sheet(ranking, cluster=cluster)],
        lambda: cluster_to_json(build_dossier(ranking, cluster)),
    )


@app.command("profiles", epilog=examples("ranker profiles my-study"))
def profiles_command(
    study: StudyArgument = BUNDLED_STUDY, *, output: OutputOption = Output.TABLE
) -> None:
    """List the weight profiles of a study."""
    opened = ranker.open_study(study)
    if output is Output.TABLE:
        from ranker.output.terminal import profiles_text  # noqa: PLC0415 - loads rich

        show(lambda _: profiles_text(opened))
    else:
        from ranker.output.sheets_ranking import (  # noqa: PLC0415 - loads numpy
            profiles_sheet,
            profiles_to_json,
        )

        write_sheets(output, lambda: [profiles_sheet(opened)], lambda: profiles_to_json(opened))
    if not opened.profiles:
        say("the study has no profiles; its own weights are used")


@app.command("new", epilog=examples("ranker new my-study --empty"))
def new_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="The commented skeleton in place of a copy.")
    ] = False,
) -> None:
    """Start a study of your own, from the bundled one or empty."""
    from ranker.study.scaffold import new_study  # noqa: PLC0415 - loads pydantic

    path = new_study(folder, empty=empty)
    put(f"{path}\n")
    say(f"edit {path / 'study.yaml'} and the tables beside it, then: ranker check {path}")


cli_compare.add_to(app)
cli_trust.add_to(app)
cli_exact.add_to(app)
cli_history.add_to(app)
cli_claim.add_to(app)
cli_target.add_to(app)
cli_change.add_to(app)
cli_network.add_to(app)
cli_files.add_to(app)
cli_audit.add_to(app)
cli_intensity.add_to(app)
cli_elicit.add_to(app)
cli_promethee.add_to(app)
cli_embed.add_to(app)
cli_agents.add_to(app)
cli_serve.add_to(app)


def main() -> None:
    """Run the command line."""
    speak_utf8()
    app(prog_name="ranker")
