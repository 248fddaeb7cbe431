"""Draws turned into decision matrices, or straight into weighted sums where these suffice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from ranker.analysis.linear import LinearMap
from ranker.analysis.model import NO_LEAF, OWN, Model, Scenario
from ranker.methods import Bools, Floats, Quantiles
from ranker.methods.normalise import LOWEST
from ranker.methods.workspace import workspace


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
    ndarray of shape (n, m) or (n, s, m)
        One matrix where nothing below the top varies.
    """
    linear = _linear_way(model, node_weights, scenario)
    if linear is not None and cells is not None:
        return linear.scores(_moved(model, cells, OWN))
    columns = node_columns(model, leaf_utilities(model, cells, scenario), node_weights, scenario)
    return np.stack(np.broadcast_arrays(*(columns[c] for c in model.root.children)))


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
    leaves : iterable of ndarray of shape (m,) or (s, m)
        Utilities of each leaf; one row where it is the same in every draw.
    node_weights : mapping of int to ndarray of shape (s, c)
        As in `decision_matrices`.
    scenario : Scenario

    Returns
    -------
    dict of int to ndarray of shape (m,) or (s, m)
        By column of a draw; NaN where nothing below a node is observed.
    """
    columns = dict(enumerate(leaves))
    for at, family in enumerate(model.families[:-1]):
        weights = node_weights.get(at, np.array(family.shares))
        how = family.aggregate if scenario.aggregation == OWN else scenario.aggregation
        children = [columns[child] for child in family.children]
        kept = [child != scenario.left_out for child in family.children]
        columns[family.parent] = _mean(children, weights, np.array(kept), how)
    return columns


def weighted_totals(
    model: Model,
    cells: Quantiles | None,
    node_weights: Mapping[int, Floats],
    scenario: Scenario,
    weights: Floats,
) -> Floats | None:
    """Return the weighted sums of some draws, (s, m), where no decision matrix is needed.

    Parameters
    ----------
    model, cells, node_weights, scenario
        As in `decision_matrices`.
    weights : ndarray of shape (s, n)

    Returns
    -------
    ndarray of shape (s, m) or None
        None where the method or the tree needs the matrices.
    """
    linear = _linear_way(model, node_weights, scenario)
    if scenario.method.name != "weighted-sum" or linear is None or cells is None:
        return None

    def moved(part: slice) -> Floats:
        rows = workspace("moved", (part.stop - part.start, len(cells)))
        return _moved(model, cells, OWN, part=part, rows=rows)

    return linear.totals(moved, weights)


def _linear_way(
    model: Model, node_weights: Mapping[int, Floats], scenario: Scenario
) -> LinearMap | None:
    is_own = scenario.normalisation == OWN and scenario.left_out == NO_LEAF
    is_additive = is_own and scenario.aggregation != "geometric" and not node_weights
    return model.linear if is_additive else None


def leaf_utilities(model: Model, cells: Quantiles | None, scenario: Scenario) -> Iterator[Floats]:
    """Yield the utilities of each leaf, (m,) where they stay, else (s, m)."""
    table = model.tables[scenario.normalisation]
    if cells is None:
        for variables in model.of_cell:
            yield table[variables, 0]
        return
    moved = _moved(model, cells, scenario.normalisation)
    position = np.full(len(table), -1)
    position[model.moving] = np.arange(len(model.moving))
    for variables in model.of_cell:
        at = position[variables]
        if (at < 0).all():
            yield table[variables, 0]
        elif (at >= 0).all():
            yield moved[:, at]
        else:
            yield np.where(at >= 0, moved[:, at], table[variables, 0])


def _moved(
    model: Model,
    cells: Quantiles,
    normalisation: str,
    *,
    part: slice = slice(None),
    rows: Floats | None = None,
) -> Floats:
    """Return the drawn utilities of the moving variables, or of a part of them, (s, moving).

    Where `rows` of shape (moving, s) are given, they are filled.
    """
    table, variables = model.tables[normalisation], model.moving[part]
    found = np.empty((len(variables), len(cells))) if rows is None else rows
    for row, v, chosen in zip(found, variables, cells.T[part], strict=True):
        table[v].take(chosen, out=row, mode="clip")  # never beyond: quicker than a check
    return found.T


def _mean(children: list[Floats], weights: Floats, kept: Bools, how: str) -> Floats:
    """Return the weighted mean of the observed children that are kept, (m,) or (s, m)."""
    if not kept.any() or not all(_can_spare(children, kept)):
        kept = np.ones_like(kept)
    total: Floats = np.zeros(1)
    sums: Floats = np.zeros(1)
    for c, child in enumerate(children):
        if not kept[c]:
            continue
        weight = weights[..., c, None]
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
    observed = [~np.isnan(child).reshape(-1, child.shape[-1]).any(axis=0) for child in children]
    return np.asarray(np.array(observed)[kept].any(axis=0))
