"""A study as read: tables and documents with their lines, before anything is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ranker._content import STUDY_FILE, shown_path
from ranker.errors import Problem
from ranker.study.files import Table, read_table, read_text
from ranker.study.forms import fill_form
from ranker.study.schema import ProfileForm, StudyForm
from ranker.study.yaml_reader import Path as FieldPath
from ranker.study.yaml_reader import YamlDocument, read_yaml

CLUSTER_COLUMNS = (
    "id",
    "name",
    "name_local",
    "group",
    "country",
    "metro",
    "city",
    "latitude",
    "longitude",
    "summary",
)
OBSERVATION_COLUMNS = (
    "place",
    "indicator",
    "item",
    "value",
    "low",
    "high",
    "year",
    "quality",
    "source",
    "note",
)
SOURCE_COLUMNS = ("id", "title", "publisher", "url", "published")
TABLES = ("clusters.csv", "observations.csv", "sources.csv")


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator as written: its fields may still be anything."""

    id: str
    path: FieldPath
    raw: Mapping[str, Any]
    is_context: bool

    @property
    def level(self) -> str:
        """The level as written, 'cluster' where nothing is."""
        return str(self.raw.get("level", "cluster"))

    @property
    def levels(self) -> frozenset[float] | None:
        """Levels of the scale of an ordinal indicator; None where there is no scale."""
        scale = self.raw.get("scale")
        if not isinstance(scale, dict) or not scale:
            return None
        return frozenset(float(key) for key in scale if key.isdecimal())


@dataclass(slots=True)
class ProfileDraft:
    """One profile file as read."""

    id: str
    document: YamlDocument
    form: ProfileForm | None


@dataclass
class Draft:
    """Everything read from a study's folder, with the problems met while reading."""

    path: Path
    document: YamlDocument
    form: StudyForm | None
    clusters: Table
    observations: Table
    sources: Table
    profiles: tuple[ProfileDraft, ...]
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every indicator that ``study.yaml`` names, however broken the rest of it is."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        scored = _leaves(data.get("criteria"), ("criteria",), is_context=False)
        context = _leaves(data.get("context"), ("context",), is_context=True)
        return (*scored, *context)

    @cached_property
    def leaf(self) -> Mapping[str, Leaf]:
        """Indicators by id; the first of equal ids."""
        found: dict[str, Leaf] = {}
        for leaf in self.leaves:
            found.setdefault(leaf.id, leaf)
        return found

    @cached_property
    def places(self) -> Mapping[str, frozenset[str]]:
        """Known place ids by level."""
        columns = {"cluster": "id", "city": "city", "metro": "metro", "country": "country"}
        return {
            level: frozenset(row[column] for row in self.clusters.rows) - {""}
            for level, column in columns.items()
        }


def _leaves(nodes: Any, path: FieldPath, *, is_context: bool) -> Iterator[Leaf]:
    if not isinstance(nodes, dict):
        return
    for name, raw in nodes.items():
        if not isinstance(raw, dict):
            continue
        if "children" in raw:
            yield from _leaves(raw["children"], (*path, name, "children"), is_context=is_context)
        else:
            yield Leaf(name, (*path, name), raw, is_context)


def read_draft(folder: Path) -> Draft:
    """Read every file of a study; problems are collected, none is raised."""
    shown = Path(shown_path(folder))
    problems: list[Problem] = []
    document = _read_document(folder / STUDY_FILE, str(shown / STUDY_FILE), problems)
    form = fill_form(StudyForm, document, problems) if document.data is not None else None
    tables = {
        name: read_table(folder / name, name=str(shown / name), columns=columns, optional=optional)
        for name, columns, optional in (
            ("clusters.csv", CLUSTER_COLUMNS, ("name_local", "metro", "city", "summary")),
            ("observations.csv", OBSERVATION_COLUMNS, ("item", "low", "high", "note")),
            ("sources.csv", SOURCE_COLUMNS, ("publisher", "published")),
        )
    }
    for table in tables.values():
        problems += table.problems
    profiles = tuple(_read_profiles(folder / "profiles", shown / "profiles", problems))
    return Draft(folder, document, form, *tables.values(), profiles, problems)


def _read_document(path: Path, name: str, problems: list[Problem]) -> YamlDocument:
    text, found = read_text(path, name=name)
    problems += found
    if text is None:
        return YamlDocument(name)
    document = read_yaml(text, name=name)
    if document.data is None and not document.problems:
        document.problems.append(
            Problem("file-empty", name, "the file holds no data.", "Fill it in or restore it.")
        )
    problems += document.problems
    return document


def _read_profiles(
    folder: Path, shown: Path, problems: list[Problem]
) -> Iterator[ProfileDraft]:
    for path in sorted(folder.glob("*.yaml")):
        document = _read_document(path, str(shown / path.name), problems)
        form = fill_form(ProfileForm, document, problems) if document.data is not None else None
        yield ProfileDraft(path.stem, document, form)
