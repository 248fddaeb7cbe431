"""What a simulation varies: weights, figures, and how the index is built."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ranker.errors import Problem, UsageError, did_you_mean

Weights = Literal["fixed", "around", "uniform", "within", "profiles"]
Depth = Literal["criteria", "all"]
Construction = Literal["normalisation", "aggregation", "method", "leave-one-out"]

WEIGHTS: tuple[str, ...] = get_args(Weights)
DEPTHS: tuple[str, ...] = get_args(Depth)
CONSTRUCTIONS: tuple[str, ...] = get_args(Construction)

CONCENTRATION = 20.0
MARGIN = 0.10
MOST_CONCENTRATED = 1e9


@dataclass(frozen=True, slots=True)
class Variation:
    """What varies from draw to draw; everything else stays as the ranking has it.

    Parameters
    ----------
    weights : {"fixed", "around", "uniform", "within", "profiles"}
        ``around``: Dirichlet around the ranking's weights. ``uniform``: every set of weights
        as likely as any other, constraints observed. ``within``: uniform within `margin`
        of the ranking's weights. ``profiles``: a stakeholder profile of the study at
        random, Dirichlet around it.
    concentration : float
        Of the Dirichlet distributions: the weight w has the standard deviation
        sqrt(w (1 - w) / (concentration + 1)), 9 percentage points for 25 % and 20.
    margin : float
        Reach of ``within``, as a share of the whole.
    constraints : tuple of str
        Such as ``governance >= talent``; see `ranker.analysis.constraints`.
    depth : {"criteria", "all"}
        Whether the top criteria's weights vary, or those of every node among its siblings.
    data : bool
        Whether figures vary within the doubt of their source.
    missing : bool
        Whether missing figures are drawn from observed ones; else they stay left out.
    construction : tuple of str
        Any of ``normalisation``, ``aggregation``, ``method``, ``leave-one-out``.
    """

    weights: Weights = "around"
    concentration: float = CONCENTRATION
    margin: float = MARGIN
    constraints: tuple[str, ...] = ()
    depth: Depth = "criteria"
    data: bool = True
    missing: bool = True
    construction: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise UsageError(problems)
        for name in ("constraints", "construction"):  # a list would not hash
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def is_linear(self) -> bool:
        """Whether only the top weights vary, so that the decision matrix stays."""
        return not (self.data or self.missing or self.construction or self.depth == "all")

    def sentence(self, say: Callable[[str], str] = str) -> str:
        """Say what varies, for a reader.

        Parameters
        ----------
        say : callable
            Looks a message up in the reader's language; English where it is not given.
        """
        parts = [_weights_words(self, say)]
        if self.data:
            parts.append(say("each figure within the doubt of its source"))
        if self.missing:
            parts.append(say("missing figures drawn from observed ones"))
        if self.construction:
            names = ", ".join(say(name) for name in self.construction)
            parts.append(say("construction ({names})").format(names=names))
        varied = [part for part in parts if part]
        return "; ".join(varied) if varied else say("nothing")


def _weights_words(variation: Variation, say: Callable[[str], str]) -> str:
    if variation.weights == "fixed":
        return ""
    at_top = {
        "around": say("weights around the ranking's (concentration {concentration})"),
        "uniform": say("all weights equally likely"),
        "within": say("weights within {margin} of the ranking's"),
        "profiles": say(
            "weights of a stakeholder profile at random (concentration {concentration})"
        ),
    }
    everywhere = {
        "around": say("weights at every node around the ranking's (concentration {concentration})"),
        "uniform": say("all weights at every node equally likely"),
        "within": say("weights at every node within {margin} of the ranking's"),
        "profiles": say(
            "weights at every node of a stakeholder profile at random "
            "(concentration {concentration})"
        ),
    }
    words = (everywhere if variation.depth == "all" else at_top)[variation.weights].format(
        concentration=f"{variation.concentration:g}", margin=f"{variation.margin:.0%}"
    )
    if not variation.constraints:
        return words
    constraints = say(" and ").join(variation.constraints)
    return say("{weights} where {constraints}").format(weights=words, constraints=constraints)


def _problems(variation: Variation) -> Iterable[Problem]:
    yield from _choices("weights", [variation.weights], WEIGHTS)
    yield from _choices("depth", [variation.depth], DEPTHS)
    yield from _choices("construction", variation.construction, CONSTRUCTIONS)
    concentration = variation.concentration
    if not (math.isfinite(concentration) and 0 < concentration <= MOST_CONCENTRATED):
        mend = f"Write a number above 0, at most {MOST_CONCENTRATED:g}; 20 is usual."
        what = f"the concentration is {concentration:g}."
        yield Problem("argument-invalid", "concentration", what, mend)
    if not (math.isfinite(variation.margin) and 0 < variation.margin <= 1):
        mend = "Write a share above 0, at most 1, such as 0.1."
        yield Problem("argument-invalid", "margin", f"the margin is {variation.margin:g}.", mend)
    if variation.constraints and variation.weights not in ("uniform", "within"):
        what = f"constraints do not go with weights '{variation.weights}'."
        mend = "Use weights 'uniform' or 'within' together with constraints."
        yield Problem("argument-invalid", "constraints", what, mend)


def _choices(name: str, given: Sequence[str], known: Sequence[str]) -> Iterable[Problem]:
    for word in given:
        if word not in known:
            what = f"'{word}' is unknown."
            yield Problem("argument-invalid", name, what, did_you_mean(word, known))
