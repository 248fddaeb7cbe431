"""The rows of a ranking, from which the table, JSON, CSV and Markdown are all written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ranker.analysis.ranking import Ranking, Unranked
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.output.headline import reason_text
from ranker.output.words import method_score_text
from ranker.study.model import Cluster


@dataclass(frozen=True, slots=True)
class Row:
    """One cluster in a ranking; raw numbers, None where there is none.

    Parameters
    ----------
    group : str
        Label of its group.
    rank, group_rank : int or None
        Rank among all and among the ranked of its group; None for a benchmark.
    standing : int or None
        The rank, and for a benchmark the one it would take.
    score_text : str
        The score as it is shown.
    criteria : tuple of float or None
        Score on each top criterion, 1 to 100.
    contributions : tuple of float or None, or None
        What each criterion adds to a weighted sum; None for other methods.
    thin : mapping of str to float
        Coverage of each criterion without a score, by id.
    missing : tuple of str
        Indicators without a figure below those criteria.
    reason : str
        Why it is not ranked; empty where it is.
    """

    cluster: Cluster
    group: str
    rank: int | None
    group_rank: int | None
    standing: int | None
    score: float | None
    score_text: str
    criteria: tuple[float | None, ...]
    contributions: tuple[float | None, ...] | None
    coverage: float
    thin: dict[str, float]
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a ranking, or those of one group.

    Parameters
    ----------
    ranked : tuple of Row
        Best first.
    benchmarks : tuple of Row
        Scored, but without a rank; best first.
    unranked : tuple of Row
        Without a score, in the order of the study.
    """

    ranked: tuple[Row, ...]
    benchmarks: tuple[Row, ...]
    unranked: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        """Yield every row: ranked, benchmarks, unranked."""
        yield from (*self.ranked, *self.benchmarks, *self.unranked)


def ranking_rows(ranking: Ranking, *, group: str | None = None) -> Rows:
    """Return a ranking as rows; with `group` its rows alone, their ranks unchanged.

    Raises
    ------
    UsageError
        ``group-unknown``, with the nearest id.
    """
    check_group(ranking, group)
    reasons = {entry.cluster.id: entry for entry in ranking.unranked}
    kept = [c for c in ranking.clusters if group is None or c.group == group]
    rows = [_row(ranking, cluster, reasons.get(cluster.id)) for cluster in kept]
    rows.sort(key=lambda row: (row.standing or math.inf, row.cluster.name if row.standing else ""))
    return Rows(
        ranked=tuple(row for row in rows if row.rank is not None),
        benchmarks=tuple(row for row in rows if row.rank is None and row.standing is not None),
        unranked=tuple(row for row in rows if row.standing is None),
    )


def ranking_row(ranking: Ranking, cluster: str) -> Row:
    """Return the row of one cluster.

    Raises
    ------
    UsageError
        ``cluster-unknown``, with the nearest ids.
    """
    i = ranking.index(cluster)
    return _row(ranking, ranking.clusters[i], ranking.why_unranked(i))


def check_group(ranking: Ranking, group: str | None) -> None:
    """Refuse a group that the study does not have.

    Raises
    ------
    UsageError
        ``group-unknown``, with the nearest id.
    """
    groups = ranking.study.groups
    if group is not None and group not in groups:
        what = f"there is no group '{group}'."
        raise UsageError(Problem("group-unknown", "group", what, did_you_mean(group, list(groups))))


def _row(ranking: Ranking, cluster: Cluster, why: Unranked | None) -> Row:
    i = ranking.index(cluster.id)
    is_additive = ranking.method.name == "weighted-sum"
    return Row(
        cluster=cluster,
        group=ranking.study.groups[cluster.group].label.en,
        rank=ranking.rank_of(cluster.id),
        group_rank=ranking.group_rank(cluster.id),
        standing=int(ranking.standings[i]) or None,
        score=number_or_none(ranking.scores[i]),
        score_text=method_score_text(ranking, i),
        criteria=tuple(number_or_none(score) for score in ranking.criterion_scores[i]),
        contributions=tuple(number_or_none(points) for points in ranking.contributions[i])
        if is_additive
        else None,
        coverage=ranking.coverage(cluster.id),
        thin=dict(why.thin) if why else {},
        missing=tuple(cell.indicator.id for cell in why.missing) if why else (),
        reason=reason_text(ranking, why) if why else "",
    )


def number_or_none(number: float) -> float | None:
    """Return a plain number in full precision, None in place of NaN."""
    return None if math.isnan(number) else float(number)
