"""What the templates are given about the soundness of the index.

Frozen and already in words, like `ranker.output.view`; positions are in percent of a width.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing that the audit found.

    Parameters
    ----------
    severity, severity_text : str
        ``grave``, ``serious`` or ``note``, and as shown.
    sentence : str
        What was found.
    """

    severity: str
    severity_text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CountView:
    """What a criterion or an indicator weighs by name, and counts for in effect.

    Parameters
    ----------
    label, is_criterion : str, bool
        Whose it is, and whether it is a top criterion.
    nominal, nominal_text : float, str
        Weight in the whole, raw and as shown.
    effective, effective_text : float or None, str
        Share of the importance among its like; None and a dash where it cannot be told.
    nominal_x, effective_x : float
        Where these stand on the scale, in percent; the second is the first where not known.
    correlation_text : str
        Correlation with the index; a dash where it cannot be told.
    missing_text, outliers_text : str
        Share of the clusters without a figure, and skewness and kurtosis where they are beyond
        the rule; empty for a criterion.
    """

    label: str
    is_criterion: bool
    nominal: float
    nominal_text: str
    effective: float | None
    effective_text: str
    nominal_x: float
    effective_x: float
    correlation_text: str
    missing_text: str
    outliers_text: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """How sound the index is.

    Parameters
    ----------
    sentence : str
        How much was found.
    findings, notes : tuple of FindingView
        Grave and serious ones, and the rest; worst first.
    title : str
        What the picture shows.
    ticks : tuple of (float, str)
        Position and word of each tick of the scale.
    rows : tuple of CountView
        The top criteria, then the indicators.
    height : int
        Of the rows of the picture, in pixels.
    """

    sentence: str
    findings: tuple[FindingView, ...]
    notes: tuple[FindingView, ...]
    title: str
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[CountView, ...]
    height: int
