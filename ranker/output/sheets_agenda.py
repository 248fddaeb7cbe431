"""What to find out next, as a sheet and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.rows import number_or_none
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_trust import name_of
from ranker.output.words import MISSING, figure_text, listed, number_text

if TYPE_CHECKING:
    from ranker.analysis.agenda import Agenda, Question

AGENDA_SCHEMA = "cluster-ranker/research-agenda/1"


def agenda_sheet(agenda: Agenda, *, most: int = 20) -> Sheet:
    """Return the figures worth finding out, the most telling first.

    Parameters
    ----------
    agenda : Agenda
    most : int
        How many are shown; CSV has as many.
    """
    held = agenda.entries[:most]
    narrowings = [entry.narrowing for entry in held]
    columns = (
        Column("place", "", [entry.place for entry in held]),
        Column("indicator", "", [entry.indicator for entry in held]),
        _words("Figure", [entry.cell.indicator.label.en for entry in held]),
        _words("Of", [_whose(agenda, entry) for entry in held]),
        Column("value", "Now", [number_or_none(e.cell.value) for e in held], list(map(_now, held))),
        Column("grade", "Grade", [e.cell.grade for e in held], [e.cell.grade or "–" for e in held]),
        Column("low", "", [entry.low for entry in held]),
        Column("high", "", [entry.high for entry in held]),
        Column("", "Drawn between", (), [_ends(entry) for entry in held]),
        Column("narrowing", "Ranks narrower", narrowings, [f"{n:.1f}" for n in narrowings]),
        Column("sources", "", [" ".join(entry.cell.sources) for entry in held]),
    )
    return Sheet(agenda.ranking.study.title.en, columns, notes=_notes(agenda, len(held)))


def _words(head: str, texts: list[str]) -> Column:
    return Column("", head, (), texts, is_text=True)


def _whose(agenda: Agenda, entry: Question) -> str:
    names = [name_of(agenda.ranking, cluster) for cluster in entry.clusters]
    level = entry.cell.indicator.level
    return names[0] if level == "cluster" else f"{listed(names)} ({level})"


def _now(entry: Question) -> str:
    cell = entry.cell
    return MISSING if cell.is_missing else figure_text(cell.value, cell.indicator)


def _ends(entry: Question) -> str:
    unit = entry.cell.indicator.unit.en
    return f"{number_text(entry.low, unit=unit)} to {number_text(entry.high, unit=unit)}"


def _notes(agenda: Agenda, shown: int) -> tuple[str, ...]:
    whose = f"of {len(agenda.clusters)} clusters" if len(agenda.clusters) > 1 else "asked about"
    left = len(agenda.entries) - shown
    return (
        "Ranks narrower: by how many ranks the 90% intervals of the clusters asked about shrink "
        "in all, on average, once the figure is known.",
        f"The intervals {whose} are {agenda.width:.1f} ranks wide now, on average.",
        f"What varied: {agenda.variation.sentence()}. {agenda.draws:,} draws from seed "
        f"{agenda.seed}.",
        *((f"{left} more figures are in doubt.",) if left else ()),
    )


def agenda_to_json(agenda: Agenda) -> str:
    """Return all figures in doubt as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/research-agenda/1".
    """
    run = {"seed": agenda.seed, "draws": agenda.draws, "variation": asdict(agenda.variation)}
    return as_json(
        {
            "schema": AGENDA_SCHEMA,
            "study": study_fields(agenda.ranking),
            "varied": agenda.variation.sentence(),
            "clusters": agenda.clusters,
            "width": agenda.width,
            "agenda": [_fields(entry) for entry in agenda.entries],
            "manifest": manifest_fields(agenda.ranking) | run,
        }
    )


def _fields(entry: Question) -> dict[str, Any]:
    cell = entry.cell
    return {
        "place": entry.place,
        "indicator": entry.indicator,
        "label": cell.indicator.label.en,
        "unit": cell.indicator.unit.en,
        "clusters": entry.clusters,
        "value": number_or_none(cell.value),
        "grade": cell.grade or None,
        "sources": cell.sources,
        "low": entry.low,
        "high": entry.high,
        "narrowing": entry.narrowing,
    }
