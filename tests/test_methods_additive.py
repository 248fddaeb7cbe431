"""The weighted sum: `prepare` once, `evaluate` a block of weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from ranker.methods.additive import evaluate, prepare

SCORES = arrays(float, (5, 3), elements=st.floats(1, 100))
WEIGHTS = arrays(float, (4, 3), elements=st.floats(0.01, 1))


def test_commensurable_values_are_used_as_they_are() -> None:
    utilities = np.array([[80.0, -4.0], [60.0, 20.0]])

    prepared = prepare(utilities, np.ones(2), commensurable=True)

    np.testing.assert_array_equal(prepared, utilities)


def test_prepared_values_are_a_copy() -> None:
    utilities = np.array([[80.0, 40.0]])

    prepared = prepare(utilities, np.ones(2), commensurable=True)
    prepared[0, 0] = 0

    assert utilities[0, 0] == 80


def test_raw_values_are_stretched_between_worst_and_best() -> None:
    performances = np.array([[2.0], [4.0], [10.0]])

    prepared = prepare(performances, np.array([1.0]))

    assert prepared.ravel().tolist() == [0.0, 0.25, 1.0]


def test_the_lowest_cost_gets_the_highest_utility() -> None:
    performances = np.array([[2.0], [4.0], [10.0]])

    prepared = prepare(performances, np.array([-1.0]))

    assert prepared.ravel().tolist() == [1.0, 0.75, 0.0]


@pytest.mark.parametrize("value", [0.0, 7.0, -3.0])
def test_everyone_gets_the_middle_of_a_constant_criterion(value: float) -> None:
    performances = np.array([[value, 1.0], [value, 2.0]])

    prepared = prepare(performances, np.ones(2))

    assert prepared[:, 0].tolist() == [0.5, 0.5]


def test_rounding_noise_does_not_tell_two_alternatives_apart() -> None:
    performances = np.array([[0.1 + 0.2], [0.3]])

    prepared = prepare(performances, np.ones(1))

    assert prepared.ravel().tolist() == [0.5, 0.5]


def test_scores_are_the_weighted_sums() -> None:
    utilities = np.array([[80.0, 40.0], [60.0, 60.0]])
    weights = np.array([[0.75, 0.25], [0.5, 0.5]])

    scores = evaluate(utilities, weights)

    assert scores.tolist() == [[70.0, 60.0], [60.0, 60.0]]


@settings(max_examples=30, deadline=None)
@given(SCORES, WEIGHTS)
def test_a_block_equals_its_rows_one_by_one(utilities: np.ndarray, weights: np.ndarray) -> None:
    block = evaluate(utilities, weights)
    one_by_one = np.vstack([evaluate(utilities, row[np.newaxis]) for row in weights])

    np.testing.assert_allclose(block, one_by_one, rtol=1e-12)


@settings(max_examples=30, deadline=None)
@given(SCORES, WEIGHTS)
def test_scores_equal_those_of_scikit_criteria(utilities: np.ndarray, weights: np.ndarray) -> None:
    theirs = WeightedSumModel().evaluate(mkdm(utilities, [max] * 3, weights=weights[0]))

    ours = evaluate(prepare(utilities, np.ones(3), commensurable=True), weights)

    np.testing.assert_allclose(ours[0], theirs.e_.score, rtol=1e-12)
