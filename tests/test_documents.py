"""JSON Schemas of every document: published, followed by what is written, and never narrowed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import ranker
from ranker.cli import app
from ranker.output.documents import document_kinds, file_kinds, schema_of
from tests import documents

KINDS = tuple(document_kinds())
OTHER_KINDS = tuple(kind for kind in KINDS if kind not in documents.COMMANDS)
STORED = sorted(documents.KNOWN.glob("*.json"))
SOURCE = Path(ranker.__file__).parent
_TOP = re.compile(r"^top_\d+$")  # named after the K that was asked for


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return documents.studies(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def others(names: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    folder = tmp_path_factory.mktemp("site")
    made = (*documents.by_python(names["study"]), *documents.of_the_site(folder, names["study"]))
    for document in made:
        found.setdefault(documents.kind_of(document), []).append(document)
    return found


def closed(schema: Any) -> Any:
    """Return a schema that admits no field which it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {name: closed(part) for name, part in schema.items()}
    is_object = "properties" in inside and isinstance(inside.get("required"), list)
    return {**inside, "additionalProperties": False} if is_object else inside


def faults(document: Any, kind: str) -> list[str]:
    validator = Draft202012Validator(closed(schema_of(kind)))
    found = (
        f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)
    )
    return [fault for fault in found if "top_" not in fault]


def paths(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all fields that a schema names and a document has."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        yield from paths(value, choice, root)
    if isinstance(value, list):
        for entry in value:
            yield from (f"[]{path}" for path in paths(entry, schema.get("items", {}), root))
    if isinstance(value, dict):
        for name, inside in value.items():
            own = schema.get("properties", {}).get(name)
            yield from [f".{name}"] if own is not None else []
            below = own if own is not None else schema.get("additionalProperties", {})
            step = f".{name}" if own is not None else ".*"
            yield from (f"{step}{path}" for path in paths(inside, below or {}, root))


def test_every_kind_that_is_written_is_published() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")]
    pattern = r'= (?:Kind\(".*?", )?"cluster-ranker/([\w-]+)/1"'
    written = {found for text in texts for found in re.findall(pattern, text)}

    assert written - {"workbook"} == set(KINDS)


@pytest.mark.parametrize("kind", [*KINDS, *file_kinds()])
def test_a_schema_is_a_json_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("kind", documents.COMMANDS)
def test_what_commands_write_follows_its_schema_field_by_field(
    kind: str, names: dict[str, str]
) -> None:
    for document in documents.made(kind, names):
        assert documents.kind_of(document) == kind
        assert faults(document, kind) == []


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_a_report_and_python_write_follows_its_schema_field_by_field(
    kind: str, others: dict[str, list[Any]]
) -> None:
    assert others[kind]
    for document in others[kind]:
        assert faults(document, kind) == []


@pytest.mark.parametrize(
    "words",
    [
        ["rank", "--weight", "talent=0.4", "--method", "topsis"],
        ["show", "osong"],
        ["show", "bangkok"],
        ["gap", "boston", "singapore"],
        ["network", "k-bio", "--draws", "50"],
        ["audit"],
        ["derive", "critic"],
        ["promethee"],
    ],
    ids=" ".join,
)
def test_documents_of_the_bundled_study_follow_their_schemas(words: list[str]) -> None:
    document = documents.run(words)

    assert faults(document, documents.kind_of(document)) == []


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_document_still_follows_its_schema(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))

    assert faults(document, documents.kind_of(document)) == []


def test_a_document_of_every_kind_is_stored() -> None:
    assert {documents.kind_of(json.loads(p.read_text(encoding="utf-8"))) for p in STORED} == set(
        KINDS
    )


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_no_field_of_a_stored_document_is_gone(
    path: Path, names: dict[str, str], others: dict[str, list[Any]]
) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    kind = documents.kind_of(stored)
    schema = schema_of(kind)
    now = others[kind] if kind in OTHER_KINDS else documents.made(kind, names)

    held = {name for document in now for name in paths(document, schema, schema)}

    assert set(paths(stored, schema, schema)) - held == set()


def test_a_field_that_must_be_there_cannot_be_left_out() -> None:
    stored = json.loads((documents.KNOWN / "ranking-1.json").read_text(encoding="utf-8"))
    del stored["ranking"][0]["score"]

    assert faults(stored, "ranking") == ["$.ranking[0]: 'score' is a required property"]


def test_the_command_lists_kinds_and_prints_a_schema() -> None:
    listed = CliRunner().invoke(app, ["schema"])
    printed = CliRunner().invoke(app, ["schema", "gap"])

    assert [line.split()[0] for line in listed.stdout.splitlines()] == [*KINDS, *file_names()]
    assert json.loads(printed.stdout) == schema_of("gap")
    assert json.loads(printed.stdout)["properties"]["schema"] == {"const": "cluster-ranker/gap/1"}


def file_names() -> list[str]:
    return [f"{name}.yaml" for name in file_kinds()]


@pytest.mark.parametrize("name", ["study.yaml", "networks.yaml", "profile.yaml"])
def test_the_command_prints_the_schema_of_a_file(name: str) -> None:
    printed = CliRunner().invoke(app, ["schema", name])

    assert json.loads(printed.stdout)["title"].endswith("of Cluster Ranker")


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["schema", "rankin"])

    assert result.exit_code == 2
    assert "the nearest is 'ranking'" in result.stderr
