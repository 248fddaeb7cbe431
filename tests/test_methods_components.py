"""Principal components, rotation and weights: the Handbook's example and hand sums."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.components import (
    kept_components,
    principal_components,
    varimax,
    weights_from_loadings,
)
from ranker.methods.describe import correlate
from tests.tai import COLUMNS, PATENTS, PERCENTAGES, TAI

FOUND = principal_components(correlate(TAI).pearson)


def test_eigenvalues_are_those_of_the_handbook_but_for_rounded_data():
    assert FOUND.shares * 100 == pytest.approx(PERCENTAGES, abs=0.12)
    assert FOUND.eigenvalues.sum() == pytest.approx(8)


def test_rotated_loadings_are_those_of_the_handbook_whatever_their_order_and_sign():
    patents = varimax(FOUND.loadings[:, :4])[COLUMNS.index("patents")]

    assert sorted(np.abs(patents)) == pytest.approx(sorted(PATENTS), abs=0.015)


def test_rotation_keeps_what_the_factors_explain_together():
    loadings = FOUND.loadings[:, :4]

    turned = varimax(loadings)

    assert (turned**2).sum(axis=1) == pytest.approx((loadings**2).sum(axis=1))


def test_loadings_are_correlations_with_the_component():
    z = (TAI - TAI.mean(axis=0)) / TAI.std(axis=0)
    vector = FOUND.loadings[:, 0] / np.sqrt(FOUND.eigenvalues[0])

    correlations = [np.corrcoef(column, z @ vector)[0, 1] for column in z.T]

    assert FOUND.loadings[:, 0] == pytest.approx(correlations)


def test_a_column_belongs_to_the_factor_where_its_scaled_loading_is_largest():
    """Factor 1 explains 1.21, factor 2 0.64. The third: 0.4/1.21 = 0.33 there, 0.64/0.64 here."""
    loadings = np.array([[0.9, 0.0], [0.0, 0.0], [np.sqrt(0.4), 0.8]])

    weights = weights_from_loadings(loadings)

    assert weights == pytest.approx([0.81 / 1.45, 0.0, 0.64 / 1.45])


def test_components_are_kept_until_they_explain_six_tenths():
    assert kept_components(np.array([1.4, 1.1, 0.9, 0.8, 0.8])) == 3
    assert kept_components(FOUND.eigenvalues) == 2


def test_correlations_that_no_data_can_have_are_told():
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])

    assert principal_components(impossible).is_indefinite
    assert not FOUND.is_indefinite
