"""What commands share: their options, results to stdout, all else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from shutil import get_terminal_size
from threading import Timer
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

import ranker
from ranker.arguments import parse_parameters, parse_weights
from ranker.errors import Problem, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ranker.analysis.ranking import Ranking
    from ranker.output.sheet import Sheet

PATIENCE_SECONDS = 1.0  # what takes no longer needs no progress bar

Progress = Callable[[int, int], None]


def put(result: str) -> None:
    """Write a result to stdout; a reader that has gone has read enough."""
    try:
        sys.stdout.write(result)
        sys.stdout.flush()
    except OSError as error:
        _give_up(error)


def _give_up(error: OSError) -> NoReturn:
    """End where nobody reads any more, or tell why nothing can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        raise typer.Exit(0) from None
    what = f"the result cannot be written: {error.strerror}."
    mend = "Free some room, or write to another place."
    raise UsageError(Problem("destination-unwritable", "stdout", what, mend)) from error


def show(build: Callable[[int], RenderableType]) -> None:
    """Write what a function builds for a width: the terminal's, or all that is needed."""
    from ranker.output.terminal import PIPED_WIDTH, render  # noqa: PLC0415 - loads rich

    is_terminal = sys.stdout.isatty()
    width = get_terminal_size().columns if is_terminal else PIPED_WIDTH
    put(render(build(width), width=width, colour=is_terminal))


def write_sheets(
    output: Output, build: Callable[[], Sequence[Sheet]], as_json: Callable[[], str]
) -> None:
    """Write a result in the form that was asked for; a file of one table has its first sheet."""
    if output.value == Output.JSON.value:
        put(as_json())
        return
    if output.value in BINARY:
        check_binary(output.value)
    sheets = build()
    if output.value == Output.TABLE.value:
        from ranker.output.terminal_trust import sheets_text  # noqa: PLC0415 - loads rich

        show(lambda width: sheets_text(sheets, width=width))
        return
    if output.value in BINARY:
        from ranker.output.arrow import sheet_to_bytes  # noqa: PLC0415 - loads pyarrow

        put_bytes(sheet_to_bytes(sheets[0], output.value))
        return
    from ranker.output.sheet import sheet_to_csv, sheet_to_markdown  # noqa: PLC0415

    put((sheet_to_csv if output.value == Output.CSV.value else sheet_to_markdown)(sheets[0]))


def check_binary(form: str) -> None:
    """Refuse a file that is no text where a terminal would show it, or nothing can write it."""
    from ranker.output.arrow import check_arrow  # noqa: PLC0415

    if sys.stdout.isatty():
        what = f"{form} is no text that a terminal can show."
        mend = f"Write it to a file: … --format {form} > result.{form}"
        raise UsageError(Problem("argument-invalid", "--format", what, f"{mend}."))
    check_arrow()


def put_bytes(content: bytes) -> None:
    """Write a file to stdout."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        _give_up(error)


def say(words: str) -> None:
    """Write to stderr what is no result."""
    with suppress(OSError):
        sys.stderr.write(f"{words}\n")


@contextmanager
def progress_bar(what: str) -> Iterator[Progress | None]:
    """Show on stderr how far a long run is; nothing where stderr is no terminal.

    Parameters
    ----------
    what : str
        What is under way, beside the bar.

    Yields
    ------
    callable or None
        Takes what is done and what is planned.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - loads rich
    from rich.progress import Progress as Bar  # noqa: PLC0415

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)
    timer = Timer(PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, planned: bar.update(task, completed=done, total=planned)
    finally:
        timer.cancel()
        timer.join()
        if bar.live.is_started:
            bar.stop()


def speak_utf8() -> None:
    """Let names of any script pass, whatever the locale says, to streams that are there."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            is_terminal = stream.isatty()  # a terminal shows what it can
            reconfigure(**({"errors": "replace"} if is_terminal else {"encoding": "utf-8"}))


def _nowhere() -> TextIO:
    """Stand in for a stream that the caller closed."""
    return open(os.devnull, "w", encoding="utf-8")


class Output(StrEnum):
    """Formats of a table."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    PARQUET = "parquet"
    ARROW = "arrow"


BINARY = (Output.PARQUET.value, Output.ARROW.value)


class Language(StrEnum):
    """Of a report."""

    EN = "en"
    KO = "ko"
    BOTH = "both"


class OneLanguage(StrEnum):
    """Of what is written in one language."""

    EN = "en"
    KO = "ko"


_STUDY_HELP = "Folder of a study, or the name of a bundled one."
StudyArgument = Annotated[str, typer.Argument(metavar="STUDY", help=_STUDY_HELP)]
StudyOption = Annotated[str, typer.Option("--study", metavar="STUDY", help=_STUDY_HELP)]
ClusterArgument = Annotated[str, typer.Argument(help="Id of a cluster, as in clusters.csv.")]
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
ParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        metavar="NAME=VALUE",
        help="Parameter of the method, such as v=0.4, or of one criterion, such as "
        "talent.p=20; as often as wanted.",
    ),
]
AsOfOption = Annotated[
    int | None,
    typer.Option("--as-of", metavar="YEAR", help="Look at figures of this year and before only."),
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="ID", help="Show this group alone; every rank is one among all."
    ),
]
ConstraintOption = Annotated[
    list[str] | None,
    typer.Option(
        "--constraint",
        metavar="TEXT",
        help="Admit only weights such as 'governance >= talent' or 'talent <= 40%'; as often "
        "as wanted.",
    ),
]
OutputOption = Annotated[Output, typer.Option("--format", help="How to write it.")]


def examples(*commands: str) -> str:
    """Return the end of a help text; the backspace keeps its lines from being joined."""
    return "\n  ".join(["\b\nExample:" if len(commands) == 1 else "\b\nExamples:", *commands])


def rank_by_options(
    study: str,
    *,
    profile: str | None,
    weight: Sequence[str] | None,
    method: str | None,
    as_of: int | None,
    parameter: Sequence[str] | None = None,
) -> Ranking:
    """Rank a study by the options of a command, and say which weights were changed."""
    ranking = ranker.rank(
        study,
        profile=profile,
        weights=parse_weights(weight or ()),
        method=method,
        parameters=parse_parameters(parameter or ()),
        as_of=as_of,
    )
    for change in ranking.weighting.changes:
        say(f"weights: {change}")
    return ranking
