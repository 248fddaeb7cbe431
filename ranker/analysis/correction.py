"""Corrections that an operator sends in: what each would change, and a study that has them.

A correction changes the study itself, so yardsticks are taken anew as in any edition. Rank
intervals before and after are drawn from the same seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ranker.analysis.effects import Effect, EffectRuns, clusters_of, indicator_of
from ranker.analysis.forms import Result
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.errors import Problem, UsageError
from ranker.study.corrections import Corrected, Corrections, read_corrections
from ranker.study.matrix import Cell
from ranker.study.model import Indicator, Study

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class RowEffect:
    """One row of the file: whose figure it is, the cell before and after, and the effect.

    Parameters
    ----------
    sent : Corrected
    indicator : Indicator
    clusters : tuple of str
        Ids of the clusters that have the figure.
    before, after : Cell
        With this row alone.
    alone : Effect
        What this row alone would change.
    """

    sent: Corrected
    indicator: Indicator
    clusters: tuple[str, ...]
    before: Cell
    after: Cell
    alone: Effect

    @property
    def is_chosen(self) -> bool:
        """Whether the cell shows the row, and not another year's."""
        return self.sent.row in self.after.chosen or self.sent.status == "identical"


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What the rows would change, each alone and all together."""

    rows: tuple[RowEffect, ...]
    together: Effect


@dataclass(frozen=True, slots=True, eq=False)
class Correction(Result):
    """Result of `correct`; nothing is written before `accept`.

    Parameters
    ----------
    ranking : Ranking
        Of the study as it is.
    corrections : Corrections
    preview : Preview
    draws, seed : int
        Behind the rank intervals.
    error : float
        Half-width of the 95 % interval of the least certain share of the draws.
    """

    ranking: Ranking
    corrections: Corrections
    preview: Preview
    draws: int
    seed: int
    error: float
    _runs: EffectRuns = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a corrected row: its figure before and after, and who moves by it alone."""
        from ranker.analysis.frames_change import corrections_table  # noqa: PLC0415 - loads pandas

        return corrections_table(self.preview.rows)

    def effect(self, numbers: Iterable[int]) -> Effect:
        """Return what some rows, by their numbers, would change together.

        Raises
        ------
        UsageError
            ``argument-invalid`` for numbers that the file does not have.
        """
        return self._runs.effect(_checked(self.corrections, numbers))

    def accept(
        self,
        into: str | os.PathLike[str],
        rows: Literal["all"] | Iterable[int] = "all",
        *,
        reason: str = "",
        when: date | None = None,
    ) -> Path:
        """Write a copy of the study with accepted rows, and a log of all rows.

        Parameters
        ----------
        into : str or path
            A folder that does not exist yet, or an empty one.
        rows : "all" or iterable of int
            Numbers of the accepted rows; the others are refused.
        reason : str
            For the log.
        when : date, optional
            For the log; the study's edition where None.

        Returns
        -------
        Path
            The folder, complete; nothing is left behind where it cannot be made.

        Raises
        ------
        UsageError
            ``argument-invalid`` (no such row, or the study's files have changed since),
            ``destination-exists`` or ``destination-unwritable``.
        ContentError
            The copy does not pass the checks of a study.
        """
        from ranker.analysis.acceptance import write_copy  # noqa: PLC0415 - builds on this module

        every = [row.number for row in self.corrections.rows]
        chosen = every if isinstance(rows, str) else _checked(self.corrections, rows)
        return write_copy(self, Path(into), accepted=chosen, reason=reason, when=when)


def correct(
    study: Ranking | Study | str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    draws: int = 10_000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Correction:
    """Read corrections of a study and find out what they would change.

    Parameters
    ----------
    study : Ranking, Study, str or path
        A ranking where another profile or method is wanted than the study's own.
    path : str or path
        CSV with the columns of ``observations.csv``, and ``source_title``,
        ``source_publisher``, ``source_url``, ``source_published`` for a source that the study
        does not have yet.
    draws, seed : int
        Behind the rank intervals.
    progress : callable, optional
        Called with rows done and rows in all.

    Returns
    -------
    Correction

    Raises
    ------
    ContentError
        Every problem of the file, with its line.
    UsageError
        ``argument-invalid``: the draws, the seed, or a study that was changed since.
    """
    ranking = study if isinstance(study, Ranking) else rank(study)
    corrections = read_corrections(ranking.study, path)
    runs = EffectRuns(ranking, corrections, draws, seed)
    rows = []
    count = len(corrections.rows)
    for done, sent in enumerate(corrections.rows):
        rows.append(_row_effect(runs, sent))
        if progress is not None:
            progress(done + 1, count + 1)
    preview = Preview(tuple(rows), runs.effect(sent.number for sent in corrections.rows))
    return Correction(ranking, corrections, preview, draws, seed, runs.drawn(()).error, runs)


def _checked(corrections: Corrections, numbers: Iterable[int]) -> list[int]:
    known = [row.number for row in corrections.rows]
    asked = sorted(set(numbers))
    problems = [
        Problem(
            "argument-invalid",
            "rows",
            f"{corrections.name} has no row {number}.",
            f"Write numbers from 1 to {len(known)}.",
        )
        for number in asked
        if number not in known
    ]
    if problems:
        raise UsageError(problems)
    return asked


def _row_effect(runs: EffectRuns, sent: Corrected) -> RowEffect:
    alone = runs.effect([sent.number])
    study, name = alone.before.study, sent.row.indicator
    clusters = clusters_of(study, sent)
    before, after = (r.cell(clusters[0], name) for r in (alone.before, alone.after))
    return RowEffect(sent, indicator_of(study, sent), clusters, before, after, alone)
