"""Diffs, trends and leave-one-out answers as pandas tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ranker.analysis.hybrid import KINDS
from ranker.analysis.trend import CAUSES

if TYPE_CHECKING:
    from ranker.analysis.diff import Diff
    from ranker.analysis.leave_out import LeaveOut
    from ranker.analysis.trend import Trend


def diff_table(diff: Diff) -> pd.DataFrame:
    """One row a cluster: ranks, change, and its parts as floats."""
    rows = [
        {
            "status": move.status,
            "old_rank": move.old_rank,
            "new_rank": move.new_rank,
            "change": move.change,
            **{kind: float((move.rank_parts or {}).get(kind, float("nan"))) for kind in KINDS},
        }
        for move in diff.moves
    ]
    index = pd.Index([move.cluster for move in diff.moves], name="cluster")
    table = pd.DataFrame(rows, index=index)
    whole = ["old_rank", "new_rank", "change"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def omissions_table(left: LeaveOut) -> pd.DataFrame:
    """One row an omission: how many figures, who moves, who drops out."""
    rows = [
        {
            "kind": held.kind,
            "id": held.id,
            "label": held.label,
            "figures": held.figures,
            "total": held.total,
            "moved": held.moved,
            "dropped": list(held.dropped),
            "joined": list(held.joined),
            "refused": held.refused.what if held.refused else None,
        }
        for held in left.omissions
    ]
    return pd.DataFrame(rows)


def omitted_ranks(left: LeaveOut) -> pd.DataFrame:
    """Clusters × omissions: the rank without each; missing where it takes none."""
    names = pd.MultiIndex.from_tuples([(o.kind, o.id) for o in left.omissions])
    index = pd.Index(left.ranking.cells.alternatives, name="cluster")
    table = pd.DataFrame([o.ranks for o in left.omissions], index=names, columns=index).T
    return table.astype("Int64").mask(table == 0)


def trend_table(trend: Trend) -> pd.DataFrame:
    """One row a cluster and year: rank, score, coverage, figures known, parts of a change."""
    rows = []
    for point in (p for name in trend.clusters for p in trend.points(name)):
        fields = {field: getattr(point, field) for field in _POINT}
        parts: dict[str, float] = dict.fromkeys(CAUSES, float("nan"))
        parts |= {cause: float(part) for cause, part in (point.parts or {}).items()}
        rows.append({**fields, "newly_known": list(point.found), **parts})
    table = pd.DataFrame(rows).set_index(["cluster", "year"])
    return table.astype(dict.fromkeys(("rank", "constant_rank", "change"), "Int64"))


_POINT = (
    *("cluster", "year", "rank", "score", "coverage"),
    *("known", "indicators", "constant_rank", "change"),
)
