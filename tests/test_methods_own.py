"""Methods of our own: means, votes, ELECTRE III; and RIM and ERVD with their references."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ranker.errors import MethodError, UsageError
from ranker.methods._guards import broken_dominance, check_matrix
from ranker.methods.catalogue import METHODS, score
from ranker.methods.electre3 import Thresholds, credibility, distil
from ranker.methods.means import adjusted_mazziotta_pareto, geometric_mean, harmonic_mean
from ranker.methods.own import OWN, electre3_preorders, run_own
from ranker.methods.ranks import competition_ranks
from ranker.methods.votes import borda, copeland, majority_margins

few = settings(max_examples=60, deadline=None)
UTILITIES = st.integers(1, 7).flatmap(
    lambda m: arrays(float, (m, 4), elements=st.integers(1, 100).map(float))
)
SHARES = st.lists(st.integers(1, 9), min_size=4, max_size=4).map(
    lambda given: np.array(given) / sum(given)
)

CYCLE = [[3, 1, 2], [2, 3, 1], [1, 2, 3]]  # each beats the next on two of three criteria


def matrix_of(performances: object, **given: object) -> object:
    n = np.shape(performances)[1]
    call = {"objectives": np.ones(n), "weights": np.ones(n)} | given
    return check_matrix(performances, **call)


def run(name: str, performances: object, **changed: object) -> list[float]:
    parameters = {**METHODS[name].numbers, **changed}
    return run_own(name, matrix_of(performances), parameters, commensurable=True).tolist()


# --- means -------------------------------------------------------------------------------


@few
@given(utilities=UTILITIES, weights=SHARES)
def test_means_are_ordered_as_their_inequality_says(
    utilities: np.ndarray, weights: np.ndarray
) -> None:
    arithmetic = utilities @ weights
    geometric = geometric_mean(utilities, weights)
    harmonic = harmonic_mean(utilities, weights)

    assert (utilities.min(axis=1) <= harmonic * (1 + 1e-12)).all()
    assert (harmonic <= geometric * (1 + 1e-12)).all()
    assert (geometric <= arithmetic * (1 + 1e-12)).all()


@few
@given(utilities=UTILITIES, weights=SHARES)
def test_imbalance_is_taken_off_or_added_by_the_same_amount(
    utilities: np.ndarray, weights: np.ndarray
) -> None:
    mean = 70 + 60 * (utilities @ weights - 1) / 99

    good = adjusted_mazziotta_pareto(utilities, weights, penalty=-1)
    ill = adjusted_mazziotta_pareto(utilities, weights, penalty=1)

    np.testing.assert_allclose((good + ill) / 2, mean)
    assert (good <= mean + 1e-9).all()


def test_an_even_profile_beats_an_uneven_one_with_the_same_mean() -> None:
    even, uneven = run("mazziotta-pareto", [[50, 50], [90, 10]])

    assert even > uneven


def test_a_geometric_mean_of_utilities_is_their_weighted_product() -> None:
    utilities = [[20, 80], [50, 45], [90, 10]]

    mean = score("geometric-mean", utilities, [1, 1], [3, 1], commensurable=True)
    product = score("weighted-product", utilities, [1, 1], [3, 1], commensurable=True)

    np.testing.assert_allclose(mean, product)


@pytest.mark.parametrize("name", ["geometric-mean", "harmonic-mean", "mazziotta-pareto"])
def test_a_utility_of_0_is_refused_by_name(name: str) -> None:
    with pytest.raises(MethodError) as caught:
        score(name, [[0, 9], [5, 5]], [1, 1], [1, 1], commensurable=True)

    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("matrix-nonpositive", "performances[row 1, column 1]")
    ]


def test_a_penalty_that_outgrows_the_mean_is_refused() -> None:
    weak = [1.0] * 9
    matrix = [[90.0, *weak], [100.0, *weak]]

    with pytest.raises(MethodError) as caught:
        score("mazziotta-pareto", matrix, [1] * 10, [1] * 10, commensurable=True)

    assert [problem.code for problem in caught.value.problems] == ["method-dominance"]


# --- votes -------------------------------------------------------------------------------


def test_a_cycle_of_majorities_is_a_tie() -> None:
    assert copeland(np.array(CYCLE, dtype=float), np.ones(3) / 3).tolist() == [0, 0, 0]


def test_a_pair_with_equal_weight_on_both_sides_is_a_draw() -> None:
    margins = majority_margins(np.array([[1.0, 2, 3], [2, 1, 2]]), np.array([0.3, 0.1, 0.2]))

    assert margins.tolist() == [[0, 0], [0, 0]]


@few
@given(utilities=UTILITIES, weights=SHARES)
def test_votes_do_not_hear_how_large_a_lead_is(utilities: np.ndarray, weights: np.ndarray) -> None:
    stretched = np.exp(utilities / 10)

    assert copeland(stretched, weights).tolist() == copeland(utilities, weights).tolist()
    assert borda(stretched, weights).tolist() == borda(utilities, weights).tolist()


@few
@given(utilities=UTILITIES, weights=SHARES)
def test_points_and_pairs_are_all_given_away(utilities: np.ndarray, weights: np.ndarray) -> None:
    m = len(utilities)

    assert copeland(utilities, weights).sum() == 0
    assert borda(utilities, weights).sum() == pytest.approx(m * (m - 1) / 2)


@few
@given(utilities=UTILITIES.filter(lambda u: len(u) > 1), weights=SHARES)
def test_borda_repeats_promethee_with_the_usual_function(
    utilities: np.ndarray, weights: np.ndarray
) -> None:
    m = len(utilities)

    points = score("borda", utilities, np.ones(4), weights, commensurable=True)
    flows = score("promethee-2", utilities, np.ones(4), weights, commensurable=True)

    if not (utilities == utilities[0]).all():
        expected = (m - 1) * (1 + flows) / 2
        constant = (np.ptp(utilities, axis=0) == 0) @ weights
        np.testing.assert_allclose(
            points * (1 - constant) + constant * (m - 1) / 2, expected, atol=1e-9
        )


# --- ELECTRE III -------------------------------------------------------------------------


def test_a_credibility_is_the_concordance_where_nothing_objects() -> None:
    values = np.array([[0.0, 1.0], [0.15, 0.9]])
    thresholds = Thresholds(q=0.1, p=0.2, v=0.5)

    found = credibility(values, np.array([0.6, 0.4]), thresholds)

    assert found.tolist() == [[1, 0.7], [1, 1]]  # a lag of 0.15 leaves half of 0.6


def test_a_disadvantage_from_the_veto_on_forbids() -> None:
    values = np.array([[0.0, 1.0], [0.5, 0.0]])

    found = credibility(values, np.array([0.01, 0.99]), Thresholds(q=0.1, p=0.2, v=0.5))

    assert found[0, 1] == 0


def test_an_objection_weaker_than_the_agreement_is_not_heard() -> None:
    values = np.array([[0.0, 1.0], [0.4, 0.0]])  # (0.4 - 0.2) / (0.6 - 0.2) = 0.5
    thresholds = Thresholds(q=0.1, p=0.2, v=0.6)

    heard = credibility(values, np.array([0.6, 0.4]), thresholds)[0, 1]
    unheard = credibility(values, np.array([0.5, 0.5]), thresholds)[0, 1]

    assert heard == pytest.approx(0.4 * (1 - 0.5) / (1 - 0.4))
    assert unheard == 0.5


def test_thresholds_that_are_equal_jump_behind_them() -> None:
    values = np.array([[0.0], [0.1], [0.3]])

    found = credibility(values, np.ones(1), Thresholds(q=0.1, p=0.1, v=0.1))

    assert found.tolist() == [[1, 1, 0], [1, 1, 0], [1, 1, 1]]


def test_a_pair_on_which_the_distillations_disagree_is_incomparable() -> None:
    matrix = matrix_of([[0, 9], [4, 0], [5, 4], [4, 4]], weights=[1, 2])

    found = electre3_preorders(matrix, METHODS["electre-3"].numbers)

    assert found.descending.tolist() == [3, 3, 1, 2]
    assert found.ascending.tolist() == [1, 4, 1, 3]
    assert np.argwhere(found.is_incomparable).tolist() == [[0, 3], [3, 0]]
    assert found.scores.tolist() == [2, 3.5, 1, 2.5]


@few
@given(utilities=UTILITIES, weights=SHARES)
def test_the_mean_of_both_distillations_contradicts_no_pair_of_both(
    utilities: np.ndarray, weights: np.ndarray
) -> None:
    matrix = matrix_of(utilities, weights=weights)

    found = electre3_preorders(matrix, METHODS["electre-3"].numbers)

    is_above = (found.descending[:, None] <= found.descending) & (
        found.ascending[:, None] <= found.ascending
    )
    is_tied = is_above & is_above.T
    scores = found.scores
    assert (scores[:, None] <= scores)[is_above].all()
    assert (scores[:, None] == scores)[is_tied].all()


@few
@given(
    utilities=UTILITIES,
    weights=SHARES,
    shares=st.tuples(*[st.integers(0, 4)] * 3),
    alpha=st.integers(0, 4),
)
def test_electre_3_keeps_dominance_whatever_its_thresholds(
    utilities: np.ndarray, weights: np.ndarray, shares: tuple, alpha: int
) -> None:
    q, p, v = np.cumsum(shares) / 10
    parameters = {"q": q, "p": p, "v": v, "alpha": alpha / 10, "beta": alpha / 20}

    scores = run_own("electre-3", matrix_of(utilities, weights=weights), parameters)

    ranks = competition_ranks(scores, more_is_better=False)
    assert broken_dominance(utilities, ranks) is None


def test_one_alternative_and_equal_ones_make_one_class() -> None:
    alone = distil(np.ones((1, 1)))
    equal = distil(np.ones((3, 3)))

    assert alone.scores.tolist() == [1]
    assert equal.scores.tolist() == [1, 1, 1]
    assert not equal.is_incomparable.any()


# --- RIM and ERVD ------------------------------------------------------------------------


def test_rim_scores_1_within_the_ideal_and_0_at_the_far_end() -> None:
    scores = run("rim", [[80, 90], [1, 1], [95, 100]], ideal_low=0.75, ideal_high=1.0)

    assert scores == [1, 0, 1]


def test_rim_on_a_fixed_scale_does_not_hear_of_another_alternative() -> None:
    before = run("rim", [[80, 20], [30, 60]])
    after = run("rim", [[80, 20], [30, 60], [100, 1]])

    assert after[:2] == before


def test_rim_with_an_ideal_below_the_best_is_refused_where_it_breaks_dominance() -> None:
    ideal = {"ideal_low": 0.4, "ideal_high": 0.6}

    with pytest.raises(MethodError) as caught:
        score("rim", [[50, 50], [90, 90]], [1, 1], [1, 1], commensurable=True, parameters=ideal)

    assert [problem.code for problem in caught.value.problems] == ["method-dominance"]


def test_a_loss_counts_more_than_a_gain() -> None:
    loser, even, winner = run("ervd", [[40.5], [50.5], [60.5]], reference=0.5)

    assert (loser, winner) == (0, 1)
    assert even == pytest.approx(2.25 / 3.25)  # 10 below cost 2.25 times what 10 above bring


# --- parameters --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changed", "wrong"),
    [
        ("mazziotta-pareto", {"penalty": 2}, ["penalty"]),
        ("electre-3", {"q": -0.1}, ["q"]),
        ("electre-3", {"p": 0.02}, ["p"]),
        ("electre-3", {"v": 0.05}, ["v"]),
        ("electre-3", {"q": float("nan"), "alpha": 2}, ["q", "alpha"]),
        ("electre-3", {"beta": 0.4}, ["beta"]),
        ("rim", {"ideal_high": 1.5}, ["ideal_high"]),
        ("rim", {"ideal_high": 0.5}, ["ideal_low"]),
        (
            "ervd",
            {"reference": -1, "lambda_value": 0, "alpha_value": -2},
            [
                "reference",
                "lambda_value",
                "alpha_value",
            ],
        ),
    ],
)
def test_a_parameter_without_sense_is_refused_by_name(
    name: str, changed: dict, wrong: list
) -> None:
    with pytest.raises(MethodError) as caught:
        run(name, [[50, 20], [30, 60]], **changed)

    found = [(problem.code, problem.what.split("'")[1]) for problem in caught.value.problems]
    assert found == [("method-parameter", parameter) for parameter in wrong]


@pytest.mark.parametrize("name", [name for name in OWN if METHODS[name].parameters])
def test_parameters_may_differ_by_criterion_where_they_are_shares_of_its_range(name: str) -> None:
    shares = {"q", "p", "v", "ideal_low", "ideal_high", "reference"}
    parameters = METHODS[name].numbers
    each = {key: np.full(3, value) if key in shares else value for key, value in parameters.items()}
    matrix = matrix_of([[50, 20, 7], [30, 60, 7], [40, 90, 7]], weights=[1, 2, 1])

    plain = run_own(name, matrix, parameters)
    by_criterion = run_own(name, matrix, each)  # the third tells nobody apart

    np.testing.assert_array_equal(by_criterion, plain)


@pytest.mark.parametrize(
    ("name", "parameters", "place"),
    [
        ("electre-3", {"p": 0.02}, "parameters.p"),
        ("electre-3", {"q": 0.3}, "parameters.q"),
        ("electre-3", {"q": 0.3, "p": 0.4, "v": 0.2}, "parameters.v"),
        ("electre-3", {"beta": 0.4}, "parameters.beta"),
        ("electre-3", {"criteria": {"x": {"q": 0.2}}}, "parameters.criteria.x.q"),
        ("rim", {"ideal_high": 0.5}, "parameters.ideal_high"),
        ("rim", {"criteria": {"y": {"ideal_high": 0.5}}}, "parameters.criteria.y.ideal_high"),
    ],
)
def test_parameters_that_do_not_fit_each_other_are_refused_where_they_were_written(
    name: str, parameters: dict, place: str
) -> None:
    with pytest.raises(UsageError) as caught:
        score(name, [[1, 2], [3, 1]], [1, 1], [1, 1], parameters=parameters, criteria="xy")

    assert [(p.code, p.where) for p in caught.value.problems] == [("parameter-invalid", place)]


def test_a_criterion_may_have_thresholds_of_its_own() -> None:
    matrix = [[10.0, 5], [8, 5], [0, 0]]
    own = {"criteria": {"x": {"q": 0.2, "p": 0.2}}}  # 2 of a range of 10 are no difference

    plain = score("electre-3", matrix, [1, 1], [1, 1], criteria="xy")
    tied = score("electre-3", matrix, [1, 1], [1, 1], criteria="xy", parameters=own)

    assert plain.tolist() == [1, 2, 3]
    assert tied.tolist() == [1, 1, 3]
