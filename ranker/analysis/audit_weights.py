"""What weighs how much in effect: correlations with the index against the weights by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.result import Ranking
from ranker.methods import Floats, Ints
from ranker.methods.describe import correlation, main_effect, mean_ranks
from ranker.study.model import Criterion, Node


@dataclass(frozen=True, slots=True)
class Importance:
    """What one criterion or indicator counts for, by name and in effect.

    Parameters
    ----------
    node : str
    clusters : int
        Ranked clusters with a score on it.
    nominal : float
        Its weight in the whole.
    pearson, spearman : float
        Correlation with the index; NaN where it does not vary or too few have it.
    squared : float
        Pearson's squared: the share of the index's variance that a straight line explains.
    main_effect : float
        The share that it explains alone, straight or not (Paruolo et al. 2013).
    effective : float
        Its main effect as a share of the sum over all in the list; NaN where it has none.
    """

    node: str
    clusters: int
    nominal: float
    pearson: float
    spearman: float
    squared: float
    main_effect: float
    effective: float

    @property
    def excess(self) -> float:
        """By how much it counts for more than its weight says; NaN where that is not known."""
        return self.effective - self.nominal


def importances(
    ranking: Ranking, index: Floats, *, fewest: int
) -> tuple[tuple[Importance, ...], tuple[Importance, ...]]:
    """Return the importance of each top criterion, and of each indicator.

    Parameters
    ----------
    ranking : Ranking
    index : ndarray of shape (r,)
        Scores of the ranked, more is better.
    fewest : int
        Clusters that a correlation needs.
    """
    study = ranking.study
    return (
        _importances(ranking, study.criteria, index, fewest),
        _importances(ranking, study.indicators, index, fewest),
    )


def _importances(
    ranking: Ranking, nodes: Sequence[Node], index: Floats, fewest: int
) -> tuple[Importance, ...]:
    rows = [_row(ranking, node, index, fewest) for node in nodes]
    effects = np.array([row[3] for row in rows])
    total = np.nansum(effects)
    shares = effects / total if total > 0 else np.full(len(rows), np.nan)
    return tuple(
        Importance(
            node=node.id,
            clusters=clusters,
            nominal=ranking.weighting.overall[node.id],
            pearson=pearson,
            spearman=spearman,
            squared=pearson**2,
            main_effect=effect,
            effective=float(share),
        )
        for node, (clusters, pearson, spearman, effect), share in zip(
            nodes, rows, shares, strict=True
        )
    )


def _row(
    ranking: Ranking, node: Node, index: Floats, fewest: int
) -> tuple[int, float, float, float]:
    scores = ranking.tree.node_scores[ranking.tree.is_ranked, ranking.tree.nodes.index(node.id)]
    held = ~np.isnan(scores)
    x, y = scores[held], index[held]
    if len(x) < fewest:
        return (len(x), *(float("nan"),) * 3)
    ranks = correlation(mean_ranks(x), mean_ranks(y))
    groups = _places(ranking, node)
    own = None if groups is None else groups[held]
    return len(x), correlation(x, y), ranks, main_effect(x, y, groups=own)


def _places(ranking: Ranking, node: Node) -> Ints | None:
    """Return a number for the place of each ranked cluster's figure, equal where they share it."""
    if isinstance(node, Criterion):
        return None
    j = [leaf.id for leaf in ranking.cells.indicators].index(node.id)
    rows = np.flatnonzero(ranking.tree.is_ranked)
    places = [ranking.cells.cells[i][j].place for i in rows]
    return np.unique(places, return_inverse=True)[1]
