"""The cheapest changes to a rank: by hand, against trying all, and applied to the study."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ranker.analysis.levers import Terms
from ranker.analysis.pace import read_pace
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.reach import Reach, reach
from ranker.analysis.reach_draws import how_often
from ranker.analysis.variation import Variation
from ranker.errors import MethodError, UsageError
from ranker.study.edit import edited_study
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import Change, add, drop, swap, write_study

OFFICE_TOO: Change = swap("2: its own}\n", "2: its own}\n        lever: true\n")
COUNTED: Change = swap("        lever: true\n", "        lever: true\n        count: true\n")
HISTORY = add(
    "cedar,grants,,49,,,2022,A,gazette,",
    "birch,grants,,0,,,2020,A,gazette,",
)


@pytest.fixture
def ranking_of(tmp_path: Path) -> Callable[..., Ranking]:
    def ranked(**changes: Change) -> Ranking:
        return rank(open_study(write_study(tmp_path / "changed", **changes)))

    return ranked


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Whole grants and the office are levers; both move in whole steps."""
    folder = tmp_path_factory.mktemp("reach") / "harbours"
    changes: list = [COUNTED, OFFICE_TOO]
    return open_study(write_study(folder, study=changes))


def told(found: Reach) -> dict[str, tuple[float, float]]:
    return {c.lever.indicator.id: (c.lever.now, c.to) for c in found.changes}


# --- by hand -----------------------------------------------------------------------------


def test_a_rank_is_reached_by_the_figure_that_makes_up_the_points(harbours):
    """Cedar holds rank 2 with 50.5, birch has 25.75: 24.75 points of 3/8 are 66 of utility.

    Utility 67 of grants is ln(1 + x) = 2/3 ln(100), x = 100^(2/3) - 1.
    """
    found = reach(rank(harbours), "birch", rank=2)

    assert told(found) == {"grants": (0.0, pytest.approx(100 ** (2 / 3) - 1))}
    assert found.after == pytest.approx(50.5)
    assert (found.rank_before, found.rank_after) == (3, 2)
    assert found.shortfall == 0


def test_an_effort_is_a_hundredth_of_the_distance_between_ranked_figures(harbours):
    """Grants run from 0 to 99."""
    found = reach(rank(harbours), "birch", rank=2)

    assert found.cost == pytest.approx((100 ** (2 / 3) - 1) * 100 / 99)


def test_a_rival_is_passed_and_not_just_met(harbours):
    found = reach(rank(harbours), "birch", beat="cedar")

    assert found.after > 50.5
    assert rank(found.study(), yardsticks=found.ranking).rank_of("birch") == 2


def test_all_levers_at_their_caps_prove_what_cannot_be_reached(harbours):
    """Birch with 99 of grants: 25.75 + 3/8 × 99 = 62.875, level with alder; doubled 0 stays 0."""
    level = reach(rank(harbours), "birch", rank=1)
    short = reach(rank(harbours), "birch", beat="alder")

    assert (level.is_reached, level.rank_after) == (True, 1)
    assert (short.is_reached, told(short)) == (False, {"grants": (0.0, 99.0)})
    assert short.after == pytest.approx(62.875)
    assert short.shortfall == pytest.approx(2e-7)


def test_costs_decide_which_levers_move(ranking_of):
    """Birch needs 24.75 points: from grants alone, or half of them from its office at 2.

    Its office is worth 1/4 × 49.5 = 12.375 of them, and then grants of 100^(1/3) - 1 = 3.64 do in
    place of 100^(2/3) - 1 = 20.54.
    """
    ranking = ranking_of(study=OFFICE_TOO)

    with_office = ranking.reach("birch", rank=2, costs={"grants": 1, "office": 10})
    without = ranking.reach("birch", rank=2, costs={"grants": 1, "office": 20})
    grants_alone = ranking.reach("birch", rank=2, costs={"grants": 0.1})

    assert told(with_office) == {
        "grants": (0.0, pytest.approx(100 ** (1 / 3) - 1)),
        "office": (1.0, 2.0),
    }
    assert with_office.cost == pytest.approx(10 + 100 ** (1 / 3) - 1)
    assert (
        told(without) == told(grants_alone) == {"grants": (0.0, pytest.approx(100 ** (2 / 3) - 1))}
    )
    assert [(held.indicator, held.reason) for held in grants_alone.held] == [
        ("office", "no cost of it is given")
    ]


def test_a_factor_and_a_cap_limit_a_figure(harbours):
    """Alder has 9 of grants."""
    ranking = rank(harbours, weights={"money": 0.9})

    by_factor = ranking.reach("alder", rank=1, factor=2)
    by_cap = ranking.reach("alder", rank=1, caps={"grants": 30})

    assert told(by_factor) == {"grants": (9.0, 18.0)}
    assert told(by_cap) == {"grants": (9.0, 30.0)}
    assert not by_factor.is_reached


