"""Published worked examples, and a few sums done by hand, one YAML file each in `known/`.

A file holds `method`, `inputs` (objectives, weights, performances by alternative), `expected`
(scores and ranks in the order of the performances), `citation` and `tolerance`, `parameters`
where it does not take the defaults, and `commensurable` where the performances are utilities on
one scale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ranker.methods.catalogue import METHODS, find_method, score
from ranker.methods.ranks import competition_ranks

FIELDS = {"method", "inputs", "expected", "citation", "tolerance"}
SIGNS = {"max": 1, "min": -1}


def read_cases() -> dict[str, dict[str, Any]]:
    """Read the files of `known/` that have this format; its folders hold others."""
    paths = sorted((Path(__file__).parent / "known").glob("*.yaml"))
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    return {name: case for name, case in read.items() if set(case) >= FIELDS}


CASES = read_cases()


def scores_of(case: dict[str, Any]) -> np.ndarray:
    inputs = case["inputs"]
    return score(
        case["method"],
        list(inputs["performances"].values()),
        [SIGNS[objective] for objective in inputs["objectives"]],
        inputs["weights"],
        commensurable=case.get("commensurable", False),
        parameters=case.get("parameters"),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_known_case_has_its_published_scores(name: str) -> None:
    case = CASES[name]

    scores = scores_of(case)

    np.testing.assert_allclose(scores, case["expected"]["scores"], rtol=0, atol=case["tolerance"])


@pytest.mark.parametrize("name", CASES)
def test_a_known_case_has_its_published_ranks(name: str) -> None:
    case = CASES[name]
    method = find_method(case["method"])

    ranks = competition_ranks(scores_of(case), more_is_better=method.more_is_better)

    assert ranks.tolist() == case["expected"]["ranks"]


def test_every_method_has_a_known_case() -> None:
    covered = {case["method"] for case in CASES.values()}

    assert covered == set(METHODS)
