"""The figures of a ranking, a row a cell, each with its grade and links to its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking
from ranker.output.book import Page, area, ref
from ranker.output.book_content import cell_numbers
from ranker.output.rows import number_or_none
from ranker.study.book_layout import CELLS, OBSERVATIONS
from ranker.study.draft import OBSERVATION_COLUMNS
from ranker.study.matrix import Cell

COLUMNS = (
    *("cluster", "name", "indicator", "label", "value", "unit", "grade"),
    *("low", "high", "years", "place", "source", "source 2", "source 3", "more sources"),
)
_WIDTHS = (16, 30, 26, 30, 12, 16, 7, 10, 10, 11, 14, 44, 30, 30, 13)
_VALUE, _LOW, _HIGH, _LINKS = 4, 7, 8, 11
LINKS = 3
_COMBINE = {"sum": "SUM", "max": "MAX", "min": "MIN", "mean": "AVERAGE"}


def write_cells(page: Page, ranking: Ranking) -> Mapping[tuple[str, str], str]:
    """Write every cell, those that are scored first; return the addresses of their figures."""
    page.head(COLUMNS, _WIDTHS, left=3)
    figures = _Figures(cell_numbers(ranking), len(ranking.study.observations))
    names = {cluster.id: cluster.name for cluster in ranking.clusters}
    found: dict[tuple[str, str], str] = {}
    row = 0
    for row, cell in enumerate(_all_cells(ranking), start=1):
        _put_cell(page, row, names[cell.alternative], cell)
        _put_figures(page, row, cell, figures)
        _put_sources(page, row, cell, ranking)
        found[cell.alternative, cell.indicator.id] = ref(row, _VALUE, sheet=CELLS)
    page.sheet.autofilter(0, 0, row, len(COLUMNS) - 1)
    page.protect()
    return found


def _all_cells(ranking: Ranking) -> Iterator[Cell]:
    for table in (ranking.cells, ranking.context()):
        for line in table.cells:
            yield from line


def _put_cell(page: Page, row: int, name: str, cell: Cell) -> None:
    years = "–".join(dict.fromkeys(str(year) for year in cell.years)) if cell.years else None
    leaf = cell.indicator
    page.row(row, (cell.alternative, name, leaf.id, leaf.label.en, None, leaf.unit.en, cell.grade))
    page.put(row, _HIGH + 1, years)
    page.put(row, _HIGH + 2, cell.place)


@dataclass(frozen=True, slots=True)
class _Figures:
    """Formulas that look up the observations of a cell by its number."""

    numbers: Mapping[tuple[str, str], int]
    rows: int

    def column(self, name: str) -> str:
        at = 1 + OBSERVATION_COLUMNS.index(name) if name else 0
        return area((1, at), (max(self.rows, 1), at), sheet=OBSERVATIONS)

    def formula(self, cell: Cell, column: str) -> str:
        """Return what combines a column of the rows that count for a cell."""
        number = self.numbers[cell.place, cell.indicator.id]
        those = f"{self.column('')}={number}"
        values = self.column(column)
        instead = f"IF(ISNUMBER({values}),{values},{self.column('value')})"
        held = values if column == "value" else instead
        how = _COMBINE[cell.indicator.combine]
        given = f"SUMPRODUCT(({those})*ISNUMBER({values}))"
        return f'IF({given}=0,"",{how}(IF({those},IF(ISNUMBER({held}),{held}))))'

    def quotient(self, cell: Cell, by: Cell, per: float) -> str:
        """Return a figure divided by another, empty where either is missing."""
        figure, under = self.formula(cell, "value"), self.formula(by, "value")
        is_there = f"AND(ISNUMBER({figure}),ISNUMBER({under}))"
        return f'IF({is_there},IF({under}>0,{figure}/{under}*{per!r},""),"")'


def _put_figures(page: Page, row: int, cell: Cell, figures: _Figures) -> None:
    if cell.is_missing:
        return
    by, held = cell.denominator, cell.indicator.denominator
    if by is not None and held is not None:
        page.compute_array(row, _VALUE, figures.quotient(cell, by, held.per), cell.value)
        page.put(row, _LOW, cell.low)
        page.put(row, _HIGH, cell.high)
        return
    ends = ((_VALUE, "value", cell.value), (_LOW, "low", cell.low), (_HIGH, "high", cell.high))
    for column, name, value in ends:
        number = None if value is None else number_or_none(value)
        if number is not None:
            page.compute_array(row, column, figures.formula(cell, name), number)


def _put_sources(page: Page, row: int, cell: Cell, ranking: Ranking) -> None:
    sources = [ranking.study.sources[name] for name in cell.sources]
    for column, source in enumerate(sources[:LINKS], start=_LINKS):
        page.link(row, column, source.url, source.title)
    if len(sources) > LINKS:
        page.put(row, _LINKS + LINKS, len(sources) - LINKS)
