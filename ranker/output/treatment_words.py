"""What was done about outliers, in sentences and as plain data."""

from __future__ import annotations

from typing import Any

from ranker.analysis.ranking import Ranking
from ranker.analysis.treatment import TreatedIndicator, is_looked_for, treated_indicators
from ranker.output.cldr import decimal
from ranker.output.language import _, cluster_name, in_language
from ranker.output.words import listed, number_text


def treatment_notes(ranking: Ranking) -> tuple[str, ...]:
    """Return a sentence or two for each indicator with outliers; none where none are looked for."""
    if not is_looked_for(ranking):
        return ()
    found = treated_indicators(ranking)
    if not found:
        return (_("Outliers were looked for by the rule of the OECD and the JRC; there are none."),)
    return tuple(_note(ranking, treated) for treated in found)


def _note(ranking: Ranking, treated: TreatedIndicator) -> str:
    if treated.done == "winsorised":
        words = _("{indicator} has outliers, which count as the next figure: {figures}. {shape}")
    elif treated.done == "log":
        words = _("{indicator} has outliers, so the logarithm of every figure counts. {shape}")
    else:
        words = _("{indicator} has outliers that no treatment mends; they are left. {shape}")
    return words.format(
        indicator=in_language(treated.indicator.label),
        figures=_figures(ranking, treated),
        shape=_shape(treated),
    )


def _figures(ranking: Ranking, treated: TreatedIndicator) -> str:
    unit = treated.indicator.unit.en
    told = _("{cluster} {value} as {used}")
    takes_no_rank = _("{cluster} (a benchmark) {value} as {used}")
    parts = [
        (takes_no_rank if ranking.study.role(figure.cluster) == "benchmark" else told).format(
            cluster=cluster_name(figure.cluster),
            value=number_text(figure.value, unit=unit),
            used=number_text(figure.used, unit=unit),
        )
        for figure in treated.figures
    ]
    return listed(parts, most=len(parts))


def _shape(treated: TreatedIndicator) -> str:
    before, after = treated.before, treated.after
    if treated.done == "left":
        words = _("Skewness {skewness}, kurtosis {kurtosis}.")
        return words.format(
            skewness=decimal(before.skewness, 1), kurtosis=decimal(before.kurtosis, 1)
        )
    words = _("Skewness {old} becomes {new}, kurtosis {old_kurtosis} becomes {new_kurtosis}.")
    told = words.format(
        old=decimal(before.skewness, 1),
        new=decimal(after.skewness, 1),
        old_kurtosis=decimal(before.kurtosis, 1),
        new_kurtosis=decimal(after.kurtosis, 1),
    )
    return told + (" " + _("That is still beyond the rule.") if after.is_beyond else "")


def treatment_fields(ranking: Ranking) -> list[dict[str, Any]]:
    """Return every indicator with outliers as plain data."""
    return [
        {
            "indicator": treated.indicator.id,
            "done": treated.done,
            "figures": [
                {"cluster": figure.cluster.id, "value": figure.value, "used": figure.used}
                for figure in treated.figures
            ],
            "skewness": {"before": treated.before.skewness, "after": treated.after.skewness},
            "kurtosis": {"before": treated.before.kurtosis, "after": treated.after.kurtosis},
            "is_still_beyond": treated.after.is_beyond,
        }
        for treated in treated_indicators(ranking)
    ]
