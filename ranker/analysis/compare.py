"""The same clusters under other methods and other weight profiles, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking, choose_method, score_criteria
from ranker.analysis.scoring import Scores, score_tree
from ranker.analysis.weighting import Weighting, resolve_weights
from ranker.errors import ContentError, MethodError, Problem, UsageError
from ranker.methods import Ints
from ranker.methods.catalogue import METHODS, Method
from ranker.methods.ranks import competition_ranks
from ranker.study.model import Study

if TYPE_CHECKING:
    import pandas as pd

Answer = Callable[[], Ints]
Which = Sequence[str | Method] | Literal["all"] | None

THIS_RANKING = "(this ranking)"  # column of weights that no profile has


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Result):
    """Ranks of the ranked clusters under several views, the ranking's own first.

    Parameters
    ----------
    names : tuple of str
        The k views that have an answer.
    clusters : tuple of str
        Ids of the m ranked clusters, best first.
    ranks : ndarray of shape (m, k)
        Rank of each cluster in the ranking of each view; 0 where it takes none there.
    refused : mapping of str to Problem
        Views without an answer, and why.
    """

    names: tuple[str, ...]
    clusters: tuple[str, ...]
    ranks: Ints
    refused: Mapping[str, Problem]

    def __post_init__(self) -> None:
        own = np.array(self.ranks, dtype=np.int64)
        own.setflags(write=False)
        object.__setattr__(self, "ranks", own)
        if own.shape != (len(self.clusters), len(self.names)) or not (own[:, 0] > 0).all():
            raise AssertionError("every ranked cluster has a rank in the first of the columns")
        better = (own[:, None, :] > own[None, :, :]) & (own > 0)[None, :, :]
        if ((own > 0) & (own < 1 + better.sum(axis=1))).any():
            raise AssertionError("a rank is 1 + the number of strictly better ones, or more")

    def ranks_of(self, cluster: str) -> tuple[int, ...]:
        """Return the ranks of a ranked cluster in the order of the columns.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where the cluster takes no rank in this ranking.
        """
        if cluster not in self.clusters:
            what = f"'{cluster}' takes no rank here."
            mend = "Name a cluster that the ranking ranks."
            raise UsageError(Problem("cluster-unknown", "cluster", what, mend))
        return tuple(int(rank) for rank in self.ranks[self.clusters.index(cluster)])

    def spread(self, cluster: str) -> tuple[int, int]:
        """Return the best and the worst rank of a cluster over all columns that rank it.

        Raises
        ------
        UsageError
            ``cluster-unknown`` where the cluster takes no rank in this ranking.
        """
        held = [rank for rank in self.ranks_of(cluster) if rank]
        return min(held), max(held)

    @property
    def table(self) -> pd.DataFrame:
        """Clusters × views, best first; missing where a cluster takes no rank."""
        from ranker.analysis.frames import labelled  # noqa: PLC0415 - loads pandas

        held = np.where(self.ranks > 0, self.ranks, np.nan)
        return labelled(held, self.clusters, self.names).astype("Int64")


class MethodComparison(Comparison):
    """Result of `compare_methods`."""

    __slots__ = ()

    @property
    def methods(self) -> tuple[str, ...]:
        """Names of the methods that have an answer, the ranking's own first."""
        return self.names


class ProfileComparison(Comparison):
    """Result of `compare_profiles`."""

    __slots__ = ()

    @property
    def profiles(self) -> tuple[str, ...]:
        """Ids of the profiles; the first column may be `THIS_RANKING`."""
        return self.names


