"""Addresses of sources once: links to a source lead to its place in the list of sources."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.output.page_tree import Element

_LIST = "sources"  # id of the list


def lead_to_sources(page: Element) -> None:
    """Let links to an address that the list of sources holds lead to its item, in place.

    Nothing is changed where a page has no such list, or has names like those of its items.
    ``report.js`` lets the links lead to the address itself again; without scripts the reader
    is led through the list.

    Parameters
    ----------
    page : Element
        A whole page.
    """
    elements = list(_everything(page))
    held = next((e for e in elements if e.attributes.get("id") == _LIST), None)
    if held is None:
        return
    listed = {id(element) for element in _everything(held)}
    items = _items(held)
    if any(element.attributes.get("id") in items.values() for element in elements):
        return
    _name_items(held, items)
    for link in elements:
        address = link.attributes.get("href")
        if link.tag == "a" and address in items and id(link) not in listed:
            link.attributes = {**link.attributes, "href": f"#{items[address]}"}


def _everything(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _everything(child)


def _items(held: Element) -> dict[str | None, str]:
    """Return the name of the first item of each address."""
    items: dict[str | None, str] = {}
    for at, child in enumerate(filter(_address, held.children), start=1):
        items.setdefault(_address(child), f"s{at}")
    return items


def _name_items(held: Element, items: dict[str | None, str]) -> None:
    names = dict(items)
    for child in held.children:
        name = names.pop(_address(child), None)
        if name is not None and isinstance(child, Element):
            child.attributes = {"id": name, **child.attributes}


def _address(node: Element | str) -> str | None:
    """Return where an item leads first."""
    if isinstance(node, str):
        return None
    first = node.children[0] if node.children else ""
    return first.attributes.get("href") if isinstance(first, Element) else None
