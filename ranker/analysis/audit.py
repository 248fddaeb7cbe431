"""An audit of the index before anybody believes its ranking, in the order of the JRC's audits.

How each indicator is distributed, what moves together, whether indicators of a criterion
measure one thing, whether weights are what they say, and what the benchmark would change.
Everything is asked of the ranked clusters; ``docs/audit.md`` says how each number is made.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ranker._content import BUNDLED_STUDY
from ranker.analysis.audit_benchmark import Circularity, circularity
from ranker.analysis.audit_findings import Finding, Severity, find_all
from ranker.analysis.audit_parts import (
    Consistency,
    Distribution,
    Pair,
    consistency_of,
    distributions,
    pairs,
)
from ranker.analysis.audit_weights import Importance, importances
from ranker.analysis.forms import Result
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.methods import Floats
from ranker.methods.describe import Correlations, correlate
from ranker.study.model import Criterion, Study

if TYPE_CHECKING:
    import pandas as pd

FEWEST_PAIRS = 10  # clusters that a correlation needs


@dataclass(frozen=True, slots=True, eq=False)
class Audit(Result):
    """Result of `audit`.

    Parameters
    ----------
    ranking : Ranking
    distributions : tuple of Distribution
        Of every scored indicator, in the order of the tree.
    correlations : Correlations
        Of the indicators' utilities among the ranked, in the same order.
    pairs : tuple of Pair
        Every two indicators that have a correlation.
    consistency : tuple of Consistency
        Of every criterion with two children or more, the top criteria as a whole first.
    criteria, indicators : tuple of Importance
        What weighs how much by name, and in effect: of the top criteria, and of all indicators.
    circularity : Circularity or None
        What the benchmark would change; None where the study has none with a score.
    findings : tuple of Finding
        Worst first.
    """

    ranking: Ranking
    distributions: tuple[Distribution, ...]
    correlations: Correlations
    pairs: tuple[Pair, ...]
    consistency: tuple[Consistency, ...]
    criteria: tuple[Importance, ...]
    indicators: tuple[Importance, ...]
    circularity: Circularity | None
    findings: tuple[Finding, ...]

    @property
    def is_grave(self) -> bool:
        """Whether a finding is grave."""
        return any(finding.severity == "grave" for finding in self.findings)

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @property
    def table(self) -> pd.DataFrame:
        """One row an indicator: distribution, nominal and effective weight."""
        from ranker.analysis.frames_audit import audit_table  # noqa: PLC0415 - loads pandas

        return audit_table(self)


def audit(
    study: Ranking | Study | str | os.PathLike[str] = BUNDLED_STUDY,
    *,
    profile: str | None = None,
    method: str | None = None,
    as_of: int | None = None,
) -> Audit:
    """Audit how soundly a study's index is built.

    Parameters
    ----------
    study : Ranking, Study, str or path
        A ranking is audited as it is; the other arguments are then not used.
    profile, method : str, optional
        Weight profile and ranking method; the study's own where None.
    as_of : int, optional
        Look at figures of this year and before only.

    Returns
    -------
    Audit

    Raises
    ------
    ContentError, MethodError, UsageError
        As `ranker.rank`.

    References
    ----------
    OECD/JRC (2008), *Handbook on Constructing Composite Indicators*,
    doi:10.1787/9789264043466-en. Paruolo, Saisana & Saltelli (2013),
    doi:10.1111/j.1467-985X.2012.01059.x. Becker et al. (2017),
    doi:10.1016/j.ecolind.2017.03.056.

    Examples
    --------
    >>> found = audit("asia-biopharma")
    >>> [row.node for row in found.criteria], len(found.distributions)
    (['investment', 'governance', 'foreign_presence', 'talent'], 15)
    """
    ranking = (
        study
        if isinstance(study, Ranking)
        else rank(study, profile=profile, method=method, as_of=as_of)
    )
    ranked = ranking.tree.is_ranked
    leaves = ranking.tree.utilities[ranked]
    correlations = correlate(leaves, fewest=FEWEST_PAIRS)
    spread = distributions(ranking)
    held = pairs(ranking, correlations)
    consistency = tuple(
        consistency_of(ranking, node, fewest=FEWEST_PAIRS) for node in _families(ranking.study)
    )
    weights = importances(ranking, _index(ranking), fewest=FEWEST_PAIRS)
    beside = circularity(ranking)
    return Audit(
        ranking=ranking,
        distributions=spread,
        correlations=correlations,
        pairs=held,
        consistency=consistency,
        criteria=weights[0],
        indicators=weights[1],
        circularity=beside,
        findings=find_all(spread, held, consistency, weights, beside),
    )


def _index(ranking: Ranking) -> Floats:
    """Return the scores of the ranked with more being better, whatever the method."""
    sign = 1.0 if ranking.method.more_is_better else -1.0
    return np.asarray(sign * ranking.scores[ranking.tree.is_ranked])


def _families(study: Study) -> tuple[Criterion, ...]:
    inner = (node for node in study.root.walk() if isinstance(node, Criterion))
    return tuple(node for node in inner if len(node.children) > 1)
