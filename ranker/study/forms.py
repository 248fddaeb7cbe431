"""Pydantic's findings told as our problems: line, field, what was found, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ranker.errors import CODES, Problem, did_you_mean, nearest
from ranker.study.fields import GradeForm, TextForm
from ranker.study.schema import (
    ContextForm,
    CriterionForm,
    DenominateForm,
    GroupForm,
    GroupMembersForm,
    IndicatorForm,
    NetworkForm,
    NetworksForm,
    RulesForm,
    StudyForm,
    is_criterion,
)
from ranker.study.schema_profile import DeriveForm, ElicitForm, ProfileForm
from ranker.study.yaml_reader import Path, YamlDocument, dotted_path

F = TypeVar("F", bound=BaseModel)

_TAGS = (
    "criterion",
    "indicator",
    "members-by-id",
    "members-by-group",
    "elicit-top",
    "elicit-node",
)
_WORD_FIELDS = frozenset({"label", "description", "unit", "title", "summary", "question", "view"})
_MENDS = {
    "weight-negative": "Write a number of 0 or more.",
    "goalposts-invalid": "Write 'goalposts: [worst, best]' in raw units, lower number first, "
    "together with 'normalise: goalposts'.",
    "reference-invalid": "Write best, mean, the id of a cluster or a number above 0.",
    "scale-invalid": "Write whole numbers from 0 up, each with a word: 'scale: {0: no, 1: yes}'.",
    "id-invalid": "Write letters, digits and single hyphens or underscores.",
    "indicator-without-unit": "Add 'unit:', such as 'USD m', 'people' or '% of GDP'.",
    "indicator-without-objective": "Add 'objective: max' where more is better, 'min' where less.",
    "field-missing": "Add it.",
}
_TEXT = "a text (in quotation marks if it looks like a number), or 'en:' and 'ko:' below it"
_TYPES = {
    "date": "a date like 2026-11-23",
    "float": "a number",
    "int": "a whole number",
    "string": "a text (in quotation marks if it looks like a number)",
    "bool": "true or false",
    "dict": "a mapping (indented 'name: value' lines)",
    "list": "a list",
    "model": "a mapping (indented 'name: value' lines)",
}


def fill_form(form: type[F], document: YamlDocument, problems: list[Problem]) -> F | None:
    """Return the document as a form, or None with every fault added to `problems`."""
    try:
        return form.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        misspelt = {path for detail in details for path in _meant(form, document, detail)}
        for detail in details:
            path = _path(detail["loc"], document.data)
            if path in document.refused or (detail["type"] == "missing" and path in misspelt):
                continue  # told already
            problems.append(_problem(form, document, detail))
        return None


def _meant(form: type[BaseModel], document: YamlDocument, detail: ErrorDetails) -> Iterator[Path]:
    """Yield the field that an unknown key was probably meant to be."""
    path = _path(detail["loc"], document.data)
    if detail["type"] == "extra_forbidden":
        known = _form_at(form, path[:-1], document.data).model_fields
        meant = nearest(str(path[-1]), known)
        if meant:
            yield (*path[:-1], meant)


def _problem(form: type[BaseModel], document: YamlDocument, detail: ErrorDetails) -> Problem:
    path = _path(detail["loc"], document.data)
    name = _field_name(path)
    kind = detail["type"]
    where = document.where(path)
    if kind == "extra_forbidden":
        known = sorted(_form_at(form, path[:-1], document.data).model_fields)
        what = f"the key '{name}' is unknown here."
        return Problem("key-unknown", where, what, did_you_mean(name, known))
    if kind == "missing":
        return _missing(name, path, where)
    if kind == "literal_error":
        return _not_a_choice(form, document, detail, path)
    if kind in CODES:
        owner = path[-2] if name == "weight" else name
        what = detail["msg"].replace("the weight is", f"the weight of '{owner}' is")
        return Problem(kind, where, what, _MENDS.get(kind, "Write one that fits."))
    return _wrong_type(where, name, detail)


def _missing(name: str, path: Path, where: str) -> Problem:
    code = f"indicator-without-{name}" if name in ("unit", "objective") else "field-missing"
    owner = f"'{path[-2]}' has" if len(path) > 1 else "the file has"
    return Problem(code, where, f"{owner} no '{name}'.", _MENDS[code])


def _not_a_choice(
    form: type[BaseModel], document: YamlDocument, detail: ErrorDetails, path: Path
) -> Problem:
    name = str(path[-1])
    owner = _form_at(form, path[:-1], document.data)
    choices = _choices(owner.model_fields[name].annotation) if name in owner.model_fields else []
    found = detail["input"]
    what = f"'{found}' is not a value of '{name}'."
    if str(found) in choices:
        mend = f"Write {found} without quotation marks."
        return Problem("field-value", document.where(path), what, mend)
    return Problem("field-value", document.where(path), what, did_you_mean(str(found), choices))


def _wrong_type(where: str, name: str, detail: ErrorDetails) -> Problem:
    kind = detail["type"]
    found = detail["input"]
    name = f"'{name}'" if name else "the file"
    if kind == "finite_number":
        what = f"{name} is {found}, which is no finite number."
        return Problem("number-infinite", where, what, "Write a finite number.")
    shown = "empty" if found is None else f"{found!r:.60}"
    if kind in ("string_too_short", "too_short", "too_long"):
        mend = "Write at least one letter." if kind == "string_too_short" else "Write two numbers."
        return Problem("field-value", where, f"{name} is {shown}.", mend)
    is_text = detail.get("ctx", {}).get("class_name") == TextForm.__name__
    wanted = _TEXT if is_text else _TYPES.get(kind.split("_")[0], "another kind of value")
    return Problem("field-type", where, f"{name} is {shown}.", f"Write {wanted}.")


def _field_name(path: Path) -> str:
    """Return the last name of a path with the position in its list: ``goalposts[1]``."""
    names = [at for at, part in enumerate(path) if isinstance(part, str)]
    return dotted_path(path[names[-1] :]) if names else ""


def _path(location: Sequence[str | int], data: Any) -> Path:
    """Leave out of pydantic's location what the file does not have: union tags."""
    path: list[str | int] = []
    at = data
    for position, part in enumerate(location):
        inside = at.get(part, _ABSENT) if isinstance(at, dict) else _ABSENT
        if isinstance(at, list) and isinstance(part, int) and part < len(at):
            inside = at[part]
        is_last = position == len(location) - 1
        if inside is _ABSENT and (part in _TAGS or part == "[key]" or not is_last):
            continue
        path.append(part)
        at = inside
    return tuple(path)


