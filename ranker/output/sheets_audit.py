"""An audit as sheets: findings first, then what they rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ranker.analysis.audit_findings import RULES
from ranker.output.audit_words import finding_sentence, labels_of, whole_sentence
from ranker.output.sheet import Column, Sheet, Value
from ranker.output.words import MISSING, number_text, share_text

if TYPE_CHECKING:
    from ranker.analysis.audit import Audit
    from ranker.analysis.audit_parts import Consistency, Pair

PARTS = ("findings", "indicators", "weights", "pairs", "components", "benchmark")


def audit_sheets(found: Audit, *, part: str | None = None) -> tuple[Sheet, ...]:
    """Return an audit as tables.

    Parameters
    ----------
    found : Audit
    part : str, optional
        One of `PARTS` alone.
    """
    makers: Mapping[str, Callable[[Audit], Sheet]] = {
        "findings": _findings,
        "indicators": _indicators,
        "weights": _weights,
        "pairs": _pairs,
        "components": _components,
        "benchmark": _benchmark,
    }
    if part is None:
        makers = {**makers, "pairs": _telling_pairs}
    return tuple(makers[name](found) for name in PARTS if part in (None, name))


def _words(key: str, head: str, values: Sequence[str]) -> Column:
    return Column(key, head, values, values, is_text=True)


def _hidden(key: str, values: Sequence[Value]) -> Column:
    return Column(key, "", values)


def _counts(key: str, head: str, values: Sequence[int], *, is_spare: bool = False) -> Column:
    return Column(key, head, values, [str(value) for value in values], is_spare=is_spare)


def _numbers(
    key: str, head: str, values: Sequence[float], *, places: int = 2, is_spare: bool = False
) -> Column:
    texts = [MISSING if math.isnan(value) else f"{value:.{places}f}" for value in values]
    return Column(key, head, _known(values), texts, is_spare=is_spare)


def _shares(key: str, head: str, values: Sequence[float]) -> Column:
    texts = [MISSING if math.isnan(value) else share_text(value) for value in values]
    return Column(key, head, _known(values), texts)


def _known(values: Sequence[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]


def _findings(found: Audit) -> Sheet:
    held, labels = found.findings, labels_of(found.ranking.study)
    columns = (
        _words("severity", "How bad", [finding.severity for finding in held]),
        _words("code", "Rule", [finding.code for finding in held]),
        _words("sentence", "Finding", [finding_sentence(finding, labels) for finding in held]),
        _hidden("nodes", [" ".join(finding.nodes) for finding in held]),
        _hidden("value", [finding.value for finding in held]),
        _hidden("threshold", [RULES[finding.code].threshold for finding in held]),
    )
    return Sheet(found.ranking.study.title.en, columns, lead=(whole_sentence(found),))


def _indicators(found: Audit) -> Sheet:
    rows, labels = found.distributions, labels_of(found.ranking.study)
    columns = (
        _words("indicator", "", [row.indicator for row in rows]),
        Column("", "Indicator", (), [labels[row.indicator] for row in rows], is_text=True),
        _words("level", "Level", [row.level for row in rows]),
        _counts("clusters", "Clusters", [row.clusters for row in rows]),
        _counts("places", "Places", [row.places for row in rows]),
        _shares("missing", "Missing", [row.missing for row in rows]),
        *(_figures(key, head, [getattr(row, key) for row in rows]) for key, head in _MOMENTS),
        _numbers("skewness", "Skew", [row.skewness for row in rows]),
        _numbers("kurtosis", "Kurtosis", [row.kurtosis for row in rows]),
        _hidden("raw_skewness", _known([row.raw_skewness for row in rows])),
        _hidden("raw_kurtosis", _known([row.raw_kurtosis for row in rows])),
    )
    note = (
        "Each place counts once. Skewness and excess kurtosis (adjusted, as in spreadsheets) are "
        "of the figures as they are scored, after a logarithm where there is one."
    )
    return Sheet("Indicators", columns, notes=(note,))


_MOMENTS = (("mean", "Mean"), ("sd", "SD"), ("low", "Lowest"), ("high", "Highest"))


def _figures(key: str, head: str, values: Sequence[float]) -> Column:
    texts = [MISSING if math.isnan(value) else number_text(value) for value in values]
    return Column(key, head, _known(values), texts, is_spare=True)


def _weights(found: Audit) -> Sheet:
    rows = (*found.criteria, *found.indicators)
    kinds = ["criterion"] * len(found.criteria) + ["indicator"] * len(found.indicators)
    labels = labels_of(found.ranking.study)
    columns = (
        _words("kind", "Kind", kinds),
        _hidden("node", [row.node for row in rows]),
        Column("", "Counts", (), [labels[row.node] for row in rows], is_text=True),
        _counts("clusters", "Clusters", [row.clusters for row in rows], is_spare=True),
        _shares("nominal", "By name", [row.nominal for row in rows]),
        _shares("effective", "In effect", [row.effective for row in rows]),
        _numbers("pearson", "r", [row.pearson for row in rows]),
        _numbers("spearman", "Rank r", [row.spearman for row in rows], is_spare=True),
        _numbers("squared", "r²", [row.squared for row in rows]),
        _numbers("main_effect", "Main effect", [row.main_effect for row in rows]),
    )
    note = (
        "In effect: the main effect on the index (the share of its variance explained alone, "
        "straight or not) as a share of the sum over all criteria, or over all indicators."
    )
    return Sheet("Weights by name and in effect", columns, notes=(note,))


def _telling_pairs(found: Audit) -> Sheet:
    limit = RULES["redundant-across"].threshold
    rows = [pair for pair in found.pairs if pair.within or pair.pearson > limit]
    left = len(found.pairs) - len(rows)
    note = f"{left} more pairs stand under different criteria; --part pairs shows all."
    return replace(_pair_sheet(found, rows), notes=(note,) if left else ())


def _pairs(found: Audit) -> Sheet:
    return _pair_sheet(found, found.pairs)


def _pair_sheet(found: Audit, pairs: Sequence[Pair]) -> Sheet:
    rows = sorted(pairs, key=lambda pair: (not pair.within, -abs(pair.pearson)))
    labels = labels_of(found.ranking.study)
    columns = (
        _hidden("a", [pair.a for pair in rows]),
        _hidden("b", [pair.b for pair in rows]),
        Column("", "Indicator", (), [labels[pair.a] for pair in rows], is_text=True),
        Column("", "and", (), [labels[pair.b] for pair in rows], is_text=True),
        _hidden("within", [pair.within for pair in rows]),
        Column("", "Within", (), [_criterion(pair.within, labels) for pair in rows], is_text=True),
        _counts("clusters", "Clusters", [pair.clusters for pair in rows]),
        _counts("places", "Places", [pair.places for pair in rows]),
        _numbers("pearson", "Pearson", [pair.pearson for pair in rows]),
        _numbers("spearman", "Spearman", [pair.spearman for pair in rows]),
    )
    return Sheet("Correlations of the indicators", columns)


def _criterion(node: str, labels: Mapping[str, str]) -> str:
    return labels[node] if node else MISSING


def _components(found: Audit) -> Sheet:
    labels = labels_of(found.ranking.study)
    held = [(row, child) for row in found.consistency for child in row.children]
    columns = (
        _hidden("criterion", [row.node for row, _ in held]),
        Column("", "Of", (), [labels[row.node] for row, _ in held], is_text=True),
        _hidden("child", [child for _, child in held]),
        Column("", "Part", (), [labels[child] for _, child in held], is_text=True),
        _counts("fewest", "Clusters", [row.fewest for row, _ in held]),
        _numbers("alpha", "Alpha", [row.alpha for row, _ in held]),
        *(_loadings(held, at) for at in range(2)),
    )
    notes = [_component_line(row, labels) for row in found.consistency]
    return Sheet("What hangs together", columns, notes=tuple(notes))


def _loadings(held: Sequence[tuple[Consistency, str]], at: int) -> Column:
    values = [
        float("nan")
        if row.components is None
        else float(row.components.loadings[row.children.index(child), at])
        for row, child in held
    ]
    return _numbers(f"loading_{at + 1}", f"Component {at + 1}", values)


def _component_line(row: Consistency, labels: Mapping[str, str]) -> str:
    if row.components is None:
        return f"{labels[row.node]}: not told, {_REASONS[row.reason]} ({row.fewest} clusters)."
    pairs = zip(row.components.eigenvalues, row.components.shares, strict=True)
    told = ", ".join(f"{value:.2f} ({share:.0%})" for value, share in pairs)
    return f"{labels[row.node]}: eigenvalues (share of variance) {told}; {row.fewest} clusters."


_REASONS = {
    "few": "some two parts are known together for too few clusters",
    "one": "fewer than two parts vary",
    "indefinite": "correlations over different clusters do not fit together",
}


def _benchmark(found: Audit) -> Sheet:
    beside, labels = found.circularity, labels_of(found.ranking.study)
    title = "With the benchmark among those by whom all are measured"
    rows = () if beside is None else beside.weights
    columns = (
        _words("method", "Weights by", [row.method for row in rows]),
        _hidden("criterion", [row.criterion for row in rows]),
        Column("", "Criterion", (), [labels[row.criterion] for row in rows], is_text=True),
        _shares("without", "Without it", [row.without for row in rows]),
        _shares("with", "With it", [row.with_benchmark for row in rows]),
    )
    return Sheet(title, columns, notes=tuple(_benchmark_notes(found, labels)))


def _benchmark_notes(found: Audit, labels: Mapping[str, str]) -> list[str]:
    beside = found.circularity
    if beside is None:
        return ["No benchmark has a score on every criterion."]
    bounds = [
        f"{labels[held.indicator]} {number_text(held.low)} to {number_text(held.high)} would be "
        f"{number_text(held.low_with)} to {number_text(held.high_with)}"
        for held in beside.stretches
    ]
    moved = [f"{move.cluster} {move.rank} → {move.rank_with}" for move in beside.moves]
    return [
        f"Bounds: {'; '.join(bounds) or 'none would move'}.",
        f"Ranks by the weights as they are: {', '.join(moved) or 'none would change'}.",
    ]
