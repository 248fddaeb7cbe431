"""Parameters of methods: checked before anything is computed, carried wherever a method runs."""

from __future__ import annotations

import json
import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from ranker.analysis.compare import compare_methods, compare_profiles
from ranker.analysis.diff import diff
from ranker.analysis.intensity import intensity
from ranker.analysis.leave_out import leave_out
from ranker.analysis.matrix_ranking import rank_matrix
from ranker.analysis.ranking import Ranking, rank, score_criteria
from ranker.analysis.robustness import compile_run, robustness
from ranker.analysis.simulation import evaluate_matrices
from ranker.analysis.trend import trend
from ranker.analysis.variation import Variation
from ranker.analysis.what_if import what_if
from ranker.cli import app
from ranker.errors import UsageError
from ranker.methods.catalogue import METHODS, find_method, score
from ranker.methods.method import Method
from ranker.methods.parameters import configure
from ranker.output.export import to_json
from ranker.output.render import render_report
from tests.studies import swap, write_study

VIKOR = {"v": 0.1}
PREFERENCE = {
    "function": "v-shape",
    "p": 40.0,
    "criteria": {"people": {"function": "gaussian", "s": 30.0}},
}
STEADY = Variation(weights="fixed", data=False, missing=False)


def faults(method: str, given: object, criteria: list[str] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        configure(find_method(method), given, criteria=criteria)  # type: ignore[arg-type]
    return [(problem.code, problem.where) for problem in caught.value.problems]


def study_with(folder: Path, parameters: str, **changes: Any) -> Path:
    edit = swap("method: weighted-sum\n", f"method: promethee-2\nparameters: {parameters}\n")
    return write_study(folder, study=edit, **changes)


# --- what a method takes ------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_parameter_is_documented_with_its_source(name: str) -> None:
    for parameter in METHODS[name].parameters:
        assert parameter.meaning.endswith(".")
        assert parameter.source.endswith(".")
        assert parameter.default is None or parameter.admits(parameter.default)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, True, "half", None, [0.5]])
def test_a_value_out_of_range_or_of_another_kind_is_refused(value: object) -> None:
    assert faults("vikor", {"v": value}) == [("parameter-invalid", "parameters.v")]


def test_all_faults_are_told_at_once_and_by_place() -> None:
    given = {
        "function": "bell",
        "r": 3,
        "criteria": {"talnt": {"p": 1}, "talent": {"p": -1}, "money": 3},
    }

    assert faults("promethee-2", given, ["talent", "money"]) == [
        ("parameter-invalid", "parameters.function"),
        ("parameter-unknown", "parameters.r"),
        ("parameter-unknown", "parameters.criteria.talnt"),
        ("parameter-invalid", "parameters.criteria.talent.p"),
        ("parameter-invalid", "parameters.criteria.money"),
    ]


@pytest.mark.parametrize(
    ("given", "code", "where"),
    [
        ({"function": "v-shape"}, "parameter-missing", "p"),
        ({"function": "v-shape", "p": 0}, "parameter-invalid", "p"),
        ({"function": "u-shape", "p": 3, "q": 1}, "parameter-invalid", "p"),
        ({"function": "level", "q": 3, "p": 2}, "parameter-invalid", "p"),
        ({"q": 3}, "parameter-invalid", "q"),
        ({"criteria": {"b": {"function": "gaussian"}}}, "parameter-missing", "criteria.b.s"),
        (
            {"function": "level", "q": 3, "p": 9, "criteria": {"a": {"p": 2}}},
            "parameter-invalid",
            "criteria.a.p",
        ),
    ],
)
def test_thresholds_that_do_not_fit_their_function_are_refused(
    given: dict[str, Any], code: str, where: str
) -> None:
    assert faults("promethee-2", given, ["a", "b"]) == [(code, f"parameters.{where}")]


def test_thresholds_that_every_criterion_has_need_not_be_set_for_the_method() -> None:
    given = {"function": "v-shape", "criteria": {"a": {"p": 2}, "b": {"p": 3}}}

    method = configure(find_method("promethee-2"), given, criteria=["a", "b"])

    assert method.settings_on("b") == {"function": "v-shape", "p": 3.0}


def test_electre_thresholds_fall_from_strict_to_weak() -> None:
    assert faults("electre-2", {"p1": 0.9}) == [("parameter-invalid", "parameters.p1")]


def test_a_parameter_may_be_written_by_the_symbol_of_its_paper() -> None:
    by_symbol = configure(find_method("waspas"), {"l": 0.2})

    assert by_symbol.settings == {"lambda_value": 0.2}
    assert faults("waspas", {"l": 0.2, "lambda_value": 0.3}) == [
        ("parameter-invalid", "parameters.lambda_value")
    ]


def test_a_method_without_parameters_says_so() -> None:
    with pytest.raises(UsageError, match="takes none"):
        configure(find_method("topsis"), {"v": 1})


