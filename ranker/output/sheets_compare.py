"""Methods side by side as sheets: ranks, agreement, whose rank depends on the method."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.methods.catalogue import METHODS
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_trust import ALL, name_of, rank_range
from ranker.output.words import MISSING, listed

if TYPE_CHECKING:
    from ranker.analysis.agreement import Agreement
    from ranker.analysis.behaviour import Behaviour, Trial
    from ranker.methods import Floats
    from ranker.methods.kemeny import Median

_SHOWN = 10  # clusters whose rank depends most on the method
_FEW = 4  # methods that are named before the others are counted
_WIDE = 10  # methods beyond which a terminal has no room for decimals


def compare_sheets(agreement: Agreement, *, group: str | None = None) -> tuple[Sheet, ...]:
    """Return ranks by method with consensus, agreement of each two, whose rank depends on it.

    Parameters
    ----------
    agreement : Agreement
    group : str, optional
        Id of the group whose clusters are shown, with their ranks among all.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    return (
        _ranks_sheet(agreement, group),
        matrix_sheet(
            "How far the methods agree",
            [METHODS[name].title for name in agreement.methods],
            (agreement.taus, agreement.weighted_taus),
        ),
        _dependents_sheet(agreement, group),
    )


def kept_rows(agreement: Agreement, group: str | None) -> list[int]:
    """Return the positions of the clusters of a group, of all where None."""
    from ranker.output.rows import check_group  # noqa: PLC0415 - loads what it checks

    ranking = agreement.ranking
    check_group(ranking, group)
    groups = {cluster.id: cluster.group for cluster in ranking.clusters}
    names = enumerate(agreement.clusters)
    return [at for at, name in names if group is None or groups[name] == group]


def _numbers(key: str, head: str, values: Sequence[int], *, is_spare: bool = False) -> Column:
    return Column(key, head, values, [str(value) for value in values], is_spare=is_spare)


def _ranks_sheet(agreement: Agreement, group: str | None) -> Sheet:
    rows = kept_rows(agreement, group)
    ids = [agreement.clusters[at] for at in rows]
    names = [name_of(agreement.ranking, cluster) for cluster in ids]
    ends = [agreement.comparison.spread(cluster) for cluster in ids]
    methods = [
        _numbers(
            name,
            METHODS[name].title,
            [int(agreement.comparison.ranks[at, k]) for at in rows],
            is_spare=k > 0,
        )
        for k, name in enumerate(agreement.methods)
    ]
    columns = (
        Column("cluster", "", ids),
        Column("name", "Cluster", names, names, is_text=True),
        *methods,
        Column("", "Range", (), [rank_range(*end) for end in ends]),
        Column("best", "", [best for best, _ in ends]),
        Column("worst", "", [worst for _, worst in ends]),
        _numbers("borda", "Borda", [int(agreement.borda[at]) for at in rows]),
        *_kemeny(agreement.median, rows),
    )
    title = agreement.ranking.study.title.en
    return Sheet(title, columns, notes=tuple(_notes(agreement)))


def _kemeny(median: Median | None, rows: Sequence[int]) -> Iterator[Column]:
    if median is not None:
        yield _numbers("kemeny", "Kemeny", [int(median.ranks[at]) for at in rows])


def _notes(agreement: Agreement) -> Iterator[str]:
    voices = len(agreement.families)
    yield (
        f"Consensus of {voices} {'voice' if voices == 1 else 'voices'}. Borda: by the mean number "
        "of clusters behind. Kemeny: the order that turns round the fewest pairs of the methods'."
    )
    yield median_note(agreement.median)
    for family in agreement.families:
        if family.copies:
            titles = [METHODS[name].title for name in family.copies]
            leader, least = METHODS[family.leader].title, min(family.copies.values())
            how = "the same order" if least == 1.0 else f"tau {least:.2f} or more"
            yield (
                f"Counted once with {leader}: {listed(titles, most=ALL)} "
                f"({how} under each of several sets of weights)."
            )
    for name, problem in agreement.comparison.refused.items():
        yield f"No ranks by {name}: {problem.what}"


def median_note(median: Median | None) -> str:
    """Say how good a Kemeny median is: exact or within which gap, unique or not."""
    if median is None:
        return "Kemeny's order is not looked for among so many clusters."
    if not median.is_exact:
        return (
            f"Kemeny's order is the best found: its distance of {median.distance:,} is at most "
            f"{median.gap:.1%} above the least possible."
        )
    exact = f"Kemeny's order is exact, at a distance of {median.distance:,}"
    if median.is_unique:
        return f"{exact}, and the only one."
    if median.is_unique is None:
        return f"{exact}; whether it is the only one is not known."
    return f"{exact}; others are as near, and of these it is one with the most ties."


