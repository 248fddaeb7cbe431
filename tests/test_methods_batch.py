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
