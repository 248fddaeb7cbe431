"""The web component in a page of another origin: the engine's ranks, sources, and no way out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ranker.analysis.ranking import Ranking, rank
from ranker.output.embed import embed_script, embed_to_json
from ranker.output.embed_files import frame_page, write_embed
from ranker.study.load import open_study
from tests.browser import NARROW, NARROWEST, WIDE, open_address, serve
from tests.hostile import HIT, TEXTS, write_hostile_study
from tests.mixed import write_mixed
from tests.test_browser_report import RULES
from tests.test_browser_weights import drawn_weights

CORS = {"Access-Control-Allow-Origin": "*"}
STRICT = (
    "default-src 'none'; script-src {origin}; connect-src {origin}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'"
)
HOST = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>A page of somebody else</title>
<script src="{origin}/embed.js" defer></script>
</head>
<body><main>
<h1>A page of somebody else</h1>
<cluster-ranking src="{origin}/ranking.json" {attributes}>
<a href="#top">The report</a>
</cluster-ranking>
</main></body>
</html>
"""
SHOWN = "document.querySelector('cluster-ranking').ranking"
WEIGHTS = "document.querySelector('cluster-ranking').weights"
WEIGH = """pairs => pairs.forEach(([id, weight]) => {
    const root = document.querySelector("cluster-ranking").shadowRoot;
    const slider = root.querySelector(`input[data-node="${id}"]`);
    slider.value = weight;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
})"""
STRANGE = """() => {
    const root = document.querySelector("cluster-ranking").shadowRoot;
    root.querySelectorAll("details").forEach((details) => { details.open = true; });
    return [...root.querySelectorAll("script, img, svg, iframe, style, plaintext")]
        .map((element) => element.outerHTML);
}"""


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank()


