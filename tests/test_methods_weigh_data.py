"""Weights from figures: published examples, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.errors import MethodError, UsageError
from ranker.methods.importance import balanced_weights, linear_importance
from ranker.methods.weigh_data import WEIGHERS, find_weigher, weights_from_data

VARIED = np.array([[1.0, 9, 4], [2, 7, 1], [3, 8, 9], [4, 2, 7], [5, 1, 3], [6, 4, 8]])
UNRELATED = np.random.default_rng(3).uniform(1, [20, 60, 100], size=(40, 3))


def refusal(name: str, table: object, **more: object) -> str:
    with pytest.raises(MethodError) as caught:
        weights_from_data(name, table, **more)  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == ["derive-refused"]
    return caught.value.problems[0].what


def test_entropy_gives_the_published_weights():
    """Elsayed, Dawood & Karthikeyan (2017), IJETT 46(2), 60-66."""
    table = [
        [7, 312, 1891, 6613, 163],
        [72, 88, 728, 941804, 1078],
        [10, 252, 2594, 3466, 117471],
        [10, 145, 980, 2371, 86329],
        [65, 54, 350, 501, 29897],
        [29, 48, 380, 912, 34051],
        [7, 476, 3300, 78470, 2212],
        [70, 87, 650, 733, 819000],
        [4, 86, 591, 3015, 103],
        [12, 79, 579, 3240, 96098],
        [21, 45, 261, 1253, 453],
        [1, 72, 530, 4333, 0.104800],
    ]

    weights = weights_from_data("entropy", table)

    expected = [0.104991, 0.069124, 0.071373, 0.449937, 0.304575]
    assert weights == pytest.approx(expected, abs=5e-7)


def test_critic_gives_the_published_weights():
    """Diakoulaki, Mavrotas & Papayannakis (1995): eight firms by three ratios."""
    table = [
        [61, 1.08, 4.33],
        [20.7, 0.26, 4.34],
        [16.3, 1.98, 2.53],
        [9, 3.29, 1.65],
        [5.4, 2.77, 2.33],
        [4, 4.12, 1.21],
        [-6.1, 3.52, 2.10],
        [-34.6, 3.31, 0.98],
    ]

    weights = weights_from_data("critic", table)

    assert weights == pytest.approx([0.20222554, 0.48090173, 0.31687273], abs=1e-8)


def test_merec_gives_the_published_weights():
    """Keshavarz-Ghorabaee et al. (2021); its costs are turned round by their reciprocals."""
    gains = np.array([[450, 8000], [10, 9100], [100, 8200], [220, 9300], [5, 8400]])
    costs = np.array([[54, 145], [2, 160], [31, 153], [1, 162], [23, 158]])

    weights = weights_from_data("merec", np.column_stack([gains, 1 / costs]))

    assert weights == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5)


def test_standard_deviation_gives_the_published_weights():
    """Jahan & Edwards (2013), Materials & Design 49, 1000-1008."""
    table = [
        [0, 0, 0],
        [0.39, 0.3, 0.77],
        [0.17, 0.36, 0.8],
        [0.35, 0.29, 0.93],
        [0.3, 0.4, 0.94],
        [0.84, 0.71, 1],
        [1, 1, 0.99],
    ]

    assert weights_from_data("std", table) == pytest.approx([0.35, 0.31, 0.34], abs=0.005)


def test_gini_is_the_hand_sum():
    """Of 1 … 5 the coefficient is 4/15, of 2, 2, 2, 2, 4 it is 2/15."""
    table = np.array([[1, 2], [2, 2], [3, 2], [4, 2], [5, 4]])

    assert weights_from_data("gini", table) == pytest.approx([2 / 3, 1 / 3])


def test_weights_from_components_of_one_factor_follow_the_squared_loadings():
    """Three that say the same, one the other way round: a third of the weight each."""
    common = UNRELATED[:, 0]
    table = np.column_stack([common, 2 * common, 5 - common])

    assert weights_from_data("pca", table) == pytest.approx([1 / 3] * 3)


def test_equal_weights_need_no_figures():
    assert weights_from_data("equal", [[np.inf, 2.0]]) == pytest.approx([0.5, 0.5])


def test_importance_is_what_was_asked_for():
    asked = np.array([0.5, 0.3, 0.2])

    weights = weights_from_data("effective", UNRELATED, stated=asked)

    reached = linear_importance(np.cov(UNRELATED, rowvar=False), weights)
    assert reached == pytest.approx(asked, abs=1e-4)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


def test_importance_that_no_weights_give_is_refused_with_the_nearest():
    same = np.linspace(1, 100, 12)
    other = np.where(np.arange(12) % 2, 90.0, 10.0)
    table = np.column_stack([same, same + 0.01 * other, other])

    what = refusal("effective", table, stated=[0.8, 0.1, 0.1])

    assert what.startswith("no weights give the stated importance; the nearest found give ")


def test_nothing_of_an_importance_of_0_gets_weight():
    weights = weights_from_data("effective", UNRELATED, stated=[0.5, 0.0, 0.5])

    assert weights[1] == 0
    assert weights.sum() == pytest.approx(1)


def test_two_that_do_not_correlate_need_weights_as_their_spreads_are_unequal():
    table = np.array([[1.0, 1], [1, 5], [2, 1], [2, 5]])

    found = balanced_weights(table, np.array([0.5, 0.5]))

    assert found.weights == pytest.approx([0.8, 0.2], abs=1e-4)
    assert found.is_reached


@pytest.mark.parametrize("name", [name for name in WEIGHERS if name != "equal"])
def test_a_gap_is_refused_and_never_computed(name: str):
    table = np.tile(VARIED, (2, 1))
    table[1, 2] = np.nan

    assert refusal(name, table, columns=["a", "b", "c"]).endswith(
        "'c' has a gap or an infinite value."
    )


@pytest.mark.parametrize("name", ["entropy", "merec", "gini"])
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_value_of_0_or_less_is_refused_where_the_zero_of_the_scale_matters(
    name: str, value: float
):
    table = VARIED.copy()
    table[0, 1] = value

    assert refusal(name, table).endswith(f"'column 2' has {value:g}, which is not above 0.")


@pytest.mark.parametrize("name", ["entropy", "critic", "merec", "gini", "std", "pca"])
def test_a_constant_column_has_no_weight_and_spoils_no_other(name: str):
    table = np.tile(VARIED, (2, 1))

    with_constant = weights_from_data(name, np.column_stack([table, np.full(12, 0.3)]))

    assert with_constant[3] == 0
    assert with_constant[:3] == pytest.approx(weights_from_data(name, table))


@pytest.mark.parametrize("name", ["entropy", "critic", "merec", "gini", "std", "pca"])
def test_where_nothing_varies_there_are_no_weights(name: str):
    assert refusal(name, np.full((12, 3), 0.1)).endswith("nothing varies.")


def test_critic_has_nothing_to_say_of_two_that_are_the_same():
    column = np.arange(1.0, 7.0)

    assert refusal("critic", np.column_stack([column, 2 * column])) == (
        "CRITIC finds no difference that it could weigh."
    )


@pytest.mark.parametrize("name", [name for name in WEIGHERS if name != "equal"])
def test_a_few_rows_are_too_few(name: str):
    assert "complete rows; there are 4" in refusal(name, VARIED[:4])


@pytest.mark.parametrize("name", list(WEIGHERS))
def test_weights_sum_to_1_and_the_figures_stay_as_they_were(name: str):
    table = UNRELATED.copy()

    weights = weights_from_data(name, table)

    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert (table == UNRELATED).all()


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(UsageError) as caught:
        find_weigher("entropie")

    assert caught.value.problems[0].code == "derive-method-unknown"
    assert caught.value.problems[0].mend.endswith("the nearest is 'entropy'.")
