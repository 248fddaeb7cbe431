"""The form of ``study.yaml``, ``networks.yaml`` and weight profiles, as pydantic models.

The JSON Schemas in ``criteria/schema/`` are generated from these models
(``make schema``), so that an editor completes and checks while one types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ranker.errors import nearest
from ranker.study.fields import (
    Day,
    Form,
    GradeWords,
    Id,
    Positive,
    TextForm,
    Weight,
    Words,
    as_levels,
    as_range,
    as_reference,
)
from ranker.study.model import (
    Aggregate,
    Aim,
    Combine,
    Level,
    Normalise,
    Objective,
    Outliers,
    Pool,
    Role,
    Transform,
)
from ranker.study.schema_profile import ProfileForm

PAIR = 2


class _Measured(Form):
    label: Words
    description: Words | None = Field(default=None, description="What it measures.")
    unit: Words = Field(description="Unit of the figures, such as 'USD m' or 'people'.")
    level: Level = Field(default="cluster", description="Whose figure it is.")
    combine: Combine = Field(default="sum", description="How items of one cell are combined.")
    scale: Annotated[
        dict[str, Words],
        BeforeValidator(as_levels, json_schema_input_type=dict[str, str | TextForm]),
    ] = Field(
        default={}, description="Levels of an ordinal indicator: 0, 1, 2 ... and their words."
    )
    count: bool = Field(default=False, description="Whether it counts whole things.")
    outlook: bool = Field(default=False, description="Whether figures may lie in years to come.")


class ContextForm(_Measured):
    """An indicator that is shown and never scored."""

    objective: Objective | None = Field(default=None, description="Which way is better, if any.")


class DenominateForm(Form):
    """What an indicator is divided by."""

    by: str = Field(description="Id of another indicator of the study, scored or context.")
    per: Positive = Field(default=1.0, description="Of how many of its units the quotient tells.")
    unit: Words | None = Field(
        default=None, description="Unit of the quotient; put together from both units if left out."
    )


class IndicatorForm(_Measured):
    """A scored indicator: a leaf of the tree."""

    objective: Aim = Field(
        description="'max' where more is better, 'min' where less is, 'target' where closer is."
    )
    weight: Weight = Field(default=1.0, description="Weight relative to the siblings, 0 or more.")
    transform: Transform = Field(default="none", description="'log' is ln(1 + x).")
    normalise: Normalise = Field(default="minmax", description="How it becomes a utility.")
    goalposts: list[float] | None = Field(
        default=None,
        description="Worst and best raw value for 'goalposts', lower number first.",
        min_length=PAIR,
        max_length=PAIR,
    )
    target: Annotated[
        list[float] | None, BeforeValidator(as_range, json_schema_input_type=float | list[float])
    ] = Field(
        default=None,
        description="For the objective 'target': the raw value, or the lowest and the highest.",
        min_length=PAIR,
        max_length=PAIR,
    )
    points: list[list[float]] | None = Field(
        default=None, description="For 'points': [raw value, utility] pairs, raw values rising."
    )
    logistic: list[float] | None = Field(
        default=None,
        description="For 'logistic': raw values worth half and nine tenths of the scale; by mean "
        "and standard deviation of the ranked where it is left out.",
        min_length=PAIR,
        max_length=PAIR,
    )
    reference: Annotated[Any, BeforeValidator(as_reference, json_schema_input_type=str | float)] = (
        Field(default=None, description="For 'reference': best, mean, a cluster's id or a number.")
    )
    denominate: DenominateForm | None = Field(
        default=None, description="Another indicator of the study that it is divided by."
    )
    outliers: Outliers | None = Field(
        default=None, description="What is done about outliers; 'rules.outliers' where left out."
    )
    pool: Pool = Field(default="sum", description="How members of a network pool it.")
    lever: bool = Field(default=False, description="Whether local policy can move it.")

    @model_validator(mode="after")
    def _check_goalposts(self) -> IndicatorForm:
        posts = self.goalposts
        if (self.normalise == "goalposts") != (posts is not None):
            found = "are given" if posts is not None else "are missing"
            message = "goalposts {found} while 'normalise' is '{normalise}'."
            context = {"found": found, "normalise": self.normalise}
            raise PydanticCustomError("goalposts-invalid", message, context)
        if posts is not None and not posts[0] < posts[1]:
            message = "the goalposts {low} and {high} do not rise."
            context = {"low": f"{posts[0]:g}", "high": f"{posts[1]:g}"}
            raise PydanticCustomError("goalposts-invalid", message, context)
        if posts is not None and self.transform == "log" and posts[0] <= -1:
            message = "the goalpost {low} has no logarithm: ln(1 + x) needs x above -1."
            raise PydanticCustomError("goalposts-invalid", message, {"low": f"{posts[0]:g}"})
        return self


def is_criterion(node: Mapping[str, Any]) -> bool:
    """Whether a node as written is an inner one: it has children, however they are spelt."""
    return "children" in node or any(nearest(str(key), ("children",)) for key in node)


def _kind(value: Any) -> str:
    is_inner = is_criterion(value) if isinstance(value, dict) else hasattr(value, "children")
    return "criterion" if is_inner else "indicator"


NodeForm = Annotated[
    Annotated["CriterionForm", Tag("criterion")] | Annotated[IndicatorForm, Tag("indicator")],
    Discriminator(_kind),
]


class CriterionForm(Form):
    """A criterion: scored from its children."""

    label: Words
    description: Words | None = Field(default=None, description="What it stands for.")
    weight: Weight = Field(default=1.0, description="Weight relative to the siblings, 0 or more.")
    aggregate: Aggregate = Field(
        default="arithmetic", description="Mean of the children; 'geometric' compensates less."
    )
    children: dict[Id, NodeForm] = Field(description="Indicators or criteria, by id.")


def _as_parameters(value: Any) -> Any:
    """Pass on what `ranker.study.check_parameters` names, with its own words."""
    is_right = isinstance(value, dict) and all(isinstance(own, dict) for own in value.values())
    return value if is_right else {}


class GroupForm(Form):
    """A group of clusters."""

    label: Words
    role: Role = Field(
        description="'home' is whose standing is asked for; a benchmark has no rank."
    )


def _check_share(value: float) -> float:
    if not 0 <= value <= 1:
        message = "{value} is not a share between 0 and 1."
        raise PydanticCustomError("field-value", message, {"value": value})
    return value


def _check_factor(value: float) -> float:
    if value <= 1:
        message = "{value} is not above 1."
        raise PydanticCustomError("field-value", message, {"value": value})
    return value


Share = Annotated[
    float, AfterValidator(_check_share), Field(json_schema_extra={"minimum": 0, "maximum": 1})
]
Factor = Annotated[
    float, AfterValidator(_check_factor), Field(json_schema_extra={"exclusiveMinimum": 1})
]


def _check_count(value: int) -> int:
    if value < 1:
        message = "{value} is not a whole number of 1 or more."
        raise PydanticCustomError("field-value", message, {"value": value})
    return value


Count = Annotated[int, AfterValidator(_check_count), Field(json_schema_extra={"minimum": 1})]


class RulesForm(Form):
    """What a score needs, and how doubtful a figure of each grade is."""

    min_coverage: Share = Field(default=0.5, description="Share of weight a score needs.")
    spread: dict[str, Share] = Field(
        default={"A": 0.0, "B": 0.10, "C": 0.25}, description="Relative half-width by grade."
    )
    floor_factor: Factor = Field(default=3.0, description="Reach of a one-sided figure, above 1.")
    outliers: Outliers = Field(
        default="none",
        description="What is done where |skewness| > 2 and kurtosis > 3.5: figures are cut one by "
        "one, else logarithms ('winsorise'), or logarithms at once ('log').",
    )
    winsorised_at_most: Count = Field(
        default=5, description="Figures of one indicator that 'winsorise' may cut."
    )


class StudyForm(Form):
    """A study: what is ranked, by which criteria, under which rules."""

    format: Literal[1] = Field(description="Version of this file format.")
    id: Id = Field(description="Short name of the study.")
    title: Words
    summary: Words | None = Field(default=None, description="What the study covers.")
    question: Words | None = Field(default=None, description="The question it answers.")
    edition: Day = Field(description="Day the data were closed, as 2026-11-23.")
    groups: dict[Id, GroupForm]
    countries: dict[str, Words] = Field(default={}, description="Names by ISO 3166 alpha-3 code.")
    grades: dict[str, GradeWords] = Field(default={}, description="What each grade of a row means.")
    rules: RulesForm = RulesForm()
    method: str = Field(default="weighted-sum", description="See 'ranker methods'.")
    second_opinions: list[str] = Field(default=[], description="Methods shown beside it.")
    parameters: Annotated[
        dict[str, dict[str, Any]],
        BeforeValidator(_as_parameters, json_schema_input_type=dict[str, dict[str, Any]]),
    ] = Field(
        default={},
        description="Parameters by method, such as 'vikor: {v: 0.4}'; see 'ranker methods'.",
    )
    profile: str = Field(default="", description="Weight profile used unless another is named.")
    compare_with: list[str] = Field(
        default=[], description="Ids of the clusters a report measures the home clusters against."
    )
    notes: list[Words] = Field(default=[], description="What a reader must know about the data.")
    criteria: dict[Id, NodeForm]
    context: dict[Id, ContextForm] = Field(default={}, description="Shown, not scored.")


class GroupMembersForm(Form):
    """All ranked clusters of a group."""

    group: str = Field(description="Id of the group whose ranked clusters are members.")


MembersForm = Annotated[
    Annotated[list[str], Tag("members-by-id")]
    | Annotated[GroupMembersForm, Tag("members-by-group")],
    Discriminator(lambda value: f"members-by-{'id' if isinstance(value, list) else 'group'}"),
]


class NetworkForm(Form):
    """A network: clusters that are linked into one virtual cluster."""

    label: Words
    description: Words | None = Field(default=None, description="What links its members.")
    members: MembersForm = Field(description="Ids of clusters, or 'group:' with a group's id.")
    shares: dict[str, Weight] = Field(
        default={}, description="Weights of members for indicators that pool by share."
    )


class NetworksForm(Form):
    """The networks of a study: which clusters a plan would link."""

    format: Literal[1] = Field(description="Version of this file format.")
    networks: dict[Id, NetworkForm] = Field(description="Networks by id.")


def json_schema(form: type[BaseModel], *, title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one kind of file."""
    schema = form.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


SCHEMAS: dict[str, tuple[type[BaseModel], str]] = {
    "study.schema.json": (StudyForm, "study.yaml of Cluster Ranker"),
    "profile.schema.json": (ProfileForm, "Weight profile of Cluster Ranker"),
    "networks.schema.json": (NetworksForm, "networks.yaml of Cluster Ranker"),
}
