"""What other people's pages take: the document, badges, frames, oEmbed, and the folder of all."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import Robustness, robustness
from ranker.cli import app
from ranker.errors import UsageError
from ranker.output.badge import LONGEST, badge_svg, text_width
from ranker.output.embed import EMBED_SCHEMA, embed_data, embed_to_json
from ranker.output.embed_files import Frame, frame_page, oembed_to_json, write_embed
from ranker.study.model import Study
from tests.hostile import TEXTS, write_hostile_study
from tests.studies import drop, swap, write_study

SVG = "{http://www.w3.org/2000/svg}"
BASE = "https://ranks.example/harbours/"


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


@pytest.fixture
def drawn(ranking: Ranking) -> Robustness:
    return robustness(ranking, draws=200, seed=1)


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


# --- the document ---------------------------------------------------------------------------


def test_the_document_has_the_ranking_in_full_precision(ranking: Ranking, drawn: Robustness):
    found = embed_data(ranking, drawn)

    assert found["schema"] == EMBED_SCHEMA
    assert [(c["id"], c["rank"], c["standing"]) for c in found["clusters"]] == [
        ("alder", 1, 1),
        ("birch", 3, 3),
        ("cedar", 2, 2),
        ("dover", None, 1),
    ]
    assert [c["score"] for c in found["clusters"]] == pytest.approx([62.875, 25.75, 50.5, 112.375])
    low_high = [(c["low"], c["high"]) for c in found["clusters"][:3]]
    assert low_high == [drawn.interval(name) for name in ("alder", "birch", "cedar")]
    assert found["clusters"][3]["low"] is None


def test_a_text_is_told_by_language_where_it_differs(ranking: Ranking):
    found = embed_data(ranking, None)

    assert found["study"]["title"] == {"en": "Four harbours", "ko": "네 항구"}
    assert found["clusters"][0]["name"] == {"en": "Alder Bay", "ko": "알더"}
    assert found["clusters"][2]["name"] == "Cedar Cove"
    assert found["model"]["tree"][0]["children"][0]["label"] == {"en": "Grants", "ko": "보조금"}


def test_a_figure_of_a_larger_place_stands_once_and_names_every_row_and_source(ranking: Ranking):
    found = embed_data(ranking, None)
    at = [indicator["id"] for indicator in found["indicators"]]
    grants, spending = at.index("grants"), at.index("spending")
    figure = found["figures"][found["held"][0][grants]]

    assert found["held"][0][spending] == found["held"][1][spending]
    assert figure["value"] == 9
    assert [row["item"] for row in figure["rows"]] == ["crane", "pier"]
    assert {found["sources"][row["source"]]["title"] for row in figure["rows"]} == {
        "Harbour gazette"
    }


def test_a_missing_figure_is_missing_in_the_document(tmp_path: Path):
    ranking = rank(write_study(tmp_path / "x", observations=drop("incheon,vacancies")))

    found = embed_data(ranking, None)

    at = [indicator["id"] for indicator in found["indicators"]].index("vacancies")
    assert found["held"][0][at] is None
    assert found["held"][1][at] is not None


def test_a_cluster_without_a_rank_says_in_both_languages_what_it_lacks(tmp_path: Path):
    thin = [drop("birch,office"), drop("suwon,vacancies")]
    ranking = rank(write_study(tmp_path / "x", observations=thin))

    birch = embed_data(ranking, None)["clusters"][1]

    assert birch["rank"] is birch["score"] is None
    assert "Missing: office and vacancies" in birch["reason"]["en"]
    assert "결측" in birch["reason"]["ko"]


def test_a_method_that_is_no_sum_has_no_model(harbours: Study):
    assert embed_data(rank(harbours, method="topsis"), None)["model"] is None


def test_an_address_that_is_none_of_the_web_is_left_out(harbours: Study):
    bad = replace(harbours.sources["almanac"], url="javascript:alert(1)")
    study = replace(harbours, sources={**harbours.sources, "almanac": bad})

    found = embed_data(rank(study), None)

    assert [source["url"] for source in found["sources"]] == ["", "https://gazette.example/grants"]


def test_equal_rankings_give_equal_bytes(harbours: Study, drawn: Robustness):
    assert embed_to_json(rank(harbours)) == embed_to_json(rank(harbours))


# --- badges ---------------------------------------------------------------------------------


def texts_of(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def test_a_badge_tells_rank_and_interval(ranking: Ranking, drawn: Robustness):
    low, high = drawn.interval("cedar")

    english = badge_svg(ranking, "cedar", drawn=drawn)
    korean = badge_svg(ranking, "alder", drawn=drawn, lang="ko")

    assert texts_of(english) == ["Cedar Cove", f"2nd of 3 · {low}–{high}"]
    assert f'aria-label="Cedar Cove · 2nd of 3 · {low}–{high}"' in english
    assert texts_of(korean)[0] == "알더"
    assert texts_of(korean)[1].startswith("3곳 중 1위")


def test_a_badge_of_a_benchmark_or_an_unranked_cluster_says_so(tmp_path: Path):
    thin = [drop("birch,office"), drop("suwon,vacancies")]
    ranking = rank(write_study(tmp_path / "x", observations=thin))

    assert texts_of(badge_svg(ranking, "dover"))[1] == "benchmark, would be 1st"
    assert texts_of(badge_svg(ranking, "birch"))[1] == "not ranked"


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_name_stays_text_in_a_badge(tmp_path: Path, text: str):
    ranking = rank(write_hostile_study(tmp_path / "x", text))

    svg = badge_svg(ranking, "alder", lang="ko")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own

    known = {f"{SVG}{name}" for name in ("svg", "title", "rect", "path", "g", "text")}
    assert {element.tag for element in root.iter()} == known
    assert all(not name.startswith("on") for element in root.iter() for name in element.attrib)
    assert not set("\u202e\u2066\u2069") & set(svg)


def test_a_long_name_is_cut(tmp_path: Path):
    name = "A harbour with a name that goes on and on until nobody reads it any more"
    ranking = rank(write_study(tmp_path / "x", clusters=swap("Alder Bay", name)))

    shown = texts_of(badge_svg(ranking, "alder"))[0]

    assert len(shown) <= LONGEST
    assert shown.endswith("…")


def test_widths_are_those_of_the_font():
    import matplotlib  # noqa: PLC0415 - it brings the font
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
    names, widths = font.getBestCmap(), font["hmtx"]

    for letter in (*map(chr, range(0x20, 0x7F)), "·", "–", "’", "…"):
        exact = widths[names[ord(letter)]][0] / font["head"].unitsPerEm
        assert text_width(letter) == pytest.approx(11 * exact, abs=0.11)


def test_korean_letters_take_a_whole_square_and_marks_nothing():
    assert text_width("송도") == 22
    assert text_width("e\u0301") == text_width("e")


def test_the_texts_of_a_badge_fit_into_it(ranking: Ranking, drawn: Robustness):
    for lang in ("en", "ko"):
        root = ElementTree.fromstring(badge_svg(ranking, "birch", drawn=drawn, lang=lang))  # noqa: S314
        width = float(root.attrib["width"])
        lengths = [float(text.attrib["textLength"]) for text in root.iter(f"{SVG}text")]
        assert sum(lengths) + 4 * 6 == pytest.approx(width, abs=1.5)


def test_an_unknown_cluster_has_no_badge(ranking: Ranking):
    with pytest.raises(UsageError) as caught:
        badge_svg(ranking, "aldr")

    assert caught.value.problems[0].code == "cluster-unknown"
    assert "alder" in caught.value.problems[0].mend


# --- frames and oEmbed ----------------------------------------------------------------------


def test_oembed_gives_a_frame_that_fits(ranking: Ranking):
    found = json.loads(oembed_to_json(ranking, f"{BASE}frame.html", most=(400, None)))

    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert (found["width"], found["height"]) == (400, 720)
    assert found["title"] == "Four harbours"
    assert found["html"].startswith(f'<iframe src="{BASE}frame.html" width="400" height="720"')


@pytest.mark.parametrize(
    "address",
    ["", "ranks.example", "/frame.html", "javascript:alert(1)", "ftp://x.example/", "https://",
     "https://[x/", "https://a b.example/"],
)  # fmt: skip
def test_an_address_that_others_cannot_ask_for_is_refused(ranking: Ranking, address: str):
    with pytest.raises(UsageError) as caught:
        oembed_to_json(ranking, address)

    assert caught.value.problems[0].code == "argument-invalid"


def test_no_room_is_refused(ranking: Ranking):
    with pytest.raises(UsageError, match="no room"):
        oembed_to_json(ranking, f"{BASE}frame.html", most=(0, None))


class _Elements(HTMLParser):
    """Keep the tags of a text with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_title_stays_text_in_frames(tmp_path: Path, text: str):
    ranking = rank(write_hostile_study(tmp_path / "x", text))
    frame = json.loads(oembed_to_json(ranking, f"{BASE}frame.html?a=1&b=2"))["html"]
    page, reader = frame_page(ranking, Frame(oembed=f"{BASE}oembed.json")), _Elements()

    reader.feed(frame)
    assert [tag for tag, _ in reader.found] == ["iframe"]
    assert set(reader.found[0][1]) == {"src", "width", "height", "title", "loading", "style"}
    reader.feed(page)
    assert sum(tag == "script" for tag, _ in reader.found) == 1
    assert not {"img", "svg", "plaintext", "style"} & {tag for tag, _ in reader.found}


