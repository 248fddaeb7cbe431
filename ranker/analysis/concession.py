"""Who would have to give way on what for one cluster to be first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ranker.analysis.exact import additive_model
from ranker.analysis.inverse import Inverse, weights_for_first
from ranker.analysis.ranking import Ranking
from ranker.methods import Floats
from ranker.methods.rank_bounds import TIE
from ranker.methods.simplex import nearest_to_all


@dataclass(frozen=True, slots=True, eq=False)
class Concession:
    """What it takes for a cluster to be first, a tie included.

    Parameters
    ----------
    cluster : str
    each : mapping of str to Inverse
        By stakeholder: the nearest of all weights that put it first in their ranking, or the
        proof that none do.
    group : Inverse or None
        The same for the group's weights of least deviation; None where there are none.
    together : mapping of str to float or None
        By top criterion: of all weights that put it first, those that ask least of all
        stakeholders together; None where no weights do.
    given : mapping of str to mapping of str to float
        By stakeholder and criterion: these weights less their own. Below 0 they give way.
    """

    cluster: str
    each: Mapping[str, Inverse]
    group: Inverse | None
    together: Mapping[str, float] | None
    given: Mapping[str, Mapping[str, float]]

    @property
    def willing(self) -> tuple[str, ...]:
        """The stakeholders with whom it is first as it is."""
        return tuple(who for who, held in self.each.items() if held.distance == 0)

    @property
    def never(self) -> tuple[str, ...]:
        """The stakeholders with whom it is first under no weights of the top criteria."""
        return tuple(who for who, held in self.each.items() if held.proof is not None)


def concession(rankings: Mapping[str, Ranking], group: Ranking | None, cluster: str) -> Concession:
    """Find what each stakeholder, and all together, would have to change.

    Stakeholders keep what they weigh within a criterion; the group's is that of its ranking.

    Parameters
    ----------
    rankings : mapping of str to Ranking
        By stakeholder, by weighted sums.
    group : Ranking or None
        By the group's weights.
    cluster : str
        Ranked by all.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    each = {who: weights_for_first(ranking, cluster) for who, ranking in rankings.items()}
    if group is None:
        return Concession(cluster, each, None, None, {})
    inverse = weights_for_first(group, cluster)
    if inverse.proof is not None:
        return Concession(cluster, each, inverse, None, {})
    targets = np.array([ranking.criterion_weights for ranking in rankings.values()])
    weights = _nearest_to_all(group, cluster, targets)
    names = [node.id for node in group.study.criteria]
    given = {
        who: dict(zip(names, (weights - own).tolist(), strict=True))
        for who, own in zip(rankings, targets, strict=True)
    }
    return Concession(
        cluster, each, inverse, dict(zip(names, weights.tolist(), strict=True)), given
    )


def _nearest_to_all(group: Ranking, cluster: str, targets: Floats) -> Floats:
    model = additive_model(group)
    leads = model.scores[model.at(cluster)] - model.scores
    return nearest_to_all(targets, leads + TIE / 2)[1]
