"""What to find out next, as the report lists it: figure, source now used, what it would bring."""

from __future__ import annotations

from ranker.analysis.agenda import Agenda, Question
from ranker.analysis.ranking import Ranking
from ranker.output.cards import card_id
from ranker.output.view_trust import AgendaEntryView, AgendaView
from ranker.output.words import figure_text, listed, number_text, unit_text, years_text
from ranker.study.matrix import LEVEL_WORDS, Cell

SHOWN = 10
LEAST = 0.5  # narrowings below half a rank are not worth a line


def agenda_view(agenda: Agenda) -> AgendaView | None:
    """List the most telling figures; None where none would tell much.

    Parameters
    ----------
    agenda : Agenda

    Returns
    -------
    AgendaView or None
    """
    shown = [question for question in agenda.entries if question.narrowing >= LEAST][:SHOWN]
    if not shown:
        return None
    count = len(agenda.clusters)
    whose = f"{count} ranked clusters" if count > 1 else "one ranked cluster"
    groups = {agenda.ranking.clusters[agenda.ranking.index(c)].group for c in agenda.clusters}
    names = listed([g.label.en for g in agenda.ranking.study.groups.values() if g.id in groups])
    lead = (
        f"Of {len(agenda.entries)} figures in doubt these {len(shown)}, once known, would narrow "
        f"the 90% intervals of {whose} ({names}) most, by so many ranks in all; an interval is "
        f"now {agenda.width:.1f} ranks wide on average. {agenda.draws:,} draws from seed "
        f"{agenda.seed}."
    )
    return AgendaView(lead, tuple(_entry(agenda.ranking, question) for question in shown))


def _entry(ranking: Ranking, question: Question) -> AgendaEntryView:
    rows, sources = question.cell.chosen, ranking.study.sources
    first = sources[rows[0].source] if rows else None
    names = [_name(ranking, cluster) for cluster in question.clusters]
    return AgendaEntryView(
        place=_place_text(ranking, question, names),
        indicator=question.cell.indicator.label.en,
        card=card_id(ranking.study, question.cell),
        now_text=_now_text(question),
        source="" if first is None else first.publisher or first.title,
        url="" if first is None else first.url,
        narrowing=question.narrowing,
        narrowing_text=f"{question.narrowing:.1f} ranks narrower",
        clusters_text=listed(names) if len(names) > 1 else "",
    )


def _now_text(question: Question) -> str:
    cell, indicator = question.cell, question.cell.indicator
    unit = f" {unit_text(indicator)}" if unit_text(indicator) else ""
    low, high = (number_text(end, unit=indicator.unit.en) for end in (question.low, question.high))
    if cell.is_missing:
        return f"no figure, drawn from {low} to {high}{unit}"
    return f"{figure_text(cell.value, indicator)}{unit}, {_evidence(cell)}, drawn {low} to {high}"


def _evidence(cell: Cell) -> str:
    return f"{years_text(cell)}, grade {cell.grade}"


def _place_text(ranking: Ranking, question: Question, names: list[str]) -> str:
    level = question.cell.indicator.level
    if level == "cluster":
        return names[0]
    country = ranking.study.countries.get(question.place)
    if country is not None:
        return country.en
    return f"{LEVEL_WORDS[level]} of {listed(names, most=2)}"


def _name(ranking: Ranking, cluster: str) -> str:
    return ranking.clusters[ranking.index(cluster)].name