# --- the folder -----------------------------------------------------------------------------


def test_the_folder_has_everything_and_lists_it(ranking: Ranking, tmp_path: Path):
    folder = write_embed(ranking, tmp_path / "public", base=BASE.rstrip("/"))

    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = json.loads((folder / "embed.json").read_text())
    oembed = json.loads((folder / "oembed.ko.json").read_text())
    assert {"embed.js", "ranking.json", "frame.html", "frame.ko.html", "oembed.json"} <= files
    assert {f"badges/{name}.svg" for name in ("alder", "birch", "cedar", "dover")} <= files
    assert "badges/alder.ko.svg" in files
    assert {*listed["files"], "embed.json"} == files
    assert f'src="{BASE}frame.ko.html"' in oembed["html"]
    assert f'href="{BASE}oembed.json"' in (folder / "frame.html").read_text()


def test_an_earlier_folder_is_replaced_and_any_other_is_left_alone(
    ranking: Ranking, tmp_path: Path
):
    folder = write_embed(ranking, tmp_path / "public", base=BASE)

    write_embed(ranking, folder)
    assert not (folder / "oembed.json").exists()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(UsageError) as caught:
        write_embed(ranking, folder)

    assert caught.value.problems[0].code == "destination-exists"
    assert "notes.txt" in caught.value.problems[0].what
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_site_is_no_earlier_folder_of_this_kind(ranking: Ranking, tmp_path: Path):
    (tmp_path / "site").mkdir()
    held = {"schema": "cluster-ranker/site/1", "files": ["index.html"]}
    (tmp_path / "site" / "site.json").write_text(json.dumps(held))
    (tmp_path / "site" / "index.html").write_text("x")

    with pytest.raises(UsageError) as caught:
        write_embed(ranking, tmp_path / "site")

    assert caught.value.problems[0].code == "destination-exists"


