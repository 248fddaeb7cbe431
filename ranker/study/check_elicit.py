"""Checks of judgements in profiles: they fit the tree, and each is told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ranker.errors import Problem, did_you_mean
from ranker.study.draft import Draft, ProfileDraft
from ranker.study.elicit import read_elicited
from ranker.study.model import TOP
from ranker.study.yaml_reader import Path


def check_judgements_give_weights(draft: Draft) -> Iterator[Problem]:
    """Check every set of judgements: known criteria, whole, on the scale, not contradicting."""
    if not draft.is_tree_known:
        return
    groups = {path[-2] if len(path) > 1 else "": nodes for path, nodes in draft.sibling_groups()}
    siblings = {str(node): tuple(nodes) for node, nodes in groups.items()}
    for profile in draft.profiles:
        for path, node, judged in profile.elicited:
            yield from _problems_at(profile, path, node, judged, siblings)


def _problems_at(
    profile: ProfileDraft,
    path: Path,
    node: str,
    judged: Any,
    siblings: Mapping[str, tuple[str, ...]],
) -> Iterator[Problem]:
    document = profile.document
    if node not in siblings:
        what = f"'{node}' is no criterion with others below it."
        known = [TOP, *(name for name in siblings if name)]
        mend = did_you_mean(node, known)
        yield Problem("profile-criterion-unknown", document.where(path), what, mend)
        return
    names = siblings[node]
    written = [name for name in names if name in profile.weights]
    if written:
        what = (
            f"{', '.join(written)} have weights on line {document.line(('weights',))}, "
            "and judgements here."
        )
        mend = "Keep the weights or the judgements of criteria that stand beside each other."
        yield Problem("elicit-twice", document.where(path), what, mend)
    if isinstance(judged, dict) and names:
        for fault in read_elicited(judged, names)[1]:
            yield fault.at(document, path)


ELICIT_CHECKS = (check_judgements_give_weights,)
