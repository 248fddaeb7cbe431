"""What drives the doubt, as the report shows it: for each rank, the parts of its variance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ranker.analysis.design import KINDS, Group
from ranker.analysis.ranking import Ranking
from ranker.analysis.sensitivity import Effect, Output, Sensitivity
from ranker.output.drivers import (
    design_words,
    effect_text,
    error_words,
    finding,
    group_head,
    group_words,
    part_text,
    settled_effects,
    untold_words,
)
from ranker.output.language import _, cluster_name
from ranker.output.view_moves import DriverPartView, DriverRowView, DriversView


def drivers_view(found: Sensitivity) -> DriversView:
    """Lay out how much of the variance of each rank the groups explain.

    Parameters
    ----------
    found : Sensitivity
        Of ranks, at least one.

    Returns
    -------
    DriversView
    """
    ranking, outputs = found.ranking, found.of("rank")
    kinds = _kinds(ranking, found.groups)
    heads = tuple((kinds[group], group_head(ranking, group)) for group in found.groups)
    rows = [_row(found, output, kinds) for output in outputs]
    return DriversView(
        finding=finding(found, outputs),
        legend=heads,
        rows=tuple(sorted(rows, key=lambda row: row.rank)),
        notes=tuple(_notes(found, outputs)),
    )


def _kinds(ranking: Ranking, groups: Sequence[Group]) -> Mapping[Group, str]:
    """Return the class of the colour of each group; figures have that of their criterion."""
    place = {node.id: f"c{n}" for n, node in enumerate(ranking.study.criteria, start=1)}
    kinds = {name: f"d-kind{n}" for n, name in enumerate(KINDS, start=1)}
    return {
        group: place[group.criterion] if group.criterion else kinds.get(group.id, f"d-{group.id}")
        for group in groups
    }


def _row(found: Sensitivity, output: Output, kinds: Mapping[Group, str]) -> DriverRowView:
    ranking, effects = found.ranking, settled_effects(found, output)
    cluster = ranking.clusters[ranking.index(output.cluster)]
    by_group = {effect.group: effect for effect in effects}
    shares = {group: max(effect.first, 0.0) for group, effect in by_group.items()}
    whole = max(sum(shares.values()), 1.0)
    parts = tuple(
        DriverPartView(
            kind=kinds[group],
            width=round(shares.get(group, 0.0) / whole * 100, 1),
            total=by_group[group].total if group in by_group else None,
            text=effect_text(by_group.get(group)),
        )
        for group in found.groups
    )
    return DriverRowView(
        id=cluster.id,
        name=cluster_name(cluster),
        tone=ranking.study.role(cluster),
        rank=ranking.rank_of(cluster.id) or 0,
        parts=parts,
        words=_largest(ranking, effects),
        description=_description(found, output, effects),
    )


def _largest(ranking: Ranking, effects: Sequence[Effect]) -> str:
    if not effects:
        return ""
    words = group_words(ranking, effects[0].group)
    return _("{group}, {share}").format(
        group=f"{words[:1].upper()}{words[1:]}", share=part_text(effects[0].total)
    )


def _description(found: Sensitivity, output: Output, effects: Sequence[Effect]) -> str:
    if found.is_constant(output):
        return _("its rank never changed")
    if not effects:
        return untold_words(found)
    alone = [f"{group_words(found.ranking, e.group)} {part_text(e.first)}" for e in effects]
    return _("alone: {parts}").format(parts=", ".join(alone))


def _notes(found: Sensitivity, outputs: Sequence[Output]) -> Iterator[str]:
    reading = _(
        "The largest part is what a group has a part in, alone or together with others (total "
        "index); such parts may add up to more than 100%. Bars show what groups explain alone "
        "(first-order index)."
    )
    yield f"{reading} {error_words(found, outputs)}".strip()
    yield design_words(found)
