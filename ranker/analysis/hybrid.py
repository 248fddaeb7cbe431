"""Studies put together from two editions: figures of one under the rules of the other.

What changed between two editions is of four kinds, and a hybrid takes each kind whole from
one edition. It is a study that can be ranked like any other; ``docs/diff.md`` says what it
is where an id exists in one edition only.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ranker.analysis.hybrid_weights import Children, merged_weights, reweighted, written_weights
from ranker.analysis.ranking import choose_method
from ranker.analysis.weighting import resolve_weights
from ranker.methods.method import Method
from ranker.study.matrix import lay_out
from ranker.study.model import Cluster, Criterion, Indicator, Level, Node, Observation, Study

Kind = Literal["data", "weights", "rules", "others"]
KINDS: tuple[Kind, ...] = ("data", "weights", "rules", "others")
LEVELS: tuple[Level, ...] = ("cluster", "city", "metro", "country")

Rows = Mapping[tuple[str, str], list[Observation]]


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two studies, with what a hybrid looks up in it.

    Parameters
    ----------
    study : Study
    weights : mapping of str to float
        Of every node of the tree, as the profile or the tree writes them.
    children : mapping of str to tuple of str
        Ids of the children of each criterion; the root's id is empty.
    places : mapping of level to frozenset of str
    rows : mapping of (place, indicator) to list of Observation
    leaves : mapping of str to Indicator
        Scored and context indicators by id.
    """

    study: Study
    weights: Mapping[str, float]
    children: Children
    places: Mapping[Level, frozenset[str]]
    rows: Rows
    leaves: Mapping[str, Indicator]


def read_edition(study: Study, profile: str | None, *, as_of: int | None = None) -> Edition:
    """Lay out one edition for its hybrids.

    Parameters
    ----------
    study : Study
    profile : str or None
        A weight profile of the study; its default where None.
    as_of : int, optional
        Last year whose figures count where the profile derives weights from them.
    """
    rows: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in study.observations:
        rows[row.place, row.indicator].append(row)
    inner = [node for node in study.root.walk() if isinstance(node, Criterion)]
    return Edition(
        study,
        written_weights(study, study.default_profile if profile is None else profile, as_of=as_of),
        {node.id: tuple(child.id for child in node.children) for node in inner},
        {level: places_of(study.clusters, level) for level in LEVELS},
        dict(rows),
        {leaf.id: leaf for leaf in (*study.indicators, *study.context)},
    )


def places_of(clusters: tuple[Cluster, ...], level: Level) -> frozenset[str]:
    """Return the places of a level that some clusters lie in."""
    return frozenset(cluster.place(level) for cluster in clusters) - {""}


def hybrid(sides: Mapping[Kind, Edition], other: Mapping[Kind, Edition]) -> Study:
    """Put a study together.

    Parameters
    ----------
    sides : mapping of kind to Edition
        Where each kind comes from.
    other : mapping of kind to Edition
        The edition that it does not come from.

    Returns
    -------
    Study
        With the weights in the tree and no profile. Its hash is that of the two editions
        and of which is the source of what.
    """
    rules, beside = sides["rules"].study, other["rules"].study
    base = sides["others"].study
    clusters = tuple(_cluster(cluster, sides["data"]) for cluster in base.clusters)
    tree, weighed = sides["rules"], sides["weights"]
    weights = merged_weights(tree.children, tree.weights, weighed.children, weighed.weights)
    data, spare = sides["data"].study, other["data"].study
    spread = {**beside.rules.spread, **rules.rules.spread}
    parts = "".join(sides[kind].study.content_hash for kind in KINDS)
    return replace(
        rules,
        edition=max(rules.edition, beside.edition),
        groups=base.groups,
        countries={**spare.countries, **data.countries},
        grades={**beside.grades, **rules.grades},
        rules=replace(rules.rules, spread=spread),
        default_profile="",
        profiles={},
        root=reweighted(rules.root, weights),
        clusters=clusters,
        observations=tuple(_rows(sides, other, clusters)),
        sources={**spare.sources, **data.sources},
        content_hash=hashlib.sha256(parts.encode()).hexdigest(),
    )


def _cluster(cluster: Cluster, data: Edition) -> Cluster:
    """Return a cluster where the data have it: its places say whose figures it reads."""
    held = data.study.cluster(cluster.id)
    if held is None:
        return cluster
    return replace(cluster, country=held.country, metro=held.metro, city=held.city)


