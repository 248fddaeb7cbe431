"""Kemeny's median against every order with ties there is, and where it is but a bound."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest

from ranker.methods import kemeny_search
from ranker.methods.kemeny import kemeny
from ranker.methods.pair_costs import Costs, blocks, pair_costs


@cache
def every_order(m: int) -> np.ndarray:
    """All orders with ties of m alternatives, as levels from 0 without a gap."""
    levels = np.array(list(product(range(m), repeat=m)))
    tops = levels.max(axis=1)
    counts = np.array([len(set(row)) for row in levels.tolist()])
    return levels[counts == tops + 1]


def costs_of_all(costs: Costs) -> np.ndarray:
    orders = every_order(len(costs.above))
    total = np.zeros(len(orders), dtype=np.int64)
    for i in range(len(costs.above)):
        for j in range(i):
            a, b = orders[:, i], orders[:, j]
            other = np.where(a > b, costs.above[j, i], costs.level[i, j])
            total += np.where(a < b, costs.above[i, j], other)
    return total


def random_ranks(rng: np.random.Generator, m: int, k: int, levels: int) -> np.ndarray:
    raw = rng.integers(0, levels, size=(m, k))
    return 1 + (raw[:, None, :] > raw[None, :, :]).sum(axis=1)


def shape(ranks: np.ndarray) -> list[list[bool]]:
    return (ranks[:, None] < ranks[None, :]).tolist()


@pytest.mark.parametrize("levels", [3, 50])
@pytest.mark.parametrize("seed", range(25))
def test_the_median_is_the_best_of_all_orders_with_ties(seed: int, levels: int):
    rng = np.random.default_rng(seed)
    ranks = random_ranks(rng, m=int(rng.integers(2, 7)), k=int(rng.integers(1, 6)), levels=levels)
    totals = costs_of_all(pair_costs(ranks))

    found = kemeny(ranks)

    assert found.is_exact
    assert found.distance == totals.min()
    assert found.is_unique == ((totals == totals.min()).sum() == 1)


def test_the_median_of_seven_is_the_best_of_all_47293_orders():
    ranks = random_ranks(np.random.default_rng(1), m=7, k=5, levels=5)
    totals = costs_of_all(pair_costs(ranks))

    found = kemeny(ranks)

    assert len(totals) == 47_293
    assert (found.distance, found.is_exact) == (totals.min(), True)
    assert found.is_unique == ((totals == totals.min()).sum() == 1)


@pytest.mark.parametrize("seed", range(10))
def test_of_several_medians_one_with_the_most_ties_is_shown_and_another_one_named(seed: int):
    ranks = random_ranks(np.random.default_rng(seed), m=5, k=4, levels=50)
    costs = pair_costs(ranks)
    totals = costs_of_all(costs)
    best = every_order(5)[totals == totals.min()]

    found = kemeny(ranks)

    ties = [(row[:, None] == row[None, :]).sum() for row in best]
    assert (found.ranks[:, None] == found.ranks[None, :]).sum() == max(ties)
    if len(best) > 1:
        assert found.other is not None
        assert costs.of(found.other) == found.distance
        assert shape(found.other) != shape(found.ranks)


def test_a_circle_of_three_is_undecided_and_all_level_is_as_near_as_any_order():
    """A over B over C over A, once each: 2 + 2 + 4 for an order, 3 x 3 for a tie of all."""
    ranks = np.array([[1, 3, 2], [2, 1, 3], [3, 2, 1]])

    found = kemeny(ranks)

    assert (found.distance, found.is_unique) == (8, False)
    assert sorted(found.ranks.tolist()) == [1, 2, 3]


def test_a_tie_that_all_orders_see_stays_a_tie():
    found = kemeny(np.array([[1, 1], [2, 2], [2, 2]]))

    assert (found.ranks.tolist(), found.distance, found.is_unique) == ([1, 2, 2], 0, True)


def test_sets_that_are_decided_against_each_other_fall_apart():
    """Two orders of A, B ahead of C, D, which disagree within both."""
    costs = pair_costs(np.array([[1, 2], [2, 1], [3, 4], [4, 3]]))

    assert [block.tolist() for block in blocks(costs)] == [[0, 1], [2, 3]]


def test_a_set_that_is_too_large_has_a_bound_that_no_order_is_below(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(kemeny_search, "MOST_EXACT", 2)
    ranks = np.array([[1, 3, 2], [2, 1, 3], [3, 2, 1]])

    found = kemeny(ranks)

    assert (found.distance, found.bound, found.is_exact) == (8, 6, False)
    assert found.gap == pytest.approx(0.25)
    assert found.is_unique is False  # another one as near is one move away


def test_a_search_that_is_cut_short_says_what_is_proved(monkeypatch: pytest.MonkeyPatch):
    ranks = random_ranks(np.random.default_rng(5), m=30, k=7, levels=200)
    whole = kemeny(ranks)

    monkeypatch.setattr(kemeny_search, "MOST_BRANCHES", 1)
    cut = kemeny(ranks)

    assert whole.is_exact
    assert cut.bound <= whole.distance <= cut.distance


def test_the_median_does_not_hang_on_how_alternatives_are_listed():
    ranks = random_ranks(np.random.default_rng(3), m=12, k=3, levels=90)
    order = np.random.default_rng(4).permutation(12)

    assert kemeny(ranks[order]).distance == kemeny(ranks).distance
