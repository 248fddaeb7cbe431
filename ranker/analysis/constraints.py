"""Constraints on weights, as people write them: ``governance >= talent``, ``talent <= 0.4``.

A text is a chain of sides joined by ``>=``, ``<=`` or ``=``; a side is a sum of criteria,
of multiples of them and of shares of the whole weight::

    governance >= talent >= investment
    investment >= 2*talent
    governance + talent <= 60%
    governance ± 0.05        within 5 points of its weight in the ranking
    all ± 0.1                every criterion within 10 points of its own

All ends are included: weights on the border are admitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods import Bools, Floats
from ranker.methods.simplex import FEASIBILITY_TOLERANCE, conflicting_rows, plain

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

WeightLevel = Literal["criteria", "leaves"]

MEND = "Write 'governance >= talent', 'talent <= 0.4', 'investment >= 2*talent' or 'talent ± 0.1'."
_NUMBER = r"(\d{1,9}\.?\d*|\.\d+)\s*(%?)"
_NAME = r"([^\W\d][\w-]*)"
_MULTIPLE = re.compile(rf"(?:{_NUMBER}\s*\*\s*)?{_NAME}")
_SHARE = re.compile(rf"{_NUMBER}()")
_AROUND = re.compile(rf"{_NAME}\s*(?:±|\+/?-)\s*{_NUMBER}")
_RELATIONS = re.compile(r"(>=|<=|==|≥|≤|=(?![<>])|[<>])")


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """A set of weights: those of the simplex at which every row is 0 or more.

    Parameters
    ----------
    level : {"criteria", "leaves"}
        Whose weights: shares of the top criteria, or of the leaves in the whole.
    names : tuple of str
        The n criteria or leaves.
    texts : tuple of str
        What was written, one a row; a chain stands behind several.
    region : ndarray of shape (q, n)
        Row · weights >= 0. Since weights sum to 1, a · w <= b is the row b - a.
    """

    level: WeightLevel
    names: tuple[str, ...]
    texts: tuple[str, ...]
    region: Floats

    def __post_init__(self) -> None:
        own = np.array(self.region, dtype=float)
        own.setflags(write=False)
        object.__setattr__(self, "region", own)
        if own.shape != (len(self.texts), len(self.names)):
            raise AssertionError("every row has its text, and a coefficient for every name")

    @property
    def are_none(self) -> bool:
        """Whether all weights are admitted."""
        return not self.texts

    @property
    def written(self) -> tuple[str, ...]:
        """The texts, each once."""
        return tuple(dict.fromkeys(self.texts))

    def admit(self, weights: Floats) -> Bools:
        """Tell which sets of weights are admitted.

        Parameters
        ----------
        weights : ndarray of shape (s, n)
            Each row sums to 1.

        Returns
        -------
        ndarray of shape (s,)
        """
        return np.asarray((weights @ self.region.T >= -FEASIBILITY_TOLERANCE).all(axis=1))


def parse_constraints(
    ranking: Ranking, texts: Sequence[str] = (), *, level: WeightLevel = "criteria"
) -> Constraints:
    """Read constraints on the weights of a ranking.

    Parameters
    ----------
    ranking : Ranking
        Names the criteria, and the weights that ``±`` is about.
    texts : sequence of str
        One constraint each.
    level : {"criteria", "leaves"}
        At ``criteria`` the top criteria may be named, at ``leaves`` every node: an inner
        one is the sum of its leaves.

    Returns
    -------
    Constraints
        Admits at least one set of weights.

    Raises
    ------
    UsageError
        ``constraint-invalid`` for every text that cannot be read, or
        ``constraints-infeasible`` with a smallest set of those that conflict.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> parse_constraints(rank(), ["governance >= talent >= 0.1"]).region.tolist()
    [[0.0, 1.0, 0.0, -1.0], [-0.1, -0.1, -0.1, 0.9]]
    """
    columns, names, own = _columns(ranking, level)
    rows: list[tuple[str, Floats]] = []
    problems: list[Problem] = []
    for text in [texts] if isinstance(texts, str) else texts:
        try:
            rows += [(text, row) for row in _rows(text, columns, own)]
        except ValueError as error:
            what, _, mend = str(error).partition("\n")
            problems.append(Problem("constraint-invalid", f"constraint '{text}'", what, mend))
    if problems:
        raise UsageError(problems)
    region = np.array([row for _, row in rows]) if rows else plain(len(names))
    constraints = Constraints(level, names, tuple(text for text, _ in rows), region)
    _check_feasible(constraints)
    return constraints


def _columns(
    ranking: Ranking, level: WeightLevel
) -> tuple[Mapping[str, Floats], tuple[str, ...], Floats]:
    """Return the coefficients of each name that may be written, the columns, their weights."""
    nodes = [node for node in ranking.study.root.walk() if node.id]
    if level == "criteria":
        ids = tuple(node.id for node in ranking.study.criteria)
        return dict(zip(ids, np.eye(len(ids)), strict=True)), ids, ranking.criterion_weights
    ids = tuple(leaf.id for leaf in ranking.study.indicators)
    below = {
        node.id: {leaf.id for leaf in node.indicators()}
        if hasattr(node, "indicators")
        else {node.id}
        for node in nodes
    }
    columns = {
        name: np.array([float(leaf in held) for leaf in ids]) for name, held in below.items()
    }
    return columns, ids, np.array([ranking.weighting.overall[leaf] for leaf in ids])


def _rows(text: str, columns: Mapping[str, Floats], own: Floats) -> Iterable[Floats]:
    """Turn one text into rows that are 0 or more where it holds."""
    around = _AROUND.fullmatch(text.strip())
    if around:
        return _rows_around(around, columns, own)
    parts = _RELATIONS.split(text)
    sides, relations = [_side(part, columns) for part in parts[::2]], parts[1::2]
    if not relations:
        raise ValueError(f"it compares nothing.\n{MEND}")
    if {"<", ">"} & set(relations):
        raise ValueError(
            "'<' and '>' leave out the border of the set, where the extremes lie.\nWrite >= or <=."
        )
    rows: list[Floats] = []
    for left, relation, right in zip(sides[:-1], relations, sides[1:], strict=True):
        if np.ptp(left - right) == 0:
            raise ValueError(f"a comparison in it depends on no weight.\n{MEND}")
        rows += [left - right] if relation in (">=", "≥", "=", "==") else []
        rows += [right - left] if relation in ("<=", "≤", "=", "==") else []
    return rows


def _rows_around(
    around: re.Match[str], columns: Mapping[str, Floats], own: Floats
) -> Iterable[Floats]:
    name, number, percent = around.groups()
    reach = float(number) / (100 if percent else 1)
    named = list(np.eye(len(own))) if name == "all" and name not in columns else None
    for column in named or [_named(name, columns)]:
        middle = float(column @ own)
        yield column - (middle - reach)
        yield (middle + reach) - column


def _side(written: str, columns: Mapping[str, Floats]) -> Floats:
    """Return the coefficients of one side; a share of the whole is that much of every column."""
    total = np.zeros(len(next(iter(columns.values()))))
    for term in (part.strip() for part in written.split("+")):
        found = _MULTIPLE.fullmatch(term) or _SHARE.fullmatch(term)
        if found is None:
            raise ValueError(f"'{term}' is neither a criterion nor a number.\n{MEND}")
        number, percent, name = found.groups()
        factor = float(number or 1) / (100 if percent else 1)
        total = total + factor * (_named(name, columns) if name else 1.0)
    return total


def _named(name: str, columns: Mapping[str, Floats]) -> Floats:
    if name not in columns:
        mend = did_you_mean(name, list(columns), shown=8)
        raise ValueError(f"no weight here is called '{name}'.\n{mend}")
    return columns[name]


def _check_feasible(constraints: Constraints) -> None:
    rows = conflicting_rows(constraints.region)
    if not rows:
        return
    conflict = list(dict.fromkeys(constraints.texts[row] for row in rows))
    listed = "; ".join(f"'{text}'" for text in conflict)
    alone = len(conflict) == 1
    what = f"no weights satisfy {listed}." if alone else f"no weights satisfy all of: {listed}."
    mend = "Relax it." if alone else "Relax or leave out one of these."
    raise UsageError(Problem("constraints-infeasible", "constraints", what, mend))
