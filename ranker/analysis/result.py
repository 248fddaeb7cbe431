"""The result of a ranking: one frozen object that every table, page and file is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.manifest import Manifest, package_versions
from ranker.analysis.scoring import Scores
from ranker.analysis.weighting import Weighting
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods import Floats, Ints
from ranker.methods.catalogue import Method
from ranker.methods.ranks import competition_ranks
from ranker.methods.yardstick import Yardstick
from ranker.study.matrix import Cell, CellTable, lay_out
from ranker.study.model import Cluster, Criterion, Study

if TYPE_CHECKING:
    import pandas as pd

    from ranker.analysis.claim import Claim
    from ranker.analysis.gap import Gap
    from ranker.analysis.network import Network
    from ranker.analysis.reach import Reach
    from ranker.analysis.robustness import Robustness
    from ranker.analysis.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Unranked:
    """A cluster that takes no rank because a criterion has no score, and what is missing."""

    cluster: Cluster
    thin: Mapping[str, float]  # coverage of each criterion without a score, by id
    missing: tuple[Cell, ...]  # cells without a figure below those criteria


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Result):
    """Who stands where, under which weights, from which figures: the result of `rank`.

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
    yardsticks : tuple of Yardstick or None
        Those of another ranking by which utilities are measured; None where they are taken
        from the ranked clusters themselves.
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
    yardsticks: tuple[Yardstick, ...] | None = None

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
        found = (self.why_unranked(i) for i in range(len(self.clusters)))
        return tuple(entry for entry in found if entry is not None)

    def why_unranked(self, i: int) -> Unranked | None:
        """Return what the alternative of a row lacks for a score, None where it has one."""
        if not np.isnan(self.criterion_scores[i]).any():
            return None
        thin: dict[str, float] = {}
        missing: list[Cell] = []
        for j, criterion in enumerate(self.study.criteria):
            if np.isnan(self.criterion_scores[i, j]):
                thin[criterion.id] = self.coverage(self.clusters[i].id, criterion.id)
                leaves = (
                    criterion.indicators() if isinstance(criterion, Criterion) else (criterion,)
                )
                below = {leaf.id for leaf in leaves}
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
            parameters=self.method.described_settings,
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

    def robustness(self, *, draws: int = 10_000, seed: int = 0, **variation: Any) -> Robustness:
        """Draw weights and figures many times; see `ranker.analysis.robustness`.

        Parameters
        ----------
        draws, seed : int
        **variation
            What varies, as fields of `ranker.analysis.variation.Variation`.
        """
        from ranker.analysis.robustness import robustness  # noqa: PLC0415 - loads scipy
        from ranker.analysis.variation import Variation  # noqa: PLC0415

        return robustness(self, Variation(**variation), draws=draws, seed=seed)

    def claim(self, text: str, *, draws: int = 10_000, seed: int = 0, **variation: Any) -> Claim:
        """Check a claim such as ``songdo > osaka on talent``; see `ranker.analysis.claim`.

        Parameters
        ----------
        text : str
        draws, seed : int
        **variation
            What varies, as fields of `ranker.analysis.variation.Variation`.
        """
        from ranker.analysis.claim import claim  # noqa: PLC0415 - loads scipy
        from ranker.analysis.variation import Variation  # noqa: PLC0415

        return claim(self, text, variation=Variation(**variation), draws=draws, seed=seed)

    def gap(self, a: str, b: str) -> Gap:
        """Split the difference of two scores into figures; see `ranker.analysis.gap`."""
        from ranker.analysis.gap import gap  # noqa: PLC0415 - loads scipy

        return gap(self, a, b)

    def reach(
        self, cluster: str, *, rank: int | None = None, beat: str | None = None, **terms: Any
    ) -> Reach:
        """Find the cheapest changes to a rank or past a rival; see `ranker.analysis.reach`.

        Parameters
        ----------
        cluster : str
        rank : int, optional
        beat : str, optional
        **terms
            What may move and at what cost, as fields of `ranker.analysis.levers.Terms`.
        """
        from ranker.analysis.levers import Terms  # noqa: PLC0415
        from ranker.analysis.reach import reach  # noqa: PLC0415 - loads scipy

        return reach(self, cluster, rank=rank, beat=beat, terms=Terms(**terms))

    def what_if(self, changes: Mapping[str, float | str | None]) -> WhatIf:
        """Rank again with some figures changed; see `ranker.analysis.what_if`.

        Parameters
        ----------
        changes : mapping of str to float, str or None
            By ``place.indicator``: a figure, ``"+5"``, ``"-20%"``, or None where it is taken
            away.
        """
        from ranker.analysis.what_if import what_if  # noqa: PLC0415 - builds on this module

        return what_if(self, changes)

    def network(self, members: str | Sequence[str], **question: Any) -> Network:
        """Link clusters into one virtual cluster; see `ranker.analysis.network`.

        Parameters
        ----------
        members : str or sequence of str
            Id of a network of the study, or ids of two clusters or more.
        **question
            What is asked, as the keywords of `ranker.analysis.network.network`.
        """
        from ranker.analysis.network import network  # noqa: PLC0415 - loads scipy

        return network(self, members, **question)

    def to_decision_matrix(self) -> Any:
        """Return the ranked clusters × top criteria as scikit-criteria's ``DecisionMatrix``."""
        from ranker.analysis.pipes import decision_matrix_of  # noqa: PLC0415

        return decision_matrix_of(self)

    def to_rank_result(self) -> Any:
        """Return the order of the ranked clusters as scikit-criteria's ``RankResult``.

        Its ranks are dense (1, 1, 2), as that class wants them; ``e_.competition_rank`` and
        ``e_.score`` hold those of this ranking.
        """
        from ranker.analysis.pipes import rank_result_of  # noqa: PLC0415

        held = self.tree.is_ranked
        names = [c.id for c, is_ranked in zip(self.clusters, held, strict=True) if is_ranked]
        return rank_result_of(self.method.name, names, self.ranks[held], self.scores[held])

    def decision_matrix(self) -> Any:
        """Return `to_decision_matrix`, under its earlier name."""
        return self.to_decision_matrix()

    def __repr__(self) -> str:
        best = ", ".join(f"{self.rank_of(c.id)} {c.id}" for c in self.ranked[:3])
        return (
            f"<Ranking of {self.study.id!r} by {self.method.name}: {best}, … "
            f"({len(self.ranked)} ranked of {len(self.clusters)})>"
        )

    def _repr_html_(self) -> str:
        from ranker.analysis.frames import ranking_html  # noqa: PLC0415 - loads pandas

        return ranking_html(self)
