"""A ranking compiled to arrays: what a draw needs to become a decision matrix.

Yardsticks stay where the ranking has them: the reference of every utility is the
figures of the ranked clusters as observed, so a drawn figure may score below 1 or
above 100. Where missing figures are drawn, they take observed values, so that simulated
ranks lie within the exact bounds of `ranker.analysis.bounds` over all weights and figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np

from ranker.analysis.linear import LinearMap, linear_map
from ranker.analysis.ranking import Ranking, choose_method
from ranker.analysis.variables import Variables, list_variables, moved_figures
from ranker.analysis.variation import Variation
from ranker.analysis.weighting import profile_weightings
from ranker.methods import Floats, Ints
from ranker.methods.method import Method
from ranker.methods.sampling import QUANTILES, quantile_table, quotient_table, stepped_table
from ranker.study.doubt import Doubt
from ranker.study.model import Criterion, Node

ENDS = ("low", "mode", "high")
OWN = "own"
NORMALISATIONS = (OWN, "minmax", "rank", "zscore")
AGGREGATIONS = (OWN, "arithmetic", "geometric")
NO_LEAF = -1


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way to build the index.

    Parameters
    ----------
    normalisation, aggregation : str
        ``own`` where the study's stays.
    method : Method
        With its parameters.
    left_out : int
        Column of the indicator that is left out, -1 where none is.
    """

    normalisation: str
    aggregation: str
    method: Method
    left_out: int


@dataclass(frozen=True, slots=True)
class Family:
    """A criterion and its children, as positions among the columns of a draw.

    Parameters
    ----------
    parent : int
        Column of the criterion's score; -1 for the root, whose children are the top criteria.
    children : tuple of int
        Columns of the children.
    shares : tuple of float
        Their weights, which sum to 1.
    """

    parent: int
    children: tuple[int, ...]
    shares: tuple[float, ...]
    aggregate: str


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that draws, scores and ranks, as arrays.

    Columns of a draw are the k leaves first, then the inner nodes.

    Parameters
    ----------
    clusters : tuple of str
        Ids of the m ranked clusters, best first.
    families : tuple of Family
        Children before parents, the root last.
    of_cell : ndarray of shape (k, m)
        Variable of each cell.
    performances : ndarray of shape (v, q)
        Performance of each variable at q evenly spaced probabilities; NaN for a figure that
        is missing and not drawn.
    tables : mapping of str to ndarray of shape (v, q)
        By normalisation: the utilities of these performances.
    moving : ndarray of int
        The variables that vary, those of one top criterion together.
    linear : LinearMap or None
        The shorter way where every inner node is an arithmetic mean.
    """

    variation: Variation
    clusters: tuple[str, ...]
    leaves: tuple[str, ...]
    criteria: tuple[str, ...]  # ids of the n top criteria, columns of the decision matrix
    families: tuple[Family, ...]
    of_cell: Ints
    performances: Floats
    tables: Mapping[str, Floats]
    moving: Ints
    linear: LinearMap | None
    scenarios: tuple[Scenario, ...]
    profiles: tuple[Floats, ...]  # by family: weights of the children by profile, (p, c)
    region: Floats  # (q, n) rows of constraints: row · weights >= 0

    @property
    def root(self) -> Family:
        """The root: its children are the criteria of the decision matrix."""
        return self.families[-1]

    @property
    def weights(self) -> Floats:
        """The ranking's own top weights, shape (n,)."""
        return np.array(self.root.shares)

    @property
    def is_steady(self) -> bool:
        """Whether the decision matrix is the same in every draw."""
        return self.variation.depth == "criteria" and not len(self.moving)


def compile_model(ranking: Ranking, variation: Variation, region: Floats) -> Model:
    """Turn a ranking and what varies into arrays.

    Parameters
    ----------
    ranking : Ranking
    variation : Variation
    region : ndarray of shape (q, n)
        Rows of the constraints on the top weights.
    """
    return replace(_as_it_is(ranking, variation)[1], region=region)


