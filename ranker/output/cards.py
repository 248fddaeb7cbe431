"""Cards behind figures: each shown figure leads to one, and a shared figure has one for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking
from ranker.output.card_text import level_word, passed_texts, total_text, trend
from ranker.output.cells import cell_view, figure_id
from ranker.output.language import _, cluster_name, in_language, ngettext
from ranker.output.view_cards import CardView, SharedPlaceView
from ranker.output.view_cluster import CellView
from ranker.output.words import listed
from ranker.study.matrix import Cell
from ranker.study.model import Cluster, Criterion, Level, Node, Study

_BREADTH: Mapping[Level, int] = {"cluster": 0, "city": 1, "metro": 2, "country": 3}


def card_id(study: Study, cell: Cell) -> str:
    """Return the name of a figure's card on the page, one for all clusters that share it."""
    if len(sharers(study, cell)) > 1 and (cell.chosen or cell.passed):
        return f"{cell.place}:{cell.indicator.id}"
    return figure_id(cell.alternative, cell.indicator.id)


def sharers(study: Study, cell: Cell) -> tuple[Cluster, ...]:
    """Return the clusters whose figure this is; none where it is one cluster's own."""
    level = cell.indicator.level
    if not cell.place or level == "cluster":
        return ()
    return tuple(c for c in study.clusters if c.place(level) == cell.place)


@dataclass(frozen=True, slots=True)
class Cards:
    """Makes the views of one ranking's cells, each with its card."""

    ranking: Ranking

    def view(self, cell: Cell, utility: float | None, *, below: Node | None = None) -> CellView:
        """Return a cell in words, with its card.

        Parameters
        ----------
        cell : Cell
        utility : float or None
            Points from 1 to 100; None for context or where missing.
        below : node, optional
            The top criterion it is scored in; None for context.
        """
        mixed = self._mixed_in(cell, below) if below else ""
        sources = self.ranking.study.sources
        return cell_view(cell, utility, sources, card=self._card(cell, mixed))

    def shared_places(self) -> tuple[SharedPlaceView, ...]:
        """Return the figures that several clusters share, each once, larger places first."""
        found: dict[tuple[Level, str], dict[str, CellView]] = {}
        for cell, below in self._shared_cells():
            views = found.setdefault((cell.indicator.level, cell.place), {})
            held = views.get(cell.indicator.id)
            if held is None or not held.card.is_mixed:
                views[cell.indicator.id] = self.view(cell, None, below=below)
        ordered = sorted(found, key=lambda key: -_BREADTH[key[0]])
        return tuple(self._place(*key, found[key].values()) for key in ordered)

    def _shared_cells(self) -> Iterator[tuple[Cell, Node | None]]:
        study = self.ranking.study
        criteria = {leaf.id: node for node in study.criteria for leaf in _leaves(node)}
        rows = (*self.ranking.cells.cells, *self.ranking.context().cells)
        for cell in (cell for row in rows for cell in row):
            if ":" in card_id(study, cell):
                yield cell, criteria.get(cell.indicator.id)

    def _place(self, level: Level, place: str, views: Iterable[CellView]) -> SharedPlaceView:
        names = [cluster_name(c) for c in self.ranking.study.clusters if c.place(level) == place]
        return SharedPlaceView(
            title=_place_title(self.ranking.study, level, place),
            clusters_text=listed(names, most=len(names)),
            cells=tuple(views),
        )

    def _card(self, cell: Cell, mixed: str) -> CardView:
        study = self.ranking.study
        identity = card_id(study, cell)
        return CardView(
            id=identity,
            is_shared=":" in identity,
            summary=self._summary(cell),
            basis=_basis(study, cell, mixed),
            is_mixed=bool(mixed),
            grade_text="; ".join(
                _("Grade {grade}: {meaning}").format(grade=grade, meaning=_meaning(study, grade))
                for grade in sorted({row.grade for row in cell.chosen})
            ),
            total_text=total_text(cell),
            passed=tuple(passed_texts(cell, self.ranking.as_of)),
            trend=trend(cell),
        )

    def _summary(self, cell: Cell) -> str:
        if cell.is_missing:
            return _("What was passed over")
        sources = (self.ranking.study.sources[name] for name in cell.sources)
        return listed(list(dict.fromkeys(s.publisher or s.title for s in sources)), most=2)

    def _mixed_in(self, cell: Cell, below: Node) -> str:
        """Name the criterion where smaller places' figures stand beside; empty if none do."""
        own = _BREADTH[cell.indicator.level]
        leaves = {leaf.id for leaf in _leaves(below)}
        beside = (c for c in self.ranking.cells.row(cell.alternative) if c.indicator.id in leaves)
        mixed = any(_BREADTH[c.indicator.level] < own for c in beside if not c.is_missing)
        return in_language(below.label) if mixed and cell.chosen else ""


def _leaves(node: Node) -> tuple[Node, ...]:
    return node.indicators() if isinstance(node, Criterion) else (node,)


def _basis(study: Study, cell: Cell, mixed: str) -> str:
    level, count = cell.indicator.level, len(sharers(study, cell))
    words = level_word(level)
    if count > 1:
        words = ngettext(
            "{level}, shared by {n} cluster", "{level}, shared by {n} clusters", count
        ).format(level=words, n=count)
    if not mixed:
        return words
    return _("{basis}; beside figures of smaller places in {criterion}").format(
        basis=words, criterion=mixed
    )


def _place_title(study: Study, level: Level, place: str) -> str:
    country = study.countries.get(place)
    if level == "country" and country is not None:
        return in_language(country)
    names = [cluster_name(c) for c in study.clusters if c.place(level) == place]
    title = _("Metro area of {clusters}") if level == "metro" else _("City of {clusters}")
    return title.format(clusters=listed(names, most=2))


def _meaning(study: Study, grade: str) -> str:
    words = study.grades.get(grade)
    return in_language(words.short or words) if words else ""
