"""Pages of a site in a real browser: readable by all, at any width, from a disk alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import ranker
from tests.browser import NARROW, NARROWEST, WIDE, open_page
from tests.test_browser_report import RULES

OPTIONS = {**RULES, "preload": False}  # axe would ask for style sheets anew, which files forbid

PAGES = ("index.html", "clusters/osong.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "report"
    return ranker.write_site(ranker.rank(), folder, exact=False).parent


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, site: Path, name: str, scheme: str
) -> None:
    with open_page(browser, site / name, within=site, size=WIDE, color_scheme=scheme) as page:
        found = Axe().run(page, options=OPTIONS)

    broken = {
        v["id"]: [n["html"][:200] for n in v["nodes"][:3]] for v in found.response["violations"]
    }
    assert broken == {}


@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
@pytest.mark.parametrize("name", [*PAGES, "sure.html", "methods.html", "sources.html"])
def test_nothing_sticks_out_of_the_window(
    browser: Browser, site: Path, name: str, size: tuple[int, int]
) -> None:
    with open_page(browser, site / name, within=site, size=size) as page:
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert widths[0] <= widths[1]


def test_a_reader_goes_from_the_ranking_to_a_cluster_and_back(browser: Browser, site: Path) -> None:
    with open_page(browser, site / "index.html", within=site) as page:
        page.locator("#ranking tbody a", has_text="Osong").first.click()
        name = page.locator("h1").inner_text()
        page.locator("nav a", has_text="Ranking").first.click()
        title = page.title()

    assert name.startswith("Osong Bio Valley")
    assert title.startswith("Ranking")
