"""The kinds of JSON documents and their JSON Schemas, from ``documents.yaml`` beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ranker.errors import Problem, UsageError, did_you_mean
from ranker.study.schema import SCHEMAS, json_schema

NULL, ABSENT, EACH, MORE, KIND = "~", "/", "*", "+", "@"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: Mapping[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "num": {"type": "number"},
    "bool": {"type": "boolean"},
    "any": {},
}
_SUFFIX = ".schema.json"


def document_kinds() -> Mapping[str, str]:
    """Return what each kind of document is about, by name."""
    return {name: entry["about"] for name, entry in _read()["documents"].items()}


def file_kinds() -> Mapping[str, str]:
    """Return what each file of a study that has a schema is, by name."""
    return {name.removesuffix(_SUFFIX): title for name, (_, title) in SCHEMAS.items()}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of document, or of a file of a study.

    Parameters
    ----------
    name : str
        A kind, such as ``ranking``; ``study``, ``profile`` or ``networks`` for a file. A name
        that is both is taken as a document; ``networks.yaml`` is the file.

    Raises
    ------
    UsageError
        ``argument-invalid`` with the nearest names.
    """
    documents = _read()["documents"]
    if name in documents:
        return _document_schema(name, documents[name])
    file = f"{name.removesuffix('.yaml')}{_SUFFIX}"
    if file not in SCHEMAS:
        known = [*documents, *file_kinds()]
        what = f"there is no kind of document '{name}'."
        raise UsageError(Problem("argument-invalid", "NAME", what, did_you_mean(name, known)))
    form, title = SCHEMAS[file]
    return json_schema(form, title=title)


def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind as text with a line end."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


@cache
def _read() -> dict[str, Any]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _document_schema(name: str, entry: Mapping[str, Any], *, version: int = 1) -> dict[str, Any]:
    used: dict[str, Any] = {}
    own = _object(entry["fields"], used)
    properties = {"schema": {"const": f"cluster-ranker/{name}/{version}"}, **own["properties"]}
    return {
        "$schema": DRAFT,
        "$id": f"urn:cluster-ranker:{name}:{version}",
        "title": f"cluster-ranker/{name}/{version}",
        "description": entry["about"],
        **own,
        "properties": properties,
        "required": ["schema", *own["required"]],
        "$defs": dict(sorted(used.items())),
    }


def _object(fields: Mapping[str, Any], used: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for key, value in _with_more(fields).items():
        name = key.rstrip(NULL + ABSENT + EACH)
        marks = key[len(name) :]
        schema = _schema(value, used)
        schema = _mapping(schema) if EACH in marks else schema
        properties[name] = _or_null(schema) if NULL in marks else schema
        required += [] if ABSENT in marks else [name]
    return {"type": "object", "properties": properties, "required": required}


def _with_more(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with those of the type that they extend, first."""
    more = fields.get(MORE)
    own = {key: value for key, value in fields.items() if key != MORE}
    return own if more is None else {**_with_more(_read()["types"][more]), **own}


def _schema(value: Any, used: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value, list):
        return {"type": "array", "items": _schema(value[0], used)}
    if isinstance(value, Mapping):
        inside = next(iter(value)) if len(value) == 1 else None
        is_mapping = inside is not None and value[inside] is None
        return _mapping(_schema(inside, used)) if is_mapping else _object(value, used)
    return _named(str(value), used)


def _named(text: str, used: dict[str, Any]) -> dict[str, Any]:
    word, _, meaning = (part.strip() for part in text.partition("|"))
    name = word.rstrip(NULL)
    schema = _SCALARS.get(name) or _defined(name, used)
    schema = _or_null(schema) if word.endswith(NULL) else dict(schema)
    return {**schema, "description": meaning} if meaning else schema


def _defined(name: str, used: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to a type, or to another kind of document, and see that it is there."""
    if name == "any":
        return {}
    key = name.removeprefix(KIND)
    if key not in used:
        used[key] = {}  # so that a type which names itself ends
        is_kind = name.startswith(KIND)
        used[key] = _inner(key, used) if is_kind else _object(_read()["types"][name], used)
    return {"$ref": f"#/$defs/{key}"}


def _inner(kind: str, used: dict[str, Any]) -> dict[str, Any]:
    own = _object(_read()["documents"][kind]["fields"], used)
    named = {"schema": {"const": f"cluster-ranker/{kind}/1"}}
    return {
        **own,
        "properties": {**named, **own["properties"]},
        "required": ["schema", *own["required"]],
    }


def _mapping(inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": inside}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    kind = schema.get("type")
    if isinstance(kind, str):
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [dict(schema), {"type": "null"}]} if schema else {}
