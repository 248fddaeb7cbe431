"""Networks as sheets and as JSON: curve, passing points, pooled figures, parts of members."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.analysis.network_parts import PAIRS
from ranker.output.chances import interval_text
from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.network_view import (
    NOTHING,
    balance_sentence,
    finding_sentence,
    smallest_sentence,
)
from ranker.output.rows import number_or_none
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_case import signed
from ranker.output.sheets_trust import exact_share, name_of
from ranker.output.words import MISSING, figure_text, listed, number_text, score_text, share_text

if TYPE_CHECKING:
    from ranker.analysis.network import Network, PooledFigure
    from ranker.study.model import Indicator, Study

NETWORK_SCHEMA = "cluster-ranker/network/1"
NETWORKS_SCHEMA = "cluster-ranker/networks/1"
ALL = 1_000  # more names than a list ever has


def network_sheets(network: Network) -> tuple[Sheet, ...]:
    """Return what is to be said of a network; its curve comes first."""
    return (
        _curve_sheet(network),
        _passings_sheet(network),
        _figures_sheet(network),
        _parts_sheet(network),
    )


def _curve_sheet(network: Network) -> Sheet:
    grid, scores = network.grid.tolist(), network.scores.tolist()
    ranks = network.ranks.tolist()
    ends = [network.interval(at) for at in range(len(grid))]
    columns = (
        Column("coordination", "Coordination", grid, [share_text(share) for share in grid]),
        Column("score", "Score", scores, [score_text(score) for score in scores]),
        Column("rank", "Rank", ranks, [str(rank) for rank in ranks]),
        Column("", "90% interval", (), [interval_text(*pair) for pair in ends]),
        Column("low", "", [low for low, _ in ends]),
        Column("high", "", [high for _, high in ends]),
    )
    asked = network.smallest
    answer = (smallest_sentence(network, asked),) if asked is not None else ()
    lead = (balance_sentence(network), *answer, *_members(network))
    return Sheet(finding_sentence(network), columns, lead, tuple(_curve_notes(network)))


def _members(network: Network) -> Iterator[str]:
    names = [name_of(network.ranking, member) for member in network.members]
    yield f"Members, best first: {listed(names, most=ALL)}."
    left = [name_of(network.ranking, member) for member in network.membership.left_out]
    if left:
        yield f"Left out, because they take no rank: {listed(left, most=ALL)}."


def _curve_notes(network: Network) -> Iterator[str]:
    yield (
        "Coordination: at 0% the network is its best member, at 100% everything is pooled. Its "
        "members leave the table; the rank is one among the clusters outside."
    )
    yield (
        f"What varied in the intervals: {network.variation.sentence()}; in each draw the best "
        f"member is the one that is best in it. {network.draws:,} draws from seed {network.seed}."
    )


def _passings_sheet(network: Network) -> Sheet:
    held = network.passings
    names = [name_of(network.ranking, passing.rival) for passing in held]
    shares = [passing.coordination for passing in held]
    what = ["passes" if passing.is_gain else "falls behind" for passing in held]
    columns = (
        Column("coordination", "At", shares, [exact_share(share) for share in shares]),
        Column("", "The network", (), what, is_text=True),
        Column("rival", "", [passing.rival for passing in held]),
        Column("", "Rival", (), names, is_text=True),
    )
    notes = ["Exact: no passing point is missed."]
    never = [name_of(network.ranking, rival) for rival in network.never_passed]
    if never:
        notes.append(f"Never passed: {listed(never, most=ALL)}.")
    title = "Whom it passes" if held else "It passes nobody and falls behind nobody."
    return Sheet(title, columns, notes=tuple(notes))


def _figures_sheet(network: Network) -> Sheet:
    leaves = {leaf.id: leaf for leaf in network.ranking.cells.indicators}
    held = network.figures
    own = [leaves[figure.indicator] for figure in held]
    known = [f"{figure.known} of {len(network.members)}" for figure in held]
    columns = (
        Column("", "Indicator", (), [leaf.label.en for leaf in own], is_text=True),
        Column("", "Pools by", (), [figure.how for figure in held], is_text=True),
        _figure_column("Best member", [(f.best, leaves[f.indicator]) for f in held]),
        _figure_column("Pooled", [(f.pool, leaves[f.indicator]) for f in held]),
        Column("", "Rests on", (), known, is_spare=True),
        Column("", "Points", (), [_gain_text(figure) for figure in held]),
    )
    notes = [
        "Points: what the indicator adds to the score at the coordination asked for; a minus is "
        "what pooling costs. A sum counts a shared place and a named company once.",
        "Rests on: members that have a figure; the others are passed over, so a sum is the least "
        "it can be. The draws fill them in.",
    ]
    if any(math.isnan(figure.best) and not math.isnan(figure.pool) for figure in held):
        notes.append(
            "Where the best member has no figure, points count from its criterion's score."
        )
    return Sheet("Indicator by indicator", columns, notes=tuple(notes))


def _figure_column(head: str, values: list[tuple[float, Indicator]]) -> Column:
    return Column("", head, (), [pooled_text(value, leaf) for value, leaf in values])


def pooled_text(value: float, leaf: Indicator) -> str:
    """Return a figure as short as a column takes: a number, a level, or a dash."""
    if math.isnan(value):
        return MISSING
    is_level = leaf.is_ordinal and value == int(value)
    return figure_text(value, leaf).split(" ")[0] if is_level else number_text(value)


def _gain_text(figure: PooledFigure) -> str:
    return "0" if abs(figure.gain) < NOTHING else signed(figure.gain)


def _parts_sheet(network: Network) -> Sheet:
    held = sorted(network.parts, key=lambda part: -part.part)
    is_sampled = any(part.error for part in held)
    columns = [
        Column("", "Member", (), [name_of(network.ranking, p.member) for p in held], is_text=True),
        Column("", "Alone", (), [score_text(part.alone) for part in held]),
        Column("", "Adds", (), [f"{part.part:.2f}" for part in held]),
    ]
    if is_sampled:
        columns.append(Column("", "±", (), [f"{part.error:.2f}" for part in held]))
    total = sum(part.part for part in held)
    notes = [
        "Adds: Shapley value in points of score, the mean over all orders in which members may "
        f"join. The parts sum to {total:.2f}, the score less 1, the score of nobody.",
    ]
    if is_sampled:
        notes.append(
            "±: standard error; so many members have too many orders, of which "
            f"{2 * PAIRS:,} were drawn from seed {network.seed}."
        )
    return Sheet("What each member adds", tuple(columns), notes=tuple(notes))


# --- the networks of a study -----------------------------------------------------------------


def networks_sheet(study: Study) -> Sheet:
    """List the networks that a study names."""
    held = list(study.networks.values())
    members = [_who(study, network.members, network.group) for network in held]
    columns = (
        Column("id", "Network", [n.id for n in held], [n.id for n in held], is_text=True),
        Column(
            "label", "Name", [n.label.en for n in held], [n.label.en for n in held], is_text=True
        ),
        Column("members", "Members", members, members, is_text=True),
        Column("description", "", [n.description.en for n in held]),
    )
    notes = ("ranker network NAME tells where one would stand.",) if held else ()
    title = study.title.en if held else f"{study.title.en} names no networks."
    return Sheet(title, columns, notes=notes)


def _who(study: Study, members: tuple[str, ...], group: str) -> str:
    return ", ".join(members) or f"all ranked of {study.groups[group].label.en}"


def networks_to_json(study: Study) -> str:
    """Return the networks of a study as JSON whose ``schema`` is "cluster-ranker/networks/1"."""
    entries = [
        {
            "id": network.id,
            "label": asdict(network.label),
            "description": asdict(network.description),
            "members": network.members,
            "group": network.group or None,
            "shares": dict(network.shares),
        }
        for network in study.networks.values()
    ]
    return as_json({"schema": NETWORKS_SCHEMA, "study": study.id, "networks": entries})


# --- JSON ------------------------------------------------------------------------------------


def network_to_json(network: Network) -> str:
    """Return a network as JSON, in full precision.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/network/1". ``curve`` holds score, rank and
        interval by coordination, ``steps`` the exact points at which the rank changes,
        ``parts`` sum to ``score`` less 1, gains in ``figures`` to ``score`` less ``best_score``.
    """
    run = {"seed": network.seed, "draws": network.draws, "variation": asdict(network.variation)}
    member = network.membership
    low, high = network.interval()
    return as_json(
        {
            "schema": NETWORK_SCHEMA,
            "study": study_fields(network.ranking),
            "network": member.id or None,
            "label": asdict(member.label),
            "members": member.members,
            "left_out": member.left_out,
            "coordination": network.coordination,
            "score": network.score,
            "rank": network.rank,
            "low": low,
            "high": high,
            "best": network.best,
            "best_score": float(network.ranking.scores[network.ranking.index(network.best)]),
            "finding": finding_sentence(network),
            "balance": balance_sentence(network),
            "curve": list(_curve_fields(network)),
            "steps": [asdict(step) for step in network.steps],
            "passings": [asdict(passing) for passing in network.passings],
            "never_passed": network.never_passed,
            "figures": [_plain(asdict(figure)) for figure in network.figures],
            "parts": [asdict(part) for part in network.parts],
            "smallest": None if network.smallest is None else _plain(asdict(network.smallest)),
            "varied": network.variation.sentence(),
            "manifest": manifest_fields(network.ranking) | run,
        }
    )


def _curve_fields(network: Network) -> Iterator[dict[str, Any]]:
    rows = zip(network.grid.tolist(), network.scores.tolist(), network.ranks.tolist(), strict=True)
    for at, (coordination, score, rank) in enumerate(rows):
        low, high = network.interval(at)
        yield {
            "coordination": coordination,
            "score": score,
            "rank": rank,
            "low": low,
            "high": high,
        }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Put None in the place of NaN."""
    return {
        name: number_or_none(value) if isinstance(value, float) else value
        for name, value in fields.items()
    }
