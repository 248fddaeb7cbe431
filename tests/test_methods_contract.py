"""What every method of the catalogue promises, whatever its formula.

The promise that a criterion of weight 0 is left out is kept by the catalogue, which drops it
first: by their definition alone CoCoSo (x to the power 0), ELECTRE II (its veto) and
MULTIMOORA (its unweighted product) would still hear it.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ranker.errors import MethodError
from ranker.methods._guards import broken_dominance
from ranker.methods.catalogue import METHODS, score
from ranker.methods.ranks import competition_ranks

every_method = pytest.mark.parametrize("name", METHODS)
few = settings(max_examples=40, deadline=None)

MATRICES = st.integers(2, 7).flatmap(
    lambda m: arrays(float, (m, 3), elements=st.integers(1, 100).map(float))
)
COARSE = st.integers(2, 7).flatmap(
    lambda m: arrays(float, (m, 3), elements=st.integers(1, 4).map(float))
)
SIGNS = st.lists(st.sampled_from([1, -1]), min_size=3, max_size=3)
WEIGHTS = st.lists(st.integers(1, 10), min_size=3, max_size=3)

MATRIX = np.array([[30.0, 40, 7, 2], [20, 60, 5, 9], [50, 10, 8, 4], [45, 55, 3, 6]])
OBJECTIVES = np.array([1, 1, -1, 1])
WEIGHTS_GIVEN = np.array([4.0, 3, 2, 1])


def order(name: str, scores: np.ndarray) -> np.ndarray:
    return competition_ranks(scores, more_is_better=METHODS[name].more_is_better)


def ranked(name: str, *call: object, **named: object) -> np.ndarray:
    return order(name, score(name, *call, **named))


def scored_or_refused(name: str, *call: object) -> np.ndarray:
    """Score; leave the example out where the dominance check refuses a method's order."""
    try:
        return score(name, *call)
    except MethodError as error:
        refusals = {problem.code for problem in error.problems}
        assert refusals == {"method-dominance"}
        assert not METHODS[name].monotone
        assume(False)
        raise


@every_method
@few
@given(matrix=MATRICES | COARSE, signs=SIGNS, weights=WEIGHTS)
def test_a_dominating_alternative_is_never_ranked_below_the_dominated(
    name: str, matrix: np.ndarray, signs: list, weights: list
) -> None:
    scores = scored_or_refused(name, matrix, signs, weights)

    assert broken_dominance(matrix * np.array(signs), order(name, scores)) is None


