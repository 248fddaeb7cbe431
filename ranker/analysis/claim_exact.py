"""Whether a claim holds whatever the weights, or under none: exact, where it is cheap to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from ranker.analysis.claim_forms import Form, Member, Order, Place, Relation
from ranker.analysis.claim_truth import Field
from ranker.analysis.exact import Additive, additive_model
from ranker.analysis.ranking import Ranking
from ranker.errors import MethodError
from ranker.methods import Floats, Ints
from ranker.methods.rank_bounds import TIE, fewest_negative, most_negative
from ranker.methods.simplex import form_tops

Extent = Literal["always", "sometimes", "never"]
Ends = tuple[float, float]

_ALWAYS: Mapping[Relation, Callable[[float, float], bool]] = {  # from least and greatest lead
    ">": lambda least, _: least > TIE,
    ">=": lambda least, _: least >= -TIE,
    "=": lambda least, most: least >= -TIE and most <= TIE,
    "<=": lambda _, most: most <= TIE,
    "<": lambda _, most: most < -TIE,
}
_NEVER: Mapping[Relation, Callable[[float, float], bool]] = {
    ">": lambda _, most: most <= TIE,
    ">=": lambda _, most: most < -TIE,
    "=": lambda least, most: least > TIE or most < -TIE,
    "<=": lambda least, _: least > TIE,
    "<": lambda least, _: least >= -TIE,
}


def additive_or_none(ranking: Ranking) -> Additive | None:
    """Return what exact answers start from, None where scores are no weighted sums."""
    try:
        return additive_model(ranking)
    except MethodError:
        return None


def extent(model: Additive, form: Form, field: Field, region: Floats) -> Extent | None:
    """Tell for which weights of the top criteria a claim about the whole ranking holds.

    Figures stay as they are.

    Parameters
    ----------
    model : Additive
    form : Order, Place or Count
    field : Field
        All ranked clusters, best first.
    region : ndarray of shape (q, n)
        Rows of the constraints on the weights: row · weights >= 0.

    Returns
    -------
    {"always", "sometimes", "never"} or None
        None where only a search over all weights would tell: of counts, of members of a
        group that change with the weights, of ranks from the end, and of some chains and
        single ranks.
    """
    if isinstance(form, Order):
        members = [o.cluster for o in form.operands if isinstance(o, Member)]
        if len(members) < len(form.operands):
            return None
        return _order_extent(model.scores[[field.clusters.index(m) for m in members]], form, region)
    if isinstance(form, Place) and isinstance(form.operand, Member) and not form.from_end:
        at = field.clusters.index(form.operand.cluster)
        among = field.groups[form.within] if form.within else np.arange(len(field.clusters))
        return _place_extent(model, form, at, among[among != at], region)
    return None


def _order_extent(scores: Floats, form: Order, region: Floats) -> Extent | None:
    leads = scores[:-1] - scores[1:]
    tops = form_tops(np.vstack([leads, -leads]), region)
    count = len(leads)
    ends = [(-float(tops[count + p]), float(tops[p])) for p in range(count)]
    pairs = list(zip(form.relations, ends, strict=True))
    if all(_ALWAYS[relation](*end) for relation, end in pairs):
        return "always"
    if any(_NEVER[relation](*end) for relation, end in pairs):
        return "never"
    return "sometimes" if count == 1 else None  # steps that hold somewhere need not hold together


def _place_extent(
    model: Additive, form: Place, at: int, rivals: Ints, region: Floats
) -> Extent | None:
    leads = model.scores[at] - model.scores[rivals]
    best = 1 + fewest_negative(leads, region)[0]
    worst = 1 + most_negative(leads, region)[0]
    least, most = {
        "<=": (1, form.number),
        ">=": (form.number, len(model.clusters)),
    }.get(form.relation, (form.number, form.number))
    if least <= best and worst <= most:
        return "always"
    if worst < least or most < best:
        return "never"
    is_surely_met = least <= best <= most or least <= worst <= most
    return "sometimes" if is_surely_met else None
