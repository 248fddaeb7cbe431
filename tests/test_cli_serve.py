"""What is wrong with the arguments of ``ranker serve`` is told before anything is served."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ranker.cli import app
from tests.studies import swap, write_study


def refused(*arguments: str) -> tuple[int, str]:
    """Return exit code and message of a command that refuses."""
    done = CliRunner().invoke(app, ["serve", *arguments])
    return done.exit_code, done.stderr.strip()


def test_without_the_extra_its_install_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)

    status, told = refused()

    assert status == 2
    assert "pip install 'cluster-ranker[serve]'" in told
    assert told.endswith("[extra-missing]")


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, told = refused("--port", str(taken.getsockname()[1]))

    assert status == 2
    assert told.endswith("[address-unavailable]")


def test_an_address_of_another_machine_is_told():
    status, told = refused("--host", "192.0.2.1", "--port", "0")

    assert status == 2
    assert told.splitlines()[-1].endswith("[address-unavailable]")


def test_others_may_reach_it_only_after_a_warning():
    _, told = refused("--host", "192.0.2.1", "--port", "0")

    assert told.startswith("warning: 192.0.2.1 can be reached by others, and no token is asked for")


def test_a_study_with_errors_is_not_served(tmp_path: Path):
    study = write_study(tmp_path, study=swap("weight: 3", "weight: -1"))

    status, told = refused(str(study))

    assert status == 1
    assert told.endswith("[weight-negative]")


def test_two_studies_of_one_id_are_refused(tmp_path: Path):
    folders = [str(write_study(tmp_path / name)) for name in "ab"]

    status, told = refused(*folders)

    assert status == 2
    assert told.startswith("STUDY: the study 'harbours' is named twice.")


def test_an_empty_token_is_none(tmp_path: Path):
    file = tmp_path / "token"
    file.write_text(" \n")

    status, told = refused("--token-file", str(file))

    assert status == 1
    assert told.endswith("[file-empty]")