def compare_methods(ranking: Ranking, methods: Which = None) -> MethodComparison:
    """Rank the same decision matrix with other methods.

    Parameters
    ----------
    ranking : Ranking
    methods : sequence of str or Method, or "all", optional
        Names of the catalogue, whose parameters are the study's, or methods with their own; all
        of the catalogue; the study's second opinions where None.

    Returns
    -------
    MethodComparison
        A method that refuses the matrix is kept in ``refused`` and raises nothing.

    Raises
    ------
    UsageError
        ``method-unknown``, once for every unknown name.
    """
    answers = {
        name: _deferred(ranking, method, ranking.weighting, ranking.tree)
        for name, method in chosen_methods(ranking, methods).items()
        if name != ranking.method.name
    }
    return MethodComparison(*_collected(ranking, ranking.method.name, answers))


def compare_profiles(ranking: Ranking) -> ProfileComparison:
    """Rank the study by its other weight profiles, with the method of the ranking.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    ProfileComparison
        The first column holds the ranking's own weights: those of its profile, or of none
        (`THIS_RANKING`) where weights were set by hand. Coverage depends on the weights, so
        a profile may rank other clusters; a cluster that it leaves out has rank 0 there.
    """
    weighting = ranking.weighting
    own = THIS_RANKING if weighting.named or not weighting.profile else weighting.profile
    answers = {
        name: _under_profile(ranking, name) for name in ranking.study.profiles if name != own
    }
    return ProfileComparison(*_collected(ranking, own, answers))


def chosen_methods(ranking: Ranking, methods: Which = None) -> dict[str, Method]:
    """Return the methods that are asked for, by name; the ranking's own as the ranking has it.

    Raises
    ------
    UsageError
        ``method-unknown``, once for every unknown name.
    """
    if methods is None:
        wanted: Sequence[str | Method] = ranking.study.second_opinions
    elif isinstance(methods, str) and methods == "all":
        wanted = tuple(METHODS)
    else:
        wanted = methods
    return {**_find_all(ranking.study, wanted), ranking.method.name: ranking.method}


def _find_all(study: Study, wanted: Iterable[str | Method]) -> dict[str, Method]:
    found: dict[str, Method] = {}
    problems: list[Problem] = []
    for given in wanted:
        try:
            method = choose_method(study, given)
            found[method.name] = method
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return found


def _deferred(ranking: Ranking, method: Method, weighting: Weighting, tree: Scores) -> Answer:
    """Return a call that ranks all m alternatives of a tree, 0 for those it leaves out."""

    def answer() -> Ints:
        rows = np.flatnonzero(tree.is_ranked)
        if not len(rows):
            raise ContentError(_nobody(weighting))
        scores = np.full(len(tree.is_ranked), np.nan)
        scores[rows] = score_criteria(ranking.study, method, weighting, tree, rows)
        return competition_ranks(scores, more_is_better=method.more_is_better)

    return answer


def _under_profile(ranking: Ranking, profile: str) -> Answer:
    def answer() -> Ints:
        weighting = resolve_weights(ranking.study, profile=profile, as_of=ranking.as_of)
        shares, yardsticks = weighting.shares, ranking.yardsticks
        tree = score_tree(ranking.study, ranking.cells, shares, yardsticks=yardsticks)
        return _deferred(ranking, ranking.method, weighting, tree)()

    return answer


def _collected(
    ranking: Ranking, own: str, answers: Mapping[str, Answer]
) -> tuple[tuple[str, ...], tuple[str, ...], Ints, dict[str, Problem]]:
    columns: dict[str, Ints] = {own: ranking.ranks}
    refused: dict[str, Problem] = {}
    for name, answer in answers.items():
        try:
            columns[name] = answer()
        except (ContentError, MethodError) as error:
            refused[name] = error.problems[0]
    clusters = tuple(cluster.id for cluster in ranking.ranked)
    rows = [ranking.index(cluster) for cluster in clusters]
    return tuple(columns), clusters, np.column_stack(list(columns.values()))[rows], refused


def _nobody(weighting: Weighting) -> Problem:
    what = "no cluster has enough figures for a score on every criterion."
    mend = "Give more weight to indicators that are known."
    return Problem("ranked-none", f"profiles/{weighting.profile}.yaml", what, mend)
