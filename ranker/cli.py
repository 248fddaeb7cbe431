"""The command ``ranker``: arguments to calls, results to stdout, problems to exit codes.

stdout carries the result alone, so that pipes work; whatever else there is to say goes to
stderr. Exit codes: 0 done; 1 a study or a matrix has errors; 2 an argument is wrong.
Modules that compute are imported by the commands that need them: ``--help`` loads none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

import ranker
from ranker._content import BUNDLED_STUDY
from ranker.arguments import parse_weights
from ranker.errors import Problem, RankerError, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ranker.analysis.ranking import Ranking


class Output(StrEnum):
    """Formats of a ranking."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class Plain(StrEnum):
    """Formats of everything else."""

    TABLE = "table"
    JSON = "json"


class _Commands(TyperGroup):
    """Tells problems on stderr, one a line, and ends with the code of their kind."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RankerError as error:
            _say("\n".join(str(problem) for problem in error.problems))
            raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None


def _examples(*commands: str) -> str:
    """Return the end of a help text; the backspace keeps its lines from being joined."""
    return "\n  ".join(["\b\nExample:" if len(commands) == 1 else "\b\nExamples:", *commands])


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_STUDY_HELP = "Folder of a study, or the name of a bundled one."
StudyArgument = Annotated[str, typer.Argument(metavar="STUDY", help=_STUDY_HELP)]
StudyOption = Annotated[str, typer.Option("--study", metavar="STUDY", help=_STUDY_HELP)]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="Weight profile; see 'ranker profiles'."),
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="NAME=SHARE",
        help="Share of a criterion or indicator among its siblings, 0 to 1, as often as "
        "wanted; the others are rescaled.",
    ),
]
MethodOption = Annotated[
    str | None,
    typer.Option("--method", metavar="NAME", help="Ranking method; see 'ranker methods'."),
]
AsOfOption = Annotated[
    int | None,
    typer.Option("--as-of", metavar="YEAR", help="Look at figures of this year and before only."),
]
PlainOption = Annotated[Plain, typer.Option("--format", help="How to write it.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        _put(f"ranker {ranker.__version__}\n")
        raise typer.Exit


_VERSION = typer.Option(
    "--version", is_eager=True, callback=_print_version, help="Print the version and end."
)


@app.callback(epilog=_examples("ranker rank --weight governance=0.4"))
def _start(version: Annotated[bool, _VERSION] = False) -> None:
    """Rank clusters by weighted criteria, each figure tied to its source."""


@app.command(
    "rank",
    epilog=_examples(
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
    as_of: AsOfOption = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group",
            metavar="ID",
            help="Show this group alone: rank among all, and within the group.",
        ),
    ] = None,
    output: Annotated[Output, typer.Option("--format", help="How to write it.")] = Output.TABLE,
) -> None:
    """Rank the clusters of a study."""
    ranking = _rank(study, profile=profile, weight=weight, method=method, as_of=as_of)
    if output is Output.TABLE:
        from ranker.output.terminal import ranking_text  # noqa: PLC0415 - loads rich

        _show(lambda width: ranking_text(ranking, width=width, group=group))
        return
    writers = {
        Output.JSON: ranker.to_json,
        Output.CSV: ranker.to_csv,
        Output.MD: ranker.to_markdown,
    }
    _put(writers[output](ranking, group=group))


@app.command("report", epilog=_examples("ranker report --profile investor -o investor.html"))
def report_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    destination: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")
    ] = Path("report.html"),
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the ranking as one HTML page and print its path."""
    ranking = _rank(study, profile=profile, weight=weight, method=method, as_of=as_of)
    path = ranker.write_report(ranking, destination)
    _put(f"{path}\n")
    _say(f"wrote the report on {len(ranking.ranked)} ranked clusters")


@app.command("check", epilog=_examples("ranker check my-study"))
def check_command(study: StudyArgument = BUNDLED_STUDY) -> None:
    """Tell every error and warning of a study, with file and line."""
    from ranker.output.checks import check_whole, problem_line, summary_line  # noqa: PLC0415

    checked, problems = check_whole(study)
    _put("".join(f"{problem_line(problem)}\n" for problem in problems))
    _say(summary_line(checked, problems))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


