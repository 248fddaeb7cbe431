"""Gap and reach as JSON and as sheets."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ranker.analysis.gap import gap
from ranker.analysis.levers import Terms
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.reach import reach
from ranker.analysis.reach_draws import Holds
from ranker.analysis.variation import Variation
from ranker.output.export_gap import gap_to_json
from ranker.output.export_reach import reach_to_json
from ranker.output.gap_view import view_gap, waterfall_bars
from ranker.output.reach_view import growth_text
from ranker.output.sheet import sheet_to_csv, sheet_to_markdown
from ranker.output.sheets_gap import gap_sheets
from ranker.output.sheets_reach import reach_sheet
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import add, write_study

HOLDS = Holds(before=0.0, after=0.6, draws=10_000, seed=0, variation=Variation())


def refuse(constant: str) -> Any:
    raise AssertionError(constant)


def read(text: str) -> Any:
    return json.loads(text, parse_constant=refuse)


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def test_a_gap_as_json_adds_up_in_full_and_as_shown(asia: Ranking):
    told = read(gap_to_json(gap(asia, "osong", "boston")))

    assert told["schema"] == "cluster-ranker/gap/1"
    assert told["b"]["rank"] is None
    assert told["b"]["standing"] == 3
    for parts in (told["criteria"], told["steps"], list(told["kinds"].values())):
        assert sum(part["difference"] for part in parts) == pytest.approx(told["difference"])
        assert sum(round(part["shown"] * 10) for part in parts) == round(told["shown"] * 10)


def test_a_missing_figure_is_null_with_its_stand_in_beside_it(asia: Ranking):
    steps = read(gap_to_json(gap(asia, "osong", "boston")))["steps"]

    step = next(step for step in steps if step["node"] == "publications")
    assert step["kind"] == "missing"
    assert step["raw_difference"] is None
    assert step["a_figure"]["value"] is None
    assert step["a"] == pytest.approx(asia.criteria.loc["osong", "talent"])


def test_equal_gaps_are_equal_bytes(ranking: Ranking):
    first, second = (gap_to_json(gap(ranking, "alder", "cedar")) for _ in range(2))

    assert first == second


def test_the_csv_of_a_gap_has_every_figure_in_full(ranking: Ranking):
    text = sheet_to_csv(gap_sheets(gap(ranking, "alder", "cedar"))[0])

    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(float(row["points"]) for row in rows) == pytest.approx(12.375)
    assert rows[0]["indicator"] == "grants"
    assert float(rows[0]["raw_difference"]) == -90


def test_bars_lie_on_one_scale_and_meet(ranking: Ranking):
    """From 50.5: down 18.6 to 31.9, up 24.8 and 18.6 to 75.25, down 12.4 to 62.9."""
    bars = waterfall_bars(view_gap(gap(ranking, "alder", "cedar")), 40)

    assert [len(bar) for bar in bars] == [40] * 4
    assert [sorted(set(bar) - {"·"}) for bar in bars] == [["░"], ["▓"], ["▓"], ["░"]]
    assert bars[0].startswith("░")
    assert bars[1].startswith("▓")
    assert bars[2].rstrip("·").endswith("▓")


def test_a_sheet_of_a_gap_leads_with_its_sentence(ranking: Ranking):
    text = sheet_to_markdown(gap_sheets(gap(ranking, "alder", "cedar"))[0])

    assert "# Alder Bay (1st) against Cedar Cove (2nd)" in text
    assert "Alder Bay is 12.4 points ahead of Cedar Cove" in text


def test_a_reach_as_json_has_package_levers_and_what_stays(asia: Ranking):
    found = reach(asia, "gwanggyo", rank=9, terms=Terms(years=4))

    told = read(reach_to_json(found, HOLDS))

    assert told["schema"] == "cluster-ranker/reach/1"
    assert told["is_reached"] is True
    assert told["cost_unit"] == "effort"
    gained = sum(change["points"] for change in told["changes"])
    assert told["score"]["before"] + gained == pytest.approx(told["score"]["after"])
    assert {held["indicator"] for held in told["held"]} == {"foreign_firms", "workforce"}
    assert told["chances"]["after"] == 0.6
    assert told["manifest"]["draws"] == 10_000


def test_a_sheet_of_a_reach_says_what_it_takes_what_limits_it_and_how_sure_it_is(asia: Ranking):
    found = reach(asia, "osong", rank=3, terms=Terms(years=3))

    text = " ".join(sheet_to_markdown(reach_sheet(found, HOLDS)).split())

    assert "Osong Bio Valley, 4th with 59.1 points, reaches rank 3 by" in text
    assert "it is no money" in text
    assert "daegu 2015–2018: +28.8% a year" in text
    assert "No speed limit can be read from the data for Sites of top 20 drug companies" in text
    assert "met in 60% with these changes and in under 1% without" in text


def test_figures_shown_are_enough(asia: Ranking):
    """A figure that is no count is rounded up, so that what is read off reaches the target."""
    found = reach(asia, "songdo", rank=4)

    money = next(c for c in found.changes if c.lever.indicator.id == "public_investment")
    shown = next(
        row
        for row in sheet_to_markdown(reach_sheet(found)).splitlines()
        if row.startswith("| Public")
    )
    number = float(re.findall(r"[\d,]+", shown)[1].replace(",", ""))
    assert money.to <= number < money.to + 1


def test_what_cannot_be_reached_is_told_with_what_is_lacking(asia: Ranking):
    found = reach(asia, "osong", rank=3, terms=Terms(factor=2))

    sheet = reach_sheet(found)

    assert sheet.title == "Every lever at its cap"
    assert (
        "cannot reach rank 3: with every lever at its cap it has 62.783 points, 0.046"
        in (sheet.lead[0])
    )


def test_costs_with_a_currency_are_told_in_it(ranking: Ranking):
    terms = Terms(costs={"grants": 2.0}, currency="USD m")
    found = reach(ranking, "birch", rank=2, terms=terms)

    sheet = reach_sheet(found)

    assert "at a cost of 41.1 USD m" in sheet.lead[0]
    assert "effort" not in " ".join(sheet.notes)


def test_a_reach_without_levers_says_so(ranking: Ranking):
    found = reach(ranking, "birch", rank=2, terms=Terms(hold=("grants",)))

    sheet = reach_sheet(found)

    assert "as no lever can move it has" in sheet.lead[0]
    assert found.table.empty


def test_growth_of_a_zero_is_told_in_units(tmp_path: Path):
    """Cedar's grants rose from 49 to 99 in two years; Birch stands at 0."""
    history = add("cedar,grants,,49,,,2022,A,gazette,")
    study = open_study(write_study(tmp_path / "harbours", observations=history))
    lever = reach(rank(study), "birch", rank=2, terms=Terms(years=2)).levers[0]

    assert lever.pace is not None
    assert growth_text(lever.pace, lever) == "cedar 2022–2024: +25 USD m a year"
