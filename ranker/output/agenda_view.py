"""What to find out next, as the report lists it: figure, source now used, what it would bring."""

from __future__ import annotations

from ranker.analysis.agenda import Agenda, Question
from ranker.analysis.ranking import Ranking
from ranker.output.cards import card_id
from ranker.output.cldr import decimal
from ranker.output.language import _, cluster_name, in_language, ngettext
from ranker.output.view_moves import AgendaEntryView, AgendaView
from ranker.output.words import figure_text, listed, number_text, unit_text, web_address, years_text

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
    groups = {agenda.ranking.clusters[agenda.ranking.index(c)].group for c in agenda.clusters}
    named = [g for g in agenda.ranking.study.groups.values() if g.id in groups]
    words = ngettext(
        "Of {figures} figures in doubt these {shown}, once known, would narrow the 90% intervals "
        "of one ranked cluster ({groups}) most, by so many ranks in all; an interval is now "
        "{width} ranks wide on average. {draws} draws from seed {seed}.",
        "Of {figures} figures in doubt these {shown}, once known, would narrow the 90% intervals "
        "of {count} ranked clusters ({groups}) most, by so many ranks in all; an interval is now "
        "{width} ranks wide on average. {draws} draws from seed {seed}.",
        len(agenda.clusters),
    )
    lead = words.format(
        figures=len(agenda.entries),
        shown=len(shown),
        count=len(agenda.clusters),
        groups=listed([in_language(g.label) for g in named]),
        width=decimal(agenda.width, 1),
        draws=decimal(agenda.draws),
        seed=agenda.seed,
    )
    return AgendaView(lead, tuple(_entry(agenda.ranking, question) for question in shown))


def _entry(ranking: Ranking, question: Question) -> AgendaEntryView:
    rows, sources = question.cell.chosen, ranking.study.sources
    first = sources[rows[0].source] if rows else None
    names = [_name(ranking, cluster) for cluster in question.clusters]
    return AgendaEntryView(
        place=_place_text(ranking, question, names),
        indicator=in_language(question.cell.indicator.label),
        card=card_id(ranking.study, question.cell),
        now_text=_now_text(question),
        source="" if first is None else first.publisher or first.title,
        url="" if first is None else web_address(first.url),
        narrowing=question.narrowing,
        narrowing_text=_("{ranks} ranks narrower").format(ranks=decimal(question.narrowing, 1)),
        clusters_text=listed(names) if len(names) > 1 else "",
    )


def _now_text(question: Question) -> str:
    cell, indicator = question.cell, question.cell.indicator
    unit = f" {unit_text(indicator)}" if unit_text(indicator) else ""
    low, high = (number_text(end, unit=indicator.unit.en) for end in (question.low, question.high))
    if cell.is_missing:
        words = _("no figure, drawn from {low} to {high}{unit}")
        return words.format(low=low, high=high, unit=unit)
    return _("{figure}{unit}, {years}, grade {grade}, drawn {low} to {high}").format(
        figure=figure_text(cell.value, indicator),
        unit=unit,
        years=years_text(cell),
        grade=cell.grade,
        low=low,
        high=high,
    )


def _place_text(ranking: Ranking, question: Question, names: list[str]) -> str:
    level = question.cell.indicator.level
    if level == "cluster":
        return names[0]
    country = ranking.study.countries.get(question.place)
    if country is not None:
        return in_language(country)
    words = {
        "city": _("city of {names}"),
        "metro": _("metro area of {names}"),
        "country": _("country of {names}"),
    }
    return words[level].format(names=listed(names, most=2))


def _name(ranking: Ranking, cluster: str) -> str:
    return cluster_name(ranking.clusters[ranking.index(cluster)])
