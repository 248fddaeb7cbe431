"""What the templates are given about one cluster: its place, its scores and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ranker.output.view_cards import CardView

THIN = 0.75  # coverage below which a rank is marked
Tone = Literal["home", "rival", "benchmark"]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One sourced figure: an observation that counts.

    Parameters
    ----------
    item : str
        What is counted, where the cell adds items up; else empty.
    text, value : str, float
        As shown, and raw.
    is_rounded : bool
        Whether the text says less than the value.
    range_text : str
        Stated range in words; empty where none is stated.
    year, grade, note : int, str, str
        Of the row.
    publisher, title, url, source_id : str
        Where it was read.
    """

    item: str
    text: str
    value: float
    is_rounded: bool
    range_text: str
    year: int
    grade: str
    note: str
    publisher: str
    title: str
    url: str
    source_id: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell of a cluster's profile: a figure, or the news that there is none.

    Parameters
    ----------
    anchor : str
        Name of the figure on the page, 'osong-workforce'.
    indicator, label, label_local : str
        Id of the indicator, and its names in the language of the page and the other.
    label_in_sentence : str
        Its name as it stands within a sentence.
    text, unit : str
        As shown; a dash where missing.
    value : float or None
        Raw, in the unit; None where missing.
    is_rounded : bool
        Whether the text says less than the value.
    utility_text, utility : str, float or None
        Points from 1 to 100; None for context or where missing.
    range_text, years, grade : str
        Stated range, years and worst grade of the figures, in words.
    basis : str
        Whose figure it is where it is not the cluster's own: 'metro area figure'.
    figures : tuple of FigureView
        The rows that count; several where items are combined.
    card : CardView
        What stands behind it.
    """

    anchor: str
    indicator: str
    label: str
    label_in_sentence: str
    label_local: str
    text: str
    unit: str
    value: float | None
    is_rounded: bool
    utility_text: str
    utility: float | None
    range_text: str
    years: str
    grade: str
    basis: str
    figures: tuple[FigureView, ...]
    card: CardView

    @property
    def is_missing(self) -> bool:
        """Whether no usable figure was found."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A top criterion of one cluster.

    Parameters
    ----------
    id, label, label_local : str
        Id and names of the criterion.
    score_text, score : str, float or None
        On the scale of 1 to 100; None where coverage is too thin.
    points_text, points : str, float or None
        What it adds to the weighted sum.
    coverage_text, coverage : str, float
        Share of weight observed.
    position : int
        Number of the criterion from 1, which picks its colour.
    cells : tuple of CellView
        The indicators below it.
    """

    id: str
    label: str
    label_local: str
    position: int
    score_text: str
    score: float | None
    points_text: str
    points: float | None
    coverage_text: str
    coverage: float
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A cluster: its row in the ranking and its profile.

    Parameters
    ----------
    id, name, name_local : str
        Its id and names; the local one may be empty.
    language : str
        Code of the language of the local name; empty where not known.
    group : str
        Id of its group.
    country, summary : str
        Where it lies, and what it is.
    rank : int or None
        Rank among all; None where it takes none.
    standing : int or None
        The rank, or the place that a benchmark would take; None where it is not ranked.
    standing_text : str
        '4th', 'would stand 3rd' for a benchmark, 'not ranked'.
    standing_sentence : str
        '4th of 41; 1st of 22 (Korea).'
    tone : {"home", "rival", "benchmark"}
        The part its group plays.
    score_text, score : str, float or None
        On the scale of 1 to 100; None where it is not ranked.
    coverage_text, coverage : str, float
        Share of weight observed.
    methods_text, profiles_text : str
        Best and worst rank under the other methods and the other weight profiles: '3–7'.
    reason : str
        Why it is not ranked; empty where it is.
    criteria : tuple of CriterionView
        Its scores and figures, in the order of the study.
    context : tuple of CellView
        Figures that are shown and not scored.
    """

    id: str
    name: str
    name_local: str
    language: str
    group: str
    tone: Tone
    country: str
    summary: str
    rank: int | None
    standing: int | None
    standing_text: str
    standing_sentence: str
    score_text: str
    score: float | None
    coverage_text: str
    coverage: float
    methods_text: str
    profiles_text: str
    reason: str
    criteria: tuple[CriterionView, ...]
    context: tuple[CellView, ...]

    @property
    def is_thin(self) -> bool:
        """Whether the rank rests on less than three quarters of the weight."""
        return self.rank is not None and self.coverage < THIN
