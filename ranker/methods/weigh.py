"""Weights as shares of their siblings."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats

SHARE_TOLERANCE = 1e-12


def shares(weights: Floats) -> Floats:
    """Rescale weights so that they sum to 1.

    Parameters
    ----------
    weights : ndarray of shape (n,)
        Numbers of 0 or more, not all 0.
    """
    return np.asarray(weights / weights.sum())


def override(base: Floats, named: Floats) -> Floats:
    """Set some shares and rescale the others to what is left, in their old proportion.

    Parameters
    ----------
    base : ndarray of shape (n,)
        Shares that sum to 1.
    named : ndarray of shape (n,)
        New shares; NaN where the old one is to be rescaled. Where all are
        named they are relative weights.

    Returns
    -------
    ndarray of shape (n,)
        Shares that sum to 1.

    Raises
    ------
    ValueError
        Where the named shares exceed 1, leave something that nobody can take, or are all 0.

    Examples
    --------
    >>> override(np.array([0.25, 0.25, 0.5]), np.array([0.4, np.nan, np.nan])).round(3).tolist()
    [0.4, 0.2, 0.4]
    """
    is_named = ~np.isnan(named)
    if is_named.all():
        if not named.sum() > 0:
            raise ValueError("all weights are 0")
        return shares(named)
    given = float(named[is_named].sum())
    rest = float(base[~is_named].sum())
    if given > 1 + SHARE_TOLERANCE:
        raise ValueError(f"the shares add up to {given:.4g}, more than 1")
    if rest == 0 and given < 1 - SHARE_TOLERANCE:
        raise ValueError("the weights that are not named are all 0 and cannot be rescaled")
    left = max(0.0, 1.0 - given)
    return np.where(is_named, named, base * (left / rest if rest else 0.0))
