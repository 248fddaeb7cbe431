"""What goes wrong in a template, told with template, line and name, never as a traceback."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from ranker._content import content_folder
from ranker.errors import Problem

ENDING = ".j2"


def template_problem(error: Exception, template: str) -> Problem:
    """Return the problem that an error in a template is.

    Parameters
    ----------
    error : Exception
        As Jinja raised it.
    template : str
        Name of the template that was rendered, for errors without a place.

    Returns
    -------
    Problem
        ``template-broken``.
    """
    return Problem("template-broken", _where(error, template), f"{_what(error)}.", _mend(error))


def _where(error: Exception, template: str) -> str:
    if isinstance(error, TemplateSyntaxError):
        shown = _shown(error.filename) if error.filename else error.name or template
        return f"{shown}:{error.lineno}"
    return _deepest(error.__traceback__) or template


def _deepest(frame: TracebackType | None) -> str:
    """Return the innermost line of a template that an error passed through."""
    where = ""
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if name.endswith(ENDING):
            where = f"{_shown(name)}:{frame.tb_lineno}"
        frame = frame.tb_next
    return where


def _shown(path: str) -> str:
    """Return the name of a template of ours, or where a theme's lies."""
    own = Path(path).parent == content_folder("reports") / "templates"
    return Path(path).name if own else path


def _what(error: Exception) -> str:
    text = str(getattr(error, "message", None) or error).strip().rstrip(".")
    if isinstance(error, TemplateNotFound):
        return f"there is no template '{text}'"
    if isinstance(error, RecursionError):
        return "the template calls itself without end"
    return text or type(error).__name__


def _mend(error: Exception) -> str:
    if isinstance(error, (UndefinedError, SecurityError)):
        return "Mend the template; reports/README.md tells what it is given."
    return "Mend the template."
