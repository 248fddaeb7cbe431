"""Figures divided by other figures: values, ranges, doubt, grades, units and evidence."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.bounds import bounds
from ranker.analysis.levers import Terms, list_levers
from ranker.analysis.omissions import omitted
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import MethodError, UsageError
from ranker.methods.sampling import QUANTILES, quotient_table
from ranker.output.card_text import passed_texts, total_text
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.terminal import render
from ranker.output.terminal_dossier import dossier_text
from ranker.study.doubt import cell_doubt
from ranker.study.intensive import divided, quotient_ends
from ranker.study.matrix import lay_out
from ranker.study.model import Indicator, Text
from tests.studies import add, swap, write_study

AREA = """\
  area:
    label: {en: Area, ko: 면적}
    unit: {en: ha, ko: 헥타르}
notes:
"""
ROWS = (
    "alder,area,,3,2,4,2023,B,almanac,",
    "birch,area,,6,,,2023,B,almanac,",
    "cedar,area,,11,,,2022,A,almanac,",
    "dover,area,,3,,,2022,A,almanac,",
)


def harbours(folder: Path, *, rows: tuple[str, ...] = ROWS, how: str = "{by: area}") -> Ranking:
    """Rank by grants a hectare: 9 / 3, 0 / 6, 99 / 11, and 999 / 3 at the benchmark."""
    edits = [swap("transform: log", f"denominate: {how}"), swap("notes:\n", AREA)]
    return rank(write_study(folder, study=edits, observations=add(*rows), networks=None))


def test_a_figure_is_divided_by_the_other_of_its_place(tmp_path: Path):
    ranking = harbours(tmp_path)

    assert ranking.raw["grants"].tolist() == [3, 0, 9, 333]
    assert ranking.utilities["grants"].tolist() == pytest.approx([34, 1, 100, 3664])


def test_the_quotient_may_tell_of_many_units(tmp_path: Path):
    ranking = harbours(tmp_path, how="{by: area, per: 100}")

    assert ranking.raw["grants"]["alder"] == 300
    assert ranking.cell("alder", "grants").indicator.unit.en == "USD m per 100 ha"


@pytest.mark.parametrize(
    ("by", "per", "en", "ko"),
    [
        (Text("ha", "헥타르"), 1, "USD m per ha", "헥타르당 백만 달러"),
        (Text("people", "명"), 1, "USD m per head", "1인당 백만 달러"),
        (Text("people", "명"), 1000, "USD m per 1,000 people", "1,000명당 백만 달러"),
    ],
)
def test_the_unit_says_by_what_in_words(by: Text, per: float, en: str, ko: str):
    money = Indicator("money", Text("Money"), Text("USD m", "백만 달러"), "max")
    other = Indicator("other", Text("Other"), by, None)

    assert divided(money, other, per=per).unit == Text(en, ko)


def test_a_unit_may_be_given(tmp_path: Path):
    ranking = harbours(tmp_path, how="{by: area, unit: {en: USD m a hectare, ko: 헥타르당}}")

    assert ranking.study.indicators[0].unit == Text("USD m a hectare", "헥타르당")


def test_the_grade_is_the_worse_of_both(tmp_path: Path):
    """Alder: A by B. Birch: C by B. Cedar: A by A."""
    ranking = harbours(tmp_path)

    assert [ranking.cell(c, "grants").grade for c in ("alder", "birch", "cedar")] == ["B", "C", "A"]


def test_the_stated_range_is_that_of_both(tmp_path: Path):
    """Alder's crane of 4 to 8 and pier of 4 make 8 to 12, its hectares are 2 to 4."""
    cell = harbours(tmp_path).cell("alder", "grants")

    assert (cell.low, cell.high) == (2, 6)


def test_the_doubt_is_that_of_both(tmp_path: Path):
    """Birch: 0 to 2 by 5.4 to 6.6, 10 % either way of a B."""
    ranking = harbours(tmp_path)
    doubt = cell_doubt(ranking.cell("birch", "grants"), ranking.study.rules)

    assert (doubt.low, doubt.high) == pytest.approx((0, 2 / 5.4))


def test_what_is_divided_by_never_reaches_nothing(tmp_path: Path):
    """A B of 100 % would go down to 0; it goes as low as a ceiling, to a third of the 11."""
    edits = [
        swap("transform: log", "denominate: {by: area}"),
        swap("notes:\n", AREA),
        swap("A: 0, B: 0.10", "A: 1, B: 1"),
    ]
    ranking = rank(write_study(tmp_path, study=edits, observations=add(*ROWS), networks=None))

    doubt = cell_doubt(ranking.cell("cedar", "grants"), ranking.study.rules)

    assert doubt.high == pytest.approx(198 / (11 / 3))


