"""A certificate: the weights and figures at which a rank is attained, and the sum done anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.constraints import WeightLevel
from ranker.analysis.exact import Additive, Data
from ranker.methods import Bools, Floats
from ranker.methods.rank_bounds import is_negative

if TYPE_CHECKING:
    import pandas as pd

End = Literal["best", "worst"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure moved from where it stands.

    Parameters
    ----------
    place, indicator : str
        Whose figure; a city's or country's moves all its clusters.
    was, value : float
        Performance as ranked, NaN where missing, and here; NaN for a missing cell that keeps
        the score of its parent.
    utility : float
        What the value is worth.
    """

    place: str
    indicator: str
    was: float
    value: float
    utility: float


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Weights and figures at which a cluster has its best or worst rank.

    Parameters
    ----------
    cluster : str
    end : {"best", "worst"}
    rank : int
        The rank that is claimed.
    level : {"criteria", "leaves"}
        Whose weights they are.
    weights : mapping of str to float
        By criterion or by leaf; they sum to 1.
    settings : tuple of Setting
        Figures that differ from the ranking's; all others are as they were. Where there are
        any, or weights of leaves, a score is the sum over all leaves and no cell is missing.
    """

    model: Additive
    cluster: str
    end: End
    rank: int
    level: WeightLevel
    weights: Mapping[str, float]
    settings: tuple[Setting, ...]
    is_over_leaves: bool

    def scores(self) -> Mapping[str, float]:
        """Return the score of every ranked cluster here, computed from the figures anew."""
        weights = np.array(list(self.weights.values()))
        if not self.is_over_leaves:
            values = self.model.scores @ weights
        else:
            by_leaf = weights if self.level == "leaves" else weights @ self.model.local
            values = self._utilities() @ by_leaf
        return dict(zip(self.model.clusters, values.tolist(), strict=True))

    def recomputed_rank(self) -> int:
        """Return 1 + the number of rivals whose score here is strictly greater."""
        scores = self.scores()
        leads = np.array([scores[self.cluster] - score for score in scores.values()])
        return 1 + int(is_negative(leads).sum())

    def verify(self) -> bool:
        """Whether the recomputed rank is the claimed one."""
        return self.recomputed_rank() == self.rank

    def _utilities(self) -> Floats:
        moved = {(s.place, s.indicator): s for s in self.settings}
        performances = np.array(self.model.ranking.cells.performances[self.model.rows])
        given = np.full_like(performances, np.nan)
        for i, j in np.ndindex(performances.shape):
            setting = moved.get((_place(self.model, i, j), self.model.leaves[j].id))
            if setting is not None:
                performances[i, j], given[i, j] = setting.value, setting.utility
        anew = self.model.measured(performances)
        return np.where(np.isnan(anew), given, anew)

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure that moved."""
        from ranker.analysis.frames_exact import records  # noqa: PLC0415 - loads pandas

        return records(self.settings, Setting)


def certified(
    model: Additive,
    at: int,
    end: End,
    *,
    rank: int,
    weights: Floats,
    freedom: tuple[Data, WeightLevel],
) -> Certificate:
    """Write out at which weights and figures the cluster at a position has a rank."""
    data, level = freedom
    is_over_leaves = data == "free" or level == "leaves"
    nodes = model.ranking.study.criteria if level == "criteria" else model.leaves
    return Certificate(
        model,
        model.clusters[at],
        end,
        rank,
        level,
        dict(zip((node.id for node in nodes), weights.tolist(), strict=True)),
        _settings(model, at, end, data) if is_over_leaves else (),
        is_over_leaves,
    )


def _settings(model: Additive, at: int, end: End, data: Data) -> tuple[Setting, ...]:
    is_own = model.variables == model.variables[at]
    is_up = is_own if end == "best" else ~is_own
    utilities = _picked(model.ends(data), is_up)
    values = _picked((model.lowest_values, model.highest_values), is_up)
    performances = model.ranking.cells.performances[model.rows]
    is_moved = np.isnan(performances) | (data == "free") & (values != performances)
    found: dict[tuple[str, str], Setting] = {}
    for i, j in np.argwhere(is_moved).tolist():
        place, leaf = _place(model, i, j), model.leaves[j].id
        was, value = float(performances[i, j]), float(values[i, j])
        found.setdefault((place, leaf), Setting(place, leaf, was, value, float(utilities[i, j])))
    return tuple(found.values())


def _picked(ends: tuple[Floats, Floats], is_up: Bools) -> Floats:
    return np.where(is_up, ends[1], ends[0])


def _place(model: Additive, i: int, j: int) -> str:
    cell = model.cell(i, j)
    return cell.place or cell.alternative
