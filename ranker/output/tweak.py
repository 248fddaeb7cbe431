"""Sliders in the page: the criteria to weigh, and what a script needs to rank as the engine does.

Figures go in transformed and turned so that more is better, in full precision. Whether a
cluster is ranked depends on the weights, and the yardsticks of the utilities depend on who
is ranked, so no score can be prepared here: ``reports/static/weights.js`` works them out
by the rules of `ranker.analysis.scoring` and `ranker.analysis.ranking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.analysis.weighting import profile_weightings
from ranker.methods import Floats
from ranker.methods.normalise import oriented
from ranker.output.headline import headline
from ranker.output.language import _, cluster_name, in_language
from ranker.output.tweak_words import tweak_words
from ranker.output.view_tweak import PresetView, SliderView, TweakView
from ranker.output.words import listed, ordinal, share_text
from ranker.study.model import Cluster, Criterion, Indicator, Node

FULL = 100  # sliders reach from 0 to this; shares of siblings start out adding up to it
DIGITS = 4  # significant digits of a weight that a reader sees and sets


def tweak_view(ranking: Ranking) -> TweakView | None:
    """Return the sliders of a ranking; None where it is not a weighted sum or has one criterion.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    TweakView or None
    """
    if ranking.method.name != "weighted-sum":
        return None
    sliders = _sliders(ranking, ranking.study.criteria, is_top=True)
    if not any(not slider.is_alone or slider.has_sliders_below for slider in sliders):
        return None
    usable = profile_weightings(ranking.study, as_of=ranking.as_of)
    return TweakView(
        headline=headline(ranking),
        sliders=sliders,
        presets=tuple(
            PresetView(profile.id, in_language(profile.label), in_language(profile.view))
            for name, profile in ranking.study.profiles.items()
            if name in usable
        ),
        without_scripts=_without_scripts(ranking),
        data=_data(ranking),
    )


def _sliders(
    ranking: Ranking, siblings: Sequence[Node], *, is_top: bool = False
) -> tuple[SliderView, ...]:
    shares = ranking.weighting.shares
    return tuple(
        SliderView(
            id=node.id,
            label=in_language(node.label),
            position=position if is_top else 0,
            weight_text=f"{FULL * shares[node.id]:.{DIGITS}g}",
            share_text=share_text(shares[node.id]),
            is_alone=len(siblings) == 1,
            children=_sliders(ranking, node.children) if isinstance(node, Criterion) else (),
        )
        for position, node in enumerate(siblings, start=1)
    )


def _without_scripts(ranking: Ranking) -> str:
    first = ranking.study.criteria[0].id
    command = f"ranker report {ranking.study.id} --weight {first}=0.4 -o report.html"
    message = _(
        "To set weights in this page its script has to run. This command makes the report "
        "with other weights: {command}"
    )
    return message.format(command=command)


def _data(ranking: Ranking) -> Mapping[str, Any]:
    study, indicators = ranking.study, ranking.cells.indicators
    home = [in_language(group.label) for group in study.groups.values() if group.role == "home"]
    return {
        "study": study.id,
        "edition": study.edition.isoformat(),
        "home": listed(home),
        "minCoverage": study.rules.min_coverage,
        "tree": [_branch(ranking, node) for node in study.criteria],
        "clusters": _clusters(ranking),
        "cells": _columns(ranking, ranking.cells.performances),
        "yardsticks": _yardsticks(ranking),
        "goalposts": [_posts(indicator) for indicator in indicators],
        "scales": [indicator.normalise for indicator in indicators],
        "profiles": dict(_profiles(ranking)),
        "ordinals": [ordinal(n) for n in range(1, len(study.clusters) + 1)],
        "words": tweak_words(),
    }


def _branch(ranking: Ranking, node: Node) -> Mapping[str, Any]:
    own = {
        "id": node.id,
        "label": in_language(node.label),
        "weight": FULL * ranking.weighting.shares[node.id],
        "written": node.weight,
    }
    if isinstance(node, Indicator):
        at = [indicator.id for indicator in ranking.cells.indicators].index(node.id)
        return {**own, "column": at}
    children = [_branch(ranking, child) for child in node.children]
    return {**own, "geometric": node.aggregate == "geometric", "children": children}


def _clusters(ranking: Ranking) -> list[list[Any]]:
    """Return id, name, role, published standing and rank of each cluster, and what it sorts by."""
    found = zip(ranking.clusters, ranking.standings, ranking.ranks, strict=True)
    return [
        _cluster(ranking, cluster, int(standing), int(rank)) for cluster, standing, rank in found
    ]


def _cluster(ranking: Ranking, cluster: Cluster, standing: int, rank: int) -> list[Any]:
    name = cluster_name(cluster)
    shown = [cluster.id, name, ranking.study.role(cluster), standing, rank]
    return shown if name == cluster.name else [*shown, cluster.name]


def _columns(ranking: Ranking, performances: Floats) -> list[list[float | None]]:
    return [
        _numbers(
            oriented(performances[:, j], objective=of.objective or "max", transform=of.transform)
        )
        for j, of in enumerate(ranking.cells.indicators)
    ]


def _yardsticks(ranking: Ranking) -> list[list[float | None]] | None:
    return None if ranking.yardsticks is None else _columns(ranking, ranking.yardsticks)


def _posts(indicator: Indicator) -> list[float] | None:
    if indicator.normalise != "goalposts" or indicator.goalposts is None:
        return None
    objective = indicator.objective or "max"
    ends = oriented(indicator.goalposts, objective=objective, transform=indicator.transform)
    return sorted(ends.tolist())


def _numbers(values: Floats) -> list[float | None]:
    """Return numbers that a page can hold: None where missing, whole ones without a point."""
    return [
        None if np.isnan(value) else int(value) if value == int(value) else value
        for value in values.tolist()
    ]


def _profiles(ranking: Ranking) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Return by profile the weights that are not those of this ranking."""
    own = ranking.weighting.shares
    for name, weighting in profile_weightings(ranking.study, as_of=ranking.as_of).items():
        shares = weighting.shares
        differing = {node: FULL * share for node, share in shares.items() if share != own[node]}
        yield name, differing
