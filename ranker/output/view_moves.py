"""What the templates are given about what would move a rank: weights, inputs, figures to find."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.study.model import Role


@dataclass(frozen=True, slots=True)
class HoldView:
    """The weights of a criterion at which the top stays as it is, as a bar and in words.

    Parameters
    ----------
    left, width : float
        Of the bar.
    text : str
        '10.8% to 89.4%', rounded so that it stays true; 'any weight'.
    below, above : str
        Who takes over beyond the ends; empty where nobody does.
    beyond : str
        The same as a sentence.
    """

    left: float
    width: float
    text: str
    below: str
    above: str
    beyond: str


@dataclass(frozen=True, slots=True)
class CriterionHoldView:
    """A criterion, its present weight, and what holds while it moves alone.

    Parameters
    ----------
    id, label : str
        Of the criterion.
    now, now_text : float, str
        Its weight.
    first, top : HoldView
        For the first place, and for the first few.
    """

    id: str
    label: str
    now: float
    now_text: str
    first: HoldView
    top: HoldView


@dataclass(frozen=True, slots=True)
class WeightHoldsView:
    """Weight sensitivity in one picture.

    Parameters
    ----------
    finding : str
        What the picture shows.
    top_words, top_head : str
        'the first three', and 'The first three stay'.
    rows : tuple of CriterionHoldView
        The top criteria.
    """

    finding: str
    top_words: str
    top_head: str
    rows: tuple[CriterionHoldView, ...]


@dataclass(frozen=True, slots=True)
class AgendaEntryView:
    """A figure worth finding next.

    Parameters
    ----------
    place, indicator : str
        Whose figure, and of what.
    card : str
        Name of its card on the page.
    now_text : str
        The figure now used with its year and grade, or that there is none.
    source, url : str
        Where that was read; empty where the figure is missing.
    narrowing_text, narrowing : str, float
        By how many ranks in all the intervals are expected to narrow.
    clusters_text : str
        Who shares the figure; empty where nobody does.
    """

    place: str
    indicator: str
    card: str
    now_text: str
    source: str
    url: str
    narrowing: float
    narrowing_text: str
    clusters_text: str


@dataclass(frozen=True, slots=True)
class AgendaView:
    """What to find out next.

    Parameters
    ----------
    lead : str
        For whom, and how sure they are now.
    entries : tuple of AgendaEntryView
        The most telling first.
    """

    lead: str
    entries: tuple[AgendaEntryView, ...]


@dataclass(frozen=True, slots=True)
class DriverPartView:
    """What one group of inputs does to a rank.

    Parameters
    ----------
    kind : str
        Class of its colour.
    width : float
        Of the bar: what it explains alone.
    total : float or None
        What it has a part in; None where that cannot be told.
    text : str
        Both as percentages: '74% (59%)'.
    """

    kind: str
    width: float
    total: float | None
    text: str


@dataclass(frozen=True, slots=True)
class DriverRowView:
    """What moves the rank of one cluster.

    Parameters
    ----------
    id, name, tone, rank : str, str, str, int
        Of the cluster; see ClusterView.
    parts : tuple of DriverPartView
        In the order of the legend.
    words, description : str
        The largest part, and all parts, in words.
    """

    id: str
    name: str
    tone: Role
    rank: int
    parts: tuple[DriverPartView, ...]
    words: str
    description: str


@dataclass(frozen=True, slots=True)
class DriversView:
    """What drives the doubt of ranks.

    Parameters
    ----------
    finding : str
        What the picture shows.
    legend : tuple of (str, str)
        Class of the colour and head of each group, in the order of the parts.
    rows : tuple of DriverRowView
        Best rank first.
    notes : tuple of str
        How to read it, and how sure it is.
    """

    finding: str
    legend: tuple[tuple[str, str], ...]
    rows: tuple[DriverRowView, ...]
    notes: tuple[str, ...]
