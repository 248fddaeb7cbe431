"""Checks of how figures become utilities: targets, value functions, curves and references.

A check reads an indicator as written. Fields of the wrong type have been told already, so
they are passed over here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from ranker.errors import Problem, did_you_mean
from ranker.methods.normalise import HIGHEST, LOWEST
from ranker.study.draft import Draft, Leaf
from ranker.study.numbers import parse_number

OWN_FIGURES = ("best", "mean")
_NO_TARGET = ("goalposts", "reference")  # normalisations that say themselves what is best
_COLUMNS = {"cluster": "id", "city": "city", "metro": "metro", "country": "country"}
_STURDY = ("goalposts", "rank", "percentile", "reference", "points")
_FIELDS = {
    "points": "points-invalid",
    "logistic": "logistic-invalid",
    "reference": "reference-invalid",
}


def check_fields_belong(draft: Draft) -> Iterator[Problem]:
    """Check that points, a curve or a reference stand beside the normalisation they are for."""
    for leaf in _scored(draft):
        normalise = _normalise(leaf)
        for name, code in _FIELDS.items():
            if name in leaf.raw and isinstance(normalise, str) and normalise != name:
                what = f"'{leaf.id}' has '{name}' while 'normalise' is '{normalise}'."
                mend = f"Write 'normalise: {name}', or leave '{name}' out."
                yield Problem(code, _where(draft, leaf, name), what, mend)


def check_targets_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that a target stands beside the objective 'target', and can be hit."""
    for leaf in _scored(draft):
        has_target, is_aimed = "target" in leaf.raw, leaf.raw.get("objective") == "target"
        where = _where(draft, leaf, "target" if has_target else "objective")
        mend = "Write 'objective: target' and 'target: VALUE' or 'target: [LOWEST, HIGHEST]'."
        if has_target and not is_aimed:
            what = f"'{leaf.id}' has a target, and its objective is another."
            yield Problem("target-invalid", where, what, mend)
        elif is_aimed and not has_target:
            yield Problem("target-invalid", where, f"'{leaf.id}' has no target.", mend)
        elif is_aimed:
            yield from _unfit_target(draft, leaf)
        if is_aimed and _normalise(leaf) in _NO_TARGET:
            what = f"'{leaf.raw['normalise']}' says itself what is best, so there is no target."
            mend = "Write 'normalise: target', or the objective 'max' or 'min'."
            yield Problem("target-invalid", _where(draft, leaf, "normalise"), what, mend)
        if not is_aimed and _normalise(leaf) == "target":
            what = f"'{leaf.id}' has no target to be near to."
            yield Problem("target-invalid", _where(draft, leaf, "normalise"), what, mend)


def _unfit_target(draft: Draft, leaf: Leaf) -> Iterator[Problem]:
    ends = _target(leaf)
    if ends is None:
        return
    where = _where(draft, leaf, "target")
    if ends[0] > ends[1]:
        what = f"the target from {ends[0]:g} to {ends[1]:g} does not rise."
        yield Problem("target-invalid", where, what, "Write the lower number first.")
    if leaf.raw.get("transform") == "log" and ends[0] <= -1:
        what = f"the target {ends[0]:g} has no logarithm: ln(1 + x) needs x above -1."
        yield Problem("target-invalid", where, what, "Write a greater one, or 'transform: none'.")
    if leaf.levels is not None and not set(ends) <= leaf.levels:
        what = f"the target of '{leaf.id}' is no level of its scale."
        known = ", ".join(f"{level:g}" for level in sorted(leaf.levels))
        yield Problem("target-invalid", where, what, f"Write one of {known}.")


