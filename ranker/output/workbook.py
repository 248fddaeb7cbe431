"""A ranking as an Excel workbook whose ranks follow its weights by live formulas."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.output import book_grid as at
from ranker.output.book import Book, Page, area, check_excel, ref
from ranker.output.book_cells import write_cells
from ranker.output.book_content import (
    COLOUR,
    Written,
    read_written,
    write_content,
    write_criteria,
)
from ranker.output.book_grid import Grid
from ranker.output.book_standings import ranked_cells, write_ranking, write_standings
from ranker.output.book_tree import Sources, write_tree
from ranker.output.save import check_destination, save_bytes
from ranker.study import book_layout as layout
from ranker.study.book_layout import flatten

FULL = 100
WEIGHT_COLUMNS = ("node", "under", "label", layout.LIVE_WEIGHT, "share", "of the whole")
_LIVE, _WHOLE = 3, 5
_HELP = (
    "Change a weight on the yellow cells of 'weights': every rank follows by formulas.",
    "A figure may be changed in 'observations': it counts for the cell named before it.",
    "New rows, clusters, sources and criteria count after 'ranker import'.",
    "The sheets from 'standings' on are the computation, step by step; they are protected without "
    "a password.",
)


def write_workbook(ranking: Ranking, path: str | os.PathLike[str]) -> Path:
    """Write a ranking as an Excel workbook; needs the extra ``excel``.

    Parameters
    ----------
    ranking : Ranking
        By the weighted sum, of a study that lies on disk.
    path : str or path
        The file. Its folder must exist.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        ``extra-missing``, ``destination-unwritable``; ``argument-invalid`` where formulas
        cannot follow the ranking.
    """
    check_excel()
    check_destination(Path(path))
    return save_bytes(workbook_bytes(ranking), Path(path))


def workbook_bytes(ranking: Ranking) -> bytes:
    """Return a ranking as the bytes of an Excel workbook; equal rankings give equal bytes.

    Raises
    ------
    UsageError
        ``argument-invalid`` where formulas cannot follow the ranking.
    """
    _check_ranking(ranking)
    written = read_written(ranking.study)
    grid = Grid(ranking)
    book = Book(ranking.study.title.en, ranking.study.edition)
    ranks, weights = book.page(layout.RANKING), book.page(layout.WEIGHTS, colour=COLOUR)
    criteria = book.page(layout.CRITERIA, colour=COLOUR)
    cells = book.page(layout.CELLS)
    write_content(book, ranking, written)
    _write_about(book.page(layout.ABOUT), ranking)
    standings = book.page(at.STANDINGS)
    _write_weights(weights, grid)
    write_criteria(criteria, written)
    figures = write_cells(cells, ranking)
    sources = Sources(figures, _min_coverage(ranking, written), ranked_cells(grid))
    write_tree(book, grid, sources)
    write_standings(standings, grid)
    write_ranking(ranks, grid)
    return book.content()


def _check_ranking(ranking: Ranking) -> None:
    if ranking.method.name != "weighted-sum":
        what = f"its formulas compute a weighted sum, and the ranking is by {ranking.method.name}."
        mend = "Rank by weighted-sum."
        raise UsageError(Problem("argument-invalid", "method", what, mend))
    if ranking.yardsticks is not None:
        what = "the utilities of this ranking are measured by the figures of another."
        mend = "Write the workbook of a ranking of its own."
        raise UsageError(Problem("argument-invalid", "ranking", what, mend))


def _min_coverage(ranking: Ranking, written: Written) -> str:
    """Return the address of the rule, or its number where the study does not state it."""
    rest = {k: v for k, v in written.study.items() if k not in (layout.CRITERIA, layout.CONTEXT)}
    paths = [path for path, _ in flatten(rest)]
    stated = ("rules", "min_coverage")
    if stated not in paths:
        return repr(ranking.study.rules.min_coverage)
    return ref(1 + paths.index(stated), 1, sheet=layout.STUDY)


def _write_weights(page: Page, grid: Grid) -> None:
    """Write the weights, a block of siblings after the other; those to change are yellow."""
    page.head((*WEIGHT_COLUMNS, layout.PUBLISHED_SHARE), (28, 24, 36, 12, 12, 14, 12), left=3)
    weighting = grid.ranking.weighting
    written = _as_written(grid)
    row = 1
    for parent, siblings in grid.groups:
        block = area((row, _LIVE), (row + len(siblings) - 1, _LIVE))
        for node in siblings:
            page.row(row, (node.id, parent, node.label.en))
            page.put(row, _LIVE, written[node.id], "free")
            share = f"{ref(row, _LIVE)}/SUM({block})"
            page.compute(row, at.SHARE_COLUMN, share, weighting.shares[node.id], "share")
            above = ref(1 + grid.column(parent) - at.FIRST_COLUMN, _WHOLE) if parent else "1"
            whole = f"{above}*{ref(row, at.SHARE_COLUMN)}"
            page.compute(row, _WHOLE, whole, weighting.overall[node.id], "share")
            page.put(row, _WHOLE + 1, weighting.shares[node.id], "share")
            row += 1
    rule = {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "Weight",
        "error_message": "A weight is a number of 0 or more.",
    }
    page.sheet.data_validation(1, _LIVE, row - 1, _LIVE, rule)
    page.protect()


def _as_written(grid: Grid) -> Mapping[str, float]:
    """Return weights as the study and its profile write them; shares where set by hand."""
    weighting, study = grid.ranking.weighting, grid.ranking.study
    by_profile = study.profiles[weighting.profile].weights if weighting.profile else {}
    found: dict[str, float] = {}
    for _, siblings in grid.groups:
        own = {node.id: by_profile.get(node.id, node.weight) for node in siblings}
        total = sum(own.values())
        shares = {node.id: weighting.shares[node.id] for node in siblings}
        is_own = total > 0 and all(own[name] / total == shares[name] for name in own)
        found |= own if is_own else {name: FULL * share for name, share in shares.items()}
    return found


def _write_about(page: Page, ranking: Ranking) -> None:
    manifest = ranking.manifest
    page.head((layout.FIELD, layout.VALUE), (24, 90))
    facts: tuple[tuple[str, str | int | bool | None], ...] = (
        ("schema", layout.BOOK_SCHEMA),
        ("study", manifest.study),
        ("edition", manifest.edition),
        ("content_hash", manifest.content_hash),
        ("method", manifest.method),
        ("profile", manifest.profile),
        ("weights_set_by_hand", bool(ranking.weighting.named)),
        ("as_of", manifest.as_of),
        *((f"version.{name}", version) for name, version in manifest.versions.items()),
        *(("help", line) for line in _HELP),
    )
    for row, fact in enumerate(facts, start=1):
        page.row(row, fact)
