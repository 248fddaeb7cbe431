"""Checks around a method: what it is handed before, what it gives back after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from ranker.errors import MethodError, Problem
from ranker.methods import Bools, Floats, Ints
from ranker.methods.ranks import TIE_TOLERANCE

SMALLEST, LARGEST = 1e-150, 1e150  # squares beyond these are 0 or infinite

BLOCK_CELLS = 4_000_000  # comparisons held at once by the dominance check, a byte each


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Checked input of a method: m alternatives by n criteria.

    Parameters
    ----------
    performances : ndarray of shape (m, n)
        Finite values, each criterion in its own unit.
    objectives : ndarray of shape (n,)
        1 where more is better, -1 where less is better.
    weights : ndarray of shape (n,)
        Weights of 0 or more that sum to 1.
    alternatives : sequence of str
        Names for messages.
    criteria : tuple of str
        Names for messages, and for parameters of single criteria.
    """

    performances: Floats
    objectives: Floats
    weights: Floats
    alternatives: Sequence[str]
    criteria: tuple[str, ...]

    @property
    def is_constant(self) -> Bools:
        """Say for each of the n criteria whether all alternatives are equal on it."""
        spans = np.ptp(self.performances, axis=0)
        constant: Bools = spans <= TIE_TOLERANCE * np.abs(self.performances).max(axis=0)
        return constant

    def keep(self, kept: Bools) -> Matrix:
        """Return the matrix with the criteria marked True alone; weights are not rescaled."""
        return replace(
            self,
            performances=self.performances[:, kept],
            objectives=self.objectives[kept],
            weights=self.weights[kept],
            criteria=tuple(
                name for name, is_kept in zip(self.criteria, kept, strict=True) if is_kept
            ),
        )

    def levelled(self) -> Matrix:
        """Return the matrix with constant criteria freed of their rounding noise."""
        low = self.performances.min(axis=0)
        return replace(self, performances=np.where(self.is_constant, low, self.performances))

    def cell(self, row: int, column: int) -> str:
        """Name one cell as a problem's place."""
        return f"performances[{self.alternatives[int(row)]}, {self.criteria[column]}]"


def check_matrix(
    performances: ArrayLike,
    *,
    objectives: ArrayLike,
    weights: ArrayLike,
    alternatives: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
) -> Matrix:
    """Copy and check what a caller hands to a method.

    Parameters
    ----------
    performances : array-like of shape (m, n)
        Values of m alternatives on n criteria.
    objectives : array-like of shape (n,)
        1 or -1 for each criterion.
    weights : array-like of shape (n,)
        Weights of 0 or more, of any sum.
    alternatives, criteria : sequence of str, optional
        Names for messages; rows and columns are counted from 1 where there are none.

    Returns
    -------
    Matrix
        The same with weights that sum to 1.

    Raises
    ------
    MethodError
        With every problem found: ``matrix-shape`` or ``matrix-empty`` first; else
        ``matrix-objectives``, ``matrix-weights`` and ``matrix-nonfinite``, the last one a cell.
    """
    table = _numbers(performances, "performances", axes=2)
    rows, columns = table.shape
    if not table.size:
        raise MethodError(_empty(rows, columns))
    found = Matrix(
        table,
        _numbers(objectives, "objectives", axes=1),
        _numbers(weights, "weights", axes=1),
        _names(alternatives, "row", rows),
        tuple(_names(criteria, "column", columns)),
    )
    _refuse(_misfits(found))
    _refuse([*_bad_objectives(found), *_bad_weights(found), *_bad_cells(found)])
    scaled = found.weights / found.weights.max()  # first, so that the sum cannot overflow
    return replace(found, weights=scaled / scaled.sum())


def check_domain(matrix: Matrix, refused: Bools, *, name: str, reason: str = "") -> None:
    """Refuse the cells of shape (m, n) a method's formula has no answer for, and say why."""
    because = f": {reason}" if reason else ""
    _refuse(
        Problem(
            "matrix-nonpositive",
            matrix.cell(row, column),
            f"'{name}' has no answer for {matrix.performances[row, column]:g} here{because}.",
            "Shift or transform the criterion, or choose a method that takes any number, such as "
            "topsis, vikor or promethee-2.",
        )
        for row, column in np.argwhere(refused)
    )


def check_scores(matrix: Matrix, scores: Floats, *, name: str) -> None:
    """Refuse scores of shape (m,) that are not finite, as huge values can make them."""
    _refuse(
        Problem(
            "matrix-nonfinite",
            f"scores[{matrix.alternatives[int(row)]}]",
            f"'{name}' arrives at {scores[row]} for this alternative.",
            "Bring the criteria to moderate units, or choose another method.",
        )
        for row in np.flatnonzero(~np.isfinite(scores))
    )


