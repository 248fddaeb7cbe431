"""Sliders in a notebook: the same ranks as the engine, and weights that go both ways."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

import ranker
from ranker.output.notebook import script_text
from tests.studies import swap, write_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTILE = "<img src=x onerror=\"document.title='broken'\">"
# What anywidget hands to a script, as far as this one asks.
HOST = """
async ([script, traits]) => {
  const listeners = [];
  const model = {
    get: (name) => traits[name],
    set: (name, value) => { traits[name] = value; },
    save_changes: () => { window.saved = (window.saved || 0) + 1; },
    on: (event, listener) => listeners.push(listener),
    off: (event, listener) => listeners.splice(listeners.indexOf(listener), 1),
  };
  window.traits = traits;
  window.setFromPython = (weights) => { traits.weights = weights; listeners.forEach((f) => f()); };
  window.heard = () => listeners.length;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const loaded = await import(address);
  window.leave = loaded.default.render({ model, el: document.body });
}
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def show(page: Page, widget: Any) -> None:
    page.evaluate(HOST, [script_text(), {"data": widget.data, "weights": widget.weights}])


def shown_ranks(page: Page) -> dict[str, int]:
    rows = page.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.dataset.id, row.cells[0].textContent])"
    )
    return {name: int(text) for name, text in rows if not text.startswith("(")}


def ranks(ranking: ranker.Ranking) -> dict[str, int]:
    return {cluster.id: ranking.rank_of(cluster.id) or 0 for cluster in ranking.ranked}


def slide(page: Page, node: str, weight: float) -> None:
    slider = page.locator(f'[data-node="{node}"]')
    slider.evaluate(
        "(slider, weight) => { slider.value = weight; "
        "slider.dispatchEvent(new Event('input', { bubbles: true })); }",
        weight,
    )


def test_the_widget_shows_the_ranks_of_the_engine(page: Page) -> None:
    ranking = ranker.rank()

    show(page, ranker.sliders(ranking))

    assert shown_ranks(page) == ranks(ranking)


def test_a_slider_ranks_again_as_the_engine_does_and_tells_python(page: Page) -> None:
    widget = ranker.sliders(ranker.rank())
    show(page, widget)

    slide(page, "talent", 90)

    widget.weights = json.loads(page.evaluate("JSON.stringify(window.traits.weights)"))
    assert widget.weights["talent"] == 90
    assert page.evaluate("window.saved") == 1
    assert shown_ranks(page) == ranks(widget.ranking) != ranks(ranker.rank())


def test_weights_that_python_sets_move_the_sliders(page: Page, harbours: ranker.Study) -> None:
    widget = ranker.sliders(ranker.rank(harbours))
    show(page, widget)

    page.evaluate("window.setFromPython({money: 100, people: 0})")

    assert page.locator('[data-node="money"]').input_value() == "100"
    expected = ranker.rank(harbours, weights={"money": 1, "people": 0})
    assert shown_ranks(page) == ranks(expected)


def test_weights_that_rank_nobody_are_told(page: Page, harbours: ranker.Study) -> None:
    show(page, ranker.sliders(ranker.rank(harbours)))

    page.evaluate("window.setFromPython({money: 0, people: 0})")

    assert page.locator(".note").text_content() == "With these weights nobody can be ranked."


def test_a_widget_that_is_closed_hears_no_more(page: Page, harbours: ranker.Study) -> None:
    show(page, ranker.sliders(ranker.rank(harbours)))

    page.evaluate("window.leave()")

    assert page.evaluate("window.heard()") == 0


def test_names_stay_text(page: Page, tmp_path: Path) -> None:
    quoted = HOSTILE.replace('"', '""')
    study = write_study(tmp_path / "study", clusters=swap("Alder Bay", f'"{quoted}"'))

    show(page, ranker.sliders(ranker.rank(study)))

    assert page.locator("tbody tr[data-id=alder] td").nth(1).text_content() == HOSTILE
    assert page.locator("img").count() == 0


def test_the_ranking_of_the_widget_is_the_one_it_was_made_of(harbours: ranker.Study) -> None:
    ranking = ranker.rank(harbours, profile="funder")

    widget = ranker.sliders(ranking)

    assert widget.ranking.scores.tolist() == pytest.approx(ranking.scores.tolist())


def test_another_method_is_refused(harbours: ranker.Study) -> None:
    with pytest.raises(ranker.UsageError, match="sliders compute a weighted sum"):
        ranker.sliders(ranker.rank(harbours, method="topsis"))


def test_without_the_package_the_extra_is_named(
    harbours: ranker.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ranker.output import notebook  # noqa: PLC0415

    notebook._widget_class.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)

    with pytest.raises(ranker.UsageError, match=r"cluster-ranker\[notebook\]"):
        ranker.sliders(ranker.rank(harbours))
