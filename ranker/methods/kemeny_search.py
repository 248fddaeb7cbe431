r"""Orders of one undecided set that cost the least: a bound by linear programmes, then branches.

Costs are whole numbers, so a programme's value is rounded up (`ranker.methods.order_programme`);
where it meets an order found by moving single alternatives, that order is proved. Where it does
not, one relation is fixed either way, the most promising branch first.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ranker.methods import Floats, Ints
from ranker.methods.order_programme import OrderProgramme
from ranker.methods.pair_costs import Costs

MOST_EXACT = 60  # members of a set; beyond, the sum of the cheapest relations is the bound
MOST_BRANCHES = 60  # each up to some seconds where 60 members are tied up in one another
_WHOLE = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The cheapest order of one set that was found.

    Parameters
    ----------
    levels : ndarray of shape (m,)
        0 is best; equal numbers are a tie.
    distance, bound : int
        What it costs, and what none can cost less than.
    is_unique : bool or None
        None where it is not known.
    other : ndarray of shape (m,) or None
        Another order of the same cost.
    """

    levels: Ints
    distance: int
    bound: int
    is_unique: bool | None
    other: Ints | None


def settle(costs: Costs) -> Found:
    """Find the cheapest order of a set; of several, one with the most ties.

    Parameters
    ----------
    costs : Costs
        Of m members.
    """
    m = len(costs.above)
    if m == 1:
        return Found(np.zeros(1, dtype=np.int64), 0, 0, True, None)
    tying = costs.preferring_ties()
    starts = (descend(tying, levels) for levels in _starts(costs))
    levels = min(starts, key=tying.of)
    if m > MOST_EXACT:
        other = neighbour(costs, levels)
        bound = int(np.minimum(costs.level, np.minimum(costs.above, costs.above.T)).sum()) // 2
        return Found(levels, costs.of(levels), bound, None if other is None else False, other)
    levels, low = _Search(tying).cheapest(levels)
    scale = m * (m - 1) // 2 + 1
    distance = costs.of(levels)
    bound = min(distance, -(-low // scale))
    other = neighbour(costs, levels)
    if bound < distance or other is not None:
        return Found(levels, distance, bound, None if other is None else False, other)
    other, is_known = _Search(costs, apart_from=levels).other(distance)
    return Found(levels, distance, bound, other is None if is_known else None, other)


# --- by moving one alternative at a time --------------------------------------------------


def _starts(costs: Costs) -> tuple[Ints, Ints]:
    """Order by what each costs above all others; with ties, and with those broken."""
    prices = costs.above.sum(axis=1) - costs.above.sum(axis=0)
    return _compact(prices), np.argsort(np.argsort(prices, kind="stable"))


def _compact(levels: Floats | Ints) -> Ints:
    return np.unique(levels, return_inverse=True)[1].astype(np.int64)


def descend(costs: Costs, levels: Ints) -> Ints:
    """Move single alternatives to where they cost less, until none does."""
    current = _compact(levels)
    has_moved = True
    while has_moved:
        has_moved = False
        for i in range(len(current)):
            at, prices = _prices(costs, current, i)
            best = int(np.argmin(prices))
            if prices[best] < prices[at]:
                current = _moved(current, i, best)
                has_moved = True
    return current


def neighbour(costs: Costs, levels: Ints) -> Ints | None:
    """Return an order of the same cost that one move away, None where there is none."""
    current = _compact(levels)
    for i in range(len(current)):
        at, prices = _prices(costs, current, i)
        same = [place for place in np.flatnonzero(prices == prices[at]) if place != at]
        if same:
            return _moved(current, i, int(same[0]))
    return None


def _prices(costs: Costs, levels: Ints, i: int) -> tuple[int, Floats]:
    """Return what each place costs member i, and which of these places it has.

    With the others on c levels there are 2c + 1 places: an even one, 2p, is between levels
    p - 1 and p, an odd one, 2p + 1, is level p itself.
    """
    is_other = np.arange(len(levels)) != i
    rest = _compact(levels[is_other])
    c = int(rest.max()) + 1

    def summed(values: Ints) -> Floats:
        return np.asarray(np.bincount(rest, weights=values[is_other], minlength=c))

    ahead = np.r_[0.0, np.cumsum(summed(costs.above[:, i]))]  # of the first p levels above it
    behind = np.r_[0.0, np.cumsum(summed(costs.above[i])[::-1])][::-1]  # of levels p on below it
    prices = np.empty(2 * c + 1)
    prices[::2] = ahead + behind
    prices[1::2] = ahead[:-1] + summed(costs.level[i]) + behind[1:]
    above = len(np.unique(levels[levels < levels[i]]))
    is_tied = bool((levels[is_other] == levels[i]).any())
    return 2 * above + is_tied, prices


def _moved(levels: Ints, i: int, place: int) -> Ints:
    is_other = np.arange(len(levels)) != i
    moved = np.zeros(len(levels))
    moved[is_other] = 2.0 * _compact(levels[is_other]) + 1
    moved[i] = place
    return _compact(moved)


# --- by linear programmes and branches ---------------------------------------------------


class _Branch(NamedTuple):
    """Orders whose relations lie between two ends; those of the lowest bound come first."""

    bound: float
    number: int
    low: Floats
    high: Floats


class _Search:
    """Branch and bound over the relations of one set."""

    def __init__(self, costs: Costs, *, apart_from: Ints | None = None) -> None:
        self._costs = costs
        self._programme = OrderProgramme(costs, apart_from)
        m = len(costs.above)
        self._queue = [_Branch(-np.inf, 0, np.zeros((m, m)), np.ones((m, m)))]
        self._count = 0

    def cheapest(self, levels: Ints) -> tuple[Ints, int]:
        """Return the cheapest order found, from one that is known, and a bound on all."""
        best, cost = levels, self._costs.of(levels)
        while self._queue and self._count < MOST_BRANCHES:
            branch, x = self._next(cost - 1)
            if x is None:
                continue
            rounded = descend(self._costs, _order_of(x))
            if self._costs.of(rounded) < cost:
                best, cost = rounded, self._costs.of(rounded)
            self._split(branch, x)
        return best, int(min([cost, *(branch.bound for branch in self._queue)]))

    def other(self, cost: int) -> tuple[Ints | None, bool]:
        """Return an order of that cost but for the one to avoid, and whether that is settled."""
        while self._queue and self._count < MOST_BRANCHES:
            branch, x = self._next(cost)
            if x is not None and _is_whole(x):
                return _order_of(x), True
            if x is not None:
                self._split(branch, x)
        return None, not self._queue

    def _next(self, limit: int) -> tuple[_Branch, Floats | None]:
        """Take the most promising branch; no relations where nothing in it is within a limit."""
        branch = heapq.heappop(self._queue)
        self._count += 1
        if branch.bound > limit:
            return branch, None
        bound, x = self._programme.relaxed(branch.low, branch.high, limit)
        return branch._replace(bound=bound), x if bound <= limit else None

    def _split(self, branch: _Branch, x: Floats) -> None:
        """Fix the least decided relation either way, if there is one."""
        if _is_whole(x):
            return
        a, b = np.unravel_index(int(np.abs(x - 0.5).argmin()), x.shape)
        high, low = branch.high.copy(), branch.low.copy()
        high[a, b], low[a, b] = 0.0, 1.0
        number = 2 * self._count
        heapq.heappush(self._queue, branch._replace(number=number, high=high))
        heapq.heappush(self._queue, branch._replace(number=number + 1, low=low))


def _order_of(x: Floats) -> Ints:
    """Order members by how many they are behind less how many they are ahead of."""
    return _compact(np.round(x.sum(axis=0) - x.sum(axis=1), 6))


def _is_whole(x: Floats) -> bool:
    return bool((np.minimum(np.abs(x), np.abs(1.0 - x)) <= _WHOLE).all())
