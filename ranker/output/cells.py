"""Views of single cells: a figure with everything that vouches for it."""

from __future__ import annotations

from collections.abc import Mapping

from ranker.output.language import N_, _, in_language, in_other_language, in_sentence
from ranker.output.view_cards import CardView
from ranker.output.view_cluster import CellView, FigureView
from ranker.output.words import (
    MISSING,
    figure_text,
    range_text,
    says_all,
    score_text,
    unit_text,
    web_address,
    years_text,
)
from ranker.study.matrix import Cell
from ranker.study.model import Indicator, Level, Observation, Source

BASIS: Mapping[Level, str] = {
    "city": N_("city figure"),
    "metro": N_("metro area figure"),
    "country": N_("country figure"),
}
_SCRIPTS = (
    ("ko", 0xAC00, 0xD7A3),
    ("ja", 0x3040, 0x30FF),
    ("th", 0x0E00, 0x0E7F),
    ("kn", 0x0C80, 0x0CFF),
    ("te", 0x0C00, 0x0C7F),
)
_HAN = (0x4E00, 0x9FFF)
_HAN_BY_COUNTRY = {"JPN": "ja", "TWN": "zh-Hant", "HKG": "zh-Hant"}


def language_of(name: str, country: str) -> str:
    """Return the language tag of a local name by its script, empty for Latin letters.

    Examples
    --------
    >>> language_of("오송 바이오밸리", "KOR"), language_of("香港科學園", "HKG")
    ('ko', 'zh-Hant')
    """
    points = [ord(letter) for letter in name]
    for language, first, last in _SCRIPTS:
        if any(first <= point <= last for point in points):
            return language
    if any(_HAN[0] <= point <= _HAN[1] for point in points):
        return _HAN_BY_COUNTRY.get(country, "zh-Hans")
    return ""


def figure_id(cluster: str, indicator: str) -> str:
    """Return the name that a cluster's figure, there or missing, has on the page.

    Examples
    --------
    >>> figure_id("osong", "workforce")
    'osong-workforce'
    """
    return f"{cluster}-{indicator}"


def cell_view(
    cell: Cell, utility: float | None, sources: Mapping[str, Source], *, card: CardView
) -> CellView:
    """Return one cell in words, with every row that counts, and the card behind it."""
    indicator = cell.indicator
    text = MISSING if cell.is_missing else figure_text(cell.value, indicator)
    return CellView(
        anchor=figure_id(cell.alternative, indicator.id),
        indicator=indicator.id,
        label=in_language(indicator.label),
        label_in_sentence=in_sentence(in_language(indicator.label)),
        label_local=in_other_language(indicator.label),
        text=text,
        unit="" if cell.is_missing else unit_text(indicator),
        value=None if cell.is_missing else cell.value,
        is_rounded=not cell.is_missing and not says_all(text, cell.value),
        utility_text=MISSING if utility is None else score_text(utility),
        utility=utility,
        range_text=""
        if cell.low == cell.high == cell.value
        else range_text(cell.low, cell.high, indicator),
        years=years_text(cell),
        grade=cell.grade,
        basis=_(BASIS[indicator.level]) if indicator.level in BASIS else "",
        figures=tuple(_figure(row, indicator.as_observed, sources) for row in cell.chosen),
        card=card,
    )


def _figure(row: Observation, indicator: Indicator, sources: Mapping[str, Source]) -> FigureView:
    source = sources[row.source]
    text = figure_text(row.value, indicator)
    return FigureView(
        item=row.item,
        text=text,
        value=row.value,
        is_rounded=not says_all(text, row.value),
        range_text=range_text(row.low, row.high, indicator),
        year=row.year,
        grade=row.grade,
        note=row.note,
        publisher=source.publisher or source.title,
        title=source.title,
        url=web_address(source.url),
        source_id=source.id,
    )
