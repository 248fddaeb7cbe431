"""The JSON Schemas beside the studies are current, and the studies follow them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ranker._content import content_folder
from ranker.study.schema import SCHEMAS
from ranker.study.write_schema import schema_texts, write_schemas
from ranker.study.yaml_reader import read_yaml

CRITERIA = content_folder("criteria")
SCHEMA_FOLDER = CRITERIA / "schema"
STUDY_FILES = sorted(CRITERIA.glob("*/study.yaml"))  # bundled studies and the skeleton
PROFILE_FILES = [
    path for study in STUDY_FILES for path in sorted((study.parent / "profiles").glob("*.yaml"))
]
NETWORK_FILES = [path.parent / "networks.yaml" for path in STUDY_FILES]


def schema(name: str) -> dict[str, Any]:
    text = (SCHEMA_FOLDER / name).read_text(encoding="utf-8")
    return dict(json.loads(text))


def faults(path: Path, name: str) -> list[str]:
    document = read_yaml(path.read_text(encoding="utf-8"), name=path.name)
    validator = Draft202012Validator(schema(name))
    return [error.message for error in validator.iter_errors(document.data)]


def named(path: Path) -> str:
    return str(path.relative_to(CRITERIA))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_file_is_what_the_models_say(name: str) -> None:
    text = (SCHEMA_FOLDER / name).read_text(encoding="utf-8")

    assert text == schema_texts()[name], "run 'make schema'"


def test_no_other_file_is_among_the_schemas() -> None:
    assert {path.name for path in SCHEMA_FOLDER.iterdir()} == set(SCHEMAS)


def test_schemas_are_written_to_any_folder(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schema")

    assert {path.name for path in (tmp_path / "schema").iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))

    assert schema(name)["additionalProperties"] is False


@pytest.mark.parametrize("path", STUDY_FILES, ids=named)
def test_a_bundled_study_follows_its_schema(path: Path) -> None:
    assert faults(path, "study.schema.json") == []


@pytest.mark.parametrize("path", PROFILE_FILES, ids=named)
def test_a_bundled_profile_follows_its_schema(path: Path) -> None:
    assert faults(path, "profile.schema.json") == []


@pytest.mark.parametrize("path", NETWORK_FILES, ids=named)
def test_bundled_networks_follow_their_schema(path: Path) -> None:
    assert faults(path, "networks.schema.json") == []


@pytest.mark.parametrize("path", [*STUDY_FILES, *PROFILE_FILES, *NETWORK_FILES], ids=named)
def test_the_first_line_of_a_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)

    assert match is not None
    kind = path.stem if path.stem in ("study", "networks") else "profile"
    assert (path.parent / match[1]).resolve() == (SCHEMA_FOLDER / f"{kind}.schema.json").resolve()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("objective: max", "objective: more"),
        ("weight: 4", "weight: -4"),
        ("weight: 4", "wieght: 4"),
        ("min_coverage: 0.6", "min_coverage: 60"),
        ("format: 1", "format: 2"),
        ("role: home", "role: homely"),
        ("id: asia-biopharma", "id: asia biopharma"),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(tmp_path: Path, old: str, new: str) -> None:
    text = (CRITERIA / "asia-biopharma" / "study.yaml").read_text(encoding="utf-8")
    assert old in text

    (tmp_path / "study.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    assert faults(tmp_path / "study.yaml", "study.schema.json") != []
