r"""The median of several orders: the one that turns round the fewest of their pairs.

Kemeny and Snell's distance between two orders counts 2 for a pair they see the other way
round and 1 for a pair that one of them ties; the median is an order, ties allowed, whose
distances to all given orders add up to the least. Finding it is NP-hard in general. Here it
falls apart first: where for every pair across two sets the cheapest is to put the first one's
member ahead, the first set is ahead in each median (the extended Condorcet criterion), and
what is left inside a set is searched by `ranker.methods.kemeny_search`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Ints
from ranker.methods.kemeny_search import Found, settle
from ranker.methods.pair_costs import blocks, pair_costs
from ranker.methods.ranks import competition_ranks


@dataclass(frozen=True, slots=True, eq=False)
class Median:
    """A median of k orders of m alternatives, or the nearest to one that was found.

    Parameters
    ----------
    ranks : ndarray of shape (m,)
        Competition ranks. Of several medians one with the most ties: what the orders do not
        decide is not decided here.
    distance, bound : int
        Sum of its distances to the orders, and what no order can be below.
    is_unique : bool or None
        Whether no other order is as near; None where that is not known.
    other : ndarray of shape (m,) or None
        Another order that is as near.
    """

    ranks: Ints
    distance: int
    bound: int
    is_unique: bool | None
    other: Ints | None

    @property
    def is_exact(self) -> bool:
        """Whether no order is nearer."""
        return self.distance == self.bound

    @property
    def gap(self) -> float:
        """By what share the distance may be above the least there is, 0 to 1."""
        return 0.0 if self.is_exact else (self.distance - self.bound) / self.distance


def kemeny(ranks: Ints) -> Median:
    """Find the order that is nearest to several orders.

    Parameters
    ----------
    ranks : ndarray of shape (m, k)
        Ranks from 1 by k orders; equal ranks are a tie.

    Returns
    -------
    Median
        Exact where no set that the orders leave undecided has more than
        `ranker.methods.kemeny_search.MOST_EXACT` members or outgrows the search.

    References
    ----------
    Kemeny, J. G. (1959). Mathematics without numbers. *Daedalus* 88(4), 577-591. No DOI.
    Kemeny, J. G., & Snell, J. L. (1962). *Mathematical Models in the Social Sciences*. No DOI.
    Truchon, M. (1998). An extension of the Condorcet criterion and Kemeny orders. Cahier
    98-15, CREFA, Universite Laval. No DOI.

    Examples
    --------
    >>> kemeny(np.array([[1, 1, 2], [2, 2, 1], [3, 3, 3]])).ranks.tolist()
    [1, 2, 3]
    """
    costs = pair_costs(ranks)
    parts = [(block, settle(costs.among(block))) for block in blocks(costs)]
    levels = np.zeros(len(ranks), dtype=np.int64)
    for number, (block, found) in enumerate(parts):
        levels[block] = number * len(ranks) + found.levels
    distance = costs.of(levels)
    slack = sum(found.distance - found.bound for _, found in parts)
    verdicts = {found.is_unique for _, found in parts}
    is_unique = False if False in verdicts else None if None in verdicts else True
    return Median(_placed(levels), distance, distance - slack, is_unique, _other(levels, parts))


def _other(levels: Ints, parts: list[tuple[Ints, Found]]) -> Ints | None:
    """Return the same order with the first part that has another one as near replaced."""
    for number, (block, found) in enumerate(parts):
        if found.other is not None:
            changed = levels.copy()
            changed[block] = number * len(levels) + found.other
            return _placed(changed)
    return None


def _placed(levels: Ints) -> Ints:
    return competition_ranks(levels.astype(float), more_is_better=False, tolerance=0.0)
