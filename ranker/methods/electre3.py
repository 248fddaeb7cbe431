r"""ELECTRE III: how credible it is that one alternative is at least as good as another.

Credibility weighs what speaks for that (concordance) against what forbids it (discordance);
two distillations, from the top and from the bottom, make rankings of it. Where they
contradict each other on a pair, the pair is incomparable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ranker.methods import Bools, Floats, Ints
from ranker.methods.ranks import TIE_TOLERANCE

DIGITS = 10  # of a credibility: a last digit of a sum of weights is no preference


@dataclass(frozen=True, slots=True, eq=False)
class Thresholds:
    """When a difference on a criterion counts, in the unit of the criterion.

    Parameters
    ----------
    q : array-like of shape (n,) or (m, n)
        Indifference: a difference up to it is none. By alternative where thresholds grow
        with the value: those of the one that is to outrank count.
    p : array-like of shape (n,) or (m, n)
        Preference: a difference from it is a full one; not below q.
    v : array-like of shape (n,) or (m, n)
        Veto: a disadvantage from it forbids outranking, whatever else; not below p.
    """

    q: ArrayLike
    p: ArrayLike
    v: ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class Preorders:
    """The two rankings of ELECTRE III; alternatives of one class share a rank.

    Parameters
    ----------
    descending, ascending : ndarray of shape (m,)
        1 plus the number of alternatives in better classes: as the best are distilled out
        first, and as the worst are.
    """

    descending: Ints
    ascending: Ints

    @property
    def scores(self) -> Floats:
        """Mean of both ranks, shape (m,): less is better, and it contradicts no pair of both."""
        return np.asarray((self.descending + self.ascending) / 2.0)

    @property
    def is_incomparable(self) -> Bools:
        """Tell of each pair whether the rankings contradict each other, shape (m, m)."""
        above = self.descending[:, np.newaxis] < self.descending
        below = self.ascending[:, np.newaxis] > self.ascending
        return np.asarray((above & below) | (above & below).T)


def credibility(values: Floats, weights: Floats, thresholds: Thresholds) -> Floats:
    r"""Return how credible it is that the row is at least as good as the column.

    .. math:: \sigma(a, b) = C(a, b) \prod_{j : d_j(a, b) > C(a, b)}
              \frac{1 - d_j(a, b)}{1 - C(a, b)}

    where C is the weight of the criteria on which b is not better than a by more than q,
    falling to none at p, and the discordance d of a criterion grows from p to v.

    Parameters
    ----------
    values : ndarray of shape (m, n)
        Value of alternative i on criterion j, more is better.
    weights : ndarray of shape (n,)
        Weights of the criteria; they sum to 1.
    thresholds : Thresholds

    Returns
    -------
    ndarray of shape (m, m)
        From 0 to 1; the diagonal is 1.
    """
    n = values.shape[1]
    q, p, v = (_by_criterion(each, values) for each in (thresholds.q, thresholds.p, thresholds.v))
    lags = [column - column[:, np.newaxis] for column in values.T]
    concordance = sum(
        (weights[j] * (1.0 - _risen(lags[j], q[j], p[j])) for j in range(n)),
        start=np.zeros((len(values), len(values))),
    )
    room = np.maximum(1.0 - concordance, np.finfo(float).tiny)
    found = concordance.copy()
    for j in range(n):
        discordance = _risen(lags[j], p[j], v[j])
        objects = discordance > concordance + TIE_TOLERANCE
        found *= np.where(objects, (1.0 - discordance) / room, 1.0)
    return np.round(np.clip(found, 0.0, 1.0), DIGITS)


def _by_criterion(threshold: ArrayLike, values: Floats) -> list[Floats]:
    """Return a threshold as columns of shape (m, 1), one for each criterion."""
    full = np.broadcast_to(np.asarray(threshold, dtype=float), values.shape)
    return list(full.T[:, :, np.newaxis])


def _risen(lag: Floats, low: Floats, high: Floats) -> Floats:
    """Rise from 0 at `low` to 1 at `high`; where both are equal, jump behind them."""
    is_step = high - low <= TIE_TOLERANCE * high
    noise = TIE_TOLERANCE * np.maximum(np.abs(low), np.abs(lag).max())
    slope = np.clip((lag - low) / np.where(is_step, 1.0, high - low), 0.0, 1.0)
    return np.where(is_step, np.where(lag > low + noise, 1.0, 0.0), slope)


def distil(credibilities: Floats, *, alpha: float = 0.3, beta: float = 0.15) -> Preorders:
    r"""Rank by both distillations.

    Parameters
    ----------
    credibilities : ndarray of shape (m, m)
        What `credibility` gives.
    alpha, beta : float
        The discrimination threshold :math:`s(\lambda) = \alpha - \beta \lambda`, by which
        two credibilities must differ to count as different.

    Returns
    -------
    Preorders

    References
    ----------
    Roy, B. (1978). ELECTRE III: un algorithme de classements fondé sur une représentation floue
    des préférences en présence de critères multiples. *Cahiers du CERO* 20(1), 3-24; as in
    Figueira, J. R., Mousseau, V., & Roy, B. (2016). doi:10.1007/978-1-4939-3094-4_5.

    Examples
    --------
    >>> found = distil(np.array([[1.0, 0.9, 1.0], [0.3, 1.0, 0.8], [0.2, 0.8, 1.0]]))
    >>> found.descending.tolist(), found.ascending.tolist()
    ([1, 2, 2], [1, 2, 2])
    """
    margins = _margins(credibilities, alpha=alpha, beta=beta)
    best, worst = (
        _distilled(credibilities, margins, sign=sign, cut=(alpha, beta)) for sign in (1, -1)
    )
    return Preorders(_ranks(best), _ranks(-worst))


def _margins(credibilities: Floats, *, alpha: float, beta: float) -> Floats:
    """Return by how much the row outranks the column beyond the discrimination threshold."""
    return credibilities - (alpha - beta * credibilities) - credibilities.T


def _ranks(classes: Ints) -> Ints:
    """Return 1 plus the number of alternatives of a lower class."""
    return np.searchsorted(np.sort(classes), classes, side="left") + 1


def _distilled(
    credibilities: Floats, margins: Floats, *, sign: Literal[1, -1], cut: tuple[float, float]
) -> Ints:
    """Return the number of each one's class, shape (m,), as they are distilled out."""
    classes = np.zeros(len(credibilities), dtype=np.int64)
    left = np.arange(len(credibilities))
    number = 0
    while len(left):
        number += 1
        block = np.ix_(left, left)
        held = _extreme(credibilities[block], margins[block], sign=sign, cut=cut)
        classes[left[held]] = number
        left = np.delete(left, held)
    return classes


def _extreme(
    credibilities: Floats, margins: Floats, *, sign: Literal[1, -1], cut: tuple[float, float]
) -> Ints:
    """Distil the best (sign 1) or the worst (-1) out of a set: indices of one class."""
    held = np.arange(len(credibilities))
    level = _largest(credibilities, np.inf)
    while len(held) > 1:
        block = np.ix_(held, held)
        level = _largest(credibilities[block], level - (cut[0] - cut[1] * level))
        outranks = (credibilities[block] > level) & (margins[block] > TIE_TOLERANCE)
        qualification = sign * (outranks.sum(axis=1) - outranks.sum(axis=0))
        held = held[qualification == qualification.max()]
        if level == 0:
            break
    return held


def _largest(credibilities: Floats, bound: float) -> float:
    """Return the largest credibility of a pair that lies below a bound; 0 where none does."""
    pairs = credibilities[~np.eye(len(credibilities), dtype=bool)]
    return float(pairs[pairs < bound - TIE_TOLERANCE].max(initial=0.0))
