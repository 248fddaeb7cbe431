"""Constraints on weights as people write them."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.analysis.constraints import parse_constraints
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


def admitted(ranking: Ranking, text: str, **shares: float) -> bool:
    names = [node.id for node in ranking.study.criteria]
    weights = np.array([[shares.get(name, 0.0) for name in names]])
    return bool(parse_constraints(ranking, [text]).admit(weights)[0])


@pytest.mark.parametrize(
    ("text", "governance", "talent"),
    [
        ("governance >= talent", 0.5, 0.5),
        ("governance ≥ talent", 0.6, 0.4),
        ("talent <= 0.4", 0.6, 0.4),
        ("talent ≤ 40%", 0.6, 0.4),
        ("governance >= 2*talent", 0.7, 0.3),
        ("governance >= 200% * talent", 0.7, 0.3),
        ("governance >= .3 + talent", 0.65, 0.35),
        ("governance + talent = 1", 0.2, 0.8),
        ("0.3 <= talent <= 0.5", 0.5, 0.5),
        ("governance ± 0.3", 0.55, 0.45),
        ("governance +/- 30 %", 0.55, 0.45),
        ("governance +- 0.3", 0.55, 0.45),
    ],
)
def test_a_constraint_admits_weights_that_satisfy_it(asia, text, governance, talent):
    assert admitted(asia, text, governance=governance, talent=talent)


@pytest.mark.parametrize(
    ("text", "governance", "talent"),
    [
        ("governance >= talent", 0.49, 0.51),
        ("talent <= 40%", 0.59, 0.41),
        ("governance >= 2*talent", 0.6, 0.4),
        ("0.3 <= talent <= 0.5", 0.49, 0.51),
        ("governance + talent = 0.5", 0.5, 0.5),
        ("governance ± 0.3", 0.56, 0.44),
        ("all ± 0.2", 0.5, 0.5),
    ],
)
def test_a_constraint_refuses_weights_that_do_not(asia, text, governance, talent):
    assert not admitted(asia, text, governance=governance, talent=talent)


def test_a_chain_becomes_one_row_a_link(asia: Ranking):
    constraints = parse_constraints(asia, ["governance >= talent >= investment"])

    assert constraints.region.tolist() == [[0, 1, 0, -1], [-1, 0, 0, 1]]
    assert constraints.written == ("governance >= talent >= investment",)


def test_no_constraints_admit_everything(asia: Ranking):
    constraints = parse_constraints(asia)

    assert constraints.are_none
    assert constraints.admit(np.eye(4)).all()


def test_one_text_need_not_be_in_a_list(asia: Ranking):
    assert parse_constraints(asia, "talent <= 0.4").written == ("talent <= 0.4",)


def test_between_leaves_a_criterion_is_the_sum_of_its_leaves(asia: Ranking):
    constraints = parse_constraints(asia, ["talent >= workforce + 0.1"], level="leaves")

    row = dict(zip(constraints.names, constraints.region[0].tolist(), strict=True))
    assert row["workforce"] == pytest.approx(-0.1)
    assert row["publications"] == pytest.approx(0.9)
    assert row["public_investment"] == pytest.approx(-0.1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "governance",
        "governance >=",
        ">= talent",
        "governance > talent",
        "governance >= talen",
        "governance >= 2*",
        "governance >= *talent",
        "governance >= 2 talent",
        "governance >= 1e999",
        "governance >= nan",
        "governance >= -0.1",
        "governance >= 0.1 0.2",
        "governance >= governance",
        "0.3 >= 0.2",
        "governance => talent",
        "workforce >= 0.1",
        "nobody ± 0.1",
        "governance >= talent >> investment",
        "governance >= 0.1; talent >= 0.1",
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_what_to_write(asia: Ranking, text: str):
    with pytest.raises(UsageError) as caught:
        parse_constraints(asia, [text])

    (problem,) = caught.value.problems
    assert problem.code == "constraint-invalid"
    assert problem.where == f"constraint '{text}'"
    assert problem.mend


def test_a_misspelt_criterion_is_told_with_the_nearest_name(asia: Ranking):
    with pytest.raises(UsageError, match="the nearest is 'talent'"):
        parse_constraints(asia, ["governance >= talen"])


def test_every_text_that_cannot_be_read_is_told_at_once(asia: Ranking):
    with pytest.raises(UsageError) as caught:
        parse_constraints(asia, ["x >= 1", "talent <= 0.4", "y"])

    assert len(caught.value.problems) == 2


def test_constraints_that_conflict_are_named_and_the_others_are_not(asia: Ranking):
    texts = ["investment <= 0.9", "governance >= 0.6", "talent >= governance"]

    with pytest.raises(UsageError) as caught:
        parse_constraints(asia, texts)

    (problem,) = caught.value.problems
    assert problem.code == "constraints-infeasible"
    assert "'governance >= 0.6'; 'talent >= governance'" in problem.what
    assert "investment" not in problem.what


def test_a_constraint_that_nothing_satisfies_stands_alone(asia: Ranking):
    with pytest.raises(UsageError, match=r"no weights satisfy 'talent >= 1\.2'\. Relax it\."):
        parse_constraints(asia, ["talent >= 1.2", "governance >= 0.1"])


def test_constraints_that_leave_one_point_are_feasible(asia: Ranking):
    constraints = parse_constraints(asia, ["talent = 0.5", "governance = 0.5"])

    assert constraints.admit(np.array([[0, 0.5, 0, 0.5]])).all()
