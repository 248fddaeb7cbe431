"""What templates may rely on is documented, and the document is what the code says."""

from __future__ import annotations

import dataclasses
import re

import pytest

from ranker._content import content_folder
from ranker.output.contract import (
    COLOURS,
    blocks,
    colours,
    field_help,
    macros,
    part_files,
    template_help,
    template_text,
    told_fields,
    view_classes,
)
from ranker.output.environment import template_names
from ranker.output.view import ReportView
from ranker.output.write_contract import contract_text


@pytest.mark.parametrize("view", view_classes())
def test_every_field_of_a_view_is_documented_and_no_other(view: type) -> None:
    named = {field.name for field in dataclasses.fields(view)}

    assert told_fields(view) == named
    assert [help_.name for help_ in field_help(view) if not help_.words] == []


def test_every_view_that_a_field_names_is_among_the_views() -> None:
    known = {view.__name__ for view in view_classes()}
    forms = [help_.form for view in view_classes() for help_ in field_help(view)]
    named = {name for form in forms for name in re.findall(r"\w+View\b", form)}

    assert named <= known
    assert view_classes()[0] is ReportView


def test_a_field_without_words_is_noticed() -> None:
    @dataclasses.dataclass(frozen=True)
    class Bare:
        """A view.

        Parameters
        ----------
        told : str
            Something.
        """

        told: str
        untold: str

    assert told_fields(Bare) == {"told"}
    assert [help_.words for help_ in field_help(Bare)] == ["Something.", ""]


def test_the_page_is_up_to_date() -> None:
    page = content_folder("reports") / "README.md"

    assert page.read_text(encoding="utf-8") == contract_text(), "run 'make contract'"


@pytest.mark.parametrize("name", template_names())
def test_a_template_begins_with_what_it_shows_and_is_given(name: str) -> None:
    told = template_help(name)

    assert told.words.endswith(".")
    assert told.given


@pytest.mark.parametrize("name", template_names())
def test_a_template_is_given_the_names_that_it_says(name: str) -> None:
    text, given = template_text(name), template_help(name).given
    views = {view.__name__ for view in view_classes()}

    assert set(re.findall(r"\b\w+View\b", given)) <= views
    if name not in part_files():
        used = re.sub(r'asset\("[^"]*"\)', "", text)
        assert ("report." in used) <= ("report (" in given)


def test_every_section_of_the_report_is_in_a_block_of_its_own() -> None:
    text = template_text("report.html.j2")

    included = re.findall(r'include "_(\w+)\.html\.j2"', text)

    assert len(included) >= 9
    assert set(included) | {"styles", "head", "masthead", "contents"} <= set(
        blocks("report.html.j2")
    )


def test_every_colour_of_the_style_sheet_has_its_use() -> None:
    assert {colour.name.removeprefix("--") for colour in colours()} == set(COLOURS)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", c.light) for c in colours())


def test_the_components_are_found() -> None:
    assert ("name", "cluster") in macros()
    assert part_files()[0] == "_parts.html.j2"
    assert ("row", "cell, scored") in macros("_cards.html.j2")
