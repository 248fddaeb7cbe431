"""Ranks and counts of many draws are those of one draw after the other."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.batch_counts import count_ranks, count_rows, count_wins
from ranker.methods.batch_ranks import net_places, rank_rows
from ranker.methods.ranks import competition_ranks

DRAWS = 300


def blocks() -> dict[str, np.ndarray]:
    """Scores (s, m) with and without ties, of few and of many alternatives."""
    generator = np.random.default_rng(11)
    plain = generator.normal(size=(DRAWS, 40))
    noisy = np.round(plain, 1)
    noisy *= 1 + generator.choice([0.0, 1e-15, -1e-15, 3e-13], size=noisy.shape)
    return {
        "plain": plain,
        "tied": np.round(plain, 1),
        "tied but for rounding": noisy,
        "a few ties": np.where(np.arange(DRAWS)[:, None] % 50 == 0, np.round(plain), plain),
        "all equal": np.full((5, 4), 3.0),
        "all zero": np.zeros((5, 4)),
        "signed zeros": np.array([[0.0, -0.0, 1.0], [-1.0, -0.0, 0.0]]),
        "huge beside small": np.array([[1e300, -1e300, 1.0], [1e-300, 2e-300, 0.0]]),
        "more than 64": generator.normal(size=(DRAWS, 70)),
        "more than 256": generator.normal(size=(20, 300)),
        "one alternative": generator.normal(size=(7, 1)),
        "two alternatives": np.round(generator.normal(size=(DRAWS, 2))),
        "one draw": plain[:1],
        "columns in memory": np.asfortranarray(plain),
    }


each_block = pytest.mark.parametrize("name", sorted(blocks()))


def tolerant_ranks(scores: np.ndarray, *, more_is_better: bool) -> list[list[int]]:
    return [competition_ranks(row, more_is_better=more_is_better).tolist() for row in scores]


@each_block
@pytest.mark.parametrize("more_is_better", [True, False])
def test_a_row_is_ranked_as_if_it_were_alone(name: str, more_is_better: bool) -> None:
    scores = blocks()[name]

    ranks = rank_rows(scores, more_is_better=more_is_better)

    assert ranks.tolist() == tolerant_ranks(scores, more_is_better=more_is_better)


@each_block
def test_scores_stay_as_they_were(name: str) -> None:
    scores = blocks()[name]
    scores.setflags(write=False)

    rank_rows(scores)

    np.testing.assert_array_equal(scores, blocks()[name])


@pytest.mark.parametrize("relative", [0.5e-12, 0.99e-12, 1.01e-12, 2e-12])
def test_the_tolerance_is_met_to_the_last_digits(relative: float) -> None:
    scores = np.array([[1.0, 1.0 + relative, 0.25], [1.0, 0.5 + relative, 0.5]])

    assert rank_rows(scores).tolist() == tolerant_ranks(scores, more_is_better=True)


def test_neighbours_within_the_tolerance_chain_into_one_tie() -> None:
    scores = 1.0 + 0.9e-12 * np.arange(4.0)[np.newaxis]

    assert rank_rows(scores).tolist() == [[1, 1, 1, 1]]


def test_no_draws_give_no_ranks_and_no_counts() -> None:
    ranks = rank_rows(np.empty((0, 3)))

    assert ranks.shape == (0, 3)
    assert not count_ranks(ranks).any()
    assert not count_rows(np.empty((0, 3))).any()
    assert not count_wins(ranks).any()


@each_block
def test_counts_are_those_of_a_loop_over_the_draws(name: str) -> None:
    ranks = rank_rows(blocks()[name])
    m = ranks.shape[1]
    taken, won = np.zeros((m, m), dtype=int), np.zeros((m, m), dtype=int)
    for row in ranks:
        taken[np.arange(m), row - 1] += 1
        won += row[:, np.newaxis] < row

    np.testing.assert_array_equal(count_ranks(ranks), taken)
    np.testing.assert_array_equal(count_wins(ranks), won)


@each_block
@pytest.mark.parametrize("more_is_better", [True, False])
def test_scores_are_counted_as_their_ranks_would_be(name: str, more_is_better: bool) -> None:
    scores = blocks()[name]

    counts = count_rows(scores, more_is_better=more_is_better)

    expected = count_ranks(rank_rows(scores, more_is_better=more_is_better))
    np.testing.assert_array_equal(counts, expected)


@each_block
def test_net_places_are_those_below_less_those_above(name: str) -> None:
    scores = blocks()[name]
    m = scores.shape[1]

    places = net_places(scores.T)

    above = np.array(tolerant_ranks(scores, more_is_better=True)) - 1
    below = np.array(tolerant_ranks(scores, more_is_better=False)) - 1
    np.testing.assert_array_equal(places.T, below - above)
    assert np.abs(places).max() <= m - 1


def test_rows_that_are_too_close_are_settled_by_whoever_asked() -> None:
    scores = np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 3.0]])
    asked = []

    def settle(rows: np.ndarray) -> np.ndarray:
        asked.append(rows.tolist())
        return np.array([[3, 2, 1]])

    assert rank_rows(scores, settle=settle).tolist() == [[3, 2, 1], [3, 2, 1]]
    assert count_rows(scores, settle=settle).tolist() == [[0, 0, 2], [0, 2, 0], [2, 0, 0]]
    assert asked == [[1], [1]]


@pytest.mark.parametrize("size", [1, 8, 2039, 2040, 2041, 2048, 4096, 5000])
def test_no_number_of_draws_overflows_a_count(size: int) -> None:
    ranks = np.tile(np.array([1, 2, 2], dtype=np.int16), (size, 1))

    assert count_wins(ranks).tolist() == [[0, size, size], [0, 0, 0], [0, 0, 0]]


def test_counts_of_parts_add_up_to_the_counts_of_the_whole() -> None:
    ranks = rank_rows(blocks()["a few ties"])

    parts = [ranks[:77], ranks[77:200], ranks[200:]]

    assert (sum(map(count_ranks, parts)) == count_ranks(ranks)).all()
    assert (sum(map(count_wins, parts)) == count_wins(ranks)).all()
