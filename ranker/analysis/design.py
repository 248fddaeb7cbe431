"""The design of a sensitivity analysis: which inputs form a group, and the inputs of each run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.draws import Inputs
from ranker.analysis.model import Model, Scenario
from ranker.analysis.ranking import Ranking
from ranker.analysis.variables import list_variables
from ranker.methods import Floats, Ints
from ranker.methods.sampling import QUANTILES, block_generator, near, weights_within
from ranker.methods.sobol import dirichlet_quantiles, independent_samples, is_from_b, mixed
from ranker.study.model import Criterion

SEQUENCE, WALKS, RESAMPLES = range(100, 103)  # streams apart from those of a simulation
WEIGHTS = "weights"
PROFILE = "profile"
FIGURES = "figures"
MISSING = "missing"
TOP = -1  # the root among the families
KINDS: Mapping[str, str] = {  # of construction: the field of a scenario
    "normalisation": "normalisation",
    "aggregation": "aggregation",
    "method": "method",
    "leave-one-out": "left_out",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that vary and are looked at as one.

    Parameters
    ----------
    id : str
        ``weights``, ``figures:`` and a top criterion, ``missing``, or a kind of construction.
    criterion : str
        The top criterion of figures; else empty.
    inputs : int
        How many vary: weights, figures, or 1.
    """

    id: str
    criterion: str
    inputs: int


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of the design that serve one purpose."""

    purpose: str | int  # a family, PROFILE, FIGURES, or a kind of construction
    owners: tuple[str, ...]  # group of each column


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Inputs of N (g + 2) runs in the order of `ranker.methods.sobol`.

    Parameters
    ----------
    model : Model
    groups : tuple of Group
        Those that vary.
    samples : int
        N.
    parts : tuple of (str or int, slice)
        Purpose and place of columns.
    owners : ndarray of shape (d,)
        Group of each column, as a position.
    pair : tuple of ndarray of shape (N, d)
        The matrices A and B, from 0 to below 1.
    walks : mapping of int to tuple of ndarray of shape (N, c)
        By family: weights of A and B where limits leave no formula to turn columns into them.
    """

    model: Model
    groups: tuple[Group, ...]
    samples: int
    parts: tuple[tuple[str | int, slice], ...]
    owners: Ints
    pair: tuple[Floats, Floats]
    walks: Mapping[int, tuple[Floats, Floats]]

    @property
    def runs(self) -> int:
        """How often the model is run."""
        return self.samples * (len(self.groups) + 2)

    def inputs(self, rows: Ints) -> Inputs:
        """Return what the model takes in some runs.

        Parameters
        ----------
        rows : ndarray of int
            Numbers of runs.
        """
        sample, swapped = is_from_b(rows, self.samples, len(self.groups))
        table = mixed(self.pair, sample, swapped[:, self.owners])
        columns = {purpose: table[:, place] for purpose, place in self.parts}
        below = {at: _weights(self.model, at, columns) for at in columns if isinstance(at, int)} | {
            at: mixed(pair, sample, swapped[:, :1])  # weights are the first group
            for at, pair in self.walks.items()
        }
        weights = below.pop(TOP, None)
        if weights is None:
            own = self.model.weights
            weights = np.broadcast_to(own, (len(rows), len(own)))
        figures = columns.get(FIGURES)
        cells = None if figures is None else (figures * QUANTILES).astype(np.uint16, order="F")
        return Inputs(weights, below, cells, _scenarios(self.model.scenarios, columns, len(rows)))


def lay_out_design(ranking: Ranking, model: Model, *, samples: int, seed: int) -> Design:
    """Group what varies and draw the two matrices of the design.

    Parameters
    ----------
    ranking : Ranking
    model : Model
        Compiled from it.
    samples : int
        N, a power of two.
    seed : int

    Returns
    -------
    Design
        Without any group where nothing varies.
    """
    laid = [*_weight_columns(model), *_figure_columns(ranking, model), *_kind_columns(model)]
    owners = [owner for columns in laid for owner in columns.owners]
    groups = tuple(_groups(ranking, model, owners))
    place = {group.id: position for position, group in enumerate(groups)}
    ends = np.cumsum([0, *(len(columns.owners) for columns in laid)])
    empty = np.zeros((samples, 0))
    generator = block_generator(seed, 0, SEQUENCE)
    return Design(
        model=model,
        groups=groups,
        samples=samples,
        parts=tuple(
            (columns.purpose, slice(int(start), int(end)))
            for columns, start, end in zip(laid, ends[:-1], ends[1:], strict=True)
        ),
        owners=np.array([place[owner] for owner in owners], dtype=np.int64),
        pair=independent_samples(generator, samples, len(owners)) if owners else (empty, empty),
        walks=_walks(model, samples, seed),
    )