def test_items_give_way_to_one_row_when_a_package_is_applied(harbours):
    """Alder's grants are items; the applied study has one row with its newest year."""
    found = reach(rank(harbours, weights={"money": 0.6}), "alder", rank=1)

    rows = [
        row
        for row in found.study().observations
        if (row.place, row.indicator) == ("alder", "grants")
    ]
    assert [(row.item, row.year, row.value) for row in rows] == [("", 2024, found.changes[0].to)]
    again = rank(found.study(), weights={"money": 0.6}, yardsticks=found.ranking)
    assert again.rank_of("alder") == 1


# --- years -------------------------------------------------------------------------------


def test_the_fastest_growth_is_read_from_successive_plain_rows(ranking_of):
    """Cedar's 49 of 2022 became 99 in 2024: a factor of (99/49)^(1/2) a year, 25 units a year."""
    study = ranking_of(observations=HISTORY).study
    grants, office, *_ = (leaf for leaf in study.indicators if leaf.level == "cluster")

    pace = read_pace(study, grants)

    assert pace.fastest is not None
    assert (pace.fastest.place, pace.fastest.first, pace.fastest.last) == ("cedar", 2022, 2024)
    assert pace.limit(9, 3) == pytest.approx(9 * (99 / 49) ** 1.5)
    assert pace.limit(0, 3) == pytest.approx(75)
    assert read_pace(study, office).limit(1, 3) is None


def test_years_limit_a_figure_and_a_zero_grows_by_units(ranking_of):
    found = ranking_of(observations=HISTORY).reach("birch", rank=2, years=0.5)

    assert told(found) == {"grants": (0.0, 12.5)}
    assert found.levers[0].limited_by == "years"
    assert not found.is_reached


def test_growth_after_the_year_looked_at_is_unknown(ranking_of):
    study = ranking_of(observations=HISTORY).study

    assert read_pace(study, study.indicators[0], as_of=2023).fastest is None


def test_without_a_history_there_is_no_speed_limit(harbours):
    found = reach(rank(harbours), "birch", rank=2, terms=Terms(years=1))

    assert found.is_reached
    assert found.levers[0].pace is None


# --- what stays --------------------------------------------------------------------------


def test_a_missing_figure_stays_missing(ranking_of):
    gone = drop("birch,office")
    found = ranking_of(study=OFFICE_TOO, observations=gone).reach("birch", rank=2)

    assert [held.indicator for held in found.held] == ["office"]
    assert "missing" in found.held[0].reason


def test_a_figure_that_others_share_stays(ranking_of):
    shared = swap(
        "        level: country\n        weight: 1\n",
        "        level: country\n        lever: true\n",
    )
    found = ranking_of(study=shared).reach("birch", rank=2)

    assert [(held.indicator, held.reason) for held in found.held] == [
        ("spending", "it is the figure of a country that alder would share")
    ]


def test_a_figure_of_a_country_of_ones_own_moves(ranking_of):
    shared = swap(
        "        level: country\n        weight: 1\n",
        "        level: country\n        lever: true\n",
    )
    found = ranking_of(study=shared, observations=swap("JPN,spending,,4", "JPN,spending,,1")).reach(
        "cedar", rank=1
    )

    assert "spending" in told(found)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("normalise: rank", "goes by rank"),
        ("transform: log\n        normalise: minmax", ""),
    ],
)
def test_a_lever_by_rank_has_no_cheapest_way(ranking_of, form: str, reason: str):
    changed = swap("        transform: log\n", f"        {form}\n")
    found = ranking_of(study=changed).reach("birch", rank=2)

    assert any(reason in held.reason for held in found.held) == bool(reason)
    assert found.is_reached != bool(reason)


# --- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ({"rank": 3}, ["target-met"]),
        ({"rank": 0}, ["argument-invalid"]),
        ({"rank": 4}, ["argument-invalid"]),
        ({}, ["argument-invalid"]),
        ({"rank": 2, "beat": "cedar"}, ["argument-invalid"]),
        ({"beat": "birch"}, ["argument-invalid"]),
        ({"beat": "elm"}, ["cluster-unknown"]),
        ({"rank": 2, "levers": ("office",)}, ["lever-unknown"]),
        ({"rank": 2, "hold": ("grant",)}, ["lever-unknown"]),
        ({"rank": 2, "costs": {"grants": -1.0}}, ["cost-invalid"]),
        ({"rank": 2, "costs": {"grants": math.nan}}, ["cost-invalid"]),
        ({"rank": 2, "factor": 0.5}, ["cap-invalid"]),
        ({"rank": 2, "caps": {"grants": -5.0}}, ["cap-invalid"]),
        ({"rank": 2, "years": 0}, ["argument-invalid"]),
        ({"rank": 2, "levers": ("grants",), "hold": ("grants",)}, ["argument-invalid"]),
        (
            {"rank": 9, "levers": ("office",), "costs": {"grants": 0.0}, "years": -1},
            ["argument-invalid", "lever-unknown", "cost-invalid", "argument-invalid"],
        ),
    ],
)
def test_a_question_that_cannot_be_is_told_at_once(harbours, question: dict, codes: list[str]):
    with pytest.raises(UsageError) as caught:
        rank(harbours).reach("birch", **question)

    assert [problem.code for problem in caught.value.problems] == codes


