"""A page's Content-Security-Policy: the browser runs our scripts and loads nothing at all.

The policy stands in a ``meta`` element behind the character set, before any text of a study.
It names each script and style sheet of ours by the SHA-256 of its exact bytes, so that a
script that came with a study's text would not run even if it became an element.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

from jinja2 import TemplateError

_START = re.compile(
    r'\A\s*<!doctype html>\s*<html(?: (?:lang|dir|class)=(?:"[\w -]*"|[\w-]+))*>\s*'
    r'<head>\s*<meta charset=(?:"utf-8"|utf-8)>',
    re.IGNORECASE,
)
_PLAIN_META = re.compile(
    r'<meta (?:charset="utf-8"|(?:name|property)="[\w:-]+" content="[^"<>]*")>'
)
_DATA_BLOCK = re.compile(r'<script (?:id="[\w-]+" )?type="application/json"(?: id="[\w-]+")?>')
_FORBIDDEN = re.compile(
    r"<(?:script|style|meta|link|base|i?frame|frameset|object|embed|applet|portal)\b",
    re.IGNORECASE,
)


def without_indentation(text: str) -> str:
    """Drop the indentation of templates and assets, which no reader needs."""
    return re.sub(r"\n\s+", "\n", text)


def with_policy(page: str, assets: Iterable[str], *, is_linked: bool = False) -> str:
    """Put the policy into a page.

    Parameters
    ----------
    page : str
        As it will be written, without indentation.
    assets : iterable of str
        Texts of all scripts and style sheets that may stand in it.
    is_linked : bool
        Whether it is a page of a site, whose scripts, style sheets and pictures are files
        beside it; from a disk they have no origin but ``file:``.

    Returns
    -------
    str

    Raises
    ------
    TemplateError
        Where the page does not begin as ours do.
    """
    start = _START.match(page)
    if start is None:
        raise TemplateError(
            "the page does not begin with '<!doctype html>', '<html lang=…>', '<head>' and "
            "'<meta charset=\"utf-8\">'"
        )
    known = [text for text in assets if text]
    beside = ("'self'", "file:") if is_linked else ()
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src", *beside, *_hashes(page, "script", known, or_none=not beside)]),
            " ".join(["style-src", *beside, *_hashes(page, "style", known, or_none=not beside)]),
            "style-src-attr 'unsafe-inline'",
            " ".join(["img-src", "data:", *beside]),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    element = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page[: start.end()] + element + page[start.end() :]


def _hashes(page: str, tag: str, assets: Iterable[str], *, or_none: bool) -> Iterator[str]:
    used = [text for text in assets if f"<{tag}>{text}</{tag}>" in page]
    for text in used:
        yield f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
    if not used and or_none:
        yield "'none'"


def check_elements(page: str, assets: Iterable[str]) -> None:
    """Refuse elements of a theme that run, load or lead elsewhere beside the policy.

    Parameters
    ----------
    page : str
        Before the policy is put into it.
    assets : iterable of str
        See `with_policy`.

    Raises
    ------
    TemplateError
    """
    for text in filter(None, assets):
        page = page.replace(f"<script>{text}</script>", "").replace(f"<style>{text}</style>", "")
    for pattern in (_PLAIN_META, _DATA_BLOCK):
        page = pattern.sub("", page)
    found = _FORBIDDEN.search(page)
    if found is not None:
        raise TemplateError(f"a theme cannot add '{found[0]}' to the page")
