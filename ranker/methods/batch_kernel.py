"""A method that scores blocks of draws: weighted sums of tables, joined.

Where the decision matrix is the same in every draw the work is one or two matrix products;
where it varies from draw to draw a block is worked through in parts that fit a processor's
cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from ranker.methods import Floats, Ints, SmallInts
from ranker.methods.batch_additive import as_they_are
from ranker.methods.batch_counts import count_rows
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.batch_tables import Tables, Tabulate, Tabulated, outer_largest
from ranker.methods.ranks import TIE_TOLERANCE

DRAWS_AT_ONCE = 2048
CELLS_AT_ONCE = 1 << 19  # of (criteria, alternatives, draws), at most: 4 MiB a temporary
VARYING_AT_ONCE = 512  # draws that have a matrix each: rows are long, tables stay in a cache
LINE = 64  # draws: rows of a multiple of these begin where a processor's cache lines do

Join = Callable[[list[Floats], int], Floats]
Whole = TypeVar("Whole", SmallInts, Ints)  # ranks or counts


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The weight-free part of a ranking.

    Parameters
    ----------
    tables : tuple of ndarray of shape (n, m)
        What the kernel combines with weights; (n, m, s), or not there yet, where data vary from
        draw to draw.
    performances : ndarray of shape (n, m) or (n, m, s)
        The values that were handed over, not copied.
    is_utility : bool
        Whether they are utilities.
    keys : tuple of ndarray of shape (n, m)
        What the kernel's key combines with weights, where it has one.
    """

    tables: Tables
    performances: Floats
    is_utility: bool
    keys: Tables = ()

    @property
    def varies(self) -> bool:
        """Whether values differ from draw to draw."""
        return self.performances.ndim == 3


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """Numbers that order alternatives as their scores do, but are found with less work.

    Parameters
    ----------
    tabulate : callable
        From a kernel's tables, each (n, m), to those of the key.
    join : callable
        From their weighted sums to numbers, larger where the score is; as in `Kernel`.
    stretch : float
        Two scores that differ by a share t of the largest in a draw have keys that differ by
        at most `stretch` times t of the largest key.
    """

    tabulate: Callable[[Tables], Tables]
    join: Join
    stretch: float


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A method that scores a block of draws: weighted sums of tables, joined.

    Parameters
    ----------
    name : str
        Kebab-case name.
    more_is_better : bool
        Direction of the score.
    tabulate : callable or sequence of n callable
        From values of shape (n, m) or (n, m, s) and `is_utility` to what is weighted; one for
        each criterion where they differ.
    join : callable
        From the weighted sum of each table and the axis of the alternatives to scores. Sums are
        (s, m) with axis 1 or (m, s) with axis 0, and may be changed.
    keeps_scale : bool
        Whether scores do not change when a row of weights is multiplied by a number above 0.
        Ranks never do.
    weigh : callable
        From weights and the axis of the criteria to what tables are multiplied with.
    takes_largest : bool
        Whether the largest weighted cell, 0 or more, of the only table joins its weighted sum;
        both are then of shape (m, s).
    draws_at_once : int, optional
        Draws that are tabulated at once where values vary, if not as many as fit a cache.
    key : Key, optional
        Where ranks of draws with one matrix are to be had for less than their scores.
    """

    name: str
    more_is_better: bool
    tabulate: Tabulate | Sequence[Tabulate]
    join: Join
    keeps_scale: bool
    weigh: Callable[[Floats, int], Floats] = as_they_are
    takes_largest: bool = False
    draws_at_once: int | None = None
    key: Key | None = None

    def prepare(
        self, performances: Floats, *, is_utility: bool = True, keep: bool = False
    ) -> Prepared:
        """Do what needs no weights.

        Parameters
        ----------
        performances : ndarray of shape (n, m) or (n, m, s)
            Finite values of m alternatives on n criteria, criteria first, more is better; in
            each of s draws where they vary.
        is_utility : bool
            Whether all are utilities on [1, 100], as `commensurable` says in the catalogue:
            the weighted sum then uses them as they are, and the weighted product takes a
            utility below 1 as 1. Else the weighted sum stretches each criterion to [0, 1],
            and the weighted product takes values of 0 or less as the smallest number.
        keep : bool
            Whether values that vary are worked on now, to be weighted several times, not in
            parts when they are; takes as much memory as they do.

        Returns
        -------
        Prepared
        """
        if performances.ndim == 3:
            made = self._tabulated(performances, is_utility) if keep else Tabulated(())
            return Prepared(tuple(t.copy("K") for t in made.scaled), performances, is_utility)
        made = self._tabulated(performances, is_utility)
        tables = tuple(np.array(table, order="F") for table in made.scaled)
        keys = self.key.tabulate(tables) if self.key else ()
        return Prepared(tables, performances, is_utility, tuple(map(np.asfortranarray, keys)))

    def _tabulated(self, values: Floats, is_utility: bool) -> Tabulated:
        if callable(self.tabulate):
            return self.tabulate(values, is_utility)
        rows = zip(self.tabulate, values, strict=True)
        made = [tabulate(row[np.newaxis], is_utility).scaled for tabulate, row in rows]
        return Tabulated(tuple(map(np.concatenate, zip(*made, strict=True))))

    def evaluate(self, prepared: Prepared, weights: Floats) -> Floats:
        """Score every alternative in every draw.

        Parameters
        ----------
        prepared : Prepared
            What `prepare` gives.
        weights : ndarray of shape (s, n)
            Weights of 0 or more, not all 0 in a row. Ranks do not depend on their sum;
            scores equal the catalogue's where they sum to 1, or always if `keeps_scale`.

        Returns
        -------
        ndarray of shape (s, m)
            Finite scores in the method's direction. Where no criterion with a weight tells
            any two alternatives apart, all are equal.
        """
        if prepared.varies:
            return self._varying(prepared, np.ascontiguousarray(weights.T))
        if self.takes_largest:
            return _in_parts(partial(self._with_largest, prepared.tables[0]), weights)
        return self._joined(prepared.tables, self.join, weights)

    def _joined(self, tables: Tables, join: Join, weights: Floats) -> Floats:
        def joined(part: Floats) -> Floats:
            weighed = self.weigh(part, 1)
            return join([weighed @ table for table in tables], 1)

        return _in_parts(joined, weights)

    def _with_largest(self, table: Floats, weights: Floats) -> Floats:
        """Score draws side by side in memory: quicker, though they are turned twice."""
        columns = self.weigh(np.ascontiguousarray(weights.T), 0)
        sums = [table.T @ columns, outer_largest(table, columns)]
        return np.ascontiguousarray(self.join(sums, 0).T)

    def _varying(self, prepared: Prepared, columns: Floats) -> Floats:
        """Score draws that have a matrix each, some at a time, under weights (n, s)."""
        n, m, s = prepared.performances.shape
        step = self.draws_at_once or _draws_at_once(n * m)
        weighed = self.weigh(columns, 0)
        if step >= s:
            return self._varied(prepared, weighed, slice(None)).T
        scores = np.empty((m, s))
        for start in range(0, s, step):
            part = slice(start, start + step)
            scores[:, part] = self._varied(prepared, weighed, part)
        return scores.T

    def _varied(self, prepared: Prepared, weighed: Floats, part: slice) -> Floats:
        """Score some draws, (m, s)."""
        if prepared.tables:
            made = Tabulated(tuple(table[:, :, part] for table in prepared.tables))
        else:
            made = self._tabulated(prepared.performances[:, :, part], prepared.is_utility)
        scale = 1.0 if made.scale is None else made.scale[:, 0]
        return self.join(self._sums(made.tables, weighed[:, part] * scale), 0)

    def _sums(self, tables: Tables, weights: Floats) -> list[Floats]:
        """Add up tables (n, m, s) over the criteria under weights (n, s): each (m, s)."""
        if not self.takes_largest:
            return [np.einsum("nms,ns->ms", table, weights) for table in tables]
        total, largest, term = np.zeros((3, *tables[0].shape[1:]))
        for table, weight in zip(tables[0], weights, strict=True):
            np.multiply(table, weight, out=term)
            total += term
            np.maximum(largest, term, out=largest)
        return [total, largest]

    def rank(self, prepared: Prepared, weights: Floats) -> SmallInts:
        """Rank every alternative in every draw, as `rank_rows` ranks the scores.

        Parameters
        ----------
        prepared, weights
            As for `evaluate`.

        Returns
        -------
        ndarray of shape (s, m)
        """
        return self._settled(rank_rows, prepared, weights)

    def count(self, prepared: Prepared, weights: Floats) -> Ints:
        """Count how often each alternative takes each rank, as `count_rows` does of the scores.

        Parameters
        ----------
        prepared, weights
            As for `evaluate`.

        Returns
        -------
        ndarray of shape (m, m)
        """
        return self._settled(count_rows, prepared, weights)

    def _settled(self, look: Callable[..., Whole], prepared: Prepared, weights: Floats) -> Whole:
        """Rank or count by keys where there are some, but by scores where they lie too close."""
        if not prepared.keys or self.key is None:
            return look(self.evaluate(prepared, weights), more_is_better=self.more_is_better)

        def settle(rows: Ints) -> SmallInts:
            scores = self.evaluate(prepared, weights[rows])
            return rank_rows(scores, more_is_better=self.more_is_better)

        keys = self._joined(prepared.keys, self.key.join, weights)
        tolerance = TIE_TOLERANCE * self.key.stretch
        return look(keys, more_is_better=self.more_is_better, tolerance=tolerance, settle=settle)


def _draws_at_once(cells: int) -> int:
    """Return how many draws of so many cells each are worked on at once."""
    return min(max(1, CELLS_AT_ONCE // cells // LINE) * LINE, VARYING_AT_ONCE)


def _in_parts(work: Callable[[Floats], Floats], weights: Floats) -> Floats:
    """Score draws of weights (s, n), some at a time."""
    if len(weights) <= DRAWS_AT_ONCE:
        return work(weights)
    starts = range(0, len(weights), DRAWS_AT_ONCE)
    return np.vstack([work(weights[start : start + DRAWS_AT_ONCE]) for start in starts])
