r"""Linear questions over sets of weights, answered exactly.

A set of weights is the simplex :math:`\{w \ge 0, \sum_j w_j = 1\}`, cut by linear
constraints. Because the weights sum to 1 every constraint :math:`a \cdot w \le b` is
the homogeneous :math:`(b \mathbf{1} - a) \cdot w \ge 0`, so a *region* is one array of
shape (q, n) whose rows, the forms, are 0 or more at the weights that it admits; the
plain simplex is the region without rows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ranker.methods import Floats

SOLVER_TOLERANCE = 1e-10  # the least that HiGHS takes
FEASIBILITY_TOLERANCE = 1e-9  # a form this little below 0 still counts as 0


def plain(n: int) -> Floats:
    """Return the region of all weights of n criteria: no rows."""
    return np.zeros((0, n))


def share_of_simplex(form: Floats) -> float:
    r"""Return the share of all weights at which a linear form is 0 or more.

    Weights drawn evenly from the simplex are exponential variables divided by their sum,
    so the share is the probability that the positive terms outweigh the negative ones. Let
    :math:`x_1, \dots, x_J` be the sizes of the positive coefficients, :math:`y_1, \dots, y_K`
    those of the negative ones and :math:`P_{jk}` the probability that the first k negative
    terms are used up before the first j positive ones. The last terms race; exponentials
    forget, so whichever is used up first leaves the other as new:

    .. math:: P_{jk} = \frac{x_j P_{j,k-1} + y_k P_{j-1,k}}{x_j + y_k},
              \quad P_{j0} = 1, \quad P_{0k} = 0

    Parameters
    ----------
    form : ndarray of shape (n,)
        Coefficients; zeros count for nothing.

    Returns
    -------
    float
        0 to 1; 1 where all coefficients are 0.

    Notes
    -----
    Only means of numbers between 0 and 1 are taken: nothing cancels, and equal coefficients,
    which break the textbook formula with its products of differences, are no special case.

    References
    ----------
    Varsi, G. (1973), *Pacific Journal of Mathematics* 46(1), doi:10.2140/pjm.1973.46.303.
    Ali, M. M. (1973), *Pacific Journal of Mathematics* 48(2), doi:10.2140/pjm.1973.48.313.

    Examples
    --------
    >>> share_of_simplex(np.array([1.0, -1.0])), share_of_simplex(np.array([3.0, -1.0, 0.0]))
    (0.5, 0.75)
    """
    positive, negative = form[form > 0], -form[form < 0]
    chances = np.zeros(len(positive) + 1)
    chances[1:] = 1.0
    if not len(negative):
        return 1.0
    for y in negative:
        for j, x in enumerate(positive, start=1):
            chances[j] = (x * chances[j] + y * chances[j - 1]) / (x + y)
    return float(chances[-1])


def form_tops(forms: Floats, region: Floats) -> Floats:
    """Return the greatest value of each of f linear forms over a region.

    All are found by one linear programme, which falls apart into one block a form.

    Parameters
    ----------
    forms : ndarray of shape (f, n)
        Coefficients; the greatest value of ``-forms`` is minus the least of `forms`.
    region : ndarray of shape (q, n)
        Not empty; on the plain simplex a form is greatest at a corner.

    Returns
    -------
    ndarray of shape (f,)
    """
    if not len(region) or not len(forms):
        return np.asarray(forms.max(axis=1, initial=-np.inf))
    from scipy.sparse import identity, kron  # noqa: PLC0415 - takes half a second

    f, n = forms.shape
    blocks = identity(f, format="csr")
    found = _solved(
        -forms.ravel(),
        A_ub=kron(blocks, -region, format="csr"),
        b_ub=np.zeros(f * len(region)),
        A_eq=kron(blocks, np.ones((1, n)), format="csr"),
        b_eq=np.ones(f),
    )
    weights = np.array([_cleaned(block) for block in found.x.reshape(f, n)])
    return np.asarray((forms * weights).sum(axis=1))


class Margin(NamedTuple):
    """What `widest_margin` finds.

    Parameters
    ----------
    value : float
        The least of the forms at the weights.
    weights : ndarray of shape (n,)
        Weights at which the least of the forms is greatest.
    mixture : ndarray of shape (f,)
        Shares, summing to 1, under which the mean of the forms is nowhere above `value`:
        the proof that no weights do better.
    """

    value: float
    weights: Floats
    mixture: Floats


def widest_margin(forms: Floats, region: Floats) -> Margin:
    """Find the weights at which the least of some forms is greatest, and why it is no greater.

    Parameters
    ----------
    forms : ndarray of shape (f, n)
        At least one. Rows of one length make this the Chebyshev centre.
    region : ndarray of shape (q, n)
        Not empty.

    Returns
    -------
    Margin
        Its value is below 0 where no weights make all forms 0 or more. The mixture are the
        multipliers of the linear programme: by the minimax theorem the least greatest mean
        of the forms is their greatest least value.
    """
    n = forms.shape[1]
    rows = np.vstack([np.c_[-forms, np.ones(len(forms))], np.c_[-region, np.zeros(len(region))]])
    found = _solved(
        np.r_[np.zeros(n), -1.0],
        A_ub=rows,
        b_ub=np.zeros(len(rows)),
        A_eq=np.r_[np.ones(n), 0.0][np.newaxis],
        b_eq=np.ones(1),
        bounds=[(0.0, None)] * n + [(None, None)],
    )
    weights = _cleaned(found.x[:n])
    mixture = _cleaned(-found.ineqlin.marginals[: len(forms)])
    return Margin(float((forms @ weights).min()), weights, mixture)


def nearest_weights(target: Floats, region: Floats) -> tuple[float, Floats]:
    r"""Find the weights of a region with the least :math:`\sum_j |w_j - t_j|`.

    Parameters
    ----------
    target : ndarray of shape (n,)
        Weights that sum to 1.
    region : ndarray of shape (q, n)
        Not empty.

    Returns
    -------
    tuple of float and ndarray of shape (n,)
        The distance, 0 to 2, and the weights.
    """
    n = len(target)
    eye, none = np.eye(n), np.zeros((len(region), n))
    rows = np.vstack([np.c_[eye, -eye], np.c_[-eye, -eye], np.c_[-region, none]])
    found = _solved(
        np.r_[np.zeros(n), np.ones(n)],
        A_ub=rows,
        b_ub=np.r_[target, -target, np.zeros(len(region))],
        A_eq=np.r_[np.ones(n), np.zeros(n)][np.newaxis],
        b_eq=np.ones(1),
    )
    weights = _cleaned(found.x[:n])
    return float(np.abs(weights - target).sum()), weights


def nearest_to_all(targets: Floats, region: Floats) -> tuple[float, Floats]:
    r"""Find the weights of a region with the least :math:`\sum_s \sum_j |w_j - t_{sj}|`.

    Parameters
    ----------
    targets : ndarray of shape (s, n)
        Weights of several people, each summing to 1.
    region : ndarray of shape (q, n)
        Not empty.

    Returns
    -------
    tuple of float and ndarray of shape (n,)
        The sum of the distances, and the weights; where several have that sum, those at which
        the greatest of the distances is least.

    Examples
    --------
    >>> total, weights = nearest_to_all(np.array([[0.8, 0.2], [0.4, 0.6]]), plain(2))
    >>> round(total, 9), weights.round(9).tolist()
    (0.8, [0.6, 0.4])
    """
    s, n = targets.shape
    eye = np.tile(np.eye(n), (s, 1))
    none = np.zeros((len(region), s * n))
    rows = np.vstack(
        [np.c_[eye, -np.eye(s * n)], np.c_[-eye, -np.eye(s * n)], np.c_[-region, none]]
    )
    limits = np.r_[targets.ravel(), -targets.ravel(), np.zeros(len(region))]
    sums = np.r_[np.ones(n), np.zeros(s * n)][np.newaxis]
    price = np.r_[np.zeros(n), np.ones(s * n)]
    least = float(_solved(price, A_ub=rows, b_ub=limits, A_eq=sums, b_eq=np.ones(1)).fun)
    each = np.kron(np.eye(s), np.ones((1, n)))
    fair = np.vstack(
        [
            np.c_[rows, np.zeros(len(rows))],
            np.c_[np.zeros((s, n)), each, -np.ones(s)],
            np.r_[price, 0.0],
        ]
    )
    found = _solved(
        np.r_[np.zeros(n + s * n), 1.0],
        A_ub=fair,
        b_ub=np.r_[limits, np.zeros(s), least + FEASIBILITY_TOLERANCE],
        A_eq=np.c_[sums, 0.0],
        b_eq=np.ones(1),
    )
    weights = _cleaned(found.x[:n])
    return float(np.abs(weights - targets).sum()), weights


def is_feasible(region: Floats) -> bool:
    """Whether any weights lie in a region, a single point included."""
    if not len(region):
        return True
    return widest_margin(region, plain(region.shape[1])).value >= -FEASIBILITY_TOLERANCE


def conflicting_rows(region: Floats) -> tuple[int, ...]:
    """Return rows of an empty region that conflict, none of which could be spared.

    Each row in turn is left out; where the others still conflict it stays out.

    Parameters
    ----------
    region : ndarray of shape (q, n)

    Returns
    -------
    tuple of int
        An irreducible set: with any one of them left out some weights are admitted. Empty
        where the region is not.

    References
    ----------
    Chinneck, J. W., & Dravnieks, E. W. (1991). Locating minimal infeasible constraint sets in
    linear programs. *ORSA Journal on Computing* 3(2), 157-168. doi:10.1287/ijoc.3.2.157.
    """
    if is_feasible(region):
        return ()
    kept = list(range(len(region)))
    for row in range(len(region)):
        others = [other for other in kept if other != row]
        if not is_feasible(region[others]):
            kept = others
    return tuple(kept)


def _cleaned(weights: Floats) -> Floats:
    """Take the solver's last digits off: nothing below 0, a sum of 1."""
    kept = np.where(weights > SOLVER_TOLERANCE, weights, 0.0)
    return np.asarray(kept / kept.sum())


def _solved(objective: Floats, **programme: Any) -> Any:
    """Minimise; every programme of this module has an optimum, or its caller erred."""
    from scipy.optimize import linprog  # noqa: PLC0415 - takes half a second

    tolerances = {
        "primal_feasibility_tolerance": SOLVER_TOLERANCE,
        "dual_feasibility_tolerance": SOLVER_TOLERANCE,
    }
    found = linprog(objective, method="highs-ds", options=tolerances, **programme)
    if found.x is None:
        raise AssertionError(f"a programme that has an optimum found none: {found.message}")
    return found
