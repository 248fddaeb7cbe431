"""One step up the tree: weighted means over what is observed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.methods.tree import aggregate

NAN = float("nan")
utility = st.floats(1, 100)


def step(
    scores: list[float],
    weights: list[float],
    coverages: list[float] | None = None,
    **options: object,
) -> tuple[float, float]:
    row = np.array([scores])
    observed = np.array([coverages]) if coverages else (~np.isnan(row)).astype(float)
    means, coverage = aggregate(row, observed, np.array(weights), **options)  # type: ignore[arg-type]
    return float(means[0]), float(coverage[0])


def test_the_arithmetic_mean_is_weighted() -> None:
    assert step([10.0, 50.0], [0.25, 0.75]) == (40.0, 1.0)


def test_the_geometric_mean_is_weighted() -> None:
    mean, coverage = step([4.0, 9.0], [0.5, 0.5], how="geometric")

    assert mean == pytest.approx(6.0, abs=1e-12)
    assert coverage == 1.0


def test_a_missing_child_leaves_its_weight_to_the_others() -> None:
    mean, coverage = step([10.0, NAN, 50.0], [0.25, 0.5, 0.25])

    assert (mean, coverage) == (30.0, 0.5)


def test_a_missing_child_of_a_geometric_node_is_left_out_too() -> None:
    mean, coverage = step([4.0, NAN, 9.0], [0.25, 0.5, 0.25], how="geometric")

    assert (mean, coverage) == (pytest.approx(6.0, abs=1e-12), 0.5)


def test_a_coverage_exactly_at_the_threshold_is_enough() -> None:
    mean, _ = step([10.0, 20.0, NAN], [0.35, 0.25, 0.4], min_coverage=0.6)

    assert mean == pytest.approx(8.5 / 0.6, abs=1e-12)  # (3.5 + 5) / 0.6


def test_a_coverage_just_below_the_threshold_is_not() -> None:
    mean, coverage = step([10.0, 20.0, NAN], [0.35, 0.24, 0.41], min_coverage=0.6)

    assert np.isnan(mean)
    assert coverage == pytest.approx(0.59, abs=1e-12)


def test_coverage_counts_what_is_observed_below_the_children() -> None:
    _, coverage = step([10.0, 20.0], [0.5, 0.5], coverages=[0.6, 1.0])

    assert coverage == 0.8


def test_a_child_without_a_score_covers_nothing_though_a_part_of_it_is_observed() -> None:
    mean, coverage = step([NAN, 20.0], [0.5, 0.5], coverages=[0.3, 1.0])

    assert (mean, coverage) == (20.0, 0.5)


def test_without_any_child_there_is_no_score_even_at_threshold_0() -> None:
    mean, coverage = step([NAN, NAN], [0.5, 0.5], min_coverage=0.0)

    assert np.isnan(mean)
    assert coverage == 0.0


def test_a_child_of_weight_0_alone_gives_no_score() -> None:
    assert np.isnan(step([10.0, NAN], [0.0, 1.0])[0])


def test_a_geometric_node_takes_utilities_below_1_as_1() -> None:
    mean, _ = step([-98.0, 100.0], [0.5, 0.5], how="geometric")

    assert mean == pytest.approx(10.0, abs=1e-12)


@given(st.lists(utility, min_size=1, max_size=6))
def test_geometric_mean_never_exceeds_the_arithmetic_mean(scores: list[float]) -> None:
    weights = [1 / len(scores)] * len(scores)

    arithmetic, _ = step(scores, weights)
    geometric, _ = step(scores, weights, how="geometric")

    assert geometric <= arithmetic + 1e-9


@pytest.mark.parametrize("how", ["arithmetic", "geometric"])
@given(scores=st.lists(utility, min_size=1, max_size=6), data=st.data())
def test_a_mean_lies_between_the_worst_and_the_best(
    how: str, scores: list[float], data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    weights = [weight / sum(drawn) for weight in drawn]

    mean, _ = step(scores, weights, how=how)

    assert min(scores) - 1e-9 <= mean <= max(scores) + 1e-9


def test_rows_are_scored_one_by_one() -> None:
    scores = np.array([[10.0, 20.0], [NAN, 20.0], [NAN, NAN]])

    means, coverage = aggregate(scores, (~np.isnan(scores)).astype(float), np.array([0.5, 0.5]))

    np.testing.assert_array_equal(means, [15.0, 20.0, NAN])
    assert coverage.tolist() == [1.0, 0.5, 0.0]
