"""How a network's standing moves with its coordination: steps and passing points, exactly.

The score of a network may rise and fall, but each leaf's part of it does one of the two all
the way, or on either side of the coordination at which it meets its target. The least and
greatest parts at both ends of a stretch of coordination enclose the score within it: a rival
outside the enclosure is not met there. A stretch with a rival inside is halved until all parts
move one way, so that the score meets the rival once at most and bisection finds where, or until
it is as short as `EXACT`. So no two passings farther apart than that are missed, and "never" is
proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.network_score import NetworkModel, is_ahead
from ranker.methods import Bools, Floats, Ints
from ranker.methods.ranks import TIE_TOLERANCE

EXACT = 1e-9
NOISE = 1e-12  # points by which rounding lets a part that stays seem to move
STRETCHES = 256
MOST_STRETCHES = 100_000  # a curve that lies along a rival for long is as good as level with it


@dataclass(frozen=True, slots=True)
class Passing:
    """Where the network catches up with a rival, or falls behind it again.

    Parameters
    ----------
    rival : str
        Id of a ranked cluster outside the network.
    coordination : float
        To within 1e-9.
    is_gain : bool
        Whether the rival is ahead before and not after; else the reverse.
    """

    rival: str
    coordination: float
    is_gain: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The rank that a network has from one coordination to the next step or to 1."""

    start: float
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """Stretches of coordination: their r ends, and the parts of the score there."""

    low: Floats  # (r,)
    high: Floats
    at_low: Floats  # (r, k)
    at_high: Floats

    def chosen(self, which: Bools) -> _Stretches:
        return _Stretches(
            self.low[which], self.high[which], self.at_low[which], self.at_high[which]
        )

    @property
    def enclosure(self) -> tuple[Floats, Floats]:
        """Least and greatest score possible within each stretch."""
        return (
            np.minimum(self.at_low, self.at_high).sum(axis=1),
            np.maximum(self.at_low, self.at_high).sum(axis=1),
        )

    @property
    def is_one_way(self) -> Bools:
        """Whether the score only rises or only falls."""
        change = self.at_high - self.at_low
        rises, falls = change >= -NOISE, change <= NOISE
        return np.asarray(rises.all(axis=1) | falls.all(axis=1))

    def halved(self, model: NetworkModel) -> _Stretches:
        middle = (self.low + self.high) / 2
        parts = model.along(middle)
        return _Stretches(
            np.concatenate([self.low, middle]),
            np.concatenate([middle, self.high]),
            np.concatenate([self.at_low, parts]),
            np.concatenate([parts, self.at_high]),
        )


def find_passings(model: NetworkModel) -> tuple[Passing, ...]:
    """Return every point at which the network of all candidates passes a rival or falls back.

    Returns
    -------
    tuple of Passing
        In the order of the coordination, then of the rivals' ranks.
    """
    rivals = model.ranking.scores[model.outside]
    if not len(rivals):
        return ()
    found: list[tuple[float, int, bool]] = []
    ends = np.union1d(np.linspace(0.0, 1.0, STRETCHES + 1), model.turns())
    parts = model.along(ends)
    stretches = _Stretches(ends[:-1], ends[1:], parts[:-1], parts[1:])
    while len(stretches.low):
        hits = _possible(stretches, rivals)
        width = float((stretches.high - stretches.low).max())
        is_last = width <= EXACT or len(stretches.low) > MOST_STRETCHES
        is_done = stretches.is_one_way | is_last
        found += _crossings(model, stretches.chosen(is_done), hits[is_done], rivals)
        stretches = stretches.chosen(~is_done & hits.any(axis=1)).halved(model)
    names = [model.ranking.clusters[int(row)].id for row in model.outside]
    return tuple(Passing(names[rival], at, is_gain) for at, rival, is_gain in sorted(found))


def _possible(stretches: _Stretches, rivals: Floats) -> Bools:
    """Tell which rivals the score may meet within each stretch, shape (r, rivals)."""
    low, high = stretches.enclosure
    gap = 10 * TIE_TOLERANCE * max(1.0, float(np.abs(rivals).max()))
    return np.asarray((low[:, None] - gap <= rivals) & (rivals <= high[:, None] + gap))


def _crossings(
    model: NetworkModel, stretches: _Stretches, hits: Bools, rivals: Floats
) -> Iterator[tuple[float, int, bool]]:
    """Yield where, whom and whether for the better, for stretches with one crossing at most."""
    before = is_ahead(rivals, stretches.at_low.sum(axis=1))
    after = is_ahead(rivals, stretches.at_high.sum(axis=1))
    rows, columns = np.nonzero(hits & (before != after))
    low, high, was_ahead = stretches.low[rows], stretches.high[rows], before[rows, columns]
    while len(low) and float((high - low).max()) > EXACT / 4:
        middle = (low + high) / 2
        ahead = _is_ahead_at(model, middle, rivals[columns])
        low, high = (
            np.where(ahead == was_ahead, middle, low),
            np.where(ahead == was_ahead, high, middle),
        )
    for at, rival, is_gain in zip(high, columns, was_ahead, strict=True):
        yield float(at), int(rival), bool(is_gain)


def _is_ahead_at(model: NetworkModel, coordination: Floats, rivals: Floats) -> Bools:
    """Tell for pairs of a coordination and a rival's score whether the rival is ahead."""
    scores = model.along(coordination).sum(axis=1)
    return np.asarray(is_ahead(rivals[:, None], scores)[:, 0])


def ranks_along(model: NetworkModel, coordination: Floats) -> tuple[Floats, Ints]:
    """Return score and rank of the network of all candidates at r values, each shape (r,)."""
    scores = model.along(coordination).sum(axis=1)
    ahead = is_ahead(model.ranking.scores[model.outside], scores)
    return scores, 1 + ahead.sum(axis=1)


def find_steps(model: NetworkModel, passings: Sequence[Passing]) -> tuple[Step, ...]:
    """Return the rank from each point on at which it changes, the first from 0."""
    rank = int(ranks_along(model, np.zeros(1))[1][0])
    steps = [Step(0.0, rank)]
    for passing in passings:
        rank += -1 if passing.is_gain else 1
        if passing.coordination == steps[-1].start:
            steps[-1] = Step(passing.coordination, rank)
        else:
            steps.append(Step(passing.coordination, rank))
    return tuple(steps)
