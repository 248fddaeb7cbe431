"""Moves from one ranking to another as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.moves import Move

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
