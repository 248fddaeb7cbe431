"""What drives the doubt, in words, as a sheet and in the report; the indices are made by hand."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from ranker.analysis.design import Group
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import robustness
from ranker.analysis.sensitivity import Output, Sensitivity
from ranker.analysis.variation import Variation
from ranker.errors import UsageError
from ranker.methods.sobol import Indices
from ranker.output.driver_picture import drivers_view
from ranker.output.drivers import finding, sentence
from ranker.output.evidence import gather_evidence
from ranker.output.render import render_report
from ranker.output.sheet import sheet_to_csv, sheet_to_markdown
from ranker.output.sheets_sensitivity import check_shown, sensitivity_sheet, sensitivity_to_json
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.pages import Element, read_page

WEIGHTS = Group("weights", "", 2)
MONEY = Group("figures:money", "money", 3)
MISSING = Group("missing", "", 1)
NOTHING = [np.nan, np.nan, np.nan]
RANKS = tuple(Output("rank", cluster) for cluster in ("alder", "cedar", "birch"))
PAIR = Output("order", "alder", "cedar")


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


def by_hand(ranking: Ranking, *, outputs: tuple[Output, ...] = (*RANKS, PAIR)) -> Sensitivity:
    """Alder's rank comes from the weights, cedar's from two alike, birch's never changes.

    Of the pair so few runs differ that the indices are within 40 points alone.
    """
    rows = {
        RANKS[0]: ([0.60, 0.15, -0.02], [0.70, 0.25, 0.04], 0.05, 0.25),
        RANKS[1]: ([0.30, 0.28, 0.05], [0.50, 0.45, 0.10], 0.05, 0.25),
        RANKS[2]: (NOTHING, NOTHING, np.nan, 0.0),
        PAIR: ([0.1, 0.2, 0.3], [0.4, 0.5, 1.2], 0.40, 0.01),
    }
    held = [rows[output] for output in outputs]
    errors = np.array([[error] * 3 for _, _, error, _ in held])
    return Sensitivity(
        ranking=ranking,
        variation=Variation(),
        samples=1024,
        seed=3,
        groups=(WEIGHTS, MONEY, MISSING),
        outputs=outputs,
        means=np.array([1.5, 1.5, 3.0, 0.99][: len(outputs)]),
        indices=Indices(
            first=np.array([first for first, *_ in held]),
            first_error=errors,
            total=np.array([total for _, total, *_ in held]),
            total_error=errors.copy(),
            variance=np.array([variance for *_, variance in held]),
        ),
    )


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            RANKS[0],
            "The rank of Alder Bay is moved mostly by the weights: about 70% of the variance, "
            "60% alone; then by figures of money (25%).",
        ),
        (
            RANKS[1],
            "The rank of Cedar Cove is moved about as much by the weights (50% of the variance) "
            "as by figures of money (45%); then by missing figures (10%).",
        ),
        (RANKS[2], "The rank of Birch Point never changed in 2,048 independent runs."),
        (
            PAIR,
            "Whether Alder Bay is above Cedar Cove: what moves it cannot be told from 1,024 "
            "samples.",
        ),
    ],
)
def test_a_sentence_says_what_moves_an_output(ranking: Ranking, output: Output, words: str) -> None:
    assert sentence(by_hand(ranking), output) == words


def test_finding_counts_the_largest_parts(ranking: Ranking) -> None:
    found = by_hand(ranking)

    assert finding(found, RANKS) == (
        "The doubt comes most often from the weights: the largest part for 2 of 3 clusters"
    )
    assert finding(found, RANKS[:2]) == (
        "The doubt comes from the weights first, for each of 2 clusters"
    )
    assert finding(found, RANKS[2:]) == "What drives the doubt cannot be told from 1,024 samples"


# --- sheet and JSON ----------------------------------------------------------------------


def test_sheet_shows_total_parts_and_in_brackets_what_is_explained_alone(ranking: Ranking) -> None:
    shown = sheet_to_markdown(sensitivity_sheet(by_hand(ranking)))

    rows = [line for line in shown.splitlines() if line.startswith("| ")]
    assert rows[0].startswith("| Cluster or pair | Mean | Standard deviation | Weights |")
    assert rows[2] == "| Alder Bay | 1.5 | 0.50 | 70% (60%) | 25% (15%) | 4% (0%) |"
    assert rows[4] == "| Birch Point | 3.0 | 0.00 | – | – | – |"
    assert rows[5] == "| Alder Bay above Cedar Cove | 0.99 | 0.10 | – | – | – |"
    assert "within 5 percentage points" in shown
    assert "Never changed in 2,048 independent runs: Birch Point." in shown
    assert (
        "What moves these cannot be told from 1,024 samples: Alder Bay above Cedar Cove." in shown
    )


def test_csv_has_what_is_too_unsure_to_show_and_nothing_for_a_constant(ranking: Ranking) -> None:
    rows = list(csv.DictReader(io.StringIO(sheet_to_csv(sensitivity_sheet(by_hand(ranking))))))

    assert [row["figures_money_total"] for row in rows] == ["0.25", "0.45", "", "0.5"]
    assert [row["missing_first_error"] for row in rows] == ["0.05", "0.05", "", "0.4"]
    assert [row["other"] for row in rows] == ["", "", "", "cedar"]


def test_json_tells_constant_from_unsettled(ranking: Ranking) -> None:
    data = json.loads(sensitivity_to_json(by_hand(ranking)))

    assert [(o["is_constant"], o["is_settled"]) for o in data["outputs"]] == [
        (False, True),
        (False, True),
        (True, False),
        (False, False),
    ]
    assert data["outputs"][2]["effects"] == []
    assert data["groups"][1] == {
        "id": "figures:money",
        "label": "Figures: Money",
        "criterion": "money",
        "inputs": 3,
    }


def test_scores_of_several_methods_are_refused_and_of_one_are_not(ranking: Ranking) -> None:
    check_shown(ranking, Variation(construction=("aggregation",)), "score")
    check_shown(ranking, Variation(construction=("method",)), "rank")

    with pytest.raises(UsageError, match="no common scale"):
        check_shown(ranking, Variation(construction=("method",)), "score")


# --- the report --------------------------------------------------------------------------


def test_bars_are_what_groups_explain_alone(ranking: Ranking) -> None:
    alder, cedar, birch = drivers_view(by_hand(ranking, outputs=RANKS)).rows

    assert [(part.kind, part.width) for part in alder.parts] == [
        ("d-weights", 60.0),
        ("c1", 15.0),
        ("d-missing", 0.0),
    ]
    assert alder.words == "The weights, 70%"
    assert cedar.description == "alone: the weights 30%, figures of money 28%, missing figures 5%"
    assert (birch.words, birch.description) == ("", "its rank never changed")
    assert all(part.total is None for part in birch.parts)


def with_id(page: Element, name: str) -> Element:
    return next(e for e in page.everything() if e.attributes.get("id") == name)


def test_report_states_the_finding_and_has_the_parts_as_numbers(ranking: Ranking) -> None:
    page = read_page(render_report(ranking, exact=False))

    assert with_id(page, "drivers-title").text().startswith("The doubt comes ")
    section = with_id(page, "sure")
    pictures = section.find("table", class_="drivers")[0].find("tbody")[0].find("tr")
    assert [row.find("th")[0].text() for row in pictures] == ["Alder Bay", "Birch Point"]
    numbers = section.find("table", class_="shares parts")[0].find("tbody")[0].find("tr")
    groups = section.find("table", class_="shares parts")[0].find("thead")[0].find("th")[1:]
    assert all(len(row.find("td")) == len(groups) for row in numbers)


def test_what_varied_in_the_draws_is_what_is_explained(ranking: Ranking) -> None:
    alone = Variation(data=False, missing=False)

    evidence = gather_evidence(ranking, robustness(ranking, alone, draws=512, seed=4), exact=False)

    assert evidence.drivers is not None
    assert [group.id for group in evidence.drivers.groups] == ["weights"]
    assert evidence.drivers.seed == 4


def test_draws_that_all_gave_the_same_ranks_leave_nothing_to_explain(ranking: Ranking) -> None:
    still = Variation(weights="fixed", data=False, missing=False)

    evidence = gather_evidence(ranking, robustness(ranking, still, draws=10), exact=False)

    assert evidence.drivers is None


def test_bundled_report_explains_the_ranks_of_the_home_group() -> None:
    ranking = rank(open_study("asia-biopharma"))

    found = gather_evidence(ranking, exact=False).drivers

    assert found is not None
    view = drivers_view(found)
    assert len(view.rows) == 22
    assert {row.tone for row in view.rows} == {"home"}
    for row in view.rows:
        assert sum(part.width for part in row.parts) <= 100.1
