"""The virtual hub as the report shows it: score and rank against coordination, in one picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ranker.analysis.network import Network
from ranker.analysis.ranking import Ranking
from ranker.methods.rounding import round_parts
from ranker.output.chances import interval_text
from ranker.output.cldr import percent
from ranker.output.gap_view import TENTHS, shown_total
from ranker.output.language import N_, _, cluster_name, in_language
from ranker.output.network_view import CurvePoint, NetworkView, network_view
from ranker.output.sheets_gap import points_text
from ranker.output.sheets_network import pooled_text
from ranker.output.sheets_trust import exact_share
from ranker.output.view_takes import (
    CurveRowView,
    CurveView,
    HubView,
    LineView,
    PassingView,
    PooledView,
    Tick,
)
from ranker.output.words import ordinal, score_text, share_text, unit_text

_RankScale = Callable[[float], float]

SCORE_HEIGHT = 300.0
LEAST_HEIGHT = 96.0  # of the panel of ranks
RANK_STEP = 22.0  # pixels between two ranks, where there is room
MARGIN = 0.35  # ranks by which the band goes beyond the interval, so that one rank is seen
MOST_HEIGHT = 240.0
EDGE = 14.0  # pixels free above the first rank and below the last
LABEL_RISE = 5.0
LABEL_STEP = 15.0  # pixels between two labels
MOST_LABELS = 6
HOW: Mapping[str, str] = {
    "sum": N_("sum"),
    "mean": N_("mean"),
    "max": N_("max"),
    "min": N_("min"),
    "share": N_("share"),
}
NEAREST = 2  # rivals never passed that are shown
MOST_TICKS = 6
SCORE_STEPS = (1, 2, 5, 10, 20)


def hub_view(network: Network, smallest: str) -> HubView:
    """Draw a network's curve, and tell what it comes to.

    Parameters
    ----------
    network : Network
        At full coordination.
    smallest : str
        Which part of it would do, in words.

    Returns
    -------
    HubView
    """
    view = network_view(network)
    return HubView(
        title=_title(network),
        finding=view.finding,
        balance=view.balance,
        smallest=smallest,
        curve=_curve(network, view),
        rows=tuple(_row(point) for point in view.points),
        pooled=tuple(_pooled(network)),
    )


def _title(network: Network) -> str:
    last = network.steps[-1]
    best = min(step.rank for step in network.steps)
    words = _("{network} would stand {place}, from {share} coordination on")
    if best < last.rank:
        words = _("{network} would stand {place} when all is pooled, {best} at best")
    elif len(network.steps) == 1:
        words = _("{network} would stand {place}, however far it is coordinated")
    return words.format(
        network=in_language(network.membership.label),
        place=ordinal(last.rank),
        best=ordinal(best),
        share=percent(math.ceil(last.start * 100 - 1e-9) / 100),
    )


def _row(point: CurvePoint) -> CurveRowView:
    return CurveRowView(
        coordination=point.coordination,
        coordination_text=share_text(point.coordination),
        score=point.score,
        score_text=score_text(point.score),
        rank=point.rank,
        low=point.low,
        high=point.high,
        interval_text=interval_text(point.low, point.high),
    )


def _pooled(network: Network) -> Iterator[PooledView]:
    """Yield the indicators that pooling changes, the largest gain first and the costs last."""
    ranking = network.ranking
    best = _score(ranking, network.best)
    total = shown_total(network.score - best, network.score, best)
    gains = np.array([figure.gain for figure in network.figures])
    shown = round_parts(gains * TENTHS, total)[0] / TENTHS
    leaves = {leaf.id: leaf for leaf in ranking.cells.indicators}
    for at in np.argsort(-gains, kind="stable"):
        figure, leaf = network.figures[at], leaves[network.figures[at].indicator]
        if shown[at]:
            yield PooledView(
                label=in_language(leaf.label),
                how=_(HOW[figure.how]),
                unit=unit_text(leaf),
                best_text=pooled_text(figure.best, leaf),
                pooled_text=pooled_text(figure.pool, leaf),
                points=figure.gain,
                points_text=points_text(float(shown[at])),
            )


# --- the picture -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scale:
    """Scores to pixels from the top."""

    low: float
    high: float
    step: float

    @classmethod
    def around(cls, values: Sequence[float]) -> _Scale:
        low, high = min(values), max(values)
        steps = (s for s in SCORE_STEPS if (high - low) / s <= MOST_TICKS)
        step = float(next(steps, SCORE_STEPS[-1]))
        bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
        return cls(bottom, top if top > bottom else bottom + step, step)

    def y(self, score: float) -> float:
        share = (self.high - score) / (self.high - self.low)
        return round(share * SCORE_HEIGHT, 1)

    def ticks(self) -> tuple[Tick, ...]:
        count = round((self.high - self.low) / self.step)
        values = (self.low + self.step * n for n in range(count + 1))
        return tuple((self.y(value), f"{value:g}") for value in values)


def _curve(network: Network, view: NetworkView) -> CurveView:
    outside = _outside(network)
    scores = [point.score for point in view.points]
    scale = _Scale.around([*scores, *(score for _, score in outside)])
    worst = max(point.high for point in view.points)
    worst = max(worst, *(step.rank for step in network.steps))
    height = min(max(2 * EDGE + RANK_STEP * (worst - 1), LEAST_HEIGHT), MOST_HEIGHT)

    def rank_y(rank: float) -> float:
        return round(EDGE + (height - 2 * EDGE) * (rank - 1) / max(worst - 1, 1), 1)

    return CurveView(
        description=_description(view),
        score_height=SCORE_HEIGHT,
        rank_height=height,
        score_ticks=scale.ticks(),
        rank_ticks=tuple((rank_y(rank), str(rank)) for rank in _rank_ticks(worst, height)),
        score_path=_path(_scores(network, view, scale)),
        rank_path=_path(_stairs([(s.start, rank_y(s.rank)) for s in network.steps])),
        band_path=_band(view.points, rank_y=rank_y),
        lines=_lines(network, view, outside, scale),
        passings=tuple(_passings(network, view, scale)),
    )


def _scores(network: Network, view: NetworkView, scale: _Scale) -> list[tuple[float, float]]:
    """Return the curve through its points and through every passing."""
    points = [(point.coordination, scale.y(point.score)) for point in view.points]
    met = [(p.coordination, scale.y(_score(network.ranking, p.rival))) for p in view.passings]
    return sorted([*points, *met])


def _score(ranking: Ranking, cluster: str) -> float:
    return float(ranking.scores[ranking.index(cluster)])


def _description(view: NetworkView) -> str:
    first, last = view.points[0], view.points[-1]
    words = _(
        "Score from {score} without coordination to {full_score} when all is pooled; rank from "
        "{rank} (90% interval {interval}) to {full_rank} ({full_interval})."
    )
    return words.format(
        score=score_text(first.score),
        full_score=score_text(last.score),
        rank=ordinal(first.rank),
        interval=interval_text(first.low, first.high),
        full_rank=ordinal(last.rank),
        full_interval=interval_text(last.low, last.high),
    )


def _outside(network: Network) -> list[tuple[str, float]]:
    """Return whose scores are shown: benchmarks, those passed, the nearest never passed."""
    ranking = network.ranking
    benchmarks = [
        cluster.id
        for at, cluster in enumerate(ranking.clusters)
        if ranking.standings[at] and not ranking.ranks[at]
    ]
    passed = [passing.rival for passing in network.passings]
    shown = dict.fromkeys([*benchmarks, *network.never_passed[-NEAREST:], *passed])
    held = [(name, _score(ranking, name)) for name in shown]
    return sorted(held, key=lambda pair: -pair[1])[: 2 * MOST_LABELS]


def _lines(
    network: Network, view: NetworkView, outside: list[tuple[str, float]], scale: _Scale
) -> tuple[LineView, ...]:
    lines = [_line(network.ranking, view, name, scale.y(score)) for name, score in outside]
    bottom = -LABEL_STEP
    placed = []
    for at, line in enumerate(lines):
        if at >= MOST_LABELS:
            placed.append(replace(line, label=""))
            continue
        bottom = max(line.label_y, bottom + LABEL_STEP)
        placed.append(replace(line, label_y=round(bottom, 1)))
    return tuple(placed)


def _line(ranking: Ranking, view: NetworkView, name: str, y: float) -> LineView:
    row = ranking.index(name)
    cluster = ranking.clusters[row]
    label = f"{cluster_name(cluster)} {score_text(_score(ranking, name))}"
    where = [
        (_("passed at {share}") if p.is_gain else _("ahead again at {share}")).format(
            share=exact_share(p.coordination)
        )
        for p in view.passings
        if p.rival == name
    ]
    is_guest = not ranking.ranks[row]
    rest = "; ".join(where) or (_("benchmark") if is_guest else _("never passed"))
    return LineView(ranking.study.role(cluster), y, label, y - LABEL_RISE, f"{label}, {rest}")


def _passings(network: Network, view: NetworkView, scale: _Scale) -> Iterator[PassingView]:
    for passing in view.passings:
        yield PassingView(
            x=round(passing.coordination * 100, 2),
            y=scale.y(_score(network.ranking, passing.rival)),
            name=passing.name,
            coordination=passing.coordination,
            at_text=exact_share(passing.coordination),
            is_gain=passing.is_gain,
        )


def _rank_ticks(worst: int, height: float) -> list[int]:
    room = max(int((height - 2 * EDGE) / RANK_STEP), 1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (worst - 1) / s <= room or s == 100)
    if step == 1:
        return list(range(1, worst + 1))
    return [1, *range(step, worst + 1, step)] if step > 2 else list(range(1, worst + 1, 2))


def _stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Hold each value until the next, and the last until 1."""
    held = [points[0]]
    for (_x, before), (x, after) in pairwise(points):
        held += [(x, before), (x, after)]
    return [*held, (1.0, points[-1][1])]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x * 100:.4g} {y:g}" for x, y in points)


def _band(points: Sequence[CurvePoint], *, rank_y: _RankScale) -> str:
    """Outline the intervals; each holds halfway to the points beside it, and has a height."""
    shares = [point.coordination for point in points]
    starts = [0.0, *((a + b) / 2 for a, b in pairwise(shares))]
    upper = _stairs([(x, rank_y(p.low - MARGIN)) for x, p in zip(starts, points, strict=True)])
    lower = _stairs([(x, rank_y(p.high + MARGIN)) for x, p in zip(starts, points, strict=True)])
    return _path([*upper, *lower[::-1]]) + "Z"
