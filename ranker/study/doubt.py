"""How far a figure may lie from the truth: a distribution for every cell.

Each row of a cell is a triangular distribution whose ends are what its source
states or, where it states nothing, what its grade allows; a cell of items is
the combination of its items' draws. Ordinal and 0/1 indicators move in whole
steps between the levels their source states and know no other doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ranker.study.intensive import quotient_ends
from ranker.study.matrix import Cell
from ranker.study.model import Combine, Indicator, Observation, Rules


@dataclass(frozen=True, slots=True)
class Triangle:
    """A triangular distribution; all its mass in one point where low is high."""

    low: float
    mode: float
    high: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """The distribution of one cell's performance, in the indicator's unit.

    Parameters
    ----------
    parts : tuple of Triangle
        One a row that counts; a single one where the cell has no items.
    combine : {"sum", "max", "min", "mean"}
        How draws of the parts become a draw of the cell.
    is_stepped : bool
        Draws are whole numbers from low to high, evenly less likely with the distance from
        the mode.
    below : Doubt or None
        Of what the draws are divided by, independent of them.
    per : float
        What the quotient is multiplied by.
    """

    parts: tuple[Triangle, ...]
    combine: Combine
    is_stepped: bool
    below: Doubt | None = None
    per: float = 1.0

    @property
    def own_ends(self) -> tuple[float, float]:
        """The least and the most before anything is divided."""
        low = _combined([part.low for part in self.parts], self.combine)
        return low, _combined([part.high for part in self.parts], self.combine)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most the cell may be."""
        if self.below is None:
            return self.own_ends
        return quotient_ends(self.own_ends, self.below.own_ends, self.per)

    @property
    def low(self) -> float:
        """The least the cell may be."""
        return self.ends[0]

    @property
    def high(self) -> float:
        """The most the cell may be."""
        return self.ends[1]

    @property
    def is_certain(self) -> bool:
        """Whether no other value is possible."""
        return self.low == self.high


def cell_doubt(cell: Cell, rules: Rules) -> Doubt:
    """Return the distribution of a cell that has a figure.

    Parameters
    ----------
    cell : Cell
        Not missing.
    rules : Rules
        Spread by grade and reach of one-sided figures.
    """
    indicator = cell.indicator
    parts = tuple(row_triangle(row, indicator, rules) for row in cell.chosen)
    own = Doubt(parts, indicator.combine, indicator.is_ordinal)
    if cell.denominator is None or indicator.denominator is None:
        return own
    below = _above_nothing(cell_doubt(cell.denominator, rules), rules)
    return replace(own, below=below, per=indicator.denominator.per)


def _above_nothing(doubt: Doubt, rules: Rules) -> Doubt:
    """Keep what is divided by above 0: a part whose doubt reaches it goes as low as a ceiling."""
    parts = tuple(
        part if part.low > 0 else replace(part, low=part.mode / rules.floor_factor)
        for part in doubt.parts
    )
    return replace(doubt, parts=parts)


def row_triangle(row: Observation, indicator: Indicator, rules: Rules) -> Triangle:
    """Return the distribution of one row.

    Both ends stated: those. One: the figure is a floor or a ceiling and may reach
    `floor_factor` times as far on the other side. None: the spread of the grade. A count
    that is open on a side has at least one whole unit of doubt there where its grade has a
    spread for it, a 0 included, and is never below 0.

    Examples
    --------
    >>> from ranker.study.model import Text
    >>> firms = Indicator("firms", Text("Firms"), Text("firms"), "max", count=True)
    >>> row = Observation("a", "firms", "", 0.0, None, None, 2024, "C", "s", "", 2)
    >>> row_triangle(row, firms, Rules())
    Triangle(low=0.0, mode=0.0, high=1.0)
    """
    value, low, high = row.value, row.low, row.high
    if indicator.is_ordinal:
        return Triangle(*(value if end is None else end for end in (low, value, high)))
    if low is None and high is None:
        width = abs(value) * rules.spread[row.grade]
        if indicator.count and _is_doubtful(row.grade, rules):
            width = max(width, 1.0)
        return _within_domain(value - width, value, value + width, indicator)
    reach = abs(value) * (rules.floor_factor - 1)
    if high is None:
        reach = max(reach, 1.0) if indicator.count else reach
        return _within_domain(low if low is not None else value, value, value + reach, indicator)
    if low is None:
        down = abs(value) * (1 - 1 / rules.floor_factor)
        return _within_domain(value - down, value, high, indicator)
    return Triangle(low, value, high)


def _is_doubtful(grade: str, rules: Rules) -> bool:
    """Whether a grade is the one with the widest spread."""
    return rules.spread[grade] > 0 and rules.spread[grade] == max(rules.spread.values())


def _within_domain(low: float, mode: float, high: float, indicator: Indicator) -> Triangle:
    """Keep counts and amounts from going below 0 where the figure itself does not."""
    floor = 0.0 if indicator.count or (indicator.transform == "log" and mode >= 0) else low
    return Triangle(min(max(low, floor), mode), mode, high)


def _combined(values: Sequence[float], how: Combine) -> float:
    if how == "max":
        return max(values)
    if how == "min":
        return min(values)
    return sum(values) / (len(values) if how == "mean" else 1)
