"""RIM and ERVD by scikit-criteria: methods that need a reference beside the matrix."""

from __future__ import annotations

import numpy as np
from skcriteria.agg.ervd import ERVD
from skcriteria.agg.rim import RIM

from ranker.methods import Floats
from ranker.methods._guards import Matrix
from ranker.methods._skcriteria import _scores, _silence
from ranker.methods.normalise import HIGHEST, LOWEST


def rim(matrix: Matrix, ideal_low: Floats, ideal_high: Floats) -> Floats:
    """Score utilities by their nearness to an interval of ideal ones.

    Parameters
    ----------
    matrix : Matrix
        Utilities on [1, 100], which is the range of each criterion.
    ideal_low, ideal_high : ndarray of shape (n,)
        Ends of the interval on that scale.

    Returns
    -------
    ndarray of shape (m,)
        From 0 to 1, more is better.
    """
    ends = zip(ideal_low.tolist(), ideal_high.tolist(), strict=True)
    ranges = [(LOWEST, HIGHEST)] * len(ideal_low)
    with _silence():
        return _scores(RIM(), matrix, ref_ideals=list(ends), ranges=ranges)


def ervd(matrix: Matrix, reference: Floats, *, lambda_value: float, alpha_value: float) -> Floats:
    """Score by gains and losses from a reference, compared as TOPSIS compares distances.

    Parameters
    ----------
    matrix : Matrix
        Values of 0 or more.
    reference : ndarray of shape (n,)
        What is neither gain nor loss, in the unit of each criterion.
    lambda_value, alpha_value : float
        How much more a loss counts than a gain, and the power that both are raised to.

    Returns
    -------
    ndarray of shape (m,)
        From 0 to 1, more is better.
    """
    sums = matrix.performances.sum(axis=0)
    shares = Matrix(
        matrix.performances / sums,
        matrix.objectives,
        matrix.weights,
        matrix.alternatives,
        matrix.criteria,
    )
    maker = ERVD(lambda_value=lambda_value, alpha_value=alpha_value)
    with _silence():
        return np.asarray(
            _scores(maker, shares, take="similarity", reference_points=reference / sums)
        )
