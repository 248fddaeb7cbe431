"""Parts rounded so that they still add up: to their total, and to every sum of them shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.methods import Floats, Ints

_WHOLE = 1e-6  # a value this near a whole number is one


def round_parts(
    parts: Floats, total: int, groupings: Sequence[Sequence[int]] = ()
) -> tuple[Ints, list[Ints]]:
    r"""Round parts up or down so that groups and total are rounded sums of them.

    Every part, and every sum over a group, becomes one of the two whole numbers around it,
    and the parts add up to `total`; among all such ways that with the least change in all.
    For the two ways of grouping of a table with margins there always is one (Bacharach 1966).

    Parameters
    ----------
    parts : ndarray of shape (p,)
        In units of the last digit shown.
    total : int
        What they shall add up to; one of the two whole numbers around their sum.
    groupings : sequence of sequence of int
        At most two ways to sort the parts into groups, each the group of every part from 0.

    Returns
    -------
    tuple of ndarray of shape (p,) and list of ndarray
        The parts, and for each grouping the sums of its groups.

    Notes
    -----
    Where no such rounding exists, which takes a `total` that is not next to the sum, parts
    may move further than to the next whole number.

    References
    ----------
    Bacharach, M. (1966). Matrix rounding problems. *Management Science* 12(9), 732-742.
    doi:10.1287/mnsc.12.9.732.

    Examples
    --------
    >>> round_parts(np.array([1.4, 1.4, 1.4]), 4)[0].tolist()
    [2, 1, 1]
    """
    for reach in (0, 1, abs(total - round(float(parts.sum()))) + 1):
        found = _solved(parts, total, groupings, reach)
        if found is not None:
            return found, [np.bincount(g, weights=found).astype(int) for g in groupings]
    raise AssertionError("parts that may move far enough add up to anything")


def _solved(
    parts: Floats, total: int, groupings: Sequence[Sequence[int]], reach: int
) -> Ints | None:
    """Return x, each up to `reach` beyond the whole numbers around a part, least |x - part|."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - half a second

    low, high = _around(parts, reach)
    p = len(parts)
    rows, lows, highs = [np.ones(p)], [float(total)], [float(total)]
    for grouping in groupings:
        for group in range(max(grouping, default=-1) + 1):
            member = np.array([float(g == group) for g in grouping])
            ends = _around(np.array([member @ parts]), reach)
            rows.append(member)
            lows.append(float(ends[0][0]))
            highs.append(float(ends[1][0]))
    sums = np.hstack([np.array(rows), np.zeros((len(rows), p))])
    eye = np.eye(p)
    found = milp(
        np.concatenate([np.arange(p) * 1e-6, np.ones(p)]),  # the earlier part is rounded up first
        integrality=np.concatenate([np.ones(p), np.zeros(p)]),
        bounds=Bounds(np.concatenate([low, np.zeros(p)]), np.concatenate([high, np.full(p, 1e9)])),
        constraints=[
            LinearConstraint(sums, lows, highs),
            LinearConstraint(np.hstack([eye, -eye]), -np.inf, parts),
            LinearConstraint(np.hstack([eye, eye]), parts, np.inf),
        ],
        options={"mip_rel_gap": 0.0},
    )
    return np.rint(found.x[:p]).astype(np.int64) if found.success else None


def _around(values: Floats, reach: int) -> tuple[Floats, Floats]:
    whole = np.rint(values)
    is_whole = np.abs(values - whole) < _WHOLE
    return (
        np.where(is_whole, whole, np.floor(values)) - reach,
        np.where(is_whole, whole, np.ceil(values)) + reach,
    )
