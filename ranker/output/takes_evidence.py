"""What a report asks about what it would take: networks, gaps, and the cheapest packages.

Everything is bounded: the best two home clusters, few targets for each, few networks, and
fewer draws than the ranking itself has, so that a report stays a matter of seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ranker.analysis.exact import check_additive
from ranker.analysis.gap import Gap, gap
from ranker.analysis.network import POINTS, Network, network
from ranker.analysis.network_members import FEWEST, members_of
from ranker.analysis.network_score import network_model
from ranker.analysis.network_search import MOST_CANDIDATES, SmallestSet, smallest_set
from ranker.analysis.ranking import Ranking
from ranker.analysis.reach import Reach, reach
from ranker.analysis.reach_draws import Holds, how_often
from ranker.errors import MethodError
from ranker.output.language import N_
from ranker.study.model import VirtualCluster

DRAWS = 2_000
HOME = 2  # home clusters whose gaps and packages are told
GOALS = 3  # targets for each of them
NETWORKS = 8  # networks beside the hub
COUNTRIES = 3  # whose best rivals stand in where the study names nobody


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """A network, and the smallest part of it that reaches the same rank.

    Parameters
    ----------
    network : Network
        At full coordination.
    smallest : SmallestSet or None
        Of its members; None where they are too many to search to the end.
    """

    network: Network
    smallest: SmallestSet | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A cluster to pass, and why it is of interest.

    Parameters
    ----------
    cluster, beat : str
    is_next : bool
        Whether it stands next above.
    is_leader : bool
        Whether it is the best of the home group.
    """

    cluster: str
    beat: str
    is_next: bool
    is_leader: bool


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """The cheapest way to a goal, or the proof that there is none; and how often it holds."""

    goal: Goal
    reach: Reach
    holds: Holds | None


@dataclass(frozen=True, slots=True, eq=False)
class TakesEvidence:
    """Answers about one ranking by weighted sums.

    Parameters
    ----------
    home : tuple of str
        The best home clusters, best first.
    hub : Linked or None
        The network that stands for the home group; None where the study names none.
    others : tuple of Linked
        The study's other networks.
    left_out : tuple of VirtualCluster
        Networks that are not told: too few ranked members, or one too many.
    compared : tuple of str
        Clusters to measure against, best first.
    thin : tuple of str
        Those that the study names and that have no score.
    gaps : tuple of Gap
        Of each home cluster to each of these.
    packages : tuple of Package
    draws, seed : int
        Of every simulation here.
    """

    ranking: Ranking
    home: tuple[str, ...]
    hub: Linked | None
    others: tuple[Linked, ...]
    left_out: tuple[VirtualCluster, ...]
    compared: tuple[str, ...]
    thin: tuple[str, ...]
    gaps: tuple[Gap, ...]
    packages: tuple[Package, ...]
    draws: int
    seed: int


def gather_takes(ranking: Ranking, *, seed: int = 0, draws: int = DRAWS) -> TakesEvidence | str:
    """Ask all that a report says about what it would take.

    Parameters
    ----------
    ranking : Ranking
    seed, draws : int
        Of the simulations.

    Returns
    -------
    TakesEvidence or str
        Why there is none: a method that is not additive, or nobody ranked at home.
    """
    try:
        check_additive(ranking)
    except MethodError as error:
        return f"{error.problems[0].what[:1].upper()}{error.problems[0].what[1:]}"
    ranked_home = [c.id for c in ranking.ranked if ranking.study.role(c) == "home"]
    if not ranked_home:
        return N_("No home cluster is ranked.")
    home = tuple(ranked_home[:HOME])
    linkable = [n for n in ranking.study.networks.values() if _is_linkable(ranking, n)]
    order = _hub_first(ranking, linkable, ranked_home)[: NETWORKS + 1]
    linked = [
        _linked(ranking, found, seed=seed, draws=draws, stretches=1 if at else POINTS)
        for at, found in enumerate(order)
    ]
    compared, thin = compared_clusters(ranking)
    goals = [goal for name in home for goal in list_goals(ranking, name, compared)]
    return TakesEvidence(
        ranking=ranking,
        home=home,
        hub=linked[0] if linked else None,
        others=tuple(linked[1:]),
        left_out=tuple(n for n in ranking.study.networks.values() if n not in order),
        compared=compared,
        thin=thin,
        gaps=tuple(gap(ranking, a, b) for a in home for b in compared if a != b),
        packages=tuple(_package(ranking, goal, seed, draws) for goal in goals),
        draws=draws,
        seed=seed,
    )


