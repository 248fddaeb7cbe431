"""Checks of what is scored and how: tree, weights, methods, groups, profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ranker.errors import Problem, did_you_mean, nearest
from ranker.methods.catalogue import METHODS
from ranker.methods.weigh_data import WEIGHERS
from ranker.study.draft import Draft
from ranker.study.fields import is_id
from ranker.study.model import TOP, Role
from ranker.study.yaml_reader import Path


def check_indicators_are_named_once(draft: Draft) -> Iterator[Problem]:
    """Check that an id names one node: observations and profiles refer to it."""
    seen: dict[str, Path] = {}
    for path, name in _node_names(draft.document.data):
        if name in seen:
            first = draft.document.place(seen[name])
            yield Problem(
                "indicator-duplicate",
                draft.document.where(path),
                f"the id '{name}' is taken; it stands first {first}.",
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
    """Check that the tree has criteria, and a criterion something to be scored from."""
    for path, siblings in draft.sibling_groups():
        if siblings:
            continue
        if len(path) == 1 and "criteria" in draft.top:
            where = draft.document.where(path)
            yield Problem("criteria-none", where, "no criterion is given.", "Add at least one.")
        elif len(path) > 1:
            what = f"the criterion '{path[-2]}' has no children."
            mend = "Add indicators under 'children', or remove the key to make it an indicator."
            yield Problem("criterion-empty", draft.document.where(path), what, mend)


def check_siblings_have_weight(draft: Draft) -> Iterator[Problem]:
    """Check that weights are relative to siblings, so one of them must be above 0."""
    for path, siblings in draft.sibling_groups():
        if siblings and all(_is_weightless(node) for node in siblings.values()):
            what = f"all weights are 0: {', '.join(siblings)}."
            mend = "Give at least one of them a weight above 0."
            yield Problem("weight-all-zero", draft.document.where(path), what, mend)


def _is_weightless(node: Any) -> bool:
    return isinstance(node, dict) and _is_zero(node.get("weight"))


def _is_zero(weight: Any) -> bool:
    return weight == 0 and not isinstance(weight, bool)


def check_methods_exist(draft: Draft) -> Iterator[Problem]:
    """Check that method names are those of the catalogue."""
    named: list[tuple[Path, Any]] = [(("method",), draft.top.get("method"))]
    named += [(("second_opinions", at), m) for at, m in enumerate(_second_opinions(draft))]
    for path, method in named:
        if isinstance(method, str) and method not in METHODS:
            yield Problem(
                "method-unknown",
                draft.document.where(path),
                f"'{method}' is no method.",
                did_you_mean(method, list(METHODS), shown=len(METHODS)),
            )


def _second_opinions(draft: Draft) -> list[Any]:
    methods = draft.top.get("second_opinions")
    return methods if isinstance(methods, list) else []


def check_grades_are_letters(draft: Draft) -> Iterator[Problem]:
    """Check that the spread names grades, and that only such grades are explained."""
    if draft.grades == ():
        where = draft.document.where(("rules", "spread"))
        mend = "Name the grades your rows use: 'spread: {A: 0, B: 0.10, C: 0.25}'."
        yield Problem("field-value", where, "'spread' names no grade.", mend)
        return
    for grade in draft.mapping("grades") or {}:
        if draft.grades is not None and grade not in draft.grades:
            where = draft.document.where(("grades", grade))
            mend = did_you_mean(grade, draft.grades)
            yield Problem("quality-unknown", where, f"'{grade}' is no grade of 'spread'.", mend)


def check_a_group_is_home(draft: Draft) -> Iterator[Problem]:
    """Check that a group is 'home': the headline asks how it stands."""
    groups = draft.mapping("groups")
    if groups is None or "groups" not in draft.top:
        return
    roles = [group.get("role") if isinstance(group, dict) else None for group in groups.values()]
    is_known = all(role in get_args(Role) for role in roles)  # another one may be misspelt
    if is_known and "home" not in roles:
        where = draft.document.where(("groups",))
        mend = "Give the group whose standing is asked for 'role: home'."
        yield Problem("group-role-missing", where, "no group has the role 'home'.", mend)


def check_countries_have_names(draft: Draft) -> Iterator[Problem]:
    """Check that every country has a name: a page shows names, not codes."""
    named = draft.mapping("countries")
    if named is None:
        return
    for code in sorted(draft.places["country"] - set(named)):
        where = draft.document.where(("countries",))
        what = f"the country '{code}' has no name."
        mend = f"Add '{code}: {{en: ..., ko: ...}}'; until then the code is shown."
        yield Problem("country-unlabelled", where, what, mend, "warning")


def check_default_profile_exists(draft: Draft) -> Iterator[Problem]:
    """Check that ``profile:`` names one of the files in ``profiles/``."""
    known = [profile.id for profile in draft.profiles]
    named = draft.top.get("profile")
    if isinstance(named, str) and named and named not in known:
        where = draft.document.where(("profile",))
        what = f"there is no profile '{named}'."
        yield Problem("profile-unknown", where, what, did_you_mean(named, known))


def check_compared_are_clusters(draft: Draft) -> Iterator[Problem]:
    """Check that ``compare_with:`` names clusters, each once."""
    named = draft.top.get("compare_with")
    known = sorted(draft.places["cluster"])
    held: set[str] = set()
    for at, name in enumerate(named if isinstance(named, list) else []):
        if not isinstance(name, str):
            continue
        where = draft.document.where(("compare_with", at))
        if draft.clusters.is_whole and known and name not in known:
            what = f"there is no cluster '{name}'."
            yield Problem("compared-unknown", where, what, did_you_mean(name, known, shown=6))
        elif name in held:
            yield Problem("key-duplicate", where, f"'{name}' is named already.", "Keep one.")
        held.add(name)


def check_profiles_have_ids(draft: Draft) -> Iterator[Problem]:
    """Check that a profile is called by the name of its file."""
    for profile in draft.profiles:
        if not is_id(profile.id):
            what = f"'{profile.id}' is no id."
            mend = "Name the file with letters, digits and single hyphens or underscores."
            yield Problem("id-invalid", profile.document.name, what, mend)


def check_profiles_fit_the_tree(draft: Draft) -> Iterator[Problem]:
    """Check that a profile weighs nodes that exist, all siblings or none, not all 0."""
    if not draft.is_tree_known:
        return
    groups = list(draft.sibling_groups())
    known = [name for _, siblings in groups for name in siblings]
    for profile in draft.profiles:
        weights, document = profile.weights, profile.document
        for name in weights:
            if name not in known:
                where = document.where(("weights", name))
                what = f"'{name}' is neither a criterion nor a scored indicator."
                yield Problem("profile-criterion-unknown", where, what, did_you_mean(name, known))
        misspelt = {nearest(name, known) for name in weights if name not in known}
        for _, siblings in groups:
            expected = [name for name in siblings if name not in misspelt]
            yield from _sibling_problems(document.where(("weights",)), weights, expected)


def check_profiles_can_derive(draft: Draft) -> Iterator[Problem]:
    """Check that weights are derived at criteria, by known methods, and not written too."""
    if not draft.is_tree_known:
        return
    groups = {_parent(path): list(siblings) for path, siblings in draft.sibling_groups()}
    for profile in draft.profiles:
        for name, method in profile.derive.items():
            place = ("derive", name) if name in profile.document.data["derive"] else ("derive",)
            where = profile.document.where(place)
            if name not in groups:
                what = f"'{name}' is no criterion with children."
                mend = did_you_mean(name, list(groups))
                yield Problem("profile-criterion-unknown", where, what, mend)
            if method not in WEIGHERS:
                what = f"'{method}' derives no weights."
                mend = did_you_mean(method, list(WEIGHERS))
                yield Problem("derive-method-unknown", where, what, mend)
            written = [child for child in groups.get(name, []) if child in profile.weights]
            judged = [node or TOP for _, node, _ in profile.elicited]
            if (written or name in judged) and method != "effective":
                names = ", ".join(groups.get(name, [name]))
                what = f"weights of {names} are written or judged, and derived too."
                mend = "Keep one of the two; 'effective' alone takes stated weights as its aim."
                yield Problem("derive-weights-written", where, what, mend)


def _parent(path: Path) -> str:
    return str(path[-2]) if len(path) > 1 else TOP


def _sibling_problems(
    where: str, weights: Mapping[str, Any], siblings: list[str]
) -> Iterator[Problem]:
    named = [name for name in siblings if name in weights]
    absent = [name for name in siblings if name not in weights]
    if named and absent:
        what = f"{', '.join(named)} have weights, their siblings {', '.join(absent)} have none."
        mend = "Weights are relative: name all siblings or none of them."
        yield Problem("profile-siblings", where, what, mend)
    elif named and all(_is_zero(weights[name]) for name in named):
        what = f"all weights are 0: {', '.join(named)}."
        mend = "Give at least one of them a weight above 0."
        yield Problem("weight-all-zero", where, what, mend)


def check_opinions_differ(draft: Draft) -> Iterator[Problem]:
    """Check that no second opinion is named twice; it would be shown twice."""
    methods = [method for method in _second_opinions(draft) if isinstance(method, str)]
    for method, times in Counter(methods).items():
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
    check_compared_are_clusters,
    check_profiles_have_ids,
    check_profiles_fit_the_tree,
    check_profiles_can_derive,
)
