"""What a network comes to, in sentences and points: for sheets, and for a chapter of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ranker.output.chances import interval_text
from ranker.output.cldr import decimal
from ranker.output.language import _, cluster_name, in_language, ngettext
from ranker.output.words import listed, ordinal, share_text

if TYPE_CHECKING:
    from ranker.analysis.network import Network, PooledFigure
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
            PassingPoint(p.rival, _name(network, p.rival), p.coordination, p.is_gain)
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
        return _("full coordination") if coordination else _("no coordination")
    return _("{share} coordination").format(share=share_text(coordination))


def finding_sentence(network: Network) -> str:
    """Say where a network would stand, whom it passes on the way, and whom never."""
    words = _(
        "{network} would stand {place} at {coordination} (90% interval {interval}); its best "
        "member, {member}, is {member_place} by itself."
    )
    first = words.format(
        network=in_language(network.membership.label),
        place=ordinal(network.rank),
        coordination=coordination_words(network.coordination),
        interval=interval_text(*network.interval()),
        member=_name(network, network.best),
        member_place=ordinal(network.ranking.rank_of(network.best) or 0),
    )
    return " ".join([first, *_passing_sentences(network)])


def _passing_sentences(network: Network) -> Iterator[str]:
    told = {
        True: _("It passes {names}."),
        False: _("It falls behind {names}."),
    }
    place = _("{name} at {share}")
    for is_gain, words in told.items():
        names = [
            place.format(name=_name(network, p.rival), share=share_text(p.coordination))
            for p in network.passings
            if p.is_gain == is_gain
        ]
        if names:
            yield words.format(names=listed(names, most=MOST_NAMES))
    never = [_name(network, rival) for rival in network.never_passed]
    if never:
        yield _("It never passes {names}.").format(names=listed(never, most=MOST_NAMES))


def balance_sentence(network: Network) -> str:
    """Say what pooling adds, and what it costs, in points of score."""
    gains = sorted(network.figures, key=lambda figure: -abs(figure.gain))
    told = (
        (_("adds {points} points ({figures})"), [f for f in gains if f.gain > NOTHING]),
        (_("costs {points} points ({figures})"), [f for f in gains if f.gain < -NOTHING]),
    )
    parts = [_effect(network, words, figures) for words, figures in told if figures]
    sentence = _("Pooling {effects} at {coordination}.")
    if not parts:
        sentence = _("Pooling changes nothing at {coordination}.")
    where = coordination_words(network.coordination)
    return sentence.format(effects=listed(parts), coordination=where)


def _effect(network: Network, words: str, figures: Sequence[PooledFigure]) -> str:
    labels = {leaf.id: in_language(leaf.label) for leaf in network.ranking.cells.indicators}
    points = abs(sum(figure.gain for figure in figures))
    named = [labels[figure.indicator] for figure in figures]
    return words.format(points=decimal(points, 1), figures=listed(named, most=MOST_NAMES))


def _name(network: Network, cluster: str) -> str:
    return cluster_name(network.ranking.clusters[network.ranking.index(cluster)])


NOTHING = 1e-9  # points of score


def smallest_sentence(network: Network, found: SmallestSet) -> str:
    """Say which smallest set reaches a rank, and that no smaller one does."""
    words = _smallest_words(found)
    proof = ngettext(
        "searched to the end: {scored} set scored, {ruled_out} partial ones ruled out by a bound",
        "searched to the end: {scored} sets scored, {ruled_out} partial ones ruled out by a bound",
        found.scored,
    ).format(scored=decimal(found.scored), ruled_out=decimal(found.ruled_out))
    names = [_name(network, member) for member in found.members]
    return words.format(
        candidates=len(found.candidates),
        place=ordinal(found.wanted),
        coordination=coordination_words(found.coordination),
        count=len(found.members),
        names=listed(names, most=99),
        score=decimal(found.score, 1) if found.members else "",
        stands=ordinal(found.rank) if found.members else "",
        proof=proof,
    )


def _smallest_words(found: SmallestSet) -> str:
    if not found.members:
        return _(
            "No set of the {candidates} candidates reaches {place} at {coordination} ({proof})."
        )
    if len(found.members) == 1:
        return _(
            "{names} reaches {place} at {coordination} by itself, so nothing need be linked for it."
        )
    if found.rank == found.wanted:
        return _(
            "The smallest set of the {candidates} candidates that reaches {place} at "
            "{coordination} has {count}: {names}; it scores {score}. No smaller set does ({proof})."
        )
    return _(
        "The smallest set of the {candidates} candidates that reaches {place} at {coordination} "
        "has {count}: {names}; it scores {score} and stands {stands}. No smaller set does "
        "({proof})."
    )
