"""Principal components of a correlation matrix, their rotation, and weights from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats

INDEFINITE = -1e-8  # an eigenvalue below this is no rounding error
KAISER = 1.0
LEAST_PART = 0.10  # of the variance that a component must explain
ENOUGH = 0.60  # of the variance that the kept ones explain together
ROTATIONS = 500
STILL = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Principal components of k standardised columns, the largest first.

    Parameters
    ----------
    eigenvalues : ndarray of shape (k,)
        They sum to k.
    loadings : ndarray of shape (k, k)
        Correlation of column i with component j; the largest of each component is positive.
    """

    eigenvalues: Floats
    loadings: Floats

    @property
    def shares(self) -> Floats:
        """Share of the variance that each explains, shape (k,)."""
        return np.asarray(self.eigenvalues / self.eigenvalues.sum())

    @property
    def is_indefinite(self) -> bool:
        """Whether no data have such correlations, as may be where pairs have other rows."""
        return bool(self.eigenvalues[-1] < INDEFINITE)


def principal_components(correlations: Floats) -> Components:
    """Return the principal components of a correlation matrix without gaps.

    Parameters
    ----------
    correlations : ndarray of shape (k, k)

    Examples
    --------
    >>> found = principal_components(np.array([[1.0, 0.6], [0.6, 1.0]]))
    >>> found.eigenvalues.round(6).tolist(), found.loadings[:, 0].round(4).tolist()
    ([1.6, 0.4], [0.8944, 0.8944])
    """
    values, vectors = np.linalg.eigh(correlations)
    values, vectors = values[::-1], vectors[:, ::-1]
    largest = np.abs(vectors).argmax(axis=0)
    vectors = vectors * np.sign(vectors[largest, np.arange(len(values))])
    return Components(values, vectors * np.sqrt(np.maximum(values, 0.0)))


def kept_components(eigenvalues: Floats) -> int:
    """Return how many components are kept, by the Handbook's three rules.

    Those with an eigenvalue above 1 that explain more than a tenth of the variance each; and
    more, where these explain less than six tenths together.

    Examples
    --------
    >>> kept_components(np.array([2.1, 0.6, 0.3])), kept_components(np.array([1.5, 0.9, 0.6]))
    (1, 2)
    """
    shares = eigenvalues / eigenvalues.sum()
    worthy = int(((eigenvalues > KAISER) & (shares > LEAST_PART)).sum())
    enough = int(np.searchsorted(np.cumsum(shares), ENOUGH - STILL)) + 1
    return max(worthy, enough, 1)


def varimax(loadings: Floats) -> Floats:
    """Rotate loadings so that each column has a few large ones and many small ones.

    Parameters
    ----------
    loadings : ndarray of shape (k, f)

    Returns
    -------
    ndarray of shape (k, f)
        With Kaiser's normalisation of the rows; what the factors explain together stays.

    References
    ----------
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis.
    *Psychometrika* 23, 187-200. doi:10.1007/BF02289233.
    """
    if loadings.shape[1] == 1:
        return loadings
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows = loadings / np.where(lengths > 0, lengths, 1.0)
    turned, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(ROTATIONS):
        now = rows @ turned
        slope = rows.T @ (now**3 - now * (now**2).mean(axis=0))
        left, sizes, right = np.linalg.svd(slope)
        turned = left @ right
        if sizes.sum() <= reached * (1 + STILL):
            break
        reached = sizes.sum()
    return np.asarray(rows @ turned * lengths)


def weights_from_loadings(loadings: Floats) -> Floats:
    """Return weights from rotated loadings, as the Handbook on composite indicators does.

    Squared loadings are scaled to sum 1 on each factor. A column belongs to the factor on which
    its scaled loading is largest; its weight is that times the factor's share of what all
    explain.

    Parameters
    ----------
    loadings : ndarray of shape (k, f)
        Rotated.

    Returns
    -------
    ndarray of shape (k,)
        They sum to 1.

    References
    ----------
    OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, part 2, step 6,
    doi:10.1787/9789264043466-en; after Nicoletti, Scarpetta & Boylaud (2000),
    doi:10.1787/215182844604.

    Examples
    --------
    >>> weights_from_loadings(np.array([[0.9, 0.0], [0.9, 0.0], [0.0, 1.0]])).round(4).tolist()
    [0.3092, 0.3092, 0.3817]
    """
    squared = loadings**2
    explained = squared.sum(axis=0)
    scaled = squared / np.where(explained > 0, explained, 1.0)
    home = scaled.argmax(axis=1)
    weights = scaled[np.arange(len(home)), home] * explained[home]
    return np.asarray(weights / weights.sum())
