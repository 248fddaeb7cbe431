"""From figures to scores as formulas, by the rules of `ranker.analysis.scoring`.

The sheets follow the computation: ``oriented`` holds figures so that more is better, ``known``
and ``covered`` tell who can be ranked, ``scales`` the bounds that the ranked ones set,
``utilities``, ``scores`` and ``coverage`` the rest of the way up the tree. An indicator whose
utilities no plain formula gives keeps those of the engine, and ``scales`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ranker.analysis.scoring import up_the_tree
from ranker.analysis.yardsticks import lacks_reference
from ranker.methods import Floats
from ranker.methods.tree import COVERAGE_TOLERANCE
from ranker.methods.yardstick import Yardstick
from ranker.output import book_grid as at
from ranker.output import book_scales as scales
from ranker.output.book import Book, Page, ref
from ranker.output.book_grid import Grid, leaves
from ranker.output.rows import number_or_none
from ranker.study.model import Criterion, Indicator

FIXED = "fixed"  # utilities that the engine worked out and no formula does
SCALE_COLUMNS = ("indicator", "scale", *scales.NUMBERS)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the formulas find what is given.

    Parameters
    ----------
    figures : mapping of (str, str) to str
        Address of the figure of a cluster on an indicator.
    min_coverage : str
        Address of the rule, or the number.
    ranked : str
        Addresses of whether each cluster is ranked, 1 or 0.
    """

    figures: Mapping[tuple[str, str], str]
    min_coverage: str
    ranked: str


def write_tree(book: Book, grid: Grid, sources: Sources) -> None:
    """Write the sheets from the figures to the scores."""
    live = {leaf.id for _, leaf in leaves(grid) if scales.is_live(_yardstick(grid, leaf), leaf)}
    _write_oriented(book.page(at.ORIENTED), grid, sources, live)
    _write_known(book, grid, sources, live)
    _write_scales(book.page(at.SCALES), grid, sources, live)
    _write_utilities(book.page(at.UTILITIES), grid, sources, live)
    _write_scores(book, grid, sources)


def _write_oriented(page: Page, grid: Grid, sources: Sources, live: set[str]) -> None:
    grid.head(page)
    ranking = grid.ranking
    for column, leaf in leaves(grid):
        if leaf.id not in live:
            continue
        form = _yardstick(grid, leaf).form
        figures = ranking.cells.performances[:, grid.leaf_column(leaf.id)]
        values = scales.turned_numbers(form, figures)
        for i, row in grid.rows():
            figure = sources.figures[ranking.clusters[i].id, leaf.id]
            turned = scales.turned(form, figure)
            formula = f'IF(ISNUMBER({figure}),{turned},"")'
            page.compute(row, column, formula, number_or_none(values[i]))


def _write_known(book: Book, grid: Grid, sources: Sources, live: set[str]) -> None:
    """Write who can be ranked: coverage from figures alone, before any of them is scaled."""
    known, covered = book.page(at.KNOWN), book.page(at.COVERED)
    grid.head(known)
    grid.head(covered)
    scores, coverages = _by_figures(grid)
    for node in grid.nodes:
        column = grid.column(node.id)
        for i, row in grid.rows():
            has, share = int(not np.isnan(scores[node.id][i])), float(coverages[node.id][i])
            here = ref(row, column)
            if isinstance(node, Criterion):
                _put_cover((known, covered), grid, sources, (node, row), found=(has, share))
            elif node.id in live:
                is_known = f"IF(ISNUMBER({at.ORIENTED}!{here}),1,0)"
                known.compute(row, column, is_known, has)
                covered.compute(row, column, f"{at.KNOWN}!{here}", share)
            else:
                known.put(row, column, has)
                covered.compute(row, column, f"{at.KNOWN}!{here}", share)


