"""The report as a site: whole or not at all, every link good, every page with its JSON twin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.synthetic import write_synthetic
from ranker.analysis.bounds import bounds
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.stability import stability
from ranker.errors import UsageError
from ranker.output import site as site_module
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.export import to_json
from ranker.output.export_trust import bounds_to_json, robustness_to_json, stability_to_json
from ranker.output.limits import ROWS, SHARES, left_out
from ranker.output.site import write_site
from ranker.study.load import open_study
from tests.pages import read_page
from tests.studies import write_study

MANY = SHARES + 10


@pytest.fixture(scope="module")
def harbour_ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(open_study(write_study(tmp_path_factory.mktemp("study") / "harbours")))


@pytest.fixture(scope="module")
def site(harbour_ranking: Ranking, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(harbour_ranking, tmp_path_factory.mktemp("site") / "harbours").parent


@pytest.fixture(scope="module")
def large_ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    folder = tmp_path_factory.mktemp("large") / "study"
    return rank(open_study(write_synthetic(folder, alternatives=MANY, criteria=3)))


@pytest.fixture(scope="module")
def large(large_ranking: Ranking, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(large_ranking, tmp_path_factory.mktemp("site") / "large").parent


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def broken_links(folder: Path) -> list[str]:
    pages = {path: read_page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    ids = {
        path.resolve(): {e.attributes["id"] for e in page.everything() if "id" in e.attributes}
        for path, page in pages.items()
    }
    found = []
    for path, page in pages.items():
        for element in page.everything():
            address = element.attributes.get("href") or element.attributes.get("src") or ""
            if not address or address.startswith(("http://", "https://")):
                continue
            file, _, anchor = address.partition("#")
            target = (path.parent / file).resolve() if file else path.resolve()
            if not target.is_file() or (anchor and anchor not in ids[target]):
                found.append(f"{path.relative_to(folder)}: {address}")
    return found


@pytest.mark.parametrize("name", ["site", "large"])
def test_every_link_of_every_page_leads_to_a_page_of_the_folder(
    name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(name)

    found = broken_links(folder)

    assert found == []


def test_every_page_links_a_twin_that_is_json(site: Path) -> None:
    pages = list(site.rglob("*.html"))

    for page in pages:
        twins = read_page(page.read_text(encoding="utf-8")).find("link", rel="alternate")
        assert twins, page
        for twin in twins:
            held = json.loads((page.parent / twin.attributes["href"]).read_text(encoding="utf-8"))
            assert held["schema"].startswith("cluster-ranker/")


def test_twins_are_what_the_library_says(site: Path, harbour_ranking: Ranking) -> None:
    cluster = harbour_ranking.ranked[0].id
    expected = {
        "index.json": to_json(harbour_ranking),
        f"clusters/{cluster}.json": cluster_to_json(build_dossier(harbour_ranking, cluster)),
        "robustness.json": robustness_to_json(harbour_ranking.robustness(draws=10_000, seed=0)),
        "bounds.json": bounds_to_json(bounds(harbour_ranking)),
        "stability.json": stability_to_json(stability(harbour_ranking)),
    }

    found = {name: (site / name).read_text(encoding="utf-8") for name in expected}

    assert found == expected


def test_every_cluster_has_a_page_with_its_figures(site: Path, harbour_ranking: Ranking) -> None:
    for cluster in harbour_ranking.clusters:
        page = read_page((site / f"clusters/{cluster.id}.html").read_text(encoding="utf-8"))

        assert page.find("h1")[0].text().startswith(cluster.name)
        assert len(page.find("table", class_="figures")) >= 1


def test_the_cluster_pages_lead_from_one_to_the_next_in_the_order_of_the_ranking(
    site: Path, harbour_ranking: Ranking
) -> None:
    pages = sorted((site / "clusters").glob("*.html"))
    first = [page for page in pages if 'rel="prev"' not in page.read_text(encoding="utf-8")]
    file, seen = first[0].name, []

    while file:
        page = read_page((site / "clusters" / file).read_text(encoding="utf-8"))
        seen.append(file.removesuffix(".html"))
        after = page.find("a", rel="next")
        file = after[0].attributes["href"] if after else ""

    places = [int(harbour_ranking.standings[harbour_ranking.index(c)]) for c in seen]
    assert sorted(seen) == sorted(c.id for c in harbour_ranking.clusters)
    assert [p for p in places if p] == sorted(p for p in places if p)


def test_equal_rankings_give_equal_bytes(
    site: Path, harbour_ranking: Ranking, tmp_path: Path
) -> None:
    again = write_site(harbour_ranking, tmp_path / "again").parent

    assert snapshot(again) == snapshot(site)


def test_the_inventory_names_every_file(site: Path) -> None:
    held = json.loads((site / "site.json").read_text(encoding="utf-8"))

    assert {*held["files"], "site.json"} == set(snapshot(site))


def test_an_earlier_site_is_replaced_whole(harbour_ranking: Ranking, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    write_site(harbour_ranking, folder, exact=False)
    (folder / "clusters" / "alder.html").write_text("an earlier page", encoding="utf-8")

    write_site(harbour_ranking, folder, exact=False)

    assert "an earlier page" not in (folder / "clusters" / "alder.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_a_file_of_somebody_else_is_refused_and_stays(
    harbour_ranking: Ranking, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    write_site(harbour_ranking, folder, exact=False)
    (folder / "clusters" / "notes.txt").write_text("mine", encoding="utf-8")
    before = snapshot(folder)

    with pytest.raises(UsageError) as caught:
        write_site(harbour_ranking, folder, exact=False)

    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("destination-exists", str(folder))
    ]
    assert "clusters/notes.txt" in caught.value.problems[0].what
    assert snapshot(folder) == before


@pytest.mark.parametrize("kind", ["file", "link", "nowhere"])
def test_what_is_no_folder_to_fill_is_refused(
    harbour_ranking: Ranking, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "site"
    if kind == "file":
        target.write_text("x", encoding="utf-8")
    elif kind == "link":
        (tmp_path / "real").mkdir()
        target.symlink_to(tmp_path / "real")
    else:
        target = tmp_path / "nowhere" / "site"

    with pytest.raises(UsageError) as caught:
        write_site(harbour_ranking, target)

    code = "destination-unwritable" if kind == "nowhere" else "destination-exists"
    assert [p.code for p in caught.value.problems] == [code]


def test_a_site_that_fails_half_way_leaves_the_earlier_one_as_it_was(
    harbour_ranking: Ranking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write_site(harbour_ranking, folder, exact=False)
    before = snapshot(folder)

    def broken(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(site_module, "cluster_to_json", broken)
    with pytest.raises(KeyboardInterrupt):
        write_site(harbour_ranking, folder, exact=False)

    assert snapshot(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_progress_is_told_page_by_page(harbour_ranking: Ranking, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    write_site(
        harbour_ranking,
        tmp_path / "site",
        exact=False,
        progress=lambda done, planned: told.append((done, planned)),
    )

    pages = len(list((tmp_path / "site").rglob("*.html")))
    assert told == [(done, pages) for done in range(pages + 1)]


def test_a_long_ranking_goes_on_over_several_pages(large: Path) -> None:
    places = []
    for name in ("index.html", "ranking-2.html"):
        page = read_page((large / name).read_text(encoding="utf-8"))
        rows = page.find("table", class_="ranking")[0].find("tbody")[0].find("tr")
        places.append([row.find("td")[0].attributes["data-value"] for row in rows])

    assert [len(held) for held in places] == [ROWS, MANY - ROWS]
    assert [int(place) for held in places for place in held] == list(range(1, MANY + 1))


def test_what_a_large_study_leaves_out_is_said(large: Path) -> None:
    sure = read_page((large / "sure.html").read_text(encoding="utf-8"))
    index = read_page((large / "index.html").read_text(encoding="utf-8"))
    drawn = json.loads((large / "robustness.json").read_text(encoding="utf-8"))

    assert sure.find("td", class_="heat") == []
    assert sure.find("table", class_="tiers")[0].find("tbody")[0].find("tr")
    assert f"up to {SHARES} ranked clusters" in sure.text()
    assert index.find("section", class_="strip") == []
    assert f"{ROWS} of {MANY} places" in index.text()
    assert not (large / "bounds.json").exists()
    assert {"acceptability", "wins"}.isdisjoint(drawn["rows"][0])
    assert len(drawn["rows"]) == MANY


def test_a_large_study_still_has_an_interval_beside_each_rank(large: Path) -> None:
    page = read_page((large / "ranking-2.html").read_text(encoding="utf-8"))

    intervals = page.find("span", class_="interval")

    assert len(intervals) == MANY - ROWS


@pytest.mark.parametrize(("count", "expected"), [(41, 0), (100, 1), (200, 2), (300, 3), (600, 5)])
def test_each_answer_that_is_left_out_has_its_sentence(count: int, expected: int) -> None:
    found = list(left_out(count, is_drawn=True, is_bounded=True))

    assert len(found) == expected
    assert all(f"{count:,}" in sentence for sentence in found)
