"""Requests a second that ``ranker serve`` answers, how long they take, and its memory.

Needs wrk (on Debian: ``apt install wrk``), which asks on loopback from the same machine. A rank
that is not kept has weights that nobody asked for before. At half the load of the limits a
client waits between its requests, so that the rate stays; wrk's latency is then that of a
service that is not flooded. The same is asked of ``/healthz``, which computes nothing: how long
that takes is the machine's.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 10
LIMITS = {"kept": 300, "computed": 60}  # requests a second, on two cores
REQUESTS = 10_000  # over which memory must stay
FILLED = 2_000  # requests that fill the small cache
PATH = "/v1/studies/asia-biopharma/rank"
SCRIPT = """
local thread_at = 0
function setup(thread) thread:set("at", thread_at); thread_at = thread_at + 1 end
local n = 0
function request()
  n = n + 1
  local weight = %(first)f + (at * 1000000 + n) * 1e-8
  local path = "%(path)s"
  if %(is_new)s then path = path .. string.format("?weight=governance=%%.8f", weight) end
  return wrk.format("GET", path)
end
function delay() return %(delay)d end
"""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def main() -> None:
    """Measure, or say what is missing."""
    if shutil.which("wrk") is None:
        print("service.py needs wrk: apt install wrk")
        return
    print(f"{'rank':<22}{'clients':>8}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'faults':>8}")
    with serving("--cache", "8") as (url, process):
        for kind, limit in LIMITS.items():
            is_new = kind == "computed"
            show(f"{kind}, flat out", ask(url, clients=8, is_new=is_new), 8)
            clients = round(limit / 2 * 0.12)  # each asks every 0.1 s and waits for its answer
            show(f"{kind}, half", ask(url, clients=clients, delay=100, is_new=is_new), clients)
            show("health, as often", ask(url, clients=clients, delay=100, path="/healthz"), clients)
        _memory(url, process)


def _memory(url: str, process: subprocess.Popen[str]) -> None:
    """Print memory when the cache is full and after many more requests that it does not hold."""
    asked, before = 0, 0.0
    while asked < FILLED + REQUESTS:
        asked += int(ask(url, clients=8, is_new=True)["requests"])
        if asked >= FILLED and not before:
            before = mebibytes(process.pid)
            asked, filled = 0, asked
            print(f"memory after {filled:,} requests that are computed: {before:.0f} MiB")
        elif before and asked >= REQUESTS:
            break
    print(f"memory after {asked:,} more: {mebibytes(process.pid):.0f} MiB")


def show(name: str, found: dict[str, float], clients: int) -> None:
    """Print one line of the table."""
    print(
        f"{name:<22}{clients:>8}{found['rate']:>9.0f}{found['p50']:>9.1f}{found['p99']:>9.1f}"
        f"{found['faults']:>8.0f}",
        flush=True,
    )


_first = iter(0.05 + 0.02 * at for at in range(45))  # weights of a run lie apart from another's


def ask(
    url: str, *, clients: int, is_new: bool = False, delay: int = 0, path: str = PATH
) -> dict[str, float]:
    """Have wrk ask for some seconds."""
    words = {
        "first": next(_first),
        "path": path,
        "is_new": str(is_new).lower(),
        "delay": delay,
    }
    with tempfile.TemporaryDirectory() as room:
        script = Path(room) / "ask.lua"
        script.write_text(SCRIPT % words)
        command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency", "-s", str(script)]
        done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    return read(done.stdout)


def read(told: str) -> dict[str, float]:
    """Return what wrk says in numbers: milliseconds, requests a second, failures."""
    found = {"faults": 0.0}
    for name in ("50", "99"):
        number, unit = re.search(rf"{name}%\s+([0-9.]+)(us|ms|s)\s", told).groups()
        found[f"p{name}"] = float(number) * _UNITS[unit]
    found["rate"] = float(re.search(r"Requests/sec:\s+([0-9.]+)", told)[1])
    found["requests"] = float(re.search(r"([0-9]+) requests in", told)[1])
    for pattern in (r"Non-2xx or 3xx responses: ([0-9]+)", r"Socket errors: (.+)"):
        numbers = re.search(pattern, told)
        found["faults"] += sum(map(float, re.findall(r"[0-9]+", numbers[1]))) if numbers else 0
    return found


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the service on a free port, and stop it."""
    command = [sys.executable, "-m", "ranker", "serve", "--port", "0", *options]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.terminate()
            process.wait()


def mebibytes(pid: int) -> float:
    """Return memory of a process and all that it started, shared pages once, files not."""
    time.sleep(1)
    own = re.search(r"Pss_Anon:\s+([0-9]+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return int(own[1]) / 1024 + sum(map(mebibytes, children))


if __name__ == "__main__":
    main()
