"""The additive case of a draw: criterion scores are linear in the utilities of the figures.

Where inner nodes are arithmetic means under fixed weights, the score of a cluster on a
criterion is a weighted sum of its utilities, whatever they are: which figures it has, and so
how the weights of missing ones are spread, is the same in every draw. One matrix product a
criterion then replaces the walk up the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """Utilities of moving figures to criterion scores.

    Parameters
    ----------
    parts : tuple of slice
        Moving variables of each of the n criteria.
    maps : tuple of ndarray of shape (v, m)
        What one point of each of these variables adds to each cluster's score.
    constants : ndarray of shape (n, m)
        What the figures that stay add up to.
    """

    parts: tuple[slice, ...]
    maps: tuple[Floats, ...]
    constants: Floats

    def scores(self, moved: Floats) -> Floats:
        """Return criterion scores (n, s, m) from utilities of moving variables (s, v)."""
        found = np.empty((len(self.parts), len(moved), self.constants.shape[1]))
        for c, (part, matrix) in enumerate(zip(self.parts, self.maps, strict=True)):
            np.matmul(moved[:, part], matrix, out=found[c])
            found[c] += self.constants[c]
        return found

    def totals(self, moved: Callable[[slice], Floats], weights: Floats) -> Floats:
        """Return the weighted sum of the criterion scores, (s, m), without making these.

        Parameters
        ----------
        moved : callable
            From a part to utilities of its variables (s, v), which are then changed in place.
        weights : ndarray of shape (s, n)
        """
        total = weights @ self.constants
        for part, matrix, weight in zip(self.parts, self.maps, weights.T, strict=True):
            utilities = moved(part)
            utilities *= weight[:, np.newaxis]
            total += utilities @ matrix
        return np.asarray(total)


def linear_map(
    coefficients: Sequence[Floats], of_cell: Ints, moving: Ints, steady: Floats
) -> LinearMap:
    """Return the map of a compiled ranking.

    Parameters
    ----------
    coefficients : sequence of ndarray of shape (k, m)
        By criterion: weight of each leaf in each cluster's score.
    of_cell : ndarray of shape (k, m)
        Variable of each cell.
    moving : ndarray of int
        The variables that move, those of one criterion together.
    steady : ndarray of shape (v,)
        Utility of every variable that stays; NaN where missing.
    """
    position = np.full(len(steady), -1)
    position[moving] = np.arange(len(moving))
    at = position[of_cell]
    known = np.where((at < 0) & ~np.isnan(steady[of_cell]), steady[of_cell], 0.0)
    parts, maps = [], []
    for weights in coefficients:
        rows, columns = np.nonzero((at >= 0) & (weights > 0))
        places = at[rows, columns]
        low, high = (int(places.min()), int(places.max()) + 1) if len(places) else (0, 0)
        matrix = np.zeros((high - low, of_cell.shape[1]))
        np.add.at(matrix, (places - low, columns), weights[rows, columns])
        parts.append(slice(low, high))
        maps.append(matrix)
    constants = np.array([(weights * known).sum(axis=0) for weights in coefficients])
    return LinearMap(tuple(parts), tuple(maps), constants)
