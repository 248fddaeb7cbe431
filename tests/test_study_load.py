"""A study as opened: frozen, complete, and known by the hash of its files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ranker.study.load import check_study, hash_content, open_study
from ranker.study.model import Criterion, Indicator, Study, Text
from tests.studies import FILES, add, write_study


def test_the_tree_is_read_in_the_order_of_the_file(harbours: Study) -> None:
    assert [node.id for node in harbours.root.walk()] == [
        "",
        "money",
        "grants",
        "spending",
        "people",
        "office",
        "vacancies",
    ]
    assert [indicator.id for indicator in harbours.indicators] == [
        "grants",
        "spending",
        "office",
        "vacancies",
    ]


def test_an_indicator_carries_what_the_file_says(harbours: Study) -> None:
    grants, _, office, vacancies = harbours.indicators

    assert grants == Indicator(
        id="grants",
        label=Text("Grants", "보조금"),
        unit=Text("USD m"),
        objective="max",
        weight=3.0,
        transform="log",
        lever=True,
    )
    assert (vacancies.level, vacancies.normalise, vacancies.goalposts) == (
        "city",
        "goalposts",
        (0.0, 20.0),
    )
    assert office.scale == {0: Text("none"), 1: Text("shared"), 2: Text("its own")}
    assert office.is_ordinal
    assert not grants.is_ordinal


def test_the_rest_of_the_study_is_read_too(harbours: Study) -> None:
    assert harbours.edition == date(2025, 6, 30)
    assert harbours.title == Text("Four harbours", "네 항구")
    assert harbours.groups["abroad"].role == "rival"
    assert harbours.rules.spread == {"A": 0.0, "B": 0.1, "C": 0.25}
    assert [leaf.id for leaf in harbours.context] == ["plans"]
    assert harbours.profiles["funder"].weights == {
        "money": 3,
        "people": 1,
        "grants": 1,
        "spending": 1,
    }
    assert [c.id for c in harbours.with_role("benchmark")] == ["dover"]
    assert harbours.sources["almanac"].publisher == "Almanac House"


def test_an_observation_keeps_its_line_and_its_open_range(harbours: Study) -> None:
    first = harbours.observations[0]

    assert (first.value, first.low, first.high, first.line) == (5.0, 4.0, 8.0, 2)
    assert (harbours.observations[1].low, harbours.observations[1].high) == (None, None)


def test_a_text_without_korean_is_shown_in_english() -> None:
    assert Text("Grants").in_language("ko") == "Grants"
    assert Text("Grants", "보조금").in_language("ko") == "보조금"
    assert Text("Grants", "보조금").in_language("en") == "Grants"


def test_unknown_clusters_are_none(harbours: Study) -> None:
    assert harbours.cluster("elm") is None


def test_equal_bytes_have_equal_hashes_wherever_they_lie(tmp_path: Path) -> None:
    here, there = (write_study(tmp_path / name) for name in ("here", "there"))

    assert hash_content(here) == hash_content(there) == open_study(here).content_hash


@pytest.mark.parametrize("key", sorted(FILES))
def test_the_hash_changes_with_every_file(tmp_path: Path, key: str) -> None:
    plain = write_study(tmp_path / "plain")
    changed = write_study(tmp_path / "changed", **{key: add("")})

    assert hash_content(changed) != hash_content(plain)


def test_the_hash_changes_with_the_name_of_a_profile(tmp_path: Path) -> None:
    plain, renamed = (write_study(tmp_path / name) for name in ("plain", "renamed"))
    (renamed / "profiles" / "funder.yaml").rename(renamed / "profiles" / "donor.yaml")

    assert hash_content(renamed) != hash_content(plain)


def test_other_files_leave_the_hash_alone(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    before = hash_content(folder)
    (folder / "README.md").write_text("About this study.")
    (folder / "profiles" / ".even.yaml.swp").write_text("")
    (folder / "profiles" / "._even.yaml").write_bytes(b"\0")

    assert hash_content(folder) == before
    assert check_study(folder)[1] == []


def test_a_study_without_profiles_opens_with_its_own_weights(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path,
        study=FILES["study"][1].replace("profile: even\n", ""),
        even=None,
        funder=None,
    )

    study = open_study(folder)

    assert (study.profiles, study.default_profile) == ({}, "")


def test_a_study_is_frozen(harbours: Study) -> None:
    with pytest.raises(AttributeError):
        harbours.id = "other"  # type: ignore[misc]


def test_top_criteria_are_the_children_of_the_root(harbours: Study) -> None:
    assert [node.id for node in harbours.criteria] == ["money", "people"]
    assert all(isinstance(node, Criterion) for node in harbours.criteria)