@pytest.fixture(scope="module")
def served(ranking: Ranking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of the bundled study's folder."""
    folder = write_embed(ranking, tmp_path_factory.mktemp("served") / "embed")
    with serve(folder, headers=CORS) as origin:
        yield origin


@contextmanager
def hosted(
    browser: Browser,
    origin: str,
    folder: Path,
    *,
    lang: str = "en",
    attributes: str = "",
    **options: Any,
) -> Iterator[Page]:
    """Open a page of another origin, with a strict policy, that holds the component."""
    policy = STRICT.format(origin=origin)
    text = HOST.format(lang=lang, policy=policy, origin=origin, attributes=attributes)
    (folder / "host.html").write_text(text, encoding="utf-8")
    with serve(folder) as host:
        address = f"{host}/host.html"
        within = (origin, host)
        with open_address(browser, address, within=within, **options) as page:
            page.locator("cluster-ranking ol > li").first.wait_for()
            yield page


@contextmanager
def opened(browser: Browser, ranking: Ranking, folder: Path, **options: Any) -> Iterator[Page]:
    """Open a host page for the ranking of a small study, without draws."""
    parts = folder / "parts"
    parts.mkdir()
    (parts / "embed.js").write_text(embed_script(), encoding="utf-8")
    (parts / "ranking.json").write_text(embed_to_json(ranking), encoding="utf-8")
    with ExitStack() as stack:
        origin = stack.enter_context(serve(parts, headers=CORS))
        yield stack.enter_context(hosted(browser, origin, folder, **options))


def assert_same(page: Page, ranking: Ranking) -> None:
    shown = {row["id"]: row for row in page.evaluate(SHOWN)}
    for i, cluster in enumerate(ranking.clusters):
        row = shown.pop(cluster.id)
        assert (row["rank"] or 0, row["standing"] or 0) == (ranking.ranks[i], ranking.standings[i])
        if ranking.standings[i]:
            assert row["score"] == pytest.approx(float(ranking.scores[i]), abs=1e-9)
    assert shown == {}


def weigh(page: Page, weights: dict[str, float]) -> dict[str, float]:
    """Move sliders, those above 0 first, and return all weights that the component has."""
    page.evaluate(WEIGH, sorted(weights.items(), key=lambda pair: not pair[1]))
    found: dict[str, float] = page.evaluate(WEIGHTS)
    return found


def test_the_script_is_small_and_needs_nothing_else() -> None:
    script = embed_script()

    assert len(script.encode()) < 25_000
    assert not re.search(r"\bimport\b|innerHTML|\beval\b|document\.write", script)


def test_it_begins_with_the_published_ranking(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    with hosted(browser, served, tmp_path) as page:
        assert_same(page, ranking)
        ids = page.locator("ol > li").evaluate_all("items => items.map(item => item.dataset.id)")
        text = page.locator("ol > li").first.inner_text()

    standing = [c.id for c in ranking.clusters if ranking.standings[ranking.index(c.id)]]
    assert sorted(ids) == sorted(standing)
    assert [name for name in ids if ranking.rank_of(name)] == [c.id for c in ranking.ranked]
    assert ranking.ranked[0].name in text


def test_fifteen_weightings_of_the_bundled_study_rank_as_the_engine_does(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    rng = random.Random(4)  # noqa: S311 - no secret
    seen = set()

    with hosted(browser, served, tmp_path) as page:
        for _ in range(15):
            drawn = {
                name: round(weight) or 1 if weight else 0
                for name, weight in drawn_weights(ranking.study, rng).items()
            }
            weights = weigh(page, drawn)
            expected = rank(ranking.study, weights=weights)
            assert_same(page, expected)
            seen.add(tuple(expected.ranks))

    assert len(seen) > 10


@pytest.mark.parametrize("seed", [0, 5])
def test_every_kind_of_scale_and_mean_ranks_as_the_engine_does(
    browser: Browser, tmp_path: Path, seed: int
) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=seed))
    rng = random.Random(seed)  # noqa: S311 - no secret

    with opened(browser, rank(mixed), tmp_path) as page:
        for _ in range(10):
            drawn = {name: float(round(w)) for name, w in drawn_weights(mixed, rng).items()}
            weights = weigh(page, drawn)
            assert_same(page, rank(mixed, weights=weights))


def test_a_profile_and_the_way_back_are_a_click_away(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    with hosted(browser, served, tmp_path) as page:
        page.locator("summary", has_text="Your weights").click()
        page.locator("[data-profile=investor]").click()
        assert_same(page, rank(ranking.study, profile="investor"))
        expect(page.locator("[data-profile=investor]")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".status")).to_contain_text("clusters change rank")
        assert page.locator("ol .interval").first.inner_text() == ""  # of other weights
        page.locator("[data-reset]").click()
        assert_same(page, ranking)
        expect(page.locator(".status")).to_have_text("")
        assert "–" in page.locator("ol .interval").nth(4).inner_text()


def test_each_figure_leads_to_its_source_and_a_missing_one_says_so(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    sources = ranking.study.sources

    with hosted(browser, served, tmp_path) as page:
        for name in ("osong", "songdo", "singapore"):
            cells = ranking.cells.cells[ranking.index(name)]
            item = page.locator(f"ol > li[data-id={name}]")
            item.locator("summary").click()
            item.locator(".evidence").wait_for()
            links = item.locator("a").evaluate_all("a => a.map(link => link.getAttribute('href'))")
            missing = item.locator(".missing").all_inner_texts()
            expected = [sources[row.source].url for cell in cells for row in cell.chosen]
            assert sorted(links) == sorted(expected)
            gaps = [cell.indicator.label.en for cell in cells if cell.is_missing]
            assert sorted(missing) == sorted(f"{label}: – missing" for label in gaps)


def test_clusters_without_a_rank_are_named_with_what_they_lack(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    left = ranking.unranked

    with hosted(browser, served, tmp_path) as page:
        page.locator(".left summary").click()
        rows = page.locator(".left li").all_inner_texts()

    assert len(rows) == len(left)
    assert all("Missing:" in row for row in rows)
    assert {row.partition(":")[0] for row in rows} == {entry.cluster.name for entry in left}


def test_the_keyboard_alone_moves_a_weight(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    with hosted(browser, served, tmp_path) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        for _ in range(len(ranking.study.profiles) + 1):
            page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        weights = page.evaluate(WEIGHTS)
        assert_same(page, rank(ranking.study, weights=weights))

    assert weights["investment"] == 27


def test_the_last_weight_of_siblings_stays_above_nothing(browser: Browser, tmp_path: Path) -> None:
    from tests.studies import write_study  # noqa: PLC0415 - one test

    small = rank(write_study(tmp_path / "harbours"))

    with opened(browser, small, tmp_path) as page:
        weights = weigh(page, {"money": 0, "people": 0})
        note = page.locator(".note").text_content()

    assert sorted([weights["money"], weights["people"]]) == [0, 50]
    assert note == "One of these weights has to be above 0."


def test_korean_comes_by_the_attribute_or_by_the_page(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    with hosted(browser, served, tmp_path, lang="ko-KR") as page:
        by_page = page.locator("ol").inner_text()
        page.evaluate("document.querySelector('cluster-ranking').lang = 'en'")
        in_english = page.locator("ol").inner_text()
        page.evaluate("document.querySelector('cluster-ranking').lang = 'ko'")
        by_attribute = page.locator("ol").inner_text()
        summary = page.locator(".weights > summary").inner_text()

    assert by_page == by_attribute != in_english
    assert "송도" in by_page
    assert summary == "내 가중치로 보기"


def test_a_group_and_the_first_few_can_be_asked_for(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    home = [c.id for c in ranking.ranked if c.group == "korea"]
    ids = "items => items.map(item => item.dataset.id)"

    with hosted(browser, served, tmp_path, attributes='group="korea" top="5"') as page:
        first = page.locator("ol > li").evaluate_all(ids)
        page.locator("button.whole").click()
        whole = page.locator("ol > li").evaluate_all(ids)
        hidden = page.locator("button.whole").is_hidden()

    assert first == home[:5]
    assert whole == home
    assert hidden


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW)])
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, served: str, tmp_path: Path, scheme: str, size: tuple[int, int]
) -> None:
    # Axe is put into the page as text, which the policy of the other tests forbids.
    with hosted(browser, served, tmp_path, size=size, color_scheme=scheme, bypass_csp=True) as page:
        page.evaluate(STRANGE)  # opens everything
        expect(page.locator("ol .evidence").last).to_be_visible()
        found = Axe().run(page, options=RULES)

    broken = {
        v["id"]: [n["html"][:200] for n in v["nodes"][:3]] for v in found.response["violations"]
    }
    assert broken == {}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_sticks_out_of_a_window_of_320_pixels(
    browser: Browser, served: str, tmp_path: Path, lang: str
) -> None:
    with hosted(browser, served, tmp_path, lang=lang, size=NARROWEST) as page:
        page.evaluate(STRANGE)
        expect(page.locator("ol .evidence").last).to_be_visible()
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert widths[0] <= widths[1]


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts_stay_text(browser: Browser, tmp_path: Path, text: str) -> None:
    ranking = rank(write_hostile_study(tmp_path / "hostile", text))

    with opened(browser, ranking, tmp_path, bypass_csp=True) as page:
        strange = page.evaluate(STRANGE)
        expect(page.locator("ol .evidence").last).to_be_visible()
        hit = page.evaluate("window.hit")
        links = page.locator("cluster-ranking a").evaluate_all("a => a.map(link => link.protocol)")

    assert strange == []
    assert hit is None, HIT
    assert set(links) <= {"http:", "https:"}


BROKEN = {
    "not found": None,
    "no JSON": "<!doctype html>",
    "another schema": '{"schema": "cluster-ranker/ranking/1"}',
    "half a document": '{"schema": "cluster-ranker/embed/1", "clusters": []}',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_where_there_is_no_ranking_the_page_keeps_what_it_said(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "embed.js").write_text(embed_script(), encoding="utf-8")
    if BROKEN[kind] is not None:
        (parts / "ranking.json").write_text(BROKEN[kind], encoding="utf-8")

    with serve(parts, headers=CORS) as origin, serve(tmp_path) as host:
        text = HOST.format(lang="en", policy="default-src *", origin=origin, attributes="")
        (tmp_path / "host.html").write_text(text, encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{host}/host.html")
        alert = page.locator("cluster-ranking [role=alert]")
        expect(alert).to_have_text("The ranking cannot be shown.")
        expect(page.get_by_role("link", name="The report")).to_be_visible()
        page.close()


def test_without_leave_of_the_other_origin_nothing_is_read(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    folder = write_embed(ranking, tmp_path / "closed")

    with serve(folder) as origin, serve(tmp_path) as host:
        text = HOST.format(lang="en", policy="default-src *", origin=origin, attributes="")
        (tmp_path / "host.html").write_text(text, encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{host}/host.html")
        expect(page.locator("cluster-ranking [role=alert]")).to_be_visible()
        page.close()


def test_the_frame_stands_in_a_page_of_another_origin(
    browser: Browser, served: str, ranking: Ranking, tmp_path: Path
) -> None:
    html = f'<!doctype html><title>x</title><iframe title="ranking" src="{served}/frame.ko.html">'
    (tmp_path / "host.html").write_text(html, encoding="utf-8")

    with (
        serve(tmp_path) as host,
        open_address(browser, f"{host}/host.html", within=(served, host)) as page,
    ):
        frame = page.frame_locator("iframe")
        frame.locator("ol > li").first.wait_for()
        heading = frame.locator("h1").inner_text()
        count = frame.locator("ol > li").count()

    assert heading == ranking.study.title.ko
    assert count == sum(1 for standing in ranking.standings if standing)


def test_a_method_without_sliders_shows_its_ranking(browser: Browser, tmp_path: Path) -> None:
    ranking = rank(method="topsis")

    with opened(browser, ranking, tmp_path) as page:
        shown = page.evaluate(SHOWN)
        sliders = page.locator("cluster-ranking input").count()

    assert [row["id"] for row in shown if row["rank"]] == [c.id for c in ranking.ranked]
    assert sliders == 0


def test_the_frame_of_a_hostile_study_runs_nothing(tmp_path: Path) -> None:
    for text in TEXTS[:4]:
        page = frame_page(rank(write_hostile_study(tmp_path / str(hash(text)), text)))

        assert page.count("<script") == 1
        assert "<img" not in page
