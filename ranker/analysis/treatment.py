"""What a ranking did about outliers: which indicators, whose figures, from what to what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.methods.outliers import Done, Shape
from ranker.study.model import Cluster, Indicator


@dataclass(frozen=True, slots=True)
class TreatedFigure:
    """A figure that is measured as another one.

    Parameters
    ----------
    cluster : Cluster
        Whose it is; a benchmark's may be among them.
    value, used : float
        As found and as measured, in the indicator's unit.
    """

    cluster: Cluster
    value: float
    used: float


@dataclass(frozen=True, slots=True)
class TreatedIndicator:
    """An indicator whose figures were beyond the rule.

    Parameters
    ----------
    done : {"winsorised", "log", "left"}
        What was done: figures cut, the logarithm taken, or nothing, since neither helps.
    figures : tuple of TreatedFigure
        Those that were cut; none where the logarithm was taken of all.
    before, after : Shape
        Skewness and kurtosis of the ranked clusters' figures.
    """

    indicator: Indicator
    done: Done
    figures: tuple[TreatedFigure, ...]
    before: Shape
    after: Shape


def is_looked_for(ranking: Ranking) -> bool:
    """Whether the study asks for the treatment of outliers anywhere."""
    own = [leaf.outliers for leaf in ranking.study.indicators]
    rule = ranking.study.rules.outliers
    return any((rule if said is None else said) != "none" for said in own)


def treated_indicators(ranking: Ranking) -> tuple[TreatedIndicator, ...]:
    """Return the indicators whose figures were beyond the rule, in the order of the study."""
    found = []
    for j, indicator in enumerate(ranking.study.indicators):
        yardstick = ranking.tree.yardsticks[j]
        done = yardstick.treatment
        if done is None:
            continue
        values = ranking.cells.performances[:, j]
        used = yardstick.within(values)
        cut = np.flatnonzero(values != used)
        figures = tuple(
            TreatedFigure(ranking.clusters[i], float(values[i]), float(used[i]))
            for i in cut
            if not np.isnan(values[i])
        )
        found.append(TreatedIndicator(indicator, done.done, figures, done.before, done.after))
    return tuple(found)
