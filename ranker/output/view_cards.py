"""What the report says behind a figure: whose it is, how good, what else was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ranker.output.view_cluster import CellView


@dataclass(frozen=True, slots=True)
class TrendView:
    """Figures of earlier years beside the one that counts.

    Parameters
    ----------
    text : str
        'Up by 0.58 since 2019.'
    path : str
        Path data of a line through all years, in a box of `WIDTH` by `HEIGHT` pixels.
    """

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class CardView:
    """The card behind one figure.

    Parameters
    ----------
    id : str
        Name of the card on the page. A figure that several clusters share has one card.
    is_shared : bool
        Whether the card stands with the figures of larger places, outside the profile.
    summary : str
        Who published it, in a few words; the card opens from here.
    basis : str
        'cluster', 'country Korea, shared by 25 clusters'.
    is_mixed : bool
        Whether the figure is a larger place's and stands beside figures of a smaller one
        in the same criterion.
    grade_text : str
        What its grade means, in the study's words; empty where missing.
    total_text : str
        How several rows become one figure; empty where there is one row.
    passed : tuple of str
        Figures of the same cell that were not chosen, with the reason, one line for each.
    trend : TrendView or None
        None where there is no earlier year, or where items are combined.
    """

    id: str
    is_shared: bool
    summary: str
    basis: str
    is_mixed: bool
    grade_text: str
    total_text: str
    passed: tuple[str, ...]
    trend: TrendView | None


@dataclass(frozen=True, slots=True)
class SharedPlaceView:
    """Figures of one country, metro area or city that several clusters share.

    Parameters
    ----------
    title : str
        'Korea', 'Metro area of Kobe and Osaka'.
    clusters_text : str
        Whose profiles show them.
    cells : tuple of CellView
        One for each indicator, with its card.
    """

    title: str
    clusters_text: str
    cells: tuple[CellView, ...]
