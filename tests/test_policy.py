"""The policy of a page names what runs in it, byte for byte, and a browser obeys it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateError

from ranker.analysis.ranking import rank
from ranker.output.policy import check_elements, with_policy
from ranker.output.render import render_report
from ranker.study.model import Study
from tests.browser import WIDE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

START = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'


def page(body: str = "") -> str:
    return f"{START}\n<title>x</title></head><body>{body}</body></html>"


def policy_of(html: str) -> dict[str, list[str]]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert found
    return {part.split()[0]: part.split()[1:] for part in found[1].split("; ")}


def fingerprint(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_report_allows_its_own_script_and_style_and_nothing_else(harbours: Study) -> None:
    html = render_report(rank(harbours))

    policy = policy_of(html)

    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert sorted(policy["script-src"]) == sorted(fingerprint(text) for text in scripts)
    assert policy == {
        "default-src": ["'none'"],
        "script-src": policy["script-src"],
        "style-src": [fingerprint(text) for text in styles],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_policy_comes_before_any_text_of_the_study(harbours: Study) -> None:
    html = render_report(rank(harbours))

    assert html.index("Content-Security-Policy") < html.index("<title>")
    assert html.startswith("<!doctype html>\n<html lang=en><head><meta charset=utf-8>")


def test_a_page_without_scripts_allows_none() -> None:
    assert policy_of(with_policy(page(), ["let a = 1"]))["script-src"] == ["'none'"]


def test_a_script_that_is_not_ours_is_not_named() -> None:
    html = with_policy(page("<script>own()</script><script>theirs()</script>"), ["own()", ""])

    assert policy_of(html)["script-src"] == [fingerprint("own()")]


@pytest.mark.parametrize(
    "start",
    [
        "<!doctype html><html lang='en' onclick='x()'><head><meta charset=utf-8>",
        '<p><!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<!doctype html><html lang="en"><head><title>x</title><meta charset="utf-8">',
    ],
)
def test_a_page_that_begins_otherwise_is_refused(start: str) -> None:
    with pytest.raises(TemplateError, match="does not begin with"):
        with_policy(f"{start}</head><body></body></html>", [])


@pytest.mark.parametrize(
    "element",
    [
        "<script>steal()</script>",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        '<meta name="x" content=">" http-equiv="refresh">',
        '<LINK rel="preconnect" href="https://evil.example">',
        "<iframe></iframe>",
        '<base href="https://evil.example">',
        "<style>p { color: red }</style>",
        '<script type="application/json" src="x"></script>',
    ],
)
def test_elements_that_run_load_or_lead_away_are_refused(element: str) -> None:
    with pytest.raises(TemplateError, match="cannot add"):
        check_elements(page(element), ["own()"])


def test_our_own_elements_are_admitted() -> None:
    own = '<script>own()</script><script type="application/json" id="a">{}</script>'

    check_elements(page(own), ["own()"])


@pytest.mark.parametrize(
    "body",
    [
        "<script>window.hit = 1</script>",
        '<img src="data:," onerror="window.hit = 1">',
        '<a href="javascript:window.hit = 1" id="link">x</a>',
        '<svg onload="window.hit = 1"></svg>',
    ],
)
def test_a_browser_runs_no_script_that_the_policy_does_not_name(
    browser: Browser, tmp_path: Path, body: str
) -> None:
    file = tmp_path / "page.html"
    html = with_policy(page(f"{body}<script>window.own = 1</script>"), ["window.own = 1"])
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
    opened = context.new_page()
    opened.goto(file.as_uri())
    for link in opened.locator("#link").all():
        link.click()
    opened.wait_for_timeout(50)

    ran = opened.evaluate("['own' in window, 'hit' in window]")

    context.close()
    assert ran == [True, False]


def test_a_browser_loads_nothing_from_elsewhere_for_a_page(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    body = (
        '<img src="https://evil.example/a.png"><link rel="stylesheet" href="https://evil.example">'
        '<p style="background: url(https://evil.example/b.png)">x</p>'
        '<iframe src="https://evil.example"></iframe><object data="https://evil.example"></object>'
    )
    file.write_text(with_policy(page(body), []), encoding="utf-8")
    context = browser.new_context()
    opened = context.new_page()
    failed: list[str] = []
    refused: list[str] = []
    opened.on("console", lambda said: refused.append(said.text))
    opened.on("requestfailed", lambda asked: failed.append(str(asked.failure)))
    opened.goto(file.as_uri())
    opened.wait_for_timeout(200)
    context.close()

    assert len(refused) >= 5
    assert set(failed) <= {"csp"}