@every_method
@few
@given(matrix=MATRICES | COARSE, signs=SIGNS, weights=WEIGHTS, data=st.data())
def test_the_order_of_the_alternatives_is_irrelevant(
    name: str, matrix: np.ndarray, signs: list, weights: list, data: st.DataObject
) -> None:
    shuffled = np.array(data.draw(st.permutations(range(len(matrix)))))

    before = scored_or_refused(name, matrix, signs, weights)
    after = scored_or_refused(name, matrix[shuffled], signs, weights)

    np.testing.assert_allclose(after, before[shuffled], rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(order(name, after), order(name, before)[shuffled])


@every_method
@few
@given(matrix=MATRICES | COARSE, signs=SIGNS, weights=WEIGHTS)
def test_scores_are_finite(name: str, matrix: np.ndarray, signs: list, weights: list) -> None:
    scores = scored_or_refused(name, matrix, signs, weights)

    assert scores.shape == (len(matrix),)
    assert np.isfinite(scores).all()


@every_method
def test_equal_alternatives_share_a_rank(name: str) -> None:
    doubled = np.vstack([MATRIX, MATRIX[1]])

    ranks = ranked(name, doubled, OBJECTIVES, WEIGHTS_GIVEN)

    assert ranks[1] == ranks[4]


@every_method
def test_the_best_on_every_criterion_is_first_and_the_worst_last(name: str) -> None:
    framed = np.vstack([[60, 70, 2, 10], MATRIX, [10, 5, 9, 1]])

    ranks = ranked(name, framed, OBJECTIVES, WEIGHTS_GIVEN)

    assert ranks[0] == 1
    assert ranks[-1] == ranks.max() > 1


@every_method
def test_inputs_stay_as_they_were(name: str) -> None:
    given_arrays = (MATRIX.copy(), OBJECTIVES.copy(), WEIGHTS_GIVEN.copy())

    score(name, *given_arrays)

    for array, original in zip(given_arrays, (MATRIX, OBJECTIVES, WEIGHTS_GIVEN), strict=True):
        np.testing.assert_array_equal(array, original)


@every_method
def test_read_only_arrays_are_welcome(name: str) -> None:
    frozen = MATRIX.copy()
    frozen.setflags(write=False)

    scores = score(name, frozen, OBJECTIVES, WEIGHTS_GIVEN)

    assert scores.shape == (4,)


@every_method
@pytest.mark.parametrize("value", [0.0, 5.0])
@pytest.mark.parametrize("objective", [1, -1])
def test_a_constant_criterion_turns_no_order(name: str, value: float, objective: int) -> None:
    constant = np.column_stack([MATRIX, np.full(4, value)])

    without = ranked(name, MATRIX, OBJECTIVES, WEIGHTS_GIVEN)
    ranks = ranked(name, constant, [*OBJECTIVES, objective], [*WEIGHTS_GIVEN, 0.5])

    np.testing.assert_array_equal(ranks, without)


@every_method
def test_where_all_criteria_are_constant_everyone_is_equal(name: str) -> None:
    ranks = ranked(name, np.full((3, 2), 4.0), [1, -1], [1, 1])

    assert ranks.tolist() == [1, 1, 1]


@every_method
@pytest.mark.parametrize(("objective", "first"), [(1, 2), (-1, 0)])
def test_a_single_criterion_is_ranked_by_its_objective(
    name: str, objective: int, first: int
) -> None:
    ranks = ranked(name, [[1.0], [2.0], [3.0]], [objective], [1])

    assert ranks[first] == 1
    assert ranks[2 - first] == ranks.max() > 1


@every_method
def test_a_lower_cost_is_preferred(name: str) -> None:
    ranks = ranked(name, [[5, 8], [5, 2], [5.5, 9]], [1, -1], [1, 3])

    assert ranks[1] == 1


@every_method
@pytest.mark.parametrize("signs", [[1, 1], [-1, -1], [1, -1]])
def test_benefits_alone_and_costs_alone_work(name: str, signs: list) -> None:
    scores = score(name, [[5, 8], [6, 2], [3, 9]], signs, [1, 1])

    assert np.isfinite(scores).all()


@every_method
def test_one_alternative_is_first(name: str) -> None:
    ranks = ranked(name, [[5.0, 8.0]], [1, -1], [1, 1])

    assert ranks.tolist() == [1]


@every_method
@pytest.mark.parametrize("commensurable", [True, False])
def test_the_better_of_two_alternatives_is_first(name: str, commensurable: bool) -> None:
    ranks = ranked(name, [[5, 8], [6, 9]], [1, 1], [1, 1], commensurable=commensurable)

    assert ranks.tolist() == [2, 1]


@every_method
def test_two_equal_alternatives_tie(name: str) -> None:
    ranks = ranked(name, [[5, 8], [5, 8]], [1, -1], [1, 1])

    assert ranks.tolist() == [1, 1]


@every_method
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_is_refused_by_name(name: str, value: float) -> None:
    holed = MATRIX.copy()
    holed[1, 2] = holed[3, 0] = value

    with pytest.raises(MethodError) as caught:
        score(name, holed, OBJECTIVES, WEIGHTS_GIVEN, alternatives="ABCD", criteria="wxyz")

    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("matrix-nonfinite", "performances[B, y]"),
        ("matrix-nonfinite", "performances[D, w]"),
    ]


@every_method
def test_nothing_is_printed(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    score(name, MATRIX, OBJECTIVES, WEIGHTS_GIVEN)

    assert tuple(capfd.readouterr()) == ("", "")


@every_method
@pytest.mark.parametrize("unheard", [[9, 1, 5, 2], [-1, 0, 3, 8], [5, 5, 5, 5]])
def test_a_criterion_of_weight_0_is_left_out(name: str, unheard: list) -> None:
    widened = np.column_stack([MATRIX, unheard])

    without = score(name, MATRIX, OBJECTIVES, WEIGHTS_GIVEN)
    scores = score(name, widened, [*OBJECTIVES, 1], [*WEIGHTS_GIVEN, 0])

    np.testing.assert_allclose(scores, without, rtol=1e-12)


@every_method
@pytest.mark.parametrize("factor", [1e-300, 0.1, 1e300])
def test_the_sum_of_the_weights_is_irrelevant(name: str, factor: float) -> None:
    scores = score(name, MATRIX, OBJECTIVES, WEIGHTS_GIVEN)
    scaled = score(name, MATRIX, OBJECTIVES, WEIGHTS_GIVEN * factor)

    np.testing.assert_allclose(scaled, scores, rtol=1e-9)


@every_method
@few
@given(matrix=MATRICES, signs=SIGNS, weights=WEIGHTS)
def test_equal_calls_give_equal_bytes(
    name: str, matrix: np.ndarray, signs: list, weights: list
) -> None:
    first = scored_or_refused(name, matrix, signs, weights)
    second = scored_or_refused(name, matrix, signs, weights)

    assert first.tobytes() == second.tobytes()
