"""JSON as plain data with the surprises refused: a second equal key, NaN, endless nesting."""

from __future__ import annotations

import json
from typing import Any

from ranker.errors import Problem
from ranker.study.files import CONTROL
from ranker.study.yaml_reader import DEEPEST, Path, YamlDocument, dotted_path

LONGEST_NUMBER = 400  # digits; Python refuses to read a whole number of thousands


class JsonDocument(YamlDocument):
    """Plain data of one JSON text, or of a part of it named by its path."""

    __slots__ = ()

    def where(self, path: Path) -> str:
        """Return the path of a field from the top: ``study.criteria.talent.weight``."""
        dotted = dotted_path(path)
        joined = dotted if dotted.startswith("[") or not dotted else f".{dotted}"
        return (self.name + joined).removeprefix(".") or "$"

    def place(self, path: Path) -> str:
        """Say where a field stands, for the middle of a sentence."""
        return f"in {self.where(path)}"


class _Pairs(dict[str, Any]):
    """An object with the keys that it has more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs] if len(self) < len(pairs) else []
        self.repeated = sorted({name for name in names if names.count(name) > 1})


def read_json(text: str | bytes) -> JsonDocument:
    """Read one JSON text; never raises for what a user can write.

    Returns
    -------
    JsonDocument
        ``data`` is None where the text cannot be read at all.
    """
    document = JsonDocument("")
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data = json.loads(
            written,
            object_pairs_hook=_Pairs,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
        )
        document.data = _cleaned(data, (), document)
    except UnicodeDecodeError as error:
        _refuse(document, f"byte 0x{error.object[error.start]:02x} is not UTF-8", "Send UTF-8.")
    except json.JSONDecodeError as error:
        what = f"line {error.lineno}, column {error.colno}: {error.msg}"
        _refuse(document, what, "Look at the commas, brackets and quotation marks there.")
    except (RecursionError, ValueError) as error:
        why = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        _refuse(document, why, "Write a flat object of plain data.")
    if document.data is None and not document.problems:
        _refuse(document, "it is null", "Send an object.")
    return document


def _refuse(document: JsonDocument, why: str, mend: str) -> None:
    document.data = None
    what = f"this is no JSON that can be used: {why}."
    document.problems[:] = [Problem("json-invalid", "$", what, mend)]


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) < LONGEST_NUMBER else float(digits)


def _cleaned(value: Any, path: Path, document: JsonDocument) -> Any:
    """Return plain data; what a text may not hold and keys that come twice are told."""
    if len(path) > DEEPEST:
        raise RecursionError
    if isinstance(value, _Pairs):
        for name in value.repeated:
            what = f"'{name}' stands here more than once."
            where = document.where((*path, name))
            document.problems.append(Problem("key-duplicate", where, what, "Keep one."))
        for name in value:
            _refuse_control(name, path, document)
        return {name: _cleaned(held, (*path, name), document) for name, held in value.items()}
    if isinstance(value, list):
        return [_cleaned(held, (*path, at), document) for at, held in enumerate(value)]
    if isinstance(value, str):
        _refuse_control(value, path, document)
    return value


def _refuse_control(text: str, path: Path, document: JsonDocument) -> None:
    found = CONTROL.search(text)
    if found:
        what = f"the character U+{ord(found.group()):04X} is none that can be shown."
        document.problems.append(Problem("field-value", document.where(path), what, "Remove it."))
