"""The smallest set of clusters that, linked, reaches a rank: searched to the end.

Sizes are taken one after another, the smallest first. For each, candidates are settled one
after another, best first, as in or out; a partial set is given up once even the highest score of
its completions leaves too many rivals ahead, rivals being all who are surely not in it. What is
given up holds no answer, so when a size is done its answer, or that it has none, is proved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.analysis.network_bound import ScoreBound
from ranker.analysis.network_score import NetworkModel, is_ahead
from ranker.errors import Problem, UsageError
from ranker.methods import Bools, Floats, Ints

MOST_CANDIDATES = 25
CHUNK = 4_096  # partial sets that are bounded at once; memory grows with their number


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """Answer of `smallest_set`.

    Parameters
    ----------
    wanted : int
        The rank to reach.
    coordination : float
    candidates : tuple of str
        From whom the set was chosen, best first.
    members : tuple of str
        A smallest set; of several equally small the one with the highest score. Empty where
        no set reaches the rank, which is then proved.
    score : float
        Its score; NaN where there is none.
    rank : int
        Its rank, which may be better than the one wanted; 0 where there is none.
    scored, ruled_out : int
        Sets that were scored, and partial sets that were given up with all their completions.
    """

    wanted: int
    coordination: float
    candidates: tuple[str, ...]
    members: tuple[str, ...]
    score: float
    rank: int
    scored: int
    ruled_out: int


def smallest_set(model: NetworkModel, wanted: int, coordination: float) -> SmallestSet:
    """Find the fewest candidates that reach a rank when linked.

    Parameters
    ----------
    model : NetworkModel
        Of the candidates, 25 at most. A set of one is a cluster by itself.
    wanted : int
        Rank from 1 among the clusters outside the set.
    coordination : float

    Raises
    ------
    UsageError
        ``argument-invalid`` where there are too many candidates, or no such rank.
    """
    _check(model, wanted)
    search = _Search(model, wanted, coordination)
    for size in range(1, len(model.clusters) + 1):
        found = search.of_size(size)
        if found is not None:
            members, score = found
            rank = int(search.ranks(members[None], np.array([score]))[0])
            names = tuple(np.array(model.clusters)[members].tolist())
            return search.answer(names, score, rank)
    return search.answer((), float("nan"), 0)


def _check(model: NetworkModel, wanted: int) -> None:
    n, ranked = len(model.clusters), len(model.clusters) + len(model.outside)
    if n > MOST_CANDIDATES:
        what = f"{n} candidates are too many to search to the end."
        mend = f"Name {MOST_CANDIDATES} at most."
        raise UsageError(Problem("argument-invalid", "candidates", what, mend))
    if not 1 <= wanted <= ranked:
        what = f"there is no rank {wanted}."
        mend = f"Write a whole number from 1 to {ranked}."
        raise UsageError(Problem("argument-invalid", "reach_rank", what, mend))


class _Search:
    def __init__(self, model: NetworkModel, wanted: int, coordination: float) -> None:
        self._model = model
        self._wanted = wanted
        self._coordination = coordination
        self._bound = ScoreBound(model, coordination)
        self._outside = model.ranking.scores[model.outside]
        self._scored = 0
        self._ruled_out = 0

    def answer(self, members: tuple[str, ...], score: float, rank: int) -> SmallestSet:
        return SmallestSet(
            self._wanted,
            self._coordination,
            self._model.clusters,
            members,
            score,
            rank,
            self._scored,
            self._ruled_out,
        )

    def ranks(self, members: Bools, scores: Floats) -> Ints:
        """Return the rank of each set, shape (r,)."""
        return self._ranks(~members, scores)

    def _ranks(self, is_out: Bools, scores: Floats) -> Ints:
        """Return ranks by scores among those outside and the candidates surely out."""
        ahead = is_ahead(self._outside, scores).sum(axis=1)
        own = is_ahead(self._model.member_scores, scores) & is_out
        return np.asarray(1 + ahead + own.sum(axis=1))

    def of_size(self, size: int) -> tuple[Bools, float] | None:
        """Return the best set of a size that reaches the rank, with its score."""
        n = len(self._model.clusters)
        best: tuple[Bools, float] | None = None
        waiting = [(0, np.zeros((1, n), dtype=bool))]
        while waiting:
            level, members = waiting.pop()
            whole, parts = _settle(members, level, size)
            best = self._better(whole, best)
            kept = self._kept(parts, level + 1, size, best)
            waiting += [(level + 1, kept[at : at + CHUNK]) for at in range(0, len(kept), CHUNK)]
        return best

    def _better(self, whole: Bools, best: tuple[Bools, float] | None) -> tuple[Bools, float] | None:
        if not len(whole):
            return best
        scores = self._model.scores(whole, self._coordination)
        self._scored += len(whole)
        scores = np.where(self.ranks(whole, scores) <= self._wanted, scores, -np.inf)
        at = int(scores.argmax())
        if np.isneginf(scores[at]) or (best is not None and scores[at] <= best[1]):
            return best
        return whole[at], float(scores[at])

    def _kept(self, parts: Bools, level: int, size: int, best: tuple[Bools, float] | None) -> Bools:
        """Return the partial sets some completion of which may be the answer."""
        sizes = parts.sum(axis=1)
        is_kept = np.ones(len(parts), dtype=bool)
        rows = np.flatnonzero(sizes)  # where nobody is in yet, the best member is not known
        if len(rows):
            scores = self._bound(parts[rows], level, size - sizes[rows]) + ROOM
            is_out = ~parts[rows] & (np.arange(parts.shape[1]) < level)
            is_kept[rows] = self._ranks(is_out, scores) <= self._wanted
            if best is not None:
                is_kept[rows] &= scores > best[1]
        self._ruled_out += int((~is_kept).sum())
        return parts[is_kept]


ROOM = 1e-9  # points by which a bound may be off for rounding


def _settle(members: Bools, level: int, size: int) -> tuple[Bools, Bools]:
    """Settle one more candidate: whole sets, and partial ones that can still be filled."""
    joined = members.copy()
    joined[:, level] = True
    both = np.concatenate([members, joined])
    left = size - both.sum(axis=1)
    can_fill = left <= both.shape[1] - level - 1
    return both[left == 0], both[(left > 0) & can_fill]
