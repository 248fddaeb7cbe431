"""How the report shows doubt: intervals, heatmap, tiers, exact bounds, weights, what to find.

The draws are made by hand, for the three ranked clusters of `tests.studies`: alder 62.875,
cedar 50.5, birch 25.75, with the benchmark dover outside.
"""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, robustness
from ranker.analysis.stability import stability
from ranker.analysis.variation import Variation
from ranker.errors import UsageError
from ranker.output.build import build_report
from ranker.output.chances import chance_words, error_text, standing_words
from ranker.output.evidence import gather_evidence
from ranker.output.heatmap import rank_ticks, shade_of, shades
from ranker.output.render import render_report
from ranker.output.view_trust import DrawnView, PlaceView, TrustView
from ranker.output.weight_picture import weight_holds
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.pages import Element, read_page

ACCEPTABILITY = np.array([[0.55, 0.45, 0.0], [0.45, 0.51, 0.04], [0.0, 0.04, 0.96]])
WINS = np.array([[0.0, 0.55, 1.0], [0.45, 0.0, 0.96], [0.0, 0.04, 0.0]])


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


def drawn_by_hand(ranking: Ranking, *, draws: int = 10_000, seed: int = 3) -> Robustness:
    """Alder and cedar change places in 45 of 100 draws; birch is last in 96."""
    return Robustness(
        ranking=ranking,
        variation=Variation(),
        draws=draws,
        seed=seed,
        clusters=("alder", "cedar", "birch"),
        acceptability=ACCEPTABILITY.copy(),
        wins=WINS.copy(),
        central_weights=np.full((3, 2), np.nan),
        confidence=np.full(3, np.nan),
        level=0.9,
    )


def trust_of(ranking: Ranking, drawn: Robustness | None = None, *, exact: bool = True) -> TrustView:
    return build_report(ranking, drawn, exact=exact).trust


def drawn_view(ranking: Ranking) -> DrawnView:
    view = trust_of(ranking, drawn_by_hand(ranking), exact=False).drawn
    assert view is not None
    return view


def places(ranking: Ranking) -> dict[str, PlaceView]:
    return dict(trust_of(ranking, drawn_by_hand(ranking), exact=False).places)


def page_of(ranking: Ranking) -> Element:
    return read_page(render_report(ranking, drawn_by_hand(ranking)))


def with_id(page: Element, name: str) -> Element:
    return next(e for e in page.everything() if e.attributes.get("id") == name)


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "error", "words"),
    [
        (0.97, 0.01, "very likely to be first (97%)"),
        (0.35, 0.01, "about as likely as not to be first (35%)"),
        (1.0, 0.01, "virtually certain to be first (over 99%)"),
        (1.0, 0.05, "very likely to be first (over 95%)"),
        (0.0, 0.01, "very unlikely to be first (under 1%)"),
        (0.0, 0.2, "unlikely to be first (under 20%)"),
    ],
)
def test_words_and_numbers_agree_and_are_no_surer_than_the_draws(
    share: float, error: float, words: str
) -> None:
    assert chance_words(share, error) == words


def test_standing_names_the_chances_and_the_interval(ranking: Ranking) -> None:
    words = standing_words(drawn_by_hand(ranking), "alder")

    assert words == "is about as likely as not to be first (55%); its 90% interval is 1st to 2nd"


def test_monte_carlo_error_is_rounded_up(ranking: Ranking) -> None:
    drawn = drawn_by_hand(ranking)

    assert drawn.error == pytest.approx(1.96 * np.sqrt(0.51 * 0.49 / 10_000), rel=1e-4)
    assert error_text(drawn) == "1.0 percentage points"


# --- heatmap -----------------------------------------------------------------------------


def test_shades_grow_with_the_share() -> None:
    steps = [shade_of(share) for share in np.linspace(0, 1, 101)]

    assert steps == sorted(steps)
    assert set(steps) == set(range(7))


def test_a_path_covers_the_ranks_of_its_shade_and_no_other() -> None:
    row = np.array([0.30, 0.30, 0.005, 0.15, 0.245])

    paths = {shade.level: shade.path for shade in shades(row)}

    assert paths == {4: "M3 0h1v1h-1z", 5: "M0 0h2v1h-2zM4 0h1v1h-1z"}


def test_ticks_stand_in_the_middle_of_their_ranks_and_leave_out_what_would_touch() -> None:
    assert [label for _, label in rank_ticks(41)] == ["1", "10", "20", "30", "41"]
    assert rank_ticks(10) == ((5.0, "1"), (95.0, "10"))
    assert rank_ticks(1) == ((50.0, "1"),)


# --- the ranks ---------------------------------------------------------------------------


