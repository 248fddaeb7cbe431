"""Where labels stand beside dots so that none lies over another, over a dot or over the edge."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from ranker.output.view_pictures import LabelView

WRAPS = (20, 10)  # letters of a line; the second where the first finds no good place
LINE = 14.0  # pixels from line to line
LETTER = 6.7  # pixels of a letter at 12 pixels, somewhat generous
WIDE_LETTER = 12.5  # of Chinese, Japanese and Korean script
_WIDE_FROM = 0x1100
_GAP = 3.0
_HALF = 4  # pixels
_REACHES = (0.0, 10.0, 20.0, 32.0, 46.0, 60.0)
_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1), (2, -1), (2, 1))


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture that is taken, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Tell whether this box lies within another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def dot_box(x: float, y: float, radius: float) -> Box:
    """Return the box around a dot."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def text_width(line: str) -> float:
    """Return about how many pixels a line takes.

    Examples
    --------
    >>> text_width("Osong") < text_width("오송 바이오")
    True
    """
    return sum(WIDE_LETTER if ord(letter) >= _WIDE_FROM else LETTER for letter in line)


@dataclass(slots=True)
class Places:
    """A picture that fills with labels; what stands first keeps its place.

    Parameters
    ----------
    frame : Box
    taken : list of Box
        What no label may lie over: dots at first, then the labels set.
    """

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def label(
        self, text: str, x: float, y: float, *, radius: float, is_far: bool = True
    ) -> LabelView | None:
        """Set a label as near its dot as there is room; None where there is none.

        Parameters
        ----------
        text : str
        x, y, radius : float
            The dot, in pixels.
        is_far : bool
            Whether the label may stand off its dot, joined by a line.
        """
        free = list(self._free(text, x, y, radius=radius, is_far=is_far))
        if not free:
            return None
        box, label = next((c for c in free if self._is_clear(c[1].lead, radius)), free[0])
        self.taken += [box, *_along(label.lead)]
        return label

    def _free(
        self, text: str, x: float, y: float, *, radius: float, is_far: bool
    ) -> Iterator[tuple[Box, LabelView]]:
        """Yield the places where a label lies over nothing, the nearest first."""
        for wrap, reach in product(WRAPS, _REACHES) if is_far else [(WRAPS[0], 0.0)]:
            lines = tuple(textwrap.wrap(text, wrap))
            size = (max(map(text_width, lines)), LINE * len(lines))
            for box, side in _around(x, y, reach=radius + _GAP + reach, size=size):
                if box.inside(self.frame) and not any(box.meets(b) for b in self.taken):
                    yield box, _label(lines, box, side, lead=(x, y) if reach else None)

    def _is_clear(self, lead: tuple[int, ...], radius: float) -> bool:
        """Tell whether a line to a dot crosses nothing beyond that dot."""
        if not lead:
            return True
        dot = dot_box(lead[0], lead[1], radius + _HALF)
        beyond = [box for box in _along(lead) if not box.inside(dot)]
        others = [b for b in self.taken if not b.meets(dot_box(lead[0], lead[1], 1))]
        return not any(box.meets(b) for box in beyond for b in others)


def _around(
    x: float, y: float, *, reach: float, size: tuple[float, float]
) -> Iterator[tuple[Box, int]]:
    width, height = size
    for right, down in _AROUND:
        off = reach if right * down == 0 or right > 1 else reach * 0.8
        left = x if right > 1 else x + off if right else x - width / 2
        left = x - off - width if right < 0 else left
        top = y + off if down > 0 else y - off - height if down < 0 else y - height / 2
        yield Box(left, top, left + width, top + height), min(right, 1)


def _label(
    lines: tuple[str, ...], box: Box, side: int, *, lead: tuple[float, float] | None
) -> LabelView:
    anchor = {1: "start", 0: "middle", -1: "end"}[side]
    x = {1: box.left, 0: (box.left + box.right) / 2, -1: box.right}[side]
    path: tuple[int, ...] = ()
    if lead is not None:
        near = min(max(lead[1], box.top + LINE / 2), box.bottom - LINE / 2)
        path = (round(lead[0]), round(lead[1]), round(x), round(near))
    return LabelView(lines, round(x), round(box.top + LINE - 3.5), anchor, path)


def _along(lead: tuple[int, ...]) -> Iterator[Box]:
    """Yield small boxes along a line, which keep other labels off it."""
    if not lead:
        return
    left, top, right, bottom = lead
    steps = max(abs(right - left), abs(bottom - top)) // _HALF + 1
    for n in range(steps + 1):
        x, y = left + (right - left) * n / steps, top + (bottom - top) * n / steps
        yield dot_box(x, y, _HALF / 2)
