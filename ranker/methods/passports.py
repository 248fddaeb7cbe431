"""Passports of the methods: what each makes of a weakness, of a scale, of a newcomer, of bad data.

What is said of scales and of rank reversal is measured in the tests as well: a method that is
said to be free of reversal turns no order there, every other one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Compensation = Literal["full", "partial", "none"]
Scale = Literal["ordinal", "interval", "ratio"]

COMPENSATION: Mapping[Compensation, str] = MappingProxyType(
    {
        "full": "full: enough strength makes up for any weakness",
        "partial": "partial: a weakness costs more than the same strength brings in",
        "none": "none: strength on one criterion is no payment for weakness on another",
    }
)
SCALE: Mapping[Scale, str] = MappingProxyType(
    {
        "ordinal": "ordinal: who is ahead counts, not by how much",
        "interval": "interval: differences count; where zero lies does not",
        "ratio": "ratio: zero must mean nothing, and twice as much must mean twice as much",
    }
)


@dataclass(frozen=True, slots=True)
class Passport:
    """What to know of a method before it is trusted with a study.

    Parameters
    ----------
    compensation : {"full", "partial", "none"}
        Whether strength makes up for weakness; see `COMPENSATION`.
    scale : {"ordinal", "interval", "ratio"}
        What the figures of a criterion must mean; see `SCALE`.
    can_reverse : bool
        Whether two alternatives can change places because a third one comes or goes, all
        figures as they were.
    reversal : str
        Why, or why not.
    breaks : str
        Data on which it misleads or refuses to answer.
    """

    compensation: Compensation
    scale: Scale
    can_reverse: bool
    reversal: str
    breaks: str


_ENDS = "Best and worst are those present: who brings a new one, or takes one away, rescales all."
_SHARES = (
    "A value counts as a share of its criterion's total, so that each newcomer changes how much "
    "the criteria weigh against each other; a copy of somebody does too."
)
_LENGTH = (
    "A value is divided by the length of its criterion, to which all contribute: newcomers and "
    "copies change how much the criteria weigh against each other."
)
_BEST = "Values are divided by the best present: when it goes, the others are divided by another."
_PAIRS = "Scores count pairs: a newcomer brings pairs that some win and others lose."
_CONSTANT = "A criterion on which all are equal tells nothing and is left out."

PASSPORTS: Mapping[str, Passport] = MappingProxyType(
    {
        "weighted-sum": Passport(
            "full",
            "interval",
            False,
            "Each score depends on the alternative alone. In a study the utilities under it are "
            "measured between the worst and the best that are ranked; when these change, an order "
            "can turn, by any method.",
            "Criteria that are not on one scale of worth; a weakness that money cannot mend.",
        ),
        "weighted-product": Passport(
            "partial",
            "ratio",
            False,
            "The ratio of two scores depends on the two alternatives alone.",
            "Values of 0 or less are refused; one value near 0 decides alone. A zero that is a "
            "convention, as in degrees Celsius or an index from 1 to 100.",
        ),
        "geometric-mean": Passport(
            "partial",
            "ratio",
            False,
            "The ratio of two scores depends on the two alternatives alone, as long as utilities "
            "stay as they are.",
            "Utilities of 0 or less are refused; one near the bottom of the scale decides alone, "
            "and where the bottom lies is a convention.",
        ),
        "harmonic-mean": Passport(
            "partial",
            "ratio",
            False,
            "Each score depends on the alternative alone, as long as utilities stay as they are.",
            "Utilities of 0 or less are refused; a single one near the bottom of the scale drowns "
            "all others.",
        ),
        "mazziotta-pareto": Passport(
            "partial",
            "interval",
            False,
            "Each score depends on the alternative alone, as long as utilities stay as they are.",
            "A profile with one very strong criterion: the penalty can outgrow the gain, and such "
            "an order is refused. With two or three criteria the penalty rests on little.",
        ),
        "topsis": Passport(
            "partial",
            "ratio",
            True,
            f"{_LENGTH} Best and worst are those present, too.",
            "An outlier, which becomes the best point that all are measured against; criteria that "
            "say the same, whose distance is counted twice.",
        ),
        "vikor": Passport(
            "partial",
            "interval",
            True,
            f"{_ENDS} The two parts of the score are stretched over those present once more.",
            "Two or three alternatives, where the stretching is nearly all of the score; an "
            "outlier, which squeezes the others together.",
        ),
        "aras": Passport(
            "full",
            "ratio",
            True,
            _SHARES,
            "Values below 0 are refused; a criterion on which one towers above the rest counts for "
            "more than its weight says.",
        ),
        "cocoso": Passport(
            "partial",
            "interval",
            True,
            f"{_ENDS} All are then compared with the weakest one.",
            "An alternative that is worst on everything: the comparison with it blows up all "
            "other scores.",
        ),
        "codas": Passport(
            "partial",
            "ratio",
            True,
            f"{_BEST} Distances are then added up over all pairs.",
            "Values of 0 or less are refused; differences near the threshold of 0.02, where an "
            "order may break dominance and is refused.",
        ),
        "copras": Passport(
            "full",
            "ratio",
            True,
            _SHARES,
            "Values below 0; an alternative without any cost, for which the formula has no answer.",
        ),
        "edas": Passport(
            "full",
            "ratio",
            True,
            "The average of those present is the yardstick: each newcomer and each copy moves it.",
            "A criterion whose average is near 0, by which all is divided; skewed data, whose "
            "average is far from what is usual.",
        ),
        "electre-2": Passport(
            "none",
            "interval",
            True,
            "Ranks are read off from who outranks whom among those present; when one goes, others "
            "become free to rise. A veto is a share of the range of those present.",
            "Many alternatives alike: half of them end up level. Small differences count as wins.",
        ),
        "electre-3": Passport(
            "none",
            "interval",
            True,
            "Thresholds are shares of the range of those present, and the classes are distilled "
            "from all of them.",
            "Thresholds that nobody has thought about; pairs that are incomparable, which a rank "
            "hides.",
        ),
        "mabac": Passport(
            "full",
            "interval",
            True,
            f"{_ENDS} A copy turns nothing.",
            f"An outlier, which squeezes the others together. {_CONSTANT}",
        ),
        "mairca": Passport(
            "full",
            "interval",
            True,
            f"{_ENDS} A copy turns nothing.",
            f"An outlier, which squeezes the others together. {_CONSTANT}",
        ),
        "marcos": Passport(
            "full",
            "ratio",
            True,
            f"{_BEST} A copy turns nothing.",
            "Values below 0, and costs of 0; an outlier at the top makes its criterion nearly "
            "worthless to all others.",
        ),
        "moora": Passport(
            "full",
            "ratio",
            True,
            _LENGTH,
            "A criterion on which all are much alike has next to no say, whatever its weight.",
        ),
        "multimoora": Passport(
            "partial",
            "ratio",
            True,
            f"Three rankings are joined by majority. {_LENGTH}",
            "Values of 0 or less are refused. Weights that matter: one of its three votes takes "
            "no notice of them.",
        ),
        "ocra": Passport(
            "full",
            "ratio",
            True,
            "Leads are divided by the smallest value present: when it goes, the criterion's say "
            "changes. A copy turns nothing.",
            "A criterion whose smallest value is near 0, which outweighs all others.",
        ),
        "probid": Passport(
            "partial",
            "ratio",
            True,
            f"All places from the best to the worst are points of reference. {_LENGTH}",
            "An average alternative beside a weak one: the weak one may pass, and such an order is "
            "refused.",
        ),
        "promethee-2": Passport(
            "partial",
            "ordinal",
            True,
            f"{_PAIRS} With the usual preference function a copy of somebody does, too.",
            "Figures whose doubt is larger than their differences: a hair's breadth is a full win. "
            "Other preference functions count differences, and need thresholds.",
        ),
        "copeland": Passport(
            "none",
            "ordinal",
            True,
            _PAIRS,
            "Many alternatives alike, which end up level; figures whose doubt is larger than their "
            "differences.",
        ),
        "borda": Passport(
            "partial",
            "ordinal",
            True,
            f"{_PAIRS} A copy of somebody does, too: it is how a list is padded.",
            "Figures whose doubt is larger than their differences; a crowd in the middle makes "
            "small differences worth many places.",
        ),
        "ram": Passport(
            "full",
            "ratio",
            True,
            _SHARES,
            "Values below 0 are refused. With benefits alone the order is that of COPRAS: "
            "no further opinion.",
        ),
        "spotis": Passport(
            "full",
            "interval",
            True,
            f"{_ENDS} With fixed bounds the method is free of it; these are not. A copy turns "
            "nothing.",
            f"An outlier, which squeezes the others together. {_CONSTANT}",
        ),
        "waspas": Passport(
            "partial",
            "ratio",
            True,
            f"{_BEST} The product half is free of it. A copy turns nothing.",
            "Values of 0 or less are refused; one near 0 decides the product half alone.",
        ),
        "rim": Passport(
            "partial",
            "interval",
            False,
            "Ideal and range are given, not taken from those present.",
            "Values outside the stated range; an ideal below the end of the range, with which more "
            "is not always better.",
        ),
        "ervd": Passport(
            "partial",
            "ratio",
            True,
            f"{_SHARES} Best and worst are those present, too.",
            "A reference that nobody has thought about: it decides what counts as a loss.",
        ),
    }
)
