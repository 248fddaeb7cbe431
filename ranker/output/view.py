"""What the report's templates are given: documented, frozen, already in words.

Templates print these fields and decide nothing about numbers. Every shown
number stands beside its raw value, which pages keep in ``data-value``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ranker.output.view_cards import CardView, SharedPlaceView
from ranker.output.view_pictures import BumpView, MapView, PointsView
from ranker.output.view_takes import TakesView
from ranker.output.view_trust import TrustView
from ranker.output.view_tweak import TweakView

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
    text, unit : str
        As shown; a dash where missing.
    value : float or None
        Raw, in the unit; None where missing.
    utility_text, utility : str, float or None
        Points from 1 to 100; None for context or where missing.
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
    rank : int or None
        Rank among all; None where it takes none.
    standing_text : str
        '4th', 'would stand 3rd' for a benchmark, 'not ranked'.
    standing_sentence : str
        '4th of 41; 1st of 22 (Korea).'
    tone : {"home", "rival", "benchmark"}
        The part its group plays.
    methods_text, profiles_text : str
        Best and worst rank under the other methods and the other weight profiles: '3–7'.
    reason : str
        Why it is not ranked; empty where it is.
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


@dataclass(frozen=True, slots=True)
class WeightView:
    """A node of the criteria tree with its weight.

    Parameters
    ----------
    depth : int
        1 for a top criterion.
    position : int
        Number of the top criterion it belongs to.
    share_text, overall_text : str
        Weight among its siblings, and in the whole.
    rule : str
        How a figure becomes points, in words; empty for an inner node.
    """

    id: str
    label: str
    label_local: str
    description: str
    depth: int
    position: int
    share_text: str
    share: float
    overall_text: str
    overall: float
    unit: str
    rule: str


@dataclass(frozen=True, slots=True)
class RankCellView:
    """A rank under another method or profile, and how far it is from the ranking's own.

    ``text`` is a dash where the cluster takes no rank there.
    """

    text: str
    shift: int
    shift_text: str


@dataclass(frozen=True, slots=True)
class OpinionRowView:
    """One cluster across methods or profiles."""

    cluster: ClusterView
    ranks: tuple[RankCellView, ...]


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One column of a comparison."""

    id: str
    label: str
    label_local: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Ranks side by side, under methods or under weight profiles.

    Parameters
    ----------
    finding : str
        What the table shows, as a sentence.
    columns : tuple of OpinionView
        The ranking's own first.
    refused : tuple of (str, str)
        Methods that refused the matrix, and why, in English.
    """

    finding: str
    columns: tuple[OpinionView, ...]
    rows: tuple[OpinionRowView, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DotView:
    """A cluster on the strip of scores; x in percent of the width, y in pixels."""

    id: str
    name: str
    tone: Tone
    x: float
    y: float
    label: str
    label_y: float
    title: str


@dataclass(frozen=True, slots=True)
class StripView:
    """The strip of scores: who stands where, as dots.

    Parameters
    ----------
    ticks : tuple of (float, str)
        Position and word of each tick.
    lanes : tuple of (str, float)
        Name of each group's lane and its height.
    """

    finding: str
    description: str
    height: float
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[str, float], ...]
    dots: tuple[DotView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and how many figures on the page rest on it."""

    id: str
    title: str
    publisher: str
    url: str
    published: str
    uses: int


@dataclass(frozen=True, slots=True)
class FactView:
    """A figure of the summary with the words that go with it."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class GradeView:
    """A grade of evidence and how many scored figures have it."""

    grade: str
    label: str
    count: int
    share_text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page.

    Parameters
    ----------
    language, other_language : str
        Codes of the language of the words, and of that of labels beside them (`*_local`).
    is_bilingual : bool
        Whether the page will hold both languages, and so needs a switch.
    headline, standfirst : str
        Where the home group's best stands, and against whom; what else matters most.
    method_line, weights_line : str
        How the ranking was made, each in a sentence.
    home_label, rival_label : str
        Names of these groups for the filter; empty where only one of them is ranked.
    ranking : tuple of ClusterView
        Ranked clusters best first, a benchmark at the place it would take.
    profiles : tuple of ClusterView
        All clusters in the order of the page: ranked, benchmark, not ranked.
    not_ranked : tuple of ClusterView
        With their reasons.
    shared : tuple of SharedPlaceView
        Figures of larger places that several profiles show.
    ranked_count : int
        How many clusters take a rank.
    map : MapView or None
        Where the clusters lie; None where one alone is ranked.
    points : PointsView
        Each cluster's points against its group's.
    by_method, by_profile : BumpView or None
        The first clusters' ranks as lines; None where there is nothing to compare with.
    trust : TrustView
        How sure the ranks are, and what would move them.
    takes : TakesView or None
        What a better place would take; None where exact answers were not asked for.
    tweak : TweakView or None
        Sliders with which a reader weighs anew; None where the ranking is by another method
        than the weighted sum, or the study has nothing to weigh.
    manifest : tuple of (str, str)
        Name and value of everything that makes the page again.
    """

    language: str
    other_language: str
    is_bilingual: bool
    title: str
    title_local: str
    question: str
    edition: str
    headline: str
    standfirst: str
    facts: tuple[FactView, ...]
    method_name: str
    method_line: str
    weights_line: str
    is_additive: bool
    home_label: str
    rival_label: str
    strip: StripView
    ranked_count: int
    ranking: tuple[ClusterView, ...]
    profiles: tuple[ClusterView, ...]
    not_ranked: tuple[ClusterView, ...]
    shared: tuple[SharedPlaceView, ...]
    weights: tuple[WeightView, ...]
    methods: ComparisonView
    weight_profiles: ComparisonView
    map: MapView | None
    points: PointsView
    by_method: BumpView | None
    by_profile: BumpView | None
    trust: TrustView
    takes: TakesView | None
    tweak: TweakView | None
    grades: tuple[GradeView, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceView, ...]
    manifest: tuple[tuple[str, str], ...]
    command: str
