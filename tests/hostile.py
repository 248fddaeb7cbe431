"""A study whose every text tries to be more than text, and the small study's view with any text."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.studies import swap, write_study

HIT = "window.hit=1"
TEXTS = (
    f"<script>{HIT};alert(1)</script>",
    f'"><img src=x onerror="{HIT}">',
    f"' onmouseover='{HIT}' autofocus onfocus='{HIT}",
    f"</style></title></script><svg onload={HIT}>",
    f"javascript:{HIT}",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}{# gone #}",
    '=HYPERLINK("https://evil.example","x")',
    "\u202egnirts \u2066deliated\u2069",
    "Al\u200bder\ufeff \u200f\u200e",
    "مرفأ الألدر",
    "<!--",
    "]]><plaintext>",
)
ADDRESS = f'https://x.example/"onmouseover="{HIT}"><img/src=x/onerror={HIT}>'


def write_hostile_study(folder: Path, text: str) -> Path:
    """Write the small study with `text` in every name, label, note and title."""
    word, cell, address = json.dumps(text), _quoted(text), _quoted(ADDRESS)
    labels = [
        swap("{en: Four harbours, ko: 네 항구}", f"{{en: {word}, ko: {word}}}"),
        swap("{en: Home, ko: 국내}", f"{{en: {word}, ko: {word}}}"),
        swap("{en: Abroad, ko: 국외}", f"{{en: {word}, ko: {word}}}"),
        swap("{en: Korea, ko: 한국}", f"{{en: {word}, ko: {word}}}"),
        swap("{en: Money, ko: 자금}", f"{{en: {word}, ko: {word}}}"),
        swap("{en: Grants, ko: 보조금}", f"{{en: {word}, ko: {word}}}"),
        swap("unit: '% of GDP'", f"unit: {word}"),
        swap("{en: Grants are counted from the press., ko: 보조금은 언론에서 집계했다.}", word),
    ]
    return write_study(
        folder,
        study=labels,
        clusters=[
            swap("Alder Bay,알더", f"{cell},{cell}"),
            swap('"Piers, cranes."', cell),
            swap("Birch Point,버치", f"{cell},"),
            swap("Cedar Cove", cell),
        ],
        observations=[
            swap(
                "grants,crane,5,4,8,2024,A,gazette,", f"grants,{cell},5,4,8,2024,A,gazette,{cell}"
            ),
            swap("None found", cell),
        ],
        sources=swap("Harbour gazette,,https://gazette.example/grants", f"{cell},{cell},{address}"),
        even=[swap("{en: Even, ko: 균형}", word), swap("Both weigh the same.", word)],
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


KEPT = frozenset({"id", "tone", "language", "group", "kind", "path", "own_path", "grade"})


def with_texts(view: Any, change: Callable[[str], str]) -> Any:
    """Return a view with every text of it changed, but those that templates decide by."""
    if isinstance(view, str):
        return change(view) if view else view
    if isinstance(view, tuple):
        return tuple(with_texts(part, change) for part in view)
    if isinstance(view, Mapping):
        return {key: with_texts(part, change) for key, part in view.items()}
    if not dataclasses.is_dataclass(view):
        return view
    changed = {
        field.name: with_texts(getattr(view, field.name), change)
        for field in dataclasses.fields(view)
        if field.name not in KEPT
    }
    return dataclasses.replace(view, **changed)  # type: ignore[type-var]
