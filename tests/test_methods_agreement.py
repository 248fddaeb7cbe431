"""Kendall's tau by hand and by SciPy, the weighted tau, Borda's points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import kendalltau

from ranker.methods.agreement import (
    borda_points,
    borda_ranks,
    count_pairs,
    kendall_tau,
    weighted_tau,
)


def test_pairs_that_either_order_ties_are_neither_alike_nor_opposed():
    a, b = np.array([1, 2, 2, 4]), np.array([2, 1, 3, 4])

    assert count_pairs(a, b) == (4, 1)  # of six, 2-3 is a tie in a; 1-2 is opposed


def test_tau_b_with_a_tie_by_hand():
    """Four alike, one opposed, one tied by one order: 3 / sqrt(5 x 6)."""
    a, b = np.array([1, 2, 2, 4]), np.array([2, 1, 3, 4])

    assert kendall_tau(a, b) == pytest.approx(3 / math.sqrt(30))


@pytest.mark.parametrize("seed", range(5))
def test_tau_is_scipys(seed: int):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(1, 8, size=(2, 30))

    assert kendall_tau(a, b) == pytest.approx(kendalltau(a, b).statistic)


def test_an_order_that_ties_all_has_no_tau():
    a, b = np.array([1, 1, 1]), np.array([1, 2, 3])

    assert math.isnan(kendall_tau(a, b))
    assert math.isnan(weighted_tau(a, b))


def test_the_weighted_tau_of_swapped_leaders_by_hand():
    """Places weigh 1, 1/2 and 1/3, a pair the sum of both: 3/2, 4/3 and 5/6 of 11/3 in all.

    Swapping the first two turns 3/2 round: (11/3 - 2 x 3/2) / (11/3) = 2/11 by either order.
    """
    assert weighted_tau(np.array([1, 2, 3]), np.array([2, 1, 3])) == pytest.approx(2 / 11)
    assert weighted_tau(np.array([1, 2, 3]), np.array([1, 3, 2])) == pytest.approx(6 / 11)


def test_borda_counts_rivals_behind_and_half_of_those_level():
    ranks = np.array([[1, 1], [1, 3], [3, 2]])

    assert borda_points(ranks).tolist() == [1.75, 0.75, 0.5]
    assert borda_ranks(ranks).tolist() == [1, 2, 3]
