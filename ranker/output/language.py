"""The language a page is written in: messages from gettext catalogues, English where none is.

Words for readers are written in English where they are used, as ``_("…")``, with named
places for what varies: ``_("{name} is first").format(name=name)``. `use_language` says for
a block of code which catalogue they are looked up in. A catalogue is the ``.po`` file that
translators edit; there is no compiled copy that could differ from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ranker._content import content_folder
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.output.particles import Sentence

if TYPE_CHECKING:
    from ranker.study.model import Cluster, Text

DOMAIN = "report"
ENGLISH = "en"
KOREAN = "ko"
LANGUAGES = (ENGLISH, KOREAN)
BOTH = "both"  # one page in all of them
HOME_COUNTRY = {KOREAN: "KOR"}  # whose clusters have their own names first

_CODE: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Look messages up in the catalogue of a language until the end of the block.

    Parameters
    ----------
    code : {"en", "ko"}

    Raises
    ------
    UsageError
        ``argument-invalid`` for another language.

    Examples
    --------
    >>> with use_language("ko"):
    ...     _("Ranking")
    '순위'
    """
    if code not in LANGUAGES:
        raise UsageError(_unknown(code))
    held = _CODE.set(code)
    try:
        yield
    finally:
        _CODE.reset(held)


def check_language(lang: str) -> None:
    """Refuse what a page cannot be written in.

    Raises
    ------
    UsageError
        ``argument-invalid``, with the languages there are.
    """
    if lang not in (*LANGUAGES, BOTH):
        raise UsageError(_unknown(lang))


def _unknown(lang: str) -> Problem:
    what = f"there is no report in '{lang}'."
    return Problem("argument-invalid", "lang", what, did_you_mean(lang, (*LANGUAGES, BOTH)))


def current_language() -> str:
    """Return the code of the language in use."""
    return _CODE.get()


def _(message: str) -> str:
    """Return a message in the language in use."""
    return _said(_catalogue(_CODE.get()).gettext(message))


def ngettext(one: str, many: str, number: int) -> str:
    """Return a message for a number of things in the language in use."""
    return _said(_catalogue(_CODE.get()).ngettext(one, many, number))


def N_(message: str) -> str:  # noqa: N802 - the name that extractors know
    """Mark a message that is looked up later, where the language is known."""
    return message


def in_language(text: Text) -> str:
    """Return a text of the study in the language in use."""
    return text.in_language(_CODE.get())


def in_other_language(text: Text) -> str:
    """Return a text in the language not in use; empty where it has one language alone."""
    return text.in_language(other_language()) if text.ko else ""


def other_language() -> str:
    """Return the code of the language not in use."""
    return KOREAN if _CODE.get() == ENGLISH else ENGLISH


def in_sentence(label: str) -> str:
    """Return a label as it is written inside a sentence."""
    return label.lower() if _CODE.get() == ENGLISH else label


def cluster_name(cluster: Cluster) -> str:
    """Return the name of a cluster: its own where the page is in its country's language."""
    is_at_home = HOME_COUNTRY.get(_CODE.get()) == cluster.country
    return (cluster.name_local if is_at_home else "") or cluster.name


def catalogue_file(code: str) -> Path:
    """Return the path of the catalogue of a language."""
    return content_folder("reports") / "locales" / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _said(message: str) -> str:
    return message if _CODE.get() == ENGLISH else Sentence(message)


@cache
def _catalogue(code: str) -> NullTranslations:
    """Return the messages of a language; what is not translated stays English."""
    if code == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - for pages alone
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with catalogue_file(code).open("rb") as file:
        messages = read_po(file, locale=code, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)
