"""Exact answers as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.bounds import Bounds
    from ranker.analysis.gap import Gap
    from ranker.analysis.inverse import Inverse
    from ranker.analysis.reach import Reach
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


def gap_table(gap: Gap) -> pd.DataFrame:
    """One row a figure: both figures, their difference, points, and whose to change."""
    rows = [
        asdict(part.points)
        | {"kind": part.kind, "raw_a": part.a.value, "raw_b": part.b.value, "raw": part.raw}
        for part in gap.leaves
    ]
    return pd.DataFrame(rows)


def reach_table(reach: Reach) -> pd.DataFrame:
    """One row a change: figure now and then, points, cost."""
    columns = ["indicator", "place", "from", "to", "unit", "points", "cost"]
    rows = [
        (
            change.lever.indicator.id,
            change.lever.place,
            change.lever.now,
            change.to,
            change.lever.indicator.unit.en,
            change.points,
            change.cost,
        )
        for change in reach.changes
    ]
    return pd.DataFrame(rows, columns=columns)
