"""What passports say of methods is true of what methods do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from ranker.errors import MethodError
from ranker.methods.catalogue import METHODS, score
from ranker.methods.passports import PASSPORTS
from ranker.methods.ranks import competition_ranks

every_method = pytest.mark.parametrize("name", METHODS)
CASES, ALTERNATIVES, CRITERIA = 12, 7, 4


def matrices() -> Iterator[tuple[np.random.Generator, np.ndarray, np.ndarray]]:
    """Utilities and weights by turns fine and drawn, coarse and equal, which makes for draws."""
    for seed in range(CASES):
        rng = np.random.default_rng(seed)
        shape = (ALTERNATIVES, CRITERIA)
        if seed % 2:
            yield rng, rng.uniform(5, 95, size=shape), rng.dirichlet(np.ones(CRITERIA))
        else:
            yield rng, rng.choice([10.0, 30, 50, 70, 90], size=shape), np.ones(CRITERIA)


def ranks(name: str, table: np.ndarray, weights: np.ndarray, **how: bool) -> np.ndarray | None:
    try:
        scores = score(name, table, np.ones(CRITERIA), weights, **how)
    except MethodError:
        return None
    return competition_ranks(scores, more_is_better=METHODS[name].more_is_better, tolerance=1e-9)


def is_turned(before: np.ndarray | None, after: np.ndarray | None) -> bool:
    if before is None or after is None:
        return False
    turned = (before[:, None] < before[None, :]) & (after[:, None] > after[None, :])
    return bool(turned.any())


def test_every_method_of_the_catalogue_has_a_passport():
    assert set(METHODS) <= set(PASSPORTS)


@pytest.mark.parametrize("name", PASSPORTS)
def test_a_passport_says_why_in_sentences(name: str):
    passport = PASSPORTS[name]

    for words in (passport.reversal, passport.breaks):
        assert words[0].isupper()
        assert words.endswith(".")


@every_method
def test_a_third_turns_an_order_where_the_passport_says_so_and_nowhere_else(name: str):
    found = False
    for _, table, weights in matrices():
        before = ranks(name, table, weights, commensurable=True)
        for gone in range(ALTERNATIVES) if before is not None else ():
            kept = np.arange(ALTERNATIVES) != gone
            after = ranks(name, table[kept], weights, commensurable=True)
            found |= is_turned(before[kept], after)
        if found and PASSPORTS[name].can_reverse:
            break

    assert found == PASSPORTS[name].can_reverse


@every_method
def test_an_order_stays_under_the_changes_of_scale_that_the_passport_admits(name: str):
    scale = PASSPORTS[name].scale
    for rng, table, weights in matrices():
        factors, shifts = rng.uniform(0.3, 3, CRITERIA), rng.uniform(1, 60, CRITERIA)
        changed = {
            "ratio": table * factors,
            "interval": table * factors + shifts,
            "ordinal": table**3,
        }[scale]

        assert not is_turned(ranks(name, table, weights), ranks(name, changed, weights))
