"""Everything known of one cluster: its place, every figure, where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ranker.analysis.ranking import Ranking
from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.rows import Row, number_or_none, ranking_row
from ranker.study.matrix import Cell
from ranker.study.model import Criterion, Node, Observation, Source

CLUSTER_SCHEMA = "cluster-ranker/cluster/1"


@dataclass(frozen=True, slots=True)
class Section:
    """A top criterion of one cluster and the cells below it.

    Parameters
    ----------
    score : float or None
        1 to 100; None where coverage is too thin.
    contribution : float or None
        What it adds to a weighted sum; None for other methods.
    weight, coverage : float
        Share of the score, and share of weight observed below it.
    cells : tuple of Cell
        One an indicator.
    utilities : tuple of float or None
        1 to 100; None where missing.
    """

    node: Node
    score: float | None
    contribution: float | None
    weight: float
    coverage: float
    cells: tuple[Cell, ...]
    utilities: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One cluster: its row in the ranking, its criteria, and what is shown and not scored."""

    ranking: Ranking
    row: Row
    sections: tuple[Section, ...]
    context: tuple[Cell, ...]


def build_dossier(
    ranking: Ranking, cluster: str, *, context: Sequence[Cell] | None = None
) -> Dossier:
    """Gather what is known of one cluster.

    Parameters
    ----------
    ranking : Ranking
    cluster : str
        Its id.
    context : sequence of Cell, optional
        Its row of `Ranking.context`, where that is at hand.

    Returns
    -------
    Dossier

    Raises
    ------
    UsageError
        ``cluster-unknown``, with the nearest ids.
    """
    row = ranking_row(ranking, cluster)
    i = ranking.index(cluster)
    shown = ranking.context().cells[i] if context is None else tuple(context)
    return Dossier(ranking, row, tuple(_sections(ranking, row, i)), shown)


def _sections(ranking: Ranking, row: Row, i: int) -> Iterator[Section]:
    places = {indicator.id: j for j, indicator in enumerate(ranking.cells.indicators)}
    for j, node in enumerate(ranking.study.criteria):
        leaves = node.indicators() if isinstance(node, Criterion) else (node,)
        columns = [places[leaf.id] for leaf in leaves]
        yield Section(
            node=node,
            score=row.criteria[j],
            contribution=row.contributions[j] if row.contributions else None,
            weight=ranking.weighting.shares[node.id],
            coverage=ranking.coverage(row.cluster.id, node.id),
            cells=tuple(ranking.cells.cells[i][column] for column in columns),
            utilities=tuple(number_or_none(ranking.tree.utilities[i, c]) for c in columns),
        )


def cluster_to_json(dossier: Dossier) -> str:
    """Return one cluster as JSON whose ``schema`` is "cluster-ranker/cluster/1"."""
    ranking, row = dossier.ranking, dossier.row
    cluster = row.cluster
    return as_json(
        {
            "schema": CLUSTER_SCHEMA,
            "study": study_fields(ranking),
            "cluster": {
                "id": cluster.id,
                "name": cluster.name,
                "name_local": cluster.name_local,
                "group": cluster.group,
                "country": cluster.country,
                "metro": cluster.metro or None,
                "city": cluster.city or None,
                "latitude": cluster.latitude,
                "longitude": cluster.longitude,
                "summary": cluster.summary,
            },
            "rank": row.rank,
            "group_rank": row.group_rank,
            "standing": row.standing,
            "score": row.score,
            "coverage": row.coverage,
            "reason": row.reason or None,
            "criteria": [_section_fields(ranking, section) for section in dossier.sections],
            "context": [cell_fields(ranking, cell) for cell in dossier.context],
            "manifest": manifest_fields(ranking),
        }
    )


def _section_fields(ranking: Ranking, section: Section) -> dict[str, Any]:
    cells = zip(section.cells, section.utilities, strict=True)
    return {
        "id": section.node.id,
        "label": section.node.label.en,
        "weight": section.weight,
        "score": section.score,
        "contribution": section.contribution,
        "coverage": section.coverage,
        "indicators": [
            cell_fields(ranking, cell) | {"utility": utility} for cell, utility in cells
        ],
    }


def cell_fields(ranking: Ranking, cell: Cell) -> dict[str, Any]:
    """Return a cell as plain data, with every row that counts and those that do not."""
    sources = ranking.study.sources
    return {
        "id": cell.indicator.id,
        "label": cell.indicator.label.en,
        "unit": cell.indicator.unit.en,
        "level": cell.indicator.level,
        "place": cell.place or None,
        "value": number_or_none(cell.value),
        "low": cell.low,
        "high": cell.high,
        "years": list(cell.years) if cell.years else None,
        "grade": cell.grade or None,
        "figures": [_figure_fields(row, sources[row.source]) for row in cell.chosen],
        **_divided_fields(ranking, cell),
        "not_chosen": [
            _figure_fields(passed.observation, sources[passed.observation.source])
            | {"reason": passed.reason}
            for passed in cell.passed
        ],
    }


def _divided_fields(ranking: Ranking, cell: Cell) -> dict[str, Any]:
    """Return what a figure is divided by; nothing where it is not."""
    held = cell.indicator.denominator
    if held is None or cell.denominator is None:
        return {}
    below = cell_fields(ranking, cell.denominator)
    return {"figures_unit": held.counted_in.en, "divided_by": {"per": held.per, **below}}


def _figure_fields(row: Observation, source: Source) -> dict[str, Any]:
    return {
        "item": row.item or None,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "year": row.year,
        "grade": row.grade,
        "note": row.note or None,
        "source": {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher or None,
            "url": source.url,
            "published": source.published or None,
        },
    }
