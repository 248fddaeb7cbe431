"""Rows of the heatmap: at which ranks a cluster stands how often, as shades of one colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from ranker.methods import Floats
from ranker.output.cldr import percent
from ranker.output.language import _
from ranker.output.view_trust import ShadeView, ShareView

STEPS = (0.01, 0.02, 0.05, 0.10, 0.20, 0.50)  # least share of each shade
SHOWN = 0.005  # below this a share is a dot
TICK = 10


def shade_of(share: float) -> int:
    """Return the shade of a share of draws, 0 where it stays blank.

    Examples
    --------
    >>> [shade_of(share) for share in (0.0, 0.009, 0.01, 0.07, 0.5, 1.0)]
    [0, 0, 1, 3, 6, 6]
    """
    return sum(1 for least in STEPS if share >= least)


def legend() -> tuple[tuple[int, str], ...]:
    """Return each shade with the shares it stands for.

    Examples
    --------
    >>> legend()[0], legend()[-1]
    ((1, '1–2%'), (6, 'over 50%'))
    """
    ends = [f"{low * 100:.0f}–{percent(high)}" for low, high in pairwise(STEPS)]
    ends.append(_("over {share}").format(share=percent(STEPS[-1])))
    return tuple(enumerate(ends, start=1))


def shades(row: Floats) -> tuple[ShadeView, ...]:
    """Return the ranks of each shade as one path; neighbours of a shade are one rectangle.

    Parameters
    ----------
    row : ndarray of shape (m,)
        Share of draws at each rank.

    Examples
    --------
    >>> import numpy as np
    >>> shades(np.array([0.0, 0.3, 0.3, 0.4 - 0.005, 0.005]))
    (ShadeView(level=5, path='M1 0h3v1h-3z'),)
    """
    paths: dict[int, str] = {}
    for level, start, length in _runs(row):
        paths[level] = paths.get(level, "") + cell_path(start, length)
    return tuple(ShadeView(level, path) for level, path in sorted(paths.items()) if level)


def _runs(row: Floats) -> Iterator[tuple[int, int, int]]:
    start = 0
    for level, members in groupby(shade_of(float(share)) for share in row):
        length = len(list(members))
        yield level, start, length
        start += length


def cell_path(start: int, length: int = 1) -> str:
    """Return the outline of the ranks from `start` + 1 on."""
    return f"M{start} 0h{length}v1h-{length}z"


def shares(row: Floats) -> tuple[ShareView, ...]:
    """Return the row as whole percentages, a dot where one is below a half."""
    return tuple(ShareView(float(share), _share_text(float(share))) for share in row)


def _share_text(share: float) -> str:
    if share == 0:
        return ""
    return f"{share * 100:.0f}" if share >= SHOWN else "·"


def rank_ticks(count: int) -> tuple[tuple[float, str], ...]:
    """Return the ranks that a scale names, each at the middle of its cell in percent.

    The last rank is named in place of a ten that is close to it.

    Examples
    --------
    >>> rank_ticks(4)
    ((12.5, '1'), (87.5, '4'))
    """
    tens = [rank for rank in range(TICK, count, TICK) if count - rank > TICK * 0.3]
    named = [1, *tens, count] if count > 1 else [1]
    return tuple((round((rank - 0.5) / count * 100, 2), str(rank)) for rank in named)
