"""Linear questions over sets of weights, against hand sums and plain counting."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import pytest

from ranker.methods.rank_bounds import fewest_negative, is_negative, most_negative
from ranker.methods.simplex import (
    conflicting_rows,
    form_tops,
    is_feasible,
    nearest_weights,
    plain,
    share_of_simplex,
    widest_margin,
)


def grid(n: int, steps: int) -> np.ndarray:
    """All weights of n criteria in whole parts of `steps`."""
    parts = [p for p in product(range(steps + 1), repeat=n - 1) if sum(p) <= steps]
    return np.array([(*p, steps - sum(p)) for p in parts]) / steps


def test_the_share_of_two_criteria_is_a_length_of_a_line():
    """d = (1, -3): w1 - 3 (1 - w1) >= 0 from w1 = 3/4 on, a quarter of the line."""
    share = share_of_simplex(np.array([1.0, -3.0]))

    assert share == pytest.approx(1 / 4)


def test_the_share_of_three_criteria_is_an_area_of_a_triangle():
    """d = (2, -1, -3) cuts off the corner w1 = 1.

    On the edge to w2 = 1 the form is 2 - 3t, 0 at t = 2/3 of the way; on the edge to w3 = 1
    it is 2 - 5t, 0 at 2/5. A triangle cut off a corner has the product as its share: 4/15.
    """
    share = share_of_simplex(np.array([2.0, -1.0, -3.0]))

    assert share == pytest.approx(4 / 15)


@pytest.mark.parametrize(
    "form", [[1, 1, -1, -1], [2, 2, 2, -2], [0, 1, -1, 0], [5, -5, 1e-12, -1e-12]]
)
def test_equal_coefficients_are_no_special_case_of_a_share(form):
    form = np.array(form, dtype=float)

    share, opposite = share_of_simplex(form), share_of_simplex(-form)

    assert share + opposite == pytest.approx(1)
    assert 0 < share < 1


def test_the_share_is_that_of_evenly_drawn_weights():
    generator = np.random.default_rng(3)
    weights = generator.dirichlet(np.ones(6), size=200_000)
    forms = generator.normal(size=(5, 6))

    shares = [share_of_simplex(form) for form in forms]

    assert shares == pytest.approx(((weights @ forms.T) >= 0).mean(axis=0), abs=0.005)


def test_nothing_is_lost_in_the_share_of_a_hundred_criteria():
    form = np.tile([1.0, -1.0], 50)

    assert share_of_simplex(form) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("form", "share"), [([0, 0], 1), ([1, 0], 1), ([-1, 0], 0), ([-1, -2], 0)])
def test_a_share_of_all_or_none_is_exact(form, share):
    assert share_of_simplex(np.array(form, dtype=float)) == share


def test_a_form_is_greatest_at_a_corner_of_the_plain_simplex():
    tops = form_tops(np.array([[1.0, 5.0, 2.0], [-1.0, -1.0, -3.0]]), plain(3))

    assert tops.tolist() == [5, -1]


def test_a_form_within_constraints_is_greatest_where_a_hand_finds_it():
    """With w1 >= w2 the greatest w2 is a half, and 3 w2 + w1 at (1/2, 1/2) is 2."""
    region = np.array([[1.0, -1.0]])

    tops = form_tops(np.array([[0.0, 1.0], [1.0, 3.0], [1.0, 0.0]]), region)

    assert tops == pytest.approx([0.5, 2.0, 1.0])


def test_the_widest_margin_comes_with_weights_that_attain_it_and_a_mixture_that_bounds_it():
    forms = np.random.default_rng(5).normal(size=(7, 4))

    margin = widest_margin(forms, plain(4))

    assert (forms @ margin.weights).min() == pytest.approx(margin.value)
    assert margin.mixture.sum() == pytest.approx(1)
    assert (margin.mixture @ forms).max() == pytest.approx(margin.value)


def test_the_nearest_weights_move_no_more_than_they_must():
    """w1 >= 0.5 from (0.2, 0.3, 0.5): 0.3 must come, so 0.3 must go; 0.6 in all."""
    region = np.array([[0.5, -0.5, -0.5]])

    distance, weights = nearest_weights(np.array([0.2, 0.3, 0.5]), region)

    assert distance == pytest.approx(0.6)
    assert weights[0] == pytest.approx(0.5)


def test_a_region_of_one_point_is_feasible():
    assert is_feasible(np.array([[1.0, -1.0], [-1.0, 1.0]]))


def test_conflicting_rows_leave_out_what_could_be_spared():
    """w1 >= 0.6 and w2 >= 0.6 conflict; w3 >= 0.1 has no part in it."""
    first, second, third = np.eye(3)

    rows = conflicting_rows(np.array([first - 0.6, third - 0.1, second - 0.6]))

    assert rows == (0, 2)


def test_rows_that_admit_weights_conflict_in_nothing():
    assert conflicting_rows(np.array([[1.0, -1.0]])) == ()


@pytest.mark.parametrize("seed", range(40))
def test_extreme_counts_of_two_criteria_are_those_of_every_weight_that_matters(seed):
    """On a line the counts change at the zeros of the forms alone.

    Whole coefficients up to 3 make ties the rule. Every zero, every middle between two of
    them and both ends are looked at: no count is missed.
    """
    forms = np.random.default_rng(seed).integers(-3, 4, size=(8, 2)).astype(float)
    zeros = {0.0, 1.0} | {-b / (a - b) for a, b in forms if (a > 0 > b) or (a < 0 < b)}
    points = sorted(zeros)
    points += [(p + q) / 2 for p, q in pairwise(points)]
    counts = [is_negative(forms @ np.array([p, 1 - p])).sum() for p in points]

    fewest, most = fewest_negative(forms, plain(2)), most_negative(forms, plain(2))

    assert (fewest[0], most[0]) == (min(counts), max(counts))
    assert is_negative(forms @ fewest[1]).sum() == fewest[0]
    assert is_negative(forms @ most[1]).sum() == most[0]


@pytest.mark.parametrize("seed", range(25))
def test_extreme_counts_of_three_criteria_are_those_of_a_fine_grid(seed):
    """Whole coefficients up to 2 have all their crossings, and a point within each of their
    cells, among the weights in 420ths: denominators of crossings are at most 12, and cells
    of so few lines are not smaller than the grid.
    """
    generator = np.random.default_rng(seed)
    forms = generator.integers(-2, 3, size=(6, 3)).astype(float)
    region = generator.integers(-1, 2, size=(1, 3)).astype(float)
    region = region if is_feasible(region) else plain(3)
    weights = grid(3, 420)
    weights = weights[(weights @ region.T >= -1e-12).all(axis=1)]
    counts = is_negative(weights @ forms.T).sum(axis=1)

    fewest, most = fewest_negative(forms, region), most_negative(forms, region)

    assert (fewest[0], most[0]) == (counts.min(), counts.max())
    for count, found in (fewest, most):
        assert is_negative(forms @ found).sum() == count
        assert (region @ found >= -1e-9).all()


def test_a_form_that_is_zero_everywhere_is_never_negative():
    forms = np.zeros((3, 4))

    assert fewest_negative(forms, plain(4))[0] == 0
    assert most_negative(forms, plain(4))[0] == 0


def test_without_forms_nothing_is_negative():
    forms = np.zeros((0, 3))

    assert fewest_negative(forms, plain(3))[0] == most_negative(forms, plain(3))[0] == 0


@pytest.mark.parametrize("seed", range(3))
def test_extreme_counts_of_five_criteria_are_those_of_trying_every_subset(seed):
    forms = np.random.default_rng(seed).integers(-4, 4, size=(8, 5)).astype(float)

    fewest, most = fewest_negative(forms, plain(5))[0], most_negative(forms, plain(5))[0]

    assert fewest == len(forms) - largest_together(forms, 0.0)
    assert most == largest_together(-forms, 1e-6)


def largest_together(forms: np.ndarray, threshold: float) -> int:
    """The size of the largest subset of forms that can all reach a threshold."""
    for size in range(len(forms), 0, -1):
        for subset in combinations(range(len(forms)), size):
            if widest_margin(forms[list(subset)], plain(forms.shape[1])).value >= threshold - 1e-9:
                return size
    return 0
