"""Costs of changes from a YAML file: a currency and the cost of a unit by indicator."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ranker._content import shown_path
from ranker.errors import ContentError, Problem, did_you_mean
from ranker.study.files import read_text
from ranker.study.yaml_reader import YamlDocument, read_yaml

_KEYS = ("currency", "costs")


@dataclass(frozen=True, slots=True)
class CostFile:
    """What a unit of each indicator costs.

    Parameters
    ----------
    currency : str
        For the reader; empty where the file names none.
    costs : mapping of str to float
        By indicator.
    """

    currency: str
    costs: Mapping[str, float]


def read_costs(path: str | os.PathLike[str]) -> CostFile:
    """Read ``currency: USD m`` and ``costs: {workforce: 0.05}`` from a YAML file.

    Raises
    ------
    ContentError
        The file cannot be read or is of another form, each place by its line.
    """
    place = Path(path)
    name = shown_path(place)
    if not place.exists():
        mend = "Write the path of a YAML file with costs."
        raise ContentError(Problem("file-missing", name, "there is no such file.", mend))
    content, problems = read_text(place, name=name)
    if content is None:
        raise ContentError(problems)
    document = read_yaml(content, name=name)
    found = list(document.problems)
    data = document.data if isinstance(document.data, dict) else {}
    found += _form_problems(document, data)
    if found:
        raise ContentError(found)
    costs = {str(key): float(value) for key, value in data["costs"].items()}
    return CostFile(str(data.get("currency", "")), costs)


def _form_problems(document: YamlDocument, data: Mapping[str, Any]) -> list[Problem]:
    problems = [
        Problem(
            "key-unknown",
            document.where((key,)),
            f"'{key}' is unknown.",
            did_you_mean(key, _KEYS),
        )
        for key in data
        if key not in _KEYS
    ]
    currency, costs = data.get("currency", ""), data.get("costs")
    if not isinstance(currency, str):
        what, mend = f"the currency is {currency!r}.", "Write a word, such as USD m."
        problems.append(Problem("field-type", document.where(("currency",)), what, mend))
    if not isinstance(costs, dict) or not costs:
        mend = "Write 'costs:' and below it an indicator and the cost of its unit a line."
        problems.append(Problem("field-missing", document.where(()), "there are no costs.", mend))
        return problems
    for key, value in costs.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            what, mend = f"the cost of '{key}' is {value!r}.", "Write a number above 0."
            problems.append(Problem("field-type", document.where(("costs", key)), what, mend))
    return problems
