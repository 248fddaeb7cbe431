"""The small study of `tests.studies` as one JSON object, to be sent to a service."""

from __future__ import annotations

import csv
import io
from typing import Any

import yaml

from tests import studies


def inline_study() -> dict[str, Any]:
    """Return the study, numbers of its tables as numbers."""
    return {
        "study": read(studies.STUDY) | {"edition": "2025-06-30"},
        "clusters": rows(studies.CLUSTERS),
        "observations": rows(studies.OBSERVATIONS),
        "sources": rows(studies.SOURCES),
        "profiles": {"even": read(studies.EVEN), "funder": read(studies.FUNDER)},
        "networks": read(studies.NETWORKS),
    }


def read(text: str) -> Any:
    """Return a YAML file as JSON has it: keys are texts."""
    return _text_keys(yaml.safe_load(text))


def rows(text: str) -> list[dict[str, Any]]:
    """Return the rows of a table, numbers as numbers, empty fields left out."""
    lines = csv.DictReader(io.StringIO(text))
    return [{name: _number(value) for name, value in line.items() if value} for line in lines]


def _number(text: str) -> str | float:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _text_keys(held) for name, held in value.items()}
    return [_text_keys(held) for held in value] if isinstance(value, list) else value
