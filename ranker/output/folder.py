"""Folders that are there whole or not at all: filled beside, then renamed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ranker.errors import Problem, UsageError

INVENTORY = "site.json"
SITE_SCHEMA = "cluster-ranker/site/1"
_PLAIN_FOLDER = 0o777


def check_folder(path: Path) -> None:
    """Refuse a destination that holds anything but an earlier site of ours.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise UsageError(_taken(path, "it is no folder."))
        if not path.parent.is_dir():
            raise FileNotFoundError(2, os.strerror(2))
        strange = _strange_file(path) if path.is_dir() else ""
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    if strange:
        raise UsageError(_taken(path, f"'{strange}' in it is no file of an earlier site."))


def _strange_file(path: Path) -> str:
    """Return the first file that no inventory of ours names; empty where there is none."""
    found = sorted(
        str(Path(folder, name).relative_to(path).as_posix())
        for folder, _, names in os.walk(path)
        for name in names
    )
    known = _inventory(path)
    return next((name for name in found if name not in known), "")


def _inventory(path: Path) -> frozenset[str]:
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        held = json.loads((path / INVENTORY).read_text(encoding="utf-8"))
        if held["schema"] == SITE_SCHEMA:
            return frozenset([*map(str, held["files"]), INVENTORY])
    return frozenset()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `path` when all went well.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``; `path` is then as it was.
    """
    check_folder(path)
    beside: Path | None = None
    try:
        beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        yield beside
        beside.chmod(_PLAIN_FOLDER & ~_mask())
        _put_in_place(beside, path)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _put_in_place(beside: Path, path: Path) -> None:
    if not path.exists():
        beside.rename(path)
        return
    away = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    away.rmdir()
    path.rename(away)
    try:
        beside.rename(path)
    except OSError:
        away.rename(path)
        raise
    shutil.rmtree(away, ignore_errors=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _taken(path: Path, why: str) -> Problem:
    mend = "Name a folder that does not exist yet, an empty one, or an earlier site to update."
    return Problem("destination-exists", str(path), why, mend)


def _unwritable(path: Path, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    what = f"the folder cannot be written: {reason}."
    mend = "Name a folder below one that exists and that you may write to."
    return UsageError(Problem("destination-unwritable", str(path), what, mend))
