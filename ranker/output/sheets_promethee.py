"""PROMETHEE I as sheets, one row a cluster or one a pair, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ranker.output.export_trust import document
from ranker.output.rows import check_group
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_trust import name_of
from ranker.output.words import listed

if TYPE_CHECKING:
    from ranker.analysis.promethee import PartialOrder, Relation

PROMETHEE_SCHEMA = "cluster-ranker/promethee/1"
FEW = 4  # names of a cell; what is more is counted
DIGITS = 3


def order_sheet(order: PartialOrder, *, group: str | None = None) -> Sheet:
    """Return flows and relations, one row a ranked cluster, best net flow first.

    Parameters
    ----------
    order : PartialOrder
    group : str, optional
        Id of the group whose clusters are shown, with their relations to all.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    shown = _shown(order, group)
    ranking = order.ranking
    ranks = [ranking.rank_of(cluster) for cluster in shown]
    names = [name_of(ranking, cluster) for cluster in shown]
    columns = (
        Column("rank", "Rank", ranks, [str(rank) for rank in ranks]),
        Column("name", "Cluster", names, names, is_text=True),
        Column("cluster", "", shown),
        _flow("plus", "Strength", [_flows(order, c)[0] for c in shown]),
        _flow("minus", "Weakness", [_flows(order, c)[1] for c in shown]),
        _flow("net", "Net", [_flows(order, c)[2] for c in shown]),
        _counts(order, shown, "preferred", "Preferred to"),
        _counts(order, shown, "less preferred", "Less preferred than"),
        *_listed(order, shown, "indifferent", "Indifferent to"),
        *_listed(order, shown, "incomparable", "Incomparable with"),
    )
    return Sheet(ranking.study.title.en, columns, notes=tuple(_notes(order)))


def pairs_sheet(order: PartialOrder, *, group: str | None = None) -> Sheet:
    """Return the relation of every pair, one row a pair, both of a group where one is named."""
    pairs = _pairs(order, _shown(order, group))
    names = [[name_of(order.ranking, pair[end]) for pair in pairs] for end in (0, 1)]
    relations = [relation for _, _, relation in pairs]
    columns = (
        Column("a", "", [a for a, _, _ in pairs]),
        Column("name_a", "Cluster", names[0], names[0], is_text=True),
        Column("relation", "Is", relations, relations, is_text=True),
        Column("b", "", [b for _, b, _ in pairs]),
        Column("name_b", "To", names[1], names[1], is_text=True),
    )
    return Sheet(order.ranking.study.title.en, columns, notes=tuple(_notes(order)))


def promethee_to_json(order: PartialOrder, *, group: str | None = None) -> str:
    """Return flows and relations as JSON whose ``schema`` is "cluster-ranker/promethee/1"."""
    ranking, shown = order.ranking, _shown(order, group)
    keys = ("plus", "minus", "net")
    rows = [
        {"cluster": cluster, "rank": ranking.rank_of(cluster)}
        | dict(zip(keys, _flows(order, cluster), strict=True))
        for cluster in shown
    ]
    pairs = [{"a": a, "relation": relation, "b": b} for a, b, relation in _pairs(order, shown)]
    content: dict[str, Any] = {
        "group": group,
        "preference": {
            node.id: ranking.method.settings_on(node.id) for node in ranking.study.criteria
        },
        "flows": rows,
        "undominated": order.undominated,
        "pairs": pairs,
    }
    return document(PROMETHEE_SCHEMA, ranking, content)


def _shown(order: PartialOrder, group: str | None) -> list[str]:
    check_group(order.ranking, group)
    clusters = order.ranking.study.cluster
    held = ((name, clusters(name)) for name in order.clusters)
    return [name for name, cluster in held if group is None or (cluster and cluster.group == group)]


def _flows(order: PartialOrder, cluster: str) -> tuple[float, float, float]:
    i = order.index(cluster)
    flows = order.flows
    return float(flows.plus[i]), float(flows.minus[i]), float(flows.net[i])


def _pairs(order: PartialOrder, shown: Sequence[str]) -> list[tuple[str, str, Relation]]:
    """Return every pair once, the one that is preferred or has the better net flow first."""
    pairs = ((a, b) for at, a in enumerate(shown) for b in shown[at + 1 :])
    found = ((a, b, order.relation(a, b)) for a, b in pairs)
    return [(b, a, "preferred") if r == "less preferred" else (a, b, r) for a, b, r in found]


def _flow(key: str, head: str, values: Sequence[float]) -> Column:
    return Column(key, head, values, [f"{value:.{DIGITS}f}" for value in values])


def _counts(order: PartialOrder, shown: Sequence[str], relation: Relation, head: str) -> Column:
    counts = [len(order.related(cluster, relation)) for cluster in shown]
    return Column(relation.replace(" ", "_"), head, counts, [str(count) for count in counts])


def _listed(
    order: PartialOrder, shown: Sequence[str], relation: Relation, head: str
) -> Iterator[Column]:
    others = [order.related(cluster, relation) for cluster in shown]
    names = [[name_of(order.ranking, other) for other in row] for row in others]
    yield Column(relation, "", [" ".join(row) for row in others])
    if any(others):
        texts = [listed(row, most=FEW) if row else "–" for row in names]
        yield Column("", head, (), texts, is_text=True)


def _notes(order: PartialOrder) -> Iterator[str]:
    counts = order.counts
    pairs = sum(counts.values())
    yield (
        f"Of {pairs} pairs {counts['preferred']} are ordered, {counts['indifferent']} indifferent "
        f"and {counts['incomparable']} incomparable: one is stronger and also weaker."
    )
    best = listed([name_of(order.ranking, cluster) for cluster in order.undominated])
    yield f"Nobody is preferred to {best}."
    yield f"Preference: {order.ranking.method.settings_text}."
