"""What may be asked for in the query of a URL, question by question."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ranker.analysis.variation import CONCENTRATION, MARGIN, MOST_CONCENTRATED, Depth, Weights

Freedom = Literal["free", "fixed"]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Pair = Annotated[str, Field(pattern=r"^[^=]+=[^=]+$", max_length=200)]
Share = Annotated[float, Field(ge=0, le=1)]


class Arguments(BaseModel):
    """Of any question; what is not listed is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class RankingArguments(Arguments):
    """Of every question about a ranking."""

    profile: Name | None = Field(None, description="Weight profile; the study's own where none.")
    weight: list[Pair] = Field(
        [],
        description="NAME=SHARE of a criterion or indicator among its siblings, 0 to 1, as often "
        "as wanted; the others are rescaled.",
        examples=[["governance=0.4"]],
    )
    method: Name | None = Field(None, description="Ranking method; the study's own where none.")
    parameter: list[Pair] = Field(
        [],
        description="NAME=VALUE, a parameter of the method, or CRITERION.NAME=VALUE, as often as "
        "wanted; the study's own where none.",
        examples=[["v=0.4"]],
    )
    as_of: int | None = Field(
        None, ge=0, le=9999, description="Look at figures of this year and before only."
    )


class GroupArguments(RankingArguments):
    """Of a table with a row for each cluster."""

    group: Name | None = Field(None, description="Write the rows of this group alone.")


class CompareArguments(RankingArguments):
    """Of other methods and profiles beside a ranking."""

    with_method: list[Name] = Field(
        [], description="Methods to compare with; the study's second opinions where none."
    )


class DrawnArguments(RankingArguments):
    """Of what is drawn."""

    draws: int = Field(10_000, ge=1, description="How many draws; the service has a limit.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="The same seed gives the same bytes.")


class RobustnessArguments(DrawnArguments):
    """Of draws of weights and figures."""

    group: Name | None = Field(None, description="Write the rows of this group alone.")
    weights: Weights | None = Field(
        None,
        description="How weights vary: around the ranking's where nothing is said, uniform under "
        "constraints.",
    )
    concentration: float = Field(
        CONCENTRATION, gt=0, le=MOST_CONCENTRATED, description="How near weights stay."
    )
    margin: float = Field(MARGIN, gt=0, le=1, description="How far weights go with 'within'.")
    constraint: list[Name] = Field([], description="Such as 'governance >= talent'.")
    depth: Depth = Field("criteria", description="Whose weights vary.")
    data: bool = Field(True, description="Whether figures vary within their doubt.")
    missing: bool = Field(True, description="Whether missing figures are drawn.")
    vary: list[Literal["normalisation", "aggregation", "method", "leave-one-out"]] = Field(
        [], description="Vary how the index is built too."
    )
    until: float | None = Field(
        None, ge=1e-4, le=0.5, description="Draw on until every share is this sure."
    )
    level: float = Field(0.9, ge=0.5, lt=1, description="Confidence at which tiers are told apart.")
    top: int = Field(10, ge=1, le=9999, description="Tell the chance of the first so many.")


class BoundsArguments(GroupArguments):
    """Of the best and the worst possible ranks."""

    weights: Freedom = Field("free", description="Whether weights may move.")
    data: Freedom = Field("fixed", description="Whether figures may move within their doubt.")
    constraint: list[Name] = Field([], description="Such as 'governance >= talent'.")
    depth: Literal["criteria", "leaves"] = Field("criteria", description="Whose weights move.")
    certificate: Name | None = Field(
        None, description="Write the weights and figures at this cluster's extreme ranks too."
    )


class GapArguments(RankingArguments):
    """Of the distance between two clusters."""

    a: Name = Field(description="Id of a cluster with a score.")
    b: Name = Field(description="Id of the one it is compared with.")


class ReachArguments(DrawnArguments):
    """Of what it would take; give one of `rank` and `beat`."""

    cluster: Name = Field(description="Id of a ranked cluster.")
    rank: int | None = Field(None, ge=1, le=999_999, description="The rank to reach.")
    beat: Name | None = Field(None, description="The cluster to pass.")
    lever: list[Name] = Field([], description="Only these levers may move.")
    hold: list[Name] = Field([], description="These levers stay.")
    cost: list[Pair] = Field([], description="NAME=COST of one unit of a lever, in any currency.")
    currency: str = Field("", max_length=40, description="What costs are in.")
    cap: list[Pair] = Field(
        [], description="NAME=NUMBER, the furthest a figure may go, or factor=2 for twice today's."
    )
    years: float | None = Field(
        None, gt=0, le=1000, description="Move no figure faster than the fastest growth observed."
    )


class NetworkArguments(DrawnArguments):
    """Of a virtual cluster."""

    member: list[Name] = Field(
        min_length=1, description="Ids of two clusters or more, or of one network of the study."
    )
    name: Name | None = Field(None, description="What to call the network.")
    coordination: Share = Field(1.0, description="0 is its best member, 1 everything pooled.")
    reach_rank: int | None = Field(
        None, ge=1, le=999_999, description="Find the smallest set that reaches this rank."
    )
    candidate: list[Name] = Field([], description="Choose that set from these.")


class ReportArguments(RankingArguments):
    """Of the report."""

    lang: Literal["en", "ko", "both"] = Field("en", description="Language of the page.")
    exact: bool = Field(
        True, description="Whether to look for the best and worst possible ranks, which takes long."
    )


class ReportTwinArguments(RankingArguments):
    """Of the report as JSON."""

    exact: bool = Field(
        True, description="Whether to look for the best and worst possible ranks, which takes long."
    )


class FrameArguments(RankingArguments):
    """Of a picture or a page inside another."""

    lang: Literal["en", "ko"] = Field("en", description="Language.")


class OembedArguments(FrameArguments):
    """Of a publishing system that asks how a frame is shown (https://oembed.com)."""

    url: str = Field(max_length=2000, description="Full address of the frame's page.")
    maxwidth: int | None = Field(None, ge=1, le=100_000, description="Room in pixels.")
    maxheight: int | None = Field(None, ge=1, le=100_000, description="Room in pixels.")
    format: Literal["json"] = Field("json", description="JSON is the only one.")
