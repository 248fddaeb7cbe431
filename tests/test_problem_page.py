"""The page of problems has an entry for every code, with an example that is real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ranker.errors import CODES
from ranker.study.load import check_study
from tests.studies import write_study
from tests.test_problems import ERRORS, WARNINGS

PAGE = Path(__file__).parents[1] / "docs" / "problems.md"
ENTRIES = dict(
    re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
)
FIRST = {case.code: case for case in reversed([*ERRORS, *WARNINGS])}


def example(entry: str) -> str:
    match = re.search(r"```text\n(.*)\n```", entry)
    return match[1] if match else ""


def test_the_page_has_an_entry_for_every_code_in_order() -> None:
    headings = re.findall(r"^## (.*)$", PAGE.read_text(encoding="utf-8"), re.M)

    assert headings == sorted(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_entry_shows_a_message_and_says_how_to_mend_it(code: str) -> None:
    entry = ENTRIES[code]

    assert example(entry).endswith(f". [{code}]")
    assert re.search(r"^To mend it: .+\.$", entry, re.M)


def test_warnings_are_marked_and_nothing_else_is() -> None:
    marked = {code for code, entry in ENTRIES.items() if entry.startswith("\n*Warning.*")}

    assert marked == {case.code for case in WARNINGS} | {"indicator-constant", "reference-missing"}


@pytest.mark.parametrize("code", sorted(FIRST))
def test_an_example_is_what_the_check_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_study(tmp_path, **FIRST[code].changes)

    messages = [str(problem) for problem in check_study(folder)[1]]

    assert messages == [example(ENTRIES[code])]
