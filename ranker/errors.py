"""Problems a user can cause, and the exceptions that carry them.

::

    RankerError
    ├── ContentError      a study, profile or table says something it may not
    ├── MethodError       a method refuses the matrix it was given
    ├── UsageError        an argument of a call or of the command line is wrong
    └── ExecutorError     the machines that compute are gone

Every `Problem` has a stable code. The codes and what each means for the reader
are listed in ``docs/problems.md``; a test holds that page and `CODES` equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile
from typing import Literal

Severity = Literal["error", "warning"]

CODES: frozenset[str] = frozenset(
    """
    address-unavailable
    alternatives-too-many
    answers-foreign
    argument-invalid
    body-too-large
    body-type
    bounds-not-additive
    cap-invalid
    city-without-cluster
    claim-invalid
    claim-unanswerable
    cluster-country-missing
    cluster-duplicate
    cluster-group-unknown
    cluster-name-missing
    cluster-unknown
    clusters-none
    compared-unknown
    constraint-invalid
    constraints-infeasible
    coordinates-invalid
    cost-invalid
    country-unlabelled
    criteria-none
    criterion-empty
    csv-column-missing
    csv-column-unknown
    csv-malformed
    csv-row-ragged
    denominate-invalid
    denominator-zero
    derive-method-unknown
    derive-refused
    derive-weights-written
    destination-exists
    destination-unwritable
    draws-too-many
    elicit-contradiction
    elicit-missing
    elicit-twice
    elicit-value
    encoding-not-utf8
    executor-lost
    executor-unreachable
    executor-workers
    extra-missing
    field-missing
    field-type
    field-value
    file-empty
    file-missing
    file-unreadable
    goalposts-invalid
    group-role-missing
    group-unknown
    id-invalid
    indicator-constant
    indicator-duplicate
    indicator-without-data
    indicator-without-objective
    indicator-without-unit
    item-next-to-plain
    json-invalid
    key-duplicate
    key-unknown
    lever-immovable
    lever-unknown
    log-domain
    logistic-invalid
    matrix-duplicate
    matrix-empty
    matrix-nonfinite
    matrix-nonpositive
    matrix-objectives
    matrix-shape
    matrix-weights
    method-dominance
    method-parameter
    method-unknown
    metro-without-cluster
    network-id-taken
    network-member-duplicate
    network-member-unknown
    network-share-unknown
    network-too-small
    number-infinite
    number-invalid
    observation-duplicate
    observation-indicator-unknown
    observation-place-unknown
    observation-source-unknown
    ordinal-invalid
    outliers-invalid
    parameter-invalid
    parameter-missing
    parameter-unknown
    points-invalid
    profile-criterion-unknown
    profile-siblings
    profile-unknown
    quality-unknown
    range-inverted
    ranked-none
    reference-domain
    reference-invalid
    reference-missing
    route-unknown
    scale-invalid
    service-busy
    service-fault
    source-duplicate
    source-published-invalid
    source-uncited
    source-without-title
    source-without-url
    stakeholders-few
    study-not-found
    target-invalid
    target-met
    template-broken
    theme-invalid
    time-exceeded
    token-invalid
    verb-unsupported
    weight-all-zero
    weight-negative
    weight-override
    workbook-sheet-missing
    workbook-unreadable
    workbook-value
    yaml-expands
    yaml-syntax
    yaml-tag
    year-future
    year-invalid
    """.split()  # noqa: SIM905 - a column of words reads better
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands and how to mend it.

    Parameters
    ----------
    code : str
        Stable name of the kind of problem; one of `CODES`.
    where : str
        File with line and field (``study.yaml:42 criteria.talent.weight``), or the argument.
    what : str
        What was found, as a sentence.
    mend : str
        What to do about it, as a sentence.
    severity : {"error", "warning"}
        A warning is told but stops nothing.
    """

    code: str
    where: str
    what: str
    mend: str
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise LookupError(f"problem code {self.code!r} is not in ranker.errors.CODES")
        object.__setattr__(self, "where", _UNSHOWN.sub("�", self.where))
        object.__setattr__(self, "what", _on_one_line(self.what))
        object.__setattr__(self, "mend", _on_one_line(self.mend))

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.mend} [{self.code}]"


_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _on_one_line(text: str) -> str:
    return shortened(_UNSHOWN.sub("�", " ".join(text.split())))


def shortened(text: str, *, word: int = 200, whole: int = 700) -> str:
    """Cut endless words and texts, so that a message stays one that can be read.

    Examples
    --------
    >>> shortened("9" * 5000, word=8)
    '99999999…'
    """
    cut = re.sub(rf"(\S{{{word}}})\S+", r"\1…", text)
    return cut if len(cut) <= whole else cut[:whole] + "…"


class RankerError(Exception):
    """Base of all errors that a user's input can cause; carries every problem found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in found))
        self.problems: tuple[Problem, ...] = found

    def __reduce__(self) -> tuple[type[RankerError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # as it is built, so that it crosses processes


class ContentError(RankerError):
    """A study or a table cannot be used as it stands."""


class MethodError(RankerError):
    """A method refuses the matrix it was given, rather than rank it wrongly."""


class UsageError(RankerError):
    """An argument is wrong: an unknown profile, a weight out of range."""


class ExecutorError(RankerError):
    """The machines that compute are gone before the work was done."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None when none is alike.

    Of several that are as alike it is one that begins as the word does.

    Examples
    --------
    >>> nearest("goverment", ["governance", "investment"])
    'governance'
    """

    def likeness(name: str) -> tuple[float, int]:
        begins = takewhile(lambda pair: pair[0] == pair[1], zip(name, word, strict=False))
        return SequenceMatcher(None, name, word).ratio(), len(list(begins))

    close = get_close_matches(word, list(known), n=5, cutoff=0.6)
    return max(close, key=likeness, default=None)


def did_you_mean(word: str, known: Sequence[str], *, shown: int = 12) -> str:
    """Say what may be written in place of an unknown `word`, the nearest first.

    Examples
    --------
    >>> did_you_mean("minmx", ["goalposts", "minmax", "rank"])
    "Use goalposts, minmax or rank; the nearest is 'minmax'."
    >>> did_you_mean("x", ["only"])
    'Use only.'
    >>> did_you_mean("\u200bonly", ["only"])
    "Use only; the nearest is 'only'. What stands there holds the unseen character U+200B."
    """
    names = sorted(known)
    if not names:
        return "Nothing may be named here yet."
    listed = names[:shown]
    if len(names) > shown:
        text = ", ".join(listed) + f" or one of {len(names) - shown} more"
    else:
        text = ", ".join(listed[:-1]) + (" or " if len(listed) > 1 else "") + listed[-1]
    close = nearest(word, names)
    near = f"; the nearest is '{close}'" if close else ""
    return f"Use {text}{near}.{_unseen(word)}"


def _unseen(word: str) -> str:
    """Say which characters of a word nobody sees."""
    unseen = dict.fromkeys(f"U+{ord(c):04X}" for c in word if not c.isprintable())
    if not unseen:
        return ""
    noun = "character" if len(unseen) == 1 else "characters"
    return f" What stands there holds the unseen {noun} {', '.join(unseen)}."
