"""Weights that come from the figures: as a sheet, as JSON, and as a weight profile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ranker.methods.weigh_data import WEIGHERS
from ranker.output.derived_words import derived_sentences
from ranker.output.export import weight_fields
from ranker.output.export_trust import document
from ranker.output.sheet import Column, Sheet
from ranker.output.words import listed, share_text
from ranker.study.model import TOP

if TYPE_CHECKING:
    from ranker.analysis.derived import Derived

DERIVED_SCHEMA = "cluster-ranker/derived/1"
CAUTION = (
    "Such weights say what tells the clusters apart in these figures, not what is important; "
    "another edition has others."
)
_NAMED = 3


def derived_sheet(found: Derived) -> Sheet:
    """Return the derived weights beside the written ones, and who moves by them."""
    study, weighting = found.before.study, found.ranking.weighting
    labels = {node.id: node.label.en for node in study.root.walk() if node.id}
    rows = [(held, name) for held in weighting.derived for name in held.weights]
    written = [found.before.weighting.shares[name] for _, name in rows]
    derived = [held.weights[name] for held, name in rows]
    shifts = [new - old for new, old in zip(derived, written, strict=True)]
    parents = [labels.get(held.node, "top criteria") for held, _ in rows]
    names = [name for _, name in rows]
    columns = (
        Column("under", "Under", [held.node or TOP for held, _ in rows], parents, is_text=True),
        Column("node", "Weighs", names, [labels[name] for name in names], is_text=True),
        Column("written", "As written", written, [share_text(share) for share in written]),
        Column("derived", "From the figures", derived, [share_text(share) for share in derived]),
        Column("shift", "Shift", shifts, [f"{shift * 100:+.1f}" for shift in shifts]),
    )
    lead = tuple(derived_sentences(study, weighting.derived))
    return Sheet(found.profile.label.en, columns, lead=lead, notes=tuple(_notes(found)))


def _notes(found: Derived) -> Iterator[str]:
    method = next(iter(found.profile.derive.values()))
    weigher = WEIGHERS[method]
    yield f"{weigher.title}: {weigher.idea} {weigher.reference}."
    moves = _moves(found)
    named = [f"{name} {before} → {after}" for name, before, after in moves]
    if named:
        yield f"{len(named)} clusters change rank: {listed(named, most=_NAMED)}."
    else:
        yield "No cluster changes rank."
    yield CAUTION


def _moves(found: Derived) -> list[tuple[str, int, int]]:
    """Return who changes rank, the largest moves first."""
    ranks = zip(
        found.before.clusters,
        found.before.ranks.tolist(),
        found.ranking.ranks.tolist(),
        strict=True,
    )
    moved = [(c.name, before, after) for c, before, after in ranks if before and after]
    moved = [move for move in moved if move[1] != move[2]]
    return sorted(moved, key=lambda move: (-abs(move[1] - move[2]), move[1]))


def derived_to_json(found: Derived) -> str:
    """Return the derived weights as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/derived/1"; ``weights`` is as in a
        ranking, with ``derived`` by node, and ``ranks`` has each cluster's rank by the written
        and by the derived weights, null where it takes none.
    """
    before, after = found.before, found.ranking
    return document(
        DERIVED_SCHEMA,
        after,
        {
            "weights": weight_fields(after),
            "written": weight_fields(before),
            "ranks": {
                cluster.id: {
                    "written": int(before.ranks[i]) or None,
                    "derived": int(after.ranks[i]) or None,
                }
                for i, cluster in enumerate(before.clusters)
            },
        },
    )


def profile_text(found: Derived) -> str:
    """Return the weight profile as YAML: derived anew from the figures wherever it is used."""
    profile = found.profile
    derived = found.ranking.weighting.derived
    told = [f"# {line}" for line in derived_sentences(found.before.study, derived)]
    lines = [
        "# Weights are derived from the figures whenever the study is ranked. When this was made:",
        *told,
        f"label: {json.dumps(profile.label.en, ensure_ascii=False)}",
        f"view: {json.dumps(profile.view.en, ensure_ascii=False)}",
    ]
    if profile.weights:
        lines += ["weights:", *(f"  {node}: {w!r}" for node, w in profile.weights.items())]
    if set(profile.derive) == {TOP}:
        lines.append(f"derive: {{method: {profile.derive[TOP]}}}")
    else:
        lines += ["derive:", *(f"  {n}: {{method: {m}}}" for n, m in profile.derive.items())]
    return "\n".join(lines) + "\n"
