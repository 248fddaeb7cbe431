"""The ranking of a study: who stands where, under which weights, from which figures."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ranker._content import BUNDLED_STUDY, shown_path
from ranker.analysis.manifest import Manifest, package_versions
from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.weighting import Weighting, resolve_weights
from ranker.errors import ContentError, MethodError, Problem, UsageError, did_you_mean
from ranker.methods import Floats, Ints
from ranker.methods.catalogue import Method, find_method, score
from ranker.methods.ranks import competition_ranks
from ranker.study.load import open_study
from ranker.study.matrix import Cell, CellTable, lay_out
from ranker.study.model import Cluster, Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Unranked:
    """A cluster that takes no rank because a criterion has no score, and what is missing."""

    cluster: Cluster
    thin: Mapping[str, float]  # coverage of each criterion without a score, by id
    missing: tuple[Cell, ...]  # cells without a figure below those criteria


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Result of `rank`: one frozen object that every table, page and file is made from.

    Parameters
    ----------
    study : Study
    weighting : Weighting
        Shares of all nodes.
    method : Method
        Entry of the catalogue.
    cells : CellTable
        Every figure with its evidence, m alternatives × k scored indicators.
    tree : Scores
        Utilities, node scores and coverages.
    scores : ndarray of shape (m,)
        Score by the method, in its own direction; NaN where there is none. A benchmark's is
        what the method gives when the benchmark joins the ranked ones.
    ranks : ndarray of shape (m,)
        Competition ranks from 1; 0 for an alternative that takes no rank.
    standings : ndarray of shape (m,)
        The rank, and for a benchmark the rank it would take; 0 where there is no score.
    """

    study: Study
    weighting: Weighting
    method: Method
    as_of: int | None
    cells: CellTable
    tree: Scores
    scores: Floats
    ranks: Ints
    standings: Ints

    def __post_init__(self) -> None:
        for table in (self.scores, self.ranks, self.standings):
            table.setflags(write=False)
        is_ranked = self.ranks > 0
        if np.isnan(self.scores[is_ranked]).any() or (is_ranked != self.tree.is_ranked).any():
            raise AssertionError("a ranked alternative needs a finite score, and no other a rank")
        if not np.array_equal(self.ranks, self._recomputed_ranks()):
            raise AssertionError("a rank is 1 + the number of strictly better scores")

    def _recomputed_ranks(self) -> Ints:
        held = np.where(self.tree.is_ranked, self.scores, np.nan)
        return competition_ranks(held, more_is_better=self.method.more_is_better)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """All alternatives, in the order of the study."""
        return self.study.clusters

    @property
    def ranked(self) -> tuple[Cluster, ...]:
        """The alternatives that take a rank, best first, ties in the order of their names."""
        held = [i for i in range(len(self.clusters)) if self.ranks[i]]
        held.sort(key=lambda i: (self.ranks[i], self.clusters[i].name))
        return tuple(self.clusters[i] for i in held)

    @property
    def unranked(self) -> tuple[Unranked, ...]:
        """The alternatives without a score on some top criterion, benchmarks among them."""
        return tuple(
            self._why_unranked(i)
            for i in range(len(self.clusters))
            if np.isnan(self.criterion_scores[i]).any()
        )

    def _why_unranked(self, i: int) -> Unranked:
        thin: dict[str, float] = {}
        missing: list[Cell] = []
        for j, criterion in enumerate(self.study.criteria):
            if np.isnan(self.criterion_scores[i, j]):
                thin[criterion.id] = self.coverage(self.clusters[i].id, criterion.id)
                below = {leaf.id for leaf in _leaves(criterion)}
                missing += [
                    cell
                    for cell in self.cells.cells[i]
                    if cell.is_missing and cell.indicator.id in below
                ]
        return Unranked(self.clusters[i], thin, tuple(missing))

    @property
    def criterion_scores(self) -> Floats:
        """The decision matrix with its gaps, shape (m, n)."""
        columns = [self.tree.nodes.index(node.id) for node in self.study.criteria]
        return self.tree.node_scores[:, columns]

    @property
    def contributions(self) -> Floats:
        """What each criterion adds to the weighted sum, shape (m, n); NaN where unscored."""
        return self.criterion_scores * self.criterion_weights

    @property
    def criterion_weights(self) -> Floats:
        """Weights of the top criteria, shape (n,); they sum to 1."""
        return np.array([self.weighting.shares[node.id] for node in self.study.criteria])

    @property
    def manifest(self) -> Manifest:
        """What this result was made from."""
        return Manifest(
            study=self.study.id,
            edition=self.study.edition.isoformat(),
            content_hash=self.study.content_hash,
            method=self.method.name,
            profile=self.weighting.profile,
            weights=self.weighting.shares,
            as_of=self.as_of,
            versions=package_versions(),
        )

    def index(self, cluster: str) -> int:
        """Return the row of a cluster.

        Raises
        ------
        UsageError
            ``cluster-unknown``, with the nearest ids.
        """
        try:
            return self.cells.alternatives.index(cluster)
        except ValueError:
            known = list(self.cells.alternatives)
            what = f"there is no cluster '{cluster}'."
            mend = did_you_mean(cluster, known, shown=6)
            raise UsageError(Problem("cluster-unknown", "cluster", what, mend)) from None

    def rank_of(self, cluster: str) -> int | None:
        """Return the rank of a cluster, None where it takes none."""
        return int(self.ranks[self.index(cluster)]) or None

    def group_rank(self, cluster: str) -> int | None:
        """Return the rank of a cluster among the ranked ones of its group."""
        at = self.index(cluster)
        if not self.ranks[at]:
            return None
        group = self.clusters[at].group
        rivals = (r for c, r in zip(self.clusters, self.ranks, strict=True) if c.group == group)
        return 1 + sum(1 for rank in rivals if 0 < rank < self.ranks[at])

    def coverage(self, cluster: str, node: str = "") -> float:
        """Return the share of weight observed below a node, of the whole by default."""
        i = self.index(cluster)
        if node:
            return float(self.tree.coverages[i, self.tree.nodes.index(node)])
        columns = [self.tree.nodes.index(criterion.id) for criterion in self.study.criteria]
        return float(self.tree.coverages[i, columns] @ self.criterion_weights)

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster, best first: ranks, names, score, criteria, coverage."""
        from ranker.analysis.frames import ranking_table  # noqa: PLC0415 - loads pandas

        return ranking_table(self)

    @property
    def raw(self) -> pd.DataFrame:
        """Performances in their units: clusters × indicators, NaN where missing."""
        return self._frame(self.cells.performances, self._leaf_names())

    @property
    def utilities(self) -> pd.DataFrame:
        """Utilities on [1, 100]: clusters × indicators, NaN where missing."""
        return self._frame(self.tree.utilities, self._leaf_names())

    @property
    def criteria(self) -> pd.DataFrame:
        """Score of every node below the root: clusters × nodes."""
        return self._frame(self.tree.node_scores, self.tree.nodes)

    @property
    def coverages(self) -> pd.DataFrame:
        """Share of weight observed below every node: clusters × nodes."""
        return self._frame(self.tree.coverages, self.tree.nodes)

    def _leaf_names(self) -> tuple[str, ...]:
        return tuple(indicator.id for indicator in self.cells.indicators)

    def _frame(self, values: Floats, columns: tuple[str, ...]) -> pd.DataFrame:
        from ranker.analysis.frames import labelled  # noqa: PLC0415 - loads pandas

        return labelled(values, self.cells.alternatives, columns)

    def cell(self, cluster: str, indicator: str) -> Cell:
        """Return one figure with its evidence, of a scored or a context indicator.

        Raises
        ------
        UsageError
            Unknown cluster or indicator.
        """
        self.index(cluster)
        known = (*self.study.indicators, *self.study.context)
        wanted = [leaf for leaf in known if leaf.id == indicator]
        if not wanted:
            what = f"there is no indicator '{indicator}'."
            mend = did_you_mean(indicator, [leaf.id for leaf in known], shown=8)
            raise UsageError(Problem("argument-invalid", "indicator", what, mend))
        chosen = [c for c in self.clusters if c.id == cluster]
        return lay_out(self.study, wanted, clusters=chosen, as_of=self.as_of).cells[0][0]

    def context(self) -> CellTable:
        """Return the figures that are shown and not scored."""
        return lay_out(self.study, self.study.context, as_of=self.as_of)

    def decision_matrix(self) -> Any:
        """Return the ranked clusters × top criteria as scikit-criteria's ``DecisionMatrix``."""
        from skcriteria import mkdm  # noqa: PLC0415 - takes seconds

        ranked = self.tree.is_ranked
        return mkdm(
            self.criterion_scores[ranked],
            [max] * len(self.study.criteria),
            weights=self.criterion_weights,
            alternatives=[c.id for c, held in zip(self.clusters, ranked, strict=True) if held],
            criteria=[node.id for node in self.study.criteria],
        )

    def _repr_html_(self) -> str:
        from ranker.analysis.frames import ranking_html  # noqa: PLC0415 - loads pandas

        return ranking_html(self)