def test_nothing_is_computed_before_parameters_are_checked() -> None:
    broken = [[np.nan, 1.0]]

    with pytest.raises(UsageError):
        rank_matrix(pd.DataFrame([[1.0, 2.0]]), method="vikor", parameters={"v": 3})
    with pytest.raises(UsageError):
        configure(find_method("vikor"), {"v": 3})
    with pytest.raises(Exception, match="missing"):
        score("vikor", broken, [1, 1], [1, 1], parameters={"v": 0.3})


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("vikor", {"v": 0.9}),
        ("waspas", {"lambda_value": 0.0}),
        ("cocoso", {"lambda_value": 0.9}),
        ("codas", {"tau": 0.9}),
        ("electre-2", {"p0": 1.0, "q0": 0.1, "q1": 0.0}),
        ("promethee-2", {"function": "level", "q": 1.0, "p": 3.0}),
    ],
)
def test_a_parameter_changes_the_scores(name: str, parameters: dict[str, Any]) -> None:
    matrix = [[9.0, 2.0, 5.0], [4.0, 8.0, 4.0], [6.0, 5.5, 7.0], [7.0, 3.0, 9.0]]
    given = (matrix, [1, 1, 1], [2, 1, 1])

    plain, changed = score(name, *given), score(name, *given, parameters=parameters)

    assert np.abs(plain - changed).max() > 1e-3


def test_a_configured_method_crosses_processes() -> None:
    method = configure(find_method("promethee-2"), PREFERENCE)

    assert pickle.loads(pickle.dumps(method)) == method  # noqa: S301 - our own bytes


# --- where they come from -----------------------------------------------------------------


def test_a_study_sets_parameters_of_its_methods(tmp_path: Path) -> None:
    ranking = rank(study_with(tmp_path, "{promethee-2: {function: v-shape, p: 200}}"))

    # utilities: money 38.125, 1, 100; people 87.625, 50.5, 1; a gap counts as its 200th part
    alder = 0.5 * (37.125 - 61.875) / 200 / 2 + 0.5 * (37.125 + 86.625) / 200 / 2
    assert ranking.scores[ranking.index("alder")] == pytest.approx(alder, abs=1e-12)


def test_a_caller_sets_them_on_top_of_those_of_the_study(tmp_path: Path) -> None:
    study = study_with(tmp_path, "{promethee-2: {function: v-shape, p: 20}}")

    ranking = rank(study, parameters={"p": 30})

    assert ranking.method.settings == {"function": "v-shape", "p": 30.0}


def test_parameters_of_another_method_are_left_alone(tmp_path: Path) -> None:
    study = study_with(tmp_path, "{vikor: {v: 0.2}}")

    assert rank(study).method.settings == {"function": "usual"}
    assert rank(study, method="vikor").method.settings == {"v": 0.2}


def test_the_command_line_sets_them() -> None:
    arguments = ["rank", "--method", "promethee-2", "--format", "json"]
    parameters = ["function=v-shape", "p=20", "talent.p=5"]

    flags = [flag for value in parameters for flag in ("--parameter", value)]
    result = CliRunner().invoke(app, [*arguments, *flags])

    written = {"function": "v-shape", "p": 20.0, "criteria": {"talent": {"p": 5.0}}}
    assert json.loads(result.stdout)["manifest"]["parameters"] == written


def test_a_wrong_argument_ends_with_2_and_is_named() -> None:
    result = CliRunner().invoke(app, ["rank", "--method", "vikor", "--parameter", "v=2"])

    assert result.exit_code == 2
    assert "parameters.v: 'v' of 'vikor' is 2.0. Write 0 to 1. [parameter-invalid]" in result.stderr


def test_an_argument_that_is_no_parameter_is_named() -> None:
    result = CliRunner().invoke(app, ["rank", "--parameter", "v", "--parameter", "v=1"])

    assert (result.exit_code, result.stderr.count("[argument-invalid]")) == (2, 1)


# --- where they are carried ---------------------------------------------------------------


@pytest.fixture(params=["vikor", "promethee-2"])
def ranking(request: pytest.FixtureRequest, tmp_path: Path) -> Ranking:
    parameters = VIKOR if request.param == "vikor" else PREFERENCE
    return rank(write_study(tmp_path), method=request.param, parameters=parameters)


def usual(ranking: Ranking) -> Method:
    return find_method(ranking.method.name)


def test_a_ranking_tells_its_parameters(ranking: Ranking) -> None:
    written = json.loads(to_json(ranking))

    assert written["method"]["parameters"] == ranking.method.described_settings
    assert written["manifest"]["parameters"] == ranking.method.described_settings


def test_a_report_tells_them_and_how_to_make_it_again(ranking: Ranking) -> None:
    page = render_report(ranking)

    assert ranking.method.settings_text in page
    name, value = ranking.method.settings_text.split(", ")[0].split(" = ")
    assert f"--parameter {name}={value}" in page


