"""Where studies and templates lie: inside the installed package, or in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

from ranker.errors import ContentError, Problem, did_you_mean

STUDY_FILE = "study.yaml"
BUNDLED_STUDY = "asia-biopharma"
SKELETON = "skeleton"


def content_folder(room: str) -> Path:
    """Return the folder of `room` ('criteria' or 'reports').

    A wheel carries the rooms as ``ranker/_content``; an editable install finds
    them beside the package.
    """
    package = Path(__file__).resolve().parent
    packed = package / "_content" / room
    return packed if packed.is_dir() else package.parent / room


def bundled_studies() -> tuple[str, ...]:
    """Return the names of the studies that come with the package."""
    root = content_folder("criteria")
    found = (p.parent.name for p in root.glob(f"*/{STUDY_FILE}") if p.parent.name != SKELETON)
    return tuple(sorted(found))


def find_study(study: str | os.PathLike[str]) -> Path:
    """Return the folder of a study given by name or by path.

    Raises
    ------
    ContentError
        ``study-not-found`` where the name is unknown and the path holds no study.
    """
    given = os.fspath(study)
    if given in bundled_studies():
        return content_folder("criteria") / given
    path = Path(given)
    if path.name == STUDY_FILE:
        path = path.parent
    try:
        if (path / STUDY_FILE).exists():
            return path
        found = _what_is_there(path)
    except (OSError, ValueError) as error:  # a name too long, a NUL byte
        found = f"is no path: {error}."
    raise ContentError(
        Problem(
            "study-not-found",
            given or "''",
            f"'{given}' {found}",
            f"Name a folder with a {STUDY_FILE}, or a bundled study. "
            + did_you_mean(given, bundled_studies()),
        )
    )


def _what_is_there(path: Path) -> str:
    if path.is_dir():
        return f"is a folder without {STUDY_FILE}."
    if path.exists():
        return "is a file, not a study folder."
    return "is neither a bundled study nor a folder."


def shown_path(path: Path) -> str:
    """Return a path as people read it: relative where it lies below the working folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)
