"""The gap between two clusters: parts by hand, whose they are, and sums that hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ranker.analysis.gap import gap
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import MethodError, UsageError
from ranker.output.gap_view import view_gap
from ranker.study.edit import edited_study
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import drop, write_study


@pytest.fixture
def harbours_with(tmp_path: Path) -> Callable[..., Ranking]:
    def ranked(**changes) -> Ranking:
        return rank(open_study(write_study(tmp_path / "changed", **changes)))

    return ranked


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return open_study(write_study(tmp_path_factory.mktemp("gap") / "harbours"))


def test_each_figure_is_told_in_points_in_its_unit_and_by_whose_it_is(harbours):
    """Points as in the dispute by hand; grants are the only lever, 12 with all items against 99."""
    found = gap(rank(harbours), "alder", "cedar")

    told = {
        leaf.indicator.id: (leaf.points.difference, leaf.raw, leaf.kind) for leaf in found.leaves
    }
    assert told == {
        "grants": (pytest.approx(-18.5625), 9 - 99, "own"),
        "spending": (pytest.approx(-12.375), 2 - 4, "national"),
        "office": (pytest.approx(24.75), 2 - 0, "local"),
        "vacancies": (pytest.approx(18.5625), 5 - 20, "local"),
    }
    assert found.difference == pytest.approx(12.375)
    assert found.kinds == {
        "own": pytest.approx(-18.5625),
        "local": pytest.approx(43.3125),
        "national": pytest.approx(-12.375),
        "missing": 0.0,
    }


def test_a_benchmark_is_compared_as_well(harbours):
    """Dover 112.375, Alder 62.875."""
    found = gap(rank(harbours), "alder", "dover")

    assert found.difference == pytest.approx(62.875 - 112.375)
    assert view_gap(found).b_standing == "benchmark, would be 1st"


def test_a_missing_figure_is_a_class_of_its_own_with_its_criterion_standing_in(harbours_with):
    """Without its office Alder's people are its vacancies, 75.25, which stand in: 1/4 × 74.25."""
    found = gap(harbours_with(observations=drop("alder,office")), "alder", "cedar")

    office = next(leaf for leaf in found.leaves if leaf.indicator.id == "office")
    assert office.kind == "missing"
    assert office.points.a_is_missing
    assert math.isnan(office.raw)
    assert found.kinds["missing"] == pytest.approx((75.25 - 1) / 4)


def test_the_difference_turns_with_the_question(harbours):
    ranking = rank(harbours)

    there, back = ranking.gap("alder", "cedar"), ranking.gap("cedar", "alder")

    assert there.difference == -back.difference
    assert there.kinds == {kind: -points for kind, points in back.kinds.items()}


def test_the_sentence_says_where_the_points_lie_and_whose_they_are(harbours):
    sentence = view_gap(gap(rank(harbours), "birch", "cedar")).sentence

    assert sentence == (
        "Birch Point is 24.7 points behind Cedar Cove; 49.5 of them lie in Money, while it is "
        "ahead by 24.8 in People; 37.1 are its own to change and 12.4 are national, while it is "
        "ahead by 24.8 in local figures without a lever."
    )


def test_the_one_ahead_is_told_what_is_the_others_to_change(harbours):
    sentence = view_gap(gap(rank(harbours), "cedar", "birch")).sentence

    assert "ahead of Birch Point" in sentence
    assert "are Birch Point's own to change" in sentence


def test_the_waterfall_runs_from_one_score_to_the_other(harbours):
    view = view_gap(gap(rank(harbours), "alder", "cedar"))

    assert view.steps[0].start == pytest.approx(50.5)
    assert view.steps[-1].stop == pytest.approx(62.875)
    assert all(
        a.stop == pytest.approx(b.start) for a, b in zip(view.steps, view.steps[1:], strict=False)
    )


def test_differences_are_worded_in_their_unit(harbours):
    steps = view_gap(gap(rank(harbours), "birch", "alder")).steps

    told = {step.part.indicator.id: step.raw_text for step in steps}
    assert told == {
        "grants": "9 USD m less",
        "spending": "the same",
        "office": "1 level lower",
        "vacancies": "5% more",
    }


@pytest.mark.parametrize(
    ("pair", "codes"),
    [
        (("alder", "alder"), ["argument-invalid"]),
        (("elm", "oak"), ["cluster-unknown", "cluster-unknown"]),
    ],
)
def test_what_cannot_be_compared_is_refused(harbours, pair: tuple[str, str], codes: list[str]):
    with pytest.raises(UsageError) as caught:
        gap(rank(harbours), *pair)

    assert [problem.code for problem in caught.value.problems] == codes


def test_a_cluster_without_a_score_is_refused(harbours_with):
    ranking = harbours_with(observations=[drop("birch,office"), drop("suwon,vacancies")])

    with pytest.raises(UsageError, match="'birch' has no score here"):
        gap(ranking, "alder", "birch")


def test_other_methods_are_refused(harbours):
    with pytest.raises(MethodError, match="bounds-not-additive"):
        gap(rank(harbours, method="topsis"), "alder", "cedar")


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_all_sums_hold_in_full_and_as_shown(base: Study, data):
    """Any figures, any of those missing that leave a score."""
    plain = [row for row in base.observations if row.indicator != "plans"]
    rows = [
        replace(
            row,
            value=float(data.draw(st.integers(0, 2 if row.indicator == "office" else 60))),
            low=None,
            high=None,
        )
        for row in plain
    ]
    spare = [row for row in base.observations if row.indicator in ("office", "spending")]
    gone = data.draw(st.lists(st.sampled_from(spare), unique_by=lambda row: row.line))
    lost = {(row.place, row.indicator) for row in gone}
    kept = [row for row in rows if (row.place, row.indicator) not in lost]
    ranking = rank(edited_study(base, kept, without=gone))

    found = gap(ranking, "alder", "dover")

    view = view_gap(found)
    scores = [float(ranking.scores[ranking.index(name)]) for name in ("alder", "dover")]
    assert found.difference == pytest.approx(scores[0] - scores[1], abs=1e-9)
    assert math.fsum(found.kinds.values()) == pytest.approx(found.difference, abs=1e-9)
    tenths = round(view.total * 10)
    assert tenths == round(float(f"{scores[0]:.1f}") * 10) - round(float(f"{scores[1]:.1f}") * 10)
    for shown in (
        [step.shown for step in view.steps],
        view.criteria.values(),
        view.kinds.values(),
    ):
        assert sum(round(points * 10) for points in shown) == tenths
