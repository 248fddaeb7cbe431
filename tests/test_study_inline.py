"""A study written as JSON passes the same checks as a folder, with places in the JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ranker.errors import ContentError
from ranker.study.inline import json_form, open_inline
from ranker.study.load import open_study
from tests.inline import inline_study
from tests.studies import write_study

Inline = dict[str, Any]
Change = Callable[[Inline], Any]


def problems_of(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(ContentError) as caught:
        open_inline(text)
    return [(problem.code, problem.where) for problem in caught.value.problems]


def put(value: Any, *path: str | int) -> Change:
    """Put a value at a place of the study."""

    def change(study: Inline) -> None:
        at: Any = study
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = value

    return change


def test_it_is_the_study_that_the_same_files_hold(tmp_path: Path):
    folder = open_study(write_study(tmp_path))

    sent = open_inline(json.dumps(inline_study()))

    assert sent == replace(folder, content_hash=sent.content_hash, path=sent.path)


def test_its_hash_is_that_of_the_data_and_not_of_the_blanks():
    study = inline_study()

    hashes = {
        open_inline(json.dumps(study)).content_hash,
        open_inline(json.dumps(study, indent=4).encode()).content_hash,
    }
    put(1, "observations", 0, "value")(study)
    put(None, "observations", 0, "low")(study)
    changed = open_inline(json.dumps(study)).content_hash

    assert len(hashes) == 1
    assert changed not in hashes


def test_profiles_and_networks_may_be_left_out():
    study = inline_study()
    del study["profiles"], study["networks"], study["study"]["profile"]

    opened = open_inline(json.dumps(study))

    assert (dict(opened.profiles), dict(opened.networks)) == ({}, {})


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (put(1, "colour"), "key-unknown", "colour"),
        (put([], "profiles"), "field-type", "profiles"),
        (put(None, "profiles", "even"), "field-type", "profiles.even"),
        (put("red", "clusters", 0, "colour"), "csv-column-unknown", "clusters[0].colour"),
        (put(True, "sources", 1, "publisher"), "field-type", "sources[1].publisher"),
        (put([2024], "observations", 4, "note"), "field-type", "observations[4].note"),
        (put(1e999, "observations", 0, "high"), "json-invalid", "$"),
        (put("x\x07", "clusters", 0, "summary"), "field-value", "clusters[0].summary"),
        (put("x\ud800", "sources", 0, "title"), "field-value", "sources[0].title"),
        (put(2031, "observations", 4, "year"), "year-future", "observations[4].year"),
        (put("magic", "study", "method"), "method-unknown", "study.method"),
        (put({}, "study", "groups", "home", "role"), "field-value", "study.groups.home.role"),
        (
            put("alder", "networks", "networks", "strait", "members", 1),
            "network-member-duplicate",
            "networks.networks.strait.members[1]",
        ),
        (
            put(-2, "profiles", "funder", "weights", "money"),
            "weight-negative",
            "profiles.funder.weights.money",
        ),
    ],
)
def test_a_fault_is_told_at_its_place_in_the_json(change: Change, code: str, where: str):
    study = inline_study()
    change(study)

    assert (code, where) in problems_of(json.dumps(study))


def test_rows_are_told_in_the_order_of_their_numbers():
    study = inline_study()
    for at in (10, 2, 9):
        put("many", "observations", at, "value")(study)

    places = [where for _, where in problems_of(json.dumps(study))]

    assert places == [f"observations[{at}].value" for at in (2, 9, 10)]


def test_a_second_equal_row_names_the_first():
    study = inline_study()
    study["clusters"].append(study["clusters"][1])

    with pytest.raises(ContentError) as caught:
        open_inline(json.dumps(study))

    [problem] = caught.value.problems
    assert problem.where == "clusters[4].id"
    assert problem.what == "'birch' stands here a second time; first in clusters[1]."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        '{"study": NaN}',
        "[" * 100_000,
        '{"a":' * 150 + "1" + "}" * 150,
        b"\xff",
    ],
    ids=["empty", "open", "null", "nan", "deep", "deeper", "bytes"],
)
def test_what_is_no_json_is_told_by_one_problem(text: str | bytes):
    assert problems_of(text) == [("json-invalid", "$")]


def test_a_key_that_stands_twice_is_told():
    text = '{"study": {"id": "a", "id": "b"}}'

    assert ("key-duplicate", "study.id") in problems_of(text)


def test_a_number_of_thousands_of_digits_is_endless():
    text = json.dumps(inline_study()).replace('"value": 999', '"value": 1' + "0" * 5000)

    assert problems_of(text) == [("number-infinite", "observations[5].value")]


def test_more_clusters_than_allowed_are_refused_before_anything_is_checked():
    study = inline_study()
    put("many", "observations", 0, "value")(study)

    with pytest.raises(ContentError) as caught:
        open_inline(json.dumps(study), most_clusters=3)

    assert [p.code for p in caught.value.problems] == ["alternatives-too-many"]


def test_the_schema_admits_the_study_and_no_other_key():
    schema = json_form()

    jsonschema.validate(inline_study(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(inline_study() | {"colour": 1}, schema)
