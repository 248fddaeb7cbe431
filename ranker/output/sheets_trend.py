"""The ranking as of each year as sheets, coverage beside every rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.analysis.trend import CAUSES, Cause
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_diff import signed_ranks
from ranker.output.sheets_trust import name_of
from ranker.output.words import MISSING, listed, ordinal, score_text, share_text

if TYPE_CHECKING:
    from ranker.analysis.trend import Point, Trend, Year

CAUSE_WORDS: dict[Cause, str] = {
    "found": "newly found figures",
    "moved": "its figures that moved",
    "others": "others' figures",
}
_NAMED = 6  # indicators that a cell names
_READING = (
    "Figures found, figures moved and others add up to the change of rank (below 0 for a rise): "
    "what each adds on average over all orders."
)


def trend_sentence(trend: Trend, cluster: str) -> str:
    """Say where a cluster stood first and last, and what its changes of rank are due to.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    name = name_of(trend.last, cluster)
    counts = {year.year: year.ranked for year in trend.years}
    ranked = [point for point in trend.points(cluster) if point.rank is not None]
    if not ranked:
        return f"{name} takes no rank in any of these years."
    text = f"{name}: {_place(ranked[0], counts)}"
    if len(ranked) > 1:
        text += f", {_place(ranked[-1], counts)}"
    within = [point for point in ranked if point.constant_rank is not None]
    if len(within) > 1:
        ends = [ordinal(point.constant_rank or 0) for point in (within[0], within[-1])]
        years = f"from {within[0].year} to {within[-1].year}"
        text += f"; among the {len(trend.constant)} always ranked {years} {ends[0]} → {ends[1]}"
    moved = [point for point in ranked if point.change]
    found = [point for point in moved if point.cause == "found"]
    if moved:
        text += f". Changes of rank: {len(moved)}; most of all by newly found figures: {len(found)}"
    return f"{text}."


def _place(point: Point, counts: dict[int, int]) -> str:
    rank = ordinal(point.rank or 0)
    known = share_text(point.coverage)
    return f"{rank} of {counts[point.year]} in {point.year} ({known} of the weight known)"


