"""Themes: a folder of one's own changes colours, blocks and templates, and can do nothing else."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

import ranker
from ranker.analysis.ranking import Ranking, rank
from ranker.cli import app
from ranker.errors import ContentError, Problem, UsageError
from ranker.output import sandbox
from ranker.output.build import build_report
from ranker.output.language import use_language
from ranker.output.render import render_page, write_report
from ranker.output.theme import bundled_themes, read_theme
from ranker.output.view import ReportView
from ranker.study.load import open_study
from tests.browser import NARROW, WIDE, open_page
from tests.pages import read_page
from tests.studies import write_study
from tests.test_browser_report import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXTENDED = '{% extends "default/report.html.j2" %}\n'


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(open_study(write_study(tmp_path_factory.mktemp("harbours"))))


@pytest.fixture(scope="module")
def view(ranking: Ranking) -> ReportView:
    return build_report(ranking)


def write_theme(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def themed(view: ReportView, folder: Path, report: str) -> str:
    """Return the page that a theme with this template for the report makes."""
    write_theme(folder, {"templates/report.html.j2": report})
    return render_page("report.html.j2", theme=read_theme(folder), report=view)


def problem_of(view: ReportView, folder: Path, block: str) -> Problem:
    """Return the one problem of a theme whose masthead is `block`."""
    with pytest.raises(ContentError) as caught:
        themed(view, folder, f"{EXTENDED}{{% block masthead %}}\n{block}\n{{% endblock %}}\n")
    (problem,) = caught.value.problems
    return problem


# --- what a theme can do -----------------------------------------------------------------


def test_a_theme_with_nothing_changed_gives_the_same_page(view: ReportView, tmp_path: Path) -> None:
    plain = render_page("report.html.j2", report=view)

    assert themed(view, tmp_path, EXTENDED) == plain


@pytest.mark.parametrize(
    ("name", "passes"), [("송도", "50%: 송도를 앞지름"), ("오송", "50%: 오송을 앞지름")]
)
def test_korean_particles_take_their_form_in_a_theme(
    view: ReportView, tmp_path: Path, name: str, passes: str
) -> None:
    message = f'_("{{share}}: passes {{name}}").format(share="50%", name="{name}")'
    block = f"{{% block strip %}}<p>{{{{ {message} }}}}</p>{{% endblock %}}"

    with use_language("ko"):
        page = themed(view, tmp_path, EXTENDED + block)

    assert f"<p>{passes}</p>" in page


def test_a_block_is_put_in_the_place_of_ours(view: ReportView, tmp_path: Path) -> None:
    block = "{% block strip %}<p>No strip of {{ report.title }}.</p>{% endblock %}"

    page = read_page(themed(view, tmp_path, EXTENDED + block))

    assert "No strip of Four harbours." in page.text()
    assert page.find("section", class_="strip") == []
    assert page.find("table", class_="ranking")


def test_a_block_may_hold_ours(view: ReportView, tmp_path: Path) -> None:
    block = "{% block masthead %}<p>Above.</p>{{ super() }}{% endblock %}"

    text = read_page(themed(view, tmp_path, EXTENDED + block)).find("header")[0].text()

    assert text.startswith("Above.")
    assert view.headline in text


def test_a_single_template_takes_the_place_of_ours(view: ReportView, tmp_path: Path) -> None:
    files = {"templates/_manifest.html.j2": "<p>{{ report.command }}</p>"}

    html = render_page(
        "report.html.j2", theme=read_theme(write_theme(tmp_path, files)), report=view
    )

    assert read_page(html).find("footer")[0].text() == view.command


def test_a_theme_may_have_templates_of_its_own(view: ReportView, tmp_path: Path) -> None:
    write_theme(tmp_path, {"templates/_logo.html.j2": "<p>Logo</p>"})
    block = '{% block masthead %}{% include "_logo.html.j2" %}{% endblock %}'

    assert "<p>Logo</p>" in themed(view, tmp_path, EXTENDED + block)


def test_components_can_be_used_in_a_block(view: ReportView, tmp_path: Path) -> None:
    block = "{% block strip %}{{ parts.name(report.ranking[0]) }}{% endblock %}"

    assert '<bdi class="name">Dover</bdi>' in themed(view, tmp_path, EXTENDED + block)


def test_colours_stand_behind_ours(view: ReportView, tmp_path: Path) -> None:
    css = ':root { --home: #123456; }\n.x::after { content: "\\2014"; }\n'
    write_theme(tmp_path, {"theme.css": css, "README.md": "Ours.", "LICENSE": ""})

    html = render_page("report.html.j2", theme=read_theme(tmp_path), report=view)

    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert styles[-1] == css
    assert len(styles) == 2


def test_a_browser_shows_a_themes_colours(
    browser: Browser, view: ReportView, tmp_path: Path
) -> None:
    write_theme(tmp_path / "theme", {"theme.css": "h1 { color: rgb(1, 2, 3) }"})
    html = render_page("report.html.j2", theme=read_theme(tmp_path / "theme"), report=view)
    (tmp_path / "page.html").write_text(html, encoding="utf-8")

    with open_page(browser, tmp_path / "page.html") as page:
        colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")

    assert colour == "rgb(1, 2, 3)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("name", bundled_themes())
def test_a_bundled_theme_breaks_no_rule_of_accessibility(
    browser: Browser,
    ranking: Ranking,
    tmp_path: Path,
    name: str,
    size: tuple[int, int],
    scheme: str,
) -> None:
    path = write_report(ranking, tmp_path / "report.html", theme=name)

    with open_page(browser, path, size=size, color_scheme=scheme) as page:
        found = Axe().run(page, options=RULES)
        said = page.locator(".ministry").inner_text()

    assert {v["id"]: v["nodes"][0]["html"] for v in found.response["violations"]} == {}
    assert said == "Ministry of Health"


def test_the_command_takes_a_theme_and_shows_patterns_in_it(tmp_path: Path) -> None:
    study = str(write_study(tmp_path / "study"))
    theme = write_theme(tmp_path / "theme", {"theme.css": ".mark-of-theme { color: red }"})
    runner = CliRunner()

    for arguments, name in (([], "a.html"), (["--patterns"], "b.html")):
        result = runner.invoke(
            app, ["report", study, "--theme", str(theme), "-o", str(tmp_path / name), *arguments]
        )
        assert result.exit_code == 0
        assert ".mark-of-theme" in (tmp_path / name).read_text(encoding="utf-8")


# --- what a theme cannot read ------------------------------------------------------------


def invalid(folder: Path) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        read_theme(folder)
    return list(caught.value.problems)


def test_a_theme_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        read_theme("minstry")

    problem = caught.value.problems[0]
    assert problem.code == "theme-invalid"
    assert "'ministry'" in problem.mend


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_theme_with_an_impossible_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        read_theme(name)


def test_an_empty_folder_is_no_theme(tmp_path: Path) -> None:
    assert [p.code for p in invalid(tmp_path)] == ["theme-invalid"]


def test_all_that_is_wrong_with_the_files_is_told_at_once(tmp_path: Path) -> None:
    write_theme(
        tmp_path,
        {"templates/_strip.html.j2": b"\xff", "templates/x.html": "", "themes.css": "p {}"},
    )

    found = {(p.code, Path(p.where).name) for p in invalid(tmp_path)}

    assert found == {
        ("encoding-not-utf8", "_strip.html.j2"),
        ("theme-invalid", "x.html"),
        ("theme-invalid", "themes.css"),
    }


@pytest.mark.parametrize("name", ["theme.css", "templates/_strip.html.j2"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("p { color: red }")
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    os.symlink(tmp_path / "secret", tmp_path / "theme" / name)

    (problem,) = invalid(tmp_path / "theme")

    assert problem.code == "theme-invalid"
    assert "outside" in problem.what


def test_a_folder_of_templates_elsewhere_is_not_read(tmp_path: Path) -> None:
    write_theme(tmp_path, {"other/_strip.html.j2": "x"})
    (tmp_path / "theme").mkdir()
    os.symlink(tmp_path / "other", tmp_path / "theme" / "templates")

    (problem,) = invalid(tmp_path / "theme")

    assert "outside" in problem.what


def test_what_is_no_plain_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "theme.css")

    assert "no plain file" in invalid(tmp_path)[0].what


def test_a_very_large_file_is_not_read(tmp_path: Path) -> None:
    write_theme(tmp_path, {"theme.css": b"/*" + b"x" * 1_000_000 + b"*/"})

    assert "1,000,000 bytes" in invalid(tmp_path)[0].what


@pytest.mark.parametrize(
    "name", ["../secret.html.j2", "/etc/passwd", "default/../../secret", "..\\\\x", "default/x"]
)
def test_a_template_cannot_name_a_file_elsewhere(
    view: ReportView, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret.html.j2").write_text("secret")

    problem = problem_of(view, tmp_path / "theme", f'{{% include "{name}" %}}')

    assert problem.code == "template-broken"
    assert problem.what.startswith("there is no template")


@pytest.mark.parametrize("name", ["../templates/report.html.j2", "/etc/passwd", "no.css"])
def test_an_asset_cannot_be_a_file_elsewhere(view: ReportView, tmp_path: Path, name: str) -> None:
    problem = problem_of(view, tmp_path, f'{{{{ asset("{name}") }}}}')

    assert problem.what == f"there is no asset '{name}'."


def test_a_template_that_nothing_uses_is_told(view: ReportView, tmp_path: Path) -> None:
    write_theme(tmp_path, {"templates/_rankings.html.j2": "x"})

    with pytest.raises(ContentError) as caught:
        themed(view, tmp_path, EXTENDED)

    problem = caught.value.problems[0]
    assert problem.code == "theme-invalid"
    assert "_rankings.html.j2" in problem.where
    assert "'_ranking.html.j2'" in problem.mend


# --- what a style sheet cannot hold ------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "@import 'x.css';",
        "@IMPORT url(x.css);",
        "p { background: url(https://evil.example/a.png) }",
        "p { background: url( 'https://evil.example' ) }",
        "p { background: URL(a.png) }",
        "p { background: u\\72l(https://evil.example) }",
        "@\\69mport 'x.css';",
        "p { background: image-set('https://evil.example' 1x) }",
        "@font-face { src: src('x') }",
        "</style><script>x()</script>",
        "</ style >",
        "<!-- ",
    ],
)
def test_a_style_sheet_that_loads_or_ends_is_refused_by_line(tmp_path: Path, rule: str) -> None:
    write_theme(tmp_path, {"theme.css": f"p {{ color: red }}\n\n{rule}\n"})

    problems = invalid(tmp_path)

    assert {p.code for p in problems} == {"theme-invalid"}
    assert problems[0].where.endswith("theme.css:3")


def test_a_style_sheet_may_carry_pictures_inside(tmp_path: Path) -> None:
    css = "p { background: url(data:image/png;base64,AA==) } a { fill: url(#x) } b { color: red }"
    write_theme(tmp_path, {"theme.css": css})

    assert read_theme(tmp_path).css == css


# --- what a broken template says ---------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("{{ report.titel }}", "'ReportView' has no field 'titel'"),
        ("{{ reprot.title }}", "'reprot' is undefined"),
        ("{{ report.ranking[99].name }}", "has no element 99"),
        ("{{ report.title | shout }}", "No filter named 'shout'"),
        ("{% if %}", "Expected an expression"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ report.title + 1 }}", "can only concatenate str"),
        ('{% include "none.html.j2" %}', "there is no template 'none.html.j2'"),
        ("{{ report.title() }}", "is not safely callable"),
    ],
)
def test_a_broken_template_is_told_with_file_line_and_name(
    view: ReportView, tmp_path: Path, block: str, words: str
) -> None:
    problem = problem_of(view, tmp_path, block)

    assert problem.code == "template-broken"
    assert problem.where.endswith("templates/report.html.j2:3")
    assert words in problem.what


def test_a_misspelt_field_comes_with_the_nearest(view: ReportView, tmp_path: Path) -> None:
    assert "the nearest is 'title'" in problem_of(view, tmp_path, "{{ report.titel }}").what


def test_a_template_that_extends_itself_is_told(view: ReportView, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        themed(view, tmp_path, '{% extends "report.html.j2" %}')

    assert "without end" in caught.value.problems[0].what


def test_an_error_in_one_of_our_templates_is_told_there(view: ReportView, tmp_path: Path) -> None:
    write_theme(
        tmp_path, {"templates/_parts.html.j2": "{% macro name(c) %}{{ c.name }}{% endmacro %}"}
    )

    with pytest.raises(ContentError) as caught:
        themed(view, tmp_path, EXTENDED)

    problem = caught.value.problems[0]
    assert problem.where.startswith("_ranking.html.j2:")
    assert "legend" in problem.what


def test_the_command_tells_a_broken_theme_in_one_line(tmp_path: Path) -> None:
    study = str(write_study(tmp_path / "study"))
    theme = write_theme(tmp_path / "t", {"templates/_strip.html.j2": "\n{{ report.x }}"})
    target = tmp_path / "out.html"

    result = CliRunner().invoke(app, ["report", study, "--theme", str(theme), "-o", str(target)])

    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "_strip.html.j2:2: 'ReportView' has no field 'x'" in result.stderr
    assert not target.exists()


# --- what a template cannot do -----------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        "{{ report.__class__.__mro__ }}",
        "{{ ''.__class__.__subclasses__() }}",
        "{{ asset.__globals__ }}",
        "{{ _.__globals__['os'].system('id') }}",
        "{{ report|attr('__class__') }}",
        "{{ '{0.__class__}'.format(report) }}",
        "{{ ('{0.__class__}' | attr('format'))(report) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ report.trust.places.clear() }}",
        "{{ report.trust.places.update(x=1) }}",
        "{{ report.ranking.__add__ }}",
        "{{ lipsum() }}",
        "{{ report.title | safe }}",
        "{% autoescape false %}{{ report.title }}{% endautoescape %}",
        "{% set x = range(99999999) %}",
        "{{ 'x' * 99999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "<script>steal()</script>",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    ],
)
def test_a_template_is_kept_from_more_than_printing(
    view: ReportView, tmp_path: Path, block: str
) -> None:
    problem = problem_of(view, tmp_path, block)

    assert problem.code == "template-broken"


@pytest.mark.parametrize("message", ["'{0.__class__}'", "'{0.__class__}{을/를}'"])
def test_a_message_in_korean_is_kept_from_more_too(
    view: ReportView, tmp_path: Path, message: str
) -> None:
    with use_language("ko"):
        problem = problem_of(view, tmp_path, f"{{{{ _({message}).format(report) }}}}")

    assert problem.code == "template-broken"


def test_methods_of_results_cannot_be_called(
    view: ReportView, ranking: Ranking, tmp_path: Path
) -> None:
    write_theme(tmp_path, {"templates/report.html.j2": "{{ ranking.robustness(draws=10) }}"})

    with pytest.raises(ContentError) as caught:
        render_page("report.html.j2", theme=read_theme(tmp_path), ranking=ranking, report=view)

    assert "not safely callable" in caught.value.problems[0].what


@pytest.mark.parametrize(
    "block",
    [
        "{% set r = range(9999) %}{% for a in r %}{% for b in r %}{% for c in r %}{% endfor %}"
        "{% endfor %}{% endfor %}",
        "{% macro m(n) %}{{ m(n - 1) if n }}{{ m(n - 1) if n }}{% endmacro %}{{ m(60) }}",
        "{% for a in [1] recursive %}{{ loop([1, 1]) if loop.depth < 50 }}{% endfor %}",
    ],
)
def test_a_template_without_end_is_stopped(
    view: ReportView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: str
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    started = time.monotonic()

    problem = problem_of(view, tmp_path, block)

    assert time.monotonic() - started < 30
    assert "takes longer than 0.5 seconds" in problem.what


def test_loops_know_their_length_in_a_theme(view: ReportView, tmp_path: Path) -> None:
    block = (
        "{% block masthead %}{% for c in report.ranking %}{{ loop.index }}/{{ loop.length }}"
        "{{ ',' if not loop.last }}{% endfor %}{% endblock %}"
    )

    assert "1/4,2/4,3/4,4/4" in themed(view, tmp_path, EXTENDED + block)


def test_a_theme_cannot_take_the_policy_away(view: ReportView, tmp_path: Path) -> None:
    html = themed(
        view,
        tmp_path,
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>x</title>'
        "</head>\n<body>{{ report.title }}</body>\n</html>",
    )

    assert "Content-Security-Policy" in html
    assert "script-src 'none'" in html


def test_a_themed_report_has_the_bytes_of_another(ranking: Ranking, tmp_path: Path) -> None:
    first, second = (
        ranker.write_report(ranking, tmp_path / name, theme="ministry").read_bytes()
        for name in ("a.html", "b.html")
    )

    assert first == second
