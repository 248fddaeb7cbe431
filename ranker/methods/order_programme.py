r"""The linear programme below orders with ties: relations between 0 and 1, cuts as they are needed.

With :math:`x_{ab} = 1` where a is above or level with b, an order with ties is
:math:`x_{ab} + x_{ba} \ge 1` and :math:`x_{ab} + x_{bc} - x_{ac} \le 1`, and its cost is
linear. Of the cubically many second ones only those that an answer breaks are added (Groetschel,
Juenger & Reinelt 1984, doi:10.1287/opre.32.6.1195).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ranker.methods import Bools, Floats, Ints
from ranker.methods.pair_costs import Costs
from ranker.methods.simplex import SOLVER_TOLERANCE

_BROKEN = 1e-6  # by how much a cut must be missed to be added
_CUTS_A_ROUND = 2_000
_ROUNDING = 0.01  # of the solver; a bound that is too low by it is rounded up to no less


class Relaxed(NamedTuple):
    """What the programme finds.

    Parameters
    ----------
    bound : float
        A whole number that no order costs less than; infinite where there is no order.
    relations : ndarray of shape (m, m) or None
        Between 0 and 1, at which it is met.
    """

    bound: float
    relations: Floats | None


class OrderProgramme:
    """Bounds on the cost of orders of m members; a cut that was found once holds everywhere.

    Parameters
    ----------
    costs : Costs
    apart_from : ndarray of shape (m,), optional
        Levels of an order that is no answer.
    """

    def __init__(self, costs: Costs, apart_from: Ints | None = None) -> None:
        self._m = len(costs.above)
        self._a, self._b = np.nonzero(~np.eye(self._m, dtype=bool))
        self._number = np.full((self._m, self._m), -1)
        self._number[self._a, self._b] = np.arange(len(self._a))
        self._cuts = np.zeros((0, 3), dtype=np.int64)
        self._avoided = None if apart_from is None else _relations(apart_from)
        self._constant = int((costs.above + costs.above.T - costs.level).sum()) // 2
        prices = (costs.level - costs.above.T)[self._a, self._b].astype(float)
        self._scale = max(1.0, float(np.abs(prices).max(initial=0.0)))
        self._prices = prices / self._scale

    def relaxed(self, low: Floats, high: Floats, limit: float) -> Relaxed:
        """Bound the cost of all orders whose relations lie between two ends.

        Parameters
        ----------
        low, high : ndarray of shape (m, m)
            0 or 1 each.
        limit : float
            Above it the bound need be no better.
        """
        ends = np.column_stack([low[self._a, self._b], high[self._a, self._b]])
        while True:
            value, x = self._solved(ends)
            if x is None:
                return Relaxed(np.inf, None)
            bound = float(np.ceil(value + self._constant - _ROUNDING))
            broken = _broken(x)
            if bound > limit or not len(broken):
                return Relaxed(bound, x)
            self._cuts = np.vstack([self._cuts, broken])

    def _solved(self, ends: Floats) -> tuple[float, Floats | None]:
        from scipy.optimize import linprog  # noqa: PLC0415 - takes half a second
        from scipy.sparse import vstack  # noqa: PLC0415

        blocks = [self._either_way(), self._transitive(), *self._apart()]
        found = linprog(
            self._prices,
            A_ub=vstack([rows for rows, _ in blocks], format="csr"),
            b_ub=np.concatenate([limits for _, limits in blocks]),
            bounds=ends,
            method="highs",
            options={
                "primal_feasibility_tolerance": SOLVER_TOLERANCE,
                "dual_feasibility_tolerance": SOLVER_TOLERANCE,
            },
        )
        if found.x is None:
            return np.inf, None
        x = np.ones((self._m, self._m))
        x[self._a, self._b] = found.x
        return float(found.fun) * self._scale, x

    def _either_way(self) -> tuple[object, Floats]:
        once = self._a < self._b
        pairs = self._a[once], self._b[once]
        columns = [self._number[pairs], self._number[pairs[::-1]]]
        return self._rows(columns, (-1.0, -1.0)), -np.ones(int(once.sum()))

    def _transitive(self) -> tuple[object, Floats]:
        i, j, k = self._cuts.T
        columns = [self._number[i, j], self._number[j, k], self._number[i, k]]
        return self._rows(columns, (1.0, 1.0, -1.0)), np.ones(len(i))

    def _apart(self) -> list[tuple[object, Floats]]:
        """Let at least one relation differ from the order to avoid."""
        if self._avoided is None:
            return []
        held = self._avoided[self._a, self._b]
        columns = [np.array([at]) for at in range(len(held))]
        row = self._rows(columns, tuple(np.where(held, 1.0, -1.0)))
        return [(row, np.array([held.sum() - 1.0]))]

    def _rows(self, columns: list[Ints], signs: tuple[float, ...]) -> object:
        from scipy.sparse import csr_array  # noqa: PLC0415 - takes half a second

        count = len(columns[0])
        rows = np.tile(np.arange(count), len(columns))
        where = (rows, np.concatenate(columns))
        return csr_array((np.repeat(signs, count), where), shape=(count, len(self._prices)))


def _broken(x: Floats) -> Ints:
    """Return triples of which the first is above the second, that above the third, but it not."""
    excess = x[:, :, None] + x[None, :, :] - x[:, None, :] - 1.0
    flat = excess.ravel()
    worst = np.flatnonzero(flat > _BROKEN)
    worst = worst[np.argsort(-flat[worst], kind="stable")][:_CUTS_A_ROUND]
    return np.column_stack(np.unravel_index(worst, excess.shape))


def _relations(levels: Ints) -> Bools:
    return np.asarray(levels[:, None] <= levels[None, :])
