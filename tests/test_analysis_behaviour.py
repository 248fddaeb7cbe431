"""Rank reversal of a method on a study, against scores computed one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.behaviour import Behaviour, Turn, behaviour
from ranker.analysis.ranking import Ranking, rank
from ranker.methods.catalogue import score
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture(scope="module")
def topsis() -> Behaviour:
    return behaviour(rank("asia-biopharma", method="topsis"))


def scores_of(ranking: Ranking, rows: list[int]) -> np.ndarray:
    table = ranking.criterion_scores[rows]
    return score("topsis", table, np.ones(4), ranking.criterion_weights, commensurable=True)


def test_a_weighted_sum_turns_no_order_on_the_same_scores(harbours: Study):
    found = behaviour(rank(harbours))

    assert [found.trial(kind).share for kind in ("removal", "clone")] == [0.0, 0.0]
    assert found.trial("removal").cases == 3
    assert found.trial("clone").worst is None


def test_measured_anew_a_weighted_sum_turns_too_by_hand(harbours: Study):
    """Without Birch, Alder has the least grants and spending: money 1 and people 87.625 make
    44.3125, below Cedar's 50.5. Without Alder, Birch has 38.125, still below.
    """
    trial = behaviour(rank(harbours)).trial("removal-anew")

    assert trial.share == pytest.approx(1 / 3)
    assert trial.turns == (Turn("birch", 1, "alder", "cedar"),)


def test_the_worst_removal_is_what_scoring_without_it_shows(topsis: Behaviour):
    ranking, worst = topsis.ranking, topsis.trial("removal").worst
    rows = [ranking.index(c.id) for c in ranking.ranked if c.id != worst.cluster]
    before, after = ranking.scores[rows], scores_of(ranking, rows)

    turned = (before[:, None] > before[None, :]) & (after[:, None] < after[None, :])
    names = [ranking.clusters[i].id for i in rows]

    assert turned.sum() == worst.pairs > 0
    assert turned[names.index(worst.ahead), names.index(worst.behind)]


def test_the_worst_clone_is_what_scoring_with_it_shows(topsis: Behaviour):
    ranking, worst = topsis.ranking, topsis.trial("clone").worst
    rows = [ranking.index(c.id) for c in ranking.ranked]
    before = ranking.scores[rows]
    after = scores_of(ranking, [*rows, ranking.index(worst.cluster)])[:-1]

    turned = (before[:, None] > before[None, :]) & (after[:, None] < after[None, :])

    assert turned.sum() == worst.pairs > 0


def test_the_share_counts_the_cases_in_which_any_pair_turns(topsis: Behaviour):
    trial = topsis.trial("removal")

    assert trial.share == len(trial.turns) / 41
    assert [turn.pairs for turn in trial.turns] == sorted(
        (turn.pairs for turn in trial.turns), reverse=True
    )


def test_a_case_without_an_answer_is_named_and_not_counted(tmp_path: Path):
    """Cedar is a benchmark here and Birch has no figures: without Alder nobody is left."""
    folder = write_study(
        tmp_path,
        study=swap("role: rival", "role: benchmark"),
        observations=lambda text: "".join(
            line
            for line in text.splitlines(True)
            if not line.startswith(("birch,grants", "birch,office", "suwon"))
        ),
    )

    trial = behaviour(rank(folder)).trial("removal")

    assert (trial.cases, trial.refused, trial.share) == (0, ("alder",), 0.0)


def test_agreement_is_with_every_other_method_the_most_alike_first(topsis: Behaviour):
    taus = [tau for tau, _ in topsis.taus.values()]

    assert "topsis" not in topsis.taus
    assert taus == sorted(taus, reverse=True)