def _by_figures(grid: Grid) -> tuple[dict[str, Floats], dict[str, Floats]]:
    ranking = grid.ranking
    is_observed = np.where(np.isnan(ranking.cells.performances), np.nan, 1.0)
    is_observed[:, lacks_reference(ranking.cells, None)] = np.nan
    names, scores, coverages = up_the_tree(ranking.study, is_observed, ranking.weighting.shares)
    return dict(zip(names, scores.T, strict=True)), dict(zip(names, coverages.T, strict=True))


def _put_cover(
    pages: tuple[Page, Page],
    grid: Grid,
    sources: Sources,
    place: tuple[Criterion, int],
    *,
    found: tuple[int, float],
) -> None:
    known, covered = pages
    has, share = found
    node, row = place
    column = grid.column(node.id)
    shares = grid.shares(node)
    below = grid.children(node, row, sheet=at.KNOWN)
    under = grid.children(node, row, sheet=at.COVERED)
    is_wide = f"{at.COVERED}!{ref(row, column)}>={_least(sources)}"
    enough = f"IF(AND(SUMPRODUCT({shares},{below})>0,{is_wide}),1,0)"
    known.compute(row, column, enough, has)
    covered.compute(row, column, f"SUMPRODUCT({shares},{below},{under})", share, "share")


def _least(sources: Sources) -> str:
    return f"{sources.min_coverage}-{COVERAGE_TOLERANCE:.0E}"


def _write_scales(page: Page, grid: Grid, sources: Sources, live: set[str]) -> None:
    page.head(SCALE_COLUMNS, (24, 12, *[14] * len(scales.NUMBERS)))
    for row, (column, leaf) in enumerate(leaves(grid), start=1):
        form = _yardstick(grid, leaf).form
        page.row(row, (leaf.id, form.normalise if leaf.id in live else FIXED))
        if leaf.id in live:
            _put_scale(page, row, grid, sources, (column, leaf))
    page.protect()


def _put_scale(
    page: Page, row: int, grid: Grid, sources: Sources, place: tuple[int, Indicator]
) -> None:
    column, leaf = place
    yardstick = _yardstick(grid, leaf)
    for name, number in scales.given(yardstick).items():
        page.put(row, _scale_column(name), number)
    held = scales.turned_numbers(yardstick.form, yardstick.reference)
    held = held[~np.isnan(held)]
    cells = grid.down(column, sheet=at.ORIENTED)
    those = f"IF({sources.ranked}=1,IF(ISNUMBER({cells}),{cells}))"
    count = f"SUMPRODUCT(({sources.ranked}=1)*ISNUMBER({cells}))"
    for name in scales.measured(yardstick.form):
        function, least = scales.FUNCTIONS[name], 2 if name == scales.DEVIATION else 1
        value = _NUMPY[function](held) if len(held) >= least else None
        formula = f'IF({count}<{least},"",{function}({those}))'
        page.compute_array(row, _scale_column(name), formula, value)
    if yardstick.form.normalise == "reference":
        _put_anchor(page, row, yardstick, scales.anchor_of(leaf, yardstick.form, sources.figures))


def _put_anchor(page: Page, row: int, yardstick: Yardstick, given: str | None) -> None:
    """Write what is worth 100 as the share of itself: a figure of its own, or one measured."""
    measured = scales.measured(yardstick.form)
    source = given or ref(row, _scale_column(measured[0]))
    anchor = yardstick.share_anchor
    value = None if np.isnan(anchor) else float(anchor)
    formula = f'IF(ISNUMBER({source}),{source},"")'
    page.compute(row, _scale_column(scales.ANCHOR), formula, value)


def _scale_column(name: str) -> int:
    return SCALE_COLUMNS.index(name)


def _yardstick(grid: Grid, leaf: Indicator) -> Yardstick:
    return grid.ranking.tree.yardsticks[grid.leaf_column(leaf.id)]


_NUMPY: Mapping[str, Callable[[Floats], float]] = {
    "MIN": lambda values: float(values.min()),
    "MAX": lambda values: float(values.max()),
    "AVERAGE": lambda values: float(values.mean()),
    "STDEV": lambda values: float(values.std(ddof=1)),
}


