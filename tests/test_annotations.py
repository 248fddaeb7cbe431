"""Annotations of GitHub's, the hook for pre-commit, and the recipes of docs/recipes.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import ranker
from ranker.cli import app
from ranker.errors import Problem
from ranker.output.annotations import github_line
from ranker.study.load import check_study
from tests.studies import swap, write_study

CHECKOUT = Path(__file__).parents[1]
COMMAND = re.compile(r"::(?P<severity>error|warning) (?P<properties>[^:]*)::(?P<message>.*)")


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (pair.split("=", 1) for pair in found["properties"].split(","))
    held = {name: _plain(text, {"%3A": ":", "%2C": ","}) for name, text in pairs}
    return found["severity"], held, _plain(found["message"], {})


def _plain(text: str, more: dict[str, str]) -> str:
    marks = {**more, "%0D": "\r", "%0A": "\n", "%25": "%"}
    return re.sub("|".join(marks), lambda mark: marks[mark[0]], text)


# --- annotations ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["50% of 3, or more: x", "::error file=x::gone", "%0A::warning::y", "a\nb\r::debug::c", "%25"],
)
def test_no_text_ends_a_command_or_begins_another(tmp_path: Path, text: str):
    problem = Problem("field-value", f"a,b:c%/study.yaml:7 {text}", text, text)

    severity, properties, message = read(github_line(problem, root=tmp_path))

    assert severity == "error"
    assert properties == {"file": "a,b:c%/study.yaml", "line": "7", "title": "field-value"}
    assert message == f"{problem.where.partition(' ')[2]}: {problem.what} {problem.mend}"


def test_paths_count_from_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "studies").mkdir()
    monkeypatch.chdir(tmp_path / "studies")
    problems = [
        Problem("field-value", f"{where}:3 x", "what.", "mend.", "warning")
        for where in ("mine/study.yaml", str(tmp_path / "studies/mine/study.yaml"), "/else/x.csv")
    ]

    files = [read(github_line(problem, root=tmp_path))[1]["file"] for problem in problems]

    assert files == ["studies/mine/study.yaml", "studies/mine/study.yaml", "/else/x.csv"]


def test_a_problem_of_no_file_has_a_title_alone(tmp_path: Path):
    line = github_line(Problem("study-not-found", "nope", "what.", "mend."), root=tmp_path)

    assert line == "::error title=study-not-found::nope: what. mend."


def test_every_problem_of_a_study_becomes_an_annotation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    study = write_study(
        tmp_path / "my study",
        study=[swap("weight: 3", "weight: -1"), swap("  JPN: {en: Japan, ko: 일본}\n", "")],
        observations=swap("alder,grants,crane,5", "alder,grants,crane,x"),
    )

    result = invoke("check", str(study), "--format", "github")

    found = [read(line) for line in result.stdout.splitlines()]
    places = {(held["file"], held["line"], held["title"]) for _, held, _ in found}
    assert result.exit_code == 1
    assert len(found) == len(check_study(study)[1]) == 3
    assert ("my study/observations.csv", "2", "number-invalid") in places
    assert {severity for severity, _, _ in found} == {"error", "warning"}
    assert result.stderr == "2 errors, 1 warning\n"


def test_a_study_that_is_not_there_is_an_annotation_too():
    result = invoke("check", "nope", "--format", "github")

    assert result.exit_code == 1
    assert read(result.stdout.strip())[1] == {"title": "study-not-found"}


def test_a_sound_study_has_no_annotation(tmp_path: Path):
    result = invoke("check", str(write_study(tmp_path)), "--format", "github")

    assert (result.exit_code, result.stdout) == (0, "")


def test_a_check_as_json_has_the_same_problems(tmp_path: Path):
    study = write_study(tmp_path, study=swap("weight: 3", "weight: -1"))

    result = invoke("check", str(study), "--format", "json")

    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["schema"] == "cluster-ranker/check/1"
    assert found["has_errors"]
    assert [p["code"] for p in found["problems"]] == [p.code for p in check_study(study)[1]]


# --- the hook and the recipes ---------------------------------------------------------------


@pytest.fixture(scope="module")
def recipes() -> dict[str, Any]:
    """The YAML files of the page, by the path in their first line."""
    text = (CHECKOUT / "docs" / "recipes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return {path: yaml.safe_load(body) for path, body in blocks}


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment whose ``ranker`` is the one under test and whose ``pip`` installs nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    scripts = {
        "ranker": f'PYTHONPATH={CHECKOUT} exec {sys.executable} -m ranker "$@"',
        "pip": 'echo "pip $*"',
    }
    for name, body in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def follow(steps: list[dict[str, Any]], repository: Path, environment: dict[str, str]) -> Any:
    """Run the commands of a workflow's steps until one fails, as GitHub's runner does."""
    done = None
    for step in steps:
        if "run" in step:
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", step["run"]],
                cwd=repository,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                break
    return done


def test_the_recipe_of_a_check_annotates_and_fails(
    recipes: dict[str, Any], shell: dict[str, str], tmp_path: Path
):
    workflow = recipes[".github/workflows/check.yml"]
    steps = workflow["jobs"]["check"]["steps"]
    summary = tmp_path / "summary.md"
    environment = {
        **shell,
        **workflow["env"],
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(tmp_path),
    }

    write_study(tmp_path / "study")
    sound = follow(steps, tmp_path, environment)
    write_study(tmp_path / "study", study=swap("weight: 3", "weight: -1"))
    broken = follow(steps, tmp_path, environment)

    assert sound.returncode == 0
    assert summary.read_text(encoding="utf-8").startswith("# Four harbours")
    assert broken.returncode == 1
    assert read(broken.stdout.strip())[1]["file"] == "study/study.yaml"


def test_the_recipe_of_a_report_writes_what_it_publishes(
    recipes: dict[str, Any], shell: dict[str, str], tmp_path: Path
):
    workflow = recipes[".github/workflows/report.yml"]
    steps = workflow["jobs"]["report"]["steps"]
    write_study(tmp_path / "study")
    environment = {**shell, "RANKER": workflow["env"]["RANKER"], "BASE": "https://x.example/embed/"}

    done = follow(steps, tmp_path, environment)

    published = next(step for step in steps if "pages-artifact" in step.get("uses", ""))
    public = tmp_path / published["with"]["path"]
    assert done.returncode == 0, done.stderr
    assert (public / "index.html").is_file()
    assert (public / "embed" / "oembed.json").is_file()
    assert "study/**" in workflow[True]["push"]["paths"]  # YAML 1.1 reads `on` as true


def test_a_second_build_of_the_recipe_starts_from_a_clean_folder_and_gives_equal_bytes(
    recipes: dict[str, Any], shell: dict[str, str], tmp_path: Path
):
    steps = recipes[".github/workflows/report.yml"]["jobs"]["report"]["steps"]
    environment = {**shell, "RANKER": "x", "BASE": "https://x.example/embed/"}
    built = []

    for name in ("one", "two"):
        repository = tmp_path / name
        write_study(repository / "study")
        assert follow(steps, repository, environment).returncode == 0
        public = repository / "public"
        built.append(
            {
                path.relative_to(public): path.read_bytes()
                for path in public.rglob("*")
                if path.is_file()
            }
        )

    assert built[0] == built[1]


def test_the_action_checks_the_study_it_is_given(
    recipes: dict[str, Any], shell: dict[str, str], tmp_path: Path
):
    action = recipes["action.yml"]
    inputs = {name: held["default"] for name, held in action["inputs"].items()}
    write_study(tmp_path / "study", sources=None)

    done = follow(
        action["runs"]["steps"],
        tmp_path,
        {**shell, "STUDY": inputs["study"], "RANKER": inputs["ranker"]},
    )

    assert action["runs"]["using"] == "composite"
    assert all(step["shell"] == "bash" for step in action["runs"]["steps"])
    assert done.returncode == 1
    assert "title=file-missing" in done.stdout


def test_the_hook_is_the_one_that_the_recipe_names(
    recipes: dict[str, Any], shell: dict[str, str], tmp_path: Path
):
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    used = recipes[".pre-commit-config.yaml"]["repos"][0]["hooks"][0]
    hook = next(hook for hook in hooks if hook["id"] == used["id"])
    write_study(tmp_path / "study", study=swap("weight: 3", "weight: -1"))

    command = [*hook["entry"].split(), *used["args"]]
    done = subprocess.run(
        command, cwd=tmp_path, env=shell, capture_output=True, text=True, check=False
    )

    assert {"id", "name", "entry", "language"} <= set(hook)
    assert not hook["pass_filenames"]
    assert re.search(hook["files"], "study/observations.csv")
    assert done.returncode == 1
    assert "[weight-negative]" in done.stdout


def test_no_recipe_writes_an_expression_of_github_into_a_command(recipes: dict[str, Any]):
    """What somebody else may have named would run there."""
    lists = [
        *(
            job["steps"]
            for name in recipes
            if "workflows" in name
            for job in recipes[name]["jobs"].values()
        ),
        recipes["action.yml"]["runs"]["steps"],
    ]

    assert all("${{" not in step.get("run", "") for steps in lists for step in steps)
    assert ranker.__version__ in recipes[".pre-commit-config.yaml"]["repos"][0]["rev"]
