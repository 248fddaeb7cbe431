"""How far one weight can move, by hand and by ranking anew at the ends."""

from __future__ import annotations

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.stability import stability
from ranker.errors import UsageError


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def test_the_first_place_of_two_criteria_by_hand(harbours):
    """Money and people: Alder (38.125, 87.625), Cedar (100, 1).

    Alder leads by 86.625 where money weighs nothing and by -61.875 where it is all: level at
    86.625 / 148.5.
    """
    held = stability(rank(harbours)).interval("money")

    assert (held.weight, held.low, held.below) == (0.5, 0.0, None)
    assert held.high == pytest.approx(86.625 / 148.5)
    assert (held.above.winner, held.above.loser) == ("cedar", "alder")
    assert held.slack == pytest.approx(86.625 / 148.5 - 0.5)


def test_the_weight_of_the_other_criterion_is_the_rest(harbours):
    found = stability(rank(harbours))

    money, people = found.interval("money"), found.interval("people")

    assert people.low == pytest.approx(1 - money.high)
    assert people.below == money.above


def test_the_order_of_a_pair_by_hand(harbours):
    """Cedar is ahead of Birch from a third of money on: (100, 1) and (1, 50.5)."""
    held = stability(rank(harbours), pair=("birch", "cedar")).interval("money", "pair")

    assert held.low == pytest.approx(1 / 3)
    assert (held.below.winner, held.below.loser, held.high) == ("birch", "cedar", 1.0)


def test_the_top_of_all_holds_whatever_the_weights(harbours):
    held = stability(rank(harbours), top=3).interval("money", "top")

    assert (held.low, held.high, held.below, held.above, held.slack) == (0, 1, None, None, 1)


def test_a_criterion_with_all_the_weight_leaves_the_others_alike(harbours):
    held = stability(rank(harbours, weights={"money": 1, "people": 0})).interval("money")

    assert (held.weight, held.high) == (1.0, 1.0)
    assert held.low == pytest.approx(86.625 / 148.5)


@pytest.mark.parametrize("criterion", ["investment", "governance", "foreign_presence", "talent"])
@pytest.mark.parametrize("question", ["first", "top", "pair"])
def test_a_ranking_within_the_interval_keeps_the_order_and_one_beyond_does_not(
    asia: Ranking, criterion: str, question: str
):
    pair = ("osong", "songdo")
    held = stability(asia, pair=pair).interval(criterion, question)
    answer = {
        "first": lambda r: {c.id for c in r.ranked[:1]},
        "top": lambda r: {c.id for c in r.ranked[:3]},
        "pair": lambda r: r.rank_of(pair[0]) < r.rank_of(pair[1]),
    }[question]

    for end, inward, taken in ((held.low, 1e-6, held.below), (held.high, -1e-6, held.above)):
        assert answer(rank(weights={criterion: end + inward})) == answer(asia)
        if taken is not None:
            beyond = rank(weights={criterion: end - inward})
            assert answer(beyond) != answer(asia)
            assert beyond.rank_of(taken.winner) < beyond.rank_of(taken.loser)


def test_the_table_has_a_row_for_each_criterion_and_question(asia: Ranking):
    table = stability(asia, pair=("osong", "songdo")).table

    assert len(table) == 4 * 3
    assert {"criterion", "question", "low", "high", "above_winner"} <= set(table.columns)


def test_a_pair_of_unknown_clusters_is_refused(asia: Ranking):
    with pytest.raises(UsageError, match="cluster-unknown"):
        stability(asia, pair=("osong", "sondo"))
