"""A page as a tree of elements and texts, and back: what two languages are merged on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_TOKEN = re.compile(
    r"<!--.*?-->|<![^>]*>|</?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<", re.S
)
_RAW = re.compile(r"<(script|style)\b", re.I)
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_BARE = re.compile(r"[^\s\"'=<>`]+")  # a value that needs no quotes
_AND = re.compile(r"&amp;([a-zA-Z0-9]+=)")
_CLOSED = re.compile(r"(?:^|[\s\"'])/$")  # a slash behind an unquoted value belongs to it
_NO_TEXT = frozenset({"dl", "head", "html", "ol", "svg", "table", "tbody", "thead", "tr", "ul"})
_ENDS_ITSELF = frozenset({"caption", "dd", "dt", "li", "tbody", "td", "th", "thead", "tr"})
_BLOCKS = frozenset(
    {"details", "div", "dl", "fieldset", "figure", "footer", "h1", "h2", "h3", "header", "main"}
    | {"nav", "ol", "p", "pre", "section", "table", "ul"}
)  # before each of them a paragraph ends itself


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


def shortened(page: str) -> str:
    """Return a page as short as HTML allows, or as it is where its elements are not nested.

    Examples
    --------
    >>> shortened('<p class="a">b</p><p>c</p>'), shortened("<p><b>c</p>")
    ('<p class=a>b<p>c</p>', '<p><b>c</p>')
    """
    try:
        return write_tree(read_tree(page))
    except (IndexError, ValueError):
        return page


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
    is_closed = _CLOSED.search(inside) is not None
    attributes = {
        key: _unquoted(value) if value else None
        for key, value in _ATTRIBUTE.findall(inside[:-1] if is_closed else inside)
    }
    return Element(tag, attributes, is_closed=is_closed)


def _unquoted(value: str) -> str:
    return value[1:-1] if value[0] in "\"'" else value


def _written(element: Element) -> Iterator[str]:
    for at, child in enumerate(element.children):
        if isinstance(child, str):
            yield "" if element.tag in _NO_TEXT and child.isspace() else child
            continue
        yield _beginning(child)
        if not child.is_void:
            yield from _written(child)
            if not _ends_itself(child, element, at):
                yield f"</{child.tag}>"


def _ends_itself(element: Element, parent: Element, at: int) -> bool:
    """Whether HTML lets the end of the child at a place of its parent be left out."""
    if element.tag != "p":
        return element.tag in _ENDS_ITSELF
    if any(isinstance(node, Element) and node.tag in _BLOCKS for node in element.children):
        return False  # no paragraph of ours: a theme's, which stays as it is
    behind = (node for node in islice(parent.children, at + 1, None) if not _is_space(node))
    following = next(behind, None)
    if following is None:
        return parent.tag in _BLOCKS | _ENDS_ITSELF
    return isinstance(following, Element) and following.tag in _BLOCKS


def _is_space(node: Node) -> bool:
    return isinstance(node, str) and node.isspace()


def _beginning(element: Element) -> str:
    parts = [element.tag]
    for key, value in element.attributes.items():
        parts.append(key if value is None else f"{key}={_quoted(value)}")
    written = " ".join(parts)
    if not element.is_closed:
        return f"<{written}>"
    return f"<{written}/>" if written.endswith(('"', "'")) else f"<{written} />"


def _quoted(value: str) -> str:
    value = _AND.sub(_plain_and, value)
    if _BARE.fullmatch(value):
        return value
    return f"'{value}'" if '"' in value else f'"{value}"'


def _plain_and(found: re.Match[str]) -> str:
    """Return ``&name=`` where no reader takes its beginning for a character."""
    plain = f"&{found[1]}"
    return plain if unescape(plain) == plain else found[0]
