"""An audit as JSON, in full precision."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.analysis.audit_findings import RULES
from ranker.output.audit_words import finding_sentence, labels_of, whole_sentence
from ranker.output.export_trust import document

if TYPE_CHECKING:
    from ranker.analysis.audit import Audit
    from ranker.analysis.audit_parts import Consistency

AUDIT_SCHEMA = "cluster-ranker/audit/1"


def audit_to_json(found: Audit) -> str:
    """Return an audit as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/audit/1". ``findings`` stand worst first;
        ``consistency`` has alpha, eigenvalues and loadings (a list a component, by child) of
        each criterion, the empty id being the top criteria as a whole.
    """
    labels = labels_of(found.ranking.study)
    return document(
        AUDIT_SCHEMA,
        found.ranking,
        {
            "sentence": whole_sentence(found),
            "is_grave": found.is_grave,
            "findings": [
                {
                    **asdict(finding),
                    "threshold": RULES[finding.code].threshold,
                    "sentence": finding_sentence(finding, labels),
                }
                for finding in found.findings
            ],
            "distributions": [asdict(row) for row in found.distributions],
            "correlations": [asdict(pair) for pair in found.pairs],
            "consistency": [_consistency(row) for row in found.consistency],
            "criteria": [asdict(row) for row in found.criteria],
            "indicators": [asdict(row) for row in found.indicators],
            "circularity": None if found.circularity is None else asdict(found.circularity),
        },
    )


def _consistency(row: Consistency) -> dict[str, Any]:
    parts = row.components
    return {
        "node": row.node,
        "children": list(row.children),
        "clusters": row.fewest,
        "alpha": row.alpha,
        "reason": row.reason or None,
        "correlations": row.correlations.pearson.tolist(),
        "eigenvalues": None if parts is None else parts.eigenvalues.tolist(),
        "shares": None if parts is None else parts.shares.tolist(),
        "loadings": None if parts is None else parts.loadings.T.tolist(),
    }
