"""What it would take, as the report tells it: the hub, the gaps, and the cheapest packages."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.analysis.network_search import SmallestSet
from ranker.analysis.ranking import Ranking
from ranker.analysis.reach import Change
from ranker.output.chances import interval_text
from ranker.output.gap_picture import gap_groups, waterfall_view
from ranker.output.gap_view import view_gap
from ranker.output.hub_picture import hub_view
from ranker.output.likelihood import chance_text
from ranker.output.network_view import smallest_sentence
from ranker.output.reach_view import EFFORT_NOTE, figure_to_text, proof_text, reach_sentence
from ranker.output.sheets_trust import name_of
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
        words = f"What it would take is not told: {evidence[:1].lower()}{evidence[1:]}"
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
        gaps_note=f"Too few figures for a score: {listed(thin, most=ALL)}." if thin else "",
        reach=_reach(evidence) if evidence.packages else None,
    )


def _lead(evidence: TakesEvidence) -> str:
    ranking = evidence.ranking
    homes = listed([name_of(ranking, name) for name in evidence.home])
    whom = [name_of(ranking, name) for name in evidence.compared]
    parts = ["where clusters linked into one would stand"] if evidence.hub else []
    if whom:
        parts.append(f"what separates {homes} from {listed(whom, most=ALL)}")
    if evidence.packages:
        parts.append("which changes would bring them forward")
    told = "; ".join(parts)
    return (
        f"{told[:1].upper()}{told[1:]}{'. ' if told else ''}Intervals and chances are from "
        f"{evidence.draws:,} draws of weights and figures, seed {evidence.seed}; all else is "
        "computed, not drawn. Other clusters' figures and the yardsticks stay as they are."
    )


# --- networks ----------------------------------------------------------------------------


def _smallest(hub: Linked) -> str:
    return "" if hub.smallest is None else smallest_sentence(hub.network, hub.smallest)


def _network_row(ranking: Ranking, linked: Linked) -> NetworkRowView:
    found = linked.network
    low, high = found.interval()
    return NetworkRowView(
        id=found.membership.id,
        label=found.membership.label.en,
        label_local=found.membership.label.ko,
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
        return "not searched: too many members"
    names = listed([name_of(ranking, member) for member in found.members], most=ALL)
    return f"{names} by itself" if len(found.members) == 1 else names


def _left_out(evidence: TakesEvidence) -> str:
    labels = [network.label.en for network in evidence.left_out]
    return f"Not told here: {listed(labels, most=ALL)}." if labels else ""


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
        goal=f"Ahead of {name_of(ranking, package.goal.beat)} "
        f"({ordinal(ranking.rank_of(package.goal.beat) or 0)})",
        why=_why(ranking, package.goal),
        is_reached=found.is_reached,
        changes=tuple(_change(c) for c in found.changes) if found.is_reached else (),
        proof="" if found.is_reached else f"Cannot be reached: {proof_text(found)}.",
        cost=found.cost if found.is_reached else None,
        cost_text=number_text(found.cost) if found.is_reached else MISSING,
        after=None if holds is None else holds.after,
        before=None if holds is None else holds.before,
        chance_text=MISSING if holds is None else chance_text(holds.after, error=error),
        before_text=MISSING if holds is None else chance_text(holds.before, error=error),
    )


def _why(ranking: Ranking, goal: Goal) -> str:
    home = listed([g.label.en for g in ranking.study.groups.values() if g.role == "home"])
    reasons = ["next place up"] if goal.is_next else []
    reasons += [f"first of {home}"] if goal.is_leader else []
    return ", ".join(reasons)


def _change(change: Change) -> ChangeView:
    leaf = change.lever.indicator
    return ChangeView(
        leaf.label.en,
        number_text(change.lever.now),
        figure_to_text(change),
        unit_text(leaf) or leaf.unit.en,
    )


def _reach_notes(evidence: TakesEvidence) -> Iterator[str]:
    yield EFFORT_NOTE
    yield (
        "No figure goes beyond the best that a ranked cluster has, or the end of its scale. The "
        "package is the cheapest there is; it is just enough and has no reserve, so the chance "
        "to be ahead, over the draws, may stay low."
    )
    held = {held.label: held.reason for package in evidence.packages for held in package.reach.held}
    if held:
        reasons = "; ".join(f"{label}: {reason}" for label, reason in held.items())
        yield f"Levers that stay for one or more of them: {reasons}."
