"""What differs between two editions, as lists: figures, weights, rules, clusters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from ranker.analysis.hybrid import Edition, is_same_measure
from ranker.analysis.hybrid_weights import merged_weights
from ranker.analysis.result import Ranking
from ranker.methods.method import flat_settings
from ranker.methods.weigh import SHARE_TOLERANCE
from ranker.study.matrix import Cell
from ranker.study.model import Criterion, Denominator, Node, Study

How = Literal["found", "lost", "revised", "restated"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One figure that is not what it was.

    Parameters
    ----------
    place, indicator : str
        Whose figure: the id of a cluster, city, metro area or country.
    how : {"found", "lost", "revised", "restated"}
        Known now, no longer known, another value, or the same value on other evidence.
    old, new : float or None
        None where missing.
    old_years, new_years : tuple of int or None
        First and last year of what the figure rests on.
    old_sources, new_sources : tuple of str
        Ids of the sources, each of its own edition.
    old_grade, new_grade : str
    """

    place: str
    indicator: str
    how: How
    old: float | None
    new: float | None
    old_years: tuple[int, int] | None
    new_years: tuple[int, int] | None
    old_sources: tuple[str, ...]
    new_sources: tuple[str, ...]
    old_grade: str
    new_grade: str


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One node whose share among its siblings is not what it was.

    Parameters
    ----------
    node : str
    old, new : float or None
        Share, from 0 to 1; None where the edition does not have the node.
    kind : {"weights", "rules"}
        Whether it was weighed anew, or merely made room for a sibling or took its room.
    """

    node: str
    old: float | None
    new: float | None
    kind: Literal["weights", "rules"]


@dataclass(frozen=True, slots=True)
class Change:
    """One rule or one cluster that is not what it was, in words of the study's files.

    Parameters
    ----------
    what : str
        ``method``, ``rules.min_coverage``, ``grants.normalise``, or a cluster's id.
    old, new : str
        Empty where the edition does not have it.
    """

    what: str
    old: str
    new: str


# --- figures -----------------------------------------------------------------------------


def cell_changes(old: Edition, new: Edition, rankings: tuple[Ranking, Ranking]) -> list[CellChange]:
    """List the scored figures that differ, of places and indicators that both editions have.

    A shared figure is listed once. Figures of indicators that are measured in another way
    are told with the rules, those of places that came or went with the clusters.
    """
    before, after = (_by_place(ranking) for ranking in rankings)
    changes = []
    for place, name in dict.fromkeys((*before, *after)):
        is_known = (place, name) in before and (place, name) in after
        if is_known and is_same_measure(name, old, new):
            change = _cell_change(before[place, name], after[place, name])
            if change is not None:
                changes.append(change)
    return changes


def _by_place(ranking: Ranking) -> Mapping[tuple[str, str], Cell]:
    cells = (cell for line in ranking.cells.cells for cell in line)
    return {(cell.place, cell.indicator.id): cell for cell in cells if cell.place}


def _cell_change(old: Cell, new: Cell) -> CellChange | None:
    if old.is_missing and new.is_missing:
        return None
    if old.is_missing or new.is_missing:
        how: How = "found" if old.is_missing else "lost"
    elif old.value != new.value:
        how = "revised"
    elif _evidence(old) != _evidence(new):
        how = "restated"
    else:
        return None
    return CellChange(
        old.place,
        old.indicator.id,
        how,
        None if old.is_missing else old.value,
        None if new.is_missing else new.value,
        old.years,
        new.years,
        old.sources,
        new.sources,
        old.grade,
        new.grade,
    )


def _evidence(cell: Cell) -> tuple[object, ...]:
    return cell.low, cell.high, cell.grade, cell.years, cell.sources


# --- weights -----------------------------------------------------------------------------


def weight_changes(
    old: Edition, new: Edition, rankings: tuple[Ranking, Ranking]
) -> list[WeightChange]:
    """List the nodes whose share among their siblings differs."""
    before, after = (ranking.weighting.shares for ranking in rankings)
    anew = _weighed_anew(old, new) | _weighed_anew(new, old)
    changes = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or not math.isclose(was, now, abs_tol=SHARE_TOLERANCE):
            changes.append(WeightChange(name, was, now, "weights" if name in anew else "rules"))
    return changes


def _weighed_anew(one: Edition, two: Edition) -> set[str]:
    """Return the nodes that the weights of `two` would change in the tree of `one`."""
    merged = merged_weights(one.children, one.weights, two.children, two.weights)
    found: set[str] = set()
    for names in one.children.values():
        for name in names:
            own = one.weights[name] / sum(one.weights[n] for n in names)
            other = merged[name] / sum(merged[n] for n in names)
            if not math.isclose(own, other, abs_tol=SHARE_TOLERANCE):
                found.add(name)
    return found


# --- rules -------------------------------------------------------------------------------

_WORDS = frozenset({"id", "label", "description", "weight", "children", "lever", "pool", "count"})


def rule_changes(rankings: tuple[Ranking, Ranking]) -> list[Change]:
    """List what differs in method, rules and the making of the tree; words are no rules."""
    old, new = (ranking.study for ranking in rankings)
    methods = (ranking.method.name for ranking in rankings)
    changes = [
        Change("method", *methods),
        *_parameter_changes(rankings),
        *_rule_fields(old, new),
        *_node_changes(old, new),
    ]
    return [change for change in changes if change.old != change.new]


def _parameter_changes(rankings: tuple[Ranking, Ranking]) -> Iterator[Change]:
    """Yield the parameters in force where one was set; empty where an edition has no such."""
    methods = [ranking.method for ranking in rankings]
    if not any(method.is_configured for method in methods):
        return
    was, now = (
        {f"{method.name}.{name}": value for name, value in flat_settings(settings).items()}
        for method, settings in ((method, method.described_settings) for method in methods)
    )
    for name in dict.fromkeys((*was, *now)):
        yield Change(f"parameters.{name}", was.get(name, ""), now.get(name, ""))


def _rule_fields(old: Study, new: Study) -> Iterator[Change]:
    a, b = old.rules, new.rules
    yield Change("rules.min_coverage", f"{a.min_coverage:g}", f"{b.min_coverage:g}")
    yield Change("rules.floor_factor", f"{a.floor_factor:g}", f"{b.floor_factor:g}")
    yield Change("rules.outliers", a.outliers, b.outliers)
    most = (str(rules.winsorised_at_most) for rules in (a, b))
    yield Change("rules.winsorised_at_most", *most)
    for grade in dict.fromkeys((*a.spread, *b.spread)):
        was, now = (f"{s[grade]:g}" if grade in s else "" for s in (a.spread, b.spread))
        yield Change(f"rules.spread.{grade}", was, now)


def _node_changes(old: Study, new: Study) -> Iterator[Change]:
    before, after = (dict(_nodes(study.root)) for study in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if name not in before or name not in after:
            yield Change(name, _kind_of(before.get(name)), _kind_of(after.get(name)))
            continue
        (was_below, was), (now_below, now) = before[name], after[name]
        yield Change(f"{name} below", was_below or "the root", now_below or "the root")
        told = [dict(_told(node)) for node in (was, now)]
        for field in dict.fromkeys((*told[0], *told[1])):
            what = f"{name}.{field}" if name else field
            yield Change(what, *(fields.get(field, "") for fields in told))


def _nodes(criterion: Criterion, parent: str = "") -> Iterator[tuple[str, tuple[str, Node]]]:
    yield criterion.id, (parent, criterion)
    for child in criterion.children:
        if isinstance(child, Criterion):
            yield from _nodes(child, criterion.id)
        else:
            yield child.id, (criterion.id, child)


def _kind_of(held: tuple[str, Node] | None) -> str:
    if held is None:
        return ""
    below, node = held
    kind = "criterion" if isinstance(node, Criterion) else "indicator"
    return f"{kind} below {below}" if below else f"top {kind}"


def _told(node: Node) -> Iterator[tuple[str, str]]:
    for field in fields(node):
        if field.name not in _WORDS:
            value = getattr(node, field.name)
            yield field.name, _written(value)


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{level}: {words}" for level, words in value.items())
    if isinstance(value, tuple):
        return f"[{', '.join(_written(part) for part in value)}]"
    if isinstance(value, Denominator):
        return f"{value.indicator.id} per {value.per:g}"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


# --- clusters ----------------------------------------------------------------------------

_PLACES = ("group", "country", "metro", "city")


def cluster_changes(rankings: tuple[Ranking, Ranking]) -> list[Change]:
    """List clusters that came or went, and those whose group or places differ."""
    old, new = (ranking.study for ranking in rankings)
    before, after = ({c.id: c for c in study.clusters} for study in (old, new))
    changes = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            changes.append(Change(name, was.name if was else "", now.name if now else ""))
        else:
            pairs = ((f, getattr(was, f), getattr(now, f)) for f in _PLACES)
            changes += [Change(f"{name}.{f}", a, b) for f, a, b in pairs if a != b]
    return changes + _role_changes(old, new)


def _role_changes(old: Study, new: Study) -> list[Change]:
    roles = [{g.id: g.role for g in study.groups.values()} for study in (old, new)]
    names = [name for name in roles[0] if name in roles[1]]
    pairs = [(name, roles[0][name], roles[1][name]) for name in names]
    return [Change(f"group {name}.role", a, b) for name, a, b in pairs if a != b]
