"""The chapter on what it would take: the hub's curve, gaps, and the cheapest packages.

The four harbours of `tests.studies`: alder 62.875, cedar 50.5, birch 25.75 are ranked, dover
is the benchmark. Grants are the only lever: a point of their utility is worth 0.375.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pytest

from ranker.analysis.gap import gap
from ranker.analysis.network import network
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.reach import reach
from ranker.analysis.reach_draws import how_often
from ranker.output.render import render_report
from ranker.output.takes import takes_view
from ranker.output.takes_evidence import (
    DRAWS,
    TakesEvidence,
    compared_clusters,
    gather_takes,
    list_goals,
)
from ranker.output.view_takes import TakesView
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.networks import pooled_harbours
from tests.pages import Element, read_page
from tests.studies import Change, swap, write_study


@pytest.fixture
def ranking(tmp_path: Path) -> Ranking:
    return pooled_harbours(tmp_path)


def takes_of(ranking: Ranking) -> TakesView:
    return takes_view(gather_takes(ranking))


def only(study: Study, *clusters: str) -> Ranking:
    held = tuple(c for c in study.clusters if c.id in clusters)
    return rank(dataclasses.replace(study, clusters=held))


def compared_in(folder: Path, names: str, **changes: Change) -> Ranking:
    named = swap("profile: even\n", f"profile: even\ncompare_with: {names}\n")
    return rank(write_study(folder, study=named, **changes))


def chapter(page: Element) -> Element:
    return next(e for e in page.everything() if e.attributes.get("id") == "takes")


def rows_of(section: Element, class_: str) -> list[Element]:
    return section.find("table", class_=class_)[0].find("tbody")[0].find("tr")


# --- whom to compare with ----------------------------------------------------------------


def test_a_study_names_whom_home_is_measured_against(tmp_path: Path) -> None:
    assert compared_clusters(compared_in(tmp_path, "[cedar, dover]")) == (("dover", "cedar"), ())


def test_a_cluster_named_without_a_score_is_said_to_be_thin(tmp_path: Path) -> None:
    bare = swap("cedar,grants,,99,,,2024,A,gazette,\ndover", "dover")
    thin = swap("cedar,office,,0,,,2025,A,almanac,\n", "")
    cityless = swap("kobe,vacancies,,20,,,2024,A,almanac,\n", "")
    ranking = compared_in(tmp_path, "[cedar, dover]", observations=[bare, thin, cityless])

    view = takes_of(ranking)

    assert view.gaps_note == "Too few figures for a score: Cedar Cove."
    assert {row.id for group in view.gaps for row in group.rows} == {"dover"}


def test_without_names_the_best_rivals_of_three_countries_and_the_benchmark_stand_in() -> None:
    study = dataclasses.replace(open_study("asia-biopharma"), compare_with=())

    named, thin = compared_clusters(rank(study))

    assert set(named) == {"singapore", "hong-kong", "shanghai", "boston"}
    assert thin == ()


def test_rivals_behind_fill_up_where_few_are_ahead(harbours: Study) -> None:
    assert compared_clusters(rank(harbours)) == (("dover", "cedar"), ())  # cedar is behind alder


def test_goals_are_the_next_place_the_leader_and_those_compared_nearest_first() -> None:
    ranking = rank(open_study("asia-biopharma"))

    goals = list_goals(ranking, "songdo", ("singapore", "shanghai", "boston", "kobe"))

    assert [(g.beat, g.is_next, g.is_leader) for g in goals] == [
        ("osong", True, True),
        ("shanghai", False, False),
        ("singapore", False, False),
    ]
    assert list_goals(ranking, "singapore", ("shanghai",)) == ()


# --- the hub -----------------------------------------------------------------------------


def test_hub_is_the_network_that_covers_the_home_group(tmp_path: Path) -> None:
    first = swap("  bay:\n", "  strait2:\n    label: Two\n    members: [birch, cedar]\n  bay:\n")
    found = gather_takes(pooled_harbours(tmp_path, networks=first))

    assert isinstance(found, TakesEvidence)
    assert found.hub is not None
    assert found.hub.network.membership.id == "bay"
    assert [linked.network.membership.id for linked in found.others] == ["strait2", "strait"]


def test_curve_and_table_hold_the_networks_own_numbers(ranking: Ranking) -> None:
    exact = network(ranking, "bay", draws=DRAWS)
    hub = takes_of(ranking).hub

    assert hub is not None
    assert [row.score for row in hub.rows] == exact.scores.tolist()
    assert [row.rank for row in hub.rows] == exact.ranks.tolist()
    assert [(row.low, row.high) for row in hub.rows] == [
        exact.interval(at) for at in range(len(exact.grid))
    ]


def test_points_of_pooling_as_shown_add_up_to_the_difference_of_the_scores(
    ranking: Ranking,
) -> None:
    hub = takes_of(ranking).hub

    assert hub is not None
    shown = sum(float(row.points_text.replace("−", "-")) for row in hub.pooled)
    first, last = (float(hub.rows[at].score_text) for at in (0, -1))
    assert shown == pytest.approx(last - first)


def test_passings_lie_on_the_line_of_the_rival_at_their_exact_coordination() -> None:
    ranking = rank(open_study("asia-biopharma"))
    exact = network(ranking, "k-bio", draws=10)
    hub = takes_of(ranking).hub

    assert hub is not None
    lines = {line.label.rsplit(" ", 1)[0]: line.y for line in hub.curve.lines}
    assert [p.coordination for p in hub.curve.passings] == [p.coordination for p in exact.passings]
    assert all(lines[p.name] == p.y for p in hub.curve.passings)
    assert hub.title == "K-Bio would stand 2nd, from 21% coordination on"
    assert "costs 6.6 points (Management body)" in hub.balance


def test_labels_of_lines_keep_apart() -> None:
    hub = takes_of(rank(open_study("asia-biopharma"))).hub

    assert hub is not None
    heights = [line.label_y for line in hub.curve.lines if line.label]
    assert all(b - a >= 15 for a, b in pairwise(heights))


# --- gaps --------------------------------------------------------------------------------


def test_waterfall_runs_from_the_rivals_score_to_the_home_clusters(ranking: Ranking) -> None:
    """Alder 62.875 against dover 112.375; grants (50.5 - 149.5) × 0.375 = -37.125."""
    fall = takes_of(ranking).waterfall

    assert fall is not None
    assert (fall.b, fall.b_score_text, fall.a, fall.a_score_text) == (
        "Dover",
        "112.4",
        "Alder Bay",
        "62.9",
    )
    assert fall.steps[0].start == fall.b_end
    assert fall.steps[-1].stop == fall.a_end
    assert {step.label: step.points for step in fall.steps} == pytest.approx(
        {"Grants": -37.125, "Spending": -6.1875, "Vacancies": -6.1875}
    )
    assert fall.same == "Office"
    assert fall.title.endswith("49.5 points behind Dover; 37.1 of them are its own to change")


def test_gap_rows_are_those_of_the_analysis(ranking: Ranking) -> None:
    groups = takes_of(ranking).gaps

    shown = {(group.name, row.id): row.total for group in groups for row in group.rows}
    assert shown == {
        ("Alder Bay", "dover"): gap(ranking, "alder", "dover").difference,
        ("Alder Bay", "cedar"): gap(ranking, "alder", "cedar").difference,
        ("Birch Point", "dover"): gap(ranking, "birch", "dover").difference,
        ("Birch Point", "cedar"): gap(ranking, "birch", "cedar").difference,
    }


# --- packages ----------------------------------------------------------------------------


def test_package_and_proof(ranking: Ranking) -> None:
    """Birch needs 24.75 / 0.375 = 66 points of grants; all 99 make it level with alder."""
    view = takes_of(ranking).reach

    assert view is not None
    (birch,) = view.groups
    cedar, alder = birch.rows
    assert cedar.why == "next place up"
    assert [c.to_text for c in cedar.changes] == ["20.6"]  # 100 ** (66 / 99) - 1
    assert alder.why == "first of Home"
    assert not alder.is_reached
    assert alder.changes == ()
    assert alder.proof.startswith("Cannot be reached: with every lever at its cap it has 62.875")


def test_chances_are_those_of_the_analysis(ranking: Ranking) -> None:
    view = takes_of(ranking).reach
    holds = how_often(reach(ranking, "birch", beat="cedar"), draws=DRAWS)

    assert view is not None
    assert holds is not None
    row = view.groups[0].rows[0]
    assert (row.after, row.before) == (holds.after, holds.before)


# --- where there is less to tell ---------------------------------------------------------


def test_study_without_networks_has_gaps_and_packages(tmp_path: Path) -> None:
    ranking = rank(write_study(tmp_path, networks=None))
    page = read_page(render_report(ranking))

    assert takes_of(ranking).hub is None
    assert chapter(page).find("svg", class_="curve") == []
    assert len(chapter(page).find("table")) == 3


def test_study_without_a_benchmark_compares_with_rivals(harbours: Study) -> None:
    view = takes_of(only(harbours, "alder", "birch", "cedar"))

    assert view.waterfall is not None
    assert view.waterfall.title == "Alder Bay is 12.4 points ahead of Cedar Cove"


def test_study_with_one_home_cluster_leaves_out_networks_that_link_nobody(harbours: Study) -> None:
    ranking = only(harbours, "alder", "cedar", "dover")
    view = takes_of(ranking)

    assert view.hub is not None
    assert view.hub.finding.startswith("The Strait would stand 1st")
    assert view.networks_note == "Not told here: The Bay."
    assert "<section id=takes " in render_report(ranking)


def test_study_of_home_clusters_alone_has_nobody_to_compare_with(harbours: Study) -> None:
    ranking = only(harbours, "alder", "birch")
    view = takes_of(ranking)

    assert view.waterfall is None
    assert view.gaps == ()
    assert view.lead.startswith("Where clusters linked into one would stand; which changes")
    assert "<section id=takes " in render_report(ranking)


@pytest.mark.parametrize("method", ["topsis", "electre-2"])
def test_methods_that_do_not_add_up_say_why_there_is_no_chapter(
    harbours: Study, method: str
) -> None:
    section = chapter(read_page(render_report(rank(harbours, method=method))))

    assert section.find("svg") == section.find("table") == []
    assert f"is not told: the method is {method}, whose scores are no weighted" in section.text()


def test_without_exact_answers_there_is_no_chapter(harbours: Study) -> None:
    html = render_report(rank(harbours), exact=False)

    assert "#takes" not in html
    assert 'id="takes"' not in html


# --- the page of the bundled study -------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> Ranking:
    return rank(open_study("asia-biopharma"))


@pytest.fixture(scope="module")
def html(bundled: Ranking) -> str:
    return render_report(bundled)


@pytest.fixture(scope="module")
def section(html: str) -> Element:
    return chapter(read_page(html))


def test_chapter_stays_small(html: str) -> None:
    found = re.search(r"<section id=takes .*?</section>", html, re.S)

    assert found is not None
    assert len(found[0].encode()) < 45_000


def test_pictures_have_titles_and_words(section: Element) -> None:
    picture = section.find("svg", class_="curve")[0]
    ids = {e.attributes["id"] for e in section.everything() if "id" in e.attributes}

    assert picture.attributes["role"] == "img"
    assert set(picture.attributes["aria-labelledby"].split()) <= ids
    description = picture.attributes["aria-describedby"]
    words = next(e for e in section.everything() if e.attributes.get("id") == description).text()
    assert words.startswith("Score from 59.1 without coordination to")


def test_page_shows_the_ranks_of_the_networks(section: Element, bundled: Ranking) -> None:
    shown = [
        (int(cells[0].text()), cells[1].attributes["data-value"])
        for row in rows_of(section, "takes-table networks")
        for cells in [row.find("td")]
    ]

    networks = [
        network(bundled, name, draws=DRAWS, with_parts=False)
        for name in bundled.study.networks
        if name != "k-bio"
    ]
    assert shown == [(n.rank, "{} {}".format(*n.interval())) for n in networks]


def test_page_shows_the_gap_in_units(section: Element, bundled: Ranking) -> None:
    rows = rows_of(section, "waterfall")
    points = [
        float(c.attributes["data-value"])
        for r in rows
        for c in r.find("td")[1:2]
        if "data-value" in c.attributes
    ]
    found = gap(bundled, "osong", "singapore")

    assert "20,942 fewer people" in " ".join(row.text() for row in rows)
    assert sum(points) == pytest.approx(found.difference, abs=0.1)


def test_page_shows_the_cost_of_each_package(section: Element, bundled: Ranking) -> None:
    table = section.find("table", class_="takes-table packages")[0]
    costs = [
        float(cell.attributes["data-value"])
        for row in table.find("tr")
        for cell in row.find("td", class_="number")[:1]
    ]

    pairs = [
        ("osong", "shanghai"),
        ("osong", "singapore"),
        ("songdo", "osong"),
        ("songdo", "shanghai"),
        ("songdo", "singapore"),
    ]
    assert costs == [reach(bundled, home, beat=rival).cost for home, rival in pairs]
