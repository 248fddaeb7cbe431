"""The ranking of a study: who stands where, under which weights, from which figures."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ranker._content import BUNDLED_STUDY, shown_path
from ranker.analysis.result import Ranking, Unranked
from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.weighting import Weighting, resolve_weights
from ranker.errors import ContentError, MethodError, Problem
from ranker.methods import Floats, Ints
from ranker.methods.catalogue import Method, find_method, score
from ranker.methods.parameters import configure
from ranker.methods.ranks import competition_ranks
from ranker.methods.yardstick import Yardstick
from ranker.study.load import open_study
from ranker.study.matrix import CellTable, lay_out
from ranker.study.model import Study

__all__ = [
    "Ranking",
    "Unranked",
    "by_method",
    "choose_method",
    "rank",
    "rank_cells",
    "score_criteria",
]


def rank(  # noqa: PLR0913 - what a ranking depends on, each by its name
    study: Study | str | os.PathLike[str] = BUNDLED_STUDY,
    *,
    profile: str | None = None,
    weights: Mapping[str, float] | None = None,
    method: str | Method | None = None,
    parameters: Mapping[str, Any] | None = None,
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
    method : str or Method, optional
        Method of the catalogue; the study's own where None. A method that has parameters,
        such as `Ranking.method`, keeps them.
    parameters : mapping of str to float or str, optional
        Parameters of the method by name, in place of the study's; see `Method.parameters`.
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
        Unknown profile, node or method; a weight or a parameter that cannot be.

    Examples
    --------
    >>> ranking = rank("asia-biopharma", weights={"governance": 0.4})
    >>> round(ranking.weighting.shares["talent"], 3)
    0.2
    """
    opened = study if isinstance(study, Study) else open_study(study)
    chosen = choose_method(opened, method, parameters)
    given = None if yardsticks is None else yardsticks.weighting
    weighting = resolve_weights(opened, profile=profile, weights=weights, as_of=as_of, given=given)
    cells = lay_out(opened, opened.indicators, as_of=as_of)
    taken = None if yardsticks is None else yardsticks.tree.yardsticks
    return rank_cells(
        opened, cells, weighting=weighting, method=chosen, as_of=as_of, yardsticks=taken
    )


def rank_cells(
    study: Study,
    cells: CellTable,
    *,
    weighting: Weighting,
    method: Method,
    as_of: int | None = None,
    yardsticks: tuple[Yardstick, ...] | None = None,
) -> Ranking:
    """Rank a study whose cells are looked up already: they depend on `as_of` alone.

    Parameters
    ----------
    study : Study
    cells : CellTable
        All clusters on the study's scored indicators, of `as_of`.
    weighting : Weighting
    method : Method
        Of the catalogue, with its parameters.
    as_of : int, optional
        The last year that `cells` look at.
    yardsticks : tuple of Yardstick, optional
        What utilities are measured by; those ranked here where None.

    Returns
    -------
    Ranking

    Raises
    ------
    ContentError, MethodError
        As `rank`.
    """
    tree = score_tree(study, cells, weighting.shares, yardsticks=yardsticks)
    if not tree.is_ranked.any():
        raise ContentError(_nobody(study, as_of))
    scores, ranks, standings = _rank_all(study, method, weighting, tree)
    found = (scores, ranks, standings, yardsticks)
    return Ranking(study, weighting, method, as_of, cells, tree, *found)


def choose_method(
    study: Study, method: str | Method | None = None, parameters: Mapping[str, Any] | None = None
) -> Method:
    """Return a method with the parameters that the study and the caller set.

    Parameters
    ----------
    study : Study
        Sets parameters of a method that is given by its name.
    method, parameters
        As for `rank`.

    Raises
    ------
    UsageError
        ``method-unknown``, or every fault of the parameters.
    """
    chosen = find_method(study.method if method is None else method)
    criteria = [node.id for node in study.criteria]
    if not isinstance(method, Method):
        chosen = configure(chosen, study.parameters.get(chosen.name), criteria=criteria)
    return configure(chosen, parameters, criteria=criteria)


def by_method(ranking: Ranking, method: Method) -> Ranking:
    """Return the same clusters, figures and weights ranked by another method.

    Raises
    ------
    MethodError
        The method refuses the matrix.
    """
    found = _rank_all(ranking.study, method, ranking.weighting, ranking.tree)
    scores, ranks, standings = found
    return replace(ranking, method=method, scores=scores, ranks=ranks, standings=standings)


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
        method,
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
