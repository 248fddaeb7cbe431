"""A rank is 1 + the number of strictly better scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.methods.ranks import competition_ranks

NAN = float("nan")
score_lists = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=15)


@pytest.mark.parametrize(
    ("scores", "ranks"),
    [
        ([9.0, 7.0, 7.0, 5.0], [1, 2, 2, 4]),
        ([7.0, 7.0, 5.0], [1, 1, 3]),
        ([1.0, 1.0, 1.0], [1, 1, 1]),
        ([NAN, 2.0, NAN, 3.0], [0, 2, 0, 1]),
        ([0.0, -0.0], [1, 1]),
        ([5.0], [1]),
        ([], []),
        ([NAN], [0]),
    ],
)
def test_ties_share_the_best_rank(scores: list[float], ranks: list[int]) -> None:
    assert competition_ranks(np.array(scores)).tolist() == ranks


def test_the_lowest_score_is_first_where_less_is_better() -> None:
    assert competition_ranks(np.array([0.2, 0.9, 0.2]), more_is_better=False).tolist() == [1, 3, 1]


def test_a_last_digit_of_a_sum_does_not_rank() -> None:
    scores = np.array([0.1 + 0.2, 0.3, 0.1])

    assert competition_ranks(scores).tolist() == [1, 1, 3]


def test_a_real_difference_ranks_however_small() -> None:
    assert competition_ranks(np.array([50.0, 50.000001])).tolist() == [2, 1]


@given(score_lists)
def test_a_rank_is_1_and_the_number_of_better_scores(scores: list[float]) -> None:
    array = np.array(scores)

    ranks = competition_ranks(array)

    assert ranks.tolist() == [1 + int((array > score).sum()) for score in array]


@given(score_lists, st.randoms())
def test_the_order_of_the_alternatives_is_irrelevant(scores: list[float], random: object) -> None:
    order = list(range(len(scores)))
    random.shuffle(order)  # type: ignore[attr-defined]

    ranks = competition_ranks(np.array(scores))
    shuffled = competition_ranks(np.array(scores)[order])

    assert shuffled.tolist() == ranks[order].tolist()


@given(score_lists)
def test_turning_every_score_round_turns_the_direction(scores: list[float]) -> None:
    array = np.array(scores)

    assert (competition_ranks(array) == competition_ranks(-array, more_is_better=False)).all()
