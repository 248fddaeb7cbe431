"""A package of changes as JSON, in full precision."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export_trust import document
from ranker.output.reach_view import reach_sentence

if TYPE_CHECKING:
    from ranker.analysis.levers import Lever
    from ranker.analysis.reach import Reach
    from ranker.analysis.reach_draws import Holds

REACH_SCHEMA = "cluster-ranker/reach/1"


def reach_to_json(reach: Reach, holds: Holds | None = None) -> str:
    """Return a package of changes as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/reach/1". Where ``is_reached`` is false,
        ``changes`` bring every lever to its cap, and ``shortfall`` is what is lacking even so.
    """
    terms = asdict(reach.terms)
    return document(
        REACH_SCHEMA,
        reach.ranking,
        {
            "sentence": reach_sentence(reach),
            "cluster": reach.cluster,
            "goal": {"rank": reach.rank, "beat": reach.beat},
            "is_reached": reach.is_reached,
            "target": reach.target,
            "score": {"before": reach.before, "after": reach.after},
            "rank": {"before": reach.rank_before, "after": reach.rank_after},
            "shortfall": reach.shortfall,
            "cost": reach.cost,
            "cost_unit": reach.terms.currency if reach.terms.costs else "effort",
            "changes": [
                {
                    "indicator": change.lever.indicator.id,
                    "place": change.lever.place,
                    "from": change.lever.now,
                    "to": change.to,
                    "unit": change.lever.indicator.unit.en,
                    "points": change.points,
                    "cost": change.cost,
                }
                for change in reach.changes
            ],
            "levers": [_lever_fields(lever) for lever in reach.levers],
            "held": [asdict(held) for held in reach.held],
            "chances": None
            if holds is None
            else {
                "before": holds.before,
                "after": holds.after,
                "varied": holds.variation.sentence(),
            },
        },
        run={"terms": terms}
        | ({} if holds is None else {"draws": holds.draws, "seed": holds.seed}),
    )


def _lever_fields(lever: Lever) -> dict[str, Any]:
    return {
        "indicator": lever.indicator.id,
        "now": lever.now,
        "furthest": lever.furthest,
        "limited_by": lever.limited_by,
        "cost_of_a_unit": lever.cost,
        "is_whole": lever.is_whole,
        "pace": None if lever.pace is None else asdict(lever.pace),
    }
