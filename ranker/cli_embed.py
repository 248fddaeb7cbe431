"""Commands for other people's pages: the web component with its files, and badges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.console import (
    AsOfOption,
    ClusterArgument,
    MethodOption,
    OneLanguage,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    put,
    rank_by_options,
    say,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    embed_examples = examples(
        "ranker embed -o public",
        "ranker embed my-study -o public --base https://ranks.example/my-study/",
    )
    app.command("embed", epilog=embed_examples)(embed_command)
    badge_examples = examples("ranker badge songdo -o songdo.svg", "ranker badge osong --lang ko")
    app.command("badge", epilog=badge_examples)(badge_command)


def embed_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder to make or update.")
    ] = Path("embed"),
    base: Annotated[
        str,
        typer.Option(
            "--base", metavar="URL", help="The address it will have; oEmbed documents need it."
        ),
    ] = "",
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write what other pages show a ranking with: a web component, a frame, badges."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.output.embed_files import write_embed  # noqa: PLC0415 - loads jinja2

    put(f"{write_embed(ranking, folder, base=base)}\n")
    if not base:
        say("no oEmbed documents: they need --base, the address that the folder will have")


def badge_command(
    cluster: ClusterArgument,
    study: StudyArgument = BUNDLED_STUDY,
    *,
    destination: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The SVG file; stdout without it."),
    ] = None,
    lang: Annotated[
        OneLanguage, typer.Option("--lang", help="Language of the badge.")
    ] = OneLanguage.EN,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Draw a cluster's rank and rank interval as a small SVG picture."""
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    ranking.index(cluster)
    from ranker.output.badge import badge_svg  # noqa: PLC0415 - loads jinja2
    from ranker.output.evidence import usual_draws  # noqa: PLC0415
    from ranker.output.save import check_destination, save_text  # noqa: PLC0415

    if destination is not None:
        check_destination(destination)
    svg = badge_svg(ranking, cluster, drawn=usual_draws(ranking), lang=lang.value)
    put(svg if destination is None else f"{save_text(svg, destination)}\n")
