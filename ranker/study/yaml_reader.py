"""YAML as plain data that remembers its lines, without YAML's surprises.

PyYAML reads ``NO`` as false and ``1e6`` as text, keeps the last of two equal
keys, and expands aliases without limit. Here scalars follow the core schema of
YAML 1.2, keys are text, a second equal key is a problem, and so is a document
that expands beyond reason.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ranker.errors import Problem, shortened
from ranker.study.files import CONTROL

Path = tuple[str | int, ...]

MOST_NODES = 100_000
DEEPEST = 100  # a tree of criteria takes two levels of nesting for each of its own
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"(?:~|null|Null|NULL)?\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_UNREADABLE = re.compile("[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATA_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in "map seq str int float bool null timestamp merge value".split()  # noqa: SIM905
)


@dataclass(slots=True)
class YamlDocument:
    """Plain data of one YAML file, the line of every field, and what was wrong with it."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)

    def where(self, path: Path) -> str:
        """Return ``file:line path`` of a field, or of its nearest parent that has a line."""
        dotted = dotted_path(path)
        return f"{self.name}:{self.line(path)}" + (f" {dotted}" if dotted else "")

    def place(self, path: Path) -> str:
        """Say where a field stands, for the middle of a sentence."""
        return f"on line {self.line(path)}"

    def line(self, path: Path) -> int:
        """Return the line of a field, or of its nearest parent that has one."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return self.lines.get(known, 1)


def dotted_path(path: Path) -> str:
    """Write a path as ``criteria.talent.goalposts[1]``."""
    text = ""
    for part in path:
        step = part if isinstance(part, int) else shortened(part, word=60, whole=60)
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + str(step)
    return text


def read_yaml(text: str, *, name: str, as_text: bool = False) -> YamlDocument:
    """Read one YAML document; never raises for what a user can write.

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        The file as the user knows it, for messages.
    as_text : bool
        Keep every scalar as it is written, so that ``+20`` and ``20`` differ.

    Returns
    -------
    YamlDocument
        ``data`` is None when the text cannot be read at all.
    """
    document = YamlDocument(name)
    try:
        _refuse_endless_nesting(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        if node is not None:
            document.data = _Conversion(document, as_text=as_text).convert(node, ())
    except yaml.YAMLError as error:
        document.problems.append(_syntax_problem(name, error, text))
    except _TooLargeError:
        document.data = None
        document.problems.append(
            Problem(
                "yaml-expands",
                name,
                f"the file expands to over {MOST_NODES} values or nests beyond {DEEPEST} levels.",
                "Write repeated parts out instead of using anchors and aliases (& and *).",
            )
        )
    return document


def _refuse_endless_nesting(text: str) -> None:
    """Count levels before anything recurses into them: libyaml's composer has no limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _TooLargeError


def _syntax_problem(name: str, error: yaml.YAMLError, text: str) -> Problem:
    strange = _UNREADABLE.search(text)
    if isinstance(error, yaml.reader.ReaderError) and strange:
        line = text.count("\n", 0, strange.start()) + 1
        what = f"the character U+{ord(strange.group()):04X} is none that can be shown."
        return Problem("yaml-syntax", f"{name}:{line}", what, "Remove it.")
    mark = getattr(error, "problem_mark", None)
    where = f"{name}:{mark.line + 1}" if mark is not None else name
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(
        "yaml-syntax",
        where,
        f"this is not YAML: {reason}.",
        "Look at the indentation, the colons and the quotes of this line and the one before.",
    )


class _TooLargeError(Exception):
    """The document holds more nodes, or nests deeper, than any study needs."""


class _Conversion:
    """One walk from YAML nodes to plain data."""

    def __init__(self, document: YamlDocument, *, as_text: bool) -> None:
        self._document = document
        self._as_text = as_text
        self._nodes = 0

    def convert(self, node: yaml.Node, path: Path) -> Any:
        self._nodes += 1
        if self._nodes > MOST_NODES or len(path) > DEEPEST:
            raise _TooLargeError
        self._document.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag not in _DATA_TAGS:
            return self._refuse_tag(node, path)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*path, at)) for at, child in enumerate(node.value)]
        self._refuse_control(node, path)
        return str(node.value) if self._as_text else _scalar(node)

    def _refuse_control(self, node: yaml.Node, path: Path) -> None:
        found = CONTROL.search(str(node.value)) if isinstance(node, yaml.ScalarNode) else None
        if found:
            what = f"the character U+{ord(found.group()):04X} is none that can be shown."
            self._say("yaml-syntax", node.start_mark.line + 1, path, what, mend="Remove it.")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            self._refuse_control(key_node, path)
            if not isinstance(key_node, yaml.ScalarNode):
                self._say("yaml-syntax", line, path, "a key is itself a list or a mapping.")
                continue
            key = str(key_node.value)
            if key in result:
                first = self._document.lines[(*path, key)]
                what = f"'{key}' stands here a second time; first on line {first}."
                self._say("key-duplicate", line, (*path, key), what)
                continue
            self._document.lines[(*path, key)] = line
            result[key] = self.convert(value_node, (*path, key))
        return result

    def _refuse_tag(self, node: yaml.Node, path: Path) -> None:
        line = node.start_mark.line + 1
        self._document.refused.add(path)
        self._say(
            "yaml-tag", line, path, f"the tag '{node.tag}' asks for something other than data."
        )

    def _say(self, code: str, line: int, path: Path, what: str, *, mend: str = "") -> None:
        mend = (
            mend
            or {
                "key-duplicate": "Keep one of the two.",
                "yaml-syntax": "Write a plain name before the colon.",
                "yaml-tag": "Remove the tag (the word that begins with an exclamation mark).",
            }[code]
        )
        dotted = dotted_path(path)
        where = f"{self._document.name}:{line}" + (f" {dotted}" if dotted else "")
        self._document.problems.append(Problem(code, where, what, mend))


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted, literal or folded
        return text
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text.lower() == "true"
    if _INT.match(text):
        number = float(text)  # int() refuses thousands of digits
        return int(text) if math.isfinite(number) else number
    if _FLOAT.match(text) or _SPECIAL.match(text):
        return float(re.sub(r"\.(?=[a-z])", "", text.lower()))  # .inf and .nan lose their point
    return text
