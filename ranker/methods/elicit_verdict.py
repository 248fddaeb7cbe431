"""What an elicitation gives: weights, and whether the judgements agree with one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ranker.methods import Floats

VerdictCode = Literal["untested", "consistent", "acceptable", "revisit", "no-threshold"]

VERDICTS: dict[VerdictCode, str] = {
    "untested": "the method asks for no judgement twice, so none can contradict another",
    "consistent": "the judgements agree with one another without remainder",
    "acceptable": "the judgements agree well enough with one another",
    "revisit": "the judgements contradict one another; revisit the one that fits worst",
    "no-threshold": "the judgements differ, and no threshold is published for their number",
}
AGREES = 1e-9  # a ratio below this is what rounding leaves of 0


@dataclass(frozen=True, slots=True)
class Revisit:
    """The judgement that fits the others worst, and what would fit them.

    Parameters
    ----------
    first, second : int
        Positions of the two criteria that were compared.
    given : float
        How many times the first was said to weigh the second.
    fitting : float
        What the weights that follow from all judgements say.
    """

    first: int
    second: int
    given: float
    fitting: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the judgements of one person agree with one another.

    Parameters
    ----------
    code : str
        One of `VERDICTS`.
    ratio : float or None
        Consistency ratio, 0 where all agree; None where the method cannot tell.
    threshold : float or None
        The largest ratio that is accepted; None where none is published.
    revisit : Revisit or None
        The judgement that fits worst; None where all agree.
    """

    code: VerdictCode
    ratio: float | None = None
    threshold: float | None = None
    revisit: Revisit | None = None

    @property
    def words(self) -> str:
        """What the code means, as a clause."""
        return VERDICTS[self.code]


@dataclass(frozen=True, slots=True, eq=False)
class Elicited:
    """Weights that follow from judgements.

    Parameters
    ----------
    weights : ndarray of shape (n,)
        They sum to 1.
    verdict : Verdict
    lower, upper : ndarray of shape (n,) or None
        Bounds of the weights where the judgements leave them open.
    """

    weights: Floats
    verdict: Verdict = Verdict("untested")
    lower: Floats | None = None
    upper: Floats | None = None


def judge(ratio: float, threshold: float | None, revisit: Revisit | None) -> Verdict:
    """Compare a consistency ratio with its threshold.

    Examples
    --------
    >>> judge(0.02, 0.1, None).code, judge(0.3, 0.1, None).code, judge(0.3, None, None).code
    ('acceptable', 'revisit', 'no-threshold')
    """
    if ratio <= AGREES:
        return Verdict("consistent", 0.0, threshold)
    if threshold is None:
        return Verdict("no-threshold", ratio, None, revisit)
    return Verdict("acceptable" if ratio <= threshold else "revisit", ratio, threshold, revisit)


def normalised(weights: Floats) -> Floats:
    """Rescale positive numbers to sum 1."""
    return np.asarray(weights / weights.sum())
