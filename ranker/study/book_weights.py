"""The weights of a workbook: those of its profile, or a new one where they were changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import count
from typing import Any

from ranker.errors import Problem
from ranker.study import book_layout as layout
from ranker.study.book_places import Places
from ranker.study.book_reading import SheetTable, as_text
from ranker.study.book_tree import Nodes

PROFILE = "workbook"
LABEL = {"en": "Weights of the workbook", "ko": "통합 문서의 가중치"}
VIEW = {
    "en": "The weights as they stood on the sheet when the workbook was read.",
    "ko": "통합 문서를 읽을 때 시트에 있던 가중치.",
}
LIKE = 1e-12  # shares closer than this are the same


def workbook_profile(
    tables: Mapping[str, SheetTable],
    nodes: Nodes,
    profiles: dict[str, Any],
    problems: list[Problem],
    places: Places,
) -> str | None:
    """Return the profile that the study ranks by; None where that stays as it is.

    Weights that differ from those the workbook was written with become a new profile, which
    is added to `profiles`.
    """
    table = tables.get(layout.WEIGHTS)
    if table is None:
        return None
    before = len(problems)
    weights = dict(_weights(table, nodes, problems, places))
    about = {
        as_text(values.get(layout.FIELD)): values.get(layout.VALUE)
        for _, values in (tables[layout.ABOUT].named_rows() if layout.ABOUT in tables else ())
    }
    if not weights or len(problems) > before:
        return None
    if about.get("weights_set_by_hand") is not True and _is_as_published(table, weights, nodes):
        return as_text(about.get("profile")) or None
    taken = (f"{PROFILE}-{n}" if n > 1 else PROFILE for n in count(1))
    name = next(name for name in taken if name not in profiles)
    profiles[name] = {"label": dict(LABEL), "view": dict(VIEW), "weights": weights}
    for row, values in table.named_rows():
        path = ("weights", as_text(values.get("node")))
        places.add(f"profiles/{name}.yaml", path, table.cell(row, layout.LIVE_WEIGHT))
    return name


def _weights(
    table: SheetTable, nodes: Nodes, problems: list[Problem], places: Places
) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for row, values in table.named_rows():
        name, weight = as_text(values.get("node")), values.get(layout.LIVE_WEIGHT)
        if name not in nodes.paths:
            continue  # its row is gone from the criteria
        is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if is_number and math.isfinite(float(weight or 0)):
            found.append((name, weight or 0))
            continue
        shown = "empty" if weight is None else repr(weight)
        where = f"{places.book} {table.cell(row, layout.LIVE_WEIGHT)}"
        mend = "Write a number of 0 or more."
        problems.append(Problem("field-type", where, f"the weight is {shown}.", mend))
    return found


def _is_as_published(table: SheetTable, weights: Mapping[str, float], nodes: Nodes) -> bool:
    published = {
        as_text(values.get("node")): values.get(layout.PUBLISHED_SHARE)
        for _, values in table.named_rows()
    }
    groups: dict[Any, list[str]] = {}
    for name in weights:
        groups.setdefault(nodes.paths[name][:-1], []).append(name)
    for siblings in groups.values():
        total = sum(weights[name] for name in siblings)
        for name in siblings:
            share = published.get(name)
            if not isinstance(share, int | float) or total <= 0:
                return False
            if abs(weights[name] / total - share) > LIKE:
                return False
    return True
