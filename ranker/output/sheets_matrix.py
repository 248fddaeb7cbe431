"""A ranking of a table of numbers as JSON and as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.manifest import package_versions
from ranker.output.export import as_json
from ranker.output.sheet import Column, Sheet

if TYPE_CHECKING:
    from ranker.analysis.matrix_ranking import MatrixRanking

MATRIX_SCHEMA = "cluster-ranker/matrix-ranking/1"


def matrix_to_json(held: MatrixRanking) -> str:
    """Return a ranking of a table as JSON whose ``schema`` is "cluster-ranker/matrix-ranking/1"."""
    directions = zip(held.criteria, held.objectives, held.weights.tolist(), strict=True)
    return as_json(
        {
            "schema": MATRIX_SCHEMA,
            "method": {
                "name": held.method.name,
                "title": held.method.title,
                "more_is_better": held.method.more_is_better,
            },
            "criteria": [{"id": n, "objective": o, "weight": w} for n, o, w in directions],
            "ranking": [
                {
                    "alternative": held.alternatives[i],
                    "rank": int(held.ranks[i]),
                    "score": float(held.scores[i]),
                    "performances": dict(
                        zip(held.criteria, held.performances[i].tolist(), strict=True)
                    ),
                }
                for i in _order(held)
            ],
            "versions": package_versions(),
        }
    )


def matrix_sheet(held: MatrixRanking) -> Sheet:
    """Return a ranking of a table as a sheet, best first, ties in the order of the table."""
    order = _order(held)
    names = [held.alternatives[i] for i in order]
    ranks = [int(held.ranks[i]) for i in order]
    scores = [float(held.scores[i]) for i in order]
    columns = [
        Column("rank", "Rank", ranks, [str(rank) for rank in ranks]),
        Column("alternative", "Alternative", names, names, is_text=True),
        Column("score", "Score", scores, [f"{score:.4g}" for score in scores]),
    ]
    for j, name in enumerate(held.criteria):
        figures = [float(held.performances[i, j]) for i in order]
        columns.append(Column(name, name, figures, [f"{figure:.6g}" for figure in figures]))
    shares = zip(held.criteria, held.weights, strict=True)
    weights = ", ".join(f"{name} {weight:.0%}" for name, weight in shares)
    return Sheet(held.method.title, tuple(columns), notes=(f"Weights: {weights}.",))


def _order(held: MatrixRanking) -> list[int]:
    return [int(i) for i in np.argsort(held.ranks, kind="stable")]
