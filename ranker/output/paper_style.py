"""Colours that WeasyPrint cannot work out, written into the elements of a page.

It draws a picture inside a page without the page's style sheet, knows neither ``color-mix``
nor ``paint-order``, and stumbles over a grid that ends on another page. All are worked out here
by the cascade of the style sheet itself, so that a picture looks on paper as on the screen,
whoever adds the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Declarations = dict[str, str]

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    """
    fill fill-opacity stroke stroke-width stroke-dasharray stroke-linejoin stroke-linecap
    paint-order font font-size font-weight text-anchor opacity display
    """.split()  # noqa: SIM905 - a column of words reads better
)
_HALO = frozenset({"paint-order", "stroke", "stroke-width"})
_MIX = re.compile(r"color-mix\(in srgb, (\S+?) ([\d.]+)%, (\S+?)\)")
_VAR = re.compile(r"var\((--[\w-]+)\)")
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")


def inline_colours(root: Any, sheet: str) -> None:
    """Write what a picture or a mixed colour is to look like into each element that has it.

    Parameters
    ----------
    root : cssselect2.ElementWrapper
        Of the ``html`` element; its tree is changed.
    sheet : str
        The page's style sheet; rules for paper count, those of other media do not.
    """
    matcher = _matcher(sheet)
    _walk(root, matcher, {}, inside=False)


def _matcher(sheet: str) -> Any:
    import cssselect2  # noqa: PLC0415 - comes with the extra
    import tinycss2  # noqa: PLC0415

    matcher = cssselect2.Matcher()
    for rule in _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
        declarations = {
            item.name: tinycss2.serialize(item.value).strip()
            for item in tinycss2.parse_blocks_contents(rule.content)
            if item.type == "declaration"
        }
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue  # a selector for browsers
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, declarations)
    return matcher


def _rules(rules: list[Any]) -> Iterator[Any]:
    import tinycss2  # noqa: PLC0415 - comes with the extra

    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and tinycss2.serialize(rule.prelude).strip() == "print":
            yield from _rules(tinycss2.parse_rule_list(rule.content, skip_whitespace=True))


def _walk(element: Any, matcher: Any, inherited: Mapping[str, str], *, inside: bool) -> None:
    held: Declarations = {}
    for *_, declarations in matcher.match(element):
        held |= declarations
    known = dict(inherited) | {name: held[name] for name in held if name.startswith("--")}
    is_drawn = inside or element.etree_element.tag == f"{_SVG}svg"
    style = "; ".join(f"{name}: {value}" for name, value in _shown(held, known, is_drawn))
    if style:
        own = element.etree_element.get("style", "")
        element.etree_element.set("style", f"{style}; {own}" if own else style)
    for child in element.iter_children():
        _walk(child, matcher, known, inside=is_drawn)


def _shown(
    held: Declarations, known: Mapping[str, str], is_drawn: bool
) -> Iterator[tuple[str, str]]:
    if "grid" in held.get("display", ""):
        yield "display", "block"  # a grid cannot be cut between two pages
    if "paint-order" in held:  # it would draw the halo of a text over its letters
        held = {name: held[name] for name in held if name not in _HALO}
        yield "stroke", "none"
    for name, written in held.items():
        value = resolved(written, known)
        is_mixed = "color-mix(" in resolved(written, known, mixed=False)
        if (is_drawn and name in _DRAWN) or (is_mixed and not name.startswith("--")):
            yield name, value


def resolved(value: str, known: Mapping[str, str], *, mixed: bool = True) -> str:
    """Return a value with its custom properties and its mixed colours worked out.

    Examples
    --------
    >>> resolved("color-mix(in srgb, var(--ink) 50%, #ffffff)", {"--ink": "#000"})
    '#808080'
    """
    for _ in range(len(known)):
        if not _VAR.search(value):
            break
        value = _VAR.sub(lambda found: known.get(found[1], "transparent"), value)
    return _MIX.sub(_mix, value) if mixed else value


def _mix(found: re.Match[str]) -> str:
    part = float(found[2]) / 100
    if found[3] == "transparent" and _HEX.match(found[1]):
        return f"rgba({', '.join(map(str, _channels(found[1])))}, {part:g})"
    if not (_HEX.match(found[1]) and _HEX.match(found[3])):
        return found[1]
    pairs = zip(_channels(found[1]), _channels(found[3]), strict=True)
    return "#" + "".join(f"{int(part * a + (1 - part) * b + 0.5):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue
