"""A page as a tree of elements and texts, and back: what two languages are merged on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_TOKEN = re.compile(
    r"<!--.*?-->|<![^>]*>|</?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<", re.S
)
_RAW = re.compile(r"<(script|style)\b", re.I)
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_BARE = re.compile(r"[^\s\"'=<>`]+")  # a value that needs no quotes
_NO_TEXT = frozenset({"dl", "head", "html", "ol", "svg", "table", "tbody", "thead", "tr", "ul"})
_ENDS_ITSELF = frozenset({"dd", "dt", "li", "tbody", "td", "th", "thead", "tr"})


@dataclass(slots=True)
class Element:
    """An element; attributes hold their text as it was written, None where they have no value."""

    tag: str
    attributes: Mapping[str, str | None]
    children: list[Node] = field(default_factory=list)
    is_closed: bool = False  # written as <path/>

    @property
    def is_void(self) -> bool:
        """Whether nothing is inside and no end is written."""
        return self.is_closed or self.tag in VOID


Node = Element | str


def read_tree(page: str) -> Element:
    """Return a page as an element without a tag.

    Parameters
    ----------
    page : str
        HTML in which every element that has an end is closed by it.

    Raises
    ------
    ValueError
        Where ends do not fit beginnings.

    Examples
    --------
    >>> read_tree('<p class="a">x<br>y</p>').children[0].children
    ['x', Element(tag='br', attributes={}, children=[], is_closed=False), 'y']
    """
    root = Element("", {})
    open_elements = [root]
    for token in _tokens(page):
        if token.startswith("</"):
            tag = token[2:-1].strip().lower()
            if open_elements.pop().tag.lower() != tag:
                raise ValueError(f"</{tag}> ends another element")
        elif token.startswith("<") and len(token) > 1 and token[1] != "!":
            element = _element(token)
            open_elements[-1].children.append(element)
            if not element.is_void:
                open_elements.append(element)
        else:
            open_elements[-1].children.append(token)
    if len(open_elements) > 1:
        raise ValueError(f"<{open_elements[-1].tag}> is never ended")
    return root


def write_tree(element: Element) -> str:
    """Return the text of the children of an element, as short as HTML allows.

    Quotes, ends and spaces that HTML lets be left out are left out.

    Examples
    --------
    >>> write_tree(read_tree('<ul class="a b"><li id="x">y</li></ul>'))
    '<ul class="a b"><li id=x>y</ul>'
    """
    return "".join(_written(element))


def _tokens(page: str) -> Iterator[str]:
    """Yield beginnings, ends and texts; what is inside scripts and styles is one text."""
    at = 0
    while at < len(page):
        found = _TOKEN.match(page, at)
        if found is None:
            raise ValueError(f"the page cannot be read from {page[at : at + 20]!r} on")
        yield found.group()
        at = found.end()
        raw = _RAW.match(found.group())
        if raw:
            end = page.index(f"</{raw.group(1)}", at)
            if end > at:
                yield page[at:end]
            at = end


def _element(token: str) -> Element:
    name = _NAME.match(token, 1)
    tag = name.group() if name else ""
    inside = token[1 + len(tag) : -1]
    is_closed = inside.endswith("/")
    attributes = {
        key: value.strip("\"'") if value else None
        for key, value in _ATTRIBUTE.findall(inside.rstrip("/"))
    }
    return Element(tag, attributes, is_closed=is_closed)


def _written(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield "" if element.tag in _NO_TEXT and child.isspace() else child
            continue
        yield _beginning(child)
        if not child.is_void:
            yield from _written(child)
            if child.tag not in _ENDS_ITSELF:
                yield f"</{child.tag}>"


def _beginning(element: Element) -> str:
    parts = [element.tag]
    for key, value in element.attributes.items():
        if value is None:
            parts.append(key)
        else:
            quoted = value if _BARE.fullmatch(value) else f'"{value}"'
            parts.append(f"{key}={quoted}")
    return f"<{' '.join(parts)}{' /' if element.is_closed else ''}>"
