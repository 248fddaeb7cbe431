"""Corrections of the small study: preview, acceptance, the copy and its log."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from ranker.analysis.correction import Correction, correct
from ranker.analysis.ranking import rank
from ranker.errors import ContentError, UsageError
from ranker.output.export import to_csv
from ranker.output.export_change import correction_to_json
from ranker.output.sheet import sheet_to_csv
from ranker.output.sheets_change import correction_sheets, effect_text
from ranker.study.corrections import TEMPLATE
from ranker.study.load import check_study
from tests.studies import OBSERVATIONS, SOURCES, swap, write_study

BIRCH = "birch,grants,,99,,,2024,A,gazette,"
LETTER = "cedar,office,,2,,,2024,A,letter,,Letter of Cedar,Cedar City,https://cedar.example/l,2025"
OLD = "cedar,grants,,50,,,2020,A,gazette,"
SAME = "cedar,grants,,99.0,,,2024,A,gazette,"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "harbours")


def sent(study: Path, *rows: str) -> Correction:
    """Preview rows; those that bring no source are filled up with empty fields."""
    lines = (row + "," * (TEMPLATE.count(",") - row.count(",")) for row in rows)
    file = study.parent / "corrections.csv"
    file.write_text(TEMPLATE + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return correct(study, file, draws=400)


def logged(folder: Path) -> list[dict[str, str]]:
    with (folder / "corrections.log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- preview -----------------------------------------------------------------------------


def test_yardsticks_are_taken_anew(study: Path):
    found = sent(study, BIRCH)

    # Grants now reach from ln(1 + 9) to ln(1 + 99): Alder has 1 point, Birch and Cedar 100
    after = found.preview.together.after
    assert after.scores[:3].tolist() == pytest.approx([44.3125, 62.875, 50.5])
    assert [after.rank_of(c) for c in ("birch", "cedar", "alder")] == [1, 2, 3]


def test_each_row_is_told_alone_and_all_together(study: Path):
    found = sent(study, BIRCH, "cedar,office,,2,,,2025,A,gazette,")

    birch, cedar = found.preview.rows
    # Office of Cedar at 2: people (100 + 1) / 2 = 50.5, so 75.25 in all; Birch has 0 for office
    assert [birch.alone.after.rank_of(c) for c in ("alder", "birch", "cedar")] == [3, 1, 2]
    assert [cedar.alone.after.rank_of(c) for c in ("alder", "birch", "cedar")] == [2, 3, 1]
    together = found.preview.together
    assert together.numbers == (1, 2)
    assert [together.after.rank_of(c) for c in ("alder", "birch", "cedar")] == [3, 2, 1]


def test_a_row_shows_the_cell_before_and_after(study: Path):
    (birch,) = sent(study, BIRCH).preview.rows

    assert (birch.sent.status, birch.clusters) == ("replaces", ("birch",))
    assert (birch.before.value, birch.before.grade, birch.before.high) == (0.0, "C", 2.0)
    assert (birch.after.value, birch.after.grade, birch.after.high) == (99.0, "A", None)


def test_intervals_are_those_of_the_same_draws_before_and_after(study: Path):
    effect = sent(study, BIRCH).preview.together

    before = rank(study).robustness(draws=400)
    after = effect.after.robustness(draws=400)
    for cluster in ("alder", "birch", "cedar"):
        shift = effect.interval(cluster)
        assert shift.before == before.interval(cluster)
        assert shift.after == after.interval(cluster)
    assert "Birch Point: rank 1, not 3; interval would be " in effect_text(effect)


def test_a_row_that_the_study_has_changes_nothing(study: Path):
    found = sent(study, SAME)

    (row,) = found.preview.rows
    assert row.sent.status == "identical"
    assert row.alone.told == ()
    assert to_csv(row.alone.after) == to_csv(found.ranking)
    assert "nothing: the study has this row" in sheet_to_csv(correction_sheets(found)[0])


def test_an_older_year_does_not_count_and_it_is_said(study: Path):
    found = sent(study, OLD)

    (row,) = found.preview.rows
    assert (row.sent.status, row.is_chosen) == ("adds", False)
    assert all(shift.before == shift.after for shift in row.alone.intervals)
    assert "nothing: the figure of 2024 counts" in sheet_to_csv(correction_sheets(found)[0])


def test_a_context_figure_changes_no_rank(study: Path):
    (row,) = sent(study, "alder,plans,,80,,,2030,C,gazette,").preview.rows

    assert (row.before.value, row.after.value) == (40.0, 80.0)
    assert row.alone.told == ()


def test_weights_are_those_of_the_ranking_that_is_given(study: Path):
    ranking = rank(study, profile="funder")
    file = study.parent / "corrections.csv"
    file.write_text(TEMPLATE + BIRCH + ",,,,\n")

    found = correct(ranking, file, draws=50)

    assert found.preview.together.after.weighting == ranking.weighting


def test_json_holds_rows_and_effects(study: Path):
    data = json.loads(correction_to_json(sent(study, BIRCH, SAME)))

    assert data["schema"] == "cluster-ranker/correction/1"
    assert [row["status"] for row in data["rows"]] == ["replaces", "identical"]
    assert data["rows"][0]["was"]["value"] == 0.0
    assert data["rows"][0]["cell"]["value"] == 99.0
    moved = {c["cluster"]: (c["rank_before"], c["rank"]) for c in data["together"]["clusters"]}
    assert moved == {"birch": (3, 1), "cedar": (2, 2), "alder": (1, 3)}
    assert data["manifest"]["draws"] == 400


# --- acceptance --------------------------------------------------------------------------


def test_the_ranking_of_the_copy_is_that_of_the_preview(study: Path, tmp_path: Path):
    items = "alder,grants,dock,20,10,40,2025,B,gazette,"
    found = sent(study, items, BIRCH, LETTER)

    copy = rank(found.accept(tmp_path / "copy"))

    after = found.preview.together.after
    assert to_csv(copy) == to_csv(after)
    drawn, foretold = copy.robustness(draws=400), after.robustness(draws=400)
    assert drawn.acceptability.tolist() == foretold.acceptability.tolist()


def test_the_copy_passes_the_check_and_nothing_else_changes(study: Path, tmp_path: Path):
    copy = sent(study, BIRCH).accept(tmp_path / "copy")

    assert check_study(copy)[1] == []
    line = "birch,grants,,0,0,2,2024,C,gazette,None found\n"
    assert (copy / "observations.csv").read_text() == OBSERVATIONS.replace(line, BIRCH + "\n")
    assert (copy / "sources.csv").read_text() == SOURCES
    for name in ("study.yaml", "clusters.csv", "profiles/even.yaml"):
        assert (copy / name).read_bytes() == (study / name).read_bytes()


def test_a_new_source_comes_with_its_row(study: Path, tmp_path: Path):
    found = sent(study, BIRCH, LETTER)

    only_birch = found.accept(tmp_path / "one", [1])
    both = found.accept(tmp_path / "two")

    line = "letter,Letter of Cedar,Cedar City,https://cedar.example/l,2025\n"
    assert (only_birch / "sources.csv").read_text() == SOURCES
    assert (both / "sources.csv").read_text() == SOURCES + line
    assert check_study(both)[1] == []


def test_a_source_that_nothing_cites_any_more_is_dropped(tmp_path: Path):
    study = write_study(
        tmp_path / "harbours",
        observations=swap("dover,grants,,999,,,2024,A,gazette", "dover,grants,,999,,,2024,A,memo"),
        sources=lambda text: text + "memo,Memo,,https://memo.example/a,\n",
    )

    copy = sent(study, "dover,grants,,998,,,2024,A,gazette,").accept(tmp_path / "copy")

    assert (copy / "sources.csv").read_text() == SOURCES
    assert check_study(copy)[1] == []


def test_the_log_tells_what_was_decided_and_what_it_does(study: Path, tmp_path: Path):
    found = sent(study, BIRCH, OLD)

    copy = found.accept(tmp_path / "copy", [1], reason="=seen\nby us", when=date(2025, 7, 1))

    first, second = logged(copy)
    assert (first["date"], first["file"], first["row"]) == ("2025-07-01", "corrections.csv", "1")
    assert (first["decision"], first["reason"]) == ("accepted", "'=seen by us")
    assert (first["kind"], first["value_before"], first["value"]) == ("replaced", "0", "99")
    assert first["effect_alone"].startswith("birch rank 1, not 3")
    assert first["effect_together"] == first["effect_alone"]
    assert (second["decision"], second["kind"]) == ("refused", "added")
    assert (second["effect_alone"], second["effect_together"]) == ("no rank changes", "")


def test_the_log_goes_on_and_takes_its_date_from_the_edition(study: Path, tmp_path: Path):
    first = sent(study, BIRCH).accept(tmp_path / "one")

    second = sent(first, OLD).accept(tmp_path / "two", [])

    assert [row["decision"] for row in logged(second)] == ["accepted", "refused"]
    assert {row["date"] for row in logged(second)} == {"2025-06-30"}
    assert (second / "observations.csv").read_bytes() == (first / "observations.csv").read_bytes()


def test_another_file_of_the_name_of_the_log_is_not_touched(study: Path, tmp_path: Path):
    (study / "corrections.log.csv").write_text("mine\n")

    with pytest.raises(ContentError, match="no log of corrections"):
        sent(study, BIRCH).accept(tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


def test_a_folder_with_files_is_refused_and_nothing_is_left_behind(study: Path, tmp_path: Path):
    found = sent(study, BIRCH)

    with pytest.raises(UsageError, match="destination-exists"):
        found.accept(study)
    with pytest.raises(UsageError, match="destination-unwritable"):
        found.accept(tmp_path / "no" / "such")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["corrections.csv", "harbours"]


def test_a_study_that_has_changed_since_the_preview_is_not_copied(study: Path, tmp_path: Path):
    found = sent(study, BIRCH)
    (study / "sources.csv").write_text(SOURCES + "memo,Memo,,https://memo.example/a,\n")

    with pytest.raises(UsageError, match="not those that were read"):
        found.accept(tmp_path / "copy")


def test_rows_that_are_not_there_are_refused_together(study: Path, tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        sent(study, BIRCH).accept(tmp_path / "copy", [0, 1, 5])

    assert [problem.what[-2:] for problem in caught.value.problems] == ["0.", "5."]


def test_equal_corrections_give_equal_bytes(study: Path, tmp_path: Path):
    folders = [sent(study, BIRCH, OLD).accept(tmp_path / name, [1]) for name in ("a", "b")]

    files = [
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in folders
    ]
    assert files[0] == files[1]
