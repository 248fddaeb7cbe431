"""Where clusters and nodes of the tree stand on the sheets of formulas: everywhere the same cells.

Each cluster has its row and each node its column on every one of these sheets, siblings side by
side, so that a formula weighs one block of cells by another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ranker.analysis.ranking import Ranking
from ranker.output.book import Cellable, Page, area, ref
from ranker.study.book_layout import WEIGHTS
from ranker.study.model import Criterion, Indicator, Node

FIRST_ROW = 3  # below id, label and share of each node
FIRST_COLUMN = 2  # after id and name of each cluster
SHARE_ROW = 2
SHARE_COLUMN = 4  # of the sheet of weights

ORIENTED, KNOWN, COVERED = "oriented", "known", "covered"
SCALES, UTILITIES, SCORES, COVERAGE = "scales", "utilities", "scores", "coverage"
STANDINGS = "standings"


@dataclass(frozen=True)
class Grid:
    """A ranking and the cells of its sheets of formulas."""

    ranking: Ranking

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Node, ...]], ...]:
        """Siblings with the id of their parent, the top criteria first."""
        return tuple(_groups(self.ranking.study.root))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes below the root, siblings side by side."""
        return tuple(node for _, siblings in self.groups for node in siblings)

    @cached_property
    def _at(self) -> dict[str, int]:
        return {node.id: at for at, node in enumerate(self.nodes)}

    @property
    def last_row(self) -> int:
        """The row of the last cluster."""
        return FIRST_ROW + len(self.ranking.clusters) - 1

    def column(self, node: str) -> int:
        """Return the column of a node."""
        return FIRST_COLUMN + self._at[node]

    def leaf_column(self, node: str) -> int:
        """Return the place of a leaf among the indicators of the ranking's tables."""
        return [indicator.id for indicator in self.ranking.cells.indicators].index(node)

    def children(self, node: Criterion, row: int, *, sheet: str = "") -> str:
        """Return the block of a node's children in a row."""
        columns = [self.column(child.id) for child in node.children]
        return area((row, columns[0]), (row, columns[-1]), sheet=sheet)

    def shares(self, node: Criterion, *, sheet: str = SCORES) -> str:
        """Return the block of the shares of a node's children."""
        return self.children(node, SHARE_ROW, sheet=sheet)

    def down(self, column: int, *, sheet: str = "") -> str:
        """Return the cells of all clusters in a column."""
        return area((FIRST_ROW, column), (self.last_row, column), sheet=sheet)

    def rows(self) -> Iterator[tuple[int, int]]:
        """Yield the place of each cluster in the study and its row."""
        yield from enumerate(range(FIRST_ROW, self.last_row + 1))

    def head(self, page: Page) -> None:
        """Write who stands in which row and column, and the share of each node."""
        page.sheet.set_column(0, 0, 16)
        page.sheet.set_column(1, 1, 30)
        page.sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(self.nodes) - 1, 12)
        page.row(0, ("cluster", "name", *(node.id for node in self.nodes)), "head")
        page.row(1, (None, None, *(node.label.en for node in self.nodes)), "wrapped")
        page.put(SHARE_ROW, 1, "share among siblings")
        shares = self.ranking.weighting.shares
        for at, node in enumerate(self.nodes):
            source = ref(1 + at, SHARE_COLUMN, sheet=WEIGHTS)
            page.compute(SHARE_ROW, FIRST_COLUMN + at, source, shares[node.id], "share")
        for i, row in self.rows():
            page.row(row, (self.ranking.clusters[i].id, self.ranking.clusters[i].name))
        page.sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        page.protect()

    def node_value(self, table: str, i: int, node: Node) -> Cellable:
        """Return what the engine has for a cluster and node; None where there is none."""
        from ranker.output.rows import number_or_none  # noqa: PLC0415 - loads words

        tree = self.ranking.tree
        values = tree.node_scores if table == SCORES else tree.coverages
        return number_or_none(values[i, tree.nodes.index(node.id)])


def _groups(criterion: Criterion) -> Iterator[tuple[str, tuple[Node, ...]]]:
    yield criterion.id, criterion.children
    for child in criterion.children:
        if isinstance(child, Criterion):
            yield from _groups(child)


def leaves(grid: Grid) -> Iterator[tuple[int, Indicator]]:
    """Yield each leaf with its column on the sheets of formulas."""
    for node in grid.nodes:
        if isinstance(node, Indicator):
            yield grid.column(node.id), node
