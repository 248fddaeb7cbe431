"""Sliders in the page: the criteria to weigh, and what a script needs to rank as the engine does.

Figures go in transformed and turned so that more is better, in full precision, or as their
utilities where these do not hang on who is ranked. Whether a
cluster is ranked depends on the weights, and the yardsticks of the utilities depend on who
is ranked, so no score can be prepared here: ``reports/static/arithmetic.js`` works them out
by the rules of `ranker.analysis.scoring` and `ranker.analysis.ranking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.analysis.treatment import is_looked_for
from ranker.analysis.weighting import profile_weightings
from ranker.methods import Floats
from ranker.methods.yardstick import Form
from ranker.output.headline import headline
from ranker.output.language import _, cluster_name, in_language
from ranker.output.tweak_words import tweak_words
from ranker.output.view_tweak import PresetView, SliderView, TweakView
from ranker.output.words import listed, ordinal, share_text
from ranker.study.model import Cluster, Criterion, Indicator, Node

FULL = 100  # sliders reach from 0 to this; shares of siblings start out adding up to it
WORTH = "worth"  # utilities go into the page, not figures
DIGITS = 4  # significant digits of a weight that a reader sees and sets


def tweak_view(ranking: Ranking) -> TweakView | None:
    """Return the sliders of a ranking; None where it is not a weighted sum or has one criterion.

    There are none either where `can_rank_in_page` says no.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    TweakView or None
    """
    if not can_rank_in_page(ranking):
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


def can_rank_in_page(ranking: Ranking) -> bool:
    """Whether a script can rank again under other weights.

    It knows the weighted sum alone, and no treatment of outliers: whose figures are cut
    depends on who is ranked, and so on the weights.
    """
    return ranking.method.name == "weighted-sum" and not is_looked_for(ranking)


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


def model_data(ranking: Ranking) -> dict[str, Any]:
    """Return what ``reports/static/arithmetic.js`` ranks from, labels in the language in use.

    Parameters
    ----------
    ranking : Ranking
        One for which `can_rank_in_page` says yes.

    Returns
    -------
    dict
        ``tree`` with weights, ``cells`` and ``yardsticks`` by indicator in full precision,
        ``scales`` and ``goalposts``, ``profiles`` as far as they differ, ``minCoverage``.
    """
    forms = [yardstick.form for yardstick in ranking.tree.yardsticks]
    return {
        "minCoverage": ranking.study.rules.min_coverage,
        "tree": [_branch(ranking, node) for node in ranking.study.criteria],
        "cells": _columns(ranking, ranking.cells.performances),
        "yardsticks": _yardsticks(ranking),
        "goalposts": [_posts(form) for form in forms],
        "scales": [_scale(form) for form in forms],
        "profiles": dict(_profiles(ranking)),
    }


def _data(ranking: Ranking) -> Mapping[str, Any]:
    study = ranking.study
    home = [in_language(group.label) for group in study.groups.values() if group.role == "home"]
    return {
        "study": study.id,
        "edition": study.edition.isoformat(),
        "home": listed(home),
        **model_data(ranking),
        "clusters": _clusters(ranking),
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
    """Return what a script measures: figures turned so that more is better, or their worth."""
    return [
        _numbers(
            yardstick.utilities(column)
            if _scale(yardstick.form) == WORTH
            else yardstick.form.oriented(column)
        )
        for yardstick, column in zip(ranking.tree.yardsticks, performances.T, strict=True)
    ]


def _yardsticks(ranking: Ranking) -> list[list[float | None]] | None:
    if ranking.yardsticks is None:
        return None
    return _columns(ranking, np.column_stack([held.reference for held in ranking.yardsticks]))


def _scale(form: Form) -> str:
    """Return what a script does to a figure; nothing where its worth hangs on nobody else."""
    if form.normalise == "goalposts":
        return "goalposts"
    if form.is_fixed:
        return WORTH
    return f"{form.share_of}-{form.objective}" if form.normalise == "reference" else form.normalise


def _posts(form: Form) -> list[float] | None:
    if form.normalise != "goalposts" or form.posts is None:
        return None
    return sorted(form.oriented(form.posts).tolist())


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
