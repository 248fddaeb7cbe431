"""Size against intensity, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ranker.analysis.intensity import intensity
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.output.sheets_intensity import (
    intensity_sentence,
    intensity_sheets,
    intensity_to_json,
)
from tests.studies import SOURCES

STUDY = """\
format: 1
id: towns
title: Towns
edition: 2025-06-30
groups: {home: {label: Home, role: home}}
countries: {KOR: Korea}
criteria:
  grants: {label: Grants, unit: USD m, objective: max}
  tax: {label: Tax, unit: '%', objective: min, pool: mean, weight: 0}
  speed:
    label: Speed
    unit: km/h
    objective: max
    normalise: goalposts
    goalposts: [0, 9]
    weight: 0
context:
  researchers: {label: Researchers, unit: people}
"""
# Grants, researchers: by size a b c d e f, a researcher 1 4 3 0.5 10 and none known of f.
FIGURES = {
    "a": (600, 600),
    "b": (400, 100),
    "c": (300, 100),
    "d": (200, 400),
    "e": (100, 10),
    "f": (50, None),
}


@pytest.fixture
def towns(tmp_path: Path) -> Ranking:
    (tmp_path / "study.yaml").write_text(STUDY)
    (tmp_path / "sources.csv").write_text(SOURCES)
    (tmp_path / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{name},{name.upper()},home,KOR,0,0\n" for name in FIGURES)
    )
    rows = [
        f"{name},{leaf},{value},2024,A,almanac\n"
        for name, (grants, people) in FIGURES.items()
        for leaf, value in (("grants", grants), ("researchers", people), ("tax", 5), ("speed", 3))
        if value is not None
    ]
    (tmp_path / "observations.csv").write_text(
        "place,indicator,value,year,quality,source\n" + "".join(rows)
    )
    return rank(tmp_path)


def test_ranks_are_told_among_those_that_both_rank(towns: Ranking):
    found = intensity(towns, "researchers")

    told = [(s.cluster.id, s.by_size, s.by_intensity, s.move) for s in found.standings]
    assert told == [
        ("a", 1, 4, -3),
        ("b", 2, 2, 0),
        ("c", 3, 3, 0),
        ("d", 4, 5, -1),
        ("e", 5, 1, 4),
    ]
    assert [cluster.id for cluster in found.lost] == ["f"]


def test_the_story_is_told_by_the_top_third(towns: Ranking):
    """Of five the first two are the top: a and b by size, e and b by intensity."""
    found = intensity(towns, "researchers")

    assert found.top == 2
    assert {s.cluster.id: s.story for s in found.standings} == {
        "a": "size",
        "b": "both",
        "c": "neither",
        "d": "neither",
        "e": "intensity",
    }
    assert [s.cluster.id for s in found.changed] == ["e", "a"]
    assert intensity_sentence(found) == (
        "Divided by researchers, of 5 compared A leaves the top third and E enters the top third."
    )


def test_quotients_tell_of_the_power_of_ten_nearest_to_the_median(towns: Ranking):
    """The researchers are 600, 100, 100, 400 and 10; their median is 100."""
    found = intensity(towns, "researchers")

    assert found.per == 100
    assert found.quotients.raw["grants"].tolist()[:2] == [100, 400]
    assert intensity(towns, "researchers", per=1).quotients.raw["grants"]["a"] == 1


def test_what_is_no_total_stays_as_it_is(towns: Ranking):
    found = intensity(towns, "researchers")

    assert found.divided == ("grants",)
    assert {kept.indicator: kept.reason for kept in found.kept} == {
        "tax": "it does not add up over places, so it is no total",
        "speed": "its scale is given in its own unit",
    }


def test_a_mean_may_be_divided_by_name(towns: Ranking):
    assert intensity(towns, "researchers", indicators=["tax"]).divided == ("tax",)


@pytest.mark.parametrize(
    ("by", "more", "message"),
    [
        ("reserchers", {}, "the nearest is 'researchers'"),
        ("researchers", {"per": 0}, "Write a number above 0"),
        ("researchers", {"indicators": ["speed"]}, "its scale is given in its own unit"),
        ("researchers", {"indicators": ["grant"]}, "the nearest is 'grants'"),
        ("grants", {}, "no indicator is a total"),
    ],
)
def test_questions_that_cannot_be_are_refused(towns: Ranking, by: str, more: dict, message: str):
    with pytest.raises(UsageError, match=message):
        intensity(towns, by, **more)


def test_json_and_sheet_have_both_ranks(towns: Ranking):
    found = intensity(towns, "researchers")

    data = json.loads(intensity_to_json(found))
    (sheet,) = intensity_sheets(found)

    assert data["schema"] == "cluster-ranker/intensity/1"
    assert data["standings"][0] == {
        "cluster": "a",
        "rank_by_size": 1,
        "rank_by_intensity": 4,
        "move": -3,
        "story": "size",
    }
    assert [column.head for column in sheet.shown][:3] == ["By size", "By intensity", "Move"]
    assert "Divided: Grants (USD m per 100 people)." in sheet.notes
