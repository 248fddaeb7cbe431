"""Smallest hitting sets against every subset, and the search against the solver."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from ranker.methods import hitting_set
from ranker.methods.hitting_set import smallest_hitting_set


def random_sets(seed: int, members: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    share = generator.choice([0.1, 0.2, 0.4])
    sets = generator.random((generator.integers(1, 25), members)) < share
    sets[np.arange(len(sets)), generator.integers(0, members, len(sets))] = True
    return sets


def least_size(sets: np.ndarray) -> int:
    members = range(sets.shape[1])
    return next(
        size
        for size in range(sets.shape[1] + 1)
        if any(sets[:, list(chosen)].any(axis=1).all() for chosen in combinations(members, size))
    )


@pytest.mark.parametrize("seed", range(30))
def test_set_hits_all_and_no_smaller_one_does(seed: int) -> None:
    sets = random_sets(seed, members=9)

    chosen = smallest_hitting_set(sets)

    assert sets[:, chosen].any(axis=1).all()
    assert chosen.sum() == least_size(sets)


@pytest.mark.parametrize("seed", range(10))
def test_an_outgrown_search_and_the_solver_agree(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = random_sets(seed, members=40)
    searched = smallest_hitting_set(sets)

    monkeypatch.setattr(hitting_set, "MOST_BRANCHES", 0)
    solved = smallest_hitting_set(sets)

    assert sets[:, solved].any(axis=1).all()
    assert solved.sum() == searched.sum()


def test_nothing_to_hit_needs_nobody() -> None:
    assert not smallest_hitting_set(np.zeros((0, 4), dtype=bool)).any()
