"""Outliers of a study: off by default, told by indicator, the same in every answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.bounds import bounds
from ranker.analysis.exact import measured_leaf
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.treatment import treated_indicators
from ranker.errors import UsageError
from ranker.methods.lines import utility_line
from ranker.output.export import to_json
from ranker.output.treatment_words import treatment_notes
from ranker.output.tweak import tweak_view
from tests.studies import SOURCES

GRANTS = (*range(1, 11), 30, 100)  # the example of COINr's winsorise; 500 at the benchmark
STUDY = """\
format: 1
id: twelve
title: Twelve
edition: 2025-06-30
groups:
  home: {label: Home, role: home}
  summit: {label: Summit, role: benchmark}
countries: {KOR: Korea}
rules: {RULES}
criteria:
  grants: {label: Grants, unit: USD m, objective: max, lever: true, FIELD}
  piers: {label: Piers, unit: piers, objective: max}
"""


def twelve(
    folder: Path,
    rules: str = "{}",
    field: str = "weight: 1",
    grants: Sequence[float] = GRANTS,
) -> Ranking:
    """Rank twelve clusters by grants with outliers, and by piers from 0 to 11 the other way."""
    figures = {f"c{i}": (grant, 11 - i) for i, grant in enumerate(grants)} | {"b": (500, 5)}
    (folder / "study.yaml").write_text(STUDY.replace("{RULES}", rules).replace("FIELD", field))
    (folder / "sources.csv").write_text(SOURCES)
    (folder / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{n},{n.upper()},{'summit' if n == 'b' else 'home'},KOR,0,0\n" for n in figures)
    )
    (folder / "observations.csv").write_text(
        "place,indicator,value,low,high,year,quality,source\n"
        + "".join(
            f"{name},{leaf},{value},,,2024,B,almanac\n"
            for name, pair in figures.items()
            for leaf, value in zip(("grants", "piers"), pair, strict=True)
        )
    )
    return rank(folder)


WINSORISED = "{outliers: winsorise}"


def test_nothing_is_treated_by_default(tmp_path: Path):
    ranking = twelve(tmp_path)

    assert treated_indicators(ranking) == ()
    assert treatment_notes(ranking) == ()
    assert "treatment" not in json.loads(to_json(ranking))
    assert ranking.utilities["grants"].max() == pytest.approx(1 + 99 * 499 / 99)


def test_a_cut_figure_counts_as_the_next_and_moves_all_others(tmp_path: Path):
    """The ranked go from 1 to 30 now: 10 is worth 1 + 99 * 9 / 29, both 100 and 500 are 100."""
    utilities = twelve(tmp_path, WINSORISED).utilities["grants"]

    assert utilities[["c0", "c9", "c10", "c11", "b"]].tolist() == pytest.approx(
        [1, 1 + 99 * 9 / 29, 100, 100, 100]
    )


def test_what_was_done_is_told_by_indicator_and_cluster(tmp_path: Path):
    ranking = twelve(tmp_path, WINSORISED)

    (found,) = treated_indicators(ranking)

    assert (found.indicator.id, found.done) == ("grants", "winsorised")
    told = [(figure.cluster.id, figure.value, figure.used) for figure in found.figures]
    assert told == [("c11", 100, 30), ("b", 500, 30)]
    assert treatment_notes(ranking) == (
        "Grants has outliers, which count as the next figure: C11 100 as 30 and B (a benchmark) "
        "500 as 30. Skewness 3.1 becomes 1.7, kurtosis 9.7 becomes 1.8.",
    )
    assert json.loads(to_json(ranking))["treatment"][0]["figures"][0]["used"] == 30


def test_an_indicator_may_be_left_out_of_the_rule_or_treated_alone(tmp_path: Path):
    left = twelve(tmp_path, WINSORISED, "outliers: none")
    assert treated_indicators(left) == ()
    assert treatment_notes(left) == (
        "Outliers were looked for by the rule of the OECD and the JRC; there are none.",
    )

    alone = twelve(tmp_path, field="outliers: log")
    assert [found.done for found in treated_indicators(alone)] == ["log"]
    assert alone.utilities["grants"]["c9"] == pytest.approx(
        1 + 99 * (np.log(11) - np.log(2)) / (np.log(101) - np.log(2))
    )


@pytest.mark.parametrize(("most", "done"), [(2, "winsorised"), (1, "log")])
def test_more_than_the_stated_number_take_the_logarithm(tmp_path: Path, most: int, done: str):
    rules = f"{{outliers: winsorise, winsorised_at_most: {most}}}"

    ranking = twelve(tmp_path, rules, grants=[*range(1, 31), 500, 500])

    assert [found.done for found in treated_indicators(ranking)] == [done]


def test_every_answer_cuts_at_the_same_limit(tmp_path: Path):
    ranking = twelve(tmp_path, WINSORISED)

    assert measured_leaf(ranking, 0, np.array([90.0])).tolist() == [100]
    line = utility_line(ranking.tree.yardsticks[0])
    assert line is not None
    assert [line.utility(figure) for figure in (1, 30, 90)] == pytest.approx([1, 100, 100])
    assert bounds(ranking, data="free").verify()
    after = ranking.what_if({"c0.grants": 400}).after
    assert after.utilities["grants"][["c0", "c9"]].tolist() == pytest.approx([100, 1 + 99 * 9 / 29])


def test_draws_of_figures_and_normalisations_are_cut_too(tmp_path: Path):
    ranking = twelve(tmp_path, WINSORISED)
    within = bounds(ranking, data="free")

    drawn = ranking.robustness(draws=4096, weights="uniform")
    ranking.robustness(draws=4096, construction=("normalisation",))

    for i, cluster in enumerate(within.clusters):
        held = np.flatnonzero(drawn.acceptability[drawn.index(cluster)]) + 1
        assert within.best[i] <= held.min()
        assert held.max() <= within.worst[i]


def test_a_figure_without_a_logarithm_is_refused_where_the_logarithm_was_taken(tmp_path: Path):
    ranking = twelve(tmp_path, "{outliers: log}")

    with pytest.raises(UsageError, match="log-domain"):
        ranking.what_if({"c0.grants": -2})


def test_there_are_no_sliders_where_outliers_are_treated(tmp_path: Path):
    assert tweak_view(twelve(tmp_path)) is not None
    assert tweak_view(twelve(tmp_path, WINSORISED)) is None
