"""Who stands where: ranks, benchmarks, gaps, contributions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.errors import ContentError, RankerError, UsageError
from ranker.study.model import Study
from tests.studies import Change, add, drop, swap, write_study


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


def ranked(tmp_path: Path, **changes: Change) -> Ranking:
    return rank(write_study(tmp_path, **changes))


def codes_of(error: RankerError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_scores_are_the_hand_sums(ranking: Ranking) -> None:
    assert ranking.scores.tolist() == pytest.approx([62.875, 25.75, 50.5, 112.375], abs=1e-12)


def test_the_ranked_stand_by_their_scores(ranking: Ranking) -> None:
    assert [cluster.id for cluster in ranking.ranked] == ["alder", "cedar", "birch"]
    assert ranking.ranks.tolist() == [1, 3, 2, 0]


def test_the_benchmark_takes_no_rank_but_has_a_standing(ranking: Ranking) -> None:
    assert ranking.rank_of("dover") is None
    assert ranking.group_rank("dover") is None
    assert ranking.standings.tolist() == [1, 3, 2, 1]


def test_a_benchmark_stands_behind_those_who_are_better(tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path,
        observations=[
            swap("dover,grants,,999", "dover,grants,,9"),
            swap("dover,office,,2", "dover,office,,1"),
            swap("boston,vacancies,,0", "boston,vacancies,,12"),
        ],
    )

    # money 0.75 × 50.5 + 0.25 × 50.5 = 50.5; people (50.5 + 40.6) / 2 = 45.55
    assert ranking.scores[3] == pytest.approx(48.025, abs=1e-12)
    assert ranking.standings.tolist() == [1, 3, 2, 3]


def test_a_group_rank_counts_the_ranked_of_the_group(ranking: Ranking) -> None:
    assert [ranking.group_rank(name) for name in ("alder", "birch", "cedar")] == [1, 2, 1]


def test_ties_share_the_best_rank(tmp_path: Path) -> None:
    twin = "elm,Elm Quay,,home,KOR,seoul,incheon,37.4,126.7,"
    ranking = ranked(
        tmp_path,
        clusters=add(twin),
        observations=add("elm,grants,,9,,,2024,A,gazette,", "elm,office,,2,,,2025,A,almanac,"),
    )

    assert ranking.ranks.tolist() == [1, 4, 3, 0, 1]
    assert [cluster.id for cluster in ranking.ranked] == ["alder", "elm", "cedar", "birch"]
    assert ranking.group_rank("elm") == 1


def test_contributions_add_up_to_the_score(ranking: Ranking) -> None:
    np.testing.assert_allclose(ranking.contributions.sum(axis=1), ranking.scores, atol=1e-12)
    assert ranking.contributions[0].tolist() == pytest.approx([19.0625, 43.8125], abs=1e-12)


def test_a_cluster_without_a_criterion_is_not_ranked_and_says_why(tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path, observations=[drop("cedar,grants"), drop("cedar,office"), drop("kobe,vacancies")]
    )

    (unranked,) = ranking.unranked

    assert unranked.cluster.id == "cedar"
    assert unranked.thin == {"money": 0.25, "people": 0.0}
    assert [cell.indicator.id for cell in unranked.missing] == ["grants", "office", "vacancies"]
    assert ranking.rank_of("cedar") is None
    assert np.isnan(ranking.scores[2])
    assert ranking.standings[2] == 0


def test_a_criterion_with_enough_coverage_is_no_reason(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, observations=[drop("JPN,spending"), drop("cedar,office")])

    # people is observed by one half, exactly the threshold
    assert ranking.unranked == ()
    assert ranking.coverage("cedar", "people") == 0.5
    assert ranking.coverage("cedar") == 0.5 * 0.75 + 0.5 * 0.5


def test_a_benchmark_without_a_criterion_is_listed_among_the_unranked(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, observations=drop("dover,grants"))

    assert [unranked.cluster.id for unranked in ranking.unranked] == ["dover"]
    assert ranking.standings[3] == 0


def test_as_of_ranks_by_what_was_known_then(harbours: Study) -> None:
    with pytest.raises(ContentError) as caught:
        rank(harbours, as_of=2023)
    now = rank(harbours, as_of=2025)

    assert codes_of(caught.value) == ["ranked-none"]
    assert "up to 2023" in str(caught.value)
    assert now.as_of == 2025
    assert now.ranks.tolist() == [1, 3, 2, 0]


def test_as_of_takes_the_newest_figure_up_to_that_year(tmp_path: Path) -> None:
    study = write_study(
        tmp_path,
        observations=add("cedar,office,,2,,,2022,A,almanac,", "alder,office,,1,,,2022,A,almanac,",
                         "birch,office,,0,,,2022,A,almanac,"),
    )  # fmt: skip

    ranking = rank(study, as_of=2024)

    assert ranking.raw["office"].tolist()[:3] == [1.0, 0.0, 2.0]
    assert rank(study).raw["office"].tolist()[:3] == [2.0, 1.0, 0.0]


def test_weights_set_by_hand_move_the_score(harbours: Study) -> None:
    ranking = rank(harbours, weights={"money": 1.0})

    assert ranking.scores.tolist()[:3] == pytest.approx([38.125, 1.0, 100.0], abs=1e-12)
    assert ranking.ranks.tolist() == [2, 3, 1, 0]


def test_a_profile_is_used_by_its_name(harbours: Study) -> None:
    ranking = rank(harbours, profile="funder")

    # grants and spending weigh the same here: alder's money is 25.75
    assert ranking.scores[0] == pytest.approx(0.75 * 25.75 + 0.25 * 87.625, abs=1e-12)
    assert ranking.manifest.profile == "funder"


def test_another_method_ranks_the_same_matrix(harbours: Study) -> None:
    by_sum, by_product = rank(harbours), rank(harbours, method="weighted-product")

    assert by_product.method.name == "weighted-product"
    np.testing.assert_array_equal(by_product.criterion_scores, by_sum.criterion_scores)
    assert by_product.ranks.tolist() == [1, 3, 2, 0]  # √(38·88), √(1·51), √(100·1)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"method": "topsy"}, "method-unknown"),
        ({"profile": "odd"}, "profile-unknown"),
        ({"weights": {"mony": 1}}, "profile-criterion-unknown"),
        ({"weights": {"money": 2}}, "weight-override"),
    ],
)
def test_a_wrong_argument_is_refused(harbours: Study, call: dict[str, object], code: str) -> None:
    with pytest.raises(RankerError) as caught:
        rank(harbours, **call)  # type: ignore[arg-type]

    assert codes_of(caught.value) == [code]


def test_an_unknown_cluster_is_refused_with_the_nearest(ranking: Ranking) -> None:
    with pytest.raises(UsageError, match="the nearest is 'cedar'") as caught:
        ranking.rank_of("ceder")

    assert codes_of(caught.value) == ["cluster-unknown"]


def test_an_unknown_indicator_is_refused_with_the_nearest(ranking: Ranking) -> None:
    with pytest.raises(UsageError, match="the nearest is 'grants'") as caught:
        ranking.cell("alder", "grant")

    assert codes_of(caught.value) == ["argument-invalid"]


def test_a_broken_study_is_not_ranked(tmp_path: Path) -> None:
    folder = write_study(tmp_path, study=swap("weight: 3", "weight: -3"))

    with pytest.raises(ContentError) as caught:
        rank(folder)

    assert codes_of(caught.value) == ["weight-negative"]


def test_a_cell_is_found_with_its_evidence(ranking: Ranking) -> None:
    assert ranking.cell("alder", "grants").value == 9.0
    assert ranking.cell("alder", "plans").value == 40.0
    assert ranking.cell("birch", "plans").is_missing


def test_context_is_shown_and_never_scored(ranking: Ranking, tmp_path: Path) -> None:
    richer = ranked(tmp_path, observations=swap("alder,plans,,40", "alder,plans,,4000"))

    assert ranking.context().performances[:, 0].tolist()[0] == 40.0
    np.testing.assert_array_equal(richer.scores, ranking.scores)


def test_the_table_lists_the_ranked_first_and_the_others_after(ranking: Ranking) -> None:
    table = ranking.table

    assert list(table.index) == ["alder", "cedar", "birch", "dover"]
    assert table["rank"].tolist()[:3] == [1, 2, 3]
    assert table["rank"].isna().tolist() == [False, False, False, True]
    assert table.loc["alder", "money"] == pytest.approx(38.125, abs=1e-12)
    assert table["coverage"].tolist() == [1.0] * 4


def test_the_order_of_the_clusters_is_irrelevant(harbours: Study) -> None:
    backwards = rank(replace(harbours, clusters=harbours.clusters[::-1]))

    assert backwards.ranks.tolist() == [0, 2, 3, 1]
    np.testing.assert_allclose(backwards.scores[::-1], rank(harbours).scores, atol=1e-12)


def test_equal_inputs_give_equal_results(harbours: Study) -> None:
    first, second = rank(harbours), rank(harbours)

    assert first.scores.tobytes() == second.scores.tobytes()
    assert first.manifest == second.manifest


def test_the_manifest_names_what_the_result_was_made_from(ranking: Ranking) -> None:
    manifest = ranking.manifest

    assert (manifest.study, manifest.edition, manifest.method) == (
        "harbours",
        "2025-06-30",
        "weighted-sum",
    )
    assert manifest.content_hash == ranking.study.content_hash
    assert set(manifest.versions) >= {"cluster-ranker", "numpy", "pandas", "scikit-criteria"}


def test_a_ranking_refuses_ranks_that_do_not_follow_from_its_scores(ranking: Ranking) -> None:
    with pytest.raises(AssertionError, match="strictly better"):
        replace(ranking, ranks=np.array([2, 3, 1, 0]))


def test_a_ranking_refuses_a_rank_without_a_score(ranking: Ranking) -> None:
    with pytest.raises(AssertionError, match="finite score"):
        replace(ranking, ranks=np.array([1, 3, 2, 4]))


def test_the_decision_matrix_of_scikit_criteria_holds_the_ranked(ranking: Ranking) -> None:
    matrix = ranking.decision_matrix()

    assert list(matrix.alternatives) == ["alder", "birch", "cedar"]
    assert list(matrix.criteria) == ["money", "people"]
    np.testing.assert_allclose(matrix.weights, [0.5, 0.5])
    np.testing.assert_allclose(matrix.matrix.to_numpy()[0], [38.125, 87.625])
