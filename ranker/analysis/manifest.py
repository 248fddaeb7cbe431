"""What a result was made from, so that it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

PACKAGES = ("numpy", "pandas", "SALib", "scikit-criteria", "scipy")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Study, settings and versions behind one result.

    Parameters
    ----------
    study, edition, content_hash : str
        Id of the study, the day its data were closed, SHA-256 of its files.
    method, profile : str
        As used; the profile is empty where the study's own weights were.
    parameters : mapping of str to float, str or mapping
        Of the method, defaults among them; those of single criteria under ``criteria``.
    weights : mapping of str to float
        Share of each node under its parent.
    as_of : int or None
        Last year that was looked at.
    versions : mapping of str to str
        This package and those that compute.
    """

    study: str
    edition: str
    content_hash: str
    method: str
    profile: str
    parameters: Mapping[str, Any]
    weights: Mapping[str, float]
    as_of: int | None
    versions: Mapping[str, str]


def package_versions() -> dict[str, str]:
    """Return the version of this package and of those it computes with."""
    return {name: _version(name) for name in ("cluster-ranker", *PACKAGES)}


@cache  # a package's metadata takes longer to read than a ranking to make
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
