"""What rows of a correction would change in a study: ranks, and rank intervals by draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ranker.analysis.moves import Move, list_moves, ranked_again
from ranker.analysis.result import Ranking
from ranker.analysis.robustness import Robustness, robustness
from ranker.study.amend import placed
from ranker.study.corrections import Corrected, Corrections
from ranker.study.doubt import cell_doubt
from ranker.study.edit import edited_study
from ranker.study.matrix import lay_out
from ranker.study.model import Indicator, Study

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class IntervalShift:
    """The 90 % rank interval of a cluster before and after; None where it takes no rank."""

    cluster: str
    before: Ends | None
    after: Ends | None


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What some rows would change.

    Parameters
    ----------
    numbers : tuple of int
        The rows, by their numbers in the file.
    before, after : Ranking
    touched : tuple of str
        Ids of the clusters whose figures the rows are about.
    moves : tuple of Move
        One for every cluster, as ranked after.
    intervals : tuple of IntervalShift
        One for every cluster that is ranked before or after.
    """

    numbers: tuple[int, ...]
    before: Ranking
    after: Ranking
    touched: tuple[str, ...]
    moves: tuple[Move, ...]
    intervals: tuple[IntervalShift, ...]

    def interval(self, cluster: str) -> IntervalShift:
        """Return the rank intervals of a cluster; both None where it takes no rank."""
        for shift in self.intervals:
            if shift.cluster == cluster:
                return shift
        return IntervalShift(cluster, None, None)

    @property
    def told(self) -> tuple[Move, ...]:
        """The moves worth telling: another rank, or another interval of a touched cluster.

        Intervals of others may differ by one at an end from the draws alone.
        """
        return tuple(move for move in self.moves if move.is_moved or self._is_redrawn(move))

    def _is_redrawn(self, move: Move) -> bool:
        shift = self.interval(move.cluster)
        return move.cluster in self.touched and shift.before != shift.after


def corrected_study(study: Study, corrections: Corrections, numbers: Iterable[int]) -> Study:
    """Return the study with some rows in it, in the order that its file would have."""
    accepted = set(numbers)
    rows = [
        sent.row
        for sent in corrections.rows
        if sent.number in accepted and sent.status != "identical"
    ]
    cited = {row.source for row in rows}
    new = {name: source for name, source in corrections.sources.items() if name in cited}
    edited = edited_study(study, rows, sources=new)
    return replace(edited, observations=placed(study.observations, rows)) if rows else study


class EffectRuns:
    """Ranks and draws the study with any of the rows, each set of them once."""

    def __init__(self, ranking: Ranking, corrections: Corrections, draws: int, seed: int) -> None:
        self._ranking = ranking
        self._corrections = corrections
        self._draws, self._seed = draws, seed
        self._rankings: dict[tuple[int, ...], Ranking] = {(): ranking}
        self._drawn: dict[tuple[int, ...], Robustness] = {}
        self._telling = tuple(r.number for r in corrections.rows if self._tells(r))

    def _tells(self, sent: Corrected) -> bool:
        """Whether a row alone changes what is drawn: a figure that is scored, or its doubt."""
        after = self.ranked((sent.number,))
        return _doubts(after, sent) != _doubts(self._ranking, sent)

    def ranked(self, numbers: tuple[int, ...]) -> Ranking:
        """Return the ranking of the study with some rows in it."""
        if numbers not in self._rankings:
            study = corrected_study(self._ranking.study, self._corrections, numbers)
            self._rankings[numbers] = ranked_again(self._ranking, study, by_its_yardsticks=False)
        return self._rankings[numbers]

    def drawn(self, numbers: tuple[int, ...]) -> Robustness:
        """Return the draws of that ranking."""
        if numbers not in self._drawn:
            ranking = self.ranked(numbers)
            self._drawn[numbers] = robustness(ranking, draws=self._draws, seed=self._seed)
        return self._drawn[numbers]

    def effect(self, numbers: Iterable[int]) -> Effect:
        """Return what some rows change together; rows that tell nothing are not drawn anew."""
        asked = tuple(sorted(set(numbers)))
        after = self.ranked(asked)
        old = self.drawn(())
        new = self.drawn(tuple(number for number in asked if number in self._telling))
        ids = dict.fromkeys((*new.clusters, *old.clusters))
        return Effect(
            asked,
            self._ranking,
            after,
            self._touched(asked),
            list_moves(self._ranking, after),
            tuple(IntervalShift(name, _ends(old, name), _ends(new, name)) for name in ids),
        )

    def _touched(self, numbers: Iterable[int]) -> tuple[str, ...]:
        asked = set(numbers)
        rows = [sent for sent in self._corrections.rows if sent.number in asked]
        held = {name for sent in rows for name in clusters_of(self._ranking.study, sent)}
        return tuple(c.id for c in self._ranking.clusters if c.id in held)


def _ends(drawn: Robustness, cluster: str) -> Ends | None:
    return drawn.interval(cluster) if cluster in drawn.clusters else None


def indicator_of(study: Study, sent: Corrected) -> Indicator:
    """Return the indicator that a row is about."""
    known = (*study.indicators, *study.context)
    return next(leaf for leaf in known if leaf.id == sent.row.indicator)


def clusters_of(study: Study, sent: Corrected) -> tuple[str, ...]:
    """Return the ids of the clusters that have the figure of a row."""
    level = indicator_of(study, sent).level
    return tuple(c.id for c in study.clusters if c.place(level) == sent.row.place)


def _doubts(ranking: Ranking, sent: Corrected) -> object:
    """Return what is drawn of the figure that a row is about; None where it is not scored."""
    leaf = indicator_of(ranking.study, sent)
    if leaf not in ranking.study.indicators:
        return None
    chosen = [ranking.clusters[ranking.index(clusters_of(ranking.study, sent)[0])]]
    table = lay_out(ranking.study, [leaf], clusters=chosen, as_of=ranking.as_of)
    cell = table.cells[0][0]
    return None if cell.is_missing else (cell.value, cell_doubt(cell, ranking.study.rules))
