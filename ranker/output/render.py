"""Views to pages: Jinja2 with autoescape and strict undefined names, one self-contained file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateError

from ranker.errors import ContentError
from ranker.output.bilingual import Languages, bilingual
from ranker.output.build import Findings, find_out, report_view
from ranker.output.environment import asset_texts, page_environment
from ranker.output.language import BOTH, ENGLISH, LANGUAGES, check_language, use_language
from ranker.output.page_tree import shortened
from ranker.output.policy import check_elements, with_policy, without_indentation
from ranker.output.sandbox import ThemeEnvironment, start_the_clock
from ranker.output.save import check_destination, save_text
from ranker.output.template_problem import template_problem
from ranker.output.theme import Theme, read_theme

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness

_REPORT = "report.html.j2"
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError)


def render_page(
    template: str, *, theme: Theme | None = None, is_linked: bool = False, **context: object
) -> str:
    """Return one page: a template filled with what it is given, and its security policy.

    Parameters
    ----------
    template : str
        Name of a template in ``reports/templates``, or of a theme's.
    theme : Theme, optional
        Its templates come before ours, and all run in a sandbox.
    is_linked : bool
        Whether its style sheets and scripts are files beside it.
    **context
        Names and views that the template is given.

    Returns
    -------
    str

    Raises
    ------
    ContentError
        ``template-broken``, with template, line and what is wrong there.
    """
    with _faults_told(template):
        environment = page_environment(theme)
        page = _filled(environment, template, context)
        return with_policy(page, asset_texts(environment), is_linked=is_linked)


def render_bilingual(template: str, context: Callable[[], Mapping[str, object]]) -> str:
    """Return one page in all languages with a switch, and its security policy.

    Parameters
    ----------
    template : str
        Name of a template in ``reports/templates``.
    context : callable
        Returns what the template is given, in the language in use when it is called.

    Raises
    ------
    ContentError
        ``template-broken``, with template, line and what is wrong there.
    """
    pages = []
    with _faults_told(template):
        environment = page_environment()
    for code in LANGUAGES:
        with use_language(code), _faults_told(template):
            pages.append(_filled(environment, template, context()))
    with _faults_told(template):
        return _sealed(bilingual(pages[0], pages[1], Languages(*LANGUAGES)), environment)


def _filled(environment: Environment, template: str, context: Mapping[str, object]) -> str:
    """Return a page without its policy; what a theme may not add is refused."""
    start_the_clock(environment)
    page = without_indentation(environment.get_template(template).render(context))
    if isinstance(environment, ThemeEnvironment):
        check_elements(page, asset_texts(environment))
    return page


def _sealed(page: str, environment: Environment) -> str:
    return with_policy(page, asset_texts(environment))


@contextmanager
def _faults_told(template: str) -> Iterator[None]:
    try:
        yield
    except (*_FAULTS, ValueError) as error:
        raise ContentError(template_problem(error, template)) from error


def render_report(
    ranking: Ranking,
    robustness: Robustness | None = None,
    *,
    exact: bool = True,
    lang: str = ENGLISH,
    theme: str | os.PathLike[str] | None = None,
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
    theme : str or path, optional
        Folder, or name of a bundled theme; see `ranker.output.theme`.

    Returns
    -------
    str
        Equal rankings give equal text.

    Raises
    ------
    ContentError
        ``template-broken``, with template and line; ``theme-invalid``, ``encoding-not-utf8``.
    UsageError
        ``argument-invalid`` where the draws are those of another ranking, or the language is
        unknown; ``theme-invalid`` where there is no such theme.
    """
    check_language(lang)
    worn = None if theme is None else read_theme(theme)
    return report_page(find_out(ranking, robustness, exact=exact), lang=lang, theme=worn)


def report_page(
    found: Findings, *, lang: str = ENGLISH, theme: Theme | None = None, picture: str = ""
) -> str:
    """Return the report on what was found, as one HTML page.

    Parameters
    ----------
    found : Findings
    lang, theme : str, Theme or None
        See `render_report`.
    picture : str
        Address of the picture for links from the page; empty where there is none.

    Raises
    ------
    ContentError
        ``template-broken``.
    """
    codes = LANGUAGES if lang == BOTH else (lang,)
    pages = []
    with _faults_told(_REPORT):
        environment = page_environment(theme)
    for code in codes:
        with use_language(code):
            view = report_view(found, lang=lang)
            with _faults_told(_REPORT):
                pages.append(_filled(environment, _REPORT, {"report": view, "picture": picture}))
    with _faults_told(_REPORT):
        both = Languages(*LANGUAGES)
        page = bilingual(pages[0], pages[1], both) if lang == BOTH else shortened(pages[0])
        return _sealed(page, environment)


def write_report(
    ranking: Ranking,
    path: str | os.PathLike[str],
    *,
    robustness: Robustness | None = None,
    exact: bool = True,
    lang: str = ENGLISH,
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the report; the file is there whole or not at all.

    Parameters
    ----------
    ranking : Ranking
    path : str or path
        The HTML file. Its folder must exist.
    robustness, exact, lang, theme : Robustness or None, bool, str, str or path or None
        See `render_report`.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        ``destination-unwritable``; ``argument-invalid`` and others as `render_report`.
    """
    check_destination(Path(path))
    page = render_report(ranking, robustness, exact=exact, lang=lang, theme=theme)
    return save_text(page, Path(path))
