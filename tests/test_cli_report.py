"""The command that writes the report: which files, what it refuses, what it says."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.cli import app
from ranker.output import limits
from tests.pages import read_page
from tests.studies import write_study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    write_study(tmp_path / "harbours")
    return "harbours"


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


def test_one_page_is_written_where_nothing_else_is_asked(study: str) -> None:
    done = invoke(study)

    assert (done.exit_code, done.stdout) == (0, "report.html\n")
    assert not Path("report.json").exists()


def test_a_site_is_written_in_place_of_the_page(study: str) -> None:
    done = invoke(study, "--site", "out")

    assert (done.exit_code, done.stdout) == (0, f"{Path('out/index.html')}\n")
    assert Path("out/clusters/alder.html").is_file()
    assert not Path("report.html").exists()


def test_all_files_of_one_report_come_from_one_run(study: str) -> None:
    Path("pictures").mkdir()

    done = invoke(
        study, "-o", "a.html", "--json", "--pdf", "a.pdf", "--preview", "pictures/a b.png"
    )

    page = read_page(Path("a.html").read_text(encoding="utf-8"))
    held = json.loads(Path("a.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == ["a.html", "a.json", "a.pdf", "pictures/a b.png"]
    assert page.find("meta", property="og:image")[0].attributes["content"] == "pictures/a%20b.png"
    assert held["schema"] == "cluster-ranker/report/1"
    assert held["robustness"]["schema"] == "cluster-ranker/robustness/1"
    assert held["ranking"]["ranking"][0]["rank"] == 1
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")


def test_a_pdf_alone_writes_no_page(study: str) -> None:
    done = invoke(study, "--pdf", "a.pdf")

    assert (done.exit_code, done.stdout) == (0, "a.pdf\n")
    assert not Path("report.html").exists()


def test_a_page_says_its_title_and_headline_to_other_programs(study: str) -> None:
    invoke(study)

    page = read_page(Path("report.html").read_text(encoding="utf-8"))

    said = {
        m.attributes["property"]: m.attributes["content"]
        for m in page.find("meta")
        if "property" in m.attributes
    }
    assert said["og:title"] == "Four harbours"
    assert said["og:description"] == page.find("h1")[0].text()
    assert "og:image" not in said


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        (["--site", "out", "-o", "a.html", "--json"], ["-o", "--json"]),
        (["--site", "out", "--pdf", "a.pdf", "--preview", "a.png"], ["--pdf", "--preview"]),
        (["--pdf", "a.pdf", "--json", "--preview", "a.png"], ["--preview", "--json"]),
    ],
)
def test_options_that_do_not_go_together_are_all_refused_at_once(
    study: str, arguments: list[str], flags: list[str]
) -> None:
    done = invoke(study, *arguments)

    lines = done.stderr.splitlines()
    assert done.exit_code == 2
    assert [line.partition(":")[0] for line in lines] == flags
    assert all(line.endswith("[argument-invalid]") for line in lines)
    assert not Path("out").exists()


def test_a_large_study_in_one_file_is_pointed_to_a_site(
    study: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ONE_FILE", 3)

    alone, as_site = invoke(study), invoke(study, "--site", "out")

    assert "4 clusters, and one file shows up to 3 well" in alone.stderr
    assert "ranker report --site" in alone.stderr
    assert "one file" not in as_site.stderr


def test_open_shows_the_file_in_the_browser(study: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)

    done = invoke(study, "--open")

    assert opened == [Path("report.html").absolute().as_uri()]
    assert "no browser" not in done.stderr


def test_without_a_browser_one_sentence_says_what_to_open(
    study: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)

    done = invoke(study, "--open")

    assert done.exit_code == 0
    assert "no browser could be started: open report.html yourself" in done.stderr
