"""A ranking as an Excel workbook: what it holds before any program computes it anew."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

import ranker
from ranker.output.workbook import workbook_bytes
from ranker.study.files import FORMULA_STARTS
from tests.office import sheet_rows
from tests.studies import drop, swap, write_study

HOSTILE = '=HYPERLINK("https://evil.example","x")'
STARTS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)")


@pytest.fixture
def book(harbours: ranker.Study, tmp_path: Path) -> Path:
    return ranker.write_workbook(ranker.rank(harbours), tmp_path / "book.xlsx")


def hostile_study(folder: Path) -> Path:
    return write_study(
        folder,
        study=[
            swap("{en: Money, ko: 자금}", "{en: '=cmd|x', ko: '@ko'}"),
            swap("{en: Home, ko: 국내}", "{en: '+home', ko: 국내}"),
            swap("unit: USD m\n        objective", "unit: '-USD'\n        objective"),
        ],
        clusters=[
            swap("Alder Bay,알더", "=1+1,+1+1"),
            swap("A quiet port.", "@SUM(A1)"),
            swap("Cedar Cove,,", '"=HYPERLINK(""https://evil.example"",""x"")",,'),
        ],
        observations=swap("gazette,None found", "gazette,-1+1"),
        sources=swap("World almanac", "=1+1"),
    )


def test_it_opens_on_the_ranking_with_the_numbers_of_the_engine(book: Path) -> None:
    rows = sheet_rows(book, "ranking")

    found = [(row["rank"], row["cluster"], row["score"], row["note"]) for row in rows]
    assert found[0] == (1, "alder", 62.875, None)
    assert found[1] == (2, "cedar", 50.5, None)
    assert found[2] == (3, "birch", 25.75, None)
    assert found[3][0] is None
    assert found[3][1:] == ("dover", 112.375, "benchmark: would take rank 1")


def test_a_cluster_without_a_rank_says_why(tmp_path: Path) -> None:
    study = write_study(tmp_path / "gaps", observations=drop("birch,grants"))

    book = ranker.write_workbook(ranker.rank(study), tmp_path / "book.xlsx")

    notes = {row["cluster"]: row["note"] for row in sheet_rows(book, "ranking")}
    assert notes["birch"] == "not ranked, no score on: Money;"


def test_cells_have_grade_place_and_links_to_their_sources(book: Path) -> None:
    rows = sheet_rows(book, "cells")

    (cell,) = (r for r in rows if (r["cluster"], r["indicator"]) == ("alder", "grants"))
    shown = ("value", "unit", "grade", "low", "high", "years", "place", "source")
    assert [cell[name] for name in shown] == [
        *(9, "USD m", "B", 8, 12, "2023–2024", "alder", "Harbour gazette"),
    ]
    sheet = openpyxl.load_workbook(book)["cells"]
    targets = {c.hyperlink.target for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert targets == {"https://gazette.example/grants", "https://almanac.example/2024"}


def test_equal_rankings_give_equal_bytes(harbours: ranker.Study) -> None:
    assert workbook_bytes(ranker.rank(harbours)) == workbook_bytes(ranker.rank(harbours))


def test_weights_stand_as_the_profile_writes_them(harbours: ranker.Study, tmp_path: Path) -> None:
    ranking = ranker.rank(harbours, profile="funder")

    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    weights = {row["node"]: (row["weight"], row["share"]) for row in sheet_rows(book, "weights")}
    assert weights["money"] == (3, 0.75)
    assert weights["grants"] == (1, 0.5)


def test_weights_set_by_hand_stand_as_shares_of_a_hundred(
    harbours: ranker.Study, tmp_path: Path
) -> None:
    ranking = ranker.rank(harbours, weights={"money": 0.8})

    book = ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    weights = {row["node"]: row["weight"] for row in sheet_rows(book, "weights")}
    assert weights["money"] == pytest.approx(80)


def test_formula_cells_are_those_of_the_computation_alone(tmp_path: Path) -> None:
    study = hostile_study(tmp_path / "study")
    book = ranker.write_workbook(ranker.rank(study), tmp_path / "book.xlsx")

    opened = openpyxl.load_workbook(book)

    texts = {"observations", "clusters", "sources", "study", "profiles", "networks", "criteria"}
    cells = [c for name in texts for row in opened[name].iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    formulas = [
        str(getattr(c.value, "text", c.value))
        for sheet in opened
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f"
    ]
    assert formulas
    assert not [f for f in formulas if "HYPERLINK" in f or "cmd" in f or f in STARTS]


def test_a_text_that_looks_like_a_formula_stays_a_text_when_it_is_edited(tmp_path: Path) -> None:
    study = hostile_study(tmp_path / "study")
    book = ranker.write_workbook(ranker.rank(study), tmp_path / "book.xlsx")

    opened = openpyxl.load_workbook(book)

    found = [
        cell
        for sheet in opened
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s" and str(cell.value).startswith(FORMULA_STARTS)
    ]
    assert {HOSTILE, *STARTS} <= {cell.value for cell in found}
    assert all(cell.quotePrefix for cell in found)


def test_links_lead_to_the_web_alone(book: Path) -> None:
    with zipfile.ZipFile(book) as packed:
        names = [name for name in packed.namelist() if name.endswith(".rels")]
        texts = [packed.read(name).decode() for name in names if "worksheets" in name]

    external = "".join(texts)
    assert 'Target="https://gazette.example/grants"' in external
    assert 'Target="file:' not in external


def test_sheets_of_formulas_are_protected_without_a_password_and_weights_can_be_changed(
    book: Path,
) -> None:
    opened = openpyxl.load_workbook(book)

    assert opened["scores"].protection.sheet
    assert not opened["scores"].protection.password
    assert not opened["observations"].protection.sheet
    assert not opened["weights"]["D2"].protection.locked
    assert opened["weights"]["E2"].protection.locked


def test_another_method_is_refused(harbours: ranker.Study, tmp_path: Path) -> None:
    ranking = ranker.rank(harbours, method="topsis")

    with pytest.raises(ranker.UsageError) as caught:
        ranker.write_workbook(ranking, tmp_path / "book.xlsx")

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("argument-invalid", "method")
    assert "topsis" in problem.what
    assert not (tmp_path / "book.xlsx").exists()


def test_a_ranking_measured_by_another_is_refused(harbours: ranker.Study, tmp_path: Path) -> None:
    ranking = ranker.rank(harbours).what_if({"alder.grants": 20}).after

    with pytest.raises(ranker.UsageError, match="measured by the figures of another"):
        ranker.write_workbook(ranking, tmp_path / "book.xlsx")


def test_a_study_whose_files_have_changed_is_refused(tmp_path: Path) -> None:
    ranking = ranker.rank(write_study(tmp_path / "study"))
    write_study(tmp_path / "study", study=swap("weight: 3", "weight: 2"))

    with pytest.raises(ranker.UsageError, match="files have changed"):
        ranker.write_workbook(ranking, tmp_path / "book.xlsx")


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    edit = swap("A quiet port.", "x" * 32_768)
    ranking = ranker.rank(write_study(tmp_path / "study", clusters=edit))

    with pytest.raises(ranker.UsageError, match=r"clusters!J3: the text has 32,768 letters"):
        ranker.write_workbook(ranking, tmp_path / "book.xlsx")


def test_without_the_package_the_extra_is_named(
    harbours: ranker.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(ranker.UsageError) as caught:
        ranker.write_workbook(ranker.rank(harbours), tmp_path / "book.xlsx")

    (problem,) = caught.value.problems
    assert problem.code == "extra-missing"
    assert "cluster-ranker[excel]" in problem.mend


def test_a_folder_that_is_not_there_is_told_before_anything_is_written(
    harbours: ranker.Study, tmp_path: Path
) -> None:
    with pytest.raises(ranker.UsageError, match="destination-unwritable"):
        ranker.write_workbook(ranker.rank(harbours), tmp_path / "nowhere" / "book.xlsx")
