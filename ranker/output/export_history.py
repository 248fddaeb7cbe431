"""Diffs, trends and leave-one-out answers as JSON; equal results give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.sheets_diff import check_group_of_either, diff_sentence
from ranker.output.sheets_leave_out import leave_out_sentence
from ranker.output.sheets_trend import trend_sentence

if TYPE_CHECKING:
    from ranker.analysis.diff import Diff, Move
    from ranker.analysis.leave_out import Dependence, LeaveOut, Omission
    from ranker.analysis.trend import Point, Trend

DIFF_SCHEMA = "cluster-ranker/diff/1"
LEAVE_OUT_SCHEMA = "cluster-ranker/leave-out/1"
TREND_SCHEMA = "cluster-ranker/trend/1"


def diff_to_json(diff: Diff, *, group: str | None = None) -> str:
    """Return what became of a ranking between two editions as JSON.

    Parameters
    ----------
    diff : Diff
    group : str, optional
        Id of the group whose clusters are written.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/diff/1". In ``moves``, ``rank_parts_24``
        are whole 24ths of a rank, so that they add up to 24 times ``change`` exactly.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    check_group_of_either(diff, group)
    moves = [move for move in diff.moves if group is None or move.group == group]
    return as_json(
        {
            "schema": DIFF_SCHEMA,
            "old": _edition_fields(diff, "old"),
            "new": _edition_fields(diff, "new"),
            "group": group,
            "is_empty": diff.is_empty,
            "sentence": diff_sentence(diff),
            "notes": diff.notes,
            "kinds": diff.kinds,
            "refused": None if diff.refused is None else asdict(diff.refused),
            "moves": [_move_fields(move) for move in moves],
            "cells": [asdict(change) for change in diff.cells],
            "weights": [asdict(change) for change in diff.weights],
            "rules": [asdict(change) for change in diff.rules],
            "clusters": [asdict(change) for change in diff.clusters],
        }
    )


def _edition_fields(diff: Diff, side: str) -> dict[str, Any]:
    ranking = diff.old if side == "old" else diff.new
    return {"study": study_fields(ranking), "manifest": manifest_fields(ranking)}


def _move_fields(move: Move) -> dict[str, Any]:
    whole = None
    if move.rank_parts is not None:
        whole = {kind: int(part * 24) for kind, part in move.rank_parts.items()}
    return {
        "cluster": move.cluster,
        "name": move.name,
        "group": move.group,
        "status": move.status,
        "old_rank": move.old_rank,
        "new_rank": move.new_rank,
        "change": move.change,
        "rank_parts": _floats(move.rank_parts),
        "rank_parts_24": whole,
        "old_score": move.old_score,
        "new_score": move.new_score,
        "score_parts": _floats(move.score_parts),
        "causes": move.causes,
    }


def _floats(parts: Mapping[Any, Fraction] | None) -> dict[str, float] | None:
    return None if parts is None else {kind: float(part) for kind, part in parts.items()}


def leave_out_to_json(left: LeaveOut, *, cluster: str | None = None) -> str:
    """Return the ranking without each thing as JSON.

    Parameters
    ----------
    left : LeaveOut
    cluster : str, optional
        Id of the cluster whose ranks alone are written.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/leave-out/1". In ``omissions``, ``ranks``
        holds those who take one, ``moves`` those who move among the ones ranked both times.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    ranking = left.ranking
    wanted = [c.id for c in ranking.ranked] if cluster is None else [cluster]
    return as_json(
        {
            "schema": LEAVE_OUT_SCHEMA,
            "study": study_fields(ranking),
            "cluster": cluster,
            "kinds": left.kinds,
            "sentence": leave_out_sentence(left, cluster),
            "clusters": [_dependence_fields(left.of(name)) for name in wanted],
            "omissions": [_omission_fields(left, held, cluster) for held in left.omissions],
            "manifest": manifest_fields(ranking),
        }
    )


def _dependence_fields(held: Dependence) -> dict[str, Any]:
    return {
        "cluster": held.cluster,
        "rank": held.rank,
        "best": held.best,
        "worst": held.worst,
        "hangs_on": [{"kind": o.kind, "id": o.id} for o in held.hangs_on],
        "drops_without": [{"kind": o.kind, "id": o.id} for o in held.drops_without],
    }


def _omission_fields(left: LeaveOut, held: Omission, cluster: str | None) -> dict[str, Any]:
    names = left.ranking.cells.alternatives
    kept = [i for i, name in enumerate(names) if cluster in (None, name)]
    return {
        "kind": held.kind,
        "id": held.id,
        "label": held.label,
        "figures": held.figures,
        "moved": held.moved,
        "total": held.total,
        "ranks": {names[i]: int(held.ranks[i]) for i in kept if held.ranks[i]},
        "moves": {names[i]: int(held.moves[i]) for i in kept if held.moves[i]},
        "dropped": held.dropped,
        "joined": held.joined,
        "refused": None if held.refused is None else asdict(held.refused),
    }


def trend_to_json(trend: Trend, *, clusters: Sequence[str] = ()) -> str:
    """Return the ranking as of each year as JSON.

    Parameters
    ----------
    trend : Trend
    clusters : sequence of str
        Those that are written; all that take a rank in some year where empty.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/trend/1". ``parts`` add up to
        ``change``; ``found`` names indicators whose figure became known.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    wanted = tuple(clusters) or trend.clusters
    return as_json(
        {
            "schema": TREND_SCHEMA,
            "study": study_fields(trend.last),
            "years": [
                {"year": year.year, "ranked": year.ranked, "is_thin": year.is_thin}
                for year in trend.years
            ],
            "constant": trend.constant,
            "clusters": [
                {
                    "cluster": name,
                    "sentence": trend_sentence(trend, name),
                    "years": [_point_fields(point) for point in trend.points(name)],
                }
                for name in wanted
            ],
            "manifest": manifest_fields(trend.last),
        }
    )


def _point_fields(point: Point) -> dict[str, Any]:
    return {
        "year": point.year,
        "rank": point.rank,
        "score": point.score,
        "coverage": point.coverage,
        "known": point.known,
        "indicators": point.indicators,
        "constant_rank": point.constant_rank,
        "found": point.found,
        "change": point.change,
        "parts": _floats(point.parts),
        "cause": point.cause,
    }
