"""The smallest change of one weight, or of one figure, after which a is no longer ahead of b."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.analysis.constraints import Constraints
from ranker.analysis.exact import Additive, measured_leaf
from ranker.analysis.stability import line_ends
from ranker.study.doubt import Doubt, cell_doubt

_LEVEL = 1e-9  # leads within this many points are none: sums differ in their last digits
_HALVINGS = 200  # halving stops at neighbouring floats, long before


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The weight of one criterion at which two clusters are level; beyond it the other leads.

    Parameters
    ----------
    criterion : str
    weight, needed : float
        Its share now and there; the others are rescaled.
    """

    criterion: str
    weight: float
    needed: float

    @property
    def change(self) -> float:
        """The needed change, with its sign."""
        return self.needed - self.weight


@dataclass(frozen=True, slots=True)
class FigureFlip:
    """The value of one figure, within its doubt, at which one cluster is no longer ahead.

    Parameters
    ----------
    cluster, place, indicator : str
        Whose figure; where the place is a city or country, all its clusters have it.
    value, needed : float
        As ranked and there, in the indicator's unit.
    low, high : float
        Its doubt.
    """

    cluster: str
    place: str
    indicator: str
    value: float
    needed: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """The needed change, in the indicator's unit, with its sign."""
        return self.needed - self.value

    @property
    def direction(self) -> Literal["up", "down"]:
        """Which way the figure would have to be wrong."""
        return "up" if self.change > 0 else "down"

    @property
    def share_of_interval(self) -> float:
        """The needed change as a share of the whole doubt of the figure, 0 to 1."""
        return abs(self.change) / (self.high - self.low)


def weight_flips(
    model: Additive, i: int, j: int, constraints: Constraints
) -> tuple[WeightFlip, ...]:
    """Return the admitted changes of one weight that turn i and j level, the smallest first."""
    own = model.ranking.criterion_weights
    found: list[WeightFlip] = []
    for column, criterion in enumerate(model.ranking.study.criteria):
        if len(own) == 1:
            continue
        without, alone = line_ends(model.scores[[i, j]], own, column)
        start, stop = float(without[0] - without[1]), float(alone[0] - alone[1])
        if (start < 0) == (stop < 0):
            continue
        at = start / (start - stop)
        if constraints.admit(_moved(own, column, at)[np.newaxis])[0]:
            found.append(WeightFlip(criterion.id, float(own[column]), at))
    return tuple(sorted(found, key=lambda flip: round(abs(flip.change), 12)))


def _moved(own: np.ndarray, column: int, share: float) -> np.ndarray:
    eye = np.eye(len(own))
    without, alone = line_ends(eye, own, column)
    return (1 - share) * without + share * alone


def figure_flips(model: Additive, i: int, j: int) -> tuple[FigureFlip, ...]:
    """Return the figures of i or j that alone can end i's lead, the most doubtful first.

    A figure that both share moves both alike and is none of these, nor is a missing one.
    The order is by the share of its doubt that a figure would have to use up.
    """
    lead = float((model.scores[i] - model.scores[j]) @ model.ranking.criterion_weights)
    found: list[FigureFlip] = []
    for column in range(len(model.leaves)):
        if model.variables[i, column] == model.variables[j, column]:
            continue
        for at, sign in ((i, 1.0), (j, -1.0)):
            slope = sign * float(model.gains[at, column])
            found += _figure_flip(model, at, column, lead=lead, slope=slope)
    return tuple(sorted(found, key=lambda flip: flip.share_of_interval))


def _figure_flip(
    model: Additive, at: int, column: int, *, lead: float, slope: float
) -> Iterator[FigureFlip]:
    cell, leaf = model.cell(at, column), model.leaves[column]
    if cell.is_missing or slope == 0:
        return
    doubt = cell_doubt(cell, model.ranking.study.rules)
    own = float(model.utilities[at, column])

    def is_over(value: float) -> bool:
        utility = float(measured_leaf(model.ranking, column, np.array([value]))[0])
        return lead + slope * (utility - own) <= _LEVEL

    ways = _ways(model, column, doubt, is_worse=slope > 0)
    found = [least_change(cell.value, end, is_over, is_stepped=doubt.is_stepped) for end in ways]
    needed = min(
        (v for v in found if v is not None), key=lambda v: abs(v - cell.value), default=None
    )
    if needed is not None and doubt.high > doubt.low:
        yield FigureFlip(
            model.clusters[at],
            cell.place or cell.alternative,
            leaf.id,
            cell.value,
            needed,
            doubt.low,
            doubt.high,
        )


def _ways(model: Additive, column: int, doubt: Doubt, *, is_worse: bool) -> tuple[float, ...]:
    """Return how far a figure can go for the worse or the better, on each side that leads there.

    On the way its utility goes over any level once: it may first rise to a target, never fall
    and rise again.
    """
    objective = model.leaves[column].objective
    if objective != "target":
        return (doubt.high,) if is_worse == (objective == "min") else (doubt.low,)
    if is_worse:
        return doubt.low, doubt.high
    yardstick = model.ranking.tree.yardsticks[column]
    return (float(yardstick.nearest(np.array(doubt.low), np.array(doubt.high))),)


def least_change(
    value: float, end: float, is_over: Callable[[float], bool], *, is_stepped: bool
) -> float | None:
    """Return the value nearest to `value` on the way to `end` at which it is over."""
    if not is_over(end) or end == value:
        return None
    if is_stepped:
        step = math.copysign(1.0, end - value)
        steps = (value + k * step for k in range(1, round(abs(end - value)) + 1))
        return next(held for held in steps if is_over(held))
    before, after = value, end
    for _ in range(_HALVINGS):
        middle = before + (after - before) / 2
        if middle in (before, after):
            break
        before, after = (before, middle) if is_over(middle) else (middle, after)
    return after
