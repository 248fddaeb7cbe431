"""Shares of siblings, and what becomes of them when some are set by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ranker.methods.weigh import override, shares

NAN = float("nan")


def set_shares(base: list[float], named: list[float]) -> list[float]:
    return [float(share) for share in override(np.array(base), np.array(named))]


def test_shares_keep_the_proportion_of_the_weights() -> None:
    assert shares(np.array([4.0, 4.0, 2.0])).tolist() == [0.4, 0.4, 0.2]


def test_the_others_are_rescaled_in_their_old_proportion() -> None:
    result = set_shares([0.5, 0.3, 0.2], [0.6, NAN, NAN])

    assert result == pytest.approx([0.6, 0.24, 0.16], abs=1e-12)


def test_a_share_of_1_leaves_nothing_to_the_others() -> None:
    assert set_shares([0.5, 0.3, 0.2], [NAN, 1.0, NAN]) == [0.0, 1.0, 0.0]


def test_a_share_of_0_goes_to_the_others() -> None:
    result = set_shares([0.5, 0.3, 0.2], [0.0, NAN, NAN])

    assert result == pytest.approx([0.0, 0.6, 0.4], abs=1e-12)


def test_where_all_are_named_they_are_relative_weights() -> None:
    assert set_shares([0.5, 0.5], [3.0, 1.0]) == [0.75, 0.25]


def test_naming_nobody_changes_nothing() -> None:
    assert set_shares([0.5, 0.3, 0.2], [NAN, NAN, NAN]) == [0.5, 0.3, 0.2]


@pytest.mark.parametrize(
    ("base", "named", "reason"),
    [
        ([0.5, 0.3, 0.2], [0.7, 0.7, NAN], r"1\.4, more than 1"),
        ([0.5, 0.5], [1.2, NAN], r"1\.2, more than 1"),
        ([1.0, 0.0], [0.4, NAN], "all 0 and cannot be rescaled"),
        ([0.5, 0.5], [0.0, 0.0], "all weights are 0"),
    ],
)
def test_shares_that_cannot_be_are_refused(
    base: list[float], named: list[float], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        set_shares(base, named)


def test_rounding_of_the_named_shares_is_forgiven() -> None:
    result = set_shares([0.25] * 4, [0.1, 0.2, 0.7, NAN])  # 0.1 + 0.2 + 0.7 is 0.9999999999999999

    assert result == pytest.approx([0.1, 0.2, 0.7, 0.0], abs=1e-12)


@given(
    weights=st.lists(st.integers(1, 100), min_size=2, max_size=6),
    share=st.floats(0, 1),
    at=st.integers(0, 5),
)
def test_shares_always_sum_to_1_and_keep_the_order_of_the_others(
    weights: list[int], share: float, at: int
) -> None:
    assume(at < len(weights))
    base = shares(np.array(weights, dtype=float))
    named = np.full(len(weights), NAN)
    named[at] = share

    result = override(base, named)

    others = [j for j in range(len(weights)) if j != at]
    assert result.sum() == pytest.approx(1.0, abs=1e-12)
    assert result[at] == share
    np.testing.assert_allclose(
        result[others] * base[others].sum(), base[others] * (1 - share), atol=1e-12
    )
