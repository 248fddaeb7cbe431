"""Why one cluster is above another, by hand and by changing what is said to turn it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.dispute import dispute
from ranker.analysis.exact import additive_model
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.study.load import open_study
from tests.studies import add, swap, write_study


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture
def harbours_with(tmp_path: Path) -> Callable[..., Ranking]:
    def ranked(**changes) -> Ranking:
        return rank(open_study(write_study(tmp_path / "changed", **changes)))

    return ranked


def test_the_difference_of_two_scores_splits_into_criteria_and_leaves_by_hand(harbours):
    """Alder 62.875 and Cedar 50.5; money counts 1/2 × (38.125 - 100), people the rest.

    Of money three quarters are grants, 50.5 against 100: 3/8 × -49.5.
    """
    found = dispute(rank(harbours), "alder", "cedar")

    assert found.difference == pytest.approx(12.375)
    assert [part.difference for part in found.criteria] == pytest.approx([-30.9375, 43.3125])
    assert {part.node: part.difference for part in found.leaves} == pytest.approx(
        {"grants": -18.5625, "spending": -12.375, "office": 24.75, "vacancies": 18.5625}
    )


def test_the_share_of_all_weights_of_two_criteria_by_hand(harbours):
    """Alder leads Cedar by 86.625 on people and lags by 61.875 on money: 86.625 / 148.5."""
    found = dispute(rank(harbours), "alder", "cedar")

    assert found.holds == "sometimes"
    assert found.share == pytest.approx(86.625 / 148.5)
    assert dispute(rank(harbours), "cedar", "alder").share == pytest.approx(1 - found.share)


def test_always_and_never_are_all_of_the_weights_and_none(harbours):
    upper, lower = (
        dispute(rank(harbours), *pair) for pair in (("alder", "birch"), ("birch", "alder"))
    )

    assert (upper.holds, upper.share, upper.weight_flip) == ("always", 1.0, None)
    assert (lower.holds, lower.share) == ("never", 0.0)


def test_the_smallest_change_of_a_weight_by_hand(harbours):
    flip = dispute(rank(harbours), "alder", "cedar").weight_flip

    assert (flip.criterion, flip.weight) == ("money", 0.5)
    assert flip.needed == pytest.approx(86.625 / 148.5)


def test_the_share_of_the_admitted_weights_by_hand(harbours):
    """Alder is ahead while money weighs less than 86.625 / 148.5, here from 0.5 to 0.6."""
    found = dispute(rank(harbours), "alder", "cedar", ["money >= 0.5", "money <= 0.6"])

    assert found.share == pytest.approx((86.625 / 148.5 - 0.5) / 0.1)


def test_a_change_of_weights_that_constraints_rule_out_is_not_offered(harbours):
    ranking = rank(harbours)

    found = dispute(ranking, "alder", "cedar", ["money <= 0.55"])

    assert (found.holds, found.share, found.weight_flips) == ("always", 1.0, ())
    assert dispute(ranking, "alder", "cedar", ["money <= 0.6"]).holds == "sometimes"
    assert dispute(ranking, "alder", "cedar", ["money >= 0.6"]).holds == "never"


def test_the_figure_that_turns_an_order_by_hand(harbours_with):
    """Cedar lags Alder by 12.375. Its vacancies weigh 1/4 and 20 % is worth 1: level at
    1 + 4 × 12.375 = 50.5, which is 10 %. From 20 down to 10 of a doubt of 5 to 20.
    """
    ranking = harbours_with(
        observations=swap("kobe,vacancies,,20,,,2024", "kobe,vacancies,,20,5,20,2024")
    )

    flip = next(f for f in dispute(ranking, "alder", "cedar").figure_flips if f.cluster == "cedar")

    assert (flip.place, flip.indicator, flip.direction) == ("kobe", "vacancies", "down")
    assert flip.needed == pytest.approx(10)
    assert flip.change == pytest.approx(-10)
    assert flip.share_of_interval == pytest.approx(10 / 15)


def test_levels_turn_an_order_in_whole_steps(harbours_with):
    """Each level of Cedar's office is worth 49.5 / 4 = 12.375, just the lag: a tie at level 1."""
    ranking = harbours_with(observations=swap("cedar,office,,0,,,2025", "cedar,office,,0,,2,2025"))

    flips = dispute(ranking, "alder", "cedar").figure_flips

    assert [(f.indicator, f.needed) for f in flips if f.cluster == "cedar"] == [("office", 1.0)]


