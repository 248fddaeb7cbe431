"""How sure the rank of a network is: its members' figures drawn, and pooled in every draw.

Weights and figures are those of the simulation of ranks: the same variables from the same
streams. A figure of a shared metro area moves once. A missing figure is drawn like any other,
so a drawn sum has something for the members that the observed sum passes over. In each draw
the best member is the one that is best in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ranker.analysis.draws import Inputs, draw_inputs
from ranker.analysis.exact import measured
from ranker.analysis.matrices import decision_matrices
from ranker.analysis.model import Model, compile_model
from ranker.analysis.network_pool import WHOLE, PoolColumn
from ranker.analysis.network_score import NetworkModel, is_ahead
from ranker.analysis.scoring import up_the_tree
from ranker.analysis.spread import list_blocks
from ranker.analysis.variation import Variation
from ranker.methods import Bools, Floats, Ints
from ranker.methods.batch import KERNELS
from ranker.methods.sampling import (
    block_generator,
    middles,
    quantile_choices,
    triangular_quantile,
)
from ranker.study.doubt import row_triangle

ADDITIVE = KERNELS["weighted-sum"]
ITEMS = 1_000  # purpose of the stream of items that several members share
INTERVAL = 0.90

Item = tuple[int, int, int]  # column, variable, number of the row in the cell


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What a block of draws needs.

    Parameters
    ----------
    of_cell : ndarray of shape (n, k)
        Variable of each cell of the members.
    leaf_shares : ndarray of shape (n, k)
        Share of each indicator in its top criterion, when all are known that anyone has.
    outside : ndarray of int
        Positions of the clusters outside among the ranked.
    items : mapping of Item to ndarray of shape (q,)
        Quantiles of each item of a cell that shares one with another member.
    """

    network: NetworkModel
    model: Model
    of_cell: Ints
    leaf_shares: Floats
    outside: Ints
    items: Mapping[Item, Floats]


def draw_ranks(network: NetworkModel, grid: Floats, *, draws: int, seed: int) -> Ints:
    """Count the ranks of a network of all candidates over many draws.

    Parameters
    ----------
    network : NetworkModel
    grid : ndarray of shape (g,)
        Values of coordination.
    draws, seed : int
        Equal ones give equal counts.

    Returns
    -------
    ndarray of shape (g, r)
        Draws in which the network has rank 1 + column; one rank more than clusters outside.
    """
    run = _prepare(network)
    counts = np.zeros((len(grid), len(run.outside) + 1), dtype=np.int64)
    for block, size in list_blocks(0, draws):
        for g, ahead in enumerate(_ahead(run, grid, seed, block, size=size)):
            counts[g] += np.bincount(ahead, minlength=counts.shape[1])
    return counts


def interval(counts: Ints, share: float = INTERVAL) -> tuple[int, int]:
    """Return the ranks between which the middle `share` of the draws lies.

    Examples
    --------
    >>> interval(np.array([4, 90, 6]))
    (2, 3)
    """
    reached = np.cumsum(counts) / counts.sum()
    low, high = (np.argmax(reached >= (1 + side * share) / 2 - 1e-12) for side in (-1, 1))
    return int(low) + 1, int(high) + 1


def _prepare(network: NetworkModel) -> _Run:
    ranking = network.ranking
    model = compile_model(ranking, Variation(), np.zeros((0, len(ranking.study.criteria))))
    is_member = np.array([name in network.clusters for name in model.clusters])
    of_cell = np.ascontiguousarray(model.of_cell.T[is_member])
    is_drawn = ~np.isnan(model.performances[of_cell[0], 0])
    return _Run(
        network,
        model,
        of_cell,
        _leaf_shares(network, is_drawn),
        np.flatnonzero(~is_member),
        dict(_item_tables(network, of_cell)),
    )


def _leaf_shares(network: NetworkModel, is_drawn: Bools) -> Floats:
    """Score an index in which one leaf counts 1 and the others 0, leaf by leaf."""
    ranking = network.ranking
    units = np.where(is_drawn, np.eye(len(is_drawn)), np.nan)
    nodes, scores, _ = up_the_tree(ranking.study, units, ranking.weighting.shares)
    at = [nodes.index(node.id) for node in ranking.study.criteria]
    return np.asarray(scores[:, at].T)


