"""What is well written and yet informs nobody is warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.analysis.health import find_warnings
from ranker.analysis.ranking import rank
from ranker.study.model import Study
from tests.studies import drop, swap, write_study


def test_a_sound_study_has_no_warning(harbours: Study) -> None:
    assert list(find_warnings(rank(harbours))) == []


def test_an_indicator_that_is_constant_among_the_ranked_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_study(
        tmp_path,
        observations=[
            swap("JPN,spending,,4", "JPN,spending,,2"),
            swap("USA,spending,,3", "USA,spending,,9"),
        ],
    )

    (warning,) = find_warnings(rank(folder))

    assert str(warning) == (
        "study.yaml spending: every ranked cluster with a figure has 2. Everyone gets the middle "
        "of the scale; add figures, or set its weight to 0. [indicator-constant]"
    )
    assert warning.severity == "warning"


def test_a_missing_figure_does_not_tell_the_others_apart(tmp_path: Path) -> None:
    folder = write_study(tmp_path, observations=drop("JPN,spending"))

    assert [warning.code for warning in find_warnings(rank(folder))] == ["indicator-constant"]


def test_an_indicator_without_any_figure_is_not_constant(tmp_path: Path) -> None:
    folder = write_study(tmp_path, observations=[drop("KOR,sp"), drop("JPN,sp"), drop("USA,sp")])

    assert list(find_warnings(rank(folder))) == []


def test_goalposts_say_how_good_a_constant_is(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path,
        observations=[
            swap("suwon,vacancies,,10", "suwon,vacancies,,5"),
            swap("kobe,vacancies,,20", "kobe,vacancies,,5"),
        ],
    )

    assert list(find_warnings(rank(folder))) == []
