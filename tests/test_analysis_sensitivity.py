"""What drives the doubt: parts of variance that a hand can work out, and what is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ranker.analysis.design import lay_out_design
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import compile_run, robustness
from ranker.analysis.sensitivity import Effect, Output, Sensitivity, sensitivity
from ranker.analysis.spread import Executor
from ranker.analysis.variation import Variation
from ranker.errors import UsageError
from ranker.study.model import Study

FIGURES_ALONE = Variation(weights="fixed")


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def found(asia: Ranking) -> Sensitivity:
    return sensitivity(asia, samples=512, pairs=[("osong", "songdo")], clusters=["osong", "pangyo"])


def write_plain(folder: Path) -> Ranking:
    """Rank three clusters on two criteria of one indicator each, weighing 3 to 1, 0 to 100.

    Of a, both figures may lie 20 and 60 points either side, of b nothing moves, c has no
    second figure of its own: it is drawn from the two others'.
    """
    leaf = "unit: points, objective: max, normalise: goalposts, goalposts: [0, 100]"
    (folder / "study.yaml").write_text(
        "format: 1\nid: plain\ntitle: Plain\nedition: 2025-01-01\n"
        "groups: {home: {label: Home, role: home}}\ncountries: {KOR: Korea}\n"
        "rules: {spread: {A: 0}, min_coverage: 0.5}\ncriteria:\n"
        f"  c: {{label: C, weight: 3, children: {{x: {{label: X, {leaf}}}}}}}\n"
        f"  d: {{label: D, weight: 1, children: {{y: {{label: Y, {leaf}}},\n"
        f"      z: {{label: Z, {leaf}}}}}}}\n"
    )
    (folder / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{name},{name.upper()},home,KOR,0,0\n" for name in "abc")
    )
    (folder / "sources.csv").write_text("id,title,url\ns,S,https://example.org/s\n")
    (folder / "observations.csv").write_text(
        "place,indicator,value,low,high,year,quality,source\n"
        "a,x,50,30,70,2024,A,s\n"
        "a,y,50,0,100,2024,A,s\n"
        "a,z,50,,,2024,A,s\n"
        "b,x,10,,,2024,A,s\n"
        "b,y,10,,,2024,A,s\n"
        "b,z,90,,,2024,A,s\n"
        "c,x,52,,,2024,A,s\n"
        "c,y,50,,,2024,A,s\n"
    )
    return rank(folder)


def totals(found: Sensitivity, output: Output) -> dict[str, float]:
    return {effect.group.id: effect.total for effect in found.effects(output)}


def firsts(found: Sensitivity, output: Output) -> dict[str, float]:
    return {effect.group.id: effect.first for effect in found.effects(output)}


# --- parts by hand -----------------------------------------------------------------------


def test_parts_of_a_score_are_its_shares_of_variance(tmp_path: Path) -> None:
    """x weighs 3/4, y 1/4 · 1/2; a triangle of half-width h has the variance h²/6:
    (3/4 · 20)² = 225 against (1/8 · 50)² = 39.0625, in utilities 0.99 points a point."""
    found = sensitivity(write_plain(tmp_path), FIGURES_ALONE, samples=2048)

    score = Output("score", "a")
    expected = {"figures:c": 225 / 264.0625, "figures:d": 39.0625 / 264.0625, "missing": 0}
    assert totals(found, score) == pytest.approx(expected, abs=0.01)
    assert firsts(found, score) == pytest.approx(expected, abs=0.01)
    assert found.variance(score) == pytest.approx(264.0625 / 6 * 0.99**2, rel=0.01)
    assert found.mean(score) == pytest.approx(50.5, abs=0.05)


def test_a_group_that_cannot_reach_an_output_has_exactly_no_part(tmp_path: Path) -> None:
    found = sensitivity(write_plain(tmp_path), FIGURES_ALONE, samples=64)

    drawn = totals(found, Output("score", "c"))  # of c, the missing figure alone moves
    assert (drawn["figures:c"], drawn["figures:d"]) == (0, 0)
    assert drawn["missing"] == pytest.approx(1, abs=0.1)


def test_what_never_changes_has_no_parts_and_no_warning(tmp_path: Path) -> None:
    found = sensitivity(write_plain(tmp_path), FIGURES_ALONE, samples=64)

    last = Output("rank", "b")
    assert found.is_constant(last)
    assert found.effects(last) == ()
    assert (found.mean(last), found.variance(last)) == (3, 0)
    assert not found.is_constant(Output("rank", "a"))
    assert set(found.table["cluster"][found.table["measure"] == "rank"]) == {"a", "c"}


def test_order_of_a_pair_and_ranks_of_two_have_the_same_parts(tmp_path: Path) -> None:
    """With b always last a is 1st or 2nd as it is better than c or not."""
    ranking = write_plain(tmp_path)

    found = sensitivity(ranking, FIGURES_ALONE, samples=256, clusters="a", pairs=[("a", "c")])

    assert totals(found, Output("order", "a", "c")) == pytest.approx(
        totals(found, Output("rank", "a")), abs=1e-9
    )
    assert found.mean(Output("order", "a", "c")) == pytest.approx(2 - found.mean(found.outputs[0]))


def test_a_single_group_explains_everything(tmp_path: Path) -> None:
    alone = Variation(data=False, missing=False)

    found = sensitivity(write_plain(tmp_path), alone, samples=64)

    (effect,) = found.effects(Output("score", "b"))
    assert effect.group.id == "weights"
    assert (effect.first, effect.total) == pytest.approx((1, 1), abs=0.25)


# --- the bundled study -------------------------------------------------------------------


def test_groups_are_weights_figures_by_criterion_and_missing(found: Sensitivity) -> None:
    assert [(group.id, group.criterion) for group in found.groups] == [
        ("weights", ""),
        ("figures:investment", "investment"),
        ("figures:governance", "governance"),
        ("figures:foreign_presence", "foreign_presence"),
        ("figures:talent", "talent"),
        ("missing", ""),
    ]
    assert found.groups[0].inputs == 4
    assert found.runs == 512 * 8


def test_first_order_parts_add_up_to_no_more_than_all(found: Sensitivity) -> None:
    for output in found.outputs:
        effects = found.effects(output)
        error = sum(effect.first_error for effect in effects)
        assert sum(effect.first for effect in effects) <= 1 + error
        assert all(e.first <= e.total + e.first_error + e.total_error for e in effects)


def test_moments_are_those_of_the_simulation(asia: Ranking, found: Sensitivity) -> None:
    drawn = robustness(asia, draws=4096)
    ranks = np.arange(1, len(drawn.clusters) + 1)

    shares = drawn.acceptability[drawn.index("osong")]
    mean = float(shares @ ranks)
    rank_of_osong = Output("rank", "osong")
    assert found.mean(rank_of_osong) == pytest.approx(mean, abs=0.15)
    variance = float(shares @ ranks**2) - mean**2
    assert found.variance(rank_of_osong) == pytest.approx(variance, rel=0.1)
    order = Output("order", "osong", "songdo")
    assert found.mean(order) == pytest.approx(drawn.beats("osong", "songdo"), abs=0.04)


@pytest.mark.parametrize(
    ("variation", "groups"),
    [
        (Variation(weights="profiles", data=False, missing=False), ["weights"]),
        (Variation(weights="within", margin=0.05, missing=False, data=False), ["weights"]),
        (Variation(weights="uniform", depth="all", data=False), ["weights", "missing"]),
        (Variation(weights="within", depth="all", missing=False, data=False), ["weights"]),
        (Variation(weights="profiles", depth="all", missing=False, data=False), ["weights"]),
        (
            Variation(weights="fixed", missing=False, data=False, construction=("aggregation",)),
            ["aggregation"],
        ),
    ],
)
def test_inputs_of_a_design_have_the_distribution_of_the_simulation(
    asia: Ranking, variation: Variation, groups: list[str]
) -> None:
    """Means of ranks differ by no more than the errors of both."""
    found = sensitivity(asia, variation, samples=1024)
    drawn = robustness(asia, variation, draws=4096)

    assert [group.id for group in found.groups] == groups
    means = np.array([found.mean(output) for output in found.of("rank")])
    spread = np.sqrt([found.variance(output) for output in found.of("rank")])
    assert np.abs(means - drawn.expected_ranks).max() < 0.02 + 4 * spread.max() / np.sqrt(2048)


def test_each_run_differs_from_the_first_in_one_group_alone(asia: Ranking) -> None:
    variation = Variation(
        weights="uniform",
        constraints=("governance >= talent",),
        depth="all",
        construction=("method", "leave-one-out", "normalisation"),
    )
    model = compile_run(asia, variation)
    design = lay_out_design(asia, model, samples=64, seed=0)

    own = design.inputs(np.arange(64))
    for position, group in enumerate(design.groups):
        other = design.inputs((position + 2) * 64 + np.arange(64))
        assert own.cells is not None
        assert other.cells is not None
        differs = {
            "weights": (own.weights != other.weights).any(),
            "below": any(
                (own.node_weights[f] != other.node_weights[f]).any() for f in own.node_weights
            ),
            "cells": (own.cells != other.cells).any(),
            "scenarios": (own.scenarios != other.scenarios).any(),
        }
        whose = {"weights": {"weights", "below"}, "figures": {"cells"}, "missing": {"cells"}}
        moved = whose.get(group.id.partition(":")[0], {"scenarios"})
        assert {name for name, is_different in differs.items() if is_different} == moved
    assert (own.weights @ model.region.T >= -1e-12).all()


def test_scenarios_are_numbered_as_the_model_lists_them(asia: Ranking) -> None:
    variation = Variation(weights="fixed", construction=("aggregation", "leave-one-out"))
    model = compile_run(asia, variation)
    design = lay_out_design(asia, model, samples=4096, seed=0)

    b = design.inputs(4096 + np.arange(4096))
    swapped = {
        group.id: design.inputs((position + 2) * 4096 + np.arange(4096)).scenarios
        for position, group in enumerate(design.groups)
    }

    assert set(b.scenarios) == set(range(len(model.scenarios)))
    for n, both in enumerate(b.scenarios[:50]):
        aggregation = model.scenarios[swapped["aggregation"][n]].aggregation
        left_out = model.scenarios[swapped["leave-one-out"][n]].left_out
        assert model.scenarios[both].aggregation == aggregation
        assert model.scenarios[both].left_out == left_out


def test_where_the_method_varies_there_are_ranks_and_no_scores(harbours: Study) -> None:
    variation = Variation(construction=("method",))

    found = sensitivity(rank(harbours), variation, samples=64, pairs=[("alder", "cedar")])

    assert {output.measure for output in found.outputs} == {"order"}
    assert "method" in {group.id for group in found.groups}


def test_a_method_whose_smaller_score_is_better_ranks_the_right_way(asia: Ranking) -> None:
    vikor = rank("asia-biopharma", method="vikor")

    found = sensitivity(vikor, samples=64, pairs=[("singapore", "osong")])

    assert found.mean(Output("order", "singapore", "osong")) == 1
    assert found.mean(Output("lead", "singapore", "osong")) < 0


# --- the same again ----------------------------------------------------------------------


def values(found: Sensitivity) -> bytes:
    tables = dataclasses.astuple(found.indices)
    return b"".join(np.ascontiguousarray(table).tobytes() for table in (found.means, *tables))


def test_same_seed_gives_the_same_bytes_and_another_seed_others(asia: Ranking) -> None:
    first, again, other = (sensitivity(asia, samples=64, seed=seed) for seed in (0, 0, 1))

    assert values(first) == values(again)
    assert values(first) != values(other)


def test_threads_change_no_byte(asia: Ranking) -> None:
    alone = sensitivity(asia, samples=2048)
    spread = sensitivity(asia, samples=2048, executor=Executor(jobs=3))

    assert values(alone) == values(spread)


def test_outputs_of_a_run_do_not_depend_on_its_neighbours(asia: Ranking) -> None:
    variation = Variation(weights="profiles", construction=("normalisation",))
    model = compile_run(asia, variation)
    design = lay_out_design(asia, model, samples=128, seed=2)
    rows = np.arange(design.runs)

    whole = design.inputs(rows)
    parts = [design.inputs(part) for part in np.array_split(rows, 7)]

    assert np.array_equal(np.vstack([part.weights for part in parts]), whole.weights)
    assert np.array_equal(np.concatenate([part.scenarios for part in parts]), whole.scenarios)
    assert whole.cells is not None
    assert np.array_equal(
        np.vstack([part.cells for part in parts if part.cells is not None]), whole.cells
    )


# --- refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "where"),
    [
        ({"samples": 1000}, "argument-invalid", "samples"),
        ({"samples": 0}, "argument-invalid", "samples"),
        ({"samples": -64}, "argument-invalid", "samples"),
        ({"samples": 32}, "argument-invalid", "samples"),
        ({"samples": 1 << 30}, "argument-invalid", "samples"),
        ({"seed": -1}, "argument-invalid", "seed"),
        ({"clusters": ["osng"]}, "cluster-unknown", "cluster"),
        ({"clusters": ["boston"]}, "cluster-unknown", "cluster"),
        ({"pairs": [("osong", "nowhere")]}, "cluster-unknown", "cluster"),
        ({"pairs": [("osong", "osong")]}, "argument-invalid", "pair"),
        (
            {"variation": Variation(weights="fixed", data=False, missing=False)},
            "argument-invalid",
            "variation",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(
    asia: Ranking, arguments: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(UsageError) as caught:
        sensitivity(asia, **arguments)

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (code, where)


def test_all_problems_are_told_at_once(asia: Ranking) -> None:
    with pytest.raises(UsageError) as caught:
        sensitivity(asia, samples=3, seed=-1, clusters=["x", "boston"], pairs=[("osong", "osong")])

    assert len(caught.value.problems) == 5


def test_an_output_that_was_not_asked_for_is_refused(found: Sensitivity) -> None:
    with pytest.raises(UsageError) as caught:
        found.effects(Output("rank", "songdo"))

    assert caught.value.problems[0].code == "argument-invalid"


def test_an_output_that_hardly_ever_changes_is_not_settled(asia: Ranking) -> None:
    first = Output("rank", "singapore")

    found = sensitivity(asia, samples=1024, clusters=["singapore", "osong"])

    assert 0 < found.variance(first) < 0.01
    assert not found.is_settled(first)
    assert found.is_settled(Output("rank", "osong"))


def test_effects_are_plain_numbers(found: Sensitivity) -> None:
    effect = found.effects(found.outputs[0])[0]

    assert isinstance(effect, Effect)
    assert {type(getattr(effect, f)) for f in ("first", "first_error", "total", "total_error")} == {
        float
    }
