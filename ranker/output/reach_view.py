"""A package of changes in words: what it takes, what it comes to, what limits it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ranker.methods.rounding import round_parts
from ranker.output.cldr import decimal
from ranker.output.gap_view import TENTHS, shown_total
from ranker.output.language import N_, _, cluster_name, in_language
from ranker.output.likelihood import chance_text
from ranker.output.words import listed, number_text, ordinal, unit_text

if TYPE_CHECKING:
    from ranker.analysis.levers import Lever
    from ranker.analysis.pace import Growth
    from ranker.analysis.reach import Change, Reach
    from ranker.analysis.reach_draws import Holds

EFFORT_NOTE = N_(
    "No costs were given. 1 effort is a hundredth of the distance between the lowest and the "
    "highest ranked figure of an indicator, in its own unit; it is no money."
)


def shown_points(reach: Reach) -> list[float]:
    """Return the points of each change as shown: they add up to the scores as shown."""
    if not reach.changes:
        return []
    total = shown_total(reach.after - reach.before, reach.after, reach.before)
    parts = np.array([change.points for change in reach.changes]) * TENTHS
    return [float(points) / TENTHS for points in round_parts(parts, total)[0]]


def goal_text(reach: Reach) -> str:
    """Return what was asked for: 'rank 3', or 'ahead of Kobe'."""
    if reach.beat is None:
        return _("rank {rank}").format(rank=reach.rank)
    ranking = reach.ranking
    name = cluster_name(ranking.clusters[ranking.index(reach.beat)])
    return _("a place ahead of {name}").format(name=name)


def reach_sentence(reach: Reach) -> str:
    """Say in one sentence whether and how the goal is reached."""
    ranking = reach.ranking
    words = _(
        "{name}, {place} with {points} points, reaches {goal} by {levers}, at a cost of {cost}."
    )
    if not reach.is_reached:
        words = _("{name}, {place} with {points} points, cannot reach {goal}: {proof}.")
    levers = [in_language(change.lever.indicator.label) for change in reach.changes]
    return words.format(
        name=cluster_name(ranking.clusters[ranking.index(reach.cluster)]),
        place=ordinal(reach.rank_before),
        points=decimal(reach.before, 1),
        goal=goal_text(reach),
        levers=listed(levers, most=len(levers)),
        cost=cost_text(reach, reach.cost) if reach.is_reached else "",
        proof="" if reach.is_reached else proof_text(reach),
    )


def proof_text(reach: Reach) -> str:
    """Say why a target cannot be reached: the most that there is, and what it lacks."""
    digits = 1 if reach.shortfall >= 0.1 else 3 if reach.shortfall >= 0.001 else 7
    words = _(
        "as no lever can move it has {points} points, {shortfall} short of the {target} it needs"
    )
    if reach.changes:
        words = _(
            "with every lever at its cap it has {points} points, {shortfall} short of the "
            "{target} it needs"
        )
    return words.format(
        points=decimal(reach.after, digits),
        shortfall=decimal(reach.shortfall, digits),
        target=decimal(reach.target, digits),
    )


def cost_text(reach: Reach, cost: float) -> str:
    """Return a cost with its unit."""
    return f"{number_text(cost)} {cost_unit(reach)}".strip()


def cost_unit(reach: Reach) -> str:
    """Return what costs are in; empty where the costs given name no currency."""
    return reach.terms.currency if reach.terms.costs else _("efforts")


def figure_to_text(change: Change) -> str:
    """Return the figure to be reached, rounded so that what is shown is enough."""
    to, lever = change.to, change.lever
    if lever.is_whole or to == int(to):
        return number_text(to)
    size = abs(to)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    scale = 10**digits
    enough = math.floor(to * scale) if lever.sign < 0 else math.ceil(to * scale)
    return decimal(enough / scale, digits)


def limit_text(lever: Lever) -> str:
    """Say how far a lever may go and what says so."""
    number = number_text(lever.furthest)
    words = {
        "observed": "best ranked figure",
        "scale": "end of its scale",
        "factor": "factor",
        "given": "cap given",
        "years": f"pace of {growth_text(lever.pace, lever)}" if lever.pace else "pace",
    }
    return f"{number} ({words[lever.limited_by]})"


def growth_text(growth: Growth, lever: Lever) -> str:
    """Return a movement observed: 'daegu 2015–2018: +28.8% a year'."""
    when = f"{growth.place} {growth.first}–{growth.last}"
    if growth.start > 0 and lever.now > 0 and not lever.indicator.is_ordinal:
        return f"{when}: {(growth.factor - 1) * 100:+.1f}% a year".replace("-", "−")
    sign = "+" if growth.step > 0 else ""
    return f"{when}: {sign}{number_text(growth.step)} {unit_text(lever.indicator)} a year"


def reach_notes(reach: Reach, holds: Holds | None) -> list[str]:
    """Return what a reader must know beside the table."""
    notes = [_cost_note(reach), *_years_notes(reach), *_held_notes(reach)]
    if reach.beat is None:
        notes.append("Level with the one at that rank is enough; a tie shares the rank.")
    notes.append(
        "Other clusters' figures and all yardsticks stay as they are; each figure is changed "
        "from the one that is ranked."
    )
    if holds is not None:
        before, after = (
            chance_text(share, error=holds.error) for share in (holds.before, holds.after)
        )
        notes.append(
            f"In {holds.draws:,} draws of weights and figures the goal is met in {after} with "
            f"these changes and in {before} without; the changed figures keep their doubt."
        )
    return notes


def _cost_note(reach: Reach) -> str:
    if not reach.terms.costs:
        return EFFORT_NOTE
    return "Costs are those given, for each unit; a lever without a cost stays."


def _years_notes(reach: Reach) -> list[str]:
    if reach.terms.years is None:
        return []
    paced = [lever for lever in reach.levers if lever.pace is not None]
    free = [lever.indicator.label.en for lever in reach.levers if lever.pace is None]
    notes = []
    if paced:
        seen = [
            f"{lever.indicator.label.en}, {growth_text(lever.pace, lever)}"
            for lever in paced
            if lever.pace
        ]
        notes.append(
            f"Within {number_text(reach.terms.years)} years no figure moves faster than the "
            f"fastest observed anywhere: {'; '.join(seen)}."
        )
    if free:
        notes.append(
            f"No speed limit can be read from the data for {listed(free, most=len(free))}: no "
            "place has figures of two years that rise."
        )
    return notes


def _held_notes(reach: Reach) -> list[str]:
    return [f"{held.label} stays: {held.reason}." for held in reach.held]
