"""Weights of one edition in the tree of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ranker.analysis.weighting import resolve_weights
from ranker.study.model import Criterion, Node, Study

Children = Mapping[str, tuple[str, ...]]  # ids of the children of each criterion


def written_weights(study: Study, profile: str, *, as_of: int | None = None) -> dict[str, float]:
    """Return the weight of every node by the profile, written or derived, else by the tree."""
    by_profile = dict(study.profiles[profile].weights) if profile else {}
    for derivation in resolve_weights(study, profile=profile, as_of=as_of).derived:
        by_profile |= derivation.weights
    return {n.id: by_profile.get(n.id, n.weight) for n in study.root.walk() if n.id}


def merged_weights(
    children: Children,
    weights: Mapping[str, float],
    other_children: Children,
    other_weights: Mapping[str, float],
) -> dict[str, float]:
    """Weigh the nodes of a tree as another edition weighs them.

    Siblings that are the same in both take the weights of the other. Where some are in this
    tree alone, these keep their share, and what is left is divided among the rest in the
    proportions of the other.

    Parameters
    ----------
    children, weights : mapping
        The tree, and its own weights.
    other_children, other_weights : mapping
        The tree of the other edition, and the weights that are taken.

    Returns
    -------
    dict of str to float
        Relative weights of the nodes of this tree.

    Examples
    --------
    >>> merged_weights(
    ...     {"": ("a", "b", "new")}, {"a": 1, "b": 1, "new": 2},
    ...     {"": ("a", "b")}, {"a": 1, "b": 4})
    {'a': 0.1, 'b': 0.4, 'new': 0.5}
    """
    merged: dict[str, float] = {}
    for parent, names in children.items():
        beside = other_children.get(parent, ())
        if set(names) == set(beside):
            merged |= {name: other_weights[name] for name in names}
            continue
        own = _shares({name: weights[name] for name in names})
        common = {name: other_weights[name] for name in names if name in beside}
        taken = _shares(common) if sum(common.values()) > 0 else {}
        room = sum(own[name] for name in taken)
        merged |= own | {name: room * share for name, share in taken.items()}
    return merged


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def reweighted(root: Criterion, weights: Mapping[str, float]) -> Criterion:
    """Return a tree with other weights."""

    def visit(node: Node) -> Node:
        if isinstance(node, Criterion):
            children = tuple(visit(child) for child in node.children)
            node = replace(node, children=children)
        return replace(node, weight=weights.get(node.id, node.weight))

    return replace(root, children=tuple(visit(child) for child in root.children))
