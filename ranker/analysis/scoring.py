"""From cells to criterion scores: coverage first, then bounds, utilities, the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.yardsticks import lacks_reference, take_yardsticks
from ranker.methods import Bools, Floats
from ranker.methods.tree import aggregate
from ranker.methods.yardstick import Yardstick
from ranker.study.matrix import CellTable
from ranker.study.model import Criterion, Node, Study


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Every intermediate table between performances and the decision matrix.

    Parameters
    ----------
    is_ranked : ndarray of shape (m,)
        Alternatives that take a rank: not a benchmark, and scored on every top criterion.
    yardsticks : tuple of Yardstick
        By what each indicator is measured.
    utilities : ndarray of shape (m, k)
        Utility of each alternative on each indicator; NaN where missing.
    nodes : tuple of str
        Ids of all nodes below the root, parents first.
    node_scores, coverages : ndarray of shape (m, nodes)
        Score of each node, NaN where its coverage is too thin, and the share of weight observed.
    """

    is_ranked: Bools
    yardsticks: tuple[Yardstick, ...]
    utilities: Floats
    nodes: tuple[str, ...]
    node_scores: Floats
    coverages: Floats

    def __post_init__(self) -> None:
        tables = (self.utilities, self.node_scores, self.coverages)
        for table in (self.is_ranked, *tables):
            table.setflags(write=False)


def score_tree(
    study: Study,
    cells: CellTable,
    shares: Mapping[str, float],
    *,
    yardsticks: Sequence[Yardstick] | None = None,
) -> Scores:
    """Score every node of the tree for every alternative.

    Whether an alternative can be ranked depends on its coverage alone, so that
    is settled first; the ranked ones then set the bounds of the utilities, unless
    others are given. An indicator whose reference has no figure is observed of nobody.

    Parameters
    ----------
    study : Study
    cells : CellTable
        All clusters on the study's scored indicators.
    shares : mapping of str to float
        Weight of each node among its siblings.
    yardsticks : sequence of Yardstick, optional
        By what each indicator is measured, such as those of a ranking in which one figure is
        then changed; taken from the ranked clusters where None.

    Returns
    -------
    Scores
    """
    is_observed = np.where(np.isnan(cells.performances), np.nan, 1.0)
    is_observed[:, lacks_reference(cells, yardsticks)] = np.nan
    nodes, held, coverages = up_the_tree(study, is_observed, shares)
    top = [nodes.index(node.id) for node in study.criteria]
    may_rank = np.array([study.role(c) != "benchmark" for c in study.clusters], dtype=bool)
    is_ranked = may_rank & ~np.isnan(held[:, top]).any(axis=1)
    taken = (
        take_yardsticks(cells, is_ranked, study.rules) if yardsticks is None else tuple(yardsticks)
    )
    pairs = zip(taken, cells.performances.T, strict=True)
    table = np.column_stack([yardstick.utilities(column) for yardstick, column in pairs])
    nodes, scores, coverages = up_the_tree(study, table, shares)
    return Scores(is_ranked, taken, table, nodes, scores, coverages)


def up_the_tree(
    study: Study, leaves: Floats, shares: Mapping[str, float]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Score every node below the root from utilities of the leaves.

    Parameters
    ----------
    study : Study
    leaves : ndarray of shape (r, k)
        Utilities of anything that has the study's indicators; NaN where missing.
    shares : mapping of str to float
        Weight of each node among its siblings.

    Returns
    -------
    tuple of (tuple of str, ndarray, ndarray)
        Ids of the nodes, parents first; their scores and coverages, shape (r, nodes).
    """
    leaf_at = {indicator.id: j for j, indicator in enumerate(study.indicators)}
    scores: dict[str, Floats] = {}
    coverages: dict[str, Floats] = {}

    def visit(node: Node) -> None:
        if not isinstance(node, Criterion):
            scores[node.id] = leaves[:, leaf_at[node.id]]
            coverages[node.id] = (~np.isnan(scores[node.id])).astype(float)
            return
        for child in node.children:
            visit(child)
        scores[node.id], coverages[node.id] = aggregate(
            np.column_stack([scores[child.id] for child in node.children]),
            np.column_stack([coverages[child.id] for child in node.children]),
            np.array([shares[child.id] for child in node.children]),
            how=node.aggregate,
            min_coverage=study.rules.min_coverage,
        )

    for criterion in study.criteria:
        visit(criterion)
    nodes = tuple(node.id for node in study.root.walk() if node.id)
    return (
        nodes,
        np.column_stack([scores[name] for name in nodes]),
        np.column_stack([coverages[name] for name in nodes]),
    )
