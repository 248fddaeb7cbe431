"""Moves from one ranking to another as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.claim_hinges import Hinge
    from ranker.analysis.correction import RowEffect
    from ranker.analysis.intensity import Standing
    from ranker.analysis.moves import Move
    from ranker.analysis.result import Ranking

_NUMBERS = ("before", "after", "standing_before", "standing_after")


def moves_table(moves: Sequence[Move]) -> pd.DataFrame:
    """One row a cluster: ranks, standings and scores before and after, missing where none."""
    index = pd.Index([move.cluster for move in moves], name="cluster")
    frame = pd.DataFrame(
        {name: [getattr(move, name) for move in moves] for name in _NUMBERS}, index=index
    ).astype("Int64")
    for name in ("score_before", "score_after"):
        frame[name] = [getattr(move, name) for move in moves]
    return frame.astype({"score_before": "Float64", "score_after": "Float64"})


def hinges_table(hinges: Sequence[Hinge]) -> pd.DataFrame:
    """One row a figure that a claim hangs on, the most telling first."""
    columns = ["place", "indicator", "clusters", "value", "grade", "low", "high", "needed", "slack"]
    rows = [
        (
            hinge.cell.place,
            hinge.cell.indicator.id,
            ", ".join(hinge.clusters),
            hinge.cell.value,
            hinge.cell.grade,
            hinge.low,
            hinge.high,
            hinge.needed,
            hinge.slack,
        )
        for hinge in hinges
    ]
    return pd.DataFrame(rows, columns=columns)


def corrections_table(rows: Sequence[RowEffect]) -> pd.DataFrame:
    """One row a corrected row: its figure before and after, and who moves by it alone."""
    columns = ["row", "status", "place", "indicator", "before", "after", "counts", "moved"]
    found = [
        (
            entry.sent.number,
            entry.sent.status,
            entry.sent.row.place,
            entry.indicator.id,
            entry.before.value,
            entry.after.value,
            entry.is_chosen,
            ", ".join(move.cluster for move in entry.alone.moves if move.is_moved),
        )
        for entry in rows
    ]
    return pd.DataFrame(found, columns=columns).set_index("row")


def standings_table(standings: Sequence[Standing]) -> pd.DataFrame:
    """One row a cluster: ranks by size and by intensity, and whose story it is."""
    index = pd.Index([standing.cluster.id for standing in standings], name="cluster")
    columns = {
        "by_size": [standing.by_size for standing in standings],
        "by_intensity": [standing.by_intensity for standing in standings],
        "move": [standing.move for standing in standings],
        "story": [standing.story for standing in standings],
    }
    return pd.DataFrame(columns, index=index)


def derived_table(before: Ranking, after: Ranking) -> pd.DataFrame:
    """One row a cluster: rank by the written and by the derived weights, missing where none."""
    ids = [cluster.id for cluster in before.clusters]
    ranks = {
        name: pd.array([ranking.rank_of(cluster) for cluster in ids], dtype="Int64")
        for name, ranking in (("written", before), ("derived", after))
    }
    return pd.DataFrame(ranks, index=pd.Index(ids, name="cluster")).sort_values("derived")