@pytest.mark.parametrize("cluster", ["dover", "elm"])
def test_only_a_ranked_cluster_has_a_rank_to_reach(harbours, cluster: str):
    with pytest.raises(UsageError, match="cluster-unknown"):
        reach(rank(harbours), cluster, rank=1)


def test_a_named_lever_that_cannot_move_is_refused(ranking_of):
    ranking = ranking_of(study=OFFICE_TOO, observations=drop("birch,office"))

    for terms in ({"levers": ("office",)}, {"levers": ("office",), "costs": {"grants": 1}}):
        with pytest.raises(UsageError, match="lever-immovable"):
            ranking.reach("birch", rank=2, **terms)


def test_a_cap_between_two_levels_is_refused(ranking_of):
    with pytest.raises(UsageError, match=r"no level of its scale.*cap-invalid"):
        ranking_of(study=OFFICE_TOO).reach("birch", rank=2, caps={"office": 1.5})


def test_other_methods_are_refused(harbours):
    with pytest.raises(MethodError, match="bounds-not-additive"):
        reach(rank(harbours, method="topsis"), "birch", rank=2)


# --- how often it holds ------------------------------------------------------------------


def test_with_nothing_drawn_a_package_holds_always_and_nothing_did_before(harbours):
    found = reach(rank(harbours), "birch", beat="cedar")

    holds = how_often(found, Variation(weights="fixed", data=False, missing=False), draws=10)

    assert holds is not None
    assert (holds.before, holds.after) == (0.0, 1.0)


def test_the_drawn_figures_are_moved_by_the_change(harbours):
    """Birch's grants are drawn from 0 to 2 and cedar's stay: the lead is never below the change's.

    The package is just enough for the figure as ranked, the lowest that is drawn.
    """
    found = reach(rank(harbours), "birch", rank=2)

    holds = how_often(found, Variation(weights="fixed"), draws=500, seed=1)

    assert holds is not None
    assert holds.after > holds.before


def test_nothing_is_drawn_for_a_benchmark(ranking_of):
    near = [drop("dover,office"), swap("boston,vacancies,,0", "boston,vacancies,,18")]
    low = [*near, swap("dover,grants,,999", "dover,grants,,50")]
    found = ranking_of(observations=low).reach("birch", beat="dover")

    assert how_often(found, draws=10) is None


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"seed": -1}])
def test_draws_that_cannot_be_are_refused(harbours, wrong: dict[str, int]):
    with pytest.raises(UsageError, match="argument-invalid"):
        how_often(reach(rank(harbours), "birch", rank=2), **wrong)


# --- in general --------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_package_reaches_when_applied_and_no_whole_one_is_cheaper(counted: Study, data):
    """Small whole grants and levels of the office, all packages tried."""
    rows = []
    for row in counted.observations:
        if row.indicator == "grants" and row.place != "alder":
            rows.append(
                replace(row, value=float(data.draw(st.integers(0, 9))), low=None, high=None)
            )
        if row.indicator == "office":
            rows.append(
                replace(row, value=float(data.draw(st.integers(0, 2))), low=None, high=None)
            )
    ranking = rank(edited_study(counted, rows))
    last = ranking.ranked[-1].id
    held = ranking.rank_of(last) or 1
    costs = {name: float(data.draw(st.integers(1, 9))) for name in ("grants", "office")}
    assume(held > 1)

    found = ranking.reach(last, rank=data.draw(st.integers(1, held - 1)), costs=costs)

    assert rank(found.study(), yardsticks=ranking).rank_of(last) == found.rank_after
    assert found.is_reached == (found.rank_after <= (found.rank or 0))
    rooms = {lever.indicator.id: lever for lever in found.levers}
    cheapest = math.inf
    for steps in itertools.product(*(range(int(lever.room) + 1) for lever in found.levers)):
        amounts = dict(zip(rooms, steps, strict=True))
        points = sum(
            lever.gain * (lever.line.utility(lever.now + d) - lever.line.utility(lever.now))
            for lever, d in zip(found.levers, steps, strict=True)
        )
        if found.before + points >= found.target - 1e-8:
            cheapest = min(cheapest, sum(costs[name] * d for name, d in amounts.items()))
    assert found.is_reached == math.isfinite(cheapest)
    if found.is_reached:
        assert found.cost == pytest.approx(cheapest)
