r"""How far one weight can move before the order at the top changes, and who takes over.

Where criterion c weighs x and the others share the rest in their old proportions, every
score is a straight line in x, from the score by the others alone at x = 0 to the score on
c alone at x = 1. Two lines cross at most once, so the weights at which an order holds are
an interval, and its ends are crossings: nothing is searched or drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.exact import Additive, additive_model
from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking
from ranker.methods import Floats

if TYPE_CHECKING:
    import pandas as pd

Question = Literal["first", "top", "pair"]


@dataclass(frozen=True, slots=True)
class Takeover:
    """Who draws level at the end of an interval and is ahead beyond it, and of whom."""

    winner: str
    loser: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The weights of one criterion at which an order holds.

    Parameters
    ----------
    criterion : str
    question : {"first", "top", "pair"}
        Nobody is ahead of the first; nobody outside the top ones is ahead of any of them;
        the upper one of a pair is not behind the other.
    weight : float
        The criterion's present share.
    low, high : float
        Ends of the interval, included; at an end that is no 0 or 1 two clusters are level.
    below, above : Takeover or None
        What happens beyond the ends; None where nothing does.
    """

    criterion: str
    question: Question
    weight: float
    low: float
    high: float
    below: Takeover | None
    above: Takeover | None

    @property
    def slack(self) -> float:
        """By how much the weight can move either way before the order changes."""
        ways = [
            abs(end - self.weight)
            for end, taken in ((self.low, self.below), (self.high, self.above))
            if taken is not None
        ]
        return min(ways, default=1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Stability(Result):
    """Result of `stability`: an interval for every criterion and question."""

    ranking: Ranking
    top: tuple[str, ...]
    intervals: tuple[Interval, ...]

    def interval(self, criterion: str, question: Question = "first") -> Interval:
        """Return the interval of one criterion."""
        return next(
            held
            for held in self.intervals
            if held.criterion == criterion and held.question == question
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row a criterion and question."""
        from ranker.analysis.frames_exact import stability_table  # noqa: PLC0415 - loads pandas

        return stability_table(self)


def stability(ranking: Ranking, *, pair: tuple[str, str] | None = None, top: int = 3) -> Stability:
    """Find for every top criterion the weights at which the order at the top holds.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums. Missing cells stay as ranked.
    pair : tuple of str, optional
        Two ranked clusters whose order is asked for too.
    top : int
        How many make the top; those that tie with the last of them belong to it.

    Returns
    -------
    Stability

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown``.

    References
    ----------
    Mareschal, B. (1988). Weight stability intervals in multicriteria decision aid. *European
    Journal of Operational Research* 33(1), 54-64. doi:10.1016/0377-2217(88)90254-8.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> held = stability(rank()).interval("talent")
    >>> held.weight, held.low, held.above.winner
    (0.25, 0.0, 'hong-kong')
    """
    model = additive_model(ranking)
    ranks = ranking.ranks[model.rows]
    groups: dict[Question, tuple[list[int], list[int]]] = {
        "first": _split(ranks == 1),
        "top": _split(ranks <= top),
    }
    if pair is not None:
        a, b = sorted((model.at(pair[0]), model.at(pair[1])), key=lambda i: ranks[i])
        groups["pair"] = ([a], [b])
    intervals = tuple(
        _interval(model, column, question, inside, outside)
        for column in range(len(ranking.study.criteria))
        for question, (inside, outside) in groups.items()
    )
    return Stability(ranking, tuple(model.clusters[i] for i in groups["top"][0]), intervals)


def _split(is_inside: np.ndarray) -> tuple[list[int], list[int]]:
    return np.flatnonzero(is_inside).tolist(), np.flatnonzero(~is_inside).tolist()


def line_ends(scores: Floats, weights: Floats, column: int) -> tuple[Floats, Floats]:
    """Return the scores where a criterion has no weight, and where it has all.

    Parameters
    ----------
    scores : ndarray of shape (m, n)
    weights : ndarray of shape (n,)
        Where the criterion has all the weight already the others have no proportions; they
        then share alike.
    column : int

    Returns
    -------
    tuple of ndarray, each of shape (m,)
    """
    others = np.delete(weights, column)
    total = others.sum()
    shares = others / total if total > 0 else np.full(len(others), 1 / max(len(others), 1))
    return np.delete(scores, column, axis=1) @ shares, scores[:, column]


def _interval(
    model: Additive, column: int, question: Question, inside: list[int], outside: list[int]
) -> Interval:
    ranking = model.ranking
    weight = float(ranking.criterion_weights[column])
    low, high = 0.0, 1.0
    below = above = None
    if len(ranking.study.criteria) > 1:
        ends = line_ends(model.scores, ranking.criterion_weights, column)
        for i, j, at, is_rising in _crossings(*ends, inside, outside):
            taken = Takeover(model.clusters[j], model.clusters[i])
            if is_rising and min(at, weight) > low:
                low, below = min(at, weight), taken
            if not is_rising and max(at, weight) < high:
                high, above = max(at, weight), taken
    criterion = ranking.study.criteria[column].id
    return Interval(criterion, question, weight, low, high, below, above)


def _crossings(
    without: Floats, alone: Floats, inside: list[int], outside: list[int]
) -> Iterator[tuple[int, int, float, bool]]:
    """Yield where the lead of i over j is 0, and whether it rises there."""
    for i in inside:
        for j in outside:
            start, stop = float(without[i] - without[j]), float(alone[i] - alone[j])
            if (start < 0) != (stop < 0):
                yield i, j, start / (start - stop), start < 0