@lru_cache(maxsize=1)
def _as_it_is(ranking: Ranking, variation: Variation) -> tuple[Variables, Model]:
    """Return the variables of a ranking and its arrays, once for several questions in a row."""
    variables = list_variables(ranking)
    performances = _performance_tables(variables, ranking, variation)
    region = np.zeros((0, len(ranking.study.criteria)))
    model = _compiled(ranking, variation, region, variables, performances)
    for table in (model.performances, model.of_cell, model.moving, *model.tables.values()):
        table.setflags(write=False)
    return variables, model


def compile_change(
    ranking: Ranking,
    variation: Variation,
    region: Floats,
    *,
    shifts: Mapping[tuple[int, int], float],
) -> tuple[Model, Model]:
    """Turn a ranking into arrays twice: as it is, and with planned changes of figures.

    Parameters
    ----------
    ranking, variation, region
        As for `compile_model`.
    shifts : mapping of (int, int) to float
        By position among the ranked and column: by how much every draw of that figure is
        moved; an ordinal one stays on its scale, a count at 0 or above.
    """
    variables, model = _as_it_is(ranking, variation)
    now = replace(model, region=region)
    if not shifts:
        return now, now
    changed = now.performances.copy()
    for (row, column), shift in shifts.items():
        v = variables.of_cell[row, column]
        changed[v] = moved_figures(changed[v], shift, ranking.study.indicators[column])
    return now, _compiled(ranking, variation, region, variables, changed)


def _compiled(
    ranking: Ranking,
    variation: Variation,
    region: Floats,
    variables: Variables,
    performances: Floats,
) -> Model:
    wanted = NORMALISATIONS if "normalisation" in variation.construction else (OWN,)
    tables = {name: _utility_tables(ranking, variables, performances, name) for name in wanted}
    families = tuple(_families(ranking, ranking.weighting.shares))
    of_cell = np.ascontiguousarray(variables.of_cell.T)
    moving = _moving(families, variables, performances)
    return Model(
        variation=variation,
        clusters=tuple(cluster.id for cluster in ranking.ranked),
        leaves=tuple(leaf.id for leaf in ranking.study.indicators),
        criteria=tuple(node.id for node in ranking.study.criteria),
        families=families,
        of_cell=of_cell,
        performances=performances,
        tables=tables,
        moving=moving,
        linear=_linear(families, of_cell, moving, tables[OWN]),
        scenarios=tuple(_scenarios(ranking, variation)),
        profiles=_profiles(ranking),
        region=region,
    )


def _moving(families: Sequence[Family], variables: Variables, performances: Floats) -> Ints:
    """Return the variables that vary, in the order of the top criteria they belong to."""
    parent = {child: family.parent for family in families for child in family.children}

    def top(column: int) -> int:
        return column if parent[column] < 0 else top(parent[column])

    varying = np.flatnonzero(performances[:, -1] > performances[:, 0])
    order = sorted(varying, key=lambda v: (top(variables.variables[v].column), v))
    return np.array(order, dtype=np.int64)


def _linear(
    families: Sequence[Family], of_cell: Ints, moving: Ints, table: Floats
) -> LinearMap | None:
    if not len(moving) or any(family.aggregate != "arithmetic" for family in families[:-1]):
        return None
    is_known = ~np.isnan(table[of_cell, 0])
    weights = {j: np.eye(len(is_known))[j][:, None] * row for j, row in enumerate(is_known)}
    for family in families[:-1]:
        shares = [w * (weights[c].sum(axis=0) > 0) for w, c in _weighted(family)]
        total = np.sum(shares, axis=0)
        summed = sum(s * weights[c] for s, c in zip(shares, family.children, strict=True))
        weights[family.parent] = np.asarray(summed / np.where(total > 0, total, 1.0))
    return linear_map([weights[c] for c in families[-1].children], of_cell, moving, table)