_ABSENT: Any = object()


def _form_at(form: type[BaseModel], path: Path, data: Any) -> type[BaseModel]:
    """Return the form that reads the mapping at `path`."""
    if path and path[-1] in _WORD_FIELDS:
        return TextForm
    if issubclass(form, ProfileForm) or not path:
        by_key: dict[Any, type[BaseModel]] = {"derive": DeriveForm, "elicit": ElicitForm}
        return by_key.get(path[0], form) if path else form
    if form is NetworksForm:
        return GroupMembersForm if path[-1] == "members" else NetworkForm
    parent = path[-2] if len(path) > 1 else ""
    if parent in ("criteria", "children"):
        return CriterionForm if is_criterion(_value_at(data, path)) else IndicatorForm
    if parent in ("countries", "scale", "notes"):
        return TextForm
    by_parent: dict[str, type[BaseModel]] = {
        "context": ContextForm,
        "grades": GradeForm,
        "groups": GroupForm,
    }
    by_name: dict[str, type[BaseModel]] = {"rules": RulesForm, "denominate": DenominateForm}
    return by_parent.get(str(parent)) or by_name.get(str(path[-1])) or StudyForm


def _value_at(data: Any, path: Path) -> Mapping[str, Any]:
    for part in path:
        data = data[part]
    return data if isinstance(data, dict) else {}


def _choices(annotation: Any) -> list[str]:
    found: list[str] = []
    for choice in get_args(annotation):
        found += [choice] if isinstance(choice, str) else _choices(choice)
    return found or [str(choice) for choice in get_args(annotation)]
