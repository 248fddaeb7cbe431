"""The page of patterns shows every component and every section once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

import ranker
from ranker.output.contract import macros, partials
from ranker.output.patterns import write_patterns
from ranker.study.model import Study
from tests.browser import NARROWEST, WIDE, open_page
from tests.pages import Element, read_page
from tests.test_browser_report import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_patterns(ranker.rank(), tmp_path_factory.mktemp("patterns") / "patterns.html")


@pytest.fixture(scope="module")
def page(file: Path) -> Element:
    return read_page(file.read_text(encoding="utf-8"))


def test_every_component_is_shown_once(page: Element) -> None:
    shown = [
        heading.text()
        for section in page.find("section", class_="pattern")
        for heading in section.find("h3")
        if heading.attributes.get("id", "").startswith("pattern-")
    ]

    own = {f"{name}({arguments})" for name, arguments in macros()}
    cards = {f"{name}({arguments})" for name, arguments in macros("_cards.html.j2")}
    assert len(shown) == len(set(shown))
    assert own <= set(shown) <= own | cards


def test_every_section_is_shown_once_and_none_is_empty(page: Element) -> None:
    main = page.find("main")[0]
    parts = [child for child in main.children if isinstance(child, Element)]
    files = [at for at, part in enumerate(parts) if part.attributes.get("class") == "file"]
    names = [parts[at].find("code")[0].text() for at in files]

    assert names == [partial.name for partial in partials()]
    assert all(parts[at + 1].tag == "section" for at in files)


def test_every_colour_is_shown(page: Element) -> None:
    shown = [
        item.find("code")[0].text() for item in page.find("ul", class_="colours")[0].find("li")
    ]

    assert len(shown) == len(set(shown)) > 15


@pytest.mark.parametrize("size", [WIDE, NARROWEST])
def test_the_page_is_accessible_and_fits(
    browser: Browser, file: Path, size: tuple[int, int]
) -> None:
    with open_page(browser, file, size=size) as page:
        found = Axe().run(page, options=RULES)
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert {v["id"]: v["nodes"][0]["html"] for v in found.response["violations"]} == {}
    assert widths[0] <= widths[1]


def test_a_small_study_has_patterns_too(harbours: Study, tmp_path: Path) -> None:
    path = write_patterns(ranker.rank(harbours), tmp_path / "patterns.html")

    assert "Alder Bay" in path.read_text(encoding="utf-8")
