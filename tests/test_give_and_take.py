"""Tables of other libraries come in, and results go out: scikit-criteria, polars, Arrow."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import ipc, parquet
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.cmp import mkrank_cmp
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.invert_objectives import InvertMinimize
from skcriteria.preprocessing.scalers import SumScaler
from typer.testing import CliRunner

import ranker
from ranker.cli import app
from ranker.output.arrow import sheet_to_arrow, sheet_to_bytes
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_ranking import cells_sheet, ranking_sheet

CARS = {"car": ["old", "new", "odd"], "price": [20, 30, 25], "range": [300, 600, 100]}
COSTS = {"price": "min"}


# --- scikit-criteria ---------------------------------------------------------------------


def test_a_ranking_gives_its_decision_matrix(harbours: ranker.Study) -> None:
    matrix = ranker.rank(harbours).to_decision_matrix()

    assert matrix.alternatives.tolist() == ["alder", "birch", "cedar"]
    assert matrix.weights.tolist() == [0.5, 0.5]
    assert matrix.matrix.loc["alder"].tolist() == [38.125, 87.625]


def test_a_ranking_gives_its_rank_result(harbours: ranker.Study) -> None:
    result = ranker.rank(harbours).to_rank_result()

    assert result.to_series().to_dict() == {"alder": 1, "birch": 3, "cedar": 2}
    assert result.e_.score.tolist() == [62.875, 25.75, 50.5]


def test_ties_are_dense_there_and_competition_ranks_stand_beside() -> None:
    frame = pd.DataFrame({"x": [2.0, 2.0, 1.0]}, index=["a", "b", "c"])

    result = ranker.rank_matrix(frame).to_rank_result()

    assert result.rank_.tolist() == [1, 1, 2]
    assert result.e_.competition_rank.tolist() == [1, 1, 3]


def test_a_method_ends_a_pipeline_as_the_library_s_own_does() -> None:
    cars = mkdm([[20, 300], [30, 600], [25, 100]], [min, max], weights=[1, 3])
    steps = (InvertMinimize(), SumScaler("both"))

    ours = mkpipe(*steps, ranker.DecisionMaker("topsis")).evaluate(cars)
    same = ranker.rank_matrix(mkpipe(*steps, WeightedSumModel()).transform(cars), method="topsis")

    assert ours.method == "topsis"
    assert ours.e_.competition_rank.tolist() == same.ranks.tolist()


def test_a_method_is_compared_with_the_library_s_own() -> None:
    cars = mkdm([[2, 3], [3, 1], [1, 2]], [max, max], weights=[1, 3])
    ours = mkpipe(SumScaler("both"), ranker.DecisionMaker("weighted-sum"))
    theirs = mkpipe(SumScaler("both"), WeightedSumModel())

    compared = mkrank_cmp(ours.evaluate(cars), theirs.evaluate(cars))

    assert len(compared.ranks) == 2


def test_the_matrix_of_a_ranking_is_ranked_again_to_the_same_order(harbours: ranker.Study) -> None:
    ranking = ranker.rank(harbours, method="topsis")

    again = ranker.rank_matrix(ranking.to_decision_matrix(), method="topsis")

    assert [again.rank_of(c.id) for c in ranking.ranked] == [1, 2, 3]


def test_an_unknown_method_is_refused_when_the_step_is_made() -> None:
    with pytest.raises(ranker.UsageError, match="method-unknown"):
        ranker.DecisionMaker("topsi")


# --- narwhals ----------------------------------------------------------------------------


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table], ids=["polars", "pyarrow"])
def test_the_first_column_of_text_names_the_alternatives(make: Callable[[Any], Any]) -> None:
    held = ranker.rank_matrix(make(CARS), objectives=COSTS, weights={"price": 1, "range": 2})
    same = ranker.rank_matrix(
        pd.DataFrame(CARS).set_index("car"), objectives=COSTS, weights={"price": 1, "range": 2}
    )

    assert held.alternatives == ("old", "new", "odd")
    assert held.ranks.tolist() == same.ranks.tolist()
    assert held.scores.tolist() == same.scores.tolist()


def test_rows_without_names_are_numbered() -> None:
    held = ranker.rank_matrix(pl.DataFrame({"x": [1.5, 2.5]}))

    assert held.alternatives == ("0", "1")
    assert held.ranks.tolist() == [2, 1]


def test_a_missing_cell_is_told_as_for_a_table_of_pandas() -> None:
    frame = pl.DataFrame({"name": ["a", "b"], "x": [1.0, None]})

    with pytest.raises(ranker.MethodError) as caught:
        ranker.rank_matrix(frame)

    (problem,) = caught.value.problems
    assert problem.code == "matrix-nonfinite"


def test_a_second_column_of_text_is_no_criterion() -> None:
    frame = pl.DataFrame({"name": ["a", "b"], "x": [1, 2], "colour": ["red", "blue"]})

    with pytest.raises(ranker.MethodError, match="'red' is no number"):
        ranker.rank_matrix(frame)


@pytest.mark.parametrize("given", [[[1, 2]], pl.DataFrame({"x": [1]}).lazy(), None])
def test_what_is_no_table_is_refused(given: Any) -> None:
    with pytest.raises(ranker.UsageError, match="Hand over a table of pandas or polars"):
        ranker.rank_matrix(given)


# --- Parquet and Arrow -------------------------------------------------------------------


def opened(content: bytes, form: str) -> pa.Table:
    source = io.BytesIO(content)
    return parquet.read_table(source) if form == "parquet" else ipc.open_file(source).read_all()


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_a_ranking_comes_back_from_a_file_in_full_precision(
    form: str, harbours: ranker.Study
) -> None:
    ranking = ranker.rank(harbours)

    table = opened(sheet_to_bytes(ranking_sheet(ranking), form), form)

    rows = {row["cluster"]: row for row in table.to_pylist()}
    assert rows["alder"]["score"] == 62.875
    assert rows["alder"]["rank"] == 1
    assert rows["dover"]["rank"] is None
    assert table.schema.field("rank").type == pa.int64()
    assert table.schema.metadata[b"title"] == b"Four harbours"


def test_columns_are_those_of_the_csv(harbours: ranker.Study) -> None:
    ranking = ranker.rank(harbours)

    columns = sheet_to_arrow(ranking_sheet(ranking)).column_names

    assert columns == ranker.to_csv(ranking).splitlines()[0].split(",")


def test_a_column_of_whole_and_other_numbers_is_one_of_floats_and_an_empty_one_too() -> None:
    sheet = Sheet("t", (Column("a", "", [1, 2.5]), Column("b", "", [None, None])))

    table = sheet_to_arrow(sheet)

    assert [str(field.type) for field in table.schema] == ["double", "double"]
    assert table.to_pydict() == {"a": [1.0, 2.5], "b": [None, None]}


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_equal_tables_give_equal_bytes(form: str, harbours: ranker.Study) -> None:
    sheet = cells_sheet(ranker.rank(harbours))

    assert sheet_to_bytes(sheet, form) == sheet_to_bytes(sheet, form)


def test_cells_have_their_grade_and_the_addresses_of_their_sources(harbours: ranker.Study) -> None:
    rows = sheet_to_arrow(cells_sheet(ranker.rank(harbours))).to_pylist()

    (cell,) = (r for r in rows if (r["cluster"], r["indicator"]) == ("alder", "grants"))
    assert (cell["value"], cell["utility"], cell["grade"]) == (9.0, 50.5, "B")
    assert (cell["first_year"], cell["last_year"]) == (2023, 2024)
    assert (cell["sources"], cell["urls"]) == ("gazette", "https://gazette.example/grants")


@pytest.mark.parametrize("command", [["rank"], ["cells"], ["bounds"], ["methods"], ["profiles"]])
def test_commands_write_a_file_to_a_pipe(command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, "--format", "parquet"])

    assert done.exit_code == 0, done.output
    assert opened(done.stdout_bytes, "parquet").num_rows > 0


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    done = CliRunner().invoke(app, ["rank", "--format", "arrow"])

    assert done.exit_code == 2
    assert "cluster-ranker[arrow]" in done.stderr
