"""Folders that are there whole or not at all: filled beside, then renamed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ranker.errors import Problem, UsageError

INVENTORY = "site.json"
SITE_SCHEMA = "cluster-ranker/site/1"
_PLAIN_FOLDER = 0o777


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of folder that we write, told by the file that lists what is in it.

    Parameters
    ----------
    inventory : str
        Name of that file.
    schema : str
        What its ``schema`` says.
    name : str
        What people call such a folder.
    """

    inventory: str
    schema: str
    name: str


SITE = Kind(INVENTORY, SITE_SCHEMA, "site")


def check_folder(path: Path, kind: Kind = SITE) -> None:
    """Refuse a destination that holds anything but an earlier folder of this kind.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise UsageError(_taken(path, "it is no folder.", kind))
        if not path.parent.is_dir():
            raise FileNotFoundError(2, os.strerror(2))
        strange = _strange_file(path, kind) if path.is_dir() else ""
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    if strange:
        raise UsageError(
            _taken(path, f"'{strange}' in it is no file of an earlier {kind.name}.", kind)
        )


def _strange_file(path: Path, kind: Kind) -> str:
    """Return the first file that no inventory of ours names; empty where there is none."""
    found = sorted(
        str(Path(folder, name).relative_to(path).as_posix())
        for folder, _, names in os.walk(path)
        for name in names
    )
    known = _inventory(path, kind)
    return next((name for name in found if name not in known), "")


def _inventory(path: Path, kind: Kind) -> frozenset[str]:
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        held = json.loads((path / kind.inventory).read_text(encoding="utf-8"))
        if held["schema"] == kind.schema:
            return frozenset([*map(str, held["files"]), kind.inventory])
    return frozenset()


@contextmanager
def new_folder(path: Path, kind: Kind = SITE) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `path` when all went well.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``; `path` is then as it was.
    """
    check_folder(path, kind)
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


def _taken(path: Path, why: str, kind: Kind) -> Problem:
    mend = (
        f"Name a folder that does not exist yet, an empty one, or an earlier {kind.name} to update."
    )
    return Problem("destination-exists", str(path), why, mend)


def _unwritable(path: Path, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    what = f"the folder cannot be written: {reason}."
    mend = "Name a folder below one that exists and that you may write to."
    return UsageError(Problem("destination-unwritable", str(path), what, mend))
