"""An edited workbook back into the folder of a study, with every problem by sheet and cell."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ranker.errors import ContentError, Problem
from ranker.study import book_layout as layout
from ranker.study.book_places import Places
from ranker.study.book_reading import SheetTable, as_text, find_sheets, read_book
from ranker.study.book_tree import read_nodes
from ranker.study.book_weights import workbook_profile
from ranker.study.draft import NETWORKS_FILE, read_draft
from ranker.study.scaffold import schema_files, write_folder
from ranker.study.validate import find_problems
from ranker.study.yaml_reader import Path as FieldPath

NEEDED = (
    *(layout.STUDY, layout.CRITERIA, layout.OBSERVATIONS),
    *(layout.CLUSTERS, layout.SOURCES),
)
STUDY_FILE = "study.yaml"


def import_workbook(book: str | os.PathLike[str], folder: str | os.PathLike[str]) -> Path:
    """Write the study that a workbook holds to a new folder.

    Parameters
    ----------
    book : str or path
        A workbook of `ranker.write_workbook`, edited or not.
    folder : str or path
        Does not exist yet, or is empty.

    Returns
    -------
    Path
        The folder. Weights that were changed on the sheet ``weights`` are its profile
        ``workbook``, which the study then ranks by.

    Raises
    ------
    UsageError
        ``extra-missing``, ``destination-exists``, ``destination-unwritable``.
    ContentError
        ``workbook-unreadable``, ``workbook-sheet-missing``, ``workbook-value``; or every
        problem that the study has, each with its sheet and cell. Nothing is written then.
    """
    path = Path(book)
    sheets = (*NEEDED, layout.PROFILES, layout.NETWORKS)
    computed = (layout.WEIGHTS, layout.ABOUT)
    tables, problems = read_book(path, sheets=sheets, computed=computed)
    missing = list(find_sheets(tables, NEEDED, str(path)))
    if missing:
        raise ContentError(missing)
    reading = _Reading(tables, Places(path.name), problems)
    files = dict(reading.files())

    def check(written: Path) -> None:
        found = [p for p in find_problems(read_draft(written)) if p.severity == "error"]
        told = _once([*reading.problems, *map(reading.places.moved, found)])
        if told:
            raise ContentError(told)

    return write_folder(Path(folder), [*files.items(), *schema_files()], check=check)


def _once(problems: list[Problem]) -> list[Problem]:
    """Return problems, one a cell where the first is that it holds no value."""
    broken = {problem.where for problem in problems if problem.code == "workbook-value"}
    return [p for p in problems if p.code == "workbook-value" or p.where not in broken]


@dataclass
class _Reading:
    """The tables of a workbook on their way to files."""

    tables: Mapping[str, SheetTable]
    places: Places
    problems: list[Problem] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the study by name."""
        profiles = dict(self._profiles())
        study = self._study(profiles)
        yield STUDY_FILE, _yaml(study, "study", "schema/")
        for name in (layout.CLUSTERS, layout.OBSERVATIONS, layout.SOURCES):
            yield f"{name}.csv", self._csv(self.tables[name]).encode()
        for name, profile in profiles.items():
            yield f"profiles/{name}.yaml", _yaml(profile, "profile", "../schema/")
        if layout.NETWORKS in self.tables:
            table = self.tables[layout.NETWORKS]
            networks = self._fields(table, layout.VALUE, NETWORKS_FILE)
            yield NETWORKS_FILE, _yaml(networks, "networks", "schema/")

    def _study(self, profiles: dict[str, Any]) -> dict[str, Any]:
        table = self.tables[layout.STUDY]
        study = self._fields(table, layout.VALUE, STUDY_FILE)
        study = study if isinstance(study, dict) else {}
        nodes = read_nodes(self.tables[layout.CRITERIA], self.places, self.problems)
        study[layout.CRITERIA] = nodes.criteria
        if nodes.context:
            study[layout.CONTEXT] = nodes.context
        default = workbook_profile(self.tables, nodes, profiles, self.problems, self.places)
        if default is not None:
            study["profile"] = default
        return study

    def _fields(self, table: SheetTable, column: str, file: str) -> Any:
        """Return nested fields from rows of paths and values, and remember their cells."""
        found: dict[FieldPath, Any] = {}
        for row, values in table.named_rows():
            value = values.get(column)
            if value is None:
                continue
            path = layout.read_path(as_text(values.get(layout.FIELD)))
            if path is None:
                what = f"'{as_text(values.get(layout.FIELD))}' is no field."
                mend = "Write a path such as title.en or notes[0].ko."
                self._say("key-unknown", table.cell(row), what, mend)
            elif path in found:
                what = f"the field '{layout.write_path(path)}' stands here a second time."
                self._say("key-duplicate", table.cell(row), what, "Keep one of the two.")
            else:
                found[path] = value
                self.places.add(file, path, table.cell(row, column))
        return layout.nest(found) if _fits(found) else self._tangled(table)

    def _tangled(self, table: SheetTable) -> dict[str, Any]:
        what = "a field has both a value and fields below it."
        self._say("field-type", table.cell(1), what, "Keep the value, or the fields below it.")
        return {}

    def _profiles(self) -> Iterator[tuple[str, Any]]:
        table = self.tables.get(layout.PROFILES)
        for at, name in enumerate(table.columns if table else ()):
            if table is None or at == 0:
                continue
            if not name or name.startswith(".") or Path(name).name != name or "\\" in name:
                what = f"'{name}' cannot be the name of a profile."
                mend = "Name it with letters, digits, '-' and '_'."
                self._say("id-invalid", table.cell(1, at), what, mend)
            else:
                yield name, self._fields(table, name, f"profiles/{name}.yaml")

    def _csv(self, table: SheetTable) -> str:
        """Return a table as CSV, its lines those of the sheet, and remember its cells."""
        kept = [at for at, name in enumerate(table.columns) if name != layout.CELL_NUMBER]
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([table.columns[at] for at in kept])
        line = row = 1
        self.places.add_line(f"{table.name}.csv", line, table, row)
        for number, values in table.rows:
            file.write("\n" * (number - row - 1))
            line += number - row
            row = number
            self.places.add_line(f"{table.name}.csv", line, table, row)
            texts = [_line_ends(as_text(values[at])) for at in kept]
            writer.writerow(texts)
            line += sum(text.count("\n") for text in texts)
        return file.getvalue()

    def _say(self, code: str, cell: str, what: str, mend: str) -> None:
        self.problems.append(Problem(code, f"{self.places.book} {cell}", what, mend))


def _fits(fields: Mapping[FieldPath, Any]) -> bool:
    """Whether no field has both a value and fields below it, or both names and numbers."""
    kinds: dict[FieldPath, type] = {}
    for path in fields:
        for length in range(len(path)):
            above = path[:length]
            kind = type(path[length])
            if above in fields or kinds.setdefault(above, kind) is not kind:
                return False
    return True


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Dumper(yaml.SafeDumper):
    """Quotes every text that a study's reader might take for something else."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> Any:
    style = None if text[:1].isalpha() and "\n" not in text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


def _yaml(data: Any, kind: str, schemas: str) -> bytes:
    head = f"# yaml-language-server: $schema={schemas}{kind}.schema.json\n"
    body = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return f"{head}{body}".encode("utf-8", "surrogatepass")
