"""Targets, shares, curves and value functions through everything that rests on utilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.bounds import bounds
from ranker.analysis.exact import additive_model
from ranker.analysis.flips import figure_flips
from ranker.analysis.health import find_warnings
from ranker.analysis.levers import Terms, list_levers
from ranker.analysis.model import compile_model
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.variation import Variation
from tests.studies import Edit, swap, write_study

GOALPOSTS = """\
        objective: min
        level: city
        normalise: goalposts
        goalposts: [0, 20]
"""
TARGET = """\
        objective: target
        target: 8
        level: city
        normalise: target
"""
POINTS = """\
        objective: target
        target: [6, 10]
        level: city
        normalise: points
        points: [[0, 1], [6, 100], [10, 100], [20, 51]]
"""
GRANTS = "        objective: max\n        transform: log\n"


def harbours(folder: Path, *edits: Edit, **changes) -> Ranking:
    return rank(write_study(folder, study=list(edits), **changes))


def utilities(ranking: Ranking, indicator: str) -> list[float]:
    return ranking.utilities[indicator].tolist()


@pytest.fixture
def aimed(tmp_path: Path) -> Ranking:
    """Vacancies of 5, 10 and 20, and 0 in Boston, the closer to 8 the better; Suwon's in doubt."""
    rows = swap("suwon,vacancies,,10,,,2024", "suwon,vacancies,,10,4,18,2024")
    return harbours(tmp_path, swap(GOALPOSTS, TARGET), observations=rows)


def test_the_closer_to_the_target_the_better(aimed: Ranking):
    """Distances 3, 2, 12 and, at the benchmark, 8; the farthest ranked is Kobe with 12."""
    np.testing.assert_allclose(utilities(aimed, "vacancies"), [75.25, 83.5, 1, 34])


def test_a_value_function_is_read_from_the_study(tmp_path: Path):
    ranking = harbours(tmp_path, swap(GOALPOSTS, POINTS))

    np.testing.assert_allclose(utilities(ranking, "vacancies"), [83.5, 100, 51, 1])


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("best", [1 + 9, 1, 100, 1 + 99 * 999 / 99]),
        ("mean", [1 + 99 * 9 / 36, 1, 1 + 99 * 99 / 36, 1 + 99 * 999 / 36]),
        ("dover", [1 + 99 * 9 / 999, 1, 1 + 99 * 99 / 999, 100]),
        ("198", [1 + 99 * 9 / 198, 1, 50.5, 1 + 99 * 999 / 198]),
    ],
)
def test_grants_as_shares_of_a_reference(tmp_path: Path, reference: str, expected: list[float]):
    """Grants of 9, 0 and 99, and 999 at Dover, which takes no rank and may be named."""
    how = f"        objective: max\n        normalise: reference\n        reference: {reference}\n"

    ranking = harbours(tmp_path, swap(GRANTS, how))

    np.testing.assert_allclose(utilities(ranking, "grants"), expected)


def test_the_named_reference_stays_when_its_own_figure_is_supposed_to_change(tmp_path: Path):
    how = "        objective: max\n        normalise: reference\n        reference: cedar\n"
    ranking = harbours(tmp_path, swap(GRANTS, how))

    after = ranking.what_if({"cedar.grants": 198}).after

    np.testing.assert_allclose(utilities(after, "grants")[:3], [10, 1, 199])


def test_a_reference_that_has_no_figure_yet_is_warned_of(tmp_path: Path):
    how = "        objective: max\n        normalise: reference\n        reference: dover\n"
    rows = swap("dover,grants,,999,,,2024", "dover,grants,,999,,,2025")
    later = harbours(tmp_path, swap(GRANTS, how), observations=rows)

    now = rank(later.study, as_of=2024, weights={"spending": 0.9})

    assert np.isnan(now.utilities["grants"]).all()
    assert [problem.code for problem in find_warnings(later)] == []
    assert "reference-missing" in [problem.code for problem in find_warnings(now)]


