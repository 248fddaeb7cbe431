"""The ranking without one thing at a time, as sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_diff import signed_ranks
from ranker.output.sheets_trust import name_of, rank_range
from ranker.output.words import MISSING, listed, ordinal

if TYPE_CHECKING:
    from ranker.analysis.leave_out import Dependence, LeaveOut, Omission

_NAMED = 3  # things that a sentence names
YARDSTICKS = (
    "Without a thing the rest is ranked as an ordinary study: yardsticks and who is ranked are "
    "found anew. A move counts among those ranked in both cases."
)


def leave_out_sentence(left: LeaveOut, cluster: str | None = None) -> str:
    """Say what a ranking, or one cluster's rank, hangs on.

    Parameters
    ----------
    left : LeaveOut
    cluster : str, optional
        A ranked cluster; the whole ranking where None.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    if cluster is not None:
        return _cluster_sentence(left, left.of(cluster))
    ranked = int((left.ranks > 0).sum())
    moving = [held for held in left.omissions if held.total]
    steady = f"{len(left.steady)} of {ranked} clusters keep their place whatever is left out"
    if not moving:
        return f"{steady}: nothing moves anybody."
    most = moving[0]
    what = f"{most.label} ({most.moved} clusters move, {most.total} ranks in all)"
    return f"{steady}; the ranking hangs most on {what}."


def _cluster_sentence(left: LeaveOut, held: Dependence) -> str:
    name = name_of(left.ranking, held.cluster)
    ends = ordinal(held.best)
    if held.best != held.worst:
        ends += f"–{ordinal(held.worst)}"
    text = f"{name} is {ends} whatever is left out"
    if held.drops_without:
        without = listed([omission.label for omission in held.drops_without], most=_NAMED)
        text += f", but takes no rank without {without}"
    if not held.hangs_on:
        return f"{text}; nothing moves it."
    at = left.ranking.index(held.cluster)
    most = held.hangs_on[0]
    moved = signed_ranks(int(most.moves[at]))
    return f"{text}; it hangs most on {most.label} ({moved})."


def leave_out_sheets(
    left: LeaveOut, *, cluster: str | None = None, most: int = 20
) -> tuple[Sheet, ...]:
    """Return what moves most, for the whole ranking or for one cluster.

    Parameters
    ----------
    left : LeaveOut
    cluster : str, optional
        A ranked cluster.
    most : int
        How many are shown.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    if cluster is not None:
        return (_cluster_sheet(left, cluster, most),)
    return (_omissions_sheet(left, most), _ranges_sheet(left))


def _omissions_sheet(left: LeaveOut, most: int) -> Sheet:
    held = left.omissions[:most]
    largest = [_largest(left, omission) for omission in held]
    columns = (
        *_heads(held),
        _numbers("figures", "Figures", [omission.figures for omission in held]),
        _numbers("moved", "Move", [omission.moved for omission in held]),
        _numbers("total", "Ranks in all", [omission.total for omission in held]),
        Column("", "Largest move", (), [text for text, _ in largest], is_text=True),
        Column("largest_cluster", "", [cluster for _, cluster in largest]),
        _numbers("dropped", "Drop out", [len(omission.dropped) for omission in held]),
        _numbers("joined", "Join", [len(omission.joined) for omission in held], is_spare=True),
    )
    notes = [YARDSTICKS, *_more(len(left.omissions), len(held)), *_refusals(left)]
    lead = (leave_out_sentence(left),)
    return Sheet(left.ranking.study.title.en, columns, lead=lead, notes=tuple(notes))


def _heads(held: Sequence[Omission]) -> tuple[Column, ...]:
    return (
        Column("kind", "Without the", [o.kind for o in held], [o.kind for o in held], is_text=True),
        Column("id", "", [omission.id for omission in held]),
        Column("label", "Named", [o.label for o in held], [o.label for o in held], is_text=True),
    )


def _numbers(key: str, head: str, values: Sequence[int], *, is_spare: bool = False) -> Column:
    return Column(key, head, values, [str(value) for value in values], is_spare=is_spare)


def _largest(left: LeaveOut, omission: Omission) -> tuple[str, str]:
    if not omission.total:
        return MISSING, ""
    at = int(np.abs(omission.moves).argmax())
    cluster = left.ranking.clusters[at]
    return f"{cluster.name} {signed_ranks(int(omission.moves[at]))}", cluster.id


def _more(held: int, shown: int) -> Iterator[str]:
    if held > shown:
        yield f"{held - shown} more are not shown; JSON has all."


def _refusals(left: LeaveOut) -> Iterator[str]:
    for held in left.omissions:
        if held.refused is not None:
            yield f"Without {held.label} nobody can be ranked: {held.refused.what}"


def _ranges_sheet(left: LeaveOut) -> Sheet:
    rows = [left.of(c.id) for c in left.ranking.ranked if left.ranks[left.ranking.index(c.id)]]
    names = [name_of(left.ranking, row.cluster) for row in rows]
    on = [_hangs_on(left, row) for row in rows]
    columns = (
        Column("", "Rank", (), [str(row.rank) for row in rows]),
        Column("", "Cluster", (), names, is_text=True),
        Column("", "Without one thing", (), [rank_range(row.best, row.worst) for row in rows]),
        Column("", "Hangs most on", (), on, is_text=True),
        Column("", "No rank without", (), [str(len(row.drops_without)) for row in rows]),
    )
    return Sheet("Cluster by cluster", columns)


def _hangs_on(left: LeaveOut, row: Dependence) -> str:
    if not row.hangs_on:
        return MISSING
    most, at = row.hangs_on[0], left.ranking.index(row.cluster)
    return f"{most.label} {signed_ranks(int(most.moves[at]))}"


def _cluster_sheet(left: LeaveOut, cluster: str, most: int) -> Sheet:
    row, at = left.of(cluster), left.ranking.index(cluster)
    every = (*row.drops_without, *row.hangs_on)
    held = every[:most]
    ranks = [int(omission.ranks[at]) or None for omission in held]
    moves = [
        int(omission.moves[at]) if rank else None
        for omission, rank in zip(held, ranks, strict=True)
    ]
    columns = (
        *_heads(held),
        _numbers("figures", "Figures", [omission.figures for omission in held]),
        Column("rank", "Rank", ranks, [MISSING if r is None else str(r) for r in ranks]),
        Column("move", "Move", moves, [MISSING if m is None else signed_ranks(m) for m in moves]),
    )
    own = f"{name_of(left.ranking, cluster)} is {ordinal(row.rank)} with everything."
    quiet = len([o for o in left.omissions if not o.refused]) - len(every)
    notes = (
        own,
        YARDSTICKS,
        f"{quiet} other things move it not at all.",
        *_more(len(every), len(held)),
    )
    lead = (leave_out_sentence(left, cluster),)
    return Sheet(left.ranking.study.title.en, columns, lead=lead, notes=notes)
