"""What a network comes to, in sentences and points: for sheets, and for a chapter of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ranker.output.chances import interval_text
from ranker.output.sheets_trust import name_of
from ranker.output.words import listed, ordinal, share_text

if TYPE_CHECKING:
    from ranker.analysis.network import Network
    from ranker.analysis.network_search import SmallestSet

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of a network's curve."""

    coordination: float
    score: float
    rank: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PassingPoint:
    """Where a network passes a rival, or falls behind it again."""

    rival: str
    name: str
    coordination: float
    is_gain: bool


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What a picture of a network needs.

    Parameters
    ----------
    finding : str
        One sentence on where it would stand.
    balance : str
        One sentence on what pooling adds and costs.
    points : tuple of CurvePoint
        By coordination, from 0 to 1.
    passings : tuple of PassingPoint
        By coordination.
    """

    finding: str
    balance: str
    points: tuple[CurvePoint, ...]
    passings: tuple[PassingPoint, ...]


def network_view(network: Network) -> NetworkView:
    """Return the curve and the passing points of a network, with what they come to."""
    return NetworkView(
        finding_sentence(network),
        balance_sentence(network),
        tuple(_points(network)),
        tuple(
            PassingPoint(p.rival, name_of(network.ranking, p.rival), p.coordination, p.is_gain)
            for p in network.passings
        ),
    )


def _points(network: Network) -> Iterator[CurvePoint]:
    rows = zip(network.grid, network.scores, network.ranks, strict=True)
    for at, (coordination, score, rank) in enumerate(rows):
        ends = network.interval(at)
        yield CurvePoint(float(coordination), float(score), int(rank), *ends)


def coordination_words(coordination: float) -> str:
    """Return a coordination in words.

    Examples
    --------
    >>> coordination_words(1.0), coordination_words(0.4)
    ('full coordination', '40% coordination')
    """
    if coordination in (0.0, 1.0):
        return "full coordination" if coordination else "no coordination"
    return f"{share_text(coordination)} coordination"


def finding_sentence(network: Network) -> str:
    """Say where a network would stand, whom it passes on the way, and whom never."""
    label = network.membership.label.en
    first = (
        f"{label} would stand {ordinal(network.rank)} at "
        f"{coordination_words(network.coordination)} (90% interval "
        f"{interval_text(*network.interval())}); its best member, "
        f"{name_of(network.ranking, network.best)}, is "
        f"{ordinal(network.ranking.rank_of(network.best) or 0)} by itself."
    )
    return " ".join([first, *_passing_sentences(network)])


def _passing_sentences(network: Network) -> Iterator[str]:
    ways = [
        f"{name_of(network.ranking, passing.rival)} at {share_text(passing.coordination)}"
        for passing in network.passings
        if passing.is_gain
    ]
    if ways:
        yield f"It passes {listed(ways, most=MOST_NAMES)}."
    lost = [
        f"{name_of(network.ranking, passing.rival)} at {share_text(passing.coordination)}"
        for passing in network.passings
        if not passing.is_gain
    ]
    if lost:
        yield f"It falls behind {listed(lost, most=MOST_NAMES)}."
    never = [name_of(network.ranking, rival) for rival in network.never_passed]
    if never:
        yield f"It never passes {listed(never, most=MOST_NAMES)}."


def balance_sentence(network: Network) -> str:
    """Say what pooling adds, and what it costs, in points of score."""
    labels = {leaf.id: leaf.label.en for leaf in network.ranking.cells.indicators}
    gains = sorted(network.figures, key=lambda figure: -abs(figure.gain))
    added = [f for f in gains if f.gain > NOTHING]
    lost = [f for f in gains if f.gain < -NOTHING]
    parts = []
    if added:
        points = sum(figure.gain for figure in added)
        most = listed([labels[figure.indicator] for figure in added], most=MOST_NAMES)
        parts.append(f"adds {points:.1f} points ({most})")
    if lost:
        points = -sum(figure.gain for figure in lost)
        most = listed([labels[figure.indicator] for figure in lost], most=MOST_NAMES)
        parts.append(f"costs {points:.1f} points ({most})")
    where = coordination_words(network.coordination)
    return (
        f"Pooling {listed(parts)} at {where}." if parts else f"Pooling changes nothing at {where}."
    )


NOTHING = 1e-9  # points of score


def smallest_sentence(network: Network, found: SmallestSet) -> str:
    """Say which smallest set reaches a rank, and that no smaller one does."""
    where = f"{ordinal(found.wanted)} at {coordination_words(found.coordination)}"
    whom = f"the {len(found.candidates)} candidates"
    proof = (
        f"searched to the end: {found.scored:,} set{'' if found.scored == 1 else 's'} scored, "
        f"{found.ruled_out:,} partial ones ruled out by a bound"
    )
    if not found.members:
        return f"No set of {whom} reaches {where} ({proof})."
    names = listed([name_of(network.ranking, member) for member in found.members], most=99)
    if len(found.members) == 1:
        return f"{names} reaches {where} by itself, so nothing need be linked for it."
    stands = "" if found.rank == found.wanted else f" and stands {ordinal(found.rank)}"
    return (
        f"The smallest set of {whom} that reaches {where} has {len(found.members)}: {names}; it "
        f"scores {found.score:.1f}{stands}. No smaller set does ({proof})."
    )
