"""The examples of pages that show Python and commands are run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ranker.cli import app

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted([DOCS / "excel.md"])
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def named(page: Path) -> str:
    return str(page.relative_to(DOCS))


def examples(page: Path) -> doctest.DocTest:
    text = page.read_text(encoding="utf-8")
    return doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)


def commands(page: Path) -> list[tuple[str, str]]:
    """Commands of a page with what they print."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    return [
        (line, "".join(f"{shown}\n" for shown in output.splitlines()))
        for block in blocks
        for line, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    ]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_python_examples_give_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    found = examples(page)

    result = doctest.DocTestRunner(optionflags=OPTIONS).run(found, out=told.append)

    assert found.examples
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=named)
def test_commands_print_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line, output in commands(page):
        words, _, target = line.partition(" > ")

        result = CliRunner().invoke(app, words.split()[1:])

        assert result.exit_code == 0, f"{line}\n{result.output}"
        assert result.stdout == output or target, line
        if target:
            Path(target).write_bytes(result.stdout_bytes)
