"""One step up the tree: children's utilities to their parent's score."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods.normalise import LOWEST

COVERAGE_TOLERANCE = 1e-9  # 0.35 + 0.25 must reach a threshold of 0.6


def aggregate(
    scores: Floats,
    coverages: Floats,
    weights: Floats,
    *,
    how: str = "arithmetic",
    min_coverage: float = 0.0,
) -> tuple[Floats, Floats]:
    r"""Score a node as the weighted mean of its observed children.

    .. math:: s_i = \sum_j w_j u_{ij} \big/ \sum_j w_j,\quad j \text{ observed}

    A missing child is left out and the weights of the others are rescaled:
    nothing is filled in.

    Parameters
    ----------
    scores : ndarray of shape (m, c)
        Score of each child on [1, 100]; NaN where it has none.
    coverages : ndarray of shape (m, c)
        Share of the weight below each child that is observed, 0 to 1.
    weights : ndarray of shape (c,)
        Weights of the children; they sum to 1.
    how : {"arithmetic", "geometric"}
        The mean. A geometric one takes utilities below 1 as 1.
    min_coverage : float
        Share of weight that must be observed.

    Returns
    -------
    tuple of ndarray, each of shape (m,)
        Scores, NaN where the coverage is too thin, and coverages.

    References
    ----------
    OECD/JRC (2008), *Handbook on Constructing Composite Indicators*,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> scores, coverage = aggregate(
    ...     np.array([[10.0, np.nan], [10.0, 50.0]]), np.array([[1.0, 0.0], [1.0, 1.0]]),
    ...     np.array([0.25, 0.75]), min_coverage=0.5)
    >>> scores.tolist(), coverage.tolist()
    ([nan, 40.0], [0.25, 1.0])
    """
    is_observed = ~np.isnan(scores)
    shares = np.where(is_observed, weights, 0.0)
    coverage = (shares * np.where(is_observed, coverages, 0.0)).sum(axis=1)
    total = shares.sum(axis=1)
    filled = np.where(is_observed, scores, LOWEST)
    if how == "geometric":
        filled = np.log(np.maximum(filled, LOWEST))
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (shares * filled).sum(axis=1) / total
    means = np.exp(means) if how == "geometric" else means
    is_thin = (total == 0) | (coverage < min_coverage - COVERAGE_TOLERANCE)
    return np.where(is_thin, np.nan, means), coverage
