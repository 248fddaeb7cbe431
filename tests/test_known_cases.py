"""Published worked examples, and a few sums done by hand, one YAML file each in `known/`.

A file holds `method`, `inputs` (objectives, weights, performances by alternative), `expected`
(scores, ranks or both in the order of the performances), `citation` and `tolerance`. It may hold

- `commensurable`, where the performances are utilities on one scale;
- `bounds`, where the ranges given there make them such;
- `parameters` that are not the defaults, one number or one a criterion;
- `thresholds` that grow with the value, as pairs of a fixed number and a share of the value;
- `read_in`, where the figures were read elsewhere than in the paper.

Where the printed figures deviate from the method's definition, the citation says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ranker.methods._guards import check_matrix
from ranker.methods.catalogue import METHODS, find_method, score
from ranker.methods.own import OWN, run_own
from ranker.methods.ranks import competition_ranks

FIELDS = {"method", "inputs", "expected", "citation", "tolerance"}
SIGNS = {"max": 1, "min": -1}


def read_cases() -> dict[str, dict[str, Any]]:
    """Read the files of `known/` that have this format; its folders hold others."""
    paths = sorted((Path(__file__).parent / "known").glob("*.yaml"))
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    return {name: case for name, case in read.items() if set(case) >= FIELDS}


CASES = read_cases()
WITH_SCORES = [name for name, case in CASES.items() if "scores" in case["expected"]]
WITH_RANKS = [name for name, case in CASES.items() if "ranks" in case["expected"]]


def scores_of(case: dict[str, Any]) -> np.ndarray:
    inputs = case["inputs"]
    table = np.array(list(inputs["performances"].values()), dtype=float)
    objectives = np.array([SIGNS[objective] for objective in inputs["objectives"]])
    if "bounds" in case:
        ends = np.array(case["bounds"], dtype=float).T
        worst, best = np.where(objectives > 0, ends, ends[::-1])
        table, objectives = 1 + 99 * (table - worst) / (best - worst), np.ones(len(worst))
    matrix = check_matrix(table, objectives=objectives, weights=inputs["weights"])
    given = case.get("parameters", {}) | thresholds_of(case, table)
    if case["method"] in OWN:  # by criterion as arrays, which `score` takes by name
        held = {**find_method(case["method"]).numbers, **given}
        return run_own(case["method"], matrix, held, commensurable=is_commensurable(case))
    return score(
        case["method"],
        table,
        objectives,
        inputs["weights"],
        commensurable=is_commensurable(case),
        parameters=given,
    )


def thresholds_of(case: dict[str, Any], table: np.ndarray) -> dict[str, Any]:
    """Return affine thresholds without a veto as shares of the ranges, by alternative."""
    if "thresholds" not in case:
        return {}
    given = {name: np.array(pairs).T for name, pairs in case["thresholds"].items()}
    span = np.ptp(table, axis=0)
    shares = {name: (fixed + share * table) / span for name, (fixed, share) in given.items()}
    return shares | {"v": 1e9}


def is_commensurable(case: dict[str, Any]) -> bool:
    return "bounds" in case or case.get("commensurable", False)


@pytest.mark.parametrize("name", WITH_SCORES)
def test_a_known_case_has_its_published_scores(name: str) -> None:
    case = CASES[name]

    scores = scores_of(case)

    np.testing.assert_allclose(scores, case["expected"]["scores"], rtol=0, atol=case["tolerance"])


@pytest.mark.parametrize("name", WITH_RANKS)
def test_a_known_case_has_its_published_ranks(name: str) -> None:
    case = CASES[name]
    method = find_method(case["method"])

    ranks = competition_ranks(scores_of(case), more_is_better=method.more_is_better)

    assert ranks.tolist() == case["expected"]["ranks"]


def test_every_method_has_a_known_case() -> None:
    covered = {case["method"] for case in CASES.values()}

    assert covered == set(METHODS)


def test_every_case_expects_something() -> None:
    assert set(WITH_SCORES) | set(WITH_RANKS) == set(CASES)


def test_most_cases_are_published_ones() -> None:
    published = {name for name in CASES if not name.startswith("hand_")}

    assert len(published) >= 25
