"""The report: complete, self-contained, accessible, and never wrong about a number."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pytest

from ranker._content import content_folder
from ranker.analysis.ranking import Ranking, rank
from ranker.errors import ContentError, UsageError
from ranker.output import environment, template_problem
from ranker.output.render import render_report, write_report
from ranker.study.load import open_study
from ranker.study.model import Cluster, Study
from tests.pages import Element, read_page


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study("asia-biopharma")


@pytest.fixture(scope="module")
def ranking(study: Study) -> Ranking:
    return rank(study)


@pytest.fixture(scope="module")
def html(ranking: Ranking) -> str:
    return render_report(ranking)


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read_page(html)


def with_cluster(study: Study, cluster_id: str, **changes: str) -> Study:
    clusters = tuple(
        dataclasses.replace(c, **changes) if c.id == cluster_id else c for c in study.clusters
    )
    return dataclasses.replace(study, clusters=clusters)


def keep(study: Study, *groups: str) -> Study:
    held: tuple[Cluster, ...] = tuple(c for c in study.clusters if c.group in groups)
    return dataclasses.replace(study, clusters=held)


def ranking_rows(page: Element) -> list[Element]:
    return page.find("table", class_="ranking")[0].find("tbody")[0].find("tr")


def test_headline_says_where_the_best_of_korea_stands_and_behind_whom(page: Element) -> None:
    headline = page.find("h1")[0].text()

    assert headline == (
        "Osong Bio Valley is Korea’s best-placed cluster: 4th of 41, behind Singapore Biopolis "
        "and Tuas, Hong Kong Science Park and Zhangjiang Pharma Valley."
    )


def test_page_loads_nothing_from_elsewhere(page: Element, html: str) -> None:
    loading = [
        (element.tag, name)
        for element in page.everything()
        for name in ("src", "srcset", "data", "poster", "action", "formaction")
        if name in element.attributes
    ]

    assert loading == []
    assert page.find("link") == []
    assert not re.search(r"@import|url\(", html)
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(", html)


def test_ids_are_unique_and_every_inner_link_arrives(page: Element) -> None:
    elements = page.everything()
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    inner = [
        e.attributes["href"][1:]
        for e in elements
        if e.tag == "a" and e.attributes.get("href", "").startswith("#")
    ]
    named = [name for e in elements for name in e.attributes.get("aria-labelledby", "").split()]

    assert len(ids) == len(set(ids))
    assert inner
    assert set(inner) | set(named) <= set(ids)


def test_outer_links_are_those_of_the_sources(page: Element, study: Study) -> None:
    outer = {
        e.attributes["href"]
        for e in page.find("a")
        if not e.attributes.get("href", "#").startswith("#")
    }

    assert outer <= {source.url for source in study.sources.values()}
    assert len(outer) > 400


def test_tables_have_captions_and_headers_have_scopes(page: Element) -> None:
    tables = page.find("table")

    assert len(tables) > 50
    assert all(table.find("caption") for table in tables)
    assert all("scope" in header.attributes for header in page.find("th"))


def test_table_rows_have_as_many_cells_as_their_head(page: Element) -> None:
    for table in page.find("table"):
        widths = {
            sum(
                int(cell.attributes.get("colspan", "1"))
                for cell in row.children
                if isinstance(cell, Element)
            )
            for row in table.find("tr")
        }
        assert len(widths) == 1, table.find("caption")[0].text()


def test_page_has_a_language_a_title_and_one_main_heading(page: Element) -> None:
    assert page.find("html")[0].attributes["lang"] == "en"
    assert page.find("title")[0].text().startswith("Biopharma clusters of Korea and Asia: Osong")
    assert len(page.find("h1")) == 1
    assert len(page.find("main")) == 1


def test_headings_never_skip_a_level(page: Element) -> None:
    levels = [int(e.tag[1]) for e in page.everything() if re.fullmatch(r"h[1-6]", e.tag)]
    document_order = [int(tag[1]) for tag in re.findall(r"<(h[1-6])[ >]", "".join(_tags(page)))]

    assert sorted(levels) == sorted(document_order)
    assert all(b <= a + 1 for a, b in pairwise(document_order))


def _tags(element: Element) -> list[str]:
    found: list[str] = []
    for child in element.children:
        if isinstance(child, Element):
            found.append(f"<{child.tag} >")
            found += _tags(child)
    return found


def test_ranking_table_shows_the_ranks_and_scores_of_the_engine(
    page: Element, ranking: Ranking
) -> None:
    shown = {}
    for row in ranking_rows(page):
        link = row.find("a")[0].attributes["href"]
        score = row.find("td", class_="number score")[0]
        place = row.find("td", class_="rank number")[0]
        cluster = link.removeprefix("#").removesuffix("-figures")
        shown[cluster] = (int(place.attributes["data-value"]), score.attributes["data-value"])

    expected = {
        cluster.id: (int(ranking.standings[i]), repr(float(ranking.scores[i])))
        for i, cluster in enumerate(ranking.clusters)
        if ranking.standings[i]
    }
    assert shown == expected


def test_benchmark_stands_in_brackets_at_the_place_it_would_take(page: Element) -> None:
    rows = ranking_rows(page)
    at = next(i for i, row in enumerate(rows) if "Boston" in row.text())

    place = rows[at].find("td", class_="rank number")[0].text()

    assert place == "(3) would stand 3rd"
    assert "Zhangjiang" in rows[at + 1].text()
    assert "Hong Kong" in rows[at - 1].text()


def test_standfirst_hedges_the_best_of_korea_in_words_that_match_the_draws(page: Element) -> None:
    standfirst = page.find("p", class_="standfirst")[0].text()

    assert re.match(
        r"With weights and figures redrawn 10,000 times within their doubt, it is [a-z ]+ to be "
        r"among the first ten \((over )?\d+%\) and [a-z ]+ to be among the first three "
        r"\(\d+%\); its 90% interval is \d\w\w to \d+\w\w\. It stands ",
        standfirst,
    )


def test_every_rank_has_an_interval_but_the_benchmark(page: Element) -> None:
    without = [row.text() for row in ranking_rows(page) if not row.find("span", class_="interval")]

    assert len(without) == 1
    assert "Boston" in without[0]


def test_stacked_bar_is_as_long_as_the_score(page: Element, ranking: Ranking) -> None:
    for row in ranking_rows(page):
        bar = next(e for e in row.find("div") if e.attributes.get("class") == "stack")
        widths = [float(s.attributes["style"][6:-1]) for s in bar.find("i")]
        score = float(row.find("td", class_="number score")[0].attributes["data-value"])

        assert sum(widths) == pytest.approx(score, abs=0.03)


def test_every_cluster_has_a_profile_with_every_scored_indicator(
    page: Element, study: Study
) -> None:
    profiles = [d for d in page.find("details") if "profile" in d.attributes.get("class", "")]
    labels = [indicator.label.en for indicator in study.indicators]

    assert len(profiles) == len(study.clusters)
    for profile in profiles:
        rows = profile.find("table", class_="figures")[0].find("th", scope="row")
        shown = [row.children[0] for row in rows]
        assert [str(text).strip() for text in shown] == labels


def test_profile_ties_a_figure_to_value_unit_year_grade_and_source(page: Element) -> None:
    body = next(e for e in page.find("div") if e.attributes.get("id") == "songdo-figures")

    rows = body.find("table", class_="figures")[0].find("tr")
    at = next(i for i, row in enumerate(rows) if row.text().startswith("Foreign firms"))
    link = rows[at + 1].find("a")[0]

    assert rows[at].text() == "Foreign firms 10 companies at least 10 45.8 2022 C"
    assert rows[at].find("a", href="#songdo-foreign_firms")[0].text() == "10"
    assert link.attributes["href"].startswith("http")
    assert "Derived: seven of 2017" in rows[at + 1].text()
    assert "Not used, as older than 2022: 2017: 7" in rows[at + 1].text()


def test_missing_figure_is_shown_as_missing(page: Element) -> None:
    body = next(e for e in page.find("div") if e.attributes.get("id") == "taipei-figures")

    row = next(r for r in body.find("tr") if r.text().startswith("Foreign firms"))

    assert "missing: no usable figure was found" in row.text()
    assert row.find("a") == []


def test_not_ranked_clusters_come_with_their_reasons(page: Element) -> None:
    section = next(s for s in page.find("section") if s.attributes.get("id") == "not-ranked")
    profiles = [d for d in section.find("details") if "profile" in d.attributes.get("class", "")]

    assert len(profiles) == 7
    taipei = next(p.find("summary")[0].text() for p in profiles if "Nangang" in p.text())
    assert "Foreign firm presence (20% known), where 60% are needed" in taipei
    assert "Missing: foreign firms and sites of top 20 drug companies." in taipei


def test_local_names_carry_their_language(page: Element) -> None:
    languages = {
        e.attributes["lang"]
        for e in page.find("span")
        if e.attributes.get("class") == "local" and "lang" in e.attributes
    }

    assert {"ko", "ja", "zh-Hans", "zh-Hant", "th"} <= languages


def test_every_source_that_a_figure_cites_is_listed(page: Element, study: Study) -> None:
    items = page.find("ol", id="sources")[0].find("li")
    listed = {item.find("a")[0].attributes["href"] for item in items}
    scored_or_context = {i.id for i in (*study.indicators, *study.context)}
    newest_cited = {row.source for row in study.observations if row.indicator in scored_or_context}

    assert listed <= {study.sources[source].url for source in newest_cited}
    assert len(listed) > 450


def test_manifest_says_what_the_page_was_made_from(page: Element, study: Study) -> None:
    text = page.find("footer")[0].text()

    assert study.content_hash in text
    assert "ranker report asia-biopharma -o report.html" in text
    assert "weighted-sum" in text


def test_command_in_the_footer_repeats_the_settings(study: Study) -> None:
    ranking = rank(study, profile="investor", weights={"talent": 0.3}, method="topsis", as_of=2024)

    text = read_page(render_report(ranking)).find("footer")[0].text()

    assert (
        "ranker report asia-biopharma --profile investor --weight talent=0.3 "
        "--method topsis --as-of 2024 -o report.html"
    ) in text
    assert "set Talent 15.0% → 30.0%" in text


def test_equal_rankings_give_equal_bytes(study: Study, html: str) -> None:
    again = render_report(rank(open_study("asia-biopharma")))

    assert again == html


def test_page_stays_below_a_megabyte_and_a_half(html: str) -> None:
    assert len(html.encode()) < 1_500_000


@pytest.mark.parametrize("method", ["topsis", "vikor", "electre-2"])
def test_reports_of_other_methods_are_complete(study: Study, method: str) -> None:
    page = read_page(render_report(rank(study, method=method)))

    assert len(ranking_rows(page)) == 42
    assert "the order is by" in page.text()


def test_hostile_names_stay_text(study: Study) -> None:
    bad = '<script>alert(1)</script>"onload="x'
    hostile = with_cluster(
        study, "osong", name=bad, name_local="</style><u>", summary="{{ 7 * 7 }}"
    )

    html = render_report(rank(hostile), exact=False)
    page = read_page(html)

    scripts = [e.attributes.get("type", "") for e in page.find("script")]
    assert sorted(scripts) == ["", "", "", "application/json"]
    assert page.find("u") == []
    assert bad in page.text()
    assert "{{ 7 * 7 }}" in page.text()


def test_headline_of_a_leader_names_whom_it_is_ahead_of(study: Study) -> None:
    weak = keep(study, "korea", "benchmark")
    bengaluru = tuple(c for c in study.clusters if c.id in ("bengaluru", "guangzhou"))
    mixed = dataclasses.replace(weak, clusters=(*weak.clusters, *bengaluru))

    headline = read_page(render_report(rank(mixed), exact=False)).find("h1")[0].text()

    assert re.match(r".* is Korea’s best-placed cluster: 1st of 24, ahead of ", headline)


def test_study_without_rivals_still_has_a_headline_and_no_filter(study: Study) -> None:
    page = read_page(render_report(rank(keep(study, "korea")), exact=False))

    assert page.find("h1")[0].text().endswith("1st of 22.")
    assert len(page.find("fieldset")[0].find("input")) == 1


def test_study_where_nobody_at_home_is_ranked_says_so(study: Study) -> None:
    thin = tuple(c for c in study.clusters if c.group != "korea" or c.id == "cheonan")

    page = read_page(render_report(rank(dataclasses.replace(study, clusters=thin)), exact=False))

    assert page.find("h1")[0].text() == (
        "No cluster of Korea can be ranked: too many figures are missing."
    )


def test_report_is_written_whole(ranking: Ranking, html: str, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    written = write_report(ranking, target)

    assert written == target
    assert target.read_text(encoding="utf-8") == html
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_unwritable_destination_is_refused_by_name(ranking: Ranking, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_report(ranking, tmp_path / "no" / "such" / "report.html", exact=False)

    problem = caught.value.problems[0]
    assert problem.code == "destination-unwritable"
    assert "no/such/report.html" in problem.where


def test_a_folder_in_the_way_is_refused_and_left_alone(ranking: Ranking, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.mkdir()

    with pytest.raises(UsageError):
        write_report(ranking, target, exact=False)

    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("fine\n{{ report.no_such_field }}", 2), ("{% if %}", 1), ("a\nb\n{{ 1 / 0 | x }}", 3)],
)
def test_broken_template_is_a_problem_with_its_line(
    ranking: Ranking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int
) -> None:
    (tmp_path / "reports" / "templates").mkdir(parents=True)
    (tmp_path / "reports" / "templates" / "report.html.j2").write_text(text)
    for module in (environment, template_problem):
        monkeypatch.setattr(module, "content_folder", lambda room: tmp_path / room)
    environment._own_environment.cache_clear()

    with pytest.raises(ContentError) as caught:
        render_report(ranking, exact=False)

    environment._own_environment.cache_clear()
    problem = caught.value.problems[0]
    assert problem.code == "template-broken"
    assert problem.where == f"report.html.j2:{line}"


def test_every_block_of_the_style_sheet_is_closed() -> None:
    sheet = (content_folder("reports") / "static" / "report.css").read_text(encoding="utf-8")

    assert sheet.count("{") == sheet.count("}")
    for section in re.split(r"^/\*", sheet, flags=re.M):
        assert section.count("{") == section.count("}"), section[:80]
