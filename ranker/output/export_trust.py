"""Robustness and exact answers as JSON, in full precision; equal results give equal bytes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.rows import Row, ranking_rows

if TYPE_CHECKING:
    from ranker.analysis.bounds import Bounds
    from ranker.analysis.certificate import Certificate, End
    from ranker.analysis.dispute import Dispute
    from ranker.analysis.inverse import Inverse
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness
    from ranker.analysis.stability import Stability
    from ranker.methods import Floats

ROBUSTNESS_SCHEMA = "cluster-ranker/robustness/1"
BOUNDS_SCHEMA = "cluster-ranker/bounds/1"
STABILITY_SCHEMA = "cluster-ranker/stability/1"
INVERSE_SCHEMA = "cluster-ranker/inverse/1"
DISPUTE_SCHEMA = "cluster-ranker/dispute/1"


def robustness_to_json(
    robust: Robustness, *, top: int = 10, group: str | None = None, tables: bool = True
) -> str:
    """Return what the draws say as JSON.

    Parameters
    ----------
    robust : Robustness
    top : int
        The k of the chance to be among the first k.
    group : str, optional
        Id of the group whose rows are written. ``clusters`` are all that were drawn: the
        axis of ``acceptability`` (by rank) and ``wins``.
    tables : bool
        Whether rows have these two, which grow with the square of the number of clusters.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/robustness/1".

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(robust.ranking, group=group).ranked
    run = {
        "seed": robust.seed,
        "draws": robust.draws,
        "variation": asdict(robust.variation),
    }
    return document(
        ROBUSTNESS_SCHEMA,
        robust.ranking,
        {
            "group": group,
            "varied": robust.variation.sentence(),
            "error": robust.error,
            "level": robust.level,
            "top": top,
            "clusters": robust.clusters,
            "rows": [_robust_fields(robust, row, top, tables=tables) for row in rows],
            "tiers": robust.tiers,
        },
        run=run,
    )


def _robust_fields(robust: Robustness, row: Row, top: int, *, tables: bool) -> dict[str, Any]:
    cluster = row.cluster.id
    at = robust.index(cluster)
    low, high = robust.interval(cluster)
    squares = {
        "acceptability": robust.acceptability[at].tolist(),
        "wins": robust.wins[at].tolist(),
    }
    return {
        **_row_head(row),
        "median": robust.median(cluster),
        "low": low,
        "high": high,
        "expected": float(robust.expected_ranks[at]),
        "first": robust.top(cluster),
        f"top_{top}": robust.top(cluster, top),
        "tier": robust.tier(cluster),
        "confidence": float(robust.confidence[at]),
        "central_weights": _by_criterion(robust.ranking, robust.central_weights[at]),
        **(squares if tables else {}),
    }


def bounds_to_json(
    bounds: Bounds, *, group: str | None = None, certificate: str | None = None
) -> str:
    """Return best and worst possible ranks as JSON.

    Parameters
    ----------
    bounds : Bounds
    group : str, optional
        Id of the group whose rows are written.
    certificate : str, optional
        Id of a cluster whose certificates, with every figure that moved, are written too.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/bounds/1". ``at_least_always`` and
        ``at_least_never`` name the rivals as much as which a cluster scores in all cases,
        and in none.

    Raises
    ------
    UsageError
        ``group-unknown`` or ``cluster-unknown``.
    """
    ends: tuple[End, ...] = ("best", "worst") if certificate is not None else ()
    rows = ranking_rows(bounds.ranking, group=group).ranked
    return document(
        BOUNDS_SCHEMA,
        bounds.ranking,
        {
            "group": group,
            "rows": [_bounds_fields(bounds, row) for row in rows],
            "can_be_first": bounds.can_be_first,
            "certificates": [
                _certificate_fields(bounds.certificate(certificate or "", end)) for end in ends
            ],
        },
        run={
            "weights_free": bounds.weights == "free",
            "data_free": bounds.data == "free",
            "constraints": bounds.constraints.written,
            "level": bounds.level,
        },
    )


