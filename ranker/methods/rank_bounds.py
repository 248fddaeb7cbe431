r"""How few and how many of some linear forms can be negative at once over a set of weights.

With one form a rival, the lead of an alternative over that rival, the fewest negative
ones are the rivals that must be ahead at its best rank, the most those that can be ahead
at its worst. The usual answer is a mixed-integer programme with one 0/1 variable a rival
and large constants (Kadziński, M., Greco, S., & Słowiński, R. (2012). Extreme ranking
analysis in robust ordinal regression. *Omega* 40(4), 488-501.
doi:10.1016/j.omega.2011.09.003). Solvers take such a variable for 0 when it is a
millionth, the large constant turns that into a lead that is none, and ties are lost.

Here the same optimum is found without constants, from proofs: which of the wishes "this
form is no less than a threshold" must be given up, so that the others hold together? A
linear programme either finds weights for the wishes that are left, or a mixture of some of
them that is below the threshold everywhere, a conflict. Of every conflict one wish must
go, so a smallest set that meets all conflicts found so far is a lower bound; where the
wishes outside it hold together it is the optimum, and where they do not there is another
conflict. (Karp, R. M. (2010), Implicit hitting set problems and multi-genome alignment,
*Combinatorial Pattern Matching*, doi:10.1007/978-3-642-13509-5_14.) The smallest set is a
programme of zeros and ones alone, where nothing can be lost in rounding.
"""

from __future__ import annotations

import numpy as np

from ranker.methods import Bools, Floats
from ranker.methods.hitting_set import smallest_hitting_set
from ranker.methods.simplex import form_tops, widest_margin

TIE = 1e-7  # a rival is ahead by more than this many points, of a scale of 99
_NOT_BEHIND = -0.75 * TIE  # what a wish not to be behind asks of a lead, and
_BEHIND = 1.5 * TIE  # a wish to be behind of a lag: each well on its side of the tie


def is_negative(leads: Floats) -> Bools:
    """Whether the rival is ahead: the lead is below 0 by more than `TIE`."""
    return np.asarray(leads < -TIE)


def fewest_negative(forms: Floats, region: Floats) -> tuple[int, Floats]:
    """Find weights at which as few forms as possible are negative; a tie is not.

    Parameters
    ----------
    forms : ndarray of shape (f, n)
    region : ndarray of shape (q, n)
        Not empty (see `ranker.methods.simplex`).

    Returns
    -------
    tuple of int and ndarray of shape (n,)
        How many forms are negative, and weights at which no more are.

    Examples
    --------
    >>> from ranker.methods.simplex import plain
    >>> fewest_negative(np.array([[3.0, -1.0], [-1.0, 3.0], [-1.0, -2.0]]), plain(2))
    (1, array([0.5, 0.5]))
    """
    weights = _most_granted(forms, _NOT_BEHIND, region)
    return int(is_negative(forms @ weights).sum()), weights


def most_negative(forms: Floats, region: Floats) -> tuple[int, Floats]:
    """Find weights at which as many forms as possible are negative; a tie is not.

    Parameters
    ----------
    forms : ndarray of shape (f, n)
    region : ndarray of shape (q, n)
        Not empty (see `ranker.methods.simplex`).

    Returns
    -------
    tuple of int and ndarray of shape (n,)
        How many forms are negative, and weights at which no fewer are.

    Examples
    --------
    >>> from ranker.methods.simplex import plain
    >>> most_negative(np.array([[1.0, -1.0], [0.0, 0.0], [-2.0, 3.0]]), plain(2))[0]
    1
    """
    weights = _most_granted(-forms, _BEHIND, region)
    return int(is_negative(forms @ weights).sum()), weights


def _most_granted(forms: Floats, threshold: float, region: Floats) -> Floats:
    """Find weights at which as many forms as possible reach a threshold.

    Among those they are the ones at which the least of the granted forms is greatest.
    """
    possible = forms[form_tops(forms, region) >= threshold]
    given_up = np.zeros(len(possible), dtype=bool)
    conflicts: list[Bools] = []
    tried: list[Floats] = []
    while True:
        found, weights = _conflicts(possible, ~given_up, threshold, region, tried=tried)
        if not found:
            return weights
        conflicts += found
        given_up = smallest_hitting_set(np.array(conflicts))


def _conflicts(
    forms: Floats, wishes: Bools, threshold: float, region: Floats, *, tried: list[Floats]
) -> tuple[list[Bools], Floats]:
    """Find conflicts among wishes, no wish in two of them, and weights for those left over.

    Weights that are found are added to `tried`. Where there are conflicts the weights are of
    no use, so that it is enough if some that were tried before grant what is left over.
    """
    found: list[Bools] = []
    left = wishes.copy()
    while True:
        n = region.shape[1]
        margin = widest_margin(forms[left] if left.any() else np.ones((1, n)), region)
        tried.append(margin.weights)
        if margin.value >= threshold or not left.any():
            return found, margin.weights
        conflict = np.zeros(len(forms), dtype=bool)
        conflict[np.flatnonzero(left)[margin.mixture > 0]] = True
        found.append(conflict)
        left &= ~conflict
        if (np.array(tried) @ forms[left].T >= threshold).all(axis=1).any():
            return found, margin.weights