def check_dominance(matrix: Matrix, ranks: Ints, *, name: str) -> None:
    """Refuse ranks of shape (m,) that put a dominated alternative above a dominating one."""
    utilities = matrix.performances * matrix.objectives
    pair = broken_dominance(utilities[:, matrix.weights > 0], ranks)
    if pair is None:
        return
    better, worse = (matrix.alternatives[index] for index in pair)
    what = (
        f"'{name}' ranks '{worse}' above '{better}', which is at least as good on every "
        "criterion and better on one: the method's own definition breaks on this matrix."
    )
    mend = "Choose another method, for instance weighted-sum or topsis."
    raise MethodError(Problem("method-dominance", f"method {name}", what, mend))


def broken_dominance(utilities: Floats, ranks: Ints) -> tuple[int, int] | None:
    """Find one pair in which the dominating alternative has the worse rank.

    Parameters
    ----------
    utilities : ndarray of shape (m, n)
        Values on which more is better.
    ranks : ndarray of shape (m,)
        Ranks from 1.

    Returns
    -------
    tuple of int or None
        Indices of the dominating and the dominated alternative; None where all is in order.

    Examples
    --------
    >>> broken_dominance(np.array([[1.0, 2.0], [1.0, 1.0]]), np.array([2, 1]))
    (0, 1)
    """
    height = max(1, BLOCK_CELLS // utilities.size)
    for start in range(0, len(utilities), height):
        block = utilities[start : start + height, None, :]
        breaks = ranks[start : start + height, None] > ranks[None, :]
        breaks &= (block >= utilities).all(axis=2) & (block > utilities).any(axis=2)
        if breaks.any():
            better, worse = np.argwhere(breaks)[0]
            return start + int(better), int(worse)
    return None


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise MethodError(found)


def _numbers(values: ArrayLike, where: str, *, axes: int) -> Floats:
    mend = f"Hand over an array of numbers with {axes} axes."
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        what = f"it cannot be read as numbers ({error})."
        raise MethodError(Problem("matrix-shape", where, what, mend)) from None
    if array.ndim != axes:
        what = f"it has {array.ndim} axes and shape {array.shape}."
        raise MethodError(Problem("matrix-shape", where, what, mend))
    return array


def _names(given: Sequence[str] | None, kind: str, count: int) -> Sequence[str]:
    return _Counted(kind, count) if given is None else tuple(str(name) for name in given)


@dataclass(frozen=True, slots=True)
class _Counted(Sequence[str]):
    """Names such as ``row 1``, each made when it is asked for: there may be a million."""

    kind: str
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        numbers = range(1, self.size + 1)[at]
        if isinstance(numbers, int):
            return f"{self.kind} {numbers}"
        return tuple(f"{self.kind} {number}" for number in numbers)


def _empty(rows: int, columns: int) -> Problem:
    what = f"there are {rows} alternatives and {columns} criteria."
    return Problem("matrix-empty", "performances", what, "Hand over at least one of each.")


def _misfits(found: Matrix) -> Iterable[Problem]:
    rows, columns = found.performances.shape
    lengths = {
        "objectives": (len(found.objectives), columns),
        "weights": (len(found.weights), columns),
        "alternatives": (len(found.alternatives), rows),
        "criteria": (len(found.criteria), columns),
    }
    for where, (length, wanted) in lengths.items():
        if length != wanted:
            what = f"there are {length}, but performances have shape ({rows}, {columns})."
            yield Problem("matrix-shape", where, what, f"Give {wanted}.")


def _bad_objectives(found: Matrix) -> Iterable[Problem]:
    for criterion, objective in zip(found.criteria, found.objectives, strict=True):
        if objective not in (1.0, -1.0):
            what = f"the objective is {objective:g}."
            mend = "Write 1 where more is better, -1 where less is better."
            yield Problem("matrix-objectives", f"objectives[{criterion}]", what, mend)


def _bad_weights(found: Matrix) -> Iterable[Problem]:
    for criterion, weight in zip(found.criteria, found.weights, strict=True):
        if not (np.isfinite(weight) and weight >= 0):
            what = f"the weight is {weight:g}."
            mend = "Write a finite number of 0 or more."
            yield Problem("matrix-weights", f"weights[{criterion}]", what, mend)
    if not found.weights.any():
        what = "all weights are 0."
        yield Problem("matrix-weights", "weights", what, "Give a criterion a weight above 0.")


def _bad_cells(found: Matrix) -> Iterable[Problem]:
    sizes = np.abs(found.performances)
    is_usable = (sizes == 0) | ((sizes >= SMALLEST) & (sizes <= LARGEST))
    for row, column in np.argwhere(~is_usable):
        value = found.performances[row, column]
        what = "the cell is missing." if np.isnan(value) else f"the cell is {value:g}."
        mend = "Leave the alternative or the criterion out, or write a number of moderate size."
        yield Problem("matrix-nonfinite", found.cell(row, column), what, mend)
