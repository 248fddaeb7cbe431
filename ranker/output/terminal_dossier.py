"""One cluster for a terminal: every figure with its year, grade, source and note."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from ranker.output.dossier import Dossier, Section
from ranker.output.terminal import text
from ranker.output.words import (
    MISSING,
    figure_text,
    ordinal,
    range_text,
    score_text,
    share_text,
    unit_text,
    years_text,
)
from ranker.study.matrix import LEVEL_WORDS, Cell
from ranker.study.model import Indicator, Observation


def dossier_text(dossier: Dossier) -> RenderableType:
    """Return one cluster for a terminal.

    Parameters
    ----------
    dossier : Dossier

    Returns
    -------
    RenderableType
        Header, then the cells of each criterion, then the context.
    """
    parts: list[RenderableType] = list(_header(dossier))
    for section in dossier.sections:
        parts += [Text(), _section_head(section)]
        for cell, utility in zip(section.cells, section.utilities, strict=True):
            parts += _cell(dossier, cell, utility)
    if dossier.context:
        parts += [Text(), text("Context, not scored", "bold")]
        for cell in dossier.context:
            parts += _cell(dossier, cell, None)
    return Group(*parts)


def _header(dossier: Dossier) -> Iterator[Text]:
    row, study = dossier.row, dossier.ranking.study
    cluster = row.cluster
    country = study.countries.get(cluster.country)
    local = cluster.name_local if cluster.name_local != cluster.name else ""
    yield text("  ".join(filter(None, (cluster.name, local))), "bold")
    yield text(", ".join(dict.fromkeys((row.group, country.en if country else cluster.country))))
    yield text(_place(dossier))
    if row.reason:
        yield text(row.reason)
    if cluster.summary:
        yield text(cluster.summary)


def _place(dossier: Dossier) -> str:
    row, ranking = dossier.row, dossier.ranking
    known = f"{share_text(row.coverage)} of the weight observed"
    if row.standing is None:
        return f"Not ranked; {known}."
    score = f"score {row.score_text} by {ranking.method.title}, {known}."
    if row.rank is None:
        return f"Benchmark without a rank, would be {ordinal(row.standing)}; {score}"
    size = sum(1 for cluster in ranking.ranked if cluster.group == row.cluster.group)
    return (
        f"{ordinal(row.rank)} of {len(ranking.ranked)}, "
        f"{ordinal(row.group_rank or 0)} of {size} in {row.group}; {score}"
    )


def _section_head(section: Section) -> Text:
    score = MISSING if section.score is None else score_text(section.score)
    words = [f"score {score}", f"weight {share_text(section.weight)}"]
    if section.contribution is not None:
        words.append(f"adds {score_text(section.contribution)} points")
    words.append(f"{share_text(section.coverage)} observed")
    head = text(section.node.label.en, "bold")
    return head.append_text(text(f": {', '.join(words)}"))


def _cell(dossier: Dossier, cell: Cell, utility: float | None) -> Iterator[RenderableType]:
    indicator = cell.indicator
    words = [_value(cell), *_about(cell)]
    if utility is not None:
        words.append(f"{score_text(utility)} points")
    yield _indented(text(f"{indicator.label.en}: {', '.join(filter(None, words))}"), 2)
    for row in cell.chosen:
        yield from _figure(dossier, row, indicator.as_observed)
    for passed in cell.passed:
        row = passed.observation
        amount = _amount(row, indicator.as_observed)
        figure = f"{_item(row)}{amount} in {row.year}, grade {row.grade}"
        yield _indented(text(f"not chosen: {figure}, {passed.reason}", "dim"), 6)
    if cell.denominator is not None:
        yield _indented(text("divided by"), 4)
        yield from _cell(dossier, cell.denominator, None)


def _value(cell: Cell) -> str:
    if cell.is_missing:
        return MISSING
    value = f"{figure_text(cell.value, cell.indicator)} {unit_text(cell.indicator)}".strip()
    spread = range_text(cell.low, cell.high, cell.indicator)
    return f"{value} ({spread})" if spread and cell.low != cell.high else value


def _about(cell: Cell) -> Iterator[str]:
    if not cell.is_missing:
        yield years_text(cell)
        yield f"grade {cell.grade}"
    if cell.indicator.level != "cluster":
        place = f" of {cell.place}" if cell.place else ""
        yield f"{LEVEL_WORDS[cell.indicator.level]} figure{place}"


def _figure(dossier: Dossier, row: Observation, indicator: Indicator) -> Iterator[RenderableType]:
    source = dossier.ranking.study.sources[row.source]
    about = f"{_item(row)}{_amount(row, indicator)}, {row.year}, grade {row.grade} – "
    publisher = f", {source.publisher}" if source.publisher else ""
    yield _indented(text(f"{about if row.item else ''}{source.title}{publisher}"), 4)
    address = text(f"{'':6}{source.url}", "dim")
    address.no_wrap, address.overflow = True, "ignore"  # a broken address cannot be followed
    yield address
    if row.note:
        yield _indented(text(row.note), 6)


def _item(row: Observation) -> str:
    return f"{row.item}: " if row.item else ""


def _amount(row: Observation, indicator: Indicator) -> str:
    amount = f"{figure_text(row.value, indicator)} {unit_text(indicator)}".strip()
    spread = range_text(row.low, row.high, indicator)
    return f"{amount} ({spread})" if spread else amount


def _indented(content: RenderableType, blanks: int) -> Padding:
    return Padding(content, (0, 0, 0, blanks))
