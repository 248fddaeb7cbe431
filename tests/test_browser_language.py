"""The report in Korean, and in both languages with a switch, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ranker.analysis.ranking import rank
from ranker.analysis.robustness import robustness
from ranker.output.language import LANGUAGES
from ranker.output.render import write_report
from tests.browser import NARROW, NARROWEST, WIDE, open_page
from tests.test_browser_report import RULES


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, ranking = tmp_path_factory.mktemp("languages"), rank()
    drawn = robustness(ranking, draws=2_000, seed=0)
    return {
        lang: write_report(ranking, folder / f"{lang}.html", robustness=drawn, lang=lang)
        for lang in ("ko", "both")
    }


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def broken(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page, options=RULES)
    return {
        rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]]
        for rule in found.response["violations"]
    }


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_switch_works_with_and_without_scripts(
    browser: Browser, reports: dict[str, Path], has_scripts: bool
) -> None:
    with open_page(browser, reports["both"], java_script_enabled=has_scripts) as page:
        english = heading(page)
        page.get_by_label("한국어").check()
        korean = heading(page)
        page.get_by_label("English").check()
        again = heading(page)

    assert "best-placed cluster" in english
    assert "순위가 가장 높은 클러스터" in korean
    assert "best-placed" not in korean
    assert again == english


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_figure_leads_to_its_source(
    browser: Browser, reports: dict[str, Path], has_scripts: bool
) -> None:
    with open_page(browser, reports["both"], java_script_enabled=has_scripts) as page:
        page.goto(f"{reports['both'].as_uri()}#osong-figures")
        link = page.locator("#osong-figures .figures li a").first
        address = link.get_attribute("href") or ""
        if not has_scripts:  # by way of the list
            page.locator("#osong-figures details > summary").first.click()
            link.click()
            item = page.locator(address)
            item.wait_for(state="visible")
            address = item.locator("a").get_attribute("href") or ""

    assert address.startswith("http")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_language_is_seen_at_a_time(
    browser: Browser, reports: dict[str, Path], lang: str
) -> None:
    korean = ":is(i, p, g, tspan)[lang=ko]"
    english = "u:not([class]), :is(i, p):has(+ [lang=ko]), :is(g, tspan).first"
    own, other = (english, korean) if lang == "en" else (korean, english)
    shown = "(nodes) => nodes.filter(n => getComputedStyle(n).display !== 'none').length"

    with open_page(browser, reports["both"]) as page:
        page.locator(f"#{lang}").check()

        assert page.locator(other).evaluate_all(shown) == 0
        assert page.locator(own).evaluate_all(shown) > 5000


def test_titles_and_labels_follow_the_switch(browser: Browser, reports: dict[str, Path]) -> None:
    ask = """() => [document.documentElement.lang, document.title,
      document.querySelector("nav").getAttribute("aria-label"),
      document.querySelector(".ranking .stack i").title,
      document.querySelector(".strip circle title").textContent]"""

    with open_page(browser, reports["both"]) as page:
        english = page.evaluate(ask)
        page.locator("#ko").check()
        korean = page.evaluate(ask)
        page.locator("#en").check()
        again = page.evaluate(ask)

    assert [english[0], korean[0]] == ["en", "ko"]
    assert all(a != b for a, b in zip(english, korean, strict=True))
    assert again == english


def test_an_address_opens_the_page_in_korean(browser: Browser, reports: dict[str, Path]) -> None:
    with open_page(browser, reports["both"]) as page:
        page.goto("about:blank")
        page.goto(f"{reports['both'].as_uri()}#ko")

        assert page.locator("#ko").is_checked()
        assert page.evaluate("document.documentElement.lang") == "ko"


def test_sliders_say_in_korean_what_the_page_says(
    browser: Browser, reports: dict[str, Path]
) -> None:
    for lang in ("ko", "both"):
        with open_page(browser, reports[lang]) as page:
            if lang == "both":
                page.locator("#ko").check()
            own = page.locator(".tweak-headline").inner_text()
            change = page.locator(".tweak-change").inner_text()

            assert own == heading(page)
            assert change == "공표된 가중치이다. 하나를 움직이면 순위가 따라 바뀐다."


def test_sliders_follow_the_switch_and_keep_their_weights(
    browser: Browser, reports: dict[str, Path]
) -> None:
    with open_page(browser, reports["both"]) as page:
        page.locator("[data-profile=founder]").click()
        english = page.locator(".tweak-change").inner_text()
        before = page.locator(".after tbody .rank").all_inner_texts()
        page.locator("#ko").check()
        korean = page.locator(".tweak-change").inner_text()
        after = page.locator(".after tbody .rank").all_inner_texts()
        names = page.locator(".after tbody th").all_inner_texts()

    assert "clusters change rank" in english
    assert "순위가 바뀐다" in korean
    assert "{" not in korean
    assert before == after
    assert "오송 바이오밸리" in names


def test_the_switch_is_reached_by_the_keyboard(browser: Browser, reports: dict[str, Path]) -> None:
    with open_page(browser, reports["both"]) as page:
        page.locator("#en").focus()
        page.keyboard.press("ArrowRight")

        assert page.locator("#ko").is_checked()


@pytest.mark.parametrize(
    ("lang", "scheme", "size"),
    [
        ("en", "light", NARROW),
        ("en", "dark", WIDE),
        ("ko", "light", WIDE),
        ("ko", "dark", NARROW),
    ],
)
def test_no_rule_of_accessibility_is_broken_in_either_language(
    browser: Browser, reports: dict[str, Path], lang: str, scheme: str, size: tuple[int, int]
) -> None:
    with open_page(browser, reports["both"], size=size, color_scheme=scheme) as page:
        page.locator(f"#{lang}").check()

        assert broken(page) == {}


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW)])
def test_no_rule_of_accessibility_is_broken_in_korean(
    browser: Browser, reports: dict[str, Path], scheme: str, size: tuple[int, int]
) -> None:
    with open_page(browser, reports["ko"], size=size, color_scheme=scheme) as page:
        assert broken(page) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
def test_nothing_sticks_out_of_the_window_in_either_language(
    browser: Browser, reports: dict[str, Path], lang: str, size: tuple[int, int]
) -> None:
    with open_page(browser, reports["both"], size=size) as page:
        page.locator(f"#{lang}").check()
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert widths[0] <= widths[1]
