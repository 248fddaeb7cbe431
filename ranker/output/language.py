"""The language a page is written in: messages from gettext catalogues, English where none is.

Words for readers are written in English where they are used, as ``_("…")``, with named
places for what varies: ``_("{name} is first").format(name=name)``. `use_language` says for
a block of code which catalogue they are looked up in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation

from ranker._content import content_folder

DOMAIN = "report"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "ko")

_CODE: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Look messages up in the catalogue of a language until the end of the block.

    Parameters
    ----------
    code : {"en", "ko"}

    Examples
    --------
    >>> with use_language("en"):
    ...     _("Ranking")
    'Ranking'
    """
    held = _CODE.set(code)
    try:
        yield
    finally:
        _CODE.reset(held)


def current_language() -> str:
    """Return the code of the language in use."""
    return _CODE.get()


def _(message: str) -> str:
    """Return a message in the language in use."""
    return _catalogue(_CODE.get()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return a message for a number of things in the language in use."""
    return _catalogue(_CODE.get()).ngettext(one, many, number)


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH:
        return NullTranslations()
    return translation(DOMAIN, content_folder("reports") / "locales", [code], fallback=True)
