"""What two texts share at their ends, word by word: it stands once between two languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

# A reference, white space, a mark, or a word; numbers keep their points, scripts their marks.
_MARKS = r"!-/:-@\[-`{-~"
_PART = re.compile(rf"&#?\w+;|\s+|(?:[^\s{_MARKS}]|(?<=\d)[.,](?=\d))+|[{_MARKS}]")


class Alike(NamedTuple):
    """Two texts: how both begin, what each says, and how both end."""

    start: str
    one: str
    other: str
    end: str


def split_alike(one: str, other: str) -> Alike:
    """Split two texts that differ; marks that stand alone are not shared.

    Examples
    --------
    >>> split_alike("Grade C, 2022: 1.15 to 1.66", "Grade C, 2022: 1.15~1.66")
    Alike(start='Grade C, 2022: 1.15', one=' to ', other='~', end='1.66')
    >>> split_alike(" 1st.", " 1위.")
    Alike(start='', one=' 1st.', other=' 1위.', end='')
    """
    ours, theirs = _PART.findall(one), _PART.findall(other)
    start = _telling(_same(ours, theirs))
    ours, theirs = ours[len(start) :], theirs[len(start) :]
    end = _telling(_same(reversed(ours), reversed(theirs)))
    ours, theirs = ours[: len(ours) - len(end)], theirs[: len(theirs) - len(end)]
    return Alike("".join(start), "".join(ours), "".join(theirs), "".join(reversed(end)))


def _same(one: Iterable[str], other: Iterable[str]) -> list[str]:
    pairs = zip(one, other, strict=False)
    return [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _telling(parts: list[str]) -> list[str]:
    """Return the parts where a word is among them: browsers leave lone spaces out of names."""
    has_words = any(part[0] != "&" and any(map(str.isalnum, part)) for part in parts)
    return parts if has_words else []
