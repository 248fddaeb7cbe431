"""What if a figure were another: the new ranking beside the old, who moves and why.

Yardsticks stay: utilities are measured by the ranking's own figures, so that a changed
figure moves nobody else's score. What is supposed is marked as such: it has the source and
the grade `HYPOTHETICAL`, and the study that holds it says so in its title.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ranker.analysis.forms import Result
from ranker.analysis.moves import Move, list_moves, ranked_again
from ranker.analysis.result import Ranking
from ranker.analysis.wishes import Change, Given, Wish, settle, wishes_of
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.study.edit import edited_study
from ranker.study.model import GradeText, Observation, Source, Study, Text

if TYPE_CHECKING:
    import pandas as pd

HYPOTHETICAL = "what-if"
_TITLE = "Hypothetical figure of a what-if, not an observation"
_MARK = Text(" (what if: with hypothetical figures)", " (가정: 가상의 수치 포함)")


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf(Result):
    """Result of `what_if`.

    Parameters
    ----------
    before, after : Ranking
        Both measured by the yardsticks of `before`.
    changes : tuple of Change
        As asked, those that change nothing among them.
    moves : tuple of Move
        One for every cluster, as ranked after.
    """

    before: Ranking
    after: Ranking
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]

    def move(self, cluster: str) -> Move:
        """Return where a cluster stood and where it stands.

        Raises
        ------
        UsageError
            ``cluster-unknown``.
        """
        for move in self.moves:
            if move.cluster == cluster:
                return move
        what = f"there is no cluster '{cluster}'."
        mend = did_you_mean(cluster, [move.cluster for move in self.moves], shown=6)
        raise UsageError(Problem("cluster-unknown", "cluster", what, mend))

    def changes_of(self, cluster: str) -> tuple[Change, ...]:
        """Return the changed figures that a cluster has."""
        return tuple(c for c in self.changes if c.is_needed and cluster in c.clusters)

    @property
    def moved(self) -> tuple[Move, ...]:
        """The moves that change a rank, or the standing of a benchmark."""
        return tuple(move for move in self.moves if move.is_moved)

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster: ranks and scores before and after."""
        from ranker.analysis.frames_change import moves_table  # noqa: PLC0415 - loads pandas

        return moves_table(self.moves)


def what_if(ranking: Ranking, changes: Mapping[str, Given] | Iterable[Wish]) -> WhatIf:
    """Rank again with some figures changed, by the yardsticks of the ranking.

    Parameters
    ----------
    ranking : Ranking
        Stays as it is.
    changes : mapping of str to float, str or None
        By ``place.indicator``: the new figure; ``"+5"``, ``"-20%"``; None or ``"missing"``
        where it is taken away. The place is a cluster, city, metro area or country, as the
        indicator has it; a cluster stands for its city or country.

    Returns
    -------
    WhatIf

    Raises
    ------
    UsageError
        Every change that cannot be.
    ContentError
        Nobody can be ranked any more (``ranked-none``).
    MethodError
        The method refuses the new matrix.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = what_if(rank(), {"songdo.foreign_firms": "+0"})
    >>> found.moved
    ()
    """
    wishes = wishes_of(changes) if isinstance(changes, Mapping) else tuple(changes)
    settled = settle(ranking, wishes)
    after = ranked_again(ranking, supposed(ranking, settled), by_its_yardsticks=True)
    return WhatIf(ranking, after, settled, list_moves(ranking, after))


def supposed(ranking: Ranking, changes: Iterable[Change]) -> Study:
    """Return the study of a ranking with figures that nobody observed, marked as such.

    A figure of items becomes one row; where nothing changes it is the study itself.
    """
    study = ranking.study
    needed = [change for change in changes if change.is_needed]
    if not needed:
        return study
    rows, without = [], []
    for change in needed:
        kept = change.cell.chosen[0] if change.cell.chosen else None
        is_plain = kept is not None and not kept.item
        if not is_plain or math.isnan(change.value):
            without += _rows_of(study, change)
        if not math.isnan(change.value):
            rows.append(_row(ranking, change))
    source = Source(HYPOTHETICAL, _TITLE, "", "", "")
    edited = edited_study(study, rows, without=without, sources={HYPOTHETICAL: source})
    grades = {**study.grades, HYPOTHETICAL: GradeText("hypothetical", "가정")}
    spread = {**study.rules.spread, HYPOTHETICAL: 0.0}  # what is supposed is not in doubt
    title = study.title if study.title.en.endswith(_MARK.en) else _marked(study.title)
    rules = replace(study.rules, spread=spread)
    return replace(edited, grades=grades, rules=rules, title=title)


def _marked(title: Text) -> Text:
    return Text(title.en + _MARK.en, title.ko + _MARK.ko if title.ko else "")


def _rows_of(study: Study, change: Change) -> list[Observation]:
    key = (change.place, change.indicator.id)
    return [row for row in study.observations if (row.place, row.indicator) == key]


def _row(ranking: Ranking, change: Change) -> Observation:
    years = change.cell.years
    year = years[1] if years else ranking.as_of or ranking.study.edition.year
    return Observation(
        place=change.place,
        indicator=change.indicator.id,
        item="",
        value=change.value,
        low=None,
        high=None,
        year=year,
        grade=HYPOTHETICAL,
        source=HYPOTHETICAL,
        note=_TITLE,
        line=0,
    )
