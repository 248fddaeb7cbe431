"""A study's text stays text: no element, no script, no request, no broken layout comes of it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ranker.analysis.ranking import rank
from ranker.output.build import build_report
from ranker.output.render import render_page, render_report, write_report
from ranker.output.view import ReportView
from ranker.study.load import open_study
from tests.browser import NARROWEST, WIDE, open_page
from tests.hostile import ADDRESS, TEXTS, with_texts, write_hostile_study
from tests.pages import read_page
from tests.studies import swap, write_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LINKS = re.compile(r"^(#|https?://)")


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page with the names of their attributes, in order.

    The lines into which a label of a picture is broken are as many as its text needs.
    """
    found = [(e.tag, tuple(e.attributes)) for e in read_page(html).everything()]
    return [element for element in found if element != ("tspan", ("x", "y"))]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> ReportView:
    study = open_study(write_study(tmp_path_factory.mktemp("harbours")))
    return build_report(rank(study))


@pytest.mark.parametrize("text", TEXTS)
def test_a_browser_runs_loads_and_shows_nothing_of_a_hostile_study(
    browser: Browser, tmp_path: Path, text: str
) -> None:
    study = open_study(write_hostile_study(tmp_path / "study", text))
    path = write_report(rank(study), tmp_path / "report.html")
    dialogs: list[str] = []

    with open_page(browser, path, size=NARROWEST) as page:
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for link in page.locator("#ranking a, a[rel]").all()[:12]:
            link.dispatch_event("mouseover")
            link.dispatch_event("focus")
        hit = page.evaluate("'hit' in window")
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        strange = page.locator("img, svg[onload], plaintext, [onmouseover], [onfocus]").count()

    assert dialogs == []
    assert not hit
    assert strange == 0
    assert widths[0] <= widths[1]


def test_a_page_has_the_same_elements_whatever_the_texts_say(tmp_path: Path) -> None:
    plain = open_study(write_hostile_study(tmp_path / "plain", "A" * len(TEXTS[1])))
    hostile = open_study(write_hostile_study(tmp_path / "hostile", TEXTS[1]))

    shapes = [shape(render_report(rank(study))) for study in (plain, hostile)]

    assert shapes[0] == shapes[1]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.one_of(
        st.sampled_from(TEXTS), st.text(min_size=1), st.text("<>\"'&{%#}=/ a", min_size=1)
    )
)
def test_no_text_in_any_field_changes_the_structure(view: ReportView, text: str) -> None:
    before = shape(render_page("report.html.j2", report=with_texts(view, lambda _: "word")))

    after = shape(render_page("report.html.j2", report=with_texts(view, lambda _: text)))

    assert after == before


def widths_of(browser: Browser, path: Path, size: tuple[int, int]) -> tuple[int, int]:
    """Return how wide a page is with everything open, and how wide its window."""
    with open_page(browser, path, size=size) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        found = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return found[0], found[1]


@pytest.mark.parametrize("size", [WIDE, NARROWEST])
@pytest.mark.parametrize("name", ["W" * 10_000, "long name " * 1_000])
def test_a_name_of_ten_thousand_characters_breaks_no_layout(
    browser: Browser, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    folder = write_study(tmp_path / "study", clusters=swap("Alder Bay", name.strip()))
    path = write_report(rank(open_study(folder)), tmp_path / "report.html")

    page, window = widths_of(browser, path, size)

    assert page <= window


@pytest.mark.parametrize("size", [WIDE, NARROWEST])
@pytest.mark.parametrize("word", ["W" * 400, "long label " * 40])
def test_long_texts_everywhere_break_no_layout(
    browser: Browser, tmp_path: Path, word: str, size: tuple[int, int]
) -> None:
    study = open_study(write_hostile_study(tmp_path / "study", word.strip()))
    path = write_report(rank(study), tmp_path / "report.html")

    page, window = widths_of(browser, path, size)

    assert page <= window


def test_a_name_that_turns_the_direction_turns_nothing_else(tmp_path: Path) -> None:
    study = open_study(write_hostile_study(tmp_path / "study", "\u202egnirts"))
    html = render_report(rank(study))

    assert "\u202e" not in html
    assert "�gnirts" in html


def test_a_name_in_another_direction_is_isolated(browser: Browser, tmp_path: Path) -> None:
    study = open_study(write_hostile_study(tmp_path / "study", "مرفأ"))
    path = write_report(rank(study), tmp_path / "report.html")

    with open_page(browser, path) as page:
        ways = page.evaluate(
            "[...document.querySelectorAll('.name, .local, .card a, .card b, .card i, #sources a')]"
            ".map(e => getComputedStyle(e).unicodeBidi)"
        )

    assert ways
    assert set(ways) <= {"isolate", "plaintext"}


def test_an_address_stays_in_its_attribute(tmp_path: Path) -> None:
    study = open_study(write_hostile_study(tmp_path / "study", "Alder"))

    links = read_page(render_report(rank(study))).find("a")

    assert ADDRESS in {link.attributes["href"] for link in links}
    outer = [link for link in links if link.attributes["href"].startswith("http")]
    assert {name for link in outer for name in link.attributes} <= {"href", "title", "rel"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x"])
def test_an_address_that_is_none_of_the_web_is_no_link(tmp_path: Path, address: str) -> None:
    study = open_study(write_study(tmp_path))
    sources = {n: dataclasses.replace(s, url=address) for n, s in study.sources.items()}

    links = read_page(render_report(rank(dataclasses.replace(study, sources=sources)))).find("a")

    assert all(LINKS.match(link.attributes["href"]) for link in links)
    assert not any(link.attributes["href"].startswith("http") for link in links)


def test_links_to_elsewhere_tell_the_site_nothing(tmp_path: Path) -> None:
    page = read_page(render_report(rank(open_study(write_study(tmp_path)))))

    assert [a for a in page.find("a") if not a.attributes["href"].startswith("#")]
    assert page.find("meta", name="referrer", content="no-referrer")
