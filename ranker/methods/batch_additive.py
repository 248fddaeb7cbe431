"""Batched kernels that are one weighted sum: weighted sum and product, MOORA, SPOTIS, PROMETHEE II.

Each ``*_tables`` function turns values of shape (n, m) or (n, s, m), more is better, into
tables of the same shape that weights are multiplied with.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ranker.methods import Floats
from ranker.methods._guards import SMALLEST
from ranker.methods.additive import MIDDLE
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.batch_tables import ALTERNATIVES, Tables, divided, spans, weighted_total
from ranker.methods.normalise import LOWEST


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


def thresholded_flow_tables(
    indifference: Floats | None, preference: Floats | None
) -> Callable[[Floats, bool], Tables]:
    """PROMETHEE II, linear criterion with thresholds q and p of shape (n,)."""
    q = np.asarray(0.0 if indifference is None else indifference, dtype=float)
    p = np.asarray(q if preference is None else preference, dtype=float)
    if not ((q >= 0).all() and (p >= q).all()):
        raise ValueError("thresholds must hold 0 <= indifference <= preference")

    def tables(values: Floats, is_utility: bool) -> Tables:
        shape = (-1,) + (1,) * (values.ndim - 1)
        low, width = q.reshape(shape), np.maximum(p - q, SMALLEST).reshape(shape)
        flows = np.zeros_like(values)
        for other in range(values.shape[ALTERNATIVES]):
            gap = values - values[..., other : other + 1]
            gap -= np.clip(gap, -low, low)
            with np.errstate(over="ignore"):
                flows += np.clip(gap / width, -1.0, 1.0)
        return (flows / max(values.shape[ALTERNATIVES] - 1, 1),)

    return tables
