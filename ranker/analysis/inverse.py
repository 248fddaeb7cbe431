"""Which weights would put a cluster first, or the proof that none do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.constraints import Constraints, parse_constraints
from ranker.analysis.exact import Additive, additive_model
from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking
from ranker.methods import Floats
from ranker.methods.rank_bounds import TIE, is_negative
from ranker.methods.simplex import form_tops, nearest_weights, widest_margin

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 1e-3  # finer than a tenth of a percent is not told


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Shares of rivals that together are ahead of a cluster whatever the weights.

    Parameters
    ----------
    shares : mapping of str to float
        By rival; they sum to 1.
    lead : mapping of str to float
        By criterion, the mixture's score less the cluster's.
    least_lead : float
        The least lead of the mixture over all admitted weights, above 0. Without constraints
        it is the least number in `lead`: the mixture is ahead on every criterion.
    """

    shares: Mapping[str, float]
    lead: Mapping[str, float]
    least_lead: float


@dataclass(frozen=True, slots=True, eq=False)
class Inverse(Result):
    """Result of `weights_for_first`.

    Parameters
    ----------
    weights : mapping of str to float or None
        The admitted weights nearest to the ranking's own at which nobody is ahead of the
        cluster; None where there are none such.
    distance : float or None
        Sum of the absolute changes of the shares, 0 to 2.
    ranges : mapping of str to tuple of float
        Least and greatest weight of each criterion over all weights that put the cluster
        first; empty where none do.
    proof : Mixture or None
        Why no weights do.
    """

    ranking: Ranking
    cluster: str
    constraints: Constraints
    weights: Mapping[str, float] | None
    distance: float | None
    ranges: Mapping[str, tuple[float, float]]
    proof: Mixture | None

    @property
    def sentence(self) -> str:
        """The answer in one sentence; its conditions are necessary, and rounded to stay so."""
        name = self.ranking.clusters[self.ranking.index(self.cluster)].name
        within = " within the constraints" if not self.constraints.are_none else ""
        if self.proof is not None:
            return f"{name} is first under no weights{within}: {self._why()}"
        if self.distance == 0:
            return f"{name} is first already."
        conditions = list(self._conditions())
        if not conditions:
            return f"{name} can be first{within}, and no single weight stands in its way."
        return f"{name} is first only if {_and(conditions)}."

    def _conditions(self) -> Sequence[str]:
        """Say what must hold of a weight and does not now, rounded to the lenient side."""
        own = dict(zip(self.ranges, self.ranking.criterion_weights, strict=True))
        labels = {node.id: node.label.en.lower() for node in self.ranking.study.criteria}
        found: list[str] = []
        for criterion, (low, high) in self.ranges.items():
            if low > own[criterion] + _SHOWN:
                found.append(f"{labels[criterion]} weighs {math.floor(low * 1000) / 10:g}% or more")
            elif high < own[criterion] - _SHOWN:
                found.append(f"{labels[criterion]} weighs {math.ceil(high * 1000) / 10:g}% or less")
        return found

    def _why(self) -> str:
        assert self.proof is not None  # noqa: S101 - for the type checker
        shares = sorted(self.proof.shares.items(), key=lambda item: -item[1])
        rivals = [f"{share:.0%} {self._name(rival)}" for rival, share in shares if share > _SHOWN]
        ahead = "on every criterion" if self.constraints.are_none else "under all of these"
        if len(rivals) == 1:
            return f"{self._name(shares[0][0])} is ahead of it {ahead}."
        return f"a mixture of {_and(rivals)} is ahead of it {ahead}."

    def _name(self, cluster: str) -> str:
        return self.ranking.clusters[self.ranking.index(cluster)].name

    def verify(self) -> bool:
        """Recompute the answer: who is ahead at the weights, or what the mixture leads by."""
        model = additive_model(self.ranking)
        at = model.at(self.cluster)
        if self.weights is not None:
            scores = model.scores @ np.array(list(self.weights.values()))
            return not is_negative(scores[at] - scores).any()
        assert self.proof is not None  # noqa: S101 - for the type checker
        shares = np.array([self.proof.shares.get(cluster, 0.0) for cluster in model.clusters])
        lead = shares @ model.scores - model.scores[at]
        return bool(form_tops(-lead[np.newaxis], self.constraints.region)[0] < -TIE)

    @property
    def table(self) -> pd.DataFrame:
        """One row a criterion: its weight now, nearest, least and greatest; or the mixture."""
        from ranker.analysis.frames_exact import inverse_table  # noqa: PLC0415 - loads pandas

        return inverse_table(self)


def weights_for_first(ranking: Ranking, cluster: str, constraints: Sequence[str] = ()) -> Inverse:
    """Find the weights of the top criteria that put a cluster first, a tie included.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums. Missing cells stay as ranked.
    cluster : str
        A ranked cluster.
    constraints : sequence of str
        See `ranker.analysis.constraints`.

    Returns
    -------
    Inverse

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown``, ``constraint-invalid`` or ``constraints-infeasible``.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> weights_for_first(rank(), "singapore").distance
    0.0
    """
    model = additive_model(ranking)
    at = model.at(cluster)
    parsed = parse_constraints(ranking, constraints)
    rivals = np.arange(len(model.clusters)) != at
    leads = model.scores[at] - model.scores[rivals]
    if not len(leads):
        leads = np.zeros((1, len(parsed.names)))
    margin = widest_margin(leads, parsed.region)
    if margin.value < -TIE:
        shares = _simplest(-leads, margin.mixture, parsed)
        proof = _mixture(model, at, shares, parsed)
        return Inverse(ranking, cluster, parsed, None, None, {}, proof)
    # Half the tolerance of a tie: a tie that holds at a point must not be lost in rounding.
    region = np.vstack([parsed.region, leads + TIE / 2])
    own = ranking.criterion_weights
    is_there = bool((region @ own >= 0).all())
    distance, weights = (0.0, own) if is_there else nearest_weights(own, region)
    eye = np.eye(len(own))
    lows, highs = 0.0 - form_tops(-eye, region), form_tops(eye, region)
    ranges = {
        name: (float(low), float(high))
        for name, low, high in zip(parsed.names, lows, highs, strict=True)
    }
    named = dict(zip(parsed.names, weights.tolist(), strict=True))
    return Inverse(ranking, cluster, parsed, named, distance, ranges, None)


def _simplest(leads: Floats, mixture: Floats, constraints: Constraints) -> Floats:
    """Return one rival that is ahead for all admitted weights rather than a mixture of several."""
    least = -form_tops(-leads, constraints.region)
    best = int(least.argmax())
    return np.eye(len(leads))[best] if least[best] > TIE else mixture


def _mixture(model: Additive, at: int, mixture: Floats, constraints: Constraints) -> Mixture:
    rivals = [i for i in range(len(model.clusters)) if i != at]
    lead = mixture @ model.scores[rivals] - model.scores[at]
    return Mixture(
        {model.clusters[i]: float(s) for i, s in zip(rivals, mixture, strict=True) if s > 0},
        dict(zip(constraints.names, lead.tolist(), strict=True)),
        -float(form_tops(-lead[np.newaxis], constraints.region)[0]),
    )


def _and(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