def _write_utilities(page: Page, grid: Grid, sources: Sources, live: set[str]) -> None:
    grid.head(page)
    values = grid.ranking.tree.utilities
    for scale_row, (column, leaf) in enumerate(leaves(grid), start=1):
        j = grid.leaf_column(leaf.id)
        for i, row in grid.rows():
            value = number_or_none(values[i, j])
            if leaf.id in live:
                formula = _utility(grid, sources, leaf, (row, column), scale_row)
                page.compute(row, column, formula, value, "points")
            else:
                page.put(row, column, value, "points")


def _utility(
    grid: Grid, sources: Sources, leaf: Indicator, place: tuple[int, int], row: int
) -> str:
    figure = ref(*place, sheet=at.ORIENTED)
    form = _yardstick(grid, leaf).form
    numbers = {name: ref(row, _scale_column(name), sheet=at.SCALES) for name in scales.NUMBERS}
    all_of = grid.down(place[1], sheet=at.ORIENTED)
    held = f"({sources.ranked}=1)*ISNUMBER({all_of})"
    counts = {
        "count": f"SUMPRODUCT({held})",
        "below": f"SUMPRODUCT({held}*({all_of}<{figure}))",
        "upto": f"SUMPRODUCT({held}*({all_of}<={figure}))",
    }
    formula = scales.worth(form, {"x": figure, **numbers, **counts})
    needed = numbers[scales.ANCHOR if form.normalise == "reference" else scales.LOW]
    return f'IF(AND(ISNUMBER({figure}),ISNUMBER({needed})),{formula},"")'


def _write_scores(book: Book, grid: Grid, sources: Sources) -> None:
    scores, coverage = book.page(at.SCORES), book.page(at.COVERAGE)
    grid.head(scores)
    grid.head(coverage)
    for node in grid.nodes:
        column = grid.column(node.id)
        for i, row in grid.rows():
            score = grid.node_value(at.SCORES, i, node)
            share = grid.node_value(at.COVERAGE, i, node)
            if isinstance(node, Criterion):
                least = f"{ref(row, column, sheet=at.COVERAGE)}<{_least(sources)}"
                _put_score(scores, grid, (node, row), least, score)
                coverage.compute(row, column, _coverage(grid, node, row), share, "share")
            else:
                here = ref(row, column)
                leaf = f'IF(ISNUMBER({at.UTILITIES}!{here}),{at.UTILITIES}!{here},"")'
                scores.compute(row, column, leaf, score, "points")
                seen = f"IF(ISNUMBER({at.UTILITIES}!{here}),1,0)"
                coverage.compute(row, column, seen, share, "share")


def _coverage(grid: Grid, node: Criterion, row: int) -> str:
    below = grid.children(node, row, sheet=at.SCORES)
    under = grid.children(node, row, sheet=at.COVERAGE)
    return f"SUMPRODUCT({grid.shares(node)},1*ISNUMBER({below}),{under})"


def _put_score(
    page: Page, grid: Grid, place: tuple[Criterion, int], is_thin: str, value: object
) -> None:
    node, row = place
    below, shares = grid.children(node, row), grid.shares(node, sheet="")
    total = f"SUMPRODUCT({shares},1*ISNUMBER({below}))"
    mean = f"SUMPRODUCT({shares},{below})/{total}"
    if node.aggregate == "geometric":
        logs = f"IF(ISNUMBER({below}),{shares}*LN(IF({below}<1,1,{below})),0)"
        mean = f"EXP(SUM({logs})/{total})"
    formula = f'IF({total}=0,"",IF({is_thin},"",{mean}))'
    put = page.compute_array if node.aggregate == "geometric" else page.compute
    score = value if isinstance(value, float) else None
    put(row, grid.column(node.id), formula, score, "points")
