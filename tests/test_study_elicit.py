"""Judgements in a profile become weights, or are refused by place, all at once."""

from __future__ import annotations

import json
import re
import shutil
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from ranker import rank
from ranker._content import content_folder
from ranker.analysis.weighting import resolve_weights
from ranker.methods.elicit_ahp import ahp
from ranker.output.build import build_report
from ranker.output.export import to_json
from ranker.output.terminal import profiles_text
from ranker.study.elicit import READERS
from ranker.study.load import check_study, open_study
from ranker.study.model import Profile, Study
from tests.studies import swap, write_study

PAGE = Path(__file__).parents[1] / "docs" / "elicit.md"
EXAMPLES = re.findall(r"^## ([\w, -]+)\n.*?```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.M | re.S)
OPENING = re.findall(r"```yaml\n(label.*?)```", PAGE.read_text("utf-8"), re.S)
REACH = "  reach:\n    label: Reach\n    unit: km\n    objective: max\n"
HEAD = "label: Panel\nview: Asked in May.\n"
PLACE = "profiles/funder.yaml"


def three_criteria(folder: Path, elicit: str) -> Path:
    """Write harbours with a third top criterion and a profile that holds judgements."""
    study = swap("context:\n", REACH + "context:\n")
    return write_study(
        folder,
        study=study,
        even=swap("people: 1", "people: 1, reach: 1"),
        funder=HEAD + elicit,
    )


def panel(folder: Path, elicit: str) -> Profile:
    return open_study(three_criteria(folder, elicit)).profiles["funder"]


def pairs(judgements: str) -> str:
    return f"elicit: {{method: ahp, judgements: {{{judgements}}}}}"


def faults(folder: Path, elicit: str) -> list[tuple[str, str]]:
    problems = check_study(three_criteria(folder, elicit))[1]
    found = [problem for problem in problems if problem.severity == "error"]
    return [(p.code, p.where.removeprefix(f"{folder}/")) for p in found]


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the bundled study with every example of the page as a profile."""
    folder = tmp_path_factory.mktemp("documented") / "study"
    shutil.copytree(content_folder("criteria") / "asia-biopharma", folder)
    for title, text in EXAMPLES:
        name = title.split(",")[0]
        (folder / "profiles" / f"x-{name}.yaml").write_text(f"{HEAD}{text}", encoding="utf-8")
    for at, text in enumerate(OPENING):
        (folder / "profiles" / f"opening-{at}.yaml").write_text(text, encoding="utf-8")
    return open_study(folder)


@pytest.mark.parametrize("name", [title.split(",")[0] for title, _ in EXAMPLES])
def test_every_example_of_the_page_gives_weights(documented: Study, name: str) -> None:
    profile = documented.profiles[f"x-{name}"]

    shares = resolve_weights(documented, profile=profile.id).shares

    assert [one.method for one in profile.elicited] == [name]
    assert sum(shares[node.id] for node in documented.criteria) == pytest.approx(1.0)
    assert shares["talent"] >= shares["foreign_presence"]


def test_the_page_shows_every_method() -> None:
    shown = [name for title, _ in EXAMPLES for name in title.split(", ")]

    assert shown == list(READERS)


def test_children_of_a_criterion_are_judged_under_its_id(documented: Study) -> None:
    shares = resolve_weights(documented, profile="opening-1").shares

    assert shares["talent"] == pytest.approx(100 / 250)
    assert shares["workforce"] == pytest.approx(0.4)
    assert shares["publications"] == pytest.approx(0.15)


def test_what_is_not_judged_keeps_the_weights_of_the_study(documented: Study) -> None:
    shares = resolve_weights(documented, profile="opening-0").shares
    own = resolve_weights(documented, profile="").shares

    below = [n.id for n in documented.root.walk() if n.id and n not in documented.criteria]
    assert {name: shares[name] for name in below} == {name: own[name] for name in below}


def test_pairs_become_the_matrix_of_the_method(tmp_path: Path) -> None:
    judged = (
        "elicit: {method: ahp, judgements: {money / people: 3, money / reach: 5, people/reach: 2}}"
    )
    expected = ahp(np.array([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])).weights

    found = panel(tmp_path, judged)

    assert list(found.weights.values()) == pytest.approx(expected.tolist(), abs=1e-12)


def test_a_pair_may_be_told_the_other_way_round(tmp_path: Path) -> None:
    one = pairs("money / people: 4, money / reach: 2, people / reach: 1")
    two = pairs("people / money: 1/4, reach / money: 0.5, people / reach: 1")

    first, second = panel(tmp_path / "one", one), panel(tmp_path / "two", two)

    assert list(first.weights.values()) == pytest.approx(list(second.weights.values()), abs=1e-12)


def test_the_weights_reach_the_ranking_and_its_json(documented: Study) -> None:
    ranking = rank(documented, profile="opening-0")

    told = json.loads(to_json(ranking))["weights"]["elicited"]

    assert [(one["node"], one["method"]) for one in told] == [(None, "ahp")]
    assert told[0]["weights"] == {
        node.id: ranking.weighting.shares[node.id] for node in documented.criteria
    }
    assert told[0]["verdict"]["code"] == "acceptable"
    assert told[0]["verdict"]["ratio"] < 0.1


def test_weights_set_by_hand_are_no_longer_those_of_the_judgements(documented: Study) -> None:
    weighting = resolve_weights(documented, profile="opening-0", weights={"talent": 0.5})

    assert weighting.elicited == ()
    assert weighting.shares["talent"] == 0.5


def test_the_verdict_stands_beside_the_profile(documented: Study) -> None:
    console = Console(width=200, record=True, file=StringIO())
    console.print(profiles_text(documented))

    text = console.export_text()

    assert "Weights of the top criteria follow from judgements: comparison in pairs (AHP)." in text
    assert "up to 0.1 is accepted" in text
    assert "Weights within Talent follow from judgements: order of importance" in text


def test_the_report_tells_the_judgements_where_the_weights_are(tmp_path: Path) -> None:
    judged = "elicit: {method: swing, judgements: {money: 100, people: 50}}"
    study = open_study(write_study(tmp_path, even=swap("weights: {money: 1, people: 1}", judged)))

    view = build_report(rank(study))

    assert view.judgements == (
        "Weights of the top criteria follow from judgements: swing weighting. "
        "Nothing was asked twice, so no judgement can contradict another.",
    )
    assert [weight.share for weight in view.weights if weight.depth == 1] == [2 / 3, 1 / 3]


def test_judgements_that_contradict_are_told_with_the_one_to_revisit(tmp_path: Path) -> None:
    judged = pairs("money / people: 9, people / reach: 9, money / reach: 1/9")

    verdict = panel(tmp_path, judged).elicited[0].verdict

    assert verdict.code == "revisit"
    assert verdict.revisit is not None


AHP = "elicit:\n  method: ahp\n  judgements:\n"
BWM = "elicit:\n  method: bwm\n  judgements:\n"


@pytest.mark.parametrize(
    ("elicit", "expected"),
    [
        (
            AHP + "    money / people: 3\n    people / money: 3\n    money / reach: 1\n"
            "    people / reach: 1\n",
            [("elicit-contradiction", "7 elicit.judgements.people / money")],
        ),
        (
            AHP + "    money / people: 0\n    money / reach: 12\n    people / reach:\n",
            [
                ("elicit-value", "6 elicit.judgements.money / people"),
                ("elicit-value", "7 elicit.judgements.money / reach"),
                ("elicit-missing", "8 elicit.judgements.people / reach"),
            ],
        ),
        (
            AHP + "    money / people: 2\n",
            [("elicit-missing", "5 elicit.judgements")],
        ),
        (
            AHP
            + "    money / people: 2\n    money / reach: unknown\n    people / reach: unknown\n",
            [("elicit-missing", "5 elicit.judgements")],
        ),
        (
            AHP
            + "    money / poeple: 2\n    money / reach: 2\n    money / money: 1\n    money: 2\n",
            [
                ("profile-criterion-unknown", "6 elicit.judgements.money / poeple"),
                ("elicit-contradiction", "8 elicit.judgements.money / money"),
                ("elicit-value", "9 elicit.judgements.money"),
            ],
        ),
        (
            BWM + "    best: money\n    worst: money\n    best_to_others: {people: 2, reach: 2}\n"
            "    others_to_worst: {people: 2, reach: 2}\n",
            [("elicit-contradiction", "7 elicit.judgements.worst")],
        ),
        (
            BWM + "    best: money\n    worst: reach\n    best_to_others: {people: 7, reach: 5}\n"
            "    others_to_worst: {people: 2, money: 5}\n",
            [("elicit-contradiction", "8 elicit.judgements.best_to_others.people")],
        ),
        (
            BWM + "    best: money\n    worst: reach\n    best_to_others: {people: 2, reach: 5}\n"
            "    others_to_worst: {people: 2, money: 4}\n",
            [("elicit-contradiction", "9 elicit.judgements.others_to_worst.money")],
        ),
        (
            BWM
            + "    best: money\n    worst: reach\n    best_to_others: {people: 0.5, reach: 50}\n"
            "    others_to_worst: {}\n    other: 1\n",
            [
                ("elicit-value", "8 elicit.judgements.best_to_others.people"),
                ("elicit-value", "8 elicit.judgements.best_to_others.reach"),
                ("elicit-missing", "9 elicit.judgements.others_to_worst"),
                ("key-unknown", "10 elicit.judgements.other"),
            ],
        ),
        (
            BWM + "    best: money\n",
            [
                ("elicit-missing", "5 elicit.judgements"),
                ("elicit-missing", "5 elicit.judgements.best_to_others"),
                ("elicit-missing", "5 elicit.judgements.others_to_worst"),
            ],
        ),
        (
            "elicit: {method: points, judgements: {money: 50, people: 30, reach: 10}}\n",
            [("elicit-value", "3 elicit.judgements")],
        ),
        (
            "elicit: {method: swing, judgements: {money: 90, people: 30, reach: 10}}\n",
            [("elicit-value", "3 elicit.judgements")],
        ),
        (
            "elicit: {method: direct, judgements: {money: 0, people: 0, reach: 0}}\n",
            [("elicit-value", "3 elicit.judgements")],
        ),
        (
            "elicit: {method: rank-sum, judgements: [money, people, money]}\n",
            [
                ("elicit-contradiction", "3 elicit.judgements"),
                ("elicit-missing", "3 elicit.judgements"),
            ],
        ),
        (
            "elicit: {method: simos, judgements: [white, money, [people, reach]]}\n",
            [("elicit-missing", "3 elicit")],
        ),
        (
            "elicit: {method: simos, ratio: 4, judgements: [white, money, [people, reach]]}\n",
            [("elicit-value", "3 elicit.judgements[0]")],
        ),
        (
            "elicit: {method: swara, ratio: 4, judgements: [money, people, reach: -1]}\n",
            [
                ("key-unknown", "3 elicit.ratio"),
                ("elicit-missing", "3 elicit.judgements[1]"),
                ("elicit-value", "3 elicit.judgements[2].reach"),
            ],
        ),
        (
            "elicit: {method: swing, judgements: [money]}\n",
            [("field-type", "3 elicit.judgements")],
        ),
        (
            "weights: {money: 1, people: 1, reach: 1}\n"
            "elicit: {method: rank-sum, judgements: [money, people, reach]}\n",
            [("elicit-twice", "4 elicit")],
        ),
        (
            "elicit:\n  mony: {method: rank-sum, judgements: [a]}\n"
            "  reach: {method: rank-sum, judgements: [a]}\n",
            [
                ("profile-criterion-unknown", "4 elicit.mony"),
                ("profile-criterion-unknown", "5 elicit.reach"),
            ],
        ),
        (
            "elicit: {method: guess, judgements: [money]}\n",
            [("field-value", "3 elicit.method")],
        ),
        (
            "elicit: {judgements: [money]}\n",
            [("field-missing", "3 elicit.method")],
        ),
        (
            "elicit: {money: {method: ahp, judgments: {}}}\n",
            [
                ("key-unknown", "3 elicit.money.judgments"),
                ("elicit-missing", "3 elicit.money.judgements"),
            ],
        ),
        ("", [("field-missing", "1")]),
    ],
    ids=lambda value: value[:60].replace("\n", " ") if isinstance(value, str) else "",
)
def test_bad_judgements_are_told_by_place(
    tmp_path: Path, elicit: str, expected: list[tuple[str, str]]
) -> None:
    found = faults(tmp_path, elicit)

    assert found == [(code, f"{PLACE}:{place}") for code, place in expected]


@pytest.mark.parametrize("junk", ["1", "text", "[1, 2]", "{a: {b: [c]}}", "~", "[{a: 1, b: 2}]"])
@pytest.mark.parametrize("method", ["ahp", "bwm", "swing", "swara", "simos", "rank-sum", "points"])
def test_whatever_stands_for_judgements_is_refused_and_never_raises(
    tmp_path: Path, method: str, junk: str
) -> None:
    assert faults(tmp_path, f"elicit: {{method: {method}, judgements: {junk}}}\n") != []
