"""PROMETHEE I: who is preferred to whom where strength and weakness agree, and who cannot be said.

PROMETHEE II orders everybody by the net flow, strength less weakness. PROMETHEE I takes both
apart: one cluster is preferred to another only where it is at least as strong and at most as
weak. Where one is stronger and also weaker, the two are incomparable: their profiles differ
too much for an order that does not depend on what is forgiven.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking, by_method, choose_method
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods import Bools
from ranker.methods.catalogue import outranking_flows
from ranker.methods.method import Method
from ranker.methods.promethee import Flows
from ranker.methods.ranks import TIE_TOLERANCE

if TYPE_CHECKING:
    import pandas as pd

NAME = "promethee-2"

Relation = Literal["preferred", "less preferred", "indifferent", "incomparable"]

_RELATIONS: Mapping[tuple[bool, bool], Relation] = {  # whether each is at least as good
    (True, True): "indifferent",
    (True, False): "preferred",
    (False, True): "less preferred",
    (False, False): "incomparable",
}


@dataclass(frozen=True, slots=True, eq=False)
class PartialOrder(Result):
    """Result of `promethee`: flows of the m ranked clusters, and the relation of each pair.

    Parameters
    ----------
    ranking : Ranking
        By PROMETHEE II, with its parameters.
    clusters : tuple of str
        Ids of the ranked, by net flow, best first.
    flows : Flows
        Strength and weakness of each, in that order, shape (m,).
    is_at_least : ndarray of shape (m, m)
        Whether i is at least as strong and at most as weak as j.
    """

    ranking: Ranking
    clusters: tuple[str, ...]
    flows: Flows
    is_at_least: Bools

    def __post_init__(self) -> None:
        for table in (self.flows.plus, self.flows.minus, self.is_at_least):
            table.setflags(write=False)
        net = self.flows.net
        is_ahead = net[:, np.newaxis] >= net - 2 * TIE_TOLERANCE
        if not (is_ahead | ~self.is_at_least).all():
            raise AssertionError("who is preferred has no smaller net flow")

    def index(self, cluster: str) -> int:
        """Return the place of a cluster in `clusters`.

        Raises
        ------
        UsageError
            ``cluster-unknown``: there is no ranked cluster of that id.
        """
        if cluster not in self.clusters:
            what = f"there is no ranked cluster '{cluster}'."
            mend = did_you_mean(cluster, list(self.clusters), shown=6)
            raise UsageError(Problem("cluster-unknown", "cluster", what, mend))
        return self.clusters.index(cluster)

    def relation(self, a: str, b: str) -> Relation:
        """Return how a cluster stands to another: of two, the first is meant."""
        i, j = self.index(a), self.index(b)
        return _RELATIONS[bool(self.is_at_least[i, j]), bool(self.is_at_least[j, i])]

    def related(self, cluster: str, relation: Relation) -> tuple[str, ...]:
        """Return the others to whom a cluster stands in a relation, best first."""
        i = self.index(cluster)
        forth, back = next(ways for ways, name in _RELATIONS.items() if name == relation)
        is_so = (self.is_at_least[i] == forth) & (self.is_at_least[:, i] == back)
        return tuple(self.clusters[j] for j in np.flatnonzero(is_so) if j != i)

    @property
    def undominated(self) -> tuple[str, ...]:
        """The clusters to which no other is preferred, best net flow first."""
        return tuple(c for c in self.clusters if not self.related(c, "less preferred"))

    @property
    def counts(self) -> Mapping[Relation, int]:
        """How many pairs are of each kind; a preference is counted once."""
        pairs = np.triu_indices(len(self.clusters), 1)
        forth, back = self.is_at_least[pairs], self.is_at_least.T[pairs]
        return {
            "preferred": int((forth != back).sum()),
            "indifferent": int((forth & back).sum()),
            "incomparable": int((~forth & ~back).sum()),
        }

    @property
    def table(self) -> pd.DataFrame:
        """Clusters × clusters: how the row stands to the column."""
        from ranker.analysis.frames import labelled  # noqa: PLC0415 - loads pandas

        words = [
            [self.relation(a, b) if a != b else "" for b in self.clusters] for a in self.clusters
        ]
        return labelled(words, self.clusters, self.clusters)


def promethee(ranking: Ranking, *, parameters: Mapping[str, Any] | None = None) -> PartialOrder:
    """Compare the ranked clusters by PROMETHEE I.

    Parameters
    ----------
    ranking : Ranking
        Whose figures and weights are taken, by whatever method.
    parameters : mapping of str to float or str, optional
        Preference functions and thresholds, see `Method.parameters`; on top of those of the
        ranking's method where that is PROMETHEE, of the study's where it is not.

    Returns
    -------
    PartialOrder

    Raises
    ------
    UsageError
        ``parameter-unknown``, ``parameter-invalid`` or ``parameter-missing``.

    References
    ----------
    Brans, J. P., & Vincke, Ph. (1985). A preference ranking organisation method.
    *Management Science* 31(6), 647-656. doi:10.1287/mnsc.31.6.647.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> promethee(rank("asia-biopharma")).undominated
    ('singapore',)
    """
    given: Method | str = ranking.method if ranking.method.name == NAME else NAME
    by = by_method(ranking, choose_method(ranking.study, given, parameters))
    rows = [by.index(cluster.id) for cluster in by.ranked]
    flows = outranking_flows(
        by.method,
        by.criterion_scores[rows],
        by.criterion_weights,
        alternatives=[by.clusters[i].id for i in rows],
        criteria=[node.id for node in by.study.criteria],
    )
    slack = TIE_TOLERANCE * float(max(flows.plus.max(), flows.minus.max()))
    is_stronger = flows.plus[:, np.newaxis] >= flows.plus - slack
    is_at_least = is_stronger & (flows.minus[:, np.newaxis] <= flows.minus + slack)
    return PartialOrder(by, tuple(by.clusters[i].id for i in rows), flows, is_at_least)