# --- networks ----------------------------------------------------------------------------


def _is_linkable(ranking: Ranking, network: VirtualCluster) -> bool:
    return len(set(members_of(ranking.study, network)) & _ranked(ranking)) >= FEWEST


def _ranked(ranking: Ranking) -> set[str]:
    return {cluster.id for cluster in ranking.ranked}


def _hub_first(
    ranking: Ranking, networks: list[VirtualCluster], home: list[str]
) -> list[VirtualCluster]:
    """Put the first network that covers the home group in front; all stay as they are if none."""
    covering = [n for n in networks if set(home) <= set(members_of(ranking.study, n))]
    return [*covering[:1], *(n for n in networks if n not in covering[:1])]


def _linked(
    ranking: Ranking, planned: VirtualCluster, *, seed: int, draws: int, stretches: int
) -> Linked:
    found = network(
        ranking, planned.id, draws=draws, seed=seed, stretches=stretches, with_parts=False
    )
    if len(found.members) > MOST_CANDIDATES:
        return Linked(found, None)
    model = network_model(ranking, found.members, found.membership.shares)
    return Linked(found, smallest_set(model, found.rank, found.coordination))


# --- whom to compare with, and what to aim at --------------------------------------------


def compared_clusters(ranking: Ranking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the clusters that home is measured against, best first, and those too thin for it.

    The study's own ``compare_with``. Where it names nobody: the best-ranked rival of each
    of the first three rival countries, going down the ranking, so that those ahead of home
    come first and those behind fill up; and every benchmark.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    tuple of tuple of str
        Those with a score, by where they stand; and those named that have none.
    """
    study = ranking.study
    named = study.compare_with or (
        *_best_of_countries(ranking),
        *(cluster.id for cluster in study.with_role("benchmark")),
    )
    held = [name for name in named if _standing(ranking, name)]
    thin = tuple(name for name in study.compare_with if not _standing(ranking, name))
    return tuple(sorted(held, key=lambda name: _standing(ranking, name))), thin


def _best_of_countries(ranking: Ranking) -> list[str]:
    best: dict[str, str] = {}
    for cluster in ranking.ranked:
        if ranking.study.role(cluster) == "rival":
            best.setdefault(cluster.country, cluster.id)
    return list(best.values())[:COUNTRIES]


def _standing(ranking: Ranking, cluster: str) -> int:
    return int(ranking.standings[ranking.index(cluster)])


def list_goals(ranking: Ranking, cluster: str, compared: tuple[str, ...]) -> tuple[Goal, ...]:
    """Return whom a ranked cluster might pass: the nearest few of those worth asking about.

    Parameters
    ----------
    ranking : Ranking
    cluster : str
    compared : tuple of str

    Returns
    -------
    tuple of Goal
        Who stands next above, the best of the home group, and the ranked ones of `compared`;
        the nearest first, `GOALS` at most. Nobody twice.
    """
    ahead = list(_ahead(ranking, cluster))
    if not ahead:
        return ()
    above, leader = ahead[-1], _leader(ranking)
    wanted = [name for name in ahead if name in {above, leader, *compared}]
    nearest = wanted[::-1][:GOALS]
    return tuple(Goal(cluster, name, name == above, name == leader) for name in nearest)


def _ahead(ranking: Ranking, cluster: str) -> Iterator[str]:
    own = ranking.rank_of(cluster) or 0
    for other in ranking.ranked:
        if (ranking.rank_of(other.id) or 0) < own:
            yield other.id


def _leader(ranking: Ranking) -> str:
    return next(c.id for c in ranking.ranked if ranking.study.role(c) == "home")


def _package(ranking: Ranking, goal: Goal, seed: int, draws: int) -> Package:
    found = reach(ranking, goal.cluster, beat=goal.beat)
    holds = how_often(found, draws=draws, seed=seed) if found.changes else None
    return Package(goal, found, holds)
