"""The command that answers over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import examples, put, say
from ranker.errors import ContentError, Problem, UsageError

TOKEN_VARIABLE = "RANKER_TOKEN"  # noqa: S105 - the name of a variable
MEGABYTE = 1_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    serve_examples = examples(
        "ranker serve my-study --port 8080", "ranker serve --token-file token"
    )
    app.command("serve", epilog=serve_examples)(serve_command)


def serve_command(
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STUDY]...", help="Folders of studies, or names of bundled ones."),
    ] = None,
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes a free one.")
    ] = 8000,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help=f"Ask clients for the token in this file, or in the variable {TOKEN_VARIABLE}.",
        ),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors", metavar="ORIGIN", help="Let pages of this origin read; as often as wanted."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes; one a core by default."),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--max-seconds", metavar="S", min=0.1, help="Time for one answer.")
    ] = 60.0,
    draws: Annotated[
        int, typer.Option("--max-draws", metavar="N", min=1, help="Draws of one request.")
    ] = 100_000,
    alternatives: Annotated[
        int,
        typer.Option(
            "--max-clusters", metavar="N", min=1, help="Clusters of a study that is sent."
        ),
    ] = 500,
    body: Annotated[
        float, typer.Option("--max-body", metavar="MB", min=0.001, help="Size of what is sent.")
    ] = 4.0,
    cache: Annotated[
        float, typer.Option("--cache", metavar="MB", min=0, help="Memory for answers to keep.")
    ] = 64.0,
) -> None:
    """Answer questions about studies over HTTP; nothing is ever written."""
    _check_extra()
    from ranker.service.limits import Limits  # noqa: PLC0415 - loads numpy, after the check
    from ranker.service.run import Door, mount, serve  # noqa: PLC0415

    limits = Limits(
        body=int(body * MEGABYTE),
        alternatives=alternatives,
        draws=draws,
        seconds=seconds,
        cache=int(cache * MEGABYTE),
        workers=workers or os.cpu_count() or 1,
    )
    door = Door(host=host, port=port, token=_token(token_file), origins=tuple(cors or ()))
    if host not in LOOPBACK and not door.token:
        say(f"warning: {host} can be reached by others, and no token is asked for")
    serve(mount(studies or [BUNDLED_STUDY]), door, limits, ready=lambda url: put(f"{url}\n"))


def _check_extra() -> None:
    """Refuse where what serves is not installed.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    try:
        import fastapi  # noqa: F401, PLC0415 - an extra
        import uvicorn  # noqa: F401, PLC0415
    except ImportError as error:
        what = f"the service needs the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[serve]'."
        raise UsageError(Problem("extra-missing", "serve", what, mend)) from error


def _token(file: Path | None) -> str:
    """Return the token that clients must show; empty where none is asked for."""
    if file is None:
        return os.environ.get(TOKEN_VARIABLE, "").strip()
    from ranker.study.files import read_text  # noqa: PLC0415

    text, problems = read_text(file, name=str(file))
    if problems:
        raise ContentError(problems)
    return (text or "").strip()
