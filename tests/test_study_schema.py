"""The forms that study files are read by: what may be left out, and what may not be written."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ranker.study.fields import TextForm, is_id
from ranker.study.schema import ContextForm, IndicatorForm, RulesForm, is_criterion
from ranker.study.schema_profile import ProfileForm

PLAIN = {"label": "Grants", "unit": "USD m", "objective": "max"}


def test_an_indicator_needs_label_unit_and_objective_alone() -> None:
    form = IndicatorForm.model_validate(PLAIN)

    assert (form.weight, form.level, form.transform, form.normalise) == (
        1.0,
        "cluster",
        "none",
        "minmax",
    )
    assert (form.combine, form.pool, form.lever, form.scale) == ("sum", "sum", False, {})


def test_a_context_indicator_needs_no_objective() -> None:
    assert ContextForm.model_validate({"label": "Area", "unit": "ha"}).objective is None


def test_a_context_indicator_has_no_weight() -> None:
    with pytest.raises(ValidationError, match="weight"):
        ContextForm.model_validate({"label": "Area", "unit": "ha", "weight": 1})


def test_a_text_may_be_written_in_short_or_by_language() -> None:
    short = IndicatorForm.model_validate(PLAIN)
    long = IndicatorForm.model_validate(PLAIN | {"label": {"en": "Grants", "ko": "보조금"}})

    assert short.label == TextForm(en="Grants")
    assert long.label.ko == "보조금"


def test_the_rules_have_defaults() -> None:
    rules = RulesForm()

    assert (rules.min_coverage, rules.spread, rules.floor_factor) == (
        0.5,
        {"A": 0.0, "B": 0.10, "C": 0.25},
        3.0,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", "1"),
        ("weight", True),
        ("weight", float("nan")),
        ("lever", "yes"),
        ("objective", "maximise"),
        ("transform", "ln"),
        ("goalposts", [0, 1]),
        ("scale", {}),
        ("scale", {"low": "none"}),
        ("colour", "red"),
    ],
)
def test_a_field_takes_its_own_kind_of_value_only(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        IndicatorForm.model_validate(PLAIN | {field: value})


@pytest.mark.parametrize("posts", [[5, 5], [5, 1], [1], [1, 2, 3], ["0", 1], [-1, 5]])
def test_goalposts_are_two_rising_numbers_with_a_logarithm_where_one_is_taken(
    posts: list[object],
) -> None:
    fields = {"normalise": "goalposts", "transform": "log", "goalposts": posts}

    with pytest.raises(ValidationError):
        IndicatorForm.model_validate(PLAIN | fields)


def test_a_profile_names_its_view_and_its_weights() -> None:
    form = ProfileForm.model_validate({"label": "Even", "view": "All.", "weights": {"money": 2}})

    assert form.weights == {"money": 2.0}


@pytest.mark.parametrize("name", ["a", "KOR", "foreign_presence", "asia-biopharma", "a1-b2_c3"])
def test_an_id_is_letters_digits_and_single_joints(name: str) -> None:
    assert is_id(name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a--b", "a b", "a.b", "항구", "a\n", "a/b", "é"])
def test_anything_else_is_no_id(name: str) -> None:
    assert not is_id(name)


def test_a_node_with_misspelt_children_is_still_a_criterion() -> None:
    assert is_criterion({"label": "x", "childern": {}})
    assert not is_criterion(PLAIN)
