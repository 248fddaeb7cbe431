"""Weights from numbers a person gives outright: direct rating, points, swing, SWARA."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods.elicit_verdict import Elicited, normalised


def direct(ratings: Floats) -> Elicited:
    """Rate each criterion on a scale of one's own; weights are proportional.

    Parameters
    ----------
    ratings : ndarray of shape (n,)
        Numbers of 0 or more, not all 0.

    References
    ----------
    Bottomley, Doyle & Green (2000), "Testing the reliability of weight elicitation methods:
    direct rating versus point allocation". doi:10.1509/jmkr.37.4.508.18794

    Examples
    --------
    >>> direct(np.array([5.0, 3.0, 2.0])).weights.tolist()
    [0.5, 0.3, 0.2]
    """
    return Elicited(normalised(ratings))


def points(allotted: Floats) -> Elicited:
    """Divide a fixed number of points, 100 as a rule, among the criteria.

    Parameters
    ----------
    allotted : ndarray of shape (n,)
        Points of 0 or more; the caller sees to it that all are given out.

    References
    ----------
    Bottomley, Doyle & Green (2000). doi:10.1509/jmkr.37.4.508.18794

    Examples
    --------
    >>> points(np.array([40.0, 30.0, 20.0, 10.0])).weights.tolist()
    [0.4, 0.3, 0.2, 0.1]
    """
    return Elicited(normalised(allotted))


def swing(swings: Floats) -> Elicited:
    """Rate the step from worst to best on each criterion; the largest step has 100.

    Parameters
    ----------
    swings : ndarray of shape (n,)
        Worth of each step, 0 to 100; the largest is 100.

    References
    ----------
    von Winterfeldt & Edwards (1986), *Decision Analysis and Behavioral Research*, ch. 8.

    Examples
    --------
    >>> swing(np.array([100.0, 60.0, 40.0])).weights.tolist()
    [0.5, 0.3, 0.2]
    """
    return Elicited(normalised(swings))


def swara(steps: Floats) -> Elicited:
    r"""Say by how much each criterion, in falling order, outweighs the next.

    .. math:: q_1 = 1, \quad q_j = \frac{q_{j-1}}{1 + s_j}, \quad w_j = q_j / \sum_k q_k

    Parameters
    ----------
    steps : ndarray of shape (n - 1,)
        By what share the criterion before outweighs this one, from the second on; 0 or more.

    References
    ----------
    Keršulienė, Zavadskas & Turskis (2010), "Selection of rational dispute resolution method
    by applying new step-wise weight assessment ratio analysis (SWARA)".
    doi:10.3846/jbem.2010.12

    Examples
    --------
    >>> swara(np.array([1.0, 0.0])).weights.tolist()
    [0.5, 0.25, 0.25]
    """
    return Elicited(normalised(1 / np.cumprod(np.concatenate([[1.0], 1 + steps]))))
