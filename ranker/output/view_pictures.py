"""Views of pictures: ranks as lines, points against the group, the map. All in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.study.model import Role


@dataclass(frozen=True, slots=True)
class BumpLineView:
    """One cluster's ranks from column to column.

    Parameters
    ----------
    id, tone : str
        Of the cluster; see ClusterView.
    label : str
        Rank in the first column and name.
    last : str
        Rank in the last column and name; empty where the line goes unnamed there.
    path, dots : str
        Path data with a column as unit of width and a rank as unit of height.
    y, last_y : float
        Heights of the two labels in pixels.
    """

    id: str
    label: str
    last: str
    tone: Role
    path: str
    dots: str
    y: float
    last_y: float


@dataclass(frozen=True, slots=True)
class BumpView:
    """Ranks of the first clusters under several methods or weight profiles.

    Parameters
    ----------
    finding, description : str
        What the picture shows, in a sentence, and for those who cannot see it.
    columns : tuple of (float, tuple of str)
        Position in percent and the lines of each column's name.
    head, height : float
        Pixels above the lines, and of the lines.
    span, worst : int
        Columns less one, and the last rank: the box of the paths.
    grid : tuple of (float, str)
        Height in pixels of the ranks that are ruled, and the name of those below all labels.
    lines : tuple of BumpLineView
        The home clusters last, so that they lie above the others.
    """

    finding: str
    description: str
    columns: tuple[tuple[float, tuple[str, ...]], ...]
    head: float
    height: float
    span: int
    worst: int
    grid: tuple[tuple[float, str], ...]
    lines: tuple[BumpLineView, ...]


@dataclass(frozen=True, slots=True)
class GroupPointsView:
    """Median and best points of one group on every indicator.

    Parameters
    ----------
    id : str
        Of the group; of the marks on the page.
    label : str
        Name of the group.
    medians, bests : str
        Path data, 0 to 100 points wide and one unit high for each indicator.
    rows : tuple of (str, str, str)
        Indicator, median and best, in words.
    """

    id: str
    label: str
    medians: str
    bests: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProfilePointsView:
    """One cluster's points on every indicator, to lie over its group's.

    Parameters
    ----------
    finding : str
        What the picture shows.
    group : str
        Id of the group it is held against.
    own, absent : str
        Path data of its points, and of the indicators without a figure.
    """

    finding: str
    group: str
    own: str
    absent: str


@dataclass(frozen=True, slots=True)
class PointsView:
    """Points of all clusters against their groups.

    Parameters
    ----------
    indicators : tuple of (str, int)
        Label of each and the position of its criterion, which picks a colour.
    groups : tuple of GroupPointsView
        Against which profiles are drawn.
    profiles : mapping of str to ProfilePointsView
        By cluster.
    """

    indicators: tuple[tuple[str, int], ...]
    groups: tuple[GroupPointsView, ...]
    profiles: dict[str, ProfilePointsView]


@dataclass(frozen=True, slots=True)
class LabelView:
    """Lines of text at a place.

    Parameters
    ----------
    lines : tuple of str
        The text.
    x, y : int
        Of the first line, in pixels.
    anchor : str
        SVG's word for the side on which it is held.
    lead : tuple of int
        Ends of a line to its dot; empty where there is none.
    """

    lines: tuple[str, ...]
    x: int
    y: int
    anchor: str
    lead: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapDotView:
    """A cluster on the map; links to its profile.

    Parameters
    ----------
    id, title, tone : str
        Of the cluster, with its rank in words; see ClusterView.
    is_ranked : bool
        Whether it takes a rank.
    x, y, radius : float
        Of the dot, in pixels.
    label : LabelView or None
        None where there is no room.
    """

    id: str
    title: str
    tone: Role
    is_ranked: bool
    x: float
    y: float
    radius: float
    label: LabelView | None


@dataclass(frozen=True, slots=True)
class PanelView:
    """One map: land, a net of degrees and dots, in pixels.

    Parameters
    ----------
    width, height : int
        Of the panel.
    land : str
        Path data of the coasts.
    net : tuple of (str, float, str)
        'x' for meridians and 'y' for parallels, where, and the degrees in words.
    names : tuple of LabelView
        Of countries, at the middle of their clusters.
    dots : tuple of MapDotView
        The clusters.
    inset : tuple of float or None
        Left, top, width and height of the part that another panel enlarges.
    """

    width: int
    height: int
    land: str
    net: tuple[tuple[str, float, str], ...]
    names: tuple[LabelView, ...]
    dots: tuple[MapDotView, ...]
    inset: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class MapView:
    """Where the clusters lie.

    Parameters
    ----------
    finding, description : str
        What the map shows, in a sentence, and for those who cannot see it.
    outside : str
        Who lies beyond the map, as a sentence; empty where nobody does.
    panels : tuple of PanelView
        The map, and where needed a part of it enlarged.
    rows : tuple of (str, str, str, str, str)
        Id, rank, name, country and coordinates of each cluster, for the table.
    """

    finding: str
    description: str
    outside: str
    panels: tuple[PanelView, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
