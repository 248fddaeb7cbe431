"""Files that are there whole or not at all: written beside, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from ranker.errors import Problem, UsageError

_PLAIN_FILE = 0o666


def save_text(text: str, path: Path) -> Path:
    """Write `text` as UTF-8 with plain line ends.

    Raises
    ------
    UsageError
        ``destination-unwritable``; nothing is left behind.
    """
    return save_bytes(text.encode("utf-8"), path)


def check_destination(path: Path) -> None:
    """Refuse a destination that cannot be written, before any work is done for it.

    Raises
    ------
    UsageError
        ``destination-unwritable``; nothing is left behind.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        os.unlink(beside)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def save_bytes(content: bytes, path: Path) -> Path:
    """Write `content` beside its destination and rename it, keeping the usual permissions."""
    beside = None
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, _mode_of(path))
        os.replace(beside, path)
    except (OSError, ValueError) as error:
        if beside is not None and os.path.exists(beside):
            os.unlink(beside)
        raise _unwritable(path, error) from error
    return path


def _unwritable(path: Path, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    what = f"the file cannot be written: {reason}."
    mend = "Name a file in a folder that exists and that you may write to."
    return UsageError(Problem("destination-unwritable", str(path), what, mend))


def _mode_of(path: Path) -> int:
    """Return the mode of the file that is replaced, or what a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _PLAIN_FILE & ~mask
