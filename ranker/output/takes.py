"""What it would take, as the report tells it: the hub, the gaps, and the cheapest packages."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.analysis.network_search import SmallestSet
from ranker.analysis.ranking import Ranking
from ranker.analysis.reach import Change
from ranker.output.chances import interval_text
from ranker.output.cldr import decimal
from ranker.output.gap_picture import gap_groups, waterfall_view
from ranker.output.gap_view import view_gap
from ranker.output.hub_picture import hub_view
from ranker.output.language import (
    _,
    cluster_name,
    in_language,
    in_other_language,
    in_sentence,
)
from ranker.output.likelihood import chance_text
from ranker.output.network_view import smallest_sentence
from ranker.output.reach_view import EFFORT_NOTE, figure_to_text, proof_text, reach_sentence
from ranker.output.takes_evidence import Goal, Linked, Package, TakesEvidence
from ranker.output.view_takes import (
    ChangeView,
    NetworkRowView,
    PackageGroupView,
    PackageView,
    ReachView,
    TakesView,
)
from ranker.output.words import MISSING, listed, number_text, ordinal, unit_text

ALL = 1_000  # more names than a list ever has


def takes_view(evidence: TakesEvidence | str) -> TakesView:
    """Put what it would take into words and positions.

    Parameters
    ----------
    evidence : TakesEvidence or str
        Why there is none.

    Returns
    -------
    TakesView
    """
    if isinstance(evidence, str):
        evidence = _(evidence)
        reason = in_sentence(evidence[:1]) + evidence[1:]
        words = _("What it would take is not told: {reason}").format(reason=reason)
        return TakesView(words, "", None, (), "", None, (), "", None)
    ranking, hub = evidence.ranking, evidence.hub
    gaps = [view_gap(found) for found in evidence.gaps]
    thin = [name_of(ranking, name) for name in evidence.thin]
    return TakesView(
        absent="",
        lead=_lead(evidence),
        hub=None if hub is None else hub_view(hub.network, _smallest(hub)),
        networks=tuple(_network_row(ranking, linked) for linked in evidence.others),
        networks_note=_left_out(evidence),
        waterfall=waterfall_view(gaps[0]) if gaps else None,
        gaps=gap_groups(ranking, gaps),
        gaps_note=_("Too few figures for a score: {names}.").format(names=listed(thin, most=ALL))
        if thin
        else "",
        reach=_reach(evidence) if evidence.packages else None,
    )


def _lead(evidence: TakesEvidence) -> str:
    ranking = evidence.ranking
    homes = listed([name_of(ranking, name) for name in evidence.home])
    whom = [name_of(ranking, name) for name in evidence.compared]
    told = _told(evidence, homes, listed(whom, most=ALL) if whom else "")
    drawn = _(
        "Intervals and chances are from {draws} draws of weights and figures, seed {seed}; all "
        "else is computed, not drawn. Other clusters' figures and the yardsticks stay as they are."
    ).format(draws=decimal(evidence.draws), seed=evidence.seed)
    return f"{told[:1].upper()}{told[1:]}. {drawn}" if told else drawn


def _told(evidence: TakesEvidence, homes: str, whom: str) -> str:
    parts = [_("where clusters linked into one would stand")] if evidence.hub else []
    if whom:
        parts.append(_("what separates {homes} from {others}").format(homes=homes, others=whom))
    if evidence.packages:
        parts.append(_("which changes would bring them forward"))
    return "; ".join(parts)


def name_of(ranking: Ranking, cluster: str) -> str:
    """Return the name of a cluster in the language in use."""
    return cluster_name(ranking.clusters[ranking.index(cluster)])


# --- networks ----------------------------------------------------------------------------


def _smallest(hub: Linked) -> str:
    return "" if hub.smallest is None else smallest_sentence(hub.network, hub.smallest)


def _network_row(ranking: Ranking, linked: Linked) -> NetworkRowView:
    found = linked.network
    low, high = found.interval()
    return NetworkRowView(
        id=found.membership.id,
        label=in_language(found.membership.label),
        label_local=in_other_language(found.membership.label),
        members=len(found.members),
        rank=found.rank,
        low=low,
        high=high,
        interval_text=interval_text(low, high),
        best_text=f"{name_of(ranking, found.best)}, {ordinal(ranking.rank_of(found.best) or 0)}",
        smallest_text=_smallest_text(ranking, linked.smallest),
    )


def _smallest_text(ranking: Ranking, found: SmallestSet | None) -> str:
    if found is None:
        return _("not searched: too many members")
    names = listed([name_of(ranking, member) for member in found.members], most=ALL)
    return _("{name} by itself").format(name=names) if len(found.members) == 1 else names


def _left_out(evidence: TakesEvidence) -> str:
    labels = [in_language(network.label) for network in evidence.left_out]
    return (
        _("Not told here: {networks}.").format(networks=listed(labels, most=ALL)) if labels else ""
    )


# --- packages ----------------------------------------------------------------------------


def _reach(evidence: TakesEvidence) -> ReachView:
    homes = dict.fromkeys(package.goal.cluster for package in evidence.packages)
    groups = tuple(
        PackageGroupView(
            name_of(evidence.ranking, home),
            ordinal(evidence.ranking.rank_of(home) or 0),
            tuple(
                _package(evidence.ranking, package)
                for package in evidence.packages
                if package.goal.cluster == home
            ),
        )
        for home in homes
    )
    title = reach_sentence(evidence.packages[0].reach).removesuffix(".")
    return ReachView(title, groups, tuple(_reach_notes(evidence)))


def _package(ranking: Ranking, package: Package) -> PackageView:
    found, holds = package.reach, package.holds
    error = 0.0 if holds is None else holds.error
    return PackageView(
        goal=_("Ahead of {name} ({place})").format(
            name=name_of(ranking, package.goal.beat),
            place=ordinal(ranking.rank_of(package.goal.beat) or 0),
        ),
        why=_why(ranking, package.goal),
        is_reached=found.is_reached,
        changes=tuple(_change(c) for c in found.changes) if found.is_reached else (),
        proof=""
        if found.is_reached
        else _("Cannot be reached: {proof}.").format(proof=proof_text(found)),
        cost=found.cost if found.is_reached else None,
        cost_text=number_text(found.cost) if found.is_reached else MISSING,
        after=None if holds is None else holds.after,
        before=None if holds is None else holds.before,
        chance_text=MISSING if holds is None else chance_text(holds.after, error=error),
        before_text=MISSING if holds is None else chance_text(holds.before, error=error),
    )


def _why(ranking: Ranking, goal: Goal) -> str:
    home = listed([in_language(g.label) for g in ranking.study.groups.values() if g.role == "home"])
    reasons = [_("next place up")] if goal.is_next else []
    reasons += [_("first of {home}").format(home=home)] if goal.is_leader else []
    return ", ".join(reasons)


def _change(change: Change) -> ChangeView:
    leaf = change.lever.indicator
    return ChangeView(
        in_language(leaf.label),
        number_text(change.lever.now),
        figure_to_text(change),
        unit_text(leaf) or in_language(leaf.unit),
    )


def _reach_notes(evidence: TakesEvidence) -> Iterator[str]:
    yield _(EFFORT_NOTE)
    yield _(
        "No figure goes beyond the best that a ranked cluster has, or the end of its scale. The "
        "package is the cheapest there is; it is just enough and has no reserve, so the chance "
        "to be ahead, over the draws, may stay low."
    )
    leaves = {leaf.id: in_language(leaf.label) for leaf in evidence.ranking.study.indicators}
    stay = {held.indicator: held.reason for p in evidence.packages for held in p.reach.held}
    if stay:
        reasons = "; ".join(f"{leaves[name]}: {_(reason)}" for name, reason in stay.items())
        words = _("Levers that stay for one or more of them: {levers}.")
        yield words.format(levers=reasons)
