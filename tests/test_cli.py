"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner

import ranker
from ranker.analysis.ranking import Ranking, rank
from ranker.cli import app
from ranker.errors import MethodError, Problem
from ranker.output.terminal import PIPED_WIDTH, ranking_text, render
from ranker.study.load import check_study
from ranker.study.model import Study
from tests.studies import swap, write_study

DOCS = Path(__file__).parents[1] / "docs" / "cli.md"
ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ranker", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | settings,
        check=False,
    )


# --- end to end --------------------------------------------------------------------------


def test_the_result_is_on_stdout_and_what_was_changed_on_stderr():
    done = run("rank", "--weight", "governance=0.4", "--format", "json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["weights"]["shares"]["governance"] == 0.4
    assert done.stderr.startswith("weights: set Governance 25.0% → 40.0%, rescaled Investment")


def test_a_table_in_a_pipe_has_every_column_and_no_colour():
    done = run("rank", COLUMNS="40")

    assert ESCAPE not in done.stdout
    assert "…" not in done.stdout
    assert done.stderr == ""
    head = done.stdout.splitlines()[2]
    for column in ("Rank", "Cluster", "Local name", "Group", "Score", "Foreign firm presence"):
        assert column in head
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_names_of_any_script_pass_through_a_pipe_whatever_the_locale():
    done = run("rank", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")

    assert done.returncode == 0
    assert "오송 바이오밸리" in done.stdout


def test_a_reader_that_goes_early_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [sys.executable, "-m", "ranker", "show", "osong"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream_is_no_traceback_and_swaps_nothing(stream: str):
    number = {"stdout": 1, "stderr": 2}[stream]
    code = (
        f"import os, sys; os.close({number}); sys.{stream} = None; "
        "sys.argv = ['ranker', 'rank', '--group', 'x']; from ranker.cli import main; main()"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_full_disk_is_told_without_a_traceback():
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ranker", "methods"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.startswith("stdout: the result cannot be written: ")


def test_two_runs_write_equal_bytes():
    first, second = (run("rank", "--format", "csv", PYTHONHASHSEED=seed) for seed in "12")

    assert first.stdout == second.stdout


# --- exit codes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rank", "--profile", "investr"], "profile-unknown"),
        (["rank", "--method", "topsi"], "method-unknown"),
        (["rank", "--group", "kore"], "group-unknown"),
        (["rank", "--weight", "governance"], "argument-invalid"),
        (["rank", "--weight", "governance=much"], "argument-invalid"),
        (["rank", "--weight", "=0.4"], "argument-invalid"),
        (["rank", "--weight", "talent=0.4", "--weight", "talent=0.5"], "argument-invalid"),
        (["rank", "--weight", "governanc=0.4"], "profile-criterion-unknown"),
        (["rank", "--weight", "governance=-1"], "weight-negative"),
        (["rank", "--weight", "governance=nan"], "weight-negative"),
        (["rank", "--weight", "governance=1.5"], "weight-override"),
        (["show", "osng"], "cluster-unknown"),
        (["methods", "topsi"], "method-unknown"),
        (["report", "-o", "/no/such/folder/report.html"], "destination-unwritable"),
    ],
)
def test_a_wrong_argument_is_one_line_on_stderr_and_exit_2(arguments: list[str], code: str):
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].endswith(f"[{code}]")


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["rank", "--bogus"],
        ["rank", "--as-of", "last"],
        ["rank", "--format", "xml"],
        ["show"],
    ],
)
def test_what_the_parser_refuses_is_exit_2_with_the_usage_on_stderr(arguments: list[str]):
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: ranker" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["rank", "--as-of", "1900"], "ranked-none"), (["rank", "/no/such/study"], "study-not-found")],
)
def test_content_that_cannot_be_used_is_exit_1(arguments: list[str], code: str):
    result = invoke(*arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.endswith(f"[{code}]\n")


def test_a_method_that_refuses_is_exit_1(monkeypatch: pytest.MonkeyPatch):
    problem = Problem("matrix-nonpositive", "performances[a, b]", "it is 0.", "Choose another.")

    def refuse(*_: Any, **__: Any) -> Ranking:
        raise MethodError(problem)

    monkeypatch.setattr(ranker, "rank", refuse)

    result = invoke("rank", "--method", "weighted-product")

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{problem}\n")


def test_every_wrong_weight_is_told_at_once():
    result = invoke("rank", "--weight", "a", "--weight", "b=x", "--weight", "talent=0.1")

    assert len(result.stderr.splitlines()) == 2


# --- rank --------------------------------------------------------------------------------


def test_the_table_ranks_and_shows_the_benchmark_apart(study: str):
    shown = invoke("rank", study).stdout

    order = [shown.index(name) for name in ("Alder Bay", "Cedar Cove", "Birch Point", "Dover")]
    assert order == sorted(order)
    assert "Dover takes no rank as a benchmark; it would be 1st." in shown
    assert "Method: Weighted sum. Weights (profile Even): Money 50%, People 50%." in shown


def test_a_group_shows_its_rows_with_both_ranks(study: str):
    shown = invoke("rank", study, "--group", "home").stdout

    assert re.search(r"^ *3 +2 +Birch Point", shown, re.MULTILINE)
    assert "Cedar Cove" not in shown
    assert "Dover" not in shown


def test_the_table_names_who_is_not_ranked_and_why(asia: Ranking):
    shown = invoke("rank").stdout

    assert f"Not ranked for want of figures: {len(asia.unranked)}." in shown
    for entry in asia.unranked:
        assert entry.cluster.name in shown


def test_as_of_and_a_falling_score_are_told(study: str):
    shown = invoke("rank", study, "--method", "vikor", "--as-of", "2025").stdout

    assert "Method: VIKOR, less is better." in shown
    assert "Figures up to 2025." in shown


@pytest.mark.parametrize("output", ["json", "csv", "md"])
def test_other_formats_are_those_of_the_library(study: str, output: str):
    write = {"json": ranker.to_json, "csv": ranker.to_csv, "md": ranker.to_markdown}[output]

    assert invoke("rank", study, "--format", output).stdout == write(rank(study))


@pytest.mark.parametrize("width", [60, 80, 100, 120, 140, 180])
def test_a_table_fits_its_terminal_and_breaks_no_word(asia: Ranking, width: int):
    shown = render(ranking_text(asia, width=width), width=width, colour=False)

    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "…" not in shown
    words = set(re.findall(r"[^\s–─]+", shown))
    whole = render(ranking_text(asia, width=PIPED_WIDTH), width=PIPED_WIDTH, colour=False)
    numbers = {str(n) for n in range(1, 1 + len(asia.study.criteria))}
    assert words <= set(re.findall(r"[^\s–─]+", whole)) | numbers


@pytest.mark.parametrize(
    ("width", "has_local", "has_labels", "has_criteria"),
    [
        (200, True, True, True),
        (140, False, True, True),
        (100, False, False, True),
        (80, False, False, False),
    ],
)
def test_a_narrow_terminal_drops_local_names_then_labels_then_criteria(
    asia: Ranking, width: int, has_local: bool, has_labels: bool, has_criteria: bool
):
    shown = render(ranking_text(asia, width=width), width=width, colour=False)
    osong = next(line for line in shown.splitlines() if "Osong Bio Valley" in line)

    assert ("오송" in osong) == has_local
    assert ("Investment" in shown.splitlines()[2]) == has_labels
    assert (len(re.findall(r"\d+\.\d", osong)) == 5) == has_criteria


def test_a_terminal_gets_colour_and_no_control_characters_from_a_name(harbours: Study):
    first, *others = harbours.clusters
    odd = replace(first, name=f"Alder{ESCAPE}[2J [red]Bay")

    ranking = rank(replace(harbours, clusters=(odd, *others)))
    shown = render(ranking_text(ranking, width=100), width=100, colour=True)

    assert f"{ESCAPE}[1m" in shown
    assert f"{ESCAPE}[2J" not in shown
    assert "[red]Bay" in shown


# --- report, check, show -----------------------------------------------------------------


def test_report_prints_the_path_it_wrote(study: str, tmp_path: Path):
    path = tmp_path / "page.html"

    result = invoke("report", study, "-o", str(path))

    assert result.stdout == f"{path}\n"
    assert path.read_text(encoding="utf-8").startswith("<!")


def test_check_of_a_sound_study_says_so_on_stderr_alone(study: str):
    result = invoke("check", study)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no problems: 4 clusters, 19 figures, 2 sources, 2 profiles\n"


def test_check_lists_every_problem_on_stdout_and_counts_on_stderr(tmp_path: Path):
    study = write_study(
        tmp_path, study=swap("role: home", "role: hme"), clusters=swap("37.4", "137.4")
    )

    result = invoke("check", str(study))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [str(problem) for problem in check_study(study)[1]]
    assert result.stderr == "2 errors\n"


def test_a_warning_is_marked_and_fails_nothing(tmp_path: Path):
    study = write_study(tmp_path, study=swap("  JPN: {en: Japan, ko: 일본}\n", ""))

    result = invoke("check", str(study))

    assert result.exit_code == 0
    assert ": warning: the country 'JPN' has no name." in result.stdout
    assert result.stderr.startswith("1 warning: 4 clusters")


def test_check_tells_what_only_a_ranking_shows(tmp_path: Path):
    study = write_study(tmp_path, observations=swap("JPN,spending,,4", "JPN,spending,,2"))

    result = invoke("check", str(study))

    assert result.exit_code == 0
    assert "[indicator-constant]" in result.stdout


def test_check_fails_where_nobody_can_be_ranked(tmp_path: Path):
    study = write_study(
        tmp_path,
        observations=lambda text: "".join(
            line for line in text.splitlines(True) if ",grants," not in line
        ),
    )

    result = invoke("check", str(study))

    assert result.exit_code == 1
    assert "[ranked-none]" in result.stdout


def test_show_has_every_figure_with_its_source_and_what_was_not_chosen(study: str):
    shown = invoke("show", "alder", "--study", study).stdout

    assert "1st of 3, 1st of 2 in Home; score 62.9 by Weighted sum" in shown
    assert "Grants: 9 USD m (8 to 12), 2023–2024, grade B, 50.5 points" in shown
    assert "crane: 5 USD m (4 to 8), 2024, grade A – Harbour gazette" in shown
    assert "https://gazette.example/grants" in shown
    assert "not chosen: pier: 3 USD m in 2021, grade A, older than 2023" in shown
    assert "Spending: 2 % of GDP, 2024, grade A, country figure of KOR" in shown
    assert "Plans: 40 USD m, 2030, grade C" in shown
    assert "Until 2030" in shown


def test_show_says_why_a_cluster_is_not_ranked_and_marks_missing_figures(asia: Ranking):
    entry = asia.unranked[0]

    shown = invoke("show", entry.cluster.id).stdout

    assert "Not ranked; " in shown
    assert f"  {entry.missing[0].indicator.label.en}: –" in shown


def test_show_places_a_benchmark_without_a_rank(study: str):
    shown = invoke("show", "dover", "--study", study).stdout

    assert "Benchmark without a rank, would be 1st" in shown


def test_show_as_of_passes_later_figures_over(study: str):
    result = invoke("show", "cedar", "--study", study, "--as-of", "2024")

    assert "not chosen: 0 · none in 2025, grade A, later than 2024" in result.stdout


def test_show_as_json_names_its_schema(study: str):
    data = json.loads(invoke("show", "alder", "--study", study, "--format", "json").stdout)

    assert data["schema"] == "cluster-ranker/cluster/1"


# --- methods, profiles, new --------------------------------------------------------------


def test_methods_lists_the_catalogue_and_tells_one_in_full():
    listed = invoke("methods").stdout
    vikor = invoke("methods", "vikor").stdout

    assert "weighted-sum" in listed
    assert "Hwang, C.-L., & Yoon, K. (1981)" in listed
    assert "VIKOR (vikor)" in vikor
    assert "https://doi.org/10.1016/S0377-2217(03)00020-1" in vikor
    assert "less is better" in vikor


def test_methods_as_json_hold_one_or_all():
    every = json.loads(invoke("methods", "--format", "json").stdout)["methods"]
    one = json.loads(invoke("methods", "topsis", "--format", "json").stdout)["methods"]

    assert len(every) > 1
    assert [entry["name"] for entry in one] == ["topsis"]


def test_profiles_tell_whose_view_and_which_weights(study: str):
    shown = invoke("profiles", study).stdout

    assert "even (Even, the default)" in shown
    assert "Both weigh the same." in shown
    assert "Money 75%, People 25%, grants 50%, spending 50%" in shown


def test_a_study_without_profiles_says_so_on_stderr(tmp_path: Path):
    study = write_study(tmp_path, study=swap("profile: even\n", ""), even=None, funder=None)

    result = invoke("profiles", str(study))

    assert result.exit_code == 0
    assert "no profiles" in result.stderr


@pytest.mark.parametrize("empty", [[], ["--empty"]])
def test_a_new_study_passes_the_check_without_a_word(tmp_path: Path, empty: list[str]):
    folder = tmp_path / "mine"

    made = invoke("new", str(folder), *empty)
    checked = invoke("check", str(folder))

    assert made.stdout == f"{folder}\n"
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert checked.stderr.startswith("no problems")


@pytest.mark.parametrize("empty", [[], ["--empty"]])
def test_a_new_study_points_its_editor_to_its_own_schemas(tmp_path: Path, empty: list[str]):
    folder = tmp_path / "mine"

    invoke("new", str(folder), *empty)

    for path in (folder / "study.yaml", *(folder / "profiles").glob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = path.parent / first.partition("$schema=")[2]
        assert json.loads(target.read_text(encoding="utf-8"))["title"]


def test_a_copy_has_every_file_of_the_bundled_study_and_ranks_the_same(
    tmp_path: Path, asia: Ranking
):
    folder = tmp_path / "mine"

    invoke("new", str(folder))

    root = asia.study.path
    names = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    assert names <= {path.relative_to(folder) for path in folder.rglob("*")}
    assert rank(folder).ranks.tolist() == asia.ranks.tolist()


def test_an_empty_folder_may_be_filled(tmp_path: Path):
    folder = tmp_path / "mine"
    folder.mkdir()

    result = invoke("new", str(folder), "--empty")

    assert result.exit_code == 0
    assert (folder / "study.yaml").exists()
    assert not any(path.name.startswith(".") for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_there_is_never_overwritten(tmp_path: Path, kind: str):
    target = tmp_path / "mine"
    if kind == "folder":
        target.mkdir()
        (target / "note.txt").write_text("mine")
    else:
        target.write_text("mine")

    result = invoke("new", str(target))

    assert result.exit_code == 2
    assert result.stderr.endswith("[destination-exists]\n")
    assert sorted(path.name for path in tmp_path.rglob("*")) in (["mine", "note.txt"], ["mine"])


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def break_off(study: str) -> Iterator[tuple[str, bytes]]:
        yield "study.yaml", b"id: x"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ranker.study.scaffold.study_files", break_off)

    result = invoke("new", str(tmp_path / "mine"))

    assert result.exit_code == 2
    assert result.stderr.endswith("[destination-unwritable]\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_above_that_is_not_there_is_refused(tmp_path: Path):
    result = invoke("new", str(tmp_path / "no" / "such"))

    assert result.exit_code == 2
    assert "[destination-unwritable]" in result.stderr


def test_the_skeleton_marks_its_figures_as_examples(tmp_path: Path):
    invoke("new", str(tmp_path / "mine"), "--empty")

    rows = (tmp_path / "mine" / "observations.csv").read_text(encoding="utf-8").splitlines()[1:]
    sources = (tmp_path / "mine" / "sources.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all("Example figure" in row for row in rows)
    assert all("https://example.org/" in row for row in sources)


# --- help and documentation --------------------------------------------------------------


def test_without_a_command_the_help_is_shown():
    result = invoke()

    assert result.exit_code == 2
    assert "Usage: ranker" in result.output


COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def flags_of(command: Any) -> set[str]:
    """Return the options of a command, and of the commands within it."""
    within = getattr(command, "commands", {}).values()
    own = {flag for p in command.params for flag in p.opts}
    return own.union(*(flags_of(inner) for inner in within))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(name: str):
    shown = invoke(name, "--help").stdout

    assert re.search(rf"^ +ranker {name}\b", shown, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_option_and_example_is_documented(name: str):
    section = DOCS.read_text(encoding="utf-8").partition(f"\n## ranker {name}\n")[2]
    section = section.partition("\n## ")[0]
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    options = [flag for flag in flags_of(command) if flag.startswith("-")]

    assert section, f"docs/cli.md has no section on {name}"
    assert [flag for flag in options if f"`{flag}" not in section] == []
    examples = re.findall(rf"^ +(ranker {name}.*)$", invoke(name, "--help").stdout, re.MULTILINE)
    assert [line for line in examples if line not in section] == []


def test_no_documented_command_or_option_is_made_up():
    text = DOCS.read_text(encoding="utf-8")
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    known = {flag for command in commands for flag in flags_of(command)}

    assert set(re.findall(r"^## ranker ([\w-]+)$", text, re.MULTILINE)) == set(COMMANDS)
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]*", text)) <= known | {"--help", "--version"}
