"""A ranking as JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.methods.catalogue import METHODS
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.export import methods_to_json, to_csv, to_json, to_markdown
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- JSON --------------------------------------------------------------------------------


def test_json_names_its_schema_and_ranks_best_first(ranking: Ranking):
    data = json.loads(to_json(ranking))

    assert data["schema"] == "cluster-ranker/ranking/1"
    assert [(row["cluster"], row["rank"]) for row in data["ranking"]] == [
        ("alder", 1),
        ("cedar", 2),
        ("birch", 3),
    ]


def test_json_carries_scores_criteria_and_contributions_in_full_precision(ranking: Ranking):
    row = json.loads(to_json(ranking))["ranking"][0]

    assert row["score"] == ranking.scores[ranking.index("alder")]
    assert row["criteria"] == pytest.approx({"money": 38.125, "people": 87.625})
    assert sum(row["contributions"].values()) == pytest.approx(row["score"])
    assert (row["group_rank"], row["standing"], row["coverage"]) == (1, 1, 1.0)


def test_json_has_no_contributions_for_methods_that_do_not_add_up(harbours: Study):
    data = json.loads(to_json(rank(harbours, method="topsis")))

    assert data["ranking"][0]["contributions"] is None
    assert data["method"]["name"] == "topsis"


def test_json_lists_the_benchmark_with_the_place_it_would_take(ranking: Ranking):
    benchmarks = json.loads(to_json(ranking))["benchmarks"]

    assert [(row["cluster"], row["rank"], row["standing"]) for row in benchmarks] == [
        ("dover", None, 1)
    ]


def test_json_says_why_a_cluster_is_not_ranked(asia: Ranking):
    rows = json.loads(to_json(asia))["not_ranked"]

    assert {row["cluster"] for row in rows} == {entry.cluster.id for entry in asia.unranked}
    for row in rows:
        assert row["score"] is None
        assert row["rank"] is None
        assert row["missing"]
        assert all(row["criteria"][name] is None for name in row["thin"])
        assert "are needed" in row["reason"]


def test_json_tells_weights_what_was_changed_and_what_made_it(harbours: Study):
    data = json.loads(to_json(rank(harbours, weights={"money": 0.8})))

    assert data["weights"]["shares"]["people"] == pytest.approx(0.2)
    assert data["weights"]["set_by_hand"] == {"money": 0.8}
    assert data["weights"]["changes"]
    assert data["manifest"]["content_hash"] == harbours.content_hash
    assert data["manifest"]["versions"]["numpy"]


def test_json_never_holds_nan(asia: Ranking):
    def refuse(constant: str) -> Any:
        raise AssertionError(constant)

    assert json.loads(to_json(asia), parse_constant=refuse)


@pytest.mark.parametrize("write", [to_json, to_csv, to_markdown])
def test_equal_rankings_give_equal_text(write: Any, harbours: Study):
    assert write(rank(harbours)) == write(rank(harbours))


@pytest.mark.parametrize("write", [to_json, to_csv, to_markdown])
def test_an_unknown_group_is_answered_with_the_nearest(write: Any, ranking: Ranking):
    with pytest.raises(UsageError) as caught:
        write(ranking, group="hom")

    assert caught.value.problems[0].code == "group-unknown"
    assert "'home'" in caught.value.problems[0].mend


def test_a_group_keeps_its_ranks_among_all(ranking: Ranking):
    data = json.loads(to_json(ranking, group="home"))

    found = [(row["cluster"], row["rank"], row["group_rank"]) for row in data["ranking"]]
    assert found == [("alder", 1, 1), ("birch", 3, 2)]
    assert data["benchmarks"] == []
    assert data["group"] == "home"


# --- CSV ---------------------------------------------------------------------------------


def test_csv_has_a_line_a_cluster_the_ranked_first(asia: Ranking):
    rows = lines(to_csv(asia))

    assert len(rows) == len(asia.clusters)
    held = [row["rank"] for row in rows]
    assert held == sorted(held, key=lambda rank: int(rank or 1000))


def test_csv_numbers_are_in_full_precision_and_empty_where_there_is_none(asia: Ranking):
    rows = {row["cluster"]: row for row in lines(to_csv(asia))}

    assert float(rows["osong"]["score"]) == asia.scores[asia.index("osong")]
    assert float(rows["osong"]["score_talent"]) == asia.criteria.loc["osong", "talent"]
    left_out = asia.unranked[0].cluster.id
    assert rows[left_out]["score"] == ""
    assert "nan" not in to_csv(asia).lower().split(",")


def test_csv_has_points_for_the_weighted_sum_alone(harbours: Study):
    by_sum = lines(to_csv(rank(harbours)))[0]
    by_topsis = lines(to_csv(rank(harbours, method="topsis")))[0]

    assert float(by_sum["points_money"]) == pytest.approx(38.125 / 2)
    assert "points_money" not in by_topsis


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_keeps_a_spreadsheet_from_taking_a_name_for_a_formula(tmp_path: Path, start: str):
    folder = write_study(tmp_path, clusters=swap("Birch Point", f"{start}HYPERLINK(A1)"))

    rows = {row["cluster"]: row for row in lines(to_csv(rank(folder)))}

    assert rows["birch"]["name"] == f"'{start}HYPERLINK(A1)"


def test_csv_leaves_negative_numbers_alone(asia: Ranking):
    scores = [row["score_governance"] for row in lines(to_csv(asia))]

    assert not any(score.startswith("'") for score in scores)


def test_csv_of_a_group_nobody_belongs_to_is_its_header(tmp_path: Path):
    group = "  empty:\n    label: Empty\n    role: rival\ncountries:"
    folder = write_study(tmp_path, study=swap("countries:", group))

    text = to_csv(rank(folder), group="empty")

    assert text.count("\n") == 1
    assert text.startswith("rank,group_rank,standing,cluster,")


# --- Markdown ----------------------------------------------------------------------------


def test_markdown_is_a_table_with_rounded_numbers(ranking: Ranking):
    text = to_markdown(ranking)

    assert "| 1 | Alder Bay | 알더 | Home | 62.9 | 38.1 | 87.6 | 100% |" in text
    assert "| (1) | Dover |  | Summit | 112.4 |" in text


def test_markdown_of_a_group_has_both_ranks(ranking: Ranking):
    text = to_markdown(ranking, group="home")

    assert "| 3 | 2 | Birch Point |" in text
    assert "Dover" not in text


def test_markdown_names_method_weights_and_who_is_left_out(asia: Ranking):
    text = to_markdown(asia)

    assert "Method: Weighted sum. Weights: Investment 25%" in text
    for entry in asia.unranked:
        assert f"- {entry.cluster.name}: " in text


def test_markdown_rows_have_as_many_cells_as_the_header(asia: Ranking):
    table = [line for line in to_markdown(asia).splitlines() if line.startswith("|")]

    assert len({line.count("|") for line in table}) == 1


def test_markdown_takes_a_name_as_text(tmp_path: Path):
    folder = write_study(tmp_path, clusters=swap("Birch Point", "Birch | <b>*Point*"))

    assert r"Birch \| &lt;b>\*Point\*" in to_markdown(rank(folder))


# --- one cluster, the methods ------------------------------------------------------------


def test_a_cluster_as_json_has_every_cell_and_what_was_not_chosen(ranking: Ranking):
    data = json.loads(cluster_to_json(build_dossier(ranking, "alder")))

    cells = {cell["id"]: cell for node in data["criteria"] for cell in node["indicators"]}
    assert set(cells) == {indicator.id for indicator in ranking.study.indicators}
    assert cells["grants"]["value"] == 9
    assert [figure["item"] for figure in cells["grants"]["figures"]] == ["crane", "pier"]
    assert cells["grants"]["not_chosen"][0]["reason"] == "older than 2023"
    assert cells["spending"]["place"] == "KOR"
    assert cells["office"]["figures"][0]["source"]["url"] == "https://almanac.example/2024"
    assert data["context"][0]["id"] == "plans"


def test_a_cluster_without_a_figure_has_null_and_no_source(ranking: Ranking):
    data = json.loads(cluster_to_json(build_dossier(ranking, "birch")))

    assert data["context"][0]["value"] is None
    assert data["context"][0]["figures"] == []


def test_the_methods_as_json_are_the_whole_catalogue():
    data = json.loads(methods_to_json(METHODS.values()))

    assert [entry["name"] for entry in data["methods"]] == list(METHODS)
    assert data["methods"][0].keys() >= {"title", "formula", "assumes", "paper", "doi"}
