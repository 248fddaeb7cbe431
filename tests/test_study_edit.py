"""Studies with changed figures, and rankings that keep the yardsticks of another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ranker.analysis.compare import compare_profiles
from ranker.analysis.exact import measured
from ranker.analysis.ranking import rank
from ranker.study.edit import edited_study
from ranker.study.load import open_study
from ranker.study.model import Observation, Source, Study
from tests.studies import write_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return open_study(write_study(tmp_path / "harbours"))


def row_of(study: Study, place: str, indicator: str) -> Observation:
    found = [r for r in study.observations if (r.place, r.indicator) == (place, indicator)]
    assert len(found) == 1
    return found[0]


def test_a_row_takes_the_place_of_the_one_with_its_key(study: Study) -> None:
    grants = replace(row_of(study, "cedar", "grants"), value=999.0)

    changed = edited_study(study, [grants])

    assert rank(changed).cell("cedar", "grants").value == 999.0
    assert len(changed.observations) == len(study.observations)
    assert rank(study).cell("cedar", "grants").value == 99.0


def test_a_row_of_a_new_key_is_added_with_its_source(study: Study) -> None:
    paper = Source("paper", "Paper", "", "https://paper.example/a", "2025")
    grants = replace(row_of(study, "cedar", "grants"), year=2025, value=9.0, source="paper")

    changed = edited_study(study, [grants], sources={"paper": paper})

    assert rank(changed).cell("cedar", "grants").sources == ("paper",)
    assert changed.sources["paper"].title == "Paper"


def test_a_row_can_be_taken_out(study: Study) -> None:
    changed = edited_study(study, [], without=[row_of(study, "cedar", "office")])

    assert rank(changed).cell("cedar", "office").is_missing


def test_a_change_has_a_hash_of_its_own_and_no_change_has_none(study: Study) -> None:
    grants = replace(row_of(study, "cedar", "grants"), value=999.0)

    hashes = [edited_study(study, [grants]).content_hash for _ in range(2)]

    assert hashes[0] == hashes[1] != study.content_hash
    assert edited_study(study, []) is study


def test_yardsticks_of_another_ranking_keep_everybody_elses_utilities(study: Study) -> None:
    before = rank(study)
    grants = replace(row_of(study, "cedar", "grants"), value=999.0)

    after = rank(edited_study(study, [grants]), yardsticks=before)

    # ln(1 + 999) is one and a half times ln(1 + 99), which was worth 100
    assert after.utilities.loc["cedar", "grants"] == pytest.approx(149.5)
    others = ["alder", "birch", "dover"]
    assert after.utilities.loc[others].equals(before.utilities.loc[others])


def test_exact_answers_and_profiles_keep_these_yardsticks_too(study: Study) -> None:
    before = rank(study)
    grants = replace(row_of(study, "cedar", "grants"), value=999.0)

    after = rank(edited_study(study, [grants]), yardsticks=before)

    figures = after.cells.performances
    assert measured(after, figures)[:, 0].tolist() == after.tree.utilities[:, 0].tolist()
    # Funder: money 3, people 1; grants and spending alike. Cedar leads as before.
    assert compare_profiles(after).ranks_of("cedar") == (1, 1)