@pytest.mark.parametrize(
    ("ends", "by", "expected"), [((2, 6), (2, 3), (2 / 3, 3)), ((-6, 2), (2, 3), (-3, 1))]
)
def test_ends_of_quotients_are_those_of_their_corners(ends, by, expected):
    assert quotient_ends(ends, by, 1.0) == pytest.approx(expected)


def test_without_a_divisor_a_figure_is_missing_and_says_so(tmp_path: Path):
    ranking = harbours(tmp_path, rows=ROWS[:2] + ROWS[3:])
    cell = ranking.cell("cedar", "grants")

    assert cell.is_missing
    assert math.isnan(cell.value)
    assert cell.passed[0].reason == "there is no figure of area to divide it by"
    assert list(passed_texts(cell, None)) == [
        "Not used, as there is nothing to divide it by: 2024: 99"
    ]
    assert total_text(cell) == "There is no figure to divide by: Area"


def test_a_year_without_a_divisor_yet_is_missing_too(tmp_path: Path):
    study = harbours(tmp_path).study

    cells = lay_out(study, study.indicators, as_of=2022)

    assert np.isnan(cells.performances[0, 0])


def test_the_evidence_names_both_figures(tmp_path: Path):
    ranking = harbours(tmp_path)
    dossier = build_dossier(ranking, "alder")

    found = json.loads(cluster_to_json(dossier))["criteria"][0]["indicators"][0]
    shown = render(dossier_text(dossier), width=100, colour=False)

    assert (found["unit"], found["figures_unit"]) == ("USD m per ha", "USD m")
    assert (found["divided_by"]["id"], found["divided_by"]["value"]) == ("area", 3)
    assert "divided by" in shown
    assert "Area: 3 ha (2 to 4), 2023, grade B" in shown
    assert total_text(ranking.cell("alder", "grants")) == (
        "Sum of 2 items; Divided by Area: 3 ha, 2023, grade B"
    )


def test_draws_stay_within_the_bounds_and_certificates_verify(tmp_path: Path):
    ranking = harbours(tmp_path)

    within = bounds(ranking, data="free")
    drawn = ranking.robustness(draws=4096, weights="uniform")

    assert within.verify()
    for i, cluster in enumerate(within.clusters):
        held = np.flatnonzero(drawn.acceptability[drawn.index(cluster)]) + 1
        assert within.best[i] <= held.min()
        assert held.max() <= within.worst[i]


def test_a_table_of_quotients_is_that_of_drawn_pairs():
    above, below = np.linspace(2, 6, QUANTILES), np.linspace(1, 3, QUANTILES)
    generator = np.random.default_rng(0)

    table = quotient_table(above, below)

    drawn = generator.uniform(2, 6, 200_000) / generator.uniform(1, 3, 200_000)
    shares = [0.05, 0.25, 0.5, 0.75, 0.95]
    assert np.quantile(table, shares) == pytest.approx(np.quantile(drawn, shares), rel=0.01)
    assert (np.diff(table) >= 0).all()


def test_leaving_out_a_publisher_leaves_out_its_divisors(tmp_path: Path):
    """Without the survey's 3 ha of 2023 the almanac's 6 of 2021 count: 9 / 6."""
    rows = ("alder,area,,3,,,2023,B,survey,", "alder,area,,6,,,2021,B,almanac,", *ROWS[1:])
    edits = [swap("transform: log", "denominate: {by: area}"), swap("notes:\n", AREA)]
    sources = add("survey,Land survey,Survey Office,https://survey.example/,")
    folder = write_study(tmp_path, study=edits, observations=add(*rows), sources=sources)

    rests = {rest.id: rest for rest in omitted(rank(folder), ("publisher",))}

    assert rests["Survey Office"].cells.performances[0, 0] == pytest.approx(1.5)
    assert rests["Survey Office"].figures == 1


def test_quotients_are_no_levers_no_pools_and_nothing_to_suppose(tmp_path: Path):
    ranking = harbours(tmp_path)

    movable, held = list_levers(ranking, 0, Terms())
    assert not movable
    assert "divided by area" in held[0].reason
    with pytest.raises(UsageError, match="divided by another figure"):
        ranking.what_if({"alder.grants": 5})
    with pytest.raises(MethodError, match="denominate-invalid"):
        ranking.network(["alder", "birch"])
