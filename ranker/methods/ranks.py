"""Scores to competition ranks: ties share the best rank (1, 1, 3)."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats, Ints

TIE_TOLERANCE = 1e-12


def competition_ranks(
    scores: Floats, *, more_is_better: bool = True, tolerance: float = TIE_TOLERANCE
) -> Ints:
    """Rank scores so that a rank is 1 + the number of strictly better scores.

    Two scores closer than `tolerance` times the largest magnitude are the same
    score: sums of floats differ in their last digit with the order of summing,
    and such a digit is no reason to rank one alternative above its equal.

    Parameters
    ----------
    scores : ndarray of shape (m,)
        One finite score an alternative; NaN for an alternative without one.
    more_is_better : bool
        Direction of the score; False where less is better (VIKOR's Q).
    tolerance : float
        Relative difference below which two scores tie.

    Returns
    -------
    ndarray of shape (m,)
        Ranks from 1; 0 where the score is NaN.

    Examples
    --------
    >>> competition_ranks(np.array([3.0, 5.0, 3.0, np.nan, 1.0])).tolist()
    [2, 1, 2, 0, 4]
    """
    ranks = np.zeros(len(scores), dtype=np.int64)
    held = np.flatnonzero(~np.isnan(scores))
    if not len(held):
        return ranks
    keys = -scores[held] if more_is_better else scores[held]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    gap = tolerance * np.abs(ordered).max()
    starts = np.r_[True, np.diff(ordered) > gap]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(ordered)), 0))
    ranks[held[order]] = first + 1
    return ranks
