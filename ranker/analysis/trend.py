"""The ranking as of each year: ranks beside what was known, and why they changed.

A rank of an earlier year rests on fewer figures, so a change of rank from one year to the
next is split: what the cluster's newly found figures add, what its figures that moved add,
and what all others' figures add. The three parts add up to the change (Shapley).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ranker.analysis.diff_games import exact
from ranker.analysis.forms import Result
from ranker.analysis.ranking import choose_method, rank, score_criteria
from ranker.analysis.result import Ranking
from ranker.analysis.scoring import score_tree
from ranker.errors import ContentError, MethodError, Problem, UsageError
from ranker.methods import Bools, Floats
from ranker.methods.method import Method
from ranker.methods.ranks import competition_ranks
from ranker.methods.shapley import shapley_values
from ranker.study.load import open_study
from ranker.study.model import Study

if TYPE_CHECKING:
    import pandas as pd

Cause = Literal["found", "moved", "others"]
CAUSES: tuple[Cause, ...] = ("found", "moved", "others")
FEWEST = 3  # a rank among fewer says nothing
FULL = 0.5  # share of the last year's ranked clusters below which a year is thin


@dataclass(frozen=True, slots=True)
class Year:
    """The ranking as of one year.

    Parameters
    ----------
    year : int
    ranking : Ranking or None
        None where nobody could be ranked.
    ranked : int
        How many take a rank.
    is_thin : bool
        Whether these are fewer than half of the last year's, or fewer than three.
    """

    year: int
    ranking: Ranking | None
    ranked: int
    is_thin: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One cluster in one year.

    Parameters
    ----------
    rank : int or None
    score : float or None
    coverage : float
        Share of the weight for which a figure was known.
    known, indicators : int
        Scored figures that were known, of how many.
    constant_rank : int or None
        Rank among the clusters ranked in every year that is not thin.
    found : tuple of str
        Indicators whose figure became known since the year before that is shown.
    change : int or None
        Rank less that of the year before, below 0 for a rise; None where one is missing.
    parts : mapping of {"found", "moved", "others"} to Fraction, or None
        What the change is due to; they add up to it exactly. None where there is no change.
    """

    cluster: str
    year: int
    rank: int | None
    score: float | None
    coverage: float
    known: int
    indicators: int
    constant_rank: int | None
    found: tuple[str, ...]
    change: int | None
    parts: Mapping[Cause, Fraction] | None

    @property
    def cause(self) -> Cause | None:
        """The largest of the parts; None where there is no change, or two are as large."""
        sizes = {cause: abs(part) for cause, part in (self.parts or {}).items()}
        largest = [cause for cause, size in sizes.items() if size == max(sizes.values())]
        return largest[0] if len(largest) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class Trend(Result):
    """Result of `trend`.

    Parameters
    ----------
    years : tuple of Year
        Every year from the first to the last, those without a ranking among them.
    clusters : tuple of str
        Clusters that take a rank in some year, best of the last year first.
    constant : tuple of str
        Those ranked in every year that is not thin.
    """

    years: tuple[Year, ...]
    clusters: tuple[str, ...]
    constant: tuple[str, ...]

    @property
    def last(self) -> Ranking:
        """The ranking of the last year that has one."""
        return [year.ranking for year in self.years if year.ranking is not None][-1]

    def points(self, cluster: str) -> tuple[Point, ...]:
        """Return one cluster in every year that has a ranking.

        Raises
        ------
        UsageError
            ``cluster-unknown``.
        """
        self.last.index(cluster)
        held = [year for year in self.years if year.ranking is not None]
        return tuple(
            _point(self, cluster, before, year)
            for before, year in zip([None, *held], held, strict=False)
        )

    def constant_ranks(self, year: Year) -> Mapping[str, int]:
        """Return the ranks of the constant set among themselves; empty for a thin year."""
        ranking = year.ranking
        if ranking is None or year.is_thin:
            return {}
        scores = np.array([ranking.scores[ranking.index(name)] for name in self.constant])
        ranks = competition_ranks(scores, more_is_better=ranking.method.more_is_better)
        return dict(zip(self.constant, ranks.tolist(), strict=True))

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster and year: rank, score, coverage, figures known, parts."""
        from ranker.analysis.frames_history import trend_table  # noqa: PLC0415 - loads pandas

        return trend_table(self)


def trend(  # noqa: PLR0913 - which years, and what a ranking depends on
    study: Study | str | os.PathLike[str] = "asia-biopharma",
    *,
    first: int | None = None,
    last: int | None = None,
    profile: str | None = None,
    weights: Mapping[str, float] | None = None,
    method: str | Method | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Trend:
    """Rank a study as of each year.

    Parameters
    ----------
    study : Study, str or path
    first, last : int, optional
        Years to show. Where None: from the first in which somebody can be ranked, to that of
        the edition.
    profile, weights, method, parameters
        As for `rank`, the same in all years.

    Returns
    -------
    Trend

    Raises
    ------
    ContentError
        The study has errors, or nobody can be ranked in any of the years.
    UsageError
        ``argument-invalid`` for years that are reversed or outside of the data; unknown
        profile, node or method.

    Examples
    --------
    >>> found = trend(first=2018, last=2024)
    >>> [(year.year, year.ranked > 0) for year in found.years[:2]]
    [(2018, False), (2019, True)]
    """
    opened = study if isinstance(study, Study) else open_study(study)
    begin, end = _span(opened, first, last)
    chosen = choose_method(opened, method, parameters)
    settings: dict[str, Any] = {"profile": profile, "weights": weights, "method": chosen}
    held: dict[int, Ranking | None] = {}
    refusal: ContentError | MethodError | None = None
    for year in range(end, begin - 1, -1):  # what can be ranked one year can be the next
        try:
            held[year] = rank(opened, as_of=year, **settings)
        except (ContentError, MethodError) as error:
            if isinstance(error, MethodError) and not _lacks_figures(error):
                raise
            refusal = refusal or error
            if first is None and year != end:
                break
            held[year] = None
    if refusal is not None and not any(held.values()):
        raise refusal
    return _trend(dict(sorted(held.items())))


def _lacks_figures(error: MethodError) -> bool:
    """Whether weights cannot be derived, as in years with too few figures."""
    return all(problem.code == "derive-refused" for problem in error.problems)


def _span(study: Study, first: int | None, last: int | None) -> tuple[int, int]:
    scored = {leaf.id for leaf in study.indicators}
    earliest = min((r.year for r in study.observations if r.indicator in scored), default=None)
    limit = study.edition.year
    low = limit if earliest is None else min(earliest, limit)
    begin, end = low if first is None else first, limit if last is None else last
    problems = []
    for name, year in (("from", begin), ("to", end)):
        if not low <= year <= limit:
            what = f"{year} is outside of the data, which go from {low} to {limit}."
            mend = "Choose a year between these."
            problems.append(Problem("argument-invalid", name, what, mend))
    if begin > end and not problems:
        what = f"the first year, {begin}, lies after the last, {end}."
        problems.append(Problem("argument-invalid", "from", what, "Give the earlier year first."))
    if problems:
        raise UsageError(problems)
    return begin, end


def _trend(held: Mapping[int, Ranking | None]) -> Trend:
    counts = {year: int((r.ranks > 0).sum()) if r else 0 for year, r in held.items()}
    newest = [count for count in counts.values() if count][-1]
    years = tuple(
        Year(year, ranking, counts[year], counts[year] < max(FEWEST, FULL * newest))
        for year, ranking in held.items()
    )
    newest_first = [year.ranking for year in reversed(years) if year.ranking is not None]
    order = [cluster.id for ranking in newest_first for cluster in ranking.ranked]
    clusters = tuple(dict.fromkeys(order))
    full = [year.ranking for year in years if year.ranking is not None and not year.is_thin]
    constant = tuple(name for name in clusters if full and all(r.rank_of(name) for r in full))
    return Trend(years, clusters, constant)


def _point(trend: Trend, cluster: str, before: Year | None, year: Year) -> Point:
    ranking = year.ranking
    assert ranking is not None  # noqa: S101 - for the type checker
    at = ranking.index(cluster)
    is_known = ~np.isnan(ranking.cells.performances[at])
    earlier = before.ranking if before else None
    is_found = is_known & ~_known(earlier, at, like=is_known)
    change = _change(earlier, ranking, at)
    return Point(
        cluster,
        year.year,
        int(ranking.ranks[at]) or None,
        float(ranking.scores[at]) if ranking.ranks[at] else None,
        ranking.coverage(cluster),
        int(is_known.sum()),
        len(is_known),
        trend.constant_ranks(year).get(cluster),
        tuple(leaf.id for leaf, new in zip(ranking.cells.indicators, is_found, strict=True) if new),
        change,
        _parts(earlier, ranking, at) if earlier is not None and change else None,
    )


def _known(ranking: Ranking | None, at: int, *, like: Bools) -> Bools:
    """Return which figures were known; all of them where there is no earlier year to tell by."""
    return like if ranking is None else ~np.isnan(ranking.cells.performances[at])


def _change(earlier: Ranking | None, ranking: Ranking, at: int) -> int | None:
    if earlier is None or not earlier.ranks[at] or not ranking.ranks[at]:
        return None
    return int(ranking.ranks[at] - earlier.ranks[at])


# --- why a rank changed ------------------------------------------------------------------


def _parts(earlier: Ranking, ranking: Ranking, at: int) -> dict[Cause, Fraction] | None:
    """Split a change of rank; None where the method refuses a table in between."""
    tables = list(_tables(earlier.cells.performances, ranking.cells.performances, at))
    try:
        between = [_rank_in(ranking, table, at) for table in tables[1:-1]]
    except MethodError:
        return None
    worths = np.array([earlier.ranks[at], *between, ranking.ranks[at]], dtype=float)
    return dict(zip(CAUSES, shapley_values(exact(worths)).tolist(), strict=True))


def _tables(old: Floats, new: Floats, at: int) -> Iterator[Floats]:
    """Yield the figures of each coalition: found 1, moved 2, others 4, added up."""
    is_found = np.isnan(old[at]) & ~np.isnan(new[at])
    for number in range(8):
        table = np.array(new if number & 4 else old)
        taken = np.where(is_found, bool(number & 1), bool(number & 2))
        table[at] = np.where(taken, new[at], old[at])
        yield table


def _rank_in(ranking: Ranking, performances: Floats, at: int) -> int:
    """Return the rank of a cluster with other figures; behind all where it takes none."""
    cells = replace(ranking.cells, performances=performances)
    tree = score_tree(ranking.study, cells, ranking.weighting.shares)
    rows = np.flatnonzero(tree.is_ranked)
    if not tree.is_ranked[at]:
        return len(rows) + 1
    scores = score_criteria(ranking.study, ranking.method, ranking.weighting, tree, rows)
    ranks = competition_ranks(scores, more_is_better=ranking.method.more_is_better)
    return int(ranks[int(np.searchsorted(rows, at))])
