"""How much one request may ask for, and how it is told that this was too much."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ranker.errors import Problem, UsageError

MEGABYTE = 1_000_000
NORMAL_95 = 1.959964
WIDEST = 0.25  # variance of a share of one half, which no share exceeds


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take of the service, and the service of the machine.

    Parameters
    ----------
    body : int
        Bytes of a study that is sent.
    alternatives : int
        Clusters of a study that is sent; those of a mounted one are its owner's choice.
    draws : int
        Draws, or rankings of a sample.
    seconds : float
        Time to compute one answer.
    waiting : int
        Answers that may wait for a process at the same time.
    cache : int
        Bytes of answers that are kept.
    workers : int
        Processes for quick questions, and as many for slow ones.
    """

    body: int = 4 * MEGABYTE
    alternatives: int = 500
    draws: int = 100_000
    seconds: float = 60.0
    waiting: int = 64
    cache: int = 64 * MEGABYTE
    workers: int = 2


def check_draws(draws: int, limits: Limits, *, until: float | None = None) -> None:
    """Refuse more draws than one request may ask for.

    Parameters
    ----------
    draws : int
    limits : Limits
    until : float, optional
        The error at which drawing ends; at worst it takes this many draws, whose shares are
        one half.

    Raises
    ------
    UsageError
        ``draws-too-many``
    """
    needed = math.ceil(WIDEST * (NORMAL_95 / until) ** 2) if until else 0
    if max(draws, needed) > limits.draws:
        what = f"{draws:,} draws were asked."
        if needed > draws:
            what = f"an error of {until:g} may take {needed:,} draws."
        mend = f"Ask for at most {limits.draws:,} here, or compute on your own machine."
        name = "until" if needed > draws else "draws"
        raise UsageError(Problem("draws-too-many", name, what, mend))


def body_too_large(limits: Limits) -> UsageError:
    """Return the refusal of a body beyond the limit."""
    what = f"the body has more than {limits.body:,} bytes."
    mend = "Send a smaller study, or mount it where it is served."
    return UsageError(Problem("body-too-large", "body", what, mend))


def time_exceeded(limits: Limits) -> UsageError:
    """Return the refusal of what took too long."""
    what = f"the answer was not found within {limits.seconds:g} s."
    mend = "Ask for fewer draws, a quicker method or a smaller study."
    return UsageError(Problem("time-exceeded", "request", what, mend))


def service_busy(limits: Limits) -> UsageError:
    """Return the refusal where too many wait."""
    what = f"{limits.waiting} requests wait to be computed."
    return UsageError(Problem("service-busy", "service", what, "Ask again in a second."))
