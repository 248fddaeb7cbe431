"""Ranks of the first clusters as lines, from method to method or from profile to profile."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking
from ranker.methods.catalogue import METHODS
from ranker.output.chances import interval_words, number_word
from ranker.output.language import LANGUAGES, _, cluster_name, in_language, ngettext, use_language
from ranker.output.view_pictures import BumpLineView, BumpView
from ranker.output.words import listed, ordinal
from ranker.study.model import Cluster

SHOWN = 15
ROW = 17.0  # pixels from rank to rank
LABEL = 15.0  # pixels that a label takes
LINE = 14.0  # pixels from line to line of a column's name
WRAP = 10  # letters of such a line
NAME = 30  # letters of a cluster's name
STEP = 5  # ranks from rule to rule


def bump_picture(ranking: Ranking, comparison: Comparison, what: str) -> BumpView | None:
    """Draw the ranks of the first clusters from column to column.

    Parameters
    ----------
    ranking : Ranking
    comparison : Comparison
        The ranking's own ranks first.
    what : {"method", "profile"}
        What the columns are.

    Returns
    -------
    BumpView or None
        None where there is one column.
    """
    count = len(comparison.names)
    if count < 2:
        return None
    shown = ranking.ranked[:SHOWN]
    names = [_wrapped(_column(ranking, n)) for n in comparison.names]
    worst = max(comparison.spread(cluster.id)[1] for cluster in shown)
    return BumpView(
        finding=_finding(comparison, shown, what),
        description="; ".join(
            f"{cluster_name(cluster)}: {interval_words(*comparison.spread(cluster.id))}"
            for cluster in shown
        )
        + ".",
        columns=tuple((round(100 * n / (count - 1), 2), name) for n, name in enumerate(names)),
        head=LINE * _most_lines(ranking, comparison) + LINE / 2,
        height=ROW * worst,
        span=count - 1,
        worst=worst,
        grid=tuple(
            (_y(r), str(r) if r > len(shown) else "") for r in (1, *range(STEP, worst + 1, STEP))
        ),
        lines=_lines(ranking, comparison, shown),
    )


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, WRAP, break_long_words=False))


def _most_lines(ranking: Ranking, comparison: Comparison) -> int:
    """Return the room that names take in any language, so that the picture has one shape."""
    counts = []
    for language in LANGUAGES:
        with use_language(language):
            counts += [len(_wrapped(_column(ranking, name))) for name in comparison.names]
    return max(counts)


def _lines(
    ranking: Ranking, comparison: Comparison, shown: Sequence[Cluster]
) -> tuple[BumpLineView, ...]:
    ranks = {cluster.id: comparison.ranks_of(cluster.id) for cluster in shown}
    home = {c.id for c in shown if ranking.study.role(c) == "home"}
    first = _apart({c.id: ranks[c.id][0] for c in shown})
    last = _apart({name: ranks[name][-1] for name in home if ranks[name][-1]})
    lines = [
        BumpLineView(
            id=cluster.id,
            label=_label(ranks[cluster.id][0], cluster),
            last=_label(ranks[cluster.id][-1], cluster) if cluster.id in last else "",
            tone=ranking.study.role(cluster),
            path=line_path(ranks[cluster.id]),
            dots="".join(f"M{n} {r - 0.5:g}h0" for n, r in enumerate(ranks[cluster.id]) if r),
            y=first[cluster.id],
            last_y=last.get(cluster.id, 0.0),
        )
        for cluster in shown
    ]
    return tuple(sorted(lines, key=lambda line: line.tone == "home"))


def _label(rank: int, cluster: Cluster) -> str:
    return f"{rank} {textwrap.shorten(cluster_name(cluster), NAME, placeholder='…')}"


def line_path(ranks: Sequence[int]) -> str:
    """Return path data through ranks, with a gap where there is none.

    Examples
    --------
    >>> line_path([1, 3, 0, 2])
    'M0 0.5L1 2.5M3 1.5'
    """
    path, is_drawing = "", False
    for n, rank in enumerate(ranks):
        if rank:
            path += f"{'L' if is_drawing else 'M'}{n} {rank - 0.5:g}"
        is_drawing = rank > 0
    return path


def _apart(ranks: dict[str, int]) -> dict[str, float]:
    """Return heights of labels in pixels, those of equal ranks one below the other."""
    heights: dict[str, float] = {}
    free = 0.0
    for name in sorted(ranks, key=lambda name: (ranks[name], name)):
        heights[name] = round(max(_y(ranks[name]), free), 1)
        free = heights[name] + LABEL
    return heights


def _y(rank: int) -> float:
    return ROW * (rank - 0.5)


def _column(ranking: Ranking, name: str) -> str:
    if name in METHODS:
        return _(METHODS[name].title)
    profile = ranking.study.profiles.get(name)
    return in_language(profile.label) if profile else _("This ranking")


def _finding(comparison: Comparison, shown: Sequence[Cluster], what: str) -> str:
    spreads = {cluster_name(cluster): comparison.spread(cluster.id) for cluster in shown}
    steady = [name for name, (best, worst) in spreads.items() if best == worst]
    moved, (best, worst) = max(spreads.items(), key=lambda item: item[1][1] - item[1][0])
    if best == worst:
        still = _("No method moves any of the first {count}")
        if what == "profile":
            still = _("No weight profile moves any of the first {count}")
        return still.format(count=number_word(len(shown)))
    move = _("{name} moves most by method: {best} to {worst} across {count} methods")
    if what == "profile":
        move = _("{name} moves most by weights: {best} to {worst} across {count} weight profiles")
    lead = move.format(
        name=moved,
        best=ordinal(best),
        worst=ordinal(worst),
        count=number_word(len(comparison.names)),
    )
    if not steady:
        return lead
    stay = ngettext(
        "{names} has one rank by all of them",
        "{names} have one rank each by all of them",
        len(steady),
    )
    return _("{finding}; {rest}").format(finding=lead, rest=stay.format(names=listed(steady)))
