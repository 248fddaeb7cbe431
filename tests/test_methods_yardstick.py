"""Yardsticks: targets, shares, curves and value functions, by hand sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.methods.normalise import logistic, percentile, piecewise, share_of
from ranker.methods.outliers import Shape, Treatment
from ranker.methods.yardstick import Form, Yardstick

NAN = float("nan")


def of(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=float)


def worth(values: np.ndarray, reference: np.ndarray | None = None, **form: Any) -> np.ndarray:
    own = values if reference is None else reference
    return Yardstick(Form(**form), own).utilities(values)


def test_a_percentile_counts_those_below_and_half_of_the_equal() -> None:
    """Of 1, 5, 5, 9: 5 has one below and two equal, (1 + 2/2) / 4 = 0.5."""
    result = percentile(of(1, 5, 9, 7, NAN), of(1, 5, 5, 9))

    np.testing.assert_allclose(result, [1 + 99 / 8, 50.5, 1 + 99 * 7 / 8, 1 + 99 * 0.75, NAN])


def test_the_best_of_many_has_a_higher_percentile_than_the_best_of_few() -> None:
    few, many = percentile(of(3), of(1, 2, 3)), percentile(of(9), np.arange(10.0))

    np.testing.assert_allclose([few[0], many[0]], [1 + 99 * 5 / 6, 1 + 99 * 0.95])


def test_a_curve_gives_one_deviation_the_logistic_of_one() -> None:
    """The mean of -1, 0, 1 is 0, the deviation 1; 1 / (1 + 1/e) = 0.731059."""
    result = logistic(of(0, 1, -1), of(-1, 0, 1))

    np.testing.assert_allclose(result, [50.5, 73.3748, 27.6252], atol=1e-4)


def test_a_curve_never_overflows() -> None:
    assert logistic(of(1e9, -1e9), of(-1, 0, 1)).tolist() == [100.0, 1.0]


def test_a_curve_of_its_own_passes_its_two_points() -> None:
    """ln 9 at 30, so -ln 9 at 10: nine tenths, half and one tenth of the way from 1 to 100."""
    result = worth(of(20, 30, 10), normalise="logistic", curve=(20.0, 30.0))

    np.testing.assert_allclose(result, [50.5, 1 + 99 * 0.9, 1 + 99 * 0.1])


def test_a_curve_of_costs_falls() -> None:
    result = worth(of(20, 10), objective="min", normalise="logistic", curve=(20.0, 10.0))

    np.testing.assert_allclose(result, [50.5, 1 + 99 * 0.9])


def test_a_hit_is_worth_100_and_the_farthest_1() -> None:
    """From 10: distances of 0, 2, 4 and 8; 100 - 99 d / 8."""
    result = worth(of(10, 12, 6, 18), objective="target", target=(10, 10), normalise="target")

    np.testing.assert_allclose(result, [100, 100 - 99 / 4, 50.5, 1])


def test_a_target_may_be_a_range() -> None:
    result = worth(of(4, 7, 9, 14), objective="target", target=(6, 9), normalise="target")

    np.testing.assert_allclose(result, [100 - 99 * 2 / 5, 100, 100, 1])


def test_distances_from_a_target_are_taken_on_the_logarithm() -> None:
    """ln(1 + x) of 0, 9, 99: 0, ln 10, 2 ln 10; the target is 9."""
    result = worth(
        of(0, 9, 99, 999),
        of(0, 9, 99),
        objective="target",
        target=(9, 9),
        transform="log",
        normalise="target",
    )

    np.testing.assert_allclose(result, [1, 100, 1, -98])


@pytest.mark.parametrize(
    ("how", "expected"),
    [("minmax", [1, 100, 100]), ("rank", [1, 75.25, 75.25]), ("percentile", [17.5, 67, 67])],
)
def test_other_scales_measure_distances_from_a_target(how: str, expected: list[float]) -> None:
    """Of 0, 4, 6 about 5 the distances are 5, 1 and 1."""
    result = worth(of(0, 4, 6), objective="target", target=(5, 5), normalise=how)

    np.testing.assert_allclose(result, expected)


def test_nobody_nearer_than_another_gives_everyone_the_middle() -> None:
    result = worth(of(4, 6), objective="target", target=(5, 5), normalise="target")

    assert result.tolist() == [50.5, 50.5]


def test_the_reference_is_worth_100_and_half_of_it_half_the_way() -> None:
    assert share_of(of(0, 5, 10, 20), 10.0, is_cost=False).tolist() == [1, 50.5, 100, 199]


def test_a_cost_of_twice_the_reference_is_half_a_share() -> None:
    assert share_of(of(20, 10, 5), 10.0, is_cost=True).tolist() == [50.5, 100, 199]


def test_a_cost_near_nothing_is_worth_a_hundred_shares_at_most() -> None:
    assert share_of(of(0.1, 0.01, 0.0), 10.0, is_cost=True).tolist() == [9901, 9901, 9901]


def test_a_reference_that_is_not_above_nothing_has_no_shares() -> None:
    assert np.isnan(share_of(of(1, 2), -1.0, is_cost=False)).all()


@pytest.mark.parametrize(
    ("objective", "share", "expected"),
    [
        ("max", "best", [25.75, 50.5, 100]),
        ("max", "mean", [1 + 99 * 3 / 7, 1 + 99 * 6 / 7, 1 + 99 * 12 / 7]),
        ("min", "best", [100, 50.5, 25.75]),
        ("min", "mean", [1 + 99 * 7 / 3, 1 + 99 * 7 / 6, 1 + 99 * 7 / 12]),
        ("max", "given", [1 + 99 * 3 / 4, 1 + 99 * 6 / 4, 298]),
    ],
)
def test_a_reference_is_the_best_the_mean_or_a_given_figure(
    objective: str, share: str, expected: list[float]
) -> None:
    values = of(3, 6, 12)
    form = Form(objective=objective, normalise="reference", share_of=share)

    result = Yardstick(form, values, anchor=4.0).utilities(values)

    np.testing.assert_allclose(result, expected)


def test_nobody_having_anything_gives_everyone_the_middle() -> None:
    assert worth(of(0, 0), normalise="reference").tolist() == [50.5, 50.5]


def test_a_missing_reference_leaves_nobody_a_utility() -> None:
    form = Form(normalise="reference", share_of="given")

    assert np.isnan(Yardstick(form, of(1, 2)).utilities(of(1, 2))).all()


def test_a_value_function_is_straight_between_its_points_and_level_beyond() -> None:
    result = piecewise(of(-5, 0, 5, 10, 15, 20, 99, NAN), [(0, 1), (10, 81), (20, 100)])

    np.testing.assert_allclose(result, [1, 1, 41, 81, 90.5, 100, 100, NAN])


def test_points_are_placed_on_the_logarithm_too() -> None:
    points = ((0.0, 1.0), (99.0, 100.0))

    result = worth(of(9), transform="log", normalise="points", points=points)

    np.testing.assert_allclose(result, [50.5])


def test_what_lies_beyond_a_limit_is_measured_as_the_limit() -> None:
    shape = Shape(3.0, 9.0)
    done = Treatment("winsorised", (-np.inf, 10.0), shape, shape)
    cut = Yardstick(Form(), of(0, 5, 10, 90), treatment=done)

    assert cut.utilities(of(0, 5, 10, 90, NAN)).tolist()[:4] == [1, 50.5, 100, 100]
    assert np.isnan(cut.utilities(of(NAN))).all()


@given(
    target=st.tuples(st.integers(0, 20), st.integers(0, 5)),
    ends=st.tuples(st.integers(0, 30), st.integers(0, 9)),
)
def test_no_figure_of_an_interval_is_worth_more_than_the_nearest(
    target: tuple[int, int], ends: tuple[int, int]
) -> None:
    form = Form(objective="target", target=(target[0], sum(target)), normalise="target")
    yardstick = Yardstick(form, np.arange(40.0))
    low, high = float(ends[0]), float(sum(ends))

    nearest = yardstick.nearest(of(low), of(high))

    between = yardstick.utilities(np.linspace(low, high, 91))
    assert low <= nearest[0] <= high
    assert yardstick.utilities(nearest)[0] >= between.max() - 1e-9
    assert between.min() >= min(between[0], between[-1]) - 1e-9


@pytest.mark.parametrize("how", ["minmax", "rank", "zscore"])
def test_another_normalisation_of_a_form_rests_on_the_reference_alone(how: str) -> None:
    values = of(1, 2, 7)
    points = Yardstick(Form(normalise="points", points=((0, 100), (5, 1))), values)
    curve = Yardstick(Form(normalise="logistic", curve=(1, 2)), values)

    expected = worth(values, normalise=how).tolist()

    assert points.normalised(how).utilities(values).tolist() == expected
    assert curve.normalised(how).utilities(values).tolist() == expected
