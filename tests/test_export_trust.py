"""Robustness and exact answers as JSON and as sheets."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from rich.cells import cell_len

from ranker.analysis.bounds import Bounds, bounds
from ranker.analysis.dispute import dispute
from ranker.analysis.inverse import weights_for_first
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness
from ranker.analysis.stability import stability
from ranker.analysis.variation import Variation
from ranker.output.export_trust import (
    bounds_to_json,
    dispute_to_json,
    inverse_to_json,
    robustness_to_json,
    stability_to_json,
)
from ranker.output.sheet import Column, Sheet, sheet_to_csv, sheet_to_markdown
from ranker.output.sheets_case import certificate_sheets, dispute_sheets, inverse_sheet
from ranker.output.sheets_trust import bounds_sheet, error_text, robustness_sheet, stability_sheet
from ranker.output.terminal import PIPED_WIDTH, render
from ranker.output.terminal_trust import sheets_text
from ranker.study.model import Study

WIDE_TEXT = {"width": PIPED_WIDTH}
WIDE = {"width": PIPED_WIDTH, "colour": False}


def refuse(constant: str) -> Any:
    raise AssertionError(constant)


def read(text: str) -> Any:
    return json.loads(text, parse_constant=refuse)


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


@pytest.fixture
def robust(ranking: Ranking) -> Robustness:
    """A hundred draws: alder is first in 70 and else second, birch is always last."""
    return Robustness(
        ranking=ranking,
        variation=Variation(),
        draws=100,
        seed=0,
        clusters=("alder", "cedar", "birch"),
        acceptability=np.array([[0.7, 0.3, 0.0], [0.3, 0.7, 0.0], [0.0, 0.0, 1.0]]),
        wins=np.array([[0.0, 0.7, 1.0], [0.3, 0.0, 1.0], [0.0, 0.0, 0.0]]),
        central_weights=np.array([[0.4, 0.6], [0.8, 0.2], [np.nan, np.nan]]),
        confidence=np.array([0.9, 0.6, np.nan]),
        level=0.9,
    )


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def asia_bounds(asia: Ranking) -> Bounds:
    return bounds(asia, weights="fixed", data="free")


# --- robustness --------------------------------------------------------------------------


def test_json_of_a_simulation_names_its_schema_and_what_made_it(robust: Robustness):
    data = read(robustness_to_json(robust))

    assert data["schema"] == "cluster-ranker/robustness/1"
    assert data["manifest"]["seed"] == 0
    assert data["manifest"]["draws"] == 100
    assert data["manifest"]["variation"]["weights"] == "around"
    assert data["varied"] == robust.variation.sentence()


def test_json_of_a_simulation_has_full_precision_and_null_for_what_never_happened(
    robust: Robustness,
):
    alder, _, birch = read(robustness_to_json(robust, top=2))["rows"]

    assert (alder["rank"], alder["median"], alder["low"], alder["high"]) == (1, 1, 1, 2)
    assert (alder["first"], alder["top_2"]) == (0.7, 1.0)
    assert alder["expected"] == robust.expected_ranks[0]
    assert alder["acceptability"] == [0.7, 0.3, 0.0]
    assert alder["wins"] == [0.0, 0.7, 1.0]
    assert alder["central_weights"] == {"money": 0.4, "people": 0.6}
    assert (birch["central_weights"], birch["confidence"]) == (None, None)


def test_json_of_a_group_keeps_the_axis_of_all(robust: Robustness):
    data = read(robustness_to_json(robust, group="home"))

    assert [row["cluster"] for row in data["rows"]] == ["alder", "birch"]
    assert data["clusters"] == ["alder", "cedar", "birch"]
    assert data["tiers"] == [["alder", "cedar"], ["birch"]]


def test_the_sheet_of_a_simulation_never_claims_more_than_the_draws_can(robust: Robustness):
    shown = render(sheets_text([robustness_sheet(robust, top=2)], **WIDE_TEXT), **WIDE)

    assert re.search(r"1  Alder Bay +1 +1–2 +1\.3 +70% +over 91% +1", shown)
    assert "100 draws from seed 0; every share is within 9.0 percentage points" in shown
    assert "Tier 1: Alder Bay and Cedar Cove.\nTier 2: Birch Point." in shown


def test_tiers_of_a_group_keep_their_numbers(robust: Robustness):
    notes = robustness_sheet(robust, group="home").notes

    assert "Tier 1: Alder Bay." in notes
    assert "Tier 2: Birch Point." in notes


def test_draws_that_all_agree_are_said_to(robust: Robustness):
    sure = Robustness(
        **{name: getattr(robust, name) for name in Robustness.__slots__}
        | {"acceptability": np.eye(3), "wins": np.triu(np.ones((3, 3)), 1)}
    )

    assert error_text(sure) == "all gave the same ranks."


def test_csv_of_a_simulation_has_the_ends_of_intervals_in_columns(robust: Robustness):
    rows = list(csv.DictReader(io.StringIO(sheet_to_csv(robustness_sheet(robust, top=2)))))

    assert [row["cluster"] for row in rows] == ["alder", "cedar", "birch"]
    assert (rows[0]["low"], rows[0]["high"], rows[0]["top_2"]) == ("1", "2", "1.0")
    assert rows[2]["confidence"] == ""


# --- exact -------------------------------------------------------------------------------


def test_json_of_bounds_has_ranks_weights_and_preferences(ranking: Ranking):
    data = read(bounds_to_json(bounds(ranking, constraints=["money >= people"])))

    alder, cedar, birch = data["rows"]
    assert data["schema"] == "cluster-ranker/bounds/1"
    assert data["manifest"]["constraints"] == ["money >= people"]
    assert (cedar["best"], cedar["worst"], birch["best"], birch["worst"]) == (1, 2, 3, 3)
    assert sum(cedar["best_weights"].values()) == pytest.approx(1)
    assert alder["at_least_always"] == ["birch"]
    assert birch["at_least_never"] == ["alder", "cedar"]


def test_json_of_a_certificate_has_every_figure_and_score(asia_bounds: Bounds):
    data = read(bounds_to_json(asia_bounds, certificate="osong"))

    best, worst = data["certificates"]
    held = asia_bounds.certificate("osong", "best")
    assert (best["end"], worst["end"]) == ("best", "worst")
    assert len(best["figures"]) == len(held.settings)
    assert best["scores"]["osong"] == held.scores()["osong"]
    assert read(bounds_to_json(asia_bounds))["certificates"] == []


def test_a_certificate_sheet_shows_the_clusters_own_figures_alone(asia_bounds: Bounds):
    sheets = certificate_sheets(asia_bounds, "osong")

    places = {place for sheet in sheets for c in sheet.shown if c.head == "Of" for place in c.texts}
    osong = asia_bounds.ranking.clusters[asia_bounds.ranking.index("osong")]
    assert places <= {"osong", osong.city, osong.metro, osong.country}
    assert len(sheets) == 4


def test_json_of_stability_names_who_passes_whom(ranking: Ranking):
    data = read(stability_to_json(stability(ranking, top=2)))

    first = data["intervals"][0]
    assert data["schema"] == "cluster-ranker/stability/1"
    assert (first["criterion"], first["question"], first["low"]) == ("money", "first", 0.0)
    assert first["above"] == {"winner": "cedar", "loser": "alder"}
    assert first["slack"] == pytest.approx(first["high"] - 0.5)


def test_json_of_an_inverse_ranking_has_weights_or_a_proof(ranking: Ranking):
    cedar, birch = (
        read(inverse_to_json(weights_for_first(ranking, c))) for c in ("cedar", "birch")
    )

    assert cedar["schema"] == "cluster-ranker/inverse/1"
    assert cedar["proof"] is None
    assert cedar["weights"]["money"] == pytest.approx(86.625 / (86.625 + 61.875), abs=1e-6)
    assert birch["weights"] is None
    assert birch["proof"]["shares"] == {"alder": 1.0}


def test_json_of_a_dispute_adds_up_both_ways(ranking: Ranking):
    data = read(dispute_to_json(dispute(ranking, "alder", "cedar")))

    assert data["schema"] == "cluster-ranker/dispute/1"
    assert data["difference"] == pytest.approx(62.875 - 50.5)
    for parts in (data["criteria"], data["leaves"]):
        assert sum(part["difference"] for part in parts) == pytest.approx(data["difference"])


def test_equal_answers_give_equal_bytes(ranking: Ranking):
    first, second = (bounds_to_json(bounds(ranking), certificate="birch") for _ in range(2))

    assert first == second


# --- sheets ------------------------------------------------------------------------------


def every_sheet(ranking: Ranking, held: Bounds) -> list[Sheet]:
    return [
        bounds_sheet(held),
        *certificate_sheets(held, "osong"),
        stability_sheet(stability(ranking, pair=("osong", "songdo"))),
        inverse_sheet(weights_for_first(ranking, "songdo")),
        inverse_sheet(weights_for_first(ranking, "osong")),
        *dispute_sheets(dispute(ranking, "osong", "songdo")),
    ]


@pytest.mark.parametrize("width", [80, 100, 140])
def test_sheets_fit_a_terminal_and_break_no_word(asia: Ranking, asia_bounds: Bounds, width: int):
    sheets = every_sheet(asia, asia_bounds)

    shown = render(sheets_text(sheets, width=width), width=width, colour=False)

    assert max(map(cell_len, shown.splitlines())) <= width
    assert "…" not in shown
    whole = render(sheets_text(sheets, **WIDE_TEXT), **WIDE)
    assert set(re.findall(r"[^\s─]+", shown)) == set(re.findall(r"[^\s─]+", whole))


def test_a_narrow_terminal_leaves_spare_columns_out():
    names = Column("", "Name", (), ["a"], is_text=True)
    spare = Column("", "Spare", (), ["1,000,000"], is_spare=True)
    sheet = Sheet("Title", (names, spare))

    wide, narrow = (
        render(sheets_text([sheet], width=width), width=width, colour=False) for width in (40, 10)
    )

    assert "Spare" in wide
    assert "Spare" not in narrow
    assert "Name" in narrow


def test_a_sheet_refuses_columns_of_unequal_length():
    with pytest.raises(AssertionError, match="as many cells"):
        Sheet("Title", (Column("a", "", [1]), Column("b", "", [1, 2])))


def test_a_name_is_no_formula_in_csv_and_no_markup_in_markdown():
    sheet = Sheet("T", (Column("name", "Name", ["=1+1"], ["<b>|x"], is_text=True),), notes=("*n*",))

    assert sheet_to_csv(sheet) == "name\n'=1+1\n"
    assert "| &lt;b>\\|x |" in sheet_to_markdown(sheet)
    assert sheet_to_markdown(sheet).endswith("\n\n\\*n\\*\n")
