"""The figures on which a claim hangs: each that alone, within its doubt, would turn it.

One figure moves at a time, all others stay as ranked, and so do the yardsticks. A figure is
taken to the ends of its doubt, and to what comes nearest to its target where it has one; where
the claim turns there, the least change that turns it is looked for between (a claim that holds
at both ends and not between is not noticed). A missing figure is put to every value that the
simulation would draw for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ranker.analysis.claim_draws import WHOLE, Question
from ranker.analysis.claim_truth import holds
from ranker.analysis.exact import measured_leaf
from ranker.analysis.flips import least_change
from ranker.analysis.matrices import leaf_utilities, node_columns
from ranker.analysis.model import Model, compile_model
from ranker.analysis.ranking import Ranking
from ranker.analysis.simulation import rank_matrices
from ranker.analysis.variables import Variable, Variables, list_variables
from ranker.analysis.variation import Variation
from ranker.methods import Bools, Floats, Ints
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.simplex import plain
from ranker.study.doubt import Doubt
from ranker.study.matrix import Cell

_FIXED = Variation(weights="fixed", data=False, missing=False)


@dataclass(frozen=True, slots=True)
class Hinge:
    """A figure that alone would turn a claim, were it wrong or known.

    Parameters
    ----------
    clusters : tuple of str
        Ranked clusters that have it, best first; several where it is a city's or country's.
    cell : Cell
        What is used now, with its grade and sources, or nothing.
    low, high : float
        Its doubt; of a missing figure the least and the greatest that is seen elsewhere.
    needed : float or None
        The value nearest to the present one that turns the claim, in the indicator's unit;
        None of a missing figure.
    slack : float
        From 0 to 1, less is more telling: the needed change as a share of the whole doubt; of
        a missing figure the share of values seen elsewhere that would not turn the claim.
    """

    clusters: tuple[str, ...]
    cell: Cell
    low: float
    high: float
    needed: float | None
    slack: float


class Trials:
    """A ranking in which one figure at a time is changed, ready for any claim."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.model: Model = compile_model(ranking, _FIXED, plain(len(ranking.study.criteria)))
        self.variables: Variables = list_variables(ranking)
        self.base = list(leaf_utilities(self.model, None, self.model.scenarios[0]))
        self.rows: Ints = np.array([ranking.index(c) for c in self.model.clusters])

    def hinges(self, question: Question) -> tuple[Hinge, ...]:
        """Return the figures that alone turn a claim, the most telling first."""
        truth = bool(holds(question.form, question.ranks[np.newaxis], question.field)[0])
        found: list[Hinge] = []
        for v, variable in enumerate(self.variables.variables):
            if variable.column not in self._below(question.column):
                continue
            if variable.doubt is None:
                found += self._missing(question, v, truth)
            elif not variable.doubt.is_certain:
                found += self._figure(question, v, variable.doubt, truth)
        return tuple(sorted(found, key=lambda hinge: (hinge.slack, hinge.cell.indicator.id)))

    def _below(self, column: int) -> frozenset[int]:
        """Return the leaves below a node of the tree."""
        if column == WHOLE:
            return frozenset(range(len(self.base)))
        children = {family.parent: family.children for family in self.model.families}
        if column not in children:
            return frozenset((column,))
        return frozenset().union(*(self._below(child) for child in children[column]))

    def _figure(self, question: Question, v: int, doubt: Doubt, truth: bool) -> Iterator[Hinge]:
        own = float(self.variables.observed[v])
        found: list[float] = []
        for end in self._ends(self.variables.variables[v].column, doubt):

            def turns(value: float) -> bool:
                return bool(self.try_values(question, v, np.array([value]))[0]) != truth

            needed = least_change(own, end, turns, is_stepped=doubt.is_stepped)
            found += [] if needed is None else [needed]
        if found:
            needed = min(found, key=lambda value: abs(value - own))
            slack = abs(needed - own) / (doubt.high - doubt.low)
            yield Hinge(*self._owners(v), doubt.low, doubt.high, needed, slack)

    def _ends(self, column: int, doubt: Doubt) -> tuple[float, ...]:
        """Return how far a figure is taken: its ends, and what comes nearest to its target."""
        if self.ranking.study.indicators[column].objective != "target":
            return doubt.low, doubt.high
        yardstick = self.ranking.tree.yardsticks[column]
        nearest = yardstick.nearest(np.array(doubt.low), np.array(doubt.high))
        return doubt.low, doubt.high, float(nearest)

    def _missing(self, question: Question, v: int, truth: bool) -> Iterator[Hinge]:
        variable = self.variables.variables[v]
        if not variable.donors:
            return
        seen = self.variables.observed[list(variable.donors)]
        turned = self.try_values(question, v, seen) != truth
        if turned.any():
            slack = 1 - float(turned.mean())
            yield Hinge(*self._owners(v), float(seen.min()), float(seen.max()), None, slack)

    def _owners(self, v: int) -> tuple[tuple[str, ...], Cell]:
        rows = np.flatnonzero((self.variables.of_cell == v).any(axis=1))
        column = self.variables.variables[v].column
        cell = self.ranking.cells.cells[int(self.rows[rows[0]])][column]
        return tuple(self.model.clusters[row] for row in rows), cell

    def try_values(self, question: Question, v: int, values: Floats) -> Bools:
        """Tell whether a claim holds when one figure takes other values, one at a time.

        Parameters
        ----------
        question : Question
        v : int
            Number of the figure.
        values : ndarray of shape (s,)
            In the indicator's unit.

        Returns
        -------
        ndarray of shape (s,)
        """
        variable: Variable = self.variables.variables[v]
        j, count = variable.column, len(values)
        leaves = list(self.base)
        moved = np.tile(leaves[j], (1, count))
        has_it = self.variables.of_cell[:, j] == v
        moved[has_it] = measured_leaf(self.ranking, j, values)
        leaves[j] = moved
        columns = node_columns(self.model, leaves, {}, self.model.scenarios[0])
        if question.column != WHOLE:
            scores = np.broadcast_to(columns[question.column], (len(has_it), count))
            ranks = rank_rows(scores[question.among].T)
        else:
            top = np.broadcast_arrays(*(columns[c] for c in self.model.root.children), moved)
            weights = np.tile(self.model.weights, (count, 1))
            matrices, names = np.stack(top[:-1]), self.model.criteria
            ranks = rank_matrices(self.ranking.method, matrices, weights, criteria=names)
        return holds(question.form, ranks, question.field)
