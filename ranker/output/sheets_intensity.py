"""Size against intensity as sheets and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ranker.output.export import as_json, manifest_fields, study_fields, weight_fields
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_diff import signed_ranks
from ranker.output.words import listed
from ranker.study.intensive import quotient_unit

if TYPE_CHECKING:
    from ranker.analysis.intensity import Intensity

INTENSITY_SCHEMA = "cluster-ranker/intensity/1"
_STORIES = {
    "both": "large and intense",
    "size": "large, not intense",
    "intensity": "intense, not large",
    "neither": "",
}


def intensity_sentence(found: Intensity) -> str:
    """Say whose story changes between totals and quotients."""
    count = len(found.standings)
    large = [s.cluster.name for s in found.changed if s.story == "size"]
    intense = [s.cluster.name for s in found.changed if s.story == "intensity"]
    if not found.changed:
        return f"Divided by {_by(found)}, the same {found.top} of {count} are at the top."
    parts = []
    if large:
        parts.append(f"{listed(large, most=len(large))} {_leave(large)} the top third")
    if intense:
        parts.append(f"{listed(intense, most=len(intense))} {_enter(intense)} the top third")
    return f"Divided by {_by(found)}, of {count} compared {' and '.join(parts)}."


def _by(found: Intensity) -> str:
    return found.by.label.en.lower()


def _leave(names: list[str]) -> str:
    return "leaves" if len(names) == 1 else "leave"


def _enter(names: list[str]) -> str:
    return "enters" if len(names) == 1 else "enter"


def intensity_sheets(found: Intensity) -> tuple[Sheet, ...]:
    """Return both ranks of every compared cluster."""
    held = found.standings
    names = [s.cluster.name for s in held]
    columns = (
        Column("cluster", "", [s.cluster.id for s in held]),
        _ranks("rank_by_size", "By size", [s.by_size for s in held]),
        _ranks("rank_by_intensity", "By intensity", [s.by_intensity for s in held]),
        Column("move", "Move", [s.move for s in held], [signed_ranks(s.move) for s in held]),
        Column("name", "Cluster", names, names, is_text=True),
        Column(
            "story",
            "At the top",
            [s.story for s in held],
            [_STORIES[s.story] for s in held],
            is_text=True,
        ),
    )
    lead = (intensity_sentence(found),)
    title = found.size.study.title.en
    return (Sheet(title, columns, lead=lead, notes=tuple(_notes(found))),)


def _ranks(key: str, head: str, values: list[int]) -> Column:
    return Column(key, head, values, [str(value) for value in values])


def _notes(found: Intensity) -> Iterator[str]:
    leaves = {leaf.id: leaf for leaf in found.size.study.indicators}
    told = [
        f"{leaves[name].label.en} ({quotient_unit(leaves[name], found.by, found.per).en})"
        for name in found.divided
    ]
    yield f"Divided: {listed(told, most=len(told))}."
    by_reason: dict[str, list[str]] = {}
    for kept in found.kept:
        by_reason.setdefault(kept.reason, []).append(kept.label)
    for reason, names in by_reason.items():
        yield f"As it is: {listed(names, most=len(names))}, as {reason}."
    yield (
        f"Ranks are among the {len(found.standings)} clusters that both rankings rank; the top are "
        f"the first {found.top}. Each ranking has yardsticks of its own."
    )
    if found.lost:
        names = [cluster.name for cluster in found.lost]
        yield (
            f"Ranked by size alone, for want of figures of {_by(found)}: "
            f"{listed(names, most=len(names))}."
        )
    if found.by.level != "cluster":
        yield (
            f"{found.by.label.en} is a figure of the {found.by.level}: it tells clusters of one "
            f"{found.by.level} apart no better than totals do."
        )


def intensity_to_json(found: Intensity) -> str:
    """Return the comparison as JSON whose ``schema`` is "cluster-ranker/intensity/1"."""
    return as_json(
        {
            "schema": INTENSITY_SCHEMA,
            "study": study_fields(found.size),
            "by": found.by.id,
            "per": found.per,
            "method": found.size.method.name,
            "parameters": found.size.method.described_settings,
            "weights": weight_fields(found.size),
            "divided": list(found.divided),
            "kept": [{"indicator": k.indicator, "reason": k.reason} for k in found.kept],
            "top": found.top,
            "standings": [
                {
                    "cluster": s.cluster.id,
                    "rank_by_size": s.by_size,
                    "rank_by_intensity": s.by_intensity,
                    "move": s.move,
                    "story": s.story,
                }
                for s in found.standings
            ],
            "lost": [cluster.id for cluster in found.lost],
            "manifest": manifest_fields(found.size),
        }
    )
