"""A workbook back into a study: the same content, edits taken over, problems by sheet and cell."""

from __future__ import annotations

import dataclasses
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

import ranker
from tests.office import set_cells, sheet_rows
from tests.studies import add, swap, write_study

TRICKY = [
    swap("{en: Four harbours, ko: 네 항구}", "{en: '2026', ko: 'no'}"),
    swap("unit: USD m\n        objective", "unit: '1e5'\n        objective"),
    swap("{en: Grants are counted from the press.,", '{en: "08: a _x0041_ \\n line, = \\u200b",'),
]


@pytest.fixture
def book(harbours: ranker.Study, tmp_path: Path) -> Path:
    return ranker.write_workbook(ranker.rank(harbours), tmp_path / "book.xlsx")


def content(study: ranker.Study) -> dict[str, Any]:
    """Everything but where it lies."""
    fields = {field.name: getattr(study, field.name) for field in dataclasses.fields(study)}
    del fields["path"], fields["content_hash"]
    fields["observations"] = [dataclasses.replace(row, line=0) for row in study.observations]
    return fields


def edited(book: Path, **cells: Any) -> Path:
    named = {name.replace("__", "!"): value for name, value in cells.items()}
    return set_cells(book, book.with_name("edited.xlsx"), named)


def problems_of(book: Path) -> list[ranker.Problem]:
    folder = book.parent / "refused"
    with pytest.raises(ranker.RankerError) as caught:
        ranker.import_workbook(book, folder)
    assert not folder.exists()
    return list(caught.value.problems)


def test_the_bundled_study_comes_back_as_it_was(tmp_path: Path) -> None:
    ranking = ranker.rank()
    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    folder = ranker.import_workbook(book, tmp_path / "study")

    back = ranker.rank(folder)
    assert content(back.study) == content(ranking.study)
    assert back.ranks.tolist() == ranking.ranks.tolist()
    np.testing.assert_array_equal(back.scores, ranking.scores)


def test_a_study_with_texts_that_look_like_numbers_comes_back_as_it_was(tmp_path: Path) -> None:
    study = write_study(
        tmp_path / "tricky",
        study=TRICKY,
        clusters=swap("A quiet port.", '"=1+1\nand ""more"", 007"'),
        sources=add("empty,'quoted,_x000D_,https://x.example/a?b=1&c=%20d,2025-09-30"),
        observations=swap("gazette,None found", "empty,1e5"),
    )
    before = ranker.open_study(study)
    book = ranker.write_workbook(ranker.rank(before), tmp_path / "book.xlsx")

    after = ranker.open_study(ranker.import_workbook(book, tmp_path / "back"))

    assert content(after) == content(before)


def test_a_study_without_profiles_and_networks_comes_back_as_it_was(tmp_path: Path) -> None:
    study = write_study(
        tmp_path / "plain",
        study=swap("profile: even\n", ""),
        even=None,
        funder=None,
        networks=None,
    )
    book = ranker.write_workbook(ranker.rank(study), tmp_path / "book.xlsx")

    back = ranker.import_workbook(book, tmp_path / "back")

    assert content(ranker.open_study(back)) == content(ranker.open_study(study))
    assert not (back / "networks.yaml").exists()


def test_lists_and_derived_weights_come_back_as_they_were(tmp_path: Path) -> None:
    scale = "normalise: points\n        points: [[0, 10], [1, 90], [2, 100]]\n"
    study = write_study(
        tmp_path / "lists",
        study=swap("unit: level 0-2\n", f"unit: level 0-2\n        {scale}"),
        even="label: Even\nview: From the figures.\nderive: {method: equal}\n",
    )
    ranking = ranker.rank(study)
    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    back = ranker.rank(ranker.import_workbook(book, tmp_path / "back"))

    assert content(back.study) == content(ranking.study)
    assert back.weighting.profile == "even"
    assert back.scores.tolist() == ranking.scores.tolist()


