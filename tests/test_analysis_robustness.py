"""Simulation against cases whose acceptabilities are areas that a hand can compute."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis import simulation
from ranker.analysis.bounds import bounds
from ranker.analysis.draws import draw_inputs
from ranker.analysis.matrices import decision_matrices
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, compile_run, robustness
from ranker.analysis.spread import Executor
from ranker.analysis.variables import list_variables
from ranker.analysis.variation import Variation
from ranker.errors import UsageError
from ranker.methods import Floats
from ranker.methods.catalogue import Method, find_method
from tests.studies import write_study

WEIGHTS_ALONE = Variation(weights="uniform", data=False, missing=False)


def write_exact(folder: Path, table: dict[str, tuple[float, ...]]) -> Ranking:
    """Rank a study whose criteria are single indicators from 0 to 100, without doubt."""
    criteria = [f"c{j + 1}" for j in range(len(next(iter(table.values()))))]
    tree = "".join(
        f"  {name}:\n    label: {name}\n    children:\n      {name}_points:\n"
        f"        label: {name}\n        unit: points\n        objective: max\n"
        "        normalise: goalposts\n        goalposts: [0, 100]\n"
        for name in criteria
    )
    (folder / "study.yaml").write_text(
        "format: 1\nid: exact\ntitle: Exact\nedition: 2025-01-01\n"
        "groups: {home: {label: Home, role: home}}\ncountries: {KOR: Korea}\n"
        f"rules: {{spread: {{A: 0}}}}\ncriteria:\n{tree}"
    )
    (folder / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{name},{name.upper()},home,KOR,0,0\n" for name in table)
    )
    (folder / "sources.csv").write_text("id,title,url\ns,S,https://example.org/s\n")
    (folder / "observations.csv").write_text(
        "place,indicator,value,year,quality,source\n"
        + "".join(
            f"{name},{criterion}_points,{value},2024,A,s\n"
            for name, values in table.items()
            for criterion, value in zip(criteria, values, strict=True)
        )
    )
    return rank(folder)


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def robust(ranking: Ranking) -> Robustness:
    return robustness(ranking)


def test_first_ranks_on_two_criteria_are_lengths(tmp_path: Path) -> None:
    """With w on the first criterion: a leads where 100 w > 60, so on 0.4 of [0, 1]; b alike;
    c, with 60 on both, on the 0.2 between, and never last."""
    ranking = write_exact(tmp_path, {"a": (100, 0), "b": (0, 100), "c": (60, 60)})

    result = robustness(ranking, WEIGHTS_ALONE, draws=40_000)

    assert result.top("a") == pytest.approx(0.4, abs=0.008)
    assert result.top("b") == pytest.approx(0.4, abs=0.008)
    assert result.top("c") == pytest.approx(0.2, abs=0.008)
    assert result.beats("a", "b") == pytest.approx(0.5, abs=0.008)
    assert result.acceptability[result.index("c"), 2] == 0


def test_first_ranks_on_three_criteria_are_areas(tmp_path: Path) -> None:
    """a beats d where w1 > 0.4: the corner triangle of relative area 0.6² = 0.36. d is first
    where no weight exceeds 0.4: 1 - 3 · 0.6² + 3 · 0.2² = 0.04. The rest is a third each."""
    table = {"a": (100, 0, 0), "b": (0, 100, 0), "c": (0, 0, 100), "d": (40, 40, 40)}
    ranking = write_exact(tmp_path, table)

    result = robustness(ranking, WEIGHTS_ALONE, draws=60_000)

    assert result.beats("a", "d") == pytest.approx(0.36, abs=0.006)
    assert result.top("d") == pytest.approx(0.04, abs=0.003)
    for cluster in "abc":
        assert result.top(cluster) == pytest.approx(0.32, abs=0.006)


def test_central_weights_of_two_criteria_are_midpoints(tmp_path: Path) -> None:
    """a is first for w in [0.6, 1], whose mean is 0.8; under it a is first for certain."""
    ranking = write_exact(tmp_path, {"a": (100, 0), "b": (0, 100), "c": (60, 60)})

    result = robustness(ranking, WEIGHTS_ALONE, draws=40_000)

    at = result.index("a")
    assert result.central_weights[at] == pytest.approx([0.8, 0.2], abs=0.004)
    assert result.confidence[at] == 1.0


def test_a_cluster_that_is_never_first_has_no_central_weights(tmp_path: Path) -> None:
    ranking = write_exact(tmp_path, {"a": (80, 80), "b": (70, 70)})

    result = robustness(ranking, WEIGHTS_ALONE, draws=3000)

    assert np.isnan(result.central_weights[result.index("b")]).all()
    assert np.isnan(result.confidence[result.index("b")])
    assert result.tiers == (("a",), ("b",))


def test_order_constraints_halve_the_weights(tmp_path: Path) -> None:
    """Under c1 >= c2, w is even on [0.5, 1]: a is first on [0.6, 1], four fifths of it."""
    ranking = write_exact(tmp_path, {"a": (100, 0), "b": (0, 100), "c": (60, 60)})
    variation = dataclasses.replace(WEIGHTS_ALONE, constraints=("c1 >= c2",))

    result = robustness(ranking, variation, draws=20_000)

    assert result.top("a") == pytest.approx(0.8, abs=0.01)
    assert result.top("b") == 0


def test_weights_within_a_margin_stay_there(tmp_path: Path) -> None:
    """0.5 ± 0.05 never reaches the 0.6 at which a overtakes c."""
    ranking = write_exact(tmp_path, {"a": (100, 0), "b": (0, 100), "c": (60, 60)})
    variation = Variation(weights="within", margin=0.05, data=False, missing=False)

    result = robustness(ranking, variation, draws=3000)

    assert result.top("c") == 1.0


def test_nothing_varied_gives_the_ranking_itself(ranking: Ranking) -> None:
    fixed = Variation(weights="fixed", data=False, missing=False)

    result = robustness(ranking, fixed, draws=10)

    for cluster in result.clusters:
        place = ranking.rank_of(cluster)
        assert result.interval(cluster) == (place, place)


def test_same_seed_gives_the_same_bytes_over_any_threads(ranking: Ranking) -> None:
    alone = robustness(ranking, draws=20_000, seed=3)
    spread = robustness(ranking, draws=20_000, seed=3, executor=Executor(jobs=3))
    other = robustness(ranking, draws=20_000, seed=4)

    for name in ("acceptability", "wins", "central_weights", "confidence"):
        assert getattr(alone, name).tobytes() == getattr(spread, name).tobytes()
    assert alone.acceptability.tobytes() != other.acceptability.tobytes()


def test_ranks_of_the_real_study_lie_within_their_exact_bounds(ranking: Ranking) -> None:
    result = robustness(ranking, Variation(weights="uniform"), draws=20_000)

    exact = bounds(ranking, weights="free", data="free")

    for i, cluster in enumerate(result.clusters):
        taken = np.flatnonzero(result.acceptability[i]) + 1
        best, worst = exact.of(cluster)
        assert best <= taken[0]
        assert taken[-1] <= worst


def test_until_draws_until_the_error_is_small_enough(ranking: Ranking) -> None:
    result = robustness(ranking, WEIGHTS_ALONE, draws=2048, until=0.006)

    assert result.error <= 0.006
    assert result.draws > 2048
    assert result.draws % 2048 == 0


def test_progress_tells_draws_done_and_planned(ranking: Ranking) -> None:
    told: list[tuple[int, int]] = []

    robustness(ranking, draws=20_000, progress=lambda done, planned: told.append((done, planned)))

    assert told[-1] == (20_000, 20_000)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


@pytest.mark.parametrize(
    "kinds",
    [
        ("normalisation",),
        ("aggregation",),
        ("leave-one-out",),
        ("method",),
        ("method", "normalisation"),
    ],
)
def test_construction_can_vary(ranking: Ranking, kinds: tuple[str, ...]) -> None:
    fixed = Variation(weights="fixed", data=False, missing=False, construction=kinds)

    result = robustness(ranking, fixed, draws=500)

    low, high = result.interval("kuala-lumpur")
    assert low < high
    assert result.top("singapore", 3) > 0.9


def test_weights_at_every_node_move_more_than_those_at_the_top(ranking: Ranking) -> None:
    top = robustness(ranking, Variation(data=False, missing=False), draws=4000)
    every = robustness(ranking, Variation(data=False, missing=False, depth="all"), draws=4000)

    def width(result: Robustness) -> int:
        return sum(high - low for low, high in map(result.interval, result.clusters))

    assert width(every) > width(top)


@pytest.mark.parametrize("weights", ["around", "uniform", "within", "profiles"])
def test_weights_at_every_node_are_shares_of_its_children(ranking: Ranking, weights: str) -> None:
    model = compile_run(ranking, Variation(weights=weights, depth="all"))  # type: ignore[arg-type]

    inputs = draw_inputs(model, 0, 0, 100)

    assert len(inputs.node_weights) == len(model.families) - 1 == 4
    for at, drawn in inputs.node_weights.items():
        assert drawn.shape == (100, len(model.families[at].shares))
        np.testing.assert_allclose(drawn.sum(axis=1), 1.0)
        assert (drawn >= 0).all()
        assert np.ptp(drawn, axis=0).min() > 0


def test_weights_within_a_margin_stay_there_at_every_node(ranking: Ranking) -> None:
    model = compile_run(ranking, Variation(weights="within", margin=0.05, depth="all"))

    inputs = draw_inputs(model, 0, 0, 300)

    own = {at: np.array(family.shares) for at, family in enumerate(model.families)}
    every = {**inputs.node_weights, len(model.families) - 1: inputs.weights}
    reach = {at: np.abs(drawn - own[at]).max() for at, drawn in every.items()}
    assert max(reach.values()) <= 0.05 + 1e-9
    assert min(reach.values()) > 0.04


def test_a_draw_takes_all_its_weights_from_one_profile(tmp_path: Path) -> None:
    study = write_study(tmp_path)  # funder: money 3, people 1, grants 1, spending 1
    sharp = Variation(weights="profiles", depth="all", concentration=1e9)
    model = compile_run(rank(study), sharp)

    inputs = draw_inputs(model, 0, 0, 200)

    drawn = np.column_stack([inputs.weights[:, 0], inputs.node_weights[0][:, 0]]).round(3)
    assert {tuple(row) for row in drawn.tolist()} == {(0.5, 0.75), (0.75, 0.5)}


def test_figures_of_a_country_move_its_clusters_together(ranking: Ranking) -> None:
    variables = list_variables(ranking)

    column = [leaf.id for leaf in ranking.study.indicators].index("wgi_rule_of_law")
    korean = [i for i, c in enumerate(ranking.ranked) if c.country == "KOR"]

    assert len(set(variables.of_cell[korean, column])) == 1
    assert len(set(variables.of_cell[:, column])) == 8


def test_missing_figures_are_drawn_from_their_own_group(ranking: Ranking) -> None:
    variables = list_variables(ranking)
    ids = [cluster.id for cluster in ranking.ranked]
    column = [leaf.id for leaf in ranking.study.indicators].index("foreign_firms")

    missing = variables.variables[variables.of_cell[ids.index("andong"), column]]

    donors = {variables.variables[v].place for v in missing.donors}
    assert missing.is_missing
    assert donors
    assert donors <= {c.id for c in ranking.ranked if c.group == "korea"}


@pytest.mark.parametrize("missing", [True, False])
def test_short_way_of_the_additive_case_equals_the_walk_up_the_tree(
    ranking: Ranking, missing: bool
) -> None:
    model = compile_run(ranking, Variation(missing=missing))
    cells = draw_inputs(model, 1, 0, 50).cells
    own = model.scenarios[0]

    short = decision_matrices(model, cells, {}, own)
    walked = decision_matrices(dataclasses.replace(model, linear=None), cells, {}, own)

    np.testing.assert_allclose(short, walked, rtol=1e-12)


def test_tiers_part_the_ranked_clusters(robust: Robustness) -> None:
    members = [cluster for tier in robust.tiers for cluster in tier]

    assert sorted(members) == sorted(robust.clusters)
    assert robust.tiers[0] == ("singapore",)
    assert robust.tier("osong") == 2


def test_table_holds_what_the_result_says(robust: Robustness) -> None:
    row = robust.table.loc["songdo"]

    assert (row["low"], row["high"]) == robust.interval("songdo")
    assert row["first"] == robust.top("songdo")
    assert robust.acceptabilities.loc["songdo"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"draws": 0}, "draws"),
        ({"draws": 10**12}, "draws"),
        ({"seed": -1}, "seed"),
        ({"until": 0.0}, "until"),
        ({"level": 1.0}, "level"),
    ],
)
def test_absurd_arguments_are_refused_before_work(
    ranking: Ranking, arguments: dict[str, float], where: str
) -> None:
    with pytest.raises(UsageError) as caught:
        robustness(ranking, **arguments)  # type: ignore[arg-type]

    assert [problem.where for problem in caught.value.problems] == [where]


@pytest.mark.parametrize(
    "variation",
    [
        {"weights": "unifrom"},
        {"concentration": 0.0},
        {"margin": 2.0},
        {"weights": "around", "constraints": ("talent >= 0.2",)},
        {"construction": ("methods",)},
        {"depth": "every"},
    ],
)
def test_variations_that_cannot_be_are_refused(variation: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        Variation(**variation)  # type: ignore[arg-type]

    assert caught.value.problems[0].code == "argument-invalid"


def test_constraints_that_leave_one_point_are_refused(ranking: Ranking) -> None:
    variation = Variation(weights="uniform", constraints=("talent = 0.2",))

    with pytest.raises(UsageError) as caught:
        robustness(ranking, variation)

    assert caught.value.problems[0].code == "constraints-infeasible"


def test_an_executor_needs_a_job() -> None:
    with pytest.raises(UsageError) as caught:
        Executor(jobs=0)

    assert caught.value.problems[0].where == "jobs"


def test_the_foretold_time_counts_every_ranking_that_a_run_makes(
    ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = compile_run(rank(method="aras"), Variation())
    made: list[str] = []

    def count(
        method: Method, matrix: Floats, _: object, weights: Floats, **named: object
    ) -> Floats:
        made.append(method.name)
        return matrix @ weights  # a second each, by the clock below

    monkeypatch.setattr(simulation, "score", count)
    monkeypatch.setattr(simulation, "perf_counter", lambda: float(len(made)))

    foretold = simulation.estimate_seconds(model, 1_000)
    made.clear()
    robustness(rank(method="aras"), draws=1_000)

    assert len(made) > 1_000
    assert foretold == pytest.approx(len(made), rel=0.01)


def test_the_foretold_time_of_steady_figures_has_one_ranking_for_each_that_is_ever_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ranking = write_exact(tmp_path, {"a": (90.0, 10.0), "b": (10.0, 90.0), "c": (5.0, 5.0)})
    model = compile_run(ranking, WEIGHTS_ALONE)
    slow = dataclasses.replace(
        model, scenarios=(dataclasses.replace(model.scenarios[0], method=find_method("aras")),)
    )
    made: list[str] = []

    def count(method: Method, matrix: Floats, *rest: object, **named: object) -> Floats:
        made.append(method.name)
        return matrix.sum(axis=1)

    monkeypatch.setattr(simulation, "score", count)
    monkeypatch.setattr(simulation, "perf_counter", lambda: float(len(made)))

    assert simulation.estimate_seconds(slow, 1_000) == pytest.approx(1_000 + 2)


def test_unranked_clusters_have_no_interval(robust: Robustness) -> None:
    with pytest.raises(UsageError) as caught:
        robust.interval("taipei")

    assert caught.value.problems[0].code == "cluster-unknown"
