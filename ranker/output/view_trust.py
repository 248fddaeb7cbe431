"""What the templates are given about doubt: how sure each rank is, and what would move it.

Frozen and already in words, like `ranker.output.view`; positions are in percent of a width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ranker.output.view_moves import AgendaView, DriversView, WeightHoldsView
from ranker.study.model import Role


@dataclass(frozen=True, slots=True)
class ShadeView:
    """The ranks of a strip that have one shade.

    Parameters
    ----------
    level : int
        From 1, the lightest.
    path : str
        Outline on a scale where a rank is 1 wide and 1 high.
    """

    level: int
    path: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """Share of draws at one rank.

    Parameters
    ----------
    value, text : float, str
        Raw and as shown; the text is empty where there is none.
    """

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class SpanView:
    """A rank interval as a bar on the scale of all ranks, with the rank itself.

    Parameters
    ----------
    left, width : float
        Of the bar, in percent.
    own : float
        Where the rank itself stands, in percent.
    """

    left: float
    width: float
    own: float


@dataclass(frozen=True, slots=True)
class BoundsView:
    """Best and worst possible rank.

    Parameters
    ----------
    text, best, worst : str, int, int
        As shown, '2–18', and raw.
    """

    text: str
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """How sure the rank of one cluster is.

    Parameters
    ----------
    id, name, tone : str
        Of the cluster; see ClusterView.
    rank : int
        In the ranking.
    low, high, interval_text : int, int, str
        Ranks between which 90 % of the draws lie: '3–7'.
    span : SpanView
        The same as a bar.
    tier : int
        From 1.
    shades, own_path : tuple of ShadeView, str
        Its row of the heatmap, empty above `ranker.output.limits.SHARES` clusters, and the
        outline of its own rank.
    strip_text : str
        The row in words.
    shares : tuple of ShareView
        Share of draws at each rank from 1; empty above `ranker.output.limits.SHARES`.
    over_weights, over_all : BoundsView or None
        Exact, over all weights, and over all weights and figures; None where not known.
    ahead_text, ahead : str, float or None
        Share of draws in which it is ahead of the next row; None in the last.
    sentence : str
        All of it in words, for the profile.
    """

    id: str
    name: str
    tone: Role
    rank: int
    low: int
    high: int
    interval_text: str
    span: SpanView
    tier: int
    shades: tuple[ShadeView, ...]
    own_path: str
    strip_text: str
    shares: tuple[ShareView, ...]
    over_weights: BoundsView | None
    over_all: BoundsView | None
    ahead_text: str
    ahead: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class TierView:
    """Clusters that the draws cannot tell apart.

    Parameters
    ----------
    number, words : int, str
        Of the tier, from 1, and what it holds.
    places : tuple of PlaceView
        In the order of their expected ranks.
    """

    number: int
    words: str
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class DrawnView:
    """What the draws say about the ranks.

    Parameters
    ----------
    sentence : str
        What varied, how often, from which seed, and the Monte Carlo error.
    finding : str
        What the picture shows.
    tiers : tuple of TierView
        Best first; all places are in them.
    rank_count : int
        How many ranks there are: the width of the strips.
    ticks : tuple of (float, str)
        Position and word of the ranks that the scale names.
    legend : tuple of (int, str)
        Shade and what it means.
    has_bounds : bool
        Whether the exact columns are there.
    """

    sentence: str
    finding: str
    tiers: tuple[TierView, ...]
    rank_count: int
    ticks: tuple[tuple[float, str], ...]
    legend: tuple[tuple[int, str], ...]
    has_bounds: bool


@dataclass(frozen=True, slots=True)
class TrustView:
    """How far the ranking can be trusted.

    Parameters
    ----------
    drawn : DrawnView or None
        None where nothing was drawn.
    absent : str
        Why nothing was drawn, or why exact answers are missing; else empty.
    places : mapping of str to PlaceView
        By cluster; empty where nothing was drawn.
    weight_holds : WeightHoldsView or None
        None where the method is not additive.
    agenda : AgendaView or None
        None where no figure was drawn, or none would tell much.
    drivers : DriversView or None
        None where nothing was drawn, or all draws gave the same ranks.
    """

    drawn: DrawnView | None
    absent: str
    places: Mapping[str, PlaceView]
    weight_holds: WeightHoldsView | None
    agenda: AgendaView | None
    drivers: DriversView | None