def test_the_folder_passes_the_check_and_an_editor_can_complete_in_it(
    book: Path, tmp_path: Path
) -> None:
    folder = ranker.import_workbook(book, tmp_path / "study")

    assert ranker.check_study(folder)[1] == []
    first = (folder / "profiles" / "funder.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.endswith("$schema=../schema/profile.schema.json")
    assert (folder / "schema" / "study.schema.json").exists()


def test_changed_weights_become_the_profile_that_the_study_ranks_by(
    book: Path, tmp_path: Path
) -> None:
    changed = edited(book, weights__D2=3)

    folder = ranker.import_workbook(changed, tmp_path / "study")

    ranking = ranker.rank(folder)
    assert ranking.weighting.profile == "workbook"
    assert ranking.weighting.shares["money"] == 0.75
    assert set(ranking.study.profiles) == {"even", "funder", "workbook"}


def test_weights_of_a_named_profile_make_it_the_study_s(
    harbours: ranker.Study, tmp_path: Path
) -> None:
    ranking = ranker.rank(harbours, profile="funder")
    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    back = ranker.rank(ranker.import_workbook(book, tmp_path / "back"))

    assert back.weighting.profile == "funder"
    assert back.ranks.tolist() == ranking.ranks.tolist()


def test_weights_set_by_hand_come_back_as_a_profile(harbours: ranker.Study, tmp_path: Path) -> None:
    ranking = ranker.rank(harbours, weights={"money": 0.9})
    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    back = ranker.rank(ranker.import_workbook(book, tmp_path / "back"))

    assert back.weighting.shares["money"] == pytest.approx(0.9)
    assert back.ranks.tolist() == ranking.ranks.tolist()


def test_a_second_change_of_weights_gets_a_name_of_its_own(book: Path, tmp_path: Path) -> None:
    first = ranker.import_workbook(edited(book, weights__D2=3), tmp_path / "first")
    again = ranker.write_workbook(ranker.rank(first), tmp_path / "again.xlsx")

    second = ranker.import_workbook(edited(again, weights__D2=9), tmp_path / "second")

    assert ranker.rank(second).weighting.profile == "workbook-2"


def test_new_rows_of_a_figure_a_source_and_a_cluster_are_taken_over(
    book: Path, tmp_path: Path
) -> None:
    cells = {"clusters__A6": "elm", "clusters__B6": "Elm", "clusters__D6": "home"}
    cells |= {"clusters__E6": "KOR", "clusters__H6": 37.5, "clusters__I6": 127.5}
    cells |= {"sources__A4": "letter", "sources__B4": "A letter"}
    cells |= {"sources__D4": "https://letter.example"}
    cells |= {"observations__B21": "elm", "observations__C21": "grants", "observations__E21": 7}
    cells |= {"observations__H21": 2024, "observations__I21": "B", "observations__J21": "letter"}

    folder = ranker.import_workbook(edited(book, **cells), tmp_path / "study")

    study = ranker.open_study(folder)
    assert study.clusters[-1].name == "Elm"
    assert (study.observations[-1].value, study.observations[-1].source) == (7, "letter")


def test_a_blank_row_between_others_is_passed_over(book: Path, tmp_path: Path) -> None:
    blank = {f"observations__{letter}20": None for letter in "ABCDEFGHIJK"}
    blank |= {f"observations__{letter}19": None for letter in "ABCDEFGHIJK"}

    folder = ranker.import_workbook(edited(book, **blank), tmp_path / "study")

    assert len(ranker.open_study(folder).observations) == 17


def test_every_problem_is_told_at_once_by_sheet_and_cell(book: Path) -> None:
    wrong = edited(
        book,
        observations__E2="five",
        observations__J4="gazete",
        clusters__D3="hom",
        sources__D2="ftp://x",
        criteria__C3="indicater",
        weights__D3="much",
        study__B2=2,
        profiles__B5=-1,
        networks__B6="nowhere",
    )

    places = {problem.where: problem.code for problem in problems_of(wrong)}

    assert places == {
        "edited.xlsx observations!E2": "number-invalid",
        "edited.xlsx observations!J4": "observation-source-unknown",
        "edited.xlsx clusters!D3": "cluster-group-unknown",
        "edited.xlsx sources!D2": "source-without-url",
        "edited.xlsx criteria!C3": "field-value",
        "edited.xlsx weights!D3": "field-type",
        "edited.xlsx study!B2": "field-value",
        "edited.xlsx profiles!B5": "weight-negative",
        "edited.xlsx networks!B6": "network-member-unknown",
    }


def test_an_error_and_a_formula_without_result_are_told_by_their_cell(book: Path) -> None:
    wrong = edited(book, observations__E2="=1/0", observations__E3="#N/A")
    opened = openpyxl.load_workbook(wrong)
    opened["observations"]["E3"].data_type = "e"
    opened.save(wrong)

    found = {problem.where: problem.what for problem in problems_of(wrong)}

    assert found == {
        "edited.xlsx observations!E2": "the cell holds a formula without a result.",
        "edited.xlsx observations!E3": "the cell holds the error #N/A.",
    }


def test_a_field_with_a_value_below_a_value_is_refused(book: Path) -> None:
    places = [p.where for p in problems_of(edited(book, study__A30="title", study__B30="x"))]

    assert "edited.xlsx study!A1" in places


def test_a_row_twice_and_a_node_below_itself_are_told(book: Path) -> None:
    wrong = edited(book, criteria__A4="grants", criteria__A9="plans-2", criteria__B2="money")

    codes = {(p.code, p.where) for p in problems_of(wrong)}

    assert ("key-duplicate", "edited.xlsx criteria!A4") in codes
    assert ("field-value", "edited.xlsx criteria!B2") in codes


def test_a_profile_cannot_name_a_file_elsewhere(book: Path, tmp_path: Path) -> None:
    (problem,) = problems_of(edited(book, profiles__B1="../../evil", study__B20=None))[:1]

    assert (problem.code, problem.where) == ("id-invalid", "edited.xlsx profiles!B1")
    assert not (tmp_path.parent / "evil.yaml").exists()


def test_a_sheet_that_is_gone_is_named(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    del opened["observations"]
    opened["clusters"].title = "cluster"
    opened.save(book)

    found = [(p.code, p.what) for p in problems_of(book)]

    assert found == [
        ("workbook-sheet-missing", "there is no sheet 'observations'."),
        ("workbook-sheet-missing", "there is no sheet 'clusters'."),
    ]


@pytest.mark.parametrize("damage", ["text", "empty", "zip", "half", "absent"])
def test_a_file_that_is_no_workbook_is_refused(book: Path, damage: str) -> None:
    whole = book.read_bytes()
    if damage == "absent":
        book.unlink()
    elif damage == "zip":
        with zipfile.ZipFile(book, "w") as packed:
            packed.writestr("hello.txt", "hello")
    else:
        book.write_bytes({"text": b"a,b\n", "empty": b"", "half": whole[: len(whole) // 2]}[damage])

    (problem,) = problems_of(book)

    assert problem.code == "workbook-unreadable"


def test_a_workbook_that_unpacks_to_endless_bytes_is_refused(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ranker.study.book_reading.LARGEST", 10_000)

    (problem,) = problems_of(book)

    assert problem.code == "workbook-unreadable"
    assert "unpacks to" in problem.what


def test_a_folder_with_files_stays_as_it_is(book: Path, tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(ranker.UsageError, match="destination-exists"):
        ranker.import_workbook(book, tmp_path / "study")

    assert [path.name for path in (tmp_path / "study").iterdir()] == ["mine.txt"]


def test_without_the_package_the_extra_is_named(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(ranker.UsageError, match=r"cluster-ranker\[excel\]"):
        ranker.import_workbook(book, tmp_path / "study")


def test_numbers_stand_in_the_tables_as_they_are_typed(book: Path, tmp_path: Path) -> None:
    rows = sheet_rows(book, "observations")
    assert rows[0]["value"] == 5

    folder = ranker.import_workbook(book, tmp_path / "study")

    lines = (folder / "observations.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "alder,grants,crane,5,4,8,2024,A,gazette,"
