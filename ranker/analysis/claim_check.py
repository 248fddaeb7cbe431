"""From forms to questions: who competes, who stands where, and what cannot be answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ranker.analysis.claim_draws import WHOLE, Question
from ranker.analysis.claim_forms import (
    Count,
    Form,
    GroupMember,
    Member,
    Place,
    format_claim,
    groups_of,
    operands_of,
)
from ranker.analysis.claim_truth import Field, rivals_of
from ranker.analysis.model import Model
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import Problem
from ranker.methods import Ints
from ranker.methods.ranks import competition_ranks
from ranker.study.model import Criterion, Study


def guests_of(form: Form, study: Study) -> frozenset[str]:
    """Return the benchmarks that a claim names, itself or by their group."""
    named = {operand.cluster for operand in operands_of(form) if isinstance(operand, Member)}
    groups = set(groups_of(form))
    return frozenset(
        c.id for c in study.with_role("benchmark") if c.id in named or c.group in groups
    )


def joined_ranking(ranking: Ranking, guests: frozenset[str]) -> Ranking:
    """Return a ranking in which some benchmarks compete; yardsticks and weights stay.

    The rank of a benchmark is then the one it would take, as `Ranking.standings` has it.

    Raises
    ------
    MethodError
        The method refuses the joined matrix.
    """
    if not guests:
        return ranking
    study = ranking.study
    groups = {name: replace(g, role="rival") for name, g in study.groups.items()}
    clusters = tuple(c for c in study.clusters if study.role(c) != "benchmark" or c.id in guests)
    return rank(
        replace(study, groups=groups, clusters=clusters),
        profile=ranking.weighting.profile or None,
        weights=ranking.weighting.shares,
        method=ranking.method,
        as_of=ranking.as_of,
        yardsticks=ranking,
    )


def lay_out_claim(ranking: Ranking, model: Model, form: Form) -> Question | list[Problem]:
    """Return a claim as arrays, or what keeps it from being answered.

    Parameters
    ----------
    ranking : Ranking
        In which everyone that the claim may be about competes.
    model : Model
        The same, compiled.
    form : Order, Place or Count

    Returns
    -------
    Question or list of Problem
        ``claim-unanswerable``.
    """
    among, ranks = _standings(ranking, model, form.on)
    clusters = tuple(model.clusters[i] for i in among)
    owner = {c.id: c.group for c in ranking.clusters}
    groups = {
        name: np.array([at for at, c in enumerate(clusters) if owner[c] == name], dtype=np.int64)
        for name in ranking.study.groups
    }
    field = Field(clusters, groups)
    problems = list(_problems(ranking, form, field))
    if problems:
        return problems
    column = _column(ranking, form.on)
    return Question(form, column, field, among, ranks, rivals_of(form, ranks, field))


def _standings(ranking: Ranking, model: Model, on: str) -> tuple[Ints, Ints]:
    """Return who competes, as positions among the ranked, and their ranks."""
    rows = np.array([ranking.index(cluster) for cluster in model.clusters])
    if not on:
        return np.arange(len(rows)), ranking.ranks[rows]
    scores = ranking.tree.node_scores[rows, ranking.tree.nodes.index(on)]
    among = np.flatnonzero(~np.isnan(scores))
    return among, competition_ranks(scores[among])


def _column(ranking: Ranking, on: str) -> int:
    """Return the column of a node among the columns of a draw: leaves, then inner nodes."""
    if not on:
        return WHOLE
    leaves = [leaf.id for leaf in ranking.study.indicators]
    inner = [n.id for n in ranking.study.root.walk() if isinstance(n, Criterion) and n.id]
    return [*leaves, *inner].index(on)


# --- what cannot be answered --------------------------------------------------------------


def _problems(ranking: Ranking, form: Form, field: Field) -> Iterator[Problem]:
    for operand in operands_of(form):
        if isinstance(operand, Member) and operand.cluster not in field.clusters:
            what, mend = _why_out(ranking, operand.cluster, form.on)
            yield _problem(form, what, mend)
    empty = [name for name in groups_of(form) if not len(field.groups[name])]
    for name in empty:
        where = f" with a score on {form.on}" if form.on else ""
        what = f"no cluster of '{name}' is ranked{where}."
        yield _problem(form, what, "Name another group.")
    if not empty:
        yield from _range_problems(form, field)


def _why_out(ranking: Ranking, cluster: str, on: str) -> tuple[str, str]:
    if ranking.rank_of(cluster) is None:
        what = f"'{cluster}' takes no rank{_lacking(ranking, cluster)}."
        return what, "Name a ranked cluster, or add the missing figures."
    gaps = ", ".join(_gaps(ranking, cluster, on))
    what = f"'{cluster}' has no score on {on}; missing: {gaps}."
    return what, "Ask about the criterion above it, or add the missing figures."


def _lacking(ranking: Ranking, cluster: str) -> str:
    for entry in ranking.unranked:
        if entry.cluster.id == cluster:
            need = ranking.study.rules.min_coverage
            thin = [f"{name} ({share:.0%} known)" for name, share in entry.thin.items()]
            missing = ", ".join(cell.indicator.id for cell in entry.missing)
            return f": {', '.join(thin)}, where {need:.0%} are needed; missing: {missing}"
    return ""


def _gaps(ranking: Ranking, cluster: str, on: str) -> Iterator[str]:
    below = leaves_below(ranking.study, on)
    for cell in ranking.cells.row(cluster):
        if cell.is_missing and cell.indicator.id in below:
            yield cell.indicator.id


def leaves_below(study: Study, on: str) -> frozenset[str]:
    """Return the indicators that a claim is about; all scored ones where `on` is empty."""
    node = next(found for found in study.root.walk() if found.id == on)
    leaves = node.indicators() if isinstance(node, Criterion) else (node,)
    return frozenset(leaf.id for leaf in leaves)


def _range_problems(form: Form, field: Field) -> Iterator[Problem]:
    size = len(field.clusters)
    if isinstance(form, Count):
        if form.depth > size:
            yield _too_great(form, form.depth, f"{size} clusters compete")
        if form.number > len(field.groups[form.group]):
            who = f"'{form.group}' has {len(field.groups[form.group])} who compete"
            yield _too_great(form, form.number, who)
    if isinstance(form, Place):
        size = len(field.groups[form.within]) if form.within else size
        if form.number > size:
            yield _too_great(form, form.number, f"{size} clusters compete")
        if form.within and not _is_within(form, field):
            what = f"it asks for a rank within '{form.within}' of one that is not in it."
            yield _problem(form, what, "Name its own group, or leave out 'within'.")


def _is_within(form: Place, field: Field) -> bool:
    operand = form.operand
    if isinstance(operand, GroupMember):
        return operand.group == form.within
    if operand.cluster not in field.clusters:
        return True  # that it does not compete is told already
    return field.clusters.index(operand.cluster) in field.groups[form.within]


def _too_great(form: Form, number: int, why: str) -> Problem:
    return _problem(form, f"{number} is too great: {why}.", "Write a number within that.")


def _problem(form: Form, what: str, mend: str) -> Problem:
    return Problem("claim-unanswerable", f"claim '{format_claim(form)}'", what, mend)


def named_clusters(question: Question) -> tuple[str, ...]:
    """Return whom a claim is about, as ranked: its clusters, best or median ones, and rivals."""
    form, field, ranks = question.form, question.field, question.ranks
    found: list[int] = []
    for operand in operands_of(form):
        own = field.columns(operand)
        own = own[np.argsort(ranks[own], kind="stable")]
        is_best = isinstance(operand, Member) or operand.which == "best"
        found.append(int(own[0 if is_best else (len(own) - 1) // 2]))
    return tuple(field.clusters[at] for at in dict.fromkeys([*found, *question.rivals]))
