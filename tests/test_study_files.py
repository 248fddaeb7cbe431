"""Tables are read by column name, row by row with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.study.files import Table, read_table, read_text


def table_of(tmp_path: Path, content: str) -> Table:
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode())
    return read_table(path, name="t.csv", columns=("id", "value", "note"), optional=("note",))


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    table = table_of(tmp_path, "note,value,id\nn,1,a\n")

    assert table.problems == []
    assert [row.values for row in table.rows] == [{"note": "n", "value": "1", "id": "a"}]


def test_blanks_around_a_field_are_no_part_of_it(tmp_path: Path) -> None:
    table = table_of(tmp_path, " id , value \n a , 1 \n")

    assert (table.rows[0]["id"], table.rows[0]["value"]) == ("a", "1")


def test_a_column_that_may_be_left_out_reads_as_empty(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,value\na,1\n")

    assert table.is_whole
    assert table.rows[0]["note"] == ""


def test_a_row_keeps_the_line_it_begins_on(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'id,value,note\n\na,1,"two\nlines"\n,,\nb,2,"a ""quote"""\n')

    assert [(row["id"], row.line) for row in table.rows] == [("a", 3), ("b", 6)]
    assert table.rows[1]["note"] == 'a "quote"'
    assert table.where(table.rows[1], "value") == "t.csv:6 value"


def test_a_ragged_row_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,value\na,1,2\nb,2\n")

    assert [row["id"] for row in table.rows] == ["b"]
    assert [(p.code, p.where) for p in table.problems] == [("csv-row-ragged", "t.csv:2")]
    assert table.is_readable
    assert not table.is_whole


def test_a_table_without_a_needed_column_has_no_rows(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,note\na,1\n")

    assert table.rows == []
    assert not table.is_readable
    assert [problem.code for problem in table.problems] == ["csv-column-missing"]


def test_a_misspelt_column_is_told_once(tmp_path: Path) -> None:
    table = table_of(tmp_path, "id,vlaue\na,1\n")

    assert [problem.code for problem in table.problems] == ["csv-column-unknown"]
    assert "the nearest is 'value'" in table.problems[0].mend


def test_a_stray_quotation_mark_ends_the_reading_there(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'id,value\na,1\n"b"c,2\nd,3\n')

    assert [row["id"] for row in table.rows] == ["a"]
    assert [(p.code, p.where) for p in table.problems] == [("csv-malformed", "t.csv:3")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(tmp_path: Path, end: str) -> None:
    table = table_of(tmp_path, end.join(["id,value", "a,1", "b,2"]))

    assert [(row["id"], row.line) for row in table.rows] == [("a", 2), ("b", 3)]


def test_a_missing_file_is_a_problem_and_no_text(tmp_path: Path) -> None:
    text, problems = read_text(tmp_path / "no.csv", name="no.csv")

    assert text is None
    assert [problem.code for problem in problems] == ["file-missing"]
