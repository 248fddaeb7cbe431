"""The report on paper: numbered pages, an outline, colours of pictures, letters without a font."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from ranker.analysis.ranking import Ranking, rank
from ranker.errors import UsageError
from ranker.output.formats import write_pdf
from ranker.output.paper import Paper, paper_of
from ranker.output.paper_style import inline_colours, resolved
from ranker.output.render import render_report
from ranker.study.load import open_study
from tests.studies import write_study


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(open_study(write_study(tmp_path_factory.mktemp("study") / "harbours")))


@pytest.fixture(scope="module")
def page(ranking: Ranking) -> str:
    return render_report(ranking, exact=False)


@pytest.fixture(scope="module")
def paper(page: str) -> Paper:
    return paper_of(page)


@pytest.fixture(scope="module")
def reader(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(paper.content))


def outline(reader: PdfReader) -> list[str]:
    def titles(entries: list[object]) -> list[str]:
        found: list[str] = []
        for entry in entries:
            found += titles(entry) if isinstance(entry, list) else [str(entry.title)]  # type: ignore[attr-defined]
        return found

    return titles(reader.outline)  # type: ignore[arg-type]


def test_pages_are_numbered_and_bear_the_title(paper: Paper, reader: PdfReader) -> None:
    texts = [page.extract_text() for page in reader.pages]

    assert len(texts) == paper.pages > 1
    assert all(f"{n} / {paper.pages}" in text for n, text in enumerate(texts, start=1))
    assert all("Four harbours" in text for text in texts)


def test_the_outline_has_the_parts_and_the_clusters(reader: PdfReader, ranking: Ranking) -> None:
    found = outline(reader)

    assert {"The ranking", "How sure is each rank", "Criteria and weights"} <= set(found)
    assert {cluster.name for cluster in ranking.clusters} <= set(found)


def test_what_only_a_script_can_do_is_left_out(page: str, reader: PdfReader) -> None:
    text = "\n".join(p.extract_text() for p in reader.pages)

    assert "<section id=tweak " in page
    assert "Your weights" not in text


def test_equal_pages_give_equal_bytes(page: str, paper: Paper) -> None:
    assert paper_of(page).content == paper.content


def test_a_picture_keeps_the_colours_of_its_style_sheet() -> None:
    page = (
        "<!doctype html><html lang='en'><head><title>T</title>"
        "<style>:root { --deep: #102030; } .a .dot { fill: var(--deep); }</style></head>"
        "<body><h1>T</h1><div class='a'><svg width='50' height='50'>"
        "<circle class='dot' cx='20' cy='20' r='9'/></svg></div></body></html>"
    )

    drawn = PdfReader(io.BytesIO(paper_of(page).content)).pages[0]

    streams = [drawn.get_contents().get_data()]  # type: ignore[union-attr]
    forms = drawn["/Resources"].get("/XObject", {})  # type: ignore[attr-defined]
    streams += [forms[name].get_object().get_data() for name in forms]
    wanted = f"{0x10 / 255:.3f}".encode()[:4]
    assert any(wanted in stream for stream in streams)


def test_the_halo_of_a_text_does_not_cover_its_letters() -> None:
    tree = HTML(
        string="<style>text { fill: #102030; stroke: #ffffff; paint-order: stroke; }</style>"
        "<svg><text>Osong</text></svg>"
    )

    inline_colours(
        tree.wrapper_element, "text { fill: #102030; stroke: #ffffff; paint-order: stroke; }"
    )

    words = [e for e in tree.etree_element.iter() if str(e.tag).endswith("}text")]
    assert words[0].get("style") == "stroke: none; fill: #102030"


def test_nothing_is_fetched_for_a_page() -> None:
    page = (
        "<!doctype html><html lang='en'><head><title>T</title></head><body><h1>T</h1>"
        f"<img src='{Path(__file__).as_uri()}' alt='x'></body></html>"
    )

    assert paper_of(page).pages == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("color-mix(in srgb, #14426b 100%, #ffffff)", "#14426b"),
        ("color-mix(in srgb, var(--a) 25%, var(--b))", "#bfbfbf"),
        ("color-mix(in srgb, #ff0000 7%, transparent)", "rgba(255, 0, 0, 0.07)"),
        ("var(--unknown)", "transparent"),
    ],
)
def test_mixed_colours_are_worked_out(value: str, expected: str) -> None:
    assert resolved(value, {"--a": "#000", "--b": "#ffffff"}) == expected


def test_letters_without_a_font_are_told_and_korean_ones_before_all() -> None:
    assert Paper(b"", 1, (), ()).warning() == ""
    assert "no Korean font was found" in Paper(b"", 1, (), ("జ", "가")).warning()
    assert "2 letters" in Paper(b"", 1, (), ("జ", "న")).warning()


def test_a_letter_that_no_font_has_is_found() -> None:
    nowhere = "\U0010fffd"
    page = f"<!doctype html><html lang='en'><head></head><body><p>{nowhere}</p></body></html>"

    assert paper_of(page).unshown == (nowhere,)


def test_without_the_extra_there_is_one_problem_and_no_file(
    ranking: Ranking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(UsageError) as caught:
        write_pdf(ranking, tmp_path / "report.pdf")

    problem = caught.value.problems[0]
    assert (problem.code, problem.where) == ("extra-missing", "pdf")
    assert "pip install 'cluster-ranker[pdf]'" in problem.mend
    assert list(tmp_path.iterdir()) == []
