"""By how much two clusters differ, in which figures, and who could change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from ranker.analysis.exact import check_additive
from ranker.analysis.forms import Result
from ranker.analysis.parts import Part, criterion_parts, leaf_parts, scored_row
from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.methods.rank_bounds import TIE
from ranker.study.matrix import Cell
from ranker.study.model import Indicator

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["own", "local", "national", "missing"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class GapPart:
    """What one figure adds to the difference, in points and in its own unit.

    Parameters
    ----------
    points : Part
        Its share of the difference of the scores.
    indicator : Indicator
    kind : {"own", "local", "national", "missing"}
        ``missing`` where either figure is: the score of its criterion stands in for it.
        Else ``own`` for a lever, ``national`` for a country's figure, ``local`` for the rest.
    a, b : Cell
        The two figures with their evidence.
    raw : float
        Figure of a less that of b, in the indicator's unit; NaN where one is missing.
    """

    points: Part
    indicator: Indicator
    kind: Kind
    a: Cell
    b: Cell
    raw: float


@dataclass(frozen=True, slots=True, eq=False)
class Gap(Result):
    """Result of `gap`.

    Parameters
    ----------
    a, b : str
        As asked.
    difference : float
        Score of a less that of b; below 0 where a is behind.
    criteria : tuple of Part
        By top criterion.
    leaves : tuple of GapPart
        Figure by figure, in the order of the study.
    kinds : mapping of str to float
        By who could change it; every kind, 0 where nothing is of it.
    """

    ranking: Ranking
    a: str
    b: str
    difference: float
    criteria: tuple[Part, ...]
    leaves: tuple[GapPart, ...]
    kinds: Mapping[Kind, float]

    def __post_init__(self) -> None:
        points = [leaf.points.difference for leaf in self.leaves]
        for parts in ([c.difference for c in self.criteria], points, list(self.kinds.values())):
            if abs(math.fsum(parts) - self.difference) > TIE:
                raise AssertionError("the parts add up to the difference")

    @property
    def is_level(self) -> bool:
        """Whether the two tie."""
        return abs(self.difference) <= TIE

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure: both figures, their difference, points, and whose to change."""
        from ranker.analysis.frames_exact import gap_table  # noqa: PLC0415 - loads pandas

        return gap_table(self)


def gap(ranking: Ranking, a: str, b: str) -> Gap:
    """Split the difference of two scores into figures, and say who could change each.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums.
    a, b : str
        Two clusters with a score, ranked or benchmarks.

    Returns
    -------
    Gap

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown``, also where one has no score; ``argument-invalid`` where both are one.

    Notes
    -----
    A score is the sum of weight × utility over all leaves, with the same weights for both
    clusters once the score of its criterion stands in for a missing figure, which is what
    spreading the weight of missing siblings over the known ones comes to. So the difference
    is a sum over leaves without a remainder.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = gap(rank(), "songdo", "singapore")
    >>> found.difference < 0, min(found.kinds, key=found.kinds.get)
    (True, 'own')
    """
    check_additive(ranking)
    i, j = _rows(ranking, a, b)
    leaves = tuple(
        _leaf(part, ranking.cells.cells[i][k], ranking.cells.cells[j][k])
        for k, part in enumerate(leaf_parts(ranking, i, j))
    )
    kinds: dict[Kind, float] = {
        kind: math.fsum(leaf.points.difference for leaf in leaves if leaf.kind == kind)
        for kind in KINDS
    }
    whole = math.fsum(leaf.points.difference for leaf in leaves)
    return Gap(ranking, a, b, whole, criterion_parts(ranking, i, j), leaves, kinds)


def _rows(ranking: Ranking, a: str, b: str) -> tuple[int, int]:
    problems: list[Problem] = []
    rows: list[int] = []
    for cluster in (a, b):
        try:
            rows.append(scored_row(ranking, cluster))
        except UsageError as error:
            problems += error.problems
    if not problems and a == b:
        what = f"'{a}' is compared with itself."
        problems.append(Problem("argument-invalid", "b", what, "Name two clusters."))
    if problems:
        raise UsageError(dict.fromkeys(problems))
    return rows[0], rows[1]


def _leaf(points: Part, a: Cell, b: Cell) -> GapPart:
    kind = _kind(points, a.indicator)
    return GapPart(points, a.indicator, kind, a, b, a.value - b.value)


def _kind(points: Part, leaf: Indicator) -> Kind:
    if points.a_is_missing or points.b_is_missing:
        return "missing"
    if leaf.lever:
        return "own"
    return "national" if leaf.level == "country" else "local"
