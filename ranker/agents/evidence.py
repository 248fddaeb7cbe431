"""What a study is made of, for programs to read: clusters, indicators, sources, how it was made."""

from __future__ import annotations

from typing import Any

from ranker.agents.keeper import Keeper
from ranker.output.build import source_views
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.export import as_json, study_fields
from ranker.output.twins import sources_to_json
from ranker.study.model import Indicator, Node

CLUSTERS_SCHEMA = "cluster-ranker/clusters/1"
INDICATORS_SCHEMA = "cluster-ranker/indicators/1"
PAPERS = ("CURATION.md", "README.md")  # how the data were found, where a study says so


def clusters_to_json(keeper: Keeper) -> str:
    """Return who is ranked as JSON whose ``schema`` is "cluster-ranker/clusters/1"."""
    ranking = keeper.ranking()
    rows = [
        {
            "id": cluster.id,
            "name": cluster.name,
            "name_local": cluster.name_local or None,
            "group": cluster.group,
            "role": ranking.study.role(cluster),
            "country": cluster.country,
            "summary": cluster.summary,
            "rank": ranking.rank_of(cluster.id),
        }
        for cluster in ranking.clusters
    ]
    return as_json({"schema": CLUSTERS_SCHEMA, "study": study_fields(ranking), "clusters": rows})


def figures_to_json(keeper: Keeper, cluster: str) -> str:
    """Return every figure of a cluster with its source; see `cluster_to_json`.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    return cluster_to_json(build_dossier(keeper.ranking(), cluster))


def indicators_to_json(keeper: Keeper) -> str:
    """Return what is measured as JSON whose ``schema`` is "cluster-ranker/indicators/1"."""
    ranking = keeper.ranking()
    shares = ranking.weighting.shares
    content = {
        "criteria": [_node_fields(node, shares) for node in ranking.study.criteria],
        "context": [_leaf_fields(leaf) for leaf in ranking.study.context],
        "notes": [note.en for note in ranking.study.notes],
        "grades": {name: text.en for name, text in ranking.study.grades.items()},
    }
    return as_json({"schema": INDICATORS_SCHEMA, "study": study_fields(ranking), **content})


def _node_fields(node: Node, shares: Any) -> dict[str, Any]:
    if isinstance(node, Indicator):
        return {**_leaf_fields(node), "share": shares[node.id]}
    return {
        "id": node.id,
        "label": node.label.en,
        "description": node.description.en,
        "share": shares[node.id],
        "aggregate": node.aggregate,
        "children": [_node_fields(child, shares) for child in node.children],
    }


def _leaf_fields(leaf: Indicator) -> dict[str, Any]:
    return {
        "id": leaf.id,
        "label": leaf.label.en,
        "description": leaf.description.en,
        "unit": leaf.unit.en,
        "objective": leaf.objective,
        "level": leaf.level,
        "transform": leaf.transform,
        "normalise": leaf.normalise,
        "is_lever": leaf.lever,
    }


def all_sources_to_json(keeper: Keeper) -> str:
    """Return every source that a figure comes from; see `sources_to_json`."""
    ranking = keeper.ranking()
    return sources_to_json(ranking, source_views(ranking))


def papers(keeper: Keeper) -> tuple[str, ...]:
    """Return which texts beside the study say how its data were found."""
    return tuple(name for name in PAPERS if (keeper.folder / name).is_file())
