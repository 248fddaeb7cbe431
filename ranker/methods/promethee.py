r"""PROMETHEE by sorting: flows of m alternatives without comparing m² pairs.

On one criterion, sorted, those that an alternative beats by more than a threshold are the
first so many. All preference functions but the Gaussian are made of such counts and of sums
of values between two of them, which are differences of prefix sums: O(n m log m) for n
criteria.

References
----------
Calders, T., & Van Assche, D. (2018). PROMETHEE is not quadratic: An O(qn log(n)) algorithm.
*Omega* 76, 63-69. doi:10.1016/j.omega.2017.04.003.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats, Ints
from ranker.methods.preference import Preference, slack_of

PAIRS_AT_ONCE = 1 << 19  # 4 MiB a temporary
MANTISSA = 52  # bits below which sums of whole numbers are exact


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """How far each of m alternatives is preferred to the others, and they to it.

    Parameters
    ----------
    plus : ndarray of shape (m,)
        Mean preference over the others, from 0 to 1: strength.
    minus : ndarray of shape (m,)
        Mean preference of the others over it, from 0 to 1: weakness.
    """

    plus: Floats
    minus: Floats

    @property
    def net(self) -> Floats:
        """Strength less weakness, from -1 to 1; they add up to 0."""
        return self.plus - self.minus


def flows(utilities: Floats, weights: Floats, preferences: Iterable[Preference]) -> Flows:
    r"""Return positive and negative flows over all criteria.

    .. math:: \phi^+_i = \frac{1}{m - 1} \sum_j w_j \sum_k P_j(x_{ij} - x_{kj}), \qquad
              \phi^-_i = \frac{1}{m - 1} \sum_j w_j \sum_k P_j(x_{kj} - x_{ij})

    Parameters
    ----------
    utilities : ndarray of shape (m, n)
        Finite values, more is better, each criterion in its own unit. A difference that
        exceeds a threshold by less than 1e-12 of the criterion's range is at it: rounding
        alone has put it above.
    weights : ndarray of shape (n,)
        Weights that sum to 1.
    preferences : iterable of n Preference

    Returns
    -------
    Flows

    Examples
    --------
    >>> found = flows(np.array([[3.0], [1.0], [0.0]]), np.ones(1), [Preference("u-shape", q=1)])
    >>> found.plus, found.minus
    (array([1., 0., 0.]), array([0. , 0.5, 0.5]))
    """
    plus, minus = np.zeros(len(utilities)), np.zeros(len(utilities))
    for column, weight, preference in zip(utilities.T, weights, preferences, strict=True):
        if weight > 0:
            values = np.ascontiguousarray(column)
            slack = float(slack_of(values.min(), values.max()))
            found = flows_on_criterion(values, preference, slack=slack)
            plus += weight * found.plus
            minus += weight * found.minus
    return Flows(plus, minus)


def flows_on_criterion(values: Floats, preference: Preference, *, slack: float = 0.0) -> Flows:
    """Return the flows of m alternatives on one criterion of weight 1.

    Parameters
    ----------
    values : ndarray of shape (m,)
        Finite, more is better.
    preference : Preference
    slack : float
        By how much a difference must exceed a threshold to be beyond it.

    Returns
    -------
    Flows
    """
    order = np.argsort(values)
    ascending = values[order]
    if preference.function == "gaussian":
        found = _pairwise(ascending, preference)
    elif preference.is_sloped:
        found = _sloped(ascending, preference)
    else:
        found = _stepped(ascending, preference, slack)
    others = max(len(values) - 1, 1)
    plus, minus = np.empty(len(values)), np.empty(len(values))
    plus[order], minus[order] = found.plus / others, found.minus / others
    return Flows(plus, minus)


def _stepped(ascending: Floats, preference: Preference, slack: float) -> Flows:
    """Sum preferences that rise in steps: half above one threshold, half above the other."""
    some = _beaten(ascending, preference.start + slack)
    is_level = preference.full > preference.start
    full = _beaten(ascending, preference.full + slack) if is_level else some
    won, lost = some + full, _beaten_by(some) + _beaten_by(full)
    return Flows(np.asarray(0.5 * won), np.asarray(0.5 * lost))


def _beaten(ascending: Floats, threshold: float) -> Ints:
    """Count for each value those that lie more than a threshold below it.

    The difference is compared, as the definition has it. A search for value less threshold
    rounds otherwise, so what it finds is moved until the difference agrees.
    """
    found = np.searchsorted(ascending, ascending - threshold)
    while True:
        is_short = ascending - ascending[found] > threshold
        if not is_short.any():
            break
        found[is_short] = np.searchsorted(ascending, ascending[found[is_short]], side="right")
    while True:
        below = np.maximum(found - 1, 0)
        is_long = (found > 0) & ~(ascending - ascending[below] > threshold)
        if not is_long.any():
            return found
        found[is_long] = np.searchsorted(ascending, ascending[below[is_long]])


def _beaten_by(beaten: Ints) -> Ints:
    """Count for each value those that beat it: all that beat more than stand before it."""
    return len(beaten) - _up_to(beaten)


def _up_to(beaten: Ints) -> Ints:
    """Count for each place those whose count does not exceed it."""
    return np.cumsum(np.bincount(beaten, minlength=len(beaten)))


def _sloped(ascending: Floats, preference: Preference) -> Flows:
    """Sum preferences that rise in a straight line from one threshold to the other.

    At both thresholds the line meets the constant beside it, so that rounding in the search
    makes no difference.
    """
    q, p, m = preference.start, preference.full, len(ascending)
    sums = _WindowSums(ascending)
    full = np.searchsorted(ascending, ascending - p)
    some = np.searchsorted(ascending, ascending - q) if q > 0 else np.arange(m)
    ahead = sums.below(full, some) - q * (some - full)
    full_by, some_by = _up_to(full), _up_to(some)
    behind = -sums.below(some_by, full_by) - q * (full_by - some_by)
    won = full + np.maximum(ahead, 0.0) / (p - q)
    lost = m - full_by + np.maximum(behind, 0.0) / (p - q)
    return Flows(won, lost)


class _WindowSums:
    """Sums of differences between a sorted value and a window of others, without cancellation.

    Differences of prefix sums lose the digits that the sums have in common. Each value is
    therefore split into a multiple of a power of two, so coarse that all sums of such are
    exact, and a rest, so small that what its sums lose does not matter.
    """

    def __init__(self, ascending: Floats) -> None:
        centred = ascending - _exact_shift(ascending)
        largest = max(abs(centred[0]), abs(centred[-1]))
        bits = MANTISSA - len(ascending).bit_length()
        self.unit = 2.0 ** (np.frexp(largest)[1] - bits) if largest > 0 else 1.0
        self.coarse = np.rint(centred / self.unit)
        self.fine = centred - self.coarse * self.unit
        self.coarse_sums, self.fine_sums = _prefix(self.coarse), _prefix(self.fine)

    def below(self, start: Ints, end: Ints) -> Floats:
        """Sum for each value how far it lies above those from place start up to place end."""
        count = end - start
        coarse = count * self.coarse - (self.coarse_sums[end] - self.coarse_sums[start])
        fine = count * self.fine - (self.fine_sums[end] - self.fine_sums[start])
        return np.asarray(coarse * self.unit + fine)


def _exact_shift(ascending: Floats) -> float:
    """Return a number near all values that can be subtracted without rounding, or 0."""
    low, high = float(ascending[0]), float(ascending[-1])
    if low > 0 and high <= 2 * low:
        return low
    return high if high < 0 and low >= 2 * high else 0.0


def _prefix(values: Floats) -> Floats:
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _pairwise(ascending: Floats, preference: Preference) -> Flows:
    """Compare all pairs, in blocks of a bounded size; each pair once, as one of two wins."""
    m = len(ascending)
    won, lost = np.zeros(m), np.zeros(m)
    start = 0
    while start < m:
        end = min(m, start + max(1, PAIRS_AT_ONCE // m))
        degrees = preference.degrees(ascending[start:end, np.newaxis] - ascending[:end])
        won[start:end] += degrees.sum(axis=1)
        lost[:end] += degrees.sum(axis=0)
        start = end
    return Flows(won, lost)