def check_value_functions_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that points rise, stay on the scale, and go the way of the objective."""
    mend = (
        f"Write '[[raw, utility], [raw, utility], ...]', raw values rising, utilities from "
        f"{LOWEST:g} to {HIGHEST:g}, better the way the objective says."
    )
    for leaf in _scored(draft):
        if _normalise(leaf) != "points":
            continue
        what = _unfit_points(leaf)
        if what:
            where = _where(draft, leaf, "points" if "points" in leaf.raw else "normalise")
            yield Problem("points-invalid", where, f"'{leaf.id}' {what}.", mend)


def _unfit_points(leaf: Leaf) -> str:
    """Say what is wrong with points; empty where nothing is, or where it has been told."""
    if "points" not in leaf.raw:
        return "has no points"
    points = leaf.raw["points"]
    if not isinstance(points, list) or any(_numbers(point) is None for point in points):
        return ""
    if len(points) < 2 or any(len(point) != 2 for point in points):
        return "needs at least two points, each of a raw value and its utility"
    return _off_scale(points, leaf) or _astray(points, leaf)


def _off_scale(points: Sequence[Sequence[float]], leaf: Leaf) -> str:
    """Say which point is out of order, or has no utility or logarithm."""
    for a, b in pairwise(points):
        if not a[0] < b[0]:
            return f"has points whose raw values do not rise: {a[0]:g}, then {b[0]:g}"
    beyond = [worth for _, worth in points if not LOWEST <= worth <= HIGHEST]
    if beyond:
        return f"has a point worth {beyond[0]:g}, which is off the scale"
    if leaf.raw.get("transform") == "log" and points[0][0] <= -1:
        return f"has a point at {points[0][0]:g}, which has no logarithm"
    return ""


def _astray(points: Sequence[Sequence[float]], leaf: Leaf) -> str:
    """Say where a value function goes against the objective."""
    objective, target = leaf.raw.get("objective"), _target(leaf)
    for a, b in pairwise(points):
        rises = objective == "max"
        if objective == "target":
            if target is None or a[0] < target[0] < b[0] or a[0] < target[1] < b[0]:
                return "has no point at the ends of its target" if target else ""
            if target[0] <= a[0] and b[0] <= target[1] and a[1] != b[1]:
                return f"is not level between {a[0]:g} and {b[0]:g}, within its target"
            rises = b[0] <= target[0]
        if (b[1] < a[1]) if rises else (b[1] > a[1]):
            way = "falls" if rises else "rises"
            return f"{way} in worth from {a[0]:g} to {b[0]:g}, against its objective '{objective}'"
    return ""


def check_curves_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that a curve of its own goes the way of the objective."""
    mend = "Write 'logistic: [worth half, worth nine tenths]', the second the better one."
    for leaf in _scored(draft):
        ends = _numbers(leaf.raw.get("logistic"))
        if ends is None or len(ends) != 2 or _normalise(leaf) != "logistic":
            continue
        objective = leaf.raw.get("objective")
        where = _where(draft, leaf, "logistic")
        if objective == "target":
            what = "a curve of its own says itself what is best, so there is no target."
            mend_ = "Leave 'logistic' out, or write the objective 'max' or 'min'."
            yield Problem("logistic-invalid", where, what, mend_)
        elif ends[0] == ends[1] or (ends[0] < ends[1]) != (objective == "max"):
            what = f"from {ends[0]:g} to {ends[1]:g} is not for the better."
            yield Problem("logistic-invalid", where, what, mend)
        elif leaf.raw.get("transform") == "log" and min(ends) <= -1:
            what = f"{min(ends):g} has no logarithm: ln(1 + x) needs x above -1."
            yield Problem("logistic-invalid", where, what, "Write greater ones.")


def check_references_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that a reference is a number above 0, or a cluster that has such a figure."""
    for leaf in _scored(draft):
        if _normalise(leaf) != "reference":
            continue
        if leaf.raw.get("transform") == "log":
            what = f"'{leaf.id}' is a share of a figure, and that of a logarithm says nothing."
            mend = "Write 'transform: none'."
            yield Problem("reference-invalid", _where(draft, leaf, "transform"), what, mend)
        yield from _unfit_reference(draft, leaf, leaf.raw.get("reference", "best"))


def _unfit_reference(draft: Draft, leaf: Leaf, named: Any) -> Iterator[Problem]:
    where = _where(draft, leaf, "reference")
    if isinstance(named, str) and named not in OWN_FIGURES:
        row = next((row for row in draft.clusters.rows if row["id"] == named), None)
        if row is None and draft.clusters.is_whole and draft.clusters.rows:
            known = [*OWN_FIGURES, *sorted(draft.places["cluster"])]
            what = f"there is no cluster '{named}'."
            yield Problem("reference-invalid", where, what, did_you_mean(named, known, shown=6))
        elif row is not None and draft.observations.is_whole:
            place = row[_COLUMNS[leaf.level]] if leaf.level in _COLUMNS else ""
            rows = draft.observations.rows
            if not any(r["indicator"] == leaf.id and r["place"] == place for r in rows):
                what = f"'{named}' has no figure of '{leaf.id}'."
                mend = "Name another cluster, or add its figure."
                yield Problem("reference-invalid", where, what, mend)
    elif isinstance(named, int | float) and not isinstance(named, bool) and not named > 0:
        what = f"the reference {named:g} is not above 0."
        yield Problem("reference-invalid", where, what, "Write a number above 0.")


def check_shares_exist(draft: Draft) -> Iterator[Problem]:
    """Check that figures measured as shares are not below 0, and costs above it."""
    shares = {leaf.id: leaf for leaf in _scored(draft) if _normalise(leaf) == "reference"}
    for row in draft.observations.rows:
        leaf = shares.get(row["indicator"])
        if leaf is None:
            continue
        is_cost = leaf.raw.get("objective") == "min"
        for column in ("value", "low", "high"):
            number = parse_number(row[column])
            is_nought = number == 0 and is_cost and column == "value"
            if number is not None and (number < 0 or is_nought):
                side = "above 0, since less is better" if is_nought else "of 0 or more"
                what = f"{row[column]} has no share: a share of a reference needs figures {side}."
                mend = "Correct the figure, or choose another normalisation."
                where = draft.observations.where(row, column)
                yield Problem("reference-domain", where, what, mend)


def check_outliers_matter(draft: Draft) -> Iterator[Problem]:
    """Check that the treatment of outliers is asked for where they move other figures' worth."""
    for leaf in _scored(draft):
        normalise = _normalise(leaf)
        if leaf.raw.get("outliers") not in ("winsorise", "log"):
            continue
        mend = "Leave 'outliers' out."
        where = _where(draft, leaf, "outliers")
        if leaf.levels is not None:
            what = f"'{leaf.id}' has levels, and a level is no outlier."
            yield Problem("outliers-invalid", where, what, mend)
        elif normalise in _STURDY or "logistic" in leaf.raw:
            what = f"by '{normalise}' an outlier of '{leaf.id}' moves nobody else's utility."
            yield Problem("outliers-invalid", where, what, mend)


