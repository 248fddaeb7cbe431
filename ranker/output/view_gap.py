"""What the templates are given about the distance between clusters: waterfalls and their figures.

Positions of pictures are in percent of the width and in pixels of the height.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ranker.study.model import Role


@dataclass(frozen=True, slots=True)
class KindView:
    """Whose figures they are to change.

    Parameters
    ----------
    id, label : str
        Class of the colour, and name.
    points_text : str
        Points of all of them.
    """

    id: str
    label: str
    points_text: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One figure's step in the waterfall.

    Parameters
    ----------
    label, kind : str
        Of the indicator, and whose it is to change (id of a KindView).
    card : str
        Name on the page of the figure of the cluster that is behind or ahead.
    raw_text : str
        '17,273 fewer people'.
    left, width, start, stop : float
        The bar, and where it begins and ends, in percent.
    points, points_text : float, str
        Raw, and as shown; those shown add up.
    """

    label: str
    card: str
    raw_text: str
    kind: str
    left: float
    width: float
    start: float
    stop: float
    points: float
    points_text: str


@dataclass(frozen=True, slots=True)
class WaterfallView:
    """The gap of two clusters, figure by figure.

    Parameters
    ----------
    title, sentence : str
        What the picture shows, and the same at length.
    a, b : str
        Names; it runs from b's score to a's.
    a_score_text, b_score_text : str
        Their scores.
    a_end, b_end : float
        These scores in percent of the width.
    kinds : tuple of KindView
        Those that there are.
    steps : tuple of StepView
        By whose the figures are to change, the largest first.
    same : str
        Figures that make no difference, in words; empty where all do.
    """

    title: str
    sentence: str
    a: str
    b: str
    a_score_text: str
    b_score_text: str
    a_end: float
    b_end: float
    kinds: tuple[KindView, ...]
    steps: tuple[StepView, ...]
    same: str


@dataclass(frozen=True, slots=True)
class GapRowView:
    """The gap to one cluster in a line.

    Parameters
    ----------
    id, name, tone : str
        Of the other; see ClusterView.
    standing : str
        Where the other stands; for a benchmark the rank it would take, in brackets.
    total, total_text : float, str
        Points that it is ahead, raw and as shown.
    kinds : mapping of str to str
        Points by whose they are to change.
    own_text : str
        The largest differences that are the cluster's own to change, in their units.
    """

    id: str
    name: str
    tone: Role
    standing: str
    total: float
    total_text: str
    kinds: Mapping[str, str]
    own_text: str


@dataclass(frozen=True, slots=True)
class GapGroupView:
    """The gaps of one home cluster.

    Parameters
    ----------
    name, standing : str
        Of the home cluster.
    rows : tuple of GapRowView
        Those that it is compared with.
    """

    name: str
    standing: str
    rows: tuple[GapRowView, ...]
