"""Size against intensity: the same indicators as totals and divided by another figure.

A large place has much of everything. Divided by its people, researchers or hectares the same
figures may tell another story. Both rankings are taken in full, each by yardsticks of its own,
and compared among the clusters that both rank.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods import Ints
from ranker.methods.ranks import competition_ranks
from ranker.study.intensive import BREADTH, divided
from ranker.study.matrix import lay_out
from ranker.study.model import Cluster, Criterion, Indicator, Node, Study

if TYPE_CHECKING:
    import pandas as pd

Story = Literal["both", "size", "intensity", "neither"]
TOP = 1 / 3  # share of the compared that is called the top


@dataclass(frozen=True, slots=True)
class Kept:
    """An indicator that stays as it is, and why."""

    indicator: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One cluster's two stories.

    Parameters
    ----------
    by_size, by_intensity : int
        Its ranks among the clusters that both rankings rank.
    story : {"both", "size", "intensity", "neither"}
        In which of the two it is in the top third.
    """

    cluster: Cluster
    by_size: int
    by_intensity: int
    story: Story

    @property
    def move(self) -> int:
        """Ranks that it gains by intensity; below 0 where it loses."""
        return self.by_size - self.by_intensity

    @property
    def is_changed(self) -> bool:
        """Whether it is at the top in one of the two alone."""
        return self.story in ("size", "intensity")


@dataclass(frozen=True, slots=True, eq=False)
class Intensity(Result):
    """Result of `intensity`.

    Parameters
    ----------
    by : Indicator
        What figures are divided by.
    per : float
        Of how many of its units the quotients tell.
    size, quotients : Ranking
        By totals, as the study has them, and divided.
    divided : tuple of str
        Ids of the indicators that are divided.
    kept : tuple of Kept
        Those that are not.
    standings : tuple of Standing
        The compared, best by size first.
    lost : tuple of Cluster
        Ranked by size alone, for want of the divisor or of what hangs on it.
    top : int
        Ranks from 1 to this are called the top.
    """

    by: Indicator
    per: float
    size: Ranking
    quotients: Ranking
    divided: tuple[str, ...]
    kept: tuple[Kept, ...]
    standings: tuple[Standing, ...]
    lost: tuple[Cluster, ...]
    top: int

    @property
    def table(self) -> pd.DataFrame:
        """One row a compared cluster: ranks by size and by intensity, and its story."""
        from ranker.analysis.frames_change import standings_table  # noqa: PLC0415 - loads pandas

        return standings_table(self.standings)

    @property
    def changed(self) -> tuple[Standing, ...]:
        """Those whose story changes, the furthest mover first."""
        held = [standing for standing in self.standings if standing.is_changed]
        return tuple(sorted(held, key=lambda s: (-abs(s.move), s.by_size)))


def intensity(
    ranking: Ranking,
    by: str,
    *,
    per: float | None = None,
    indicators: Sequence[str] = (),
) -> Intensity:
    """Rank by totals and by the same figures divided by another one.

    Parameters
    ----------
    ranking : Ranking
        By totals; the other has its weights, method and year.
    by : str
        Id of an amount, scored or context.
    per : float, optional
        Of how many of its units the quotients tell; the power of ten nearest to its median
        among the ranked where None, so that logarithms keep their meaning.
    indicators : sequence of str
        What is divided; where none is named, all that pool by sum, have no scale of their own
        and belong to places as small as those of `by`, or smaller.

    Raises
    ------
    UsageError
        ``argument-invalid`` where a name is none, cannot be divided, or nothing can.
    ContentError
        ``ranked-none`` where nobody is left to rank.

    Examples
    --------
    >>> found = intensity(rank(), "researchers")
    >>> len(found.standings) + len(found.lost) == len(found.size.ranked)
    True
    """
    divisor = _divisor(ranking.study, by)
    reasons = {leaf.id: _obstacle(leaf, divisor) for leaf in ranking.study.indicators}
    chosen = _chosen(ranking.study, reasons, indicators)
    units = _per(ranking, divisor) if per is None else _checked(per)
    study = _in_quotients(ranking.study, chosen, divisor, units)
    quotients = _ranked(ranking, study)
    kept = tuple(
        Kept(leaf.id, leaf.label.en, reasons[leaf.id] or "it was not asked for")
        for leaf in ranking.study.indicators
        if leaf.id not in chosen
    )
    standings, top = _standings(ranking, quotients)
    compared = {standing.cluster.id for standing in standings}
    lost = tuple(cluster for cluster in ranking.ranked if cluster.id not in compared)
    return Intensity(divisor, units, ranking, quotients, tuple(chosen), kept, standings, lost, top)


