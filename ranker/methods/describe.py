"""How indicators move together: correlations over the rows that both have, alpha, main effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Bools, Floats, Ints

FEWEST = 3
NOISE = 1e-12  # spread, relative to the largest figure, below which all are the same
MOST_SMOOTHED = 400  # observations that a smoother takes, evenly spaced among the ordered
BANDWIDTHS = 14


def is_level(values: Floats) -> bool:
    """Whether values differ by no more than rounding noise, or there are none."""
    return not len(values) or bool(np.ptp(values) <= NOISE * np.abs(values).max())


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Correlations of k columns, each pair over the rows that both have.

    Parameters
    ----------
    pearson, spearman : ndarray of shape (k, k)
        NaN where a pair has too few rows, or a column is the same in all of them.
    counts : ndarray of shape (k, k)
        Rows that both columns have.
    """

    pearson: Floats
    spearman: Floats
    counts: Ints


def correlate(table: Floats, *, fewest: int = 3) -> Correlations:
    """Correlate every two columns over the rows that both have.

    Parameters
    ----------
    table : ndarray of shape (m, k)
        NaN marks a missing cell.
    fewest : int
        Rows that a pair needs; with fewer its correlation is NaN.

    Returns
    -------
    Correlations

    Examples
    --------
    >>> found = correlate(np.array([[1.0, 1.0], [2.0, 8.0], [3.0, 27.0], [np.nan, 0.0]]))
    >>> found.pearson[0, 1].round(4).item(), found.spearman[0, 1].item(), found.counts[0, 1].item()
    (0.9663, 1.0, 3)
    """
    is_there = ~np.isnan(table)
    counts = is_there.T.astype(np.int64) @ is_there.astype(np.int64)
    k = table.shape[1]
    pearson, spearman = np.full((2, k, k), np.nan)
    for a in range(k):
        for b in range(a, k):
            rows = is_there[:, a] & is_there[:, b]
            if counts[a, b] < fewest:
                continue
            x, y = table[rows, a], table[rows, b]
            pearson[a, b] = pearson[b, a] = correlation(x, y)
            spearman[a, b] = spearman[b, a] = correlation(mean_ranks(x), mean_ranks(y))
    return Correlations(pearson, spearman, counts)


def correlation(x: Floats, y: Floats) -> float:
    """Return Pearson's correlation of two columns without gaps; NaN where one is constant."""
    if is_level(x) or is_level(y):
        return float("nan")
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1.0, 1.0))


def mean_ranks(values: Floats) -> Floats:
    """Rank values from 1, the lowest; equal ones share the mean of their ranks.

    Examples
    --------
    >>> mean_ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])


def standardised_alpha(correlations: Floats) -> float:
    r"""Return Cronbach's alpha of standardised columns, from their correlations.

    .. math:: \alpha = \frac{k\,\bar r}{1 + (k-1)\,\bar r}

    Parameters
    ----------
    correlations : ndarray of shape (k, k)
        Of two columns or more, without NaN.

    Returns
    -------
    float
        At most 1; below 0 where columns contradict each other; NaN where the mean
        correlation is so low that it has no value.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
    *Psychometrika* 16, 297-334. doi:10.1007/BF02310555.

    Examples
    --------
    >>> round(standardised_alpha(np.array([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])), 4)
    0.75
    """
    k = len(correlations)
    mean = (correlations.sum() - k) / (k * (k - 1))
    below = 1 + (k - 1) * mean
    return float(k * mean / below) if below > NOISE else float("nan")


def main_effect(x: Floats, y: Floats, *, groups: Ints | None = None) -> float:
    r"""Return the main effect of x on y: the share of y's variance that x explains alone.

    .. math:: S = \frac{\operatorname{Var}[E(y \mid x)]}{\operatorname{Var}(y)}

    The mean of y at each x comes from a local linear smoother with a Gaussian kernel; its
    bandwidth is the one that best foretells each group of observations from the others. Wide
    bandwidths are a straight line, where S is the squared correlation.

    Parameters
    ----------
    x, y : ndarray of shape (n,)
        Without gaps.
    groups : ndarray of int of shape (n,), optional
        Rows that share one figure, such as clusters of a country; each by itself where None.
        Otherwise a national figure would explain all that a country has in common.

    Returns
    -------
    float
        0 to 1; NaN where x or y is constant or there are fewer than 3 rows.

    References
    ----------
    Paruolo, P., Saisana, M. & Saltelli, A. (2013). Ratings and rankings: voodoo or science?
    *Journal of the Royal Statistical Society A* 176(3), 609-634.
    doi:10.1111/j.1467-985X.2012.01059.x.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 41)
    >>> round(main_effect(x, 3 * x + 1), 6), main_effect(x, x**2) > 0.95
    (1.0, True)
    """
    if len(x) < FEWEST or is_level(x) or is_level(y):
        return float("nan")
    own = np.arange(len(x)) if groups is None else groups
    if len(x) > MOST_SMOOTHED:
        kept = np.argsort(x, kind="stable")[np.linspace(0, len(x) - 1, MOST_SMOOTHED).astype(int)]
        x, y, own = x[kept], y[kept], own[kept]
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    is_own = own[:, None] == own[None, :]
    fits = (_smoothed(x, y, width, is_own) for width in np.geomspace(0.1, 10.0, BANDWIDTHS))
    _, fit = min(fits, key=lambda found: found[0])
    return float(np.clip(fit.var(), 0.0, 1.0))


def _smoothed(x: Floats, y: Floats, width: float, is_own: Bools) -> tuple[float, Floats]:
    """Return the error of foretelling each row from other groups, and the fit with all."""
    kernel = np.exp(-0.5 * ((x[:, None] - x[None, :]) / width) ** 2)
    fit = _local_line(kernel, x, y)
    foretold = _local_line(np.where(is_own, 0.0, kernel), x, y)
    return float(((y - foretold) ** 2).sum()), fit


def _local_line(kernel: Floats, x: Floats, y: Floats) -> Floats:
    total = np.maximum(kernel.sum(axis=1), np.finfo(float).tiny)
    x_mean, y_mean = kernel @ x / total, kernel @ y / total
    spread = kernel @ (x * x) / total - x_mean**2
    together = kernel @ (x * y) / total - x_mean * y_mean
    slope = np.where(spread > NOISE, together / np.where(spread > NOISE, spread, 1.0), 0.0)
    return np.asarray(y_mean + slope * (x - x_mean))
