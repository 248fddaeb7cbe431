"""A network's curve as a pandas table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.network import Network


def network_table(network: Network) -> pd.DataFrame:
    """Return one row a grid point: coordination, score, rank, low, high."""
    ends = [network.interval(at) for at in range(len(network.grid))]
    return pd.DataFrame(
        {
            "coordination": network.grid,
            "score": network.scores,
            "rank": network.ranks,
            "low": [low for low, _ in ends],
            "high": [high for _, high in ends],
        }
    )