def _item_tables(network: NetworkModel, of_cell: Ints) -> Iterator[tuple[Item, Floats]]:
    rules = network.ranking.study.rules
    for j, column in enumerate(network.columns):
        for i in _split(column):
            cell = network.ranking.cells.cells[int(network.rows[i])][j]
            for part, row in enumerate(cell.chosen):
                ends = row_triangle(row, cell.indicator, rules)
                table = triangular_quantile(middles(), ends.low, ends.mode, ends.high)
                yield (j, int(of_cell[i, j]), part), table


def _split(column: PoolColumn) -> list[int]:
    """Return the members whose cell is drawn item by item."""
    found = {
        holder
        for thing in column.things
        for holder, part in zip(thing.holders, thing.parts, strict=True)
        if part != WHOLE
    }
    return sorted(found)


def _ahead(run: _Run, grid: Floats, seed: int, block: int, *, size: int) -> Iterator[Ints]:
    """Yield for each coordination how many clusters outside score more in each draw."""
    inputs = draw_inputs(run.model, seed, block, size)
    items = _drawn_items(run, seed, block, size)
    figures = _figures(run, inputs, items)
    members = _scores(run, figures.reshape(-1, figures.shape[2]), inputs, figures.shape[1])
    best = figures[np.arange(size), members.argmax(axis=1)]
    pools = np.column_stack(
        [_pooled(run, j, figures[:, :, j], items) for j in range(figures.shape[2])]
    )
    matrices = decision_matrices(run.model, inputs.cells, {}, run.model.scenarios[0])
    rivals = ADDITIVE.evaluate(ADDITIVE.prepare(matrices), inputs.weights)[:, run.outside]
    for share in grid:
        scores = _scores(run, (1 - share) * best + share * pools, inputs, 1)[:, 0]
        yield is_ahead(rivals, scores).sum(axis=1)


def _drawn_items(run: _Run, seed: int, block: int, size: int) -> dict[Item, Floats]:
    chosen = quantile_choices(block_generator(seed, block, ITEMS), size, len(run.items))
    tables = zip(run.items.items(), chosen.T, strict=True)
    return {item: table[quantiles] for (item, table), quantiles in tables}


def _figures(run: _Run, inputs: Inputs, items: Mapping[Item, Floats]) -> Floats:
    """Return the drawn performances of the members, shape (s, n, k)."""
    size, (n, k) = len(inputs.weights), run.of_cell.shape
    table = run.model.performances
    position = np.full(len(table), -1)
    position[run.model.moving] = np.arange(len(run.model.moving))
    figures = np.empty((size, n, k))
    for i, j in np.ndindex(n, k):
        variable = int(run.of_cell[i, j])
        own = [held for (_, v, _), held in items.items() if v == variable]
        if own:
            figures[:, i, j] = np.sum(own, axis=0)
        elif position[variable] < 0 or inputs.cells is None:
            figures[:, i, j] = table[variable, 0]
        else:
            quantiles = inputs.cells[:, position[variable]]
            figures[:, i, j] = table[variable][quantiles]
    return figures


def _scores(run: _Run, figures: Floats, inputs: Inputs, each: int) -> Floats:
    """Return scores under the drawn weights, shape (s, each) from (s · each, k)."""
    points = np.nan_to_num(measured(run.network.ranking, figures))
    criteria = (points @ run.leaf_shares.T).reshape(len(inputs.weights), each, -1)
    return np.asarray((criteria * inputs.weights[:, None]).sum(axis=2))


def _pooled(run: _Run, j: int, figures: Floats, items: Mapping[Item, Floats]) -> Floats:
    """Return the pool of one indicator in each draw, shape (s,) from figures (s, n)."""
    column = run.network.columns[j]
    if column.how == "max":
        return np.asarray(figures.max(axis=1))
    if column.how == "min":
        return np.asarray(figures.min(axis=1))
    if column.how != "sum":
        weights = column.mean_weights(run.network.all_members)
        base = figures[:, :1]
        return np.asarray(base[:, 0] + ((figures - base) * weights).sum(axis=1) / weights.sum())
    split = _split(column)
    seen = {int(run.of_cell[i, j]): i for i in reversed(range(figures.shape[1])) if i not in split}
    total = figures[:, sorted(seen.values())].sum(axis=1)
    for thing in column.things:
        held = [
            items[j, int(run.of_cell[i, j]), part]
            for i, part in zip(thing.holders, thing.parts, strict=True)
            if part != WHOLE
        ]
        total += np.max(held, axis=0) if held else 0.0
    return np.asarray(total)
