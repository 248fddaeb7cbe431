"""One page in two languages: what they share stands once, what differs stands twice.

Both pages come from the same templates, so their elements are the same and mostly texts
differ. A text that differs becomes two elements, ``<u>`` in the language of the page and
``<i lang=…>`` in the other, of which the style sheet shows the one of the language chosen,
without a script. (These two names are short; a page holds thousands.) Words that both begin
or end with stand once beside them. An ``<i>`` without attributes stands twice in place of a
pair in it, and a pair that ends a cell or an item is two ``<p>``, whose ends HTML lets be
left out; they flow as the others do. Where no element may
stand, in attributes and in the titles of a page and of shapes, the other text waits in
``data-…`` for the script.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ranker.output.alike import split_alike
from ranker.output.page_tree import Element, Node, read_tree, write_tree
from ranker.output.source_links import lead_to_sources

SAID = frozenset({"alt", "aria-label", "content", "placeholder", "title"})  # attributes with words
_NO_ELEMENTS = frozenset({"option", "title"})
_TEXT_SHAPES = frozenset({"text", "tspan"})
_SHAPES = frozenset({"defs", "g", "svg"})
_RAW = frozenset({"script", "style"})
_OF_PARAGRAPHS = frozenset({"caption", "dd", "dt", "figcaption", "li", "td", "th"})
_SHORT = frozenset({"i"})  # stands twice itself where all its words differ
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "code", "data", "em", "i", "small", "span", "strong", "svg"}
)


@dataclass(frozen=True, slots=True)
class Languages:
    """The codes of two languages: the one that a page opens in, and the other."""

    first: str
    second: str


def bilingual(first: str, second: str, languages: Languages) -> str:
    """Merge a page in two languages into one.

    Parameters
    ----------
    first, second : str
        The page in either language, from the same templates.
    languages : Languages
        Of the pages.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        Where the pages differ in more than their words.
    """
    one, other = read_tree(first), read_tree(second)
    page = Element("", {}, _Merge(languages).children(one, other))
    lead_to_sources(page)
    return write_tree(page)


@dataclass(frozen=True, slots=True)
class _Merge:
    languages: Languages

    def children(self, one: Element, other: Element) -> list[Node]:
        """Return what two elements of one kind hold, in both languages."""
        if not _is_alike(one, other):
            return self.aligned(one, other)
        pairs = zip(one.children, other.children, strict=True)
        nodes = [node for a, b in pairs for node in self.node(a, b, one.tag)]
        return self.paragraphs(nodes) if one.tag in _OF_PARAGRAPHS else nodes

    def paragraphs(self, nodes: list[Node]) -> list[Node]:
        """Return nodes whose last pair, where they end with one, needs no ends."""
        one, other = ["", "", *nodes][-2:]
        if not (isinstance(one, Element) and isinstance(other, Element) and one.tag == "u"):
            return nodes
        pair = (Element("p", element.attributes, element.children) for element in (one, other))
        return [*nodes[:-2], *pair]

    def aligned(self, one: Element, other: Element) -> list[Node]:
        """Return what is the same at the beginning and at the end once, and the rest twice."""
        shortest = min(len(one.children), len(other.children))
        pairs = list(zip(one.children, other.children, strict=False))
        start = next((n for n, (a, b) in enumerate(pairs) if a != b), shortest)
        backwards = zip(reversed(one.children), reversed(other.children), strict=False)
        most = shortest - start
        end = next((n for n, (a, b) in enumerate(backwards) if a != b or n == most), most)
        ours = one.children[start : len(one.children) - end]
        theirs = other.children[start : len(other.children) - end]
        if one.tag not in _SHAPES | _TEXT_SHAPES and not all(
            _is_inline(node) for node in (*ours, *theirs)
        ):
            raise ValueError(f"what <{one.tag}> holds differs in more than words")
        middle = self.variants(ours, theirs, one.tag)
        return [*one.children[:start], *middle, *one.children[len(one.children) - end :]]

    def node(self, one: Node, other: Node, parent: str) -> Iterator[Node]:
        """Yield one node in both languages."""
        if isinstance(one, Element) and isinstance(other, Element):
            yield from self.element(one, other, parent)
        elif one == other:
            yield one
        else:
            yield from self.variants([one], [other], parent)

    def element(self, one: Element, other: Element, parent: str) -> Iterator[Node]:
        """Yield an element in both languages: as one where only words of it differ."""
        differing = [k for k, v in one.attributes.items() if other.attributes.get(k) != v]
        if one.tag == "html":
            differing.remove("lang")
        if set(differing) - SAID:
            yield from self.variants([one], [other], parent)
            return
        words = {f"data-{self.languages.second}-{k}": other.attributes[k] for k in differing}
        attributes = {**one.attributes, **words}
        if one.tag in _NO_ELEMENTS and one.children != other.children:
            attributes[f"data-{self.languages.second}"] = _quoted(other)
            yield Element(one.tag, attributes, one.children)
        elif one.tag in _RAW:
            yield Element(one.tag, attributes, [_raw(one, other, self.languages)])
        elif not attributes and one.tag in _SHORT and _are_apart(one, other):
            yield Element(one.tag, {}, one.children)
            yield Element(one.tag, {"lang": self.languages.second}, other.children)
        else:
            yield Element(one.tag, attributes, self.children(one, other), one.is_closed)

    def variants(self, one: list[Node], other: list[Node], parent: str) -> Iterator[Node]:
        """Yield both variants, each with its language."""
        tag = "tspan" if parent in _TEXT_SHAPES else "g" if parent in _SHAPES else ""
        if not tag and _is_text(one) and _is_text(other):
            yield from self.words(str(one[0]), str(other[0]))
            return
        yield Element(tag or "u", {"class": "first"} if tag else {}, one)
        yield Element(tag or "i", {"lang": self.languages.second}, other)

    def words(self, one: str, other: str) -> Iterator[Node]:
        """Yield a text in both languages: the words at its ends that are alike stand once."""
        alike = split_alike(one, other)
        nodes = (
            alike.start,
            Element("u", {}, [alike.one]),
            Element("i", {"lang": self.languages.second}, [alike.other]) if alike.other else "",
            alike.end,
        )
        yield from filter(None, nodes)


def _is_text(nodes: list[Node]) -> bool:
    return len(nodes) == 1 and isinstance(nodes[0], str)


def _are_apart(one: Element, other: Element) -> bool:
    """Whether two elements hold one text each, and sharing words of them is longer."""
    if one.children == other.children or not (_is_text(one.children) and _is_text(other.children)):
        return False
    alike = split_alike(str(one.children[0]), str(other.children[0]))
    return len(alike.start + alike.end) < len("<u></u>")


def _quoted(element: Element) -> str:
    """Return the text of an element for an attribute; the source has escaped all but quotes."""
    return "".join(map(str, element.children)).replace('"', "&quot;")


def _is_alike(one: Element, other: Element) -> bool:
    if len(one.children) != len(other.children):
        return False
    return all(
        (a.tag, a.attributes.keys()) == (b.tag, b.attributes.keys())
        if isinstance(a, Element) and isinstance(b, Element)
        else isinstance(a, str) and isinstance(b, str)
        for a, b in zip(one.children, other.children, strict=True)
    )


def _is_inline(node: Node) -> bool:
    if isinstance(node, str):
        return True
    return node.tag in _INLINE and all(_is_inline(child) for child in node.children)


def _raw(one: Element, other: Element, languages: Languages) -> str:
    """Return what a script or style holds; data in two languages have both where they differ."""
    texts = ["".join(map(str, element.children)) for element in (one, other)]
    if texts[0] == texts[1]:
        return texts[0]
    if one.attributes.get("type") != "application/json":
        raise ValueError(f"<{one.tag}> differs between the languages")
    merged = _merged(json.loads(texts[0]), json.loads(texts[1]), languages)
    return json.dumps(merged, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _merged(one: Any, other: Any, languages: Languages) -> Any:
    """Merge data of one shape: a text that differs becomes a mapping from language to text."""
    if one == other:
        return one
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        return {key: _merged(value, other[key], languages) for key, value in one.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_merged(a, b, languages) for a, b in zip(one, other, strict=True)]
    return {languages.first: one, languages.second: other}
