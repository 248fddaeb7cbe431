"""The audit of an index: hand sums on a study made for it, and rules at their thresholds."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.audit import Audit, audit
from ranker.analysis.audit_findings import RULES, find_all
from ranker.analysis.audit_parts import Distribution, Pair
from ranker.analysis.audit_weights import Importance
from ranker.analysis.ranking import rank
from ranker.methods.outliers import shape_of
from ranker.output.audit_picture import audit_view
from ranker.output.audit_words import finding_sentence, labels_of, weights_title
from ranker.output.export_audit import audit_to_json
from ranker.output.sheet import sheet_to_csv
from ranker.output.sheets_audit import PARTS, audit_sheets
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import write_study

DOCS = Path(__file__).parents[1] / "docs" / "audit.md"
COUNT = 12
GRANTS = [1, 3, 7, 15, 31, 63, 2, 5, 11, 23, 47, 95]
VACANCIES = [18, 2, 11, 7, 14, 5, 9, 16, 4, 12, 1, 8]


def made(tmp_path: Path) -> Study:
    """Return a study of 12 ranked clusters; offices follow grants, vacancies are a cost."""
    names = [f"c{n:02}" for n in range(COUNT)]
    clusters = ["id,name,name_local,group,country,metro,city,latitude,longitude,summary"]
    rows = ["place,indicator,item,value,low,high,year,quality,source,note"]
    for n, name in enumerate(names):
        country = "KOR" if n < COUNT // 2 else "JPN"
        clusters.append(f"{name},{name.upper()},,home,{country},,{name}city,37,127,")
        rows.append(f"{name},grants,,{GRANTS[n]},,,2024,A,gazette,")
        if n != 3:
            rows.append(f"{name},office,,{min(GRANTS[n] // 16, 2)},,,2024,A,almanac,")
        rows.append(f"{name}city,vacancies,,{VACANCIES[n]},,,2024,A,almanac,")
    clusters.append("dover,Dover,,summit,USA,,boston,42,-71,The model.")
    rows += [
        f"{c},spending,,{v},,,2024,A,almanac," for c, v in (("KOR", 2), ("JPN", 4), ("USA", 9))
    ]
    rows += ["dover,grants,,9999,,,2024,A,gazette,", "dover,office,,2,,,2024,A,almanac,"]
    rows += ["boston,vacancies,,0,,,2024,A,almanac,"]
    folder = write_study(
        tmp_path,
        clusters="\n".join(clusters) + "\n",
        observations="\n".join(rows) + "\n",
        networks=None,
    )
    return open_study(folder)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audit(made(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def asia() -> Audit:
    return audit("asia-biopharma")


def test_a_distribution_is_that_of_the_places_in_their_unit(found: Audit) -> None:
    grants = found.distributions[0]

    assert (grants.indicator, grants.clusters, grants.places) == ("grants", 12, 12)
    assert grants.mean == pytest.approx(sum(GRANTS) / 12)
    assert grants.sd == pytest.approx(np.std(GRANTS, ddof=1))
    assert (grants.low, grants.high, grants.missing) == (1, 95, 0)
    raw, scored = shape_of(np.array(GRANTS, dtype=float)), shape_of(np.log1p(GRANTS))
    assert raw is not None
    assert scored is not None
    assert (grants.raw_skewness, grants.raw_kurtosis) == (raw.skewness, raw.kurtosis)
    assert (grants.skewness, grants.kurtosis) == (scored.skewness, scored.kurtosis)


def test_a_national_figure_counts_once_however_many_clusters_share_it(found: Audit) -> None:
    spending = found.distributions[1]

    assert (spending.level, spending.clusters, spending.places) == ("country", 12, 2)
    assert (spending.mean, spending.sd) == (3, pytest.approx(math.sqrt(2)))
    assert math.isnan(spending.skewness)


def test_missing_is_a_share_of_those_that_may_be_ranked(found: Audit) -> None:
    assert found.distributions[2].missing == pytest.approx(1 / 12)


def test_correlations_are_of_utilities_so_that_better_goes_with_better(found: Audit) -> None:
    pair = next(p for p in found.pairs if (p.a, p.b) == ("office", "vacancies"))

    kept = [n for n in range(COUNT) if n != 3]
    offices = [min(GRANTS[n] // 16, 2) for n in kept]
    expected = -np.corrcoef(offices, [VACANCIES[n] for n in kept])[0, 1]
    assert (pair.within, pair.clusters) == ("people", 11)
    assert pair.pearson == pytest.approx(expected)


def test_alpha_and_components_of_two_follow_their_correlation(found: Audit) -> None:
    people = next(row for row in found.consistency if row.node == "people")

    r = people.correlations.pearson[0, 1]
    assert people.components is not None
    assert people.alpha == pytest.approx(2 * r / (1 + r))
    assert people.components.eigenvalues == pytest.approx([1 + abs(r), 1 - abs(r)])


def test_importance_is_measured_against_the_score(found: Audit) -> None:
    ranking = found.ranking
    ranked = ranking.tree.is_ranked
    money = found.criteria[0]

    expected = np.corrcoef(ranking.criterion_scores[ranked, 0], ranking.scores[ranked])[0, 1]
    assert money.pearson == pytest.approx(expected)
    assert money.squared == pytest.approx(expected**2)
    assert money.nominal == 0.5
    assert sum(row.effective for row in found.criteria) == pytest.approx(1)
    assert sum(row.effective for row in found.indicators) == pytest.approx(1)


def test_where_less_is_better_the_index_is_turned_round(tmp_path: Path) -> None:
    study = made(tmp_path)

    by_vikor = audit(study, method="vikor")

    assert rank(study, method="vikor").method.more_is_better is False
    assert all(row.pearson > 0 for row in by_vikor.criteria)


def test_the_benchmark_stays_out_and_what_it_would_change_is_told(found: Audit) -> None:
    beside = found.circularity

    assert beside is not None
    assert beside.benchmarks == ("dover",)
    grants = next(s for s in beside.stretches if s.indicator == "grants")
    assert (grants.low, grants.high, grants.low_with, grants.high_with) == (1, 95, 1, 9999)
    length = (math.log(10_000) - math.log(2)) / (math.log(96) - math.log(2))
    assert grants.factor == pytest.approx(length)
    assert "vacancies" not in {s.indicator for s in beside.stretches}  # goalposts


def test_a_study_without_a_benchmark_has_no_circularity(tmp_path: Path) -> None:
    study = made(tmp_path)
    homes = tuple(c for c in study.clusters if c.group == "home")

    from dataclasses import replace  # noqa: PLC0415

    assert audit(replace(study, clusters=homes)).circularity is None


def test_few_ranked_are_too_few_for_correlations_and_nothing_is_made_up(harbours: Study) -> None:
    small = audit(harbours)

    assert small.pairs == ()
    assert all(row.components is None and row.reason for row in small.consistency)
    assert all(math.isnan(row.effective) for row in small.criteria)
    assert audit_view(small) is None


# --- Rules ---------------------------------------------------------------------------------


def importance(node: str, nominal: float, pearson: float, effective: float) -> Importance:
    return Importance(node, 40, nominal, pearson, pearson, pearson**2, pearson**2, effective)


def spread(**changes: object) -> Distribution:
    fields = {
        "indicator": "x",
        "level": "cluster",
        "clusters": 40,
        "places": 40,
        "missing": 0.0,
        "mean": 1.0,
        "sd": 1.0,
        "low": 0.0,
        "high": 9.0,
        "skewness": 0.0,
        "kurtosis": 0.0,
        "raw_skewness": 0.0,
        "raw_kurtosis": 0.0,
    }
    return Distribution(**{**fields, **changes})  # type: ignore[arg-type]


def codes(**parts: object) -> list[str]:
    whole = {"distributions": (), "pairs": (), "consistency": (), "weights": ((), ())} | parts
    return [finding.code for finding in find_all(**whole, beside=None)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pearson", "effective", "expected"),
    [
        (-0.21, 0.25, ["against-the-index"]),
        (0.29, 0.25, ["criterion-silent"]),
        (0.7, 0.36, ["criterion-off-weight"]),
        (0.7, 0.14, ["criterion-off-weight"]),
        (0.7, 0.31, ["criterion-tilted"]),
        (0.7, 0.29, []),
    ],
)
def test_rules_of_criteria(pearson: float, effective: float, expected: list[str]) -> None:
    rows = (importance("a", 0.25, pearson, effective), importance("b", 0.75, 0.9, 0.74))

    assert codes(weights=(rows, ())) == expected


@pytest.mark.parametrize(
    ("nominal", "pearson", "effective", "expected"),
    [
        (0.05, -0.3, 0.05, ["against-the-index"]),
        (0.05, 0.2, 0.05, ["indicator-silent"]),
        (0.05, 0.8, 0.11, ["indicator-dominates"]),
        (0.02, 0.8, 0.06, []),
        (0.0, -0.9, 0.2, []),
    ],
)
def test_rules_of_indicators(
    nominal: float, pearson: float, effective: float, expected: list[str]
) -> None:
    assert codes(weights=((), (importance("a", nominal, pearson, effective),))) == expected


@pytest.mark.parametrize(
    ("within", "pearson", "expected"),
    [
        ("people", -0.41, ["contradiction"]),
        ("people", -0.21, ["trade-off"]),
        ("people", -0.19, []),
        ("", -0.9, []),
        ("people", 0.93, ["double-count"]),
        ("", 0.93, ["redundant-across"]),
        ("", 0.92, []),
    ],
)
def test_rules_of_pairs(within: str, pearson: float, expected: list[str]) -> None:
    assert codes(pairs=(Pair("a", "b", within, 40, 40, pearson, pearson),)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"skewness": 2.1, "kurtosis": 3.6}, ["outliers"]),
        ({"skewness": -2.1, "kurtosis": 3.6}, ["outliers"]),
        ({"skewness": 2.1, "kurtosis": 3.4}, []),
        ({"skewness": 1.9, "kurtosis": 9.0}, []),
        ({"missing": 0.36}, ["missing-many"]),
        ({"low": 4.0, "high": 4.0}, ["constant"]),
        ({"level": "country", "places": 9}, ["few-places"]),
    ],
)
def test_rules_of_distributions(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(distributions=(spread(**changes),)) == expected


def test_findings_stand_worst_first_and_the_furthest_off_first_among_equals() -> None:
    pairs = [Pair("a", "b", "p", 40, 40, r, r) for r in (0.95, -0.5, 0.99, -0.8)]

    held = find_all((), pairs, (), ((), ()), None)

    assert [finding.value for finding in held] == [-0.8, -0.5, 0.99, 0.95]


def test_the_page_on_the_audit_has_every_rule_with_its_threshold_and_no_other() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| [^|]*?(−?[\d.]+%?)[^|]*\|", DOCS.read_text(), re.M
    )

    told = {
        code: (severity, float(number.strip("%").replace("−", "-")) / (100 if "%" in number else 1))
        for code, severity, number in rows
    }
    assert told == {
        code: (rule.severity, pytest.approx(rule.threshold)) for code, rule in RULES.items()
    }


# --- Told ----------------------------------------------------------------------------------


def test_the_bundled_study_is_told_what_its_audit_found(asia: Audit) -> None:
    labels = labels_of(asia.ranking.study)

    told = [finding_sentence(finding, labels) for finding in asia.of_severity("grave")]

    assert asia.is_grave
    assert told[0] == (
        "Workforce and National research density contradict each other within Talent "
        "(correlation −0.65 over 29 clusters): they cancel out."
    )
    assert weights_title(asia) == "Investment weighs 25% and counts for 19%"


def test_the_json_has_every_part_and_no_nan(asia: Audit, found: Audit) -> None:
    for held in (asia, found):
        data = json.loads(audit_to_json(held))

        assert data["schema"] == "cluster-ranker/audit/1"
        assert len(data["findings"]) == len(held.findings)
        assert len(data["distributions"]) == len(held.ranking.study.indicators)
        assert data["is_grave"] == held.is_grave


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_a_sheet_of_its_own(asia: Audit, part: str) -> None:
    (sheet,) = audit_sheets(asia, part=part)

    assert len(sheet_to_csv(sheet).splitlines()) > 1


def test_equal_rankings_give_equal_bytes(asia: Audit) -> None:
    assert audit_to_json(audit(asia.ranking)) == audit_to_json(asia)


def test_the_table_has_a_row_an_indicator(asia: Audit) -> None:
    assert list(asia.table.index) == [leaf.id for leaf in asia.ranking.study.indicators]
    assert asia.table.loc["workforce", "nominal"] == pytest.approx(0.1)


def test_the_picture_has_the_numbers_of_the_audit(asia: Audit) -> None:
    view = audit_view(asia)

    assert view is not None
    assert [row.effective for row in view.rows[:4]] == [row.effective for row in asia.criteria]
    assert len(view.rows) == 4 + 15
    widest = view.rows[0].nominal / (view.rows[0].nominal_x / 100)
    assert view.rows[1].effective_x == pytest.approx(
        asia.criteria[1].effective / widest * 100, abs=0.01
    )
    assert len(view.findings) + len(view.notes) == len(asia.findings)
