"""Why one cluster is above another, for how many weights, and what would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.constraints import Constraints, parse_constraints
from ranker.analysis.exact import Additive, additive_model
from ranker.analysis.flips import FigureFlip, WeightFlip, figure_flips, weight_flips
from ranker.analysis.ranking import Ranking
from ranker.methods.polytope import share_of_region
from ranker.methods.rank_bounds import TIE
from ranker.methods.simplex import form_tops
from ranker.study.model import Node

if TYPE_CHECKING:
    import pandas as pd

Holds = Literal["always", "sometimes", "never"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion or leaf adds to the difference of two scores.

    Parameters
    ----------
    node, label : str
    criterion : str
        The top criterion it belongs to.
    weight : float
        Its share in the whole, the same for both.
    a, b : float
        Scores or utilities. Where a figure is missing, that of the parent, which stands in
        for it: the score is the same as with the weight spread over the known siblings.
    difference : float
        weight × (a - b); these add up to the difference of the scores.
    a_is_missing, b_is_missing : bool
    """

    node: str
    label: str
    criterion: str
    weight: float
    a: float
    b: float
    difference: float
    a_is_missing: bool = False
    b_is_missing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dispute:
    """Result of `dispute`.

    Parameters
    ----------
    a, b : str
        As asked.
    difference : float
        Score of a less that of b; below 0 where b is above.
    criteria, leaves : tuple of Part
        Two ways of splitting the difference.
    holds : {"always", "sometimes", "never"}
        For which admitted weights a scores at least as much as b.
    share : float or None
        For which share of the admitted weights of the top criteria it does, exact, each set
        of weights counting alike; None under constraints that are equalities or on more than
        eight criteria, where a simulation has to tell.
    weight_flips : tuple of WeightFlip
        Changes of one weight that turn the two level, the smallest first.
    figure_flips : tuple of FigureFlip
        Changes of one figure within its doubt that end the lead, smallest share of it first.
    """

    ranking: Ranking
    a: str
    b: str
    constraints: Constraints
    difference: float
    criteria: tuple[Part, ...]
    leaves: tuple[Part, ...]
    holds: Holds
    share: float | None
    weight_flips: tuple[WeightFlip, ...]
    figure_flips: tuple[FigureFlip, ...]

    def __post_init__(self) -> None:
        for parts in (self.criteria, self.leaves):
            if abs(sum(part.difference for part in parts) - self.difference) > TIE:
                raise AssertionError("the parts add up to the difference")

    @property
    def weight_flip(self) -> WeightFlip | None:
        """The smallest change of one weight that turns the two level; None where none does."""
        return self.weight_flips[0] if self.weight_flips else None

    @property
    def figure_flip(self) -> FigureFlip | None:
        """The figure that needs the least of its doubt to end the lead; None where none can."""
        return self.figure_flips[0] if self.figure_flips else None

    @property
    def table(self) -> pd.DataFrame:
        """One row a leaf: what it adds to the difference."""
        from ranker.analysis.frames_exact import records  # noqa: PLC0415 - loads pandas

        return records(self.leaves, Part)

    @property
    def criteria_table(self) -> pd.DataFrame:
        """One row a top criterion: what it adds to the difference."""
        from ranker.analysis.frames_exact import records  # noqa: PLC0415 - loads pandas

        return records(self.criteria, Part)


def dispute(ranking: Ranking, a: str, b: str, constraints: Sequence[str] = ()) -> Dispute:
    """Take the order of two ranked clusters apart.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums. Missing cells stay as ranked, and so do the yardsticks when a
        figure is changed.
    a, b : str
        Two ranked clusters.
    constraints : sequence of str
        On the weights of the top criteria; see `ranker.analysis.constraints`.

    Returns
    -------
    Dispute

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown``, ``constraint-invalid`` or ``constraints-infeasible``.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = dispute(rank(), "singapore", "osong")
    >>> found.holds, round(sum(part.difference for part in found.leaves) - found.difference, 9)
    ('always', 0.0)
    """
    model = additive_model(ranking)
    i, j = model.at(a), model.at(b)
    parsed = parse_constraints(ranking, constraints)
    lead = model.scores[i] - model.scores[j]
    difference = float(lead @ ranking.criterion_weights)
    ahead, behind = (i, j) if difference >= 0 else (j, i)
    is_tie = abs(difference) <= TIE
    return Dispute(
        ranking,
        a,
        b,
        parsed,
        difference,
        _criteria(model, i, j),
        _leaves(model, i, j),
        _holds(lead, parsed),
        share_of_region(lead, parsed.region),
        () if is_tie else weight_flips(model, ahead, behind, parsed),
        () if is_tie else figure_flips(model, ahead, behind),
    )


def _holds(lead: np.ndarray, constraints: Constraints) -> Holds:
    top, minus_bottom = form_tops(np.stack([lead, -lead]), constraints.region)
    if minus_bottom <= TIE:
        return "always"
    return "sometimes" if top >= -TIE else "never"


def _criteria(model: Additive, i: int, j: int) -> tuple[Part, ...]:
    weights = model.ranking.criterion_weights
    return tuple(
        _part(node, node.id, float(weights[c]), (model.scores[i, c], model.scores[j, c]))
        for c, node in enumerate(model.ranking.study.criteria)
    )


def _leaves(model: Additive, i: int, j: int) -> tuple[Part, ...]:
    weights, owner = model.leaf_weights, _owners(model)
    gaps = np.isnan(model.utilities)
    return tuple(
        _part(
            leaf,
            owner[leaf.id],
            float(weights[k]),
            (model.stand_ins[i, k], model.stand_ins[j, k]),
            missing=(bool(gaps[i, k]), bool(gaps[j, k])),
        )
        for k, leaf in enumerate(model.leaves)
    )


def _owners(model: Additive) -> dict[str, str]:
    return {
        leaf.id: node.id
        for node in model.ranking.study.criteria
        for leaf in (node.indicators() if hasattr(node, "indicators") else (node,))
    }


def _part(
    node: Node,
    criterion: str,
    weight: float,
    values: tuple[float, float],
    *,
    missing: tuple[bool, bool] = (False, False),
) -> Part:
    a, b = float(values[0]), float(values[1])
    return Part(node.id, node.label.en, criterion, weight, a, b, weight * (a - b), *missing)
