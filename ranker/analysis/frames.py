"""Results as pandas tables; the only module of the analysis that loads pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ranker.methods import Floats

if TYPE_CHECKING:
    from ranker.analysis.agenda import Agenda
    from ranker.analysis.result import Ranking
    from ranker.analysis.robustness import Robustness
    from ranker.analysis.sensitivity import Sensitivity


def labelled(
    values: Floats | Sequence[Sequence[str]], rows: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Return an array of shape (m, n) as a table with names on both sides."""
    index = pd.Index(list(rows), name="cluster")
    return pd.DataFrame(np.array(values), index=index, columns=list(columns))


def ranking_table(ranking: Ranking) -> pd.DataFrame:
    """One row a cluster, the ranked ones first.

    Returns
    -------
    DataFrame
        Index ``cluster``; columns ``rank`` and ``group_rank`` (missing where none is
        taken), ``standing`` (the rank, and for a benchmark the one it would take),
        ``name``, ``name_local``, ``group``, ``country``, ``score``, one column a top
        criterion, ``coverage``.
    """
    ids = ranking.cells.alternatives
    criteria = [node.id for node in ranking.study.criteria]
    names = {
        field: [getattr(c, field) for c in ranking.clusters]
        for field in ("name", "name_local", "group", "country")
    }
    table = pd.DataFrame(
        {
            "rank": _ranks([ranking.rank_of(name) for name in ids]),
            "group_rank": _ranks([ranking.group_rank(name) for name in ids]),
            "standing": _ranks([int(place) or None for place in ranking.standings]),
            **names,
            "score": np.array(ranking.scores),
        },
        index=pd.Index(ids, name="cluster"),
    )
    table = table.join(labelled(ranking.criterion_scores, ids, criteria))
    table["coverage"] = [ranking.coverage(name) for name in ids]
    return table.sort_values(["rank", "standing", "name"], na_position="last")


def _ranks(values: Sequence[int | None]) -> pd.arrays.IntegerArray:
    return pd.array(list(values), dtype="Int64")


def robustness_table(robust: Robustness) -> pd.DataFrame:
    """One row a ranked cluster, best first: what the draws say about its rank."""
    rows = [
        {
            "rank": robust.ranking.rank_of(cluster),
            "median": robust.median(cluster),
            "low": robust.interval(cluster)[0],
            "high": robust.interval(cluster)[1],
            "expected": float(expected),
            "first": robust.top(cluster, 1),
            "top_3": robust.top(cluster, 3),
            "top_10": robust.top(cluster, 10),
            "tier": robust.tier(cluster),
        }
        for cluster, expected in zip(robust.clusters, robust.expected_ranks, strict=True)
    ]
    return pd.DataFrame(rows, index=pd.Index(list(robust.clusters), name="cluster"))


def agenda_table(agenda: Agenda) -> pd.DataFrame:
    """One row a figure worth finding out, the most telling first."""
    rows = [
        {
            "place": entry.place,
            "indicator": entry.indicator,
            "clusters": ", ".join(entry.clusters),
            "value": entry.cell.value,
            "grade": entry.cell.grade,
            "low": entry.low,
            "high": entry.high,
            "narrowing": entry.narrowing,
        }
        for entry in agenda.entries
    ]
    return pd.DataFrame(rows)


def sensitivity_table(found: Sensitivity) -> pd.DataFrame:
    """One row an output and group of inputs; no row for an output that never changes."""
    rows = [
        {
            "measure": output.measure,
            "cluster": output.cluster,
            "other": output.other,
            "group": effect.group.id,
            "first": effect.first,
            "first_error": effect.first_error,
            "total": effect.total,
            "total_error": effect.total_error,
        }
        for output in found.outputs
        for effect in found.effects(output)
    ]
    return pd.DataFrame(rows)


def ranking_html(ranking: Ranking) -> str:
    """Return the ranked clusters as an HTML table for a notebook."""
    shown = ranking.table.dropna(subset=["rank"]).drop(columns=["standing", "name_local"])
    shown = shown.set_index("rank")
    body = shown.to_html(float_format=lambda number: f"{number:.1f}", border=0)
    weights = ", ".join(
        f"{node.label.en} {ranking.weighting.shares[node.id]:.0%}"
        for node in ranking.study.criteria
    )
    left_out = len(ranking.clusters) - len(ranking.ranked)
    return (
        f"<p><strong>{_escaped(ranking.study.title.en)}</strong>: {ranking.method.title}, "
        f"{_escaped(weights)}; {len(ranking.ranked)} ranked, {left_out} not.</p>{body}"
    )


def _escaped(text: str) -> str:
    from html import escape  # noqa: PLC0415

    return escape(text)
