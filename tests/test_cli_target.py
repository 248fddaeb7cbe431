"""The commands gap and reach: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.cli import app
from tests.studies import write_study


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


def test_gap_prints_sentence_waterfall_and_sums(study: str):
    result = invoke("gap", "alder", "cedar", "--study", study)

    assert result.exit_code == 0
    assert result.stdout.startswith("Alder Bay (1st) against Cedar Cove (2nd)\n")
    assert "90 USD m less" in result.stdout
    assert "By who could change it" in result.stdout


def test_gap_as_json_names_its_schema(study: str):
    result = invoke("gap", "alder", "dover", "--study", study, "--format", "json")

    assert json.loads(result.stdout)["schema"] == "cluster-ranker/gap/1"


def test_reach_prints_package_and_chances(study: str):
    result = invoke("reach", "birch", "--rank", "2", "--study", study, "--draws", "100")

    assert result.exit_code == 0
    assert "reaches rank 2 by Grants" in result.stdout
    assert "In 100 draws" in result.stdout


def test_reach_runs_alike_twice(study: str):
    arguments = ("reach", "birch", "--beat", "cedar", "--study", study, "--format", "json")

    first, second = (invoke(*arguments, "--draws", "50", "--seed", "3") for _ in range(2))

    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["manifest"]["seed"] == 3


def test_options_of_reach_become_its_terms(study: str):
    result = invoke(
        *("reach", "birch", "--rank", "2", "--study", study, "--format", "json"),
        *("--levers", "grants", "--cost", "grants=3", "--cap", "grants=50", "--cap", "factor=9"),
        *("--years", "4", "--draws", "10"),
    )

    terms = json.loads(result.stdout)["manifest"]["terms"]
    assert terms == {
        "levers": ["grants"],
        "hold": [],
        "costs": {"grants": 3.0},
        "currency": "",
        "factor": 9.0,
        "caps": {"grants": 50.0},
        "years": 4.0,
    }


def test_costs_come_from_a_file_and_an_option_overrides_them(study: str, tmp_path: Path):
    file = tmp_path / "costs.yaml"
    file.write_text("currency: USD m\ncosts:\n  grants: 5\n", encoding="utf-8")

    plain, overridden = (
        json.loads(
            invoke(
                *("reach", "birch", "--rank", "2", "--study", study, "--costs", str(file)),
                *("--draws", "10", "--format", "json", *more),
            ).stdout
        )
        for more in ((), ("--cost", "grants=1"))
    )

    assert plain["cost_unit"] == "USD m"
    assert plain["cost"] == pytest.approx(5 * overridden["cost"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("costs: {grants: five}\n", "costs.yaml:1 costs.grants: the cost of 'grants' is 'five'."),
        ("currency: USD m\n", "costs.yaml:1: there are no costs."),
        ("- grants\n", "there are no costs."),
        ("costs: {grants: 1}\ncurency: x\n", "costs.yaml:2 curency: 'curency' is unknown."),
        ("costs: {grants: 1}\ncurrency: 3\n", "costs.yaml:2 currency: the currency is 3."),
        ("costs: [1\n", "this is not YAML"),
        ("", "the file is empty."),
    ],
)
def test_a_cost_file_of_another_form_is_told_by_its_line(
    study: str, tmp_path: Path, text: str, told: str
):
    file = tmp_path / "costs.yaml"
    file.write_text(text, encoding="utf-8")

    result = invoke("reach", "birch", "--rank", "2", "--study", study, "--costs", str(file))

    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stdout == ""


def test_a_cost_file_that_is_not_there_is_told(study: str, tmp_path: Path):
    missing = str(tmp_path / "none.yaml")

    result = invoke("reach", "birch", "--rank", "2", "--study", study, "--costs", missing)

    assert result.exit_code == 1
    assert "[file-missing]" in result.stderr


def test_every_wrong_pair_is_told_at_once(study: str):
    result = invoke(
        *("reach", "birch", "--rank", "2", "--study", study),
        *("--cost", "grants", "--cost", "grants=x", "--cap", "a=1", "--cap", "a=2"),
    )

    assert result.exit_code == 2
    assert result.stderr.count("[argument-invalid]") == 3
    assert "'a' is given twice." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("gap", "alder", "elm"), "cluster-unknown", 2),
        (("gap", "alder", "cedar", "--method", "topsis"), "bounds-not-additive", 1),
        (("reach", "alder", "--rank", "1"), "target-met", 2),
        (("reach", "birch"), "argument-invalid", 2),
        (("reach", "birch", "--rank", "2", "--hold", "office"), "lever-unknown", 2),
        (("reach", "birch", "--rank", "2", "--cost", "grants=-1"), "cost-invalid", 2),
        (("reach", "birch", "--rank", "2", "--cap", "factor=0"), "cap-invalid", 2),
        (("reach", "birch", "--rank", "2", "--draws", "0"), "argument-invalid", 2),
    ],
)
def test_what_cannot_be_asked_is_one_line_on_stderr(
    study: str, arguments: tuple[str, ...], code: str, status: int
):
    result = invoke(*arguments, "--study", study)

    assert result.exit_code == status
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(f"[{code}]\n")
