"""Moves in a ranking as sentences: who rises or falls, and because of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.output.headline import reason_text
from ranker.output.sheets_trust import name_of
from ranker.output.words import MISSING, listed, ordinal, share_text

if TYPE_CHECKING:
    from ranker.analysis.moves import Move
    from ranker.analysis.ranking import Ranking


def move_sentence(before: Ranking, after: Ranking, move: Move) -> str:
    """Say how a cluster moves and why; empty where it keeps its place.

    Returns
    -------
    str
        Such as "Kobe falls from 7th to 8th because Songdo passes it."
    """
    why = move_reason(before, after, move)
    name = name_of(after, move.cluster)
    if move.way == "enters":
        return f"{name} is newly ranked, {ordinal(move.after or 0)}: {why}."
    if move.way == "leaves":
        return f"{name}, {ordinal(move.before or 0)} before, drops out: {why}."
    if move.way == "unranked":
        return f"{name} {why}." if why else ""
    if move.way == "stays":
        return f"{name} stays {ordinal(move.after or 0)}: {why}." if why else ""
    ends = f"from {ordinal(move.before or 0)} to {ordinal(move.after or 0)}"
    return f"{name} {move.way} {ends} because {why}."


def move_reason(before: Ranking, after: Ranking, move: Move) -> str:
    """Return the reason alone; empty where nothing happens."""
    if move.way == "enters":
        return "; ".join(_better_covered(before, after, move)) or "it has enough figures now"
    if move.way == "leaves":
        entry = next(e for e in after.unranked if e.cluster.id == move.cluster)
        return reason_text(after, entry).removesuffix(".")
    if move.way == "unranked":
        return _guest(move)
    return "; ".join((*_own(after, move), *_clauses(before, after, move)))


def _own(after: Ranking, move: Move) -> Iterator[str]:
    """Say how the score of a cluster moves whose own figures are others now."""
    if not move.shifts or move.score_before is None or move.score_after is None:
        return
    points = move.score_after - move.score_before
    if after.method.name == "weighted-sum" and points:
        yield f"its own score {'rises' if points > 0 else 'falls'} by {abs(points):.2f}"
    else:
        yield "its own score changes"


def _guest(move: Move) -> str:
    """Say how the standing of a benchmark moves."""
    if not move.is_moved:
        return ""
    old, new = (
        ordinal(rank) if rank else "no place"
        for rank in (move.standing_before, move.standing_after)
    )
    return f"would take {new}, not {old}"


def _better_covered(before: Ranking, after: Ranking, move: Move) -> Iterator[str]:
    entry = next((e for e in before.unranked if e.cluster.id == move.cluster), None)
    labels = {node.id: node.label.en for node in after.study.criteria}
    for name, share in (entry.thin if entry else {}).items():
        now = share_text(after.coverage(move.cluster, name))
        yield f"{share_text(share)} of {labels[name]} was known and {now} is now"


def _clauses(before: Ranking, after: Ranking, move: Move) -> Iterator[str]:
    """Yield who passes it and whom it passes, a clause for each kind of passing."""
    came, level, passed = _sorted_out(before, move.passed_by, move.before)
    yield from _clause(after, came, "enters above it", "enter above it")
    yield from _clause(after, level, "pulls ahead of it", "pull ahead of it")
    yield from _clause(after, passed, "passes it", "pass it")
    left, caught, behind = _sorted_out(after, move.passes, move.after)
    yield from _clause(after, left, "leaves the ranking", "leave the ranking")
    for names, verb in ((caught, "draws level with"), (behind, "passes")):
        if names:
            yield f"it {verb} {_names(after, names)}"


def _sorted_out(
    ranking: Ranking, others: Sequence[str], rank: int | None
) -> tuple[list[str], list[str], list[str]]:
    """Split clusters into those without a rank, those level with `rank`, and the rest."""
    held = {name: ranking.rank_of(name) for name in others}
    absent = [name for name in others if held[name] is None]
    level = [name for name in others if held[name] == rank]
    return absent, level, [name for name in others if name not in absent and name not in level]


def _clause(after: Ranking, names: Sequence[str], one: str, many: str) -> Iterator[str]:
    if names:
        yield f"{_names(after, names)} {one if len(names) == 1 else many}"


def _names(ranking: Ranking, clusters: Sequence[str]) -> str:
    return listed([name_of(ranking, cluster) for cluster in clusters], most=3)


def rank_text(rank: int | None, standing: int | None) -> str:
    """Return a rank, in brackets where a benchmark would take it, or a dash.

    Examples
    --------
    >>> rank_text(3, 3), rank_text(None, 2), rank_text(None, None)
    ('3', '(2)', '–')
    """
    if rank is not None:
        return str(rank)
    return f"({standing})" if standing is not None else MISSING
