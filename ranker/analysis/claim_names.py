"""What a claim may name: clusters, groups, criteria and indicators, by id or by full name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ranker.study.model import Study, Text

Kind = Literal["cluster", "group", "node"]
KIND_WORDS: Mapping[Kind, str] = {
    "cluster": "cluster",
    "group": "group",
    "node": "criterion or indicator",
}


@dataclass(frozen=True, eq=False)
class Names:
    """Ids that a claim may use and the names they also go by.

    Parameters
    ----------
    known : mapping of kind to mapping of str to tuple of str
        By kind: the further names of each id.
    """

    known: Mapping[Kind, Mapping[str, tuple[str, ...]]]

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """Return the ids of a kind."""
        return tuple(self.known[kind])

    def find(self, kind: Kind, written: str) -> tuple[str, ...]:
        """Return the ids that a word or name may mean: an id first, then names.

        Examples
        --------
        >>> names = Names({"cluster": {"osong": ("Osong Bio Valley", "오송")}})
        >>> names.find("cluster", "OSONG"), names.find("cluster", "osong bio  valley")
        (('osong',), ('osong',))
        """
        if written in self.known[kind]:
            return (written,)
        by_id, by_name = self._folded[kind]
        key = folded(written)
        return by_id.get(key, ()) or by_name.get(key, ())

    @cached_property
    def _folded(self) -> dict[Kind, tuple[dict[str, tuple[str, ...]], ...]]:
        found: dict[Kind, tuple[dict[str, tuple[str, ...]], ...]] = {}
        for kind, entries in self.known.items():
            by_id: dict[str, tuple[str, ...]] = {}
            by_name: dict[str, tuple[str, ...]] = {}
            for name, others in entries.items():
                by_id[folded(name)] = (*by_id.get(folded(name), ()), name)
                for other in {folded(other) for other in others if other}:
                    by_name[other] = (*by_name.get(other, ()), name)
            found[kind] = (by_id, by_name)
        return found


def folded(text: str) -> str:
    """Return a name without the differences that a reader does not see: case, blanks, form.

    Examples
    --------
    >>> folded("  Osong  Bio VALLEY ")
    'osong bio valley'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def names_of(study: Study) -> Names:
    """Return what claims about a study may name."""
    nodes = [node for node in study.root.walk() if node.id]
    return Names(
        {
            "cluster": {c.id: (c.name, c.name_local) for c in study.clusters},
            "group": {g.id: tuple(_texts(g.label)) for g in study.groups.values()},
            "node": {node.id: tuple(_texts(node.label)) for node in nodes},
        }
    )


def _texts(label: Text) -> Iterator[str]:
    yield label.en
    yield label.ko
