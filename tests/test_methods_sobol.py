"""Sensitivity indices: known functions, hand sums, and the library they are taken from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample

from ranker.methods import Floats
from ranker.methods.sampling import block_generator, resample_counts
from ranker.methods.sobol import (
    Indices,
    dirichlet_quantiles,
    independent_samples,
    is_from_b,
    mixed,
    sobol_indices,
)

Function = Callable[[Floats], Floats]


def run(
    function: Function, owners: list[int], *, samples: int = 1024, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return the inputs (runs, d) and the outputs (g + 2, N, o) of a design."""
    groups = max(owners) + 1
    pair = independent_samples(block_generator(seed, 0), samples, len(owners))
    sample, swapped = is_from_b(np.arange(samples * (groups + 2)), samples, groups)
    inputs = mixed(pair, sample, swapped[:, owners])
    outputs = function(inputs)
    return inputs, outputs.reshape(groups + 2, samples, -1)


def indices(
    function: Function, owners: list[int], *, samples: int = 1024, resamples: int = 50
) -> Indices:
    _, outputs = run(function, owners, samples=samples)
    return sobol_indices(outputs, resample_counts(block_generator(1, 0), resamples, samples))


def ishigami(shares: Floats) -> Floats:
    """Ishigami & Homma (1990) with a = 7 and b = 0.1, on three of the inputs."""
    x1, x2, x3 = (np.pi * (2 * shares[:, i] - 1) for i in range(3))
    return np.asarray(np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1))


def as_salib_has_it(outputs: Floats) -> Floats:
    """Return one output in SALib's order: A, A_1, …, A_g, B of each sample in turn."""
    a, b, *swapped = outputs
    return np.column_stack([a, *swapped, b]).ravel()


