"""Words of the report from code and templates into the catalogues: ``make messages``.

Babel and Jinja find what stands in calls; what the catalogue of methods says of itself stands
in none, and is found by `extract_methods`, which ``reports/locales/babel.cfg`` names.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from ranker._content import content_folder
from ranker.analysis.variation import CONSTRUCTIONS
from ranker.methods.catalogue import METHODS
from ranker.output.language import ENGLISH, LANGUAGES, catalogue_file

Extracted = tuple[int, str, str, list[str]]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "say": None,
    "ngettext": (1, 2),
}
REASONS = frozenset({"_requested", "_obstacle", "_form_obstacle", "_stuck"})
WIDTH = 100


def extract_methods(
    file: BinaryIO, keywords: Any, comment_tags: Sequence[str], options: Any
) -> Iterator[Extracted]:
    """Yield title, formula and assumptions of every method, then the kinds of construction.

    Parameters
    ----------
    file, keywords, comment_tags, options
        As Babel hands them to an extractor; the messages are taken from the catalogue itself.

    Yields
    ------
    tuple of int, str, str, list of str
        Line, function, message and comments.
    """
    for method in METHODS.values():
        for text in (method.title, method.formula, method.assumes):
            yield 1, "", text, []
    for name in CONSTRUCTIONS:
        yield 1, "", name, []


def extract_reasons(
    file: BinaryIO, keywords: Any, comment_tags: Sequence[str], options: Any
) -> Iterator[Extracted]:
    """Yield why a lever stays: the texts in the functions of `REASONS`, and no others.

    Parameters
    ----------
    file, keywords, comment_tags, options
        As Babel hands them to an extractor.

    Yields
    ------
    tuple of int, str, str, list of str
        Line, function, message and comments.
    """
    tree = ast.parse(file.read())
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name in REASONS:
            yield from ((1, "", text, []) for text in _texts(function))


def _texts(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the texts of more than two words in a function, without its docstring."""
    told = ast.get_docstring(function, clean=False)
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    patterns = [n for n in nodes if isinstance(n, ast.JoinedStr)]
    parts = {id(part) for pattern in patterns for part in ast.walk(pattern)}
    for node in nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in parts and node.value != told and node.value.count(" ") > 1:
            yield node.value


def extract_messages() -> Any:
    """Return every message of the checkout as a Babel catalogue without translations."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - for translators alone
    from babel.messages.extract import extract_from_dir  # noqa: PLC0415
    from babel.messages.frontend import parse_mapping_cfg  # noqa: PLC0415

    reports = content_folder("reports")
    with (reports / "locales" / "babel.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    rows = sorted(
        extract_from_dir(reports.parent, mapping, options, KEYWORDS, directory_filter=_is_ours),
        key=lambda row: row[0],  # the file; messages of one file stay in their order
    )
    for _file, _line, message, _comments, _context in rows:
        found.add(message)
    return found


def update_catalogue(path: Path, messages: Any) -> str:
    """Return the text of a catalogue with the messages there are: new ones empty, old ones out.

    Parameters
    ----------
    path : Path
        The ``.po`` file.
    messages : babel.messages.Catalog
        See `extract_messages`.
    """
    from babel.messages.pofile import read_po, write_po  # noqa: PLC0415 - for translators alone

    with path.open("rb") as file:
        catalogue = read_po(file)
    created = catalogue.creation_date
    catalogue.update(messages, no_fuzzy_matching=True)
    catalogue.creation_date = created  # equal messages give equal bytes
    written = BytesIO()
    write_po(written, catalogue, width=WIDTH, ignore_obsolete=True)
    return written.getvalue().decode("utf-8")


def _is_ours(folder: str | os.PathLike[str]) -> bool:
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in ("build", "dist")


if __name__ == "__main__":
    everything = extract_messages()
    for code in LANGUAGES:
        if code != ENGLISH:
            file = catalogue_file(code)
            file.write_text(update_catalogue(file, everything), encoding="utf-8")
