"""Two editions of a study: every change of rank split exactly into four kinds of cause.

Each kind of change (data, weights, rules, others) is taken from the old or from the new
edition: 16 hybrid studies, each ranked as usual. What a kind adds, averaged over all
orders in which the four can come, is its part (Shapley); the parts add up to the change.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ranker.analysis.changes import (
    CellChange,
    Change,
    WeightChange,
    cell_changes,
    cluster_changes,
    rule_changes,
    weight_changes,
)
from ranker.analysis.diff_games import Games, play
from ranker.analysis.forms import Result
from ranker.analysis.hybrid import Choice, Kind, changed_kinds, read_edition
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.errors import ContentError, Problem, RankerError
from ranker.methods import Floats, Ints
from ranker.methods.method import Method
from ranker.study.load import open_study
from ranker.study.model import Cluster, Study

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
S = TypeVar("S")
Status = Literal["ranked", "newly-ranked", "no-longer-ranked", "unranked", "entered", "left"]
Parts = Mapping[Kind, Fraction]


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one cluster.

    Parameters
    ----------
    cluster, name, group : str
        As in the new edition, in the old where it left.
    status : str
        ``ranked`` in both editions, ``newly-ranked``, ``no-longer-ranked`` or ``unranked``
        where it is in both; ``entered`` or ``left`` where it is in one.
    old_rank, new_rank : int or None
    old_score, new_score : float or None
        In the method's direction.
    rank_parts : mapping of kind to Fraction, or None
        They add up to the change of rank exactly, and are multiples of 1/24. None where the
        cluster is not ranked in both editions.
    score_parts : mapping of kind to Fraction, or None
        They add up to the change of score exactly. None too where some hybrid has no score
        for the cluster.
    causes : tuple of kind
        Where it is ranked in one edition only: the kinds that have a part in that.
    """

    cluster: str
    name: str
    group: str
    status: Status
    old_rank: int | None
    new_rank: int | None
    old_score: float | None
    new_score: float | None
    rank_parts: Parts | None = None
    score_parts: Parts | None = None
    causes: tuple[Kind, ...] = ()

    @property
    def change(self) -> int | None:
        """New rank less old rank, below 0 for a rise; None where one is missing."""
        if self.old_rank is None or self.new_rank is None:
            return None
        return self.new_rank - self.old_rank

    def __post_init__(self) -> None:
        if self.rank_parts is not None and sum(self.rank_parts.values()) != self.change:
            raise AssertionError("the parts add up to the change of rank")


@dataclass(frozen=True, slots=True, eq=False)
class Diff(Result):
    """Result of `diff`.

    Parameters
    ----------
    old, new : Ranking
        The two editions, ranked.
    kinds : tuple of {"data", "weights", "rules", "others"}
        Kinds of change that make a difference to what is ranked.
    moves : tuple of Move
        Best of the new edition first, then those without a rank there.
    cells, weights, rules, clusters
        What differs.
    refused : Problem or None
        Why there is no split: a hybrid that cannot be ranked.
    notes : tuple of str
        What a reader should know before trusting the comparison.
    """

    old: Ranking
    new: Ranking
    kinds: tuple[Kind, ...]
    moves: tuple[Move, ...]
    cells: tuple[CellChange, ...]
    weights: tuple[WeightChange, ...]
    rules: tuple[Change, ...]
    clusters: tuple[Change, ...]
    refused: Problem | None
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is ranked, or that the ranking rests on, differs."""
        return not (self.kinds or self.cells or self.weights or self.rules or self.clusters)

    @property
    def moved(self) -> tuple[Move, ...]:
        """The clusters whose rank changed, the largest change first."""
        held = [move for move in self.moves if move.change]
        return tuple(sorted(held, key=lambda move: (-abs(move.change or 0), move.new_rank or 0)))

    def move(self, cluster: str) -> Move:
        """Return what became of a cluster.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where neither edition has it.
        """
        found = [move for move in self.moves if move.cluster == cluster]
        if not found:
            self.new.index(cluster)
        return found[0]

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster: ranks, change, and its parts as floats."""
        from ranker.analysis.frames_history import diff_table  # noqa: PLC0415 - loads pandas

        return diff_table(self)


