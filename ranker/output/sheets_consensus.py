"""Stakeholders as sheets: their ranks, weights and distances, and what a first place would take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_case import signed_share
from ranker.output.sheets_compare import tau_text
from ranker.output.sheets_trust import ALL, exact_share, name_of
from ranker.output.words import MISSING, listed

if TYPE_CHECKING:
    from ranker.analysis.concession import Concession
    from ranker.analysis.consensus import Consensus
    from ranker.analysis.inverse import Inverse

GROUP_TITLES = {"geometric-mean": "Geometric mean", "least-deviation": "Least deviation"}
_SHOWN = 0.0005  # a change of weight that rounds to nothing


def consensus_sheets(consensus: Consensus) -> tuple[Sheet, ...]:
    """Return ranks, weights and distances of stakeholders; and the concession, if asked for."""
    sheets = [_ranks_sheet(consensus), _weights_sheet(consensus), _distances_sheet(consensus)]
    if consensus.first is not None:
        sheets.append(_concession_sheet(consensus, consensus.first))
    return tuple(sheets)


def profile_labels(consensus: Consensus) -> Mapping[str, str]:
    """Return the stakeholders' names by profile."""
    return {name: consensus.study.profiles[name].label.en for name in consensus.profiles}


def _words(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts, is_text=True)


def _shown(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts)


def _numbers(key: str, head: str, values: Sequence[int | None]) -> Column:
    texts = [MISSING if value is None else str(value) for value in values]
    return Column(key, head, values, texts)


def _ranks_sheet(consensus: Consensus) -> Sheet:
    ids = consensus.clusters
    ranking = next(iter(consensus.rankings.values()))
    names = [name_of(ranking, cluster) for cluster in ids]
    own = [
        _numbers(name, label, consensus.ranks[:, s].tolist())
        for s, (name, label) in enumerate(profile_labels(consensus).items())
    ]
    group = [
        _numbers(view.name, GROUP_TITLES[view.name], [view.ranking.rank_of(c) for c in ids])
        for view in consensus.group
        if view.ranking is not None
    ]
    below = [int(count) for count in consensus.agreed.near.sum(axis=1)]
    above = [int(count) for count in consensus.agreed.near.sum(axis=0)]
    columns = (
        Column("cluster", "", ids),
        Column("name", "Cluster", names, names, is_text=True),
        *own,
        *group,
        _numbers("surely_ahead_of", "Ahead of", below),
        _numbers("surely_behind", "Behind", above),
    )
    return Sheet(consensus.study.title.en, columns, notes=tuple(_notes(consensus)))


def _notes(consensus: Consensus) -> Iterator[str]:
    agreed = consensus.agreed
    yield (
        f"All agree on the order of {agreed.share('own'):.0%} of the pairs of clusters; on "
        f"{agreed.share('near'):.0%} also with each weight up to {consensus.margin * 100:g} points "
        f"from their own (Ahead of, Behind); on {agreed.share('always'):.0%} whatever the weights."
    )
    left = {
        name: len(ranking.ranked) - len(consensus.clusters)
        for name, ranking in consensus.rankings.items()
    }
    if any(left.values()):
        yield "Shown are the clusters that everybody ranks, with ranks among these."
    for view in consensus.group:
        if view.ranking is None:
            yield f"No ranking by {GROUP_TITLES[view.name].lower()}: {view.reason}"


def _weights_sheet(consensus: Consensus) -> Sheet:
    criteria = consensus.study.criteria
    labels = [node.label.en for node in criteria]
    own = [
        _shown(label, [exact_share(consensus.rankings[name].weighting.shares[n.id])
                       for n in criteria])
        for name, label in profile_labels(consensus).items()
    ]  # fmt: skip
    group = [
        _shown(GROUP_TITLES[view.name], [exact_share(view.shares[node.id]) for node in criteria])
        for view in consensus.group
        if view.shares
    ]
    notes = [
        f"{GROUP_TITLES[view.name]}: {_deviations(consensus, view.deviations)}."
        for view in consensus.group
        if view.deviations
    ]
    lead = "Weight that each would have to shift for the group's:"
    return Sheet("Whose weights", (_words("Criterion", labels), *own, *group), notes=(lead, *notes))


