r"""The cheapest changes of a cluster's own figures that take it to a rank or past a rival.

Yardsticks stay, and so do the figures of all others; so rank k is one score: that of the k-th
best other cluster. The score of the cluster is a sum over its levers of concave functions
of single figures, and the cheapest package is found exactly (`ranker.methods.cheapest`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.exact import check_additive
from ranker.analysis.forms import Result
from ranker.analysis.levers import Held, Lever, Terms, list_levers, term_problems
from ranker.analysis.parts import scored_row
from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError
from ranker.methods import Floats
from ranker.methods.cheapest import Moves, cheapest
from ranker.methods.rank_bounds import TIE
from ranker.study.edit import edited_study
from ranker.study.model import Observation, Study

if TYPE_CHECKING:
    import pandas as pd

AHEAD = 2 * TIE  # points by which a rival is beaten: clearly no tie


@dataclass(frozen=True, slots=True)
class Change:
    """One lever's part in a package.

    Parameters
    ----------
    lever : Lever
    to : float
        The figure that it is brought to, in its unit.
    points : float
        What that adds to the score.
    cost : float
    """

    lever: Lever
    to: float
    points: float
    cost: float


@dataclass(frozen=True, slots=True, eq=False)
class Reach(Result):
    """Result of `reach`.

    Parameters
    ----------
    cluster : str
    rank : int or None
        The rank that was asked for.
    beat : str or None
        The rival that was to be passed.
    terms : Terms
    target : float
        The score that is needed.
    before, after : float
        The cluster's score as ranked, and with the changes.
    rank_before, rank_after : int
        A tie shares the better rank.
    is_reached : bool
    changes : tuple of Change
        The cheapest package. Where the target cannot be reached: every lever at its cap,
        which is the most that there is, and the proof.
    levers : tuple of Lever
        All that might move.
    held : tuple of Held
        Levers that stay, with the reason.
    """

    ranking: Ranking
    cluster: str
    rank: int | None
    beat: str | None
    terms: Terms
    target: float
    before: float
    after: float
    rank_before: int
    rank_after: int
    is_reached: bool
    changes: tuple[Change, ...]
    levers: tuple[Lever, ...]
    held: tuple[Held, ...]

    def __post_init__(self) -> None:
        gained = math.fsum(change.points for change in self.changes)
        if abs(self.before + gained - self.after) > TIE:
            raise AssertionError("the changes add up to what is gained")
        if self.is_reached != (self.after >= self.target - TIE / 10):
            raise AssertionError("a package reaches exactly where its score is the target's")

    @property
    def cost(self) -> float:
        """Of all changes."""
        return math.fsum(change.cost for change in self.changes)

    @property
    def shortfall(self) -> float:
        """Points that are lacking; 0 where the target is reached."""
        return 0.0 if self.is_reached else self.target - self.after

    @property
    def table(self) -> pd.DataFrame:
        """One row a change: figure now and then, points, cost."""
        from ranker.analysis.frames_exact import reach_table  # noqa: PLC0415 - loads pandas

        return reach_table(self)

    def study(self) -> Study:
        """Return the study with the changes made, to be ranked with this ranking's yardsticks.

        The rows of a changed cell give way to one row with its newest year; items are merged.

        Examples
        --------
        >>> from ranker.analysis.ranking import rank
        >>> found = reach(rank(), "osong", rank=3)
        >>> rank(found.study(), yardsticks=found.ranking).rank_of("osong")
        3
        """
        row = self.ranking.index(self.cluster)
        cells = {cell.indicator.id: cell for cell in self.ranking.cells.cells[row]}
        added: list[Observation] = []
        gone: list[Observation] = []
        for change in self.changes:
            cell = cells[change.lever.indicator.id]
            newest = max(cell.chosen, key=lambda held: held.year)
            note = f"planned; {newest.note}" if newest.note else "planned"
            plain = replace(newest, value=change.to, item="", low=None, high=None, note=note)
            added.append(plain)
            gone += [*cell.chosen, *(passed.observation for passed in cell.passed)]
        return edited_study(self.ranking.study, added, without=gone)


def reach(
    ranking: Ranking,
    cluster: str,
    *,
    rank: int | None = None,
    beat: str | None = None,
    terms: Terms | None = None,
) -> Reach:
    """Find the cheapest changes of levers that take a cluster to a rank or past a rival.

    Parameters
    ----------
    ranking : Ranking
        By weighted sums. Its yardsticks and all other clusters' figures stay.
    cluster : str
        A ranked cluster.
    rank : int, optional
        The rank to reach; level with the one that holds it now is enough.
    beat : str, optional
        The scored cluster to pass, by more than a tie.
    terms : Terms, optional
        What may move, how far, how fast and at what cost.

    Returns
    -------
    Reach

    Raises
    ------
    MethodError
        ``bounds-not-additive``.
    UsageError
        ``cluster-unknown``, ``lever-unknown``, ``lever-immovable``, ``cost-invalid``,
        ``cap-invalid``, ``argument-invalid``; ``target-met`` where nothing need change.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank as ranked
    >>> found = reach(ranked(), "osong", rank=3)
    >>> found.is_reached, found.rank_after
    (True, 3)
    """
    check_additive(ranking)
    chosen = Terms() if terms is None else terms
    problems = [*_goal_problems(ranking, cluster, rank, beat), *term_problems(ranking, chosen)]
    if problems:
        raise UsageError(problems)
    row = ranking.index(cluster)
    target = _target(ranking, row, rank, beat)
    before = float(ranking.scores[row])
    if before >= target - TIE / 10:
        raise UsageError(_met(ranking, cluster, rank, beat))
    levers, held = list_levers(ranking, row, chosen)
    moves = as_moves(levers)
    amounts = cheapest(moves, target - before) if levers else None
    is_reached = amounts is not None
    changes = _changes(levers, moves.limits if amounts is None else amounts)
    after = before + math.fsum(change.points for change in changes)
    others = np.delete(ranking.scores[ranking.tree.is_ranked], _position(ranking, row))
    return Reach(
        ranking,
        cluster,
        rank,
        beat,
        chosen,
        target,
        before,
        after,
        int(ranking.ranks[row]),
        1 + int((others > after + TIE / 10).sum()),
        is_reached,
        changes,
        levers,
        held,
    )


def _position(ranking: Ranking, row: int) -> int:
    return int(ranking.tree.is_ranked[:row].sum())


def _target(ranking: Ranking, row: int, rank: int | None, beat: str | None) -> float:
    """Return the score that is needed."""
    if beat is not None:
        return float(ranking.scores[ranking.index(beat)]) + AHEAD
    others = np.delete(ranking.scores[ranking.tree.is_ranked], _position(ranking, row))
    place = (rank or 1) - 1
    return float(np.sort(others)[::-1][place]) if place < len(others) else -math.inf


def as_moves(levers: tuple[Lever, ...]) -> Moves:
    """Return levers as quantities that can be raised, what they cost and gain."""
    entries = np.array([_entry(lever) for lever in levers])
    now = np.array([lever.now for lever in levers])
    start = [
        _points(lever, lever.now + lever.sign * entry) if entry > 0 else 0.0
        for lever, entry in zip(levers, entries, strict=True)
    ]
    is_log = np.array([lever.line.is_log for lever in levers], dtype=bool)
    ceiling = [lever.gain * (lever.line.high - lever.line.utility(lever.now)) for lever in levers]
    return Moves(
        costs=np.array([lever.cost for lever in levers]),
        limits=np.array([lever.room for lever in levers], dtype=float),
        is_whole=np.array([lever.is_whole for lever in levers], dtype=bool),
        weight=np.array([lever.gain * abs(lever.line.slope) for lever in levers]),
        base=np.where(is_log, 1 + now, np.nan),
        ceiling=np.array(ceiling),
        entry=entries,
        start=np.array(start),
    )


def _entry(lever: Lever) -> float:
    """Return how far a figure moves before its utility leaves the bottom of the scale."""
    if math.isinf(lever.line.low):
        return 0.0
    entry = max(lever.sign * (lever.line.figure(lever.line.low) - lever.now), 0.0)
    return float(math.ceil(entry - 1e-9)) if lever.is_whole else entry


def _points(lever: Lever, to: float) -> float:
    return lever.gain * (lever.line.utility(to) - lever.line.utility(lever.now))


def _changes(levers: tuple[Lever, ...], amounts: Floats) -> tuple[Change, ...]:
    return tuple(
        Change(lever, to, _points(lever, to), lever.cost * float(amount))
        for lever, amount in zip(levers, amounts, strict=True)
        if amount > 0
        for to in (lever.now + lever.sign * float(amount),)
    )


def _goal_problems(
    ranking: Ranking, cluster: str, rank: int | None, beat: str | None
) -> Iterator[Problem]:
    m = len(ranking.ranked)
    for name, must_rank in ((cluster, True), (beat, False)):
        try:
            is_ranked = name is None or ranking.ranks[scored_row(ranking, name)] > 0
        except UsageError as error:
            yield from error.problems
        else:
            if must_rank and not is_ranked:
                what = f"'{name}' takes no rank here."
                yield Problem("cluster-unknown", "cluster", what, "Name a ranked cluster.")
    if (rank is None) == (beat is None):
        what = "neither a rank nor a rival is given." if rank is None else "both are given."
        yield Problem("argument-invalid", "rank, beat", what, "Give a rank, or a rival to beat.")
    elif rank is not None and not 1 <= rank <= m:
        what = f"rank {rank} is asked, and {m} clusters are ranked."
        yield Problem("argument-invalid", "rank", what, f"Write a whole number from 1 to {m}.")
    elif beat == cluster:
        what = f"'{cluster}' cannot beat itself."
        yield Problem("argument-invalid", "beat", what, "Name another cluster.")


def _met(ranking: Ranking, cluster: str, rank: int | None, beat: str | None) -> Problem:
    held = int(ranking.ranks[ranking.index(cluster)])
    goal = f"ahead of '{beat}'" if beat is not None else f"at rank {rank} or better"
    what = f"'{cluster}' is {goal} already: its rank is {held}."
    mend = "Ask for a rank above its own." if beat is None else "Name a rival that is ahead of it."
    return Problem("target-met", "rank" if beat is None else "beat", what, mend)
