"""A claim about a ranking as data, and its normal form as text.

Claims that say the same have one normal form: ``osaka < songdo`` is ``songdo > osaka``,
``songdo is first`` is ``songdo rank = 1``, ``songdo rank < 6`` is ``songdo rank <= 5``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Relation = Literal[">", ">=", "=", "<", "<="]
Which = Literal["best", "median"]

KEYWORDS = frozenset(
    ("best", "bottom", "count", "first", "in", "is", "median", "of", "on", "rank", "top", "within")
)
_BARE = re.compile(r"\w[\w-]*")
_MIRRORED: dict[Relation, Relation] = {">": "<", ">=": "<=", "=": "=", "<": ">", "<=": ">="}


@dataclass(frozen=True, slots=True)
class Member:
    """One cluster, by its id."""

    cluster: str


@dataclass(frozen=True, slots=True)
class GroupMember:
    """The best member of a group, or the median one: at least half stand as high as it."""

    which: Which
    group: str


Operand = Member | GroupMember


@dataclass(frozen=True, slots=True)
class Order:
    """Operands that stand above, below or level with each other, each with the next.

    Parameters
    ----------
    operands : tuple of Operand
        Two or more.
    relations : tuple of str
        Between neighbours; ``>`` means that the first has more, and so the better rank.
    on : str
        Criterion or indicator; empty for the ranking as a whole.
    """

    operands: tuple[Operand, ...]
    relations: tuple[Relation, ...]
    on: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The rank of an operand.

    Parameters
    ----------
    relation, number
        ``rank <= 5`` and the like; in the normal form one of ``<=``, ``=``, ``>=``.
    on : str
        Criterion or indicator; empty for the ranking as a whole.
    within : str
        Group among whose members the rank is; empty for all.
    from_end : bool
        Whether ranks are counted from the last.
    """

    operand: Operand
    relation: Relation
    number: int
    on: str = ""
    within: str = ""
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many members of a group are among the first, or the last, `depth`."""

    group: str
    depth: int
    relation: Relation
    number: int
    on: str = ""
    from_end: bool = False


Form = Order | Place | Count


def operands_of(form: Form) -> tuple[Operand, ...]:
    """Return what a claim compares; nothing for a count."""
    if isinstance(form, Order):
        return form.operands
    return (form.operand,) if isinstance(form, Place) else ()


def groups_of(form: Form) -> tuple[str, ...]:
    """Return the groups that a claim names, each once."""
    named = [operand.group for operand in operands_of(form) if isinstance(operand, GroupMember)]
    named += [form.group] if isinstance(form, Count) else []
    named += [form.within] if isinstance(form, Place) and form.within else []
    return tuple(dict.fromkeys(named))


def canonical(form: Form) -> Form:
    """Return the normal form of a claim: an equal one for every way to say the same.

    Examples
    --------
    >>> canonical(Order((Member("osaka"), Member("songdo")), ("<",)))
    Order(operands=(Member(cluster='songdo'), Member(cluster='osaka')), relations=('>',), on='')
    """
    if not isinstance(form, Order):
        relation, number = _whole(form.relation, form.number)
        return replace(form, relation=relation, number=number)
    if set(form.relations) == {"="}:
        level = tuple(sorted(set(form.operands), key=_operand))
        return replace(form, operands=level, relations=form.relations[: len(level) - 1])
    if {">", ">="} & set(form.relations):
        return form
    mirrored = tuple(_MIRRORED[relation] for relation in reversed(form.relations))
    return replace(form, operands=form.operands[::-1], relations=mirrored)


def _whole(relation: Relation, number: int) -> tuple[Relation, int]:
    """Return a strict comparison of whole numbers as one that includes its end."""
    if relation == "<":
        return "<=", number - 1
    return (">=", number + 1) if relation == ">" else (relation, number)


def format_claim(form: Form) -> str:
    """Return a claim as text that reads as the same claim.

    Examples
    --------
    >>> format_claim(Place(GroupMember("best", "korea"), "<=", 5, on="talent"))
    'best of korea rank <= 5 on talent'
    """
    return f"{_core(form)}{_scope(form)}"


def _core(form: Form) -> str:
    if isinstance(form, Order):
        parts = [_operand(form.operands[0])]
        for relation, operand in zip(form.relations, form.operands[1:], strict=True):
            parts += [relation, _operand(operand)]
        return " ".join(parts)
    if isinstance(form, Place):
        who = _operand(form.operand)
        if form.from_end:
            return f"{who} in bottom {form.number}"
        return f"{who} rank {form.relation} {form.number}"
    end = "bottom" if form.from_end else "top"
    return f"count of {_name(form.group)} in {end} {form.depth} {form.relation} {form.number}"


def _scope(form: Form) -> str:
    on = f" on {_name(form.on)}" if form.on else ""
    return on + (f" within {_name(form.within)}" if isinstance(form, Place) and form.within else "")


def _operand(operand: Operand) -> str:
    if isinstance(operand, Member):
        return _name(operand.cluster)
    return f"{operand.which} of {_name(operand.group)}"


def _name(name: str) -> str:
    """Return an id, in quotes where it would be read as a word of the grammar."""
    is_plain = _BARE.fullmatch(name) and name.casefold() not in KEYWORDS
    return name if is_plain else f'"{name}"'
