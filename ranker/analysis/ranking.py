"""The ranking of a study: who stands where, under which weights, from which figures."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np

from ranker._content import BUNDLED_STUDY, shown_path
from ranker.analysis.result import Ranking, Unranked
from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.weighting import Weighting, resolve_weights
from ranker.errors import ContentError, MethodError, Problem
from ranker.methods import Floats, Ints
from ranker.methods.catalogue import Method, find_method, score
from ranker.methods.ranks import competition_ranks
from ranker.study.load import open_study
from ranker.study.matrix import CellTable, lay_out
from ranker.study.model import Study

__all__ = ["Ranking", "Unranked", "rank", "rank_cells", "score_criteria"]


def rank(
    study: Study | str | os.PathLike[str] = BUNDLED_STUDY,
    *,
    profile: str | None = None,
    weights: Mapping[str, float] | None = None,
    method: str | None = None,
    as_of: int | None = None,
    yardsticks: Ranking | None = None,
) -> Ranking:
    """Rank the clusters of a study.

    Parameters
    ----------
    study : Study, str or path
        An open study, the name of a bundled one, or a folder.
    profile : str, optional
        Weight profile; the study's default where None.
    weights : mapping of str to float, optional
        Shares by node id; siblings that are not named are rescaled.
    method : str, optional
        Method of the catalogue; the study's own where None.
    as_of : int, optional
        Look at figures of this year and before only.
    yardsticks : Ranking, optional
        Measure utilities by the figures of this ranking of the same indicators, so that a
        figure that was changed moves nobody else's; by those ranked here where None.

    Returns
    -------
    Ranking

    Raises
    ------
    ContentError
        The study has errors, or nothing in it can be ranked (``ranked-none``).
    MethodError
        The method refuses the matrix.
    UsageError
        Unknown profile, node or method, or a weight that cannot be.

    Examples
    --------
    >>> ranking = rank("asia-biopharma", weights={"governance": 0.4})
    >>> round(ranking.weighting.shares["talent"], 3)
    0.2
    """
    opened = study if isinstance(study, Study) else open_study(study)
    find_method(opened.method if method is None else method)
    weighting = resolve_weights(opened, profile=profile, weights=weights)
    cells = lay_out(opened, opened.indicators, as_of=as_of)
    reference = None if yardsticks is None else yardsticks.tree.reference
    return rank_cells(
        opened, cells, weighting=weighting, method=method, as_of=as_of, reference=reference
    )


def rank_cells(
    study: Study,
    cells: CellTable,
    *,
    weighting: Weighting,
    method: str | None = None,
    as_of: int | None = None,
    reference: Floats | None = None,
) -> Ranking:
    """Rank a study whose cells are looked up already: they depend on `as_of` alone.

    Parameters
    ----------
    study : Study
    cells : CellTable
        All clusters on the study's scored indicators, of `as_of`.
    weighting : Weighting
    method : str, optional
        Method of the catalogue; the study's own where None.
    as_of : int, optional
        The last year that `cells` look at.
    reference : ndarray of shape (r, k), optional
        Performances that set the bounds of the utilities; those ranked here where None.

    Returns
    -------
    Ranking

    Raises
    ------
    ContentError, MethodError, UsageError
        As `rank`.
    """
    chosen = find_method(study.method if method is None else method)
    tree = score_tree(study, cells, weighting.shares, reference=reference)
    if not tree.is_ranked.any():
        raise ContentError(_nobody(study, as_of))
    scores, ranks, standings = _rank_all(study, chosen, weighting, tree)
    found = (scores, ranks, standings, reference)
    return Ranking(study, weighting, chosen, as_of, cells, tree, *found)


def score_criteria(
    study: Study, method: Method, weighting: Weighting, tree: Scores, rows: Ints
) -> Floats:
    """Score some alternatives by a method on the decision matrix of top criteria.

    Parameters
    ----------
    rows : ndarray of int
        Alternatives that compete, each scored on every top criterion.

    Returns
    -------
    ndarray of shape (len(rows),)
        Scores in the method's own direction.
    """
    columns = [tree.nodes.index(node.id) for node in study.criteria]
    return score(
        method.name,
        tree.node_scores[rows][:, columns],
        np.ones(len(columns), dtype=np.int64),
        np.array([weighting.shares[node.id] for node in study.criteria]),
        commensurable=True,
        alternatives=[study.clusters[int(i)].id for i in rows],
        criteria=[node.id for node in study.criteria],
    )


def _rank_all(
    study: Study, method: Method, weighting: Weighting, tree: Scores
) -> tuple[Floats, Ints, Ints]:
    ranked = np.flatnonzero(tree.is_ranked)
    scores = np.full(len(study.clusters), np.nan)
    scores[ranked] = score_criteria(study, method, weighting, tree, ranked)
    ranks = competition_ranks(scores, more_is_better=method.more_is_better)
    standings = ranks.copy()
    columns = [tree.nodes.index(node.id) for node in study.criteria]
    has_scores = ~np.isnan(tree.node_scores[:, columns]).any(axis=1)
    for guest in np.flatnonzero(has_scores & ~tree.is_ranked):
        rows = np.append(ranked, guest)
        try:
            joined = score_criteria(study, method, weighting, tree, rows)
        except MethodError:
            continue  # a guest that the method cannot take has no standing; the ranking stands
        scores[guest] = joined[-1]
        standings[guest] = competition_ranks(joined, more_is_better=method.more_is_better)[-1]
    return scores, ranks, standings


def _nobody(study: Study, as_of: int | None) -> Problem:
    until = f" up to {as_of}" if as_of is not None else ""
    return Problem(
        "ranked-none",
        shown_path(study.path / "observations.csv"),
        f"no cluster has enough figures{until} for a score on every criterion.",
        f"Add figures, look at a later year, or lower rules.min_coverage "
        f"({study.rules.min_coverage:g}).",
    )
