"""The difference of two scores split into criteria and leaves, for any two scored clusters."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.analysis.leaf_reading import is_stood_in, local_shares, stand_ins
from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.study.model import Criterion, Node


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion or leaf adds to the difference of two scores.

    Parameters
    ----------
    node, label : str
    criterion : str
        The top criterion it belongs to.
    weight : float
        Its share in the whole, the same for both.
    a, b : float
        Scores or utilities. Where a figure is missing, that of the parent, which stands in
        for it: the score is the same as with the weight spread over the known siblings.
    difference : float
        weight × (a - b); these add up to the difference of the scores.
    a_is_missing, b_is_missing : bool
    """

    node: str
    label: str
    criterion: str
    weight: float
    a: float
    b: float
    difference: float
    a_is_missing: bool = False
    b_is_missing: bool = False


def scored_row(ranking: Ranking, cluster: str) -> int:
    """Return the row of a cluster that has a score, ranked or a benchmark.

    Raises
    ------
    UsageError
        ``cluster-unknown`` where there is none such, or where it has no score.
    """
    row = ranking.index(cluster)
    if not ranking.standings[row]:
        what = f"'{cluster}' has no score here, for want of figures."
        mend = "Name a cluster that the ranking ranks, or a benchmark that it scores."
        raise UsageError(Problem("cluster-unknown", "cluster", what, mend))
    return row


def criterion_parts(ranking: Ranking, i: int, j: int) -> tuple[Part, ...]:
    """Split the score of row i less that of row j by top criteria."""
    scores = ranking.criterion_scores
    return tuple(
        _part(node, node.id, float(weight), (scores[i, c], scores[j, c]))
        for c, (node, weight) in enumerate(
            zip(ranking.study.criteria, ranking.criterion_weights, strict=True)
        )
    )


def leaf_parts(ranking: Ranking, i: int, j: int) -> tuple[Part, ...]:
    """Split the score of row i less that of row j by leaves, in the order of the study."""
    weights = ranking.criterion_weights @ local_shares(ranking)
    values, gaps, owner = stand_ins(ranking), is_stood_in(ranking), owners(ranking)
    return tuple(
        _part(
            leaf,
            owner[leaf.id],
            float(weights[k]),
            (values[i, k], values[j, k]),
            missing=(bool(gaps[i, k]), bool(gaps[j, k])),
        )
        for k, leaf in enumerate(ranking.study.indicators)
    )


def owners(ranking: Ranking) -> dict[str, str]:
    """Return the top criterion of every leaf, by id."""
    return {
        leaf.id: node.id
        for node in ranking.study.criteria
        for leaf in (node.indicators() if isinstance(node, Criterion) else (node,))
    }


def _part(
    node: Node,
    criterion: str,
    weight: float,
    values: tuple[float, float],
    *,
    missing: tuple[bool, bool] = (False, False),
) -> Part:
    a, b = float(values[0]), float(values[1])
    return Part(node.id, node.label.en, criterion, weight, a, b, weight * (a - b), *missing)
