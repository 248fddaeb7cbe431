"""Profiles whose weights come from the figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.compare import compare_profiles
from ranker.analysis.derived import derive
from ranker.analysis.health import find_refusals
from ranker.analysis.ranking import rank
from ranker.analysis.trend import trend
from ranker.analysis.what_if import what_if
from ranker.errors import MethodError, UsageError
from ranker.methods.weigh_data import weights_from_data
from ranker.output.build import build_report
from ranker.output.export import to_json
from ranker.output.sheets_derive import derived_sheet, derived_to_json, profile_text
from ranker.output.terminal import profiles_text, render
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import write_study

CLUSTERS = """\
id,name,name_local,group,country,metro,city,latitude,longitude,summary
a,A,,home,KOR,,incheon,37,127,
b,B,,home,KOR,,suwon,37,127,
c,C,,abroad,JPN,,kobe,34,135,
d,D,,abroad,JPN,,osaka,34,135,
e,E,,abroad,JPN,,nara,34,135,
f,F,,abroad,JPN,,kyoto,34,135,
dover,Dover,,summit,USA,,boston,42,-71,The model.
"""
GRANTS = {"a": 9, "b": 0, "c": 99, "d": 29, "e": 49, "f": 3, "dover": 9999}
OFFICES = {"a": 2, "b": 1, "c": 0, "d": 2, "e": 1, "f": 0, "dover": 2}
VACANCIES = {"incheon": 5, "suwon": 10, "kobe": 20, "osaka": 2, "nara": 7, "kyoto": 11, "boston": 0}


def observations() -> str:
    lines = ["place,indicator,item,value,low,high,year,quality,source,note"]
    lines += [f"{place},grants,,{v},,,2024,A,gazette," for place, v in GRANTS.items()]
    lines += [
        f"{c},spending,,{v},,,2024,A,almanac,"
        for c, v in zip(["KOR", "JPN", "USA"], [2, 4, 3], strict=True)
    ]
    lines += [f"{place},office,,{v},,,2024,A,almanac," for place, v in OFFICES.items()]
    lines += [f"{place},vacancies,,{v},,,2024,A,almanac," for place, v in VACANCIES.items()]
    return "\n".join(lines) + "\n"


def study_with(tmp_path: Path, derive_lines: str, *, weights: str = "") -> Study:
    profile = f"label: Data\nview: Nobody's.\n{weights}{derive_lines}\n"
    folder = write_study(
        tmp_path, clusters=CLUSTERS, observations=observations(), even=profile, networks=None
    )
    return open_study(folder)


def test_top_weights_come_from_the_scores_of_the_ranked_without_the_benchmark(tmp_path: Path):
    study = study_with(tmp_path, "derive: {method: std}")

    ranking = rank(study)

    spreads = ranking.criterion_scores[ranking.tree.is_ranked].std(axis=0, ddof=1)
    assert ranking.criterion_weights == pytest.approx(spreads / spreads.sum())
    held = ranking.weighting.derived[0]
    assert (held.node, held.method, held.complete, held.ranked) == ("", "std", 6, 6)
    assert held.written == {"money": 0.5, "people": 0.5}


def test_a_criterion_is_derived_from_its_indicators_before_the_top_is(tmp_path: Path):
    study = study_with(tmp_path, "derive: {top: {method: std}, people: {method: gini}}")

    ranking = rank(study)

    below = ranking.tree.utilities[ranking.tree.is_ranked][:, 2:]
    shares = [ranking.weighting.shares[name] for name in ("office", "vacancies")]
    assert shares == pytest.approx(weights_from_data("gini", below))
    assert [held.node for held in ranking.weighting.derived] == ["people", ""]
    spreads = ranking.criterion_scores[ranking.tree.is_ranked].std(axis=0, ddof=1)
    assert ranking.criterion_weights == pytest.approx(spreads / spreads.sum())


def test_effective_importance_aims_at_the_weights_that_are_written():
    asia = derive("asia-biopharma", "effective")

    scores = asia.ranking.criterion_scores[asia.ranking.tree.is_ranked]
    index = scores @ asia.ranking.criterion_weights
    squared = np.array([np.corrcoef(column, index)[0, 1] ** 2 for column in scores.T])
    assert squared / squared.sum() == pytest.approx(asia.before.criterion_weights, abs=1e-4)


def test_importance_out_of_reach_is_refused_as_talent_counts_through_the_others():
    """An investor asks 15% of talent; even without weight it has 19%."""
    with pytest.raises(MethodError) as caught:
        derive("asia-biopharma", "effective", profile="investor")

    assert caught.value.problems[0].what == (
        "no weights give the stated importance; the nearest found give investment 38.8%, "
        "governance 18.5%, foreign_presence 23.6%, talent 19.2%."
    )


def test_weights_by_hand_are_set_over_derived_ones(tmp_path: Path):
    study = study_with(tmp_path, "derive: {method: std}")

    assert rank(study, weights={"money": 0.9}).weighting.shares["money"] == pytest.approx(0.9)


def test_derived_weights_stay_while_figures_are_supposed_to_be_others(tmp_path: Path):
    ranking = rank(study_with(tmp_path, "derive: {method: std}"))

    after = what_if(ranking, {"a.grants": 90}).after

    assert after.weighting.shares == ranking.weighting.shares


def test_a_profile_that_cannot_be_derived_is_refused_by_name_and_told_by_a_check(tmp_path: Path):
    study = study_with(tmp_path, "derive: {method: pca}")

    with pytest.raises(MethodError) as caught:
        rank(study)

    problem = caught.value.problems[0]
    assert (problem.code, problem.where) == ("derive-refused", "profiles/even.yaml derive.top")
    assert problem.what == "Principal components needs 10 complete rows; there are 6."
    assert list(find_refusals(study)) == [problem]


def test_a_profile_that_cannot_be_derived_spoils_no_comparison(tmp_path: Path):
    study = study_with(tmp_path, "derive: {method: pca}")

    comparison = compare_profiles(rank(study, profile="funder"))

    assert list(comparison.refused) == ["even"]
    assert "needs 10 complete rows" in render(profiles_text(study), width=200, colour=False)


def test_the_json_says_that_weights_come_from_the_figures(tmp_path: Path):
    ranking = rank(study_with(tmp_path, "derive: {people: {method: entropy}}"))

    derived = json.loads(to_json(ranking))["weights"]["derived"]

    assert [(d["node"], d["method"], d["complete"]) for d in derived] == [("people", "entropy", 6)]
    assert sum(derived[0]["weights"].values()) == pytest.approx(1)


def test_the_report_says_that_weights_come_from_the_figures(tmp_path: Path):
    view = build_report(rank(study_with(tmp_path, "derive: {method: std}")), exact=False)

    assert view.weights_line.startswith("Weight profile “Data”, from the figures: Money ")
    told = dict(view.manifest)["Weights from the figures"]
    assert told.startswith(
        "Weights of the criteria: from the figures (standard deviation) of 6 of 6 ranked clusters; "
    )


def test_draws_take_derived_weights_as_given(tmp_path: Path):
    ranking = rank(study_with(tmp_path, "derive: {method: std}"))

    drawn = ranking.robustness(draws=200, weights="fixed", data=False, missing=False)

    ranks = [ranking.rank_of(cluster) for cluster in drawn.clusters]
    assert [drawn.median(cluster) for cluster in drawn.clusters] == ranks
    assert drawn.error == 0


def test_a_written_profile_gives_the_same_ranking(tmp_path: Path):
    study = study_with(tmp_path, "weights: {money: 3, people: 1}")
    found = derive(study, "critic", at=("people",))

    (study.path / "profiles" / "made.yaml").write_text(profile_text(found), encoding="utf-8")

    again = rank(open_study(study.path), profile="made")
    assert again.weighting.shares == found.ranking.weighting.shares
    assert again.weighting.shares["money"] == 0.75


def test_the_sheet_has_written_and_derived_weights_side_by_side(tmp_path: Path):
    study = study_with(tmp_path, "weights: {money: 1, people: 1}")
    found = derive(study, "std")

    sheet = derived_sheet(found)

    by_key = {column.key: list(column.values) for column in sheet.written}
    assert by_key["node"] == ["money", "people"]
    assert by_key["written"] == [0.5, 0.5]
    assert by_key["derived"] == list(found.weights.values())
    data = json.loads(derived_to_json(found))
    assert data["schema"] == "cluster-ranker/derived/1"
    assert data["ranks"]["dover"] == {"written": None, "derived": None}


def test_a_leaf_has_no_children_to_weigh(tmp_path: Path):
    study = study_with(tmp_path, "weights: {}")

    with pytest.raises(UsageError) as caught:
        derive(study, "std", at=("grants",))

    assert caught.value.problems[0].code == "profile-criterion-unknown"


def test_years_with_too_few_figures_for_weights_have_no_ranking(tmp_path: Path):
    study = study_with(tmp_path, "derive: {method: std}")
    rows = (tmp_path / "observations.csv").read_text(encoding="utf-8")
    early = rows.splitlines()[0]
    early += "\n" + "\n".join(
        line.replace(",2024,", ",2023,")
        for line in rows.splitlines()[1:]
        if line.split(",")[0] in ("a", "b", "KOR", "incheon", "suwon")
    )
    later = "\n".join(rows.splitlines()[1:])
    (tmp_path / "observations.csv").write_text(f"{early}\n{later}\n", encoding="utf-8")

    found = trend(open_study(study.path), first=2023, last=2024)

    assert [(year.year, year.ranked) for year in found.years] == [(2023, 0), (2024, 6)]
