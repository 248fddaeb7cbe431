"""Two editions side by side as sheets: who moved and why, then everything that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.analysis.hybrid import KINDS, Kind
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_trust import exact_share
from ranker.output.words import MISSING, listed, number_text, ordinal

if TYPE_CHECKING:
    from ranker.analysis.changes import Change, WeightChange
    from ranker.analysis.diff import Diff, Move, Status

KIND_WORDS: dict[Kind, str] = {
    "data": "figures",
    "weights": "weights",
    "rules": "rules",
    "others": "others coming or going",
}
_HEADS: dict[Kind, str] = {
    "data": "Figures",
    "weights": "Weights",
    "rules": "Rules",
    "others": "Others",
}
STATUS_WORDS: dict[Status, str] = {
    "ranked": "",
    "newly-ranked": "newly ranked",
    "no-longer-ranked": "no longer ranked",
    "unranked": "not ranked",
    "entered": "entered",
    "left": "left",
}
_SAID = 3  # moves that the summary names
NOTHING = "Nothing differs: the same figures, weights, rules and clusters."


def diff_sentence(diff: Diff) -> str:
    """Say in a line or two what became of the ranking.

    Returns
    -------
    str
        How many moved, the largest moves with what they are mostly due to, who came and went.
    """
    if diff.is_empty:
        return NOTHING
    both = sum(1 for move in diff.moves if move.status == "ranked")
    moved = diff.moved
    parts = [f"{len(moved)} of {both} clusters ranked in both editions changed rank."]
    if moved:
        parts.append(f"Largest: {'; '.join(_told(move) for move in moved[:_SAID])}.")
    counts = Counter(move.status for move in diff.moves)
    gone = [
        f"{counts[status]} {words}"
        for status, words in STATUS_WORDS.items()
        if counts[status] and status not in ("ranked", "unranked")
    ]
    return " ".join([*parts, *([f"Clusters: {listed(gone)}."] if gone else [])])


def _told(move: Move) -> str:
    ends = f"{move.name} {ordinal(move.old_rank or 0)} → {ordinal(move.new_rank or 0)}"
    if not move.rank_parts:
        return ends
    kind = max(KINDS, key=lambda k: abs((move.rank_parts or {})[k]))
    return f"{ends}, mostly by {KIND_WORDS[kind]}"


def signed_ranks(part: float) -> str:
    """Return ranks gained or lost with sign, as many decimals as they need, two at most.

    Examples
    --------
    >>> signed_ranks(-4.5), signed_ranks(2), signed_ranks(0), signed_ranks(1 / 3)
    ('−4.5', '+2', '0', '+0.33')
    """
    text = f"{part:+.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


def diff_sheets(diff: Diff, *, group: str | None = None, whole: bool = False) -> tuple[Sheet, ...]:
    """Return who moved and why, and lists of all that differs.

    Parameters
    ----------
    diff : Diff
    group : str, optional
        Id of the group whose clusters are shown; ranks stay those among all.
    whole : bool
        Whether clusters whose rank and score stay have a row too.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    check_group_of_either(diff, group)
    sheets = [moves_sheet(diff, group=group, whole=whole)]
    names = _place_names(diff)
    if diff.cells:
        sheets.append(_cells_sheet(diff, names))
    if diff.weights:
        sheets.append(_weights_sheet(diff.weights, _labels(diff)))
    if diff.rules:
        sheets.append(_changes_sheet("Rules that differ", diff.rules))
    if diff.clusters:
        sheets.append(_changes_sheet("Clusters that differ", diff.clusters))
    return tuple(sheets)


def check_group_of_either(diff: Diff, group: str | None) -> None:
    """Refuse a group that neither edition has.

    Raises
    ------
    UsageError
        ``group-unknown``, with the nearest id.
    """
    known = list(dict.fromkeys((*diff.old.study.groups, *diff.new.study.groups)))
    if group is not None and group not in known:
        what = f"there is no group '{group}'."
        raise UsageError(Problem("group-unknown", "group", what, did_you_mean(group, known)))


def moves_sheet(diff: Diff, *, group: str | None = None, whole: bool = False) -> Sheet:
    """Return one row a cluster that is ranked in either edition; see `diff_sheets`."""
    kept = [
        move
        for move in diff.moves
        if move.status != "unranked" and (group is None or move.group == group)
    ]
    moves = [move for move in kept if whole or not _stays(move)]
    names = [move.name for move in moves]
    columns = (
        Column("cluster", "", [move.cluster for move in moves]),
        Column("name", "Cluster", names, names, is_text=True),
        Column("group", "", [move.group for move in moves]),
        _ranks("old_rank", "Old", [move.old_rank for move in moves]),
        _ranks("new_rank", "New", [move.new_rank for move in moves]),
        _changes([move.change for move in moves]),
        *(_part_column(kind, moves) for kind in KINDS),
        _scores("old_score", "Old score", [move.old_score for move in moves]),
        _scores("new_score", "New score", [move.new_score for move in moves]),
        *(Column(f"score_{kind}", "", _score_parts(kind, moves)) for kind in KINDS),
        Column("status", "", [move.status for move in moves]),
        Column("", "What became of it", (), [_remark(move) for move in moves], is_text=True),
    )
    lead = (diff_sentence(diff), *diff.notes)
    notes = (*_notes(diff), *_left_out(len(kept) - len(moves)))
    return Sheet(_title(diff), columns, lead=lead, notes=notes)


