"""What the workbook of a study is made of: its sheets, and nested fields as rows of a table.

A field of a YAML file stands in a workbook beside its path, written ``groups.korea.label.en``
or ``second_opinions[0]``; a part that holds a point, a bracket or a quotation mark is quoted.
The same rules write a workbook and read it, so that fields that this module has never heard of
come through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ranker.study.yaml_reader import Path as FieldPath

BOOK_SCHEMA = "cluster-ranker/workbook/1"

ABOUT = "about"
RANKING = "ranking"
WEIGHTS = "weights"
CRITERIA = "criteria"
CELLS = "cells"
OBSERVATIONS = "observations"
CLUSTERS = "clusters"
SOURCES = "sources"
STUDY = "study"
PROFILES = "profiles"
NETWORKS = "networks"

NODE_COLUMNS = ("id", "under", "kind")  # of the sheet of criteria; fields of the node follow
CONTEXT = "context"
CELL_NUMBER = "cell"  # a column before those of observations.csv: the cell a row counts for
FIELD = "field"
VALUE = "value"
LIVE_WEIGHT = "weight"
PUBLISHED_SHARE = "published"

_EMPTY: Mapping[str, Any] = {"[]": [], "{}": {}}
_PLAIN = re.compile(r"[^.\[\]\"]+\Z")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\[\d+\]|[^.\[\]"]+|\.')
LETTERS = 26


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, at = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + at) + letters
    return letters


def flatten(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield path and value of every field below, in the order of the file; no empty one.

    Examples
    --------
    >>> [(write_path(path), value) for path, value in flatten({"a": {"b": 1, "c": ["x", 2]}})]
    [('a.b', 1), ('a.c[0]', 'x'), ('a.c[1]', 2)]
    """
    if isinstance(data, Mapping | list):
        inside = data.items() if isinstance(data, Mapping) else enumerate(data)
        if not data:
            yield path, "{}" if isinstance(data, Mapping) else "[]"
        for name, value in inside:
            yield from flatten(value, (*path, name))
    elif data is not None:
        yield path, data


def nest(fields: Mapping[FieldPath, Any]) -> Any:
    """Put fields back into mappings and lists; the reverse of `flatten`.

    Parameters
    ----------
    fields : mapping of tuple to value
        A list's entries keep their order; gaps between their numbers close.

    Examples
    --------
    >>> nest({("a", "b"): 1, ("a", "c", 0): "x", ("a", "c", 1): 2})
    {'a': {'b': 1, 'c': ['x', 2]}}
    """
    if set(fields) == {()}:
        value = fields[()]
        return _EMPTY[value].copy() if isinstance(value, str) and value in _EMPTY else value
    below: dict[str | int, dict[FieldPath, Any]] = {}
    for path, value in fields.items():
        if path:
            below.setdefault(path[0], {})[path[1:]] = value
    if all(isinstance(name, int) for name in below):
        return [nest(below[name]) for name in sorted(below, key=int)]
    return {str(name): nest(inside) for name, inside in below.items()}


def write_path(path: FieldPath) -> str:
    """Write a path as it stands in a workbook.

    Examples
    --------
    >>> write_path(("rules", "spread", "A.1")), write_path(("notes", 0, "en"))
    ('rules.spread."A.1"', 'notes[0].en')
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        step = part if _PLAIN.match(part) else json.dumps(part, ensure_ascii=False)
        text += f".{step}" if text else step
    return text


def read_path(text: str) -> FieldPath | None:
    """Read what `write_path` wrote; None where it is no path.

    Examples
    --------
    >>> read_path('rules.spread."A.1"'), read_path("notes[0].en"), read_path("a..b")
    (('rules', 'spread', 'A.1'), ('notes', 0, 'en'), None)
    """
    found = _PART.findall(text)
    if "".join(found) != text or not found:
        return None
    path: list[str | int] = []
    is_name_due = True
    for part in found:
        if part == ".":
            if is_name_due:
                return None
            is_name_due = True
            continue
        is_index = part.startswith("[")
        if is_index == is_name_due:
            return None
        path.append(_step(part))
        is_name_due = False
    return None if is_name_due else tuple(path)


def _step(part: str) -> str | int:
    if part.startswith("["):
        return int(part[1:-1])
    return str(json.loads(part)) if part.startswith('"') else part
