"""How the figures of clusters pool: every thing once, means by member, weakest or best.

A pool by ``sum`` adds up distinct things. A place is one thing, however many members lie in
it, and so is a named item of an indicator that counts (a company with sites in two members is
one company). Amounts are things of their place alone: equal names of projects are no equal
money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.methods import Bools, Floats, Ints
from ranker.study.matrix import Cell
from ranker.study.model import Indicator, Pool

AGGREGATES = frozenset({"stated count", "stated total"})  # items that name nothing by itself
WHOLE = -1  # in place of the number of a row: the cell as it stands


@dataclass(frozen=True, slots=True)
class Thing:
    """What is added once, whoever of its holders is a member.

    Parameters
    ----------
    holders : tuple of int
        Candidates that have it.
    parts : tuple of int
        For each holder the number of its row in the cell, `WHOLE` for the cell itself.
    values : tuple of float
        Its figure with each holder; the highest among the members counts.
    """

    holders: tuple[int, ...]
    parts: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PoolColumn:
    """One indicator of n candidates, and how it pools.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Performances; NaN where missing.
    shares : ndarray of shape (n,)
        Weight of each candidate in a mean.
    things : tuple of Thing
        What a sum adds; empty for other pools.
    """

    how: Pool
    values: Floats
    shares: Floats
    things: tuple[Thing, ...]

    @property
    def is_known(self) -> Bools:
        """Who has a figure, shape (n,)."""
        return ~np.isnan(self.values)

    def pooled(self, members: Bools) -> Floats:
        """Return the pooled performance of some sets of members.

        Parameters
        ----------
        members : ndarray of shape (r, n)
            Who is in each set.

        Returns
        -------
        ndarray of shape (r,)
            NaN where no member has a figure.
        """
        held = members & self.is_known
        if self.how == "sum":
            result = self._summed(held)
        elif self.how in ("max", "min"):
            fill, pick = (-np.inf, np.max) if self.how == "max" else (np.inf, np.min)
            result = pick(np.where(held, self.values, fill), axis=1)
        else:
            result = self._mean(held)
        return np.where(held.any(axis=1), result, np.nan)

    def _mean(self, held: Bools) -> Floats:
        """Return weighted means by deviations from one figure, so that equal ones stay equal."""
        weights = held * self.mean_weights(held)
        base = self.values[self.is_known][:1].sum()
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(
                base + weights @ np.nan_to_num(self.values - base) / weights.sum(axis=1)
            )

    def mean_weights(self, held: Bools) -> Floats:
        """Return the weights of members in a mean, by set: (1 or r, n) from (r, n).

        Their shares; all equal where none of those who have a figure has a share.
        """
        if self.how == "mean":
            return np.ones((1, len(self.shares)))
        has_share = (held * self.shares).sum(axis=1, keepdims=True) > 0
        return np.where(has_share, self.shares, 1.0)

    def _summed(self, held: Bools) -> Floats:
        own = np.zeros(len(self.values))
        for thing in self.things:
            if len(thing.holders) == 1:
                own[thing.holders[0]] += thing.values[0]
        total = np.asarray(held @ own)
        for thing in self.things:
            if len(thing.holders) > 1:
                had = held[:, thing.holders]
                most = np.where(had, np.array(thing.values), -np.inf).max(axis=1)
                total += np.where(had.any(axis=1), most, 0.0)
        return total


def pool_columns(
    ranking: Ranking, members: Sequence[str], shares: Mapping[str, float]
) -> tuple[PoolColumn, ...]:
    """Return how each scored indicator of some clusters pools.

    Parameters
    ----------
    ranking : Ranking
    members : sequence of str
        Ids of the n candidates.
    shares : mapping of str to float
        Their weights where an indicator pools by share; equal where empty, 0 where not named.
    """
    rows = [ranking.index(member) for member in members]
    weights = np.array([shares.get(member, 0.0) if shares else 1.0 for member in members])
    return tuple(
        _column(indicator, [ranking.cells.cells[i][j] for i in rows], weights)
        for j, indicator in enumerate(ranking.cells.indicators)
    )


def _column(indicator: Indicator, cells: Sequence[Cell], shares: Floats) -> PoolColumn:
    values = np.array([cell.value for cell in cells])
    things = tuple(_things(indicator, cells)) if indicator.pool == "sum" else ()
    return PoolColumn(indicator.pool, values, shares, things)


def _things(indicator: Indicator, cells: Sequence[Cell]) -> Iterable[Thing]:
    """Yield what the cells add up from: shared items first taken out of their cells."""
    shared = _shared_items(indicator, cells)
    found: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    for i, cell in enumerate(cells):
        items = {row.item for row in cell.chosen}
        if not items & shared:
            if not cell.is_missing:
                found["place", cell.place].append((i, WHOLE, cell.value))
            continue
        for part, row in enumerate(cell.chosen):
            key = ("item", row.item) if row.item in shared else (cell.place, row.item)
            found[key].append((i, part, row.value))
    for held in found.values():
        holders, parts, values = zip(*held, strict=True)
        yield Thing(holders, parts, values)


def _shared_items(indicator: Indicator, cells: Sequence[Cell]) -> frozenset[str]:
    """Return the names that stand in cells of several places and mean the same thing."""
    if not indicator.count or indicator.combine != "sum":
        return frozenset()
    places: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for row in cell.chosen:
            if row.item and row.item not in AGGREGATES:
                places[row.item].add(cell.place)
    return frozenset(item for item, where in places.items() if len(where) > 1)


def pooled_table(columns: Sequence[PoolColumn], members: Bools) -> Floats:
    """Return pooled performances of r sets of members on k indicators, shape (r, k)."""
    return np.column_stack([column.pooled(members) for column in columns])


def known_members(columns: Sequence[PoolColumn]) -> Ints:
    """Return how many of all candidates have a figure on each indicator, shape (k,)."""
    return np.array([int(column.is_known.sum()) for column in columns])
