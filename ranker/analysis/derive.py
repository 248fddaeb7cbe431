"""Weights of a profile that come from the figures: which node, by which method, from how many.

What is ranked depends on weights, and derived weights on who is ranked; so the weights that are
written (the profile's, else the study's) settle who is ranked and measured by whom, once. Nodes
are derived from the deepest up, each from the scores of its children among the ranked clusters
that have all of them. A benchmark is never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ranker.analysis.scoring import score_tree, up_the_tree
from ranker.errors import MethodError, Problem
from ranker.methods import Floats
from ranker.methods.weigh_data import weights_from_data
from ranker.study.matrix import lay_out
from ranker.study.model import TOP, Criterion, Profile, Study


@dataclass(frozen=True, slots=True)
class Derivation:
    """Weights of the children of one node, from the figures.

    Parameters
    ----------
    node : str
        Id of the criterion; empty for the top criteria.
    method : str
        Of `ranker.methods.weigh_data.WEIGHERS`.
    complete, ranked : int
        Ranked clusters that have a score on every child, from which the weights come, and all
        the ranked ones.
    weights, written : mapping of str to float
        By child: the share that is derived, and the one that is written in profile or study.
    """

    node: str
    method: str
    complete: int
    ranked: int
    weights: Mapping[str, float]
    written: Mapping[str, float]


def derive_weights(
    study: Study, profile: Profile, written: Mapping[str, float], *, as_of: int | None = None
) -> tuple[Derivation, ...]:
    """Derive the weights that a profile leaves to the figures.

    Parameters
    ----------
    study : Study
    profile : Profile
    written : mapping of str to float
        Share of every node among its siblings as profile or study write it.
    as_of : int, optional
        Look at figures of this year and before only.

    Returns
    -------
    tuple of Derivation
        The deepest node first; none where the profile derives nothing.

    Raises
    ------
    MethodError
        ``derive-refused`` at the first node that cannot be derived.
    """
    if not profile.derive:
        return ()
    cells = lay_out(study, study.indicators, as_of=as_of)
    tree = score_tree(study, cells, written)
    return derive_from(study, profile, written, tree.utilities[tree.is_ranked])


def derive_from(
    study: Study, profile: Profile, written: Mapping[str, float], utilities: Floats
) -> tuple[Derivation, ...]:
    """Derive weights from the utilities of some alternatives.

    Parameters
    ----------
    written : mapping of str to float
        Share of every node among its siblings.
    utilities : ndarray of shape (m, k)
        Of those that count, on the study's indicators; NaN where missing.
    """
    shares = dict(written)
    found: list[Derivation] = []
    for name, siblings in _deepest_first(study):
        method = profile.derive.get(name or TOP)
        if method is None:
            continue
        held = _derived(study, profile, name, siblings, shares=shares, utilities=utilities)
        found.append(held)
        shares |= held.weights
    return tuple(found)


def _deepest_first(study: Study) -> Iterator[tuple[str, tuple[str, ...]]]:
    inner = [node for node in study.root.walk() if isinstance(node, Criterion)]
    for node in reversed(inner):  # parents come first in the walk
        yield node.id, tuple(child.id for child in node.children)


def _derived(
    study: Study,
    profile: Profile,
    node: str,
    siblings: tuple[str, ...],
    *,
    shares: Mapping[str, float],
    utilities: Floats,
) -> Derivation:
    method = profile.derive[node or TOP]
    where = f"profiles/{profile.id}.yaml derive.{node or TOP}"
    if not len(utilities):
        what = "no cluster is ranked under the weights that are written."
        raise MethodError(Problem("derive-refused", where, what, "Add figures."))
    nodes, scores, _ = up_the_tree(study, utilities, shares)
    table = scores[:, [nodes.index(name) for name in siblings]]
    complete = table[~np.isnan(table).any(axis=1)]
    stated = [shares[name] for name in siblings]
    weights = weights_from_data(method, complete, stated=stated, columns=siblings, where=where)
    return Derivation(
        node=node,
        method=method,
        complete=len(complete),
        ranked=len(utilities),
        weights=dict(zip(siblings, weights.tolist(), strict=True)),
        written=dict(zip(siblings, stated, strict=True)),
    )
