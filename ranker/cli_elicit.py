"""The commands that ask people for judgements: a form to send out, answers to bring in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import StudyArgument, StudyOption, examples, put, say


def add_to(app: typer.Typer) -> None:
    """Add the group of commands to the command line."""
    group = typer.Typer(
        help="Ask people for judgements: a form to send out, answers to bring in.",
        no_args_is_help=True,
        add_completion=False,
        epilog=examples(
            "ranker elicit form my-study -o form.html",
            "ranker elicit import kim.json --study my-study",
        ),
    )
    group.command("form", epilog=examples("ranker elicit form my-study -o form.html"))(form_command)
    group.command("import", epilog=examples("ranker elicit import kim.json --study my-study"))(
        import_command
    )
    app.add_typer(group, name="elicit")


def form_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    destination: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")
    ] = Path("form.html"),
) -> None:
    """Write an offline page, in English and Korean, on which people judge the criteria."""
    from ranker.output.form import write_form  # noqa: PLC0415 - loads jinja2
    from ranker.study.load import open_study  # noqa: PLC0415 - loads pydantic

    opened = open_study(study)
    put(f"{write_form(opened, destination)}\n")
    say("wrote the form; people send back the file it saves: ranker elicit import FILE.json")


def import_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE.json...", help="Files that the form saved.")
    ],
    *,
    study: StudyOption = BUNDLED_STUDY,
    force: Annotated[
        bool, typer.Option("--force", help="Replace profiles of the same name.")
    ] = False,
) -> None:
    """Bring answers in as weight profiles of the study, all of them or none."""
    from ranker.study.answers import import_answers, read_answers  # noqa: PLC0415 - loads pydantic
    from ranker.study.load import open_study  # noqa: PLC0415

    opened = open_study(study)
    older = [one.id for one in read_answers(files, opened) if not one.is_of_this_content]
    written = import_answers(files, opened, force=force)
    put("".join(f"{path}\n" for path in written))
    if older:
        names = ", ".join(older)
        say(f"the study has changed since the form was made, its criteria have not: {names}")
    say(f"try one: ranker rank {study} --profile {written[0].stem}")
