"""A gap between two clusters as JSON, in full precision and as shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export_trust import document
from ranker.output.gap_view import GapView, Step, view_gap
from ranker.output.rows import number_or_none

if TYPE_CHECKING:
    from ranker.analysis.gap import Gap
    from ranker.study.matrix import Cell

GAP_SCHEMA = "cluster-ranker/gap/1"


def gap_to_json(gap: Gap) -> str:
    """Return a gap as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/gap/1". Each of ``criteria``, ``kinds``
        and ``steps`` adds up to ``difference``, and their ``shown`` to that of the whole.
        ``steps`` are in the order of the waterfall from the score of b to that of a.
    """
    view = view_gap(gap)
    return document(
        GAP_SCHEMA,
        gap.ranking,
        {
            "sentence": view.sentence,
            "a": _cluster_fields(view, gap.a, view.a_score),
            "b": _cluster_fields(view, gap.b, view.b_score),
            "difference": gap.difference,
            "shown": view.total,
            "kinds": {
                kind: {"difference": points, "shown": view.kinds[kind]}
                for kind, points in gap.kinds.items()
            },
            "criteria": [
                asdict(part) | {"shown": view.criteria[part.node]} for part in gap.criteria
            ],
            "steps": [_step_fields(step) for step in view.steps],
        },
    )


def _cluster_fields(view: GapView, cluster: str, score: float) -> dict[str, Any]:
    ranking = view.gap.ranking
    row = ranking.index(cluster)
    return {
        "cluster": cluster,
        "name": ranking.clusters[row].name,
        "rank": ranking.rank_of(cluster),
        "standing": int(ranking.standings[row]),
        "score": score,
    }


def _step_fields(step: Step) -> dict[str, Any]:
    part, leaf = step.part, step.part.indicator
    return {
        **asdict(part.points),
        "kind": part.kind,
        "shown": step.shown,
        "start": step.start,
        "stop": step.stop,
        "level": leaf.level,
        "lever": leaf.lever,
        "unit": leaf.unit.en,
        "a_figure": _cell_fields(part.a),
        "b_figure": _cell_fields(part.b),
        "raw_difference": number_or_none(part.raw),
        "raw_text": step.raw_text,
    }


def _cell_fields(cell: Cell) -> dict[str, Any]:
    return {
        "place": cell.place,
        "value": number_or_none(cell.value),
        "grade": cell.grade or None,
        "years": cell.years,
        "sources": cell.sources,
    }
