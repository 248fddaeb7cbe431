"""The report's words: every one has a translation, and no other is in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, robustness
from ranker.errors import UsageError
from ranker.output.build import build_report
from ranker.output.extraction import extract_messages, update_catalogue
from ranker.output.language import (
    ENGLISH,
    LANGUAGES,
    _,
    catalogue_file,
    cluster_name,
    current_language,
    ngettext,
    use_language,
)
from ranker.output.particles import PARTICLES
from ranker.output.render import render_report
from tests.pages import Element, read_page

OTHERS = [code for code in LANGUAGES if code != ENGLISH]


@pytest.fixture(scope="module")
def messages() -> Any:
    return extract_messages()


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with catalogue_file(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank()


@pytest.fixture(scope="module")
def drawn(ranking: Ranking) -> Robustness:
    return robustness(ranking, draws=500, seed=0)


@pytest.fixture(scope="module")
def korean(ranking: Ranking, drawn: Robustness) -> Element:
    return read_page(render_report(ranking, drawn, exact=False, lang="ko"))


def ids(catalogue: Any) -> set[Any]:
    return {message.id for message in catalogue if message.id}


def forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [text]


def places(text: str) -> set[str]:
    named = {name for _text, name, _spec, _how in Formatter().parse(text) if name is not None}
    return named - set(PARTICLES)


def test_every_message_is_translated(messages: Any, catalogue: Catalog) -> None:
    assert ids(messages) - ids(catalogue) == set()
    assert [m.id for m in catalogue if m.id and not all(forms(m.string))] == []


def test_no_translation_is_doubtful_or_out_of_use(messages: Any, catalogue: Catalog) -> None:
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert not catalogue.obsolete
    assert ids(catalogue) - ids(messages) == set()


def test_translations_have_the_places_of_their_messages(catalogue: Catalog) -> None:
    wrong = {
        str(message.id): form
        for message in catalogue
        if message.id
        for form in forms(message.string)
        if places(form) != set().union(*map(places, forms(message.id)))
    }

    assert wrong == {}


def test_a_particle_stands_behind_a_place(catalogue: Catalog) -> None:
    marks = "|".join(map(re.escape, PARTICLES))
    texts = [form for m in catalogue if m.id for form in forms(m.string)]

    assert [t for t in texts if re.search(rf"(?<!\}})\{{(?:{marks})\}}", t)] == []


def test_taking_the_messages_in_again_changes_nothing(messages: Any) -> None:
    for code in OTHERS:
        path = catalogue_file(code)
        assert update_catalogue(path, messages) == path.read_text(encoding="utf-8")


def test_new_messages_come_in_empty_and_old_ones_go(tmp_path: Path) -> None:
    held = Catalog(locale="ko")
    held.add("old", "옛것")
    held.add("kept", "그대로")
    path = tmp_path / "report.po"
    path.write_text(
        'msgid "old"\nmsgstr "옛것"\n\nmsgid "kept"\nmsgstr "그대로"\n', encoding="utf-8"
    )
    found = Catalog()
    found.add("kept")
    found.add("new")

    text = update_catalogue(path, found)

    assert 'msgid "kept"\nmsgstr "그대로"' in text
    assert 'msgid "new"\nmsgstr ""' in text
    assert "old" not in text


def test_a_message_without_a_translation_stays_english() -> None:
    with use_language("ko"):
        assert _("No such message.") == "No such message."
        assert ngettext("{n} no such", "{n} none such", 2).format(n=2) == "2 none such"


def test_the_language_ends_with_its_block() -> None:
    with use_language("ko"):
        assert current_language() == "ko"

    assert current_language() == ENGLISH


@pytest.mark.parametrize("lang", ["", "kr", "de"])
def test_a_language_that_there_is_not_is_refused(ranking: Ranking, lang: str) -> None:
    with pytest.raises(UsageError) as caught:
        render_report(ranking, exact=False, lang=lang)

    assert caught.value.problems[0].code == "argument-invalid"
    assert caught.value.problems[0].where == "lang"


# --- the page in Korean ------------------------------------------------------------------


def test_the_korean_page_has_no_english_word_of_ours(korean: Element, messages: Any) -> None:
    page = f" {korean.find('body')[0].text()} "
    said = [form for message in ids(messages) for form in forms(message)]
    whole = [text for text in said if len(text.split()) > 2 and not places(text)]
    pieces = {
        piece.strip(" ,.;:()")
        for text in said
        for piece in re.split(r"\{[^}]*\}", text)
        if len(piece.strip(" ,.;:()").split()) > 2
    }

    assert [text for text in whole if text in page] == []
    assert [piece for piece in sorted(pieces) if f" {piece} " in page] == []


def test_the_korean_page_says_that_it_is_korean(korean: Element) -> None:
    assert korean.find("html")[0].attributes["lang"] == "ko"
    assert "한국" in korean.find("h1")[0].text()
    assert "2026년 11월 23일" in korean.find("header")[0].text()


def test_korean_clusters_have_their_own_names_first(korean: Element, ranking: Ranking) -> None:
    with use_language("ko"):
        names = [cluster_name(c) for c in ranking.ranked if c.country == "KOR"]
        foreign = [cluster_name(c) for c in ranking.ranked if c.country != "KOR"]
    shown = [e.text() for e in korean.find("table", class_="ranking")[0].find("bdi", class_="name")]

    assert names[0] == "오송 바이오밸리"
    assert set(names) <= set(shown)
    assert "Singapore Biopolis and Tuas" in foreign
    assert set(foreign) <= set(shown)


def test_labels_of_the_study_are_korean(korean: Element) -> None:
    headings = [e.text() for e in korean.find("table", class_="weights")[0].find("th")]

    assert any(text.startswith("투자 Investment") for text in headings)
    assert any("공공 투자" in text for text in headings)


def test_no_mark_of_a_particle_is_left_in_the_korean_page(korean: Element) -> None:
    scripts = " ".join(script.text() for script in korean.find("script"))
    page = korean.text()
    marks = [f"{{{pair}}}" for pair in PARTICLES]

    assert sum(page.count(mark) for mark in marks) == sum(scripts.count(mark) for mark in marks)


def test_the_command_of_the_page_makes_it_in_its_language(korean: Element) -> None:
    assert "--lang ko" in korean.find("footer")[0].find("code")[0].text()


def test_numbers_and_clusters_are_those_of_the_english_page(
    korean: Element, ranking: Ranking, drawn: Robustness
) -> None:
    english = read_page(render_report(ranking, drawn, exact=False))

    def raw(page: Element) -> list[str]:
        return [
            e.attributes["data-value"] for e in page.everything() if "data-value" in e.attributes
        ]

    assert raw(korean) == raw(english)


def test_the_terminal_and_the_files_stay_english(ranking: Ranking) -> None:
    assert build_report(ranking, exact=False).language == ENGLISH
