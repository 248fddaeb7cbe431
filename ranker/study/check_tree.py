"""Checks of what is scored and how: tree, weights, methods, groups, profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ranker.errors import Problem, did_you_mean
from ranker.methods.catalogue import METHODS
from ranker.study.draft import Draft
from ranker.study.schema import CriterionForm, NodeForm
from ranker.study.yaml_reader import Path


def check_indicators_are_named_once(draft: Draft) -> Iterator[Problem]:
    """An id names one node: observations and profiles refer to it."""
    seen: dict[str, Path] = {}
    for path, name in _node_names(draft.document.data):
        if name in seen:
            first = draft.document.where(seen[name])
            yield Problem(
                "indicator-duplicate",
                draft.document.where(path),
                f"the id '{name}' is taken; it stands at {first}.",
                "Give one of the two another id.",
            )
        seen.setdefault(name, path)


def _node_names(data: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict):
        for room in ("criteria", "context"):
            yield from _names_below(data.get(room), (room,))


def _names_below(nodes: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if not isinstance(nodes, dict):
        return
    for name, node in nodes.items():
        yield (*path, name), name
        if isinstance(node, dict):
            yield from _names_below(node.get("children"), (*path, name, "children"))


def check_criteria_have_children(draft: Draft) -> Iterator[Problem]:
    """A tree needs criteria, and a criterion something to be scored from."""
    if draft.form is None:
        return
    if not draft.form.criteria:
        where = draft.document.where(("criteria",))
        yield Problem("criteria-none", where, "no criterion is given.", "Add at least one.")
    for path, siblings in _sibling_groups(draft.form.criteria, ("criteria",)):
        if not siblings and len(path) > 1:
            what = f"the criterion '{path[-2]}' has no children."
            mend = "Add indicators under 'children', or remove the key to make it an indicator."
            yield Problem("criterion-empty", draft.document.where(path), what, mend)


def check_siblings_have_weight(draft: Draft) -> Iterator[Problem]:
    """Weights are relative to siblings, so one of them must be above 0."""
    if draft.form is None:
        return
    for path, siblings in _sibling_groups(draft.form.criteria, ("criteria",)):
        if siblings and not any(node.weight for node in siblings.values()):
            what = f"all weights are 0: {', '.join(siblings)}."
            mend = "Give at least one of them a weight above 0."
            yield Problem("weight-all-zero", draft.document.where(path), what, mend)


def _sibling_groups(
    nodes: Mapping[str, NodeForm], path: Path
) -> Iterator[tuple[Path, Mapping[str, NodeForm]]]:
    yield path, nodes
    for name, node in nodes.items():
        if isinstance(node, CriterionForm):
            yield from _sibling_groups(node.children, (*path, name, "children"))


def check_methods_exist(draft: Draft) -> Iterator[Problem]:
    """Method names are those of the catalogue."""
    if draft.form is None:
        return
    named: list[tuple[Path, str]] = [(("method",), draft.form.method)]
    named += [(("second_opinions", at), m) for at, m in enumerate(draft.form.second_opinions)]
    for path, method in named:
        if method not in METHODS:
            yield Problem(
                "method-unknown",
                draft.document.where(path),
                f"'{method}' is no method.",
                did_you_mean(method, list(METHODS), shown=len(METHODS)),
            )


def check_grades_are_letters(draft: Draft) -> Iterator[Problem]:
    """The spread names the grades in use, best first; at least one."""
    if draft.form is not None and not draft.form.rules.spread:
        where = draft.document.where(("rules", "spread"))
        mend = "Name the grades your rows use: 'spread: {A: 0, B: 0.10, C: 0.25}'."
        yield Problem("field-value", where, "'spread' names no grade.", mend)


def check_a_group_is_home(draft: Draft) -> Iterator[Problem]:
    """The headline asks how somebody stands: one group must be 'home'."""
    if draft.form is not None and not any(g.role == "home" for g in draft.form.groups.values()):
        where = draft.document.where(("groups",))
        mend = "Give the group whose standing is asked for 'role: home'."
        yield Problem("group-role-missing", where, "no group has the role 'home'.", mend)


def check_countries_have_names(draft: Draft) -> Iterator[Problem]:
    """A page shows names, not codes."""
    if draft.form is None or not draft.clusters.is_readable:
        return
    for code in sorted(draft.places["country"] - set(draft.form.countries)):
        where = draft.document.where(("countries",))
        what = f"the country '{code}' has no name."
        mend = f"Add '{code}: {{en: ..., ko: ...}}'; until then the code is shown."
        yield Problem("country-unlabelled", where, what, mend, "warning")


def check_default_profile_exists(draft: Draft) -> Iterator[Problem]:
    """``profile:`` names one of the files in ``profiles/``."""
    known = [profile.id for profile in draft.profiles]
    if draft.form is not None and draft.form.profile and draft.form.profile not in known:
        where = draft.document.where(("profile",))
        what = f"there is no profile '{draft.form.profile}'."
        yield Problem("profile-unknown", where, what, did_you_mean(draft.form.profile, known))


def check_profiles_fit_the_tree(draft: Draft) -> Iterator[Problem]:
    """A profile weighs nodes that exist, all siblings or none, not all 0."""
    if draft.form is None:
        return
    groups = list(_sibling_groups(draft.form.criteria, ("criteria",)))
    known = [name for _, siblings in groups for name in siblings]
    for profile in draft.profiles:
        if profile.form is None:
            continue
        weights, document = profile.form.weights, profile.document
        for name in weights:
            if name not in known:
                where = document.where(("weights", name))
                what = f"'{name}' is neither a criterion nor a scored indicator."
                yield Problem("profile-criterion-unknown", where, what, did_you_mean(name, known))
        for _, siblings in groups:
            yield from _sibling_problems(document.where(("weights",)), weights, list(siblings))


def _sibling_problems(
    where: str, weights: Mapping[str, float], siblings: list[str]
) -> Iterator[Problem]:
    named = [name for name in siblings if name in weights]
    absent = [name for name in siblings if name not in weights]
    if named and absent:
        what = f"{', '.join(named)} have weights, their siblings {', '.join(absent)} have none."
        mend = "Weights are relative: name all siblings or none of them."
        yield Problem("profile-siblings", where, what, mend)
    elif named and not any(weights[name] for name in named):
        what = f"all weights are 0: {', '.join(named)}."
        mend = "Give at least one of them a weight above 0."
        yield Problem("weight-all-zero", where, what, mend)


def check_opinions_differ(draft: Draft) -> Iterator[Problem]:
    """A second opinion named twice would be shown twice."""
    if draft.form is None:
        return
    for method, times in Counter(draft.form.second_opinions).items():
        if times > 1:
            where = draft.document.where(("second_opinions",))
            what = f"'{method}' stands {times} times."
            yield Problem("key-duplicate", where, what, "Keep one.")


TREE_CHECKS = (
    check_indicators_are_named_once,
    check_criteria_have_children,
    check_siblings_have_weight,
    check_methods_exist,
    check_grades_are_letters,
    check_opinions_differ,
    check_a_group_is_home,
    check_countries_have_names,
    check_default_profile_exists,
    check_profiles_fit_the_tree,
)
