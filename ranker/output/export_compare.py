"""Methods side by side, one method's behaviour and stakeholders as JSON, in full precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, method_fields, study_fields
from ranker.output.export_trust import document
from ranker.output.rows import number_or_none
from ranker.output.sheets_compare import kept_rows

if TYPE_CHECKING:
    from ranker.analysis.agreement import Agreement
    from ranker.analysis.behaviour import Behaviour
    from ranker.analysis.concession import Concession
    from ranker.analysis.consensus import Consensus
    from ranker.errors import Problem
    from ranker.methods import Floats
    from ranker.methods.kemeny import Median

COMPARE_SCHEMA = "cluster-ranker/compare/1"
PASSPORT_SCHEMA = "cluster-ranker/passport/1"
CONSENSUS_SCHEMA = "cluster-ranker/consensus/1"


def compare_to_json(agreement: Agreement, *, group: str | None = None) -> str:
    """Return ranks by several methods, their agreement and consensus as JSON.

    Parameters
    ----------
    agreement : Agreement
    group : str, optional
        Id of the group whose rows are written, with their ranks among all.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/compare/1".

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    kept = {agreement.clusters[at] for at in kept_rows(agreement, group)}
    return document(
        COMPARE_SCHEMA,
        agreement.ranking,
        {
            "group": group,
            "methods": list(agreement.methods),
            "refused": _refused(agreement.comparison.refused),
            "rows": [row for row in _compare_rows(agreement) if row["cluster"] in kept],
            "tau": _square(agreement.methods, agreement.taus),
            "weighted_tau": _square(agreement.methods, agreement.weighted_taus),
            "families": [
                {"leader": family.leader, "copies": dict(family.copies)}
                for family in agreement.families
            ],
            "kemeny": _median_fields(agreement.median),
        },
    )


def _refused(refused: Mapping[str, Problem]) -> dict[str, Any]:
    return {name: asdict(problem) for name, problem in refused.items()}


def _compare_rows(agreement: Agreement) -> list[dict[str, Any]]:
    held = {dependent.cluster: dependent for dependent in agreement.dependents}
    median = agreement.median
    return [
        {
            "cluster": cluster,
            "ranks": dict(
                zip(agreement.methods, agreement.comparison.ranks_of(cluster), strict=True)
            ),
            "best": held[cluster].best,
            "best_by": held[cluster].best_by,
            "worst": held[cluster].worst,
            "worst_by": held[cluster].worst_by,
            "borda": int(agreement.borda[at]),
            "borda_points": float(agreement.points[at]),
            "kemeny": None if median is None else int(median.ranks[at]),
            "kemeny_other": _other(median, at),
        }
        for at, cluster in enumerate(agreement.clusters)
    ]


def _other(median: Median | None, at: int) -> int | None:
    return None if median is None or median.other is None else int(median.other[at])


def _median_fields(median: Median | None) -> dict[str, Any] | None:
    if median is None:
        return None
    return {
        "distance": median.distance,
        "bound": median.bound,
        "is_exact": median.is_exact,
        "gap": median.gap,
        "is_unique": median.is_unique,
    }


def _square(names: Sequence[str], table: Floats) -> dict[str, dict[str, float | None]]:
    return {
        row: {column: number_or_none(table[i, j]) for j, column in enumerate(names)}
        for i, row in enumerate(names)
    }


def behaviour_to_json(behaviour: Behaviour) -> str:
    """Return a method's entry, its passport and how it behaves on a study as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/passport/1".
    """
    agreement = behaviour.agreement
    trials = [
        {
            "trial": trial.kind,
            "cases": trial.cases,
            "share": trial.share,
            "turns": [asdict(turn) for turn in trial.turns],
            "refused": list(trial.refused),
        }
        for trial in behaviour.trials
    ]
    taus = {
        name: {"tau": number_or_none(tau), "weighted_tau": number_or_none(weighted)}
        for name, (tau, weighted) in behaviour.taus.items()
    }
    content = {
        "method": method_fields(behaviour.ranking.method),
        "trials": trials,
        "agreement": taus,
        "refused": _refused(agreement.comparison.refused),
    }
    return document(PASSPORT_SCHEMA, behaviour.ranking, content)


# --- stakeholders --------------------------------------------------------------------------


def consensus_to_json(consensus: Consensus) -> str:
    """Return stakeholders' rankings, distances, agreed pairs and group weights as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/consensus/1".
    """
    names = consensus.profiles
    opposed = consensus.opposed.tolist()
    return as_json(
        {
            "schema": CONSENSUS_SCHEMA,
            "study": study_fields(next(iter(consensus.rankings.values()))),
            "stakeholders": [
                {
                    "profile": name,
                    "label": consensus.study.profiles[name].label.en,
                    "shares": dict(ranking.weighting.shares),
                    "ranked": len(ranking.ranked),
                }
                for name, ranking in consensus.rankings.items()
            ],
            "rows": [
                {
                    "cluster": cluster,
                    "ranks": dict(zip(names, consensus.ranks[at].tolist(), strict=True)),
                    "group_ranks": {
                        view.name: None if view.ranking is None else view.ranking.rank_of(cluster)
                        for view in consensus.group
                    },
                }
                for at, cluster in enumerate(consensus.clusters)
            ],
            "weight_distance": _square(names, consensus.weight_distances),
            "tau": _square(names, consensus.taus),
            "opposed_pairs": {
                name: dict(zip(names, row, strict=True))
                for name, row in zip(names, opposed, strict=True)
            },
            "agreed": _agreed_fields(consensus),
            "group": [
                {
                    "name": view.name,
                    "shares": dict(view.shares),
                    "deviations": dict(view.deviations),
                    "reason": view.reason or None,
                }
                for view in consensus.group
            ],
            "first": _first_fields(consensus.first),
            "manifests": {
                name: manifest_fields(ranking) for name, ranking in consensus.rankings.items()
            },
        }
    )


def _agreed_fields(consensus: Consensus) -> dict[str, Any]:
    agreed, clusters = consensus.agreed, consensus.clusters
    shares = {kind: agreed.share(kind) for kind in ("own", "near", "always")}
    pairs = [
        {
            "above": clusters[i],
            "below": clusters[j],
            "holds": "always" if agreed.always[i, j] else "near" if agreed.near[i, j] else "own",
        }
        for i, j in zip(*agreed.own.nonzero(), strict=True)
    ]
    return {"margin": consensus.margin, "shares": shares, "pairs": pairs}


def _first_fields(first: Concession | None) -> dict[str, Any] | None:
    if first is None:
        return None
    each = {
        who: {
            "weights": None if held.weights is None else dict(held.weights),
            "distance": held.distance,
            "proof": None if held.proof is None else asdict(held.proof),
            "sentence": held.sentence,
        }
        for who, held in first.each.items()
    }
    group = first.group
    return {
        "cluster": first.cluster,
        "each": each,
        "together": None if first.together is None else dict(first.together),
        "given": {who: dict(changes) for who, changes in first.given.items()},
        "group_proof": None if group is None or group.proof is None else asdict(group.proof),
    }
