"""The cheapest amounts: by hand, and against trying all whole ones."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranker.methods.cheapest import SHORT, Moves, cheapest


def moves(**columns) -> Moves:
    q = len(columns["costs"])
    usual = {
        "limits": [math.inf] * q,
        "is_whole": [True] * q,
        "weight": [1.0] * q,
        "base": [math.nan] * q,
        "ceiling": [math.inf] * q,
        "entry": [0.0] * q,
        "start": [0.0] * q,
    }
    return Moves(**{name: np.array(held) for name, held in (usual | columns).items()})


def test_the_cheaper_of_two_straight_gains_goes_first_to_its_limit():
    """3 points: two whole units of the cheap one, then one of the dear one."""
    asked = moves(costs=[1.0, 5.0], limits=[2.0, 9.0])

    assert cheapest(asked, 3.0).tolist() == [2.0, 1.0]


def test_a_logarithm_is_met_exactly_where_amounts_are_not_whole():
    """2 ln((1 + d) / 1) = 3 at d = e^1.5 - 1."""
    asked = moves(costs=[1.0], limits=[100.0], is_whole=[False], weight=[2.0], base=[1.0])

    assert cheapest(asked, 3.0)[0] == pytest.approx(math.exp(1.5) - 1, abs=1e-7)


def test_whole_amounts_are_rounded_up_to_what_is_enough():
    asked = moves(costs=[1.0], limits=[100.0], weight=[2.0], base=[1.0])

    assert cheapest(asked, 3.0).tolist() == [4.0]


def test_two_logarithms_share_until_a_point_costs_the_same_on_both():
    """Costs alike, d1 + 1 = d2 + 1 there: ln(x) + ln(x) = 4, x = e²."""
    asked = moves(costs=[1.0, 1.0], limits=[99.0, 99.0], is_whole=[False, False], base=[1.0, 1.0])

    found = cheapest(asked, 4.0)

    assert found.sum() == pytest.approx(2 * (math.exp(2) - 1), rel=2e-6)
    assert found == pytest.approx([math.exp(2) - 1] * 2, abs=0.05)
    assert asked.gains(found).sum() >= 4.0 - SHORT


def test_a_stretch_that_gains_nothing_is_paid_for_too():
    """The first gains 1 a unit beyond 4, at cost 1; the second 1 a unit at cost 2.9."""
    asked = moves(costs=[1.0, 2.9], limits=[9.0, 9.0], entry=[4.0, 0.0])

    assert cheapest(asked, 2.0).tolist() == [0.0, 2.0]
    assert cheapest(asked, 3.0).tolist() == [7.0, 0.0]


def test_what_all_limits_do_not_gain_cannot_be_had():
    assert cheapest(moves(costs=[1.0], limits=[2.0]), 2.5) is None


@settings(deadline=None, max_examples=80)
@given(data=st.data(), q=st.integers(1, 3))
def test_no_whole_package_is_cheaper(data, q: int):
    def column(values) -> list:
        return data.draw(st.lists(values, min_size=q, max_size=q))

    limits = column(st.integers(1, 9))
    entry = [min(at, limit) for at, limit in zip(column(st.integers(0, 3)), limits, strict=True)]
    asked = moves(
        costs=[float(cost) for cost in column(st.integers(1, 9))],
        limits=[float(limit) for limit in limits],
        weight=column(st.sampled_from([0.5, 1.0, 2.5])),
        base=column(st.sampled_from([math.nan, 1.0, 4.0, 30.0])),
        ceiling=column(st.sampled_from([math.inf, 2.0])),
        entry=[float(at) for at in entry],
        start=[0.25 if at else 0.0 for at in entry],
    )
    most = asked.gains(asked.limits).sum()
    need = most * data.draw(st.sampled_from([0.1, 0.37, 0.6, 0.9, 1.0]))

    found = cheapest(asked, need)

    packages = map(np.array, itertools.product(*(range(limit + 1) for limit in limits)))
    enough = [p for p in packages if asked.gains(p).sum() >= need - SHORT]
    assert asked.gains(found).sum() >= need - SHORT
    assert asked.costs @ found == pytest.approx(min(asked.costs @ p for p in enough))


def test_the_solver_writes_nothing_of_its_own(capfd):
    rng = np.random.default_rng(0)
    for _ in range(30):
        limits = rng.integers(1, 80_000, 4).astype(float)
        asked = moves(
            costs=rng.random(4) + 0.01,
            limits=limits,
            is_whole=rng.random(4) < 0.5,
            weight=rng.random(4) + 0.1,
            base=rng.integers(1, 5_000, 4).astype(float),
        )
        cheapest(asked, asked.gains(limits).sum() * rng.random())

    assert capfd.readouterr() == ("", "")
