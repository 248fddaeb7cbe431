"""Many stakeholders at once: where they agree, how far apart they are, what a group would say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker._content import BUNDLED_STUDY
from ranker.analysis.agreement import tau_table
from ranker.analysis.concession import Concession, concession
from ranker.analysis.exact import check_additive
from ranker.analysis.forms import Result
from ranker.analysis.group import GroupView, group_views
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import ContentError, Problem, UsageError
from ranker.methods import Bools, Floats, Ints
from ranker.methods.agreement import count_pairs
from ranker.methods.group_weights import least_in_box
from ranker.methods.rank_bounds import TIE
from ranker.methods.ranks import competition_ranks
from ranker.study.load import open_study
from ranker.study.model import Study

if TYPE_CHECKING:
    import pandas as pd

MARGIN = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """Pairs of clusters whose order is the same to everybody.

    Parameters
    ----------
    own, near, always : ndarray of shape (m, m)
        Whether everybody puts the row above the column by their own weights; and nobody's
        weights put it below within the margin around their own; and no weights of the top
        criteria at all do. Each is part of the one before.
    """

    own: Bools
    near: Bools
    always: Bools

    def share(self, kind: str) -> float:
        """Return the share of all pairs that are agreed upon: ``own``, ``near`` or ``always``."""
        m = len(self.own)
        pairs = m * (m - 1) // 2
        return int(getattr(self, kind).sum()) / pairs if pairs else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Consensus(Result):
    """Result of `consensus`.

    Parameters
    ----------
    study : Study
    rankings : mapping of str to Ranking
        By weight profile: one stakeholder each, s in all.
    clusters : tuple of str
        Ids of the m clusters that every stakeholder ranks, in the order of their mean rank.
    ranks : ndarray of shape (m, s)
        Ranks among these clusters.
    weight_distances : ndarray of shape (s, s)
        Sum of the absolute differences of the leaves' weights in the whole, 0 to 2.
    taus : ndarray of shape (s, s)
        Kendall's tau-b of the ranks.
    opposed : ndarray of shape (s, s)
        Pairs of clusters that the two see the other way round.
    margin : float
        How far each weight of a top criterion may move in `Agreed.near`.
    agreed : Agreed
    group : tuple of GroupView
        Weights of all together, and the ranking by them.
    first : Concession or None
        Who would have to give way on what for a cluster to be first.
    """

    study: Study
    rankings: Mapping[str, Ranking]
    clusters: tuple[str, ...]
    ranks: Ints
    weight_distances: Floats
    taus: Floats
    opposed: Ints
    margin: float
    agreed: Agreed
    group: tuple[GroupView, ...]
    first: Concession | None

    def __post_init__(self) -> None:
        for table in (self.ranks, self.weight_distances, self.taus, self.opposed):
            table.setflags(write=False)

    @property
    def profiles(self) -> tuple[str, ...]:
        """Ids of the stakeholders' weight profiles."""
        return tuple(self.rankings)

    @property
    def table(self) -> pd.DataFrame:
        """Clusters × stakeholders, then the rank by each set of group weights."""
        from ranker.analysis.frames import labelled  # noqa: PLC0415 - loads pandas

        table = labelled(self.ranks.astype(float), self.clusters, self.profiles)
        for view in self.group:
            if view.ranking is not None:
                table[view.name] = [view.ranking.rank_of(cluster) for cluster in self.clusters]
        return table.astype("Int64")


