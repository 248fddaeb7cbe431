"""Tables with some rows put in: every other byte of the file stays as it is.

A row takes the place of the one with its key. A new one joins the rows of its item, newest
first, or those of its cell; else it goes where the order of the file has it, or to the end.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from ranker.study.edit import key_of
from ranker.study.model import Observation

T = TypeVar("T")
Fields = Mapping[str, str]
Keys = Sequence[tuple[Any, ...]]
Place = Callable[[Keys, tuple[Any, ...]], int]

_MARK = b"\xef\xbb\xbf"  # byte order mark
_LINE_ENDS = ("\r\n", "\r", "\n")


@dataclass(frozen=True, slots=True)
class _Record:
    """One row as it stands in the file, its line end and blank lines below it included."""

    fields: Fields
    text: str


def placed(held: Iterable[Observation], rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return observations with `rows` put in, in the order in which a file would have them."""
    return tuple(_merged(held, rows, key=key_of, place=_observation_place))


def amend_observations(content: bytes, rows: Iterable[Fields]) -> bytes:
    """Return ``observations.csv`` with rows put in, each given by its fields as text."""
    return _amended(content, rows, key=_observation_key, place=_observation_place)


def amend_sources(content: bytes, rows: Iterable[Fields], *, without: Iterable[str] = ()) -> bytes:
    """Return ``sources.csv`` with rows put in and the sources of some ids left out."""
    return _amended(content, rows, key=_source_key, place=_in_order, without=without)


def append_rows(content: bytes, rows: Iterable[Fields]) -> bytes:
    """Return a table with rows added at its end, none replaced."""
    return _amended(content, rows, key=lambda _: None, place=lambda keys, _: len(keys))


def _observation_key(fields: Fields) -> tuple[Any, ...]:
    return fields["place"], fields["indicator"], fields.get("item", ""), int(fields["year"])


def _source_key(fields: Fields) -> tuple[Any, ...]:
    return (fields["id"],)


def _observation_place(keys: Keys, key: tuple[Any, ...]) -> int:
    item = [at for at, held in enumerate(keys) if held[:3] == key[:3]]
    if item:
        return next((at for at in item if keys[at][3] < key[3]), item[-1] + 1)
    cell = [at for at, held in enumerate(keys) if held[:2] == key[:2]]
    return cell[-1] + 1 if cell else _in_order([held[:2] for held in keys], key[:2])


def _in_order(keys: Keys, key: tuple[Any, ...]) -> int:
    """Return the place of a key in the order of the others; the end where they have none."""
    is_sorted = all(a <= b for a, b in pairwise(keys))
    return bisect_right(keys, key) if is_sorted else len(keys)


def _merged(
    held: Iterable[T],
    new: Iterable[T],
    *,
    key: Callable[[T], tuple[Any, ...] | None],
    place: Place,
) -> list[T]:
    """Put entries among others: in the place of an equal key, else where `place` says."""
    entries = list(held)
    keys = [key(entry) or () for entry in entries]
    for entry in new:
        own = key(entry) or ()
        if own and own in keys:
            entries[keys.index(own)] = entry
            continue
        at = place(keys, own)
        entries.insert(at, entry)
        keys.insert(at, own)
    return entries


def _amended(
    content: bytes,
    rows: Iterable[Fields],
    *,
    key: Callable[[Fields], tuple[Any, ...] | None],
    place: Place,
    without: Iterable[str] = (),
) -> bytes:
    text = content.decode("utf-8-sig")
    header, head, records = _parsed(text)
    line_end = next(end for end in (*_LINE_ENDS, "") if head.endswith(end)) or "\n"
    gone = set(without)
    kept = [record for record in records if record.fields.get("id") not in gone]
    new = [_Record(fields, _line(header, fields, line_end)) for fields in rows]
    merged = _merged(kept, new, key=lambda record: key(record.fields), place=place)
    lines = [head, *(record.text for record in merged)]
    lines[:-1] = [line if line.endswith(_LINE_ENDS) else line + line_end for line in lines[:-1]]
    return (_MARK if content.startswith(_MARK) else b"") + "".join(lines).encode()


def _parsed(text: str) -> tuple[list[str], str, list[_Record]]:
    """Return the columns, the text up to the first row, and the rows of a sound table."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), strict=True)
    header = [cell.strip() for cell in next(reader)]
    parts: list[tuple[Fields, str]] = [({}, "".join(lines[: reader.line_num]))]
    start = reader.line_num
    for cells in reader:
        chunk = "".join(lines[start : reader.line_num])
        start = reader.line_num
        if any(cell.strip() for cell in cells):
            fields = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            parts.append((fields, chunk))
        else:
            parts[-1] = (parts[-1][0], parts[-1][1] + chunk)
    records = [_Record(fields, chunk) for fields, chunk in parts[1:]]
    return header, parts[0][1], records


def _line(header: Sequence[str], fields: Fields, line_end: str) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=line_end)
    writer.writerow([fields.get(column, "") for column in header])
    return file.getvalue()
