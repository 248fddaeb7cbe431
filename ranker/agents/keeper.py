"""A study kept open, and opened again when a file of it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from ranker._content import find_study
from ranker.analysis.ranking import Ranking, rank
from ranker.study.load import open_study
from ranker.study.model import Study

Stamp = tuple[tuple[str, int, int], ...]


class Keeper:
    """The one study that is asked about.

    Parameters
    ----------
    study : str
        Folder of a study, or the name of a bundled one.

    Raises
    ------
    ContentError
        ``study-not-found``, or the study has errors.
    """

    def __init__(self, study: str) -> None:
        self.name = study
        self.folder: Path = find_study(study)
        self._lock = Lock()  # calls come on several threads
        self._stamp = _stamp(self.folder)
        self._study = open_study(self.folder)

    def study(self) -> Study:
        """Return the study as its files are now.

        Raises
        ------
        ContentError
            A file was changed and has errors.
        """
        with self._lock:
            stamp = _stamp(self.folder)
            if stamp != self._stamp:
                self._study = open_study(self.folder)
                self._stamp = stamp
            return self._study

    def ranking(
        self,
        *,
        profile: str | None = None,
        weights: Mapping[str, float] | None = None,
        method: str | None = None,
        as_of: int | None = None,
    ) -> Ranking:
        """Rank the study; see `ranker.analysis.ranking.rank`."""
        return rank(self.study(), profile=profile, weights=weights, method=method, as_of=as_of)

    def text(self, name: str) -> str:
        """Return the text of a file of the study."""
        return (self.folder / name).read_text(encoding="utf-8", errors="replace")


def _stamp(folder: Path) -> Stamp:
    """Return what tells a folder's files from those of another time."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((str(path), held.st_mtime_ns, held.st_size) for path, held in found)