def consensus(
    study: Study | str | os.PathLike[str] = BUNDLED_STUDY,
    *,
    profiles: Sequence[str] | None = None,
    margin: float = MARGIN,
    first: str | None = None,
    as_of: int | None = None,
) -> Consensus:
    """Look at a study through the eyes of several stakeholders, by weighted sums.

    Parameters
    ----------
    study : Study, str or path
    profiles : sequence of str, optional
        Weight profiles, one a stakeholder; all of the study where None.
    margin : float
        How far each weight of a top criterion may be from a stakeholder's own, 0 to 1.
    first : str, optional
        Ask who would have to give way on what for this cluster to be first.
    as_of : int, optional
        Look at figures of this year and before only.

    Returns
    -------
    Consensus

    Raises
    ------
    ContentError
        The study has errors, or no cluster is ranked by all (``ranked-none``).
    MethodError
        ``bounds-not-additive`` where the study aggregates geometrically.
    UsageError
        ``profile-unknown``, ``stakeholders-few``, ``argument-invalid`` or ``cluster-unknown``.

    Examples
    --------
    >>> found = consensus(profiles=["investor", "founder"])
    >>> found.profiles, round(float(found.weight_distances[0, 1]), 2)
    (('investor', 'founder'), 0.6)
    """
    opened = study if isinstance(study, Study) else open_study(study)
    chosen = _chosen(opened, profiles, margin)
    rankings = {
        name: rank(opened, profile=name, method="weighted-sum", as_of=as_of) for name in chosen
    }
    for ranking in rankings.values():
        check_additive(ranking)
    clusters, ranks = _side_by_side(rankings)
    group = group_views(rankings, as_of=as_of)
    held = concession(rankings, group[-1].ranking, first) if first is not None else None
    weights = np.array([_leaf_weights(ranking) for ranking in rankings.values()])
    return Consensus(
        opened,
        rankings,
        clusters,
        ranks,
        np.abs(weights[:, None] - weights[None]).sum(axis=2),
        tau_table(ranks),
        np.array([[count_pairs(a, b).opposed for b in ranks.T] for a in ranks.T], dtype=np.int64),
        margin,
        _agreed(rankings, clusters, ranks, margin),
        group,
        held,
    )


def _chosen(study: Study, profiles: Sequence[str] | None, margin: float) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(study.profiles if profiles is None else profiles))
    if not 0 <= margin <= 1:
        what, mend = f"a margin of {margin:g} is no share.", "Write a number from 0 to 1."
        raise UsageError(Problem("argument-invalid", "margin", what, mend))
    if len(chosen) < 2:
        what = f"a consensus takes two stakeholders or more, and there {_are(len(chosen))}."
        mend = "Name more weight profiles, or write a file for each under profiles/."
        raise UsageError(Problem("stakeholders-few", "profiles", what, mend))
    return chosen


def _are(count: int) -> str:
    return "is one" if count else "are none"


def _side_by_side(rankings: Mapping[str, Ranking]) -> tuple[tuple[str, ...], Ints]:
    """Return the clusters that everybody ranks, best first by mean rank, and ranks among them."""
    table = np.column_stack([ranking.ranks for ranking in rankings.values()])
    rows = np.flatnonzero((table > 0).all(axis=1))
    if not len(rows):
        what = "no cluster has enough figures to be ranked by all of the stakeholders."
        mend = "Give more weight to indicators that are known."
        raise ContentError(Problem("ranked-none", "profiles", what, mend))
    among = [competition_ranks(table[rows, s].astype(float), more_is_better=False)
             for s in range(table.shape[1])]  # fmt: skip
    ranks = np.column_stack(among)
    clusters = next(iter(rankings.values())).clusters
    names = [clusters[i].name for i in rows]
    order = sorted(range(len(rows)), key=lambda i: (ranks[i].sum(), names[i]))
    return tuple(clusters[rows[i]].id for i in order), ranks[order]


def _leaf_weights(ranking: Ranking) -> list[float]:
    return [ranking.weighting.overall[leaf.id] for leaf in ranking.study.indicators]


def _agreed(
    rankings: Mapping[str, Ranking], clusters: Sequence[str], ranks: Ints, margin: float
) -> Agreed:
    own = np.asarray((ranks[:, None, :] < ranks[None, :, :]).all(axis=2))
    near, always = own.copy(), own.copy()
    for ranking in rankings.values():
        rows = [ranking.index(cluster) for cluster in clusters]
        scores, weights = ranking.criterion_scores[rows], ranking.criterion_weights
        low, high = np.maximum(weights - margin, 0.0), np.minimum(weights + margin, 1.0)
        for i in range(len(rows)):  # a row at a time: no m x m x n table
            leads = scores[i] - scores
            near[i] &= least_in_box(leads, low, high) >= -TIE
            always[i] &= leads.min(axis=1) >= -TIE
    return Agreed(own, near, always & near)
