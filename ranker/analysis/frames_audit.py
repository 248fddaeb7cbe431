"""An audit as a table: one row an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ranker.analysis.audit import Audit


def audit_table(found: Audit) -> pd.DataFrame:
    """Return distribution, nominal and effective weight of every indicator."""
    rows = zip(found.distributions, found.indicators, strict=True)
    return pd.DataFrame(
        {
            "level": spread.level,
            "clusters": spread.clusters,
            "places": spread.places,
            "missing": spread.missing,
            "mean": spread.mean,
            "sd": spread.sd,
            "low": spread.low,
            "high": spread.high,
            "skewness": spread.skewness,
            "kurtosis": spread.kurtosis,
            "nominal": weight.nominal,
            "pearson": weight.pearson,
            "main_effect": weight.main_effect,
            "effective": weight.effective,
        }
        for spread, weight in rows
    ).set_index(pd.Index([spread.indicator for spread in found.distributions], name="indicator"))
