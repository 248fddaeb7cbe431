"""What to find out next: the figures whose knowledge would narrow the rank intervals most.

One run of draws answers for all figures at once: knowing a figure exactly is looking only at
the draws in which it lay near one value, and the expected width of a rank interval is the mean
over such groups of draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.draws import draw_inputs
from ranker.analysis.forms import Result
from ranker.analysis.model import Model
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import INTERVAL, compile_run
from ranker.analysis.simulation import rank_inputs
from ranker.analysis.spread import list_blocks
from ranker.analysis.variables import Variables, list_variables
from ranker.analysis.variation import Variation
from ranker.errors import Problem, UsageError
from ranker.methods import Floats, Ints, Quantiles, SmallInts
from ranker.methods.sampling import QUANTILES
from ranker.study.matrix import Cell

if TYPE_CHECKING:
    import pandas as pd

GROUPS = 8  # values a figure is told apart into
FEWEST_DRAWS = 2048  # some 250 a group


@dataclass(frozen=True, slots=True)
class Question:
    """A figure worth finding out.

    Parameters
    ----------
    place, indicator : str
        Whose figure, and of what.
    clusters : tuple of str
        Ranked clusters that have it, best first; several where it is a city's or country's.
    cell : Cell
        What is used now, with its grade and sources, or nothing.
    low, high : float
        Between which values it was drawn, in the indicator's unit.
    narrowing : float
        By how many ranks the 90 % intervals of the clusters asked about shrink in all, on
        average, once the figure is known.
    """

    place: str
    indicator: str
    clusters: tuple[str, ...]
    cell: Cell
    low: float
    high: float
    narrowing: float


@dataclass(frozen=True, slots=True, eq=False)
class Agenda(Result):
    """Result of `research_agenda`.

    Parameters
    ----------
    entries : tuple of Question
        The most telling figure first.
    clusters : tuple of str
        Whose intervals were looked at.
    width : float
        Their mean width as things stand, in ranks.
    """

    ranking: Ranking
    variation: Variation
    draws: int
    seed: int
    clusters: tuple[str, ...]
    width: float
    entries: tuple[Question, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure, the most telling first."""
        from ranker.analysis.frames import agenda_table  # noqa: PLC0415 - loads pandas

        return agenda_table(self)


def research_agenda(
    ranking: Ranking,
    variation: Variation | None = None,
    *,
    draws: int = 20_000,
    seed: int = 0,
    clusters: Sequence[str] = (),
) -> Agenda:
    """Order uncertain and missing figures by how much knowing them would narrow rank intervals.

    Parameters
    ----------
    ranking : Ranking
    variation : Variation, optional
        What varies beside; figures and missing figures must. As in `robustness` where None.
    draws : int
        At least 2,048; shared by all figures.
    seed : int
        0 or more; the same seed gives the same agenda.
    clusters : sequence of str, optional
        Whose intervals count; all ranked clusters where none is named.

    Returns
    -------
    Agenda

    Raises
    ------
    UsageError
        ``argument-invalid``, ``cluster-unknown``, ``constraint-invalid`` or
        ``constraints-infeasible``.
    """
    varied = Variation() if variation is None else variation
    _check(draws, seed, varied)
    asked = _asked(ranking, clusters)
    model = compile_run(ranking, varied)
    ranks, cells = _drawn(model, seed, draws)
    ranks = np.ascontiguousarray(ranks[:, [model.clusters.index(c) for c in asked]])
    by_chance = np.arange(draws) % GROUPS  # what groups of this size show of nothing
    usual = _widths(ranks, by_chance, len(model.clusters)).sum()
    variables = list_variables(ranking)
    found = []
    for position, v in enumerate(model.moving):
        groups = cells[:, position].astype(np.int64) * GROUPS // QUANTILES
        narrowing = float(usual - _widths(ranks, groups, len(model.clusters)).sum())
        found.append(_question(ranking, variables, int(v), narrowing))
    found.sort(key=lambda q: (-q.narrowing, q.indicator, q.place))
    return Agenda(ranking, varied, draws, seed, asked, float(usual) / len(asked), tuple(found))


