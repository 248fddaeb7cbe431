"""A study in memory: frozen, checked, and independent of the files it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ranker.methods.elicit_verdict import Verdict

Objective = Literal["max", "min"]
Level = Literal["cluster", "city", "metro", "country"]
Transform = Literal["none", "log"]
Aim = Literal["max", "min", "target"]
Normalise = Literal[
    "minmax",
    "goalposts",
    "rank",
    "percentile",
    "zscore",
    "logistic",
    "reference",
    "target",
    "points",
]
Outliers = Literal["none", "winsorise", "log"]
Combine = Literal["sum", "max", "min", "mean"]
Pool = Literal["sum", "mean", "max", "min", "share"]
Aggregate = Literal["arithmetic", "geometric"]
Role = Literal["home", "rival", "benchmark"]
TOP = "top"  # what a profile calls the siblings that have no parent


@dataclass(frozen=True, slots=True)
class Text:
    """A word or sentence for people, in English and where given in Korean."""

    en: str
    ko: str = ""

    def __str__(self) -> str:
        return self.en

    def in_language(self, language: str) -> str:
        """Return the text in `language`, in English where it has no other."""
        return (self.ko if language == "ko" else "") or self.en


@dataclass(frozen=True, slots=True)
class Denominator:
    """What a figure is divided by, such as researchers or hectares.

    Parameters
    ----------
    indicator : Indicator
        Scored or context, of the same level or a wider one.
    per : float
        Of how many of its units the quotient tells: 1000 for "per 1,000 people".
    counted_in : Text
        Unit of what is divided.
    """

    indicator: Indicator
    per: float
    counted_in: Text


@dataclass(frozen=True, slots=True)
class GradeText(Text):
    """What a grade means, and in fewer words where the study has them."""

    short: Text | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measured quantity with unit and objective; a leaf of the tree.

    A context indicator is shown and never scored: its weight is 0 and its
    objective may be None.
    """

    id: str
    label: Text
    unit: Text
    objective: Aim | None
    description: Text = Text("")
    weight: float = 1.0
    level: Level = "cluster"
    transform: Transform = "none"
    normalise: Normalise = "minmax"
    goalposts: tuple[float, float] | None = None
    target: tuple[float, float] | None = None  # lowest and highest figure that hits
    points: tuple[tuple[float, float], ...] = ()  # figures and their utilities
    logistic: tuple[float, float] | None = None  # worth the middle, worth nine tenths
    reference: str | float = "best"  # or mean, a cluster's id, a figure
    outliers: Outliers | None = None  # what is done about them; the study's rule where None
    combine: Combine = "sum"
    pool: Pool = "sum"
    lever: bool = False
    outlook: bool = False  # figures may lie in years to come
    count: bool = False  # whole things are counted, so a doubt is at least one of them
    scale: Mapping[int, Text] = field(default_factory=dict)  # levels of an ordinal indicator
    denominator: Denominator | None = None  # then the unit is that of the quotient

    @property
    def as_observed(self) -> Indicator:
        """The indicator of its rows, which are not yet divided by anything."""
        if self.denominator is None:
            return self
        return replace(self, unit=self.denominator.counted_in, denominator=None)

    @property
    def is_ordinal(self) -> bool:
        """Whether values are levels of a stated scale (0/1 included)."""
        return bool(self.scale)


@dataclass(frozen=True, slots=True)
class Criterion:
    """An inner node of the tree: scored from its children by their weights."""

    id: str
    label: Text
    children: tuple[Node, ...]
    description: Text = Text("")
    weight: float = 1.0
    aggregate: Aggregate = "arithmetic"

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first, in the order of the file."""
        yield self
        for child in self.children:
            if isinstance(child, Criterion):
                yield from child.walk()
            else:
                yield child

    def indicators(self) -> tuple[Indicator, ...]:
        """Return the leaves below this node, in the order of the file."""
        return tuple(node for node in self.walk() if isinstance(node, Indicator))


Node = Criterion | Indicator


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of clusters and the part it plays in the question."""

    id: str
    label: Text
    role: Role


