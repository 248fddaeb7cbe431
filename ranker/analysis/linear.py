"""The additive case of a draw: criterion scores are linear in the utilities of the figures.

Where inner nodes are arithmetic means under fixed weights, the score of a cluster on a
criterion is a weighted sum of its utilities, whatever they are: which figures it has, and so
how the weights of missing ones are spread, is the same in every draw. Adding up a criterion's
figures then replaces the walk up the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.methods import Bools, Floats, Ints, Quantiles
from ranker.methods.workspace import workspace

PADDING = 8  # draws: rows a power of 2 apart would fall into the same few lines of a cache


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """What a moving figure adds to the score of a cluster on a criterion.

    Parameters
    ----------
    criterion, cluster : int
        Whose score.
    is_first : bool
        Whether no figure has been added to that score before.
    points : ndarray of shape (q,)
        What it adds at each of q quantiles; with the first, what the figures that stay add.
    is_again : bool
        Whether the contribution before it, of the same figure, has these points.
    """

    criterion: int
    cluster: int
    is_first: bool
    points: Floats
    is_again: bool


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """Quantiles of moving figures to criterion scores.

    Most figures are of one cluster alone, so that the map is nearly empty: figures are looked
    up and added one by one, each while its draws are in a processor's cache.

    Parameters
    ----------
    contributions : tuple of tuple of Contribution
        For each moving variable, what it adds to the scores that it moves.
    constants : ndarray of shape (n, m)
        What the figures that stay add up to.
    is_steady : ndarray of shape (n, m)
        Which scores nothing moves.
    """

    contributions: tuple[tuple[Contribution, ...], ...]
    constants: Floats
    is_steady: Bools

    def scores(self, cells: Quantiles) -> Floats:
        """Return criterion scores of each draw.

        Parameters
        ----------
        cells : ndarray of shape (s, v)
            Quantile of each moving variable.

        Returns
        -------
        ndarray of shape (n, m, s)
        """
        size = len(cells)
        found = np.empty((*self.constants.shape, size + PADDING))[:, :, :size]
        found[self.is_steady] = self.constants[self.is_steady][:, np.newaxis]
        line = workspace("line", (size,))
        for chosen, contributions in zip(cells.T, self.contributions, strict=True):
            drawn = line
            for one in contributions:
                score = found[one.criterion, one.cluster]
                if not one.is_again:
                    drawn = score if one.is_first else line
                    one.points.take(chosen, out=drawn, mode="wrap")  # quicker than a check
                if not one.is_first:
                    score += drawn
                elif one.is_again:
                    score[:] = drawn
        return found


def linear_map(
    coefficients: Sequence[Floats], of_cell: Ints, moving: Ints, table: Floats
) -> LinearMap:
    """Return the map of a compiled ranking.

    Parameters
    ----------
    coefficients : sequence of ndarray of shape (k, m)
        By criterion: weight of each leaf in each cluster's score.
    of_cell : ndarray of shape (k, m)
        Variable of each cell.
    moving : ndarray of int
        The variables that move.
    table : ndarray of shape (variables, q)
        Utilities of every variable at q quantiles; NaN where missing.
    """
    position = np.full(len(table), -1)
    position[moving] = np.arange(len(moving))
    at = position[of_cell]
    steady = table[of_cell, 0]
    known = np.where((at < 0) & ~np.isnan(steady), steady, 0.0)
    constants = np.array([(weights * known).sum(axis=0) for weights in coefficients])
    moves: list[list[tuple[int, int, float]]] = [[] for _ in moving]
    for j, weights in enumerate(coefficients):
        for row, i in zip(*np.nonzero((at >= 0) & (weights > 0)), strict=True):
            moves[at[row, i]].append((j, int(i), float(weights[row, i])))
    is_steady = np.ones(constants.shape, dtype=bool)
    for j, i, _ in (move for of_one in moves for move in of_one):
        is_steady[j, i] = False
    contributions = tuple(_contributions(moves, constants, table[moving]))
    return LinearMap(contributions, constants, is_steady)


def _contributions(
    moves: Sequence[Sequence[tuple[int, int, float]]], constants: Floats, tables: Floats
) -> Iterator[tuple[Contribution, ...]]:
    """Yield the contributions of each variable from criterion, cluster and weight of each."""
    begun: set[tuple[int, int]] = set()
    for of_one, table in zip(moves, tables, strict=True):
        found: list[Contribution] = []
        made: dict[tuple[float, float], Floats] = {}
        for j, i, weight in of_one:
            is_first = (j, i) not in begun
            begun.add((j, i))
            how = weight, float(constants[j, i]) if is_first else 0.0
            if how not in made:
                made[how] = table * how[0] + how[1]
            is_again = bool(found) and found[-1].points is made[how]
            found.append(Contribution(j, i, is_first, made[how], is_again))
        yield tuple(found)
