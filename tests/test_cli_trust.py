"""Commands about trust: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from typer.testing import CliRunner, Result

from ranker import console
from ranker.analysis import agenda, robustness
from ranker.analysis.bounds import bounds
from ranker.analysis.ranking import rank
from ranker.analysis.sensitivity import sensitivity
from ranker.analysis.variation import Variation
from ranker.cli import app
from ranker.output.export_trust import robustness_to_json
from tests.clusters_of_dask import DaskCluster, dask_cluster, free_port
from tests.studies import write_study

LONG_RUN = ("robustness", "--draws", "900000000")
PATIENCE_SECONDS = 120.0  # on a machine that is busy


@pytest.fixture
def study(tmp_path: Path) -> str:
    return str(write_study(tmp_path / "harbours"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="ranker")


def start(*arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ranker", *arguments],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=os.environ | {"TERM": "xterm"},
    )


def keep_variation(kept: list[Variation]) -> Callable[..., Any]:
    """Stand in for `robustness`: remember what would vary, and stop."""

    def stand_in(ranking: Any, variation: Variation, **_: Any) -> None:
        kept.append(variation)
        raise KeyboardInterrupt

    return stand_in


# --- robustness --------------------------------------------------------------------------


def test_robustness_shows_intervals_chances_tiers_and_what_varied(study: str):
    result = invoke("robustness", study, "--draws", "500", "--top", "2")

    head = result.stdout.splitlines()[2]
    for column in ("Rank", "Cluster", "Median", "90% interval", "Expected", "P(first)", "Tier"):
        assert column in head
    assert "P(top 2)" in head
    assert "What varied: weights around the ranking's (concentration 20); each" in result.stdout
    assert "500 draws from seed 0; every share is within " in result.stdout
    assert "Tier 1: Alder Bay" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_robustness_as_json_is_that_of_the_library(study: str):
    shown = invoke("robustness", study, "--draws", "300", "--seed", "7", "--format", "json").stdout

    assert shown == robustness_to_json(rank(study).robustness(draws=300, seed=7))


def test_threads_change_no_byte(study: str):
    options = ("robustness", study, "--draws", "20000", "--format", "json")

    assert invoke(*options).stdout == invoke(*options, "--jobs", "3").stdout


def test_another_seed_gives_other_draws_and_seed_0_is_a_seed(study: str):
    zero, none, one = (
        invoke("robustness", study, "--draws", "300", "--format", "json", *seed).stdout
        for seed in (["--seed", "0"], [], ["--seed", "1"])
    )

    assert zero == none
    assert json.loads(zero)["rows"] != json.loads(one)["rows"]


def test_until_draws_on_until_shares_are_sure_enough(study: str):
    options = ("--draws", "500", "--until", "0.01", "--format", "json")

    data = json.loads(invoke("robustness", study, *options).stdout)

    assert data["error"] <= 0.01
    assert data["manifest"]["draws"] > 500


def test_every_option_reaches_the_simulation(study: str, monkeypatch: pytest.MonkeyPatch):
    kept: list[Variation] = []
    monkeypatch.setattr(robustness, "robustness", keep_variation(kept))

    invoke("robustness", study, "--weights", "around", "--concentration", "50", "--depth", "all")
    invoke("robustness", study, "--weights", "within", "--margin", "0.2", "--no-data")
    invoke("robustness", study, "--no-missing", "--vary", "aggregation", "--vary", "method")

    assert kept == [
        Variation(weights="around", concentration=50, depth="all"),
        Variation(weights="within", margin=0.2, data=False),
        Variation(missing=False, construction=("aggregation", "method")),
    ]


def test_weights_are_uniform_where_a_constraint_is_given_and_nothing_else_said(
    study: str, monkeypatch: pytest.MonkeyPatch
):
    kept: list[Variation] = []
    monkeypatch.setattr(robustness, "robustness", keep_variation(kept))

    invoke("robustness", study, "--constraint", "money >= people")
    invoke("robustness", study, "--constraint", "money >= people", "--weights", "within")

    assert [variation.weights for variation in kept] == ["uniform", "within"]


def test_a_method_without_batches_is_announced_with_the_time_it_takes(
    study: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ranker.analysis.simulation.estimate_seconds", lambda *_: 400.0)

    slow = invoke("robustness", study, "--method", "aras", "--draws", "20")
    quick = invoke("robustness", study, "--method", "topsis", "--draws", "20")

    assert slow.stderr == (
        "this takes about 7 minutes on one thread: not every method is computed in batches\n"
    )
    assert quick.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["robustness", "--draws", "0"], "argument-invalid"),
        (["robustness", "--draws", "-5"], "argument-invalid"),
        (["robustness", "--draws", "9999999999999"], "argument-invalid"),
        (["robustness", "--seed", "-1"], "argument-invalid"),
        (["robustness", "--until", "0"], "argument-invalid"),
        (["robustness", "--level", "1.5"], "argument-invalid"),
        (["robustness", "--jobs", "0"], "argument-invalid"),
        (["robustness", "--executor", "dask:/x"], "argument-invalid"),
        (["robustness", "--executor", "ray://host:1"], "argument-invalid"),
        (["robustness", "--executor", "dask://host"], "argument-invalid"),
        (["robustness", "--executor", "dask://host:1", "--jobs", "1"], "argument-invalid"),
        (["robustness", "--weights", "unifrom"], "argument-invalid"),
        (["robustness", "--vary", "methods"], "argument-invalid"),
        (["robustness", "--margin", "nan"], "argument-invalid"),
        (["robustness", "--constraint", "governance >= "], "constraint-invalid"),
        (["robustness", "--constraint", "talent >= 1.2"], "constraints-infeasible"),
        (["robustness", "--group", "kore"], "group-unknown"),
        (["research-agenda", "--draws", "5"], "argument-invalid"),
        (["research-agenda", "--cluster", "osng"], "cluster-unknown"),
        (["sensitivity", "--samples", "1000"], "argument-invalid"),
        (["sensitivity", "--samples", "2"], "argument-invalid"),
        (["sensitivity", "--seed", "-1"], "argument-invalid"),
        (["sensitivity", "--of", "scores"], "argument-invalid"),
        (["sensitivity", "--of", "score", "--vary", "method"], "argument-invalid"),
        (["sensitivity", "--cluster", "osng"], "cluster-unknown"),
        (["sensitivity", "--cluster", "boston"], "cluster-unknown"),
        (["sensitivity", "--pair", "osong", "sogdo"], "cluster-unknown"),
        (["sensitivity", "--pair", "osong", "osong"], "argument-invalid"),
        (
            ["sensitivity", "--weights", "fixed", "--no-data", "--no-missing"],
            "argument-invalid",
        ),
        (["sensitivity", "--constraint", "talent >= 1.2"], "constraints-infeasible"),
        (["bounds", "--group", "kore"], "group-unknown"),
        (["bounds", "--certificate", "osng"], "cluster-unknown"),
        (["bounds", "--certificate", "osong", "--format", "csv"], "argument-invalid"),
        (["bounds", "--weights", "fixed", "--constraint", "talent <= 0.4"], "argument-invalid"),
        (["stability", "--pair", "osong", "sogdo"], "cluster-unknown"),
        (["inverse", "boston"], "cluster-unknown"),
        (["dispute", "osong", "sogdo"], "cluster-unknown"),
    ],
)
def test_a_wrong_argument_is_one_line_on_stderr_and_exit_2(arguments: list[str], code: str):
    result = invoke(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith(f"[{code}]\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["robustness", "research-agenda", "sensitivity", "bounds"])
def test_what_is_wrong_is_told_before_the_work_starts(name: str, monkeypatch: pytest.MonkeyPatch):
    def work(*_: Any, **__: Any) -> None:
        raise AssertionError("the work has started")

    for target in (
        "robustness.BlockRun.__call__",
        "agenda._drawn",
        "sensitivity._Run.__call__",
        "bounds.bounds",
    ):
        monkeypatch.setattr(f"ranker.analysis.{target}", work)
    wrong = {"robustness": ["--group", "x"], "bounds": ["--group", "x"]}

    result = invoke(name, *wrong.get(name, ["--cluster", "x"]))

    assert result.exit_code == 2


# --- Ctrl-C ------------------------------------------------------------------------------


def test_ctrl_c_ends_with_130_one_line_and_no_result():
    process = start(*LONG_RUN)
    time.sleep(3)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out) == (130, "")
    assert err == "interrupted: nothing was written\n"


def test_ctrl_c_reaches_a_run_on_several_threads():
    process = start(*LONG_RUN, "--jobs", "3")
    time.sleep(3)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err.count("\n")) == (130, "", 1)


# --- a Dask cluster ----------------------------------------------------------------------


def test_a_cluster_changes_no_byte(cluster: DaskCluster, study: str):
    options = ("robustness", study, "--draws", "20000", "--format", "json")

    spread = start(*options, "--executor", cluster.address)
    out, err = spread.communicate(timeout=PATIENCE_SECONDS)

    assert (spread.returncode, err) == (0, "")
    assert out == invoke(*options).stdout


def test_ctrl_c_reaches_a_run_on_a_cluster(cluster: DaskCluster, study: str):
    process = start(LONG_RUN[0], study, *LONG_RUN[1:], "--executor", cluster.address)
    wait_until_computing(cluster)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, out) == (130, "")
    assert err == "interrupted: nothing was written\n"


def test_a_cluster_that_is_lost_is_one_line_on_stderr_and_no_result(tmp_path: Path, study: str):
    with dask_cluster(tmp_path / "dask", workers=1) as doomed:
        process = start(LONG_RUN[0], study, *LONG_RUN[1:], "--executor", doomed.address)
        wait_until_computing(doomed)

        doomed.scheduler.kill()
        out, err = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, out) == (1, "")
    assert err.startswith("executor: the connection to the Dask scheduler broke. ")
    assert err.endswith(" [executor-lost]\n")
    assert err.count("\n") == 1


def test_nobody_at_the_address_is_one_line_on_stderr_and_exit_2(study: str):
    process = start("robustness", study, "--executor", f"dask://127.0.0.1:{free_port()}")

    out, err = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.endswith(" [executor-unreachable]\n")


def wait_until_computing(cluster: DaskCluster) -> None:
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not any(client.processing().values()):
            assert time.monotonic() < deadline
            time.sleep(0.2)


# --- progress ----------------------------------------------------------------------------


def on_terminal(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> str:
    """Run the progress bar for some time with a terminal as stderr; return what it got."""
    reader, writer = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(writer, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with console.progress_bar("draws") as progress:
            assert progress is not None
            time.sleep(seconds)
            progress(5, 10)
            time.sleep(seconds)
        terminal.write("end")
        terminal.flush()
        shown = os.read(reader, 1 << 16).decode()
    os.close(reader)
    return shown


def test_a_long_run_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.05)

    shown = on_terminal(monkeypatch, seconds=0.3)

    assert "draws" in shown
    assert "50%" in shown


def test_a_short_run_shows_no_bar(monkeypatch: pytest.MonkeyPatch):
    assert on_terminal(monkeypatch, seconds=0.01) == "end"


def test_no_bar_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]):
    with console.progress_bar("draws") as progress:
        assert progress is None

    assert capsys.readouterr() == ("", "")


# --- research agenda ---------------------------------------------------------------------


def test_the_agenda_lists_figures_with_what_is_used_now(study: str):
    shown = invoke("research-agenda", study, "--draws", "4096", "--most", "1").stdout

    assert "Ranks narrower" in shown
    assert "Drawn between" in shown
    assert "more figures are in doubt." in shown


def test_the_agenda_as_json_has_all_figures_and_what_made_it(study: str):
    options = ("--cluster", "birch", "--draws", "4096", "--seed", "3", "--format", "json")

    data = json.loads(invoke("research-agenda", study, *options).stdout)

    expected = agenda.research_agenda(rank(study), draws=4096, seed=3, clusters=["birch"])
    assert data["schema"] == "cluster-ranker/research-agenda/1"
    assert data["clusters"] == ["birch"]
    assert [e["narrowing"] for e in data["agenda"]] == [e.narrowing for e in expected.entries]
    assert (data["manifest"]["seed"], data["manifest"]["draws"]) == (3, 4096)


# --- sensitivity -------------------------------------------------------------------------


def test_sensitivity_says_in_a_sentence_what_moves_a_rank(study: str):
    result = invoke("sensitivity", study, "--cluster", "birch", "--pair", "alder", "cedar")

    lead = result.stdout.splitlines()[1:3]
    assert lead[0].startswith("The rank of Birch Point is moved ")
    assert lead[1].startswith("Whether Alder Bay is above Cedar Cove is decided ")
    assert "Standard deviation" in result.stdout
    assert "Alder Bay above Cedar Cove" in result.stdout
    assert "5,120 rankings from seed 0." in result.stdout  # 1,024 by A, B and three groups
    assert (result.exit_code, result.stderr) == (0, "")


def test_sensitivity_as_json_has_every_index_and_what_made_it(study: str):
    options = ("--samples", "256", "--seed", "3", "--vary", "aggregation", "--format", "json")

    data = json.loads(invoke("sensitivity", study, *options).stdout)

    expected = sensitivity(
        rank(study), Variation(construction=("aggregation",)), samples=256, seed=3
    )
    assert data["schema"] == "cluster-ranker/sensitivity/1"
    assert [group["id"] for group in data["groups"]] == [g.id for g in expected.groups]
    assert "aggregation" in {group["id"] for group in data["groups"]}
    for shown, output in zip(data["outputs"], expected.outputs, strict=True):
        assert [e["total"] for e in shown["effects"]] == [
            effect.total for effect in expected.effects(output)
        ]
        assert shown["mean"] == expected.mean(output)
    assert {k: data["manifest"][k] for k in ("seed", "samples", "rankings")} == {
        "seed": 3,
        "samples": 256,
        "rankings": expected.runs,
    }


def test_threads_change_no_byte_of_a_sensitivity(study: str):
    options = ("sensitivity", study, "--samples", "4096", "--format", "json")

    assert invoke(*options).stdout == invoke(*options, "--jobs", "3").stdout


def test_sensitivity_as_csv_has_four_numbers_a_group(study: str):
    options = ("--samples", "64", "--of", "score", "--no-data", "--pair", "alder", "cedar")

    head, *rows = invoke("sensitivity", study, *options, "--format", "csv").stdout.splitlines()

    assert head == (
        "measure,cluster,other,mean,standard_deviation,"
        "weights_first,weights_first_error,weights_total,weights_total_error"
    )
    assert [row.split(",")[:3] for row in rows] == [["lead", "alder", "cedar"]]


# --- exact -------------------------------------------------------------------------------


def test_bounds_show_best_and_worst_and_who_can_be_first(study: str):
    shown = invoke("bounds", study).stdout

    alder = next(line for line in shown.splitlines() if "Alder Bay" in line)
    assert alder.split() == ["1", "Alder", "Bay", "1", "2"]
    assert "Exact over all weights of the criteria and the figures as they are." in shown
    assert "Can be first: Alder Bay and Cedar Cove." in shown


def test_bounds_take_constraints_freedom_and_depth(study: str):
    free = ("--weights", "fixed", "--data", "free", "--format", "json")
    deep = ("--depth", "leaves", "--constraint", "grants <= 0.2", "--format", "json")

    fixed_weights = json.loads(invoke("bounds", study, *free).stdout)
    leaves = json.loads(invoke("bounds", study, *deep).stdout)

    expected = bounds(rank(study), weights="fixed", data="free")
    assert [row["best"] for row in fixed_weights["rows"]] == expected.best.tolist()
    assert leaves["manifest"]["level"] == "leaves"
    assert leaves["manifest"]["constraints"] == ["grants <= 0.2"]


def test_a_certificate_shows_weights_and_own_figures_and_counts_the_others(study: str):
    shown = invoke("bounds", study, "--data", "free", "--certificate", "birch").stdout

    assert "Birch Point at its best: " in shown
    assert "Birch Point at its worst: " in shown
    assert "Its figures that moved" in shown
    assert "of others moved too, each at its worst; JSON has them all." in shown


def test_stability_names_the_end_of_each_interval_and_who_passes_whom(study: str):
    shown = invoke("stability", study, "--top", "2", "--pair", "alder", "birch").stdout

    assert "the first place" in shown
    assert "the order of the pair" in shown
    assert "above: Cedar Cove passes Alder Bay" in shown


def test_inverse_answers_in_a_sentence_first(study: str):
    cedar, birch = (invoke("inverse", name, "--study", study).stdout for name in ("cedar", "birch"))

    assert cedar.startswith("Cedar Cove is first only if money weighs ")
    assert birch.startswith("Birch Point is first under no weights: Alder Bay is ahead of it")
    assert "the lead is at least " in birch


def test_dispute_adds_up_and_says_what_turns_it(study: str):
    shown = invoke("dispute", "alder", "cedar", "--study", study).stdout

    assert "Alder Bay (1st) is above Cedar Cove (2nd) by 12.38 points." in shown
    assert "Smallest change of one weight that turns it: Money from 50.0% to " in shown
    assert "of all weights." in shown


@pytest.mark.parametrize("name", ["bounds", "stability"])
@pytest.mark.parametrize(("output", "start"), [("csv", ""), ("md", "# Four harbours\n\n| ")])
def test_tables_leave_as_csv_and_markdown(study: str, name: str, output: str, start: str):
    shown = invoke(name, study, "--format", output).stdout

    assert shown.startswith(start)
    assert len(shown.splitlines()) > 3


@pytest.mark.parametrize(
    "arguments",
    [["bounds"], ["stability"], ["inverse", "osong"], ["dispute", "osong", "songdo"]],
)
def test_exact_answers_are_refused_to_scores_that_are_no_sums(arguments: list[str]):
    result = invoke(*arguments, "--method", "topsis")

    assert result.exit_code == 1
    assert result.stderr.endswith("[bounds-not-additive]\n")
