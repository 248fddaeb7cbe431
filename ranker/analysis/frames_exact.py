"""Exact answers as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.bounds import Bounds
    from ranker.analysis.inverse import Inverse
    from ranker.analysis.stability import Stability


def records(rows: Sequence[Any], kind: type[Any]) -> pd.DataFrame:
    """One row a dataclass, one column a field, also where there are none."""
    columns = [field.name for field in fields(kind)]
    return pd.DataFrame([asdict(row) for row in rows], columns=columns)


def bounds_table(bounds: Bounds) -> pd.DataFrame:
    """One row a ranked cluster, best first: ``rank``, ``best``, ``worst``."""
    return pd.DataFrame(
        {
            "rank": [bounds.ranking.rank_of(cluster) for cluster in bounds.clusters],
            "best": bounds.best,
            "worst": bounds.worst,
        },
        index=pd.Index(bounds.clusters, name="cluster"),
    )


def stability_table(stability: Stability) -> pd.DataFrame:
    """One row a criterion and question, with who takes over of whom at each end."""
    rows = [
        {
            "criterion": held.criterion,
            "question": held.question,
            "weight": held.weight,
            "low": held.low,
            "high": held.high,
            "below_winner": held.below.winner if held.below else None,
            "below_loser": held.below.loser if held.below else None,
            "above_winner": held.above.winner if held.above else None,
            "above_loser": held.above.loser if held.above else None,
        }
        for held in stability.intervals
    ]
    return pd.DataFrame(rows)


def inverse_table(inverse: Inverse) -> pd.DataFrame:
    """One row a criterion: weights, or the lead of the mixture where no weights do."""
    names = pd.Index(inverse.constraints.names, name="criterion")
    now = inverse.ranking.criterion_weights
    if inverse.proof is not None:
        return pd.DataFrame({"weight": now, "lead": list(inverse.proof.lead.values())}, index=names)
    return pd.DataFrame(
        {
            "weight": now,
            "nearest": list((inverse.weights or {}).values()),
            "least": [low for low, _ in inverse.ranges.values()],
            "greatest": [high for _, high in inverse.ranges.values()],
        },
        index=names,
    )
