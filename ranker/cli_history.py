"""Commands about change: between editions, over the years, and when something is left out."""

from __future__ import annotations

from typing import Annotated

import typer

from ranker.console import (
    AsOfOption,
    GroupOption,
    MethodOption,
    Output,
    OutputOption,
    ProfileOption,
    examples,
    say,
    write_sheets,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("diff", epilog=examples("ranker diff edition-2025 edition-2026"))(diff_command)


def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier edition of a study.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.")],
    *,
    profile: ProfileOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    group: GroupOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Tell what changed between two editions, and why ranks did."""
    from ranker.analysis.diff import diff  # noqa: PLC0415 - loads numpy
    from ranker.output.export_history import diff_to_json  # noqa: PLC0415
    from ranker.output.sheets_diff import diff_sheets  # noqa: PLC0415

    found = diff(old, new, profile=profile, method=method, as_of=as_of)
    if output is not Output.TABLE:
        for note in found.notes:
            say(note)
    write_sheets(
        output,
        lambda: diff_sheets(found, group=group),
        lambda: diff_to_json(found, group=group),
    )
