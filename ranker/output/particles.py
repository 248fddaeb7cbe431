"""Korean particles: the form that fits the word before it.

A Korean particle has one form behind a consonant and one behind a vowel. A translation
writes both between braces, ``{name}{이/가} 1위이다``; which of them stays is known when the
name stands there. Hangul is read by its final consonant, digits as they are spoken, Latin
letters as Korean writes foreign words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PARTICLES: Mapping[str, tuple[str, str]] = {  # behind a consonant, behind a vowel
    "은/는": ("은", "는"),
    "이/가": ("이", "가"),
    "을/를": ("을", "를"),
    "과/와": ("과", "와"),
    "으로/로": ("으로", "로"),
    "이/": ("이", ""),
}
_MARK = re.compile("{(" + "|".join(PARTICLES) + ")}")
_PLACED = re.compile("\x02(" + "|".join(PARTICLES) + ")\x03")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_CLOSING = " \"'”’»›」』)]"
_SYLLABLES = (0xAC00, 0xD7A3)
_FINALS = 28
_RIEUL = 8
_DIGITS = {"0": "영", "1": "일", "2": "이", "3": "삼", "4": "사"} | {
    "5": "오", "6": "육", "7": "칠", "8": "팔", "9": "구"
}  # fmt: skip
_SIGNS = {"%": "트", "°": "도", "+": "스"}
_SPELT = {"L": "엘", "M": "엠", "N": "엔", "R": "알"}  # the other letters end in a vowel
_SHORT = re.compile(r"(?:^|[^aeiou])[aeiou](?:p|t|k|ck)$")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ&]+$")


class Sentence(str):
    """A translated message whose particles take their form when its places are filled."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """Fill the places, then choose the form of each particle.

        Examples
        --------
        >>> Sentence("{name}{이/가} {rank}위이다").format(name="송도", rank=4)
        '송도가 4위이다'
        """
        return with_forms(self.marked.format(*args, **kwargs))

    @property
    def marked(self) -> str:
        """The message with its particles out of the way of its places; see `with_forms`."""
        return _MARK.sub("\x02\\1\x03", str(self))


def with_forms(filled: str) -> str:
    """Choose the form of each particle in a marked message whose places are filled."""
    return _PLACED.sub(_chosen, filled)


def with_particle(word: str, pair: str) -> str:
    """Return a word with its particle.

    Parameters
    ----------
    word : str
    pair : str
        Both forms, such as '은/는'; see `PARTICLES`.

    Examples
    --------
    >>> with_particle("판교", "은/는"), with_particle("오송", "은/는")
    ('판교는', '오송은')
    """
    return word + _form(word, pair)


def final_consonant(word: str) -> int | None:
    """Return which consonant a word ends in when it is spoken in Korean.

    Parameters
    ----------
    word : str
        What stands in brackets at its end is not spoken.

    Returns
    -------
    int or None
        0 for a vowel, 8 for ㄹ, another number for another consonant; None where the
        script is not known.

    Examples
    --------
    >>> [final_consonant(word) for word in ("오송", "서울", "판교", "1", "Osaka", "香港")]
    [21, 8, 0, 8, 0, None]
    """
    spoken = _BRACKETS.sub("", word.rstrip()).rstrip(_CLOSING)
    last = spoken[-1:]
    if not last:
        return None
    last = _DIGITS.get(last) or _SIGNS.get(last) or last
    if _SYLLABLES[0] <= ord(last) <= _SYLLABLES[1]:
        return (ord(last) - _SYLLABLES[0]) % _FINALS
    found = _LATIN_WORD.search(spoken)
    return None if found is None else _final_of_latin(found.group())


def _final_of_latin(word: str) -> int:
    """Return the final of a word in Latin letters: capitals are spelt, other words read."""
    if word.isupper():
        name = _SPELT.get(word[-1])
        return 0 if name is None else final_consonant(name) or 0
    if word.endswith(("l", "le")):
        return _RIEUL
    if word.endswith(("m", "n", "ng")) or _SHORT.search(word.lower()):
        return 1
    return 0


def _chosen(mark: re.Match[str]) -> str:
    return _form(mark.string[: mark.start()], mark.group(1))


def _form(word: str, pair: str) -> str:
    behind_consonant, behind_vowel = PARTICLES[pair]
    final = final_consonant(word)
    if final is None:
        return f"{behind_consonant}({behind_vowel})" if behind_vowel else f"({behind_consonant})"
    if final == 0 or (pair == "으로/로" and final == _RIEUL):
        return behind_vowel
    return behind_consonant
