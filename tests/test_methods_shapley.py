"""Shapley values: published games, the axioms, and exact sums."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.methods.shapley import shapley_values


def test_the_airport_game_of_littlechild_and_owen_1973_is_split_by_hand():
    """Runways of cost 1, 2 and 4; a coalition costs its longest.

    The first part is shared by three, the second by two, the rest is the third's.
    """
    costs = [1, 2, 4]
    worths = np.array([max([0, *(c for i, c in enumerate(costs) if s >> i & 1)]) for s in range(8)])

    values = shapley_values(worths)

    assert values == pytest.approx([1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2])


def test_a_player_that_adds_nothing_gets_exactly_nothing():
    worths = np.array([0.1, 0.7, 0.1, 0.7])

    assert shapley_values(worths).tolist() == [pytest.approx(0.6), 0.0]


def test_one_player_gets_all_and_none_leave_nothing_to_split():
    assert shapley_values(np.array([2.0, 5.0])).tolist() == [3.0]
    assert shapley_values(np.array([[2.0, 3.0]])).shape == (0, 2)


def test_a_number_of_worths_that_is_no_power_of_two_is_refused():
    with pytest.raises(ValueError, match="no power of 2"):
        shapley_values(np.zeros(3))


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.integers(1, 50), min_size=2**n, max_size=2**n))
)
def test_fractions_add_up_exactly_and_the_way_back_is_the_negative(ranks: list[int]):
    worths = np.array([Fraction(rank) for rank in ranks], dtype=object)

    there, back = shapley_values(worths), shapley_values(worths[::-1])

    assert sum(there) == ranks[-1] - ranks[0]
    assert (there == -back).all()


def test_further_axes_are_games_of_their_own():
    games = np.random.default_rng(0).random((8, 2, 3))

    values = shapley_values(games)

    assert values.shape == (3, 2, 3)
    assert values[:, 1, 2] == pytest.approx(shapley_values(games[:, 1, 2]))
