"""Weights under which the importance of each column in the weighted mean is the one asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats

TOLERANCE = 1e-4  # how far each importance may be from the one asked for
STEPS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Weights, and the importance they give.

    Parameters
    ----------
    weights, importance : ndarray of shape (n,)
        Each sums to 1.
    is_reached : bool
        Whether the importance is the one asked for, to `TOLERANCE`.
    """

    weights: Floats
    importance: Floats
    is_reached: bool


def linear_importance(covariance: Floats, weights: Floats) -> Floats:
    r"""Return the importance of each column in the weighted mean of all.

    .. math:: I_j = \frac{r_j |r_j|}{\sum_k |r_k| r_k},\quad r_j = \operatorname{corr}(x_j, \bar x)

    Parameters
    ----------
    covariance : ndarray of shape (n, n)
        Of columns that all vary.
    weights : ndarray of shape (n,)

    Returns
    -------
    ndarray of shape (n,)
        Squared correlations with their sign, as shares of their sum.

    Examples
    --------
    >>> linear_importance(np.diag([1.0, 4.0]), np.array([0.5, 0.5])).tolist()
    [0.2, 0.8]
    """
    together = covariance @ weights
    squared = together * np.abs(together) / np.diag(covariance)
    return np.asarray(squared / squared.sum())


def balanced_weights(table: Floats, stated: Floats) -> Balance:
    """Find weights of 0 or more under which the linear importance is the stated one.

    Parameters
    ----------
    table : ndarray of shape (m, n)
        Utilities that all vary, two columns or more.
    stated : ndarray of shape (n,)
        Shares above 0 that sum to 1.

    Returns
    -------
    Balance
        The nearest that was found; `Balance.is_reached` says whether it is near enough.

    Notes
    -----
    Least squares over the logarithms of the weights from a few starts. It is the linear case
    of the paper: importance is the squared Pearson correlation, not the nonlinear ratio.

    References
    ----------
    Becker, W., Saisana, M., Paruolo, P. & Vandecasteele, I. (2017). Weights and importance in
    composite indicators: Closing the gap. *Ecological Indicators* 80, 12-22.
    doi:10.1016/j.ecolind.2017.03.056.

    Examples
    --------
    Of two that are uncorrelated the one that varies half as much needs twice the weight:

    >>> table = np.array([[1.0, 1.0], [1.0, 3.0], [2.0, 1.0], [2.0, 3.0]])
    >>> balanced_weights(table, np.array([0.5, 0.5])).weights.round(4).tolist()
    [0.6667, 0.3333]
    """
    from scipy.optimize import least_squares  # noqa: PLC0415 - slow to load

    covariance = np.cov(table, rowvar=False)
    covariance = covariance / np.trace(covariance)

    def miss(logarithms: Floats) -> Floats:
        return linear_importance(covariance, _shares(logarithms)) - stated

    tried = [
        least_squares(miss, start, max_nfev=STEPS, xtol=1e-14, ftol=1e-14, gtol=1e-14)
        for start in _starts(covariance, stated)
    ]
    best = min(tried, key=lambda found: float(found.cost))
    weights = _shares(best.x)
    importance = linear_importance(covariance, weights)
    return Balance(weights, importance, bool(np.abs(importance - stated).max() <= TOLERANCE))


def _shares(logarithms: Floats) -> Floats:
    raised = np.exp(logarithms - logarithms.max())
    return np.asarray(raised / raised.sum())


def _starts(covariance: Floats, stated: Floats) -> list[Floats]:
    spreads = np.sqrt(np.diag(covariance))
    return [np.log(stated), np.log(stated / spreads), np.log(np.sqrt(stated) / spreads)]