def diff(
    old: Study | str | os.PathLike[str],
    new: Study | str | os.PathLike[str],
    *,
    profile: str | None = None,
    method: str | Method | None = None,
    parameters: Mapping[str, Any] | None = None,
    as_of: int | None = None,
) -> Diff:
    """Compare two editions of a study, and split every change of rank.

    Parameters
    ----------
    old, new : Study, str or path
        Open studies, names of bundled ones, or folders.
    profile, method : str, optional
        The same in both; each edition's own where None.
    parameters : mapping of str to float or str, optional
        Parameters of the method in both, in place of each edition's own.
    as_of : int, optional
        Look at figures of this year and before only, in both.

    Returns
    -------
    Diff

    Raises
    ------
    ContentError
        A study has errors, or nothing in it can be ranked.
    MethodError
        The method refuses one of the two.
    UsageError
        Unknown profile or method, or a parameter that cannot be.

    Examples
    --------
    >>> diff("asia-biopharma", "asia-biopharma").is_empty
    True
    """
    studies = _of_both(lambda s: s if isinstance(s, Study) else open_study(s), (old, new))
    by = Choice(method, parameters)
    rankings = _of_both(lambda s: rank(s, profile=profile, as_of=as_of, **by.named), studies)
    before, after = (read_edition(study, profile, as_of=as_of) for study in studies)
    kinds = changed_kinds(before, after, by=by, as_of=as_of)
    games = play((before, after), rankings, kinds, by=by)
    return Diff(
        *rankings,
        kinds,
        tuple(_moves(rankings, None if isinstance(games, Problem) else games)),
        tuple(cell_changes(before, after, rankings)),
        tuple(weight_changes(before, after, rankings)),
        tuple(rule_changes(rankings)),
        tuple(cluster_changes(rankings)),
        games if isinstance(games, Problem) else None,
        tuple(_notes(rankings)),
    )


def _of_both(work: Callable[[S], T], given: tuple[S, S]) -> tuple[T, T]:
    """Do the same with both editions, and tell the problems of both at once."""
    done: list[T] = []
    problems: list[Problem] = []
    kinds: list[type[RankerError]] = []
    for name, edition in zip(("old", "new"), given, strict=True):
        try:
            done.append(work(edition))
        except RankerError as error:
            kinds.append(type(error))
            is_in_a_file = isinstance(error, ContentError)
            whose = "" if is_in_a_file else f" ({name} edition)"
            problems += [replace(p, where=f"{p.where}{whose}") for p in error.problems]
    if problems:
        raise kinds[0](problems)
    return done[0], done[1]


def _moves(rankings: tuple[Ranking, Ranking], games: Games | None) -> Iterator[Move]:
    """Yield what became of each cluster, best of the new edition first."""
    old, new = rankings
    before, after = ({c.id: c for c in ranking.clusters} for ranking in rankings)
    names = [*(c.id for c in new.ranked), *after, *(c.id for c in old.ranked), *before]
    for name in dict.fromkeys(names):
        yield _move(name, after.get(name) or before[name], rankings, games)


def _move(
    name: str, cluster: Cluster, rankings: tuple[Ranking, Ranking], games: Games | None
) -> Move:
    ranks = [int(_or_none(ranking, name, ranking.ranks) or 0) or None for ranking in rankings]
    scores = [_or_none(ranking, name, ranking.scores) for ranking in rankings]
    status = _status(name, rankings, ranks)
    places = (ranks[0], ranks[1], scores[0], scores[1])
    move = Move(name, cluster.name, cluster.group, status, *places)
    if games is None or status in ("unranked", *_ONE_SIDED):
        return move
    if status != "ranked":
        return replace(move, causes=games.causes(name))
    parts = games.score_parts(name)
    return replace(move, rank_parts=games.rank_parts(name), score_parts=parts)


def _or_none(ranking: Ranking, name: str, values: Floats | Ints) -> float | None:
    if name not in ranking.cells.alternatives:
        return None
    value = float(values[ranking.index(name)])
    return None if math.isnan(value) else value


def _status(name: str, rankings: tuple[Ranking, Ranking], ranks: Sequence[int | None]) -> Status:
    for ranking, status in zip(rankings, _ONE_SIDED, strict=True):
        if name not in ranking.cells.alternatives:
            return status
    old, new = ranks
    if old is not None and new is not None:
        return "ranked"
    if old is None and new is None:
        return "unranked"
    return "newly-ranked" if old is None else "no-longer-ranked"


_ONE_SIDED: tuple[Status, Status] = ("entered", "left")  # not in the old, not in the new


def _notes(rankings: tuple[Ranking, Ranking]) -> Iterator[str]:
    old, new = (ranking.study for ranking in rankings)
    if old.id != new.id:
        yield f"These are two studies, '{old.id}' and '{new.id}', read as editions of one."
    if new.edition < old.edition:
        yield f"The new edition ({new.edition}) is older than the old one ({old.edition})."
    profiles = [ranking.weighting.profile or "the study's own" for ranking in rankings]
    if profiles[0] != profiles[1]:
        yield f"Weights are those of {profiles[0]} in the old edition, of {profiles[1]} in the new."
    methods = [ranking.method.label for ranking in rankings]
    if methods[0] != methods[1]:
        yield f"Scores are those of {methods[0]} in the old edition, of {methods[1]} in the new."
    if not {c.id for c in old.clusters} & {c.id for c in new.clusters}:
        yield "No cluster is in both editions."
