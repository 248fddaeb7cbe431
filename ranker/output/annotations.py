"""Problems as GitHub shows them: beside the line of the file, by workflow commands in a log."""

from __future__ import annotations

import re
from pathlib import Path

from ranker.errors import Problem

_IN_FILE = re.compile(r"^(?P<file>.+?\.(?:yaml|csv|md))(?::(?P<line>\d+))?(?: (?P<field>.*))?$")


def github_line(problem: Problem, *, root: Path) -> str:
    """Return a problem as a workflow command, which GitHub turns into an annotation.

    Parameters
    ----------
    problem : Problem
    root : Path
        Folder of the repository, from which GitHub counts paths.

    Returns
    -------
    str
        One line. Nothing in a text can end the command or begin another.

    References
    ----------
    GitHub, *Workflow commands for GitHub Actions*, and the escaping of its
    ``actions/toolkit``.

    Examples
    --------
    >>> from ranker.errors import Problem
    >>> held = Problem("weight-negative", "study.yaml:42 weight", "It is -1.", "Write 0 or more.")
    >>> github_line(held, root=Path("."))
    '::error file=study.yaml,line=42,title=weight-negative::weight: It is -1. Write 0 or more.'
    """
    found = _IN_FILE.match(problem.where)
    place = {"file": "", "line": "", "field": problem.where}
    if found is not None:
        place = {name: text or "" for name, text in found.groupdict().items()}
    properties = {
        "file": _from_root(place["file"], root),
        "line": place["line"],
        "title": problem.code,
    }
    told = ",".join(f"{name}={_property(text)}" for name, text in properties.items() if text)
    words = f"{problem.what} {problem.mend}"
    message = f"{place['field']}: {words}" if place["field"] else words
    return f"::{problem.severity} {told}::{_data(message)}"


def _from_root(file: str, root: Path) -> str:
    if not file:
        return ""
    try:
        return Path(file).resolve().relative_to(root.resolve()).as_posix()
    except (ValueError, OSError):  # it lies elsewhere
        return file


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
