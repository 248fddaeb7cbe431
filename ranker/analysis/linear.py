"""The additive case of a draw: criterion scores are linear in the utilities of the figures.

Where inner nodes are arithmetic means under fixed weights, the score of a cluster on a
criterion is a weighted sum of its utilities, whatever they are: which figures it has, and so
how the weights of missing ones are spread, is the same in every draw. Adding up a criterion's
figures then replaces the walk up the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Moving variables of a criterion that move one cluster each, no two the same one.

    Parameters
    ----------
    rows : slice or ndarray of shape (v,)
        Their places among the variables of the criterion.
    clusters : ndarray of shape (v,)
        The cluster that each moves.
    coefficients : ndarray of shape (v, 1) or None
        What one point of each adds to the cluster's score; None where it is 1 for all.
    """

    rows: slice | Ints
    clusters: slice | Ints
    coefficients: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class PartMap:
    """What the moving variables of one criterion add to the scores on it.

    Parameters
    ----------
    layers : tuple of Layer
        The variables that move one cluster each.
    shared : ndarray of shape (u,)
        Places of those that move several.
    matrix : ndarray of shape (m, u)
        What one point of each of these adds to each cluster's score.
    """

    layers: tuple[Layer, ...]
    shared: Ints
    matrix: Floats

    def add_to(self, total: Floats, utilities: Floats) -> None:
        """Add up utilities (v, s) into scores (m, s) in place."""
        for layer in self.layers:
            own = utilities[layer.rows]
            total[layer.clusters] += own if layer.coefficients is None else own * layer.coefficients
        if len(self.shared):
            total += self.matrix @ utilities[self.shared]


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """Utilities of moving figures to criterion scores.

    Most figures are of one cluster alone, so that the map is nearly empty: such figures are
    added up row by row, which is quicker than a matrix product. Draws lie side by side in memory.

    Parameters
    ----------
    parts : tuple of slice
        Moving variables of each of the n criteria.
    maps : tuple of PartMap
        What these variables add to each cluster's score.
    constants : ndarray of shape (n, m)
        What the figures that stay add up to.
    """

    parts: tuple[slice, ...]
    maps: tuple[PartMap, ...]
    constants: Floats

    def scores(self, moved: Floats) -> Floats:
        """Return criterion scores (n, s, m) from utilities of moving variables (s, v)."""
        found = np.empty((len(self.parts), self.constants.shape[1], len(moved)))
        found[:] = self.constants[:, :, np.newaxis]
        for total, part, held in zip(found, self.parts, self.maps, strict=True):
            held.add_to(total, moved.T[part])
        return np.ascontiguousarray(found.transpose(0, 2, 1))

    def totals(self, moved: Callable[[slice], Floats], weights: Floats) -> Floats:
        """Return the weighted sum of the criterion scores, (s, m), without making these.

        Parameters
        ----------
        moved : callable
            From a part to utilities of its variables (s, v), which are then changed in place.
        weights : ndarray of shape (s, n)
        """
        columns = np.ascontiguousarray(weights.T)
        total = self.constants.T @ columns
        for part, held, weight in zip(self.parts, self.maps, columns, strict=True):
            utilities = moved(part).T
            utilities *= weight
            held.add_to(total, utilities)
        return np.ascontiguousarray(total.T)


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
        maps.append(_part_map(matrix))
    constants = np.array([(weights * known).sum(axis=0) for weights in coefficients])
    return LinearMap(tuple(parts), tuple(maps), constants)


def _part_map(matrix: Floats) -> PartMap:
    """Split a map (v, m) into layers and a rest."""
    owners = np.count_nonzero(matrix, axis=1)
    shared = np.flatnonzero(owners > 1)
    own = np.flatnonzero(owners == 1)
    clusters = np.abs(matrix[own]).argmax(axis=1)
    turns = _turns(clusters)
    layers = tuple(
        _layer(matrix, own[turns == turn], clusters[turns == turn])
        for turn in range(int(turns.max(initial=-1)) + 1)
    )
    return PartMap(layers, shared, np.ascontiguousarray(matrix[shared].T))


def _turns(clusters: Ints) -> Ints:
    """Return how often each entry was there before, shape (v,)."""
    order = np.argsort(clusters, kind="stable")
    ordered = clusters[order]
    starts = np.searchsorted(ordered, ordered)
    turns = np.empty_like(order)
    turns[order] = np.arange(len(order)) - starts
    return turns


def _layer(matrix: Floats, rows: Ints, clusters: Ints) -> Layer:
    coefficients = matrix[rows, clusters][:, np.newaxis]
    is_plain = bool((coefficients == 1).all())
    return Layer(_as_slice(rows), _as_slice(clusters), None if is_plain else coefficients)


def _as_slice(places: Ints) -> slice | Ints:
    """Return a slice where places follow one another, which is quicker; else the places."""
    first = int(places[0])
    follow = np.array_equal(places, np.arange(first, first + len(places)))
    return slice(first, first + len(places)) if follow else places
