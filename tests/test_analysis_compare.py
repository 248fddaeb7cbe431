"""Other methods and other weight profiles beside a ranking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.compare import (
    THIS_RANKING,
    Comparison,
    compare_methods,
    compare_profiles,
)
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def test_the_rankings_own_method_comes_first_then_the_second_opinions(harbours: Study):
    comparison = compare_methods(rank(harbours))

    assert comparison.methods == ("weighted-sum", "topsis")
    assert comparison.clusters == ("alder", "cedar", "birch")
    assert comparison.ranks[:, 0].tolist() == [1, 2, 3]


def test_each_column_is_the_ranking_by_that_method(asia: Ranking):
    comparison = compare_methods(asia, ["topsis", "vikor"])

    for name in ("topsis", "vikor"):
        other = rank(asia.study, method=name)
        column = comparison.ranks[:, comparison.methods.index(name)].tolist()
        assert column == [other.rank_of(cluster) for cluster in comparison.clusters]


def test_the_rankings_own_method_is_not_shown_twice(harbours: Study):
    comparison = compare_methods(rank(harbours), ["weighted-sum", "topsis", "topsis"])

    assert comparison.methods == ("weighted-sum", "topsis")


def test_a_method_that_refuses_is_kept_with_its_reason_and_raises_nothing(harbours: Study):
    ranking = rank(harbours)
    scores = ranking.tree.node_scores.copy()
    scores[ranking.index("birch"), ranking.tree.nodes.index("money")] = -1.0
    negative = replace(ranking, tree=replace(ranking.tree, node_scores=scores))

    comparison = compare_methods(negative, ["weighted-product", "topsis"])

    assert comparison.methods == ("weighted-sum", "topsis")
    assert comparison.refused["weighted-product"].code == "matrix-nonpositive"


def test_every_unknown_method_is_told_at_once(harbours: Study):
    with pytest.raises(UsageError) as caught:
        compare_methods(rank(harbours), ["topsi", "topsis", "vicor"])

    assert [problem.code for problem in caught.value.problems] == ["method-unknown"] * 2


def test_the_spread_of_a_cluster_is_its_best_and_its_worst_rank(asia: Ranking):
    comparison = compare_methods(asia, ["topsis", "vikor"])

    ranks = comparison.ranks_of("osong")

    assert comparison.spread("osong") == (min(ranks), max(ranks))


def test_a_cluster_without_a_rank_has_no_spread(harbours: Study):
    comparison = compare_methods(rank(harbours), [])

    with pytest.raises(UsageError) as caught:
        comparison.spread("dover")

    assert caught.value.problems[0].code == "cluster-unknown"


def test_each_profile_column_is_the_ranking_by_that_profile(asia: Ranking):
    comparison = compare_profiles(asia)

    assert comparison.profiles[0] == asia.study.default_profile
    assert set(comparison.profiles) == set(asia.study.profiles)
    for at, name in enumerate(comparison.profiles):
        other = rank(asia.study, profile=name)
        expected = [other.rank_of(cluster) or 0 for cluster in comparison.clusters]
        assert comparison.ranks[:, at].tolist() == expected


def test_weights_set_by_hand_stand_beside_all_profiles(harbours: Study):
    comparison = compare_profiles(rank(harbours, weights={"money": 0.9}))

    assert comparison.profiles == (THIS_RANKING, "even", "funder")
    assert comparison.ranks_of("cedar") == (1, 2, 1)


def test_a_study_without_profiles_is_compared_with_nothing(tmp_path: Path):
    folder = write_study(tmp_path, study=swap("profile: even\n", ""), even=None, funder=None)

    comparison = compare_profiles(rank(folder))

    assert comparison.profiles == (THIS_RANKING,)


def test_a_profile_that_leaves_a_cluster_out_gives_it_no_rank(tmp_path: Path):
    without_grants = "birch,grants,,0,0,2,2024,C,gazette,None found\n"
    folder = write_study(
        tmp_path,
        observations=swap(without_grants, ""),
        even=swap("people: 1}", "people: 1, grants: 1, spending: 1}"),
        funder=swap("grants: 1, spending: 1", "grants: 3, spending: 1"),
    )

    comparison = compare_profiles(rank(open_study(folder)))

    assert comparison.ranks_of("birch") == (3, 0)
    assert comparison.spread("birch") == (3, 3)
    assert comparison.table.loc["birch"].isna().tolist() == [False, True]


def test_a_profile_under_which_nobody_can_be_ranked_is_refused(tmp_path: Path):
    folder = write_study(
        tmp_path,
        study=swap("min_coverage: 0.5", "min_coverage: 0.7"),
        observations=lambda text: "".join(
            line for line in text.splitlines(True) if ",spending," not in line
        ),
        funder=swap("grants: 1, spending: 1", "grants: 0, spending: 1"),
    )

    comparison = compare_profiles(rank(folder))

    assert comparison.profiles == ("even",)
    assert comparison.refused["funder"].code == "ranked-none"


def test_the_table_has_a_row_a_cluster_and_a_column_a_view(asia: Ranking):
    comparison = compare_profiles(asia)

    assert list(comparison.table.columns) == list(comparison.profiles)
    assert comparison.table.index.tolist() == list(comparison.clusters)


@pytest.mark.parametrize("ranks", [[[0], [1]], [[1], [2], [3]], [[1, 2]]])
def test_a_comparison_refuses_ranks_that_cannot_be(ranks: list[list[int]]):
    with pytest.raises(AssertionError):
        Comparison(("one",), ("a", "b"), np.array(ranks), {})


def test_the_ranks_of_a_comparison_cannot_be_changed():
    comparison = Comparison(("one",), ("a", "b"), np.array([[1], [2]]), {})

    with pytest.raises(ValueError, match="read-only"):
        comparison.ranks[0, 0] = 2


def test_equal_ranks_share_the_best_so_a_worse_one_cannot_follow_at_once():
    with pytest.raises(AssertionError):
        Comparison(("one",), ("a", "b", "c"), np.array([[1], [1], [2]]), {})
