"""What templates may rely on, read from where it is written: views, templates and style sheet."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from ranker._content import content_folder
from ranker.output.environment import template_names
from ranker.output.view_patterns import ColourView, PartialView

PARTS = "_parts.html.j2"
COLOURS: Mapping[str, str] = {
    "paper": "background of the page",
    "raised": "background of what lies above the page",
    "ink": "text",
    "quiet": "text of less weight",
    "line": "rules between rows",
    "faint": "background of bars and code",
    "home": "the home group, and the rules at both ends of the page",
    "rival": "rivals",
    "benchmark": "the benchmark",
    **{f"c{n}": f"top criterion {n} of the study" for n in range(1, 9)},
    "good": "a rise, the best grade",
    "bad": "a fall, a rank that rests on little",
    "link": "links in text",
    "shares": "the strongest shade of the heatmap",
}

_HEAD = re.compile(r"\{# (?P<words>.*?) Given: (?P<given>.*?)\. #\}", re.DOTALL)
_BLOCK = re.compile(r"\{%-? block (\w+)")
_MACRO = re.compile(r"\{%-? macro (\w+)\(([^)]*)\)")
_ROOT = r":root \{([^}]*)\}"
_PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """A field of a view, as its docstring tells it."""

    name: str
    form: str
    words: str


@cache
def view_classes() -> tuple[type, ...]:
    """Return every view, the whole page first and its parts in the order of their modules."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("view*.py"))
    found = []
    for name in names:
        module = import_module(f"ranker.output.{name}")
        own = (v for v in vars(module).values() if getattr(v, "__module__", "") == module.__name__)
        found += [view for view in own if inspect.isclass(view) and is_dataclass(view)]
    return tuple(sorted(found, key=lambda view: view.__name__ != "ReportView"))


def field_help(view: type) -> tuple[FieldHelp, ...]:
    """Return the fields of a view with what its docstring says; empty words where nothing."""
    told = dict(_told(inspect.cleandoc(view.__doc__ or "")))
    own = [FieldHelp(f.name, str(f.type), told.get(f.name, "")) for f in fields(view)]
    return (*own, *_properties(view))


def told_fields(view: type) -> frozenset[str]:
    """Return the names that a view's docstring tells of."""
    return frozenset(dict(_told(inspect.cleandoc(view.__doc__ or ""))))


def _told(doc: str) -> Iterator[tuple[str, str]]:
    section = doc.partition("\nParameters\n----------\n")[2]
    for match in re.finditer(r"^(\w[\w, ]*?) : .*\n((?:    .*\n?)+)", section, re.MULTILINE):
        words = " ".join(match[2].split())
        for name in match[1].split(", "):
            yield name, words


def _properties(view: type) -> Iterator[FieldHelp]:
    for name, value in vars(view).items():
        if isinstance(value, property) and value.fget is not None:
            form = str(value.fget.__annotations__.get("return", ""))
            yield FieldHelp(name, form, inspect.cleandoc(value.fget.__doc__ or ""))


def template_text(name: str) -> str:
    """Return a template of ours as it is written."""
    return (content_folder("reports") / "templates" / name).read_text(encoding="utf-8")


def template_help(name: str) -> PartialView:
    """Return what a template shows and is given: its first comment."""
    match = _HEAD.match(template_text(name))
    words, given = (match["words"], match["given"]) if match else ("", "")
    return PartialView(name, " ".join(words.split()), " ".join(given.split()))


def partials() -> tuple[PartialView, ...]:
    """Return the templates of sections, in the order in which the report shows them."""
    order = re.findall(r'include "(_\w+\.html\.j2)"', template_text("report.html.j2"))
    return tuple(template_help(name) for name in order)


def blocks(name: str) -> tuple[str, ...]:
    """Return the blocks of a template that a theme may override."""
    return tuple(_BLOCK.findall(template_text(name)))


def part_files() -> tuple[str, ...]:
    """Return the templates that hold components, those of every section first."""
    given = "what each is called with"
    held = [name for name in template_names() if template_help(name).given == given]
    return (PARTS, *(name for name in held if name != PARTS))


def macros(name: str = PARTS) -> tuple[tuple[str, str], ...]:
    """Return name and arguments of each component that a template holds."""
    return tuple(_MACRO.findall(template_text(name)))


def colours() -> tuple[ColourView, ...]:
    """Return the custom properties that hold colours, as the style sheet sets them."""
    sheet = (content_folder("reports") / "static" / "report.css").read_text(encoding="utf-8")
    light, dark = (_properties_of(rule) for rule in re.findall(_ROOT, sheet)[:2])
    named = (name for name in light if name not in ("serif", "sans"))
    return tuple(
        ColourView(f"--{name}", light[name], dark.get(name, light[name]), COLOURS.get(name, ""))
        for name in named
    )


def _properties_of(rule: str) -> dict[str, str]:
    return {match[1]: match[2] for match in _PROPERTY.finditer(rule)}
