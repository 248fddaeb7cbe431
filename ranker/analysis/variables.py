"""What is uncertain about the figures: one variable a figure, however many clusters share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.methods import Floats, Ints
from ranker.study.doubt import Doubt, cell_doubt
from ranker.study.matrix import Cell
from ranker.study.model import Indicator


@dataclass(frozen=True, slots=True)
class Variable:
    """One uncertain figure.

    Parameters
    ----------
    place, indicator : str
        Whose figure it is, and of what; the place of a cluster without such a place is the
        cluster itself.
    column : int
        Position of the indicator among the scored ones.
    doubt : Doubt or None
        Its distribution; None where the figure is missing.
    donors : tuple of int
        For a missing figure: the variables it is drawn from, each as likely.
    """

    place: str
    indicator: str
    column: int
    doubt: Doubt | None
    donors: tuple[int, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether no figure was found, so that it is drawn from others."""
        return self.doubt is None


@dataclass(frozen=True, slots=True, eq=False)
class Variables:
    """All figures of the ranked clusters, each once.

    Parameters
    ----------
    of_cell : ndarray of shape (m, k)
        Variable of each cell of the m ranked clusters (best first) on the k indicators.
    observed : ndarray of shape (v,)
        The figure of each variable as observed; NaN where missing.
    """

    variables: tuple[Variable, ...]
    of_cell: Ints
    observed: Floats

    def __len__(self) -> int:
        return len(self.variables)


def list_variables(ranking: Ranking) -> Variables:
    """Return the variables behind a ranking's cells.

    A figure of a city, metro area or country is one variable for all clusters that share
    it: when it moves, they move together. A missing figure is drawn from the observed ones
    of its indicator, those of the same group first.
    """
    found: dict[tuple[str, int], int] = {}
    variables: list[Variable] = []
    groups: list[set[str]] = []
    observed: list[float] = []
    rows = [ranking.index(cluster.id) for cluster in ranking.ranked]
    of_cell = np.zeros((len(rows), len(ranking.cells.indicators)), dtype=np.int64)
    for r, i in enumerate(rows):
        for k, cell in enumerate(ranking.cells.cells[i]):
            key = (cell.place or f"{cell.alternative}/{cell.indicator.level}", k)
            if key not in found:
                found[key] = len(variables)
                variables.append(_variable(ranking, cell, key))
                groups.append(set())
                observed.append(cell.value)
            of_cell[r, k] = found[key]
            groups[found[key]].add(ranking.clusters[i].group)
    filled = [
        _with_donors(variable, own, variables, groups)
        for variable, own in zip(variables, groups, strict=True)
    ]
    return Variables(tuple(filled), of_cell, np.array(observed))


def _variable(ranking: Ranking, cell: Cell, key: tuple[str, int]) -> Variable:
    doubt = None if cell.is_missing else cell_doubt(cell, ranking.study.rules)
    return Variable(key[0], cell.indicator.id, key[1], doubt)


def _with_donors(
    variable: Variable,
    own: set[str],
    variables: Sequence[Variable],
    groups: Sequence[set[str]],
) -> Variable:
    if not variable.is_missing:
        return variable
    observed = [
        v
        for v, other in enumerate(variables)
        if other.column == variable.column and not other.is_missing
    ]
    kin = [v for v in observed if groups[v] & own]
    return Variable(
        variable.place, variable.indicator, variable.column, None, tuple(kin or observed)
    )


def moved_figures(figures: Floats, shift: float, leaf: Indicator) -> Floats:
    """Return draws of a figure after a change: levels stay on their scale, counts from 0 up."""
    moved = figures + shift
    if leaf.is_ordinal:
        return np.clip(moved, min(leaf.scale), max(leaf.scale))
    return np.maximum(moved, 0.0) if leaf.count else moved
