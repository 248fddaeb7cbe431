"""Cards and pictures in a real browser: opened by link and by keyboard, printed, dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import NARROWEST, WIDE, open_page

SHARED = "KOR:gerd_pct_gdp"


@pytest.mark.parametrize("card", ["osong-workforce", SHARED])
@pytest.mark.parametrize("size", [WIDE, NARROWEST])
def test_deep_link_opens_the_card_and_shows_it(
    browser: Browser, report: Path, card: str, size: tuple[int, int]
) -> None:
    with open_page(browser, report, size=size, reduced_motion="reduce") as page:
        page.evaluate("name => { location.hash = name; }", card)
        found = page.locator(f'[id="{card}"]')
        found.wait_for(state="visible")
        page.wait_for_function(
            "name => { const top = document.getElementById(name).getBoundingClientRect().top;"
            " return top >= 0 && top < innerHeight; }",
            arg=card,
        )
        text = found.inner_text()

    assert "Basis: " in text
    assert "Grade " in text


def test_page_that_opens_at_a_card_shows_it(browser: Browser, report: Path) -> None:
    with open_page(browser, report, reduced_motion="reduce") as page:
        page.goto(f"{report.as_uri()}#osong-workforce")

        page.locator('[id="osong-workforce"]').wait_for(state="visible")


def test_card_opens_and_closes_by_keyboard(browser: Browser, report: Path) -> None:
    with open_page(browser, report) as page:
        page.evaluate("location.hash = 'osong-figures'")
        summary = page.locator("tr", has=page.locator('[id="osong-workforce"]')).locator("summary")
        summary.focus()
        card = page.locator('[id="osong-workforce"]')
        page.keyboard.press("Enter")
        opened = card.is_visible()
        page.keyboard.press("Space")
        closed = not card.is_visible()

    assert opened
    assert closed


def test_figure_leads_to_its_card_by_keyboard_and_back(browser: Browser, report: Path) -> None:
    with open_page(browser, report, reduced_motion="reduce") as page:
        page.evaluate("location.hash = 'osong-figures'")
        figure = page.locator('[id="osong-gerd_pct_gdp"] a')
        figure.focus()
        page.keyboard.press("Enter")
        page.locator(f'[id="{SHARED}"]').wait_for(state="visible")
        page.go_back()
        page.wait_for_function("location.hash === '#osong-figures'")

        assert figure.is_visible()


def test_link_into_a_card_opens_it_without_scripts(browser: Browser, report: Path) -> None:
    with open_page(browser, report, java_script_enabled=False) as page:
        page.goto(f"{report.as_uri()}#osong-workforce")

        page.locator('[id="osong-workforce"]').wait_for(state="visible")


def test_cards_are_printed_open(browser: Browser, report: Path) -> None:
    with open_page(browser, report) as page:
        page.emulate_media(media="print")

        assert page.locator('[id="osong-workforce"]').bounding_box() is not None
        assert page.locator(f'[id="{SHARED}"]').bounding_box() is not None


def test_dot_of_the_map_opens_the_profile_by_keyboard(browser: Browser, report: Path) -> None:
    with open_page(browser, report, reduced_motion="reduce") as page:
        page.locator('#map a[href="#singapore-figures"]').first.focus()
        page.keyboard.press("Enter")

        page.locator("#singapore-figures").wait_for(state="visible")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_stand_out_from_the_ground(browser: Browser, report: Path, scheme: str) -> None:
    marks = ["#map circle", ".bump .of-home path", ".against path.own", "#points-korea .median"]
    with open_page(browser, report, color_scheme=scheme) as page:
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        colours = [
            page.locator(mark).first.evaluate(
                "e => getComputedStyle(e)[e.tagName === 'circle' ? 'fill' : 'stroke']"
            )
            for mark in marks
        ]

    assert ground not in colours
    assert "none" not in colours
