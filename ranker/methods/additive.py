"""Weighted sum: the share of each criterion adds up, so gaps decompose exactly."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods.ranks import TIE_TOLERANCE

MIDDLE = 0.5  # utility of everyone on a criterion that tells nobody apart


def prepare(performances: Floats, objectives: Floats, *, commensurable: bool = False) -> Floats:
    r"""Bring performances to one scale on which more is better; no weights are needed.

    .. math:: u_{ij} = (x_{ij} - \min_i x_{ij}) / (\max_i x_{ij} - \min_i x_{ij})

    for an objective `max`, and 1 minus that for `min`.

    Parameters
    ----------
    performances : ndarray of shape (m, n)
        Performance of alternative i on criterion j, finite.
    objectives : ndarray of shape (n,)
        1 where more is better, -1 where less is better.
    commensurable : bool
        True where the performances are utilities on one scale already, more is better:
        they are used as they are.

    Returns
    -------
    ndarray of shape (m, n)
        Utilities; in [0, 1] unless `commensurable`.

    Notes
    -----
    Checks nothing: `ranker.methods.catalogue.score` hands it finite values. A criterion
    on which all are equal gives everyone 0.5.

    Examples
    --------
    >>> prepare(np.array([[1.0, 20.0], [3.0, 10.0]]), np.array([1.0, -1.0])).tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """
    if commensurable:
        return np.array(performances, dtype=float)
    signed = np.asarray(performances, dtype=float) * objectives
    low = signed.min(axis=0)
    span = signed.max(axis=0) - low
    is_flat = span <= TIE_TOLERANCE * np.abs(signed).max(axis=0)
    return np.where(is_flat, MIDDLE, (signed - low) / np.where(is_flat, 1.0, span))


def evaluate(prepared: Floats, weights: Floats) -> Floats:
    r"""Score all alternatives under a block of weights.

    .. math:: s_i = \sum_j w_j u_{ij}

    Parameters
    ----------
    prepared : ndarray of shape (m, n)
        What `prepare` gives.
    weights : ndarray of shape (s, n)
        One set of weights a row, each of which sums to 1; a single ranking is a block of one.

    Returns
    -------
    ndarray of shape (s, m)
        Scores, more is better, on the scale of the utilities.

    References
    ----------
    Fishburn, P. C. (1967), doi:10.1287/opre.15.3.537.

    Examples
    --------
    >>> evaluate(np.array([[80.0, 40.0], [60.0, 60.0]]), np.array([[0.75, 0.25]])).tolist()
    [[70.0, 60.0]]
    """
    scores: Floats = weights @ prepared.T
    return scores