def _weighted(family: Family) -> Iterator[tuple[float, int]]:
    yield from zip(family.shares, family.children, strict=True)


def _performance_tables(variables: Variables, ranking: Ranking, variation: Variation) -> Floats:
    """Return the quantiles of each variable's performance, shape (v, q); one where all stay."""
    count = QUANTILES if variation.data or variation.missing else 1
    table = np.full((len(variables), count), np.nan)
    for v, variable in enumerate(variables.variables):
        doubt = variable.doubt
        if doubt is None:
            continue
        if not variation.data:
            table[v] = variables.observed[v]
        else:
            table[v] = _quantiles(doubt)
    for v, variable in enumerate(variables.variables):
        if variable.is_missing and variation.missing and variable.donors:
            pool = np.sort(variables.observed[list(variable.donors)])
            table[v] = pool[(np.arange(QUANTILES) * 2 + 1) * len(pool) // (2 * QUANTILES)]
    return table


def _quantiles(doubt: Doubt) -> Floats:
    """Return the quantiles of a figure, shape (QUANTILES,)."""
    if doubt.is_stepped:
        return stepped_table(*(getattr(doubt.parts[0], end) for end in ENDS))
    parts = np.array([[getattr(part, end) for end in ENDS] for part in doubt.parts])
    own = quantile_table(parts, doubt.combine)
    if doubt.below is None:
        return own
    return quotient_table(own, _quantiles(doubt.below)) * doubt.per


def _utility_tables(
    ranking: Ranking, variables: Variables, performances: Floats, normalisation: str
) -> Floats:
    """Return the utilities of the variables' quantiles on the ranking's own yardsticks."""
    result = np.full_like(performances, np.nan)
    columns = np.array([variable.column for variable in variables.variables])
    for k in range(len(ranking.study.indicators)):
        rows = np.flatnonzero(columns == k)
        own = ranking.tree.yardsticks[k]
        yardstick = own if normalisation == OWN else own.normalised(normalisation)
        measured = yardstick.utilities(performances[rows].ravel())
        result[rows] = measured.reshape(len(rows), -1)
    return result


def _families(ranking: Ranking, shares: Mapping[str, float]) -> Iterator[Family]:
    leaves = [leaf.id for leaf in ranking.study.indicators]
    inner = [n.id for n in ranking.study.root.walk() if isinstance(n, Criterion) and n.id]
    column = {name: at for at, name in enumerate([*leaves, *inner])}

    def below(node: Node) -> Iterator[Family]:
        if not isinstance(node, Criterion):
            return
        for child in node.children:
            yield from below(child)
        names = [child.id for child in node.children]
        yield Family(
            column.get(node.id, -1),
            tuple(column[name] for name in names),
            tuple(shares[name] for name in names),
            node.aggregate,
        )

    yield from below(ranking.study.root)


def _scenarios(ranking: Ranking, variation: Variation) -> Iterator[Scenario]:
    kinds = variation.construction
    study, own = ranking.study, ranking.method
    others = (name for name in study.second_opinions if name != own.name)
    methods = [own, *(choose_method(study, name) for name in others)]
    for choice in product(
        NORMALISATIONS if "normalisation" in kinds else (OWN,),
        AGGREGATIONS if "aggregation" in kinds else (OWN,),
        methods if "method" in kinds else (own,),
        range(NO_LEAF, len(study.indicators)) if "leave-one-out" in kinds else (NO_LEAF,),
    ):
        yield Scenario(*choice)


def _profiles(ranking: Ranking) -> tuple[Floats, ...]:
    known = profile_weightings(ranking.study, as_of=ranking.as_of)
    views = [weighting.shares for weighting in known.values()]
    trees = [list(_families(ranking, shares)) for shares in views or [ranking.weighting.shares]]
    return tuple(np.array([family.shares for family in kin]) for kin in zip(*trees, strict=True))
