"""Weights of several people: means, the nearest to all, the least over a box of weights."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.group_weights import geometric_mean, least_in_box
from ranker.methods.simplex import form_tops, nearest_to_all, plain


def test_the_geometric_mean_keeps_the_mean_of_ratios():
    """4 to 1 and 1 to 1 make 2 to 1."""
    mean = geometric_mean(np.array([[0.8, 0.2], [0.5, 0.5]]))

    assert mean == pytest.approx([2 / 3, 1 / 3])


def test_a_weight_of_0_by_anybody_is_the_groups():
    assert geometric_mean(np.array([[0.5, 0.5, 0], [0.2, 0.2, 0.6]])) == pytest.approx(
        [0.5, 0.5, 0]
    )


def test_weights_that_share_no_criterion_have_no_geometric_mean():
    assert geometric_mean(np.array([[1.0, 0], [0, 1.0]])) is None


@pytest.mark.parametrize("seed", range(5))
def test_the_least_over_a_box_is_that_of_a_linear_programme(seed: int):
    rng = np.random.default_rng(seed)
    forms, own = rng.normal(size=(6, 4)), rng.dirichlet(np.ones(4))
    low, high = np.maximum(own - 0.15, 0), np.minimum(own + 0.15, 1)
    region = np.vstack([np.eye(4) - low[:, None], high[:, None] - np.eye(4)])

    assert least_in_box(forms, low, high) == pytest.approx(-form_tops(-forms, region))


def test_the_nearest_to_three_is_the_one_in_the_middle():
    total, weights = nearest_to_all(np.array([[0.9, 0.1], [0.6, 0.4], [0.5, 0.5]]), plain(2))

    assert weights == pytest.approx([0.6, 0.4])
    assert total == pytest.approx(0.8)


def test_of_several_sets_as_near_to_all_the_farthest_is_spared_most():
    """Anything between is 0.5 from both together; halfway, no one is more than 0.25 away."""
    total, weights = nearest_to_all(np.array([[0.75, 0.25], [0.5, 0.5]]), plain(2))

    assert weights == pytest.approx([0.625, 0.375])
    assert total == pytest.approx(0.5)


def test_the_nearest_to_all_stays_in_its_region():
    at_most_a_third = np.array([[-2.0, 1.0]])  # of the first: w2 >= 2 w1

    _, weights = nearest_to_all(np.array([[0.75, 0.25], [0.5, 0.5]]), at_most_a_third)

    assert weights == pytest.approx([1 / 3, 2 / 3])
