"""Draws turned into decision matrices; draws lie side by side in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from ranker.analysis.linear import LinearMap
from ranker.analysis.model import NO_LEAF, OWN, Model, Scenario
from ranker.methods import Bools, Floats, Quantiles
from ranker.methods.normalise import LOWEST


def decision_matrices(
    model: Model,
    cells: Quantiles | None,
    node_weights: Mapping[int, Floats],
    scenario: Scenario,
) -> Floats:
    """Score the top criteria of some draws.

    Parameters
    ----------
    model : Model
    cells : ndarray of shape (s, moving) or None
        Quantile of each moving variable in each draw; None where nothing moves.
    node_weights : mapping of int to ndarray of shape (s, c)
        By position of a family: drawn weights of its children; its shares where absent.
    scenario : Scenario

    Returns
    -------
    ndarray of shape (n, m) or (n, m, s)
        One matrix where nothing below the top varies.
    """
    linear = _linear_way(model, node_weights, scenario)
    if linear is not None and cells is not None:
        return linear.scores(cells)
    columns = node_columns(model, leaf_utilities(model, cells, scenario), node_weights, scenario)
    matrices = np.stack(np.broadcast_arrays(*(columns[c] for c in model.root.children)))
    return matrices[:, :, 0] if matrices.shape[2] == 1 else matrices


def node_columns(
    model: Model,
    leaves: Iterable[Floats],
    node_weights: Mapping[int, Floats],
    scenario: Scenario,
) -> dict[int, Floats]:
    """Climb the tree from utilities to the score of every node below the root.

    Parameters
    ----------
    model : Model
    leaves : iterable of ndarray of shape (m, 1) or (m, s)
        Utilities of each leaf; one column where it is the same in every draw.
    node_weights : mapping of int to ndarray of shape (s, c)
        As in `decision_matrices`.
    scenario : Scenario

    Returns
    -------
    dict of int to ndarray of shape (m, 1) or (m, s)
        By column of a draw; NaN where nothing below a node is observed.
    """
    columns = dict(enumerate(leaves))
    for at, family in enumerate(model.families[:-1]):
        weights = node_weights[at].T if at in node_weights else np.array(family.shares)
        how = family.aggregate if scenario.aggregation == OWN else scenario.aggregation
        children = [columns[child] for child in family.children]
        kept = [child != scenario.left_out for child in family.children]
        columns[family.parent] = _mean(children, weights, np.array(kept), how)
    return columns


def _linear_way(
    model: Model, node_weights: Mapping[int, Floats], scenario: Scenario
) -> LinearMap | None:
    is_own = scenario.normalisation == OWN and scenario.left_out == NO_LEAF
    is_additive = is_own and scenario.aggregation != "geometric" and not node_weights
    return model.linear if is_additive else None


def leaf_utilities(model: Model, cells: Quantiles | None, scenario: Scenario) -> Iterator[Floats]:
    """Yield the utilities of each leaf, (m, 1) where they stay, else (m, s)."""
    table = model.tables[scenario.normalisation]
    if cells is None:
        for variables in model.of_cell:
            yield table[variables, :1]
        return
    moved = _moved(model, cells, table)
    position = np.full(len(table), -1)
    position[model.moving] = np.arange(len(model.moving))
    for variables in model.of_cell:
        at = position[variables]
        if (at < 0).all():
            yield table[variables, :1]
        elif (at >= 0).all():
            yield moved[at]
        else:
            yield np.where(at[:, np.newaxis] >= 0, moved[at], table[variables, :1])


def _moved(model: Model, cells: Quantiles, table: Floats) -> Floats:
    """Return the drawn utilities of the moving variables, (moving, s)."""
    found = np.empty((len(model.moving), len(cells)))
    for row, v, chosen in zip(found, model.moving, cells.T, strict=True):
        table[v].take(chosen, out=row, mode="wrap")  # never beyond: quicker than a check
    return found


def _mean(children: list[Floats], weights: Floats, kept: Bools, how: str) -> Floats:
    """Return the weighted mean of the observed children that are kept, (m, 1) or (m, s).

    Weights are of shape (c,) or (c, s).
    """
    if not kept.any() or not all(_can_spare(children, kept)):
        kept = np.ones_like(kept)
    total: Floats = np.zeros(1)
    sums: Floats = np.zeros(1)
    for child, weight, is_kept in zip(children, weights, kept, strict=True):
        if not is_kept:
            continue
        is_observed = ~np.isnan(child)
        values = np.log(np.maximum(child, LOWEST)) if how == "geometric" else child
        if is_observed.all():
            sums, total = sums + weight * values, total + weight
        else:
            sums = sums + weight * np.where(is_observed, values, 0.0)
            total = total + weight * is_observed
    with np.errstate(invalid="ignore"):  # 0 / 0 where nothing is observed: no score
        mean = sums / total
    return np.asarray(np.exp(mean) if how == "geometric" else mean)


def _can_spare(children: list[Floats], kept: Bools) -> Bools:
    """Tell, by cluster, whether something is observed without the child that is left out."""
    observed = [~np.isnan(child).any(axis=1) for child in children]
    return np.asarray(np.array(observed)[kept].any(axis=0))
