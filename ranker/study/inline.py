"""A study written as one JSON object: ``study.yaml`` and the rows of its tables.

::

    {
      "study": {"format": 1, "id": "harbours", …},       as study.yaml
      "clusters": [{"id": "alder", …}, …],               as the rows of clusters.csv
      "observations": [{"place": "alder", …}, …],        numbers as numbers or as text
      "sources": [{"id": "gazette", …}, …],
      "profiles": {"even": {"weights": {…}, …}},         optional, as profiles/even.yaml
      "networks": {"format": 1, "networks": {…}}         optional, as networks.yaml
    }

It passes the same checks as a folder; the place of a problem is one in the JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ranker.errors import ContentError, Problem, did_you_mean, nearest
from ranker.study.draft import (
    CLUSTER_COLUMNS,
    OBSERVATION_COLUMNS,
    SOURCE_COLUMNS,
    Draft,
    NetworksDraft,
    ProfileDraft,
)
from ranker.study.files import Row, Table
from ranker.study.forms import F, fill_form
from ranker.study.json_reader import JsonDocument, read_json
from ranker.study.load import build_study
from ranker.study.model import Study
from ranker.study.schema import NetworksForm, StudyForm
from ranker.study.schema_profile import ProfileForm
from ranker.study.validate import find_problems

COLUMNS: Mapping[str, Sequence[str]] = {
    "clusters": CLUSTER_COLUMNS,
    "observations": OBSERVATION_COLUMNS,
    "sources": SOURCE_COLUMNS,
}
NEEDED = ("study", *COLUMNS)
KEYS = (*NEEDED, "profiles", "networks")
FIRST_LINE = 2  # of a table's rows, if it were a file: below its header


class JsonTable(Table):
    """Rows of a table as objects of a JSON array."""

    __slots__ = ()

    def where(self, row: Row, column: str = "") -> str:
        """Return ``observations[3].value`` of a row or of one of its fields."""
        return f"{self.name}[{row.line - FIRST_LINE}]" + (f".{column}" if column else "")

    def place(self, row: Row) -> str:
        """Say where a row stands, for the middle of a sentence."""
        return f"in {self.where(row)}"


def open_inline(text: str | bytes, *, most_clusters: int | None = None) -> Study:
    """Read and check a study written as JSON.

    Parameters
    ----------
    text : str or bytes
        The JSON, in UTF-8.
    most_clusters : int, optional
        How many clusters it may have; any number where None.

    Returns
    -------
    Study
        Its ``content_hash`` is that of the data, whatever the blanks between them.

    Raises
    ------
    ContentError
        ``json-invalid``, ``alternatives-too-many``, or every error of the study at once.
    """
    document = read_json(text)
    if document.data is None:
        raise ContentError(document.problems)
    draft = _draft_of(document)
    number = len(draft.clusters.rows)
    if most_clusters is not None and number > most_clusters:
        what = f"the study has {number:,} clusters."
        mend = f"Send at most {most_clusters:,}, or mount the study where it is served."
        raise ContentError(Problem("alternatives-too-many", "clusters", what, mend))
    errors = [problem for problem in find_problems(draft) if problem.severity == "error"]
    if errors:
        raise ContentError(errors)
    plain = json.dumps(document.data, separators=(",", ":"))
    return build_study(draft, content_hash=hashlib.sha256(plain.encode()).hexdigest())


def _draft_of(document: JsonDocument) -> Draft:
    problems = list(document.problems)
    data = document.data if isinstance(document.data, dict) else {}
    if not isinstance(document.data, dict):
        problems.append(_no_mapping("the body", document.data, "$"))
    else:
        problems += _key_problems(data)
    study, form = _part(StudyForm, document, ("study",), problems)
    clusters, observations, sources = (_table(name, data, problems) for name in COLUMNS)
    profiles = tuple(
        ProfileDraft(name, *_part(ProfileForm, document, ("profiles", name), problems))
        for name in _mapping("profiles", data, problems)
    )
    networks = None
    if data.get("networks") is not None:
        networks = NetworksDraft(*_part(NetworksForm, document, ("networks",), problems))
    tables = (clusters, observations, sources)
    return Draft(Path(), study, form, *tables, profiles, networks, problems)


def _key_problems(data: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key in data:
        if key not in KEYS:
            what = f"the key '{key}' is unknown here."
            problems.append(Problem("key-unknown", key, what, did_you_mean(key, KEYS)))
    misspelt = {nearest(key, KEYS) for key in data if key not in KEYS}
    for key in NEEDED:
        if key not in data and key not in misspelt:
            what = f"the study has no '{key}'."
            problems.append(Problem("field-missing", "$", what, "Add it."))
    return problems


def _part(
    form: type[F], document: JsonDocument, path: tuple[str, ...], problems: list[Problem]
) -> tuple[JsonDocument, F | None]:
    """Return one document within the JSON and its form."""
    data: Any = document.data
    for name in path:
        is_given = isinstance(data, dict) and name in data
        data = data[name] if is_given else None
    part = JsonDocument(".".join(path), data, problems=document.problems)
    if is_given and data is None:
        problems.append(_no_mapping(f"'{path[-1]}'", data, part.name))
    return part, None if data is None else fill_form(form, part, problems)


def _mapping(name: str, data: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any]:
    held = data.get(name)
    if held is None or isinstance(held, dict):
        return held or {}
    problems.append(_no_mapping(f"'{name}'", held, name))
    return {}


def _no_mapping(what: str, found: Any, where: str) -> Problem:
    return Problem("field-type", where, f"{what} is {_shown(found)}.", "Write an object: {…}.")


def _shown(found: Any) -> str:
    return f"{json.dumps(found, ensure_ascii=False):.60}"


def _table(name: str, data: Mapping[str, Any], problems: list[Problem]) -> JsonTable:
    table = JsonTable(name, is_readable=name in data, is_whole=name in data)
    entries = data.get(name, [])
    if not isinstance(entries, list):
        what = f"'{name}' is {_shown(entries)}."
        problems.append(Problem("field-type", name, what, "Write an array of rows: [{…}, …]."))
        table.is_readable = table.is_whole = False
        return table
    for at, entry in enumerate(entries):
        row = Row(at + FIRST_LINE, {})
        if not isinstance(entry, dict):
            problems.append(_no_mapping("the row", entry, table.where(row)))
            table.is_whole = False
            continue
        table.rows.append(row)
        for column, value in entry.items():
            problems += _cell_problems(table, row, column, value)
            row.values[column] = _text(value) or ""
    return table


def _cell_problems(table: JsonTable, row: Row, column: str, value: Any) -> Iterator[Problem]:
    where, known = table.where(row, column), COLUMNS[table.name]
    if column not in known:
        what = f"the column '{column}' is unknown."
        yield Problem("csv-column-unknown", where, what, did_you_mean(column, known))
    elif _text(value) is None:
        what = f"'{column}' is {_shown(value)}."
        yield Problem("field-type", where, what, "Write a text or a number.")


def _text(value: Any) -> str | None:
    """Return a value as a table would hold it; None where no table could."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def json_form(references: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema of a study written as JSON, its definitions within.

    Parameters
    ----------
    references : str
        How a part refers to a definition.
    """
    cell = {"type": ["string", "number", "null"]}
    tables = {
        name: {
            "type": "array",
            "items": {
                "type": "object",
                "properties": dict.fromkeys(columns, cell),
                "additionalProperties": False,
            },
        }
        for name, columns in COLUMNS.items()
    }
    forms: Mapping[str, type[BaseModel]] = {
        "study": StudyForm,
        "profiles": ProfileForm,
        "networks": NetworksForm,
    }
    definitions: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for name, form in forms.items():
        part = form.model_json_schema(mode="validation", ref_template=references)
        definitions |= part.pop("$defs", {})
        parts[name] = part
    parts["profiles"] = {"type": "object", "additionalProperties": parts["profiles"]}
    return {
        "type": "object",
        "properties": {"study": parts["study"], **tables, **parts},
        "required": list(NEEDED),
        "additionalProperties": False,
        "$defs": definitions,
    }
