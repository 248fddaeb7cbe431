"""The examples of pages that show Python and commands are run as they stand."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ranker.cli import app

DOCS = Path(__file__).parents[1] / "docs"
API = sorted(path for path in (DOCS / "api").glob("*.md") if path.name != "README.md")
PAGES = (DOCS / "excel.md", DOCS / "files.md", DOCS / "python.md", *API)
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
def test_commands_and_python_of_a_page_give_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    found = examples(page)

    for line, output in commands(page):
        run(line, output)
    result = doctest.DocTestRunner(optionflags=OPTIONS).run(found, out=told.append)

    assert found.examples
    assert result.failed == 0, "".join(told)


def run(line: str, output: str) -> None:
    """Run a command as a page shows it, in the folder at hand."""
    words, _, target = line.partition(" > ")

    result = CliRunner().invoke(app, shlex.split(words)[1:])

    assert result.exit_code == 0, f"{line}\n{result.output}"
    assert target or result.stdout == output, line
    if target:
        Path(target).write_bytes(result.stdout_bytes)
