"""The command that answers programs by the Model Context Protocol."""

from __future__ import annotations

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import StudyArgument, examples
from ranker.errors import Problem, UsageError


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("mcp", epilog=examples("ranker mcp my-study"))(mcp_command)


def mcp_command(study: StudyArgument = BUNDLED_STUDY) -> None:
    """Answer an agent's questions about a study, over stdin and stdout (extra 'mcp')."""
    try:
        import mcp  # noqa: F401, PLC0415 - an extra that takes a second to load
    except ImportError as error:
        what = f"the protocol needs the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[mcp]'."
        raise UsageError(Problem("extra-missing", "mcp", what, mend)) from error
    from ranker.agents.keeper import Keeper  # noqa: PLC0415 - loads numpy
    from ranker.agents.server import make_server  # noqa: PLC0415 - loads the SDK

    make_server(Keeper(study)).run("stdio")
