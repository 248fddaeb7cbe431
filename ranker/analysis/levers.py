"""What a cluster can change itself: from where, how far, at what cost, and what it gains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from ranker.analysis.leaf_reading import leaf_gains
from ranker.analysis.pace import Growth, read_pace
from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods.lines import Line, utility_line
from ranker.study.model import Indicator

EFFORT = 100.0  # the distance between the lowest and the highest ranked figure, in efforts
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Terms:
    """What may move, how far, how fast and at what cost.

    Parameters
    ----------
    levers : tuple of str
        Only these may move; all levers of the study where empty.
    hold : tuple of str
        These stay.
    costs : mapping of str to float
        Cost of one unit of the indicator, above 0, all in one currency; only levers with a
        cost may move. Where empty, costs are efforts: one is a hundredth of the distance
        between the lowest and the highest ranked figure.
    currency : str
        What costs are in, for the reader.
    factor : float or None
        No figure goes beyond this many times today's (below today's divided by it, where less is
        better).
    caps : mapping of str to float
        The furthest a figure may go, in its unit. Where neither is given: the best figure of
        a ranked cluster, or the end of an ordinal scale.
    years : float or None
        No figure moves further than the fastest yearly movement in the study's own history
        takes it in so many years; an indicator without history has no such limit.
    """

    levers: tuple[str, ...] = ()
    hold: tuple[str, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
    currency: str = ""
    factor: float | None = None
    caps: Mapping[str, float] = field(default_factory=dict)
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Lever:
    """An indicator that may move.

    Parameters
    ----------
    indicator : Indicator
    place : str
        Whose figure it is.
    now : float
        Today's figure, in its unit.
    furthest : float
        How far it may go.
    limited_by : {"observed", "scale", "factor", "given", "years"}
        What sets that: the best ranked figure, the end of the scale, a factor, a cap, the pace.
    pace : Growth or None
        The fastest movement observed, where years are given and a history is there.
    cost : float
        Of one unit.
    gain : float
        Points of score that a point of utility adds.
    line : Line
        Its utility.
    """

    indicator: Indicator
    place: str
    now: float
    furthest: float
    limited_by: str
    pace: Growth | None
    cost: float
    gain: float
    line: Line

    @property
    def is_whole(self) -> bool:
        """Whether it moves in whole steps: a count or a level."""
        return self.indicator.count or self.indicator.is_ordinal

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        return -1.0 if self.indicator.objective == "min" else 1.0

    @property
    def room(self) -> float:
        """By how much it may move for the better, in whole steps where it moves in such."""
        room = self.sign * (self.furthest - self.now)
        return math.floor(room + _HAIR) if self.is_whole else room


@dataclass(frozen=True, slots=True)
class Held:
    """A lever that stays, and why."""

    indicator: str
    label: str
    reason: str


def list_levers(
    ranking: Ranking, row: int, terms: Terms
) -> tuple[tuple[Lever, ...], tuple[Held, ...]]:
    """Return the levers of a cluster that may move, and those that stay.

    Raises
    ------
    UsageError
        ``lever-immovable`` where one that was named cannot move; ``cap-invalid`` where a cap
        lies behind today's figure.
    """
    movable: list[Lever] = []
    held: list[Held] = []
    problems: list[Problem] = []
    for column, leaf in enumerate(ranking.study.indicators):
        if not leaf.lever:
            continue
        reason = _requested(leaf, terms)
        if not reason:
            reason = _obstacle(ranking, row, column)
            problems += _named_problems(leaf, reason, terms)
        if not reason:
            problems += _cap_problems(ranking, row, column, terms)
            lever = _lever(ranking, row, column, terms)
            reason = _stuck(lever)
        if reason:
            held.append(Held(leaf.id, leaf.label.en, reason))
        else:
            movable.append(lever)
    if problems:
        raise UsageError(problems)
    return tuple(movable), tuple(held)


def _requested(leaf: Indicator, terms: Terms) -> str:
    """Say why the terms leave a lever where it is; empty where they do not."""
    if leaf.id in terms.hold or (terms.levers and leaf.id not in terms.levers):
        return "it is held by request"
    if terms.costs and leaf.id not in terms.costs and leaf.id not in terms.levers:
        return "no cost of it is given"
    return ""


def _obstacle(ranking: Ranking, row: int, column: int) -> str:
    """Say why a lever cannot move for this cluster; empty where it can."""
    leaf = ranking.study.indicators[column]
    if leaf.denominator is not None:
        return f"it is divided by {leaf.denominator.indicator.id}, which would have to move or stay"
    if ranking.cells.cells[row][column].is_missing:
        return "its figure is missing, so there is nothing to start from"
    if leaf_gains(ranking)[row, column] <= 0:
        return "it has no weight here"
    sharers = _sharers(ranking, row, column)
    if sharers:
        return f"it is the figure of a {leaf.level} that {', '.join(sharers)} would share"
    return _form_obstacle(leaf, _line(ranking, column))


def _form_obstacle(leaf: Indicator, line: Line | None) -> str:
    """Say why no cheapest way can be proven for an indicator of this form."""
    if line is None:
        return _BENT.get(_bend(leaf), _STEPPED)
    if line.is_log and line.slope < 0:
        return "each further step of it gains more than the last, so no cheapest way is proven"
    if sorted(leaf.scale) != list(range(len(leaf.scale))):
        return "the levels of its scale are not consecutive from 0"
    return ""


_STEPPED = "its utility goes by rank, or is the same for all, and does not follow the figure"
_BENT = {
    "target": "its best is a target between too little and too much, not the most or the least",
    "logistic": "its utility follows a curve, so no cheapest way is proven",
    "points": "its utility follows a value function that bends, so no cheapest way is proven",
    "reference": "its utility is a share that falls ever more slowly, so no cheapest way is proven",
}


def _bend(leaf: Indicator) -> str:
    return "target" if leaf.objective == "target" else leaf.normalise


def _sharers(ranking: Ranking, row: int, column: int) -> list[str]:
    """Return the other scored clusters that read the same figure."""
    place = ranking.cells.cells[row][column].place
    return [
        cluster.id
        for i, cluster in enumerate(ranking.clusters)
        if i != row and ranking.standings[i] and ranking.cells.cells[i][column].place == place
    ]


def _stuck(lever: Lever) -> str:
    if lever.room > _HAIR:
        is_flat = lever.line.utility(lever.furthest) == lever.line.utility(lever.now)
        return "no change within its cap is worth a point" if is_flat else ""
    words = {
        "observed": "no ranked cluster has a better figure",
        "scale": "it is at the end of its scale",
        "factor": "the factor leaves it where it is",
        "given": "its cap is where it stands",
        "years": "the years are not enough for one step at the fastest pace observed",
    }
    return words[lever.limited_by]


def _named_problems(leaf: Indicator, reason: str, terms: Terms) -> Iterator[Problem]:
    """Refuse what was asked for by name; a lever at its cap is no mistake."""
    if leaf.id not in terms.levers:
        return
    if terms.costs and leaf.id not in terms.costs:
        what = f"'{leaf.id}' has no cost, while others have."
        yield Problem("lever-immovable", "levers", what, "Give its cost too, or leave it out.")
    elif reason:
        what = f"'{leaf.id}' cannot move here: {reason}."
        yield Problem("lever-immovable", "levers", what, "Leave it out.")


def _cap_problems(ranking: Ranking, row: int, column: int, terms: Terms) -> Iterator[Problem]:
    leaf = ranking.study.indicators[column]
    cap = terms.caps.get(leaf.id)
    if cap is None:
        return
    now = float(ranking.cells.performances[row, column])
    side = "at most" if leaf.objective == "min" else "at least"
    if not math.isfinite(cap) or (cap > now if leaf.objective == "min" else cap < now):
        what = f"the cap of '{leaf.id}' is {cap:g}, and the figure stands at {now:g}."
        yield Problem("cap-invalid", "caps", what, f"Write a number of {side} {now:g}.")
    elif leaf.is_ordinal and cap not in leaf.scale:
        levels = ", ".join(str(level) for level in leaf.scale)
        what = f"the cap of '{leaf.id}' is {cap:g}, which is no level of its scale."
        yield Problem("cap-invalid", "caps", what, f"Write one of {levels}.")
    elif leaf.transform == "log" and cap <= -1:
        what = f"the cap of '{leaf.id}' is {cap:g}, which has no logarithm."
        yield Problem("cap-invalid", "caps", what, "Write a number of 0 or more.")


def _line(ranking: Ranking, column: int) -> Line | None:
    return utility_line(ranking.tree.yardsticks[column])


def _lever(ranking: Ranking, row: int, column: int, terms: Terms) -> Lever:
    leaf = ranking.study.indicators[column]
    now = float(ranking.cells.performances[row, column])
    line = _line(ranking, column)
    assert line is not None  # noqa: S101 - `_reason` has held those without
    furthest, limited_by = _cap(ranking, column, now, terms)
    pace = None
    if terms.years is not None:
        history = read_pace(ranking.study, leaf, as_of=ranking.as_of)
        pace = history.basis(now)
        reached = history.limit(now, terms.years)
        is_cost = leaf.objective == "min"
        if reached is not None and (reached > furthest if is_cost else reached < furthest):
            furthest, limited_by = reached, "years"
    return Lever(
        leaf,
        ranking.cells.cells[row][column].place,
        now,
        furthest,
        limited_by,
        pace,
        _cost(ranking, column, terms),
        float(leaf_gains(ranking)[row, column]),
        line,
    )


def _cap(ranking: Ranking, column: int, now: float, terms: Terms) -> tuple[float, str]:
    """Return how far a figure may go whatever the years, and what says so."""
    leaf = ranking.study.indicators[column]
    is_cost = leaf.objective == "min"
    best = min if is_cost else max
    end = float(best(leaf.scale)) if leaf.is_ordinal else None
    if leaf.id in terms.caps:
        return float(terms.caps[leaf.id]), "given"
    if terms.factor is not None:
        reached = now / terms.factor if is_cost else now * terms.factor
        if end is None or best(end, reached) == end:
            return reached, "factor"
    if end is not None:
        return end, "scale"
    figures = ranking.cells.performances[ranking.tree.is_ranked, column]
    return float(best(figures[~np.isnan(figures)])), "observed"


def _cost(ranking: Ranking, column: int, terms: Terms) -> float:
    if terms.costs:
        return float(terms.costs.get(ranking.study.indicators[column].id, math.nan))
    figures = ranking.cells.performances[ranking.tree.is_ranked, column]
    span = float(np.nanmax(figures) - np.nanmin(figures))
    return EFFORT / span if span > 0 else EFFORT


def term_problems(ranking: Ranking, terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with terms whatever the cluster."""
    yield from _name_problems(ranking, terms)
    for name, cost in terms.costs.items():
        if not (math.isfinite(cost) and cost > 0):
            what = f"the cost of '{name}' is {cost:g}."
            yield Problem("cost-invalid", "costs", what, "Write a number above 0.")
    if terms.factor is not None and not (math.isfinite(terms.factor) and terms.factor > 1):
        what = f"the factor is {terms.factor:g}."
        yield Problem("cap-invalid", "factor", what, "Write a number above 1, such as 2.")
    if terms.years is not None and not (math.isfinite(terms.years) and terms.years > 0):
        what = f"{terms.years:g} years are given."
        yield Problem("argument-invalid", "years", what, "Write a number above 0.")


def _name_problems(ranking: Ranking, terms: Terms) -> Iterator[Problem]:
    every = {leaf.id: leaf.lever for leaf in ranking.study.indicators}
    levers = [name for name, is_lever in every.items() if is_lever]
    for name in dict.fromkeys((*terms.levers, *terms.hold, *terms.costs, *terms.caps)):
        if name not in levers:
            what = f"'{name}' is no lever." if name in every else f"there is no lever '{name}'."
            yield Problem("lever-unknown", "levers", what, did_you_mean(name, levers))
    for name in terms.levers:
        if name in terms.hold:
            what = f"'{name}' is both to move and to stay."
            yield Problem("argument-invalid", "hold", what, "Name it once.")