def test_ishigami_has_the_indices_of_the_literature() -> None:
    found = indices(ishigami, [0, 1, 2], samples=8192)

    assert found.first[0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert found.total[0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    assert found.variance[0] == pytest.approx(
        7**2 / 8 + 0.1 * np.pi**4 / 5 + 0.01 * np.pi**8 / 18 + 0.5, rel=0.01
    )


def test_the_intervals_hold_the_known_indices() -> None:
    found = indices(ishigami, [0, 1, 2], samples=1024, resamples=200)

    assert (np.abs(found.first[0] - [0.3139, 0.4424, 0.0]) <= found.first_error[0]).all()
    assert (np.abs(found.total[0] - [0.5576, 0.4424, 0.2437]) <= found.total_error[0]).all()
    assert (found.total_error < 0.15).all()


def test_a_sum_splits_its_variance_by_the_squares_of_its_coefficients() -> None:
    """Inputs are even on [0, 1): 3x + 2y + z has the parts 9, 4 and 1 of 14."""
    found = indices(lambda x: x @ np.array([3.0, 2.0, 1.0]), [0, 1, 2], samples=4096)

    expected = np.array([9, 4, 1]) / 14
    assert found.first[0] == pytest.approx(expected, abs=0.01)
    assert found.total[0] == pytest.approx(expected, abs=0.01)
    assert found.variance[0] == pytest.approx(14 / 12, rel=0.01)


def test_a_group_has_the_part_of_its_members_together() -> None:
    found = indices(lambda x: x @ np.array([3.0, 2.0, 1.0]), [0, 1, 0], samples=4096)

    assert found.total[0] == pytest.approx([10 / 14, 4 / 14], abs=0.01)


def test_what_matters_together_alone_has_total_indices_alone() -> None:
    """(x - 1/2)(y - 1/2): neither moves the mean, so neither explains anything by itself."""
    found = indices(lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5), [0, 1], samples=4096)

    assert found.first[0] == pytest.approx([0, 0], abs=0.03)
    assert found.total[0] == pytest.approx([1, 1], abs=0.03)


def test_a_group_that_changes_nothing_has_indices_of_exactly_0() -> None:
    found = indices(ishigami, [0, 1, 2, 3])

    assert (found.first[0, 3], found.total[0, 3]) == (0, 0)
    assert (found.first_error[0, 3], found.total_error[0, 3]) == (0, 0)


def test_a_constant_output_has_no_indices_and_spoils_no_other() -> None:
    alone = indices(ishigami, [0, 1, 2])
    beside = indices(
        lambda x: np.column_stack([np.full(len(x), 0.1 + 0.2), ishigami(x)]), [0, 1, 2]
    )

    for table in (beside.first, beside.first_error, beside.total, beside.total_error):
        assert np.isnan(table[0]).all()
    assert beside.variance[0] == 0
    assert beside.total[1] == pytest.approx(alone.total[0], rel=1e-12)


def test_rounding_noise_is_no_variance() -> None:
    found = indices(lambda x: 50 + 1e-14 * x[:, 0], [0, 1])

    assert np.isnan(found.total).all()


@pytest.mark.parametrize("owners", [[0, 1, 2], [0, 0, 1], [1, 0, 1]])
def test_indices_are_those_of_salib(owners: list[int]) -> None:
    samples, resamples, seed = 256, 40, 5
    groups = max(owners) + 1
    _, outputs = run(ishigami, owners, samples=samples)
    names = [f"g{g}" for g in range(groups)]
    problem = {"num_vars": groups, "names": names, "bounds": [[0, 1]] * groups}
    picked = np.random.default_rng(seed).integers(samples, size=(samples, resamples))
    counts = np.array([np.bincount(column, minlength=samples) for column in picked.T])

    theirs = salib_analyze.analyze(
        problem,
        as_salib_has_it(outputs[..., 0]),
        calc_second_order=False,
        num_resamples=resamples,
        seed=seed,
    )
    ours = sobol_indices(outputs, counts)

    for table, name in (
        (ours.first, "S1"),
        (ours.total, "ST"),
        (ours.first_error, "S1_conf"),
        (ours.total_error, "ST_conf"),
    ):
        assert table[0] == pytest.approx(theirs[name], abs=1e-12)


@pytest.mark.parametrize("owners", [[0, 1, 2, 3], [0, 0, 1, 2, 1, 2]])
def test_the_runs_are_those_of_salib_with_groups(owners: list[int]) -> None:
    inputs, _ = run(lambda x: x[:, 0], owners, samples=64, seed=9)
    names = [f"x{i}" for i in range(len(owners))]
    problem = {
        "num_vars": len(owners),
        "names": names,
        "bounds": [[0, 1]] * len(owners),
        "groups": [f"g{owner}" for owner in owners],
    }

    theirs = salib_sample.sample(problem, 64, calc_second_order=False, seed=block_generator(9, 0))

    a, b, *swapped = inputs.reshape(-1, 64, len(owners))
    assert np.array_equal(np.stack([a, *swapped, b], axis=1).reshape(theirs.shape), theirs)


@pytest.mark.parametrize("inputs", [1, 2, 5])
def test_the_two_matrices_differ_and_fill_every_line_evenly(inputs: int) -> None:
    a, b = independent_samples(block_generator(0, 0), 64, inputs)

    assert a.shape == b.shape == (64, inputs)
    assert not (a == b).any()
    for column in (*a.T, *b.T):
        assert sorted(np.floor(column * 64)) == list(range(64))


# --- weights -----------------------------------------------------------------------------


def test_dirichlet_quantiles_have_its_mean_and_spread() -> None:
    """Weight w of concentration c: mean w, standard deviation sqrt(w (1 - w) / (c + 1))."""
    centre = np.array([0.5, 0.3, 0.2])
    shares, _ = independent_samples(block_generator(0, 0), 8192, 3)

    weights = dirichlet_quantiles(shares, 20 * centre)

    assert weights.sum(axis=1) == pytest.approx(np.ones(8192))
    assert weights.mean(axis=0) == pytest.approx(centre, abs=1e-3)
    assert weights.std(axis=0) == pytest.approx(np.sqrt(centre * (1 - centre) / 21), rel=0.01)


def test_a_weight_of_0_stays_0_and_an_underflow_is_the_centre() -> None:
    zero = dirichlet_quantiles(np.array([[0.5, 0.5]]), np.array([4.0, 0.0]))
    tiny = dirichlet_quantiles(np.zeros((1, 2)), np.array([0.002, 0.006]))

    assert zero.tolist() == [[1.0, 0.0]]
    assert tiny[0] == pytest.approx([0.25, 0.75])


def test_resamples_take_as_many_as_there_are() -> None:
    counts = resample_counts(block_generator(0, 0), 300, 64)

    assert (counts.sum(axis=1) == 64).all()
    assert counts.mean() == 1
    assert counts.var() == pytest.approx(1 - 1 / 64, rel=0.05)  # of a binomial
