"""The tree of criteria from the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ranker.errors import Problem, did_you_mean
from ranker.study import book_layout as layout
from ranker.study.book_places import Places
from ranker.study.book_reading import SheetTable, as_text
from ranker.study.yaml_reader import Path as FieldPath

KINDS = ("criterion", "indicator", layout.CONTEXT)
FILE = "study.yaml"


@dataclass(slots=True)
class Nodes:
    """Criteria and context as ``study.yaml`` holds them.

    Parameters
    ----------
    paths : mapping of str to tuple
        Where each scored node stands, parents first.
    """

    criteria: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    paths: dict[str, FieldPath] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    id: str
    under: str
    kind: str
    fields: Mapping[FieldPath, Any]


def read_nodes(table: SheetTable, places: Places, problems: list[Problem]) -> Nodes:
    """Read the sheet of criteria: a row a node, its parent in the column ``under``."""
    columns = _columns(table, places, problems)
    lines = list(_lines(table, columns, places, problems))
    nodes = Nodes()
    known = {line.id: line for line in lines if line.kind == "criterion"}
    for line in lines:
        if line.kind == layout.CONTEXT:
            path: FieldPath = (layout.CONTEXT, line.id)
            nodes.context[line.id] = _put(table, line, path, columns, places)
        elif line.under and line.under not in known:
            what = f"there is no criterion '{line.under}'."
            mend = did_you_mean(line.under, list(known))
            where = f"{places.book} {table.cell(line.row, 'under')}"
            problems.append(Problem("key-unknown", where, what, mend))
    _grow(table, lines, nodes, columns, places)
    for line in lines:
        is_lost = line.kind != layout.CONTEXT and line.id not in nodes.paths
        if is_lost and (not line.under or line.under in known):
            what = f"'{line.id}' stands under itself."
            where = f"{places.book} {table.cell(line.row, 'under')}"
            mend = "Let one of its line be a top criterion: leave 'under' empty."
            problems.append(Problem("field-value", where, what, mend))
    return nodes


def _columns(table: SheetTable, places: Places, problems: list[Problem]) -> Mapping[str, FieldPath]:
    found: dict[str, FieldPath] = {}
    for at, name in enumerate(table.columns):
        path = layout.read_path(name)
        if name in layout.NODE_COLUMNS:
            continue
        if path is None:
            what = f"the column '{name}' is no field."
            mend = "Name a field such as weight or label.en."
            where = f"{places.book} {table.cell(1, at)}"
            problems.append(Problem("key-unknown", where, what, mend))
        else:
            found[name] = path
    return found


def _lines(
    table: SheetTable,
    columns: Mapping[str, FieldPath],
    places: Places,
    problems: list[Problem],
) -> Iterator[_Line]:
    seen: set[str] = set()
    for row, values in table.named_rows():
        name, under, kind = (as_text(values.get(field)) for field in layout.NODE_COLUMNS)
        where = f"{places.book} {table.cell(row, 'id')}"
        if kind not in KINDS:
            what = f"'{kind}' is no kind of node."
            kinds = f"{places.book} {table.cell(row, 'kind')}"
            problems.append(Problem("field-value", kinds, what, did_you_mean(kind, KINDS)))
            kind = "indicator"  # what hangs on it is not told as unknown too
        if not name:
            problems.append(
                Problem("id-invalid", where, "the row has no id.", "Give it one, or clear the row.")
            )
        elif name in seen:
            what = f"'{name}' stands here a second time."
            problems.append(Problem("key-duplicate", where, what, "Keep one of the two."))
        else:
            own = {path: values[c] for c, path in columns.items() if values[c] is not None}
            yield _Line(row, name, under, kind, own)
        seen.add(name)


def _grow(
    table: SheetTable,
    lines: list[_Line],
    nodes: Nodes,
    columns: Mapping[str, FieldPath],
    places: Places,
) -> None:
    """Hang every scored node under its parent, level by level."""
    rooms: dict[str, tuple[dict[str, Any], FieldPath]] = {"": (nodes.criteria, (layout.CRITERIA,))}
    left = [line for line in lines if line.kind != layout.CONTEXT]
    while any(line.under in rooms for line in left):
        ready = [line for line in left if line.under in rooms]
        left = [line for line in left if line.under not in rooms]
        for line in ready:
            room, above = rooms[line.under]
            path = (*above, line.id)
            nodes.paths[line.id] = path
            room[line.id] = node = _put(table, line, path, columns, places)
            if line.kind == "criterion":
                node["children"] = {}
                rooms[line.id] = (node["children"], (*path, "children"))


def _put(
    table: SheetTable,
    line: _Line,
    path: FieldPath,
    columns: Mapping[str, FieldPath],
    places: Places,
) -> dict[str, Any]:
    places.add(FILE, path, table.cell(line.row, "id"))
    for column, inside in columns.items():
        if inside in line.fields:
            places.add(FILE, (*path, *inside), table.cell(line.row, column))
    node = layout.nest(line.fields) if line.fields else {}
    return node if isinstance(node, dict) else {}
