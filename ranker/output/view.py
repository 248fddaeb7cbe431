"""What the report's templates are given: documented, frozen, already in words.

Templates print these fields and decide nothing about numbers. Every shown
number stands beside its raw value, which pages keep in ``data-value``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ranker.output.view_agreement import AgreementView
from ranker.output.view_audit import AuditView
from ranker.output.view_cards import SharedPlaceView
from ranker.output.view_cluster import ClusterView, Tone
from ranker.output.view_pictures import BumpView, MapView, PointsView
from ranker.output.view_takes import TakesView
from ranker.output.view_trust import TrustView
from ranker.output.view_tweak import TweakView


@dataclass(frozen=True, slots=True)
class WeightView:
    """A node of the criteria tree with its weight.

    Parameters
    ----------
    id, label, label_local, description : str
        Id, names and explanation of the node.
    depth : int
        1 for a top criterion.
    position : int
        Number of the top criterion it belongs to.
    share_text, share : str, float
        Weight among its siblings.
    overall_text, overall : str, float
        Weight in the whole.
    unit : str
        Unit of an indicator; empty for an inner node.
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

    Parameters
    ----------
    text : str
        The rank; a dash where the cluster takes none there.
    shift, shift_text : int, str
        Ranks below (above 0) or ahead of (below 0) the ranking's own, and in words.
    """

    text: str
    shift: int
    shift_text: str


@dataclass(frozen=True, slots=True)
class OpinionRowView:
    """One cluster across methods or profiles.

    Parameters
    ----------
    cluster : ClusterView
        Whose row it is.
    ranks : tuple of RankCellView
        Its rank in each column.
    """

    cluster: ClusterView
    ranks: tuple[RankCellView, ...]


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One column of a comparison.

    Parameters
    ----------
    id, label, label_local : str
        Id and names of the method or profile.
    explanation : str
        What it does, or whose view it is.
    """

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
    rows : tuple of OpinionRowView
        The clusters, in the order of the ranking.
    refused : tuple of (str, str)
        Methods that refused the matrix, and why, in English.
    """

    finding: str
    columns: tuple[OpinionView, ...]
    rows: tuple[OpinionRowView, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DotView:
    """A cluster on the strip of scores.

    Parameters
    ----------
    id, name, tone : str
        Of the cluster; see ClusterView.
    x, y : float
        Middle of the dot, in percent of the width and in pixels.
    label, label_y : str, float
        Name beside the dot, empty where there is no room, and its height in pixels.
    title : str
        Name and score in words.
    """

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
    finding, description : str
        What the picture shows, in a sentence, and for those who cannot see it.
    height : float
        Of the picture, in pixels.
    ticks : tuple of (float, str)
        Position and word of each tick.
    lanes : tuple of (str, float)
        Name of each group's lane and its height.
    dots : tuple of DotView
        The clusters.
    """

    finding: str
    description: str
    height: float
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[str, float], ...]
    dots: tuple[DotView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and how many figures on the page rest on it.

    Parameters
    ----------
    id, title, publisher, url, published : str
        As in the study; the address is empty where there is none.
    uses : int
        Cells that rest on it.
    """

    id: str
    title: str
    publisher: str
    url: str
    published: str
    uses: int


@dataclass(frozen=True, slots=True)
class FactView:
    """A figure of the summary with the words that go with it.

    Parameters
    ----------
    text, words : str
        The figure as shown, and what it counts.
    """

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class GradeView:
    """A grade of evidence and how many scored figures have it.

    Parameters
    ----------
    grade, meaning : str
        Letter of the grade, or 'missing', and what it means.
    label : str
        The grade as shown.
    count, share_text : int, str
        Cells that have it, and their share of all.
    """

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
    title, title_local, question : str
        Of the study.
    edition : str
        Day on which its data were closed, in words.
    headline, standfirst : str
        Where the home group's best stands, and against whom; what else matters most.
    facts : tuple of FactView
        What was counted, in large figures.
    method_name, method_line, weights_line : str
        How the ranking was made, the lines each in a sentence.
    is_additive : bool
        Whether the score is the sum of what the criteria add.
    home_label, rival_label : str
        Names of these groups for the filter; empty where only one of them is ranked.
    strip : StripView or None
        The picture of scores; None above `ranker.output.limits.SHARES` clusters, whose dots would
        be a block.
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
    weights : tuple of WeightView
        The criteria tree, each node before those below it.
    judgements : tuple of str
        Where weights follow from judgements of people, and whether these agree, in sentences.
    methods, weight_profiles : ComparisonView
        Ranks by method, and by weight profile.
    agreement : AgreementView or None
        How far methods and stakeholders agree; None where there is nothing to compare.
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
    audit : AuditView or None
        How sound the index is; None where too few clusters are ranked to tell.
    grades : tuple of GradeView
        Best first, missing last.
    notes : tuple of str
        What the study says of its data.
    sources : tuple of SourceView
        Those that a figure rests on, by publisher.
    manifest : tuple of (str, str)
        Name and value of everything that makes the page again.
    command : str
        The command that makes it.
    has_long_texts : bool
        Whether names or labels are so long that words must break to fit.
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
    strip: StripView | None
    ranked_count: int
    ranking: tuple[ClusterView, ...]
    profiles: tuple[ClusterView, ...]
    not_ranked: tuple[ClusterView, ...]
    shared: tuple[SharedPlaceView, ...]
    weights: tuple[WeightView, ...]
    judgements: tuple[str, ...]
    methods: ComparisonView
    weight_profiles: ComparisonView
    agreement: AgreementView | None
    map: MapView | None
    points: PointsView
    by_method: BumpView | None
    by_profile: BumpView | None
    trust: TrustView
    takes: TakesView | None
    tweak: TweakView | None
    audit: AuditView | None
    grades: tuple[GradeView, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceView, ...]
    manifest: tuple[tuple[str, str], ...]
    command: str
    has_long_texts: bool
