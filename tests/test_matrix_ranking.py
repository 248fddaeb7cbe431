"""Any table of numbers, ranked; scikit-criteria's own matrix taken and given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from skcriteria import mkdm

from ranker.analysis.matrix_ranking import MatrixRanking, rank_matrix
from ranker.errors import MethodError, UsageError


@pytest.fixture
def cars() -> pd.DataFrame:
    return pd.DataFrame(
        {"price": [20.0, 30.0, 40.0], "range": [300, 600, 400]}, index=["old", "new", "dear"]
    )


def codes_and_places(frame: Any, **arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(MethodError) as caught:
        rank_matrix(frame, **arguments)
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_the_weighted_sum_of_stretched_criteria_ranks(cars: pd.DataFrame):
    result = rank_matrix(cars, objectives={"price": "min"}, weights={"price": 1, "range": 3})

    # price: 1, 0.5, 0; range: 0, 1, 1/3; weights 1/4 and 3/4
    assert result.scores.tolist() == pytest.approx([0.25, 0.875, 0.25])
    assert result.ranks.tolist() == [2, 1, 2]
    assert result.weights.tolist() == [0.25, 0.75]
    assert result.objectives == ("min", "max")


def test_without_weights_all_criteria_weigh_the_same_and_more_is_better(cars: pd.DataFrame):
    result = rank_matrix(cars)

    assert result.weights.tolist() == [0.5, 0.5]
    assert result.objectives == ("max", "max")


@pytest.mark.parametrize("objectives", [["min", "min"], "min", {"price": "min", "range": "min"}])
def test_objectives_may_be_one_word_one_a_column_or_named(cars: pd.DataFrame, objectives: Any):
    assert rank_matrix(cars, objectives=objectives).objectives == ("min", "min")


def test_weights_go_by_name_whatever_their_order(cars: pd.DataFrame):
    by_series = rank_matrix(cars, weights=pd.Series({"range": 3, "price": 1}))
    in_order = rank_matrix(cars, weights=[1, 3])

    assert by_series.weights.tolist() == in_order.weights.tolist() == [0.25, 0.75]


def test_names_that_are_no_text_are_known_by_their_text():
    frame = pd.DataFrame([[1, 2], [2, 3]], columns=[2019, 2020])

    result = rank_matrix(frame, weights={2019: 1, 2020: 0})

    assert result.criteria == ("2019", "2020")
    assert result.alternatives == ("0", "1")


def test_a_method_whose_score_falls_ranks_the_smallest_first(cars: pd.DataFrame):
    result = rank_matrix(cars, objectives={"price": "min"}, method="vikor")

    assert result.scores[result.ranks == 1] == result.scores.min()


def test_the_frame_stays_as_it_was(cars: pd.DataFrame):
    before = cars.copy()

    rank_matrix(cars, method="topsis")

    pd.testing.assert_frame_equal(cars, before)


def test_the_table_is_sorted_best_first_and_ties_keep_their_order(cars: pd.DataFrame):
    table = rank_matrix(cars, objectives={"price": "min"}, weights=[1, 3]).table

    assert table.index.tolist() == ["new", "old", "dear"]
    assert table["rank"].tolist() == [1, 2, 2]


def test_rank_of_names_an_alternative(cars: pd.DataFrame):
    result = rank_matrix(cars)

    assert result.rank_of("old") == 3
    with pytest.raises(KeyError):
        result.rank_of("stolen")


# --- scikit-criteria ---------------------------------------------------------------------


def test_a_decision_matrix_brings_its_objectives_and_weights(cars: pd.DataFrame):
    matrix = mkdm(
        cars.to_numpy(),
        [min, max],
        weights=[1, 3],
        alternatives=list(cars.index),
        criteria=list(cars.columns),
    )

    result = rank_matrix(matrix)

    assert result.objectives == ("min", "max")
    assert result.weights.tolist() == [0.25, 0.75]
    assert result.alternatives == ("old", "new", "dear")


def test_arguments_override_what_a_decision_matrix_brings(cars: pd.DataFrame):
    matrix = mkdm(cars.to_numpy(), [min, max], weights=[1, 3], criteria=["price", "range"])

    result = rank_matrix(matrix, objectives={"range": "min"}, weights=[1, 1])

    assert result.objectives == ("min", "min")
    assert result.weights.tolist() == [0.5, 0.5]


def test_a_decision_matrix_given_and_taken_ranks_the_same(cars: pd.DataFrame):
    result = rank_matrix(cars, objectives={"price": "min"}, weights=[1, 3], method="topsis")

    again = rank_matrix(result.to_decision_matrix(), method="topsis")

    assert again.scores.tolist() == result.scores.tolist()


def test_the_rank_result_is_dense_after_a_tie_and_keeps_the_competition_ranks():
    frame = pd.DataFrame({"x": [3, 2, 2, 1]}, index=list("abcd"))
    result = rank_matrix(frame)

    dense = result.to_rank_result()

    assert result.ranks.tolist() == [1, 2, 2, 4]
    assert dense.values.tolist() == [1, 2, 2, 3]
    assert dense.e_.competition_rank.tolist() == [1, 2, 2, 4]
    assert dense.e_.score.tolist() == result.scores.tolist()
    assert dense.alternatives.tolist() == list("abcd")


# --- refusals ----------------------------------------------------------------------------


def test_every_problem_of_a_table_and_its_arguments_is_told_at_once():
    frame = pd.DataFrame(
        {"price": [1.0, np.inf], "range": [None, 4.0], "name": ["a", "b"]}, index=["x", "x"]
    )

    found = codes_and_places(
        frame, objectives={"prise": "min", "range": "up"}, weights={"price": -1, "rnge": 2}
    )

    assert sorted(found) == sorted(
        [
            ("matrix-duplicate", "frame[x]"),
            ("number-invalid", "frame[x, name]"),
            ("matrix-objectives", "objectives[prise]"),
            ("matrix-objectives", "objectives[range]"),
            ("matrix-weights", "weights[rnge]"),
            ("matrix-weights", "weights[range]"),
            ("matrix-weights", "weights[name]"),
            ("matrix-weights", "weights[price]"),
            ("matrix-nonfinite", "performances[x, range]"),
            ("matrix-nonfinite", "performances[x, price]"),
        ]
    )


def test_an_unknown_column_is_answered_with_the_nearest(cars: pd.DataFrame):
    with pytest.raises(MethodError) as caught:
        rank_matrix(cars, weights={"prise": 1, "price": 1, "range": 1})

    assert "the nearest is 'price'" in caught.value.problems[0].mend


@pytest.mark.parametrize(
    ("arguments", "code", "where"),
    [
        ({"weights": [1]}, "matrix-shape", "weights"),
        ({"objectives": ["max"]}, "matrix-shape", "objectives"),
        ({"weights": [0, 0]}, "matrix-weights", "weights"),
        ({"weights": ["a", 1]}, "matrix-weights", "weights[price]"),
        ({"weights": {"price": 1}}, "matrix-weights", "weights[range]"),
        ({"objectives": "larger"}, "matrix-objectives", "objectives[price]"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(
    cars: pd.DataFrame, arguments: dict[str, Any], code: str, where: str
):
    assert codes_and_places(cars, **arguments)[0] == (code, where)


@pytest.mark.parametrize(
    "column", [["1.5", "2", "3"], [1, 2j, 3], pd.to_datetime(["2020-01-01"] * 3), [[1], [2], [3]]]
)
def test_what_is_no_number_is_refused_even_where_it_looks_like_one(cars: pd.DataFrame, column: Any):
    frame = cars.assign(extra=column)

    assert codes_and_places(frame)[0][0] == "number-invalid"


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_cell_is_named_whatever_marks_it(cars: pd.DataFrame, missing: Any):
    frame = cars.astype(object)
    frame.loc["new", "range"] = missing

    assert codes_and_places(frame) == [("matrix-nonfinite", "performances[new, range]")]


def test_repeated_columns_are_refused():
    frame = pd.DataFrame([[1, 2], [3, 4]], columns=["x", "x"])

    assert codes_and_places(frame) == [("matrix-duplicate", "frame[x]")]


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame({"x": []})])
def test_an_empty_table_is_refused(frame: pd.DataFrame):
    assert codes_and_places(frame)[0][0] == "matrix-empty"


def test_what_is_no_table_is_refused():
    with pytest.raises(UsageError) as caught:
        rank_matrix([[1, 2], [3, 4]])

    assert caught.value.problems[0].code == "argument-invalid"


def test_an_unknown_method_is_refused(cars: pd.DataFrame):
    with pytest.raises(UsageError) as caught:
        rank_matrix(cars, method="topsi")

    assert caught.value.problems[0].code == "method-unknown"


# --- the result --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"ranks": np.array([1, 2, 3])},
        {"weights": np.array([0.5, 0.6])},
        {"weights": np.array([1.0])},
        {"scores": np.array([np.nan, 1.0, 2.0])},
        {"objectives": ("max",)},
    ],
)
def test_a_result_that_contradicts_itself_cannot_be_built(
    cars: pd.DataFrame, wrong: dict[str, Any]
):
    result = rank_matrix(cars)

    with pytest.raises(AssertionError):
        replace(result, **wrong)


def test_a_result_cannot_be_changed(cars: pd.DataFrame):
    result = rank_matrix(cars)

    with pytest.raises(ValueError, match="read-only"):
        result.scores[0] = 1.0
    with pytest.raises(AttributeError):
        result.ranks = result.ranks  # type: ignore[misc]


def test_a_notebook_shows_names_as_they_are_written():
    frame = pd.DataFrame({"<b>": [1, 2]}, index=["<i>", "b"])

    shown: str = MatrixRanking._repr_html_(rank_matrix(frame))

    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt; 100%" in shown


@pytest.mark.parametrize(
    "method", ["weighted-sum", "weighted-product", "topsis", "vikor", "edas", "promethee-2", "aras"]
)
def test_acceptability_counts_the_ranks_of_single_rankings(method: str) -> None:
    generator = np.random.default_rng(5)
    frame = pd.DataFrame(generator.uniform(1, 9, (5, 3)), columns=["a", "b", "c"])
    objectives = {"a": "max", "b": "min", "c": "max"}
    weights = generator.uniform(0.1, 1, (40, 3))
    ranks = [
        rank_matrix(frame, objectives=objectives, weights=row, method=method).ranks
        for row in weights
    ]
    counted = [[sum(row[i] == r + 1 for row in ranks) / 40 for r in range(5)] for i in range(5)]

    shares = rank_matrix(frame, objectives=objectives, method=method).acceptability(weights)

    assert shares.tolist() == counted


def test_acceptability_is_that_of_the_parameters_of_the_method() -> None:
    frame = pd.DataFrame({"a": [10, 0, 6], "b": [10, 0, 6], "c": [0, 10, 6]})
    weights = [[1, 1, 1], [2, 2, 3], [1, 1, 9]]
    ranks = [
        rank_matrix(frame, weights=row, method="vikor", parameters={"v": 0.05}).ranks
        for row in weights
    ]
    counted = [[sum(row[i] == r + 1 for row in ranks) / 3 for r in range(3)] for i in range(3)]
    result = rank_matrix(frame, method="vikor", parameters={"v": 0.05})
    plain = rank_matrix(frame, method="vikor", parameters={"v": 0.95})

    assert result.acceptability(weights).tolist() == counted
    assert plain.acceptability(weights).tolist() != counted


@pytest.mark.parametrize("method", ["weighted-sum", "weighted-product", "topsis", "vikor"])
@pytest.mark.parametrize("size", [1e-200, 1e-300, 1e200, 1e307, 1.7e308])
def test_acceptability_does_not_depend_on_the_size_of_weights(method: str, size: float) -> None:
    generator = np.random.default_rng(6)
    result = rank_matrix(pd.DataFrame(generator.uniform(1, 9, (6, 3))), method=method)
    weights = generator.uniform(0.1, 1, (50, 3))

    shares = result.acceptability(weights * size)

    assert shares.tolist() == result.acceptability(weights).tolist()


def test_drawn_acceptability_has_equal_bytes_for_equal_seeds(cars: pd.DataFrame) -> None:
    result = rank_matrix(cars, objectives={"price": "min"})

    first, again = (result.acceptability(draws=5_000, seed=3) for _ in range(2))

    assert first.tobytes() == again.tobytes() != result.acceptability(draws=5_000).tobytes()
    assert first.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("weights", "place"),
    [
        ([[1, 2, 3]], "weights"),
        ([1, 2], "weights"),
        (np.empty((0, 2)), "weights"),
        ([["a", 1]], "weights"),
        ([[1, 1], [0, 0]], "weights[1]"),
        ([[1, 1], [1, -1]], "weights[1]"),
        ([[np.nan, 1]], "weights[0]"),
    ],
)
def test_weights_that_are_none_are_refused_by_their_row(
    cars: pd.DataFrame, weights: object, place: str
) -> None:
    with pytest.raises(MethodError) as caught:
        rank_matrix(cars).acceptability(weights)

    assert [(p.code, p.where) for p in caught.value.problems] == [("matrix-weights", place)]


def test_draws_and_seed_of_acceptability_are_checked_together(cars: pd.DataFrame) -> None:
    with pytest.raises(UsageError) as caught:
        rank_matrix(cars).acceptability(draws=0, seed=-1)

    assert [p.where for p in caught.value.problems] == ["draws", "seed"]
