"""Who is in a network: named ones of the study, or clusters that a caller lists."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.study.model import Study, Text, VirtualCluster

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Membership:
    """A network's name and members.

    Parameters
    ----------
    id : str
        Of a named network; empty where the members were listed.
    label, description : Text
    members : tuple of str
        Ids of ranked clusters, best first.
    left_out : tuple of str
        Members that take no rank: what they would add cannot be told from so few figures.
    shares : mapping of str to float
        Weights of members where an indicator pools by share; empty where all are equal.
    """

    id: str
    label: Text
    description: Text
    members: tuple[str, ...]
    left_out: tuple[str, ...]
    shares: Mapping[str, float]


def find_members(
    ranking: Ranking, members: str | Sequence[str], *, name: str | None = None
) -> Membership:
    """Return the network that a caller means.

    Parameters
    ----------
    ranking : Ranking
    members : str or sequence of str
        Id of a named network of the study, or ids of two clusters or more.
    name : str, optional
        What to call it.

    Raises
    ------
    UsageError
        ``cluster-unknown`` or ``argument-invalid``, with every problem of the list.
    """
    given = [members] if isinstance(members, str) else list(members)
    study = ranking.study
    planned = study.networks.get(given[0]) if len(given) == 1 else None
    problems = [] if planned is not None else list(_problems(study, given))
    if problems:
        raise UsageError(problems)
    ids = given if planned is None else members_of(study, planned)
    ranked = {cluster.id: at for at, cluster in enumerate(ranking.ranked)}
    held = sorted((member for member in ids if member in ranked), key=ranked.__getitem__)
    left_out = tuple(member for member in ids if member not in ranked)
    if len(held) < FEWEST:
        raise UsageError(_too_few(held, left_out))
    label = Text(name) if name else planned.label if planned else Text("The network", "네트워크")
    return Membership(
        planned.id if planned else "",
        label,
        planned.description if planned else Text(""),
        tuple(held),
        () if planned is not None and planned.group else left_out,
        planned.shares if planned else {},
    )


def members_of(study: Study, network: VirtualCluster) -> list[str]:
    """Return the ids that a named network lists, or those of its group, ranked or not."""
    if network.members:
        return list(network.members)
    return [cluster.id for cluster in study.clusters if cluster.group == network.group]


def find_candidates(ranking: Ranking, given: Sequence[str]) -> tuple[str, ...]:
    """Return the ranked clusters that ids of clusters, groups and networks stand for.

    Raises
    ------
    UsageError
        ``cluster-unknown``, or ``argument-invalid`` where none of them is ranked.
    """
    study = ranking.study
    found: list[str] = []
    problems: list[Problem] = []
    for name in given:
        if study.cluster(name) is not None:
            found.append(name)
        elif name in study.networks:
            found += members_of(study, study.networks[name])
        elif name in study.groups:
            found += [cluster.id for cluster in study.clusters if cluster.group == name]
        else:
            problems.append(_unknown(study, name, [*study.groups], where="candidates"))
    if problems:
        raise UsageError(problems)
    ranked = tuple(cluster.id for cluster in ranking.ranked if cluster.id in set(found))
    if not ranked:
        what = "none of the candidates takes a rank."
        raise UsageError(Problem("argument-invalid", "candidates", what, "Name ranked clusters."))
    return ranked


def check_coordination(coordination: float) -> None:
    """Refuse a coordination that is no share.

    Raises
    ------
    UsageError
        ``argument-invalid``.
    """
    if not (math.isfinite(coordination) and 0 <= coordination <= 1):
        mend = "Write a share from 0 (they stay separate) to 1 (everything is pooled)."
        what = f"the coordination is {coordination:g}."
        raise UsageError(Problem("argument-invalid", "coordination", what, mend))


def _problems(study: Study, given: Sequence[str]) -> Iterator[Problem]:
    for member, times in Counter(given).items():
        if member in study.networks:
            what = f"'{member}' is a network, and a network links clusters."
            mend = "Name it alone, or its clusters in its place."
            yield Problem("argument-invalid", "members", what, mend)
        elif study.cluster(member) is None:
            yield _unknown(study, member, [*study.networks] if len(given) == 1 else [])
        elif times > 1:
            what = f"'{member}' is named {times} times."
            yield Problem("argument-invalid", "members", what, "Name each member once.")
    if len(given) < FEWEST and all(study.cluster(member) is not None for member in given):
        what = f"'{given[0]}' alone is no network." if given else "no member is named."
        mend = "Name two clusters or more, or a network of the study."
        yield Problem("argument-invalid", "members", what, mend)


def _unknown(study: Study, name: str, others: Sequence[str], *, where: str = "members") -> Problem:
    known = [*(cluster.id for cluster in study.clusters), *others]
    kinds = "cluster, group or network" if where == "candidates" else "cluster"
    kinds = "cluster or network" if others and where == "members" else kinds
    mend = did_you_mean(name, known, shown=6)
    return Problem("cluster-unknown", where, f"there is no {kinds} '{name}'.", mend)


def _too_few(held: Sequence[str], left_out: Sequence[str]) -> Problem:
    who = f"only '{held[0]}' takes" if held else "none of the members takes"
    what = f"{who} a rank; left out: {', '.join(left_out)}."
    mend = "Name two ranked clusters or more."
    return Problem("argument-invalid", "members", what, mend)
