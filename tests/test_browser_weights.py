"""Weights set in the page: the same ranking as the engine's, and a state that travels."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ranker._content import content_folder
from ranker.analysis.compare import compare_profiles
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import ContentError
from ranker.output.environment import page_environment
from ranker.output.headline import headline
from ranker.output.tweak import tweak_view
from ranker.study.load import open_study
from ranker.study.model import Criterion, Node, Study
from tests.browser import NARROW, NARROWEST, WIDE, open_page
from tests.mixed import TWINS, write_mixed, write_permuted
from tests.studies import drop, swap, write_study

Shown = dict[str, tuple[int, float]]

PART = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Part</title>
<style>{{ asset("report.css") }}</style><main>{% include "_tweak.html.j2" %}</main>
<script>{{ asset("arithmetic.js") }}</script>
<script>{{ asset("weights.js") }}</script></html>"""
READ = """() => {
    const value = (row, name) => Number(row.querySelector(name).dataset.value);
    const rows = [...document.querySelectorAll("#tweak .after tbody tr")];
    return Object.fromEntries(
        rows.map(row => [row.dataset.id, [value(row, ".rank"), value(row, ".score")]]));
}"""
WEIGH = """pairs => pairs.forEach(([id, weight]) => {
    const field = document.querySelector(`[data-node="${id}"] input[type=number]`);
    field.value = weight;
    field.dispatchEvent(new Event("input", {bubbles: true}));
})"""


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study("asia-biopharma")


