"""The ranking without one thing: by hand, and equal to ranking a study that lacks it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranker.analysis.leave_out import LeaveOut, Omission, leave_out
from ranker.analysis.omissions import publisher_of
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.errors import UsageError
from ranker.output.sheets_leave_out import leave_out_sentence
from ranker.study.edit import edited_study


@pytest.fixture
def left(harbours) -> LeaveOut:
    return leave_out(rank(harbours))


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank()


@pytest.fixture(scope="module")
def asia_left(asia: Ranking) -> LeaveOut:
    return leave_out(asia)


def without(left: LeaveOut, name: str) -> Omission:
    return next(held for held in left.omissions if held.id == name)


def moves_of(left: LeaveOut, name: str) -> dict[str, int]:
    moves = without(left, name).moves
    return {c.id: int(m) for c, m in zip(left.ranking.clusters, moves, strict=True) if m}


# --- hand sums ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("people", {"alder": 1, "cedar": -1}),  # money: 38.125, 1, 100
        ("money", {"birch": -1, "cedar": 1}),  # people: 87.625, 50.5, 1
        ("grants", {"alder": 1, "cedar": -1}),  # (1 + 87.625) / 2 against (100 + 1) / 2
        ("office", {}),  # 56.69, 25.75, 50.5
        ("birch", {"alder": 1, "cedar": -1}),  # Alder's grants are the least: 44.31
        ("cedar", {}),
        ("C", {"alder": 1, "cedar": -1}),  # Birch drops out, and with it the least grants
    ],
)
def test_who_moves_by_hand(left: LeaveOut, name: str, moves: dict[str, int]):
    assert moves_of(left, name) == moves


def test_a_place_that_falls_free_is_no_rise(left: LeaveOut):
    """Without Alder Cedar is first of two; before, of these two, it was first as well."""
    alder = without(left, "alder")

    assert alder.ranks.tolist() == [0, 2, 1, 0]
    assert alder.total == 0
    assert left.of("cedar").best == 1  # by overtaking, without people


def test_a_grade_without_which_a_criterion_has_no_score_drops_the_cluster(left: LeaveOut):
    held = without(left, "C")

    assert (held.kind, held.figures, held.dropped) == ("grade", 1, ("birch",))
    assert held.ranks.tolist() == [2, 0, 1, 0]


def test_a_publisher_is_the_title_where_none_is_named_and_may_be_all_there_is(left: LeaveOut):
    gazette, almanac = without(left, "Harbour gazette"), without(left, "Almanac House")

    assert gazette.refused.code == almanac.refused.code == "ranked-none"
    assert gazette.ranks.tolist() == [0, 0, 0, 0]


def test_an_older_figure_takes_the_place_of_one_left_out(harbours):
    """Grade B holds the pier of 2023; that of 2021 is 3, if it is of another grade."""
    rows = [r for r in harbours.observations if (r.item, r.year) == ("pier", 2021)]
    study = edited_study(harbours, [replace(rows[0], grade="A")])

    held = without(leave_out(rank(study), kinds=["grade"]), "B")
    other = rank(edited_study(study, [], without=[r for r in study.observations if r.grade == "B"]))

    assert held.ranks.tolist() == other.ranks.tolist()
    assert other.cell("alder", "grants").value == 8


def test_the_rank_of_one_cluster_over_all_omissions(left: LeaveOut):
    alder = left.of("alder")

    assert (alder.rank, alder.best, alder.worst) == (1, 1, 2)
    assert {held.id for held in alder.hangs_on} == {"people", "grants", "birch", "C"}
    assert [held.id for held in alder.drops_without] == ["A"]
    assert [held.id for held in left.of("birch").drops_without] == ["C"]
    sentence = leave_out_sentence(left, "alder")
    start = "Alder Bay is 1st–2nd whatever is left out, but takes no rank without grade A; it hangs"
    assert sentence.startswith(start)
    assert "takes no rank without grade C" in leave_out_sentence(left, "birch")


def test_a_criterion_whose_only_weight_is_left_out_disappears(harbours):
    weighed = rank(harbours, weights={"office": 1, "vacancies": 0})

    held = without(leave_out(weighed, kinds=["indicator"]), "office")

    assert held.ranks.tolist() == [2, 3, 1, 0]  # money alone


def test_all_of_one_criterion_left_out_leaves_nobody_to_rank(harbours):
    weighed = rank(harbours, weights={"money": 1, "people": 0})

    held = without(leave_out(weighed, kinds=["criterion"]), "money")

    assert held.refused.code == "ranked-none"


# --- the same as a study without it ------------------------------------------------------


def test_without_a_publisher_it_is_the_ranking_of_the_study_without_its_rows(asia, asia_left):
    publishers = [held for held in asia_left.omissions if held.kind == "publisher"][:12]

    for held in publishers:
        rows = [r for r in asia.study.observations if publisher_of(asia.study, r) == held.id]
        other = rank(edited_study(asia.study, [], without=rows))
        assert held.ranks.tolist() == other.ranks.tolist()


def test_without_a_cluster_it_is_the_ranking_of_the_study_without_it(asia, asia_left):
    for held in [held for held in asia_left.omissions if held.kind == "cluster"][:12]:
        clusters = tuple(c for c in asia.clusters if c.id != held.id)
        other = rank(replace(asia.study, clusters=clusters))
        kept = [rank for c, rank in zip(asia.clusters, held.ranks, strict=True) if c.id != held.id]
        assert kept == other.ranks.tolist()


def test_without_an_indicator_it_is_the_ranking_with_its_weight_0(asia):
    """Under a coverage that nothing fails, so that who is ranked stays."""
    study = replace(asia.study, rules=replace(asia.study.rules, min_coverage=0.0))
    ranking = rank(study)

    held = without(leave_out(ranking, kinds=["indicator"]), "workforce")

    other = rank(study, weights={"workforce": 0.0})
    assert held.ranks.tolist() == other.ranks.tolist()


def test_nothing_left_out_is_the_ranking(asia, asia_left):
    assert asia_left.ranks.tolist() == asia.ranks.tolist()
    assert {held.kind for held in asia_left.omissions} == set(asia_left.kinds)
    assert len([held for held in asia_left.omissions if held.kind == "publisher"]) > 200


def test_moves_are_those_among_the_ones_ranked_both_times(asia_left):
    for held in asia_left.omissions:
        both = (asia_left.ranks > 0) & (held.ranks > 0)
        before, after = asia_left.ranks[both], held.ranks[both]
        moves = [(after < a).sum() - (before < b).sum() for a, b in zip(after, before, strict=True)]
        assert held.moves[both].tolist() == moves
        assert not held.moves[~both].any()


def test_a_cluster_is_steady_where_nothing_moves_or_drops_it(asia_left):
    for cluster in asia_left.ranking.ranked:
        held = asia_left.of(cluster.id)
        is_steady = cluster.id in asia_left.steady
        assert is_steady == (not held.hangs_on and not held.drops_without)


def test_what_moves_most_comes_first(asia_left):
    totals = [held.total for held in asia_left.omissions]

    assert totals == sorted(totals, reverse=True)
    assert totals[0] == np.abs(asia_left.omissions[0].moves).sum()


def test_tables_have_a_row_an_omission_and_a_row_a_cluster(left: LeaveOut):
    assert left.table.set_index("id").loc["C", ["moved", "total"]].tolist() == [2, 2]
    assert left.ranks_table.loc["alder", ("grade", "C")] == 2
    assert left.ranks_table[("grade", "C")].isna()["birch"]


# --- what can go wrong -------------------------------------------------------------------


def test_an_unknown_kind_is_refused(harbours):
    with pytest.raises(UsageError) as caught:
        leave_out(rank(harbours), kinds=["grade", "sources"])

    assert [(p.code, p.where) for p in caught.value.problems] == [("argument-invalid", "kind")]


@pytest.mark.parametrize("cluster", ["aldr", "dover"])
def test_a_cluster_without_a_rank_has_none_to_lose(left: LeaveOut, cluster: str):
    with pytest.raises(UsageError) as caught:
        left.of(cluster)

    assert [p.code for p in caught.value.problems] == ["cluster-unknown"]
