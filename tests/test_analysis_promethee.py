"""PROMETHEE I: relations of pairs from strength and weakness, by hand and on any study."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.promethee import PartialOrder, promethee
from ranker.analysis.ranking import rank
from ranker.cli import app
from ranker.errors import UsageError
from tests.studies import write_study

# Money: alder 38.125, birch 1, cedar 100; people: 87.625, 50.5, 1; both weigh a half.
# Alder wins 1 of 2 on money and 2 of 2 on people, and loses 1 on money: 0.75 and 0.25.
# Birch wins 1 on people, loses 2 and 1: 0.25 and 0.75. Cedar wins 2, loses 2: 0.5 and 0.5.


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


@pytest.fixture
def order(study: str) -> PartialOrder:
    return promethee(rank(study))


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["promethee", *arguments], prog_name="ranker")


def test_flows_are_those_of_a_hand(order: PartialOrder) -> None:
    assert order.clusters == ("alder", "cedar", "birch")
    assert order.flows.plus.tolist() == [0.75, 0.5, 0.25]
    assert order.flows.minus.tolist() == [0.25, 0.5, 0.75]


def test_net_flows_are_the_scores_of_the_ranking(order: PartialOrder) -> None:
    rows = [order.ranking.index(cluster) for cluster in order.clusters]

    assert order.flows.net.tolist() == order.ranking.scores[rows].tolist()


def test_who_is_stronger_and_less_weak_is_preferred(order: PartialOrder) -> None:
    assert order.relation("alder", "birch") == "preferred"
    assert order.relation("birch", "alder") == "less preferred"
    assert order.undominated == ("alder",)


def test_who_is_stronger_and_also_weaker_is_incomparable(study: str) -> None:
    """Gaps that count: above 50 on money, above 49 on people.

    On money cedar beats alder (61.875) and birch (99); on people alder (86.625) and birch
    (49.5) beat cedar. So cedar's strength and weakness are 0.5, those of alder 0.25.
    """
    parameters = {"function": "u-shape", "q": 50, "criteria": {"people": {"q": 49}}}

    order = promethee(rank(study), parameters=parameters)

    assert dict(zip(order.clusters, order.flows.plus, strict=True))["cedar"] == 0.5
    assert dict(zip(order.clusters, order.flows.minus, strict=True))["cedar"] == 0.5
    assert order.relation("cedar", "alder") == "incomparable"
    assert order.related("cedar", "incomparable") == ("alder", "birch")


def test_clusters_that_no_difference_tells_apart_are_indifferent(study: str) -> None:
    order = promethee(rank(study), parameters={"function": "u-shape", "q": 150})

    assert order.counts == {"preferred": 0, "indifferent": 3, "incomparable": 0}
    assert order.undominated == ("alder", "birch", "cedar")


def test_every_pair_is_of_one_kind(order: PartialOrder) -> None:
    whole = promethee(rank("asia-biopharma"), parameters={"function": "v-shape", "p": 30})
    m = len(whole.clusters)

    assert sum(whole.counts.values()) == m * (m - 1) // 2
    assert whole.counts["incomparable"] > 0
    assert (whole.table.to_numpy() == "incomparable").sum() == 2 * whole.counts["incomparable"]


def test_the_preferred_has_the_better_net_flow() -> None:
    order = promethee(rank("asia-biopharma"), parameters={"function": "gaussian", "s": 15})
    net = order.flows.net

    ahead = order.is_at_least & ~order.is_at_least.T

    assert (net[:, np.newaxis] > net)[ahead].all()


def test_a_ranking_by_promethee_keeps_its_parameters(study: str) -> None:
    ranking = rank(study, method="promethee-2", parameters={"function": "v-shape", "p": 20})

    assert promethee(ranking).ranking.method == ranking.method


def test_a_ranking_by_another_method_takes_the_parameters_given(study: str) -> None:
    found = promethee(rank(study, method="topsis"), parameters={"function": "v-shape", "p": 20})

    assert found.ranking.method.settings == {"function": "v-shape", "p": 20.0}


def test_an_unknown_cluster_is_refused(order: PartialOrder) -> None:
    with pytest.raises(UsageError) as caught:
        order.relation("alder", "dover")

    assert caught.value.problems[0].code == "cluster-unknown"


def test_the_table_tells_flows_and_whom_one_cannot_be_compared_with(study: str) -> None:
    parameters = ["--parameter", "function=u-shape", "--parameter", "q=50"]

    shown = invoke(study, *parameters, "--parameter", "people.q=49").stdout

    assert "Cedar Cove" in shown
    assert "Alder Bay and Birch Point" in shown
    assert "Of 3 pairs" in shown
    assert "Preference: function = u-shape, q = 50, people.q = 49." in shown


def test_csv_has_a_line_a_cluster_or_a_line_a_pair(study: str) -> None:
    clusters = list(csv.DictReader(io.StringIO(invoke(study, "--format", "csv").stdout)))
    pairs = list(csv.DictReader(io.StringIO(invoke(study, "--pairs", "--format", "csv").stdout)))

    assert [row["net"] for row in clusters] == ["0.5", "0.0", "-0.5"]
    assert [(row["a"], row["relation"], row["b"]) for row in pairs] == [
        ("alder", "preferred", "cedar"),
        ("alder", "preferred", "birch"),
        ("cedar", "preferred", "birch"),
    ]


def test_a_group_is_shown_with_its_relations_to_all(study: str) -> None:
    clusters = list(
        csv.DictReader(io.StringIO(invoke(study, "--group", "home", "--format", "csv").stdout))
    )

    assert [(row["cluster"], row["preferred"]) for row in clusters] == [
        ("alder", "2"),
        ("birch", "0"),
    ]


def test_json_has_flows_pairs_and_the_function_of_each_criterion(study: str) -> None:
    found = json.loads(
        invoke(study, "--parameter", "money.function=usual", "--format", "json").stdout
    )

    assert found["schema"] == "cluster-ranker/promethee/1"
    assert found["undominated"] == ["alder"]
    assert found["preference"] == {"money": {"function": "usual"}, "people": {"function": "usual"}}
    assert found["flows"][0] == {
        "cluster": "alder",
        "rank": 1,
        "plus": 0.75,
        "minus": 0.25,
        "net": 0.5,
    }
    assert len(found["pairs"]) == 3


def test_markdown_is_a_table(study: str) -> None:
    assert "| 1 | Alder Bay | 0.750 | 0.250 | 0.500 |" in invoke(study, "--format", "md").stdout


def test_a_missing_threshold_ends_with_2(study: str) -> None:
    result = invoke(study, "--parameter", "function=gaussian")

    assert result.exit_code == 2
    assert "parameters.s: the preference function 'gaussian' needs 's'" in result.stderr


def test_an_unknown_group_ends_with_2(study: str) -> None:
    assert invoke(study, "--group", "hom").exit_code == 2
