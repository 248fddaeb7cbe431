"""The strip of scores: one dot a cluster, one lane a group."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking
from ranker.output.language import _, cluster_name, in_language, ngettext
from ranker.output.view import DotView, StripView
from ranker.output.words import listed, method_score_text, ordinal
from ranker.study.model import Group

LANE_HEIGHT = 78.0
TOP_MARGIN = 26.0
NEAR = 1.7  # percent of the width at which two dots would touch
STEP = 11.0  # pixels between dots that share a place
LABEL_RISE = 29.0  # pixels of a label above the middle of its lane
EDGE = 2.0  # percent left free on both sides
FEWEST_STEPS = 3


def strip_view(ranking: Ranking) -> StripView:
    """Lay the clusters with a score out by it; x in percent of the width, y in pixels."""
    held = [i for i in range(len(ranking.clusters)) if ranking.standings[i]]
    scores = [float(ranking.scores[i]) for i in held]
    axis = _Axis.around(min(scores), max(scores))
    groups = [
        g
        for g in ranking.study.groups.values()
        if any(ranking.clusters[i].group == g.id for i in held)
    ]
    lanes = tuple(
        (in_language(group.label), TOP_MARGIN + LANE_HEIGHT * (n + 0.5))
        for n, group in enumerate(groups)
    )
    dots: list[DotView] = []
    for group, lane in zip(groups, lanes, strict=True):
        dots += _lane(ranking, group, held, axis, lane[1])
    return StripView(
        finding=_finding(ranking),
        description=_description(ranking, groups, held),
        height=TOP_MARGIN + LANE_HEIGHT * len(groups) + TOP_MARGIN,
        ticks=axis.ticks(),
        lanes=lanes,
        dots=tuple(dots),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Scores to percent of the width, with ends and steps that people count in."""

    low: float
    high: float
    step: float

    @classmethod
    def around(cls, low: float, high: float) -> _Axis:
        step = 10.0 ** math.floor(math.log10((high - low) or abs(high) or 1.0))
        if (high - low) / step < FEWEST_STEPS:
            step /= 2
        first, last = math.floor(low / step), math.ceil(high / step)
        return cls(first * step, max(last, first + 1) * step, step)

    def position(self, score: float) -> float:
        return EDGE + (100 - 2 * EDGE) * (score - self.low) / (self.high - self.low)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        count = round((self.high - self.low) / self.step)
        marks = [self.low + n * self.step for n in range(count + 1)]
        return tuple((self.position(mark), f"{mark:.4g}") for mark in marks)


def _lane(
    ranking: Ranking, group: Group, held: list[int], axis: _Axis, middle: float
) -> list[DotView]:
    members = [i for i in held if ranking.clusters[i].group == group.id]
    members.sort(key=lambda i: (int(ranking.standings[i]), ranking.clusters[i].name))
    placed: list[tuple[float, float]] = []
    dots = []
    for n, i in enumerate(members):
        x = axis.position(float(ranking.scores[i]))
        y = _free_height(x, middle, placed)
        placed.append((x, y))
        cluster, place = ranking.clusters[i], ordinal(int(ranking.standings[i]))
        name, score = cluster_name(cluster), method_score_text(ranking, i)
        title = _("{name}: {score}, {place}").format(name=name, score=score, place=place)
        label = f"{name} {score}" if n == 0 else ""
        tone = ranking.study.role(cluster)
        dots.append(DotView(cluster.id, name, tone, x, y, label, middle - LABEL_RISE, title))
    return dots


def _free_height(x: float, middle: float, placed: list[tuple[float, float]]) -> float:
    """Return the height nearest the middle of the lane where a dot touches no other."""
    near = [y for other, y in placed if abs(other - x) < NEAR]
    for n in range(len(near) + 1):
        for side in (1, -1):
            y = middle + side * n * STEP
            if all(abs(y - other) >= STEP - 1e-9 for other in near):
                return y
    return middle


def _finding(ranking: Ranking) -> str:
    leaders = [c for c in ranking.ranked if ranking.rank_of(c.id) == 1]
    home = [c for c in ranking.ranked if ranking.study.role(c) == "home"]
    names = listed([cluster_name(c) for c in leaders])
    if not home or home[0] in leaders:
        return ngettext("{names} leads", "{names} lead", len(leaders)).format(names=names)
    best, first = (ranking.index(c.id) for c in (home[0], ranking.ranked[0]))
    words = ngettext(
        "{names} leads with {score}; {other} has {other_score}",
        "{names} lead with {score}; {other} has {other_score}",
        len(leaders),
    )
    return words.format(
        names=names,
        score=method_score_text(ranking, first),
        other=cluster_name(home[0]),
        other_score=method_score_text(ranking, best),
    )


def _description(ranking: Ranking, groups: list[Group], held: list[int]) -> str:
    parts = []
    for group in groups:
        members = [i for i in held if ranking.clusters[i].group == group.id]
        members.sort(key=lambda i: float(ranking.scores[i]))
        low, high = (method_score_text(ranking, i) for i in (members[0], members[-1]))
        words = _("{group}: {count} clusters, scores from {low} to {high}")
        if len(members) == 1:
            words = _("{group}: 1 cluster, score {high}")
        label = in_language(group.label)
        parts.append(words.format(group=label, count=len(members), low=low, high=high))
    return "; ".join(parts) + "."
