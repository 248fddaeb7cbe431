"""The card behind every figure: what it says, where it stands, and that every link reaches it.

Hand values are those of the four harbours of `tests.studies`: Alder and Birch share Korea's
spending; Alder's grants are a crane of 2024 and a pier of 2023, whose row of 2021 is passed.
"""

from __future__ import annotations

import re

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.output.build import build_report
from ranker.output.cards import Cards, card_id
from ranker.output.render import render_report
from ranker.output.view_cards import CardView
from ranker.output.view_cluster import CellView
from ranker.study.load import open_study
from ranker.study.matrix import Cell
from ranker.study.model import Study
from tests.pages import Element, read_page


@pytest.fixture(scope="module")
def bundled() -> Ranking:
    return rank(open_study("asia-biopharma"))


@pytest.fixture(scope="module")
def page(bundled: Ranking) -> Element:
    return read_page(render_report(bundled, exact=False))


@pytest.fixture(scope="module")
def by_id(page: Element) -> dict[str, Element]:
    return {e.attributes["id"]: e for e in page.everything() if "id" in e.attributes}


def cell_of(ranking: Ranking, cluster: str, indicator: str) -> Cell:
    return next(c for c in ranking.cells.row(cluster) if c.indicator.id == indicator)


def card_of(ranking: Ranking, cluster: str, indicator: str) -> CardView:
    cell = cell_of(ranking, cluster, indicator)
    below = next(n for n in ranking.study.criteria if indicator in str(n))
    return Cards(ranking).view(cell, None, below=below).card


def cells_of(ranking: Ranking) -> list[Cell]:
    return [cell for row in (*ranking.cells.cells, *ranking.context().cells) for cell in row]


# --- words -------------------------------------------------------------------------------


def test_card_of_items_says_how_they_add_up_and_what_was_passed_over(harbours: Study) -> None:
    card = card_of(rank(harbours), "alder", "grants")

    assert card.id == "alder-grants"
    assert card.total_text == "Sum of 2 items"
    assert card.basis == "cluster"
    assert card.passed == ("Not used, as older than 2023: pier 2021: 3",)
    assert card.trend is None
    assert not card.is_mixed


def test_shared_figure_has_one_card_and_says_whose_it_is(harbours: Study) -> None:
    ranking = rank(harbours)

    alder, birch = (card_of(ranking, name, "spending") for name in ("alder", "birch"))

    assert alder == birch
    assert alder.id == "KOR:spending"
    assert alder.basis == "country, shared by 2 clusters; beside figures of smaller places in Money"
    assert alder.is_mixed


def test_figure_of_a_place_with_one_cluster_stays_in_its_profile(harbours: Study) -> None:
    card = card_of(rank(harbours), "cedar", "spending")

    assert card.id == "cedar-spending"
    assert not card.is_shared
    assert card.is_mixed


def test_figure_alone_in_its_criterion_is_not_marked(harbours: Study) -> None:
    ranking = rank(harbours)
    cell = cell_of(ranking, "alder", "spending")

    assert not Cards(ranking).view(cell, None).card.is_mixed


def test_trend_names_the_change_and_its_line_rises(harbours: Study) -> None:
    trend = card_of(rank(harbours), "alder", "spending").trend

    assert trend is not None
    assert trend.text == "Up by 0.50 since 2022."
    assert trend.path == "M2 12L58 2"


def test_rows_after_the_year_looked_at_are_passed_over_as_later(harbours: Study) -> None:
    card = card_of(rank(harbours, as_of=2024), "alder", "office")

    assert card.passed == ("Not used, as later than 2024: 2025: 2 · its own",)
    assert card.summary == "What was passed over"


def test_reasons_are_those_of_the_engine(bundled: Ranking) -> None:
    cards = Cards(bundled)

    for cell in cells_of(bundled):
        lines = cards.view(cell, None).card.passed
        for reason in {passed.reason for passed in cell.passed}:
            assert any(line.startswith(f"Not used, as {reason}: ") for line in lines)
        count = sum(len(re.findall(r"\b\d{4}: ", line.split(": ", 1)[1])) for line in lines)
        assert count >= len(cell.passed)


def test_shared_places_come_larger_first_and_hold_each_figure_once(bundled: Ranking) -> None:
    places = Cards(bundled).shared_places()
    names = [cell.card.id for place in places for cell in place.cells]

    assert places[0].title == "Korea"
    assert any(place.title.startswith("Metro area of ") for place in places)
    assert len(names) == len(set(names))
    expected = {
        card_id(bundled.study, cell)
        for cell in cells_of(bundled)
        if (cell.chosen or cell.passed) and ":" in card_id(bundled.study, cell)
    }
    assert set(names) == expected


