"""A page as tests look at it: elements, ids, links and the text that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
_PARTS = frozenset({"thead", "tbody"})
_ROWS = _PARTS | {"tr"}
_BLOCKS = frozenset(
    {"details", "div", "dl", "fieldset", "figure", "footer", "h1", "h2", "h3", "header", "main"}
    | {"nav", "ol", "p", "pre", "section", "table", "ul"}
)
ENDED_BY = {  # elements whose end may be left out, and what begins behind them
    "caption": _ROWS,
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "li": frozenset({"li"}),
    "p": _BLOCKS | _ROWS | {"dd", "dt", "li", "td", "th"},
    "tbody": _PARTS,
    "td": _ROWS | {"td", "th"},
    "th": _ROWS | {"td", "th"},
    "thead": _PARTS,
    "tr": _ROWS,
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        parts = [c if isinstance(c, str) else c.text() for c in self.children]
        return " ".join(" ".join(parts).split())

    def find(self, tag: str, **attributes: str) -> list[Element]:
        found = []
        for child in self.children:
            if isinstance(child, Element):
                wanted = {name.rstrip("_"): value for name, value in attributes.items()}
                if child.tag == tag and wanted.items() <= child.attributes.items():
                    found.append(child)
                found += child.find(tag, **attributes)
        return found

    def everything(self) -> list[Element]:
        below = [child for child in self.children if isinstance(child, Element)]
        return below + [deeper for child in below for deeper in child.everything()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {})
        self.at = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while tag in ENDED_BY.get(self.at.tag, ()) and self.at.parent is not None:
            self.at = self.at.parent
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {n: v or "" for n, v in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        while self.at.tag != tag and self.at.tag in ENDED_BY and self.at.parent is not None:
            self.at = self.at.parent
        if self.at.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}>")
        if self.at.parent is not None:
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read_page(html: str) -> Element:
    """Return the page as a tree; fails where elements are not properly nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.faults == []
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root
