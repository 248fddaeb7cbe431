"""Batched kernels that are one weighted sum: weighted sum and product, MOORA, SPOTIS, PROMETHEE II.

Each ``*_tables`` function turns values of shape (n, m) or (n, m, s), more is better, into what
weights are multiplied with.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.additive import MIDDLE
from ranker.methods.batch_ranks import net_places
from ranker.methods.batch_tables import (
    Tabulate,
    Tabulated,
    inverse,
    room_for,
    spans,
    squares,
)
from ranker.methods.normalise import LOWEST
from ranker.methods.preference import Preference, slack_of
from ranker.methods.promethee import flows_on_criterion


def as_they_are(weights: Floats, axis: int) -> Floats:
    """Use weights, of shape (s, n) or (n, s), as they are."""
    return weights


def shares_of_sum(weights: Floats, axis: int) -> Floats:
    """Divide weights by their sum over the criteria, which lie along `axis`."""
    sums = np.maximum(weights.sum(axis=axis, keepdims=True), SMALLEST)
    return np.asarray(weights / sums)


def only_sum(sums: Sequence[Floats], axis: int) -> Floats:
    """Take the only weighted sum, of shape (s, m) or (m, s), as the score."""
    return sums[0]


def product_of(sums: Sequence[Floats], axis: int) -> Floats:
    """Turn a weighted sum of logarithms, of shape (s, m) or (m, s), into a weighted product."""
    return np.asarray(np.exp(sums[0], out=sums[0]))


def additive_tables(values: Floats, is_utility: bool) -> Tabulated:
    """Weighted sum: utilities as they are, other values stretched to [0, 1]."""
    if is_utility:
        return Tabulated((values,))
    low, _, span, is_flat = spans(values)
    stretched = (values - low) * inverse(span, is_void=is_flat)
    return Tabulated((stretched + np.where(is_flat, MIDDLE, 0.0),))


def ratio_tables(values: Floats, is_utility: bool) -> Tabulated:
    """MOORA: values divided by the length of their criterion."""
    lengths = np.sqrt(squares(values))
    return Tabulated((values,), inverse(lengths, is_void=lengths == 0))


def shortfall_tables(values: Floats, is_utility: bool) -> Tabulated:
    """SPOTIS and VIKOR: distance from the best as a share of the criterion's range."""
    _, high, span, is_flat = spans(values)
    short = np.subtract(high, values, out=room_for(values))
    return Tabulated((short,), inverse(span, is_void=is_flat))


def log_tables(values: Floats, is_utility: bool) -> Tabulated:
    """Weighted product: logarithms, of 1 for a utility below it as in a geometric mean."""
    kept = np.maximum(values, LOWEST if is_utility else SMALLEST, out=room_for(values))
    return Tabulated((np.log(kept, out=kept),))


def net_flow_tables(values: Floats, is_utility: bool) -> Tabulated:
    """PROMETHEE II, usual criterion: alternatives beaten less those that win, by criterion.

    No pair is compared: places in the order of the values say it all.
    """
    n, m = values.shape[:2]
    scale = np.full((n, 1, *values.shape[2:]), 1 / max(m - 1, 1))
    if values.ndim == 2:
        return Tabulated((net_places(values.T).T,), scale)
    flows = room_for(values.transpose(0, 2, 1)).transpose(0, 2, 1)
    for column, found in zip(values, flows, strict=True):
        net_places(column, out=found)
    return Tabulated((flows,), scale)


def flow_tables(preference: Preference) -> Tabulate:
    """PROMETHEE II, criteria that share a preference function.

    Net flows of a criterion do not depend on the weights. Where values are the same in every
    draw they are found by sorting; where they vary, m values are compared with each other in
    all draws at once, which is quicker for the few alternatives that are drawn for.
    """
    if preference.function == "usual":
        return net_flow_tables

    def tables(values: Floats, is_utility: bool) -> Tabulated:
        return Tabulated((np.stack([_net_flows(row, preference) for row in values]),))

    return tables


def _net_flows(values: Floats, preference: Preference) -> Floats:
    """Return the net flows of one criterion, of the shape of its values: (m,) or (m, s)."""
    slack = slack_of(values.min(axis=0), values.max(axis=0))
    if values.ndim == 1:
        return flows_on_criterion(values, preference, slack=float(slack)).net
    net, m = np.zeros_like(values), len(values)
    for one in range(m - 1):  # against all that follow it
        degrees = preference.net_degrees(values[one] - values[one + 1 :], slack)
        net[one] += degrees.sum(axis=0)
        net[one + 1 :] -= degrees
    net /= max(m - 1, 1)
    return net