# --- page --------------------------------------------------------------------------------


def shown(ranking: Ranking) -> list[CellView]:
    report = build_report(ranking, exact=False)
    scored = [c for p in report.profiles for criterion in p.criteria for c in criterion.cells]
    context = [c for p in report.profiles for c in p.context if not c.is_missing]
    return [*scored, *context]


def is_of_figure(link: Element) -> bool:
    """Whether a link is a figure in a cell, or one of those told below the tables."""
    assert link.parent is not None
    return link.parent.tag in ("td", "span") and link.attributes["href"].startswith("#")


def value_of(item: Element) -> float:
    """Return the raw value in an item of a card: it stands apart where the text is rounded."""
    raw = item.find("data")
    if raw:
        return float(raw[0].attributes["value"])
    shown = next(str(c).strip() for c in item.children if isinstance(c, str) and c.strip())
    number = re.match(r"−?[\d,.]*\d", shown)
    assert number is not None
    return float(number[0].replace(",", "").replace("−", "-"))


def test_a_value_stands_apart_where_its_text_is_rounded(by_id: dict[str, Element]) -> None:
    rounded, whole = by_id["singapore-gerd_pct_gdp"], by_id["singapore-area_ha"]

    assert rounded.find("data")[0].attributes["value"] == "1.8082"
    assert whole.find("data") == []


def test_every_figure_has_its_own_name_and_leads_to_its_card(
    bundled: Ranking, by_id: dict[str, Element], page: Element
) -> None:
    profiles = [e for e in page.find("div") if e.attributes.get("class") == "profile-body"]
    found = [link for profile in profiles for link in profile.find("a") if is_of_figure(link)]
    links = [link.attributes["href"][1:] for link in found]
    views = shown(bundled)

    assert sorted(links) == sorted(view.card.id for view in views if not view.is_missing)
    assert {view.anchor for view in views} <= set(by_id)
    assert {view.card.id for view in views if view.figures} <= set(by_id)


def test_card_says_value_year_grade_publisher_and_note_of_every_row(
    bundled: Ranking, by_id: dict[str, Element]
) -> None:
    study = bundled.study
    for cell in (cell for row in bundled.cells.cells for cell in row if cell.chosen):
        card = by_id[card_id(study, cell)]
        values = [value_of(item) for item in card.find("li")[: len(cell.chosen)]]

        assert values == [row.value for row in cell.chosen]
        text = card.text()
        for row in cell.chosen:
            source = study.sources[row.source]
            assert f", {row.year}, {row.grade}:" in text
            assert (source.publisher or source.title) in text
            assert " ".join(row.note.split()) in text
            assert f"Grade {row.grade}: {study.grades[row.grade].short}" in text
            assert not source.url or card.find("a", href=source.url)


def test_figure_of_a_larger_place_is_marked_in_words_and_with_a_sign(
    by_id: dict[str, Element],
) -> None:
    row = by_id["osong-gerd_pct_gdp"]

    assert "◇ country" in row.text()
    assert row.find("a")[0].attributes["href"] == "#KOR:gerd_pct_gdp"
    assert "beside figures of smaller places in Investment" in by_id["KOR:gerd_pct_gdp"].text()


def test_agenda_leads_to_cards(page: Element, by_id: dict[str, Element]) -> None:
    agenda = page.find("ol", class_="agenda")[0]
    links = [li.find("a")[0].attributes["href"] for li in agenda.find("li")]

    assert links
    assert {link[1:] for link in links} <= set(by_id)
    assert all(re.fullmatch(r"#[\w-]+[-:]\w+", link) for link in links)


def test_page_tells_other_sites_nothing_of_its_reader(page: Element) -> None:
    assert page.find("meta", name="referrer", content="no-referrer")


def test_gaps_lead_to_the_figures_that_make_them(bundled: Ranking) -> None:
    page = read_page(render_report(bundled))
    ids = {e.attributes.get("id") for e in page.everything()}

    steps = page.find("table", class_="waterfall")[0].find("th", scope="row")
    links = [a.attributes["href"][1:] for step in steps for a in step.find("a")]

    assert len(links) == len(steps) - 2  # both ends are scores
    assert set(links) <= ids


def test_cards_and_pictures_leave_room_on_the_page(bundled: Ranking) -> None:
    assert len(render_report(bundled).encode()) < 1_450_000
