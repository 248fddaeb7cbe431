"""The commands ``ranker audit`` and ``ranker derive``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ranker.cli import app
from ranker.study.load import open_study
from tests.test_analysis_audit import made


def ranker(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_an_audit_is_a_report_and_ends_well_whatever_it_finds():
    done = ranker("audit", "--part", "findings")

    assert done.exit_code == 0
    assert "The audit finds 3 grave and " in done.stdout


def test_a_strict_audit_ends_with_1_where_a_finding_is_grave():
    done = ranker("audit", "--strict", "--format", "json")

    assert done.exit_code == 1
    assert json.loads(done.stdout)["is_grave"] is True
    assert done.stderr == "3 findings are grave\n"


def test_a_part_that_there_is_not_offers_the_nearest():
    done = ranker("audit", "--part", "weight")

    assert done.exit_code == 2
    assert "the nearest is 'weights'" in done.stderr


def test_csv_has_the_findings_and_with_a_part_that_table():
    findings = ranker("audit", "--format", "csv").stdout
    weights = ranker("audit", "--format", "csv", "--part", "weights").stdout

    assert findings.startswith("severity,code,sentence,nodes,value,threshold\n")
    assert weights.splitlines()[1].startswith("criterion,investment,41,0.25,")


def test_derived_weights_stand_beside_the_written_ones():
    done = ranker("derive", "critic", "--format", "csv")

    assert done.exit_code == 0
    lines = [line.split(",") for line in done.stdout.splitlines()]
    assert lines[0] == ["under", "node", "written", "derived", "shift"]
    assert sum(float(line[3]) for line in lines[1:]) == pytest.approx(1)


def test_a_derived_profile_is_written_and_can_be_used(tmp_path: Path):
    study = made(tmp_path)
    destination = study.path / "profiles" / "figures.yaml"

    done = ranker("derive", "std", study.path, "--at", "people", "-o", destination)

    assert done.exit_code == 0
    assert done.stdout == f"{destination}\n"
    assert open_study(study.path).profiles["figures"].derive == {"people": "std"}
    assert ranker("rank", study.path, "--profile", "figures").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("entropie",), "derive-method-unknown", 2),
        (("std", "--at", "workforce"), "profile-criterion-unknown", 2),
        (("effective", "--profile", "investor"), "derive-refused", 1),
        (("std", "-o", "/nowhere/x.yaml"), "destination-unwritable", 2),
    ],
)
def test_what_cannot_be_derived_is_refused_by_name(
    arguments: tuple[str, ...], code: str, exit_code: int
):
    done = ranker("derive", *arguments)

    assert done.exit_code == exit_code
    assert f"[{code}]" in done.stderr
    assert done.stdout == ""
