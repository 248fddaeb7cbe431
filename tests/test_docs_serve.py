"""The page on the service is right: its example runs as it is written."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ranker.errors import CODES
from ranker.service.questions import QUESTIONS
from ranker.service.replies import STATUSES
from tests.live import Live, serving

PAGE = (Path(__file__).parents[1] / "docs" / "serve.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:8000"
CALLS = re.findall(r"```console\n\$ (curl .*)\n((?:.*\n)*?)```", PAGE)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    [line] = re.findall(r"```sh\nranker serve (.*) --port 8000\n```", PAGE)
    with serving(tmp_path_factory.mktemp("live"), *shlex.split(line)) as service:
        yield service


def call(command: str, live: Live) -> str:
    """Do what curl would do."""
    words = iter(shlex.split(command.replace(WRITTEN, live.url))[1:])
    headers, body, url = {}, None, ""
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            assert next(words) == "@study.json"
            body = re.search(r"```json\n(.*?)```", PAGE, re.S)[1]
        elif word not in ("-s", "-sN"):
            url = word
    return httpx.request(
        "POST" if body else "GET", url, headers=headers, content=body, timeout=120
    ).text


@pytest.mark.parametrize(("command", "shown"), CALLS, ids=range(len(CALLS)))
def test_a_call_of_the_example_is_answered_as_it_is_shown(live: Live, command: str, shown: str):
    parts = map(re.escape, shown.rstrip("\n").split("…"))

    answer = call(command, live)

    assert re.match(".*".join(parts), answer, re.S), answer[:2000]


def test_the_program_of_the_example_runs(live: Live):
    [program] = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    told = io.StringIO()

    with contextlib.redirect_stdout(told):
        exec(program.replace(WRITTEN, live.url), {})  # noqa: S102 - our own page

    lines = told.getvalue().splitlines()
    assert len(lines) > 10
    assert any("https://" in line for line in lines)


def test_every_question_status_and_limit_is_on_the_page():
    paths = {question.path.replace("{cluster}", "CLUSTER") for question in QUESTIONS}

    assert {path for path in paths if f"`{path}`" not in PAGE} == set()
    assert {code for code in STATUSES if f"`{code}`" not in PAGE} == set()
    assert {status for status in STATUSES.values() if f"| {status} |" not in PAGE} == set()


def test_every_code_on_the_page_is_one_of_ours():
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))

    assert named - CODES <= {"asia-biopharma"}
    assert len(CALLS) == 4
