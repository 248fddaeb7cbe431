"""The OpenAPI document is right: what schemathesis makes of it finds nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from ranker.service.questions import QUESTIONS
from tests.live import serving
from tests.studies import write_study

CONFIG = """\
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "422"]  # of the right form, and citing what is not there
"""
SENT_ELSEWHERE = "^post__v1_(?!rank$)"  # all take the study that /v1/rank takes, by the same way
OTHERS = 6  # health, studies, methods, component, first report, a study that is sent to be ranked


def test_every_reply_is_one_that_the_document_tells(tmp_path: Path):
    study = write_study(tmp_path / "harbours")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    options = ["--phases", "coverage,fuzzing", "--max-examples", "4", "--seed", "1"]
    chosen = ["--exclude-operation-id-regex", SENT_ELSEWHERE]

    with serving(tmp_path, str(study), "--max-draws", "10000") as live:
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
        command += [f"{live.url}/openapi.json", *options, *chosen, "--continue-on-failure"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    tested = re.search(r"Tested: ([0-9]+)", done.stdout)
    assert done.returncode == 0, done.stdout
    assert tested is not None
    assert int(tested[1]) == len(QUESTIONS) + OTHERS
