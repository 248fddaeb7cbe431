"""What the templates are given about what it would take: the hub's curve, gaps, packages.

Frozen and already in words, like `ranker.output.view`. Positions of pictures are in percent
of the width and in pixels of the height.
"""

from __future__ import annotations

from dataclasses import dataclass

from ranker.output.view_gap import GapGroupView, WaterfallView
from ranker.study.model import Role

Tick = tuple[float, str]


@dataclass(frozen=True, slots=True)
class LineView:
    """The score of a cluster outside the network, as a line across the picture.

    Parameters
    ----------
    tone : {"home", "rival", "benchmark"}
        The part its group plays.
    y, label_y : float
        Of the line, and of its label.
    label : str
        Name and score; empty where there is no room.
    title : str
        The same and where it is passed.
    """

    tone: Role
    y: float
    label: str
    label_y: float
    title: str


@dataclass(frozen=True, slots=True)
class PassingView:
    """Where the network passes a rival, or falls behind it again, on its curve.

    Parameters
    ----------
    x, y : float
        Of the mark on the curve.
    name : str
        Of the rival.
    coordination, at_text : float, str
        Raw, and as '10.5%'.
    is_gain : bool
        Whether it passes the rival there, not falls behind.
    """

    x: float
    y: float
    name: str
    coordination: float
    at_text: str
    is_gain: bool


@dataclass(frozen=True, slots=True)
class CurveView:
    """Score and rank of a network by coordination, in one picture.

    Parameters
    ----------
    description : str
        The picture in words.
    score_height, rank_height : float
        Of the two panels, the ranks below the scores.
    score_ticks, rank_ticks : tuple of (float, str)
        Position and word.
    score_path, rank_path, band_path : str
        Outlines on a scale where the panel is 100 wide and as high as it is.
    lines : tuple of LineView
        Scores of clusters outside.
    passings : tuple of PassingView
        By coordination.
    """

    description: str
    score_height: float
    rank_height: float
    score_ticks: tuple[Tick, ...]
    rank_ticks: tuple[Tick, ...]
    score_path: str
    rank_path: str
    band_path: str
    lines: tuple[LineView, ...]
    passings: tuple[PassingView, ...]


@dataclass(frozen=True, slots=True)
class CurveRowView:
    """One coordination of the curve as numbers.

    Parameters
    ----------
    coordination, coordination_text : float, str
        Raw, and as shown.
    score, score_text : float, str
        On the scale of 1 to 100.
    rank : int
        That it would take.
    low, high, interval_text : int, int, str
        Ranks between which 90 % of the draws lie.
    """

    coordination: float
    coordination_text: str
    score: float
    score_text: str
    rank: int
    low: int
    high: int
    interval_text: str


@dataclass(frozen=True, slots=True)
class PooledView:
    """What pooling one indicator does.

    Parameters
    ----------
    label, how, unit : str
        Of the indicator, how it is pooled, and its unit.
    best_text, pooled_text : str
        Figure of the best member, and of all at full coordination, in the unit.
    points, points_text : float, str
        Raw, and as shown; those shown add up.
    """

    label: str
    how: str
    unit: str
    best_text: str
    pooled_text: str
    points: float
    points_text: str


@dataclass(frozen=True, slots=True)
class HubView:
    """The network that stands for the home group.

    Parameters
    ----------
    title : str
        What the picture shows.
    finding, balance : str
        Where it would stand and whom it passes; what pooling adds and costs.
    smallest : str
        Which part of it would do; empty where that was not searched.
    curve : CurveView
        Score and rank by coordination.
    rows : tuple of CurveRowView
        The same as numbers.
    pooled : tuple of PooledView
        What pooling does, by indicator.
    """

    title: str
    finding: str
    balance: str
    smallest: str
    curve: CurveView
    rows: tuple[CurveRowView, ...]
    pooled: tuple[PooledView, ...]


@dataclass(frozen=True, slots=True)
class NetworkRowView:
    """A network of the study at full coordination.

    Parameters
    ----------
    id, label, label_local : str
        Its id and names.
    members : int
        How many clusters it links.
    rank : int
        That it would take.
    low, high, interval_text : int, int, str
        Ranks between which 90 % of the draws lie.
    best_text : str
        Its best member and that one's rank by itself.
    smallest_text : str
        The smallest part that reaches the same rank.
    """

    id: str
    label: str
    label_local: str
    members: int
    rank: int
    low: int
    high: int
    interval_text: str
    best_text: str
    smallest_text: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One figure of a package.

    Parameters
    ----------
    label, from_text, to_text, unit : str
        Of the indicator, the figure as it is and as it would be, and the unit.
    """

    label: str
    from_text: str
    to_text: str
    unit: str


@dataclass(frozen=True, slots=True)
class PackageView:
    """The cheapest way past a cluster, or the proof that there is none.

    Parameters
    ----------
    goal : str
        'Ahead of Zhangjiang Pharma Valley (3rd)'.
    why : str
        'next place up'; empty where it is one of those to compare with.
    is_reached : bool
        Whether the changes reach the goal.
    changes : tuple of ChangeView
        Empty where the goal cannot be reached.
    proof : str
        Why it cannot be reached; else empty.
    cost, cost_text : float or None, str
        Effort; None where it cannot be reached.
    after, before : float or None
        Shares of the draws in which it is ahead with the changes and without; None where
        nothing was drawn.
    chance_text, before_text : str
        The same as shown.
    """

    goal: str
    why: str
    is_reached: bool
    changes: tuple[ChangeView, ...]
    proof: str
    cost: float | None
    cost_text: str
    after: float | None
    before: float | None
    chance_text: str
    before_text: str


@dataclass(frozen=True, slots=True)
class PackageGroupView:
    """The goals of one home cluster.

    Parameters
    ----------
    name, standing : str
        Of the home cluster.
    rows : tuple of PackageView
        The nearest first.
    """

    name: str
    standing: str
    rows: tuple[PackageView, ...]


@dataclass(frozen=True, slots=True)
class ReachView:
    """What the best home clusters would have to change.

    Parameters
    ----------
    title : str
        What the table shows.
    groups : tuple of PackageGroupView
        One for each home cluster.
    notes : tuple of str
        How to read it.
    """

    title: str
    groups: tuple[PackageGroupView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakesView:
    """The chapter on what it would take.

    Parameters
    ----------
    absent : str
        Why there is none; else empty.
    lead : str
        What it is about, and how much was drawn.
    hub : HubView or None
        None where the study names no network.
    networks, networks_note : tuple of NetworkRowView, str
        The study's other networks, and which are not told.
    waterfall : WaterfallView or None
        Of the best home cluster and the best of those it is compared with.
    gaps : tuple of GapGroupView
        One for each of the best home clusters.
    gaps_note : str
        Who could not be compared; else empty.
    reach : ReachView or None
        None where nobody is ahead.
    """

    absent: str
    lead: str
    hub: HubView | None
    networks: tuple[NetworkRowView, ...]
    networks_note: str
    waterfall: WaterfallView | None
    gaps: tuple[GapGroupView, ...]
    gaps_note: str
    reach: ReachView | None