def matrix_sheet(title: str, labels: Sequence[str], tables: tuple[Floats, Floats]) -> Sheet:
    """Return Kendall's tau below the diagonal and the weighted tau above it."""
    plain, weighted = tables
    count = len(labels)
    shown = _hundredths if count > _WIDE else tau_text
    numbered = [f"{number} {label}" for number, label in enumerate(labels, start=1)]
    columns = [Column("", "Method", (), numbered, is_text=True)]
    for j in range(count):
        cells = [shown(float((weighted if i < j else plain)[i, j])) for i in range(count)]
        cells[j] = MISSING
        columns.append(Column("", str(j + 1), (), cells))
    notes = (
        "Below the dashes Kendall's tau-b: 1 is the same order, 0 no relation, −1 the reverse.",
        "Above them the weighted tau of Vigna (2015), in which the top counts for more.",
        *(("Both in hundredths.",) if count > _WIDE else ()),
    )
    return Sheet(title, tuple(columns), notes=notes)


def _hundredths(tau: float) -> str:
    return MISSING if math.isnan(tau) else f"{tau * 100:.0f}".replace("-", "−")


def tau_text(tau: float) -> str:
    """Return a tau with two decimals, a dash where there is none.

    Examples
    --------
    >>> tau_text(0.876), tau_text(-0.5), tau_text(float("nan"))
    ('0.88', '−0.50', '–')
    """
    return MISSING if math.isnan(tau) else f"{tau:.2f}".replace("-", "−")


def _dependents_sheet(agreement: Agreement, group: str | None) -> Sheet:
    kept = {agreement.clusters[at] for at in kept_rows(agreement, group)}
    held = [d for d in agreement.dependents if d.cluster in kept]
    steady = [name_of(agreement.ranking, d.cluster) for d in held if not d.spread]
    shown = [d for d in held if d.spread][:_SHOWN]
    names = [name_of(agreement.ranking, d.cluster) for d in shown]
    columns = (
        Column("", "Cluster", (), names, is_text=True),
        Column("", "Rank", (), [str(d.rank) for d in shown]),
        Column("", "Best", (), [str(d.best) for d in shown]),
        Column("", "by", (), [_methods(d.best_by) for d in shown], is_text=True),
        Column("", "Worst", (), [str(d.worst) for d in shown]),
        Column("", "by", (), [_methods(d.worst_by) for d in shown], is_text=True),
    )
    notes = (f"The same rank by every method: {listed(steady, most=ALL)}.",) if steady else ()
    return Sheet("Whose rank depends most on the method", columns, notes=notes)


def _methods(names: Sequence[str]) -> str:
    return listed([METHODS[name].title for name in names], most=_FEW)


# --- one method on one study --------------------------------------------------------------

_QUESTIONS = {
    "removal": "Someone is removed, all scores on the criteria as they were",
    "clone": "Someone is there twice",
    "removal-anew": "Someone is removed, and utilities are measured anew by the others",
}


def behaviour_sheets(behaviour: Behaviour) -> tuple[Sheet, ...]:
    """Return what turns an order of others, and how far the method agrees with each other."""
    ranking = behaviour.ranking
    trials = behaviour.trials
    columns = (
        Column("trial", "", [t.kind for t in trials]),
        Column("", "What happens", (), [_QUESTIONS[t.kind] for t in trials], is_text=True),
        Column("cases", "Cases", [t.cases for t in trials], [str(t.cases) for t in trials]),
        Column("turning", "", [len(t.turns) for t in trials]),
        Column("share", "Others change places in", [t.share for t in trials],
               [f"{t.share:.0%}" for t in trials]),
        Column("", "Worst case", (), [_worst(behaviour, t) for t in trials], is_text=True),
    )  # fmt: skip
    refused = [
        f"No answer {'with a copy of' if t.kind == 'clone' else 'without'} "
        f"{listed([name_of(ranking, c) for c in t.refused], most=_FEW)}."
        for t in trials
        if t.refused
    ]
    title = f"{ranking.method.title} on {ranking.study.title.en}: does a third turn two others?"
    return (Sheet(title, columns, notes=tuple(refused)), _likeness(behaviour))


def _worst(behaviour: Behaviour, trial: Trial) -> str:
    turn = trial.worst
    if turn is None:
        return "nobody"
    third, ahead, behind = (
        name_of(behaviour.ranking, name) for name in (turn.cluster, turn.ahead, turn.behind)
    )
    pairs = "1 pair" if turn.pairs == 1 else f"{turn.pairs} pairs"
    return f"{third}: {pairs}, the highest {ahead} and {behind}"


def _likeness(behaviour: Behaviour) -> Sheet:
    taus = behaviour.taus
    columns = (
        Column("", "Method", (), [METHODS[name].title for name in taus], is_text=True),
        Column("", "Tau", (), [tau_text(tau) for tau, _ in taus.values()]),
        Column("", "Weighted tau", (), [tau_text(weighted) for _, weighted in taus.values()]),
    )
    refused = behaviour.agreement.comparison.refused
    notes = tuple(f"No ranks by {name}: {problem.what}" for name, problem in refused.items())
    return Sheet("How far the others agree with it here", columns, notes=notes)
