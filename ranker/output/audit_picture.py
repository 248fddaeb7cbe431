"""How sound the index is, as the report shows it: findings, and weights by name and in effect."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from ranker.analysis.audit import FEWEST_PAIRS, Audit
from ranker.analysis.audit_findings import Finding
from ranker.analysis.audit_parts import Distribution
from ranker.analysis.audit_weights import Importance
from ranker.output.audit_words import (
    SEVERITY_WORDS,
    finding_sentence,
    labels_of,
    weights_title,
    whole_sentence,
)
from ranker.output.cldr import decimal, percent
from ranker.output.language import _
from ranker.output.view_audit import AuditView, CountView, FindingView
from ranker.output.words import MISSING, share_text

ROW = 24  # pixels, as the style sheet has it
STEP = 0.05  # between two ticks
MOST_TICKS = 4


def audit_view(found: Audit) -> AuditView | None:
    """Lay an audit out for the report; None where too few are ranked for one.

    Parameters
    ----------
    found : Audit

    Returns
    -------
    AuditView or None
    """
    if len(found.ranking.ranked) < FEWEST_PAIRS:
        return None
    labels = labels_of(found.ranking.study)
    views = [_finding(finding, labels) for finding in found.findings]
    rows = (*found.criteria, *found.indicators)
    ends = [share for row in rows for share in (row.nominal, row.effective)]
    widest = math.ceil(max(end for end in ends if not math.isnan(end)) / STEP) * STEP
    return AuditView(
        sentence=whole_sentence(found),
        findings=tuple(view for view in views if view.severity != "note"),
        notes=tuple(view for view in views if view.severity == "note"),
        title=weights_title(found),
        ticks=tuple(_ticks(widest)),
        rows=tuple(_rows(found, labels, widest)),
        height=ROW * len(rows),
    )


def _finding(finding: Finding, labels: Mapping[str, str]) -> FindingView:
    words = _(SEVERITY_WORDS[finding.severity])
    return FindingView(finding.severity, words, finding_sentence(finding, labels))


def _ticks(widest: float) -> Iterator[tuple[float, str]]:
    count = round(widest / STEP)
    every = math.ceil(count / MOST_TICKS)
    for at in range(0, count + 1, every):
        yield round(at / count * 100, 2), percent(at * STEP)


def _rows(found: Audit, labels: Mapping[str, str], widest: float) -> Iterator[CountView]:
    for row in found.criteria:
        yield _row(row, labels[row.node], widest, None)
    outliers = {f.nodes[0] for f in found.findings if f.code == "outliers"}
    for row, spread in zip(found.indicators, found.distributions, strict=True):
        held = spread if spread.indicator in outliers else None
        yield _row(row, labels[row.node], widest, spread, outlying=held)


def _row(
    row: Importance,
    label: str,
    widest: float,
    spread: Distribution | None,
    *,
    outlying: Distribution | None = None,
) -> CountView:
    is_known = not math.isnan(row.effective)
    effective = row.effective if is_known else row.nominal
    outliers = _("skewness {skewness}, kurtosis {kurtosis}")
    return CountView(
        label=label,
        is_criterion=spread is None,
        nominal=row.nominal,
        nominal_text=share_text(row.nominal),
        effective=row.effective if is_known else None,
        effective_text=share_text(row.effective) if is_known else MISSING,
        nominal_x=round(row.nominal / widest * 100, 2),
        effective_x=round(effective / widest * 100, 2),
        correlation_text=MISSING if math.isnan(row.pearson) else decimal(row.pearson, 2),
        missing_text="" if spread is None else percent(spread.missing),
        outliers_text=""
        if outlying is None
        else outliers.format(
            skewness=decimal(outlying.skewness, 1), kurtosis=decimal(outlying.kurtosis, 1)
        ),
    )