def check_denominators_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that an indicator is divided by another amount, of its own place or a wider one."""
    for leaf in _scored(draft):
        said = leaf.raw.get("denominate")
        named = said.get("by") if isinstance(said, dict) else None
        if not isinstance(named, str):
            continue
        where = draft.document.where((*leaf.path, "denominate", "by"))
        by = draft.leaf.get(named)
        if by is None and draft.is_tree_known:
            known = [name for name in draft.leaf if name != leaf.id]
            what = f"there is no indicator '{named}'."
            yield Problem("denominate-invalid", where, what, did_you_mean(named, known, shown=8))
        what = "" if by is None else _unfit_division(draft, leaf, by)
        if what:
            mend = "Name an amount of the same places or wider ones, such as researchers or area."
            yield Problem("denominate-invalid", where, what, mend)


def _unfit_division(draft: Draft, leaf: Leaf, by: Leaf) -> str:
    """Say why one indicator cannot be divided by another; empty where it can."""
    levels = list(_COLUMNS)
    if by.id == leaf.id:
        return f"'{leaf.id}' cannot be divided by itself."
    if "denominate" in by.raw:
        return f"'{by.id}' is divided by something itself."
    if leaf.levels is not None or by.levels is not None:
        return f"levels of a scale are no amounts: '{(leaf if leaf.levels else by).id}'."
    if leaf.level not in levels or by.level not in levels:
        return ""
    if levels.index(by.level) < levels.index(leaf.level):
        return f"a figure of a {leaf.level} cannot be divided by that of a {by.level}."
    pairs = {(row[_COLUMNS[leaf.level]], row[_COLUMNS[by.level]]) for row in draft.clusters.rows}
    places = [place for place, _ in pairs if place]
    split = next((place for place in places if places.count(place) > 1), "")
    return f"the {leaf.level} '{split}' lies in several of {by.level}." if split else ""


def check_denominators_are_above_nothing(draft: Draft) -> Iterator[Problem]:
    """Check that what is divided by is above 0, and what has a logarithm after it not below."""
    divided = list(_divisions(draft))
    below = {by.id for _, by in divided}
    logged = {leaf.id for leaf, _ in divided if leaf.raw.get("transform") == "log"}
    for row in draft.observations.rows:
        for column in ("value", "low", "high"):
            number = parse_number(row[column])
            where = draft.observations.where(row, column)
            if number is not None and number <= 0 and row["indicator"] in below:
                what = f"nothing can be divided by {row[column]} of '{row['indicator']}'."
                mend = "Correct the figure, or leave out the row: then the quotient is missing."
                yield Problem("denominator-zero", where, what, mend)
            elif number is not None and number < 0 and row["indicator"] in logged:
                what = f"{row[column]} divided may have no logarithm: ln(1 + x) needs x above -1."
                mend = "Correct the figure, or set 'transform: none'."
                yield Problem("log-domain", where, what, mend)


def _divisions(draft: Draft) -> Iterator[tuple[Leaf, Leaf]]:
    """Yield every indicator that can be divided as it says, and by which."""
    for leaf in _scored(draft):
        said = leaf.raw.get("denominate")
        named = said.get("by") if isinstance(said, dict) else None
        by = draft.leaf.get(named) if isinstance(named, str) else None
        if by is not None and not _unfit_division(draft, leaf, by):
            yield leaf, by


def _scored(draft: Draft) -> Iterator[Leaf]:
    return (leaf for leaf in draft.leaves if not leaf.is_context)


def _normalise(leaf: Leaf) -> Any:
    return leaf.raw.get("normalise", "minmax")


def _where(draft: Draft, leaf: Leaf, field: str) -> str:
    return draft.document.where((*leaf.path, field))


def _target(leaf: Leaf) -> tuple[float, float] | None:
    given = leaf.raw.get("target")
    ends = _numbers(given if isinstance(given, list) else [given, given])
    return (ends[0], ends[1]) if ends is not None and len(ends) == 2 else None


def _numbers(given: Any) -> list[float] | None:
    """Return a list of finite numbers as written; None where it is anything else."""
    if not isinstance(given, list):
        return None
    is_sound = all(
        isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in given
    )
    return given if is_sound else None


FORM_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    check_fields_belong,
    check_targets_are_sound,
    check_value_functions_are_sound,
    check_curves_are_sound,
    check_references_are_sound,
    check_shares_exist,
    check_outliers_matter,
    check_denominators_are_sound,
    check_denominators_are_above_nothing,
)
