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

from ranker.methods import Floats, Ints, Quantiles
from ranker.methods.workspace import workspace


@dataclass(frozen=True, slots=True)
class Share:
    """What one point of a moving figure adds to the score of a cluster on a criterion.

    Parameters
    ----------
    criterion, cluster : int
        Whose score.
    weight : float
        Points that it adds.
    base : float or None
        For the first figure of a score: what the figures that stay add up to.
    """

    criterion: int
    cluster: int
    weight: float
    base: float | None


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """Utilities of moving figures to criterion scores.

    Most figures are of one cluster alone, so that the map is nearly empty: figures are added up
    one by one, each while its draws are in a processor's cache.

    Parameters
    ----------
    moving : ndarray of shape (v,)
        The variables that move.
    shares : tuple of tuple of Share
        For each of them, the scores that it moves.
    constants : ndarray of shape (n, m)
        What the figures that stay add up to.
    """

    moving: Ints
    shares: tuple[tuple[Share, ...], ...]
    constants: Floats

    def scores(self, table: Floats, cells: Quantiles) -> Floats:
        """Return criterion scores of each draw.

        Parameters
        ----------
        table : ndarray of shape (variables, q)
            Utilities of all variables at q quantiles.
        cells : ndarray of shape (s, v)
            Quantile of each moving variable.

        Returns
        -------
        ndarray of shape (n, m, s)
        """
        size = len(cells)
        found = np.empty((*self.constants.shape, size))
        for j, i in self._steady():
            found[j, i] = self.constants[j, i]
        line = workspace("line", (2, size))
        chosen = workspace("chosen", (1, size), np.intp)[0]
        for v, column, shares in zip(self.moving, cells.T, self.shares, strict=True):
            chosen[:] = column  # as `take` would turn them, but into memory that is there
            if len(shares) == 1:
                _add_own(found, shares[0], table[v], chosen, line[0])
            else:
                table[v].take(chosen, out=line[0], mode="clip")
                for share in shares:
                    _add(found, share, line[0], line[1])
        return found

    def _steady(self) -> Iterator[tuple[int, int]]:
        """Yield the scores that nothing moves."""
        moved = {(share.criterion, share.cluster) for shares in self.shares for share in shares}
        yield from (at for at in np.ndindex(*self.constants.shape) if at not in moved)


def _add_own(found: Floats, share: Share, table: Floats, chosen: Ints, line: Floats) -> None:
    """Add a figure that one score alone depends on; the first is looked up in its place."""
    score = found[share.criterion, share.cluster]
    drawn = line if share.base is None else score
    table.take(chosen, out=drawn, mode="clip")  # never beyond: quicker than a check
    if share.weight != 1:
        drawn *= share.weight
    if share.base is None:
        score += drawn
    elif share.base:
        score += share.base


def _add(found: Floats, share: Share, drawn: Floats, line: Floats) -> None:
    """Add a figure that several scores depend on."""
    score = found[share.criterion, share.cluster]
    if share.base is None:
        score += np.multiply(drawn, share.weight, out=line)
    else:
        np.multiply(drawn, share.weight, out=score)
        score += share.base


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
        The variables that move.
    steady : ndarray of shape (variables,)
        Utility of every variable that stays; NaN where missing.
    """
    position = np.full(len(steady), -1)
    position[moving] = np.arange(len(moving))
    at = position[of_cell]
    known = np.where((at < 0) & ~np.isnan(steady[of_cell]), steady[of_cell], 0.0)
    constants = np.array([(weights * known).sum(axis=0) for weights in coefficients])
    moves: list[list[tuple[int, int, float]]] = [[] for _ in moving]
    for j, weights in enumerate(coefficients):
        for row, i in zip(*np.nonzero((at >= 0) & (weights > 0)), strict=True):
            moves[at[row, i]].append((j, int(i), float(weights[row, i])))
    return LinearMap(moving, tuple(_shares(moves, constants)), constants)


def _shares(
    moves: Sequence[Sequence[tuple[int, int, float]]], constants: Floats
) -> Iterator[tuple[Share, ...]]:
    """Yield the shares of each variable from criterion, cluster and weight of each."""
    begun: set[tuple[int, int]] = set()
    for of_one in moves:
        shares = []
        for j, i, weight in of_one:
            base = None if (j, i) in begun else float(constants[j, i])
            begun.add((j, i))
            shares.append(Share(j, i, weight, base))
        yield tuple(shares)
