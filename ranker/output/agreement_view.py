"""Views of agreement: how far methods and stakeholders agree, and what they make together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.agreement import Agreement, Dependent, agreement
from ranker.analysis.consensus import Consensus, consensus
from ranker.analysis.ranking import Ranking
from ranker.errors import RankerError
from ranker.methods import Floats
from ranker.methods.catalogue import METHODS
from ranker.methods.kemeny import Median
from ranker.output.chances import interval_text, number_word
from ranker.output.cldr import decimal, percent
from ranker.output.language import N_, _, cluster_name, in_language, ngettext
from ranker.output.view_agreement import (
    AgreementView,
    ConsensusRowView,
    GroupWeightView,
    MatrixRowView,
    MatrixView,
    MethodsAgreeView,
    PeopleAgreeView,
)
from ranker.output.words import MISSING, listed, share_text

GROUPS = {"geometric-mean": N_("Geometric mean"), "least-deviation": N_("Least deviation")}
_FIRST = 3  # clusters that are named
_METHODS = 3  # methods that are named before the others are counted


@dataclass(frozen=True, slots=True, eq=False)
class AgreementFound:
    """What is known of agreement before it is put into words.

    Parameters
    ----------
    methods : Agreement
    people : Consensus or None
        None where stakeholders cannot be set side by side.
    """

    methods: Agreement
    people: Consensus | None


def gather_agreement(ranking: Ranking) -> AgreementFound:
    """Set methods side by side, and the study's profiles where there are two or more."""
    try:
        people = consensus(ranking.study, as_of=ranking.as_of)
    except RankerError:
        people = None
    return AgreementFound(agreement(ranking), people)


def agreement_view(found: AgreementFound) -> AgreementView | None:
    """Return both halves of the chapter; None where neither has anything to compare."""
    methods = _methods(found.methods) if len(found.methods.methods) > 1 else None
    people = None if found.people is None else _people(found.people)
    return None if methods is None and people is None else AgreementView(methods, people)


# --- methods -----------------------------------------------------------------------------


def _methods(found: Agreement) -> MethodsAgreeView:
    labels = [_title(name) for name in found.methods]
    caption = _(
        "Below the dashes Kendall's tau (1: the same order, 0: no relation), above them a tau in "
        "which the top counts for more"
    )
    above = [[_tau(value) for value in row] for row in found.weighted_taus]
    return MethodsAgreeView(
        matrix=_matrix(labels, found.taus, above, caption),
        finding=_consensus_finding(found),
        rows=tuple(_row(found, dependent) for dependent in _in_order(found)),
        notes=tuple(_notes(found)),
    )


def _title(name: str) -> str:
    return _(METHODS[name].title)


def _in_order(found: Agreement) -> list[Dependent]:
    at = {cluster: position for position, cluster in enumerate(found.clusters)}
    return sorted(found.dependents, key=lambda dependent: at[dependent.cluster])


def _row(found: Agreement, dependent: Dependent) -> ConsensusRowView:
    at = found.clusters.index(dependent.cluster)
    cluster = found.ranking.clusters[found.ranking.index(dependent.cluster)]
    is_moved = dependent.spread > 0
    median = found.median
    return ConsensusRowView(
        name=cluster_name(cluster),
        tone=found.ranking.study.role(cluster),
        rank=dependent.rank,
        range_text=interval_text(dependent.best, dependent.worst),
        best_by=_titles(dependent.best_by) if is_moved else "",
        worst_by=_titles(dependent.worst_by) if is_moved else "",
        borda=int(found.borda[at]),
        kemeny=None if median is None else int(median.ranks[at]),
    )


def _titles(names: Sequence[str]) -> str:
    return listed([_title(name) for name in names], most=_METHODS)


def _consensus_finding(found: Agreement) -> str:
    ranks = found.borda if found.median is None else found.median.ranks
    firsts = [_name(found, int(at)) for at in np.flatnonzero(ranks == 1)]
    moved = int((ranks != found.comparison.ranks[:, 0]).sum())
    words = ngettext(
        "{names} is first by all methods together; {moved} of {count} clusters have another place "
        "there than in this ranking",
        "{names} are first by all methods together; {moved} of {count} clusters have another place "
        "there than in this ranking",
        len(firsts),
    )
    return words.format(names=listed(firsts), moved=moved, count=len(ranks))


def _name(found: Agreement, at: int) -> str:
    ranking = found.ranking
    return cluster_name(ranking.clusters[ranking.index(found.clusters[at])])


