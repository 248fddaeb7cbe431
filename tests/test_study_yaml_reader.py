"""YAML is read as data with lines, and without its surprises."""

from __future__ import annotations

import math
from typing import Any

import pytest

from ranker.study.yaml_reader import dotted_path, read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("007", 7),
        ("-12", -12),
        ("1e6", 1_000_000.0),
        (".5", 0.5),
        ("+1.25", 1.25),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2025-06-30", "2025-06-30"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("'5'", "5"),
        ('"true"', "true"),
        ("9" * 400, math.inf),
    ],
)
def test_a_scalar_is_read_as_yaml_1_2_says(text: str, expected: Any) -> None:
    document = read_yaml(f"field: {text}\n", name="f.yaml")

    assert document.problems == []
    assert document.data == {"field": expected}
    assert type(document.data["field"]) is type(expected)


def test_not_a_number_is_read_as_such() -> None:
    assert math.isnan(read_yaml("a: .nan", name="f.yaml").data["a"])


def test_keys_are_text() -> None:
    data = read_yaml("1: a\ntrue: b\nNO: c\n2025-01-01: d\n", name="f.yaml").data

    assert list(data) == ["1", "true", "NO", "2025-01-01"]


def test_every_field_keeps_its_line() -> None:
    document = read_yaml("a:\n  b: 1\n  c:\n    - x\n    - y\n", name="f.yaml")

    assert document.where(("a", "b")) == "f.yaml:2 a.b"
    assert document.where(("a", "c", 1)) == "f.yaml:5 a.c[1]"


def test_a_field_that_is_not_there_has_the_line_of_its_parent() -> None:
    document = read_yaml("a:\n  b: 1\n", name="f.yaml")

    assert document.where(("a", "missing", "deep")) == "f.yaml:1 a.missing.deep"


def test_the_first_of_two_equal_keys_counts_and_the_second_is_told() -> None:
    document = read_yaml("a: 1\nb: 2\na: 3\n", name="f.yaml")

    assert document.data == {"a": 1, "b": 2}
    assert [(p.code, p.where) for p in document.problems] == [("key-duplicate", "f.yaml:3 a")]


def test_an_alias_repeats_its_anchor() -> None:
    assert read_yaml("a: &x [1, 2]\nb: *x\n", name="f.yaml").data == {"a": [1, 2], "b": [1, 2]}


def test_a_merge_key_is_a_key_like_others() -> None:
    assert read_yaml("<<: {a: 1}\n", name="f.yaml").data == {"<<": {"a": 1}}


def test_a_second_document_is_no_yaml_of_ours() -> None:
    document = read_yaml("a: 1\n---\nb: 2\n", name="f.yaml")

    assert [problem.code for problem in document.problems] == ["yaml-syntax"]


def test_a_foreign_tag_is_refused_and_the_rest_is_read() -> None:
    document = read_yaml("a: !!python/name:os.system ''\nb: 2\n", name="f.yaml")

    assert document.data == {"a": None, "b": 2}
    assert document.refused == {("a",)}
    assert [(p.code, p.where) for p in document.problems] == [("yaml-tag", "f.yaml:1 a")]


def test_a_path_is_written_with_dots_and_brackets() -> None:
    assert dotted_path(("criteria", "talent", "goalposts", 1)) == "criteria.talent.goalposts[1]"


def test_an_endless_key_is_cut() -> None:
    assert dotted_path(("a", "x" * 5000)) == f"a.{'x' * 60}…"
