"""The report on paper: its one page cut into numbered pages of A4 with an outline, as PDF."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ranker._content import content_folder
from ranker.errors import Problem, UsageError
from ranker.output.paper_style import inline_colours

_MISSING = re.compile(r'\.notdef glyph .* unsupported by fonts: "(.+?)" \(U', re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
HANGUL = range(0xAC00, 0xD7A4)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF and what there is to say about it.

    Parameters
    ----------
    content : bytes
    pages : int
    fonts : tuple of str
        Families that its letters come from, the most used first.
    unshown : tuple of str
        Letters for which no font of this machine has a shape; boxes stand there.
    """

    content: bytes
    pages: int
    fonts: tuple[str, ...]
    unshown: tuple[str, ...]

    def warning(self) -> str:
        """Say what readers will not see, and how to mend it; empty where all is there."""
        if not self.unshown:
            return ""
        if any(ord(letter) in HANGUL for letter in self.unshown):
            return (
                "no Korean font was found, so boxes stand for Korean letters in the PDF: install "
                "one, such as fonts-noto-cjk or fonts-nanum, and write it again"
            )
        shown = " ".join(self.unshown[:5])
        return (
            f"no font was found for {len(self.unshown)} letters of the PDF ({shown} …), where "
            "boxes stand: install fonts for their scripts, such as fonts-noto-core"
        )


def check_paper() -> None:
    """Refuse a PDF where what writes it is missing, before any work is done for it.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    try:
        import weasyprint  # noqa: F401, PLC0415 - an extra that takes a second to load
    except ImportError as error:
        what = f"a PDF needs the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[pdf]'."
        raise UsageError(Problem("extra-missing", "pdf", what, mend)) from error
    except OSError as error:
        what = f"WeasyPrint does not find a library that it draws with: {error}."
        mend = "Install Pango; on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0."
        raise UsageError(Problem("extra-missing", "pdf", what, mend)) from error


def paper_of(page: str) -> Paper:
    """Return a report's page as PDF.

    Parameters
    ----------
    page : str
        The HTML of the one-page report. Nothing is fetched for it.

    Returns
    -------
    Paper
        Equal pages give equal bytes on machines with the same fonts.

    Raises
    ------
    UsageError
        ``extra-missing``
    """
    check_paper()
    from weasyprint import HTML  # noqa: PLC0415 - as above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    added = (content_folder("reports") / "static" / "paper.css").read_text(encoding="utf-8")
    text = _SCRIPT.sub("", page).replace("</head>", f"<style>{added}</style></head>", 1)
    with _listening() as said:
        html = HTML(string=text, url_fetcher=URLFetcher(allowed_protocols=["data"]))
        inline_colours(html.wrapper_element, "\n".join(_STYLE.findall(text)))
        document = html.render()
        content = document.write_pdf(pdf_identifier=sha256(page.encode()).digest()[:16])
    unshown = {letter for text in said for found in _MISSING.findall(text) for letter in found}
    return Paper(content, len(document.pages), _fonts(document), tuple(sorted(unshown)))


def _fonts(document: Any) -> tuple[str, ...]:
    used: dict[str, int] = {}
    for font in getattr(document, "fonts", {}).values():
        used[font.family] = used.get(font.family, 0) + len(getattr(font, "to_unicode", ()))
    return tuple(sorted(used, key=lambda family: (-used[family], family)))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep what WeasyPrint says from the terminal; a list of it is given."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear()
    handlers, propagates = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [ear], False
    try:
        yield said
    finally:
        logger.handlers, logger.propagate = handlers, propagates
