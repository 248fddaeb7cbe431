"""The sheets of a workbook that a study is made of, which `ranker import` reads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.output.book import Book, Page
from ranker.study import book_layout as layout
from ranker.study.book_layout import flatten, write_path
from ranker.study.draft import (
    CLUSTER_COLUMNS,
    OBSERVATION_COLUMNS,
    SOURCE_COLUMNS,
    Draft,
    read_draft,
)
from ranker.study.load import build_study
from ranker.study.model import Observation, Study
from ranker.study.validate import find_problems

ID_WIDTH, WORD_WIDTH, NUMBER_WIDTH, TEXT_WIDTH = 24.0, 34.0, 11.0, 60.0
COLOUR = "#C9B458"  # of the sheets that people edit
_BROAD = ("title", "url", "note", "summary")


@dataclass(frozen=True, slots=True)
class Written:
    """The YAML files of a study as they are written, and its rows by the cell they count for.

    Parameters
    ----------
    study : mapping
        ``study.yaml``.
    profiles : mapping of str to mapping
        Weight profiles by id.
    networks : mapping or None
    """

    study: Mapping[str, Any]
    profiles: Mapping[str, Mapping[str, Any]]
    networks: Mapping[str, Any] | None


def read_written(study: Study) -> Written:
    """Read the YAML files of a study again, with fields that only files have.

    Raises
    ------
    ContentError
        Where a file has become unreadable.
    UsageError
        ``argument-invalid`` where the files are no longer those of the study.
    """
    draft = read_draft(study.path)
    errors = [problem for problem in find_problems(draft) if problem.severity == "error"]
    if errors or not _is_same(build_study(draft), study):
        what = "its files have changed since it was opened, or are gone."
        mend = "Open the study again."
        raise UsageError(Problem("argument-invalid", study.id, what, mend))
    return _written(draft)


def _is_same(now: Study, study: Study) -> bool:
    fields = ("root", "context", "groups", "rules", "profiles", "networks", "clusters")
    return all(getattr(now, name) == getattr(study, name) for name in fields)


def _written(draft: Draft) -> Written:
    networks = draft.networks
    return Written(
        draft.top,
        {profile.id: profile.document.data for profile in draft.profiles},
        None if networks is None else networks.document.data,
    )


def write_content(book: Book, ranking: Ranking, written: Written) -> None:
    """Write the sheets that people edit: figures, places, sources, and the study's fields."""
    study = ranking.study
    _write_observations(book.page(layout.OBSERVATIONS, colour=COLOUR), ranking)
    _write_table(
        book.page(layout.CLUSTERS, colour=COLOUR),
        CLUSTER_COLUMNS,
        ([getattr(cluster, name) for name in CLUSTER_COLUMNS] for cluster in study.clusters),
    )
    _write_sources(book.page(layout.SOURCES, colour=COLOUR), study)
    rest = {k: v for k, v in written.study.items() if k not in (layout.CRITERIA, layout.CONTEXT)}
    write_fields(book.page(layout.STUDY, colour=COLOUR), {layout.VALUE: rest})
    if written.profiles:
        write_fields(book.page(layout.PROFILES, colour=COLOUR), written.profiles)
    if written.networks is not None:
        write_fields(book.page(layout.NETWORKS, colour=COLOUR), {layout.VALUE: written.networks})


def _write_table(
    page: Page, columns: Sequence[str], rows: Iterator[list[Any]], *, left: int = 1
) -> None:
    widths = [TEXT_WIDTH if name in _BROAD else ID_WIDTH for name in columns]
    page.head(columns, widths, left=left)
    for at, row in enumerate(rows, start=1):
        page.row(at, row)


def cell_numbers(ranking: Ranking) -> Mapping[tuple[str, str], int]:
    """Return a number for every cell with a figure, by place and indicator, from 1."""
    tables = (ranking.cells, ranking.context())
    held = (c for table in tables for line in table.cells for c in line if not c.is_missing)
    names = dict.fromkeys((cell.place, cell.indicator.id) for cell in held)
    return {name: number for number, name in enumerate(names, start=1)}


def _write_observations(page: Page, ranking: Ranking) -> None:
    numbers = cell_numbers(ranking)
    tables = (ranking.cells, ranking.context())
    chosen = {id(row) for table in tables for line in table.cells for c in line for row in c.chosen}
    columns = (layout.CELL_NUMBER, *OBSERVATION_COLUMNS)
    rows = (
        [numbers[row.place, row.indicator] if id(row) in chosen else None, *_fields(row)]
        for row in ranking.study.observations
    )
    _write_table(page, columns, rows, left=3)


def _fields(row: Observation) -> list[Any]:
    names = ("grade" if name == "quality" else name for name in OBSERVATION_COLUMNS)
    return [getattr(row, name) for name in names]


def _write_sources(page: Page, study: Study) -> None:
    rows = ([getattr(source, n) for n in SOURCE_COLUMNS] for source in study.sources.values())
    _write_table(page, SOURCE_COLUMNS, rows)
    at = SOURCE_COLUMNS.index("url")
    for row, source in enumerate(study.sources.values(), start=1):
        page.link(row, at, source.url, source.url)


def write_fields(page: Page, columns: Mapping[str, Mapping[str, Any]]) -> None:
    """Write nested fields, a row a path, a column for each of several of a kind."""
    flat = {name: dict(flatten(data)) for name, data in columns.items()}
    paths = dict.fromkeys(path for fields in flat.values() for path in fields)
    page.head((layout.FIELD, *columns), (WORD_WIDTH, *[TEXT_WIDTH] * len(columns)))
    for at, path in enumerate(paths, start=1):
        page.put(at, 0, write_path(path))
        for column, fields in enumerate(flat.values(), start=1):
            page.put(at, column, fields.get(path))


def write_criteria(page: Page, written: Written) -> None:
    """Write the tree, a row a node, its fields as columns; the context below it."""
    nodes = [*_nodes(written.study.get(layout.CRITERIA, {}), ""), *_context(written.study)]
    fields = dict.fromkeys(name for _, own in nodes for name in own)
    page.head(
        (*layout.NODE_COLUMNS, *fields),
        (*[ID_WIDTH] * len(layout.NODE_COLUMNS), *[NUMBER_WIDTH * 1.5] * len(fields)),
    )
    for at, (head, own) in enumerate(nodes, start=1):
        page.row(at, [*head, *(own.get(name) for name in fields)])


Node = tuple[tuple[str, str, str], dict[str, Any]]


def _nodes(nodes: Mapping[str, Any], under: str) -> Iterator[Node]:
    for name, node in nodes.items():
        children = node.get("children")
        kind = "indicator" if children is None else "criterion"
        own = {k: v for k, v in node.items() if k != "children"}
        yield (name, under, kind), {write_path(path): value for path, value in flatten(own)}
        yield from _nodes(children or {}, name)


def _context(study: Mapping[str, Any]) -> Iterator[Node]:
    for name, node in (study.get(layout.CONTEXT) or {}).items():
        own = {write_path(path): value for path, value in flatten(node)}
        yield (name, "", layout.CONTEXT), own
