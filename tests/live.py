"""A service for tests: started as a user starts it, asked over HTTP, stopped by a signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

STOP_SECONDS = 60
LOG_SECONDS = 10


@dataclass(frozen=True)
class Live:
    """A running service: where it is, its log, and a client."""

    url: str
    process: subprocess.Popen[str]
    log: Path
    client: httpx.Client

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Ask about the small study."""
        return self.client.get(f"/v1/studies/harbours/{path}", params=query)

    def lines(self) -> list[dict[str, Any]]:
        """Return the log."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def requests(self, query: str, number: int) -> list[dict[str, Any]]:
        """Return lines of requests whose query has some words, as soon as so many are there."""
        end = time.monotonic() + LOG_SECONDS
        while time.monotonic() < end:
            found = [line for line in self.lines() if query in line.get("query", "")]
            if len(found) >= number:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{number} requests with {query} are not in the log")

    def stop(self) -> int:
        """Ask it to stop, and return how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def serving(room: Path, *arguments: str, token: str = "") -> Iterator[Live]:
    """Run ``ranker serve`` on a free port."""
    log = room / "log.jsonl"
    command = [sys.executable, "-m", "ranker", "serve", *arguments, "--port", "0"]
    environment = os.environ | ({"RANKER_TOKEN": token} if token else {})
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http://"), log.read_text()
            with httpx.Client(base_url=url, timeout=120) as client:
                yield Live(url, process, log, client)
        finally:
            process.kill()


def codes(reply: httpx.Response) -> list[str]:
    """Return the codes of the problems that a reply tells, which is a failure."""
    told = reply.json()
    assert told["ok"] is False
    assert told["status"] == reply.status_code
    return [error["code"] for error in told["errors"]]


def events(reply: httpx.Response) -> list[tuple[str, Any]]:
    """Return name and data of server-sent events; remarks are left out."""
    parts = [part for part in reply.text.split("\n\n") if part and not part.startswith(":")]
    found = []
    for part in parts:
        name, data = part.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found
