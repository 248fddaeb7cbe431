"""How a method behaves on a study: whose order turns when somebody else comes or goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.agreement import Agreement, agreement
from ranker.analysis.forms import Result
from ranker.analysis.leave_out import leave_out
from ranker.analysis.ranking import Ranking, score_criteria
from ranker.errors import ContentError, MethodError
from ranker.methods import Ints
from ranker.methods.ranks import competition_ranks

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["removal", "clone", "removal-anew"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one cluster that goes, or comes a second time, turns round among the others.

    Parameters
    ----------
    cluster : str
        Who is removed or cloned.
    pairs : int
        How many pairs of others change places.
    ahead, behind : str
        The highest of these pairs, as it stands before: afterwards it is the other way round.
    """

    cluster: str
    pairs: int
    ahead: str
    behind: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One question asked of each ranked cluster in turn.

    Parameters
    ----------
    kind : {"removal", "clone", "removal-anew"}
        The cluster is removed; is there twice; is removed and all utilities are measured anew
        by those who are left.
    cases : int
        How many clusters could be asked about.
    refused : tuple of str
        Those without whom, or with whose clone, the method has no answer.
    turns : tuple of Turn
        The cases in which others change places, most pairs first.
    """

    kind: Kind
    cases: int
    refused: tuple[str, ...]
    turns: tuple[Turn, ...]

    @property
    def share(self) -> float:
        """Share of the cases in which two others change places, 0 to 1; 0 without any case."""
        return len(self.turns) / self.cases if self.cases else 0.0

    @property
    def worst(self) -> Turn | None:
        """The case that turns most pairs round; None where none does."""
        return self.turns[0] if self.turns else None


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour(Result):
    """Result of `behaviour`.

    Parameters
    ----------
    ranking : Ranking
        By the method that is looked at.
    trials : tuple of Trial
        Removal and cloning on the decision matrix as it is, where the method alone can turn an
        order; and removal with utilities measured anew.
    agreement : Agreement
        With all methods of the catalogue.
    """

    ranking: Ranking
    trials: tuple[Trial, ...]
    agreement: Agreement

    def trial(self, kind: Kind) -> Trial:
        """Return the answer to one question."""
        return next(trial for trial in self.trials if trial.kind == kind)

    @property
    def taus(self) -> Mapping[str, tuple[float, float]]:
        """Kendall's and the weighted tau with each other method, the most like it first."""
        rows = zip(
            self.agreement.methods[1:],
            self.agreement.taus[0, 1:].tolist(),
            self.agreement.weighted_taus[0, 1:].tolist(),
            strict=True,
        )
        held = {name: (tau, weighted) for name, tau, weighted in rows}
        return dict(sorted(held.items(), key=lambda item: -np.nan_to_num(item[1][0], nan=-2)))

    @property
    def table(self) -> pd.DataFrame:
        """One row a question: cases, how many turn an order, the worst of them."""
        from ranker.analysis.frames_exact import records  # noqa: PLC0415 - loads pandas

        return records(self.trials, Trial)


def behaviour(ranking: Ranking) -> Behaviour:
    """Measure rank reversal and agreement of a ranking's method on its study.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    Behaviour

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> behaviour(rank()).trial("removal").share
    0.0
    """
    names = tuple(cluster.id for cluster in ranking.ranked)
    rows = np.array([ranking.index(name) for name in names], dtype=np.int64)
    before = np.asarray(ranking.ranks[rows])

    def without(at: int) -> Ints:
        others = _ranks(ranking, np.delete(rows, at))
        return np.insert(others, at, 0)

    def with_clone(at: int) -> Ints:
        return _ranks(ranking, np.append(rows, rows[at]))[:-1]

    trials = (
        _trial("removal", names, before, without),
        _trial("clone", names, before, with_clone),
        _measured_anew(ranking, names, rows),
    )
    return Behaviour(ranking, trials, agreement(ranking, "all"))


def _ranks(ranking: Ranking, rows: Ints) -> Ints:
    scores = score_criteria(ranking.study, ranking.method, ranking.weighting, ranking.tree, rows)
    return competition_ranks(scores, more_is_better=ranking.method.more_is_better)


def _measured_anew(ranking: Ranking, names: Sequence[str], rows: Ints) -> Trial:
    found = leave_out(ranking, kinds=["cluster"])
    left = {omission.id: omission for omission in found.omissions}

    def without(at: int) -> Ints:
        omission = left[names[at]]
        if omission.refused is not None:
            raise MethodError(omission.refused)
        return np.asarray(omission.ranks[rows])

    return _trial("removal-anew", names, found.ranks[rows], without)


def _trial(kind: Kind, names: Sequence[str], before: Ints, ask: Callable[[int], Ints]) -> Trial:
    """Ask about each ranked cluster, best first; the answers are ranks, 0 where it is gone."""
    turns: list[Turn] = []
    refused: list[str] = []
    for at, name in enumerate(names):
        try:
            turns += _turns(name, names, before, ask(at))
        except (ContentError, MethodError):
            refused.append(name)
    turns.sort(key=lambda turn: -turn.pairs)
    return Trial(kind, len(names) - len(refused), tuple(refused), tuple(turns))


def _turns(name: str, names: Sequence[str], before: Ints, after: Ints) -> Iterator[Turn]:
    """Yield what has changed between two sets of ranks of the same clusters, if anything."""
    held = after > 0
    is_turned = (before[:, None] < before[None, :]) & (after[:, None] > after[None, :])
    is_turned &= held[:, None] & held[None, :]
    pairs = np.argwhere(is_turned)
    if len(pairs):
        first, second = pairs[np.lexsort((before[pairs[:, 1]], before[pairs[:, 0]]))[0]]
        yield Turn(name, len(pairs), names[first], names[second])
