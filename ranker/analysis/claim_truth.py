"""Whether a claim holds, from ranks alone: those of the ranking, or those of many draws."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ranker.analysis.claim_forms import Form, Member, Operand, Order, Place, Relation
from ranker.methods import Bools, Ints, SmallInts

Ranks = Ints | SmallInts

_NUMBERS: Mapping[Relation, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}
_RANKS: Mapping[Relation, Callable[[Any, Any], Any]] = {  # the better has the lower rank
    ">": operator.lt,
    ">=": operator.le,
    "=": operator.eq,
    "<=": operator.ge,
    "<": operator.gt,
}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Who competes in a claim: the columns of its ranks.

    Parameters
    ----------
    clusters : tuple of str
        Ids of the c clusters.
    groups : mapping of str to ndarray of int
        Columns of the members of each group.
    """

    clusters: tuple[str, ...]
    groups: Mapping[str, Ints]

    def columns(self, operand: Operand) -> Ints:
        """Return the columns of an operand: one, or those of its group."""
        if isinstance(operand, Member):
            return np.array([self.clusters.index(operand.cluster)])
        return self.groups[operand.group]


def holds(form: Form, ranks: Ranks, field: Field) -> Bools:
    """Tell in which draws a claim holds.

    Parameters
    ----------
    form : Order, Place or Count
        In its normal form; everyone it names competes.
    ranks : ndarray of shape (s, c)
        Competition ranks from 1 of those who compete, in each of s draws.
    field : Field

    Returns
    -------
    ndarray of shape (s,)

    Examples
    --------
    >>> field = Field(("a", "b"), {})
    >>> form = Order((Member("a"), Member("b")), (">",))
    >>> holds(form, np.array([[1, 2], [1, 1], [2, 1]]), field).tolist()
    [True, False, False]
    """
    if isinstance(form, Order):
        return _order_holds(form, ranks, field)
    if isinstance(form, Place):
        return np.asarray(_NUMBERS[form.relation](places(form, ranks, field), form.number))
    members = ranks[:, field.groups[form.group]]
    if form.from_end:
        members = np.stack([_from_end(ranks, own) for own in members.T], axis=1)
    within = (members <= form.depth).sum(axis=1)
    return np.asarray(_NUMBERS[form.relation](within, form.number))


def _order_holds(form: Order, ranks: Ranks, field: Field) -> Bools:
    standings = [standing(operand, ranks, field) for operand in form.operands]
    pairs = zip(standings[:-1], form.relations, standings[1:], strict=True)
    return np.asarray(np.all([_RANKS[relation](a, b) for a, relation, b in pairs], axis=0))


def standing(operand: Operand, ranks: Ranks, field: Field) -> Ranks:
    """Return the rank of an operand in each draw, shape (s,).

    The best of a group is its member of the lowest rank; the median the last of the first
    half, so that at least half of the members stand as high.
    """
    own = ranks[:, field.columns(operand)]
    if own.shape[1] == 1:
        return own[:, 0]
    middle = 0 if getattr(operand, "which", "best") == "best" else (own.shape[1] - 1) // 2
    return np.asarray(np.partition(own, middle, axis=1)[:, middle])


def places(form: Place, ranks: Ranks, field: Field) -> Ranks:
    """Return the rank that a claim is about in each draw, shape (s,)."""
    own = standing(form.operand, ranks, field)
    compared = ranks[:, field.groups[form.within]] if form.within else ranks
    if form.from_end:
        return _from_end(compared, own)
    return own if not form.within else 1 + (compared < own[:, np.newaxis]).sum(axis=1)


def _from_end(ranks: Ranks, own: Ranks) -> Ints:
    return np.asarray(1 + (ranks > own[:, np.newaxis]).sum(axis=1))


def rivals_of(form: Form, ranks: Ints, field: Field) -> tuple[int, ...]:
    """Return the columns of those on whom a claim about a rank depends, as ranked.

    A has rank k or better where the k-th best of the others is not ahead of it, and rank k
    or worse where the one before is.

    Parameters
    ----------
    ranks : ndarray of shape (c,)
        As the ranking stands.
    """
    if not isinstance(form, Place):
        return ()
    table = ranks[np.newaxis]
    own = field.columns(form.operand)
    holder = own[ranks[own] == standing(form.operand, table, field)[0]][0]
    compared = field.groups[form.within] if form.within else np.arange(len(ranks))
    others = [int(c) for c in compared if c != holder]
    others.sort(key=lambda c: int(ranks[c]), reverse=form.from_end)
    asked = {"<=": (form.number,), ">=": (form.number - 1,)}
    at = asked.get(form.relation, (form.number - 1, form.number))
    return tuple(others[k - 1] for k in at if 1 <= k <= len(others))
