"""Outliers by skewness and kurtosis, against hand sums, spreadsheets' formulas and COINr."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ranker.methods.normalise import log_transform
from ranker.methods.outliers import FEWEST, Treatment, shape_of, treated

COINR = np.array([*range(1, 11), 30, 100], dtype=float)  # the example of its function winsorise
MANY = np.array([*range(1, 31), 500, 900], dtype=float)  # one cut leaves two of 500


def same(values: np.ndarray) -> np.ndarray:
    return values


def by_rule(values: np.ndarray, rule: str = "winsorise", most: int = 5) -> Treatment | None:
    return treated(values, rule=rule, most=most, scale=same, log=log_transform)


def test_skewness_and_kurtosis_are_those_of_a_spreadsheet() -> None:
    """Of 0, 0, 0, 0, 1: SKEW gives the square root of 5, KURT gives 5."""
    shape = shape_of(np.array([0.0, 0.0, 0.0, 0.0, 1.0]))

    assert shape is not None
    assert (shape.skewness, shape.kurtosis) == pytest.approx((5**0.5, 5))
    assert shape.is_beyond


@given(values=st.lists(st.integers(-50, 50), min_size=FEWEST, max_size=20))
def test_the_shape_is_that_of_unbiased_scipy(values: list[int]) -> None:
    array = np.array(values, dtype=float)

    shape = shape_of(array)

    if shape is None:
        assert len(set(values)) == 1
    else:
        assert shape.skewness == pytest.approx(stats.skew(array, bias=False))
        assert shape.kurtosis == pytest.approx(stats.kurtosis(array, bias=False))


def test_the_example_of_coinr_cuts_one_figure() -> None:
    """1 to 10, 30 and 100: the 100 becomes 30, after which the rule holds."""
    found = by_rule(COINR)

    assert found is not None
    assert found.done == "winsorised"
    assert np.clip(COINR, *found.limits).tolist() == [*range(1, 11), 30, 30]
    assert found.before.is_beyond
    assert not found.after.is_beyond


def test_low_outliers_are_cut_from_below() -> None:
    found = by_rule(-COINR)

    assert found is not None
    assert found.limits == (-30, np.inf)


def test_equal_outliers_are_cut_together_and_counted_one_by_one() -> None:
    values = np.array([*range(1, 31), 500, 500], dtype=float)

    assert by_rule(values, most=2).limits == (-np.inf, 30)
    assert by_rule(values, most=1).done == "log"


def test_more_outliers_than_may_be_cut_take_the_logarithm_of_all_as_found() -> None:
    """One cut is not enough at most 1; ln(1 + x) of all brings the skewness down."""
    found = by_rule(MANY, most=1)

    assert found is not None
    assert found.done == "log"
    assert found.limits == (-np.inf, np.inf)
    assert found.after == shape_of(np.log1p(MANY))


def test_the_logarithm_may_be_taken_at_once() -> None:
    found = by_rule(COINR, rule="log")

    assert found is not None
    assert (found.done, found.after) == ("log", shape_of(np.log1p(COINR)))


def test_where_neither_helps_the_figures_are_left() -> None:
    values = 900 - MANY  # skewed to the left: a logarithm only makes it worse

    found = by_rule(values, rule="log")

    assert found is not None
    assert found.done == "left"
    assert found.after == found.before


def test_where_there_is_no_logarithm_the_figures_are_left() -> None:
    found = treated(MANY, rule="winsorise", most=1, scale=same, log=None)

    assert found is not None
    assert found.done == "left"


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5], [1, 2, 1000], [7, 7, 7, 7]])
def test_figures_within_the_rule_too_few_or_equal_are_not_treated(values: list[float]) -> None:
    assert by_rule(np.array(values, dtype=float)) is None


def test_figures_that_are_logarithmic_already_are_judged_on_the_logarithm() -> None:
    found = treated(MANY, rule="winsorise", most=5, scale=log_transform, log=None)

    assert shape_of(MANY) is not None
    assert found is None


def test_what_is_left_after_cutting_to_one_figure_is_level() -> None:
    found = by_rule(np.array([0.0, 0.0, 0.0, 0.0, 1.0]))

    assert found is not None
    assert (found.done, found.limits) == ("winsorised", (-np.inf, 0))
    assert (found.after.skewness, found.after.kurtosis) == (0, 0)
