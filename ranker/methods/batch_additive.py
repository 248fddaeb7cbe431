"""Batched kernels that are one weighted sum: weighted sum and product, MOORA, SPOTIS, PROMETHEE II.

Each ``*_tables`` function turns values of shape (n, m) or (n, s, m), more is better, into
tables of the same shape that weights are multiplied with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.additive import MIDDLE
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.batch_tables import ALTERNATIVES, Tables, divided, spans, weighted_total
from ranker.methods.normalise import LOWEST
from ranker.methods.preference import Preference, slack_of
from ranker.methods.promethee import flows_on_criterion


def weighted_sums(tables: Tables, weights: Floats) -> Floats:
    """Add up the only table under weights of shape (s, n): scores of shape (s, m)."""
    return weighted_total(tables[0], weights)


def additive_tables(values: Floats, is_utility: bool) -> Tables:
    """Weighted sum: utilities as they are, other values stretched to [0, 1]."""
    if is_utility:
        return (values,)
    low, _, span, is_flat = spans(values)
    return (np.where(is_flat, MIDDLE, divided(values - low, span, is_void=is_flat)),)


def ratio_tables(values: Floats, is_utility: bool) -> Tables:
    """MOORA: values divided by the length of their criterion."""
    lengths = np.sqrt((values * values).sum(axis=ALTERNATIVES, keepdims=True))
    return (divided(values, lengths, is_void=lengths == 0),)


def shortfall_tables(values: Floats, is_utility: bool) -> Tables:
    """SPOTIS and VIKOR: distance from the best as a share of the criterion's range."""
    _, high, span, is_flat = spans(values)
    return (divided(high - values, span, is_void=is_flat),)


def log_tables(values: Floats, is_utility: bool) -> Tables:
    """Weighted product: logarithms, of 1 for a utility below it as in a geometric mean."""
    return (np.log(np.maximum(values, LOWEST if is_utility else SMALLEST)),)


def product_scores(tables: Tables, weights: Floats) -> Floats:
    """Multiply values to the power of their shares: scores of shape (s, m)."""
    sums = np.maximum(weights.sum(axis=1, keepdims=True), SMALLEST)
    logarithms = weighted_total(tables[0], weights / sums)
    return np.asarray(np.exp(logarithms))


def net_flow_tables(values: Floats, is_utility: bool) -> Tables:
    """PROMETHEE II, usual criterion: alternatives beaten less those that win, by criterion.

    No pair is compared: the number of better ones is the rank less 1, and all others but
    those that share the rank are worse.
    """
    m = values.shape[ALTERNATIVES]
    ranks = rank_rows(values.reshape(-1, m))
    flows = m + 1.0 - 2.0 * ranks
    tied = np.flatnonzero(ranks.sum(axis=1) != m * (m + 1) // 2)
    if len(tied):
        places = ranks[tied] + (np.arange(len(tied)) * m - 1)[:, np.newaxis]
        flows[tied] -= np.bincount(places.ravel(), minlength=len(tied) * m)[places] - 1
    return ((flows / max(m - 1, 1)).reshape(values.shape),)


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
    """Return the net flows of one criterion, of the shape of its values: (m,) or (s, m)."""
    if preference.function == "usual":
        return np.asarray(net_flow_tables(values[np.newaxis], is_utility=True)[0][0])
    low = values.min(axis=ALTERNATIVES, keepdims=True)
    slack = slack_of(low, values.max(axis=ALTERNATIVES, keepdims=True))
    if values.ndim == 1:
        return flows_on_criterion(values, preference, slack=float(slack[0])).net
    by_alternative = np.ascontiguousarray(values.T)  # (m, s): one against all that follow it
    net, m = np.zeros_like(by_alternative), len(by_alternative)
    for one in range(m - 1):
        gaps = by_alternative[one] - by_alternative[one + 1 :]
        degrees = preference.net_degrees(gaps, slack.T)
        net[one] += degrees.sum(axis=0)
        net[one + 1 :] -= degrees
    return np.asarray(net.T / max(m - 1, 1))
