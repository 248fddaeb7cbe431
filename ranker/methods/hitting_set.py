"""The smallest set that has a member in each of some sets.

Small cases, which is what rank bounds ask thousands of times, are settled by branch and bound
on bit masks; a case that outgrows it goes to a solver. Both are exact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.methods import Bools

MOST_BRANCHES = 20_000  # some tens of milliseconds; then the solver is quicker


class _OutgrownError(Exception):
    """The search has taken more branches than it is worth."""


def smallest_hitting_set(sets: Bools) -> Bools:
    """Return a smallest set with a member in every row.

    Parameters
    ----------
    sets : ndarray of shape (c, f)
        Which of f members belong to each of c sets; none is empty.

    Returns
    -------
    ndarray of shape (f,)

    Examples
    --------
    >>> smallest_hitting_set(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)).sum()
    np.int64(2)
    """
    masks = _minimal([sum(1 << int(j) for j in np.flatnonzero(row)) for row in sets])
    search = _Search()
    try:
        search.branch(masks, 0, 0)
    except _OutgrownError:
        return _solved(sets)
    return np.array([bool(search.chosen >> j & 1) for j in range(sets.shape[1])])


def _minimal(masks: Sequence[int]) -> list[int]:
    """Return the sets that contain no other: to hit these is to hit all."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=int.bit_count):
        if not any(mask & other == other for other in kept):
            kept.append(mask)
    return kept


class _Search:
    """Branch on the members of a smallest set; disjoint sets say how many more are needed."""

    def __init__(self) -> None:
        self.chosen = 0
        self._size: int | None = None
        self._branches = 0

    def branch(self, masks: Sequence[int], chosen: int, size: int) -> None:
        self._branches += 1
        if self._branches > MOST_BRANCHES:
            raise _OutgrownError
        if self._size is not None and size + _disjoint(masks) >= self._size:
            return
        if not masks:
            self._size, self.chosen = size, chosen
            return
        smallest = min(masks, key=int.bit_count)
        members = [j for j in range(smallest.bit_length()) if smallest >> j & 1]
        members.sort(key=lambda j: -sum(mask >> j & 1 for mask in masks))
        tried = 0
        for j in members:
            rest = [mask & ~tried for mask in masks if not mask >> j & 1]
            if all(rest):
                self.branch(rest, chosen | 1 << j, size + 1)
            tried |= 1 << j


def _disjoint(masks: Sequence[int]) -> int:
    """Count sets that share no member, found greedily: each needs a member of its own."""
    used = count = 0
    for mask in sorted(masks, key=int.bit_count):
        if not mask & used:
            used |= mask
            count += 1
    return count


def _solved(sets: Bools) -> Bools:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - half a second

    f = sets.shape[1]
    found = milp(
        np.ones(f),
        integrality=np.ones(f),
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(sets.astype(float), 1.0, np.inf),
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        raise AssertionError(f"a smallest set exists and was not found: {found.message}")
    return np.asarray(found.x > 0.5)
