"""Two rankings of the same clusters side by side: who moves, past whom, by which points."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.study.model import Study

Way = Literal["enters", "leaves", "rises", "falls", "stays", "unranked"]


@dataclass(frozen=True, slots=True)
class Shift:
    """How the score on one criterion changes; None where there is none.

    Parameters
    ----------
    criterion : str
        Id of a top criterion.
    before, after : float or None
        On the scale of 1 to 100.
    points : float or None
        What the change adds to a weighted sum; None for other methods.
    """

    criterion: str
    before: float | None
    after: float | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """Where one cluster stood and where it stands.

    Parameters
    ----------
    cluster : str
    before, after : int or None
        Rank; None where it takes none.
    standing_before, standing_after : int or None
        The rank, and for a benchmark the one it would take.
    score_before, score_after : float or None
    shifts : tuple of Shift
        The criteria on which its score changes.
    passed_by, passes : tuple of str
        Ranked clusters that are ahead of it now and were not, and the other way round; one
        that enters or leaves the ranking counts. They account for the whole of the move.
    """

    cluster: str
    before: int | None
    after: int | None
    standing_before: int | None
    standing_after: int | None
    score_before: float | None
    score_after: float | None
    shifts: tuple[Shift, ...]
    passed_by: tuple[str, ...]
    passes: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.before is None or self.after is None:
            return
        if self.after - self.before != len(self.passed_by) - len(self.passes):
            raise AssertionError("who passes accounts for the whole move")

    @property
    def way(self) -> Way:
        """Which way it moves."""
        if self.before is None or self.after is None:
            if self.after is not None:
                return "enters"
            return "leaves" if self.before is not None else "unranked"
        if self.before == self.after:
            return "stays"
        return "rises" if self.after < self.before else "falls"

    @property
    def is_moved(self) -> bool:
        """Whether its rank, or for a benchmark its standing, changes."""
        return (self.before, self.standing_before) != (self.after, self.standing_after)


def ranked_again(ranking: Ranking, study: Study, *, by_its_yardsticks: bool) -> Ranking:
    """Rank another state of a study with the weights, method and years of a ranking.

    Parameters
    ----------
    by_its_yardsticks : bool
        Whether utilities are measured by the figures of `ranking`, or by those of `study` as
        in any edition.
    """
    return rank(
        study,
        profile=ranking.weighting.profile,
        weights=ranking.weighting.named,
        method=ranking.method,
        as_of=ranking.as_of,
        yardsticks=ranking if by_its_yardsticks else None,
    )


def list_moves(before: Ranking, after: Ranking) -> tuple[Move, ...]:
    """Return the move of every cluster: as ranked after, then benchmarks, then the rest.

    Parameters
    ----------
    before, after : Ranking
        Of the same clusters by the same method.
    """
    ranked = [cluster.id for cluster in after.ranked]
    others = [cluster.id for cluster in after.clusters if cluster.id not in ranked]
    others.sort(key=lambda name: not after.standings[after.index(name)])
    return tuple(_move(before, after, name) for name in (*ranked, *others))


def _move(before: Ranking, after: Ranking, cluster: str) -> Move:
    i = before.index(cluster)
    ahead_before, ahead_after = _ahead(before, i), _ahead(after, i)
    is_ranked = bool(before.ranks[i] and after.ranks[i])
    order = [c.id for c in after.clusters]
    passed_by = [name for name in order if is_ranked and name in ahead_after - ahead_before]
    passes = [name for name in order if is_ranked and name in ahead_before - ahead_after]
    return Move(
        cluster,
        int(before.ranks[i]) or None,
        int(after.ranks[i]) or None,
        int(before.standings[i]) or None,
        int(after.standings[i]) or None,
        _held(before.scores[i]),
        _held(after.scores[i]),
        tuple(_shifts(before, after, i)),
        tuple(passed_by),
        tuple(passes),
    )


def _ahead(ranking: Ranking, i: int) -> AbstractSet[str]:
    """Return the ranked clusters with a strictly better rank than cluster `i`."""
    is_ahead = (ranking.ranks > 0) & (ranking.ranks < ranking.ranks[i])
    return {ranking.clusters[int(at)].id for at in np.flatnonzero(is_ahead)}


def _shifts(before: Ranking, after: Ranking, i: int) -> list[Shift]:
    is_additive = after.method.name == "weighted-sum"
    shifts = []
    for j, criterion in enumerate(after.study.criteria):
        old, new = (_held(ranking.criterion_scores[i, j]) for ranking in (before, after))
        if old == new:
            continue
        points = None
        if is_additive and old is not None and new is not None:
            points = float(after.criterion_weights[j]) * (new - old)
        shifts.append(Shift(criterion.id, old, new, points))
    return shifts


def _held(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
