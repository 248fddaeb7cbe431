"""The examples of docs/embed.md, run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ranker.analysis.ranking import rank
from ranker.output.embed_files import write_embed
from tests.browser import open_address, serve

PAGE = Path(__file__).parents[1] / "docs" / "embed.md"
PLACE = "https://ranks.example"


def examples(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_embed(rank(), tmp_path_factory.mktemp("docs") / "public", base=f"{PLACE}/")


def test_the_page_with_the_component_shows_the_ranking(
    browser: Browser, public: Path, tmp_path: Path
) -> None:
    listening = f"<script>{examples('js')[0]}</script></head>"

    with (
        serve(public, headers={"Access-Control-Allow-Origin": "*"}) as origin,
        serve(tmp_path) as host,
    ):
        html = examples("html")[0].replace(PLACE, origin)
        said = html.replace("</head>", listening.replace("console.log", "window.heard = "))
        (tmp_path / "page.html").write_text(said, encoding="utf-8")
        with open_address(browser, f"{host}/page.html", within=(origin, host)) as page:
            page.locator("ol > li").first.wait_for()
            rows = page.locator("ol > li").count()
            title = page.get_by_role("heading", level=2).inner_text()
            heard = page.evaluate("window.heard")

    assert rows == 10
    assert title == "Korean biopharma clusters among their rivals"
    assert heard == rank().ranked[0].id


def test_the_policy_of_the_page_lets_the_component_load(
    browser: Browser, public: Path, tmp_path: Path
) -> None:
    policy = next(t for t in examples("text") if t.startswith("Content-Security-Policy: "))

    with serve(public, headers={"Access-Control-Allow-Origin": "*"}) as origin:
        said = policy.strip().partition(": ")[2].replace(PLACE, origin)
        with serve(tmp_path, headers={"Content-Security-Policy": said}) as host:
            html = examples("html")[0].replace(PLACE, origin)
            (tmp_path / "page.html").write_text(html, encoding="utf-8")
            with open_address(browser, f"{host}/page.html", within=(origin, host)) as page:
                page.locator("ol > li").first.wait_for()


def test_the_frame_and_the_badge_are_where_the_page_says(public: Path) -> None:
    frame, badge = examples("html")[1], examples("markdown")[0]

    addresses = re.findall(rf"{PLACE}/([\w./-]+)", frame + badge)

    assert addresses == ["frame.html", "badges/songdo.svg"]
    assert all((public / address).is_file() for address in addresses)
    words = re.findall(r"!\[(.*)\]", badge)[0]
    assert f'aria-label="{words}"' in (public / "badges" / "songdo.svg").read_text("utf-8")


def test_the_files_are_those_that_the_page_lists(public: Path) -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## The component")[0]

    named = set(re.findall(r"`([\w./]+\.(?:js|json|html|svg))`", table))
    there = {path.relative_to(public).as_posix() for path in public.rglob("*.*")}

    known = {name for name in there if not name.startswith("badges/")}
    assert named == known | {"badges/CLUSTER.svg", "badges/CLUSTER.ko.svg"}


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    names: dict[str, object] = {}
    exec(examples("python")[0], names)  # noqa: S102 - an example of ours

    assert (tmp_path / "public" / "oembed.json").is_file()
    assert str(names["badge"]).startswith("<svg")
