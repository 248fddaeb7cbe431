"""The commands compare, consensus and methods --on: what they print, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.consensus import consensus
from ranker.cli import app
from ranker.output.sheet import sheet_to_csv, sheet_to_markdown
from ranker.output.sheets_consensus import consensus_sheets
from tests.studies import swap, write_study


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


def told(*arguments: str) -> dict:
    result = invoke(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(result.stdout, parse_constant=refuse)


# --- compare -----------------------------------------------------------------------------


def test_compare_prints_ranks_matrix_and_whose_rank_depends_on_the_method():
    result = invoke("compare")

    assert result.exit_code == 0
    for words in (
        "Consensus of 7 voices.",
        "Kemeny's order is exact, at a distance of ",
        "How far the methods agree",
        "Whose rank depends most on the method",
        "The same rank by every method: Singapore Biopolis and Tuas.",
    ):
        assert words in result.stdout


def test_compare_names_the_methods_that_refuse_and_those_counted_once():
    result = invoke("compare", "--all")

    assert "Counted once with MABAC: MAIRCA and SPOTIS (the same order under" in result.stdout
    assert "No ranks by probid: 'probid' ranks " in result.stdout


def test_the_first_of_the_methods_is_the_yardstick(study: str):
    found = told("compare", study, "--method", "topsis", "--method", "vikor")

    assert found["methods"] == ["topsis", "vikor"]
    assert found["manifest"]["method"] == "topsis"


def test_a_parameter_is_that_of_the_first_method(study: str):
    found = told("compare", study, "--method", "vikor", "--method", "topsis", "--parameter", "v=0")

    assert found["manifest"]["parameters"]["v"] == 0


def test_compare_as_json_holds_ranks_ends_and_consensus(study: str):
    found = told("compare", study)

    assert found["schema"] == "cluster-ranker/compare/1"
    assert found["tau"]["weighted-sum"]["topsis"] == 1.0
    assert found["kemeny"] == {
        "distance": 0,
        "bound": 0,
        "is_exact": True,
        "gap": 0.0,
        "is_unique": True,
    }
    first = found["rows"][0]
    assert (first["cluster"], first["best"], first["worst"]) == ("alder", 1, 1)
    assert (first["borda"], first["borda_points"], first["kemeny"]) == (1, 2.0, 1)


def test_compare_as_csv_is_one_table_of_ranks(study: str):
    result = invoke("compare", study, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["cluster"] for row in rows] == ["alder", "cedar", "birch"]
    assert rows[2]["topsis"] == rows[2]["kemeny"] == "3"


def test_compare_shows_one_group_with_its_ranks_among_all(study: str):
    found = told("compare", study, "--group", "abroad")

    assert [row["cluster"] for row in found["rows"]] == ["cedar"]
    assert found["rows"][0]["borda"] == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("compare", "--all", "--method", "topsis"), "argument-invalid"),
        (("compare", "--method", "topsy", "--method", "vikor"), "method-unknown"),
        (("compare", "--method", "topsis", "--method", "vicor"), "method-unknown"),
        (("compare", "--group", "home"), "group-unknown"),
        (("methods", "--on", "asia-biopharma"), "argument-invalid"),
        (("methods", "topsy", "--on", "asia-biopharma"), "method-unknown"),
        (("methods", "vikor", "--parameter", "v=0.4"), "argument-invalid"),
        (("consensus", "--profile", "investor"), "stakeholders-few"),
        (("consensus", "--margin", "2"), "argument-invalid"),
        (("consensus", "--first", "osan"), "cluster-unknown"),
    ],
)
def test_a_wrong_argument_is_refused_with_its_code(arguments: tuple[str, ...], code: str):
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert result.stderr.endswith(f"[{code}]\n")
    assert result.stdout == ""


# --- methods --on --------------------------------------------------------------------------


def test_a_passport_stands_before_what_is_measured(study: str):
    result = invoke("methods", "topsis", "--on", study)

    assert result.exit_code == 0
    assert "Compensation     Partial: a weakness costs more" in result.stdout
    assert result.stdout.index("Rank reversal") < result.stdout.index("TOPSIS on Four harbours")
    assert "How far the others agree with it here" in result.stdout


def test_a_measured_passport_as_json_names_its_schema(study: str):
    found = told("methods", "weighted-sum", "--on", study)

    assert found["schema"] == "cluster-ranker/passport/1"
    assert found["method"]["passport"]["can_reverse"] is False
    anew = found["trials"][2]
    assert (anew["trial"], anew["cases"]) == ("removal-anew", 3)
    assert anew["turns"] == [{"cluster": "birch", "pairs": 1, "ahead": "alder", "behind": "cedar"}]


def test_every_method_in_json_has_its_passport():
    found = told("methods")

    assert all(method["passport"]["compensation"] for method in found["methods"])


# --- consensus -----------------------------------------------------------------------------


def test_consensus_prints_ranks_weights_distances_and_the_concession(study: str):
    result = invoke("consensus", study, "--first", "alder")

    assert result.exit_code == 0
    for words in (
        "All agree on the order of 67% of the pairs of clusters; on 67% also with each weight up "
        "to 10 points from their own (Ahead of, Behind); on 33% whatever the weights.",
        "Least deviation: Even 12.5% and Funder 12.5%.",
        "What it would take for Alder Bay to be first",
        "Money −21.2 and People +21.2",
        "The weights that ask least of all together: Money 56.0% and People 44.0%.",
    ):
        assert words in result.stdout


def test_consensus_says_why_nobody_can_put_a_cluster_first(study: str):
    result = invoke("consensus", study, "--first", "birch")

    reason = "Birch Point is first under no weights: Alder Bay is ahead of it on every criterion."
    assert result.stdout.count(reason) == 1


def test_reasons_that_differ_are_told_with_whose_they_are(tmp_path: Path):
    """To a funder of spending alone Alder and Birch have the same money: it takes Cedar too."""
    folder = write_study(
        tmp_path, funder=swap("grants: 1, spending: 1}", "grants: 0, spending: 1}")
    )

    lines = invoke("consensus", str(folder), "--first", "birch").stdout.splitlines()

    assert [line for line in lines if line.startswith("Even and the group: Birch Point is")]
    assert [
        line for line in lines if line.startswith("Funder: Birch Point is") and "mixture" in line
    ]


def test_consensus_as_json_lists_the_agreed_pairs(study: str):
    found = told("consensus", study)

    assert found["schema"] == "cluster-ranker/consensus/1"
    assert found["agreed"]["pairs"] == [
        {"above": "alder", "below": "birch", "holds": "always"},
        {"above": "cedar", "below": "birch", "holds": "near"},
    ]
    assert found["opposed_pairs"]["even"]["funder"] == 1
    assert found["first"] is None


def test_consensus_as_json_holds_the_proof(study: str):
    first = told("consensus", study, "--first", "birch")["first"]

    assert first["together"] is None
    assert first["group_proof"]["shares"] == {"alder": 1.0}
    assert first["each"]["even"]["distance"] is None


def test_consensus_sheets_tell_what_is_missing(tmp_path: Path):
    folder = write_study(
        tmp_path,
        even=swap("{money: 1, people: 1}", "{money: 1, people: 0}"),
        funder=swap("{money: 3, people: 1,", "{money: 0, people: 1,"),
    )

    sheets = consensus_sheets(consensus(folder))

    assert "No ranking by geometric mean: each of money, people" in sheet_to_markdown(sheets[0])
    assert "geometric-mean" not in sheet_to_csv(sheets[0])


def test_size_is_set_against_intensity_as_the_command_of_that_name_does() -> None:
    compared = invoke("compare", "--size-vs-intensity", "researchers", "--format", "json")
    alone = invoke("intensity", "--by", "researchers", "--format", "json")

    assert compared.exit_code == 0
    assert compared.stdout == alone.stdout


def test_size_against_intensity_takes_one_method_and_all_clusters() -> None:
    methods = ("--method", "topsis", "--method", "vikor")

    result = invoke("compare", "--size-vs-intensity", "researchers", *methods, "--group", "korea")

    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["--method", "--group"]