def test_each_ranked_cluster_has_its_interval_and_the_benchmark_has_none(ranking: Ranking) -> None:
    found = places(ranking)

    assert {name: place.interval_text for name, place in found.items()} == {
        "alder": "1–2",
        "cedar": "1–2",
        "birch": "3",
    }


def test_interval_bar_is_on_the_scale_of_all_ranks(ranking: Ranking) -> None:
    span = places(ranking)["cedar"].span

    assert (span.left, span.width, span.own) == (0.0, 66.67, 50.0)


def test_tiers_hold_those_that_cannot_be_told_apart(ranking: Ranking) -> None:
    tiers = drawn_view(ranking).tiers

    assert [tuple(place.id for place in tier.places) for tier in tiers] == [
        ("alder", "cedar"),
        ("birch",),
    ]
    assert tiers[0].words == "Alder Bay and one other that it beats in less than 90% of the draws"
    assert tiers[1].words == "Birch Point stands alone"


def test_neighbours_say_how_often_they_are_ahead_of_the_next_row(ranking: Ranking) -> None:
    found = places(ranking)

    assert [found[name].ahead_text for name in ("alder", "cedar", "birch")] == ["55%", "96%", ""]


def test_sentence_names_what_varied_the_draws_the_seed_and_the_error(ranking: Ranking) -> None:
    view = drawn_view(ranking)

    assert view.sentence.startswith("10,000 draws from seed 3 varied weights around the ranking's")
    assert "within 1.0 percentage points" in view.sentence


def test_finding_says_how_sure_the_first_place_is(ranking: Ranking) -> None:
    assert drawn_view(ranking).finding == (
        "Alder Bay is about as likely as not to be first (55%); the three clusters form two "
        "tiers, and half of the intervals span two ranks or more"
    )


def test_exact_bounds_stand_beside_the_drawn_ranks(ranking: Ranking) -> None:
    found = trust_of(ranking, drawn_by_hand(ranking)).places

    over_weights = {name: place.over_weights for name, place in found.items()}
    assert {name: (b.best, b.worst) for name, b in over_weights.items() if b} == {
        "alder": (1, 2),  # only cedar, alone on money, can pass it
        "cedar": (1, 3),  # last where people weigh most
        "birch": (2, 3),
    }
    assert found["birch"].sentence.startswith(
        "Rank 3, 90% interval 3rd, tier 2. Whatever the weights, best possible 2nd, worst "
        "possible 3rd; if every figure may also move within its doubt, "
    )


def test_without_exact_bounds_the_sentence_and_the_table_leave_them_out(ranking: Ranking) -> None:
    html = render_report(ranking, drawn_by_hand(ranking), exact=False)

    assert "Rank 3, 90% interval 3rd, tier 2." in html
    assert "Possible by weights" not in html


def test_draws_of_another_ranking_are_refused(harbours: Study, ranking: Ranking) -> None:
    other = rank(harbours, weights={"money": 0.6})

    with pytest.raises(UsageError) as caught:
        build_report(ranking, drawn_by_hand(other))

    assert caught.value.problems[0].code == "argument-invalid"


def test_draws_of_fixed_weights_and_figures_leave_the_standfirst_as_it_was(
    ranking: Ranking,
) -> None:
    still = Variation(weights="fixed", data=False, missing=False)

    view = build_report(ranking, robustness(ranking, still, draws=10))

    assert "redrawn" not in view.standfirst
    assert view.trust.agenda is None
    assert view.trust.drawn is not None
    assert view.trust.drawn.sentence.endswith("All gave the same ranks.")


def test_a_study_with_one_ranked_cluster_draws_nothing(harbours: Study) -> None:
    alone = tuple(c for c in harbours.clusters if c.id in ("alder", "dover"))

    view = trust_of(rank(dataclasses.replace(harbours, clusters=alone)))

    assert view.drawn is None
    assert view.places == {}


def test_methods_without_a_kernel_say_why_nothing_was_drawn(harbours: Study) -> None:
    evidence = gather_evidence(rank(harbours, method="electre-2"))

    assert evidence.drawn is None
    assert evidence.absent.startswith("Nothing was drawn, as ELECTRE II is slow to draw from; best")


def test_methods_with_a_kernel_are_drawn_and_have_no_exact_bounds(harbours: Study) -> None:
    evidence = gather_evidence(rank(harbours, method="topsis"))

    assert evidence.drawn is not None
    assert evidence.over_weights is None
    assert evidence.absent.startswith("Best and worst possible ranks are known for")


# --- weights and methods -----------------------------------------------------------------