def _varied_families(model: Model) -> Iterator[tuple[int, int]]:
    """Yield the families whose weights vary, with the number of their children; the top first."""
    if model.variation.weights == "fixed":
        return
    inner = range(len(model.families) - 1) if model.variation.depth == "all" else ()
    for at in (TOP, *inner):
        if len(model.families[at].children) > 1:
            yield at, len(model.families[at].children)


def _limits(model: Model, at: int) -> Floats:
    """Return the constraints on the weights of a family, as the simulation has them."""
    if at == TOP:
        return model.region
    own = np.array(model.families[at].shares)
    is_within = model.variation.weights == "within"
    return near(own, model.variation.margin) if is_within else np.zeros((0, len(own)))


def _walks(model: Model, samples: int, seed: int) -> dict[int, tuple[Floats, Floats]]:
    generator = block_generator(seed, 0, WALKS)
    found = {}
    for at, _ in _varied_families(model):
        limits = _limits(model, at)
        if len(limits):
            drawn = weights_within(generator, 2 * samples, limits)
            found[at] = drawn[:samples], drawn[samples:]
    return found


def _weight_columns(model: Model) -> Iterator[_Columns]:
    """Yield a column for each weight that a formula gives; for a profile at random one more."""
    families = list(_varied_families(model))
    if families and model.variation.weights == "profiles":
        yield _Columns(PROFILE, (WEIGHTS,))
    for at, count in families:
        if not len(_limits(model, at)):
            yield _Columns(at, (WEIGHTS,) * count)


def _figure_columns(ranking: Ranking, model: Model) -> Iterator[_Columns]:
    """Yield a column for each figure that moves, in the order of the model."""
    if not len(model.moving):
        return
    top = {
        leaf.id: node.id
        for node in ranking.study.criteria
        for leaf in (node.indicators() if isinstance(node, Criterion) else (node,))
    }
    variables = list_variables(ranking).variables
    moving = [variables[v] for v in model.moving]
    yield _Columns(
        FIGURES,
        tuple(MISSING if v.is_missing else f"{FIGURES}:{top[v.indicator]}" for v in moving),
    )


def _kind_columns(model: Model) -> Iterator[_Columns]:
    for kind, field in KINDS.items():
        if len(_values(model.scenarios, field)) > 1:
            yield _Columns(kind, (kind,))


def _values(scenarios: Sequence[Scenario], field: str) -> list[object]:
    return list(dict.fromkeys(getattr(scenario, field) for scenario in scenarios))


def _groups(ranking: Ranking, model: Model, owners: Sequence[str]) -> Iterator[Group]:
    """Yield the groups: weights, figures in the order of the criteria, missing, construction."""
    varying = sum(count for _, count in _varied_families(model))
    counts = {name: owners.count(name) for name in owners}
    if varying:
        yield Group(WEIGHTS, "", varying)
    for node in ranking.study.criteria:
        if f"{FIGURES}:{node.id}" in counts:
            yield Group(f"{FIGURES}:{node.id}", node.id, counts[f"{FIGURES}:{node.id}"])
    for name in (MISSING, *KINDS):
        if name in counts:
            yield Group(name, "", counts[name])


def _weights(model: Model, at: int, columns: Mapping[str | int, Floats]) -> Floats:
    """Return the weights of a family in some runs, from its columns."""
    shares, variation = columns[at], model.variation
    if variation.weights == "uniform":
        return dirichlet_quantiles(shares, np.ones(shares.shape[1]))
    centres = np.array(model.families[at].shares)
    if PROFILE in columns:
        views = model.profiles[at]
        centres = views[(columns[PROFILE][:, 0] * len(views)).astype(np.int64)]
    return dirichlet_quantiles(shares, centres * variation.concentration)


def _scenarios(
    scenarios: Sequence[Scenario], columns: Mapping[str | int, Floats], size: int
) -> Ints:
    """Return the number of the scenario of each run; scenarios are a product of their kinds."""
    number = np.zeros(size, dtype=np.int64)
    for kind, field in KINDS.items():
        count = len(_values(scenarios, field))
        number *= count
        if kind in columns:
            number += (columns[kind][:, 0] * count).astype(np.int64)
    return number
