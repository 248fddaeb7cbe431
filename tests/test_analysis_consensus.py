"""Stakeholders of the four harbours, by hand: one weighs evenly, one wants money.

Even scores Alder 62.875, Birch 25.75, Cedar 50.5. The funder weighs money 3 to 1 and grants
like spending: money is 25.75, 1 and 100 there, and the scores are 41.21875, 13.375 and 75.25.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.analysis.consensus import Consensus, consensus
from ranker.errors import MethodError, UsageError
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture
def both(harbours: Study) -> Consensus:
    return consensus(harbours, first="alder")


def test_each_stakeholder_has_a_ranking(both: Consensus):
    assert both.profiles == ("even", "funder")
    assert both.clusters == ("alder", "cedar", "birch")
    assert both.ranks.tolist() == [[1, 2], [2, 1], [3, 3]]


def test_the_distance_of_weights_is_that_of_the_leaves(both: Consensus):
    """0.375, 0.125, 0.25, 0.25 against 0.375, 0.375, 0.125, 0.125."""
    assert both.weight_distances[0].tolist() == pytest.approx([0, 0.5])


def test_the_distance_of_ranks_is_kendalls(both: Consensus):
    assert both.taus[0, 1] == pytest.approx(1 / 3)
    assert both.opposed.tolist() == [[0, 1], [1, 0]]


def test_pairs_that_all_agree_on_and_how_far(both: Consensus):
    """Both put Alder and Cedar above Birch. Alder leads on both criteria; Cedar's lead of
    99 in money and -49.5 in people is 9.9 at 0.4 to 0.6, and falls below 0 at a third.
    """
    alder, cedar, birch = 0, 1, 2
    agreed = both.agreed

    assert [agreed.share(kind) for kind in ("own", "near", "always")] == [2 / 3, 2 / 3, 1 / 3]
    assert agreed.always[alder, birch]
    assert agreed.near[cedar, birch]
    assert not agreed.always[cedar, birch]
    assert not agreed.own[alder, cedar]


def test_a_wider_margin_leaves_fewer_pairs(harbours: Study):
    """At 0.17 less Even weighs money 0.33: 99 x 0.33 is less than 49.5 x 0.67."""
    assert consensus(harbours, margin=0.16).agreed.share("near") == pytest.approx(2 / 3)
    assert consensus(harbours, margin=0.17).agreed.share("near") == pytest.approx(1 / 3)


def test_group_weights_by_the_geometric_mean(both: Consensus):
    """Root of 0.5 x 0.75 to root of 0.5 x 0.25: as root of 3 to 1, 0.634 to 0.366."""
    view = both.group[0]
    share = 3**0.5 / (1 + 3**0.5)

    assert view.name == "geometric-mean"
    assert view.shares["money"] == pytest.approx(share)
    assert view.shares["grants"] == pytest.approx(share)
    assert view.deviations == pytest.approx(
        {"even": 2 * (share - 0.5), "funder": 2 * (0.75 - share)}
    )


def test_group_weights_of_least_deviation_spare_the_farther_one(both: Consensus):
    """Halfway: 0.625. Alder's money is 0.625 x 50.5 + 0.375; Cedar is first with 62.875."""
    view = both.group[1]

    assert view.shares["money"] == pytest.approx(0.625)
    assert view.ranking.rank_of("cedar") == 1
    assert view.ranking.scores[2] == pytest.approx(62.875)
    assert view.ranking.scores[0] == pytest.approx(0.625 * 31.9375 + 0.375 * 87.625)


def test_who_has_to_give_way_alone(both: Consensus):
    """The funder's Alder and Cedar are level at 86.625 / 160.875 of money."""
    level = 86.625 / 160.875
    first = both.first

    assert first.willing == ("even",)
    assert first.each["funder"].weights == pytest.approx({"money": level, "people": 1 - level})
    assert first.each["funder"].distance == pytest.approx(2 * (0.75 - level))


def test_who_has_to_give_way_for_the_group(both: Consensus):
    """With the group's grants they are level at 86.625 / 154.6875 = 0.56: any weight of money
    from 0.5 to there asks 0.5 of both together, and 0.56 spares the funder most.
    """
    first = both.first

    assert first.together == pytest.approx({"money": 0.56, "people": 0.44})
    assert first.given["even"] == pytest.approx({"money": 0.06, "people": -0.06})
    assert first.given["funder"] == pytest.approx({"money": -0.19, "people": 0.19})


def test_a_cluster_that_nobody_can_put_first_is_proved_so(harbours: Study):
    first = consensus(harbours, first="birch").first

    assert first.never == ("even", "funder")
    assert first.together is None
    assert first.group.proof.shares == {"alder": 1.0}


def test_weights_without_a_common_criterion_have_no_geometric_mean(tmp_path: Path):
    folder = write_study(
        tmp_path,
        even=swap("{money: 1, people: 1}", "{money: 1, people: 0}"),
        funder=swap("{money: 3, people: 1,", "{money: 0, people: 1,"),
    )

    geometric, least = consensus(folder).group

    assert geometric.ranking is None
    assert geometric.reason.startswith("each of money, people has a weight of 0 from somebody")
    assert least.shares["money"] == pytest.approx(0.5)


def test_ranks_are_those_among_the_clusters_that_everybody_ranks(tmp_path: Path):
    """To the funder, who asks for spending too, Alder's grants alone are too little."""
    folder = write_study(
        tmp_path,
        observations=lambda text: text.replace("KOR,spending,,2,,,2024,A,almanac,\n", "").replace(
            "KOR,spending,,1.5,,,2022,A,almanac,\n", ""
        ),
        funder=swap("grants: 1, spending: 1}", "grants: 1, spending: 9}"),
    )

    found = consensus(folder)

    assert found.clusters == ("cedar",)
    assert found.ranks.tolist() == [[1, 1]]
    assert len(found.rankings["even"].ranked) == 3


@pytest.mark.parametrize(
    ("profiles", "margin", "code"),
    [
        (["even"], 0.1, "stakeholders-few"),
        ([], 0.1, "stakeholders-few"),
        (["even", "fundr"], 0.1, "profile-unknown"),
        (None, 1.5, "argument-invalid"),
        (None, float("nan"), "argument-invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(harbours: Study, profiles, margin: float, code: str):
    with pytest.raises(UsageError) as caught:
        consensus(harbours, profiles=profiles, margin=margin)

    assert [problem.code for problem in caught.value.problems] == [code]


def test_an_unknown_cluster_is_refused(harbours: Study):
    with pytest.raises(UsageError, match="cluster-unknown"):
        consensus(harbours, first="aldr")


def test_geometric_studies_are_refused(tmp_path: Path):
    folder = write_study(
        tmp_path,
        study=swap(
            "    label: {en: Money, ko: 자금}\n",
            "    label: {en: Money, ko: 자금}\n    aggregate: geometric\n",
        ),
    )

    with pytest.raises(MethodError, match="bounds-not-additive"):
        consensus(open_study(folder))


def test_a_cluster_that_is_first_with_all_asks_no_more_than_the_group_does():
    found = consensus(first="singapore")

    assert found.first.willing == found.profiles
    assert found.first.together == pytest.approx(
        {node.id: 0.25 for node in found.study.criteria}, abs=1e-6
    )
