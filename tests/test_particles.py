"""Korean particles take the form that fits the sound before them."""

from __future__ import annotations

import pytest

from ranker.output.particles import PARTICLES, Sentence, final_consonant, with_particle


@pytest.mark.parametrize(
    ("word", "pair", "text"),
    [
        ("오송", "은/는", "오송은"),
        ("판교", "은/는", "판교는"),
        ("오송", "이/가", "오송이"),
        ("판교", "이/가", "판교가"),
        ("오송", "을/를", "오송을"),
        ("판교", "을/를", "판교를"),
        ("오송", "과/와", "오송과"),
        ("판교", "과/와", "판교와"),
        ("오송", "으로/로", "오송으로"),
        ("판교", "으로/로", "판교로"),
        ("서울", "으로/로", "서울로"),
        ("서울", "은/는", "서울은"),
        ("오송", "이/", "오송이"),
        ("판교", "이/", "판교"),
    ],
)
def test_hangul_is_read_by_its_final_consonant(word: str, pair: str, text: str) -> None:
    assert with_particle(word, pair) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0은"),  # 영
        ("1", "1은"),  # 일
        ("2", "2는"),  # 이
        ("3", "3은"),  # 삼
        ("4", "4는"),  # 사
        ("5", "5는"),  # 오
        ("6", "6은"),  # 육
        ("7", "7은"),  # 칠
        ("8", "8은"),  # 팔
        ("9", "9는"),  # 구
        ("10", "10은"),  # 십
        ("1,000", "1,000은"),  # 천
        ("25%", "25%는"),  # 퍼센트
    ],
)
def test_digits_are_read_as_they_are_spoken(number: str, text: str) -> None:
    assert with_particle(number, "은/는") == text


def test_one_seven_and_eight_end_in_the_consonant_that_takes_the_short_form_of_direction() -> None:
    assert [with_particle(n, "으로/로") for n in "1780"] == ["1로", "7로", "8로", "0으로"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Boston", "Boston은"),  # 보스턴
        ("Zhangjiang", "Zhangjiang은"),  # 장장
        ("Seoul", "Seoul은"),  # 서울
        ("Osaka", "Osaka는"),  # 오사카
        ("Bangkok", "Bangkok은"),  # 방콕
        ("Hong Kong Science Park", "Hong Kong Science Park는"),  # 파크
        ("TOPSIS", "TOPSIS는"),  # 에스
        ("VIKOR", "VIKOR은"),  # spelt: 알
        ("GDP", "GDP는"),  # 피
        ("FDI", "FDI는"),  # 아이
    ],
)
def test_latin_letters_are_read_as_korean_writes_foreign_words(name: str, text: str) -> None:
    assert with_particle(name, "은/는") == text


def test_what_stands_in_brackets_or_quotes_is_passed_over() -> None:
    assert with_particle("싱가포르(Boston)", "은/는") == "싱가포르(Boston)는"
    assert with_particle("‘균형’", "을/를") == "‘균형’을"


def test_a_script_that_is_not_known_has_both_forms() -> None:
    assert final_consonant("上海") is None
    assert with_particle("上海", "은/는") == "上海은(는)"
    assert with_particle("", "이/가") == "이(가)"


@pytest.mark.parametrize("pair", PARTICLES)
def test_a_sentence_chooses_when_its_places_are_filled(pair: str) -> None:
    behind_consonant, behind_vowel = PARTICLES[pair]
    sentence = Sentence(f"{{name}}{{{pair}}} 있다")

    assert sentence.format(name="오송") == f"오송{behind_consonant} 있다"
    assert sentence.format(name="판교") == f"판교{behind_vowel} 있다"


def test_a_sentence_keeps_format_specifications_and_doubled_braces() -> None:
    assert Sentence("{{a}} {share:.1f}{은/는}").format(share=1.25) == "{a} 1.2는"
