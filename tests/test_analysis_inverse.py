"""Which weights put a cluster first, by hand and by ranking anew with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranker.analysis.inverse import Mixture, weights_for_first
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def test_the_nearest_weights_of_two_criteria_by_hand(harbours):
    """Cedar is level with Alder at 86.625 / 148.5 of money: up 0.0833 from a half, and as
    much down for people.
    """
    level = 86.625 / 148.5

    found = weights_for_first(rank(harbours), "cedar")

    assert found.weights == pytest.approx({"money": level, "people": 1 - level})
    assert found.distance == pytest.approx(2 * (level - 0.5))
    assert found.ranges["money"] == pytest.approx((level, 1))
    assert found.ranges["people"] == pytest.approx((0, 1 - level))
    assert found.verify()


def test_the_sentence_says_what_must_hold_and_rounds_to_the_lenient_side(harbours):
    """0.58333 and 0.41667: 58.3 % is a little less than needed, 41.7 % a little more."""
    found = weights_for_first(rank(harbours), "cedar")

    assert found.sentence == (
        "Cedar Cove is first only if money weighs 58.3% or more and people weighs 41.7% or less."
    )


def test_a_cluster_that_is_first_needs_no_change(harbours):
    found = weights_for_first(rank(harbours), "alder")

    assert (found.distance, found.sentence) == (0.0, "Alder Bay is first already.")


def test_a_cluster_that_is_never_first_is_shown_who_is_ahead_of_it(harbours):
    found = weights_for_first(rank(harbours), "birch")

    assert (found.weights, found.ranges) == (None, {})
    assert found.proof.shares == {"alder": 1.0}
    assert found.proof.lead == pytest.approx({"money": 37.125, "people": 37.125})
    assert found.proof.least_lead == pytest.approx(37.125)
    assert found.verify()
    assert found.sentence == (
        "Birch Point is first under no weights: Alder Bay is ahead of it on every criterion."
    )


def test_a_mixture_that_leads_nowhere_is_no_proof(harbours):
    found = weights_for_first(rank(harbours), "birch")

    wrong = replace(found, proof=Mixture({"cedar": 1.0}, {"money": 99.0, "people": -49.5}, 1.0))

    assert not wrong.verify()


def test_constraints_can_take_the_first_place_away(harbours):
    found = weights_for_first(rank(harbours), "cedar", ["money <= 0.5"])

    assert found.weights is None
    assert found.proof.shares == {"alder": 1.0}
    assert found.verify()
    assert "under no weights within the constraints" in found.sentence


def test_every_answer_on_the_real_study_verifies(asia: Ranking):
    for cluster in asia.ranked:
        found = weights_for_first(asia, cluster.id)

        assert found.verify()
        assert (found.proof is None) == (found.weights is not None)


def test_the_nearest_weights_make_a_ranking_with_the_cluster_first(asia: Ranking):
    found = weights_for_first(asia, "hong-kong")
    nudged = dict(found.weights)
    nudged["talent"] += 1e-6

    again = rank(weights=nudged)

    assert again.rank_of("hong-kong") == 1
    assert rank(weights={"talent": found.ranges["talent"][0] - 1e-3}).rank_of("hong-kong") > 1


def test_no_draw_that_puts_a_cluster_first_leaves_the_ranges_or_comes_nearer(asia: Ranking):
    found = weights_for_first(asia, "shanghai")
    rows = [asia.index(c.id) for c in asia.ranked]
    scores = asia.criterion_scores[rows]
    at = [c.id for c in asia.ranked].index("shanghai")
    weights = np.random.default_rng(2).dirichlet(np.ones(4), size=50_000)

    winning = weights[(scores @ weights.T).argmax(axis=0) == at]

    lows, highs = np.array(list(found.ranges.values())).T
    assert len(winning)
    assert (lows <= winning).all()
    assert (winning <= highs).all()
    assert np.abs(winning - asia.criterion_weights).sum(axis=1).min() >= found.distance


def test_a_mixture_of_rivals_proves_what_no_single_rival_can(asia: Ranking):
    found = weights_for_first(asia, "hongneung")

    assert len(found.proof.shares) > 1
    assert min(found.proof.lead.values()) == pytest.approx(found.proof.least_lead)
    assert found.proof.least_lead > 0
    assert "mixture" in found.sentence


def test_tables_show_weights_or_the_lead_of_the_mixture(asia: Ranking):
    won, lost = weights_for_first(asia, "hong-kong"), weights_for_first(asia, "osong")

    assert list(won.table.columns) == ["weight", "nearest", "least", "greatest"]
    assert list(lost.table.columns) == ["weight", "lead"]


def test_a_benchmark_is_never_asked_for(asia: Ranking):
    with pytest.raises(UsageError, match="takes no rank here"):
        weights_for_first(asia, "boston")
