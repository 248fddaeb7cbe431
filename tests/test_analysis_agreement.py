"""Methods side by side: agreement, near-copies counted once, consensus."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.analysis.agreement import NEAR_COPY, Agreement, agreement
from ranker.analysis.compare import compare_methods
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.methods.catalogue import METHODS
from ranker.methods.pair_costs import pair_costs
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def everything(asia: Ranking) -> Agreement:
    return agreement(asia, "all")


def test_without_names_it_compares_with_the_second_opinions(harbours: Study):
    assert agreement(rank(harbours)).methods == ("weighted-sum", "topsis")


def test_all_are_every_method_that_can_take_the_data_and_the_others_with_the_reason(
    everything: Agreement,
):
    refused = everything.comparison.refused

    assert {*everything.methods, *refused} == set(METHODS)
    assert everything.methods[0] == "weighted-sum"
    assert refused["probid"].code == "method-dominance"


def test_an_unknown_name_is_refused(harbours: Study):
    with pytest.raises(UsageError, match="'all of them' is unknown"):
        agreement(rank(harbours), ["all of them"])


def test_the_matrix_is_symmetric_and_a_method_agrees_with_itself(everything: Agreement):
    for table in (everything.taus, everything.weighted_taus):
        assert (np.diag(table) == 1).all()
        assert np.array_equal(table, table.T, equal_nan=True)


def test_methods_that_repeat_each_other_by_definition_are_one_voice(everything: Agreement):
    copies = {family.leader: set(family.copies) for family in everything.families}

    assert copies["mabac"] == {"mairca", "spotis"}
    assert {name for family in everything.families for name in (family.leader, *family.copies)} == (
        set(everything.methods)
    )


def test_agreement_by_chance_under_one_set_of_weights_is_no_copy(harbours: Study):
    """Of three clusters both make the same order, but not with one criterion at three quarters."""
    found = agreement(rank(harbours), ["weighted-product"])

    assert found.taus[0, 1] >= NEAR_COPY
    assert [family.leader for family in found.families] == ["weighted-sum", "weighted-product"]


def test_a_copy_does_not_weigh_in_the_consensus(asia: Ranking):
    alone = agreement(asia, ["topsis", "mabac"])
    copied = agreement(asia, ["topsis", "mabac", "mairca", "spotis"])

    assert copied.points.tolist() == alone.points.tolist()
    assert copied.median.ranks.tolist() == alone.median.ranks.tolist()


def test_the_median_is_nearer_to_the_methods_than_any_of_them(asia: Ranking):
    found = agreement(asia)
    costs = pair_costs(found.comparison.ranks)

    assert found.median.is_exact
    assert costs.of(found.median.ranks) == found.median.distance
    assert all(costs.of(column) >= found.median.distance for column in found.comparison.ranks.T)


def test_whose_rank_depends_most_comes_first(asia: Ranking):
    found = agreement(asia)
    comparison = compare_methods(asia)

    first = found.dependents[0]
    assert first.spread == max(
        worst - best for best, worst in map(comparison.spread, found.clusters)
    )
    assert comparison.ranks_of(first.cluster)[found.methods.index(first.best_by[0])] == first.best
    assert [d.spread for d in found.dependents] == sorted(
        (d.spread for d in found.dependents), reverse=True
    )


def test_the_table_has_a_column_for_each_method_and_the_consensus(harbours: Study):
    table = agreement(rank(harbours)).table

    assert list(table.columns) == ["weighted-sum", "topsis", "best", "worst", "borda", "kemeny"]
    assert table.index.tolist() == ["alder", "cedar", "birch"]


def test_a_study_of_one_criterion_and_one_cluster_is_no_trouble(tmp_path):
    folder = write_study(
        tmp_path,
        study=swap("role: rival", "role: benchmark"),
        observations=lambda text: (
            text.replace("birch,grants,,0,0,2,2024,C,gazette,None found\n", "")
            .replace("birch,office,,1,0,2,2025,B,almanac,\n", "")
            .replace("suwon,vacancies,,10,,,2024,A,almanac,\n", "")
        ),
    )

    found = agreement(rank(open_study(folder)), ["topsis"])

    assert found.clusters == ("alder",)
    assert found.borda.tolist() == [1]
    assert found.median.ranks.tolist() == [1]
