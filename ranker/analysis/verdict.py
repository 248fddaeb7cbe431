"""The verdict on a claim: one table, in step with the words for probabilities."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["supported", "fragile", "not supported"]

VERY_LIKELY = 0.90
AS_LIKELY_AS_NOT = 0.33

VERDICTS: tuple[tuple[bool, float, Verdict], ...] = (
    # as the ranking stands, in at least this share of scenarios, verdict
    (True, VERY_LIKELY, "supported"),
    (True, 0.0, "fragile"),
    (False, AS_LIKELY_AS_NOT, "fragile"),
    (False, 0.0, "not supported"),
)


def verdict_on(share: float, *, is_true: bool) -> Verdict:
    """Return the verdict on a claim.

    Parameters
    ----------
    share : float
        Of the scenarios in which it holds, from 0 to 1; taken in whole percent, as it is shown.
    is_true : bool
        Whether it holds as the ranking stands.

    Examples
    --------
    >>> verdict_on(0.896, is_true=True), verdict_on(0.95, is_true=False)
    ('supported', 'fragile')
    """
    shown = round(share, 2)
    return next(word for truth, least, word in VERDICTS if truth == is_true and shown >= least)


def is_close(share: float, error: float, *, is_true: bool) -> bool:
    """Whether the true share may well lie on the other side of a verdict's threshold.

    Examples
    --------
    >>> is_close(0.89, 0.02, is_true=True), is_close(0.89, 0.02, is_true=False)
    (True, False)
    """
    ends = (max(share - error, 0.0), min(share + error, 1.0))
    return len({verdict_on(end, is_true=is_true) for end in ends}) > 1
