"""The clusters on a map: where the first stand, the home group enlarged where it crowds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking
from ranker.output.coast import Frame, land_path
from ranker.output.labels import Box, Places, dot_box
from ranker.output.language import _, cluster_name, in_language
from ranker.output.view_pictures import LabelView, MapDotView, MapView, PanelView
from ranker.output.words import MISSING, listed
from ranker.study.model import Cluster

NAMED = 10  # the first ranks are named on the map
HEIGHT = 500  # pixels, of each map
WIDEST = 800
LARGEST, SMALLEST = 9.0, 4.0  # radius of the first and of the last
UNRANKED = 3.0
PAD = 0.09  # of the span, left free on every side
PAD_NEAR = 0.22  # left and right of the enlarged part, for names
LEAST_SPAN = 1.5  # degrees
CROWDED = 1 / 3  # of the map's span, below which the home group is enlarged
STEPS = (0.5, 1, 2, 5, 10, 20, 30, 45)  # degrees between lines of the net
FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Projection:
    """Equirectangular: degrees to pixels, true along the middle parallel."""

    frame: Frame
    scale: float  # pixels of a degree of latitude
    shrink: float  # a degree of longitude as a share of one of latitude

    @classmethod
    def around(cls, clusters: Sequence[Cluster], *, side: float = PAD) -> _Projection:
        west, east = _span([c.longitude for c in clusters], side)
        south, north = _span([c.latitude for c in clusters], PAD)
        shrink = max(math.cos(math.radians((south + north) / 2)), 0.1)
        scale = min(HEIGHT / (north - south), WIDEST / ((east - west) * shrink))
        return cls(Frame(west, south, east, north), scale, shrink)

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return pixels from the left and from the top."""
        frame = self.frame
        return (
            (longitude - frame.west) * self.shrink * self.scale,
            (frame.north - latitude) * self.scale,
        )

    def of(self, cluster: Cluster) -> tuple[float, float]:
        return self(cluster.longitude, cluster.latitude)

    @property
    def size(self) -> tuple[int, int]:
        x, y = self(self.frame.east, self.frame.south)
        return round(x), round(y)


def _span(degrees: Sequence[float], share: float) -> tuple[float, float]:
    low, high = min(degrees), max(degrees)
    pad = max((high - low) * share, (LEAST_SPAN - (high - low)) / 2)
    return low - pad, high + pad


def map_picture(ranking: Ranking) -> MapView | None:
    """Lay the clusters out by longitude and latitude; None where a single one is ranked.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    MapView or None
        Benchmarks far from all others are left off and named.
    """
    study = ranking.study
    inner = [c for c in ranking.clusters if study.role(c) != "benchmark"]
    if len(ranking.ranked) < 2:
        return None
    whole = _Projection.around(inner)
    held = [c for c in ranking.clusters if whole.frame.holds(c.longitude, c.latitude)]
    home = [c for c in held if study.role(c) == "home"]
    near = _Projection.around(home, side=PAD_NEAR) if _is_crowded(whole, home) else None
    panels = [_panel(ranking, whole, held, enlarged=near)]
    if near is not None:
        close = [c for c in held if near.frame.holds(c.longitude, c.latitude)]
        panels.append(_panel(ranking, near, close))
    return MapView(
        finding=_finding(ranking),
        description=_description(ranking),
        outside=_outside([c for c in ranking.clusters if c not in held]),
        panels=tuple(panels),
        rows=tuple(_row(ranking, c) for c in sorted(ranking.clusters, key=_order(ranking))),
    )


def _is_crowded(whole: _Projection, home: Sequence[Cluster]) -> bool:
    if len(home) < 2:
        return False
    inner, outer = _Projection.around(home).frame, whole.frame
    return inner.east - inner.west < CROWDED * (
        outer.east - outer.west
    ) and inner.north - inner.south < CROWDED * (outer.north - outer.south)


def _panel(
    ranking: Ranking,
    project: _Projection,
    clusters: Sequence[Cluster],
    *,
    enlarged: _Projection | None = None,
) -> PanelView:
    """Draw one map; clusters inside the enlarged part are named on the other one."""
    width, height = project.size
    ordered = sorted(clusters, key=_order(ranking))
    places = Places(Box(2, 2, width - 2, height - 18))
    places.taken += [dot_box(*project.of(c), _radius(ranking, c)) for c in ordered]
    inset = _inset(project, enlarged)
    if inset is not None:
        left, top, wide, high = inset
        places.taken.append(Box(left, top, left + wide, top + high))
    dots = [
        _dot(ranking, project, cluster, places, is_named=_is_named(ranking, cluster, enlarged))
        for cluster in ordered
    ]
    return PanelView(
        width=width,
        height=height,
        land=land_path(project.frame, project),
        net=_net(project),
        names=_country_names(ranking, project, ordered, places) if enlarged else (),
        dots=tuple(reversed(dots)),  # the first lie on top
        inset=inset,
    )


