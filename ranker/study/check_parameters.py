"""Checks of the parameters that a study sets for its methods."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.errors import Problem, did_you_mean
from ranker.methods.catalogue import METHODS
from ranker.methods.parameters import find_faults
from ranker.study.draft import Draft

FIELD = "parameters"


def check_parameters_fit_their_methods(draft: Draft) -> Iterator[Problem]:
    """Check that every parameter is one of its method, within its range, beside what it needs."""
    given = draft.top.get(FIELD)
    if given is None:
        return
    if not isinstance(given, dict):
        what = f"'{FIELD}' is no mapping of methods."
        mend = "Write a method and its parameters, such as 'vikor: {v: 0.4}'."
        yield Problem("parameter-invalid", draft.document.where((FIELD,)), what, mend)
        return
    criteria = list(draft.mapping("criteria") or {}) if draft.is_tree_known else None
    for name, own in given.items():
        if name not in METHODS:
            mend = did_you_mean(str(name), list(METHODS), shown=len(METHODS))
            where = draft.document.where((FIELD, name))
            yield Problem("method-unknown", where, f"'{name}' is no method.", mend)
            continue
        for fault in find_faults(METHODS[name], own, criteria=criteria):
            yield fault.at(draft.document.where(_written(given, (FIELD, name, *fault.key))))


def _written(given: dict[str, object], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path as far as it is written: a parameter that is missing has no line."""
    at: object = {FIELD: given}
    for depth, name in enumerate(path):
        if not isinstance(at, dict) or name not in at:
            return path[:depth]
        at = at[name]
    return path


PARAMETER_CHECKS = (check_parameters_fit_their_methods,)
