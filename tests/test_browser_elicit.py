"""The form of judgements in a real browser: its numbers, its files, and who can use it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from ranker.analysis.ranking import rank
from ranker.cli import app
from ranker.methods.elicit_verdict import Elicited
from ranker.output.form import write_form
from ranker.study.elicit import read_elicited
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.browser import NARROW, NARROWEST, WIDE, open_page
from tests.studies import write_study
from tests.test_browser_language import broken

TOP = '.group[data-node="top"]'
SCALE = [str(n) for n in range(1, 10)] + [f"1/{n}" for n in range(2, 10)]
FILL = """([room, values]) => {
    const group = document.querySelector(room);
    for (const [selector, value] of values) {
        const field = group.querySelector(selector);
        field.value = value;
        field.dispatchEvent(new Event("input", {bubbles: true}));
    }
}"""
READ = """room => {
    const group = document.querySelector(room);
    const verdict = group.querySelector(".verdict");
    return [[...group.querySelectorAll(".share")].map(cell => Number(cell.dataset.value)),
        verdict.dataset.code, verdict.dataset.ratio === "" ? null : Number(verdict.dataset.ratio)];
}"""


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study("asia-biopharma")


@pytest.fixture(scope="module")
def form(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_form(study, tmp_path_factory.mktemp("form") / "form.html")


def siblings(study: Study, node: str = "") -> list[str]:
    found = next(n for n in study.root.walk() if n.id == node)
    return [child.id for child in found.children]  # type: ignore[union-attr]


def choose(page: Page, method: str) -> None:
    page.locator(f'[name="method"][value="{method}"]').check()


def room_of(node: str) -> str:
    return f'.group[data-node="{node or "top"}"]'


def random_pairs(
    ids: list[str], chance: random.Random
) -> tuple[list[list[str]], Mapping[str, Any]]:
    """Return what to fill in, and the same as a profile writes it."""
    pairs = {f"{one} / {two}": chance.choice(SCALE) for one, two in combinations(ids, 2)}
    for key in list(pairs)[len(ids) - 1 :]:  # the first pairs link all
        if chance.random() < 0.3:
            pairs[key] = "unknown"
    fill = [[f'[data-pair="{key}"]', value] for key, value in pairs.items()]
    told = {k: int(v) if v.isdigit() else v for k, v in pairs.items()}
    return fill, {"method": "ahp", "judgements": told}


def random_best_worst(
    ids: list[str], chance: random.Random
) -> tuple[list[list[str]], Mapping[str, Any]]:
    best, worst = chance.sample(ids, 2)
    span = chance.randint(1, 9)
    inner = [name for name in ids if name not in (best, worst)]
    others = {name: chance.randint(1, span) for name in inner} | {worst: span}
    to_worst = {name: chance.randint(1, span) for name in inner}
    fill = [['[data-end="best"]', best], ['[data-end="worst"]', worst]]
    for field, told in (("others", others), ("toWorst", to_worst)):
        fill += [
            [f'tr[data-item="{name}"] [data-field="{field}"]', str(value)]
            for name, value in told.items()
        ]
    judgements = {"best": best, "worst": worst}
    return fill, {
        "method": "bwm",
        "judgements": judgements | {"best_to_others": others, "others_to_worst": to_worst},
    }


def expected_of(raw: Mapping[str, Any], ids: list[str]) -> Elicited:
    found, faults = read_elicited(raw, ids)
    assert faults == []
    assert found is not None
    return found


@pytest.mark.parametrize("method", ["ahp", "bwm"])
def test_weights_and_ratios_are_those_of_the_engine(
    browser: Browser, form: Path, study: Study, method: str
) -> None:
    chance = random.Random(20)  # noqa: S311 - examples, no secrets
    nodes = [n for n in ["", *(c.id for c in study.criteria)] if len(siblings(study, n)) > 1]
    make = random_pairs if method == "ahp" else random_best_worst
    away = []

    with open_page(browser, form) as page:
        choose(page, method)
        for _ in range(12):
            for node in nodes:
                ids = siblings(study, node)
                fill, raw = make(ids, chance)
                page.evaluate(FILL, [room_of(node), fill])
                weights, code, ratio = page.evaluate(READ, room_of(node))
                own = expected_of(raw, ids)
                away.append(float(np.abs(own.weights - weights).max()))
                assert code == own.verdict.code
                assert ratio == (own.verdict.ratio and pytest.approx(own.verdict.ratio, abs=1e-9))

    assert len(away) == 12 * len(nodes)
    assert max(away) < 1e-9


def test_swings_are_proportional(browser: Browser, form: Path, study: Study) -> None:
    ids = siblings(study)
    swings = dict(zip(ids, (100, 60, 30, 10), strict=True))

    with open_page(browser, form) as page:
        fill = [[f'input[data-item="{name}"]', str(value)] for name, value in swings.items()]
        page.evaluate(FILL, [TOP, fill])
        weights, code, _ = page.evaluate(READ, TOP)

    assert weights == pytest.approx([0.5, 0.3, 0.15, 0.05], abs=1e-12)
    assert code == "untested"


def test_what_is_missing_is_told_and_nothing_is_filled_in(browser: Browser, form: Path) -> None:
    with open_page(browser, form) as page:
        room = page.locator(TOP)
        said = [room.locator(".verdict").inner_text()]
        fields = room.locator('[data-method="swing"] input')
        for value, at in (("90", 0), ("10", 1), ("20", 2), ("30", 3), ("100", 0), ("900", 1)):
            fields.nth(at).fill(value)
            said.append(room.locator(".verdict").inner_text())
        shares = room.locator(".share").all_inner_texts()

    assert said == [
        "Not answered yet.",
        "Answered 1 of 4.",
        "Answered 2 of 4.",
        "Answered 3 of 4.",
        "Give 100 to the step that is worth most.",
        "Nothing was asked twice, so no judgement can contradict another.",
        "Numbers go from 0 to 100.",
    ]
    assert shares == ["–"] * 4


def test_a_contradiction_is_shown_with_the_comparison_to_look_at(
    browser: Browser, form: Path
) -> None:
    with open_page(browser, form) as page:
        choose(page, "ahp")
        for at, value in enumerate(["9", "1", "1/9", "1", "1", "1"]):
            page.locator(f"{TOP} [data-pair]").nth(at).select_option(value)
        verdict = page.locator(f"{TOP} .verdict")
        text, code = verdict.inner_text(), verdict.get_attribute("data-code")

    assert code == "revisit"
    assert text.startswith("The judgements contradict one another: ratio ")
    assert "Look again at " in text


def test_contradicting_ends_are_told(browser: Browser, form: Path, study: Study) -> None:
    one, two, three, four = siblings(study)
    with open_page(browser, form) as page:
        choose(page, "bwm")
        page.evaluate(FILL, [TOP, [['[data-end="best"]', one], ['[data-end="worst"]', one]]])
        same = page.locator(f"{TOP} .verdict").inner_text()
        cells = [
            ['[data-end="worst"]', four],
            *([f'tr[data-item="{n}"] [data-field="others"]', "7"] for n in (two, three)),
            *([f'tr[data-item="{n}"] [data-field="toWorst"]', "2"] for n in (two, three)),
            [f'tr[data-item="{four}"] [data-field="others"]', "5"],
        ]
        page.evaluate(FILL, [TOP, cells])
        beyond = page.locator(f"{TOP} .verdict").inner_text()

    assert same == "Choose two different criteria as most and least important."
    assert beyond.startswith("Nothing may exceed the comparison of the most with the least")


def answer_two_to_one(page: Page, method: str) -> None:
    room = page.locator(TOP)
    if method == "swing":
        room.get_by_role("spinbutton", name="Money", exact=True).fill("100")
        room.get_by_role("spinbutton", name="People", exact=True).fill("50")
    elif method == "ahp":
        pair = room.get_by_role("combobox", name="Money – People", exact=True)
        pair.select_option("Money × 2")
    else:
        for end, name in (("Most important", "Money"), ("Least important", "People")):
            room.get_by_role("combobox", name=end, exact=True).select_option(name)
        room.get_by_label("People: the most important weighs it … times").select_option("2")


@pytest.mark.parametrize("method", ["swing", "ahp", "bwm"])
def test_saved_answers_are_imported_and_ranked(
    browser: Browser, tmp_path: Path, method: str
) -> None:
    folder = write_study(tmp_path / "harbours")
    page_file = write_form(open_study(folder), tmp_path / "form.html")
    with open_page(browser, page_file) as page:
        page.get_by_label("Whose view is this?").fill("Kim, Harbour Office")
        choose(page, method)
        answer_two_to_one(page, method)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save answers to send back").click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
        note = page.locator(".save-note").inner_text()

    file = tmp_path / "kim-harbour-office.json"
    result = CliRunner().invoke(app, ["elicit", "import", str(file), "--study", str(folder)])
    ranking = rank(open_study(folder), profile="kim-harbour-office")

    assert note.startswith("Saved as kim-harbour-office.json.")
    assert (result.exit_code, result.stderr.count("changed")) == (0, 0)
    assert ranking.weighting.shares["money"] == pytest.approx(2 / 3, abs=1e-12)
    assert ranking.study.profiles["kim-harbour-office"].label.en == "Kim, Harbour Office"
    assert [one.method for one in ranking.weighting.elicited] == [method]


def test_a_saved_profile_is_used_as_it_is(browser: Browser, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "harbours")
    page_file = write_form(open_study(folder), tmp_path / "form.html")
    with open_page(browser, page_file) as page:
        page.get_by_label("Whose view is this?").fill("박 주임")
        choose(page, "ahp")
        page.locator("summary", has_text="Within People").click()
        page.locator('[data-pair="office / vacancies"]').select_option("1/3")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save as a weight profile").click()
        waiting.value.save_as(folder / "profiles" / waiting.value.suggested_filename)

    profile = open_study(folder).profiles["answers"]

    assert profile.label.en == "박 주임"
    assert profile.weights == pytest.approx({"office": 0.25, "vacancies": 0.75})


def test_nothing_is_saved_without_an_answer_or_a_name(browser: Browser, form: Path) -> None:
    with open_page(browser, form) as page:
        save = page.get_by_role("button", name="Save answers to send back")
        save.click()
        empty = page.locator(".save-note").inner_text()
        for at, value in enumerate(["100", "10", "20", "30"]):
            page.locator(f"{TOP} input").nth(at).fill(value)
        save.click()
        nameless = page.locator(".save-note").inner_text()
        expect(page.locator("#name")).to_be_focused()

    assert empty == "Nothing can be saved yet: answer at least one group in full."
    assert nameless == "Say whose view this is before saving."


def test_groups_begun_but_not_finished_are_named_as_left_out(browser: Browser, form: Path) -> None:
    with open_page(browser, form) as page:
        page.locator("#name").fill("Kim")
        for at, value in enumerate(["100", "10", "20", "30"]):
            page.locator(f"{TOP} input").nth(at).fill(value)
        page.locator("summary", has_text="Within Talent").click()
        page.locator('.group[data-node="talent"] input').first.fill("100")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save answers to send back").click()
        content = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
        note = page.locator(".save-note").inner_text()

    assert list(content["elicit"]) == ["top"]
    assert note.endswith("Left out, because they are not answered in full: Within Talent.")


def test_the_form_is_filled_in_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "harbours")
    page_file = write_form(open_study(folder), tmp_path / "form.html")
    with open_page(browser, page_file) as page:
        page.keyboard.press("Tab")  # the skip link
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Kim")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # the ways of asking
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        for _ in range(7):  # from no answer over nine down to three
            page.keyboard.press("ArrowDown")
        share = page.locator(f"{TOP} .share").first
        expect(share).to_have_text("75%")
        chosen = page.locator('[name="method"]:checked').get_attribute("value")

    assert chosen == "ahp"


def test_labels_follow_the_switch_of_the_language(browser: Browser, form: Path) -> None:
    with open_page(browser, form) as page:
        choose(page, "ahp")
        english = page.locator(f"{TOP} .pair").first.inner_text()
        option = page.locator(f"{TOP} [data-pair] option").nth(1)
        before = option.text_content()
        page.get_by_label("한국어").check()
        korean = page.locator(f"{TOP} .pair").first.inner_text()
        after = option.text_content()
        language = page.locator("html").get_attribute("lang")

    assert "Investment" in english
    assert "투자" in korean
    assert (before, after) == ("Investment × 9", "투자 × 9")
    assert language == "ko"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW), ("light", NARROWEST)]
)
def test_the_form_is_accessible_and_fits(
    browser: Browser, form: Path, lang: str, scheme: str, size: tuple[int, int]
) -> None:
    found = {}
    with open_page(browser, form, size=size, color_scheme=scheme) as page:
        page.locator(f"#{lang}").check()
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for method in ("swing", "ahp", "bwm"):
            choose(page, method)
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            found[method] = broken(page)
            assert widths[0] <= widths[1], method

    assert found == {"swing": {}, "ahp": {}, "bwm": {}}
