"""Criteria as voters: each has its weight in votes and ranks the alternatives."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats

TIE_OF_VOTES = 1e-12  # of all the weight: what is left of a draw after rounding


def majority_margins(values: Floats, weights: Floats) -> Floats:
    """Return by how much weight the criteria prefer each alternative to each other one.

    Parameters
    ----------
    values : ndarray of shape (m, n)
        Value of alternative i on criterion j, more is better; only the order counts.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.

    Returns
    -------
    ndarray of shape (m, m)
        Weight of the criteria on which the row is better, less that of those on which the
        column is; exactly 0 for a draw.
    """
    margins = np.zeros((len(values), len(values)))
    for column, weight in zip(values.T, weights, strict=True):
        margins += weight * np.sign(column[:, np.newaxis] - column)
    margins[np.abs(margins) <= TIE_OF_VOTES] = 0.0
    return margins


def copeland(values: Floats, weights: Floats) -> Floats:
    r"""Score by pairs won less pairs lost, each decided by the majority of the weight.

    .. math:: s_i = \sum_k \mathrm{sgn} \sum_j w_j \, \mathrm{sgn}(x_{ij} - x_{kj})

    Parameters
    ----------
    values : ndarray of shape (m, n)
        Value of alternative i on criterion j, more is better; only the order counts.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.

    Returns
    -------
    ndarray of shape (m,)
        Whole numbers from -(m - 1) to m - 1.

    References
    ----------
    Copeland, A. H. (1951), a seminar of the University of Michigan, as in Saari, D. G., &
    Merlin, V. R. (1996). doi:10.1007/BF01212012.

    Examples
    --------
    >>> copeland(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]]), np.array([0.6, 0.4])).tolist()
    [2.0, 0.0, -2.0]
    """
    return np.asarray(np.sign(majority_margins(values, weights)).sum(axis=1))


def borda(values: Floats, weights: Floats) -> Floats:
    r"""Score by rank points: alternatives beaten on each criterion, a draw as a half, weighted.

    .. math:: s_i = \sum_j w_j \big( \#\{k : x_{kj} < x_{ij}\}
              + \tfrac{1}{2} \#\{k \neq i : x_{kj} = x_{ij}\} \big)

    Parameters
    ----------
    values : ndarray of shape (m, n)
        Value of alternative i on criterion j, more is better; only the order counts.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.

    Returns
    -------
    ndarray of shape (m,)
        Points from 0 to m - 1.

    References
    ----------
    Borda, J.-C. de (1781), as in de Grazia, A. (1953). doi:10.1086/348187. Draws as in Black,
    D. (1976). Partial justification of the Borda count. *Public Choice* 28, 1-15.
    doi:10.1007/BF01718454.

    Examples
    --------
    >>> borda(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 2.0]]), np.array([0.5, 0.5])).tolist()
    [1.0, 1.25, 0.75]
    """
    points = np.empty(values.shape)
    for place, column in enumerate(values.T):
        ordered = np.sort(column)
        below = np.searchsorted(ordered, column, side="left")
        not_above = np.searchsorted(ordered, column, side="right")
        points[:, place] = below + (not_above - below - 1) / 2
    return np.asarray(points @ weights)
