"""Fields that the forms of study files share: texts, ids, dates, weights, numbers."""

from __future__ import annotations

import datetime
import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ranker.study.numbers import parse_level

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ID_PATTERN = r"^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$"


class Form(BaseModel):
    """What all forms have: strict fields, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)


class TextForm(Form):
    """A label or sentence in English and Korean."""

    en: str = Field(min_length=1, description="English.")
    ko: str = Field(default="", description="Korean; English is shown where it is empty.")


def _as_text(value: Any) -> Any:
    return {"en": value} if isinstance(value, str) else value


Words = Annotated[TextForm, BeforeValidator(_as_text, json_schema_input_type=str | TextForm)]


class GradeForm(TextForm):
    """What a grade means."""

    short: Words | None = Field(default=None, description="The same in two or three words.")


GradeWords = Annotated[GradeForm, BeforeValidator(_as_text, json_schema_input_type=str | GradeForm)]


def _as_number(value: float) -> float:
    if value < 0:
        raise PydanticCustomError(
            "weight-negative", "the weight is {value}.", {"value": f"{value:g}"}
        )
    return value


Weight = Annotated[float, AfterValidator(_as_number), Field(json_schema_extra={"minimum": 0})]


def _as_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        return datetime.date.fromisoformat(value)
    except ValueError:
        message = "'{value}' is not a date like 2026-11-23."
        raise PydanticCustomError("field-value", message, {"value": value}) from None


Day = Annotated[datetime.date, BeforeValidator(_as_date, json_schema_input_type=str)]


def is_id(name: str) -> bool:
    """Whether a name is made of letters, digits and single hyphens or underscores."""
    return re.fullmatch(ID_PATTERN.rstrip("$"), name) is not None


def _check_id(name: str) -> str:
    if not is_id(name):
        raise PydanticCustomError("id-invalid", "'{name}' is no id.", {"name": name})
    return name


Id = Annotated[str, AfterValidator(_check_id), Field(json_schema_extra={"pattern": ID_PATTERN})]


def as_levels(value: Any) -> Any:
    """Take the levels of a scale by whole numbers from 0, however these are written."""
    if not isinstance(value, dict):
        return value
    if not value or any(parse_level(str(key)) is None for key in value):
        message = "the levels are {found}."
        found = ", ".join(repr(key) for key in value) or "none"
        raise PydanticCustomError("scale-invalid", message, {"found": found})
    return {str(key): words for key, words in value.items()}


def _check_positive(value: float) -> float:
    if value <= 0:
        message = "{value} is not above 0."
        raise PydanticCustomError("field-value", message, {"value": f"{value:g}"})
    return value


Positive = Annotated[
    float, AfterValidator(_check_positive), Field(json_schema_extra={"exclusiveMinimum": 0})
]


def as_range(value: Any) -> Any:
    """Take a number as a range of that number alone."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return [value, value] if is_number else value


def as_reference(value: Any) -> Any:
    """Take a reference as a word or a number, and nothing else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = "'reference' is {value}."
        raise PydanticCustomError("reference-invalid", message, {"value": f"{value!r:.60}"})
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise PydanticCustomError("reference-invalid", "'reference' is no finite number.")
    return float(value)
