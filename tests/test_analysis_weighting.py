"""The study's weights, a profile over them, and single weights set by hand over both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ranker.analysis.weighting import resolve_weights
from ranker.errors import UsageError
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import swap, write_study


def codes_of(study: Study, **call: object) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        resolve_weights(study, **call)  # type: ignore[arg-type]
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_weights_are_shares_of_the_siblings(harbours: Study) -> None:
    shares = resolve_weights(harbours).shares

    assert shares == {
        "money": 0.5,
        "people": 0.5,
        "grants": 0.75,
        "spending": 0.25,
        "office": 0.5,
        "vacancies": 0.5,
    }


def test_overall_weights_are_products_from_the_root_down(harbours: Study) -> None:
    overall = resolve_weights(harbours).overall

    leaves = {leaf.id: overall[leaf.id] for leaf in harbours.indicators}
    assert leaves == {"grants": 0.375, "spending": 0.125, "office": 0.25, "vacancies": 0.25}
    assert overall["money"] == 0.5


def test_the_default_profile_is_used_unless_another_is_named(harbours: Study) -> None:
    assert resolve_weights(harbours).profile == "even"
    assert resolve_weights(harbours, profile="funder").profile == "funder"


def test_a_profile_weighs_what_it_names_and_leaves_the_rest_to_the_study(harbours: Study) -> None:
    shares = resolve_weights(harbours, profile="funder").shares

    assert (shares["money"], shares["people"]) == (0.75, 0.25)
    assert (shares["grants"], shares["spending"]) == (0.5, 0.5)
    assert (shares["office"], shares["vacancies"]) == (0.5, 0.5)


def test_an_empty_profile_name_means_the_weights_of_the_study(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path,
        study=swap("자금}\n    weight: 1", "자금}\n    weight: 4"),
    )

    weighting = resolve_weights(open_study(folder), profile="")

    assert (weighting.profile, weighting.shares["money"]) == ("", 0.8)


def test_a_weight_set_by_hand_is_a_share_and_the_siblings_are_rescaled(harbours: Study) -> None:
    weighting = resolve_weights(harbours, weights={"money": 0.7})

    assert weighting.shares["money"] == 0.7
    assert weighting.shares["people"] == pytest.approx(0.3, abs=1e-12)
    assert weighting.shares["grants"] == 0.75
    assert weighting.changes == ("set Money 50.0% → 70.0%, rescaled People 50.0% → 30.0%",)


def test_where_all_siblings_are_named_they_are_relative_weights(harbours: Study) -> None:
    weighting = resolve_weights(harbours, weights={"money": 3, "people": 1})

    assert (weighting.shares["money"], weighting.shares["people"]) == (0.75, 0.25)
    assert weighting.changes == ("set Money 50.0% → 75.0%; People 50.0% → 25.0%",)


def test_a_weight_below_a_criterion_moves_its_siblings_alone(harbours: Study) -> None:
    weighting = resolve_weights(harbours, weights={"grants": 0.5})

    assert (weighting.shares["grants"], weighting.shares["spending"]) == (0.5, 0.5)
    assert weighting.overall["spending"] == 0.25
    assert weighting.shares["money"] == 0.5


def test_a_weight_set_by_hand_starts_from_the_profile(harbours: Study) -> None:
    weighting = resolve_weights(harbours, profile="funder", weights={"people": 0.1})

    assert weighting.shares["money"] == pytest.approx(0.9, abs=1e-12)
    assert weighting.changes == ("set People 25.0% → 10.0%, rescaled Money 75.0% → 90.0%",)


def test_nothing_set_by_hand_is_told_as_nothing(harbours: Study) -> None:
    assert resolve_weights(harbours).changes == ()


def test_an_unknown_profile_is_refused_with_the_nearest(harbours: Study) -> None:
    with pytest.raises(UsageError, match="the nearest is 'funder'") as caught:
        resolve_weights(harbours, profile="founder")

    assert [problem.code for problem in caught.value.problems] == ["profile-unknown"]


def test_every_wrong_weight_is_told_at_once(harbours: Study) -> None:
    weights = {"mony": 0.5, "people": -1.0, "grants": float("nan"), "office": float("inf")}

    assert codes_of(harbours, weights=weights) == [
        ("profile-criterion-unknown", "weight mony"),
        ("weight-negative", "weight people"),
        ("weight-negative", "weight grants"),
        ("weight-negative", "weight office"),
    ]


def test_a_context_indicator_has_no_weight(harbours: Study) -> None:
    assert codes_of(harbours, weights={"plans": 0.5}) == [
        ("profile-criterion-unknown", "weight plans")
    ]


@pytest.mark.parametrize(
    ("weights", "where"),
    [
        ({"money": 1.5}, "weight money=1.5"),
        ({"money": 0, "people": 0}, "weight money=0, people=0"),
        ({"grants": 1.01}, "weight grants=1.01"),
    ],
)
def test_shares_that_leave_no_room_are_refused(
    harbours: Study, weights: Mapping[str, float], where: str
) -> None:
    assert codes_of(harbours, weights=weights) == [("weight-override", where)]


def test_every_group_of_siblings_without_room_is_told(harbours: Study) -> None:
    assert codes_of(harbours, weights={"money": 2, "office": 2}) == [
        ("weight-override", "weight money=2"),
        ("weight-override", "weight office=2"),
    ]


def test_a_sibling_of_weight_0_cannot_take_what_is_left(tmp_path: Path) -> None:
    folder = write_study(tmp_path, even=swap("people: 1", "people: 0"))

    assert codes_of(open_study(folder), weights={"money": 0.4}) == [
        ("weight-override", "weight money=0.4")
    ]
