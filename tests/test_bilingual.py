"""One page in two languages: nothing of either is lost, and what they share stands once."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, robustness
from ranker.output.bilingual import Languages, bilingual
from ranker.output.page_tree import read_tree, write_tree
from ranker.output.render import render_report

LANGUAGES = Languages("en", "ko")
MOST_BYTES = {"en": 1_500_000, "ko": 1_500_000, "both": 1_800_000}


def merged(first: str, second: str) -> str:
    return bilingual(first, second, LANGUAGES)


class Reader(HTMLParser):
    """Collects what a page of two languages says in one of them, as a browser shows it."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.texts = lang, [""]
        self.hidden: list[str] = []  # the hidden element, and those of its name inside it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.hidden:
            self.hidden += [tag] * (tag == self.hidden[0])
            return
        is_first = tag == "u" or given.get("class") == "first"
        is_second = tag in ("i", "g", "tspan") and given.get("lang") == "ko"
        if self.lang == "ko" and "data-ko" in given:
            self.texts.append(given["data-ko"] or "")
            self.hidden = [tag]
        elif tag in ("script", "style") or (is_first if self.lang == "ko" else is_second):
            self.hidden = [tag]

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag == self.hidden[0]:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def said(page: str, lang: str) -> str:
    """Return the words of a page in a language, without the spaces between them."""
    reader = Reader(lang)
    reader.feed(page)
    return "".join("".join(reader.texts).split())


def data_of(page: str) -> Any:
    found = re.search(r'id="?tweak-data"?>(.*?)</script>', page, re.S)
    assert found
    return json.loads(found.group(1))


def in_language(data: Any, lang: str) -> Any:
    if isinstance(data, list):
        return [in_language(item, lang) for item in data]
    if isinstance(data, dict):
        if list(data) == ["en", "ko"]:
            return data[lang]
        return {key: in_language(value, lang) for key, value in data.items()}
    return data


# --- merging -----------------------------------------------------------------------------


def test_what_is_alike_stands_once_and_what_differs_twice() -> None:
    page = merged("<p>41 <b>clusters</b></p>", "<p>41 <b>곳</b></p>")

    assert page == "<p>41 <b><u>clusters</u><i lang=ko>곳</i></b></p>"


def test_attributes_with_words_keep_both() -> None:
    page = merged('<a href="#x" title="One">1</a>', '<a href="#x" title="하나">1</a>')

    assert page == "<a href=#x title=One data-ko-title=하나>1</a>"


def test_an_element_that_differs_in_more_than_words_stands_twice() -> None:
    page = merged('<p><b lang="ko">가</b></p>', '<p><b lang="en">A</b></p>')

    assert page == "<p><u><b lang=ko>가</b></u><i lang=ko><b lang=en>A</b></i></p>"


def test_content_of_another_shape_stands_twice_where_it_is_inline() -> None:
    page = merged("<p>a <b>b</b></p>", "<p>가</p>")

    assert page == "<p><u>a <b>b</b></u><i lang=ko>가</i></p>"


def test_blocks_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="differs in more than words"):
        merged("<div><p>a</p></div>", "<div><p>a</p><p>b</p></div>")


def test_titles_hold_no_elements_so_the_script_has_the_other_text() -> None:
    page = merged("<title>A &amp; B</title>", "<title>가 &amp; 나</title>")

    assert page == '<title data-ko="가 &amp; 나">A &amp; B</title>'


def test_texts_of_shapes_are_two_parts_of_one_text() -> None:
    page = merged('<svg><text x="1">A</text></svg>', '<svg><text x="1">가</text></svg>')

    assert "<tspan class=first>A</tspan><tspan lang=ko>가</tspan>" in page


def test_shapes_that_differ_stand_twice_and_those_beside_them_once() -> None:
    page = merged(
        '<svg><path d="M0"/><text x="1">A</text><path d="M1"/></svg>',
        '<svg><path d="M0"/><text x="2">가</text><text x="3">나</text><path d="M1"/></svg>',
    )

    assert page == (
        "<svg><path d=M0 /><g class=first><text x=1>A</text></g>"
        "<g lang=ko><text x=2>가</text><text x=3>나</text></g><path d=M1 /></svg>"
    )


def test_data_for_scripts_keep_both_where_they_differ() -> None:
    script = '<script type="application/json">{}</script>'
    page = merged(
        script.format('{"n": 1, "said": ["a", "b"]}'),
        script.format('{"n": 1, "said": ["가", "b"]}'),
    )

    data = json.loads(page.split(">", 1)[1].rsplit("<", 1)[0])
    assert data == {"n": 1, "said": [{"en": "a", "ko": "가"}, "b"]}


def test_a_script_that_differs_is_refused() -> None:
    with pytest.raises(ValueError, match="differs between the languages"):
        merged("<script>1</script>", "<script>2</script>")


@pytest.mark.parametrize("page", ["<p>", "</p>", "<p><b></p></b>"])
def test_a_page_that_is_not_nested_is_refused(page: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        read_tree(page)


# --- the report --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank()


@pytest.fixture(scope="module")
def drawn(ranking: Ranking) -> Robustness:
    return robustness(ranking, draws=10_000, seed=0)


@pytest.fixture(scope="module")
def both(ranking: Ranking, drawn: Robustness) -> str:
    return render_report(ranking, drawn, lang="both")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_language_of_the_page_says_what_the_page_in_it_says(
    ranking: Ranking, drawn: Robustness, both: str, lang: str
) -> None:
    alone = render_report(ranking, drawn, lang=lang)

    words = said(both, lang)

    switch = "언어English한국어" if lang == "ko" else "LanguageEnglish한국어"
    assert switch in words
    words = words.replace(switch, "").replace("--langboth", "")
    assert words == said(alone, "en").replace("--langko", "")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_data_for_scripts_are_those_of_each_language(
    ranking: Ranking, drawn: Robustness, both: str, lang: str
) -> None:
    alone = data_of(render_report(ranking, drawn, lang=lang))

    assert alone["home"] == {"en": "Korea", "ko": "한국"}[lang]
    assert in_language(data_of(both), lang) == alone


@pytest.mark.parametrize("lang", MOST_BYTES)
def test_a_report_stays_small_in_every_language(
    ranking: Ranking, drawn: Robustness, both: str, lang: str
) -> None:
    page = both if lang == "both" else render_report(ranking, drawn, lang=lang)

    assert len(page.encode()) < MOST_BYTES[lang]


def test_equal_rankings_give_equal_pages_of_two_languages(
    ranking: Ranking, drawn: Robustness, both: str
) -> None:
    assert render_report(ranking, drawn, lang="both") == both


def test_what_is_written_reads_as_what_was_read() -> None:
    page = '<ul class="a"><li>x<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></li></ul>'

    assert write_tree(read_tree(page)) == (
        '<ul class=a><li>x<svg viewBox="0 0 1 1"><path d="M0 0" /></svg></ul>'
    )
