"""A cluster's rank as a small picture: an SVG badge for READMEs, slides and pages.

The width of a text is measured by a table of letter widths, and the picture tells the
browser to fit the text into that width, so that it holds with whatever font is there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ranker.output.chances import interval_text
from ranker.output.environment import contained
from ranker.output.language import ENGLISH, _, cluster_name, use_language
from ranker.output.words import ordinal

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness

SIZE = 11  # pixels of a letter
HEIGHT = 20  # pixels
PADDING = 6  # pixels beside each text
LONGEST = 60  # letters of a name that are shown

# Widths of the letters from space to tilde in hundredths of the letter size, of DejaVu Sans,
# whose widths are those of Verdana within a hundredth or two.
_WIDTHS = tuple(
    map(
        int,
        """
        32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84
        84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39
        34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59
        52 64 34 64 84
        """.split(),  # noqa: SIM905 - a block of numbers reads better
    )
)
_FIRST = ord(" ")
_OTHERS = {"·": 32, "–": 50, "’": 32, "…": 100}
_USUAL = 61  # of other letters beyond ASCII, such as é
_WIDE = 100  # of Chinese, Japanese and Korean script
_NO_ROOM = frozenset({"Mn", "Me", "Cf"})  # marks stand over or between letters

_BADGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" \
aria-label={label}>
<title>{title}</title>
<rect width="{width}" height="{height}" rx="3" fill="#2b3440"/>
<path d="M{split} 0h{rest}q3 0 3 3v{side}q0 3-3 3h-{rest}z" fill="#0b5a55"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Noto Sans CJK KR,Malgun Gothic,sans-serif" \
font-size="{size}" text-anchor="middle">
<text x="{name_x}" y="14" textLength="{name_width}" unicode-bidi="isolate">{name}</text>
<text x="{place_x}" y="14" textLength="{place_width}" unicode-bidi="isolate">{place}</text>
</g>
</svg>
"""


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says.

    Parameters
    ----------
    name : str
        Of the cluster.
    place : str
        Its rank of how many, and its rank interval.
    explained : str
        The same as a sentence, for those who rest the pointer on it.
    """

    name: str
    place: str
    explained: str

    @property
    def text(self) -> str:
        """All of it, for those who do not see it."""
        return f"{self.name} · {self.place}"


def badge_svg(
    ranking: Ranking, cluster: str, *, drawn: Robustness | None = None, lang: str = ENGLISH
) -> str:
    """Return the badge of a cluster as SVG.

    Parameters
    ----------
    ranking : Ranking
    cluster : str
        Its id.
    drawn : Robustness, optional
        Draws of this ranking; without them no interval is told.
    lang : {"en", "ko"}

    Returns
    -------
    str
        Equal rankings give equal text.

    Raises
    ------
    UsageError
        ``cluster-unknown``; ``argument-invalid`` for another language.
    """
    with use_language(lang):
        return picture(badge(ranking, cluster, drawn=drawn))


def badge(ranking: Ranking, cluster: str, *, drawn: Robustness | None = None) -> Badge:
    """Say where a cluster stands, in the language in use.

    Raises
    ------
    UsageError
        ``cluster-unknown``, with the nearest ids.
    """
    i = ranking.index(cluster)
    name = shown_name(cluster_name(ranking.clusters[i]))
    standing = int(ranking.standings[i])
    if not standing:
        return Badge(name, _("not ranked"), f"{name}: {_('not ranked')}")
    if not ranking.ranks[i]:
        place = _("benchmark, would be {place}").format(place=ordinal(standing))
        return Badge(name, place, f"{name}: {place}")
    place = _("{place} of {count}").format(place=ordinal(standing), count=len(ranking.ranked))
    if drawn is None:
        return Badge(name, place, f"{name}: {place}")
    interval = interval_text(*drawn.interval(cluster))
    explained = f"{name}: {place}. {_('90% interval')}: {interval}"
    return Badge(name, f"{place} · {interval}", explained)


def shown_name(name: str) -> str:
    """Return a name that fits a badge and cannot act beyond it.

    Examples
    --------
    >>> shown_name("Port\u202etrop  of Alder"), shown_name("x" * 80)[-2:]
    ('Port�trop of Alder', 'x…')
    """
    plain = re.sub("[\ufffe\uffff]", "�", str(contained(" ".join(name.split()))))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"


def picture(told: Badge) -> str:
    """Draw a badge as SVG."""
    name_width, place_width = text_width(told.name), text_width(told.place)
    split = round(name_width + 2 * PADDING)
    width = round(split + place_width + 2 * PADDING)
    return _BADGE.format(
        width=width,
        height=HEIGHT,
        label=quoteattr(told.text),
        title=escape(told.explained),
        split=split,
        rest=width - split - 3,
        side=HEIGHT - 6,
        size=SIZE,
        name=escape(told.name),
        name_x=f"{split / 2:g}",
        name_width=f"{name_width:.1f}",
        place=escape(told.place),
        place_x=f"{(split + width) / 2:g}",
        place_width=f"{place_width:.1f}",
    )


def text_width(text: str) -> float:
    """Return how many pixels a text takes in a badge.

    Examples
    --------
    >>> text_width("Il") < text_width("WM") < text_width("송도")
    True
    >>> round(text_width("Songdo"), 1), text_width("송도")
    (41.1, 22.0)
    """
    return sum(map(_letter_width, text)) * SIZE / 100


def _letter_width(letter: str) -> int:
    at = ord(letter) - _FIRST
    if 0 <= at < len(_WIDTHS):
        return _WIDTHS[at]
    if letter in _OTHERS:
        return _OTHERS[letter]
    if unicodedata.category(letter) in _NO_ROOM:
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _USUAL
