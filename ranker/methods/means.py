"""Means that forgive a weakness less than the weighted sum does."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods.normalise import LOWEST, SPAN

LOWEST_SHARE, SHARE_SPAN = 70.0, 60.0  # the scale of Mazziotta and Pareto: 70 to 130


def geometric_mean(utilities: Floats, weights: Floats) -> Floats:
    r"""Aggregate utilities by their weighted geometric mean.

    .. math:: s_i = \prod_j u_{ij}^{w_j}

    Parameters
    ----------
    utilities : ndarray of shape (m, n)
        Utility of alternative i on criterion j, above 0, more is better.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.

    Returns
    -------
    ndarray of shape (m,)
        Scores on the scale of the utilities.

    References
    ----------
    OECD/JRC (2008), *Handbook on Constructing Composite Indicators*,
    doi:10.1787/9789264043466-en.

    Examples
    --------
    >>> geometric_mean(np.array([[25.0, 100.0]]), np.array([0.5, 0.5])).round(9).tolist()
    [50.0]
    """
    return np.asarray(np.exp(np.log(utilities) @ weights))


def harmonic_mean(utilities: Floats, weights: Floats) -> Floats:
    r"""Aggregate utilities by their weighted harmonic mean.

    .. math:: s_i = \Big( \sum_j w_j / u_{ij} \Big)^{-1}

    Parameters
    ----------
    utilities : ndarray of shape (m, n)
        Utility of alternative i on criterion j, above 0, more is better.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.

    Returns
    -------
    ndarray of shape (m,)
        Scores on the scale of the utilities; never above the geometric mean.

    References
    ----------
    Hardy, G. H., Littlewood, J. E., & Pólya, G. (1934). *Inequalities*, chapter 2. Cambridge
    University Press.

    Examples
    --------
    >>> harmonic_mean(np.array([[25.0, 100.0]]), np.array([0.5, 0.5])).tolist()
    [40.0]
    """
    return np.asarray(1.0 / ((1.0 / utilities) @ weights))


def adjusted_mazziotta_pareto(
    utilities: Floats, weights: Floats, *, penalty: float = -1.0
) -> Floats:
    r"""Aggregate by the adjusted Mazziotta-Pareto index: a mean less the doubt of imbalance.

    .. math:: r_{ij} = 70 + 60 (u_{ij} - 1) / 99, \qquad
              s_i = M_i + p \, S_i \cdot S_i / M_i

    where M is the weighted mean and S the weighted standard deviation of an alternative's r,
    and p the penalty.

    Parameters
    ----------
    utilities : ndarray of shape (m, n)
        Utility of alternative i on criterion j; 1 and 100 are the goalposts.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.
    penalty : float
        The papers have two: -1 takes the imbalance off, as for a good; 1 adds it, as for an
        ill, whose index is read the other way round. At 0 the mean alone is left.

    Returns
    -------
    ndarray of shape (m,)
        Scores on the scale from 70 to 130.

    References
    ----------
    Mazziotta, M., & Pareto, A. (2016). doi:10.1007/s11205-015-0998-2. With weights: Mazziotta,
    M., & Pareto, A. (2022). Weighting in composite indices construction: the case of the
    Mazziotta-Pareto index. *Rivista italiana di economia, demografia e statistica* 76(1).

    Examples
    --------
    >>> adjusted_mazziotta_pareto(np.array([[100.0, 1.0]]), np.array([0.5, 0.5])).tolist()
    [91.0]
    """
    shares = LOWEST_SHARE + SHARE_SPAN * (utilities - LOWEST) / SPAN
    means = shares @ weights
    variances = np.square(shares - means[:, np.newaxis]) @ weights
    return np.asarray(means + penalty * variances / means)
