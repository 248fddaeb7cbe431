"""Batched kernels that are one weighted sum: weighted sum and product, MOORA, SPOTIS, PROMETHEE II.

Each ``*_tables`` function turns values of shape (n, m) or (n, m, s), more is better, into
tables of the same shape that weights are multiplied with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.additive import MIDDLE
from ranker.methods.batch_ranks import net_places
from ranker.methods.batch_tables import (
    ALTERNATIVES,
    Tables,
    across,
    divide,
    spans,
    weighted_total,
)
from ranker.methods.normalise import LOWEST
from ranker.methods.preference import Preference, slack_of
from ranker.methods.promethee import flows_on_criterion


def weighted_sums(tables: Tables, weights: Floats) -> Floats:
    """Add up the only table under weights: scores of shape (s, m) or (m, s)."""
    return weighted_total(tables[0], weights)


def additive_tables(values: Floats, is_utility: bool) -> Tables:
    """Weighted sum: utilities as they are, other values stretched to [0, 1]."""
    if is_utility:
        return (values,)
    low, _, span, is_flat = spans(values)
    stretched = divide(values - low, span, is_void=is_flat)
    if is_flat.any():
        stretched += np.where(is_flat, MIDDLE, 0.0)
    return (stretched,)


def ratio_tables(values: Floats, is_utility: bool) -> Tables:
    """MOORA: values divided by the length of their criterion."""
    lengths = np.sqrt((values * values).sum(axis=ALTERNATIVES, keepdims=True))
    return (divide(values.copy(), lengths, is_void=lengths == 0),)


def shortfall_tables(values: Floats, is_utility: bool) -> Tables:
    """SPOTIS and VIKOR: distance from the best as a share of the criterion's range."""
    _, high, span, is_flat = spans(values)
    return (divide(high - values, span, is_void=is_flat),)


def log_tables(values: Floats, is_utility: bool) -> Tables:
    """Weighted product: logarithms, of 1 for a utility below it as in a geometric mean."""
    kept = np.maximum(values, LOWEST if is_utility else SMALLEST)
    return (np.log(kept, out=kept),)


def product_scores(tables: Tables, weights: Floats) -> Floats:
    """Multiply values to the power of their shares: scores of shape (s, m) or (m, s)."""
    sums = np.maximum(weights.sum(axis=across(tables), keepdims=True), SMALLEST)
    logarithms = weighted_total(tables[0], weights / sums)
    return np.asarray(np.exp(logarithms, out=logarithms))


def net_flow_tables(values: Floats, is_utility: bool) -> Tables:
    """PROMETHEE II, usual criterion: alternatives beaten less those that win, by criterion.

    No pair is compared: places in the order of the values say it all.
    """
    most = max(values.shape[ALTERNATIVES] - 1, 1)
    if values.ndim == 2:
        return (net_places(values.T).T / most,)
    flows = np.stack([net_places(column) for column in values])
    flows /= most
    return (flows,)


def flow_tables(preferences: Sequence[Preference]) -> Callable[[Floats, bool], Tables]:
    """PROMETHEE II, a preference function a criterion; without any, the usual one on all.

    Net flows of a criterion do not depend on the weights. Where values are the same in every
    draw they are found by sorting; where they vary, m values are compared with each other in
    all draws at once, which is quicker for the few alternatives that are drawn for.
    """
    if all(preference.function == "usual" for preference in preferences):
        return net_flow_tables

    def tables(values: Floats, is_utility: bool) -> Tables:
        rows = zip(values, preferences, strict=True)
        return (np.stack([_net_flows(row, preference) for row, preference in rows]),)

    return tables


def _net_flows(values: Floats, preference: Preference) -> Floats:
    """Return the net flows of one criterion, of the shape of its values: (m,) or (m, s)."""
    if preference.function == "usual":
        return np.asarray(net_flow_tables(values[np.newaxis], is_utility=True)[0][0])
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
