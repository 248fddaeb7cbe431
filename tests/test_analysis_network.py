"""Networks: hand sums of pools, the way from best member to pool, and what always holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranker.analysis.draws import draw_inputs
from ranker.analysis.network import Network, network
from ranker.analysis.network_curve import find_passings, ranks_along
from ranker.analysis.network_draws import _drawn_items, _figures, _pooled, _prepare
from ranker.analysis.network_score import network_model
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import robustness
from ranker.errors import MethodError, UsageError
from tests.networks import pool, pooled_harbours, random_ports
from tests.studies import add, drop, swap, write_study

SEEDS = st.integers(0, 10_000)


def figure(found: Network, indicator: str):
    return next(held for held in found.figures if held.indicator == indicator)


def pools(ranking: Ranking, members: list[str]) -> dict[str, float]:
    names = [leaf.id for leaf in ranking.study.indicators]
    return dict(zip(names, network_model(ranking, members, {}).pool().tolist(), strict=True))


# --- hand sums ---------------------------------------------------------------------------


def test_full_coordination_is_the_hand_sum_of_the_pooled_figures(tmp_path: Path):
    found = pooled_harbours(tmp_path).network(["alder", "cedar"], draws=100)

    grants = 1 + 99 * np.log(1 + 9 + 99) / np.log(100)
    money = 0.75 * grants + 0.25 * 50.5  # spending: the mean of 2 and 4 is 3
    people = (1 + 38.125) / 2  # the weaker office; the mean of 5 and 20 vacancies is 12.5
    assert found.score == pytest.approx((money + people) / 2)
    assert found.rank == 1


def test_half_coordination_lies_half_way_in_the_unit_of_each_figure(tmp_path: Path):
    found = pooled_harbours(tmp_path).network(["alder", "cedar"], coordination=0.5, draws=100)

    grants = 1 + 99 * np.log(1 + (9 + 108) / 2) / np.log(100)
    money = 0.75 * grants + 0.25 * 25.75  # spending 2.5
    people = (50.5 + 56.6875) / 2  # office 1, vacancies 8.75
    assert found.score == pytest.approx((money + people) / 2)
    assert figure(found, "grants").value == 58.5


def test_gains_tell_what_pooling_adds_and_costs(tmp_path: Path):
    found = pooled_harbours(tmp_path).network(["alder", "cedar"], draws=100)

    assert figure(found, "office").gain == pytest.approx(-99 * 0.25)
    assert figure(found, "spending").gain == pytest.approx(49.5 * 0.125)
    assert sum(held.gain for held in found.figures) == pytest.approx(found.score - 62.875)


def test_a_shared_country_is_added_once(tmp_path: Path):
    ranking = rank(write_study(tmp_path))

    assert pools(ranking, ["alder", "birch"])["spending"] == 2
    assert pools(ranking, ["alder", "cedar"])["spending"] == 2 + 4


def test_publications_of_a_shared_metro_area_are_added_once():
    ranking = rank("asia-biopharma")

    publications = pools(ranking, ["songdo", "hongneung", "pangyo"])["publications"]

    assert publications == ranking.cell("songdo", "publications").value


COUNTED = swap("        transform: log\n", "        transform: log\n        count: true\n")
ITEMS = [
    swap("cedar,grants,,99,,,2024,A", "cedar,grants,crane,7,,,2024,A"),
    add("cedar,grants,quay,90,,,2024,A,gazette,"),
]


def test_a_named_item_of_a_count_is_added_once_at_its_highest(tmp_path: Path):
    ranking = rank(write_study(tmp_path, study=COUNTED, observations=ITEMS))

    assert pools(ranking, ["alder", "cedar"])["grants"] == 7 + 4 + 90


def test_items_of_amounts_are_added_per_place(tmp_path: Path):
    ranking = rank(write_study(tmp_path, observations=ITEMS))

    assert pools(ranking, ["alder", "cedar"])["grants"] == 5 + 4 + 7 + 90


@pytest.mark.parametrize("aggregate", ["stated count", "stated total"])
def test_aggregates_never_merge(tmp_path: Path, aggregate: str):
    rows = [
        swap("birch,grants,,0,0,2", f"birch,grants,{aggregate},3,0,4"),
        swap("cedar,grants,,99", f"cedar,grants,{aggregate},99"),
    ]
    ranking = rank(write_study(tmp_path, study=COUNTED, observations=rows))

    assert pools(ranking, ["birch", "cedar"])["grants"] == 3 + 99


def test_shares_weigh_members_and_are_equal_where_none_are_stated(tmp_path: Path):
    ranking = rank(write_study(tmp_path, study=pool(vacancies="share")))

    stated = ranking.network("strait", draws=100)
    listed = ranking.network(["alder", "cedar"], draws=100)

    assert figure(stated, "vacancies").pool == (3 * 5 + 20) / 4
    assert figure(listed, "vacancies").pool == (5 + 20) / 2


def test_a_mean_of_national_figures_is_weighted_by_members():
    ranking = rank("asia-biopharma")

    mean = pools(ranking, ["songdo", "osong", "shanghai"])["gerd_pct_gdp"]

    korea, china = (ranking.cell(c, "gerd_pct_gdp").value for c in ("osong", "shanghai"))
    assert mean == pytest.approx((2 * korea + china) / 3)


# --- missing figures ---------------------------------------------------------------------


def test_members_without_a_figure_are_passed_over_and_counted(tmp_path: Path):
    ranking = pooled_harbours(tmp_path, observations=drop("kobe,vacancies"))

    vacancies = figure(ranking.network(["alder", "cedar"], draws=100), "vacancies")

    assert (vacancies.pool, vacancies.known) == (5, 1)


def test_a_pool_without_any_figure_is_missing(tmp_path: Path):
    observations = [drop("kobe,vacancies"), drop("incheon,vacancies")]
    ranking = pooled_harbours(tmp_path, observations=observations)

    vacancies = figure(ranking.network(["alder", "cedar"], draws=100), "vacancies")

    assert np.isnan(vacancies.pool)
    assert (vacancies.known, vacancies.gain) == (0, 0)


def test_what_stands_in_for_the_best_members_gap_gives_way_evenly(tmp_path: Path):
    ranking = pooled_harbours(tmp_path, observations=drop("incheon,vacancies"))
    assert ranking.scores[ranking.index("alder")] == pytest.approx((38.125 + 100) / 2)

    found = ranking.network(["alder", "cedar"], coordination=0.5, draws=100)

    money = 0.75 * (1 + 99 * np.log(59.5) / np.log(100)) + 0.25 * 25.75
    people = (50.5 + (100 + 1) / 2) / 2  # alder's 100 stands in, cedar's vacancies are worth 1
    assert found.score == pytest.approx((money + people) / 2)


def test_members_without_a_rank_are_left_out_and_named(tmp_path: Path):
    ranking = pooled_harbours(tmp_path)

    found = ranking.network(["cedar", "dover", "alder"], draws=100)

    assert (found.members, found.membership.left_out) == (("alder", "cedar"), ("dover",))


def test_a_network_of_a_group_has_its_ranked_clusters():
    ranking = rank("asia-biopharma")

    found = ranking.network("k-bio", draws=100)

    korean = [cluster.id for cluster in ranking.ranked if cluster.group == "korea"]
    assert list(found.members) == korean
    assert "yangsan" not in found.members


# --- what always holds -------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_without_coordination_a_network_is_its_best_member(
    tmp_path_factory: pytest.TempPathFactory, seed: int
):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed)
    members = [cluster.id for cluster in ranking.ranked][1::2]

    model = network_model(ranking, members, {})
    score, place = ranks_along(model, np.zeros(1))

    own = ranking.scores[ranking.index(members[0])]
    assert score[0] == pytest.approx(own, abs=1e-9)
    outside = [c.id for c in ranking.ranked if c.id not in members]
    assert place[0] == 1 + sum(ranking.scores[ranking.index(c)] > own + 1e-9 for c in outside)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_sums_of_what_is_worth_having_never_cost_anything(
    tmp_path_factory: pytest.TempPathFactory, seed: int
):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed)
    model = network_model(ranking, [cluster.id for cluster in ranking.ranked], {})

    least, most = model.along(np.array([0.0, 1.0]))

    for j, leaf in enumerate(ranking.study.indicators):
        if leaf.pool == "sum" and leaf.objective == "max" and model.is_read[0, j]:
            assert most[j] >= least[j] - 1e-9


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_the_passing_points_are_all_there_are(tmp_path_factory: pytest.TempPathFactory, seed: int):
    ranking = random_ports(tmp_path_factory.mktemp("ports"), seed)
    ids = [cluster.id for cluster in ranking.ranked]
    model = network_model(ranking, ids[len(ids) // 2 :: 2] + ids[-1:], {})
    passings = find_passings(model)
    grid = np.random.default_rng(seed).random(2_000)

    _, ranks = ranks_along(model, grid)

    first = ranks_along(model, np.zeros(1))[1][0]
    for coordination, place in zip(grid, ranks, strict=True):
        before = [p for p in passings if p.coordination <= coordination]
        if all(abs(p.coordination - coordination) > 1e-8 for p in passings):
            assert place == first + sum(-1 if p.is_gain else 1 for p in before)


def test_a_network_may_pass_a_rival_and_fall_back(tmp_path: Path):
    rows = [
        swap("birch,grants,,0,0,2", "birch,grants,,11,,"),
        swap("birch,office,,1,0,2", "birch,office,,2,,"),
        swap("suwon,vacancies,,10", "suwon,vacancies,,5"),
        add("elm,grants,,0,,,2024,A,gazette,", "elm,office,,0,,,2024,A,almanac,"),
    ]
    clusters = add("elm,Elm Creek,,abroad,JPN,,,35,135,")
    ranking = pooled_harbours(tmp_path, clusters=clusters, observations=rows)
    model = network_model(ranking, ["alder", "cedar"], {})
    scores, _ = ranks_along(model, np.linspace(0, 1, 1001))
    rival = ranking.scores[ranking.index("birch")]
    assert max(scores[0], scores[-1]) < rival < scores.max()

    ways = find_passings(model)

    assert [(p.rival, p.is_gain) for p in ways] == [("birch", True), ("birch", False)]
    at, _ = ranks_along(model, np.array([p.coordination for p in ways]))
    assert at == pytest.approx([rival, rival], abs=1e-6)


def test_steps_tell_the_rank_from_each_passing_on():
    found = rank("asia-biopharma").network("k-bio", draws=100)

    assert [step.start for step in found.steps] == [
        0.0,
        *(passing.coordination for passing in found.passings),
    ]
    for at, place in zip(found.grid, found.ranks, strict=True):
        assert place == [step.rank for step in found.steps if step.start <= at][-1]
    assert found.never_passed == ("singapore",)


# --- draws -------------------------------------------------------------------------------


def test_without_coordination_draws_are_those_of_a_member_that_always_leads(tmp_path: Path):
    ranking = pooled_harbours(tmp_path)

    found = ranking.network(["alder", "birch"], draws=3_000, seed=5)

    own = robustness(ranking, draws=3_000, seed=5)
    assert own.beats("alder", "birch") == 1
    at = own.index("alder")
    assert found.counts[0].tolist() == (own.acceptability[at, :2] * 3_000).round().tolist()


def test_certain_figures_pool_in_every_draw_as_observed(tmp_path: Path):
    certain = [swap("spread: {A: 0, B: 0.10, C: 0.25}", "spread: {A: 0, B: 0, C: 0}"), COUNTED]
    rows = [
        *ITEMS,
        swap("crane,5,4,8", "crane,5,,"),
        swap("birch,grants,,0,0,2", "birch,grants,,0,,"),
    ]
    rows += [swap("birch,office,,1,0,2", "birch,office,,1,,")]
    study = [*certain, *pool(office="min", vacancies="mean", spending="max")]
    ranking = rank(write_study(tmp_path, study=study, observations=rows))
    model = network_model(ranking, ["alder", "birch", "cedar"], {})
    run = _prepare(model)

    items = _drawn_items(run, 0, 0, 7)
    figures = _figures(run, draw_inputs(run.model, 0, 0, 7), items)
    drawn = np.column_stack([_pooled(run, j, figures[:, :, j], items) for j in range(4)])

    assert len(items) == 4
    assert drawn == pytest.approx(np.tile(model.pool(), (7, 1)))


def test_an_interval_holds_the_middle_of_the_draws():
    found = rank("asia-biopharma").network("gyeongbuk", draws=2_000)

    low, high = found.interval()
    shares = found.counts[-1] / 2_000
    assert shares[: low - 1].sum() < 0.05 <= shares[:low].sum()
    assert shares[: high - 1].sum() < 0.95 <= shares[:high].sum()


def test_equal_seeds_give_equal_counts_and_others_do_not():
    ranking = rank("asia-biopharma")

    runs = [ranking.network("gyeongbuk", draws=500, seed=seed) for seed in (1, 1, 2)]

    assert np.array_equal(runs[0].counts, runs[1].counts)
    assert not np.array_equal(runs[0].counts, runs[2].counts)


# --- results and refusals ----------------------------------------------------------------


def test_the_table_has_the_curve_and_the_coordination_asked_for():
    found = network(rank("asia-biopharma"), "osong-daedeok", coordination=0.33, draws=100)

    table = found.table
    assert list(table.columns) == ["coordination", "score", "rank", "low", "high"]
    assert table["coordination"].tolist().count(0.33) == 1
    assert len(table) == 22
    assert repr(found).startswith("<Network 'Osong and Daedeok' of 2: rank ")


def test_a_network_has_the_name_it_is_given_or_its_own(tmp_path: Path):
    ranking = pooled_harbours(tmp_path)

    named = ranking.network(["alder", "cedar"], name="Two coasts", draws=10)

    assert named.membership.label.en == "Two coasts"
    assert ranking.network("bay", draws=10).membership.label.ko == "만"


@pytest.mark.parametrize(
    ("members", "code", "words"),
    [
        (["alder", "ceder"], "cluster-unknown", "the nearest is 'cedar'"),
        ("bey", "cluster-unknown", "the nearest is 'bay'"),
        (["alder", "cedar", "alder"], "argument-invalid", "'alder' is named 2 times"),
        (["alder"], "argument-invalid", "'alder' alone is no network"),
        ([], "argument-invalid", "no member is named"),
        (["bay", "cedar"], "argument-invalid", "'bay' is a network, and a network links clusters"),
        (["alder", "dover"], "argument-invalid", "only 'alder' takes a rank; left out: dover"),
    ],
)
def test_members_that_cannot_be_are_refused(
    tmp_path: Path, members: str | list[str], code: str, words: str
):
    ranking = pooled_harbours(tmp_path)

    with pytest.raises(UsageError, match=words) as caught:
        ranking.network(members)

    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ({"coordination": 1.5}, "coordination"),
        ({"coordination": float("nan")}, "coordination"),
        ({"reach_rank": 0}, "reach_rank"),
        ({"reach_rank": 4}, "reach_rank"),
        ({"reach_rank": 1, "candidates": ["dover"]}, "candidates"),
        ({"draws": 0}, "draws"),
        ({"seed": -1}, "seed"),
    ],
)
def test_questions_that_cannot_be_are_refused(tmp_path: Path, question: dict, where: str):
    ranking = pooled_harbours(tmp_path)

    with pytest.raises(UsageError) as caught:
        ranking.network("strait", **question)

    assert [(p.code, p.where) for p in caught.value.problems] == [("argument-invalid", where)]


def test_a_method_that_does_not_add_up_is_refused(tmp_path: Path):
    ranking = rank(write_study(tmp_path), method="topsis")

    with pytest.raises(MethodError) as caught:
        ranking.network("strait")

    assert caught.value.problems[0].code == "bounds-not-additive"
