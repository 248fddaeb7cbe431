"""From figures to criterion scores, by hand sums on the small study."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.weighting import resolve_weights
from ranker.study.load import open_study
from ranker.study.matrix import lay_out
from ranker.study.model import Study
from tests.studies import STUDY, Change, drop, swap, write_study

NAN = float("nan")


def scores_of(study: Study) -> Scores:
    cells = lay_out(study, study.indicators)
    return score_tree(study, cells, resolve_weights(study).shares)


def column(scores: Scores, node: str) -> list[float]:
    return [float(value) for value in scores.node_scores[:, scores.nodes.index(node)]]


def coverage(scores: Scores, node: str) -> list[float]:
    return [float(value) for value in scores.coverages[:, scores.nodes.index(node)]]


def changed(tmp_path: Path, **changes: Change) -> Scores:
    return scores_of(open_study(write_study(tmp_path, **changes)))


def test_every_utility_is_the_hand_sum(harbours: Study) -> None:
    scores = scores_of(harbours)

    np.testing.assert_allclose(
        scores.utilities,
        [
            [50.5, 1.0, 100.0, 75.25],
            [1.0, 1.0, 50.5, 50.5],
            [100.0, 100.0, 1.0, 1.0],
            [149.5, 50.5, 100.0, 100.0],
        ],
        atol=1e-12,
    )


def test_every_criterion_score_is_the_hand_sum(harbours: Study) -> None:
    scores = scores_of(harbours)

    assert column(scores, "money") == pytest.approx([38.125, 1.0, 100.0, 124.75], abs=1e-12)
    assert column(scores, "people") == pytest.approx([87.625, 50.5, 1.0, 100.0], abs=1e-12)


def test_nodes_are_listed_parents_first(harbours: Study) -> None:
    assert scores_of(harbours).nodes == (
        "money",
        "grants",
        "spending",
        "people",
        "office",
        "vacancies",
    )


def test_the_benchmark_takes_no_rank_and_moves_no_bound(tmp_path: Path) -> None:
    plain = changed(tmp_path / "plain")
    richer = changed(tmp_path / "richer", observations=swap("grants,,999,", "grants,,999999,"))

    assert plain.is_ranked.tolist() == [True, True, True, False]
    np.testing.assert_array_equal(richer.node_scores[:3], plain.node_scores[:3])
    assert column(richer, "grants")[3] == pytest.approx(298.0, abs=1e-9)  # ln 10^6 is 3 × ln 100


def test_a_missing_figure_leaves_its_weight_to_its_siblings(tmp_path: Path) -> None:
    scores = changed(tmp_path, observations=drop("USA,spending"))

    assert column(scores, "money")[3] == pytest.approx(149.5, abs=1e-12)
    assert coverage(scores, "money") == [1.0, 1.0, 1.0, 0.75]


def test_a_coverage_exactly_at_the_threshold_has_a_score(tmp_path: Path) -> None:
    scores = changed(
        tmp_path, study=swap("min_coverage: 0.5", "min_coverage: 0.75"), observations=drop("JPN")
    )

    assert coverage(scores, "money")[2] == 0.75
    assert column(scores, "money")[2] == pytest.approx(100.0, abs=1e-12)


def test_a_coverage_below_the_threshold_has_none(tmp_path: Path) -> None:
    scores = changed(
        tmp_path, study=swap("min_coverage: 0.5", "min_coverage: 0.76"), observations=drop("JPN")
    )

    assert np.isnan(column(scores, "money")[2])
    assert scores.is_ranked.tolist() == [True, True, False, False]


def test_who_is_not_ranked_moves_no_bound(tmp_path: Path) -> None:
    scores = changed(tmp_path, observations=[drop("cedar,office"), drop("kobe,vac")])

    assert scores.is_ranked.tolist() == [True, True, False, False]
    assert column(scores, "grants")[:2] == [100.0, 1.0]  # alder is the best of the ranked now
    assert column(scores, "grants")[2] == pytest.approx(199.0, abs=1e-12)


def test_a_geometric_criterion_compensates_less(tmp_path: Path) -> None:
    scores = changed(
        tmp_path,
        study=swap("사람}\n    weight: 1", "사람}\n    weight: 1\n    aggregate: geometric"),
    )

    expected = [(100 * 75.25) ** 0.5, 50.5, 1.0, 100.0]
    assert column(scores, "people") == pytest.approx(expected, abs=1e-9)


FOUR_LEVELS = """\
  people:
    label: People
    children:
      near:
        label: Near
        weight: 3
        children:
          inside:
            label: Inside
            weight: 1
            children:
              office:
                label: Office
                unit: level 0-2
                objective: max
                weight: 1
                scale: {0: none, 1: shared, 2: its own}
              plans_made:
                label: Plans made
                unit: USD m
                objective: max
                weight: 3
          outside:
            label: Outside
            weight: 1
            children:
              visits: {label: Visits, unit: visits, objective: max}
      vacancies:
        label: Vacancies
        unit: '%'
        objective: min
        level: city
        weight: 1
        normalise: goalposts
        goalposts: [0, 20]
"""


def test_a_tree_of_four_levels_is_scored_from_the_leaves_up(tmp_path: Path) -> None:
    head, _, _ = STUDY.partition("  people:\n")
    _, _, context = STUDY.partition("context:\n")
    text = head + FOUR_LEVELS + "context:\n" + context
    scores = changed(
        tmp_path,
        study=text.replace("min_coverage: 0.5", "min_coverage: 0.1"),
        observations=lambda rows: (
            rows + "alder,visits,,9,,,2024,A,gazette,\n"
            "birch,visits,,0,,,2024,A,gazette,\nalder,plans_made,,7,,,2024,A,gazette,\n"
        ),
    )

    # alder: office 100, plans_made 50.5 (constant), visits 100, vacancies 75.25
    inside = 0.25 * 100 + 0.75 * 50.5
    near = (inside + 100) / 2
    assert column(scores, "inside")[0] == pytest.approx(inside, abs=1e-12)
    assert column(scores, "near")[0] == pytest.approx(near, abs=1e-12)
    assert column(scores, "people")[0] == pytest.approx(0.75 * near + 0.25 * 75.25, abs=1e-12)
    # birch lacks plans_made: inside rests on the office alone, a quarter of its weight
    assert coverage(scores, "inside") == [1.0, 0.25, 0.25, 0.25]
    assert coverage(scores, "near") == [1.0, 0.625, 0.125, 0.125]
    assert coverage(scores, "people")[1] == pytest.approx(0.75 * 0.625 + 0.25, abs=1e-12)
    assert column(scores, "near")[1] == pytest.approx((50.5 + 1) / 2, abs=1e-12)


def test_tables_of_scores_cannot_be_written_to(harbours: Study) -> None:
    scores = scores_of(harbours)

    with pytest.raises(ValueError, match="read-only"):
        scores.node_scores[0, 0] = 1.0
