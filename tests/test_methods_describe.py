"""Correlations, alpha and main effects: against SciPy and hand sums."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ranker.methods.describe import (
    correlate,
    is_level,
    main_effect,
    mean_ranks,
    standardised_alpha,
)
from tests.tai import TAI


def test_rounding_noise_is_no_difference():
    assert is_level(np.array([0.1 + 0.2, 0.3]))
    assert is_level(np.array([]))
    assert not is_level(np.array([0.3, 0.3001]))


def test_correlations_are_scipys_over_the_rows_that_both_have():
    table = TAI[:, :3].copy()
    table[:5, 0] = table[3:9, 1] = np.nan

    found = correlate(table)

    both = ~np.isnan(table[:, :2]).any(axis=1)
    x, y = table[both, 0], table[both, 1]
    assert found.counts[0, 1] == both.sum() == 14
    assert found.pearson[0, 1] == pytest.approx(stats.pearsonr(x, y).statistic)
    assert found.spearman[1, 0] == pytest.approx(stats.spearmanr(x, y).statistic)
    assert np.diag(found.pearson) == pytest.approx(1)


def test_a_pair_with_too_few_rows_has_no_correlation():
    table = np.array([[1.0, 2.0], [2.0, 3.0], [np.nan, 5.0]])

    assert np.isnan(correlate(table).pearson[0, 1])
    assert correlate(table).counts[0, 1] == 2


def test_equal_values_share_the_mean_of_their_ranks():
    values = TAI[:, 4]

    assert mean_ranks(values) == pytest.approx(stats.rankdata(values))


def test_alpha_of_two_is_the_spearman_brown_formula():
    assert standardised_alpha(np.array([[1, 0.6], [0.6, 1]])) == pytest.approx(1.2 / 1.6)


def test_alpha_of_the_standardised_sum_is_the_ratio_of_variances():
    z = (TAI - TAI.mean(axis=0)) / TAI.std(axis=0)

    ratio = 8 / 7 * (1 - 8 / z.sum(axis=1).var())

    assert standardised_alpha(correlate(TAI).pearson) == pytest.approx(ratio)


def test_alpha_is_below_0_where_columns_contradict_each_other():
    assert standardised_alpha(np.array([[1, -0.5], [-0.5, 1]])) == pytest.approx(-2)


def test_a_main_effect_finds_what_a_correlation_does_not():
    x = np.linspace(-1, 1, 41)

    assert np.corrcoef(x, x**2)[0, 1] == pytest.approx(0)
    assert main_effect(x, x**2) > 0.95


def test_a_main_effect_of_a_line_is_the_squared_correlation():
    generator = np.random.default_rng(5)
    x = generator.normal(size=500)
    y = 2 * x + generator.normal(size=500)

    assert main_effect(x, y) == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, abs=0.02)


def test_a_main_effect_of_what_has_no_part_is_small():
    generator = np.random.default_rng(6)

    assert main_effect(generator.normal(size=400), generator.normal(size=400)) < 0.05


def test_a_main_effect_of_levels_is_the_share_between_them():
    x = np.repeat([0.0, 1.0, 2.0], 20)
    noise = np.tile([-1.0, 1.0], 30)
    y = np.repeat([5.0, 0.0, 5.0], 20) + noise

    between = np.repeat([5.0, 0.0, 5.0], 20).var()

    assert main_effect(x, y) == pytest.approx(between / y.var(), abs=0.02)


def test_a_figure_that_rows_share_does_not_explain_all_that_they_have_in_common():
    """Six countries without any trend: alone they foretell nothing of each other."""
    figure = np.array([1.0, 2, 3, 4, 5, 6])
    level = np.array([9.0, 1, 8, 2, 9, 1])
    country = np.repeat(np.arange(6), 5)
    x, y = figure[country], level[country]

    assert main_effect(x, y) > 0.9
    assert main_effect(x, y, groups=country) < 0.5


def test_a_main_effect_of_many_rows_takes_bounded_memory():
    x = np.arange(50_000.0)

    assert main_effect(x, np.sqrt(x)) == pytest.approx(1, abs=0.01)
