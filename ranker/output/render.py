"""Views to pages: Jinja2 with autoescape and strict undefined names, one self-contained file."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from ranker._content import content_folder
from ranker.errors import ContentError, Problem
from ranker.output.bilingual import Languages, bilingual
from ranker.output.build import Findings, find_out, report_view
from ranker.output.language import (
    BOTH,
    ENGLISH,
    LANGUAGES,
    _,
    check_language,
    ngettext,
    use_language,
)
from ranker.output.save import check_destination, save_text

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness

_BREAKS_OUT = ("</style", "</script", "<!--")


def render_report(
    ranking: Ranking,
    robustness: Robustness | None = None,
    *,
    exact: bool = True,
    lang: str = ENGLISH,
) -> str:
    """Return the report as one HTML page that needs no network.

    Parameters
    ----------
    ranking : Ranking
    robustness : Robustness, optional
        Draws of this ranking; the report makes its own where None.
    exact : bool
        Whether to look for the best and worst possible ranks, and for what it would take,
        which takes seconds.
    lang : {"en", "ko", "both"}
        Language of the page; both stand in one page with a switch.

    Returns
    -------
    str
        Equal rankings give equal text.

    Raises
    ------
    ContentError
        ``template-broken``, with template and line.
    UsageError
        ``argument-invalid`` where the draws are those of another ranking, or the language is
        unknown.
    """
    check_language(lang)
    found = find_out(ranking, robustness, exact=exact)
    if lang != BOTH:
        return _page(found, lang, lang)
    first, second = (_page(found, code, lang) for code in LANGUAGES)
    return bilingual(first, second, Languages(*LANGUAGES))


def _page(found: Findings, code: str, lang: str) -> str:
    try:
        with use_language(code):
            template = _environment().get_template("report.html.j2")
            return _without_indentation(template.render(report=report_view(found, lang=lang)))
    except TemplateError as error:
        raise ContentError(_template_problem(error)) from error


def write_report(
    ranking: Ranking,
    path: str | os.PathLike[str],
    *,
    robustness: Robustness | None = None,
    exact: bool = True,
    lang: str = ENGLISH,
) -> Path:
    """Write the report; the file is there whole or not at all.

    Parameters
    ----------
    ranking : Ranking
    path : str or path
        The HTML file. Its folder must exist.
    robustness, exact, lang : Robustness or None, bool, str
        See `render_report`.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        ``destination-unwritable``; ``argument-invalid`` as `render_report`.
    """
    check_destination(Path(path))
    return save_text(render_report(ranking, robustness, exact=exact, lang=lang), Path(path))


def _without_indentation(page: str) -> str:
    """Drop the templates' indentation, which no reader needs."""
    return re.sub(r"\n\s+", "\n", page)


@cache
def _environment() -> Environment:
    room = content_folder("reports")
    environment = Environment(
        loader=FileSystemLoader(room / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals["asset"] = _asset
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _asset(name: str) -> Markup:
    """Return a style sheet or script of ours to stand inside the page."""
    text = (content_folder("reports") / "static" / name).read_text(encoding="utf-8")
    if any(mark in text.lower() for mark in _BREAKS_OUT):
        raise TemplateSyntaxError("an asset would end its own element", 1, name)
    return Markup(text)  # noqa: S704 - a file of the package, checked above


def _template_problem(error: TemplateError) -> Problem:
    frame: Any = error.__traceback__
    where = "reports/templates"
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            where = f"{Path(name).name}:{frame.tb_lineno}"
        frame = frame.tb_next
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.name or 'template'}:{error.lineno}"
    return Problem("template-broken", where, f"{error.message}.", "Mend the template.")
