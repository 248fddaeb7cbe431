"""Commands about change: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.diff import diff
from ranker.analysis.leave_out import leave_out
from ranker.analysis.ranking import rank
from ranker.analysis.trend import trend
from ranker.cli import app
from ranker.output.export_history import diff_to_json, leave_out_to_json, trend_to_json
from tests.studies import drop, swap, write_study


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


@pytest.fixture
def later(tmp_path: Path) -> str:
    """An edition with a change of every kind."""
    folder = write_study(
        tmp_path / "later",
        study=[
            swap("profile: even", "profile: funder"),
            swap("transform: log", "transform: none"),
        ],
        clusters=drop("birch"),
        observations=[drop("birch"), drop("suwon"), swap("alder,office,,2", "alder,office,,1")],
    )
    return str(folder)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


# --- diff --------------------------------------------------------------------------------


def test_diff_shows_who_moved_by_what_and_every_list(study: str, later: str):
    result = invoke("diff", study, later)

    assert "2 of 2 clusters ranked in both editions changed rank." in result.stdout
    assert "Clusters: 1 left." in result.stdout
    for words in ("Figures  Weights  Rules  Others", "Weights that differ", "grants.transform"):
        assert words in result.stdout
    assert "Birch Point" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_diff_of_a_study_with_itself_says_that_nothing_differs(study: str):
    result = invoke("diff", study, study)

    assert "Nothing differs: the same figures, weights, rules and clusters." in result.stdout


def test_diff_as_json_is_that_of_the_library_and_adds_up_in_24ths(study: str, later: str):
    shown = invoke("diff", study, later, "--format", "json").stdout

    data = json.loads(shown)
    assert shown == diff_to_json(diff(study, later))
    assert data["schema"] == "cluster-ranker/diff/1"
    for move in data["moves"]:
        if move["rank_parts_24"] is not None:
            assert sum(move["rank_parts_24"].values()) == 24 * move["change"]


@pytest.mark.parametrize("form", ["csv", "md"])
def test_diff_as_csv_and_markdown_is_the_table_of_moves(study: str, later: str, form: str):
    result = invoke("diff", study, later, "--format", form, "--group", "home")

    assert "Alder Bay" in result.stdout
    starts = ("cedar,", "| Cedar")
    assert not [line for line in result.stdout.splitlines() if line.startswith(starts)]
    assert result.stderr.startswith("Weights are those of even in the old edition, of funder")


# --- trend -------------------------------------------------------------------------------


def test_trend_shows_rank_and_coverage_of_every_year(study: str):
    result = invoke("trend", study)

    assert "1 · 75%  1 · 100%" in result.stdout
    assert "How many could be ranked: 2024: 3, 2025: 3." in result.stdout
    assert "Among the 3 clusters ranked in all of these years" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_trend_of_a_cluster_tells_every_year_and_what_became_known(study: str):
    result = invoke("trend", study, "--cluster", "alder", "--from", "2023", "--to", "2025")

    assert (
        "Alder Bay: 1st of 3 in 2024 (75% of the weight known), 1st of 3 in 2025" in result.stdout
    )
    assert "* Too few to compare with: 2023" in result.stdout
    assert "Office" in result.stdout


def test_trend_as_json_is_that_of_the_library(study: str):
    shown = invoke("trend", study, "--format", "json", "--cluster", "cedar").stdout

    assert shown == trend_to_json(trend(study), clusters=["cedar"])
    assert json.loads(shown)["schema"] == "cluster-ranker/trend/1"


def test_trend_as_csv_has_a_row_a_year_for_named_clusters_and_a_row_a_cluster_else(study: str):
    long = invoke("trend", study, "--cluster", "cedar", "--format", "csv").stdout
    wide = invoke("trend", study, "--format", "csv").stdout

    assert long.splitlines()[0].startswith("cluster,name,year,rank,ranked,score,coverage,known,")
    assert wide.splitlines()[0].startswith("cluster,name,rank_2024,coverage_2024,score_2024,")
    assert len(wide.splitlines()) == 4


def test_trend_tells_weights_that_were_set(study: str):
    assert "weights: set Money" in invoke("trend", study, "--weight", "money=0.9").stderr


# --- leave-out ---------------------------------------------------------------------------


def test_leave_out_shows_what_moves_most_and_each_cluster(study: str):
    result = invoke("leave-out", study, "--most", "3")

    assert "0 of 3 clusters keep their place whatever is left out" in result.stdout
    assert "more are not shown; JSON has all." in result.stdout
    assert "Without Harbour gazette nobody can be ranked" in result.stdout
    assert "Cluster by cluster" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_leave_out_of_one_kind_for_one_cluster(study: str):
    result = invoke("leave-out", study, "--kind", "grade", "--cluster", "alder")

    assert "Alder Bay is 1st–2nd whatever is left out" in result.stdout
    assert "Money" not in result.stdout


def test_leave_out_as_json_is_that_of_the_library(study: str):
    shown = invoke("leave-out", study, "--format", "json").stdout

    assert shown == leave_out_to_json(leave_out(rank(study)))
    assert json.loads(shown)["schema"] == "cluster-ranker/leave-out/1"


def test_leave_out_as_csv_has_a_row_an_omission(study: str):
    lines = invoke("leave-out", study, "--kind", "cluster", "--format", "csv").stdout.splitlines()

    assert lines[0].startswith("kind,id,label,figures,moved,total,largest_cluster,dropped,joined")
    assert len(lines) == 4


# --- what can go wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("diff", "{study}", "nowhere"), "study-not-found", 1),
        (("diff", "{study}", "{study}", "--profile", "evn"), "profile-unknown", 2),
        (("diff", "{study}", "{study}", "--group", "hom"), "group-unknown", 2),
        (("diff", "{study}", "{study}", "--format", "json", "--group", "x"), "group-unknown", 2),
        (("diff", "{study}", "{study}", "--as-of", "1990"), "ranked-none", 1),
        (("trend", "{study}", "--from", "2025", "--to", "2024"), "argument-invalid", 2),
        (("trend", "{study}", "--cluster", "aldr"), "cluster-unknown", 2),
        (("trend", "{study}", "--from", "2021", "--to", "2022"), "ranked-none", 1),
        (("leave-out", "{study}", "--cluster", "aldr"), "cluster-unknown", 2),
        (("leave-out", "{study}", "--cluster", "dover", "--format", "json"), "cluster-unknown", 2),
    ],
)
def test_what_cannot_be_is_told_on_one_line(study: str, arguments, code: str, exit_code: int):
    result = invoke(*(argument.format(study=study) for argument in arguments))

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert all(line.endswith(f"[{code}]") for line in result.stderr.splitlines())