@dataclass(frozen=True, slots=True)
class Cluster:
    """An alternative: a place that is ranked, and the places its figures come from."""

    id: str
    name: str
    name_local: str
    group: str
    country: str
    metro: str
    city: str
    latitude: float
    longitude: float
    summary: str

    def place(self, level: Level) -> str:
        """Return the id of the place that an indicator of `level` looks up; empty if none."""
        return {
            "cluster": self.id,
            "city": self.city,
            "metro": self.metro,
            "country": self.country,
        }[level]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read: title, publisher and an address a reader can open."""

    id: str
    title: str
    publisher: str
    url: str
    published: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One sourced figure: a row of ``observations.csv``."""

    place: str
    indicator: str
    item: str
    value: float
    low: float | None
    high: float | None
    year: int
    grade: str
    source: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What a score needs, and how doubtful a figure of each grade is.

    Parameters
    ----------
    min_coverage : float
        Share of weight that must be observed for a node to have a score, 0 to 1.
    spread : mapping of str to float
        Relative half-width of a figure of each grade that states no range.
    floor_factor : float
        How far above its floor (below its ceiling) a one-sided figure may lie, above 1.
    outliers : {"none", "winsorise", "log"}
        What is done about outliers of an indicator that does not say.
    winsorised_at_most : int
        Figures of one indicator that winsorising may cut.
    """

    min_coverage: float = 0.5
    spread: Mapping[str, float] = field(default_factory=lambda: {"A": 0.0, "B": 0.10, "C": 0.25})
    floor_factor: float = 3.0
    outliers: Outliers = "none"
    winsorised_at_most: int = 5


@dataclass(frozen=True, slots=True)
class Elicitation:
    """Weights of siblings that follow from judgements of a person.

    Parameters
    ----------
    node : str
        Id of the criterion whose children were judged; empty for the top criteria.
    method : str
        How the judgements were asked for.
    weights : mapping of str to float
        By id of the child; they sum to 1.
    verdict : Verdict
        Whether the judgements agree; the two criteria of a judgement to revisit are counted
        in the order of `weights`.
    bounds : mapping of str to (float, float)
        Least and largest weight where the judgements leave it open; empty where they do not.
    """

    node: str
    method: str
    weights: Mapping[str, float]
    verdict: Verdict
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of weights: whose view it is, and what weighs how much.

    Parameters
    ----------
    derive : mapping of str to str
        By criterion (`TOP` for the top criteria): the method by which the weights of its
        children come from the figures.
    weights : mapping of str to float
        By node id: those written, and those that follow from judgements.
    elicited : tuple of Elicitation
        Where weights follow from judgements.
    """

    id: str
    label: Text
    view: Text
    weights: Mapping[str, float]
    derive: Mapping[str, str] = field(default_factory=dict)
    elicited: tuple[Elicitation, ...] = ()


@dataclass(frozen=True, slots=True)
class VirtualCluster:
    """A named network: clusters that a plan would link into one virtual cluster.

    Parameters
    ----------
    members : tuple of str
        Ids of clusters; empty where `group` names them.
    group : str
        Id of the group all of whose ranked clusters are members; empty where `members` does.
    shares : mapping of str to float
        Weights of members where an indicator pools by share; empty where all count the same.
    """

    id: str
    label: Text
    description: Text
    members: tuple[str, ...] = ()
    group: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Study:
    """Everything a ranking is made of, checked and frozen.

    Parameters
    ----------
    edition : date
        The day the data were closed; no figure may describe a later year.
    root : Criterion
        The tree; its children are the criteria of the decision matrix.
    context : tuple of Indicator
        Shown, not scored.
    second_opinions : tuple of str
        Methods whose ranks a report shows beside those of `method`.
    parameters : mapping of str to mapping
        By method: the parameters that the study sets for it, as `ranker.rank` takes them.
    compare_with : tuple of str
        Ids of the clusters a report measures the home clusters against; empty where it is
        left to a rule.
    content_hash : str
        SHA-256 over the files that can change a number or a label.
    """

    id: str
    title: Text
    summary: Text
    question: Text
    edition: date
    groups: Mapping[str, Group]
    countries: Mapping[str, Text]
    grades: Mapping[str, GradeText]
    rules: Rules
    method: str
    second_opinions: tuple[str, ...]
    default_profile: str
    compare_with: tuple[str, ...]
    root: Criterion
    context: tuple[Indicator, ...]
    clusters: tuple[Cluster, ...]
    observations: tuple[Observation, ...]
    sources: Mapping[str, Source]
    profiles: Mapping[str, Profile]
    networks: Mapping[str, VirtualCluster]
    notes: tuple[Text, ...]
    content_hash: str
    path: Path
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return (
            f"<Study {self.id!r} of {self.edition}: {len(self.clusters)} clusters, "
            f"{len(self.indicators)} scored indicators, {len(self.observations)} figures>"
        )

    @property
    def criteria(self) -> tuple[Node, ...]:
        """The top criteria: columns of the decision matrix."""
        return self.root.children

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The scored indicators, in the order of the file."""
        return self.root.indicators()

    def cluster(self, cluster_id: str) -> Cluster | None:
        """Return a cluster by id, or None."""
        return next((c for c in self.clusters if c.id == cluster_id), None)

    def role(self, cluster: Cluster) -> Role:
        """Return the part a cluster plays: home, rival or benchmark."""
        return self.groups[cluster.group].role

    def with_role(self, role: Role) -> tuple[Cluster, ...]:
        """Return the clusters whose group plays `role`."""
        return tuple(c for c in self.clusters if self.role(c) == role)
