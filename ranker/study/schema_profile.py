"""The form of weight profiles and of answers, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ranker.study.fields import Form, Weight, Words
from ranker.study.model import TOP


class DeriveForm(Form):
    """How the weights of a criterion's children come from the figures."""

    method: str = Field(description="equal, entropy, critic, merec, gini, std, pca, effective.")


def _as_derive(value: Any) -> Any:
    """Take a method alone as that of the top criteria."""
    is_alone = isinstance(value, dict) and not isinstance(value.get("method", {}), dict)
    return {TOP: value} if is_alone else value


ElicitMethod = Literal[
    "direct",
    "points",
    "swing",
    "rank-order-centroid",
    "rank-sum",
    "rank-reciprocal",
    "swara",
    "ahp",
    "bwm",
    "simos",
]


class ElicitForm(Form):
    """Judgements of one person on criteria that stand beside each other."""

    method: ElicitMethod = Field(description="How the judgements were asked for.")
    judgements: Any = Field(
        description="What was answered, in the form of the method: docs/elicit.md.",
        json_schema_extra={"anyOf": [{"type": "object"}, {"type": "array"}]},
    )
    priority: Literal["eigenvector", "geometric-mean"] | None = Field(
        default=None, description="ahp: how weights follow; the eigenvector if left out."
    )
    model: Literal["linear", "interval"] | None = Field(
        default=None, description="bwm: which model is solved; the linear one if left out."
    )
    ratio: float | None = Field(
        default=None, description="simos: how many times the first of all weighs the last of all."
    )
    total: float | None = Field(default=None, description="points: how many; 100 if left out.")


def elicits_once(value: Any) -> bool:
    """Whether an `elicit` as written judges the top criteria alone, without naming them."""
    return hasattr(value, "method") or (
        isinstance(value, dict) and not value.keys().isdisjoint(("method", "judgements"))
    )


ElicitForms = Annotated[
    Annotated[ElicitForm, Tag("elicit-top")] | Annotated[dict[str, ElicitForm], Tag("elicit-node")],
    Discriminator(lambda value: f"elicit-{'top' if elicits_once(value) else 'node'}"),
]


class ProfileForm(Form):
    """A weight profile: whose view it is and what weighs how much."""

    label: Words
    view: Words = Field(description="Whose view this is, in two lines.")
    weights: dict[str, Weight] = Field(
        default={}, description="Weights by criterion or indicator; name all siblings or none."
    )
    elicit: ElicitForms | None = Field(
        default=None,
        description="Judgements that weights follow from: on the top criteria, or by criterion "
        "('top' and ids) on what is below each.",
    )
    derive: Annotated[
        dict[str, DeriveForm],
        BeforeValidator(_as_derive, json_schema_input_type=DeriveForm | dict[str, DeriveForm]),
    ] = Field(
        default={},
        description="Weights from the figures: a method for the top criteria, or methods by "
        "criterion ('top' for the top criteria).",
    )

    @model_validator(mode="after")
    def _check_weights(self) -> ProfileForm:
        if not {"weights", "derive", "elicit"} & self.model_fields_set:
            message = "neither 'weights' nor 'elicit' nor 'derive' is given."
            raise PydanticCustomError("field-missing", message)
        return self


class AnswersForm(ProfileForm):
    """What the form of judgements saves: a profile, and what was asked about which study."""

    format: Literal["answers-1"] = Field(description="Version of this file format.")
    study: str = Field(description="Id of the study the form was made for.")
    edition: str = Field(description="Its edition.")
    content_hash: str = Field(description="SHA-256 over the study's files when it was made.")
    asked: dict[str, list[str]] = Field(
        description="Ids of the criteria that were judged, by the criterion above; 'top' on top."
    )