def trend_sheets(trend: Trend, *, clusters: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Return ranks by year, of all or with the reasons of some.

    Parameters
    ----------
    trend : Trend
    clusters : sequence of str
        Those whose every year is told; where empty a row a cluster, a column a year.

    Raises
    ------
    UsageError
        ``cluster-unknown``.
    """
    if clusters:
        return (_points_sheet(trend, clusters),)
    return (_years_sheet(trend), *_constant_sheets(trend))


# --- all clusters ------------------------------------------------------------------------


def _years_sheet(trend: Trend) -> Sheet:
    names = [name_of(trend.last, cluster) for cluster in trend.clusters]
    points = {(p.cluster, p.year): p for name in trend.clusters for p in trend.points(name)}
    columns = [
        Column("cluster", "", trend.clusters),
        Column("name", "Cluster", names, names, is_text=True),
    ]
    for year in trend.years:
        held = [points.get((name, year.year)) for name in trend.clusters]
        columns += _year_columns(year, held)
    notes = ("A year shows rank and share of the weight known then.", *_year_notes(trend))
    return Sheet(trend.last.study.title.en, tuple(columns), notes=notes)


def _year_columns(year: Year, held: Sequence[Point | None]) -> Iterator[Column]:
    ranks = [point.rank if point else None for point in held]
    shares = [point.coverage if point else None for point in held]
    mark = "*" if year.is_thin else ""
    yield Column(f"rank_{year.year}", f"{year.year}{mark}", ranks, [_cell(p) for p in held])
    yield Column(f"coverage_{year.year}", "", shares)
    yield Column(f"score_{year.year}", "", [point.score if point else None for point in held])
    yield Column(f"known_{year.year}", "", [point.known if point else None for point in held])


def _cell(point: Point | None) -> str:
    if point is None:
        return MISSING
    rank = MISSING if point.rank is None else str(point.rank)
    return f"{rank} · {share_text(point.coverage)}"


def _year_notes(trend: Trend) -> Iterator[str]:
    ranked = ", ".join(f"{year.year}: {year.ranked}" for year in trend.years)
    yield f"How many could be ranked: {ranked}."
    thin = [str(year.year) for year in trend.years if year.is_thin]
    if thin:
        why = "fewer than half of the last year's clusters, or fewer than three, could be ranked"
        yield f"* Too few to compare with: {listed(thin, most=100)} ({why})."


def _constant_sheets(trend: Trend) -> Iterator[Sheet]:
    years = [year for year in trend.years if not year.is_thin]
    if not trend.constant or len(years) < 2:
        return
    ranks = [trend.constant_ranks(year) for year in years]
    names = [name_of(trend.last, name) for name in trend.constant]
    columns = [Column("", "Cluster", (), names, is_text=True)]
    for year, held in zip(years, ranks, strict=True):
        columns.append(Column("", str(year.year), (), [str(held[n]) for n in trend.constant]))
    title = f"Among the {len(names)} clusters ranked in all of these years"
    yield Sheet(title, tuple(columns))


# --- some clusters -----------------------------------------------------------------------


def _points_sheet(trend: Trend, clusters: Sequence[str]) -> Sheet:
    points = [point for name in clusters for point in trend.points(name)]
    counts = {year.year: year.ranked for year in trend.years}
    thin = {year.year: "*" if year.is_thin else "" for year in trend.years}
    names = [name_of(trend.last, point.cluster) for point in points]
    labels = {leaf.id: leaf.label.en for leaf in trend.last.study.indicators}
    found = [listed([labels[name] for name in point.found], most=_NAMED) for point in points]
    known = [f"{point.known} of {point.indicators}" for point in points]
    shares = [point.coverage for point in points]
    columns = (
        Column("cluster", "", [point.cluster for point in points]),
        Column("name", "Cluster", names, names, is_text=True),
        Column(
            "year", "Year", [p.year for p in points], [f"{p.year}{thin[p.year]}" for p in points]
        ),
        _whole("rank", "Rank", [point.rank for point in points]),
        _whole("ranked", "Of", [counts[point.year] for point in points]),
        Column("score", "Score", [p.score for p in points], [_score(p) for p in points]),
        Column("coverage", "Coverage", shares, [share_text(share) for share in shares]),
        Column("known", "Known", [point.known for point in points], known),
        _change("change", "Change", [point.change for point in points]),
        *(_part(cause, points) for cause in CAUSES),
        _whole("constant_rank", "Constant set", [point.constant_rank for point in points]),
        Column("found_indicators", "", [" ".join(point.found) for point in points]),
        Column("", "Became known", (), found, is_text=True, is_spare=True),
    )
    lead = tuple(trend_sentence(trend, name) for name in clusters)
    notes = (_READING, _constant_note(trend), *_year_notes(trend))
    return Sheet(trend.last.study.title.en, columns, lead=lead, notes=notes)


def _constant_note(trend: Trend) -> str:
    return (
        f"Constant set: rank among the {len(trend.constant)} clusters ranked in all years that "
        "are not marked, so that nobody falls because others enter."
    )


def _whole(key: str, head: str, values: Sequence[int | None]) -> Column:
    return Column(key, head, values, [MISSING if v is None else str(v) for v in values])


def _score(point: Point) -> str:
    return MISSING if point.score is None else score_text(point.score)


def _change(key: str, head: str, values: Sequence[float | None]) -> Column:
    return Column(key, head, values, [MISSING if v is None else signed_ranks(v) for v in values])


_HEADS: dict[Cause, str] = {"found": "Figures found", "moved": "Figures moved", "others": "Others"}


def _part(cause: Cause, points: Sequence[Point]) -> Column:
    parts = [None if point.parts is None else float(point.parts[cause]) for point in points]
    return _change(f"change_{cause}", _HEADS[cause], parts)
