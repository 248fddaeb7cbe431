"""The command that writes the report: one page, a site, a PDF, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.arguments import raise_all
from ranker.console import (
    AsOfOption,
    Language,
    MethodOption,
    ParameterOption,
    ProfileOption,
    StudyArgument,
    WeightOption,
    examples,
    progress_bar,
    put,
    rank_by_options,
    say,
)
from ranker.errors import Problem

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

PAGE = Path("report.html")
PATTERNS = Path("patterns.html")


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    shown = examples(
        "ranker report --profile investor -o investor.html",
        "ranker report --theme ministry -o ministry.html",
        "ranker report --lang both",
        "ranker report --site report --open",
        "ranker report --pdf report.pdf",
    )
    app.command("report", epilog=shown)(report_command)


def report_command(
    study: StudyArgument = BUNDLED_STUDY,
    *,
    destination: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write."),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="DIR", help="Write a folder of pages in its place."),
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="Write a PDF (extra 'pdf').")
    ] = None,
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="FILE", help="Write the picture for links (PNG)."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the same as JSON beside the HTML file.")
    ] = False,
    is_opened: Annotated[
        bool, typer.Option("--open", help="Open what was written in the browser.")
    ] = False,
    theme: Annotated[
        str | None,
        typer.Option("--theme", metavar="DIR", help="Folder with colours and templates of yours."),
    ] = None,
    patterns: Annotated[
        bool, typer.Option("--patterns", help="Show each component once, for designers.")
    ] = False,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of the page; both: with a switch.")
    ] = Language.EN,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the report as an HTML page, a site or a PDF; print its path."""
    files = Wanted(page=destination, paper=pdf, preview=preview, as_json=as_json)
    if site is not None or patterns:
        files.refuse_all(patterns=patterns, theme=theme, lang=lang)
    files.refuse_without_page()
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    if patterns:
        written = [_write_patterns(ranking, destination or PATTERNS, theme)]
    elif site is not None:
        written = [_write_site(ranking, site, lang)]
    else:
        written = _write_files(ranking, files, lang, theme)
    put("".join(f"{path}\n" for path in written))
    say(
        "wrote the page of patterns"
        if patterns
        else f"wrote the report on {len(ranking.ranked)} ranked clusters"
    )
    if is_opened:
        _open(written[0])


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files of a report that were named."""

    page: Path | None
    paper: Path | None
    preview: Path | None
    as_json: bool

    def refuse_all(self, *, patterns: bool, theme: str | None, lang: Language) -> None:
        """Refuse what a site, or the page of patterns, does not go with."""
        beside = {"--pdf": self.paper, "--preview": self.preview, "--json": self.as_json}
        if patterns:
            _refuse(beside, "it is for the report, not for the page of patterns.", _LEAVE)
            return
        _refuse(
            {"-o": self.page, **beside, "--theme": theme},
            "it is for the report in one file.",
            f"{_LEAVE} A site has JSON and its picture without being asked.",
        )
        both = {"--lang": lang is Language.BOTH}
        _refuse(both, "a site is written in one language.", "Write one for each.")

    def refuse_without_page(self) -> None:
        """Refuse what goes with a page where there will be none."""
        if self.page is None and self.paper is not None:
            given = {"--preview": self.preview, "--json": self.as_json}
            _refuse(given, "it goes with an HTML page.", "Name one with -o.")

    def paths(self) -> tuple[Path | None, Path | None, Path | None, Path | None]:
        """Return page, JSON twin, PDF and picture; a page is written unless a PDF alone is."""
        page = PAGE if self.page is None and self.paper is None else self.page
        twin = page.with_suffix(".json") if page is not None and self.as_json else None
        return page, twin, self.paper, self.preview


_LEAVE = "Leave it out."


def _refuse(given: Mapping[str, object], what: str, mend: str) -> None:
    raise_all([Problem("argument-invalid", n, what, mend) for n, value in given.items() if value])


def _write_patterns(ranking: Ranking, path: Path, theme: str | None) -> Path:
    from ranker.output.patterns import write_patterns  # noqa: PLC0415 - loads numpy

    return write_patterns(ranking, path, theme=theme)


def _write_site(ranking: Ranking, folder: Path, lang: Language) -> Path:
    from ranker.output.site import write_site  # noqa: PLC0415 - loads numpy

    with progress_bar("pages") as progress:
        return write_site(ranking, folder, lang=lang.value, progress=progress)


def _write_files(ranking: Ranking, wanted: Wanted, lang: Language, theme: str | None) -> list[Path]:
    from ranker.output.formats import Files, write_files  # noqa: PLC0415 - loads numpy
    from ranker.output.limits import ONE_FILE  # noqa: PLC0415

    size = len(ranking.clusters)
    if size > ONE_FILE:
        say(
            f"the study has {size:,} clusters, and one file shows up to {ONE_FILE} well: "
            "'ranker report --site DIR' writes a page for each"
        )
    files = Files(*wanted.paths())
    warning = write_files(ranking, files, lang=lang.value, theme=theme)
    if warning:
        say(warning)
    return list(files)


def _open(path: Path) -> None:
    import webbrowser  # noqa: PLC0415 - few ask for it

    try:
        is_open = webbrowser.open(path.absolute().as_uri())
    except (webbrowser.Error, OSError):
        is_open = False
    if not is_open:
        say(f"no browser could be started: open {path} yourself")
