"""Performances to utilities on [1, 100], by hand sums and by what must always hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.methods.normalise import (
    BY_REFERENCE,
    goalposts,
    log_transform,
    minmax,
    rank_position,
    zscore,
)
from ranker.methods.yardstick import Form, Yardstick

NAN = float("nan")
values_of = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=12)


def utilities(values: np.ndarray, reference: np.ndarray, **form: Any) -> np.ndarray:
    return Yardstick(Form(**form), reference).utilities(values)


def of(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=float)


def test_minmax_gives_the_worst_1_and_the_best_100() -> None:
    assert minmax(of(10, 20, 15, 12.5), of(10, 20)).tolist() == [1.0, 100.0, 50.5, 25.75]


def test_minmax_lets_an_outsider_pass_the_bounds() -> None:
    assert minmax(of(0, 30), of(10, 20)).tolist() == [-98.0, 199.0]


def test_goalposts_cut_off_what_lies_beyond_them() -> None:
    assert goalposts(of(-5, 0, 5, 10, 25), 0, 10).tolist() == [1.0, 1.0, 50.5, 100.0, 100.0]


def test_rank_position_is_the_share_that_is_beaten() -> None:
    assert rank_position(of(7, 1, 3), of(1, 3, 7)).tolist() == [100.0, 1.0, 50.5]


def test_ties_share_their_mean_position() -> None:
    result = rank_position(of(1, 5, 5, 9), of(1, 5, 5, 9))

    np.testing.assert_allclose(result, [1.0, 50.5, 50.5, 100.0])


def test_an_outsider_takes_a_position_between_its_neighbours() -> None:
    result = rank_position(of(2, 0, 99), of(1, 3, 7))

    np.testing.assert_allclose(result, [1 + 99 * 0.25, 1.0, 100.0])


def test_zscore_gives_the_mean_the_middle_and_three_deviations_the_ends() -> None:
    reference = of(-1, 0, 1)  # mean 0, sample standard deviation 1

    result = zscore(of(0, 3, -3, 1, 5), reference)

    np.testing.assert_allclose(result, [50.5, 100.0, 1.0, 67.0, 100.0])


def test_the_logarithm_keeps_a_found_0() -> None:
    np.testing.assert_allclose(log_transform(of(0, np.e - 1, NAN)), [0.0, 1.0, NAN])


def test_a_logarithm_makes_equal_factors_equal_steps() -> None:
    values = of(0, 9, 99)

    result = utilities(values, values, objective="max", transform="log")

    np.testing.assert_allclose(result, [1.0, 50.5, 100.0])


def test_the_logarithm_is_taken_of_goalposts_too() -> None:
    values = of(0, 9, 999)

    result = utilities(
        values,
        values,
        objective="max",
        transform="log",
        normalise="goalposts",
        posts=(0.0, 99.0),
    )

    np.testing.assert_allclose(result, [1.0, 50.5, 100.0])


def test_a_cost_is_worth_most_at_its_lower_goalpost() -> None:
    values = of(0, 5, 20, 30)

    result = utilities(values, values, objective="min", normalise="goalposts", posts=(0.0, 20.0))

    np.testing.assert_allclose(result, [100.0, 75.25, 1.0, 1.0])


def test_only_the_reference_moves_the_bounds() -> None:
    values = of(0, 10, 1000)

    result = utilities(values, values[:2], objective="max")

    np.testing.assert_allclose(result, [1.0, 100.0, 9901.0])


def test_without_a_reference_there_is_no_utility() -> None:
    values = of(NAN, 3.0)

    result = utilities(values, values[:1], objective="max")

    assert np.isnan(result).all()


def test_goalposts_need_no_reference() -> None:
    values = of(NAN, 5.0)

    result = utilities(
        values,
        np.array([False, False]),
        objective="max",
        normalise="goalposts",
        posts=(0.0, 10.0),
    )

    np.testing.assert_allclose(result, [NAN, 50.5])


@pytest.mark.parametrize("how", sorted(BY_REFERENCE))
@pytest.mark.parametrize("constant", [0.0, 0.1, 1e15])
def test_a_constant_indicator_gives_everyone_the_middle(how: str, constant: float) -> None:
    values = np.full(3, constant)

    result = utilities(values, values, objective="max", normalise=how)

    assert result.tolist() == [50.5, 50.5, 50.5]


@pytest.mark.parametrize("how", sorted(BY_REFERENCE))
def test_a_missing_figure_stays_missing_and_moves_nobody(how: str) -> None:
    values, gappy = of(1, 2, 4), of(1, NAN, 2, 4)

    full = utilities(values, values, objective="max", normalise=how)
    result = utilities(gappy, gappy, objective="max", normalise=how)

    np.testing.assert_allclose(result, [full[0], NAN, full[1], full[2]])


@pytest.mark.parametrize("how", sorted(BY_REFERENCE))
@given(values=values_of)
def test_more_is_never_worth_less(how: str, values: list[float]) -> None:
    array = np.array(values)

    result = utilities(array, array, objective="max", normalise=how)

    assert (np.diff(result[np.argsort(array, kind="stable")]) >= -1e-9).all()
    assert result.min() >= 1 - 1e-9
    assert result.max() <= 100 + 1e-9


@pytest.mark.parametrize("how", sorted(BY_REFERENCE))
@given(values=values_of)
def test_a_cost_mirrors_a_benefit(how: str, values: list[float]) -> None:
    array = np.array(values)

    benefit = utilities(array, array, objective="max", normalise=how)
    cost = utilities(array, array, objective="min", normalise=how)

    np.testing.assert_allclose(benefit + cost, 101.0)


@pytest.mark.parametrize("how", ["minmax", "zscore"])
@given(values=values_of, factor=st.integers(1, 50), shift=st.integers(-100, 100))
def test_the_unit_of_an_indicator_is_irrelevant(
    how: str, values: list[float], factor: int, shift: int
) -> None:
    array = np.array(values)

    plain = utilities(array, array, objective="max", normalise=how)
    rescaled = factor * array + shift
    other = utilities(rescaled, rescaled, objective="max", normalise=how)

    np.testing.assert_allclose(other, plain, atol=1e-6)


def test_inputs_stay_as_they_were() -> None:
    values = of(3, 1, 2)
    values.setflags(write=False)

    utilities(values, values, objective="min", transform="log", normalise="rank")

    assert values.tolist() == [3.0, 1.0, 2.0]
