"""Corrections that somebody sends in: rows of ``observations.csv`` with their sources.

The file has the columns of ``observations.csv`` and may have `SOURCE_FIELDS`, which describe
a source that the study does not have yet. A row takes the place of the study's row of the
same place, indicator, item and year, or is added. The checks are those of a study.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from ranker._content import shown_path
from ranker.errors import ContentError, Problem, UsageError
from ranker.study.check_tables import TABLE_CHECKS, check_sources_are_sound
from ranker.study.draft import OBSERVATION_COLUMNS, SOURCE_COLUMNS, Draft, read_draft
from ranker.study.edit import key_of
from ranker.study.fields import is_id
from ranker.study.files import Row, Table, harmless, read_table
from ranker.study.load import hash_content, observation_of, source_of
from ranker.study.model import Observation, Source, Study

SOURCE_FIELDS = tuple(f"source_{name}" for name in SOURCE_COLUMNS if name != "id")
COLUMNS = (*OBSERVATION_COLUMNS, *SOURCE_FIELDS)
TEMPLATE = ",".join(COLUMNS) + "\n"
_OPTIONAL = ("item", "low", "high", "note", *SOURCE_FIELDS)

Status = Literal["adds", "replaces", "identical"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One row of a file of corrections.

    Parameters
    ----------
    number : int
        Of the row in the file, from 1; the header does not count.
    row : Observation
        As sent; its line is that of the file.
    was : Observation or None
        The study's row of the same key.
    texts : mapping of str to str
        Its fields as written, by column of ``observations.csv``.
    """

    number: int
    row: Observation
    was: Observation | None
    texts: Mapping[str, str]

    @property
    def status(self) -> Status:
        """Whether the row is new, takes the place of another, or says the same."""
        if self.was is None:
            return "adds"
        return "identical" if self.was == replace(self.row, line=self.was.line) else "replaces"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All rows of a file that passed the checks, and the sources that come with them."""

    name: str
    rows: tuple[Corrected, ...]
    sources: Mapping[str, Source]


def read_corrections(study: Study, path: str | os.PathLike[str]) -> Corrections:
    """Read corrections of a study and check them as if they stood in it.

    Parameters
    ----------
    study : Study
        As it lies in its folder.
    path : str or path
        A CSV file.

    Raises
    ------
    ContentError
        Every problem of the file, with its line.
    UsageError
        ``argument-invalid`` where the study's files are not those that were read.
    """
    file = Path(path)
    name = shown_path(file)
    check_unchanged(study)
    table = read_table(file, name=name, columns=COLUMNS, optional=_OPTIONAL)
    problems = list(table.problems)
    if not table.rows and not problems:
        what, mend = "the file has no row.", "Add a row for each figure to correct."
        problems.append(Problem("file-empty", name, what, mend))
    table.rows[:] = [_calmed(row, study) for row in table.rows]
    problems += _find_problems(study, table)
    if problems:
        raise ContentError(sorted(dict.fromkeys(problems), key=partial(_line, name)))
    held = {key_of(row): row for row in study.observations}
    rows = []
    for number, row in enumerate(table.rows, start=1):
        sent = observation_of(row)
        texts = {column: row[column] for column in OBSERVATION_COLUMNS}
        rows.append(Corrected(number, sent, held.get(key_of(sent)), texts))
    new = {row["id"]: source_of(row) for row in _new_sources(study, table)}
    return Corrections(name, tuple(rows), new)


def check_unchanged(study: Study) -> None:
    """Refuse a study whose files are not those that it was read from.

    Raises
    ------
    UsageError
        ``argument-invalid``.
    """
    try:
        is_same = hash_content(study.path) == study.content_hash
    except OSError:
        is_same = False
    if not is_same:
        what = "the files of the study are not those that were read."
        mend = "Open the study again; one that was changed in memory cannot be corrected."
        raise UsageError(Problem("argument-invalid", "study", what, mend))


def _calmed(row: Row, study: Study) -> Row:
    """Keep spreadsheets from reading the sender's words as formulas; the study's own stay."""
    cell = [
        r for r in study.observations if (r.place, r.indicator) == (row["place"], row["indicator"])
    ]
    values = dict(row.values)
    for column in ("source_title", "source_publisher"):
        values[column] = harmless(row[column])
    if row["note"] not in {held.note for held in cell}:
        values["note"] = harmless(row["note"])
    if row["item"] not in {held.item for held in cell}:
        values["item"] = harmless(row["item"])
    return Row(row.line, values)


def _line(name: str, problem: Problem) -> int:
    line = problem.where.removeprefix(f"{name}:").split(" ")[0]
    return int(line) if line.isdecimal() else 0


def _find_problems(study: Study, table: Table) -> Iterator[Problem]:
    """Run the checks of a study on a draft that holds the rows in place of its own."""
    draft = read_draft(study.path)
    new = _new_sources(study, table)
    sources = replace(draft.sources, rows=[*draft.sources.rows, *new])
    amended = replace(draft, observations=table, sources=sources)
    for check in TABLE_CHECKS:
        for problem in check(amended):
            if problem.where.startswith(f"{table.name}:"):
                yield _with_way_out(problem)
    yield from _source_problems(study, table, replace(draft, sources=_as_table(table, new)))
    yield from _mixtures(study, table)
    yield from _columns_that_lack(draft, table)


def _with_way_out(problem: Problem) -> Problem:
    if problem.code != "observation-source-unknown":
        return problem
    more = " Or describe a new source in source_title and source_url."
    return replace(problem, mend=problem.mend + more)


def _as_table(table: Table, sources: list[Row]) -> Table:
    return Table(table.name, rows=sources, is_readable=True, is_whole=True)


def _new_sources(study: Study, table: Table) -> list[Row]:
    """Return the described sources that the study does not have, as rows of ``sources.csv``."""
    found: dict[str, Row] = {}
    for row in table.rows:
        name = row["source"]
        if name and name not in study.sources and any(row[field] for field in SOURCE_FIELDS):
            found.setdefault(name, Row(row.line, {"id": name, **_described(row)}))
    return list(found.values())


def _described(row: Row) -> dict[str, str]:
    return {field.removeprefix("source_"): row[field] for field in SOURCE_FIELDS}


def _source_problems(study: Study, table: Table, draft: Draft) -> Iterator[Problem]:
    for problem in check_sources_are_sound(draft):
        place, _, column = problem.where.partition(" ")
        yield replace(problem, where=f"{place} source_{column}")
    first = {row["id"]: row for row in draft.sources.rows}
    for row in first.values():
        if not is_id(row["id"]):
            where = f"{table.where(row)} source"
            mend = "Write letters, digits and single hyphens or underscores."
            yield Problem("id-invalid", where, f"'{row['id']}' is no id.", mend)
    for row in table.rows:
        described = _described(row)
        if not any(described.values()):
            continue
        known = study.sources.get(row["source"])
        if known is not None and any(
            text and text != getattr(known, column) for column, text in described.items()
        ):
            what = f"'{known.id}' is described otherwise in sources.csv ('{known.title}')."
            mend = "Leave the source's own columns empty, or give a new source a new id."
            yield Problem("source-duplicate", table.where(row, "source"), what, mend)
        other = first.get(row["source"])
        if known is None and other is not None and described != _own(other):
            what = f"'{row['source']}' is described otherwise on line {other.line}."
            mend = "Describe a source once; leave its own columns empty on other rows."
            yield Problem("source-duplicate", table.where(row, "source"), what, mend)


def _own(source: Row) -> dict[str, str]:
    return {column: source[column] for column in SOURCE_COLUMNS if column != "id"}


def _mixtures(study: Study, table: Table) -> Iterator[Problem]:
    for row in table.rows:
        cell = (row["place"], row["indicator"])
        held = [r for r in study.observations if (r.place, r.indicator) == cell]
        other = next((r for r in held if bool(r.item) != bool(row["item"])), None)
        if other is not None:
            kind = f"the item '{other.item}'" if other.item else "a plain row"
            what = f"the study has {kind} for {', '.join(cell)} (observations.csv:{other.line})."
            mend = "Give the row an item as well." if other.item else "Leave the item empty."
            yield Problem("item-next-to-plain", table.where(row, "item"), what, mend)


def _columns_that_lack(draft: Draft, table: Table) -> Iterator[Problem]:
    """Tell fields for which the study's own tables have no column."""
    pairs = [(draft.observations, column, column) for column in OBSERVATION_COLUMNS]
    pairs += [(draft.sources, c, f"source_{c}") for c in SOURCE_COLUMNS if c != "id"]
    for held, column, field in pairs:
        if not held.rows or column in held.rows[0].values:
            continue
        for row in table.rows:
            if row[field]:
                what = f"{held.name} has no column '{column}'."
                mend = "Add the column there, or leave the field empty."
                yield Problem("csv-column-missing", table.where(row, field), what, mend)
