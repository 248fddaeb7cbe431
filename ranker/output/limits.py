"""How large a study may be for each answer of a report; what is beyond is left out and said."""

from __future__ import annotations

from collections.abc import Iterator

from ranker.output.cldr import decimal
from ranker.output.language import _

ONE_FILE = 150  # clusters of a study that one file still shows well
EXACT = 80  # about 4 s on one core; grows with the third power and more
WEIGHTS = 500  # about 3 s; grows with the square
DRAWN = 500  # about 5 s and 1 GB, which grow with the square
AGREE = 500  # about 4 s; grows with the square
NEXT = 150  # clusters whose every figure is drawn again on its own
SHARES = 250  # ranks that a strip still shows, and a table of them
ROWS = 250  # of a table on one page of a site


def left_out(count: int, *, is_drawn: bool, is_bounded: bool) -> Iterator[str]:
    """Say which answers a study of so many ranked clusters does not get, and how to get them.

    Parameters
    ----------
    count : int
    is_drawn : bool
        Whether there are draws; a caller may bring them for any number.
    is_bounded : bool
        Whether the method is one whose ranks can be proved.

    Yields
    ------
    str
        A sentence.
    """
    for most, applies, words in _sentences(is_drawn=is_drawn, is_bounded=is_bounded):
        if count > most and applies:
            yield words.format(most=most, count=decimal(count))


def _sentences(*, is_drawn: bool, is_bounded: bool) -> Iterator[tuple[int, bool, str]]:
    yield (
        DRAWN,
        not is_drawn,
        _(
            "Nothing was drawn: a report draws for up to {most} ranked clusters, and here are "
            "{count}. “ranker robustness” draws for any number."
        ),
    )
    yield (
        NEXT,
        True,
        _(
            "What to find next, what drives the doubt and what it would take are answered for "
            "up to {most} ranked clusters; here are {count}."
        ),
    )
    yield (
        EXACT,
        is_bounded,
        _(
            "Best and worst possible ranks are proved for up to {most} ranked clusters; here are "
            "{count}. “ranker bounds” proves them for any number."
        ),
    )
    yield (
        WEIGHTS,
        is_bounded,
        _(
            "At which weights the first places stay is answered for up to {most} ranked clusters; "
            "here are {count}. “ranker stability” answers for any number."
        ),
    )
    yield (
        AGREE,
        True,
        _(
            "How far methods and stakeholders agree is told for up to {most} ranked clusters; here "
            "are {count}. “ranker compare” and “ranker consensus” tell it for any number."
        ),
    )
    yield (
        SHARES,
        is_drawn,
        _(
            "The share of draws at each rank is shown for up to {most} ranked clusters, as a "
            "table of {count} × {count} cannot be read; the interval of each cluster stands in "
            "the ranking and on its own page."
        ),
    )
