"""One report in several files: page, JSON, PDF and picture, all from the same answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ranker.errors import Problem, UsageError
from ranker.output.build import find_out
from ranker.output.headline import headline
from ranker.output.language import BOTH, ENGLISH, check_language, use_language
from ranker.output.paper import check_paper, paper_of
from ranker.output.preview import preview_png
from ranker.output.render import report_page
from ranker.output.save import check_destination, save_bytes
from ranker.output.theme import read_theme
from ranker.output.twins import report_to_json

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness


@dataclass(frozen=True, slots=True)
class Files:
    """Where to write what; None is not written.

    Parameters
    ----------
    page, twin, paper, preview : Path or None
        The HTML page, its JSON twin, the PDF and the picture for links, which the page names
        by its way there.
    """

    page: Path | None = None
    twin: Path | None = None
    paper: Path | None = None
    preview: Path | None = None

    def __iter__(self) -> Iterator[Path]:
        """Yield the files that are written."""
        yield from filter(None, (self.page, self.twin, self.paper, self.preview))

    def picture(self) -> str:
        """Return the address of the picture from the page; empty where one of them is none."""
        if self.page is None or self.preview is None:
            return ""
        way = os.path.relpath(self.preview.absolute(), self.page.absolute().parent)
        return quote(Path(way).as_posix())


def write_files(
    ranking: Ranking,
    files: Files,
    *,
    robustness: Robustness | None = None,
    exact: bool = True,
    lang: str = ENGLISH,
    theme: str | os.PathLike[str] | None = None,
) -> str:
    """Write one report in several forms; each file is there whole or not at all.

    Parameters
    ----------
    ranking : Ranking
    files : Files
    robustness, exact, lang, theme : Robustness or None, bool, str, str or path or None
        See `ranker.output.render.render_report`; a PDF is written in one language.

    Returns
    -------
    str
        What there is to say of the PDF, such as letters without a font; mostly empty.

    Raises
    ------
    UsageError
        ``destination-unwritable``, ``extra-missing``; ``argument-invalid`` where the draws are
        those of another ranking.
    """
    for path in files:
        check_destination(path)
    if files.paper is not None:
        check_paper()
    _check_form(files, lang)
    worn = None if theme is None else read_theme(theme)
    found = find_out(ranking, robustness, exact=exact)
    page = report_page(found, lang=lang, theme=worn, picture=files.picture())
    warning = ""
    if files.paper is not None:
        paper = paper_of(page)
        save_bytes(paper.content, files.paper)
        warning = paper.warning()
    if files.preview is not None:
        with use_language(ENGLISH if lang == BOTH else lang):
            save_bytes(preview_png(ranking, headline(ranking)), files.preview)
    if files.twin is not None:
        save_bytes(report_to_json(found).encode(), files.twin)
    if files.page is not None:
        save_bytes(page.encode(), files.page)
    return warning


def _check_form(files: Files, lang: str) -> None:
    check_language(lang)
    if files.paper is not None and lang == BOTH:
        what = "a PDF is written in one language."
        raise UsageError(Problem("argument-invalid", "lang", what, "Write one for each."))


def write_pdf(
    ranking: Ranking,
    path: str | os.PathLike[str],
    *,
    robustness: Robustness | None = None,
    exact: bool = True,
    lang: str = ENGLISH,
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the report as PDF; needs the extra ``pdf``.

    Parameters
    ----------
    ranking : Ranking
    path : str or path
        The file. Its folder must exist.
    robustness, exact, lang, theme : Robustness or None, bool, str, str or path or None
        As `write_files`.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        As `write_files`.
    """
    write_files(
        ranking,
        Files(paper=Path(path)),
        robustness=robustness,
        exact=exact,
        lang=lang,
        theme=theme,
    )
    return Path(path)
