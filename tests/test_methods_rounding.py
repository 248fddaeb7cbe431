"""Rounded parts that still add up."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ranker.methods.rounding import round_parts


def test_the_parts_of_a_whole_are_rounded_with_the_least_change():
    """1.2 + 2.7 + 0.6 = 4.5: rounding each gives 5, one less is wanted, 0.6 costs least."""
    parts, _ = round_parts(np.array([1.2, 2.7, 0.6]), 4)

    assert parts.tolist() == [1, 3, 0]


def test_whole_parts_stay_as_they_are():
    parts, (sums,) = round_parts(np.array([3.0, -2.0, 0.0]), 1, [[0, 0, 1]])

    assert parts.tolist() == [3, -2, 0]
    assert sums.tolist() == [1, 0]


def test_a_total_that_is_not_next_to_the_sum_is_met_all_the_same():
    parts, _ = round_parts(np.array([1.0, 2.0]), 5)

    assert parts.sum() == 5


@settings(deadline=None, max_examples=60)
@given(data=st.data(), size=st.integers(1, 9))
def test_parts_and_two_ways_of_grouping_are_next_to_what_they_stand_for(data, size: int):
    values = st.floats(-50, 50).map(lambda x: round(x, 3))
    parts = np.array(data.draw(st.lists(values, min_size=size, max_size=size)))
    ways = [data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)) for _ in range(2)]
    total = round(float(parts.sum()))

    rounded, sums = round_parts(parts, total, ways)

    assert rounded.sum() == total
    assert (np.abs(rounded - parts) < 1).all()
    for way, shown in zip(ways, sums, strict=True):
        exact = np.bincount(way, weights=parts)
        assert (np.abs(shown - exact) < 1).all()
        assert np.array_equal(shown, np.bincount(way, weights=rounded))
