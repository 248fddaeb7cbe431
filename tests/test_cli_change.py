"""The commands what-if and correct: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.correction import correct
from ranker.analysis.ranking import rank
from ranker.analysis.what_if import what_if
from ranker.cli import app
from ranker.output.export_change import correction_to_json, what_if_to_json
from ranker.study.corrections import TEMPLATE
from tests.studies import write_study

BIRCH = "birch,grants,,99,,,2024,A,gazette,,,,,\n"


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


@pytest.fixture
def corrections(tmp_path: Path) -> str:
    file = tmp_path / "corrections.csv"
    file.write_text(TEMPLATE + BIRCH)
    return str(file)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


# --- what-if -----------------------------------------------------------------------------


def test_what_if_shows_both_rankings_and_who_passes(study: str):
    result = invoke("what-if", "birch.grants=999", "--study", study)

    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "What if: Four harbours",
        "Hypothetical: these figures are supposed, no source states them.",
        "Grants of birch: 999 USD m, not 0 USD m.",
        "3 of 4 clusters move.",
    ]
    assert lines[7].split()[:4] == ["1", "3", "Birch", "Point"]
    assert "Scores on the criteria, where they change" in lines
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_if_as_json_is_that_of_the_library(study: str):
    result = invoke("what-if", "birch.grants=999", "--study", study, "--format", "json")

    assert result.stdout == what_if_to_json(what_if(rank(study), {"birch.grants": 999}))


def test_changes_of_a_file_and_of_arguments_go_together(study: str, tmp_path: Path):
    file = tmp_path / "plan.yaml"
    file.write_text("cedar.office: 2\n")

    result = invoke(
        "what-if", "birch.grants=+5", "--changes", str(file), "--study", study, "--format", "json"
    )

    places = [(c["place"], c["value"]) for c in json.loads(result.stdout)["changes"]]
    assert places == [("cedar", 2.0), ("birch", 5.0)]


@pytest.mark.parametrize("form", ["csv", "md"])
def test_what_a_single_table_cannot_say_goes_to_stderr(study: str, form: str):
    result = invoke("what-if", "alder.spending=3", "--study", study, "--format", form)

    assert result.exit_code == 0
    assert "shared by Alder Bay, Birch Point" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), "no change is named"),
        (("birch.grants",), "'birch.grants' is no change."),
        (("birch.grants=x",), "'x' is no change."),
        (("birch.plans=1",), "shown and not scored"),
    ],
)
def test_what_if_refuses_what_is_no_change(study: str, arguments: tuple[str, ...], found: str):
    result = invoke("what-if", *arguments, "--study", study)

    assert (result.exit_code, result.stdout) == (2, "")
    assert found in result.stderr


def test_a_broken_file_of_changes_is_told_with_its_line(study: str, tmp_path: Path):
    file = tmp_path / "plan.yaml"
    file.write_text("a.b: 1\na.b: 2\n")

    result = invoke("what-if", "--changes", str(file), "--study", study)

    assert result.exit_code == 1
    assert "plan.yaml:2 a.b: 'a.b' stands here a second time" in result.stderr


# --- correct -----------------------------------------------------------------------------


def test_the_template_is_the_first_line_of_a_file():
    result = invoke("correct", "--template")

    assert result.stdout.startswith("place,indicator,item,value,low,high,year,quality,source,note")
    assert result.stdout.endswith(",source_title,source_publisher,source_url,source_published\n")


def test_a_preview_writes_nothing_and_tells_each_row_and_all(
    study: str, corrections: str, tmp_path: Path
):
    before = sorted(tmp_path.rglob("*"))

    result = invoke("correct", corrections, study, "--draws", "300")

    assert result.exit_code == 0
    assert "A preview: nothing is written." in result.stdout
    assert "0 USD m (at most 2; grade C; gazette)" not in result.stdout
    assert "0 USD m (0 to 2; grade C; gazette)" in result.stdout
    assert "99 USD m (grade A; gazette)" in result.stdout
    assert "Birch Point: rank 1, not 3; interval would be " in result.stdout
    assert "All rows together" in result.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_preview_as_json_is_that_of_the_library(study: str, corrections: str):
    result = invoke("correct", corrections, study, "--draws", "300", "--format", "json")

    assert result.stdout == correction_to_json(correct(study, corrections, draws=300))


def test_a_preview_as_csv_has_a_line_a_row(study: str, corrections: str):
    result = invoke("correct", corrections, study, "--draws", "100", "--format", "csv")

    head, row = result.stdout.splitlines()
    assert head.startswith("row,place,indicator,item,year,kind,row_value,value_before,")
    assert row.startswith("1,birch,grants,,2024,replaced,99.0,0.0,C,gazette,99.0,A,gazette,")


def test_accepted_rows_are_written_and_the_copy_is_told(
    study: str, corrections: str, tmp_path: Path
):
    copy = tmp_path / "copy"

    result = invoke(
        *("correct", corrections, study, "--draws", "100", "--accept", "1", "--into", str(copy)),
        *("--reason", "seen", "--date", "2025-07-01"),
    )

    assert (result.exit_code, result.stdout) == (0, f"{copy}\n")
    assert result.stderr.startswith("accepted 1 of 1 rows: Birch Point: rank 1, not 3")
    assert rank(copy).rank_of("birch") == 1
    assert "\n2025-07-01,corrections.csv,1,accepted,seen," in (
        copy / "corrections.log.csv"
    ).read_text(encoding="utf-8")
    assert invoke("check", str(copy)).exit_code == 0


@pytest.mark.parametrize(("rows", "value"), [("all", 99.0), ("none", 0.0)])
def test_all_rows_or_none_can_be_accepted(
    study: str, corrections: str, tmp_path: Path, rows: str, value: float
):
    copy = tmp_path / "copy"

    invoke("correct", corrections, study, "--draws", "50", "--accept", rows, "--into", str(copy))

    assert rank(copy).cell("birch", "grants").value == value


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), "no file is named"),
        (("c.csv", "--accept", "all"), "--accept and --into go together"),
        (("c.csv", "--into", "x"), "--accept and --into go together"),
        (("c.csv", "--accept", "1,b", "--into", "x"), "'1,b' names no rows"),
        (("c.csv", "--date", "May"), "'May' is no date"),
    ],
)
def test_arguments_that_cannot_be_are_refused(options: tuple[str, ...], found: str):
    result = invoke("correct", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert found in result.stderr


def test_a_wrong_row_is_refused_with_its_line(study: str, tmp_path: Path):
    file = tmp_path / "corrections.csv"
    file.write_text(TEMPLATE + BIRCH + BIRCH.replace("birch", "elm"))

    result = invoke("correct", str(file), study)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "corrections.csv:3 place: there is no cluster 'elm'." in result.stderr
