"""Best and worst ranks: against hand sums, against trying everything, against draws."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise, product
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.bounds import Bounds, bounds
from ranker.analysis.exact import additive_model
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import MethodError, UsageError
from ranker.methods.rank_bounds import TIE
from ranker.study.load import open_study
from tests.studies import add, swap, write_study

FREEDOMS = [
    {"weights": "free", "data": "fixed"},
    {"weights": "fixed", "data": "free"},
    {"weights": "free", "data": "free"},
    {"weights": "free", "data": "fixed", "level": "leaves"},
    {"weights": "free", "data": "free", "level": "leaves"},
]


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def free_weights(asia: Ranking) -> Bounds:
    return bounds(asia)


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    """Harbours with Elm and Fir: two that share a city, three a country, a missing office."""
    folder = tmp_path_factory.mktemp("five") / "harbours"
    write_study(
        folder,
        clusters=add(
            "elm,Elm Quay,,home,KOR,seoul,suwon,37.2,127.1,A new port.",
            "fir,Fir Sound,,abroad,JPN,osaka,osaka,34.6,135.4,An old port.",
        ),
        observations=[
            swap("KOR,spending,,2,,,2024", "KOR,spending,,2,1,4,2024"),
            swap("suwon,vacancies,,10,,,2024", "suwon,vacancies,,10,4,16,2024"),
            add(
                "elm,grants,,20,10,60,2024,B,gazette,",
                "fir,grants,,40,30,50,2024,B,gazette,",
                "fir,office,,1,,,2025,A,almanac,",
                "osaka,vacancies,,12,,,2024,A,almanac,",
            ),
        ],
    )
    return rank(open_study(folder))


def tried(ranking: Ranking) -> dict[str, tuple[int, int, int, int]]:
    """Try every combination of the figures' ends by hand formulas, at every weight that matters.

    For each cluster: best and worst rank at the ranking's weights of 1/2 and 1/2, and over
    all weights of money. Reference: grants of 0 to 99 (logarithms), spending of 2 and 4,
    offices of 0 to 2 at equal steps, vacancies from 20 to 0.
    """
    ids = [cluster.id for cluster in ranking.ranked]
    ends = {
        "alder": (8.0, 20.0),  # a crane of 4 to 8 and a pier of 4, 10 % either way: see below
        "birch": (0.0, 2.0),
        "elm": (10.0, 60.0),
        "fir": (30.0, 50.0),
        "KOR": (1.0, 4.0),
        "birch office": (0.0, 2.0),
        "elm office": (0.0, 2.0),  # missing: anything between the observed 0 and 2
        "suwon": (4.0, 16.0),
    }
    ends["alder"] = (4 + 3.6, 8 + 4.4)
    found = {name: [99, 0, 99, 0] for name in ids}
    for values in product(*ends.values()):
        v = dict(zip(ends, values, strict=True))
        money, people = by_hand(v)
        for share in crossings(money, people):
            scores = {name: share * money[name] + (1 - share) * people[name] for name in ids}
            for name in ids:
                place = 1 + sum(scores[other] > scores[name] + TIE for other in ids)
                old = found[name]
                old[2], old[3] = min(old[2], place), max(old[3], place)
                if share == 0.5:
                    old[0], old[1] = min(old[0], place), max(old[1], place)
    return {name: tuple(ranks) for name, ranks in found.items()}


def by_hand(v: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    def grants(amount: float) -> float:
        return 1 + 99 * math.log1p(amount) / math.log(100)

    def spending(percent: float) -> float:
        return 1 + 99 * (percent - 2) / 2

    def office(level: float) -> float:
        return 1 + 99 * level / 2

    def vacancies(percent: float) -> float:
        return 1 + 99 * (20 - percent) / 20

    korea, japan = spending(v["KOR"]), spending(4)
    money = {
        "alder": 0.75 * grants(v["alder"]) + 0.25 * korea,
        "birch": 0.75 * grants(v["birch"]) + 0.25 * korea,
        "elm": 0.75 * grants(v["elm"]) + 0.25 * korea,
        "cedar": 0.75 * grants(99) + 0.25 * japan,
        "fir": 0.75 * grants(v["fir"]) + 0.25 * japan,
    }
    people = {
        "alder": 0.5 * office(2) + 0.5 * vacancies(5),
        "birch": 0.5 * office(v["birch office"]) + 0.5 * vacancies(v["suwon"]),
        "elm": 0.5 * office(v["elm office"]) + 0.5 * vacancies(v["suwon"]),
        "cedar": 0.5 * office(0) + 0.5 * vacancies(20),
        "fir": 0.5 * office(1) + 0.5 * vacancies(12),
    }
    return money, people


def crossings(money: dict[str, float], people: dict[str, float]) -> list[float]:
    """Weights of money at which two are level, and one between every two of these."""
    points = {0.0, 0.5, 1.0}
    for a, b in combinations(money, 2):
        rise = (money[a] - money[b]) - (people[a] - people[b])
        at = -(people[a] - people[b]) / rise if rise else 0.0
        points |= {at} if 0 < at < 1 else set()
    ordered = sorted(points)
    return ordered + [(p + q) / 2 for p, q in pairwise(ordered)]


def test_bounds_are_what_trying_every_end_of_every_figure_gives(five: Ranking):
    expected = tried(five)

    figures = bounds(five, weights="fixed", data="free")
    both = bounds(five, data="free")

    assert {c: figures.of(c) for c in figures.clusters} == {c: r[:2] for c, r in expected.items()}
    assert {c: both.of(c) for c in both.clusters} == {c: r[2:] for c, r in expected.items()}


def test_two_criteria_by_hand(harbours):
    """Money and people of Alder (38.125, 87.625), Birch (1, 50.5), Cedar (100, 1).

    Alder and Cedar are level where money weighs 86.625 / 148.5 = 0.583. Birch is behind
    Alder everywhere, level with nobody, and ahead of Cedar up to 49.5 / 148.5 = 1/3.
    """
    found = bounds(rank(harbours))

    assert {c: found.of(c) for c in found.clusters} == {
        "alder": (1, 2),
        "cedar": (1, 3),
        "birch": (2, 3),
    }
    assert found.can_be_first == ("alder", "cedar")
    assert found.preference("alder", "birch") == "always"
    assert found.preference("alder", "cedar") == "sometimes"
    assert found.preference("birch", "alder") == "never"


def test_a_constraint_closes_what_it_rules_out(harbours):
    """Cedar passes Birch at a third of money and Alder at 0.583; between, all is settled."""
    found = bounds(rank(harbours), constraints=["0.4 <= money <= 0.5"])

    assert [found.of(c) for c in ("alder", "cedar", "birch")] == [(1, 1), (2, 2), (3, 3)]


def test_a_tie_at_a_single_weight_makes_the_best_rank_and_not_the_worst(harbours):
    """At a third of money, 34 for Birch and Cedar both: neither is ahead of the other."""
    found = bounds(rank(harbours), constraints=["3*money = 1"])

    assert found.of("cedar") == found.of("birch") == (2, 2)
    assert found.preference("cedar", "birch") == found.preference("birch", "cedar") == "always"


def test_a_figure_of_a_country_does_not_move_its_clusters_past_each_other(five: Ranking):
    """Alder has the better office and city, so only money could put Birch ahead of it, and
    there the national figure is the same for both.
    """
    found = bounds(five, data="free", constraints=["money = 1"])

    assert found.preference("birch", "alder") == "never"
    assert found.preference("alder", "birch") == "always"


@pytest.mark.parametrize("freedom", FREEDOMS, ids=str)
def test_every_certificate_gives_its_rank_when_all_is_computed_anew(asia: Ranking, freedom):
    assert bounds(asia, **freedom, constraints=_mild(freedom)).verify()


def _mild(freedom: dict[str, str]) -> list[str]:
    return ["talent <= 0.7"] if freedom["weights"] == "free" else []


def test_a_certificate_of_fixed_data_moves_no_figure(asia: Ranking, free_weights: Bounds):
    certificate = free_weights.certificate("osong", "best")

    assert certificate.settings == ()
    assert sum(certificate.weights.values()) == pytest.approx(1)
    assert certificate.recomputed_rank() == free_weights.of("osong")[0]


def test_a_certificate_names_the_figures_that_move_in_their_units(five: Ranking):
    certificate = bounds(five, weights="fixed", data="free").certificate("birch", "best")

    moved = {(s.place, s.indicator): s.value for s in certificate.settings}
    assert moved["birch", "grants"] == 2
    assert moved["suwon", "vacancies"] == 4  # a cost, shared with Elm: best is lowest
    assert moved["elm", "office"] == 0  # missing: the least that anybody has
    assert ("cedar", "grants") not in moved  # no doubt, no move


def test_a_certificate_that_claims_too_much_does_not_verify(free_weights: Bounds):
    certificate = replace(free_weights.certificate("osong"), rank=1)

    assert not certificate.verify()


def test_the_published_rank_lies_within_all_bounds_and_freedoms_nest(
    asia: Ranking, free_weights: Bounds
):
    figures = bounds(asia, weights="fixed", data="free")
    both = bounds(asia, data="free")
    leaves = bounds(asia, data="free", level="leaves")
    ranks = asia.ranks[figures.model.rows]

    for narrow, wide in ((figures, both), (free_weights, both), (both, leaves)):
        assert (wide.best <= narrow.best).all()
        assert (narrow.best <= ranks).all()
        assert (ranks <= narrow.worst).all()
        assert (narrow.worst <= wide.worst).all()


@pytest.mark.parametrize("freedom", FREEDOMS, ids=str)
def test_no_draw_of_weights_and_figures_leaves_the_bounds(asia: Ranking, freedom):
    generator = np.random.default_rng(11)
    found = bounds(asia, **freedom)
    model, s = found.model, 3000
    is_free = freedom["weights"] == "free"

    for weights in generator.dirichlet(np.full(found.best_weights.shape[1], 0.4), size=s):
        scores = drawn_scores(model, freedom, weights if is_free else None, generator)
        ranks = 1 + (scores[None] > scores[:, None] + TIE).sum(axis=1)
        assert (found.best <= ranks).all()
        assert (ranks <= found.worst).all()


def drawn_scores(model, freedom, weights, generator) -> np.ndarray:
    """Draw every figure once, shared ones for all who share them, mostly near its ends."""
    level = freedom.get("level", "criteria")
    if freedom["data"] == "fixed" and level == "criteria":
        return model.scores @ weights
    lowest, highest = model.ends(freedom["data"])
    drawn = generator.beta(0.3, 0.3, size=(len(lowest), lowest.shape[1]))
    part = np.take_along_axis(drawn, model.variables, axis=0)
    if weights is None:
        weights = model.ranking.criterion_weights
    by_leaf = weights if level == "leaves" else weights @ model.local
    return (lowest + part * (highest - lowest)) @ by_leaf


def test_ranks_over_all_weights_are_those_at_the_corners_of_the_arrangement(
    asia: Ranking, free_weights: Bounds
):
    """With four criteria every extreme is attained where three of the planes "level with a
    rival" and "no weight" meet: all such points are looked at. For the worst rank, where a
    tie does not count, the planes are moved by as much as being ahead asks.
    """
    model = additive_model(asia)
    for a in range(0, len(model.clusters), 4):
        leads = np.delete(model.scores[a] - model.scores, a, axis=0)

        best = 1 + len(leads) - most_held(leads)
        worst = 1 + most_held(-leads - 1.5 * TIE)

        assert (free_weights.best[a], free_weights.worst[a]) == (best, worst)


def most_held(forms: np.ndarray) -> int:
    planes = np.vstack([forms, np.eye(4)])
    picked = np.array(list(combinations(range(len(planes)), 3)))
    systems = np.concatenate([planes[picked], np.ones((len(picked), 1, 4))], axis=1)
    is_regular = np.abs(np.linalg.det(systems)) > 1e-9
    points = np.linalg.solve(systems[is_regular], np.array([[0.0], [0.0], [0.0], [1.0]]))[:, :, 0]
    inside = points[(points >= -1e-12).all(axis=1)]
    return int((inside @ forms.T >= -1e-9).sum(axis=1).max())


def test_a_preference_is_necessary_exactly_where_the_reverse_is_nowhere_strict(
    free_weights: Bounds,
):
    scores = free_weights.model.scores
    dominates = (scores[:, None] >= scores[None] - TIE).all(axis=2)

    assert (free_weights.necessary == dominates).all()
    assert free_weights.possible.diagonal().all()
    assert (free_weights.necessary | free_weights.possible.T).all()


def test_nothing_free_leaves_the_ranking_as_it_is(asia: Ranking):
    found = bounds(asia, weights="fixed")

    assert found.best.tolist() == found.worst.tolist() == asia.ranks[found.model.rows].tolist()


def test_a_table_has_a_row_for_each_ranked_cluster(free_weights: Bounds):
    table = free_weights.table

    assert list(table.columns) == ["rank", "best", "worst"]
    assert tuple(table.index) == free_weights.clusters
    assert list(free_weights.certificate("osong").table.columns)[:2] == ["place", "indicator"]


def test_other_methods_are_refused(harbours):
    with pytest.raises(MethodError) as caught:
        bounds(rank(harbours, method="topsis"))

    assert caught.value.problems[0].code == "bounds-not-additive"


def test_a_geometric_mean_below_the_top_is_refused_by_name(tmp_path: Path):
    edit = swap(
        "    label: {en: Money, ko: 자금}", "    label: {en: Money}\n    aggregate: geometric"
    )
    study = open_study(write_study(tmp_path / "s", study=edit))

    with pytest.raises(MethodError, match="money is aggregated by a geometric mean"):
        bounds(rank(study))


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"weights": "loose"}, "weights"),
        ({"data": "loose"}, "data"),
        ({"level": "tops"}, "level"),
        ({"weights": "fixed", "constraints": ["money >= 0.1"]}, "constraints"),
    ],
)
def test_arguments_that_mean_nothing_are_refused(harbours, wrong, place):
    with pytest.raises(UsageError) as caught:
        bounds(rank(harbours), **wrong)

    assert [(p.code, p.where) for p in caught.value.problems] == [("argument-invalid", place)]


def test_a_cluster_without_a_rank_has_no_bounds(harbours):
    found = bounds(rank(harbours), weights="fixed")

    with pytest.raises(UsageError, match="'dover' takes no rank here"):
        found.of("dover")


def test_the_solver_prints_nothing(asia: Ranking, capfd: pytest.CaptureFixture[str]):
    bounds(asia, level="leaves")

    assert capfd.readouterr() == ("", "")
