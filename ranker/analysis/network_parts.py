r"""What each member adds to a network: Shapley values of the score.

The value of a set of members is the score of their network at the given coordination; that of
nobody is 1, the low end of the scale of utilities. A member's part is what it adds on average
over all orders in which the members may join (Shapley, 1953,
doi:10.1515/9781400881970-018), so the parts sum to the score of all less 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from ranker.analysis.network_score import NetworkModel
from ranker.methods import Floats, Ints
from ranker.methods.normalise import LOWEST
from ranker.methods.sampling import block_generator, permutations

MOST_EXACT = 15  # members whose 2^n sets are all scored
PAIRS = 4_000  # pairs of an order and its reverse, where orders are drawn
ORDERS = 1_001  # purpose of the stream of orders


@dataclass(frozen=True, slots=True)
class MemberPart:
    """What one member adds.

    Parameters
    ----------
    member : str
    alone : float
        Its own score.
    part : float
        Shapley value, in points of score.
    error : float
        Standard error of a sampled value; 0 where it is exact.
    """

    member: str
    alone: float
    part: float
    error: float


def member_parts(
    model: NetworkModel, coordination: float, *, seed: int = 0
) -> tuple[MemberPart, ...]:
    """Return what each member adds to the score of all at a coordination, in their order.

    Parameters
    ----------
    model : NetworkModel
    coordination : float
    seed : int
        Of the orders that are drawn for more than `MOST_EXACT` members.
    """
    n = len(model.clusters)
    if n <= MOST_EXACT:
        parts, errors = _exact(_values_of_all_sets(model, coordination), n), np.zeros(n)
    else:
        parts, errors = _sampled(model, coordination, seed)
    scores = model.member_scores
    rows = zip(model.clusters, scores, parts, errors, strict=True)
    return tuple(MemberPart(name, float(a), float(p), float(e)) for name, a, p, e in rows)


def _values_of_all_sets(model: NetworkModel, coordination: float) -> Floats:
    """Return the value of every set, (2^n,); bit i of its number says whether i is in it."""
    n = len(model.clusters)
    members = (np.arange(1, 2**n)[:, None] >> np.arange(n)) & 1 == 1
    return np.concatenate([[LOWEST], model.scores(members, coordination)])


def _exact(values: Floats, n: int) -> Floats:
    numbers = np.arange(2**n)
    sizes = np.array([number.bit_count() for number in range(2**n)])
    chances = np.array([1 / (n * comb(n - 1, size)) for size in range(n)])
    parts = np.empty(n)
    for i in range(n):
        without = numbers[numbers >> i & 1 == 0]
        added = values[without | 1 << i] - values[without]
        parts[i] = added @ chances[sizes[without]]
    return parts


def _sampled(model: NetworkModel, coordination: float, seed: int) -> tuple[Floats, Floats]:
    """Return estimates and standard errors from pairs of an order and its reverse."""
    n = len(model.clusters)
    orders = permutations(block_generator(seed, 0, ORDERS), PAIRS, n)
    pairs = (_added(model, orders, coordination) + _added(model, orders[:, ::-1], coordination)) / 2
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(PAIRS)


def _added(model: NetworkModel, orders: Ints, coordination: float) -> Floats:
    """Return what each member adds as they join in each order, shape (orders, n)."""
    size, n = orders.shape
    place = np.argsort(orders, axis=1)
    members = place[:, None, :] <= np.arange(n)[:, None]
    values = model.scores(members.reshape(-1, n), coordination).reshape(size, n)
    steps = np.diff(values, axis=1, prepend=LOWEST)
    return np.take_along_axis(steps, place, axis=1)
