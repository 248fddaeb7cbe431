"""Answers that people saved in the form of judgements, brought into a study as profiles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ranker.errors import ContentError, Problem, UsageError
from ranker.study.elicit import read_elicited
from ranker.study.fields import is_id
from ranker.study.files import read_text
from ranker.study.forms import fill_form
from ranker.study.model import TOP, Criterion, Study
from ranker.study.schema_profile import AnswersForm
from ranker.study.yaml_reader import YamlDocument, read_yaml

PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class Answers:
    """One file of answers, read and checked against a study.

    Parameters
    ----------
    id : str
        Of the profile: the name of the file without its ending.
    text : str
        The profile as it will be written.
    is_of_this_content : bool
        Whether no file of the study has changed since the form was made.
    """

    id: str
    text: str
    is_of_this_content: bool


def read_answers(files: Sequence[Path], study: Study) -> list[Answers]:
    """Read files of answers and hold them against a study.

    Parameters
    ----------
    files : sequence of Path
    study : Study

    Returns
    -------
    list of Answers

    Raises
    ------
    ContentError
        Every problem of every file: it cannot be read, was saved for another study or other
        criteria, or holds judgements that give no weights.
    """
    problems: list[Problem] = []
    found = [_read(path, study, problems) for path in files]
    if problems:
        raise ContentError(problems)
    return [one for one in found if one is not None]


def _read(path: Path, study: Study, problems: list[Problem]) -> Answers | None:
    name = str(path)
    text, met = _text_of(path)
    if text is None:
        problems += met
        return None
    document = read_yaml(text, name=name)  # JSON is YAML, and so each field has its line
    problems += (*met, *document.problems)
    if document.data is None:
        return None
    told = len(problems)
    form = fill_form(AnswersForm, document, problems)
    if not is_id(path.stem):
        what = f"'{path.stem}' is no id, and a profile has the name of its file."
        mend = "Rename the file: letters, digits and single hyphens or underscores."
        problems.append(Problem("id-invalid", name, what, mend))
    if form is None:
        return None
    problems += _foreign(form, document, study)
    if len(problems) > told:
        return None
    problems += _faults(document, study)
    return Answers(path.stem, profile_text(document.data), form.content_hash == study.content_hash)


def _text_of(path: Path) -> tuple[str | None, list[Problem]]:
    if path.exists():
        return read_text(path, name=str(path))
    mend = "Name a file that the form saved."
    return None, [Problem("file-missing", str(path), "there is no such file.", mend)]


def _siblings(study: Study) -> dict[str, tuple[str, ...]]:
    inner = [node for node in study.root.walk() if isinstance(node, Criterion)]
    return {node.id or TOP: tuple(child.id for child in node.children) for node in inner}


def _foreign(form: AnswersForm, document: YamlDocument, study: Study) -> Iterator[Problem]:
    """Tell where the answers are on another study, or on other criteria than it has."""
    if form.study != study.id:
        what = f"the answers are on the study '{form.study}', not on '{study.id}'."
        mend = "Name that study, or ask again with a form of this one."
        yield Problem("answers-foreign", document.where(("study",)), what, mend)
        return
    known = _siblings(study)
    judged = document.data.get("elicit") or {}
    if not judged:
        mend = "Answer at least one group of criteria in full, and save again."
        what = "the file holds no judgements."
        yield Problem("elicit-missing", document.where(("elicit",)), what, mend)
    if "weights" in document.data:
        where = document.where(("weights",))
        what = "the key 'weights' is unknown here."
        yield Problem("key-unknown", where, what, "Remove it: weights follow from judgements.")
    for node in dict.fromkeys([*form.asked, *judged]):
        asked, has = form.asked.get(node, []), known.get(node, ())
        if sorted(asked) == sorted(has) and asked:
            continue
        where = document.where(("asked", node))
        what = (
            f"the form asked about {', '.join(asked) or 'nothing'}; "
            f"'{node}' of the study has {', '.join(has) or 'nothing'}."
        )
        yield Problem("answers-foreign", where, what, "Ask again with a form of this study.")


def _faults(document: YamlDocument, study: Study) -> Iterator[Problem]:
    known = _siblings(study)
    for node, judged in document.data["elicit"].items():
        for fault in read_elicited(judged, known[node])[1]:
            yield fault.at(document, ("elicit", node))


def profile_text(data: Mapping[str, Any]) -> str:
    """Write answers as a weight profile, every text in quotation marks.

    Parameters
    ----------
    data : mapping of str to Any
        The answers as read.
    """
    made = f"study {data['study']}, edition {data['edition']}, content {data['content_hash']}"
    lines = [
        f"# Answers to the form of {' '.join(made.split())}",
        f"label: {_quoted(data['label'])}",
        f"view: {_quoted(data['view'])}",
        "elicit:",
    ]
    for node, judged in data["elicit"].items():
        lines += [f"  {node}:", *(f"    {name}: {_quoted(judged[name])}" for name in judged)]
    return "\n".join(lines) + "\n"


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def import_answers(files: Sequence[Path], study: Study, *, force: bool = False) -> list[Path]:
    """Bring files of answers in as profiles of a study: all of them or none.

    Parameters
    ----------
    files : sequence of Path
    study : Study
    force : bool
        Whether a profile of the same name may be replaced.

    Returns
    -------
    list of Path
        The profiles written.

    Raises
    ------
    ContentError
        As `read_answers`.
    UsageError
        ``destination-exists``, ``destination-unwritable``; nothing is written.
    """
    found = read_answers(files, study)
    folder = study.path / PROFILES
    paths = [folder / f"{one.id}.yaml" for one in found]
    _check_free(files, paths, force=force)
    return _write_all(folder, dict(zip(paths, (one.text for one in found), strict=True)))


def _check_free(files: Sequence[Path], paths: Sequence[Path], *, force: bool) -> None:
    problems = []
    for at, (file, path) in enumerate(zip(files, paths, strict=True)):
        if path in paths[:at]:
            what = f"another of the files is called '{file.stem}' too."
            mend = "Rename one: a profile has the name of its file."
            problems.append(Problem("destination-exists", str(file), what, mend))
        elif path.exists() and not force:
            what = f"the study has a profile '{path.stem}' already."
            mend = "Rename the file, or replace the profile with --force."
            problems.append(Problem("destination-exists", str(path), what, mend))
    if problems:
        raise UsageError(problems)


def _write_all(folder: Path, texts: Mapping[Path, str]) -> list[Path]:
    """Write every file beside its place before any is renamed into it."""
    beside: dict[Path, Path] = {}
    try:
        folder.mkdir(exist_ok=True)
        for path, text in texts.items():
            beside[path] = path.with_name(f".{path.name}.new")
            beside[path].write_bytes(text.encode())
        for path, new in beside.items():
            new.replace(path)
    except OSError as error:
        for new in beside.values():
            if new.is_file():
                new.unlink()
        what = f"the profiles cannot be written: {error.strerror or error}."
        mend = "Name a study in a folder that you may write to."
        raise UsageError(Problem("destination-unwritable", str(folder), what, mend)) from error
    return list(texts)
