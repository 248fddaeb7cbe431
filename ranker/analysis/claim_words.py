"""A claim as a sentence in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from ranker.analysis.claim_forms import Count, Form, Member, Operand, Order, Place, Relation
from ranker.study.model import Study

_RANKS: Mapping[Relation, str] = {
    ">": "ranks above",
    ">=": "ranks no lower than",
    "=": "ranks level with",
    "<=": "ranks no higher than",
    "<": "ranks below",
}
_SCORES: Mapping[Relation, str] = {
    ">": "scores more than",
    ">=": "scores at least as much as",
    "=": "scores the same as",
    "<=": "scores at most as much as",
    "<": "scores less than",
}
_COUNTS: Mapping[Relation, str] = {">=": "At least", "=": "Exactly", "<=": "At most"}


def sentence_of(form: Form, study: Study) -> str:
    """Return what a claim says.

    Parameters
    ----------
    form : Order, Place or Count
        In its normal form.
    study : Study
        For the names.

    Returns
    -------
    str
        A sentence with its full stop.
    """
    if isinstance(form, Order):
        said = _order(form, study)
    else:
        said = _place(form, study) if isinstance(form, Place) else _count(form, study)
    on = f" on {_label(study, form.on)}" if form.on else ""
    return f"{said[0].upper()}{said[1:]}{on}{_within(form, study)}."


def _order(form: Order, study: Study) -> str:
    words = _SCORES if form.on else _RANKS
    names = [_operand(operand, study) for operand in form.operands]
    parts = [f"{names[0]} {words[form.relations[0]]} {names[1]}"]
    parts += [
        f"{a} {words[relation]} {b}"
        for a, relation, b in zip(names[1:-1], form.relations[1:], names[2:], strict=True)
    ]
    return ", and ".join(parts)


def _place(form: Place, study: Study) -> str:
    who, k = _operand(form.operand, study), form.number
    if form.from_end:
        return f"{who} is {'last' if k == 1 else f'among the last {k}'}"
    if k == 1 and form.relation in ("<=", "="):
        return f"{who} is first"
    if form.relation == "<=":
        return f"{who} is among the first {k}"
    return f"{who} has rank {k}{' or a lower one' if form.relation == '>=' else ''}"


def _within(form: Form, study: Study) -> str:
    if not isinstance(form, Place) or not form.within:
        return ""
    return f", within {study.groups[form.within].label.en}"


def _count(form: Count, study: Study) -> str:
    how = "No cluster" if form.number == 0 and form.relation != ">=" else _COUNTS[form.relation]
    number = "" if how == "No cluster" else f" {form.number}"
    noun = "" if how == "No cluster" else f" cluster{'' if form.number == 1 else 's'}"
    verb = "is" if form.number == 1 or how == "No cluster" else "are"
    end = "last" if form.from_end else "first"
    group = study.groups[form.group].label.en
    return f"{how}{number}{noun} of {group} {verb} among the {end} {form.depth}"


def _operand(operand: Operand, study: Study) -> str:
    if isinstance(operand, Member):
        cluster = study.cluster(operand.cluster)
        return cluster.name if cluster else operand.cluster
    return f"the {operand.which} of {study.groups[operand.group].label.en}"


def _label(study: Study, node: str) -> str:
    return next(found.label.en for found in study.root.walk() if found.id == node)