@pytest.mark.parametrize("method", ["vikor", "promethee-2", "waspas"])
def test_draws_without_variation_have_the_scores_of_the_ranking(
    tmp_path: Path, method: str
) -> None:
    parameters = {"vikor": VIKOR, "promethee-2": PREFERENCE, "waspas": {"l": 0.1}}[method]
    held = rank(write_study(tmp_path), method=method, parameters=parameters)
    model = compile_run(held, STEADY)
    rows = [held.index(cluster) for cluster in model.clusters]
    matrix = held.criterion_scores[rows].T

    weights = np.tile(model.weights, (3, 1))
    scores, _ = evaluate_matrices(
        model.scenarios[0].method, matrix, weights, criteria=model.criteria
    )
    varied, _ = evaluate_matrices(
        model.scenarios[0].method,
        np.repeat(matrix[:, :, np.newaxis], 3, axis=2),
        weights,
        criteria=model.criteria,
    )

    np.testing.assert_allclose(scores, np.tile(held.scores[rows], (3, 1)), atol=1e-12)
    np.testing.assert_allclose(varied, scores, atol=1e-12)


def test_draws_are_ranked_with_the_parameters(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    narrow = rank(study, method="promethee-2")
    wide = rank(study, method="promethee-2", parameters={"function": "u-shape", "q": 150})

    share = robustness(wide, Variation(data=False), draws=500).top("birch")

    assert robustness(narrow, Variation(data=False), draws=500).top("birch") < 0.5
    assert share == 1.0  # no gap is above 150: all tie in every draw


def test_second_opinions_have_the_parameters_of_the_study(tmp_path: Path) -> None:
    edits = [
        swap("second_opinions: [topsis]", "second_opinions: [promethee-2]"),
        swap(
            "method: weighted-sum\n",
            "method: weighted-sum\nparameters: {promethee-2: {function: u-shape, q: 150}}\n",
        ),
    ]
    held = rank(write_study(tmp_path, study=edits))

    compared = compare_methods(held)

    assert compared.table["promethee-2"].tolist() == [1, 1, 1]
    scenarios = compile_run(held, Variation(construction=("method",))).scenarios
    assert scenarios[1].method.settings == {"function": "u-shape", "q": 150.0}


def test_other_profiles_are_ranked_with_the_parameters(tmp_path: Path) -> None:
    parameters = {"function": "u-shape", "q": 150}
    held = rank(write_study(tmp_path), method="promethee-2", parameters=parameters)

    assert (compare_profiles(held).table == 1).all(axis=None)


def test_what_if_keeps_the_parameters(ranking: Ranking) -> None:
    found = what_if(ranking, {"alder.office": 1})

    assert found.after.method == ranking.method


def test_what_is_left_out_is_ranked_with_the_parameters(tmp_path: Path) -> None:
    parameters = {"function": "u-shape", "q": 150, "criteria": {"money": {"q": 160}}}
    held = rank(write_study(tmp_path), method="promethee-2", parameters=parameters)

    found = leave_out(held, kinds=("criterion",))

    assert [omission.ranks.tolist() for omission in found.omissions] == [[1, 1, 1, 0]] * 2


def test_totals_and_quotients_are_ranked_with_the_parameters() -> None:
    held = rank("asia-biopharma", method="promethee-2", parameters={"function": "v-shape", "p": 20})

    assert intensity(held, "researchers").quotients.method == held.method


def test_a_trend_is_ranked_with_the_parameters(tmp_path: Path) -> None:
    found = trend(write_study(tmp_path), first=2025, method="vikor", parameters=VIKOR)

    assert {year.ranking.method.settings["v"] for year in found.years if year.ranking} == {0.1}


def test_a_diff_ranks_both_editions_with_the_parameters(tmp_path: Path) -> None:
    old, new = write_study(tmp_path / "old"), write_study(tmp_path / "new")

    found = diff(old, new, method="vikor", parameters=VIKOR)

    assert [side.method.settings["v"] for side in (found.old, found.new)] == [0.1, 0.1]


def test_a_parameter_that_changes_between_editions_is_a_change_of_rules(tmp_path: Path) -> None:
    old = study_with(tmp_path / "old", "{promethee-2: {function: v-shape, p: 20}}")
    new = study_with(tmp_path / "new", "{promethee-2: {function: v-shape, p: 90}}")

    found = diff(old, new)

    assert found.kinds == ("rules",)
    assert [(c.what, c.old, c.new) for c in found.rules] == [
        ("parameters.promethee-2.p", "20", "90")
    ]


def test_rank_matrix_takes_parameters_of_its_columns() -> None:
    frame = pd.DataFrame({"price": [20.0, 30.0, 31.0], "range": [300.0, 600.0, 610.0]})
    parameters = {"criteria": {"price": {"function": "u-shape", "q": 5}}}

    ranking = rank_matrix(
        frame, objectives={"price": "min"}, method="promethee-2", parameters=parameters
    )

    # price: 2/2, -1/2, -1/2; range: -2/2, 0, 2/2
    assert ranking.scores.tolist() == pytest.approx([0.0, -0.25, 0.25])


def test_scores_of_a_method_do_not_depend_on_criteria_that_are_gone(ranking: Ranking) -> None:
    rows = np.flatnonzero(ranking.tree.is_ranked)

    found = score_criteria(ranking.study, ranking.method, ranking.weighting, ranking.tree, rows)

    np.testing.assert_array_equal(found, ranking.scores[rows])