def _check(draws: int, seed: int, variation: Variation) -> None:
    problems = []
    if draws < FEWEST_DRAWS or draws > 10_000_000:
        mend = f"Write a whole number from {FEWEST_DRAWS:,} to 10,000,000."
        problems.append(Problem("argument-invalid", "draws", f"{draws} draws were asked.", mend))
    if seed < 0:
        mend = "Write a whole number of 0 or more."
        problems.append(Problem("argument-invalid", "seed", f"the seed is {seed}.", mend))
    if not (variation.data or variation.missing):
        mend = "Let figures vary, or missing ones be drawn."
        problems.append(Problem("argument-invalid", "variation", "no figure varies.", mend))
    if problems:
        raise UsageError(problems)


def _asked(ranking: Ranking, clusters: Sequence[str]) -> tuple[str, ...]:
    ranked = tuple(cluster.id for cluster in ranking.ranked)
    problems = []
    for cluster in clusters:
        if cluster not in ranked:
            ranking.index(cluster)
            what = f"'{cluster}' takes no rank, so it has no interval."
            problems.append(Problem("cluster-unknown", "cluster", what, "Name a ranked cluster."))
    if problems:
        raise UsageError(problems)
    return tuple(dict.fromkeys(clusters)) or ranked


def _drawn(model: Model, seed: int, draws: int) -> tuple[SmallInts, Quantiles]:
    """Return ranks (s, m) and the quantile of each moving figure (s, moving)."""
    parts = [draw_inputs(model, seed, block, size) for block, size in list_blocks(0, draws)]
    ranks = np.vstack([rank_inputs(model, inputs) for inputs in parts])
    cells = [inputs.cells for inputs in parts if inputs.cells is not None]
    return ranks, np.vstack(cells) if cells else np.empty((draws, 0), dtype=np.uint16)


def _widths(ranks: SmallInts, groups: Ints, places: int) -> Floats:
    """Return the mean width of each column's interval over groups of draws, shape (c,).

    Quantiles are interpolated between whole ranks, so that a small narrowing shows.
    """
    columns = ranks.shape[1]
    key = (groups[:, None] * columns + np.arange(columns)) * places + (ranks - 1)
    counts = np.bincount(key.ravel(), minlength=GROUPS * columns * places)
    table = counts.reshape(GROUPS, columns, places)
    reached = np.cumsum(table, axis=2) / np.maximum(table.sum(axis=2, keepdims=True), 1)
    low, high = (_reached_at(reached, share) for share in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    return np.asarray((high - low).mean(axis=0))


def _reached_at(reached: Floats, share: float) -> Floats:
    at = np.argmax(reached >= share, axis=-1)
    upper = np.take_along_axis(reached, at[..., None], axis=-1)[..., 0]
    before = np.take_along_axis(reached, np.maximum(at - 1, 0)[..., None], axis=-1)[..., 0]
    lower = np.where(at > 0, before, 0.0)
    step = np.where(upper > lower, upper - lower, 1.0)
    return np.asarray(at + (share - lower) / step)


def _question(ranking: Ranking, variables: Variables, v: int, narrowing: float) -> Question:
    variable = variables.variables[v]
    rows = np.flatnonzero((variables.of_cell == v).any(axis=1))
    clusters = tuple(ranking.ranked[i].id for i in rows)
    cell = ranking.cells.cells[ranking.index(clusters[0])][variable.column]
    if variable.doubt is not None:
        low, high = variable.doubt.low, variable.doubt.high
    else:
        donors = variables.observed[list(variable.donors)]
        low, high = float(donors.min()), float(donors.max())
    return Question(variable.place, variable.indicator, clusters, cell, low, high, narrowing)