def _is_named(ranking: Ranking, cluster: Cluster, enlarged: _Projection | None) -> bool:
    if enlarged is None:
        return True
    rank = ranking.rank_of(cluster.id)
    is_elsewhere = enlarged.frame.holds(cluster.longitude, cluster.latitude)
    return rank is not None and rank <= NAMED and not is_elsewhere


def _dot(
    ranking: Ranking, project: _Projection, cluster: Cluster, places: Places, *, is_named: bool
) -> MapDotView:
    (x, y), radius = project.of(cluster), _radius(ranking, cluster)
    rank = ranking.rank_of(cluster.id)
    name = cluster_name(cluster)
    text = name if rank is None else f"{rank} {name}"
    must = rank is not None and rank <= NAMED
    label = places.label(text, x, y, radius=radius, is_far=must) if is_named else None
    return MapDotView(
        id=cluster.id,
        title=_("{name}, not ranked").format(name=name) if rank is None else text,
        tone=ranking.study.role(cluster),
        is_ranked=rank is not None,
        x=round(x, 1),
        y=round(y, 1),
        radius=radius,
        label=label,
    )


def _radius(ranking: Ranking, cluster: Cluster) -> float:
    rank = ranking.rank_of(cluster.id)
    if rank is None:
        return UNRANKED
    share = (rank - 1) / (len(ranking.ranked) - 1)
    return round(LARGEST - (LARGEST - SMALLEST) * share, 1)


def _inset(
    project: _Projection, enlarged: _Projection | None
) -> tuple[float, float, float, float] | None:
    if enlarged is None:
        return None
    frame = enlarged.frame
    (left, top), (right, bottom) = (
        project(frame.west, frame.north),
        project(frame.east, frame.south),
    )
    return round(left), round(top), round(right - left), round(bottom - top)


def _net(project: _Projection) -> tuple[tuple[str, float, str], ...]:
    frame = project.frame
    span = min(frame.east - frame.west, frame.north - frame.south)
    step = max((s for s in STEPS if span / s >= FEWEST_LINES), default=STEPS[0])
    meridians = _multiples(frame.west, frame.east, step)
    parallels = _multiples(frame.south, frame.north, step)
    return (
        *(("x", round(project(m, frame.north)[0], 1), _degrees(m, "E", "W")) for m in meridians),
        *(("y", round(project(frame.west, p)[1], 1), _degrees(p, "N", "S")) for p in parallels),
    )


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _degrees(value: float, above: str, below: str) -> str:
    return f"{abs(value):g}°{above if value > 0 else below if value < 0 else ''}"


def _country_names(
    ranking: Ranking, project: _Projection, clusters: Sequence[Cluster], places: Places
) -> tuple[LabelView, ...]:
    names = []
    for code, country in ranking.study.countries.items():
        spots = [project.of(c) for c in clusters if c.country == code]
        if spots:
            x, y = (sum(axis) / len(spots) for axis in zip(*spots, strict=True))
            text = in_language(country)
            names.append(places.label(text, x, y, radius=0, is_far=True))
    return tuple(name for name in names if name is not None)


def _order(ranking: Ranking) -> Callable[[Cluster], tuple[float, str]]:
    return lambda c: (ranking.rank_of(c.id) or math.inf, c.name)


def _country(ranking: Ranking, cluster: Cluster) -> str:
    words = ranking.study.countries.get(cluster.country)
    return in_language(words) if words else cluster.country


def _finding(ranking: Ranking) -> str:
    first = [c for c in ranking.ranked if (ranking.rank_of(c.id) or 0) <= NAMED]
    counts = Counter(_country(ranking, c) for c in first).most_common()
    parts = [_("{n} in {country}").format(n=n, country=country) for country, n in counts]
    return _("Where the first {n} lie: {counts}").format(
        n=len(first), counts=listed(parts, most=len(parts))
    )


def _description(ranking: Ranking) -> str:
    first = [c for c in ranking.ranked if (ranking.rank_of(c.id) or 0) <= NAMED]
    return "; ".join(
        f"{ranking.rank_of(c.id)} {cluster_name(c)}, {_country(ranking, c)}, {_coordinates(c)}"
        for c in first
    )


def _coordinates(cluster: Cluster) -> str:
    return f"{_degrees(cluster.latitude, 'N', 'S')} {_degrees(cluster.longitude, 'E', 'W')}"


def _outside(clusters: Sequence[Cluster]) -> str:
    if not clusters:
        return ""
    names = listed([cluster_name(c) for c in clusters])
    return _("Beyond the map: {names}.").format(names=names)


def _row(ranking: Ranking, cluster: Cluster) -> tuple[str, str, str, str, str]:
    rank = ranking.rank_of(cluster.id)
    shown = MISSING if rank is None else str(rank)
    return (
        cluster.id,
        shown,
        cluster_name(cluster),
        _country(ranking, cluster),
        _coordinates(cluster),
    )
