"""What is left of a ranking without an indicator, a criterion, a cluster, a publisher, a grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ranker.analysis.result import Ranking
from ranker.analysis.weighting import Weighting
from ranker.study.intensive import quotient
from ranker.study.matrix import Cell, CellTable, value_of
from ranker.study.model import Criterion, Node, Observation, Study

Kind = Literal["indicator", "criterion", "cluster", "publisher", "grade"]


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """A study without one thing, ready to be scored.

    Parameters
    ----------
    kind, id, label : str
        What is left out.
    figures : int
        Rows that no longer count.
    rows : tuple of int
        Row in the ranking of each cluster that is left.
    study, cells, weighting
        What is left. Only the figures of `cells` are brought up to date, not their evidence.
    """

    kind: Kind
    id: str
    label: str
    figures: int
    rows: tuple[int, ...]
    study: Study
    cells: CellTable
    weighting: Weighting


def whole(ranking: Ranking) -> Rest:
    """Return a ranking with nothing left out."""
    rows = tuple(range(len(ranking.clusters)))
    parts = (ranking.study, ranking.cells, ranking.weighting)
    return Rest("indicator", "", "", 0, rows, *parts)


def omitted(ranking: Ranking, kinds: Collection[Kind]) -> Iterator[Rest]:
    """Yield what is left without each thing of some kinds in turn.

    Only ranked clusters are left out: the others move nobody.
    """
    for node in ranking.study.root.walk():
        kind: Kind = "criterion" if isinstance(node, Criterion) else "indicator"
        if node.id and kind in kinds:
            yield _without_node(ranking, kind, node)
    if "cluster" in kinds:
        for cluster in ranking.ranked:
            yield _without_cluster(ranking, ranking.index(cluster.id))
    if "publisher" in kinds:
        yield from _without_rows(ranking, "publisher", lambda row: publisher_of(ranking.study, row))
    if "grade" in kinds:
        yield from _without_rows(ranking, "grade", lambda row: row.grade)


def publisher_of(study: Study, row: Observation) -> str:
    """Return who published the source of a row; the source's title where nobody is named."""
    source = study.sources[row.source]
    return source.publisher or source.title


# --- nodes of the tree -------------------------------------------------------------------


def _without_node(ranking: Ranking, kind: Kind, node: Node) -> Rest:
    shares = ranking.weighting.shares
    root = pruned(ranking.study.root, node.id, shares)
    study = replace(ranking.study, root=root)
    kept = [leaf.id for leaf in study.indicators]
    columns = [j for j, leaf in enumerate(ranking.cells.indicators) if leaf.id in kept]
    gone = [j for j in range(len(ranking.cells.indicators)) if j not in columns]
    cells = _columns(ranking.cells, columns)
    figures = _count(line[j] for line in ranking.cells.cells for j in gone)
    rows = tuple(range(len(ranking.clusters)))
    weighting = replace(ranking.weighting, shares=_renewed(root, shares))
    return Rest(kind, node.id, node.label.en, figures, rows, study, cells, weighting)


def pruned(root: Criterion, name: str, shares: Mapping[str, float]) -> Criterion:
    """Return a tree without a node, and without criteria whose other children weigh nothing."""

    def keep(node: Node) -> Node | None:
        if node.id == name:
            return None
        if not isinstance(node, Criterion):
            return node
        children = below(node)
        return replace(node, children=children) if children else None

    def below(criterion: Criterion) -> tuple[Node, ...]:
        kept = tuple(n for n in map(keep, criterion.children) if n is not None)
        return kept if sum(shares[node.id] for node in kept) > 0 else ()

    return replace(root, children=below(root))


def _renewed(root: Criterion, shares: Mapping[str, float]) -> dict[str, float]:
    renewed: dict[str, float] = {}
    for criterion in (node for node in root.walk() if isinstance(node, Criterion)):
        total = sum(shares[child.id] for child in criterion.children)
        renewed |= {child.id: shares[child.id] / total for child in criterion.children}
    return renewed


def _columns(cells: CellTable, columns: Sequence[int]) -> CellTable:
    return CellTable(
        cells.alternatives,
        tuple(cells.indicators[j] for j in columns),
        tuple(tuple(line[j] for j in columns) for line in cells.cells),
        np.array(cells.performances[:, list(columns)]),
    )


def _count(cells: Iterator[Cell]) -> int:
    return len({id(row) for cell in cells for row in cell.chosen})


# --- clusters ----------------------------------------------------------------------------


def _without_cluster(ranking: Ranking, at: int) -> Rest:
    cluster, cells = ranking.clusters[at], ranking.cells
    rows = tuple(i for i in range(len(ranking.clusters)) if i != at)
    kept = [cells.cells[i] for i in rows]
    elsewhere = {id(row) for line in kept for cell in line for row in cell.chosen}
    own = {id(row) for cell in cells.cells[at] for row in cell.chosen}
    table = CellTable(
        tuple(cells.alternatives[i] for i in rows),
        cells.indicators,
        tuple(kept),
        np.array(cells.performances[list(rows)]),
    )
    study = replace(ranking.study, clusters=tuple(ranking.clusters[i] for i in rows))
    head = (cluster.id, cluster.name, len(own - elsewhere))
    return Rest("cluster", *head, rows, study, table, ranking.weighting)


# --- rows --------------------------------------------------------------------------------


def _without_rows(
    ranking: Ranking, kind: Kind, mark: Callable[[Observation], str]
) -> Iterator[Rest]:
    """Yield what is left without the rows of each mark; only cells that they fill are laid anew."""
    touched: dict[str, set[tuple[int, int]]] = defaultdict(set)
    counted: dict[str, set[int]] = defaultdict(set)
    for i, line in enumerate(ranking.cells.cells):
        for j, cell in enumerate(line):
            below = () if cell.denominator is None else cell.denominator.chosen
            for row in (*cell.chosen, *below):
                touched[mark(row)].add((i, j))
                counted[mark(row)].add(id(row))
    rows = tuple(range(len(ranking.clusters)))
    for name in sorted(touched):
        performances = ranking.cells.performances.copy()
        for i, j in touched[name]:
            cell = ranking.cells.cells[i][j]
            performances[i, j] = _value_without(cell, name, mark, ranking.as_of)
        cells = replace(ranking.cells, performances=performances)
        label = f"grade {name}" if kind == "grade" else name
        head = (kind, name, label, len(counted[name]))
        yield Rest(*head, rows, ranking.study, cells, ranking.weighting)


def _value_without(
    cell: Cell, name: str, mark: Callable[[Observation], str], as_of: int | None
) -> float:
    """Return the figure that a cell has without the rows of a mark; NaN where none is left."""
    held = (*cell.chosen, *(passed.observation for passed in cell.passed))
    left = [row for row in held if mark(row) != name]
    value = value_of(left, cell.indicator, as_of=as_of)
    if cell.denominator is None or cell.indicator.denominator is None:
        return value
    below = _value_without(cell.denominator, name, mark, as_of)
    return quotient(value, below, cell.indicator.denominator.per)
