r"""The best and the worst rank of every cluster over all weights, all figures, or both.

With weights :math:`w \ge 0` the lead of cluster a over rival b is
:math:`\sum_j w_j (u_{aj} - u_{bj})`, with the same :math:`w` for all clusters once every
missing cell holds some utility (`ranker.analysis.exact`). **The figures that are best for
a do not depend on the weights:** where a and b read one shared figure the term is 0,
whatever it is; else :math:`u_{aj}` is a figure of a's and :math:`u_{bj}` one that is not.
So every lead of a over every rival grows with each figure of a's and falls with each
figure that is not a's, because :math:`w_j \ge 0`: a's own figures (those that it shares
included, which do nothing between it and those it shares them with) at their best and all
others at their worst are best against all rivals at once, under any weights. What is left
is a search over the weights alone (`ranker.methods.rank_bounds`). The worst rank is the
mirror image.

A rank is 1 + the number of rivals ahead; a tie is not ahead. "Ahead" is by more than
`ranker.methods.rank_bounds.TIE` points of a scale of 99.

Three freedoms, chosen by `weights` and `data`: while data are fixed a missing cell stays
as it is ranked, its weight on its siblings; while data are free it may be anything that
the ranked clusters show on its indicator. At the level of leaves the weight of every leaf
in the whole is free, and missing cells are free always, for want of a fixed reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.certificate import Certificate, End, certified
from ranker.analysis.constraints import Constraints, WeightLevel, parse_constraints
from ranker.analysis.exact import Additive, Data, additive_model
from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.methods import Bools, Floats, Ints
from ranker.methods.rank_bounds import TIE, fewest_negative, is_negative, most_negative
from ranker.methods.simplex import form_tops

if TYPE_CHECKING:
    import pandas as pd

Weights = Literal["free", "fixed"]
Preference = Literal["always", "sometimes", "never"]


@dataclass(frozen=True, slots=True, eq=False)
class Bounds(Result):
    """Result of `bounds`: for each of the m ranked clusters, best first, its extreme ranks.

    Parameters
    ----------
    weights, data : {"free", "fixed"}
        What may move.
    constraints : Constraints
        Which weights are admitted; their level is that of the weights.
    best, worst : ndarray of shape (m,)
        Ranks that no admitted weights and figures can better, or make worse.
    best_weights, worst_weights : ndarray of shape (m, n)
        Weights that attain them.
    necessary, possible : ndarray of shape (m, m)
        Whether row i scores at least as much as column j in all cases, and in some case.
    """

    model: Additive
    weights: Weights
    data: Data
    constraints: Constraints
    best: Ints
    worst: Ints
    best_weights: Floats
    worst_weights: Floats
    necessary: Bools
    possible: Bools

    def __post_init__(self) -> None:
        for name in ("best", "worst", "best_weights", "worst_weights", "necessary", "possible"):
            getattr(self, name).setflags(write=False)
        if (self.best > self.worst).any() or (self.necessary & ~self.possible).any():
            raise AssertionError("a best rank is no worse than a worst; what must be, can be")

    @property
    def ranking(self) -> Ranking:
        """The ranking whose freedom this is."""
        return self.model.ranking

    @property
    def level(self) -> WeightLevel:
        """Whose weights move: those of the top criteria or of the leaves."""
        return self.constraints.level

    @property
    def clusters(self) -> tuple[str, ...]:
        """Ids of the ranked clusters, best first."""
        return self.model.clusters

    @property
    def can_be_first(self) -> tuple[str, ...]:
        """The clusters whose best rank is 1."""
        return tuple(c for c, rank in zip(self.clusters, self.best, strict=True) if rank == 1)

    def of(self, cluster: str) -> tuple[int, int]:
        """Return best and worst rank of a ranked cluster.

        Raises
        ------
        UsageError
            ``cluster-unknown``.
        """
        at = self.model.at(cluster)
        return int(self.best[at]), int(self.worst[at])

    def preference(self, a: str, b: str) -> Preference:
        """Tell whether a scores at least as much as b always, sometimes or never."""
        i, j = self.model.at(a), self.model.at(b)
        if self.necessary[i, j]:
            return "always"
        return "sometimes" if self.possible[i, j] else "never"

    def certificate(self, cluster: str, end: End = "best") -> Certificate:
        """Return the weights and figures at which a cluster has its best or worst rank."""
        at = self.model.at(cluster)
        weights = (self.best_weights if end == "best" else self.worst_weights)[at]
        rank = int((self.best if end == "best" else self.worst)[at])
        return certified(self.model, at, end, rank=rank, weights=weights, freedom=self._freedom)

    def verify(self) -> bool:
        """Recompute every rank from its certificate, from figures to scores anew."""
        return all(
            self.certificate(cluster, end).verify()
            for cluster in self.clusters
            for end in ("best", "worst")
        )

    @property
    def _freedom(self) -> tuple[Data, WeightLevel]:
        return self.data, self.level

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster: its rank, best and worst rank."""
        from ranker.analysis.frames_exact import bounds_table  # noqa: PLC0415 - loads pandas

        return bounds_table(self)