@app.command("show", epilog=_examples("ranker show osong --as-of 2023"))
def show_command(
    cluster: Annotated[str, typer.Argument(help="Id of a cluster, as in clusters.csv.")],
    study: StudyOption = BUNDLED_STUDY,
    as_of: AsOfOption = None,
    output: PlainOption = Plain.TABLE,
) -> None:
    """Show one cluster: every figure, its source, what was left."""
    from ranker.output.dossier import build_dossier, cluster_to_json  # noqa: PLC0415

    dossier = build_dossier(ranker.rank(study, as_of=as_of), cluster)
    if output is Plain.JSON:
        _put(cluster_to_json(dossier))
        return
    from ranker.output.terminal_dossier import dossier_text  # noqa: PLC0415 - loads rich

    _show(lambda _: dossier_text(dossier))


@app.command("methods", epilog=_examples("ranker methods topsis"))
def methods_command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A method to show in full.")
    ] = None,
    output: PlainOption = Plain.TABLE,
) -> None:
    """List the ranking methods, or explain one."""
    methods = list(ranker.METHODS.values()) if name is None else [ranker.find_method(name)]
    if output is Plain.JSON:
        from ranker.output.export import methods_to_json  # noqa: PLC0415 - loads numpy

        _put(methods_to_json(methods))
        return
    from ranker.output.terminal import method_text, methods_text  # noqa: PLC0415 - loads rich

    _show(lambda _: methods_text(methods) if name is None else method_text(methods[0]))


@app.command("profiles", epilog=_examples("ranker profiles my-study"))
def profiles_command(study: StudyArgument = BUNDLED_STUDY) -> None:
    """List the weight profiles of a study."""
    from ranker.output.terminal import profiles_text  # noqa: PLC0415 - loads rich

    opened = ranker.open_study(study)
    _show(lambda _: profiles_text(opened))
    if not opened.profiles:
        _say("the study has no profiles; its own weights are used")


@app.command("new", epilog=_examples("ranker new my-study --empty"))
def new_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="The commented skeleton in place of a copy.")
    ] = False,
) -> None:
    """Start a study of your own, from the bundled one or empty."""
    from ranker.study.scaffold import new_study  # noqa: PLC0415 - loads pydantic

    path = new_study(folder, empty=empty)
    _put(f"{path}\n")
    _say(f"edit {path / 'study.yaml'} and the tables beside it, then: ranker check {path}")


def _rank(
    study: str,
    *,
    profile: str | None,
    weight: Sequence[str] | None,
    method: str | None,
    as_of: int | None,
) -> Ranking:
    weights = parse_weights(weight or ())
    ranking = ranker.rank(study, profile=profile, weights=weights, method=method, as_of=as_of)
    for change in ranking.weighting.changes:
        _say(f"weights: {change}")
    return ranking


# --- what goes out -----------------------------------------------------------------------


def _show(build: Callable[[int], RenderableType]) -> None:
    """Write what a function builds for a width: the terminal's, or all that is needed."""
    from ranker.output.terminal import PIPED_WIDTH, render  # noqa: PLC0415 - loads rich

    is_terminal = sys.stdout.isatty()
    width = get_terminal_size().columns if is_terminal else PIPED_WIDTH
    _put(render(build(width), width=width, colour=is_terminal))


def _put(result: str) -> None:
    """Write a result to stdout; a reader that has gone has read enough."""
    try:
        sys.stdout.write(result)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(0) from None
        what = f"the result cannot be written: {error.strerror}."
        mend = "Free some room, or write to another place."
        raise UsageError(Problem("destination-unwritable", "stdout", what, mend)) from error


def _say(words: str) -> None:
    """Write to stderr what is no result."""
    with suppress(OSError):
        sys.stderr.write(f"{words}\n")


def _speak_utf8(stream: TextIO) -> None:
    """Let names of any script pass, whatever the locale says; a terminal shows what it can."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(**({"errors": "replace"} if stream.isatty() else {"encoding": "utf-8"}))


def _nowhere() -> TextIO:
    """Stand in for a stream that the caller closed."""
    return open(os.devnull, "w", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    app(prog_name="ranker")
