"""What it costs, in pairs turned round, to put one alternative above another, or level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """Costs of every relation of m alternatives.

    Parameters
    ----------
    above : ndarray of shape (m, m)
        Of putting the row above the column; the diagonal is 0.
    level : ndarray of shape (m, m)
        Of putting both level; symmetric.
    """

    above: Ints
    level: Ints

    def among(self, rows: Ints) -> Costs:
        """Return the costs of some alternatives."""
        kept = np.ix_(rows, rows)
        return Costs(self.above[kept], self.level[kept])

    def of(self, levels: Ints) -> int:
        """Return what an order costs in all.

        Parameters
        ----------
        levels : ndarray of shape (m,)
            Smaller is better; equal numbers are a tie.
        """
        total = 0
        for i in range(len(levels) - 1):  # a row at a time: no further m x m table
            rest = levels[i + 1 :]
            total += int(self.above[i, i + 1 :][levels[i] < rest].sum())
            total += int(self.above[i + 1 :, i][levels[i] > rest].sum())
            total += int(self.level[i, i + 1 :][levels[i] == rest].sum())
        return total

    def preferring_ties(self) -> Costs:
        """Return costs by which, of the orders that cost the same, most ties are cheapest."""
        m = len(self.above)
        more_than_all_pairs = m * (m - 1) // 2 + 1
        level = self.level * more_than_all_pairs - 1
        np.fill_diagonal(level, 0)
        return Costs(self.above * more_than_all_pairs, level)


def pair_costs(ranks: Ints) -> Costs:
    """Return Kemeny and Snell's costs of every relation.

    Parameters
    ----------
    ranks : ndarray of shape (m, k)
        Ranks from 1 by k orders.

    Returns
    -------
    Costs
        For each order 2 where it sees the pair the other way round, 1 where one of the two
        ties and the other does not.

    Examples
    --------
    >>> costs = pair_costs(np.array([[1, 1, 1], [2, 1, 2]]))
    >>> costs.above.tolist(), costs.level.tolist()
    ([[0, 1], [5, 0]], [[0, 2], [2, 0]])
    """
    m, k = ranks.shape
    wins = np.zeros((m, m), dtype=np.int64)
    for column in ranks.T:
        wins += column[:, None] < column[None, :]
    level = wins + wins.T
    above = 2 * wins.T + (k - level)
    np.fill_diagonal(above, 0)
    return Costs(above, level)


def blocks(costs: Costs) -> list[Ints]:
    """Split alternatives into sets whose order among each other is decided, the best first.

    A set is ahead of another where for every pair across them to be above costs strictly less
    than to be level or below. Sets as small as can be are found from how many rivals each
    alternative may be above or level with: whoever belongs to the first c of them has at
    least as many as there are others, and nobody else has.

    Returns
    -------
    list of ndarray of int
        Rows of each set.
    """
    is_decided = (costs.above < costs.level) & (costs.above < costs.above.T)
    may_be_level_or_above = (~is_decided.T).sum(axis=1)
    order = np.argsort(-may_be_level_or_above, kind="stable")
    m = len(order)
    held = is_decided[np.ix_(order, order)]
    # From where on each is decidedly ahead of all that follow: behind the last it is not.
    clear_from = m - np.argmax(~held[:, ::-1], axis=1)
    ends = np.flatnonzero(np.maximum.accumulate(clear_from) == np.arange(1, m + 1)) + 1
    return [np.sort(part) for part in np.split(order, ends[:-1])]
