"""Whatever stands in the files, a check ends soon, with a study or with problems."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ranker.errors import CODES, ContentError
from ranker.study.load import check_study, open_study
from tests.studies import FILES, STUDY, swap, write_study

PIECES = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b" ", b"  ", b",", b",,,,", b'"', b"'",
    b":", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!int ", b"!x ", b"? ", b"<<: ",
    b"|", b">", b"#", b"%", b"---\n", b"...\n", b"~", b"null", b"true", b"-1", b"0", b"1e400",
    b".nan", b"-.inf", b"9" * 400, b"NO", b"\xc2\x85", b"\xe2\x80\xae", b"\xf0\x9f\x9a\xa2",
    b"children:", b"scale: {}", b"label:", b"criteria:", b"\\ud800", b'"\\x00"',
]  # fmt: skip

edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)),
    ),
    min_size=1,
    max_size=6,
)


def mutated(text: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, piece in changes:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + length :]
    return text


def check(**files: bytes) -> tuple[bool, list[str]]:
    with TemporaryDirectory() as folder:
        study, problems = check_study(write_study(Path(folder), **files))
    return study is not None, [problem.code for problem in problems if problem.severity == "error"]


@pytest.mark.parametrize("key", sorted(FILES))
@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(changes=edits)
def test_no_bytes_make_a_check_fail(key: str, changes: list[tuple[float, int, bytes]]) -> None:
    broken = mutated(FILES[key][1].encode(), changes)

    is_usable, codes = check(**{key: broken})

    assert is_usable == (not codes)
    assert set(codes) <= CODES


@pytest.mark.parametrize("key", sorted(FILES))
def test_a_byte_order_mark_and_crlf_are_fine(key: str) -> None:
    windows = b"\xef\xbb\xbf" + FILES[key][1].replace("\n", "\r\n").encode()

    assert check(**{key: windows}) == (True, [])


@pytest.mark.parametrize("key", sorted(FILES))
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\r\n \n", "file-empty"),
        ("한국,Müller\n".encode("latin-1", "replace"), "encoding-not-utf8"),
        ("label: 항구\n".encode("cp949"), "encoding-not-utf8"),
        ("id,name\n".encode("utf-16"), "encoding-not-utf8"),
    ],
    ids=["empty", "only blanks", "Latin-1", "Korean code page", "UTF-16"],
)
def test_a_file_that_is_no_text_is_told_by_its_kind(key: str, content: bytes, code: str) -> None:
    assert code in check(**{key: content})[1]


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        STUDY + BILLION_LAUGHS,
        "a: &a [*a]\n",
        "a: &a\n  b: *a\n",
        "a: " + "[" * 200_000,
        "a: " + "[" * 5_000 + "]" * 5_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "criteria: " + "{a: {label: a, children: " * 1_000 + "{}" + "}}" * 1_000,
    ],
    ids=["billion laughs", "anchor in itself", "map in itself", *["deep nesting"] * 5],
)
def test_a_file_that_expands_without_end_is_refused_quickly(text: str) -> None:
    begun = time.perf_counter()

    codes = check(study=text.encode())[1]

    assert codes == ["yaml-expands"]
    assert time.perf_counter() - begun < 5


def test_a_python_object_is_never_made(tmp_path: Path) -> None:
    trap = f"!!python/object/apply:pathlib.Path.touch [{tmp_path}/made]"

    codes = check(study=f"title: {trap}\n".encode())[1]

    assert "yaml-tag" in codes
    assert not (tmp_path / "made").exists()


def test_no_stays_a_text_and_1e6_is_a_number(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path, study=[swap("id: harbours", "id: NO"), swap("[0, 20]", "[0, 1e6]")]
    )

    study = open_study(folder)

    assert study.id == "NO"
    assert study.indicators[3].goalposts == (0.0, 1_000_000.0)


def test_a_country_called_no_is_norway(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path,
        study=swap("  USA: {", "  NO: {"),
        clusters=swap("summit,USA", "summit,NO"),
        observations=swap("USA,spending", "NO,spending"),
    )

    study, problems = check_study(folder)

    assert problems == []
    assert study is not None
    assert study.clusters[3].country == "NO"


def test_a_tree_of_twenty_levels_opens(tmp_path: Path) -> None:
    levels = "{label: x, unit: y, objective: max}"
    for n in range(20):
        levels = f"{{label: L, children: {{n{n}: {levels}}}}}"
    folder = write_study(
        tmp_path,
        study=STUDY[: STUDY.index("  people:\n")] + f"  people: {levels}\n",
        observations="place,indicator,value,year,quality,source\nalder,grants,1,2024,A,gazette\n",
    )

    study = open_study(folder)

    assert len(list(study.root.children[1].walk())) == 21


def test_all_problems_travel_with_the_error(tmp_path: Path) -> None:
    folder = write_study(tmp_path, clusters=None, sources=b"\xff")

    with pytest.raises(ContentError) as caught:
        open_study(folder)

    assert {problem.code for problem in caught.value.problems} == {
        "file-missing",
        "encoding-not-utf8",
    }
