"""The wheel, installed in an empty environment away from the checkout, ranks and reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, folder: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT,
        folder=folder,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=True)
    lock = CHECKOUT / "requirements.lock"
    run(
        folder / "env" / "bin" / "python", "-m", "pip", "install", "--quiet",
        "--disable-pip-version-check", "--constraint", lock, wheel,
        folder=folder,
    )  # fmt: skip
    return folder


def test_wheel_carries_studies_schemas_and_templates_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "ranker/py.typed" in names
    assert "ranker/_content/criteria/asia-biopharma/observations.csv" in names
    assert "ranker/_content/criteria/asia-biopharma/CURATION.md" in names
    assert "ranker/_content/criteria/asia-biopharma/profiles/investor.yaml" in names
    assert "ranker/_content/criteria/asia-biopharma/networks.yaml" in names
    assert "ranker/_content/criteria/skeleton/study.yaml" in names
    assert "ranker/_content/criteria/schema/study.schema.json" in names
    assert "ranker/_content/reports/templates/report.html.j2" in names
    assert "ranker/_content/reports/static/report.css" in names
    assert "ranker/output/documents.yaml" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ranker"}
    assert not [name for name in names if "__pycache__" in name]


def test_installed_wheel_writes_the_same_report_as_the_checkout(
    installed: Path, report: Path
) -> None:
    run(installed / "env" / "bin" / "ranker", "report", "-o", "report.html", folder=installed)

    assert (installed / "report.html").read_bytes() == report.read_bytes()


def test_installed_wheel_ranks(installed: Path) -> None:
    text = run(installed / "env" / "bin" / "ranker", "rank", "--format", "json", folder=installed)

    best = json.loads(text)["ranking"][0]
    assert (best["cluster"], best["rank"]) == ("singapore", 1)


def test_installed_wheel_starts_a_new_study_that_checks(installed: Path) -> None:
    ranker = installed / "env" / "bin" / "ranker"

    run(ranker, "new", "mine", folder=installed)
    run(ranker, "new", "bare", "--empty", folder=installed)

    run(ranker, "check", "mine", folder=installed)
    run(ranker, "check", "bare", folder=installed)
    assert (installed / "mine" / "schema" / "study.schema.json").is_file()