# --- the commands ---------------------------------------------------------------------------


def test_the_command_writes_the_folder_and_says_what_is_left_out(tmp_path: Path):
    study = write_study(tmp_path / "harbours")

    result = invoke("embed", str(study), "-o", str(tmp_path / "public"))

    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'public'}\n"
    assert "no oEmbed documents" in result.stderr
    assert (tmp_path / "public" / "embed.js").exists()


def test_a_base_that_is_no_address_is_refused_before_anything_is_written(tmp_path: Path):
    study = write_study(tmp_path / "harbours")

    result = invoke("embed", str(study), "-o", str(tmp_path / "public"), "--base", "ranks.example")

    assert result.exit_code == 2
    assert result.stderr.startswith("--base: 'ranks.example' is no full address of the web.")
    assert not (tmp_path / "public").exists()


def test_the_badge_command_writes_a_file_or_to_stdout(tmp_path: Path):
    study = str(write_study(tmp_path / "harbours"))
    file = tmp_path / "alder.svg"

    shown = invoke("badge", "alder", study)
    written = invoke("badge", "alder", study, "-o", str(file))

    assert shown.exit_code == written.exit_code == 0
    assert shown.stdout == file.read_text(encoding="utf-8")
    assert written.stdout == f"{file}\n"


def test_the_badge_command_refuses_an_unknown_cluster(tmp_path: Path):
    study = str(write_study(tmp_path / "harbours"))

    result = invoke("badge", "aldr", study, "-o", str(tmp_path / "x.svg"))

    assert result.exit_code == 2
    assert result.stderr.endswith("[cluster-unknown]\n")
    assert not (tmp_path / "x.svg").exists()
