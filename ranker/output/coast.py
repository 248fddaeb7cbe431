"""Coasts for maps: rings of land cut to a frame, as path data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ranker._content import content_folder

Point = tuple[float, float]
Ring = tuple[Point, ...]
UNITS = 50  # of the file, in a degree
DETAIL = 1.0  # pixels that a coast may be off


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the earth, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Tell whether a point lies inside."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@cache
def coasts() -> tuple[Ring, ...]:
    """Return all rings of land as (longitude, latitude) in degrees."""
    text = (content_folder("reports") / "static" / "coast.txt").read_text(encoding="utf-8")
    return tuple(_ring(line) for line in text.splitlines() if line and line[0] != "#")


def _ring(line: str) -> Ring:
    x = y = 0
    points = []
    for step in line.split():
        right, up = step.split(",")
        x, y = x + int(right), y + int(up)
        points.append((x / UNITS, y / UNITS))
    return tuple(points)


def land_path(frame: Frame, project: Callable[[float, float], Point]) -> str:
    """Return the land inside a frame as path data in whole pixels.

    Parameters
    ----------
    frame : Frame
    project : callable
        Longitude and latitude to pixels.
    """
    path = []
    for ring in coasts():
        held = clip(ring, frame)
        pixels = simplify([project(*point) for point in held], DETAIL) if held else []
        rounded = [(round(x), round(y)) for x, y in pixels]
        if len(set(rounded)) > 2:
            path.append(_closed(rounded))
    return "".join(path)


def _closed(points: Sequence[tuple[int, int]]) -> str:
    at = points[0]
    text = f"M{at[0]} {at[1]}l"
    for x, y in points[1:]:
        step = f"{x - at[0]} {y - at[1]}"
        text += step if text[-1] == "l" or step[0] == "-" else f" {step}"
        at = (x, y)
    return text.replace(" -", "-") + "z"


def clip(ring: Sequence[Point], frame: Frame) -> list[Point]:
    """Cut a ring to a frame, side by side.

    References
    ----------
    Sutherland and Hodgman (1974), "Reentrant polygon clipping", Communications of the ACM
    17 (1), doi:10.1145/360767.360802.

    Examples
    --------
    >>> clip([(-1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)], Frame(0, -9, 9, 9))
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    """
    points = list(ring)
    sides = ((0, frame.west, 1), (0, frame.east, -1), (1, frame.south, 1), (1, frame.north, -1))
    for axis, edge, sign in sides:
        depths = [sign * (point[axis] - edge) for point in points]
        if max(depths, default=-1.0) < 0:
            return []
        if min(depths) < 0:
            points = list(_cut(points, depths))
    return points


def _cut(points: Sequence[Point], depths: Sequence[float]) -> Iterator[Point]:
    for n, (point, depth) in enumerate(zip(points, depths, strict=True)):
        before, other = points[n - 1], depths[n - 1]
        if (depth >= 0) != (other >= 0):
            share = other / (other - depth)
            yield (
                before[0] + share * (point[0] - before[0]),
                before[1] + share * (point[1] - before[1]),
            )
        if depth >= 0:
            yield point


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out points that lie within a tolerance of the line through the others.

    References
    ----------
    Douglas and Peucker (1973), "Algorithms for the reduction of the number of points",
    Cartographica 10 (2), doi:10.3138/FM57-6770-U75U-7727.

    Examples
    --------
    >>> simplify([(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (2.0, 2.0)], 0.2)
    [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]
    """
    kept, open_spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda n: _offset(points[n], points[first], points[last]), default=0)
        if far and _offset(points[far], points[first], points[last]) > tolerance:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return [points[n] for n in sorted(kept)]


def _offset(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from the line through two others."""
    across, along = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, along)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(across * (start[1] - point[1]) - (start[0] - point[0]) * along) / length
