"""Flows by sorting equal the pairwise definition, whatever the values look like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranker.methods.preference import FUNCTIONS, Preference
from ranker.methods.promethee import PAIRS_AT_ONCE, Flows, flows, flows_on_criterion

KINDS = ("continuous", "whole", "few", "offset", "two sizes")


def by_pairs(values: np.ndarray, preference: Preference) -> Flows:
    """The definition: every alternative against every other."""
    degrees = preference.degrees(values[:, np.newaxis] - values)
    others = max(len(values) - 1, 1)
    return Flows(degrees.sum(axis=1) / others, degrees.sum(axis=0) / others)


def draw_values(generator: np.random.Generator, kind: str, m: int) -> np.ndarray:
    if kind == "whole":
        return generator.integers(-5, 6, m).astype(float)
    if kind == "few":
        return generator.choice(np.array([1.0, 1.0, 25.75, 50.5, 100.0]), m)
    values = generator.uniform(1, 100, m)
    if kind == "offset":
        return values + 1e9
    return np.where(np.arange(m) % 2, values, values * 1e6) if kind == "two sizes" else values


def preference_on(generator: np.random.Generator, values: np.ndarray, function: str) -> Preference:
    """Thresholds that differences hit exactly, or nearly never."""
    q, p = sorted(np.abs(generator.choice(values, 2) - generator.choice(values, 2)))
    if generator.random() < 0.3:
        q, p = sorted(generator.uniform(0, np.ptp(values) + 1, 2))
    return Preference(function, q=q, p=p or 1.0, s=p or 1.0)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(seed=st.integers(0, 2**32 - 1), m=st.integers(1, 120), kind=st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_flows_equal_their_definition_by_pairs(function: str, seed: int, m: int, kind: str) -> None:
    generator = np.random.default_rng(seed)
    values = draw_values(generator, kind, m)
    preference = preference_on(generator, values, function)

    found = flows_on_criterion(values, preference)

    expected = by_pairs(values, preference)
    np.testing.assert_allclose(found.plus, expected.plus, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.minus, expected.minus, rtol=0, atol=1e-9)


def test_a_difference_at_a_threshold_is_not_beyond_it() -> None:
    values = np.array([0.0, 1.0, 3.0])

    found = flows_on_criterion(values, Preference("level", q=1.0, p=2.0))

    assert found.plus.tolist() == [0.0, 0.0, 0.75]  # 3 - 1 = p: half; 3 - 0: whole
    assert found.minus.tolist() == [0.5, 0.25, 0.0]


def test_a_difference_that_rounding_alone_puts_above_a_threshold_is_at_it() -> None:
    utilities = np.array([[0.8], [0.5]])  # 0.8 - 0.5 is 0.30000000000000004

    found = flows(utilities, np.ones(1), [Preference("u-shape", q=0.3)])

    assert found.plus.tolist() == [0.0, 0.0]


def test_a_criterion_that_is_constant_but_for_rounding_prefers_nobody() -> None:
    utilities = np.array([[0.1 + 0.2], [0.3]])

    found = flows(utilities, np.ones(1), [Preference()])

    assert found.plus.tolist() == [0.0, 0.0]


def test_sums_of_many_values_far_from_zero_keep_their_digits() -> None:
    """Whole numbers and thresholds, so that the expected sums are exact."""
    m, offset = 20_001, 2.0**40
    steps = np.arange(m, dtype=float)
    preference = Preference("v-shape-indifference", q=4.0, p=8.0)

    found = flows_on_criterion(steps + offset, preference)

    middle = (0.25 + 0.5 + 0.75 + 1.0) + (m // 2 - 8)  # of the gaps 5 to 8, then all below
    assert found.plus[m // 2] == pytest.approx(middle / (m - 1), rel=1e-14)
    assert found.minus[m // 2] == pytest.approx(middle / (m - 1), rel=1e-14)


def test_a_narrow_slope_on_a_wide_range_keeps_its_digits() -> None:
    generator = np.random.default_rng(5)
    values = np.concatenate([generator.uniform(0, 1, 300), generator.uniform(0, 1e6, 300)])
    preference = Preference("v-shape-indifference", q=1e-3, p=1.1e-3)

    found = flows_on_criterion(values, preference)

    expected = by_pairs(values, preference)
    np.testing.assert_allclose(found.net, expected.net, rtol=0, atol=1e-9)


def test_gaussian_flows_of_more_pairs_than_a_block_holds_equal_their_definition() -> None:
    m = 1_500
    assert m * m > PAIRS_AT_ONCE
    values = np.random.default_rng(6).normal(size=m)

    found = flows_on_criterion(values, Preference("gaussian", s=0.4))

    expected = by_pairs(values, Preference("gaussian", s=0.4))
    np.testing.assert_allclose(found.plus, expected.plus, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.minus, expected.minus, rtol=0, atol=1e-12)


def test_equal_alternatives_have_equal_flows() -> None:
    values = np.array([5.0, 1.0, 5.0, 9.0, 5.0])

    found = flows_on_criterion(values, Preference("level", q=1.0, p=4.0))

    assert len(set(found.net[[0, 2, 4]])) == 1


def test_a_criterion_without_weight_is_left_out() -> None:
    utilities = np.array([[1.0, 5.0], [2.0, 4.0]])

    found = flows(utilities, np.array([1.0, 0.0]), [Preference(), Preference()])

    assert found.net.tolist() == [-1.0, 1.0]


@pytest.mark.parametrize(
    ("function", "thresholds"),
    [
        ("u-shape", {"q": -1.0}),
        ("level", {"q": 3.0, "p": 2.0}),
        ("v-shape-indifference", {"q": np.nan, "p": 2.0}),
        ("v-shape", {"p": 0.0}),
        ("gaussian", {"s": 0.0}),
        ("gaussian", {"s": np.inf}),
        ("bell", {}),
    ],
)
def test_a_function_that_contradicts_itself_is_refused(
    function: str, thresholds: dict[str, float]
) -> None:
    with pytest.raises(ValueError, match=r"threshold|function"):
        Preference(function, **thresholds)
