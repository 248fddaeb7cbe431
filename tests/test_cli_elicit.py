"""The form of judgements as a file, and answers that come back: taken in whole, or refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ranker.analysis.weighting import resolve_weights
from ranker.cli import app
from ranker.output.form import render_form
from ranker.study.load import check_study, open_study
from ranker.study.model import Study
from tests.studies import swap, write_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "harbours")


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["elicit", *map(str, arguments)], prog_name="ranker")


def answers(folder: Path, **changes: Any) -> dict[str, Any]:
    """Return what the form saves, with fields changed; None leaves one out."""
    content = {
        "format": "answers-1",
        "study": "harbours",
        "edition": "2025-06-30",
        "content_hash": open_study(folder).content_hash,
        "asked": {"top": ["money", "people"]},
        "label": 'Kim: the harbour\'s "own" view, no',
        "view": "김 씨의 의견",
        "elicit": {"top": {"method": "swing", "judgements": {"money": 100, "people": 25}}},
    }
    return {name: value for name, value in (content | changes).items() if value is not None}


def saved(folder: Path, name: str, content: object) -> Path:
    file = folder / name
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return file


def written(study: Path) -> list[str]:
    return sorted(path.name for path in (study / "profiles").iterdir())


def refused(result: Result, code: str, *, exit_code: int = 1) -> str:
    assert result.exit_code == exit_code
    assert f"[{code}]" in result.stderr
    return result.stderr


def test_answers_become_a_profile_whose_weights_hold(study: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, "kim.json", answers(study))

    result = invoke("import", file, "--study", study)

    assert (result.exit_code, result.stdout) == (0, f"{study}/profiles/kim.yaml\n")
    opened = open_study(study)
    assert resolve_weights(opened, profile="kim").shares["money"] == pytest.approx(0.8)
    assert opened.profiles["kim"].label.en == answers(study)["label"]
    assert opened.profiles["kim"].view.en == "김 씨의 의견"
    assert "ranker rank" in result.stderr


def test_the_profile_says_where_its_answers_are_from(study: Path, tmp_path: Path) -> None:
    told = answers(study)
    invoke("import", saved(tmp_path, "kim.json", told), "--study", study)

    first = (study / "profiles" / "kim.yaml").read_text(encoding="utf-8").splitlines()[0]

    assert first == (
        "# Answers to the form of study harbours, edition 2025-06-30, "
        f"content {told['content_hash']}"
    )


def test_a_changed_study_is_told_and_its_answers_still_taken(study: Path, tmp_path: Path) -> None:
    told = answers(study, content_hash="0" * 64)

    result = invoke("import", saved(tmp_path, "kim.json", told), "--study", study)

    assert result.exit_code == 0
    assert "the study has changed since the form was made" in result.stderr


def test_answers_on_another_study_are_refused(study: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, "kim.json", answers(study, study="forests"))

    result = invoke("import", file, "--study", study)

    assert f"{file}:3 study: the answers are on the study 'forests'" in refused(
        result, "answers-foreign"
    )
    assert written(study) == ["even.yaml", "funder.yaml"]


@pytest.mark.parametrize(
    "asked",
    [{"top": ["money", "people", "reach"]}, {"top": ["money"]}, {}, {"reach": ["a", "b"]}],
)
def test_answers_on_other_criteria_are_refused(
    study: Path, tmp_path: Path, asked: dict[str, list[str]]
) -> None:
    file = saved(tmp_path, "kim.json", answers(study, asked=asked))

    refused(invoke("import", file, "--study", study), "answers-foreign")

    assert written(study) == ["even.yaml", "funder.yaml"]


def test_every_problem_of_every_file_is_told_at_once(study: Path, tmp_path: Path) -> None:
    wrong = {"top": {"method": "swing", "judgements": {"money": 100, "people": 250}}}
    files = [
        saved(tmp_path, "kim.json", answers(study, elicit=wrong)),
        saved(tmp_path, "lee park.json", answers(study, view=None)),
        saved(tmp_path, "choi.json", ["not", "answers"]),
        tmp_path / "nobody.json",
        saved(tmp_path, "empty.json", answers(study, elicit={}, asked={})),
    ]

    result = invoke("import", *files, "--study", study)

    assert result.exit_code == 1
    told = [line.rsplit("[")[-1].rstrip("]") for line in result.stderr.splitlines()]
    expected = ["elicit-value", "field-missing", "id-invalid", "field-type", "file-missing"]
    assert [code for code in told if code in {*expected, "elicit-missing"}] == [
        *expected,
        "elicit-missing",
    ]
    assert written(study) == ["even.yaml", "funder.yaml"]


def test_a_profile_is_replaced_only_by_force(study: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, "even.json", answers(study))
    before = (study / "profiles" / "even.yaml").read_bytes()

    refused(invoke("import", file, "--study", study), "destination-exists", exit_code=2)
    kept = (study / "profiles" / "even.yaml").read_bytes()
    forced = invoke("import", file, "--study", study, "--force")

    assert kept == before
    assert forced.exit_code == 0
    assert (study / "profiles" / "even.yaml").read_bytes() != before


def test_of_two_files_of_one_name_none_is_taken(study: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files = [saved(folder, "kim.json", answers(study)) for folder in (tmp_path, tmp_path / "other")]

    refused(invoke("import", *files, "--study", study), "destination-exists", exit_code=2)

    assert written(study) == ["even.yaml", "funder.yaml"]


def test_nothing_is_left_where_the_folder_cannot_be_written(study: Path, tmp_path: Path) -> None:
    files = [saved(tmp_path, f"{name}.json", answers(study)) for name in ("kim", "lee")]
    (study / "profiles" / ".lee.yaml.new").mkdir()

    refused(invoke("import", *files, "--study", study), "destination-unwritable", exit_code=2)

    assert written(study) == [".lee.yaml.new", "even.yaml", "funder.yaml"]


def test_children_of_a_criterion_may_be_judged_alone(study: Path, tmp_path: Path) -> None:
    told = answers(
        study,
        asked={"people": ["office", "vacancies"]},
        elicit={"people": {"method": "ahp", "judgements": {"office / vacancies": "1/3"}}},
    )

    result = invoke("import", saved(tmp_path, "kim.json", told), "--study", study)

    assert result.exit_code == 0
    shares = resolve_weights(open_study(study), profile="kim").shares
    assert (shares["office"], shares["money"]) == (pytest.approx(0.25), 0.5)
    assert [p for p in check_study(study)[1] if p.severity == "error"] == []


def test_the_form_is_written_and_its_path_printed(study: Path, tmp_path: Path) -> None:
    result = invoke("form", study, "-o", tmp_path / "form.html")

    assert (result.exit_code, result.stdout) == (0, f"{tmp_path}/form.html\n")
    text = (tmp_path / "form.html").read_text(encoding="utf-8")
    assert open_study(study).content_hash in text
    assert "script-src 'sha256-" in text


def test_the_form_is_the_same_for_the_same_study(harbours: Study) -> None:
    assert render_form(harbours) == render_form(harbours)


def test_texts_of_a_study_stay_texts_in_the_form(tmp_path: Path) -> None:
    hostile = swap("en: Money", 'en: "<script>alert(1)</script>"')
    page = render_form(open_study(write_study(tmp_path, study=hostile)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_form_that_cannot_be_written_is_refused(study: Path, tmp_path: Path) -> None:
    result = invoke("form", study, "-o", tmp_path / "nowhere" / "form.html")

    refused(result, "destination-unwritable", exit_code=2)
