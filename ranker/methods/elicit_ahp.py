"""Analytic hierarchy process: weights from comparisons of criteria in pairs."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.elicit_verdict import Elicited, Revisit, Verdict, judge, normalised

Priority = Literal["eigenvector", "geometric-mean"]

ACCEPTED = 0.1  # Saaty's limit of the consistency ratio
SCALE = 9.0
RANDOM_INDEX = (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58)
RANDOM_INDEX_BEYOND = 1.59  # 15 criteria, and taken for more
SQUARINGS = 40  # A to the power 2 ** 40: nothing is left but the principal eigenvector
ROUNDS = 1000
SETTLED = 1e-13


def ahp(matrix: Floats, *, priority: Priority = "eigenvector") -> Elicited:
    r"""Weigh criteria by how many times each weighs each other.

    The consistency ratio compares :math:`(\lambda_{max} - n) / (n - 1)` with what judgements
    drawn at random give.

    Parameters
    ----------
    matrix : ndarray of shape (n, n)
        How many times criterion i weighs criterion j, reciprocal, 1 on the diagonal; NaN where
        a pair was not judged. The judged pairs connect all criteria.
    priority : {"eigenvector", "geometric-mean"}
        How the weights follow.

    Returns
    -------
    Elicited

    Notes
    -----
    Pairs that were not judged take the values that make the judgements as consistent as they
    can be (smallest principal eigenvalue); for the geometric mean this is least squares of
    the logarithms over the judged pairs. The random index falls as pairs are left out, nearly
    linearly, to 0 where judgements form a tree and cannot contradict one another.

    References
    ----------
    Saaty (1980), *The Analytic Hierarchy Process*; Saaty (2008), "Decision making with the
    analytic hierarchy process". doi:10.1504/IJSSCI.2008.017590. Random index for up to 15
    criteria as the R package ahpsurvey (R/ahp_cr.R) has it "from Saaty 2008", and its manual
    from Saaty & Tran (2007), doi:10.1016/j.mcm.2007.03.022; neither table was at hand.
    Crawford & Williams (1985), geometric mean. doi:10.1016/0022-2496(85)90002-1
    Bozóki, Fülöp & Rónyai (2010), incomplete matrices. doi:10.1016/j.mcm.2010.02.047
    Ágoston & Csató (2022), their random index. doi:10.1016/j.omega.2021.102576

    Examples
    --------
    >>> ahp(np.array([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]])).weights.round(4).tolist()
    [0.5714, 0.2857, 0.1429]
    """
    judged = ~np.isnan(matrix)
    whole = complete(matrix)
    eigen, largest = principal(whole)
    weights = eigen if priority == "eigenvector" else geometric_mean(matrix)
    return Elicited(weights, _verdict(matrix, judged, weights, largest))


def _verdict(matrix: Floats, judged: Bools, weights: Floats, largest: float) -> Verdict:
    n = len(matrix)
    random = random_index(n, int((~judged).sum()) // 2)
    if random == 0:
        return Verdict("untested")
    ratio = max(0.0, (largest - n) / (n - 1)) / random
    return judge(ratio, ACCEPTED, worst_fit(matrix, weights))


def random_index(criteria: int, unjudged: int = 0) -> float:
    """Return the mean inconsistency of judgements at random, with some pairs not judged.

    Examples
    --------
    >>> random_index(4), round(random_index(4, 1), 3), random_index(4, 3)
    (0.89, 0.593, 0.0)
    """
    if criteria <= 2:
        return 0.0
    known = criteria <= len(RANDOM_INDEX)
    complete_index = RANDOM_INDEX[criteria - 1] if known else RANDOM_INDEX_BEYOND
    spare = (criteria - 1) * (criteria - 2) / 2
    return complete_index * (1 - unjudged / spare)


def worst_fit(matrix: Floats, weights: Floats) -> Revisit | None:
    """Find the judgement that is farthest, in ratio, from what the weights say.

    Parameters
    ----------
    matrix : ndarray of shape (n, n)
        Judgements; NaN where there is none.
    weights : ndarray of shape (n,)
    """
    fitting = weights[:, None] / weights[None, :]
    away = np.abs(np.log(matrix / fitting))
    away = np.where(np.isnan(away) | (matrix < 1), -1.0, away)  # each pair told the larger way
    np.fill_diagonal(away, -1.0)
    first, second = np.unravel_index(int(np.argmax(away)), away.shape)
    if away[first, second] < 0:
        return None
    i, j = int(first), int(second)
    return Revisit(i, j, float(matrix[i, j]), float(fitting[i, j]))


def principal(matrix: Floats) -> tuple[Floats, float]:
    """Return the principal eigenvector, summing to 1, and the eigenvalue of a positive matrix."""
    power = matrix / matrix.sum()
    for _ in range(SQUARINGS):
        power = power @ power
        power = power / power.sum()
    vector = normalised(power.sum(axis=1))
    return vector, float(np.mean(matrix @ vector / vector))


def geometric_mean(matrix: Floats) -> Floats:
    """Return the weights that fit the logarithms of the judged ratios best.

    Parameters
    ----------
    matrix : ndarray of shape (n, n)
        Judgements; NaN where there is none.
    """
    n = len(matrix)
    judged = ~np.isnan(matrix)
    np.fill_diagonal(judged, False)
    logs = np.where(judged, np.log(np.where(judged, matrix, 1.0)), 0.0).sum(axis=1)
    laplacian = np.diag(judged.sum(axis=1)) - judged
    return normalised(np.exp(np.linalg.solve(laplacian + 1 / n, logs)))


def complete(matrix: Floats) -> Floats:
    """Fill in pairs that were not judged so that the principal eigenvalue is smallest.

    At the smallest eigenvalue its derivative by each open ratio is 0, which says what the
    ratio is in terms of the left and right eigenvectors; this is repeated until it settles.

    Parameters
    ----------
    matrix : ndarray of shape (n, n)
        Judgements; NaN where there is none.
    """
    open_pairs = np.isnan(matrix)
    if not open_pairs.any():
        return matrix
    start = geometric_mean(matrix)
    whole = np.where(open_pairs, start[:, None] / start[None, :], matrix)
    for _ in range(ROUNDS):
        right, left = principal(whole)[0], principal(whole.T)[0]
        root = np.sqrt(right / left)
        new = np.where(open_pairs, root[:, None] / root[None, :], matrix)
        change = np.abs(np.log(new / whole)).max()
        whole = new
        if change < SETTLED:
            break
    return whole
