"""Best-worst method: weights from comparing all criteria with the best and with the worst."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats
from ranker.methods.elicit_verdict import AGREES, Elicited, Revisit, Verdict, judge, normalised

SCALE = 9.0
FEWEST, MOST = 3, 9  # criteria, and scale values, for which thresholds are published
THRESHOLDS = (  # rows: best to worst 3 ... 9; columns: 3 ... 9 criteria
    (0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
)
INSIDE = 1e-11  # how far a corner may lie outside a bound for rounding


@dataclass(frozen=True, slots=True, eq=False)
class BestWorst:
    """Comparisons with the best and the worst criterion.

    Parameters
    ----------
    best, worst : int
        Positions of the two; they differ.
    to_others : ndarray of shape (n,)
        How many times the best weighs each criterion: 1 for itself, largest for the worst.
    to_worst : ndarray of shape (n,)
        How many times each criterion weighs the worst: 1 for itself; that of the best
        equals `to_others` of the worst.
    """

    best: int
    worst: int
    to_others: Floats  # (n,)
    to_worst: Floats  # (n,)

    @property
    def span(self) -> float:
        """How many times the best weighs the worst."""
        return float(self.to_others[self.worst])

    @property
    def others(self) -> list[int]:
        """Positions of the criteria between the best and the worst."""
        return [j for j in range(len(self.to_others)) if j not in (self.best, self.worst)]


def bwm_linear(judgements: BestWorst) -> Elicited:
    r"""Take the weights whose largest absolute deviation from the judgements is smallest.

    .. math:: \min \xi \quad |w_B - a_{Bj} w_j| \le \xi, \; |w_j - a_{jW} w_W| \le \xi

    Notes
    -----
    A linear programme that needs no solver: in the optimum each criterion between has the
    largest weight its bounds allow, so the best, the worst and the deviation remain, up to
    their scale, and the optimum is a corner where two bounds meet. All corners are tried.
    Where several are equally good, the mean of their weights is taken.

    References
    ----------
    Rezaei (2016), "Best-worst multi-criteria decision-making method: some properties and a
    linear model". doi:10.1016/j.omega.2015.12.001

    Examples
    --------
    >>> fits = BestWorst(0, 2, np.array([1.0, 2.0, 4.0]), np.array([4.0, 2.0, 1.0]))
    >>> bwm_linear(fits).weights.round(4).tolist()
    [0.5714, 0.2857, 0.1429]
    """
    bounds, ties = _planes(judgements)
    best = math.inf
    found: list[Floats] = []
    for corner in _corners(bounds, ties):
        weights = _widest(judgements, corner)
        if not weights.sum() > 0:
            continue
        deviation = corner[2] / weights.sum()
        shares = normalised(weights)
        if deviation < best - INSIDE:
            best, found = deviation, [shares]
        elif deviation <= best + INSIDE and all(np.abs(shares - w).max() > AGREES for w in found):
            found.append(shares)
    weights = normalised(np.mean(found, axis=0))
    return Elicited(weights, input_verdict(judgements, weights))


def _planes(judgements: BestWorst) -> tuple[Floats, Floats]:
    """Return bounds (normal · (best, worst, deviation) >= 0) and planes where a bound changes."""
    span = judgements.span
    bounds = [[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [-1, span, 1], [1, -span, 1]]
    ties = []
    for j in judgements.others:
        p, q = float(judgements.to_others[j]), float(judgements.to_worst[j])
        bounds += [[-1, p * q, p + 1], [1, -p * q, p + 1]]
        ties.append([1, -p * q, 1 - p])
    return np.array(bounds, dtype=float), np.array(ties, dtype=float).reshape(-1, 3)


def _corners(bounds: Floats, ties: Floats) -> list[Floats]:
    """Return the rays in which two planes meet and that no bound excludes."""
    planes = np.vstack([bounds, ties])
    corners = []
    for a in range(len(planes)):
        for b in range(a + 1, len(planes)):
            ray = np.cross(planes[a], planes[b])
            size = np.abs(ray).max()
            if size <= INSIDE:
                continue
            ray = ray / size * (1 if ray.sum() > 0 else -1)
            if (bounds @ ray >= -INSIDE).all():
                corners.append(np.maximum(ray, 0.0))
    return corners


def _widest(judgements: BestWorst, corner: Floats) -> Floats:
    best, worst, deviation = corner
    upper = np.minimum(
        (best + deviation) / judgements.to_others, judgements.to_worst * worst + deviation
    )
    upper[judgements.best], upper[judgements.worst] = best, worst
    return np.asarray(upper)


def bwm_interval(judgements: BestWorst) -> Elicited:
    r"""Take the weights whose ratios deviate least from the judgements, with their bounds.

    .. math:: \min \xi \quad |w_B / w_j - a_{Bj}| \le \xi, \; |w_j / w_W - a_{jW}| \le \xi

    Returns
    -------
    Elicited
        Bounds of each weight, and as weights the middles of the bounds, rescaled to sum 1.

    Notes
    -----
    Solved in closed form: a criterion between allows the ratio of best and worst to lie
    between :math:`(a_{Bj} - \xi)(a_{jW} - \xi)` and :math:`(a_{Bj} + \xi)(a_{jW} + \xi)`; the
    smallest deviation is the one at which the farthest two of these ranges touch.

    References
    ----------
    Rezaei (2015), "Best-worst multi-criteria decision-making method".
    doi:10.1016/j.omega.2014.11.009; bounds: Rezaei (2016). doi:10.1016/j.omega.2015.12.001

    Examples
    --------
    >>> rezaei = BestWorst(2, 0, np.array([8.0, 2.0, 1.0]), np.array([1.0, 5.0, 8.0]))
    >>> bwm_interval(rezaei).weights.round(4).tolist()
    [0.0714, 0.3387, 0.5899]
    """
    deviation = smallest_deviation(judgements)
    ratio = _ratio(judgements, deviation)
    low, high = _between(judgements, deviation, ratio)
    rest_low, rest_high = low.sum() - low, high.sum() - high
    lower, upper = low / (low + rest_high), high / (high + rest_low)
    weights = normalised((lower + upper) / 2)
    return Elicited(weights, input_verdict(judgements, weights), lower, upper)


def smallest_deviation(judgements: BestWorst) -> float:
    """Return the smallest largest deviation of a ratio of weights from its judgement."""
    span = judgements.span
    p_all, q_all = judgements.to_others, judgements.to_worst
    pairs = [(float(p_all[j]), float(q_all[j])) for j in judgements.others]
    deviation = 0.0
    for p, q in pairs:
        sums, gap = p + q + 1, p * q - span
        deviation = max(deviation, 2 * abs(gap) / (sums + math.sqrt(sums**2 - 4 * gap)))
        for r, t in pairs:
            deviation = max(deviation, (p * q - r * t) / (p + q + r + t))
    return deviation


def _ratio(judgements: BestWorst, deviation: float) -> float:
    """Return the one ratio of best and worst that all judgements allow at this deviation."""
    least = judgements.span - deviation
    for j in judgements.others:
        p, q = judgements.to_others[j] - deviation, judgements.to_worst[j] - deviation
        least = max(least, float(p * q) if p > 0 and q > 0 else 0.0)
    return float(least)


def _between(judgements: BestWorst, deviation: float, ratio: float) -> tuple[Floats, Floats]:
    """Return the least and most each criterion weighs where the worst weighs 1."""
    p, q = judgements.to_others, judgements.to_worst
    low = np.maximum(ratio / (p + deviation), q - deviation)
    room = np.where(p > deviation, p - deviation, 1.0)
    high = np.where(p > deviation, np.minimum(ratio / room, q + deviation), q + deviation)
    for at, value in ((judgements.best, ratio), (judgements.worst, 1.0)):
        low[at] = high[at] = value
    return low, np.maximum(low, high)


def input_verdict(judgements: BestWorst, weights: Floats) -> Verdict:
    r"""Compare the judgements with one another, before any weight.

    .. math:: CR = \max_j \frac{|a_{Bj} a_{jW} - a_{BW}|}{a_{BW}^2 - a_{BW}}

    Parameters
    ----------
    judgements : BestWorst
    weights : ndarray of shape (n,)
        Weights that followed; they say what would fit.

    References
    ----------
    Liang, Brunelli & Rezaei (2020), "Consistency issues in the best worst method:
    measurements and thresholds". doi:10.1016/j.omega.2019.102175. Its table 3, the thresholds,
    was read in three public programs that agree in every figure; two of them name the paper.
    """
    span = judgements.span
    gaps = np.abs(judgements.to_others * judgements.to_worst - span)
    gaps[[judgements.best, judgements.worst]] = 0.0
    if gaps.max() == 0:
        return Verdict("consistent", 0.0, threshold(len(weights), span))
    at = int(np.argmax(gaps))
    ratio = float(gaps[at] / (span**2 - span))
    return judge(ratio, threshold(len(weights), span), _revisit(judgements, weights, at))


def _revisit(judgements: BestWorst, weights: Floats, at: int) -> Revisit:
    best, worst = judgements.best, judgements.worst
    told = (
        Revisit(best, at, float(judgements.to_others[at]), float(weights[best] / weights[at])),
        Revisit(at, worst, float(judgements.to_worst[at]), float(weights[at] / weights[worst])),
    )
    away = [abs(math.log(one.given / one.fitting)) for one in told]
    return told[0] if away[0] >= away[1] else told[1]


def threshold(criteria: int, span: float) -> float | None:
    """Return the largest accepted ratio for so many criteria and so wide a judgement.

    Between two whole values of the scale the smaller threshold holds; up to 2 it is 0; for
    more than nine criteria none is published.

    Examples
    --------
    >>> threshold(4, 9.0), threshold(5, 5.0), threshold(4, 4.5), threshold(12, 9.0)
    (0.2681, 0.2306, 0.1529, None)
    """
    if criteria < FEWEST or span < FEWEST:
        return 0.0
    if criteria > MOST or span > SCALE:
        return None
    rows = {math.floor(span) - FEWEST, math.ceil(span) - FEWEST}
    return min(THRESHOLDS[row][criteria - FEWEST] for row in rows)
