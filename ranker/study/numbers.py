"""Numbers as analysts type them into a table."""

from __future__ import annotations

import math
import re

_PLAIN = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
_YEAR = re.compile(r"[0-9]{4}\Z")
_ENDLESS = re.compile(r"[-+]?(?:inf|infinity|∞)\Z", re.IGNORECASE)
_LEVEL = re.compile(r"(?:0|[1-9][0-9]{0,5})\Z")
FIRST_YEAR = 1800


def parse_number(text: str) -> float | None:
    """Return a finite number written with plain digits and a point, else None.

    Examples
    --------
    >>> parse_number("-1.5e3"), parse_number("1,200"), parse_number("nan")
    (-1500.0, None, None)
    """
    if not _PLAIN.match(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def is_endless(text: str) -> bool:
    """Whether the text means infinity, or a number too large for a float."""
    return bool(_ENDLESS.match(text)) or bool(_PLAIN.match(text) and math.isinf(float(text)))


def parse_level(text: str) -> int | None:
    """Return a level of a scale, a whole number from 0 up without leading zeros, else None."""
    return int(text) if _LEVEL.match(text) else None


def parse_year(text: str) -> int | None:
    """Return a year of four digits from 1800 on, else None."""
    return int(text) if _YEAR.match(text) and int(text) >= FIRST_YEAR else None
