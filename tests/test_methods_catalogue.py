"""The catalogue's entries, its look-up, and what `score` makes of each method."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
from skcriteria import mkdm
from skcriteria.agg.moora import MultiMOORA
from skcriteria.agg.vikor import VIKOR
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.scalers import VectorScaler

from ranker.errors import MethodError, UsageError
from ranker.methods import _guards
from ranker.methods._guards import broken_dominance, check_matrix, check_scores
from ranker.methods.catalogue import METHODS, find_method, score
from ranker.methods.ranks import competition_ranks

NAMES = [
    "weighted-sum",
    "weighted-product",
    "topsis",
    "vikor",
    "aras",
    "cocoso",
    "codas",
    "copras",
    "edas",
    "electre-2",
    "mabac",
    "mairca",
    "marcos",
    "moora",
    "multimoora",
    "ocra",
    "probid",
    "promethee-2",
    "ram",
    "spotis",
    "waspas",
    "geometric-mean",
    "harmonic-mean",
    "mazziotta-pareto",
    "copeland",
    "borda",
    "electre-3",
    "rim",
    "ervd",
]

CODAS_BREAKS = {
    "performances": [
        [44, 80, 86, 67],
        [93, 69, 33, 26],
        [34, 84, 91, 59],
        [99, 18, 49, 69],
        [19, 63, 26, 57],
        [19, 64, 26, 57],
    ],
    "objectives": [1, 1, 1, 1],
    "weights": [0.014434007, 0.632324074, 0.071314214, 0.281927704],
}
PROBID_BREAKS = {
    "performances": [
        [3, 4, 3],
        [4, 4, 1],
        [1, 2, 2],
        [4, 4, 1],
        [2, 4, 1],
        [4, 1, 2],
        [4, 2, 2],
        [2, 3, 2],
    ],
    "objectives": [1, 1, 1],
    "weights": [0.054129372, 0.766507068, 0.17936356],
}


def refusal(name: str = "weighted-sum", **changes: object) -> MethodError:
    call = {"performances": [[1, 2], [3, 4]], "objectives": [1, 1], "weights": [1, 1]} | changes
    with pytest.raises(MethodError) as caught:
        score(name, **call)
    return caught.value


def found(error: MethodError) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in error.problems]


# --- entries -----------------------------------------------------------------------------


def test_the_methods_are_listed_in_their_order() -> None:
    assert list(METHODS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_says_what_a_reader_needs(name: str) -> None:
    method = METHODS[name]

    assert method.name == name
    assert all((method.title, method.formula, method.assumes))
    assert re.search(r"\((19|20)\d\d\)", method.paper)


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_has_a_doi_or_says_that_there_is_none(name: str) -> None:
    method = METHODS[name]

    assert re.fullmatch(r"10\.\d{4,}/\S+", method.doi) or re.search(
        r"without (a )?DOI|No DOI", method.paper
    )


def test_an_entry_cannot_be_changed() -> None:
    method = find_method("vikor")

    with pytest.raises(dataclasses.FrozenInstanceError):
        method.title = "other"
    with pytest.raises(TypeError):
        method.parameters[0] = None


def test_an_unknown_method_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as caught:
        find_method("topsi")

    assert found(caught.value) == [("method-unknown", "method")]
    assert "the nearest is 'topsis'" in str(caught.value)


def test_importing_the_catalogue_leaves_heavy_packages_alone() -> None:
    heavy = "{'skcriteria', 'pandas', 'scipy', 'sklearn', 'matplotlib'}"
    program = f"import sys, ranker.methods.catalogue; print(sorted({heavy} & set(sys.modules)))"

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"


# --- refusals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"performances": [1, 2]}, ("matrix-shape", "performances")),
        ({"performances": [["a", 2], [3, 4]]}, ("matrix-shape", "performances")),
        ({"performances": np.empty((0, 2))}, ("matrix-empty", "performances")),
        ({"performances": np.empty((2, 0))}, ("matrix-empty", "performances")),
        ({"objectives": [1]}, ("matrix-shape", "objectives")),
        ({"weights": [1, 1, 1]}, ("matrix-shape", "weights")),
        ({"weights": [[1, 1]]}, ("matrix-shape", "weights")),
        ({"alternatives": ["one"]}, ("matrix-shape", "alternatives")),
        ({"criteria": ["one"]}, ("matrix-shape", "criteria")),
        ({"objectives": [1, 0]}, ("matrix-objectives", "objectives[column 2]")),
        ({"weights": [1, -1]}, ("matrix-weights", "weights[column 2]")),
        ({"weights": [np.inf, 1]}, ("matrix-weights", "weights[column 1]")),
        ({"weights": [0, 0]}, ("matrix-weights", "weights")),
    ],
)
def test_a_malformed_matrix_is_refused(changes: dict, expected: tuple[str, str]) -> None:
    error = refusal(**changes)

    assert found(error) == [expected]


def test_all_problems_of_a_matrix_are_told_at_once() -> None:
    error = refusal(performances=[[np.nan, 2], [3, np.inf]], objectives=[2, 1], weights=[-1, 1])

    assert [code for code, _ in found(error)] == [
        "matrix-objectives",
        "matrix-weights",
        "matrix-nonfinite",
        "matrix-nonfinite",
    ]


def test_missing_cells_are_named_by_row_and_column_without_names() -> None:
    error = refusal(performances=[[1, np.nan], [3, 4]])

    assert found(error) == [("matrix-nonfinite", "performances[row 1, column 2]")]


@pytest.mark.parametrize(
    ("name", "performances", "objectives", "cells"),
    [
        ("weighted-product", [[0, 1], [2, -3]], [1, 1], ["A, x", "B, y"]),
        ("waspas", [[0, 1], [2, 3]], [1, 1], ["A, x"]),
        ("ocra", [[0, 1], [2, 3]], [1, 1], ["A, x"]),
        ("mairca", [[0, 1], [2, 3]], [1, 1], ["A, x"]),
        ("multimoora", [[0, 1], [2, 3]], [1, 1], ["A, x"]),
        ("aras", [[0, 0], [2, 3]], [1, -1], ["A, y"]),
        ("codas", [[0, 0], [2, 3]], [1, -1], ["A, y"]),
        ("copras", [[0, 0], [2, 3]], [1, -1], ["A, y"]),
        ("copras", [[-1, 2], [2, 3]], [1, -1], ["A, x"]),
        ("edas", [[-1, 2], [2, 3]], [1, -1], ["A, x"]),
        ("ram", [[-1, 2], [2, 3]], [1, -1], ["A, x"]),
        ("marcos", [[0, 0], [2, 3]], [1, -1], ["A, y"]),
        ("marcos", [[0, 3], [2, 0]], [1, 1], ["A, x", "B, y"]),
    ],
)
def test_values_without_an_answer_are_refused_by_name(
    name: str, performances: list, objectives: list, cells: list
) -> None:
    error = refusal(
        name,
        performances=performances,
        objectives=objectives,
        alternatives=["A", "B"],
        criteria=["x", "y"],
    )

    assert found(error) == [("matrix-nonpositive", f"performances[{cell}]") for cell in cells]


@pytest.mark.parametrize("value", [2e300, -2e300, 1e-300])
def test_a_number_whose_square_is_out_of_range_is_refused(value: float) -> None:
    error = refusal("topsis", performances=[[1, 1], [value, 2]])

    assert found(error) == [("matrix-nonfinite", "performances[row 2, column 1]")]


def test_a_score_beyond_the_numbers_is_refused() -> None:
    matrix = check_matrix([[1, 2], [3, 4]], objectives=[1, 1], weights=[1, 1])

    with pytest.raises(MethodError) as caught:
        check_scores(matrix, np.array([np.nan, 1.0]), name="topsis")

    assert found(caught.value) == [("matrix-nonfinite", "scores[row 1]")]


def test_commensurable_criteria_are_never_costs() -> None:
    error = refusal(commensurable=True, objectives=[1, -1])

    assert found(error) == [("matrix-objectives", "objectives")]


# --- dominance ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "call", "better", "worse"),
    [("codas", CODAS_BREAKS, "row 6", "row 5"), ("probid", PROBID_BREAKS, "row 7", "row 6")],
)
def test_an_order_that_breaks_dominance_is_refused(
    name: str, call: dict, better: str, worse: str
) -> None:
    error = refusal(name, **call)

    assert found(error) == [("method-dominance", f"method {name}")]
    assert f"ranks '{worse}' above '{better}'" in str(error)


@pytest.mark.parametrize("call", [CODAS_BREAKS, PROBID_BREAKS])
@pytest.mark.parametrize("name", [name for name in NAMES if METHODS[name].monotone])
def test_a_monotone_method_keeps_dominance_where_others_break_it(name: str, call: dict) -> None:
    scores = score(name, **call)
    ranks = competition_ranks(scores, more_is_better=METHODS[name].more_is_better)

    assert broken_dominance(np.array(call["performances"], dtype=float), ranks) is None


def test_the_dominance_check_finds_a_pair_in_a_later_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    utilities = np.array([[1.0, 9.0], [9.0, 1.0], [5.0, 5.0], [5.0, 6.0]])
    monkeypatch.setattr(_guards, "BLOCK_CELLS", 1)

    pair = broken_dominance(utilities, np.array([1, 1, 3, 4]))

    assert pair == (3, 2)


# --- single methods ----------------------------------------------------------------------


def test_weighted_sum_gives_exactly_the_weighted_sum_of_criterion_scores() -> None:
    scores = score("weighted-sum", [[100, 1], [50, 60]], [1, 1], [3, 1], commensurable=True)

    assert scores.tolist() == [75.25, 52.5]


def test_vikor_scores_by_q_and_leaves_the_compromise_set_alone() -> None:
    matrix = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    theirs = VIKOR().evaluate(mkdm(matrix, [max] * 3, weights=[0.3, 0.4, 0.3]))

    scores = score("vikor", matrix, [1, 1, 1], [3, 4, 3])

    np.testing.assert_allclose(scores, theirs.e_.q_k, atol=1e-12)
    assert len(set(scores)) == 4 > len(set(theirs.rank_))


def test_vikor_does_not_stretch_rounding_noise_to_a_difference() -> None:
    third = 1 / 3
    mirrored = [[0, third, 1], [third, 1, 0], [1, 0, third]]

    scores = score("vikor", mirrored, [1, 1, 1], [1, 1, 1])

    assert scores.tolist() == [0.0, 0.0, 0.0]


def test_copras_without_a_cost_is_the_sum_of_shares() -> None:
    scores = score("copras", [[10, 30], [30, 10], [60, 60]], [1, 1], [1, 1])

    np.testing.assert_allclose(scores, [100 / 3, 100 / 3, 100])


def test_cocoso_puts_whoever_is_worst_on_everything_last_with_0() -> None:
    scores = score("cocoso", [[1, 9], [3, 5], [2, 7]], [1, -1], [1, 1])

    assert scores[0] == 0
    assert scores[1] > scores[2] > 0


def test_mabac_keeps_its_border_with_many_alternatives() -> None:
    matrix = np.tile([[1.0, 4.0], [2.0, 9.0], [4.0, 1.0]], (400, 1))

    scores = score("mabac", matrix, [1, 1], [1, 9])

    np.testing.assert_allclose(scores[:3], score("mabac", matrix[:3], [1, 1], [1, 9]))


def test_multimoora_equals_scikit_criteria_where_nothing_ties() -> None:
    matrix = [[3, 9, 4], [7, 5, 2], [5, 6, 8], [8, 2, 5]]
    dm = mkdm(matrix, [max, min, max], weights=[0.5, 0.3, 0.2])
    theirs = mkpipe(VectorScaler("matrix"), MultiMOORA()).evaluate(dm)
    assert all(len(set(ranks)) == 4 for ranks in theirs.e_.rank_matrix.T)

    scores = score("multimoora", matrix, [1, -1, 1], [5, 3, 2])

    assert scores.tolist() == theirs.e_.score.tolist()


def test_multimoora_counts_a_draw_as_a_half() -> None:
    scores = score("multimoora", [[1, 4], [1, 4], [2, 8]], [1, 1], [1, 1])

    assert scores.tolist() == [0.5, 0.5, 2.0]


def test_electre_2_ranks_do_not_depend_on_the_units() -> None:
    matrix = np.array([[3.0, 9, 4], [7, 5, 2], [5, 6, 8], [8, 2, 5]])

    scores = score("electre-2", matrix, [1, 1, 1], [5, 3, 2])
    in_other_units = score("electre-2", matrix * [1, 1000, 0.01], [1, 1, 1], [5, 3, 2])

    np.testing.assert_array_equal(scores, in_other_units)


@pytest.mark.parametrize("name", NAMES)
def test_no_warning_leaks(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = score(name, [[1, 5, 3], [2, 5, 9], [4, 5, 6]], [1, 1, -1], [1, 1, 1])

    assert np.isfinite(scores).all()
