"""The ranking without one thing at a time: who depends on what, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.omissions import Kind, Rest, omitted, whole
from ranker.analysis.ranking import score_criteria
from ranker.analysis.result import Ranking
from ranker.analysis.scoring import score_tree
from ranker.errors import ContentError, MethodError, Problem, UsageError, did_you_mean
from ranker.methods import Ints
from ranker.methods.ranks import competition_ranks

if TYPE_CHECKING:
    import pandas as pd

ALL_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, eq=False)
class Omission:
    """The ranking without one thing.

    Parameters
    ----------
    kind : {"indicator", "criterion", "cluster", "publisher", "grade"}
    id, label : str
        What is left out.
    figures : int
        Rows of ``observations.csv`` that count in the ranking and do not here.
    ranks : ndarray of shape (m,)
        Rank of each cluster of the study; 0 where it takes none.
    moves : ndarray of shape (m,)
        Rank here less rank before, both among those ranked in both cases, so that a place
        that falls free counts as no rise; 0 for all others.
    dropped, joined : tuple of str
        Clusters that take a rank only before, and only here; not what is left out itself.
    refused : Problem or None
        Why nobody can be ranked without it.
    """

    kind: Kind
    id: str
    label: str
    figures: int
    ranks: Ints
    moves: Ints
    dropped: tuple[str, ...]
    joined: tuple[str, ...]
    refused: Problem | None = None

    @property
    def total(self) -> int:
        """Ranks moved by all clusters together."""
        return int(np.abs(self.moves).sum())

    @property
    def moved(self) -> int:
        """How many clusters move."""
        return int((self.moves != 0).sum())


@dataclass(frozen=True, slots=True)
class Dependence:
    """How one ranked cluster fares over all omissions.

    Parameters
    ----------
    cluster : str
    rank, best, worst : int
        Its rank, and how far it moves up and down from there. As in `Omission.moves`, a place
        that falls free counts as no rise, and a cluster that joins as no fall. The cluster
        itself left out is no case.
    hangs_on : tuple of Omission
        Those without which it moves, the largest move first.
    drops_without : tuple of Omission
        Those without which it takes no rank, but others do.
    """

    cluster: str
    rank: int
    best: int
    worst: int
    hangs_on: tuple[Omission, ...]
    drops_without: tuple[Omission, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOut(Result):
    """Result of `leave_out`.

    Parameters
    ----------
    ranking : Ranking
    kinds : tuple of kind
        What was left out.
    ranks : ndarray of shape (m,)
        Ranks with nothing left out, by the ranked clusters' own yardsticks.
    omissions : tuple of Omission
        Those that move most ranks first.
    """

    ranking: Ranking
    kinds: tuple[Kind, ...]
    ranks: Ints
    omissions: tuple[Omission, ...]
    _steady: tuple[str, ...] = field(repr=False, default=())

    @property
    def steady(self) -> tuple[str, ...]:
        """The ranked clusters that no omission moves and none drops, best first."""
        return self._steady

    def of(self, cluster: str) -> Dependence:
        """Return how one cluster fares.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where it is not in the study or takes no rank.
        """
        at = self.ranking.index(cluster)
        if not self.ranks[at]:
            what = f"'{cluster}' takes no rank, so that it has none to lose."
            mend = "Name a cluster that the ranking ranks."
            raise UsageError(Problem("cluster-unknown", "cluster", what, mend))
        cases = [held for held in self.omissions if not held.refused and held.id != cluster]
        own = int(self.ranks[at])
        ranks = [own + int(held.moves[at]) for held in cases]
        moved = [held for held in cases if held.moves[at]]
        moved.sort(key=lambda held: -abs(int(held.moves[at])))
        dropped = tuple(held for held in cases if cluster in held.dropped)
        ends = (min([own, *ranks]), max([own, *ranks]))
        return Dependence(cluster, own, *ends, tuple(moved), dropped)

    @property
    def table(self) -> pd.DataFrame:
        """One row an omission: how many figures, who moves, who drops out."""
        from ranker.analysis.frames_history import omissions_table  # noqa: PLC0415 - loads pandas

        return omissions_table(self)

    @property
    def ranks_table(self) -> pd.DataFrame:
        """Clusters × omissions: the rank without each; missing where it takes none."""
        from ranker.analysis.frames_history import omitted_ranks  # noqa: PLC0415 - loads pandas

        return omitted_ranks(self)


def leave_out(ranking: Ranking, *, kinds: Sequence[str] | None = None) -> LeaveOut:
    """Rank without each indicator, criterion, cluster, publisher and grade in turn.

    An indicator's weight goes to its siblings, in their proportions; a criterion without
    children, or whose children weigh nothing, disappears likewise. Without a publisher or a
    grade an older or another figure takes the place where there is one; else the cell is
    missing. Who is ranked and the yardsticks are those of an ordinary ranking without it.

    Parameters
    ----------
    ranking : Ranking
    kinds : sequence of {"indicator", "criterion", "cluster", "publisher", "grade"}, optional
        All where None.

    Returns
    -------
    LeaveOut

    Raises
    ------
    UsageError
        ``argument-invalid`` for an unknown kind.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = leave_out(rank(), kinds=["grade"])
    >>> sorted(omission.id for omission in found.omissions)
    ['A', 'B', 'C']
    """
    wanted = _check_kinds(kinds)
    before = _ranks(ranking, whole(ranking))
    found = [_omission(ranking, rest, before) for rest in omitted(ranking, wanted)]
    found.sort(key=lambda held: (-held.total, -len(held.dropped), held.kind, held.id))
    steady = tuple(_steady(ranking, before, found))
    return LeaveOut(ranking, wanted, before, tuple(found), steady)


def _check_kinds(kinds: Sequence[str] | None) -> tuple[Kind, ...]:
    if kinds is None:
        return ALL_KINDS
    unknown = [kind for kind in kinds if kind not in ALL_KINDS]
    if unknown:
        raise UsageError(
            Problem("argument-invalid", "kind", f"'{kind}' is nothing that can be left out.",
                    did_you_mean(kind, ALL_KINDS)) for kind in unknown
        )  # fmt: skip
    return tuple(kind for kind in ALL_KINDS if kind in kinds)


def _omission(ranking: Ranking, rest: Rest, before: Ints) -> Omission:
    head = (rest.kind, rest.id, rest.label, rest.figures)
    nothing = np.zeros_like(before)
    try:
        after = _ranks(ranking, rest)
    except (ContentError, MethodError) as error:
        return Omission(*head, nothing, nothing, (), (), error.problems[0])
    is_both = (before > 0) & (after > 0)
    moves = np.where(is_both, _among(after, is_both) - _among(before, is_both), 0)
    names = ranking.cells.alternatives
    stays = np.zeros(len(names), dtype=bool)
    stays[list(rest.rows)] = True
    dropped = [names[i] for i in np.flatnonzero((before > 0) & (after == 0) & stays)]
    joined = [names[i] for i in np.flatnonzero((before == 0) & (after > 0))]
    return Omission(*head, after, moves, tuple(dropped), tuple(joined))


def _among(ranks: Ints, kept: np.ndarray) -> Ints:
    """Return the ranks that the kept ones have among themselves; 0 for the others."""
    return competition_ranks(np.where(kept, ranks, np.nan), more_is_better=False)


def _ranks(ranking: Ranking, rest: Rest) -> Ints:
    """Rank what is left, and return a rank for each cluster of the study."""
    if not rest.study.root.children:
        what = "no criterion is left that weighs anything."
        raise ContentError(Problem("ranked-none", rest.id, what, "Leave something else out."))
    tree = score_tree(rest.study, rest.cells, rest.weighting.shares)
    rows = np.flatnonzero(tree.is_ranked)
    if not len(rows):
        what = "no cluster has enough figures for a score on every criterion."
        raise ContentError(Problem("ranked-none", rest.id, what, "Leave something else out."))
    scores = np.full(len(ranking.clusters), np.nan)
    found = score_criteria(rest.study, ranking.method, rest.weighting, tree, rows)
    scores[np.array(rest.rows)[rows]] = found
    return competition_ranks(scores, more_is_better=ranking.method.more_is_better)


def _steady(ranking: Ranking, before: Ints, found: Sequence[Omission]) -> Iterator[str]:
    names = ranking.cells.alternatives
    order = sorted(np.flatnonzero(before), key=lambda i: (before[i], ranking.clusters[i].name))
    for i in order:
        if not any(held.moves[i] or names[i] in held.dropped for held in found):
            yield names[i]
