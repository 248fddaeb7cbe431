"""Samplers have the moments and the support that their names promise."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.sampling import (
    QUANTILES,
    block_generator,
    dirichlet_weights,
    quantile_choices,
    quantile_table,
    stepped_table,
    triangular_quantile,
    uniform_weights,
    weights_within,
)

SIZE = 40_000


def test_blocks_have_streams_of_their_own() -> None:
    again = block_generator(5, 3).random(4)

    assert block_generator(5, 3).random(4).tolist() == again.tolist()
    assert block_generator(5, 4).random(4).tolist() != again.tolist()
    assert block_generator(6, 3).random(4).tolist() != again.tolist()
    assert block_generator(5, 3, purpose=1).random(4).tolist() != again.tolist()


def test_uniform_weights_have_the_moments_of_the_flat_dirichlet() -> None:
    """Mean 1/n, variance (n - 1) / (n² (n + 1))."""
    weights = uniform_weights(block_generator(0, 0), SIZE, 4)

    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_allclose(weights.mean(axis=0), 0.25, atol=0.004)
    np.testing.assert_allclose(weights.var(axis=0), 3 / 80, rtol=0.03)


def test_dirichlet_weights_keep_their_centre_and_spread() -> None:
    centre = np.array([0.5, 0.3, 0.2, 0.0])

    weights = dirichlet_weights(block_generator(0, 0), SIZE, centre, 20.0)

    np.testing.assert_allclose(weights.mean(axis=0), centre, atol=0.003)
    np.testing.assert_allclose(weights.var(axis=0), centre * (1 - centre) / 21, rtol=0.04)
    assert not weights[:, 3].any()


def test_weights_of_a_tiny_concentration_are_still_weights() -> None:
    weights = dirichlet_weights(block_generator(0, 0), 2000, np.array([0.5, 0.5]), 1e-4)

    assert np.isfinite(weights).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_ordered_weights_have_rank_order_centroids() -> None:
    """Under w1 >= w2 >= w3 the mean of w_k is (1/n) sum over j >= k of 1/j."""
    order = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])

    weights = weights_within(block_generator(0, 0), SIZE, order)

    assert (np.diff(weights, axis=1) <= 1e-12).all()
    np.testing.assert_allclose(weights.mean(axis=0), [11 / 18, 5 / 18, 2 / 18], atol=0.003)


def test_walks_spread_as_rejection_does() -> None:
    """Over 0.1 <= w1 <= 0.3, w2 <= 2 w3: against the uniform draws that comply."""
    ones = np.ones(4)
    region = np.array([
        np.eye(4)[0] - 0.1 * ones,
        0.3 * ones - np.eye(4)[0],
        2 * np.eye(4)[2] - np.eye(4)[1],
    ])  # fmt: skip

    walked = weights_within(block_generator(0, 0), SIZE, region)

    drawn = uniform_weights(block_generator(1, 0), 10 * SIZE, 4)
    kept = drawn[(drawn @ region.T >= 0).all(axis=1)]
    assert (walked @ region.T >= -1e-9).all()
    np.testing.assert_allclose(walked.mean(axis=0), kept.mean(axis=0), atol=0.004)
    np.testing.assert_allclose(walked.std(axis=0), kept.std(axis=0), atol=0.004)


def test_constraints_without_room_are_refused() -> None:
    equality = np.array([[1.0, -1.0], [-1.0, 1.0]])

    with pytest.raises(ValueError, match="no room"):
        weights_within(block_generator(0, 0), 10, equality)


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 4), (2, 2, 3), (-1, 0.5, 0.5), (7, 7, 7)])
def test_triangular_quantiles_have_the_triangles_mean(low: float, mode: float, high: float) -> None:
    shares = (np.arange(100_000) + 0.5) / 100_000

    values = triangular_quantile(shares, low, mode, high)

    assert values.min() >= low
    assert values.max() <= high
    assert (np.diff(values) >= 0).all()
    assert values.mean() == pytest.approx((low + mode + high) / 3, abs=1e-4)


def test_table_of_a_sum_has_the_sums_mean_and_variance() -> None:
    """Variance of a triangle: (a² + b² + c² - ab - ac - bc) / 18."""
    parts = np.array([[0.0, 1.0, 4.0], [10.0, 10.0, 16.0]])

    table = quantile_table(parts, "sum")

    variance = (0 + 1 + 16 - 0 - 0 - 4) / 18 + (100 + 100 + 256 - 100 - 160 - 160) / 18
    assert table.shape == (QUANTILES,)
    assert (np.diff(table) >= 0).all()
    assert table.mean() == pytest.approx(5 / 3 + 12, abs=0.01)
    assert table.var() == pytest.approx(variance, rel=0.02)


def test_steps_are_whole_and_less_likely_away_from_the_mode() -> None:
    table = stepped_table(0, 2, 3)

    levels, counts = np.unique(table, return_counts=True)
    assert levels.tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(counts / QUANTILES, np.array([1, 2, 3, 1.5]) / 7.5, atol=0.001)


def test_quantile_choices_reach_every_quantile_evenly() -> None:
    cells = quantile_choices(block_generator(0, 0), 2048, 50)

    assert cells.dtype == np.uint16
    assert cells.min() >= 0
    assert cells.max() < QUANTILES
    assert cells.mean() == pytest.approx(QUANTILES / 2, rel=0.01)
