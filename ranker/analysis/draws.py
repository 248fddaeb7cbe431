"""The random inputs of a block: weights, figures and the way the index is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ranker.analysis.model import Model
from ranker.methods import Floats, Ints, Quantiles
from ranker.methods.sampling import (
    Generator,
    block_generator,
    choices,
    dirichlet_weights,
    near,
    quantile_choices,
    uniform_weights,
    weights_within,
)

WEIGHTS, CELLS, SCENARIOS = range(3)  # streams of a block


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What differs between the s draws of a block.

    Parameters
    ----------
    weights : ndarray of shape (s, n)
        Of the top criteria.
    node_weights : mapping of int to ndarray of shape (s, c)
        By position of a family: weights of its children, where they vary.
    cells : ndarray of shape (s, v) or None
        Quantile of each moving variable; None where none moves.
    scenarios : ndarray of shape (s,)
        Number of the scenario.
    """

    weights: Floats
    node_weights: Mapping[int, Floats]
    cells: Quantiles | None
    scenarios: Ints


def draw_inputs(model: Model, seed: int, block: int, size: int, *, run: int = 0) -> Inputs:
    """Draw the inputs of a block from its own streams.

    Parameters
    ----------
    model : Model
    seed, block, size : int
        Seed of the run, number of the block, draws in it.
    run : int
        Runs of one seed that must not share random numbers.
    """

    def stream(purpose: int) -> Generator:
        return block_generator(seed, block, 3 * run + purpose)

    cells = quantile_choices(stream(CELLS), size, len(model.moving)) if len(model.moving) else None
    if len(model.scenarios) > 1:
        scenarios = choices(stream(SCENARIOS), size, len(model.scenarios))
    else:
        scenarios = np.zeros(size, dtype=np.int64)
    generator = stream(WEIGHTS)
    chosen = _chosen_profiles(model, generator, size)
    weights = _top_weights(model, generator, size, chosen)
    below = {}
    if model.variation.depth == "all":
        for at in range(len(model.families) - 1):
            below[at] = _inner_weights(model, generator, size, chosen, at=at)
    return Inputs(weights, below, cells, scenarios)


def _chosen_profiles(model: Model, generator: Generator, size: int) -> Ints:
    """Draw a stakeholder profile for each draw; none where weights are drawn otherwise."""
    if model.variation.weights != "profiles":
        return np.zeros(0, dtype=np.int64)
    return choices(generator, size, len(model.profiles[-1]))


def _top_weights(model: Model, generator: Generator, size: int, chosen: Ints) -> Floats:
    if len(model.region):
        return weights_within(generator, size, model.region)
    if len(chosen):
        centres = model.profiles[-1][chosen]
        return dirichlet_weights(generator, size, centres, model.variation.concentration)
    return _free_weights(model, generator, size, model.weights)


def _inner_weights(
    model: Model, generator: Generator, size: int, chosen: Ints, *, at: int
) -> Floats:
    own = np.array(model.families[at].shares)
    if len(own) == 1:
        return np.ones((size, 1))
    if model.variation.weights == "within":
        return weights_within(generator, size, near(own, model.variation.margin))
    if len(chosen):
        centres = model.profiles[at][chosen]
        return dirichlet_weights(generator, size, centres, model.variation.concentration)
    return _free_weights(model, generator, size, own)


def _free_weights(model: Model, generator: Generator, size: int, own: Floats) -> Floats:
    if model.variation.weights == "uniform":
        return uniform_weights(generator, size, len(own))
    if model.variation.weights == "around":
        return dirichlet_weights(generator, size, own, model.variation.concentration)
    return np.broadcast_to(own, (size, len(own)))
