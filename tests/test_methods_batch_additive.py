"""PROMETHEE II equals its pairwise definition; kernels equal the catalogue's scores."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ranker.methods.batch import KERNELS, kernel_of, promethee
from ranker.methods.batch_kernel import Kernel
from ranker.methods.catalogue import METHODS, find_method, score
from ranker.methods.parameters import configure
from ranker.methods.preference import Preference

WEIGHTS = np.random.default_rng(2).dirichlet(np.ones(4), 9)


def utilities() -> np.ndarray:
    """Criteria first, (4, 13), with ties and a criterion that tells two groups apart."""
    generator = np.random.default_rng(4)
    values = generator.uniform(1, 100, (4, 13))
    values[1] = np.round(values[1] / 20) * 20 + 1
    values[2] = np.where(values[2] > 50, 100.0, 1.0)
    return values


DEGREES = {  # Brans and Vincke's six functions of a gap above 0, as the paper writes them
    "usual": lambda d, of: 1.0,
    "u-shape": lambda d, of: 0.0 if d <= of.q else 1.0,
    "v-shape": lambda d, of: d / of.p if d <= of.p else 1.0,
    "level": lambda d, of: 0.0 if d <= of.q else 0.5 if d <= of.p else 1.0,
    "v-shape-indifference": lambda d, of: (
        0.0 if d <= of.q else (d - of.q) / (of.p - of.q) if d <= of.p else 1.0
    ),
    "gaussian": lambda d, of: 1.0 - math.exp(-(d**2) / (2 * of.s**2)),
}


def degree(of: Preference, gap: float) -> float:
    return DEGREES[of.function](gap, of) if gap > 0 else 0.0


def net_flows(values: np.ndarray, weights: np.ndarray, functions: list[Preference]) -> list[float]:
    n, m = values.shape
    flows = []
    for a in range(m):
        terms = [
            weights[j]
            * (
                degree(functions[j], values[j, a] - values[j, b])
                - degree(functions[j], values[j, b] - values[j, a])
            )
            for j in range(n)
            for b in range(m)
            if b != a
        ]
        flows.append(sum(terms) / (m - 1))
    return flows


def scored(kernel: Kernel, values: np.ndarray, weights: np.ndarray = WEIGHTS) -> np.ndarray:
    return kernel.evaluate(kernel.prepare(values), weights)


LOW, HIGH = (0.0, 5.0, 10.0, 20.0), (40.0, 20.0, 99.0, 20.0)
FUNCTIONS = {
    "usual": [Preference()] * 4,
    "v-shape": [Preference("v-shape", p=30.0)] * 4,
    "u-shape": [Preference("u-shape", q=20.0)] * 4,
    "level": [Preference("level", q=q, p=p) for q, p in zip(LOW, HIGH, strict=True)],
    "linear": [
        Preference("v-shape-indifference", q=q, p=p) for q, p in zip(LOW, HIGH, strict=True)
    ],
    "gaussian": [Preference("gaussian", s=15.0)] * 4,
    "mixed": [
        Preference(),
        Preference("u-shape", q=20.0),
        Preference("level", q=40.0, p=60.0),
        Preference("gaussian", s=30.0),
    ],
}


@pytest.mark.parametrize("kind", sorted(FUNCTIONS))
def test_promethee_equals_its_definition_by_pairs(kind: str) -> None:
    values = utilities()

    flows = scored(promethee(FUNCTIONS[kind]), values)

    expected = [net_flows(values, weights, FUNCTIONS[kind]) for weights in WEIGHTS]
    np.testing.assert_allclose(flows, expected, atol=1e-12)
    np.testing.assert_allclose(flows.sum(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("kind", sorted(FUNCTIONS))
def test_promethee_of_many_matrices_equals_one_after_the_other(kind: str) -> None:
    kernel = promethee(FUNCTIONS[kind])
    values = np.stack([np.roll(utilities(), s, axis=0) for s in range(9)], axis=2)

    together = scored(kernel, values)

    apart = [scored(kernel, values[:, :, s], WEIGHTS[s : s + 1])[0] for s in range(9)]
    np.testing.assert_allclose(together, apart, atol=1e-12)


def test_promethee_of_one_alternative_is_0() -> None:
    assert scored(promethee(), utilities()[:, :1]).tolist() == [[0.0]] * 9


@pytest.mark.parametrize("name", sorted(KERNELS))
@pytest.mark.parametrize("is_utility", [True, False])
def test_scores_are_those_of_the_catalogue(name: str, is_utility: bool) -> None:
    values = utilities()

    kernel = KERNELS[name]
    scores = kernel.evaluate(kernel.prepare(values, is_utility=is_utility), WEIGHTS)

    expected = [
        score(name, values.T, np.ones(4), weights, commensurable=is_utility) for weights in WEIGHTS
    ]
    np.testing.assert_allclose(scores, expected, rtol=1e-9, atol=1e-12)
    assert kernel.more_is_better == METHODS[name].more_is_better


@pytest.mark.parametrize("name", sorted(KERNELS))
@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_the_sum_of_the_weights_scales_scores_or_leaves_them(name: str, factor: float) -> None:
    kernel = KERNELS[name]

    scaled = scored(kernel, utilities(), WEIGHTS * factor)

    expected = scored(kernel, utilities()) * (1 if kernel.keeps_scale else factor)
    np.testing.assert_allclose(scaled, expected, rtol=1e-9)


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_more_draws_than_fit_at_once_give_the_same_scores(name: str) -> None:
    weights = np.random.default_rng(8).dirichlet(np.ones(4), 5000)
    kernel = KERNELS[name]

    scores = scored(kernel, utilities(), weights)

    apart = np.vstack([scored(kernel, utilities(), part) for part in np.split(weights, 10)])
    np.testing.assert_allclose(scores, apart, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_figures_of_several_parts_are_scored_like_single_ones(name: str) -> None:
    values = np.random.default_rng(6).uniform(1, 100, (4, 25, 3000))
    weights = np.random.default_rng(7).dirichlet(np.ones(4), 3000)
    kernel = KERNELS[name]

    together = scored(kernel, values, weights)

    for s in (0, 1, 654, 655, 656, 2999):
        alone = scored(kernel, values[:, :, s], weights[s : s + 1])[0]
        np.testing.assert_allclose(together[s], alone, rtol=1e-9)


@pytest.mark.parametrize("name", [*sorted(KERNELS), "promethee-2"])
def test_performances_and_weights_stay_as_they_were(name: str) -> None:
    kernel = KERNELS.get(name) or promethee()
    values, weights = utilities(), WEIGHTS.copy()
    values.setflags(write=False)
    weights.setflags(write=False)

    scored(kernel, values, weights)
    scored(kernel, np.repeat(values[:, :, np.newaxis], 9, axis=2), weights)

    np.testing.assert_array_equal(values, utilities())


def test_the_product_takes_a_utility_below_1_as_1_and_other_values_as_they_are() -> None:
    kernel = KERNELS["weighted-product"]
    values = np.array([[-3.0, 0.25, 1.0, 16.0]])

    drawn = kernel.evaluate(kernel.prepare(values), np.ones((1, 1)))
    raw = kernel.evaluate(kernel.prepare(values[:, 1:], is_utility=False), np.ones((1, 1)))

    np.testing.assert_allclose(drawn, [[1.0, 1.0, 1.0, 16.0]])
    np.testing.assert_allclose(raw, [[0.25, 1.0, 16.0]])


@pytest.mark.parametrize("name", [*sorted(KERNELS), "promethee-2"])
def test_figures_outside_the_scale_still_give_finite_scores(name: str) -> None:
    values = np.random.default_rng(1).uniform(-60, 160, (4, 12, 50))
    weights = np.random.default_rng(3).dirichlet(np.ones(4), 50)

    scores = scored(KERNELS.get(name) or promethee(), values, weights)

    assert np.isfinite(scores).all()


CONFIGURED = {
    "vikor": {"v": 0.1},
    "promethee-2": {
        "function": "v-shape-indifference",
        "q": 5,
        "p": 40,
        "criteria": {"a": {"function": "gaussian", "s": 20}, "d": {"function": "usual"}},
    },
}


@pytest.mark.parametrize("name", sorted(CONFIGURED))
def test_a_kernel_has_the_parameters_of_its_method(name: str) -> None:
    values, criteria = utilities(), ["a", "b", "c", "d"]
    method = configure(find_method(name), CONFIGURED[name], criteria=criteria)

    kernel = kernel_of(method, criteria)
    scores = scored(kernel, values)
    usual = scored(KERNELS[name], values)

    expected = [
        score(method, values.T, np.ones(4), weights, commensurable=True, criteria=criteria)
        for weights in WEIGHTS
    ]
    np.testing.assert_allclose(scores, expected, atol=1e-12)
    assert np.abs(scores - usual).max() > 0.01


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_every_parameter_of_a_method_with_a_kernel_reaches_the_kernel(name: str) -> None:
    method = find_method(name)

    assert not method.parameters or name in CONFIGURED