def _divisor(study: Study, by: str) -> Indicator:
    known = {leaf.id: leaf for leaf in (*study.indicators, *study.context)}
    if by not in known:
        what = f"there is no indicator '{by}'."
        raise UsageError(
            Problem("argument-invalid", "by", what, did_you_mean(by, list(known), shown=8))
        )
    found = known[by]
    if found.is_ordinal or found.denominator is not None:
        what = f"'{by}' is no amount: nothing can be divided by it."
        raise UsageError(
            Problem("argument-invalid", "by", what, "Name one such as researchers or area.")
        )
    zeros = [row for row in study.observations if row.indicator == by and row.value <= 0]
    if zeros:
        what = f"nothing can be divided by {zeros[0].value:g}, the '{by}' of '{zeros[0].place}'."
        raise UsageError(Problem("denominator-zero", "by", what, "Name an amount above 0."))
    return found


def _obstacle(leaf: Indicator, by: Indicator) -> str:
    """Say why an indicator is not divided; empty where it can be."""
    has_own_unit = leaf.goalposts or leaf.points or leaf.logistic or leaf.target
    told = {
        "it is what the others are divided by": leaf.id == by.id,
        "it is divided already": leaf.denominator is not None,
        "it has levels, which are no amounts": leaf.is_ordinal,
        "its scale is given in its own unit": bool(has_own_unit),
        "its reference is given in its own unit": isinstance(leaf.reference, float),
        f"it is a figure of the {leaf.level}, wider than that of {by.id}": BREADTH[leaf.level]
        > BREADTH[by.level],
        "it does not add up over places, so it is no total": leaf.pool != "sum",
    }
    return next((reason for reason, holds in told.items() if holds), "")


def _chosen(study: Study, reasons: Mapping[str, str], named: Sequence[str]) -> list[str]:
    problems = []
    for name in named:
        if name not in reasons:
            mend = did_you_mean(name, list(reasons), shown=8)
            what = f"there is no scored indicator '{name}'."
            problems.append(Problem("argument-invalid", "indicators", what, mend))
        elif reasons[name] and "add up" not in reasons[name]:
            what = f"'{name}' cannot be divided: {reasons[name]}."
            problems.append(Problem("argument-invalid", "indicators", what, "Leave it out."))
    chosen = [leaf.id for leaf in study.indicators if leaf.id in named] if named else []
    if not named:
        chosen = [name for name, reason in reasons.items() if not reason]
    if not chosen and not problems:
        what = "no indicator is a total that can be divided by it."
        problems.append(Problem("argument-invalid", "by", what, "Name another divisor."))
    if problems:
        raise UsageError(problems)
    return chosen


def _checked(per: float) -> float:
    if not (math.isfinite(per) and per > 0):
        raise UsageError(
            Problem("argument-invalid", "per", f"{per:g} was given.", "Write a number above 0.")
        )
    return per


def _per(ranking: Ranking, by: Indicator) -> float:
    figures = lay_out(ranking.study, [by], clusters=ranking.ranked, as_of=ranking.as_of)
    known = figures.performances[~np.isnan(figures.performances)]
    if not len(known):
        what = f"no ranked cluster has a figure of '{by.id}'."
        raise UsageError(Problem("argument-invalid", "by", what, "Name another divisor."))
    return float(10.0 ** round(math.log10(float(np.median(known)))))


def _in_quotients(study: Study, chosen: Sequence[str], by: Indicator, per: float) -> Study:
    def renewed(node: Node) -> Node:
        if isinstance(node, Criterion):
            return replace(node, children=tuple(renewed(child) for child in node.children))
        return divided(node, by, per=per) if node.id in chosen else node

    root = renewed(study.root)
    assert isinstance(root, Criterion)  # noqa: S101 - the root is one
    return replace(study, root=root)


def _ranked(ranking: Ranking, study: Study) -> Ranking:
    weighting = ranking.weighting
    return rank(
        study,
        profile=weighting.profile or None,
        weights=dict(weighting.named) or None,
        method=ranking.method,
        as_of=ranking.as_of,
    )


def _standings(size: Ranking, quotients: Ranking) -> tuple[tuple[Standing, ...], int]:
    both = np.flatnonzero((size.ranks > 0) & (quotients.ranks > 0))
    ranks = [_among(ranking, both) for ranking in (size, quotients)]
    top = math.ceil(len(both) * TOP)
    found = [
        Standing(size.clusters[i], int(a), int(b), _story(int(a) <= top, int(b) <= top))
        for i, a, b in zip(both, *ranks, strict=True)
    ]
    return tuple(sorted(found, key=lambda s: (s.by_size, s.cluster.name))), top


def _among(ranking: Ranking, rows: Ints) -> Ints:
    scores = ranking.scores[rows]
    return competition_ranks(scores, more_is_better=ranking.method.more_is_better)


def _story(is_large: bool, is_intense: bool) -> Story:
    if is_large:
        return "both" if is_intense else "size"
    return "intensity" if is_intense else "neither"