def test_the_best_figure_of_an_interval_is_the_one_nearest_to_the_target(aimed: Ranking):
    """Suwon's 4 to 18 holds 8; its worse end is 18, ten away: 100 - 99 * 10 / 12 = 17.5."""
    model = additive_model(aimed)
    i, j = model.at("birch"), 3

    assert (model.lowest_values[i, j], model.highest_values[i, j]) == (18, 8)
    assert (model.lowest[i, j], model.highest[i, j]) == pytest.approx((17.5, 100))


def test_certificates_of_bounds_with_a_target_verify(aimed: Ranking):
    for freedom in ({"data": "free"}, {"data": "free", "level": "leaves"}):
        assert bounds(aimed, **freedom).verify()


@pytest.mark.parametrize("form", [TARGET, POINTS])
def test_draws_of_a_figure_with_a_target_stay_within_the_bounds(tmp_path: Path, form: str):
    rows = swap("suwon,vacancies,,10,,,2024", "suwon,vacancies,,10,4,18,2024")
    ranking = harbours(tmp_path, swap(GOALPOSTS, form), observations=rows)

    within = bounds(ranking, data="free")
    drawn = ranking.robustness(draws=4096, weights="uniform")

    for i, cluster in enumerate(within.clusters):
        held = np.flatnonzero(drawn.acceptability[drawn.index(cluster)]) + 1
        assert within.best[i] <= held.min()
        assert held.max() <= within.worst[i]


def test_a_figure_may_turn_an_order_on_either_side_of_its_target(tmp_path: Path):
    """Alder's 50.5 and 75.25 lead Birch's; with Incheon's from 1 to 30 it may fall both ways."""
    rows = swap("incheon,vacancies,,5,,,2024", "incheon,vacancies,,7,-40,90,2024")
    ranking = harbours(tmp_path, swap(GOALPOSTS, TARGET), observations=rows)
    model = additive_model(ranking)
    i, j = model.at("alder"), model.at("birch")

    flips = [
        f for f in figure_flips(model, i, j) if f.indicator == "vacancies" and f.place == "incheon"
    ]

    after = ranking.what_if({"incheon.vacancies": flips[0].needed}).after
    assert after.scores[0] == pytest.approx(after.scores[1])
    assert flips[0].needed < 7  # it is nearer on the side where the figure lies


def test_a_lever_with_a_target_is_held_with_the_reason(tmp_path: Path):
    how = "        objective: target\n        target: 50\n        normalise: target\n"
    ranking = harbours(tmp_path, swap(GRANTS, how))

    movable, held = list_levers(ranking, 0, Terms())

    assert not movable
    assert "target between too little and too much" in held[0].reason


def test_a_lever_measured_by_share_moves_on_a_line(tmp_path: Path):
    how = "        objective: max\n        normalise: reference\n"
    ranking = harbours(tmp_path, swap(GRANTS, how))

    movable, _ = list_levers(ranking, 1, Terms())

    assert movable[0].line.utility(49.5) == pytest.approx(50.5)


def test_normalisations_drawn_as_a_choice_measure_the_distance_from_the_target(aimed: Ranking):
    """By min-max the distances 2 to 12 are the ends: 3 is worth 1 + 99 * 9 / 10."""
    varied = Variation(construction=("normalisation",), data=False, missing=False)

    model = compile_model(aimed, varied, np.zeros((0, 2)))

    at = [model.of_cell[3, model.clusters.index(name)] for name in ("alder", "birch", "cedar")]
    assert model.tables["minmax"][at, 0] == pytest.approx([90.1, 100, 1])
    assert model.tables["rank"][at, 0] == pytest.approx([50.5, 100, 1])
    assert model.tables["own"][at, 0] == pytest.approx([75.25, 83.5, 1])


def test_a_claim_may_hang_on_a_figure_between_its_ends(tmp_path: Path):
    """Alder's 5 is three away, Birch's 10 two: from 6 on Alder leads, at 3 and 20 not."""
    rows = swap("incheon,vacancies,,5,,,2024", "incheon,vacancies,,5,3,20,2024")
    ranking = harbours(tmp_path, swap(GOALPOSTS, TARGET), observations=rows)

    found = ranking.claim("alder > birch on vacancies", draws=2048)

    hinges = {hinge.cell.place: hinge.needed for hinge in found.hangs_on}
    assert hinges["incheon"] == pytest.approx(6)
