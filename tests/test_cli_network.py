"""`ranker network`: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.ranking import rank
from ranker.cli import app
from ranker.output.network_view import network_view
from ranker.output.sheet import sheet_to_markdown
from ranker.output.sheets_network import network_sheets, network_to_json
from tests.networks import pool
from tests.studies import drop, write_study

POOLED = pool(spending="mean", office="min", vacancies="mean")


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours", study=POOLED))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["network", *arguments], prog_name="ranker")


def test_without_a_member_the_networks_of_the_study_are_listed(study: str):
    result = invoke("--study", study)

    assert "bay      The Bay     all ranked of Home" in result.stdout
    assert "strait   The Strait  alder, cedar" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")
    listed = json.loads(invoke("--study", study, "--format", "json").stdout)
    assert listed["schema"] == "cluster-ranker/networks/1"
    assert [network["id"] for network in listed["networks"]] == ["bay", "strait"]


def test_a_study_without_networks_says_so(tmp_path: Path):
    folder = write_study(tmp_path / "none", networks=None)

    result = invoke("--study", str(folder))

    assert result.stdout.strip() == "Four harbours names no networks."
    assert (
        invoke("--study", str(folder), "--format", "csv").stdout.strip()
        == "id,label,members,description"
    )


def test_the_finding_comes_first_and_what_pooling_costs_is_said():
    lines = invoke("k-bio", "--reach-rank", "2", "--draws", "500").stdout.splitlines()

    assert lines[0].startswith("K-Bio would stand 2nd at full coordination (90% interval 1–2); ")
    assert (
        "It passes Zhangjiang Pharma Valley at 11% and Hong Kong Science Park at 21%." in lines[0]
    )
    assert lines[0].endswith("It never passes Singapore Biopolis and Tuas.")
    assert "and costs 6.6 points (Management body) at full coordination." in lines[1]
    assert any(line.startswith("Management body") and line.endswith("−6.60") for line in lines)
    assert lines[2].startswith("The smallest set of the 22 candidates that reaches 2nd")
    assert "Osong Bio Valley, Songdo Bio Cluster and Hongneung Bio Cluster" in lines[2]


def test_names_and_members_left_out_are_told(study: str):
    text = invoke("cedar", "alder", "dover", "--study", study, "--name", "Two coasts").stdout

    assert text.startswith("Two coasts would stand 1st at full coordination")
    assert "Members, best first: Alder Bay and Cedar Cove." in text
    assert "Left out, because they take no rank: Dover." in text
    assert "It passes nobody and falls behind nobody." in text


def test_a_set_that_cannot_be_is_told_with_its_proof():
    text = invoke("gyeongbuk", "--reach-rank", "1", "--draws", "100").stdout

    assert "No set of the 2 candidates reaches 1st at full coordination (searched to" in text


def test_json_is_that_of_the_library_and_adds_up(study: str):
    arguments = (
        "strait",
        "--study",
        study,
        "--draws",
        "300",
        "--seed",
        "7",
        "--coordination",
        "0.5",
    )

    shown = invoke(*arguments, "--format", "json").stdout

    found = rank(study).network("strait", coordination=0.5, draws=300, seed=7)
    assert shown == network_to_json(found)
    assert shown == invoke(*arguments, "--format", "json").stdout
    data = json.loads(shown)
    assert data["schema"] == "cluster-ranker/network/1"
    assert sum(part["part"] for part in data["parts"]) == pytest.approx(data["score"] - 1)
    gains = sum(figure["gain"] for figure in data["figures"])
    assert gains == pytest.approx(data["score"] - data["best_score"])
    assert (data["manifest"]["seed"], data["manifest"]["draws"]) == (7, 300)
    assert data["network"] == "strait"


def test_a_missing_figure_is_null_in_json_and_a_dash_in_the_table(tmp_path: Path):
    folder = write_study(tmp_path, study=POOLED, observations=drop("incheon,vacancies"))

    found = rank(folder).network("strait", draws=50)

    figures = {f["indicator"]: f for f in json.loads(network_to_json(found))["figures"]}
    assert (figures["vacancies"]["best"], figures["vacancies"]["pool"]) == (None, 20)
    sheet = network_sheets(found)[2]
    assert sheet.columns[2].texts[3] == "–"
    assert "Where the best member has no figure" in sheet.notes[-1]


def test_csv_and_markdown_hold_the_curve(study: str):
    arguments = ("strait", "--study", study, "--draws", "50")

    rows = list(csv.DictReader(io.StringIO(invoke(*arguments, "--format", "csv").stdout)))
    found = rank(study).network("strait", draws=50)

    assert [float(row["score"]) for row in rows] == found.scores.tolist()
    assert rows[-1]["rank"] == "1"
    text = invoke(*arguments, "--format", "md").stdout
    assert text == sheet_to_markdown(network_sheets(found)[0])


def test_sampled_parts_show_their_error():
    found = rank("asia-biopharma").network("k-bio", draws=50)

    sheet = network_sheets(found)[3]

    assert [column.head for column in sheet.columns] == ["Member", "Alone", "Adds", "±"]
    assert sheet.notes[-1].endswith("of which 8,000 were drawn from seed 0.")


def test_a_chapter_gets_points_and_passings_with_names():
    found = rank("asia-biopharma").network("k-bio", draws=200)

    view = network_view(found)

    assert [point.coordination for point in view.points] == found.grid.tolist()
    assert (view.points[-1].low, view.points[-1].high) == found.interval()
    assert [(p.name, p.is_gain) for p in view.passings] == [
        ("Zhangjiang Pharma Valley", True),
        ("Hong Kong Science Park", True),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("songdo",), 2, "members: 'songdo' alone is no network."),
        (("songdo", "songdo"), 2, "members: 'songdo' is named 2 times."),
        (("songdo", "osnog"), 2, "the nearest is 'osong'"),
        (("k-bio", "songdo"), 2, "'k-bio' is a network, and a network links clusters."),
        (("songdo", "yangsan"), 2, "only 'songdo' takes a rank; left out: yangsan."),
        (("k-bio", "--coordination", "2"), 2, "the coordination is 2."),
        (
            ("k-bio", "--reach-rank", "99"),
            2,
            "there is no rank 99. Write a whole number from 1 to 41.",
        ),
        (("k-bio", "--method", "topsis"), 1, "[bounds-not-additive]"),
    ],
)
def test_a_wrong_argument_is_one_line_on_stderr(arguments: tuple[str, ...], code: int, words: str):
    result = invoke(*arguments)

    assert (result.exit_code, result.stdout) == (code, "")
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
