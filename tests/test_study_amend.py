"""Rows put into a table, all other bytes left as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ranker.study.amend import amend_observations, amend_sources, append_rows
from tests.studies import OBSERVATIONS, SOURCES

HEAD = "place,indicator,item,value,year,note\n"


def fields(row: str) -> dict[str, str]:
    return dict(zip(HEAD.strip().split(","), row.split(","), strict=True))


def amended(table: str, *rows: str) -> str:
    return amend_observations((HEAD + table).encode(), map(fields, rows)).decode()[len(HEAD) :]


def test_a_row_takes_the_place_of_its_key_and_no_other_byte_moves():
    table = 'a,x,,1,2024,"two\nlines"\n b ,x,,"2",2024,\n\nc,x,,3,2024,'

    assert amended(table, "b,x,,9,2024,new") == (
        'a,x,,1,2024,"two\nlines"\nb,x,,9,2024,new\nc,x,,3,2024,'
    )


def test_a_new_year_stands_among_those_of_its_item_the_newest_first():
    table = "a,x,p,1,2024,\na,x,p,1,2020,\na,x,q,1,2025,\n"

    assert amended(table, "a,x,p,5,2022,") == (
        "a,x,p,1,2024,\na,x,p,5,2022,\na,x,p,1,2020,\na,x,q,1,2025,\n"
    )
    assert amended(table, "a,x,p,5,2019,").splitlines()[2] == "a,x,p,5,2019,"


def test_a_new_cell_stands_in_the_order_of_the_file_or_at_its_end():
    row = "b,x,,5,2022,"

    assert amended("a,x,,1,2024,\nc,x,,1,2024,\n", row).splitlines()[1] == row
    assert amended("c,x,,1,2024,\na,x,,1,2024,\n", row).splitlines()[2] == row


def test_line_ends_and_the_byte_order_mark_are_kept():
    table = b"\xef\xbb\xbf" + (HEAD + "a,x,,1,2024,").replace("\n", "\r\n").encode()

    found = amend_observations(table, [fields("b,x,,2,2024,")])

    assert found == table + b"\r\nb,x,,2,2024,\r\n"


def test_a_field_that_holds_a_comma_is_quoted_and_unknown_fields_are_left_out():
    row = fields("a,x,,1,2024,") | {"note": 'so, "he" said', "other": "x"}

    found = amend_observations(HEAD.encode(), [row]).decode()

    assert found == HEAD + 'a,x,,1,2024,"so, ""he"" said"\n'


def test_sources_are_added_in_order_and_left_out():
    row = {"id": "bulletin", "title": "B", "url": "https://b.example/a"}

    found = amend_sources(SOURCES.encode(), [row], without=["gazette"]).decode()

    assert [line.split(",")[0] for line in found.splitlines()] == ["id", "almanac", "bulletin"]


def test_a_log_grows_at_its_end_even_by_equal_rows():
    once = append_rows(b"a,b\n", [{"a": "1", "b": "2"}])

    assert append_rows(once, [{"a": "1", "b": "2"}]) == b"a,b\n1,2\n1,2\n"


PLACES = st.sampled_from(["alder", "birch", "elm", "aaa", "zzz", "KOR"])
ITEMS = st.sampled_from(["", "pier", "dock"])
KEYS = st.tuples(PLACES, st.sampled_from(["grants", "office"]), ITEMS, st.integers(1900, 1950))


@given(st.lists(KEYS, unique=True, max_size=6))
def test_taking_new_lines_out_again_gives_the_old_table(keys: list[tuple[str, str, str, int]]):
    rows = [
        {"place": p, "indicator": i, "item": m, "year": str(y), "note": "new"}
        for p, i, m, y in keys
    ]

    found = amend_observations(OBSERVATIONS.encode(), rows).decode()

    kept = [line for line in found.splitlines(keepends=True) if not line.endswith(",new\n")]
    assert "".join(kept) == OBSERVATIONS
    assert found.count(",new\n") == len(keys)
