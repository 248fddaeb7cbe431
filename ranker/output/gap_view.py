"""A gap as it is shown: parts rounded so that they add up, steps of a waterfall, one sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ranker.analysis.gap import KINDS, Gap, GapPart, Kind
from ranker.methods.rounding import round_parts
from ranker.output.cldr import decimal
from ranker.output.language import N_, _, cluster_name, in_language, ngettext
from ranker.output.words import listed, number_text, ordinal, unit_text

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

_Name = TypeVar("_Name", bound=str)

TENTHS = 10  # points are shown with one decimal

KIND_LABELS: Mapping[Kind, str] = {
    "own": N_("its own to change"),
    "local": N_("local, no lever"),
    "national": N_("national"),
    "missing": N_("missing data"),
}
_IN_KIND: Mapping[Kind, str] = {
    "own": N_("levers"),
    "local": N_("local figures without a lever"),
    "national": N_("national figures"),
    "missing": N_("missing data"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One figure's step in the waterfall from the score of b to that of a.

    Parameters
    ----------
    part : GapPart
    shown : float
        Its points as shown; these add up to the totals shown.
    start, stop : float
        Where the step begins and ends on the scale of scores, in full precision.
    raw_text : str
        The difference in the figure's own unit, in words: "17,273 fewer people".
    """

    part: GapPart
    shown: float
    start: float
    stop: float
    raw_text: str


@dataclass(frozen=True, slots=True)
class GapView:
    """A gap ready to be shown, as a table, a waterfall or a sentence.

    Parameters
    ----------
    a, b : str
        Names of the clusters.
    a_standing, b_standing : str
        Their ranks in words; for a benchmark the rank it would take.
    a_score, b_score : float
        Ends of the waterfall: it runs from b's score to a's.
    total : float
        The difference as shown: that of the two scores as shown.
    steps : tuple of Step
        By whose the figures are to change, the largest first.
    criteria : mapping of str to float
        Points of each top criterion as shown.
    kinds : mapping of str to float
        Points of each kind as shown.
    sentence : str
    """

    gap: Gap
    a: str
    b: str
    a_standing: str
    b_standing: str
    a_score: float
    b_score: float
    total: float
    steps: tuple[Step, ...]
    criteria: Mapping[str, float]
    kinds: Mapping[Kind, float]
    sentence: str


def view_gap(gap: Gap) -> GapView:
    """Lay a gap out for showing."""
    ranking = gap.ranking
    a_score, b_score = (float(ranking.scores[ranking.index(name)]) for name in (gap.a, gap.b))
    total = shown_total(gap.difference, a_score, b_score)
    names = [criterion.node for criterion in gap.criteria]
    points, (by_criterion, by_kind) = round_parts(
        np.array([leaf.points.difference for leaf in gap.leaves]) * TENTHS,
        total,
        [
            [*(names.index(leaf.points.criterion) for leaf in gap.leaves)],
            [*(KINDS.index(leaf.kind) for leaf in gap.leaves)],
        ],
    )
    a, b = (cluster_name(ranking.clusters[ranking.index(name)]) for name in (gap.a, gap.b))
    criteria = dict(zip(names, (by_criterion / TENTHS).tolist(), strict=True))
    counts = [*by_kind.tolist(), *[0] * len(KINDS)][: len(KINDS)]
    kinds = {kind: count / TENTHS for kind, count in zip(KINDS, counts, strict=True)}
    return GapView(
        gap,
        a,
        b,
        standing_text(ranking, gap.a),
        standing_text(ranking, gap.b),
        a_score,
        b_score,
        total / TENTHS,
        tuple(_steps(gap, (points / TENTHS).tolist(), b_score, (a, b))),
        criteria,
        kinds,
        _sentence(gap, (a, b), total / TENTHS, criteria, kinds),
    )


def shown_total(difference: float, a: float, b: float) -> int:
    """Return a difference of two scores in tenths: that of the scores as they are shown."""
    shown = round(float(f"{a:.1f}") * TENTHS) - round(float(f"{b:.1f}") * TENTHS)
    exact = difference * TENTHS
    return shown if abs(shown - exact) < 1 else round(exact)


def standing_text(ranking: Ranking, cluster: str) -> str:
    """Return where a cluster stands: '5th', or 'benchmark, would be 3rd'."""
    row = ranking.index(cluster)
    place = ordinal(int(ranking.standings[row]))
    if ranking.ranks[row]:
        return place
    return _("benchmark, would be {place}").format(place=place)


def _steps(
    gap: Gap, shown: Sequence[float], start: float, names: tuple[str, str]
) -> Iterator[Step]:
    order = sorted(
        range(len(gap.leaves)),
        key=lambda k: (
            KINDS.index(gap.leaves[k].kind),
            -abs(gap.leaves[k].points.difference),
        ),
    )
    ends = list(accumulate((gap.leaves[k].points.difference for k in order), initial=start))
    for k, begin, end in zip(order, ends, ends[1:], strict=False):
        part = gap.leaves[k]
        yield Step(part, shown[k], begin, end, raw_difference_text(part, names))


