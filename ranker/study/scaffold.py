"""A new study to edit: a copy of the bundled one, or the commented skeleton."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ranker._content import BUNDLED_STUDY, SKELETON, content_folder
from ranker.errors import Problem, UsageError
from ranker.study.schema import SCHEMAS, json_schema

_SCHEMA_FOLDER = "schema"


def new_study(folder: str | os.PathLike[str], *, empty: bool = False) -> Path:
    """Write a study to edit, with the JSON Schemas that an editor completes from.

    Parameters
    ----------
    folder : str or path
        Does not exist yet, or is empty; the folder above it exists.
    empty : bool
        True for the skeleton: every key explained, three clusters as an example. Else a
        copy of the bundled study.

    Returns
    -------
    Path
        The folder, complete; nothing is left behind where it cannot be made.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``.
    """
    root = content_folder("criteria") / (SKELETON if empty else BUNDLED_STUDY)
    return write_folder(Path(folder), study_files(root))


def write_folder(
    path: Path, files: Iterable[tuple[str, bytes]], *, check: Callable[[Path], None] | None = None
) -> Path:
    """Write files to a new folder, all of them or nothing.

    Parameters
    ----------
    path : Path
        Does not exist yet, or is an empty folder; the folder above it exists.
    files : iterable of (str, bytes)
        By name within the folder.
    check : callable, optional
        Called with the folder before it gets its name; what it raises leaves nothing behind.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``.
    """
    try:
        is_there = _is_empty_folder(path)
        parent = path if is_there else path.parent
        beside = parent / f".{path.name or 'study'}-{secrets.token_hex(4)}"
        _write_whole(beside, files, check)
        _move(beside, path, is_there=is_there)
    except (OSError, ValueError) as error:  # ValueError: a NUL byte
        reason = getattr(error, "strerror", None) or str(error)
        what = f"the folder cannot be written: {reason}."
        mend = "Name a folder in one that exists and that you may write to."
        raise UsageError(Problem("destination-unwritable", str(path), what, mend)) from error
    return path


def _is_empty_folder(path: Path) -> bool:
    """Return whether the folder is there and empty; False where nothing is there."""
    if not path.exists() and not path.is_symlink():
        return False
    if path.is_dir() and not any(path.iterdir()):
        return True
    what = "it is a folder with files in it." if path.is_dir() else "it is a file."
    mend = "Name a folder that does not exist yet, or an empty one."
    raise UsageError(Problem("destination-exists", str(path), what, mend))


def _write_whole(
    folder: Path, files: Iterable[tuple[str, bytes]], check: Callable[[Path], None] | None
) -> None:
    """Write all files to a new folder, or leave nothing."""
    folder.mkdir()
    try:
        for name, content in files:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if check is not None:
            check(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def study_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a study, hidden ones left out, by their names within it.

    A bundled study shares its JSON Schemas with the others; a copy gets its own.
    """
    is_bundled = root.resolve().parent == content_folder("criteria").resolve()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not any(part.startswith((".", "__")) for part in name.parts):
            content = path.read_bytes()
            yield name.as_posix(), _with_own_schema(content) if is_bundled else content
    yield from schema_files() if is_bundled else ()


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Yield the JSON Schemas that an editor of a study completes from, by their names within it."""
    for file, (form, title) in SCHEMAS.items():
        text = json.dumps(json_schema(form, title=title), ensure_ascii=False, indent=2)
        yield f"{_SCHEMA_FOLDER}/{file}", f"{text}\n".encode()


def _with_own_schema(content: bytes) -> bytes:
    """Let ``$schema=`` of the first line point into the study's own folder: one level less up."""
    first, end, rest = content.partition(b"\n")
    return first.replace(b"$schema=../", b"$schema=") + end + rest


def _move(beside: Path, path: Path, *, is_there: bool) -> None:
    try:
        if not is_there:
            beside.rename(path)
            return
        for child in sorted(beside.iterdir()):
            child.rename(path / child.name)
        beside.rmdir()
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
