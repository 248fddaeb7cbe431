"""One cluster's or one pair's case as sheets: certificate, inverse ranking, dispute."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_trust import exact_share, name_of
from ranker.output.words import MISSING, number_text, ordinal, score_text
from ranker.study.model import Node

if TYPE_CHECKING:
    from ranker.analysis.bounds import Bounds
    from ranker.analysis.certificate import Certificate, End, Setting
    from ranker.analysis.dispute import Dispute
    from ranker.analysis.flips import FigureFlip
    from ranker.analysis.inverse import Inverse
    from ranker.analysis.parts import Part
    from ranker.analysis.ranking import Ranking

HOLDS = {
    "always": "whatever the weights",
    "sometimes": "under some weights and not under others",
    "never": "under no weights",
}


def _words(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts, is_text=True)


def _shown(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts)


def _labels(ranking: Ranking) -> Mapping[str, str]:
    return {node.id: node.label.en for node in ranking.study.root.walk()}


def signed(points: float) -> str:
    """Return a difference with its sign, a true minus where it is below 0.

    Examples
    --------
    >>> signed(1.25), signed(-0.5)
    ('+1.25', '−0.50')
    """
    return f"{points:+.2f}".replace("-", "−")


def signed_share(share: float) -> str:
    """Return a change of a share in points, with its sign.

    Examples
    --------
    >>> signed_share(0.125), signed_share(-0.05)
    ('+12.5', '−5.0')
    """
    return f"{share * 100:+.1f}".replace("-", "−")


# --- certificate -------------------------------------------------------------------------


def certificate_sheets(bounds: Bounds, cluster: str) -> tuple[Sheet, ...]:
    """Return the weights and the figures at which a cluster has its best and worst rank."""
    ends: tuple[End, ...] = ("best", "worst")
    sheets: list[Sheet] = []
    for end in ends:
        held = bounds.certificate(cluster, end)
        sheets.append(_weights_sheet(bounds.ranking, held))
        if held.settings:
            sheets.append(_figures_sheet(bounds.ranking, held))
    return tuple(sheets)


def _weights_sheet(ranking: Ranking, held: Certificate) -> Sheet:
    labels, overall = _labels(ranking), ranking.weighting.overall
    scores = held.scores()
    own = scores[held.cluster]
    ahead = sum(1 for score in scores.values() if score > own)
    columns = (
        _words("Weight of", [labels[name] for name in held.weights]),
        _shown("Now", [exact_share(overall[name]) for name in held.weights]),
        _shown("Here", [exact_share(share) for share in held.weights.values()]),
    )
    name = name_of(ranking, held.cluster)
    title = f"{name} at its {held.end}: {ordinal(held.rank)}"
    score = f"Its score is {own:.2f} here; "
    rivals = "nobody has more." if not ahead else f"{ahead} of {len(scores) - 1} rivals have more."
    return Sheet(title, columns, notes=(score + rivals,))


def _figures_sheet(ranking: Ranking, held: Certificate) -> Sheet:
    """Return the cluster's own figures that moved; the rivals' are counted."""
    cluster = ranking.clusters[ranking.index(held.cluster)]
    places = {cluster.id, cluster.city, cluster.metro, cluster.country}
    own = [setting for setting in held.settings if setting.place in places]
    labels, others = _labels(ranking), len(held.settings) - len(own)
    columns = (
        _words("Figure", [labels[setting.indicator] for setting in own]),
        _words("Of", [setting.place for setting in own]),
        _shown("Now", [_figure(setting.was) for setting in own]),
        _shown("Here", [_figure(setting.value) for setting in own]),
        _shown("Points", [score_text(setting.utility) for setting in own]),
    )
    notes = []
    if any(math.isnan(setting.value) for setting in own):
        notes.append("A missing figure without a value keeps the score of its criterion.")
    if others:
        where = "at its worst" if held.end == "best" else "at its best"
        notes.append(f"{others} figures of others moved too, each {where}; JSON has them all.")
    return Sheet(_figures_title(own), columns, notes=tuple(notes))


def _figures_title(own: Sequence[Setting]) -> str:
    return "Its figures that moved" if own else "None of its figures moved"


def _figure(value: float) -> str:
    return MISSING if math.isnan(value) else number_text(value)


# --- inverse -----------------------------------------------------------------------------


def inverse_sheet(inverse: Inverse) -> Sheet:
    """Return the weights that put a cluster first, or the mixture that no weights get past."""
    names = inverse.constraints.names
    labels = _labels(inverse.ranking)
    now = inverse.ranking.criterion_weights.tolist()
    columns = [
        Column("criterion", "", names),
        _words("Criterion", [labels[name] for name in names]),
        Column("weight", "Now", now, [exact_share(share) for share in now]),
    ]
    if inverse.weights is not None:
        nearest = [inverse.weights[name] for name in names]
        low, high = zip(*(inverse.ranges[name] for name in names), strict=True)
        columns += [
            Column("nearest", "Nearest", nearest, [exact_share(share) for share in nearest]),
            Column("least", "Least", low, [exact_share(math.floor(w * 1000) / 1000) for w in low]),
            Column(
                "greatest",
                "Greatest",
                high,
                [exact_share(math.ceil(w * 1000) / 1000) for w in high],
            ),
        ]
    if inverse.proof is not None:
        leads = [inverse.proof.lead[name] for name in names]
        columns.append(Column("lead", "Lead over it", leads, [signed(lead) for lead in leads]))
    return Sheet(inverse.sentence, tuple(columns), notes=tuple(_inverse_notes(inverse)))


def _inverse_notes(inverse: Inverse) -> Iterator[str]:
    if inverse.weights is not None:
        yield "Nearest: the least change of weights in all that puts it first, a tie included."
        yield "Least and greatest: over all weights that do, rounded outwards."
        return
    assert inverse.proof is not None  # noqa: S101 - for the type checker
    yield (
        "Whatever the admitted weights, the lead is at least "
        f"{inverse.proof.least_lead:.2f} points, so someone is ahead of it."
    )


# --- dispute -----------------------------------------------------------------------------


def dispute_sheets(dispute: Dispute) -> tuple[Sheet, ...]:
    """Return why one cluster is above another: by criterion, by figure, and what would turn it."""
    ranking = dispute.ranking
    a, b = name_of(ranking, dispute.a), name_of(ranking, dispute.b)
    labels = _labels(ranking)
    leaves = [part for part in dispute.leaves if part.difference]
    marks = any(part.a_is_missing or part.b_is_missing for part in leaves)
    standing_in = ("* missing: the score of its criterion stands in.",) if marks else ()
    verdict = (_extent(dispute, a, b), *_flips(dispute, labels))
    owners = _words("Criterion", [labels[part.criterion] for part in leaves])
    return (
        Sheet(_headline(dispute, a, b), _part_columns(dispute.criteria, a, b)),
        Sheet(
            "Figure by figure",
            (*_part_columns(leaves, a, b)[:1], owners, *_part_columns(leaves, a, b)[1:]),
            notes=(*standing_in, *verdict),
        ),
    )


def dispute_rows(dispute: Dispute) -> Sheet:
    """Return the difference of two scores as one table: a row a criterion, then a row a figure."""
    ranking = dispute.ranking
    a, b = name_of(ranking, dispute.a), name_of(ranking, dispute.b)
    parts = (*dispute.criteria, *dispute.leaves)
    kinds = ["criterion"] * len(dispute.criteria) + ["figure"] * len(dispute.leaves)
    shown = _part_columns(parts, a, b)
    keys = ("label", "weight", "a", "b", "difference")
    columns = (
        Column("kind", "Kind", kinds, kinds, is_text=True),
        Column("node", "", [part.node for part in parts]),
        Column("criterion", "", [part.criterion for part in parts]),
        *(
            replace(column, key=key, values=[getattr(part, key) for part in parts])
            for key, column in zip(keys, shown, strict=True)
        ),
        Column("a_is_missing", "", [int(part.a_is_missing) for part in parts]),
        Column("b_is_missing", "", [int(part.b_is_missing) for part in parts]),
    )
    return Sheet(_headline(dispute, a, b), columns)


def _headline(dispute: Dispute, a: str, b: str) -> str:
    points = f"{abs(dispute.difference):.2f} points"
    ranks = (dispute.ranking.rank_of(dispute.a), dispute.ranking.rank_of(dispute.b))
    first, second = (
        f"{name} ({ordinal(rank or 0)})" for name, rank in zip((a, b), ranks, strict=True)
    )
    if ranks[0] == ranks[1]:
        return f"{first} and {second} are level."
    return f"{first} is {'above' if dispute.difference > 0 else 'below'} {second} by {points}."


def _part_columns(parts: Sequence[Part], a: str, b: str) -> tuple[Column, ...]:
    return (
        _words("What counts", [part.label for part in parts]),
        _shown("Weight", [exact_share(part.weight) for part in parts]),
        _shown(a, [_points(part.a, is_missing=part.a_is_missing) for part in parts]),
        _shown(b, [_points(part.b, is_missing=part.b_is_missing) for part in parts]),
        _shown("Difference", [signed(part.difference) for part in parts]),
    )


def _points(points: float, *, is_missing: bool) -> str:
    return f"{score_text(points)}{'*' if is_missing else ''}"


def _extent(dispute: Dispute, a: str, b: str) -> str:
    claim = f"{a} scores at least as much as {b}"
    under = f" ({'; '.join(dispute.constraints.written)})" if dispute.constraints.written else ""
    if dispute.share is None or dispute.holds != "sometimes":
        return f"{claim} {HOLDS[dispute.holds]}{under}."
    whose = f"the weights admitted{under}" if under else "all weights"
    return f"{claim} for {exact_share(dispute.share)} of {whose}."


def _flips(dispute: Dispute, labels: Mapping[str, str]) -> Iterator[str]:
    flip, figure = dispute.weight_flip, dispute.figure_flip
    if flip is None:
        yield "No change of a single weight turns it."
    else:
        ends = f"from {exact_share(flip.weight)} to {exact_share(flip.needed)}"
        yield f"Smallest change of one weight that turns it: {labels[flip.criterion]} {ends}."
    if figure is None:
        yield "No single figure within the doubt of its source turns it."
    else:
        yield f"Figure that needs the least of its doubt to turn it: {_flip(dispute, figure)}."


def _flip(dispute: Dispute, flip: FigureFlip) -> str:
    leaf: Node = next(i for i in dispute.ranking.study.indicators if i.id == flip.indicator)
    whose = "" if flip.place == flip.cluster else f" ({flip.place})"
    ends = f"from {number_text(flip.value)} to {number_text(flip.needed)}"
    doubt = f"{number_text(flip.low)} to {number_text(flip.high)} are within its doubt"
    name = name_of(dispute.ranking, flip.cluster)
    return f"{leaf.label.en} of {name}{whose}, {ends}; {doubt}"
