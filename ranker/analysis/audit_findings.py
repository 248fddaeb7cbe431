"""What an audit finds, by one table of rules: a threshold, how grave it is, whose it is.

The table stands in ``docs/audit.md`` too; a test holds the two equal.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ranker.analysis.audit_benchmark import Circularity
from ranker.analysis.audit_parts import Consistency, Distribution, Pair
from ranker.analysis.audit_weights import Importance
from ranker.methods.outliers import MOST_KURTOSIS, MOST_SKEWNESS

Severity = Literal["grave", "serious", "note"]
SEVERITIES: tuple[Severity, ...] = ("grave", "serious", "note")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the audit.

    Parameters
    ----------
    code : str
    severity : {"grave", "serious", "note"}
    threshold : float
    """

    code: str
    severity: Severity
    threshold: float


RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (  # worst first; findings stand in this order
        Rule("against-the-index", "grave", -0.2),
        Rule("criterion-silent", "grave", 0.3),
        Rule("criterion-off-weight", "grave", 0.10),
        Rule("contradiction", "grave", -0.4),
        Rule("alpha-negative", "grave", 0.0),
        Rule("indicator-dominates", "serious", 2.0),
        Rule("indicator-silent", "serious", 0.3),
        Rule("criterion-tilted", "serious", 0.05),
        Rule("double-count", "serious", 0.92),
        Rule("redundant-across", "serious", 0.92),
        Rule("alpha-low", "serious", 0.6),
        Rule("outliers", "serious", MOST_SKEWNESS),
        Rule("missing-many", "serious", 0.35),
        Rule("constant", "serious", 0.0),
        Rule("trade-off", "note", -0.2),
        Rule("two-dimensions", "note", 1.0),
        Rule("few-places", "note", 10.0),
        Rule("not-told", "note", 10.0),
        Rule("benchmark-bounds", "note", 0.0),
        Rule("benchmark-weights", "note", 0.05),
    )
}
DOMINANT_EXCESS = 0.05  # a small indicator easily counts double


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit found.

    Parameters
    ----------
    code : str
        Of `RULES`.
    severity : {"grave", "serious", "note"}
    nodes : tuple of str
        Criteria or indicators that it is about.
    value : float
        What is held against the rule's threshold.
    also : mapping of str to float
        Other numbers that the sentence needs.
    detail : str
        A word that it needs: a method, or a reason; else empty.
    """

    code: str
    severity: Severity
    nodes: tuple[str, ...]
    value: float
    also: Mapping[str, float] = field(default_factory=dict)
    detail: str = ""


def find_all(
    distributions: Sequence[Distribution],
    pairs: Sequence[Pair],
    consistency: Sequence[Consistency],
    weights: tuple[Sequence[Importance], Sequence[Importance]],
    beside: Circularity | None,
) -> tuple[Finding, ...]:
    """Apply every rule, and return what was found, worst first.

    Parameters
    ----------
    distributions, pairs, consistency, weights, beside
        Parts of the audit; see `ranker.analysis.audit.Audit`.
    """
    found = [
        *_of_criteria(weights[0]),
        *_of_indicators(weights[1]),
        *(finding for pair in pairs for finding in _of_pair(pair)),
        *(finding for held in consistency for finding in _of_consistency(held)),
        *(finding for held in distributions for finding in _of_distribution(held)),
        *_of_places(distributions),
        *_of_benchmark(beside),
    ]
    order = list(RULES)
    return tuple(
        sorted(found, key=lambda f: (SEVERITIES.index(f.severity), order.index(f.code), -_size(f)))
    )


def _finding(
    code: str,
    nodes: tuple[str, ...],
    *,
    value: float,
    also: Mapping[str, float] | None = None,
    detail: str = "",
) -> Finding:
    return Finding(code, RULES[code].severity, nodes, float(value), dict(also or {}), detail)


def _size(finding: Finding) -> float:
    """Return how far a value lies beyond its threshold, whichever way that is."""
    return abs(finding.value - RULES[finding.code].threshold)


def _of_criteria(rows: Sequence[Importance]) -> Iterator[Finding]:
    for row in rows:
        if not row.nominal or math.isnan(row.pearson):
            continue
        if row.pearson < RULES["against-the-index"].threshold:
            yield _finding(
                "against-the-index", (row.node,), value=row.pearson, also={"nominal": row.nominal}
            )
        elif row.pearson < RULES["criterion-silent"].threshold:
            yield _finding(
                "criterion-silent", (row.node,), value=row.pearson, also={"nominal": row.nominal}
            )
        elif len(rows) > 1:
            yield from _off_weight(row)


def _off_weight(row: Importance) -> Iterator[Finding]:
    shares = {"nominal": row.nominal, "effective": row.effective}
    for code in ("criterion-off-weight", "criterion-tilted"):
        if abs(row.excess) >= RULES[code].threshold:
            yield _finding(code, (row.node,), value=abs(row.excess), also=shares)
            return


def _of_indicators(rows: Sequence[Importance]) -> Iterator[Finding]:
    for row in rows:
        if not row.nominal or math.isnan(row.pearson):
            continue
        ratio = row.effective / row.nominal
        if row.pearson < RULES["against-the-index"].threshold:
            yield _finding(
                "against-the-index", (row.node,), value=row.pearson, also={"nominal": row.nominal}
            )
        elif row.pearson < RULES["indicator-silent"].threshold:
            yield _finding(
                "indicator-silent", (row.node,), value=row.pearson, also={"nominal": row.nominal}
            )
        elif ratio >= RULES["indicator-dominates"].threshold and row.excess >= DOMINANT_EXCESS:
            shares = {"nominal": row.nominal, "effective": row.effective}
            yield _finding("indicator-dominates", (row.node,), value=ratio, also=shares)


def _of_pair(pair: Pair) -> Iterator[Finding]:
    counts = {"clusters": pair.clusters, "places": pair.places}
    nodes = (pair.a, pair.b)
    if pair.within and pair.pearson <= RULES["contradiction"].threshold:
        yield _finding("contradiction", nodes, value=pair.pearson, also=counts, detail=pair.within)
    elif pair.within and pair.pearson <= RULES["trade-off"].threshold:
        yield _finding("trade-off", nodes, value=pair.pearson, also=counts, detail=pair.within)
    elif pair.pearson > RULES["double-count"].threshold:
        code = "double-count" if pair.within else "redundant-across"
        yield _finding(code, nodes, value=pair.pearson, also=counts, detail=pair.within)


def _of_consistency(held: Consistency) -> Iterator[Finding]:
    nodes = (held.node,)
    if held.reason in ("few", "indefinite"):
        yield _finding("not-told", nodes, value=held.fewest, detail=held.reason)
    if not held.node:
        return  # criteria need not measure one thing: that is why there are several
    if held.alpha < RULES["alpha-negative"].threshold:
        yield _finding("alpha-negative", nodes, value=held.alpha)
    elif held.alpha < RULES["alpha-low"].threshold:
        yield _finding("alpha-low", nodes, value=held.alpha)
    if held.components is not None and len(held.children) > 2:
        second = float(held.components.eigenvalues[1])
        if second > RULES["two-dimensions"].threshold:
            first = float(held.components.shares[0])
            yield _finding("two-dimensions", nodes, value=second, also={"first": first})


def _of_distribution(held: Distribution) -> Iterator[Finding]:
    nodes = (held.indicator,)
    if held.missing > RULES["missing-many"].threshold:
        yield _finding("missing-many", nodes, value=held.missing)
    if held.places and held.low == held.high:
        yield _finding("constant", nodes, value=held.low)
        return
    is_skewed = abs(held.skewness) > RULES["outliers"].threshold
    if is_skewed and held.kurtosis > MOST_KURTOSIS:
        yield _finding(
            "outliers", nodes, value=abs(held.skewness), also={"kurtosis": held.kurtosis}
        )


def _of_places(distributions: Sequence[Distribution]) -> Iterator[Finding]:
    """Yield one finding for all indicators that rest on the same number of places of a level."""
    alike: dict[tuple[str, int], list[Distribution]] = defaultdict(list)
    for held in distributions:
        if held.level != "cluster" and held.places < RULES["few-places"].threshold:
            alike[held.level, held.places].append(held)
    for (level, places), rows in alike.items():
        nodes = tuple(row.indicator for row in rows)
        clusters = max(row.clusters for row in rows)
        also = {"clusters": clusters}
        yield _finding("few-places", nodes, value=places, also=also, detail=level)


def _of_benchmark(beside: Circularity | None) -> Iterator[Finding]:
    if beside is None:
        return
    if beside.stretches:
        longest = beside.stretches[0]
        yield _finding(
            "benchmark-bounds",
            (longest.indicator,),
            value=len(beside.stretches),
            also={"factor": longest.factor, "moves": len(beside.moves)},
        )
    moved = beside.largest_shift
    if moved is not None:
        shift = abs(moved.with_benchmark - moved.without)
        if shift >= RULES["benchmark-weights"].threshold:
            shares = {"without": moved.without, "with": moved.with_benchmark}
            nodes = (moved.criterion,)
            yield _finding(
                "benchmark-weights", nodes, value=shift, also=shares, detail=moved.method
            )