@pytest.fixture(scope="module")
def ranking(study: Study) -> Ranking:
    return rank(study)


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report on the bundled study."""
    with open_page(browser, report) as opened:
        yield opened


@pytest.fixture
def small(harbours: Study, tmp_path: Path) -> Path:
    """The report on the small study, as a file."""
    return made(rank(harbours), tmp_path)


def made(ranking: Ranking, folder: Path) -> Path:
    """Write a page of this part of the report alone, which takes no draws."""
    template = page_environment().from_string(PART)
    file = folder / "part.html"
    view = tweak_view(ranking)
    file.write_text(template.render(report={"tweak": view}), encoding="utf-8")
    return file


def shown_of(page: Page) -> Shown:
    return {name: (int(rank), score) for name, (rank, score) in page.evaluate(READ).items()}


def weigh(page: Page, weights: Mapping[str, float]) -> None:
    """Type weights; those above 0 first, so that siblings are never all 0."""
    page.evaluate(WEIGH, sorted(weights.items(), key=lambda pair: not pair[1]))


def engine_of(study: Study, weights: Mapping[str, float]) -> Shown:
    """Return standing and score of every cluster that has them; nothing where none is ranked."""
    try:
        ranking = rank(study, weights=weights)
    except ContentError:
        return {}
    return expected_of(ranking)


def expected_of(ranking: Ranking) -> Shown:
    return {
        cluster.id: (int(ranking.standings[i]), float(ranking.scores[i]))
        for i, cluster in enumerate(ranking.clusters)
        if ranking.standings[i]
    }


def assert_same(shown: Shown, expected: Shown) -> None:
    assert {name: place for name, (place, _) in shown.items()} == {
        name: place for name, (place, _) in expected.items()
    }
    for name, (_, score) in expected.items():
        assert shown[name][1] == pytest.approx(score, abs=1e-9)


def sibling_groups(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    yield nodes
    for node in nodes:
        if isinstance(node, Criterion):
            yield from sibling_groups(node.children)


def drawn_weights(study: Study, rng: random.Random) -> dict[str, float]:
    """Draw weights for some groups of siblings, one weight in five 0, never all of them."""
    found: dict[str, float] = {}
    for siblings in sibling_groups(study.criteria):
        if len(siblings) > 1 and rng.random() < 0.7:
            drawn = [
                rng.choice([0, 1, 1, 1, 1]) * round(rng.uniform(0.1, 100), 2) for _ in siblings
            ]
            drawn[rng.randrange(len(drawn))] = 50
            found |= {node.id: weight for node, weight in zip(siblings, drawn, strict=True)}
    return found


def test_the_page_begins_with_the_published_ranking(page: Page, ranking: Ranking) -> None:
    assert_same(shown_of(page), expected_of(ranking))
    assert page.locator(".tweak-change").inner_text().startswith("These are the published weights")
    assert page.locator("#tweak .shift.up, #tweak .shift.down").count() == 0


def test_thirty_weightings_of_the_bundled_study_rank_as_the_engine_does(
    page: Page, study: Study
) -> None:
    rng = random.Random(0)  # noqa: S311 - no secret
    seen = set()

    for _ in range(30):
        page.locator("[data-act=reset]").click()
        weights = drawn_weights(study, rng)
        weigh(page, weights)
        expected = engine_of(study, weights)
        assert_same(shown_of(page), expected)
        assert page.locator(".tweak-headline").inner_text() == headline(
            rank(study, weights=weights)
        )
        seen.add(len(expected))

    assert len(seen) > 3  # who is ranked depends on the weights


@pytest.mark.parametrize("seed", range(6))
def test_every_kind_of_scale_and_mean_ranks_as_the_engine_does(
    browser: Browser, tmp_path: Path, seed: int
) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=seed))
    rng = random.Random(seed)  # noqa: S311 - no secret
    many = 0

    with open_page(browser, made(rank(mixed), tmp_path)) as page:
        for _ in range(25):
            page.locator("[data-act=reset]").click()
            weights = drawn_weights(mixed, rng)
            weigh(page, weights)
            shown = shown_of(page)
            assert_same(shown, engine_of(mixed, weights))
            many += len(shown) > 2

    assert many > 5


@pytest.mark.parametrize("seed", range(3))
def test_targets_shares_curves_and_value_functions_rank_as_the_engine_does(
    browser: Browser, tmp_path: Path, seed: int
) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=seed, has_other_forms=True))
    rng = random.Random(seed)  # noqa: S311 - no secret
    many = 0

    with open_page(browser, made(rank(mixed), tmp_path)) as page:
        for _ in range(25):
            page.locator("[data-act=reset]").click()
            weights = drawn_weights(mixed, rng)
            weigh(page, weights)
            shown = shown_of(page)
            assert_same(shown, engine_of(mixed, weights))
            many += len(shown) > 2

    assert many > 5


def test_twins_tie_under_all_weights_and_the_next_rank_is_left_out(
    browser: Browser, tmp_path: Path
) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=7, missing=0))
    rng = random.Random(7)  # noqa: S311 - no secret

    with open_page(browser, made(rank(mixed), tmp_path)) as page:
        for _ in range(10):
            weigh(page, drawn_weights(mixed, rng))
            shown = shown_of(page)
            place = shown[TWINS[0]][0]
            assert shown[TWINS[1]][0] == place
            assert place + 1 not in {at for name, (at, _) in shown.items() if name in RANKED}


RANKED = {f"c{i}" for i in range(12)}


def test_presets_give_the_ranks_of_the_weight_profiles(page: Page, ranking: Ranking) -> None:
    profiles = compare_profiles(ranking)

    for name in profiles.names:
        button = page.locator(f"[data-profile={name}]")
        button.click()
        shown = shown_of(page)
        ranks = [shown.get(cluster, (0, 0))[0] for cluster in profiles.clusters]
        assert ranks == profiles.ranks[:, profiles.names.index(name)].tolist()
        assert button.get_attribute("aria-pressed") == "true"


def test_a_profile_may_weigh_inner_nodes_too(browser: Browser, tmp_path: Path) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=3))

    with open_page(browser, made(rank(mixed), tmp_path)) as page:
        page.locator("[data-profile=steep]").click()
        shown = shown_of(page)

    assert_same(shown, expected_of(rank(mixed, profile="steep")))


def test_weights_changed_by_hand_are_the_published_ones(browser: Browser, tmp_path: Path) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=1))
    ranking = rank(mixed, profile="steep", weights={"grants": 0.9, "doctors": 0})

    with open_page(browser, made(ranking, tmp_path)) as page:
        before = shown_of(page)
        page.locator("[data-profile=steep]").click()
        after = shown_of(page)

    assert_same(before, expected_of(ranking))
    assert_same(after, expected_of(rank(mixed, profile="steep")))


def test_yardsticks_of_another_ranking_stay(browser: Browser, tmp_path: Path) -> None:
    mixed = open_study(write_mixed(tmp_path / "mixed", seed=2))
    supposed = rank(mixed).what_if({"c0.piers": 40}).after

    with open_page(browser, made(supposed, tmp_path)) as page:
        shown = shown_of(page)

    assert shown["c0"][1] > 300  # far beyond the yardsticks
    assert_same(shown, expected_of(supposed))


def test_equal_scores_tie_whatever_the_order_of_their_sums(
    browser: Browser, tmp_path: Path
) -> None:
    study = open_study(write_permuted(tmp_path / "permuted"))

    with open_page(browser, made(rank(study), tmp_path)) as page:
        shown = shown_of(page)
        weigh(page, {"apples": 30, "berries": 30, "cherries": 30})
        again = shown_of(page)

    assert {place for place, _ in shown.values()} == {1}
    assert {place for place, _ in again.values()} == {1}
    assert len(shown) == len(again) == 6


def test_coverage_that_meets_the_need_but_for_a_digit_is_enough(
    browser: Browser, tmp_path: Path
) -> None:
    study = open_study(write_permuted(tmp_path / "permuted"))
    weights = {"apples": 10, "berries": 70, "cherries": 20}

    with open_page(browser, made(rank(study), tmp_path)) as page:
        weigh(page, weights)
        shown = shown_of(page)

    assert 0.1 + 0.7 < 0.8
    assert "q" in shown
    assert_same(shown, engine_of(study, weights))


def test_a_link_carries_the_weights(browser: Browser, report: Path, study: Study) -> None:
    weights = {"investment": 40, "governance": 30, "foreign_presence": 5, "talent": 25}
    inner = {"foreign_firms": 0, "top_pharma_sites": 12.5, "fdi_inflow_pct_gdp": 1}
    with open_page(browser, report) as page:
        weigh(page, weights | inner)
        expect(page.locator(".tweak-change")).to_contain_text("change rank")
        fragment = page.evaluate("location.hash")
        shown = shown_of(page)
        assert page.locator("[data-act=link]").get_attribute("href") == fragment

    assert fragment == (
        "#w=investment:40,governance:30,foreign_presence:5,talent:25,"
        "foreign_firms:0,top_pharma_sites:12.5,fdi_inflow_pct_gdp:1"
    )
    with open_page(browser, report) as page:
        page.evaluate(f"location.hash = '{fragment}'")
        expect(page.locator("#tweak")).to_have_attribute("data-changed", "")
        page.reload()
        assert shown_of(page) == shown
        assert page.evaluate("location.hash") == fragment
    assert_same(shown, engine_of(study, weights | inner))


def test_a_link_to_a_profile_is_its_name_and_what_was_changed_after(page: Page) -> None:
    page.locator("[data-profile=investor]").click()
    profile = page.evaluate("location.hash")
    weigh(page, {"workforce": 10})
    expect(page).to_have_url(re.compile("workforce"))

    assert profile == "#w=investor"
    assert page.evaluate("location.hash") == (
        "#w=investor,workforce:10,universities_top200:20,publications:20,researchers_per_million:20"
    )
    page.locator("[data-act=reset]").click()
    assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize(
    ("fragment", "vain"),
    [
        ("nobody", "nobody"),
        ("investment:-3", "investment:-3"),
        ("investment:much", "investment:much"),
        ("investment:0,governance:0,foreign_presence:0,talent:0", "talent:0"),
        ("__proto__:1,constructor", "__proto__:1 and constructor"),
        ("<b>x</b>:1", "<b>x</b>:1"),
    ],
)
def test_what_a_link_asks_in_vain_is_said_and_passed_over(
    page: Page, ranking: Ranking, fragment: str, vain: str
) -> None:
    page.evaluate("fragment => { location.hash = `w=${fragment}`; }", fragment)
    note = page.locator(".tweak-note")
    expect(note).to_contain_text("asks for something that this report cannot do")

    assert vain in note.inner_text() or "other" in note.inner_text()
    assert_same(shown_of(page), expected_of(ranking))


def test_weights_above_a_hundred_keep_their_proportion(page: Page, study: Study) -> None:
    asked = {"investment": 500, "governance": 250, "foreign_presence": 1, "talent": 249}
    pairs = ",".join(f"{name}:{weight}" for name, weight in asked.items())
    page.evaluate(f"location.hash = 'w={pairs}'")
    expect(page.locator("#tweak")).to_have_attribute("data-changed", "")

    assert page.locator("[data-node=investment] input[type=number]").input_value() == "100"
    assert_same(shown_of(page), engine_of(study, asked))


def test_the_keyboard_moves_a_slider(page: Page, study: Study) -> None:
    page.locator("#weight-governance").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")

    weights = {"investment": 25, "governance": 28, "foreign_presence": 25, "talent": 25}
    assert page.locator("[data-node=governance] input[type=number]").input_value() == "28"
    assert page.locator("#weight-governance").get_attribute("aria-valuetext") == (
        "28, a share of 27%"
    )
    assert_same(shown_of(page), engine_of(study, weights))


def test_the_keyboard_opens_inner_weights_and_types_one(page: Page, study: Study) -> None:
    page.locator(".inside summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "weight-public_investment"
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("80")

    weights = {"public_investment": 80, "private_investment": 40, "gerd_pct_gdp": 20}
    assert_same(shown_of(page), engine_of(study, weights))


def test_the_profile_that_is_downloaded_ranks_in_the_engine(
    browser: Browser, tmp_path: Path
) -> None:
    folder = write_mixed(tmp_path / "mixed", seed=4)
    weights = {"money": 12.5, "people": 0, "piers": 33, "rents": 0, "taxes": 0, "wages": 7}
    with open_page(browser, made(rank(folder), tmp_path)) as page:
        weigh(page, weights)
        with page.expect_download() as caught:
            page.locator("[data-act=download]").click()
        caught.value.save_as(folder / "profiles" / caught.value.suggested_filename)
        shown = shown_of(page)

    again = rank(open_study(folder), profile="my-weights")
    assert caught.value.suggested_filename == "my-weights.yaml"
    assert "rents: 0\n" in (folder / "profiles" / "my-weights.yaml").read_text()
    assert_same(shown, expected_of(again))


def test_every_preset_survives_the_way_through_a_file(
    browser: Browser, report: Path, study: Study, tmp_path: Path
) -> None:
    for name in study.profiles:
        with open_page(browser, report) as page:
            page.locator(f"[data-profile={name}]").click()
            with page.expect_download() as caught:
                page.locator("[data-act=download]").click()
            folder = write_mixed(tmp_path / name, seed=0)
            caught.value.save_as(folder / "profiles" / "mine.yaml")
            shown = shown_of(page)
        text = (folder / "profiles" / "mine.yaml").read_text()
        weights = dict(
            line.strip().split(": ") for line in text.split("weights:\n")[1].splitlines()
        )
        numbers = {node: float(weight) for node, weight in weights.items()}
        assert_same(shown, engine_of(study, numbers))


def test_reset_brings_the_published_ranking_back(page: Page, ranking: Ranking) -> None:
    weigh(page, {"talent": 90, "workforce": 0})
    assert shown_of(page) != expected_of(ranking)

    page.locator("[data-act=reset]").click()

    assert_same(shown_of(page), expected_of(ranking))
    assert page.locator("#tweak").get_attribute("data-changed") is None


def test_the_last_weight_above_zero_stays(browser: Browser, small: Path) -> None:
    with open_page(browser, small) as page:
        weigh(page, {"people": 0})
        page.evaluate(WEIGH, [["money", 0]])
        note = page.locator(".tweak-note").inner_text()
        shown = shown_of(page)

    assert note == "One of these weights has to be above 0, so Money keeps 50."
    assert shown["cedar"][1] == pytest.approx(100)
    assert shown["alder"][1] == pytest.approx(38.125)


def test_a_criterion_of_weight_zero_still_needs_a_score(browser: Browser, tmp_path: Path) -> None:
    folder = write_study(
        tmp_path / "harbours",
        study=swap("min_coverage: 0.5", "min_coverage: 0.6"),
        observations=drop("birch,office"),
    )

    with open_page(browser, made(rank(folder), tmp_path)) as page:
        weigh(page, {"people": 0})
        shown = shown_of(page)
        left = page.locator(".unranked").get_attribute("data-value")

    assert "birch" not in shown
    assert left == "birch"


def test_weights_under_which_nobody_is_ranked_say_so(browser: Browser, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "harbours", observations=_without_offices)

    with open_page(browser, made(rank(folder), tmp_path)) as page:
        weigh(page, {"office": 90, "vacancies": 1})
        said = page.locator(".tweak-headline").inner_text()
        rows = page.locator("#tweak .after tbody tr").count()
        page.locator("[data-act=reset]").click()
        back = page.locator("#tweak .after tbody tr").count()

    assert said.startswith("With these weights no cluster can be ranked")
    assert (rows, back) == (0, 4)


def _without_offices(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if ",office," not in line)


def test_what_changed_is_a_sentence_with_who_passes_whom(browser: Browser, small: Path) -> None:
    with open_page(browser, small) as page:
        weigh(page, {"money": 90, "people": 10})
        expect(page.locator(".tweak-change")).to_have_text(
            "2 of 3 clusters change rank. Cedar Cove rises from 2nd to 1st, passing Alder Bay. "
            "Alder Bay falls from 1st to 2nd, passed by Cedar Cove."
        )
        role = page.locator(".tweak-change").get_attribute("role")
        moves = page.evaluate(
            "[...document.querySelectorAll('#tweak tr[data-id] .shift')].map(c => c.textContent)"
        )

    assert role == "status"
    assert moves == ["", "▲11 higher than published", "▼11 lower than published", ""]


def test_lines_join_the_two_places_of_a_cluster(page: Page) -> None:
    weigh(page, {"talent": 100, "investment": 1})
    ends = page.evaluate(
        """() => {
            const box = (element) => element.getBoundingClientRect();
            const middle = (element) => (box(element).top + box(element).bottom) / 2;
            const svg = document.querySelector(".slopes svg");
            const scale = box(svg).height / svg.viewBox.baseVal.height;
            const rows = [...document.querySelectorAll(".after tbody tr")].map(middle);
            const ends = [...svg.querySelectorAll("line")]
                .filter(line => line.style.display !== "none")
                .map(line => box(svg).top + line.y2.baseVal.value * scale);
            return [rows.sort((a, b) => a - b), ends.sort((a, b) => a - b)];
        }"""
    )

    rows, lines = ends
    assert len(lines) > 35
    assert all(min(abs(line - row) for row in rows) < 1.5 for line in lines)


def test_ranking_again_takes_less_than_a_frame(page: Page) -> None:
    times = page.evaluate(
        """() => [...Array(40).keys()].map(step => {
            const slider = document.getElementById("weight-talent");
            slider.value = 2 * step + 1;
            const start = performance.now();
            slider.dispatchEvent(new Event("input", {bubbles: true}));
            return performance.now() - start;
        }).sort((a, b) => a - b)"""
    )

    assert times[len(times) // 2] < 16


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
def test_open_sliders_are_accessible_and_fit(
    browser: Browser, report: Path, size: tuple[int, int], scheme: str
) -> None:
    with open_page(browser, report, size=size, color_scheme=scheme) as page:
        page.locator("[data-profile=founder]").click()
        page.evaluate("document.querySelectorAll('.inside').forEach(d => { d.open = true; })")
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        page.evaluate(  # they are looked at by other tests, and take most of the time
            "document.querySelectorAll('main > section:not(#tweak)').forEach(s => s.remove())"
        )
        found = Axe().run(page, context="#tweak")

    assert [v["id"] for v in found.response["violations"]] == []
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_by_itself(browser: Browser, report: Path, motion: str) -> None:
    with open_page(browser, report, reduced_motion=motion) as page:
        weigh(page, {"talent": 90})
        running = page.evaluate("document.getAnimations({subtree: true}).length")
        smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")

    assert running == 0
    assert smooth == ("auto" if motion == "reduce" else "smooth")


def test_without_scripts_a_command_stands_in_for_the_sliders(
    browser: Browser, report: Path
) -> None:
    with open_page(browser, report, java_script_enabled=False) as page:
        text = page.locator("#tweak").inner_text()

    assert "ranker report asia-biopharma --weight investment=0.4" in text
    assert "Back to the published weights" not in text


def test_print_leaves_the_sliders_out_until_weights_are_changed(page: Page) -> None:
    page.emulate_media(media="print")
    before = page.locator("#tweak").is_visible()
    page.emulate_media(media="screen")
    page.locator("[data-profile=investor]").click()
    page.emulate_media(media="print")

    assert not before
    assert page.locator("#tweak .after").is_visible()
    assert not page.locator("#weight-talent").is_visible()
    assert not page.locator("[data-act=reset]").is_visible()


def test_other_methods_have_no_sliders(harbours: Study) -> None:
    assert tweak_view(rank(harbours, method="topsis")) is None


def test_a_tree_without_siblings_has_no_sliders(tmp_path: Path) -> None:
    folder = write_mixed(tmp_path / "mixed", seed=0, missing=0)
    start = "criteria:\n"
    text = (folder / "study.yaml").read_text().split(start)[0] + start
    lone = "  piers: {label: Piers, unit: piers, objective: max}\n"
    (folder / "study.yaml").write_text(text + lone)
    (folder / "profiles" / "steep.yaml").unlink()
    rows = (folder / "observations.csv").read_text().splitlines(True)
    kept = [row for row in rows if ",piers," in row or row.startswith("place,")]
    (folder / "observations.csv").write_text("".join(kept))

    assert tweak_view(rank(folder)) is None


def test_hostile_names_cannot_leave_the_data(browser: Browser, tmp_path: Path) -> None:
    bad = "</script><script>document.title='caught'</script>"
    folder = write_study(tmp_path / "harbours", clusters=swap("Alder Bay", f'"{bad}"'))

    with open_page(browser, made(rank(folder), tmp_path)) as page:
        weigh(page, {"money": 10})
        text = page.locator("#tweak .after tbody").inner_text()
        title = page.title()

    assert bad in text
    assert title != "caught"


def test_the_script_stays_small() -> None:
    script = content_folder("reports") / "static" / "weights.js"

    assert len(script.read_bytes()) < 40_000
