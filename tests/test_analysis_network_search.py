"""Parts of members and smallest sets, against sums over all sets."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ranker.analysis import network_parts, network_search
from ranker.analysis.network_bound import ScoreBound
from ranker.analysis.network_parts import member_parts
from ranker.analysis.network_score import network_model
from ranker.analysis.network_search import smallest_set
from ranker.analysis.ranking import rank
from ranker.errors import UsageError
from tests.networks import pooled_harbours, random_ports, ranks_of_sets, sets_of_size

SEEDS = st.integers(0, 10_000)
SHARES = st.sampled_from([0.0, 0.3, 0.7, 1.0])


# --- parts -------------------------------------------------------------------------------


def test_a_part_is_the_mean_addition_over_all_orders(tmp_path: Path):
    model = network_model(pooled_harbours(tmp_path), ["alder", "birch", "cedar"], {})

    parts = member_parts(model, 0.6)

    for i, part in enumerate(parts):
        added = []
        for order in permutations(range(3)):
            before = np.isin(np.arange(3), order[: order.index(i)])
            after = before | (np.arange(3) == i)
            start = model.scores(before[None], 0.6)[0] if before.any() else 1.0
            added.append(model.scores(after[None], 0.6)[0] - start)
        assert part.part == pytest.approx(np.mean(added))
        assert part.error == 0


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, coordination=SHARES)
def test_parts_sum_to_the_score_less_that_of_nobody(
    tmp_path_factory: pytest.TempPathFactory, seed: int, coordination: float
):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed)
    model = network_model(ranking, [cluster.id for cluster in ranking.ranked], {})

    parts = member_parts(model, coordination)

    whole = model.scores(model.all_members, coordination)[0]
    assert sum(part.part for part in parts) == pytest.approx(whole - 1)


def test_sampled_parts_are_within_four_standard_errors_and_sum_too(
    monkeypatch: pytest.MonkeyPatch,
):
    model = network_model(rank("asia-biopharma"), ["songdo", "osong", "magok", "pohang"], {})
    exact = member_parts(model, 1.0)

    monkeypatch.setattr(network_parts, "MOST_EXACT", 3)
    sampled = member_parts(model, 1.0, seed=1)

    assert sum(p.part for p in sampled) == pytest.approx(sum(p.part for p in exact))
    for true, drawn in zip(exact, sampled, strict=True):
        assert 0 < drawn.error < 1
        assert abs(true.part - drawn.part) < 4 * drawn.error
    assert sampled == member_parts(model, 1.0, seed=1)
    assert sampled != member_parts(model, 1.0, seed=2)


# --- smallest set ------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, coordination=SHARES, wanted=st.integers(1, 3))
@example(seed=87, coordination=0.7, wanted=1)  # holders of one item disagree on its figure
def test_the_smallest_set_is_that_of_brute_force(
    tmp_path_factory: pytest.TempPathFactory, seed: int, coordination: float, wanted: int
):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed)
    ids = [cluster.id for cluster in ranking.ranked]
    model = network_model(ranking, ids[1:], {})

    found = smallest_set(model, min(wanted, len(ids)), coordination)

    n = len(model.clusters)
    best = 0.0
    for size in range(1, n + 1):
        ranks, scores = ranks_of_sets(model, sets_of_size(n, size), coordination).T
        best = max(scores[ranks <= found.wanted], default=0.0)
        if best:
            break
    assert len(found.members) == (size if best else 0)
    if best:
        assert found.score == pytest.approx(best)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, coordination=SHARES)
def test_no_completion_scores_more_than_the_bound(
    tmp_path_factory: pytest.TempPathFactory, seed: int, coordination: float
):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed, ports=6)
    model = network_model(ranking, [cluster.id for cluster in ranking.ranked], {})
    n = len(model.clusters)
    bound = ScoreBound(model, coordination)

    for level in range(1, n - 1):
        for left in range(1, n - level + 1):
            sets = [s for s in sets_of_size(n, left + 1) if s[:level].sum() == 1]
            for whole in sets:
                part = whole & (np.arange(n) < level)
                score = model.scores(whole[None], coordination)[0]
                assert score <= bound(part[None], level, np.array([left]))[0] + 1e-9


def test_three_korean_clusters_reach_the_second_rank():
    ranking = rank("asia-biopharma")

    found = ranking.network("k-bio", reach_rank=2, draws=10).smallest

    assert found is not None
    assert found.members == ("osong", "songdo", "hongneung")
    assert (found.rank, len(found.candidates)) == (2, 22)
    model = network_model(ranking, found.candidates, {})
    assert ranks_of_sets(model, sets_of_size(22, 2), 1.0)[:, 0].min() > 2


def test_no_set_reaches_a_rank_that_none_can():
    ranking = rank("asia-biopharma")
    korea = [cluster.id for cluster in ranking.ranked if cluster.group == "korea"][:12]

    found = smallest_set(network_model(ranking, korea, {}), 1, 1.0)

    assert (found.members, found.rank) == ((), 0)
    assert found.ruled_out > 0
    model = network_model(ranking, korea, {})
    every = (np.arange(1, 2**12)[:, None] >> np.arange(12)) & 1 == 1
    assert ranks_of_sets(model, every, 1.0)[:, 0].min() > 1


def test_a_cluster_that_is_there_already_needs_no_other():
    found = rank("asia-biopharma").network("k-bio", reach_rank=4, draws=10).smallest

    assert found is not None
    assert found.members == ("osong",)


def test_candidates_may_be_a_group_a_network_or_clusters():
    ranking = rank("asia-biopharma")

    found = ranking.network(
        "gyeongbuk", reach_rank=5, candidates=["osong-daedeok", "songdo"], draws=10
    ).smallest

    assert found is not None
    assert set(found.candidates) == {"osong", "daedeok", "songdo"}
    with pytest.raises(UsageError, match="there is no cluster, group or network 'korae'"):
        ranking.network("gyeongbuk", reach_rank=5, candidates=["korae"])


def test_too_many_candidates_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(network_search, "MOST_CANDIDATES", 3)

    with pytest.raises(UsageError, match="22 candidates are too many") as caught:
        rank("asia-biopharma").network("k-bio", reach_rank=5, draws=10)

    assert caught.value.problems[0].where == "candidates"


def test_memory_is_bounded_by_the_chunk_and_the_answer_stays(monkeypatch: pytest.MonkeyPatch):
    ranking = rank("asia-biopharma")
    model = network_model(ranking, ranking.study.networks["bio-complexes-2024"].members, {})
    whole = smallest_set(model, 6, 1.0)

    monkeypatch.setattr(network_search, "CHUNK", 2)
    in_pieces = smallest_set(model, 6, 1.0)

    assert (whole.members, whole.score) == (in_pieces.members, in_pieces.score)