def _rows(
    sides: Mapping[Kind, Edition], other: Mapping[Kind, Edition], clusters: tuple[Cluster, ...]
) -> Iterator[Observation]:
    data, rules = sides["data"], sides["rules"]
    known = {level: places_of(clusters, level) for level in LEVELS}
    for place, name in sorted({*data.rows, *other["data"].rows}):
        leaf = rules.leaves.get(name)
        if leaf is not None and place in known[leaf.level]:
            if not is_same_measure(name, data, other["data"]):
                source = rules
            elif place in data.places[leaf.level]:
                source = data
            else:
                source = other["data"]
            yield from source.rows.get((place, name), ())


def is_same_measure(name: str, a: Edition, b: Edition) -> bool:
    """Tell whether figures of an indicator mean the same in both editions.

    They do not where it is measured at another level, in another unit or on another scale,
    where only one admits plans, or where one takes a logarithm that the figures of the
    other do not have.
    """
    one, two = a.leaves.get(name), b.leaves.get(name)
    if one is None or two is None or _measure(one) != _measure(two):
        return False
    return one.transform == two.transform or not (_is_below_log(name, a) or _is_below_log(name, b))


def _measure(leaf: Indicator) -> tuple[object, ...]:
    return leaf.level, leaf.unit.en, tuple(sorted(leaf.scale)), leaf.outlook


def _is_below_log(name: str, edition: Edition) -> bool:
    rows = (row for row in edition.study.observations if row.indicator == name)
    ends = (end for row in rows for end in (row.value, row.low, row.high))
    return any(end is not None and end <= -1 for end in ends)


@dataclass(frozen=True, slots=True)
class Choice:
    """The method that ranks both editions, and its parameters; each edition's own where None."""

    method: str | Method | None = None
    parameters: Mapping[str, Any] | None = None

    @property
    def named(self) -> dict[str, Any]:
        """The same as keywords of `ranker.rank`."""
        return {"method": self.method, "parameters": self.parameters}

    def of(self, study: Study) -> Method:
        """Return the method by which a study is ranked."""
        return choose_method(study, self.method, self.parameters)


def changed_kinds(
    old: Edition, new: Edition, *, by: Choice | None = None, as_of: int | None = None
) -> tuple[Kind, ...]:
    """Return the kinds of change that make any difference to what is ranked.

    A kind makes none where swapping it alone leaves the old edition as it is, and swapping
    it back leaves the new one.

    Parameters
    ----------
    old, new : Edition
    by : Choice, optional
        What ranks both; each edition's own method where None.
    as_of : int, optional
        Figures of later years make no difference.
    """
    found: list[Kind] = []
    for kind in KINDS:
        for here, there in ((old, new), (new, old)):
            whole: dict[Kind, Edition] = dict.fromkeys(KINDS, here)
            rest: dict[Kind, Edition] = dict.fromkeys(KINDS, there)
            studies = (hybrid(whole, rest), hybrid({**whole, kind: there}, {**rest, kind: here}))
            plain, swapped = (_essence(study, by or Choice(), as_of) for study in studies)
            if plain != swapped:
                found.append(kind)
                break
    return tuple(found)


def _essence(study: Study, by: Choice, as_of: int | None) -> tuple[object, ...]:
    """Return all that a ranking of a study depends on."""
    figures = lay_out(study, study.indicators, as_of=as_of)
    return (
        by.of(study),
        (study.rules.min_coverage, study.rules.outliers, study.rules.winsorised_at_most),
        {cluster.id: study.role(cluster) for cluster in study.clusters},
        {name: round(share, 12) for name, share in resolve_weights(study).shares.items()},
        [construction(node) for node in study.root.walk()],
        {(c.alternative, c.indicator.id): repr(c.value) for line in figures.cells for c in line},
    )


def construction(node: Node) -> tuple[object, ...]:
    """Return how a node is built, apart from its weight and its words."""
    if isinstance(node, Criterion):
        return node.id, node.aggregate, tuple(child.id for child in node.children)
    built = (node.objective, node.transform, node.normalise, node.goalposts, node.combine)
    own = (node.target, node.points, node.logistic, node.reference, node.outliers)
    return node.id, *_measure(node), *built, *own, node.denominator
