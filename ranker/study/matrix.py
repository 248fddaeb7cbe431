"""Observations laid out as cells: which figure counts, which others there were, and why not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ranker.methods import Floats
from ranker.study.intensive import quotient, quotient_ends
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
    denominator : Cell or None
        The figure that the chosen rows' total is divided by; the grade is the worse of both.
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
    denominator: Cell | None = None

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
    cell = Cell(cluster.id, indicator, place, value, low, high, grade, chosen, passed)
    if indicator.denominator is None:
        return cell
    by = _cell(cluster, indicator.denominator.indicator, index, rules, as_of)
    return _quotient(cell, by, indicator.denominator.per, rules)


def _quotient(cell: Cell, by: Cell, per: float, rules: Rules) -> Cell:
    """Return a cell divided by another; missing, with the reason, where the other is."""
    if cell.is_missing:
        return replace(cell, denominator=by)
    if by.is_missing:
        reason = f"there is no figure of {by.indicator.id} to divide it by"
        passed = (*(Passed(row, reason) for row in cell.chosen), *cell.passed)
        return Cell(
            cell.alternative, cell.indicator, cell.place, math.nan, None, None, "", (), passed, by
        )
    low, high = _quotient_range(cell, by, per)
    return replace(
        cell,
        value=quotient(cell.value, by.value, per),
        low=low,
        high=high,
        grade=max(cell.grade, by.grade, key=lambda name: (rules.spread[name], name)),
        denominator=by,
    )


def _quotient_range(cell: Cell, by: Cell, per: float) -> tuple[float | None, float | None]:
    """Return what both figures state of the quotient's range; an end that one leaves open is."""
    if all(end is None for end in (cell.low, cell.high, by.low, by.high)):
        return None, None
    least, greatest = quotient_ends(_stated(cell), _stated(by), per)
    is_low_open = _is_open(cell.low, cell.high) or _is_open(by.high, by.low)
    is_high_open = _is_open(cell.high, cell.low) or _is_open(by.low, by.high)
    return None if is_low_open else least, None if is_high_open else greatest


def _stated(cell: Cell) -> tuple[float, float]:
    low = cell.value if cell.low is None else cell.low
    return low, cell.value if cell.high is None else cell.high


def _is_open(end: float | None, other: float | None) -> bool:
    return end is None and other is not None


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
