"""Profile strips: a cluster's points on every indicator against its group's median and best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranker.analysis.ranking import Ranking
from ranker.methods import Floats
from ranker.output.language import _, in_language, ngettext
from ranker.output.view_pictures import GroupPointsView, PointsView, ProfilePointsView
from ranker.output.words import score_text
from ranker.study.model import Criterion

ALL = "all"  # id of the marks of all ranked clusters together


def points_picture(ranking: Ranking) -> PointsView:
    """Hold every cluster's points against those of its group's ranked clusters.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    PointsView
        A cluster whose group has no other ranked member is held against all ranked ones.
    """
    held = _reference_groups(ranking)
    groups = {
        name: np.array([ranking.tree.utilities[i] for i in members])
        for name, members in held.items()
    }
    used = {_group_of(ranking, i, groups) for i in range(len(ranking.clusters))}
    return PointsView(
        indicators=tuple(
            (in_language(leaf.label), position)
            for position, node in enumerate(ranking.study.criteria, start=1)
            for leaf in (node.indicators() if isinstance(node, Criterion) else (node,))
        ),
        groups=tuple(_group(ranking, name, groups[name]) for name in groups if name in used),
        profiles={
            cluster.id: _profile(ranking, i, groups) for i, cluster in enumerate(ranking.clusters)
        },
    )


def _reference_groups(ranking: Ranking) -> dict[str, list[int]]:
    """Return the ranked members of every group that has two or more, and of all together."""
    held: dict[str, list[int]] = {}
    for cluster in ranking.ranked:
        held.setdefault(cluster.group, []).append(ranking.index(cluster.id))
    ranked = [ranking.index(cluster.id) for cluster in ranking.ranked]
    return {name: members for name, members in held.items() if len(members) > 1} | {ALL: ranked}


def _group_of(ranking: Ranking, i: int, groups: dict[str, Floats]) -> str:
    group = ranking.clusters[i].group
    return group if group in groups else ALL


def _group(ranking: Ranking, name: str, utilities: Floats) -> GroupPointsView:
    medians, bests = (summary(utilities, how) for how in ("median", "best"))
    return GroupPointsView(
        id=name,
        label=_label(ranking, name),
        medians="".join(f"M{_x(u)} {row + 0.2:g}v.6" for row, u in _known(medians)),
        bests=_dots(bests),
        rows=tuple(
            (in_language(leaf.label), score_text(median), score_text(best))
            for leaf, median, best in zip(ranking.study.indicators, medians, bests, strict=True)
        ),
    )


def summary(utilities: Floats, how: str) -> Floats:
    """Return the median or the best of each column; NaN where nothing was observed.

    Parameters
    ----------
    utilities : ndarray of shape (m, k)
        NaN where missing.
    how : {"median", "best"}

    Examples
    --------
    >>> summary(np.array([[1.0, np.nan], [3.0, np.nan], [80.0, np.nan]]), "median")
    array([ 3., nan])
    """
    take = np.median if how == "median" else np.max
    columns = (column[~np.isnan(column)] for column in utilities.T)
    return np.array([take(column) if column.size else np.nan for column in columns])


def _profile(ranking: Ranking, i: int, groups: dict[str, Floats]) -> ProfilePointsView:
    own = ranking.tree.utilities[i]
    name = _group_of(ranking, i, groups)
    return ProfilePointsView(
        finding=_finding(ranking, own - summary(groups[name], "median"), name),
        group=name,
        own=_dots(own),
        absent="".join(f"M0 {row + 0.5:g}h2" for row in np.flatnonzero(np.isnan(own))),
    )


def _finding(ranking: Ranking, ahead: Floats, group: str) -> str:
    """Say on how many indicators a cluster leads its group's median, and where it lags most."""
    known = [(row, lead) for row, lead in enumerate(ahead) if not np.isnan(lead)]
    parts = [
        ngettext(
            "Of {known} known indicator {above} is above the median ({group}), {below} below it",
            "Of {known} known indicators {above} are above the median ({group}), {below} below it",
            len(known),
        ).format(
            group=_label(ranking, group),
            known=len(known),
            above=sum(1 for _row, lead in known if lead > 0),
            below=sum(1 for _row, lead in known if lead < 0),
        )
    ]
    labels = [in_language(leaf.label) for leaf in ranking.study.indicators]
    best, worst = (pick(known, key=lambda item: item[1], default=(0, 0.0)) for pick in (max, min))
    if best[1] > 0:
        parts.append(_("furthest above on {indicator}").format(indicator=labels[best[0]]))
    if worst[1] < 0:
        parts.append(_("furthest below on {indicator}").format(indicator=labels[worst[0]]))
    return "; ".join(parts)


def _label(ranking: Ranking, group: str) -> str:
    if group == ALL:
        return _("all ranked")
    return in_language(ranking.study.groups[group].label)


def _known(utilities: Floats) -> Sequence[tuple[int, float]]:
    return [(row, float(u)) for row, u in enumerate(utilities) if not np.isnan(u)]


def _dots(utilities: Floats) -> str:
    """Return path data of lines without length, which round ends make dots."""
    return "".join(f"M{_x(u)} {row + 0.5:g}h0" for row, u in _known(utilities))


def _x(utility: float) -> str:
    return f"{min(max(utility, 0.0), 105.0):.1f}".removesuffix(".0")
