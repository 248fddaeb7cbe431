"""A study as read: tables and documents with their lines, before anything is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ranker._content import STUDY_FILE, shown_path
from ranker.errors import Problem
from ranker.study.files import Table, read_table, read_text
from ranker.study.forms import fill_form
from ranker.study.model import TOP, Rules
from ranker.study.numbers import parse_level, parse_year
from ranker.study.schema import NetworksForm, RulesForm, StudyForm, is_criterion
from ranker.study.schema_profile import ProfileForm, elicits_once
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
NETWORKS_FILE = "networks.yaml"
TABLES = ("clusters.csv", "observations.csv", "sources.csv")
_FORMS: Mapping[str, type[BaseModel]] = {"rules": RulesForm}


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
        levels = [parse_level(key) for key in scale]
        known = frozenset(float(level) for level in levels if level is not None)
        return known if None not in levels else None


@dataclass(slots=True)
class ProfileDraft:
    """One profile file as read."""

    id: str
    document: YamlDocument
    form: ProfileForm | None

    @property
    def weights(self) -> Mapping[str, Any]:
        """The weights as written; they may still be anything."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        weights = data.get("weights")
        return weights if isinstance(weights, dict) else {}

    @property
    def derive(self) -> Mapping[str, str]:
        """The methods that derive weights, by node; none where the file has other faults."""
        return {} if self.form is None else {n: d.method for n, d in self.form.derive.items()}

    @property
    def elicited(self) -> Iterator[tuple[FieldPath, str, Any]]:
        """Path, node (empty for the top) and judgements as written; they may be anything."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        elicit = data.get("elicit")
        if elicits_once(elicit):
            yield ("elicit",), "", elicit
        elif isinstance(elicit, dict):
            for name, judged in elicit.items():
                yield ("elicit", name), "" if name == TOP else name, judged


@dataclass(slots=True)
class NetworksDraft:
    """The optional file of networks as read."""

    document: YamlDocument
    form: NetworksForm | None

    @property
    def entries(self) -> Mapping[str, Mapping[str, Any]]:
        """Networks as written, by id; those that are no mapping are left out."""
        data = self.document.data if isinstance(self.document.data, dict) else {}
        entries = data.get("networks")
        if not isinstance(entries, dict):
            return {}
        return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}


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
    networks: NetworksDraft | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def top(self) -> Mapping[str, Any]:
        """The fields of ``study.yaml`` as written; they may still be anything."""
        return self.document.data if isinstance(self.document.data, dict) else {}

    def mapping(self, *path: str, form: type[BaseModel] = StudyForm) -> Mapping[str, Any] | None:
        """Return a mapping of ``study.yaml`` as written.

        Empty where it is left out; None where nobody can say what it holds: it is no
        mapping, or it is absent beside an unknown key, which may be its name misspelt.
        """
        at: Any = self.top or None
        for name in path:
            if not isinstance(at, dict):
                return None
            if name not in at and not set(at) <= set(form.model_fields):
                return None
            at, form = at.get(name, {}), _FORMS.get(name, form)
        return at if isinstance(at, dict) else None

    @cached_property
    def is_tree_known(self) -> bool:
        """Whether every node of ``study.yaml`` could be read, so that another name is unknown."""
        if self.document.problems or not self.mapping("criteria"):
            return False
        rooms = [self.mapping("criteria"), self.mapping("context")]
        return all(room is not None and _is_whole(room) for room in rooms)

    def sibling_groups(self) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
        """Yield the nodes below each criterion as written, the top criteria first."""
        yield from _sibling_groups(self.mapping("criteria"), ("criteria",))

    @cached_property
    def grades(self) -> tuple[str, ...] | None:
        """Grades a row may have; None where nobody can say."""
        spread = self.mapping("rules", "spread")
        if spread is None:
            return None
        is_given = "spread" in (self.mapping("rules") or {})
        return tuple(spread if is_given else Rules().spread)

    @cached_property
    def last_year(self) -> int | None:
        """Year of the edition, None where it cannot be read."""
        return parse_year(str(self.top.get("edition", ""))[:4])

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every indicator that ``study.yaml`` names, however broken the rest of it is."""
        scored = _leaves(self.top.get("criteria"), ("criteria",), is_context=False)
        context = _leaves(self.top.get("context"), ("context",), is_context=True)
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
            yield Leaf(name, (*path, name), {"level": None}, is_context)
        elif is_criterion(raw) and not is_context:
            below = (*path, name, "children")
            yield from _leaves(raw.get("children"), below, is_context=is_context)
        else:
            yield Leaf(name, (*path, name), raw, is_context)


def _is_whole(nodes: Any) -> bool:
    if not isinstance(nodes, dict):
        return False
    inner = [raw for raw in nodes.values() if isinstance(raw, dict) and is_criterion(raw)]
    return all(_is_whole(raw.get("children")) for raw in inner)


def _sibling_groups(nodes: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    if not isinstance(nodes, dict):
        return
    yield path, nodes
    for name, raw in nodes.items():
        if isinstance(raw, dict):
            yield from _sibling_groups(raw.get("children"), (*path, name, "children"))


def read_draft(folder: Path) -> Draft:
    """Read every file of a study; problems are collected, none is raised."""
    shown = Path(shown_path(folder))
    problems: list[Problem] = []
    document = _read_document(folder / STUDY_FILE, str(shown / STUDY_FILE), problems)
    form = fill_form(StudyForm, document, problems) if document.data is not None else None
    clusters, observations, sources = (
        read_table(folder / name, name=str(shown / name), columns=columns, optional=optional)
        for name, columns, optional in (
            ("clusters.csv", CLUSTER_COLUMNS, ("name_local", "metro", "city", "summary")),
            ("observations.csv", OBSERVATION_COLUMNS, ("item", "low", "high", "note")),
            ("sources.csv", SOURCE_COLUMNS, ("publisher", "published")),
        )
    )
    problems += (*clusters.problems, *observations.problems, *sources.problems)
    profiles = tuple(_read_profiles(folder / "profiles", shown / "profiles", problems))
    networks = _read_networks(folder / NETWORKS_FILE, str(shown / NETWORKS_FILE), problems)
    tables = (clusters, observations, sources)
    return Draft(folder, document, form, *tables, profiles, networks, problems)


def _read_networks(path: Path, name: str, problems: list[Problem]) -> NetworksDraft | None:
    if not path.exists() and not path.is_symlink():
        return None
    document = _read_document(path, name, problems)
    form = fill_form(NetworksForm, document, problems) if document.data is not None else None
    return NetworksDraft(document, form)


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


def profile_files(folder: Path) -> list[Path]:
    """Return the weight profiles in a folder by name; hidden files are none."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))


def _read_profiles(folder: Path, shown: Path, problems: list[Problem]) -> Iterator[ProfileDraft]:
    for path in profile_files(folder):
        document = _read_document(path, str(shown / path.name), problems)
        form = fill_form(ProfileForm, document, problems) if document.data is not None else None
        yield ProfileDraft(path.stem, document, form)
