"""What a group of stakeholders would weigh, and the ranking by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.weighting import sibling_groups
from ranker.errors import ContentError
from ranker.methods import Floats
from ranker.methods.group_weights import geometric_mean
from ranker.methods.simplex import nearest_to_all, plain

GroupName = Literal["geometric-mean", "least-deviation"]


@dataclass(frozen=True, slots=True, eq=False)
class GroupView:
    """One way of making one set of weights out of several.

    Parameters
    ----------
    name : {"geometric-mean", "least-deviation"}
    shares : mapping of str to float
        By node id; siblings sum to 1. Empty where there are none such.
    deviations : mapping of str to float
        By stakeholder: sum of the absolute differences to their own weights of the top
        criteria, 0 to 2.
    ranking : Ranking or None
        By these weights.
    reason : str
        Why there is no ranking; empty where there is one.
    """

    name: GroupName
    shares: Mapping[str, float]
    deviations: Mapping[str, float]
    ranking: Ranking | None
    reason: str = ""


def group_views(rankings: Mapping[str, Ranking], *, as_of: int | None) -> tuple[GroupView, ...]:
    """Return the group's weights by their geometric mean, and by least total deviation.

    Both are taken among the children of each criterion on their own. Of several sets of the
    same total deviation the one is taken that spares the stakeholder who is farthest away.

    Parameters
    ----------
    rankings : mapping of str to Ranking
        By stakeholder, of one study.
    as_of : int, optional
        As in these rankings.
    """
    makers: dict[GroupName, Callable[[Floats], Floats | None]] = {
        "geometric-mean": geometric_mean,
        "least-deviation": _least_deviation,
    }
    return tuple(_view(name, maker, rankings, as_of) for name, maker in makers.items())


def _view(
    name: GroupName,
    maker: Callable[[Floats], Floats | None],
    rankings: Mapping[str, Ranking],
    as_of: int | None,
) -> GroupView:
    study = next(iter(rankings.values())).study
    shares: dict[str, float] = {}
    for siblings in sibling_groups(study.root):
        ids = [node.id for node in siblings]
        table = [[ranking.weighting.shares[i] for i in ids] for ranking in rankings.values()]
        made = maker(np.array(table))
        if made is None:
            listed = ", ".join(ids)
            reason = f"each of {listed} has a weight of 0 from somebody, which leaves none."
            return GroupView(name, {}, {}, None, reason)
        shares |= dict(zip(ids, made.tolist(), strict=True))
    top = np.array([shares[node.id] for node in study.criteria])
    deviations = {
        who: float(np.abs(ranking.criterion_weights - top).sum())
        for who, ranking in rankings.items()
    }
    try:
        ranking = rank(study, weights=shares, method="weighted-sum", as_of=as_of)
    except ContentError as error:
        return GroupView(name, shares, deviations, None, error.problems[0].what)
    return GroupView(name, shares, deviations, ranking)


def _least_deviation(weights: Floats) -> Floats:
    """Return the weights without the last digits of the solver, which could part a tie."""
    return np.round(nearest_to_all(weights, plain(weights.shape[1]))[1], 8)
