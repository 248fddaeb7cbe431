"""One page in two languages: nothing of either is lost, and what they share stands once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, robustness
from ranker.output.bilingual import Languages, bilingual
from ranker.output.page_tree import read_tree, shortened, write_tree
from ranker.output.render import render_report
from tests.pages import Element, read_page

LANGUAGES = Languages("en", "ko")
MOST_BYTES = 1_500_000


def merged(first: str, second: str) -> str:
    return bilingual(first, second, LANGUAGES)


def said(page: str, lang: str) -> str:
    """Return the words of a page in a language, without the spaces between them."""
    return "".join("".join(parts_said(read_page(page), lang)).split())


def parts_said(element: Element, lang: str) -> Iterator[str]:
    """Yield the texts of an element that a browser shows in a language."""
    if lang == "ko" and "data-ko" in element.attributes:
        yield element.attributes["data-ko"]
    elif element.tag not in ("script", "style"):
        for child, behind in zip_longest(element.children, element.children[1:]):
            if isinstance(child, str):
                yield child
            elif child is not None and not is_hidden(child, behind, lang):
                yield from parts_said(child, lang)


def is_hidden(element: Element, behind: Element | str | None, lang: str) -> bool:
    """Whether the style sheet hides an element, as it does one of each pair."""
    if lang == "en":
        return is_second(element)
    if element.tag == "u" or element.attributes.get("class") == "first":
        return True
    return isinstance(behind, Element) and is_second(behind) and behind.tag == element.tag


def is_second(element: Element) -> bool:
    return element.tag in ("i", "p", "g", "tspan") and element.attributes.get("lang") == "ko"


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


def test_words_at_the_ends_that_are_alike_stand_once() -> None:
    page = merged("<p>Grade C, 2022: 10 to 12.5 USD.</p>", "<p>Grade C, 2022: 10~12.5 달러.</p>")

    assert page == "<p>Grade C, 2022: 10<u> to 12.5 USD.</u><i lang=ko>~12.5 달러.</i></p>"


def test_numbers_references_and_marks_are_not_torn() -> None:
    page = merged("<p>1,250 A&amp;B.</p>", "<p>1,300 A&amp;C.</p>")

    assert page == "<p><u>1,250 A&amp;B.</u><i lang=ko>1,300 A&amp;C.</i></p>"


def test_a_space_alone_stays_with_its_words() -> None:
    page = merged("<p>people <b>8</b></p>", "<p>명 <b>8</b></p>")

    assert page == "<p><u>people </u><i lang=ko>명 </i><b>8</b></p>"


def test_a_text_that_begins_the_other_has_a_pair_all_the_same() -> None:
    page = merged("<p><i>x</i>Osaka 2024</p>", "<p><i>x</i>Osaka 2024 년</p>")

    assert page == "<p><i>x</i>Osaka 2024<u></u><i lang=ko> 년</i></p>"


def test_an_element_that_is_short_stands_twice_itself() -> None:
    page = merged("<p><i>city figure</i> 1</p>", "<p><i>도시 수치</i> 1</p>")

    assert page == "<p><i>city figure</i><i lang=ko>도시 수치</i> 1</p>"


def test_a_pair_that_ends_a_cell_needs_no_ends() -> None:
    cell = "<table><tr><td>8 {}</td><td>9</td></tr></table>"

    page = merged(cell.format("people"), cell.format("명"))

    assert page == "<table><tr><td>8 <p>people<p lang=ko>명<td>9</table>"


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


@pytest.mark.parametrize(
    "page",
    [
        "<p>a<div>b</div></p>",  # a theme's: its end begins another paragraph
        "<a><p>b</p></a>",
        "<div><p>a</p>b</div>",
        "<pre>a\n\n b</pre>",
    ],
)
def test_ends_that_mean_something_stay(page: str) -> None:
    assert shortened(page) == page


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("<p title='say \"a\"'>b</p>", "<p title='say \"a\"'>b</p>"),
        ('<a href="x?a=1&amp;b=2">b</a>', '<a href="x?a=1&b=2">b</a>'),
        ('<a href="x?a=1&amp;copy=2">b</a>', '<a href="x?a=1&amp;copy=2">b</a>'),
        ("<a href=https://a.example/>b</a>", "<a href=https://a.example/>b</a>"),
        ('<svg><path d="M0 0"/><path d="M0"/></svg>', '<svg><path d="M0 0"/><path d=M0 /></svg>'),
        ("<div><p>a</p>\n<p>b</p></div>", "<div><p>a\n<p>b</div>"),
    ],
)
def test_attributes_and_ends_are_as_short_as_html_allows(written: str, short: str) -> None:
    assert shortened(written) == short


@pytest.mark.parametrize("page", ["<p>", "</p>", "<p><b></p></b>"])
def test_a_page_that_is_not_nested_is_refused(page: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        read_tree(page)


SOURCES = '<p><a href="http://a.example/">A</a></p><ol id="sources">{}</ol>'


def test_the_address_of_a_source_stands_once_in_its_list() -> None:
    page = SOURCES.format(
        '<li><a href="http://b.example">B</a></li><li><a href="http://a.example/">A</a></li>'
    )

    assert merged(page, page) == (
        "<p><a href=#s2>A</a><ol id=sources><li id=s1><a href=http://b.example>B</a>"
        "<li id=s2><a href=http://a.example/>A</a></ol>"
    )


def test_an_address_that_no_source_has_stays() -> None:
    page = SOURCES.format('<li><a href="http://b.example">B</a></li><li>C</li>')

    assert "<p><a href=http://a.example/>A</a>" in merged(page, page)


def test_links_stay_where_a_name_would_be_there_twice() -> None:
    page = SOURCES.format('<li><a href="http://a.example/">A</a></li>') + '<p id="s1">x</p>'

    assert "<p><a href=http://a.example/>A</a>" in merged(page, page)


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


@pytest.fixture(scope="module")
def alone(ranking: Ranking, drawn: Robustness) -> dict[str, str]:
    return {lang: render_report(ranking, drawn, lang=lang) for lang in ("en", "ko")}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_language_of_the_page_says_what_the_page_in_it_says(
    alone: dict[str, str], both: str, lang: str
) -> None:
    words = said(both, lang)

    switch = "언어English한국어" if lang == "ko" else "LanguageEnglish한국어"
    assert switch in words
    words = words.replace(switch, "").replace("--langboth", "")
    assert words == said(alone[lang], "en").replace("--langko", "")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_data_for_scripts_are_those_of_each_language(
    alone: dict[str, str], both: str, lang: str
) -> None:
    data = data_of(alone[lang])

    assert data["home"] == {"en": "Korea", "ko": "한국"}[lang]
    assert in_language(data_of(both), lang) == data


def links_of_cards(page: Element) -> dict[str, list[str]]:
    """Return where the links of each card lead, by its id."""
    cards = [card for card in page.find("ul") if "id" in card.attributes]
    return {
        card.attributes["id"]: [link.attributes["href"] for link in card.find("a")]
        for card in cards
    }


def test_every_card_of_the_page_in_both_languages_leads_to_its_sources(
    alone: dict[str, str], both: str
) -> None:
    one, two = (read_page(page) for page in (alone["en"], both))
    listed = {
        f"#{item.attributes['id']}": item.find("a")[0].attributes["href"]
        for item in two.find("ol", id="sources")[0].find("li")
    }

    reached = {
        card: [listed[link] for link in links] for card, links in links_of_cards(two).items()
    }

    assert len(listed) > 450
    assert len(reached) > 600
    assert reached == links_of_cards(one)


@pytest.mark.parametrize("lang", ["en", "ko", "both"])
def test_a_report_stays_small_in_every_language(
    alone: dict[str, str], both: str, lang: str
) -> None:
    page = {**alone, "both": both}[lang]

    assert len(page.encode()) < MOST_BYTES


def test_equal_rankings_give_equal_pages_of_two_languages(both: str) -> None:
    again = rank()

    page = render_report(again, robustness(again, draws=10_000, seed=0), lang="both")

    assert page == both


def test_what_is_written_reads_as_what_was_read() -> None:
    page = '<ul class="a"><li>x<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></li></ul>'

    assert write_tree(read_tree(page)) == (
        '<ul class=a><li>x<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></ul>'
    )
