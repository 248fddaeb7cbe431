"""The games behind a diff: what each hybrid of two editions gives each cluster."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ranker.analysis.hybrid import KINDS, Choice, Edition, Kind, hybrid
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.errors import Problem, RankerError
from ranker.methods.shapley import shapley_values


@dataclass(frozen=True, slots=True, eq=False)
class Games:
    """What each hybrid gives each of the m clusters that both editions have.

    Parameters
    ----------
    clusters : tuple of str
    kinds : tuple of kind
        The players: bit i of a hybrid's number tells whether kind i is the new edition's.
    ranks : ndarray of Fraction of shape (2**k, m)
        A cluster without a rank stands behind all who have one.
    scores : ndarray of shape (2**k, m)
        NaN where there is none.
    is_ranked : ndarray of bool of shape (2**k, m)
    """

    clusters: tuple[str, ...]
    kinds: tuple[Kind, ...]
    ranks: NDArray[np.object_]
    scores: NDArray[np.float64]
    is_ranked: NDArray[np.bool_]

    def rank_parts(self, cluster: str) -> dict[Kind, Fraction]:
        """Split the change of rank of a cluster; the kinds that are no players have 0."""
        return self._split(self.ranks[:, self.clusters.index(cluster)])

    def score_parts(self, cluster: str) -> dict[Kind, Fraction] | None:
        """Split the change of score of a cluster; None where some hybrid has none for it."""
        scores = self.scores[:, self.clusters.index(cluster)]
        return None if np.isnan(scores).any() else self._split(exact(scores))

    def causes(self, cluster: str) -> tuple[Kind, ...]:
        """Return the kinds that have a part in whether a cluster is ranked."""
        is_ranked = self.is_ranked[:, self.clusters.index(cluster)]
        parts = self._split(exact(is_ranked.astype(float)))
        return tuple(kind for kind, part in parts.items() if part)

    def _split(self, worths: NDArray[np.object_]) -> dict[Kind, Fraction]:
        parts = dict.fromkeys(KINDS, Fraction(0))
        return parts | dict(zip(self.kinds, shapley_values(worths).tolist(), strict=True))


def exact(numbers: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return finite floats as the fractions that they are."""
    return np.array([Fraction(number) for number in numbers.tolist()], dtype=object)


def play(
    editions: tuple[Edition, Edition],
    rankings: tuple[Ranking, Ranking],
    kinds: tuple[Kind, ...],
    *,
    by: Choice,
) -> Games | Problem:
    """Rank every hybrid; the first and the last are the editions themselves.

    Returns
    -------
    Games or Problem
        The problem of a hybrid that cannot be ranked, which leaves nothing to split by.
    """
    old, new = rankings
    after = {cluster.id for cluster in new.clusters}
    clusters = tuple(cluster.id for cluster in old.clusters if cluster.id in after)
    last = 2 ** len(kinds) - 1
    held: list[Ranking] = [old]
    for number in range(1, last):
        taken = {kind: editions[number >> i & 1] for i, kind in enumerate(kinds)}
        sides = {kind: taken.get(kind, editions[0]) for kind in KINDS}
        rest = {kind: editions[sides[kind] is editions[0]] for kind in KINDS}
        try:
            held.append(rank(hybrid(sides, rest), as_of=old.as_of, **by.named))
        except RankerError as error:
            return error.problems[0]
    held += [new] if kinds else []
    return _games(clusters, kinds, held)


def _games(clusters: tuple[str, ...], kinds: tuple[Kind, ...], held: list[Ranking]) -> Games:
    rows = [[ranking.index(cluster) for cluster in clusters] for ranking in held]
    ranks = [ranking.ranks[at] for ranking, at in zip(held, rows, strict=True)]
    behind = [int((ranking.ranks > 0).sum()) + 1 for ranking in held]
    placed = [
        [Fraction(int(rank) or last) for rank in line]
        for line, last in zip(ranks, behind, strict=True)
    ]
    shape = (len(held), len(clusters))
    scores = [ranking.scores[at] for ranking, at in zip(held, rows, strict=True)]
    return Games(
        clusters,
        kinds,
        np.array(placed, dtype=object).reshape(shape),
        np.array(scores, dtype=float).reshape(shape),
        np.array(ranks, dtype=np.int64).reshape(shape) > 0,
    )