def _bounds_fields(bounds: Bounds, row: Row) -> dict[str, Any]:
    cluster = row.cluster.id
    at = bounds.clusters.index(cluster)
    names = bounds.constraints.names
    rivals = [rival for rival in bounds.clusters if rival != cluster]
    held = {rival: bounds.preference(cluster, rival) for rival in rivals}
    return {
        **_row_head(row),
        "best": int(bounds.best[at]),
        "worst": int(bounds.worst[at]),
        "best_weights": dict(zip(names, bounds.best_weights[at].tolist(), strict=True)),
        "worst_weights": dict(zip(names, bounds.worst_weights[at].tolist(), strict=True)),
        "at_least_always": [rival for rival in rivals if held[rival] == "always"],
        "at_least_never": [rival for rival in rivals if held[rival] == "never"],
    }


def _certificate_fields(held: Certificate) -> dict[str, Any]:
    return {
        "cluster": held.cluster,
        "end": held.end,
        "rank": held.rank,
        "level": held.level,
        "weights": dict(held.weights),
        "figures": [asdict(setting) for setting in held.settings],
        "scores": dict(held.scores()),
    }


def stability_to_json(stability: Stability) -> str:
    """Return weight intervals as JSON whose ``schema`` is "cluster-ranker/stability/1"."""
    intervals = [asdict(interval) | {"slack": interval.slack} for interval in stability.intervals]
    content = {"top": stability.top, "intervals": intervals}
    return document(STABILITY_SCHEMA, stability.ranking, content)


def inverse_to_json(inverse: Inverse) -> str:
    """Return the weights that put a cluster first, or the proof that none do, as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/inverse/1"; its ``weights`` or its
        ``proof`` is null.
    """
    return document(
        INVERSE_SCHEMA,
        inverse.ranking,
        {
            "cluster": inverse.cluster,
            "sentence": inverse.sentence,
            "weights": dict(inverse.weights) if inverse.weights is not None else None,
            "distance": inverse.distance,
            "ranges": {name: list(ends) for name, ends in inverse.ranges.items()},
            "proof": asdict(inverse.proof) if inverse.proof is not None else None,
        },
        run={"constraints": inverse.constraints.written},
    )


def dispute_to_json(dispute: Dispute) -> str:
    """Return why one cluster is above another as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/dispute/1". Each of ``criteria`` and
        ``leaves`` adds up to ``difference``.
    """
    return document(
        DISPUTE_SCHEMA,
        dispute.ranking,
        {
            "a": dispute.a,
            "b": dispute.b,
            "difference": dispute.difference,
            "holds": dispute.holds,
            "share": dispute.share,
            "criteria": [asdict(part) for part in dispute.criteria],
            "leaves": [asdict(part) for part in dispute.leaves],
            "weight_flips": [asdict(flip) for flip in dispute.weight_flips],
            "figure_flips": [asdict(flip) for flip in dispute.figure_flips],
        },
        run={"constraints": dispute.constraints.written},
    )


def document(
    schema: str,
    ranking: Ranking,
    content: Mapping[str, Any],
    *,
    run: Mapping[str, Any] | None = None,
) -> str:
    """Return a result with what it is, what it is about, and what it was made from."""
    manifest = manifest_fields(ranking) | dict(run or {})
    head = {"schema": schema, "study": study_fields(ranking)}
    return as_json(_finite({**head, **content, "manifest": manifest}))


def _finite(value: Any) -> Any:
    """Put None in the place of every NaN."""
    if isinstance(value, Mapping):
        return {name: _finite(held) for name, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(held) for held in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _by_criterion(ranking: Ranking, weights: Floats) -> dict[str, float] | None:
    if math.isnan(weights[0]):
        return None
    names = [node.id for node in ranking.study.criteria]
    return dict(zip(names, weights.tolist(), strict=True))


def _row_head(row: Row) -> dict[str, Any]:
    cluster = row.cluster
    return {
        "cluster": cluster.id,
        "name": cluster.name,
        "name_local": cluster.name_local,
        "group": cluster.group,
        "country": cluster.country,
        "rank": row.rank,
    }