def _deviations(consensus: Consensus, deviations: Mapping[str, float]) -> str:
    labels = profile_labels(consensus)
    parts = [f"{labels[who]} {exact_share(far / 2)}" for who, far in deviations.items()]
    return listed(parts, most=ALL)


def _distances_sheet(consensus: Consensus) -> Sheet:
    labels = list(profile_labels(consensus).values())
    columns = [_words("Stakeholder", [f"{n} {label}" for n, label in enumerate(labels, start=1)])]
    for j in range(len(labels)):
        cells = [
            exact_share(consensus.weight_distances[i, j] / 2)
            if i < j
            else tau_text(float(consensus.taus[i, j]))
            for i in range(len(labels))
        ]
        cells[j] = MISSING
        columns.append(_shown(str(j + 1), cells))
    notes = [
        "Below the dashes Kendall's tau-b of their rankings; above them the share of all weight "
        "that one would have to shift to think like the other."
    ]
    if len(labels) > 2:
        notes.append(_farthest(consensus, labels))
    return Sheet("How far apart they are", tuple(columns), notes=tuple(notes))


def _farthest(consensus: Consensus, labels: Sequence[str]) -> str:
    i, j = divmod(int(consensus.opposed.argmax()), len(labels))
    count = int(consensus.opposed[i, j])
    return f"Farthest apart: {labels[i]} and {labels[j]}, who order {count} pairs the other way."


def _concession_sheet(consensus: Consensus, first: Concession) -> Sheet:
    labels = profile_labels(consensus)
    criteria = {node.id: node.label.en for node in consensus.study.criteria}
    alone = [_alone(held, criteria) for held in first.each.values()]
    columns = [_words("Stakeholder", list(labels.values())), _words("Alone", alone)]
    if first.together is not None:
        given = [_given(first.given[who], criteria) for who in first.each]
        columns.append(_words("For the whole group", given))
    ranking = next(iter(consensus.rankings.values()))
    title = f"What it would take for {name_of(ranking, first.cluster)} to be first"
    return Sheet(title, tuple(columns), notes=tuple(_concession_notes(consensus, first)))


def _alone(held: Inverse, criteria: Mapping[str, str]) -> str:
    if held.weights is None:
        return "under no weights"
    if held.distance == 0:
        return "first already"
    own = held.ranking.criterion_weights
    changes = {
        name: weight - float(w) for (name, weight), w in zip(held.weights.items(), own, strict=True)
    }
    return _given(changes, criteria)


def _given(changes: Mapping[str, float], criteria: Mapping[str, str]) -> str:
    parts = [
        f"{criteria[name]} {signed_share(change)}"
        for name, change in sorted(changes.items(), key=lambda item: item[1])
        if abs(change) >= _SHOWN
    ]
    return listed(parts, most=ALL) or "nothing"


def _concession_notes(consensus: Consensus, first: Concession) -> Iterator[str]:
    criteria = {node.id: node.label.en for node in consensus.study.criteria}
    if first.together is not None:
        weights = [f"{criteria[name]} {exact_share(w)}" for name, w in first.together.items()]
        yield f"The weights that ask least of all together: {listed(weights, most=ALL)}."
        yield "In points of weight; each keeps what they weigh within a criterion when alone."
    labels = profile_labels(consensus)
    reasons: dict[str, list[str]] = {}
    for who in first.never:
        reasons.setdefault(first.each[who].sentence, []).append(labels[who])
    if first.group is not None and first.together is None:
        reasons.setdefault(first.group.sentence, []).append("the group")
    for sentence, whose in reasons.items():
        yield sentence if len(reasons) == 1 else f"{listed(whose, most=ALL)}: {sentence}"
