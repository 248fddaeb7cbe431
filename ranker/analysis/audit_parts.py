"""Parts of an audit that look at indicators: distributions, pairs, and what a criterion holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.analysis.result import Ranking
from ranker.methods import Floats
from ranker.methods.components import Components, principal_components
from ranker.methods.describe import (
    Correlations,
    correlate,
    is_level,
    standardised_alpha,
)
from ranker.methods.outliers import shape_of
from ranker.study.model import Criterion, Level


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the figures of one indicator are distributed.

    Parameters
    ----------
    indicator : str
    level : {"cluster", "city", "metro", "country"}
        Whose figure it is: clusters of one country share a national one.
    clusters, places : int
        Ranked clusters with a figure, and the places that these figures belong to; each place
        counts once in what follows.
    missing : float
        Share without a figure among the clusters that may be ranked, ranked or not.
    mean, sd, low, high : float
        In the indicator's unit; the sample standard deviation. NaN where there is no figure.
    skewness, kurtosis : float
        Adjusted skewness and excess kurtosis of the figures as they are scored: after a
        logarithm or a cut where the study takes one. NaN for fewer than four, or equal ones.
    raw_skewness, raw_kurtosis : float
        The same of the figures as they were found.
    """

    indicator: str
    level: Level
    clusters: int
    places: int
    missing: float
    mean: float
    sd: float
    low: float
    high: float
    skewness: float
    kurtosis: float
    raw_skewness: float
    raw_kurtosis: float


def distributions(ranking: Ranking) -> tuple[Distribution, ...]:
    """Describe the figures of every scored indicator.

    Parameters
    ----------
    ranking : Ranking
    """
    study = ranking.study
    may_rank = np.array([study.role(c) != "benchmark" for c in study.clusters], dtype=bool)
    return tuple(_distribution(ranking, j, may_rank) for j in range(len(study.indicators)))


def _distribution(ranking: Ranking, j: int, may_rank: np.ndarray) -> Distribution:
    indicator = ranking.cells.indicators[j]
    column = ranking.cells.performances[:, j]
    held = np.flatnonzero(ranking.tree.is_ranked & ~np.isnan(column))
    by_place = {ranking.cells.cells[i][j].place: column[i] for i in held}
    values = np.array(list(by_place.values()), dtype=float)
    yardstick = ranking.tree.yardsticks[j]
    scored = shape_of(yardstick.form.transformed(yardstick.within(values)))
    raw = shape_of(values)
    nothing = float("nan")
    return Distribution(
        indicator=indicator.id,
        level=indicator.level,
        clusters=len(held),
        places=len(values),
        missing=float(np.isnan(column[may_rank]).mean()),
        mean=float(values.mean()) if len(values) else nothing,
        sd=float(values.std(ddof=1)) if len(values) > 1 else nothing,
        low=float(values.min()) if len(values) else nothing,
        high=float(values.max()) if len(values) else nothing,
        skewness=nothing if scored is None else scored.skewness,
        kurtosis=nothing if scored is None else scored.kurtosis,
        raw_skewness=nothing if raw is None else raw.skewness,
        raw_kurtosis=nothing if raw is None else raw.kurtosis,
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """How two indicators move together.

    Parameters
    ----------
    a, b : str
        Indicators, in the order of the tree.
    within : str
        The criterion right above both; empty where they stand under different ones.
    clusters, places : int
        Ranked clusters that have both, and the pairs of places behind them: two national
        figures rest on as many observations as there are countries.
    pearson, spearman : float
        Of the utilities: above 0 where clusters that are good on one are good on the other.
    """

    a: str
    b: str
    within: str
    clusters: int
    places: int
    pearson: float
    spearman: float


def pairs(ranking: Ranking, correlations: Correlations) -> tuple[Pair, ...]:
    """Return every two indicators that have a correlation.

    Parameters
    ----------
    ranking : Ranking
    correlations : Correlations
        Of the study's indicators.
    """
    above = _parents(ranking)
    leaves = ranking.cells.indicators
    found = []
    for a, first in enumerate(leaves):
        for b in range(a + 1, len(leaves)):
            if np.isnan(correlations.pearson[a, b]):
                continue
            second = leaves[b]
            parent = above[first.id]
            found.append(
                Pair(
                    a=first.id,
                    b=second.id,
                    within=parent if parent == above[second.id] else "",
                    clusters=int(correlations.counts[a, b]),
                    places=_places(ranking, a, b),
                    pearson=float(correlations.pearson[a, b]),
                    spearman=float(correlations.spearman[a, b]),
                )
            )
    return tuple(found)


def _parents(ranking: Ranking) -> dict[str, str]:
    inner = [node for node in ranking.study.root.walk() if isinstance(node, Criterion)]
    return {child.id: node.id for node in inner for child in node.children}


def _places(ranking: Ranking, a: int, b: int) -> int:
    table = ranking.cells.performances[:, [a, b]]
    rows = np.flatnonzero(ranking.tree.is_ranked & ~np.isnan(table).any(axis=1))
    cells = ranking.cells.cells
    return len({(cells[i][a].place, cells[i][b].place) for i in rows})


@dataclass(frozen=True, slots=True, eq=False)
class Consistency:
    """Whether the children of one criterion measure one thing.

    Parameters
    ----------
    node : str
        The criterion; empty for the top criteria as a whole.
    children : tuple of str
        Those that vary among the ranked; the others say nothing here.
    correlations : Correlations
        Of the children's scores.
    alpha : float
        Cronbach's alpha of the standardised scores; NaN where it cannot be told.
    components : Components or None
        Principal components of the correlations; None where they cannot be told.
    fewest : int
        Clusters behind the pair that has the fewest.
    reason : str
        Why alpha and components are missing: ``few`` clusters for some pair, ``one`` child that
        varies, or ``indefinite``, where pairs over other clusters do not fit together; else
        empty.
    """

    node: str
    children: tuple[str, ...]
    correlations: Correlations
    alpha: float
    components: Components | None
    fewest: int
    reason: str


def consistency_of(ranking: Ranking, node: Criterion, *, fewest: int) -> Consistency:
    """Tell whether the children of a criterion measure one thing.

    Parameters
    ----------
    ranking : Ranking
    node : Criterion
        With two children or more.
    fewest : int
        Clusters that every pair of children needs.
    """
    table = _scores(ranking, node)
    varies = [j for j, column in enumerate(table.T) if not is_level(column[~np.isnan(column)])]
    children = tuple(node.children[j].id for j in varies)
    found = correlate(table[:, varies], fewest=fewest)
    least = int(found.counts.min()) if varies else 0
    if len(varies) < 2 or np.isnan(found.pearson).any():
        reason = "one" if len(varies) < 2 else "few"
        return Consistency(node.id, children, found, float("nan"), None, least, reason)
    components = principal_components(found.pearson)
    if components.is_indefinite:
        return Consistency(node.id, children, found, float("nan"), None, least, "indefinite")
    alpha = standardised_alpha(found.pearson)
    return Consistency(node.id, children, found, alpha, components, least, "")


def _scores(ranking: Ranking, node: Criterion) -> Floats:
    columns = [ranking.tree.nodes.index(child.id) for child in node.children]
    return np.asarray(ranking.tree.node_scores[ranking.tree.is_ranked][:, columns])
