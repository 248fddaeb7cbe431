"""Shares of weights under constraints, as areas that a hand can compute."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranker.methods.polytope import MOST_CRITERIA, share_of_region
from ranker.methods.sampling import block_generator, weights_within
from ranker.methods.simplex import plain, share_of_simplex


def test_two_criteria_are_a_line_that_is_cut() -> None:
    """The first weight goes from 1/2 to 1; the form is 0 at 3/4: half of the line is left."""
    region = np.array([[0.5, -0.5]])

    assert share_of_region(np.array([0.25, -0.75]), region) == pytest.approx(0.5)
    assert share_of_region(np.array([-0.25, 0.75]), region) == pytest.approx(0.5)


def test_three_criteria_are_a_triangle_that_is_cut() -> None:
    """w1 >= w2 halves the simplex; within it w2 >= w3 is the order w1 >= w2 >= w3.

    The six orders of three weights part the simplex evenly, and three of them have w1 >= w2.
    """
    region = np.array([[1.0, -1.0, 0.0]])

    assert share_of_region(np.array([0.0, 1.0, -1.0]), region) == pytest.approx(1 / 3)


def test_four_criteria_are_a_tetrahedron_that_is_cut() -> None:
    """Under w1 >= w2 >= w3, four places are left for w4, each as likely."""
    region = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0]])

    assert share_of_region(np.array([0.0, 0.0, 1.0, -1.0]), region) == pytest.approx(1 / 4)


def test_a_form_that_always_or_never_holds_has_the_share_1_or_0() -> None:
    region = np.array([[1.0, -1.0, 0.0]])

    assert share_of_region(np.array([1.0, 1.0, 1.0]), region) == 1.0
    assert share_of_region(np.array([-1.0, -1.0, -1.0]), region) == 0.0
    assert share_of_region(np.array([-1.0, 1.0, 0.0]), region) == 0.0


def test_a_flat_region_and_many_criteria_have_no_share() -> None:
    equal = np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]])
    many = np.eye(MOST_CRITERIA + 1)

    assert share_of_region(np.array([1.0, 0.0, -1.0]), equal) is None
    assert share_of_region(many[0] - many[1], many[:1]) is None


@settings(max_examples=30, deadline=None)
@given(form=st.lists(st.integers(-9, 9).map(float), min_size=4, max_size=4))
def test_without_constraints_that_bind_it_is_the_share_of_the_simplex(form: list[float]) -> None:
    idle = np.ones((1, 4))

    share = share_of_region(np.array(form), idle)

    assert share == pytest.approx(share_of_simplex(np.array(form)), abs=1e-9)
    assert share_of_region(np.array(form), plain(4)) == share_of_simplex(np.array(form))


def test_it_is_the_share_of_many_draws() -> None:
    region = np.array([[1.0, -2.0, 0.0, 0.5], [0.4, 0.4, -0.6, 0.4]])
    form = np.array([0.3, -0.2, 0.5, -0.6])
    weights = np.vstack([weights_within(block_generator(0, b), 2048, region) for b in range(5)])

    share = share_of_region(form, region)

    assert share == pytest.approx((weights @ form >= 0).mean(), abs=0.02)
