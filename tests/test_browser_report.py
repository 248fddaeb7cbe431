"""The report in a real browser: complete without a network, readable by all, at any width."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import NARROW, NARROWEST, WIDE, open_page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the rest takes a quarter of the time
}


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW)])
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, report: Path, scheme: str, size: tuple[int, int]
) -> None:
    with open_page(browser, report, size=size, color_scheme=scheme) as page:
        found = Axe().run(page, options=RULES)

    broken = {
        v["id"]: [n["html"][:200] for n in v["nodes"][:3]] for v in found.response["violations"]
    }
    assert broken == {}


@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
def test_nothing_sticks_out_of_the_window(
    browser: Browser, report: Path, size: tuple[int, int]
) -> None:
    with open_page(browser, report, size=size) as page:
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert widths[0] <= widths[1]


def test_the_page_says_the_same_without_scripts(browser: Browser, report: Path) -> None:
    with open_page(browser, report, java_script_enabled=False) as page:
        rows = page.locator("#ranking tbody tr").count()
        heading = page.locator("h1").inner_text()

    assert rows > 40
    assert heading


def test_every_link_inside_the_page_has_a_target(browser: Browser, report: Path) -> None:
    with open_page(browser, report) as page:
        lost = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')]"
            ".map(a => a.getAttribute('href').slice(1))"
            ".filter(id => id && !document.getElementById(decodeURIComponent(id)))"
        )

    assert lost == []
