"""Why one cluster is above another, for how many weights, and what would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.constraints import Constraints, parse_constraints
from ranker.analysis.exact import additive_model
from ranker.analysis.flips import FigureFlip, WeightFlip, figure_flips, weight_flips
from ranker.analysis.forms import Result
from ranker.analysis.parts import Part, criterion_parts, leaf_parts
from ranker.analysis.ranking import Ranking
from ranker.methods.polytope import share_of_region
from ranker.methods.rank_bounds import TIE
from ranker.methods.simplex import form_tops

if TYPE_CHECKING:
    import pandas as pd

Holds = Literal["always", "sometimes", "never"]


@dataclass(frozen=True, slots=True, eq=False)
class Dispute(Result):
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
    rows = int(model.rows[i]), int(model.rows[j])
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
        criterion_parts(ranking, *rows),
        leaf_parts(ranking, *rows),
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
