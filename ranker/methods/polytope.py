"""Shares of a set of weights, as ratios of volumes; exact where criteria are few."""

from __future__ import annotations

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.simplex import form_tops, share_of_simplex, widest_margin

MOST_CRITERIA = 8  # a volume's cost grows with the number of corners
THINNEST = 1e-9


def share_of_region(form: Floats, region: Floats) -> float | None:
    """Return the share of the weights of a region at which a linear form is 0 or more.

    Parameters
    ----------
    form : ndarray of shape (n,)
        Coefficients.
    region : ndarray of shape (q, n)
        See `ranker.methods.simplex`.

    Returns
    -------
    float or None
        0 to 1; None where the region is flat (an equality) or has more than
        `MOST_CRITERIA` criteria.

    Notes
    -----
    The volume of a polytope is that of the convex hull of its corners, both by Qhull (Barber,
    Dobkin & Huhdanpaa, 1996, doi:10.1145/235815.235821). Without constraints the formula of
    `share_of_simplex` answers for any number of criteria.

    Examples
    --------
    >>> at_least_half = np.array([[0.5, -0.5]])  # of the first criterion
    >>> share_of_region(np.array([0.25, -0.75]), at_least_half)
    0.5
    """
    if not len(region):
        return share_of_simplex(form)
    if len(form) > MOST_CRITERIA:
        return None
    rows = np.vstack([region, np.eye(len(form))])
    whole = _volume(rows)
    if whole == 0:
        return None
    cut = form / max(np.abs(form).max(), SMALLEST)
    if form_tops(-cut[np.newaxis], region)[0] <= THINNEST:
        return 1.0
    return min(_volume(np.vstack([rows, cut])) / whole, 1.0)


def _volume(rows: Floats) -> float:
    """Return the volume of the weights at which all rows are 0 or more, the last weight implied."""
    n = rows.shape[1]
    centre = widest_margin(rows, np.ones((1, n)))
    if centre.value <= THINNEST:
        return 0.0
    slopes, offsets = rows[:, :-1] - rows[:, -1:], rows[:, -1]
    if n == 2:
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = -offsets / slopes[:, 0]
        low = ends[slopes[:, 0] > 0].max(initial=0.0)
        return float(ends[slopes[:, 0] < 0].min(initial=1.0) - low)
    from scipy.spatial import ConvexHull, HalfspaceIntersection  # noqa: PLC0415 - takes a while

    moves = np.abs(slopes).max(axis=1) > 0
    walls = np.column_stack([-slopes, -offsets])[moves]
    corners = HalfspaceIntersection(walls, centre.weights[:-1]).intersections
    return float(ConvexHull(corners).volume)
