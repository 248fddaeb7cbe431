"""The highest score that a network can still reach when some members are settled.

Some candidates are in, some are out, and a number of places is left to be taken by those who
come later in the order. For each indicator alone the best completion gives a utility that no
completion exceeds; the tree above turns these into a bound of the score. Where an indicator
may stay missing, leaving its weight to its siblings is a completion too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.network_pool import PoolColumn, pooled_table
from ranker.analysis.network_score import NetworkModel
from ranker.methods import Bools, Floats, Ints
from ranker.methods.tree import COVERAGE_TOLERANCE
from ranker.study.model import Criterion, Node

ENDLESS = 1e300  # a performance that no bound is known for


@dataclass(frozen=True, slots=True, eq=False)
class _Bounds:
    """Of one node for r partial networks: each of shape (r,).

    Parameters
    ----------
    highest : ndarray
        Where the node has a score, it is at most this.
    is_sure, is_possible : ndarray
        Whether it has a score in all completions, and in some.
    least, most : ndarray
        Ends of its coverage; 0 where it is not sure, and not possible, to have a score.
    """

    highest: Floats
    is_sure: Bools
    is_possible: Bools
    least: Floats
    most: Floats


class ScoreBound:
    """Bounds of scores for partial networks of one model at one coordination.

    Parameters
    ----------
    model : NetworkModel
        Of n candidates, best first.
    coordination : float
    """

    def __init__(self, model: NetworkModel, coordination: float) -> None:
        self._model = model
        self._coordination = coordination
        leaves = model.ranking.cells.indicators
        self._signs = [-1.0 if leaf.objective == "min" else 1.0 for leaf in leaves]
        pairs = zip(model.columns, self._signs, strict=True)
        self._tails = [_Tail(column, sign) for column, sign in pairs]
        self._lows = {
            j: _Tail(column, -1.0)
            for j, (leaf, column) in enumerate(zip(leaves, model.columns, strict=True))
            if leaf.objective == "target"
        }

    def __call__(self, members: Bools, level: int, left: Ints) -> Floats:
        """Return the highest score of any completion.

        Parameters
        ----------
        members : ndarray of shape (r, n)
            Who is in; none of the rows is empty.
        level : int
            Candidates from here on are not settled.
        left : ndarray of shape (r,)
            How many of them will join each row, one at least.

        Returns
        -------
        ndarray of shape (r,)
        """
        settled = pooled_table(self._model.columns, members)
        pools = np.column_stack(
            [
                sign * tail.highest(sign * own, members, level, left)
                for sign, tail, own in zip(self._signs, self._tails, settled.T, strict=True)
            ]
        )
        share = np.full(len(members), self._coordination)
        best = members.argmax(axis=1)
        for j, tail in self._lows.items():
            least = -tail.highest(-settled[:, j], members, level, left)
            pools[:, j] = self._model.nearest_pools(j, least, pools[:, j], best=best, share=share)
        points = self._model.utilities(pools, best, share)
        is_sure = ~np.isnan(settled)
        scores = np.zeros(len(members))
        for node in self._model.ranking.study.criteria:
            weight = self._model.ranking.weighting.shares[node.id]
            if weight > 0:
                scores += weight * self._below(node, points, is_sure).highest
        return scores

    def _below(self, node: Node, points: Floats, is_sure: Bools) -> _Bounds:
        if not isinstance(node, Criterion):
            j = [leaf.id for leaf in self._model.ranking.cells.indicators].index(node.id)
            is_possible = ~np.isnan(points[:, j])
            ends = (is_sure[:, j].astype(float), is_possible.astype(float))
            return _Bounds(points[:, j], is_sure[:, j], is_possible, *ends)
        shares = self._model.ranking.weighting.shares
        children = [self._below(child, points, is_sure) for child in node.children]
        weights = [shares[child.id] for child in node.children]
        needed = self._model.ranking.study.rules.min_coverage - COVERAGE_TOLERANCE
        least = sum((w * c.least for w, c in zip(weights, children, strict=True)), np.zeros(1))
        most = sum((w * c.most for w, c in zip(weights, children, strict=True)), np.zeros(1))
        known = np.any([c.is_sure for c in children], axis=0)
        possible = np.any([c.is_possible for c in children], axis=0)
        known, possible = known & (least >= needed), possible & (most >= needed)
        ends = (np.where(known, least, 0.0), np.where(possible, most, 0.0))
        return _Bounds(_highest_mean(children, weights), known, possible, *ends)


def _highest_mean(children: Sequence[_Bounds], weights: Sequence[float]) -> Floats:
    """Return the highest weighted mean over the sure children and any of the possible ones."""
    shares = np.array(weights)
    highest = np.column_stack([child.highest for child in children])
    sure = np.column_stack([child.is_sure for child in children])
    possible = np.column_stack([child.is_possible for child in children]) & ~sure
    total = np.where(sure, shares, 0.0).sum(axis=1)
    points = np.where(sure, shares * highest, 0.0).sum(axis=1)
    best = np.full(len(highest), -np.inf)
    np.divide(points, total, out=best, where=total > 0)
    order = np.argsort(np.where(possible, -highest, np.inf), axis=1)
    for column in order.T:
        rows = np.arange(len(order))
        joins = possible[rows, column]
        total = total + np.where(joins, shares[column], 0.0)
        points = points + np.where(joins, shares[column] * highest[rows, column], 0.0)
        mean = np.divide(points, total, out=np.full(len(order), -np.inf), where=total > 0)
        best = np.maximum(best, mean)
    return best


class _Tail:
    """One indicator: what those who come later can add at best, more being better.

    Values carry the sign of the objective, so that a cost's are negative.
    """

    def __init__(self, column: PoolColumn, sign: float) -> None:
        self._column = column
        values = sign * column.values
        n = len(values)
        self._how = column.how
        if sign < 0 and column.how in ("max", "min"):
            self._how = "min" if column.how == "max" else "max"
        self._highest = np.full(n + 1, -np.inf)  # by level
        self._added = np.zeros((n + 1, n + 1))  # by level and number that joins
        self._weights = np.zeros((n + 1, n + 1))
        for level in range(n):
            later = values[level:][~np.isnan(values[level:])]
            self._highest[level] = later.max(initial=-np.inf)
            self._added[level] = _largest(_distinct(column, level, sign), n)
            self._weights[level] = _largest(column.shares[level:], n)
        self._is_open = sign > 0 and _has_shared_loss(column)

    def highest(self, own: Floats, members: Bools, level: int, left: Ints) -> Floats:
        """Return the highest pool, shape (r,), NaN where none can have a figure."""
        later = self._highest[level]
        if self._how == "max":
            return np.asarray(_finite(np.fmax(own, later)))
        if self._how == "min":
            return np.asarray(_finite(np.where(np.isnan(own), later, own)))
        if self._how != "sum":
            return self._mean(own, members, level, left)
        if np.isneginf(later):
            return own
        if self._is_open:
            return np.full_like(own, ENDLESS)
        most = np.nan_to_num(own) + self._added[level, left]
        return np.asarray(np.where(np.isnan(own) & (later < 0), later, most))

    def _mean(self, own: Floats, members: Bools, level: int, left: Ints) -> Floats:
        later = self._highest[level]
        if np.isneginf(later):
            return own
        if self._how == "share" and not (self._column.shares > 0).all():
            return np.asarray(np.fmax(own, later))
        held = members & self._column.is_known
        if self._how == "mean":
            weight, joining = held.sum(axis=1).astype(float), left.astype(float)
        else:
            weight, joining = held @ self._column.shares, self._weights[level, left]
        mixed = (np.nan_to_num(own) * weight + joining * later) / (weight + joining)
        return np.asarray(np.where(np.isnan(own), later, np.maximum(own, mixed)))


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)


def _distinct(column: PoolColumn, level: int, sign: float) -> Floats:
    """Return what each later candidate can add to a sum at most.

    Where everybody has one thing at most, such as the figure of a metro area, a thing of
    several holders is added with one of them alone: the one with the highest figure of it.
    """
    added = np.zeros(len(column.values))
    had = Counter(holder for thing in column.things for holder in thing.holders)
    is_once = max(had.values(), default=0) < 2
    for thing in column.things:
        pairs = zip(thing.holders, thing.values, strict=True)
        later = [(holder, sign * value) for holder, value in pairs if holder >= level]
        if is_once:
            later = sorted(later, key=lambda pair: -pair[1])[:1]
        for holder, value in later:
            added[holder] += max(value, 0.0)
    return added


def _largest(values: Floats, n: int) -> Floats:
    """Return the sum of the largest 0, 1, ... n values, shape (n + 1,)."""
    ordered = np.sort(values)[::-1]
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.concatenate([sums, np.full(n + 1 - len(sums), sums[-1])])


def _has_shared_loss(column: PoolColumn) -> bool:
    """Whether a thing of several holders is below 0 with one: another one may then add more."""
    return any(min(thing.values) < 0 for thing in column.things if len(thing.holders) > 1)
