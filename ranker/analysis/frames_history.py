"""Diffs, trends and leave-one-out answers as pandas tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ranker.analysis.hybrid import KINDS

if TYPE_CHECKING:
    from ranker.analysis.diff import Diff


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