def test_weight_picture_says_where_the_first_place_changes_hands(ranking: Ranking) -> None:
    """Money m: alder 87.625 − 49.5 m, cedar 1 + 99 m; they are level at m = 86.625 / 148.5."""
    view = weight_holds(stability(ranking))

    money, people = view.rows
    assert money.first.text == "0% to 58.3%"
    assert money.first.beyond == "above: Cedar Cove overtakes Alder Bay"
    assert people.first.text == "41.7% to 100%"
    assert people.first.width == pytest.approx(58.33, abs=0.01)
    assert money.top.beyond == "nothing changes"
    assert view.finding == (
        "Alder Bay stays first unless money weighs more than 58.3% or people weighs less than "
        "41.7%, others in proportion; the first three stay the same"
    )


def test_ends_of_weight_intervals_are_rounded_so_that_they_stay_true() -> None:
    ranking = rank(open_study("asia-biopharma"))
    held = stability(ranking)

    rows = {row.id: row for row in weight_holds(held).rows}

    for row, question in (
        (rows[c.id], q) for c in ranking.study.criteria for q in ("first", "top")
    ):
        exact = held.interval(row.id, question)
        view = row.first if question == "first" else row.top
        if view.text != "any weight":
            low, high = (float(end.rstrip("%")) for end in view.text.split(" to "))
            assert exact.low * 100 <= low + 1e-9
            assert high - 1e-9 <= exact.high * 100


# --- the page ----------------------------------------------------------------------------


def test_ranking_table_has_the_interval_beside_every_rank_but_the_benchmark(
    ranking: Ranking,
) -> None:
    table = page_of(ranking).find("table", class_="ranking")[0]

    shown = {
        row.find("a")[0].text(): [s.text() for s in row.find("span", class_="interval")]
        for row in table.find("tbody")[0].find("tr")
    }
    by_name = {name.split()[0]: spans for name, spans in shown.items()}
    assert by_name == {
        "Alder": [", 90% interval 1–2"],
        "Cedar": [", 90% interval 1–2"],
        "Birch": [", 90% interval 3"],
        "Dover": [],
    }


def test_heatmap_has_a_row_in_words_and_its_numbers_in_a_table(ranking: Ranking) -> None:
    section = with_id(page_of(ranking), "sure")

    pictures = section.find("td", class_="heat")
    assert [p.find("svg")[0].attributes["aria-label"] for p in pictures] == [
        "most often 1st (55% of the draws)",
        "most often 2nd (51% of the draws)",
        "most often 3rd (96% of the draws)",
    ]
    numbers = section.find("table", class_="shares")[0].find("tbody")[0].find("tr")
    assert [[c.text() for c in row.find("td")] for row in numbers] == [
        ["55", "45", ""],
        ["45", "51", "4"],
        ["", "4", "96"],
    ]


def test_pictures_have_titles_that_state_the_finding(ranking: Ranking) -> None:
    page = page_of(ranking)

    assert with_id(page, "shares-title").text().startswith("Alder Bay is about as likely as not")
    assert with_id(page, "holds-title").text().startswith("Alder Bay stays first unless money")
    assert with_id(page, "methods-picture").text().endswith(".")


def test_profile_says_rank_interval_and_extremes_in_words(ranking: Ranking) -> None:
    body = with_id(page_of(ranking), "alder-figures")

    text = body.find("p", class_="doubt")[0].text()

    assert text.startswith("Rank 1, 90% interval 1st to 2nd, tier 1. Whatever the weights, best")
    assert with_id(page_of(ranking), "dover-figures").find("p", class_="doubt") == []


def test_manifest_names_the_draws(ranking: Ranking) -> None:
    assert "Draws 10,000 from seed 3" in page_of(ranking).find("footer")[0].text()


# --- the bundled study -------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> TrustView:
    return trust_of(rank(open_study("asia-biopharma")))


def test_drawn_ranks_lie_within_the_exact_bounds(bundled: TrustView) -> None:
    for place in bundled.places.values():
        assert place.over_weights is not None
        assert place.over_all is not None
        assert place.over_weights.best <= place.rank <= place.over_weights.worst
        taken = [n for n, share in enumerate(place.shares, start=1) if share.value > 0]
        assert place.over_all.best <= taken[0]
        assert taken[-1] <= place.over_all.worst


def test_every_ranked_cluster_is_in_one_tier(bundled: TrustView) -> None:
    assert bundled.drawn is not None
    ids = [place.id for tier in bundled.drawn.tiers for place in tier.places]

    assert len(ids) == len(set(ids)) == 41


def test_agenda_names_figure_present_source_and_what_it_would_bring(bundled: TrustView) -> None:
    assert bundled.agenda is not None
    entries = bundled.agenda.entries

    narrowings = [entry.narrowing for entry in entries]
    assert narrowings == sorted(narrowings, reverse=True)
    assert all(re.fullmatch(r"\d+\.\d ranks narrower", entry.narrowing_text) for entry in entries)
    assert all(
        entry.now_text.startswith("no figure, drawn from ") == (entry.url == "")
        for entry in entries
    )
    assert "22 ranked clusters (Korea)" in bundled.agenda.lead
