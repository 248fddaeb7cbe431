"""The command that checks claims: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis import claim as claim_module
from ranker.analysis.claim import claims
from ranker.analysis.ranking import rank
from ranker.analysis.variation import Variation
from ranker.cli import app
from ranker.output.export_claim import claims_to_json
from ranker.output.sheets_claim import claim_sheets
from tests.studies import write_study


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["claim", *arguments], prog_name="ranker")


def test_the_sentence_comes_first_and_the_verdict_next(study: str):
    result = invoke("birch < ALDER on office", "--study", study, "--draws", "400")

    lines = result.stdout.splitlines()
    assert lines[0] == "Alder Bay scores more than Birch Point on Office."
    assert lines[1].startswith("Fragile: true as the ranking stands, and in ")
    assert lines[1].endswith("of 400 scenarios (likely).")
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_it_hangs_on_is_shown_with_grade_source_and_address(study: str):
    shown = invoke("alder > birch on office", "--study", study, "--draws", "50").stdout

    (row,) = [line.split() for line in shown.splitlines() if line.startswith("Office ")]
    assert row == [
        *("Office", "Birch", "Point", "1", "·", "shared", "2", "0", "to", "2", "B", "almanac"),
    ]
    assert "almanac: World almanac, https://almanac.example/2024" in shown


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("alder > birch", "Supported: true"),
        ("alder > cedar", "Fragile: true"),
        ("birch > alder", "Not supported: not true"),
    ],
)
def test_the_exit_code_is_0_whatever_the_verdict(study: str, text: str, verdict: str):
    result = invoke(text, "--study", study, "--draws", "500")

    assert result.stdout.splitlines()[1].startswith(verdict)
    assert result.exit_code == 0


def test_rivals_extent_and_what_varied_are_told(study: str):
    shown = invoke("alder is first", "--study", study, "--draws", "500").stdout

    assert "At the threshold: Cedar Cove (2nd), which it is ahead of in " in shown
    assert "it holds under some weights and not under others. Exact." in shown
    assert "What varied: weights around the ranking's (concentration 20); each figure" in shown
    assert "500 scenarios from seed 0; the share is within " in shown


def test_a_claim_that_nothing_turns_says_so_and_one_without_draws_is_sure(study: str):
    options = ("--weights", "fixed", "--no-data", "--no-missing", "--draws", "7")

    shown = invoke("alder > birch", "--study", study, *options).stdout

    assert "No single figure, wrong within its doubt or missing, turns it alone." in shown
    assert "7 scenarios from seed 0; all gave the same answer." in shown


def test_json_is_that_of_the_library_and_names_sources(study: str):
    texts = ("alder > birch on office", "dover is first")

    shown = invoke(*texts, "--study", study, "--draws", "300", "--seed", "7", "--format", "json")

    ranking = rank(study)
    assert shown.stdout == claims_to_json(ranking, claims(ranking, texts, draws=300, seed=7))
    data = json.loads(shown.stdout)
    assert data["schema"] == "cluster-ranker/claim/1"
    assert [c["normal"] for c in data["claims"]] == ["alder > birch on office", "dover rank = 1"]
    (hinge,) = data["claims"][0]["hangs_on"]
    assert (hinge["cluster"], hinge["value"], hinge["needed"]) == ("birch", 1.0, 2.0)
    assert hinge["sources"][0]["url"] == "https://almanac.example/2024"
    assert (data["manifest"]["seed"], data["manifest"]["draws"]) == (7, 300)


def test_csv_and_markdown_have_a_line_a_claim(study: str):
    options = ("alder > birch", "birch is first", "--study", study, "--draws", "200")

    rows = list(csv.DictReader(io.StringIO(invoke(*options, "--format", "csv").stdout)))
    page = invoke(*options, "--format", "md").stdout

    assert [row["claim"] for row in rows] == ["alder > birch", "birch rank = 1"]
    assert [row["is_true"] for row in rows] == ["true", "false"]
    assert 0 <= float(rows[1]["share"]) <= 1
    assert page.startswith("# Four harbours\n\n| Claim | In words | Verdict |")
    assert "| Birch Point is first. | not supported | false |" in page


def test_claims_of_a_file_are_checked_after_those_given(study: str, tmp_path: Path):
    file = tmp_path / "claims.txt"
    file.write_text("# who leads\n\nalder is first  # today\n'Cedar Cove' > birch\n", "utf-8")

    shown = invoke("alder > birch", "--file", str(file), "--study", study, "--draws", "50").stdout

    titles = [line for line in shown.splitlines() if line.endswith(".") and " ranks above " in line]
    assert titles == ["Alder Bay ranks above Birch Point.", "Cedar Cove ranks above Birch Point."]
    assert "Alder Bay is first." in shown
    assert shown.count("What varied:") == 1


def test_problems_of_a_file_have_their_lines_and_come_before_the_work(
    study: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def work(*_: Any, **__: Any) -> None:
        raise AssertionError("the work has started")

    monkeypatch.setattr("ranker.analysis.claim_draws.ClaimRun.__call__", work)
    file = tmp_path / "claims.txt"
    unread = "alder > brich\n\nalder >\n"
    unanswered = "alder is first\nalder rank = 9\n"
    told = []
    for text in (unread, unanswered):
        file.write_text(text, "utf-8")
        result = invoke("--file", str(file), "--study", study)
        told += result.stderr.splitlines()
        assert (result.exit_code, result.stdout) == (2, "")

    assert told[0].startswith(f"{file}:1 claim 'alder > ▸brich': there is no cluster 'brich'.")
    assert told[1].startswith(f"{file}:3 claim 'alder >▸': expected a cluster, found the end.")
    assert told[2].startswith(f"{file}:2 claim 'alder rank = 9': 9 is too great")
    assert len(told) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "argument-invalid"),
        (["--file", "nowhere.txt"], "file-missing"),
        (["osong > songdo", "--draws", "0"], "argument-invalid"),
        (["osong > songdo", "--weights", "unifrom"], "argument-invalid"),
        (["osong > songdo", "--constraint", "talent >= 1.2"], "constraints-infeasible"),
        (["osong > sogdo"], "claim-invalid"),
        (["bangkok > songdo"], "claim-unanswerable"),
    ],
)
def test_a_wrong_argument_is_one_line_on_stderr_and_exit_2(arguments: list[str], code: str):
    result = invoke(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"[{code}]\n")
    assert result.stderr.count("\n") == 1


def test_a_file_of_comments_alone_holds_no_claim(tmp_path: Path):
    file = tmp_path / "claims.txt"
    file.write_text("# nothing yet\n", "utf-8")

    assert invoke("--file", str(file)).stderr.startswith("CLAIM: no claim is given.")


def test_every_option_reaches_the_claims(study: str, monkeypatch: pytest.MonkeyPatch):
    kept: list[tuple[Variation, int, int]] = []

    def stand_in(*_: Any, variation: Variation, draws: int, seed: int, **__: Any) -> None:
        kept.append((variation, draws, seed))
        raise KeyboardInterrupt

    monkeypatch.setattr(claim_module, "claims", stand_in)
    asked = ("alder > birch", "--study", study)

    invoke(*asked, "--concentration", "50", "--depth", "all", "--draws", "9", "--seed", "4")
    invoke(*asked, "--weights", "within", "--margin", "0.2", "--no-data")
    invoke(*asked, "--no-missing", "--vary", "method", "--constraint", "money >= people")

    assert kept == [
        (Variation(concentration=50, depth="all"), 9, 4),
        (Variation(weights="within", margin=0.2, data=False), 10_000, 0),
        (
            Variation(
                weights="uniform",
                missing=False,
                construction=("method",),
                constraints=("money >= people",),
            ),
            10_000,
            0,
        ),
    ]


def test_a_method_without_batches_is_announced(study: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ranker.analysis.simulation.estimate_seconds", lambda *_: 400.0)

    result = invoke("alder > birch", "--study", study, "--method", "aras", "--draws", "5")

    assert result.stderr.startswith("this takes about 7 minutes on one thread")


def test_a_share_near_a_threshold_is_announced(study: str):
    (found,) = claims(rank(study), ["alder > birch"], draws=10)
    near, sure = (dataclasses.replace(found, share=share, error=0.02) for share in (0.89, 0.95))

    words = "so near a threshold of the verdict that more draws might change it."
    assert words in " ".join(claim_sheets([near])[0].notes)
    assert words not in " ".join(claim_sheets([sure])[0].notes)


@pytest.mark.parametrize("text", ["alder > brich on money", "alder rank <= 9"])
def test_the_page_of_problems_shows_what_is_said(study: str, text: str):
    page = (Path(__file__).parents[1] / "docs" / "problems.md").read_text(encoding="utf-8")

    assert f"```text\n{invoke(text, '--study', study).stderr}```" in page
