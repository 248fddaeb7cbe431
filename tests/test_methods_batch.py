"""Batched kernels and ranks give what the catalogue gives for each draw alone."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.batch import KERNELS
from ranker.methods.batch_counts import count_ranks, count_wins
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.catalogue import METHODS, score
from ranker.methods.ranks import competition_ranks


def matrices() -> list[np.ndarray]:
    """Utilities (m, n): plain, tied, with a constant criterion, of one and of two."""
    generator = np.random.default_rng(7)
    plain = generator.uniform(1, 100, (12, 4))
    tied = np.round(generator.uniform(1, 100, (15, 3)) / 20) * 20 + 1
    constant = plain.copy()
    constant[:, 1] = 50.5
    twins = np.vstack([plain, plain[3], plain[5]])
    return [plain, tied, constant, twins, plain[:1], plain[:2]]


def single_ranks(method: str, matrix: np.ndarray, weights: np.ndarray) -> list[int]:
    scores = score(method, matrix, np.ones(matrix.shape[1]), weights, commensurable=True)
    return competition_ranks(scores, more_is_better=METHODS[method].more_is_better).tolist()


@pytest.mark.parametrize("method", sorted(KERNELS))
@pytest.mark.parametrize("case", range(6))
def test_kernel_ranks_as_the_catalogue_does(method: str, case: int) -> None:
    matrix = matrices()[case]
    weights = np.random.default_rng(1).dirichlet(np.ones(matrix.shape[1]), 20)
    weights[0] = np.eye(matrix.shape[1])[0]  # all others weigh nothing
    kernel = KERNELS[method]

    scores = kernel.evaluate(kernel.prepare(matrix.T), weights)
    ranks = rank_rows(scores, more_is_better=kernel.more_is_better)

    assert ranks.tolist() == [single_ranks(method, matrix, row) for row in weights]


@pytest.mark.parametrize("method", sorted(KERNELS))
def test_matrices_of_many_draws_equal_one_draw_after_the_other(method: str) -> None:
    generator = np.random.default_rng(3)
    blocks = generator.uniform(1, 100, (3, 6, 8))  # criteria, alternatives, draws
    weights = generator.dirichlet(np.ones(3), 8)
    kernel = KERNELS[method]

    together = kernel.evaluate(kernel.prepare(blocks), weights)
    apart = [
        kernel.evaluate(kernel.prepare(blocks[:, :, s]), weights[s : s + 1])[0] for s in range(8)
    ]

    np.testing.assert_allclose(together, apart, rtol=1e-12)


def near_ties() -> np.ndarray:
    """Utilities (40, 4) of which some differ by about the share below which scores tie."""
    generator = np.random.default_rng(12)
    plain = generator.uniform(1, 100, (20, 4))
    return np.vstack([plain, plain * (1 + generator.uniform(-4e-12, 4e-12, (20, 1)))])


@pytest.mark.parametrize("method", sorted(KERNELS))
@pytest.mark.parametrize("case", range(7))
def test_ranks_and_counts_of_a_kernel_are_those_of_its_scores(method: str, case: int) -> None:
    matrix = [*matrices(), near_ties()][case]
    weights = np.random.default_rng(8).dirichlet(np.ones(matrix.shape[1]), 3000)
    weights[:2] = np.eye(matrix.shape[1])[:2]
    kernel = KERNELS[method]
    prepared = kernel.prepare(matrix.T)

    ranks = kernel.rank(prepared, weights)
    counts = kernel.count(prepared, weights)

    scores = kernel.evaluate(prepared, weights)
    expected = rank_rows(scores, more_is_better=kernel.more_is_better)
    np.testing.assert_array_equal(ranks, expected)
    np.testing.assert_array_equal(counts, count_ranks(expected))


def test_a_key_stretches_differences_of_scores_by_no_more_than_it_says() -> None:
    key = KERNELS["topsis"].key
    assert key is not None
    scores = np.linspace(0.001, 1, 2000)
    squares = [scores**2, scores**2 + (1 - scores) ** 2]

    keys = key.join([square.copy() for square in squares], 1)

    steps = np.diff(keys) / keys[1:], np.diff(scores) / scores[1:]
    assert (steps[0] > 0).all()
    assert (steps[0] <= key.stretch * steps[1]).all()
    assert (steps[0] / steps[1]).max() > 2.4


@pytest.mark.parametrize("method", sorted(KERNELS))
def test_what_needs_no_weights_is_done_once_for_several(method: str) -> None:
    generator = np.random.default_rng(3)
    values = generator.uniform(1, 100, (3, 6, 700))  # criteria, alternatives, draws
    kernel = KERNELS[method]
    kept = kernel.prepare(values, keep=True)

    for weights in generator.dirichlet(np.ones(3), (2, 700)):
        alone = kernel.evaluate(kernel.prepare(values), weights)
        np.testing.assert_allclose(kernel.evaluate(kept, weights), alone, rtol=1e-12)


@pytest.mark.parametrize("method", ["weighted-sum", "edas", "vikor"])
def test_scores_of_these_kernels_are_the_catalogues_own(method: str) -> None:
    matrix = matrices()[0]
    weights = np.array([[0.4, 0.3, 0.2, 0.1]])
    kernel = KERNELS[method]

    batched = kernel.evaluate(kernel.prepare(matrix.T), weights)[0]

    single = score(method, matrix, np.ones(4), weights[0], commensurable=True)
    np.testing.assert_allclose(batched, single, rtol=1e-9)


def test_rows_rank_as_single_scores_do_ties_included() -> None:
    generator = np.random.default_rng(5)
    scores = np.round(generator.normal(size=(200, 17)), 1)
    scores[50:] += generator.normal(size=(150, 17))
    scores[3] = 2.0
    scores[4, 2] = scores[4, 1] * (1 + 1e-14)

    ranks = rank_rows(scores)
    reverse = rank_rows(scores, more_is_better=False)

    assert ranks.tolist() == [competition_ranks(row).tolist() for row in scores]
    assert reverse.tolist() == [
        competition_ranks(row, more_is_better=False).tolist() for row in scores
    ]


def test_counts_are_those_of_a_loop() -> None:
    scores = np.round(np.random.default_rng(9).normal(size=(300, 6)), 1)
    ranks = rank_rows(scores)
    expected_ranks = np.zeros((6, 6), dtype=int)
    expected_wins = np.zeros((6, 6), dtype=int)
    for row in ranks:
        for i in range(6):
            expected_ranks[i, row[i] - 1] += 1
            expected_wins[i] += row[i] < row

    assert count_ranks(ranks).tolist() == expected_ranks.tolist()
    assert count_wins(ranks).tolist() == expected_wins.tolist()