def _scores(key: str, head: str, scores: Sequence[float | None]) -> Column:
    texts = [MISSING if score is None else f"{score:.1f}" for score in scores]
    return Column(key, head, scores, texts, is_spare=True)


def _stays(move: Move) -> bool:
    """Whether nothing became of a cluster."""
    same_rank, same_score = move.old_rank == move.new_rank, move.old_score == move.new_score
    return move.status == "ranked" and same_rank and same_score


def _left_out(count: int) -> Iterator[str]:
    if count:
        those = f"{count} clusters whose" if count > 1 else "A cluster whose"
        yield f"{those} rank and score stay {'are' if count > 1 else 'is'} not shown; CSV has all."


def _title(diff: Diff) -> str:
    old, new = diff.old.study, diff.new.study
    return f"{new.title.en}: {old.edition} → {new.edition}"


def _ranks(key: str, head: str, ranks: Sequence[int | None]) -> Column:
    return Column(key, head, ranks, [MISSING if r is None else str(r) for r in ranks])


def _changes(changes: Sequence[int | None]) -> Column:
    texts = [MISSING if c is None else signed_ranks(c) for c in changes]
    return Column("change", "Change", changes, texts)


def _part_column(kind: Kind, moves: Sequence[Move]) -> Column:
    parts = [None if m.rank_parts is None else float(m.rank_parts[kind]) for m in moves]
    texts = [MISSING if part is None else signed_ranks(part) for part in parts]
    return Column(f"rank_{kind}", _HEADS[kind], parts, texts)


def _score_parts(kind: Kind, moves: Sequence[Move]) -> list[float | None]:
    return [None if m.score_parts is None else float(m.score_parts[kind]) for m in moves]


def _remark(move: Move) -> str:
    words = STATUS_WORDS[move.status]
    if move.causes:
        words += f", by {listed([KIND_WORDS[kind] for kind in move.causes])}"
    return words


def _notes(diff: Diff) -> Iterator[str]:
    if diff.is_empty:
        return
    if diff.refused is not None:
        yield f"Changes are not split: between the editions, {diff.refused.what}"
        return
    yield (
        "Change: ranks, below 0 for a rise. Figures, weights, rules and others add up to it: what "
        "each adds on average over all orders in which they could have come."
    )


def _place_names(diff: Diff) -> dict[str, str]:
    studies = (diff.old.study, diff.new.study)
    words = {code: text.en for study in studies for code, text in study.countries.items()}
    return words | {c.id: c.name for study in studies for c in study.clusters}


def _labels(diff: Diff) -> dict[str, str]:
    studies = (diff.old.study, diff.new.study)
    return {node.id: node.label.en for study in studies for node in study.root.walk()}


def _cells_sheet(diff: Diff, names: dict[str, str]) -> Sheet:
    labels, held = _labels(diff), diff.cells
    sources = [diff.old.study.sources, diff.new.study.sources]
    from_old = [listed([sources[0][s].title for s in c.old_sources], most=2) for c in held]
    from_new = [listed([sources[1][s].title for s in c.new_sources], most=2) for c in held]
    columns = (
        _words("Figure", [labels[c.indicator] for c in held]),
        _words("Of", [names.get(c.place, c.place) for c in held]),
        Column("", "Old", (), [_cell(c.old, c.old_years) for c in held]),
        Column("", "New", (), [_cell(c.new, c.new_years) for c in held]),
        _words("What happened", [_HOW[c.how] for c in held]),
        _words("Old source", from_old, is_spare=True),
        _words("New source", from_new),
    )
    return Sheet(f"Figures that differ: {len(held)}", columns)


_HOW = {
    "found": "found",
    "lost": "lost",
    "revised": "revised",
    "restated": "other evidence",
}


def _cell(value: float | None, years: tuple[int, int] | None) -> str:
    if value is None or years is None:
        return MISSING
    return f"{number_text(value)} ({years[1]})"


def _words(head: str, texts: Sequence[str], *, is_spare: bool = False) -> Column:
    return Column("", head, (), texts, is_text=True, is_spare=is_spare)


def _weights_sheet(changes: Sequence[WeightChange], labels: dict[str, str]) -> Sheet:
    why = {"weights": "weighed anew", "rules": "its siblings are others"}
    columns = (
        _words("Weight of", [labels[change.node] for change in changes]),
        Column("", "Old", (), [_share(change.old) for change in changes]),
        Column("", "New", (), [_share(change.new) for change in changes]),
        _words("Why", [why[change.kind] for change in changes]),
    )
    return Sheet("Weights that differ, as shares among siblings", columns)


def _share(share: float | None) -> str:
    return MISSING if share is None else exact_share(share)


def _changes_sheet(title: str, changes: Sequence[Change]) -> Sheet:
    columns = (
        _words("What", [change.what for change in changes]),
        _words("Old", [change.old or MISSING for change in changes]),
        _words("New", [change.new or MISSING for change in changes]),
    )
    return Sheet(title, columns)
