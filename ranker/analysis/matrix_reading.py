"""A table and its arguments as a checked decision matrix, with every problem told at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from ranker.errors import MethodError, Problem, UsageError, did_you_mean
from ranker.methods import Floats
from ranker.methods._guards import check_matrix
from ranker.study.model import Objective

_SIGNS: Mapping[str, float] = {"max": 1.0, "min": -1.0}
_NUMERIC = "biuf"  # kinds of NumPy types whose every cell is a number
_PLACEHOLDER = 1.0  # stands where a problem was told, so that the other checks can run


@dataclass(frozen=True, slots=True, eq=False)
class MatrixInput:
    """What a method takes: m alternatives × n criteria, finite, weights that sum to 1."""

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    performances: Floats  # (m, n)
    objectives: tuple[Objective, ...]
    weights: Floats  # (n,)

    @property
    def signs(self) -> Floats:
        """Objectives as numbers, shape (n,): 1 for 'max', -1 for 'min'."""
        return np.array([_SIGNS[objective] for objective in self.objectives])


def read_matrix(
    frame: Any,
    *,
    objectives: str | Mapping[Any, str] | Sequence[str] | None,
    weights: Mapping[Any, float] | Sequence[float] | None,
) -> MatrixInput:
    """Read and check what `ranker.analysis.matrix_ranking.rank_matrix` was given.

    Raises
    ------
    UsageError
        ``argument-invalid`` where `frame` is no table.
    MethodError
        With every problem found.
    """
    table, own_objectives, own_weights = _unpacked(frame)
    problems: list[Problem] = []
    rows, columns = _names(table.index), _names(table.columns)
    problems += [*_repeated(rows, "alternative"), *_repeated(columns, "criterion")]
    performances = _performances(table, rows, columns, problems)
    directions = _objectives(objectives, own_objectives, columns, problems)
    given = own_weights if weights is None else weights
    shares = _weights(given, columns, problems)
    signs = [_SIGNS[word] for word in directions]
    try:
        matrix = check_matrix(
            performances, objectives=signs, weights=shares, alternatives=rows, criteria=columns
        )
    except MethodError as error:
        problems += error.problems
    if problems:
        raise MethodError(dict.fromkeys(problems))
    return MatrixInput(rows, columns, matrix.performances, directions, matrix.weights)


def _unpacked(frame: Any) -> tuple[Any, dict[str, Objective], dict[str, float] | None]:
    """Return a DataFrame with the objectives and weights it brings."""
    import pandas as pd  # noqa: PLC0415 - takes half a second

    if isinstance(frame, pd.DataFrame):
        return frame, {}, None
    if not all(hasattr(frame, name) for name in ("matrix", "iobjectives", "weights")):
        return _by_narwhals(frame), {}, None
    signs = {str(name): int(sign) for name, sign in frame.iobjectives.items()}
    objectives: dict[str, Objective] = {k: "max" if s > 0 else "min" for k, s in signs.items()}
    weights = {str(name): float(weight) for name, weight in frame.weights.items()}
    return frame.matrix, objectives, weights


def _by_narwhals(frame: Any) -> Any:
    """Return a table of another library as a DataFrame; its first column of text names the rows."""
    import narwhals as nw  # noqa: PLC0415 - few hand over another library's table

    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        what = f"it is a {type(frame).__name__}."
        mend = "Hand over a table of pandas or polars, or a scikit-criteria DecisionMatrix."
        raise UsageError(Problem("argument-invalid", "frame", what, mend)) from None
    words = [name for name, kind in table.schema.items() if kind in (nw.String, nw.Categorical)]
    names = [str(name) for name in table[words[0]].to_list()] if words else None
    kept = [name for name in table.columns if name not in words[:1]]
    columns = {name: table[name].to_list() for name in kept}
    return _frame(columns, names, len(table))


def _frame(columns: Mapping[str, list[Any]], names: Sequence[str] | None, rows: int) -> Any:
    import pandas as pd  # noqa: PLC0415 - takes half a second

    index = list(names) if names is not None else list(range(rows))
    return pd.DataFrame(columns, index=pd.Index(index), dtype=object)


def _names(labels: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(label) for label in labels)


def _repeated(names: Sequence[str], kind: str) -> Iterable[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            what = f"the {kind} '{name}' stands {times} times."
            yield Problem("matrix-duplicate", f"frame[{name}]", what, "Give each its own name.")


def _performances(
    table: Any, rows: Sequence[str], columns: Sequence[str], problems: list[Problem]
) -> Floats:
    values = np.empty((len(rows), len(columns)))
    for j, name in enumerate(columns):
        column = table.iloc[:, j]
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in _NUMERIC:
            values[:, j] = column.to_numpy()  # a million cells at once
            continue
        cells = column.tolist()
        refused = [i for i, cell in enumerate(cells) if not _is_number(cell)]
        is_refused = set(refused)
        values[:, j] = [
            _PLACEHOLDER if i in is_refused else _number(cell) for i, cell in enumerate(cells)
        ]
        if refused:
            more = f", and {len(refused) - 1} more cells are none" if len(refused) > 1 else ""
            what = f"{cells[refused[0]]!r} is no number{more}."
            where = f"frame[{rows[refused[0]]}, {name}]"
            mend = "Turn the column into numbers, or leave it out."
            problems.append(Problem("number-invalid", where, what, mend))
    return values


def _is_missing(cell: Any) -> bool:
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def _is_number(cell: Any) -> bool:
    return isinstance(cell, Real | Decimal | np.bool_) or _is_missing(cell)


def _number(cell: Any) -> float:
    return math.nan if _is_missing(cell) else float(cell)


def _objectives(
    given: str | Mapping[Any, str] | Sequence[str] | None,
    own: Mapping[str, Objective],
    columns: Sequence[str],
    problems: list[Problem],
) -> tuple[Objective, ...]:
    named: dict[str, Any] = {**dict.fromkeys(columns, "max"), **own}
    if isinstance(given, str):
        named = dict.fromkeys(columns, given)
    elif given is not None:
        by_name = _by_name(given, columns, "objectives", problems)
        problems += _unknown(by_name, columns, "objectives", "matrix-objectives")
        named |= by_name
    found: list[Objective] = []
    for name in columns:
        word = named[name]
        if word not in _SIGNS:
            what = f"the objective is {word!r}."
            mend = "Write 'max' where more is better, 'min' where less is better."
            problems.append(Problem("matrix-objectives", f"objectives[{name}]", what, mend))
        found.append("min" if word == "min" else "max")
    return tuple(found)


def _weights(
    given: Mapping[Any, float] | Sequence[float] | None,
    columns: Sequence[str],
    problems: list[Problem],
) -> list[float]:
    if given is None:
        return [1.0] * len(columns)
    named = _by_name(given, columns, "weights", problems)
    problems += _unknown(named, columns, "weights", "matrix-weights")
    weights: list[float] = []
    for name in columns:
        weight = named.get(name, _PLACEHOLDER if _is_in_order(given) else None)
        if weight is None:
            what = f"'{name}' has no weight."
            mend = "Name every column; 0 leaves one out."
            problems.append(Problem("matrix-weights", f"weights[{name}]", what, mend))
        elif not _is_number(weight):
            what = f"the weight is {weight!r}."
            mend = "Write a finite number of 0 or more."
            problems.append(Problem("matrix-weights", f"weights[{name}]", what, mend))
        weights.append(_number(weight) if weight is not None and _is_number(weight) else 1.0)
    return weights


def _is_in_order(given: Any) -> bool:
    """Whether values stand in the order of the columns; a Series and a mapping have names."""
    return not hasattr(given, "items")


def _by_name(
    given: Any, columns: Sequence[str], where: str, problems: list[Problem]
) -> dict[str, Any]:
    if not _is_in_order(given):
        return {str(name): value for name, value in given.items()}
    values = list(given)
    if len(values) != len(columns):
        what = f"there are {len(values)}, but {len(columns)} criteria."
        problems.append(Problem("matrix-shape", where, what, f"Give {len(columns)}."))
        return {}
    return dict(zip(columns, values, strict=True))


def _unknown(
    named: Mapping[str, Any], columns: Sequence[str], where: str, code: str
) -> Iterable[Problem]:
    for name in named:
        if name not in columns:
            what = f"there is no criterion '{name}'."
            yield Problem(code, f"{where}[{name}]", what, did_you_mean(name, columns))