def rank(
    study: Study | str | os.PathLike[str] = BUNDLED_STUDY,
    *,
    profile: str | None = None,
    weights: Mapping[str, float] | None = None,
    method: str | None = None,
    as_of: int | None = None,
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
    chosen = find_method(opened.method if method is None else method)
    weighting = resolve_weights(opened, profile=profile, weights=weights)
    cells = lay_out(opened, opened.indicators, as_of=as_of)
    tree = score_tree(opened, cells, weighting.shares)
    if not tree.is_ranked.any():
        raise ContentError(_nobody(opened, as_of))
    scores, ranks, standings = _rank_all(opened, chosen, weighting, tree)
    return Ranking(opened, weighting, chosen, as_of, cells, tree, scores, ranks, standings)


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


def _leaves(node: Any) -> tuple[Any, ...]:
    return node.indicators() if hasattr(node, "indicators") else (node,)


def _nobody(study: Study, as_of: int | None) -> Problem:
    until = f" up to {as_of}" if as_of is not None else ""
    return Problem(
        "ranked-none",
        shown_path(study.path / "observations.csv"),
        f"no cluster has enough figures{until} for a score on every criterion.",
        f"Add figures, look at a later year, or lower rules.min_coverage "
        f"({study.rules.min_coverage:g}).",
    )