def _notes(found: Agreement) -> Iterator[str]:
    yield _(
        "Borda orders by the mean number of clusters behind; Kemeny is the order that turns round "
        "the fewest of the methods' pairs."
    )
    yield _kemeny_note(found.median)
    for family in found.families:
        if family.copies:
            words = _("Counted once with {method}, whose order they all but repeat: {copies}.")
            copies = [_title(name) for name in family.copies]
            yield words.format(method=_title(family.leader), copies=listed(copies, most=10))


def _kemeny_note(median: Median | None) -> str:
    if median is None:
        return _("Kemeny's order is not looked for among so many clusters.")
    if not median.is_exact:
        words = _("Kemeny's order is the best found, at most {gap} above the least distance.")
        return words.format(gap=percent(median.gap, 1))
    if median.is_unique:
        return _("Kemeny's order is exact, and the only one.")
    if median.is_unique is None:
        return _("Kemeny's order is exact; whether it is the only one is not known.")
    return _("Kemeny's order is exact; others are as near, this one has the most ties.")


# --- people ------------------------------------------------------------------------------


def _people(found: Consensus) -> PeopleAgreeView:
    labels = [in_language(found.study.profiles[name].label) for name in found.profiles]
    caption = _(
        "Below the dashes Kendall's tau of their rankings, above them the share of all weight that "
        "one would have to shift to think like the other"
    )
    above = [[share_text(far / 2) for far in row] for row in found.weight_distances.tolist()]
    held = [view for view in found.group if view.ranking is not None]
    return PeopleAgreeView(
        finding=_agreed(found),
        sentences=tuple(_group_sentences(found)),
        matrix=_matrix(labels, found.taus, above, caption),
        columns=tuple(_(GROUPS[view.name]) for view in held),
        weights=tuple(
            GroupWeightView(
                in_language(node.label), tuple(percent(v.shares[node.id], 1) for v in held)
            )
            for node in found.study.criteria
        ),
    )


def _agreed(found: Consensus) -> str:
    words = _(
        "All {count} agree on the order of {own} of the pairs of clusters, and on {near} even "
        "with each weight up to {margin} points from their own; {always} stay whatever the weights"
    )
    if len(found.profiles) == 2:
        words = _(
            "Both agree on the order of {own} of the pairs of clusters, and on {near} even with "
            "each weight up to {margin} points from their own; {always} stay whatever the weights"
        )
    agreed = found.agreed
    return words.format(
        count=number_word(len(found.profiles)),
        own=percent(agreed.share("own")),
        near=percent(agreed.share("near")),
        margin=decimal(found.margin * 100),
        always=percent(agreed.share("always")),
    )


def _group_sentences(found: Consensus) -> Iterator[str]:
    titles = {
        "geometric-mean": _("By the geometric mean of all weights the first are {names}."),
        "least-deviation": _(
            "By the weights that ask the least change of all together the first are {names}."
        ),
    }
    for view in found.group:
        if view.ranking is not None:
            firsts = [cluster_name(cluster) for cluster in view.ranking.ranked[:_FIRST]]
            yield titles[view.name].format(names=listed(firsts))


# --- both --------------------------------------------------------------------------------


def _matrix(
    labels: Sequence[str], taus: Floats, above: Sequence[Sequence[str]], caption: str
) -> MatrixView:
    """Return a square with taus below the diagonal and other texts above it."""
    rows = []
    for i, label in enumerate(labels):
        cells = [_tau(taus[i, j]) if j < i else above[i][j] for j in range(len(labels))]
        cells[i] = MISSING
        rows.append(MatrixRowView(label, tuple(cells)))
    return MatrixView(_ends(labels, taus), caption, tuple(rows))


def _tau(value: float) -> str:
    return MISSING if math.isnan(value) else decimal(float(value), 2)


def _ends(labels: Sequence[str], taus: Floats) -> str:
    """Say which two agree least, and which two most."""
    pairs = [(float(taus[i, j]), j, i) for i in range(len(labels)) for j in range(i)]
    known = [pair for pair in pairs if not math.isnan(pair[0])]
    if not known:
        return _("None of them tells any two clusters apart")
    low, high = min(known), max(known)
    if len(known) == 1:
        words = _("{a} and {b} agree with a tau of {tau}")
        return words.format(a=labels[low[1]], b=labels[low[2]], tau=_tau(low[0]))
    words = _("{a} and {b} agree least (tau {low}), {c} and {d} most ({high})")
    return words.format(
        a=labels[low[1]],
        b=labels[low[2]],
        low=_tau(low[0]),
        c=labels[high[1]],
        d=labels[high[2]],
        high=_tau(high[0]),
    )
