"""A ranking read leaf by leaf: what each leaf weighs, and what stands in for a missing cell."""

from __future__ import annotations

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.methods import Bools, Floats
from ranker.study.model import Criterion, Node


def local_shares(ranking: Ranking) -> Floats:
    """Return the share of each leaf in its top criterion, shape (n, k)."""
    at = {leaf.id: j for j, leaf in enumerate(ranking.study.indicators)}
    local = np.zeros((len(ranking.study.criteria), len(at)))

    def visit(node: Node, row: int, share: float) -> None:
        if isinstance(node, Criterion):
            for child in node.children:
                visit(child, row, share * ranking.weighting.shares[child.id])
        else:
            local[row, at[node.id]] = share

    for row, criterion in enumerate(ranking.study.criteria):
        visit(criterion, row, 1.0)
    return local


def stand_ins(ranking: Ranking) -> Floats:
    """Return utilities of all clusters with the score of the nearest scored parent in the gaps.

    Returns
    -------
    ndarray of shape (M, k)
        For all M clusters of the study. Weighted by `local_shares` they give the criterion
        scores. The leaves of a node that is too thin to have a score are gaps too.
    """
    return _read(ranking)[0]


def is_stood_in(ranking: Ranking) -> Bools:
    """Return where `stand_ins` holds another's score: missing leaves, and those set aside.

    Returns
    -------
    ndarray of shape (M, k)
    """
    return _read(ranking)[1]


def _read(ranking: Ranking) -> tuple[Floats, Bools]:
    tree = ranking.tree
    columns: list[Floats] = []
    gaps: list[Bools] = []

    def visit(node: Node, parent: Floats, is_aside: Bools) -> None:
        own = tree.node_scores[:, tree.nodes.index(node.id)]
        is_out = is_aside | np.isnan(own)
        value = np.where(is_out, parent, own)
        if not isinstance(node, Criterion):
            columns.append(value)
            gaps.append(is_out)
            return
        for child in node.children:
            visit(child, value, is_out)

    for criterion in ranking.study.criteria:
        m = len(tree.is_ranked)
        visit(criterion, np.full(m, np.nan), np.zeros(m, dtype=bool))
    return np.column_stack(columns), np.column_stack(gaps)


def leaf_gains(ranking: Ranking) -> Floats:
    """Return what one more point of utility on each leaf adds to each cluster's score.

    Returns
    -------
    ndarray of shape (M, k)
        The leaf's share in the whole, with that of missing siblings spread over the known;
        0 where the leaf is missing. ``(gains * utilities).sum(axis=1)`` are the scores.
    """
    return gains_of(ranking, ranking.tree.node_scores)


def gains_of(ranking: Ranking, node_scores: Floats) -> Floats:
    """Return `leaf_gains` of anything that was scored on the ranking's tree.

    Parameters
    ----------
    ranking : Ranking
    node_scores : ndarray of shape (r, nodes)
        As of `ranker.analysis.scoring.up_the_tree`.

    Returns
    -------
    ndarray of shape (r, k)
    """
    nodes, shares = ranking.tree.nodes, ranking.weighting.shares
    columns: list[Floats] = []

    def visit(node: Node, gain: Floats) -> None:
        if not isinstance(node, Criterion):
            columns.append(gain)
            return
        at = [nodes.index(child.id) for child in node.children]
        own = np.array([shares[child.id] for child in node.children])
        held = np.where(np.isnan(node_scores[:, at]), 0.0, own)
        total = held.sum(axis=1)
        spread = gain / np.where(total > 0, total, 1.0)
        for child, share in zip(node.children, held.T, strict=True):
            visit(child, spread * share)

    for criterion in ranking.study.criteria:
        own = node_scores[:, nodes.index(criterion.id)]
        visit(criterion, np.where(np.isnan(own), 0.0, shares[criterion.id]))
    return np.column_stack(columns)