def bounds(
    ranking: Ranking,
    *,
    weights: Weights = "free",
    data: Data = "fixed",
    constraints: Sequence[str] = (),
    level: WeightLevel = "criteria",
) -> Bounds:
    """Find the best and the worst rank that each ranked cluster can have.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums. Who is ranked, and the yardsticks of the utilities, stay as here.
    weights, data : {"free", "fixed"}
        What may move: all weights within the constraints, all figures within their doubt.
    constraints : sequence of str
        See `ranker.analysis.constraints`.
    level : {"criteria", "leaves"}
        Whether weights move between the top criteria, each keeping its inner shares, or
        between all leaves.

    Returns
    -------
    Bounds

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``argument-invalid``, ``constraint-invalid`` or ``constraints-infeasible``.

    References
    ----------
    Greco, S., Mousseau, V., & Słowiński, R. (2008). Ordinal regression revisited: multiple
    criteria ranking using a set of additive value functions. *European Journal of
    Operational Research* 191(2), 416-436. doi:10.1016/j.ejor.2007.08.013.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> bounds(rank(), weights="fixed").of("singapore")
    (1, 1)
    """
    _check(weights, data, level, constraints)
    return _found(ranking, weights, data, tuple(constraints), level)


@lru_cache(maxsize=4)  # a report in another language, or with a site beside it, asks again
def _found(
    ranking: Ranking, weights: Weights, data: Data, constraints: tuple[str, ...], level: WeightLevel
) -> Bounds:
    model = additive_model(ranking)
    parsed = parse_constraints(ranking, constraints, level=level)
    leads = model.leads(data=data, level=level)
    if weights == "fixed":
        own = ranking.criterion_weights if level == "criteria" else model.leaf_weights
        return Bounds(model, weights, data, parsed, *_at(leads, own))
    return Bounds(model, weights, data, parsed, *_over(leads, parsed.region))


_Answer = tuple[Ints, Ints, Floats, Floats, Bools, Bools]


def _at(leads: Floats, weights: Floats) -> _Answer:
    """Count rivals ahead at one set of weights."""
    most = leads @ weights  # (m, m): what a has over b at its most favourable
    best = 1 + is_negative(most).sum(axis=1)
    worst = 1 + is_negative(-most).sum(axis=0)
    repeated = np.tile(weights, (len(most), 1))
    return best, worst, repeated, repeated.copy(), most.T <= TIE, most >= -TIE


def _over(leads: Floats, region: Floats) -> _Answer:
    """Search the weights of a region for every cluster."""
    m, _, n = leads.shape
    ranks, weights = np.empty((2, m), dtype=np.int64), np.empty((2, m, n))
    for a in range(m):
        rivals = np.arange(m) != a
        for end, found in enumerate(
            (
                fewest_negative(leads[a, rivals], region),
                most_negative(-leads[rivals, a], region),
            )
        ):
            ranks[end, a], weights[end, a] = 1 + found[0], found[1]
    most = form_tops(leads.reshape(m * m, n), region).reshape(m, m)
    return *ranks, *weights, most.T <= TIE, most >= -TIE


def _check(weights: str, data: str, level: str, constraints: Sequence[str]) -> None:
    allowed = {
        "weights": (weights, ("free", "fixed")),
        "data": (data, ("fixed", "free")),
        "level": (level, ("criteria", "leaves")),
    }
    problems = [
        Problem("argument-invalid", name, f"'{given}' is unknown.", f"Use {' or '.join(known)}.")
        for name, (given, known) in allowed.items()
        if given not in known
    ]
    if weights == "fixed" and constraints:
        what = "weights that are fixed cannot be constrained."
        mend = "Let them free, or leave out the constraints."
        problems.append(Problem("argument-invalid", "constraints", what, mend))
    if problems:
        raise UsageError(problems)
