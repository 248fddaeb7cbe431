"""What may stand in a file of corrections, and how each fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.errors import ContentError, UsageError
from ranker.study.corrections import TEMPLATE, Corrections, read_corrections
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import swap, write_study

FILE = "corrections.csv"
GOOD = "birch,grants,,99,,,2024,A,gazette,,,,,"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(tmp_path)
    return open_study(write_study(tmp_path / "harbours"))


def read(study: Study, *rows: str, head: str = TEMPLATE) -> Corrections:
    Path(FILE).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_corrections(study, FILE)


def told(study: Study, *rows: str) -> list[tuple[str, str]]:
    with pytest.raises(ContentError) as caught:
        read(study, GOOD, *rows)
    return [(problem.code, problem.where) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("elm,grants,,9,,,2024,A,gazette,,,,,", "observation-place-unknown", " place"),
        ("kyoto,vacancies,,9,,,2024,A,gazette,,,,,", "city-without-cluster", " place"),
        ("cedar,grant,,9,,,2024,A,gazette,,,,,", "observation-indicator-unknown", " indicator"),
        ("cedar,grants,,,,,2024,A,gazette,,,,,", "number-invalid", " value"),
        ("cedar,grants,,9,10,,2024,A,gazette,,,,,", "range-inverted", " low"),
        ("cedar,grants,,9,,,2027,A,gazette,,,,,", "year-future", " year"),
        ("cedar,grants,,9,,,24,A,gazette,,,,,", "year-invalid", " year"),
        ("cedar,grants,,9,,,2024,D,gazette,,,,,", "quality-unknown", " quality"),
        ("cedar,grants,,-2,,,2024,A,gazette,,,,,", "log-domain", " value"),
        ("cedar,office,,7,,,2024,A,gazette,,,,,", "ordinal-invalid", " value"),
        ("cedar,grants,,9,,,2024,A,,,,,,", "observation-source-unknown", " source"),
        ("cedar,grants,,9,,,2024,A,memo,,,,,", "observation-source-unknown", " source"),
        ("birch,grants,,98,,,2024,A,gazette,,,,,", "observation-duplicate", ""),
        ("alder,grants,,9,,,2024,A,gazette,,,,,", "item-next-to-plain", " item"),
        ("cedar,grants,,9,,,2024,A,memo,,,,https://a.example/b,", "source-without-title",
         " source_title"),
        ("cedar,grants,,9,,,2024,A,memo,,Memo,,,", "source-without-url", " source_url"),
        ("cedar,grants,,9,,,2024,A,memo,,Memo,,https://a.example/b,May", "source-published-invalid",
         " source_published"),
        ("cedar,grants,,9,,,2024,A,a memo,,Memo,,https://a.example/b,", "id-invalid", " source"),
        ("cedar,grants,,9,,,2024,A,gazette,,Other title,,,", "source-duplicate", " source"),
        ("cedar,grants,,9", "csv-row-ragged", ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_the_line_of_the_file(study: Study, row: str, code: str, place: str):
    assert told(study, row) == [(code, f"{FILE}:3{place}")]


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(study: Study):
    rows = ("elm,grants,,9,,,2024,A,gazette,,,,,", "cedar,grants,,x,,,2024,Z,gazette,,,,,")

    assert told(study, *rows) == [
        ("observation-place-unknown", f"{FILE}:3 place"),
        ("number-invalid", f"{FILE}:4 value"),
        ("quality-unknown", f"{FILE}:4 quality"),
    ]


def test_a_source_is_described_once(study: Study):
    first = "cedar,grants,,9,,,2025,A,memo,,Memo,,https://a.example/b,"
    again = "birch,office,,2,,,2024,A,memo,,,,,"
    other = "dover,grants,,9,,,2025,A,memo,,Other,,https://a.example/b,"

    found = read(study, first, again)

    assert [row.row.source for row in found.rows] == ["memo", "memo"]
    assert found.sources["memo"].title == "Memo"
    assert told(study, first, other) == [("source-duplicate", f"{FILE}:4 source")]


def test_an_unknown_source_is_told_the_way_out(study: Study):
    with pytest.raises(ContentError, match="Or describe a new source in source_title"):
        read(study, "cedar,grants,,9,,,2024,A,memo,,,,,")


def test_the_columns_of_a_source_and_all_that_a_table_may_lack_can_be_left_out(study: Study):
    head = "place,indicator,value,year,quality,source\n"

    (row,) = read(study, "cedar,grants,9,2024,A,gazette", head=head).rows

    assert (row.status, row.row.value, row.row.line) == ("replaces", 9.0, 2)


def test_a_byte_order_mark_crlf_and_korean_are_fine(study: Study):
    row = "birch,grants,,99,,,2024,A,편지,,서한,시청,https://a.example/b,"
    text = (TEMPLATE + row.replace("편지", "letter") + "\n").replace("\n", "\r\n")
    Path(FILE).write_bytes(b"\xef\xbb\xbf" + text.encode())

    found = read_corrections(study, FILE)

    assert found.sources["letter"].title == "서한"


def test_words_that_a_spreadsheet_would_run_are_calmed(study: Study):
    row = 'cedar,grants,,9,,,2025,A,memo,"=cmd|x",@Memo,+Me,https://a.example/b,'

    found = read(study, row)

    assert found.rows[0].texts["note"] == found.rows[0].row.note == "'=cmd|x"
    assert (found.sources["memo"].title, found.sources["memo"].publisher) == ("'@Memo", "'+Me")


def test_words_that_the_study_has_already_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    noted = swap("gazette,None found", "gazette,- none found")
    study = open_study(write_study(tmp_path / "noted", observations=noted))

    (row,) = read(study, "birch,grants,,0,0,2,2024,C,gazette,- none found,,,,").rows

    assert row.status == "identical"


def test_a_file_without_a_row_is_refused(study: Study):
    with pytest.raises(ContentError, match="the file has no row"):
        read(study)


def test_a_file_that_is_not_there_is_refused(study: Study):
    with pytest.raises(ContentError, match="file-missing"):
        read_corrections(study, "none.csv")


def test_a_study_whose_files_have_changed_is_refused(study: Study):
    (study.path / "sources.csv").write_text("id,title,publisher,url,published\n")

    with pytest.raises(UsageError, match="not those that were read"):
        read(study, GOOD)


def test_a_field_without_a_column_in_the_study_is_refused(study: Study, tmp_path: Path):
    lean = "place,indicator,item,value,low,high,year,quality,source\n"
    path = write_study(
        tmp_path / "lean",
        observations=lambda text: (
            lean + "".join(line.rsplit(",", 1)[0] + "\n" for line in text.splitlines()[1:])
        ),
    )

    with pytest.raises(ContentError) as caught:
        read(open_study(path), "cedar,grants,,9,,,2024,A,gazette,Noted,,,,")

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("csv-column-missing", f"{FILE}:2 note")
