"""Every public name has its section, with an example, and no section is made up."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import ranker

FOLDER = Path(__file__).parents[1] / "docs" / "api"
INDEX = FOLDER / "README.md"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
SECTIONS = {
    name: (page, text)
    for page in PAGES
    for name, text in re.findall(
        r"^## `(\w+)`\n(.*?)(?=^## |\Z)", page.read_text(encoding="utf-8"), re.M | re.S
    )
}


def test_every_public_name_has_one_section_and_nothing_else_has() -> None:
    headings = [
        name for page in PAGES for name in re.findall(r"^## `?(\w+)", page.read_text("utf-8"), re.M)
    ]

    assert sorted(headings) == sorted(ranker.__all__)


@pytest.mark.parametrize("name", ranker.__all__)
def test_a_section_has_an_example_that_uses_the_name_or_its_result(name: str) -> None:
    _, text = SECTIONS[name]

    assert re.search(r"^>>> ", text, re.M)


@pytest.mark.parametrize("name", [name for name in ranker.__all__ if name != "METHODS"])
def test_arguments_that_a_section_names_are_those_of_the_function(name: str) -> None:
    _, text = SECTIONS[name]
    stated = re.search(rf"^`{name}\((.*?)\)(?: -> .*)?`$", text, re.M)
    value = getattr(ranker, name)
    if stated is None:
        assert isinstance(value, type | str)  # results and errors, which nobody builds
        return

    named = re.findall(r"(?:^|, )(\w+)(?==|,|$)", stated[1])

    known = list(inspect.signature(value).parameters)
    assert [argument for argument in named if argument not in known] == []
    if "..." not in stated[1]:
        assert sorted(named) == sorted(known)


def test_the_index_names_every_page_and_name() -> None:
    text = INDEX.read_text(encoding="utf-8")
    rows = {
        page.name: re.findall(r"^## `(\w+)`", page.read_text(encoding="utf-8"), re.M)
        for page in PAGES
    }

    for page, names in rows.items():
        links = ", ".join(f"[`{name}`]({page}#{name.lower()})" for name in names)
        assert f"| [{page.removesuffix('.md')}]({page}) | {links} |" in text
