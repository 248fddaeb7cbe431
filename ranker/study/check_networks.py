"""Checks of ``networks.yaml``: who is linked, and by which shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ranker.errors import Problem, did_you_mean
from ranker.study.draft import Draft, NetworksDraft

FEWEST = 2  # a network links


def check_networks_are_no_clusters(draft: Draft) -> Iterator[Problem]:
    """Check that an id names a cluster or a network: a command takes both."""
    for networks, name, _ in _entries(draft):
        if name in draft.places["cluster"]:
            where = networks.document.where(("networks", name))
            what = f"'{name}' is the id of a cluster."
            yield Problem("network-id-taken", where, what, "Give the network another id.")


def check_members_are_clusters(draft: Draft) -> Iterator[Problem]:
    """Check that members are clusters; a network links clusters, not networks."""
    known = draft.places["cluster"]
    for networks, name, entry in _entries(draft):
        for at, member in enumerate(_members(entry)):
            if draft.clusters.is_whole and known and member not in known:
                where = networks.document.where(("networks", name, "members", at))
                yield _no_cluster(where, member, draft, networks)


def _no_cluster(where: str, member: str, draft: Draft, networks: NetworksDraft) -> Problem:
    if member in networks.entries:
        what, mend = f"'{member}' is a network.", "Name its clusters in its place."
    else:
        what = f"there is no cluster '{member}'."
        mend = did_you_mean(member, sorted(draft.places["cluster"]), shown=6)
    return Problem("network-member-unknown", where, what, mend)


def check_groups_of_members_exist(draft: Draft) -> Iterator[Problem]:
    """Check that ``members: {group: ...}`` names one of the study's groups."""
    groups = draft.mapping("groups")
    for networks, name, entry in _entries(draft):
        group = _group(entry)
        if isinstance(group, str) and groups and group not in groups:
            where = networks.document.where(("networks", name, "members", "group"))
            what = f"there is no group '{group}'."
            yield Problem("network-member-unknown", where, what, did_you_mean(group, list(groups)))


def check_members_are_named_once(draft: Draft) -> Iterator[Problem]:
    """Check that nobody is a member twice; it would count twice."""
    for networks, name, entry in _entries(draft):
        seen: set[str] = set()
        for at, member in enumerate(_members(entry)):
            if member in seen:
                where = networks.document.where(("networks", name, "members", at))
                what = f"'{member}' is a member already."
                yield Problem("network-member-duplicate", where, what, "Keep one.")
            seen.add(member)


def check_networks_link_two(draft: Draft) -> Iterator[Problem]:
    """Check that there is something to link."""
    for networks, name, entry in _entries(draft):
        number = len(set(_members(entry)))
        if isinstance(entry.get("members"), list) and number < FEWEST:
            where = networks.document.where(("networks", name, "members"))
            what = f"'{name}' has {number or 'no'} member{'' if number == 1 else 's'}."
            yield Problem("network-too-small", where, what, "Name at least two clusters.")


def check_shares_are_of_members(draft: Draft) -> Iterator[Problem]:
    """Check that shares name members, and that one of them is above 0."""
    for networks, name, entry in _entries(draft):
        shares = entry.get("shares")
        if not isinstance(shares, dict) or not shares:
            continue
        members = _members(entry) or _of_group(draft, _group(entry))
        for share in shares:
            if members and share not in members:
                where = networks.document.where(("networks", name, "shares", share))
                what = f"'{share}' is no member of '{name}'."
                yield Problem("network-share-unknown", where, what, did_you_mean(share, members))
        if all(value == 0 and not isinstance(value, bool) for value in shares.values()):
            where = networks.document.where(("networks", name, "shares"))
            what = f"all weights are 0: {', '.join(shares)}."
            mend = "Give at least one of them a weight above 0."
            yield Problem("weight-all-zero", where, what, mend)


def _entries(draft: Draft) -> Iterator[tuple[NetworksDraft, str, Mapping[str, Any]]]:
    if draft.networks is not None:
        for name, entry in draft.networks.entries.items():
            yield draft.networks, name, entry


def _members(entry: Mapping[str, Any]) -> list[str]:
    members = entry.get("members")
    named = members if isinstance(members, list) else []
    return [member for member in named if isinstance(member, str)]


def _group(entry: Mapping[str, Any]) -> Any:
    members = entry.get("members")
    return members.get("group") if isinstance(members, dict) else None


def _of_group(draft: Draft, group: Any) -> list[str]:
    return [row["id"] for row in draft.clusters.rows if row["group"] == group]


NETWORK_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    check_networks_are_no_clusters,
    check_members_are_clusters,
    check_groups_of_members_exist,
    check_members_are_named_once,
    check_networks_link_two,
    check_shares_are_of_members,
)
