"""Which weight every node of the tree has, and how it came by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from ranker.analysis.derive import Derivation, derive_weights
from ranker.errors import MethodError, Problem, UsageError, did_you_mean
from ranker.methods.weigh import override, shares
from ranker.study.model import Criterion, Elicitation, Node, Study


@dataclass(frozen=True, slots=True)
class Weighting:
    """Shares of all nodes under their parents.

    Parameters
    ----------
    profile : str
        Id of the weight profile; empty where the study's own weights were used.
    shares : mapping of str to float
        By node id; siblings sum to 1.
    overall : mapping of str to float
        By node id: product of the shares from the root down; the leaves sum to 1.
    changes : tuple of str
        What was set by hand and what was rescaled for it, as sentences.
    named : mapping of str to float
        The weights that were set by hand.
    derived : tuple of Derivation
        The weights that come from the figures, and how.
    elicited : tuple of Elicitation
        Where the profile's weights follow from judgements, and none was set by hand.
    """

    profile: str
    shares: Mapping[str, float]
    overall: Mapping[str, float]
    changes: tuple[str, ...] = ()
    named: Mapping[str, float] = field(default_factory=dict)
    derived: tuple[Derivation, ...] = ()
    elicited: tuple[Elicitation, ...] = ()


def resolve_weights(
    study: Study,
    *,
    profile: str | None = None,
    weights: Mapping[str, float] | None = None,
    as_of: int | None = None,
    given: Weighting | None = None,
) -> Weighting:
    """Combine the study's weights, a profile and single weights set by hand.

    Parameters
    ----------
    study : Study
    profile : str, optional
        Id of a weight profile; the study's default profile where None.
    weights : mapping of str to float, optional
        Shares by node id. Where some of the siblings are named, each is its share under
        their parent and the others are rescaled; where all are, they are relative weights.
    as_of : int, optional
        Last year whose figures count where a profile derives weights from them.
    given : Weighting, optional
        Take derived weights from here, where it has the same profile: they stay while figures
        are supposed to be others.

    Returns
    -------
    Weighting

    Raises
    ------
    UsageError
        Unknown profile or node, a weight below 0 or not finite, shares above 1.
    MethodError
        ``derive-refused`` where weights cannot be derived from the figures.
    """
    name = _profile_name(study, profile)
    by_profile = dict(study.profiles[name].weights) if name else {}
    is_given = given is not None and given.profile == name
    derived = given.derived if given is not None and is_given else _derived(study, name, as_of)
    for derivation in derived:
        by_profile |= derivation.weights
    named = dict(weights or {})
    _check_names(study, named)
    resolved: dict[str, float] = {}
    changes: list[str] = []
    problems: list[Problem] = []
    for siblings in sibling_groups(study.root):
        base = shares(_written(siblings, by_profile))
        try:
            final = override(base, _named(siblings, named))
        except ValueError as error:
            problems.append(_override_problem(siblings, named, error))
            continue
        resolved |= {node.id: float(w) for node, w in zip(siblings, final, strict=True)}
        if any(node.id in named for node in siblings):
            old = {node.id: float(w) for node, w in zip(siblings, base, strict=True)}
            changes.append(_tell(siblings, named, old, resolved))
    if problems:
        raise UsageError(problems)
    overall = dict(_overall(study.root, resolved, 1.0))
    return Weighting(
        name, resolved, overall, tuple(changes), named, derived, _judged(study, name, named)
    )


def _derived(study: Study, name: str, as_of: int | None) -> tuple[Derivation, ...]:
    if not name or not study.profiles[name].derive:
        return ()
    profile = study.profiles[name]
    written: dict[str, float] = {}
    for siblings in sibling_groups(study.root):
        base = shares(_written(siblings, profile.weights))
        written |= {node.id: float(w) for node, w in zip(siblings, base, strict=True)}
    return derive_weights(study, profile, written, as_of=as_of)


def profile_weightings(study: Study, *, as_of: int | None = None) -> dict[str, Weighting]:
    """Return the weights of every profile, but of those that cannot be derived from the figures."""
    found: dict[str, Weighting] = {}
    for name in study.profiles:
        with suppress(MethodError):
            found[name] = resolve_weights(study, profile=name, as_of=as_of)
    return found


def _profile_name(study: Study, profile: str | None) -> str:
    name = study.default_profile if profile is None else profile
    if name and name not in study.profiles:
        what = f"there is no profile '{name}'."
        mend = did_you_mean(name, list(study.profiles))
        raise UsageError(Problem("profile-unknown", "profile", what, mend))
    return name


def _judged(study: Study, profile: str, named: Mapping[str, float]) -> tuple[Elicitation, ...]:
    """Return the judgements whose weights still hold where some were set by hand."""
    judged = study.profiles[profile].elicited if profile else ()
    return tuple(one for one in judged if not one.weights.keys() & named.keys())


def _check_names(study: Study, named: Mapping[str, float]) -> None:
    known = [node.id for node in study.root.walk() if node.id]
    problems = []
    for name, weight in named.items():
        where = f"weight {name}"
        if name not in known:
            what = f"'{name}' is neither a criterion nor a scored indicator."
            mend = did_you_mean(name, known, shown=8)
            problems.append(Problem("profile-criterion-unknown", where, what, mend))
        elif not np.isfinite(weight) or weight < 0:
            what = f"the weight is {weight:g}."
            mend = "Write a finite number of 0 or more."
            problems.append(Problem("weight-negative", where, what, mend))
    if problems:
        raise UsageError(problems)


def sibling_groups(criterion: Criterion) -> Iterator[tuple[Node, ...]]:
    """Yield the children of a criterion, then those of each criterion below it."""
    yield criterion.children
    for child in criterion.children:
        if isinstance(child, Criterion):
            yield from sibling_groups(child)


def _written(siblings: tuple[Node, ...], profile: Mapping[str, float]) -> np.ndarray:
    return np.array([profile.get(node.id, node.weight) for node in siblings], dtype=float)


def _named(siblings: tuple[Node, ...], named: Mapping[str, float]) -> np.ndarray:
    return np.array([named.get(node.id, np.nan) for node in siblings], dtype=float)


def _override_problem(
    siblings: tuple[Node, ...], named: Mapping[str, float], error: ValueError
) -> Problem:
    given = [f"{node.id}={named[node.id]:g}" for node in siblings if node.id in named]
    return Problem(
        "weight-override",
        "weight " + ", ".join(given),
        f"{error}.",
        "Give each a share between 0 and 1 that leaves room for the others, "
        "or name all siblings: " + ", ".join(node.id for node in siblings) + ".",
    )


def _tell(
    siblings: tuple[Node, ...],
    named: Mapping[str, float],
    old: Mapping[str, float],
    new: Mapping[str, float],
) -> str:
    def step(node: Node) -> str:
        return f"{node.label.en} {old[node.id]:.1%} → {new[node.id]:.1%}"

    by_hand = "; ".join(step(node) for node in siblings if node.id in named)
    rescaled = "; ".join(step(node) for node in siblings if node.id not in named)
    return f"set {by_hand}" + (f", rescaled {rescaled}" if rescaled else "")


def _overall(
    criterion: Criterion, resolved: Mapping[str, float], above: float
) -> Iterator[tuple[str, float]]:
    for child in criterion.children:
        weight = above * resolved[child.id]
        yield child.id, weight
        if isinstance(child, Criterion):
            yield from _overall(child, resolved, weight)
