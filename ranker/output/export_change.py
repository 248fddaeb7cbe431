"""What-ifs and corrections as JSON, in full precision; equal results give equal bytes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.moves_text import move_reason
from ranker.output.rows import number_or_none

if TYPE_CHECKING:
    from ranker.analysis.correction import Correction, RowEffect
    from ranker.analysis.effects import Effect
    from ranker.analysis.moves import Move
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.what_if import WhatIf
    from ranker.analysis.wishes import Change
    from ranker.study.matrix import Cell

WHAT_IF_SCHEMA = "cluster-ranker/what-if/1"
CORRECTION_SCHEMA = "cluster-ranker/correction/1"


def what_if_to_json(found: WhatIf) -> str:
    """Return a what-if as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/what-if/1". ``study`` and ``manifest``
        are those of the ranking as it is; every entry of ``changes`` is hypothetical.
    """
    return as_json(
        {
            "schema": WHAT_IF_SCHEMA,
            "hypothetical": True,
            "study": study_fields(found.before),
            "changes": [_change_fields(change) for change in found.changes],
            "moved": [move.cluster for move in found.moved],
            "ranking": [
                move_fields(found.before, found.after, move)
                | {"supposed": [c.indicator.id for c in found.changes_of(move.cluster)]}
                for move in found.moves
            ],
            "manifest": manifest_fields(found.before),
        }
    )


def _change_fields(change: Change) -> dict[str, Any]:
    return {
        "place": change.place,
        "indicator": change.indicator.id,
        "label": change.indicator.label.en,
        "unit": change.indicator.unit.en,
        "level": change.indicator.level,
        "clusters": change.clusters,
        "value_before": number_or_none(change.cell.value),
        "value": number_or_none(change.value),
        "sources_before": change.cell.sources,
        "hypothetical": True,
        "changes": change.is_needed,
        "notes": change.notes,
    }


def move_fields(before: Ranking, after: Ranking, move: Move) -> dict[str, Any]:
    """Return one move as plain data."""
    cluster = after.clusters[after.index(move.cluster)]
    return {
        "cluster": cluster.id,
        "name": cluster.name,
        "name_local": cluster.name_local,
        "group": cluster.group,
        "country": cluster.country,
        "rank_before": move.before,
        "rank": move.after,
        "standing_before": move.standing_before,
        "standing": move.standing_after,
        "score_before": move.score_before,
        "score": move.score_after,
        "way": move.way,
        "criteria": [asdict(shift) for shift in move.shifts],
        "passed_by": move.passed_by,
        "passes": move.passes,
        "reason": move_reason(before, after, move),
    }


def correction_to_json(found: Correction) -> str:
    """Return what corrections would change as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/correction/1". ``alone`` and
        ``together`` hold every cluster whose rank would move or whose figure is touched.
    """
    run = {"seed": found.seed, "draws": found.draws}
    return as_json(
        {
            "schema": CORRECTION_SCHEMA,
            "study": study_fields(found.ranking),
            "file": found.corrections.name,
            "error": found.error,
            "new_sources": [asdict(source) for source in found.corrections.sources.values()],
            "rows": [_row_fields(entry) for entry in found.preview.rows],
            "together": _effect_fields(found.preview.together),
            "manifest": manifest_fields(found.ranking) | run,
        }
    )


def _row_fields(entry: RowEffect) -> dict[str, Any]:
    row, was = entry.sent.row, entry.sent.was
    return {
        "row": entry.sent.number,
        "line": row.line,
        "status": entry.sent.status,
        "indicator_label": entry.indicator.label.en,
        "unit": entry.indicator.unit.en,
        "clusters": entry.clusters,
        "sent": asdict(row),
        "was": asdict(was) if was is not None else None,
        "counts": entry.is_chosen,
        "cell_before": _cell_fields(entry.before),
        "cell": _cell_fields(entry.after),
        "alone": _effect_fields(entry.alone),
    }


def _cell_fields(cell: Cell) -> dict[str, Any]:
    return {
        "value": number_or_none(cell.value),
        "low": cell.low,
        "high": cell.high,
        "grade": cell.grade or None,
        "sources": cell.sources,
        "years": cell.years,
    }


def _effect_fields(effect: Effect) -> dict[str, Any]:
    touched = set(effect.touched)
    kept = [m for m in effect.moves if m.is_moved or m.cluster in touched]
    return {
        "rows": effect.numbers,
        "touched": effect.touched,
        "clusters": [
            move_fields(effect.before, effect.after, move)
            | {
                "interval_before": effect.interval(move.cluster).before,
                "interval": effect.interval(move.cluster).after,
            }
            for move in kept
        ],
    }
