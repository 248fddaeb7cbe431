"""Diffs, trends and leave-one-out answers as JSON; equal results give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.sheets_diff import check_group_of_either, diff_sentence

if TYPE_CHECKING:
    from ranker.analysis.diff import Diff, Move

DIFF_SCHEMA = "cluster-ranker/diff/1"


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
