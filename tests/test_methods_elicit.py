"""Weights from judgements: published examples, hand sums, and independent solvers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from ranker.methods.elicit_ahp import ahp, complete, principal, random_index
from ranker.methods.elicit_bwm import (
    BestWorst,
    bwm_interval,
    bwm_linear,
    smallest_deviation,
    threshold,
)
from ranker.methods.elicit_ranks import rank_order_centroid, rank_reciprocal, rank_sum, simos
from ranker.methods.elicit_scores import direct, points, swara, swing

# Saaty (2008), table 2: relative consumption of drinks; coffee, wine, tea, beer, sodas, milk, water
# Tea to wine is printed as 2 where wine to tea is 1/3, says docs/research/methods/ahp.md of the
# repository fatihaydost/kds-topsis-critic, and only 3 gives the weights and ratio in print.
DRINKS = np.array(
    [
        [1, 9, 5, 2, 1, 1, 1 / 2],
        [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [1, 9, 4, 2, 1, 2, 1 / 2],
        [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [2, 9, 9, 3, 2, 3, 1],
    ]
)
# Rezaei (2015), section 4.1: load flexibility, accessibility, cost of transport modes
TRANSPORT = BestWorst(2, 0, np.array([8.0, 2.0, 1.0]), np.array([1.0, 5.0, 8.0]))


def test_eigenvector_weights_are_those_saaty_printed() -> None:
    found = ahp(DRINKS)

    assert found.weights.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.19, 0.129, 0.327]


def test_the_consistency_ratio_is_the_one_saaty_printed() -> None:
    verdict = ahp(DRINKS).verdict

    assert verdict.ratio == pytest.approx(0.022, abs=5e-4)
    assert (verdict.code, verdict.threshold) == ("acceptable", 0.1)


def test_geometric_mean_weights_are_the_row_means() -> None:
    expected = np.prod(DRINKS, axis=1) ** (1 / 7)

    found = ahp(DRINKS, priority="geometric-mean")

    np.testing.assert_allclose(found.weights, expected / expected.sum(), atol=1e-12)


def test_the_principal_eigenvector_is_numpys() -> None:
    values, vectors = np.linalg.eig(DRINKS)
    at = int(np.argmax(values.real))
    expected = np.abs(vectors[:, at].real)

    vector, largest = principal(DRINKS)

    np.testing.assert_allclose(vector, expected / expected.sum(), atol=1e-12)
    assert largest == pytest.approx(values[at].real, abs=1e-12)


def test_a_contradiction_names_the_judgement_and_the_value_that_would_fit() -> None:
    consistent = np.array([[1, 2, 4, 8], [0.5, 1, 2, 4], [0.25, 0.5, 1, 2], [0.125, 0.25, 0.5, 1]])
    broken = consistent.copy()
    broken[0, 3], broken[3, 0] = 1 / 4, 4

    verdict = ahp(broken).verdict

    assert verdict.code == "revisit"
    assert verdict.revisit is not None
    assert (verdict.revisit.first, verdict.revisit.second, verdict.revisit.given) == (3, 0, 4)
    assert verdict.revisit.fitting < 1


def test_judgements_that_fit_are_consistent_without_remainder() -> None:
    weights = np.array([0.5, 0.3, 0.2])

    found = ahp(weights[:, None] / weights[None, :])

    np.testing.assert_allclose(found.weights, weights, atol=1e-13)
    assert (found.verdict.code, found.verdict.ratio) == ("consistent", 0.0)


def test_two_criteria_cannot_contradict() -> None:
    assert ahp(np.array([[1, 3], [1 / 3, 1]])).verdict.code == "untested"


INCOMPLETE = np.array(
    [[1, 1, 5, 2], [1, 1, 3, 4], [1 / 5, 1 / 3, 1, np.nan], [1 / 2, 1 / 4, np.nan, 1]]
)


def test_an_incomplete_matrix_is_weighed_as_bozoki_fulop_ronyai_do() -> None:
    # the optimal completion of this matrix as the reference implementation AHPy prints it
    found = ahp(INCOMPLETE)

    assert found.weights.round(4).tolist() == [0.3738, 0.392, 0.0985, 0.1357]


def test_the_completion_makes_the_largest_eigenvalue_smallest() -> None:
    def largest(log_ratio: np.ndarray) -> float:
        ratio = float(np.exp(log_ratio[0]))
        matrix = np.where(np.isnan(INCOMPLETE), 1.0, INCOMPLETE)
        matrix[2, 3], matrix[3, 2] = ratio, 1 / ratio
        return float(np.linalg.eigvals(matrix).real.max())

    by_search = minimize(largest, [0.0], method="Nelder-Mead", options={"xatol": 1e-9})

    found = complete(INCOMPLETE)

    assert principal(found)[1] == pytest.approx(by_search.fun, abs=1e-12)
    assert found[2, 3] == pytest.approx(float(np.exp(by_search.x[0])), rel=1e-6)


def test_a_tree_of_judgements_fixes_the_weights_and_cannot_contradict() -> None:
    tree = np.array([[1, 2, np.nan], [0.5, 1, 3], [np.nan, 1 / 3, 1]])

    found = ahp(tree)

    np.testing.assert_allclose(found.weights, [0.6, 0.3, 0.1], atol=1e-12)
    assert found.verdict.code == "untested"


def test_the_random_index_falls_with_every_pair_left_out() -> None:
    # Ágoston & Csató (2022) simulate 0.583 and 0.306 for four criteria; the rule is linear
    assert random_index(4, 1) == pytest.approx(0.583, abs=0.015)
    assert random_index(4, 2) == pytest.approx(0.306, abs=0.015)
    assert random_index(20) == random_index(15)


def test_the_best_worst_interval_model_gives_what_rezaei_printed() -> None:
    found = bwm_interval(TRANSPORT)

    assert found.weights.round(4).tolist() == [0.0714, 0.3387, 0.5899]
    assert smallest_deviation(TRANSPORT) == pytest.approx(0.26, abs=0.005)


def test_three_criteria_leave_no_room_in_the_interval_model() -> None:
    found = bwm_interval(TRANSPORT)

    assert found.lower is not None
    assert found.upper is not None
    np.testing.assert_allclose(found.lower, found.upper, atol=1e-12)


def test_the_input_based_ratio_is_a_hand_sum() -> None:
    verdict = bwm_linear(TRANSPORT).verdict  # |2 * 5 - 8| / (8 * 8 - 8)

    assert verdict.ratio == pytest.approx(2 / 56)
    assert (verdict.threshold, verdict.code) == (0.1309, "acceptable")


@pytest.mark.parametrize(
    ("criteria", "span", "expected"),
    [(3, 3, 0.1667), (4, 4, 0.1529), (5, 5, 0.2306), (9, 9, 0.3662), (7, 6, 0.3144), (4, 2, 0.0)],
)
def test_thresholds_are_those_of_liang_brunelli_rezaei(
    criteria: int, span: float, expected: float
) -> None:
    assert threshold(criteria, span) == expected


def test_no_threshold_is_invented_beyond_nine_criteria() -> None:
    to_others = np.array([1.0, *[3.0] * 8, 9.0])
    to_worst = np.array([9.0, *[2.0] * 8, 1.0])

    found = bwm_linear(BestWorst(0, 9, to_others, to_worst))

    assert (found.verdict.code, found.verdict.threshold) == ("no-threshold", None)


@st.composite
def comparisons(draw: st.DrawFn) -> BestWorst:
    between = draw(st.integers(0, 6))
    span = draw(st.integers(1, 9))
    sides = st.lists(st.integers(1, span), min_size=between, max_size=between)
    others, to_worst = draw(sides), draw(sides)
    n = between + 2
    return BestWorst(
        0, n - 1, np.array([1.0, *others, span], float), np.array([span, *to_worst, 1.0], float)
    )


@settings(max_examples=60, deadline=None)
@given(comparisons())
def test_the_linear_model_is_the_linear_programmes_optimum(judged: BestWorst) -> None:
    n = len(judged.to_others)
    rows = []
    for j in range(n):
        for sign in (1.0, -1.0):
            row = np.zeros(n + 1)
            row[0] += sign
            row[j] -= sign * judged.to_others[j]
            row[-1] = -1
            other = np.zeros(n + 1)
            other[j] += sign
            other[n - 1] -= sign * judged.to_worst[j]
            other[-1] = -1
            rows += [row, other]
    solved = linprog(
        np.eye(n + 1)[-1],
        A_ub=np.array(rows),
        b_ub=np.zeros(len(rows)),
        A_eq=np.array([[*[1.0] * n, 0.0]]),
        b_eq=[1.0],
    )

    found = bwm_linear(judged).weights

    best = np.abs(found[0] - judged.to_others * found).max()
    worst = np.abs(found - judged.to_worst * found[-1]).max()
    assert max(best, worst) == pytest.approx(solved.fun, abs=1e-9)
    assert found.sum() == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(comparisons())
def test_bounds_of_the_interval_model_are_those_of_linear_programmes(judged: BestWorst) -> None:
    n, slack = len(judged.to_others), smallest_deviation(judged) + 1e-9
    rows = []
    for j in range(n):
        for sign in (1.0, -1.0):
            if j != 0:
                row = np.zeros(n)
                row[0] = sign
                row[j] = -sign * judged.to_others[j] - slack
                rows.append(row)
            if j != n - 1:
                row = np.zeros(n)
                row[j] = sign
                row[n - 1] = -sign * judged.to_worst[j] - slack
                rows.append(row)

    found = bwm_interval(judged)

    assert found.lower is not None
    assert found.upper is not None
    for j in range(n):
        for sign, bound in ((1.0, found.lower[j]), (-1.0, found.upper[j])):
            solved = linprog(
                sign * np.eye(n)[j],
                A_ub=np.array(rows),
                b_ub=np.zeros(len(rows)),
                A_eq=np.ones((1, n)),
                b_eq=[1.0],
            )
            assert sign * solved.fun == pytest.approx(bound, abs=1e-5)


def test_comparisons_that_fit_give_the_same_weights_in_all_pairwise_methods() -> None:
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    judged = BestWorst(0, 3, weights[0] / weights, weights / weights[3])

    found = [
        bwm_linear(judged),
        bwm_interval(judged),
        ahp(weights[:, None] / weights[None, :]),
    ]

    for one in found:
        np.testing.assert_allclose(one.weights, weights, atol=1e-12)
        assert one.verdict.code == "consistent"


def test_the_worst_fitting_comparison_is_named() -> None:
    judged = BestWorst(0, 3, np.array([1.0, 2.0, 7.0, 8.0]), np.array([8.0, 4.0, 7.0, 1.0]))

    verdict = bwm_linear(judged).verdict

    assert verdict.ratio == pytest.approx((49 - 8) / 56)
    assert verdict.code == "revisit"
    assert verdict.revisit is not None
    assert 2 in (verdict.revisit.first, verdict.revisit.second)


def test_simos_weights_are_those_figueira_and_roy_printed() -> None:
    # table 1, z = 6.5: {c, g, l}, d, white, {b, f, i, j}, e, {a, h}, k; table 5 has two decimals
    names = "abcdefghijkl"
    place = dict.fromkeys("cgl", 0) | {"d": 1} | dict.fromkeys("bfij", 3) | {"e": 4}
    place |= dict.fromkeys("ah", 5) | {"k": 6}

    found = simos(np.array([place[name] for name in names]), 6.5).weights * 100

    expected = {"c": 2.37, "d": 4.54, "b": 8.88, "e": 11.05, "a": 13.21, "k": 15.38}
    for name, weight in expected.items():
        assert found[names.index(name)] == pytest.approx(weight, abs=0.01)
    assert found[names.index("k")] / found[names.index("c")] == pytest.approx(6.5)


def test_rank_order_centroids_are_the_five_in_use() -> None:
    # as several programs hold them for five attributes; Barron & Barrett (1996) was not at hand
    found = rank_order_centroid(np.arange(5)).weights

    assert found.round(4).tolist() == [0.4567, 0.2567, 0.1567, 0.09, 0.04]


def test_weights_of_four_ranks_are_those_roszkowska_printed() -> None:
    # Roszkowska (2013), doi:10.15290/ose.2013.05.65.02, table 4, n = 4, two decimals; read in
    # docs/research/methods/roc.md of the repository fatihaydost/kds-topsis-critic
    order = np.arange(4)

    assert rank_order_centroid(order).weights.round(2).tolist() == [0.52, 0.27, 0.15, 0.06]
    assert rank_sum(order).weights.round(2).tolist() == [0.40, 0.30, 0.20, 0.10]
    assert rank_reciprocal(order).weights.round(2).tolist() == [0.48, 0.24, 0.16, 0.12]


def test_rank_sum_and_reciprocal_are_hand_sums() -> None:
    assert rank_sum(np.arange(3)).weights.tolist() == pytest.approx([3 / 6, 2 / 6, 1 / 6])
    assert rank_reciprocal(np.arange(3)).weights.tolist() == pytest.approx([6 / 11, 3 / 11, 2 / 11])


def test_equals_share_the_mean_of_the_places_they_take() -> None:
    found = rank_sum(np.array([0, 1, 1, 2])).weights

    assert found.tolist() == pytest.approx([0.4, 0.25, 0.25, 0.1])


def test_swara_divides_step_by_step() -> None:
    # q = 1, 1 / 1.25, 0.8 / 1.6; sum 2.3
    found = swara(np.array([0.25, 0.6])).weights

    assert found.tolist() == pytest.approx([1 / 2.3, 0.8 / 2.3, 0.5 / 2.3])


@pytest.mark.parametrize("method", [direct, points, swing])
def test_numbers_given_outright_are_proportional(method) -> None:
    found = method(np.array([100.0, 50.0, 0.0, 50.0]))

    assert found.weights.tolist() == [0.5, 0.25, 0.0, 0.25]
    assert found.verdict.code == "untested"