def raw_difference_text(part: GapPart, names: tuple[str, str]) -> str:
    """Return the difference of two figures in their unit: '17,273 fewer people'."""
    missing = [name for name, cell in zip(names, (part.a, part.b), strict=True) if cell.is_missing]
    if missing:
        return _("missing for {names}").format(names=listed(missing))
    if part.raw == 0:
        return _("the same")
    leaf, is_less = part.indicator, part.raw < 0
    number, unit = number_text(abs(part.raw)), unit_text(leaf)
    if leaf.is_ordinal:
        is_one = 1 if number == "1" else 2
        words = ngettext("{number} level higher", "{number} levels higher", is_one)
        if is_less:
            words = ngettext("{number} level lower", "{number} levels lower", is_one)
    elif leaf.count:
        words = _("{number} fewer {unit}") if is_less else _("{number} more {unit}")
    elif unit.startswith("%"):
        words = _("{number}{unit} less") if is_less else _("{number}{unit} more")
    else:
        words = _("{number} {unit} less") if is_less else _("{number} {unit} more")
    return words.format(number=number, unit=unit)


# --- the sentence ------------------------------------------------------------------------


def _sentence(
    gap: Gap,
    names: tuple[str, str],
    total: float,
    criteria: Mapping[str, float],
    kinds: Mapping[Kind, float],
) -> str:
    a, b = names
    if gap.is_level:
        return _("{a} and {b} are level.").format(a=a, b=b)
    sign = 1 if gap.difference > 0 else -1
    lead = _("{a} is {points} points ahead of {b}")
    if sign < 0:
        lead = _("{a} is {points} points behind {b}")
    lead = lead.format(a=a, b=b, points=decimal(abs(total), 1))
    whole = f"{lead}{_places(gap, criteria, sign)}{_shares(kinds, sign, b)}"
    return _("{sentence}.").format(sentence=whole)


def _places(gap: Gap, criteria: Mapping[str, float], sign: int) -> str:
    """Say in which criteria the difference lies, and which go the other way."""
    nodes = {node.id: in_language(node.label) for node in gap.ranking.study.criteria}
    first, words = _("{points} of them lie in {criterion}"), _("{points} in {criterion}")
    places = [
        (words if n else first).format(points=decimal(points, 1), criterion=nodes[name])
        for n, (name, points) in enumerate(_along(criteria, sign))
    ]
    against = [
        words.format(points=decimal(points, 1), criterion=nodes[name])
        for name, points in _along(criteria, -sign)
    ]
    return _clause(places) + _offset(against, sign)


def _shares(kinds: Mapping[Kind, float], sign: int, b: str) -> str:
    """Say whose the figures are to change, and which go the other way."""
    own = _("{points} are its own to change")
    if sign > 0:
        own = _("{points} are {name}'s own to change")
    of_kind: Mapping[Kind, str] = {
        "own": own,
        "local": _("{points} are local without a lever"),
        "national": _("{points} are national"),
        "missing": _("{points} are missing data"),
    }
    shares = [
        of_kind[kind].format(points=decimal(points, 1), name=b)
        for kind, points in _along(kinds, sign)
    ]
    words = _("{points} in {kind}")
    offsets = [
        words.format(points=decimal(points, 1), kind=_(_IN_KIND[kind]))
        for kind, points in _along(kinds, -sign)
    ]
    return _clause(shares) + _offset(offsets, sign)


def _offset(parts: Sequence[str], sign: int) -> str:
    if not parts:
        return ""
    words = (
        _(", while it is ahead by {parts}") if sign < 0 else _(", while it is behind by {parts}")
    )
    return words.format(parts=listed(parts))


def _along(shown: Mapping[_Name, float], sign: int) -> list[tuple[_Name, float]]:
    """Return what goes one way, as amounts, the largest first."""
    held = [(name, abs(points)) for name, points in shown.items() if points * sign > 0]
    return sorted(held, key=lambda pair: -pair[1])


def _clause(parts: Sequence[str]) -> str:
    return f"; {listed(parts, most=len(parts))}" if parts else ""


def waterfall_bars(view: GapView, width: int) -> list[str]:
    """Return each step as a bar of characters on one scale; dots hold the empty places.

    Parameters
    ----------
    view : GapView
    width : int
        Characters of a line.
    """
    ends = [end for step in view.steps for end in (step.start, step.stop)]
    low, high = min(ends), max(ends)
    scale = (width - 1) / (high - low) if high > low else 0.0
    bars = []
    for step in view.steps:
        first, last = sorted((step.start, step.stop))
        left, right = math.floor((first - low) * scale), math.ceil((last - low) * scale)
        right = min(max(right, left + 1), width)
        mark = "▓" if step.stop > step.start else "░"
        filled = mark * (right - left) if step.stop != step.start else "│"
        bars.append("·" * left + filled + "·" * (width - left - len(filled)))
    return bars
