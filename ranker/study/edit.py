"""A study with some of its figures changed: what-ifs and corrections, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace

from ranker.study.model import Observation, Source, Study

Key = tuple[str, str, str, int]


def key_of(row: Observation) -> Key:
    """Return what makes a row unique: place, indicator, item and year."""
    return row.place, row.indicator, row.item, row.year


def edited_study(
    study: Study,
    rows: Iterable[Observation],
    *,
    without: Iterable[Observation] = (),
    sources: Mapping[str, Source] | None = None,
) -> Study:
    """Return a study with rows changed or added, and others taken out.

    Parameters
    ----------
    study : Study
        Stays as it is.
    rows : iterable of Observation
        Each takes the place of the row with its key, or is added at the end. They must have
        passed the checks of a study's rows.
    without : iterable of Observation
        Rows of `study` that are left out.
    sources : mapping of str to Source, optional
        Sources to add, by id.

    Returns
    -------
    Study
        Its content hash is that of `study` and of the change together, so that equal
        changes give equal manifests; the study itself where nothing changes.
    """
    changed = {key_of(row): row for row in rows}
    gone = {key_of(row) for row in without}
    added = dict(sources or {})
    if not (changed or gone or added):
        return study
    kept = [changed.get(key_of(row), row) for row in study.observations if key_of(row) not in gone]
    known = {key_of(row) for row in kept}
    new = [row for key, row in changed.items() if key not in known]
    digest = hashlib.sha256(study.content_hash.encode())
    digest.update(repr(sorted(astuple(row) for row in changed.values())).encode())
    digest.update(repr(sorted(gone)).encode())
    digest.update(repr(sorted(astuple(source) for source in added.values())).encode())
    return replace(
        study,
        observations=(*kept, *new),
        sources={**study.sources, **added},
        content_hash=digest.hexdigest(),
    )