def test_a_figure_that_both_share_turns_nothing(harbours_with):
    """Elm and Birch share Suwon's vacancies and Korea's spending, whatever their doubt."""
    ranking = harbours_with(
        clusters=add("elm,Elm Quay,,home,KOR,seoul,suwon,37.2,127.1,A new port."),
        observations=[
            swap("suwon,vacancies,,10,,,2024", "suwon,vacancies,,10,0,20,2024"),
            swap("KOR,spending,,2,,,2024", "KOR,spending,,2,0,9,2024"),
            add("elm,grants,,1,,,2024,A,gazette,", "elm,office,,1,,,2025,A,almanac,"),
        ],
    )

    flips = dispute(ranking, "elm", "birch").figure_flips

    assert {flip.indicator for flip in flips} == {"grants", "office"}


def test_parts_add_up_and_say_what_is_missing_where_cells_are(asia: Ranking):
    found = dispute(asia, "osong", "songdo")

    missing = {part.node for part in found.leaves if part.a_is_missing or part.b_is_missing}
    assert missing
    assert sum(part.difference for part in found.leaves) == pytest.approx(found.difference)
    for criterion in found.criteria:
        below = [part for part in found.leaves if part.criterion == criterion.node]
        assert sum(part.difference for part in below) == pytest.approx(criterion.difference)


def test_the_gains_of_the_leaves_give_the_scores(asia: Ranking):
    model = additive_model(asia)

    scores = (model.gains * np.nan_to_num(model.utilities)).sum(axis=1)

    assert scores == pytest.approx(asia.scores[model.rows])
    assert model.stand_ins @ model.local.T == pytest.approx(model.scores)


def test_every_neighbour_turns_where_its_dispute_says(asia: Ranking):
    ids = [cluster.id for cluster in asia.ranked]
    for a, b in pairwise(ids[:13]):
        flip = dispute(asia, a, b).weight_flip
        if flip is None:
            continue

        beyond = flip.needed + np.copysign(1e-6, flip.change)
        turned = rank(weights={flip.criterion: beyond})

        assert turned.rank_of(b) < turned.rank_of(a)


def test_every_figure_said_to_turn_an_order_makes_a_tie_at_the_ranking_s_yardsticks(
    asia: Ranking,
):
    model = additive_model(asia)
    ids, seen = model.clusters, 0
    for a, b in pairwise(ids):
        for flip in dispute(asia, a, b).figure_flips:
            at = model.at(flip.cluster)
            column = [leaf.id for leaf in model.leaves].index(flip.indicator)
            performances = np.array(asia.cells.performances[model.rows[at]])
            performances[column] = flip.needed
            moved = model.measured(performances[None])[0, column] - model.utilities[at, column]
            gain = model.gains[at, column] * moved * (1 if flip.cluster == a else -1)
            lead = dispute(asia, a, b).difference

            assert flip.low <= flip.needed <= flip.high
            assert 0 < flip.share_of_interval <= 1
            assert lead + gain <= 1e-6
            seen += 1
    assert seen > 20


def test_tables_have_a_row_a_part(asia: Ranking):
    found = dispute(asia, "osong", "songdo")

    assert len(found.table) == len(found.leaves)
    assert list(found.criteria_table["node"]) == [node.id for node in asia.study.criteria]


def test_an_unknown_cluster_is_told_with_the_nearest(asia: Ranking):
    with pytest.raises(UsageError, match="the nearest is 'songdo'"):
        dispute(asia, "osong", "sondo")
