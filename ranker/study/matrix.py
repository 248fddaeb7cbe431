"""Observations laid out as cells: which figure counts, which others there were, and why not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.methods import Floats
from ranker.study.model import Cluster, Indicator, Level, Observation, Rules, Study

_COMBINE: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": math.fsum,
    "max": max,
    "min": min,
    "mean": lambda values: math.fsum(values) / len(values),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A figure that was not chosen, and why."""

    observation: Observation
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure of one alternative on one indicator, with its evidence.

    Parameters
    ----------
    place : str
        Whose figure it is: the cluster, its city, metro or country; empty where it has none.
    value : float
        In the indicator's unit; NaN where no usable figure was found.
    low, high : float or None
        Stated range. Only low: the value is a floor. Only high: it is a ceiling.
    grade : str
        The most doubtful grade among the chosen rows; empty where missing.
    chosen : tuple of Observation
        The row, or one row an item.
    passed : tuple of Passed
        Rows of the same cell that were not chosen.
    """

    alternative: str
    indicator: Indicator
    place: str
    value: float
    low: float | None
    high: float | None
    grade: str
    chosen: tuple[Observation, ...]
    passed: tuple[Passed, ...]

    @property
    def is_missing(self) -> bool:
        """Whether there is no figure."""
        return not self.chosen

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the chosen rows."""
        years = [row.year for row in self.chosen]
        return (min(years), max(years)) if years else None

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of the chosen rows, each once, in file order."""
        return tuple(dict.fromkeys(row.source for row in self.chosen))


@dataclass(frozen=True, slots=True, eq=False)
class CellTable:
    """Cells of m alternatives on k indicators."""

    alternatives: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    cells: tuple[tuple[Cell, ...], ...]  # (m, k)
    performances: Floats  # (m, k); NaN marks a missing cell

    def __post_init__(self) -> None:
        self.performances.setflags(write=False)

    def row(self, alternative: str) -> tuple[Cell, ...]:
        """Return the cells of one alternative, in the order of the indicators."""
        return self.cells[self.alternatives.index(alternative)]


def lay_out(
    study: Study,
    indicators: Sequence[Indicator],
    *,
    clusters: Sequence[Cluster] | None = None,
    as_of: int | None = None,
) -> CellTable:
    """Look up every cell of some clusters (all by default) on some indicators.

    Parameters
    ----------
    study : Study
    indicators : sequence of Indicator
        Columns, scored or context.
    clusters : sequence of Cluster, optional
        Rows.
    as_of : int, optional
        Rows of later years are passed over.

    Returns
    -------
    CellTable
        With its performances as an array of shape (m, k).
    """
    rows = study.clusters if clusters is None else clusters
    index = _by_place_and_indicator(study.observations)
    cells = tuple(
        tuple(_cell(cluster, indicator, index, study.rules, as_of) for indicator in indicators)
        for cluster in rows
    )
    values = [[cell.value for cell in line] for line in cells]
    performances = np.array(values, dtype=float).reshape(len(rows), len(indicators))
    return CellTable(tuple(c.id for c in rows), tuple(indicators), cells, performances)


Index = Mapping[tuple[str, str], list[Observation]]


def _by_place_and_indicator(observations: Iterable[Observation]) -> Index:
    index: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in observations:
        index[row.place, row.indicator].append(row)
    return index


def _cell(
    cluster: Cluster, indicator: Indicator, index: Index, rules: Rules, as_of: int | None
) -> Cell:
    place = cluster.place(indicator.level)
    rows = index.get((place, indicator.id), []) if place else []
    chosen, passed = choose(rows, as_of=as_of)
    value, low, high = _combined(chosen, indicator.combine)
    grades = {row.grade for row in chosen}
    grade = max(grades, key=lambda name: (rules.spread[name], name), default="")
    return Cell(cluster.id, indicator, place, value, low, high, grade, chosen, passed)


def choose(
    rows: Sequence[Observation], *, as_of: int | None = None
) -> tuple[tuple[Observation, ...], tuple[Passed, ...]]:
    """Pick the newest row, or the newest row of each item, and say why the others stay behind."""
    newest: dict[str, Observation] = {}
    for row in rows:
        if as_of is not None and row.year > as_of:
            continue
        if row.item not in newest or row.year > newest[row.item].year:
            newest[row.item] = row
    chosen = tuple(newest.values())
    passed = tuple(
        Passed(row, _reason(row, newest.get(row.item), as_of))
        for row in rows
        if not any(row is picked for picked in chosen)
    )
    return chosen, passed


def _reason(row: Observation, picked: Observation | None, as_of: int | None) -> str:
    if picked is None or (as_of is not None and row.year > as_of):
        return f"later than {as_of}"
    return f"older than {picked.year}"


def value_of(
    rows: Sequence[Observation], indicator: Indicator, *, as_of: int | None = None
) -> float:
    """Return the figure that a cell has if these are its rows; NaN where none can be used."""
    chosen, _ = choose(rows, as_of=as_of)
    return _combined(chosen, indicator.combine)[0]


def _combined(chosen: Sequence[Observation], how: str) -> tuple[float, float | None, float | None]:
    if not chosen:
        return math.nan, None, None
    if len(chosen) == 1 and not chosen[0].item:
        return chosen[0].value, chosen[0].low, chosen[0].high
    combine = _COMBINE[how]
    value = combine([row.value for row in chosen])
    return value, _end(chosen, combine, is_low=True), _end(chosen, combine, is_low=False)


def _end(
    rows: Sequence[Observation], combine: Callable[[list[float]], float], *, is_low: bool
) -> float | None:
    """Combine one end of the items' ranges; open where one of them is open on that side.

    An item that states neither end counts with its value; a floor is open above, a
    ceiling below. Nothing is stated of the whole where no item states anything.
    """
    ends = [(row.low, row.high) if is_low else (row.high, row.low) for row in rows]
    is_open = any(end is None and other is not None for end, other in ends)
    if is_open or all(end is None for end, _ in ends):
        return None
    values = [row.value for row in rows]
    return combine([v if end is None else end for v, (end, _) in zip(values, ends, strict=True)])


LEVEL_WORDS: Mapping[Level, str] = {
    "cluster": "cluster",
    "city": "city",
    "metro": "metro area",
    "country": "country",
}
