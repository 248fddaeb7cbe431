"""CPU seconds of whole processes against the limits we set ourselves."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 7

PYTHON = [sys.executable]
RANKER = [sys.executable, "-m", "ranker"]
CASES: tuple[tuple[str, list[str], float | None], ...] = (
    ("python -c pass", [*PYTHON, "-c", "pass"], None),
    ("import numpy", [*PYTHON, "-c", "import numpy"], None),
    ("import ranker", [*PYTHON, "-c", "import ranker"], 0.35),
    ("ranker --help", [*RANKER, "--help"], 0.35),
    ("ranker rank (weighted sum)", [*RANKER, "rank", "--format", "csv"], 1.2),
    ("ranker rank --method topsis", [*RANKER, "rank", "--method", "topsis"], None),
    ("ranker check", [*RANKER, "check"], None),
    ("ranker report", [*RANKER, "report", "-o", "report.html"], 8.0),
)


def cpu_seconds(command: list[str], folder: str) -> float:
    """User and system time of one process and its children."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print median, least and most CPU seconds, the limit, and the ratio to ``import numpy``."""
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as folder:
        times: dict[str, list[float]] = {name: [] for name, _, _ in CASES}
        for run in range(RUNS + 1):  # the first warms the caches; cases in turn, so drift is shared
            for name, command, _ in CASES:
                seconds = cpu_seconds(command, folder)
                if run:
                    times[name].append(seconds)
    base = statistics.median(times["import numpy"])
    print(f"{'':30}{'median':>8}{'min':>8}{'max':>8}{'limit':>8}{'x numpy':>9}")
    for name, _, limit in CASES:
        middle = statistics.median(times[name])
        shown = f"{limit:.2f}" if limit else "–"
        low, high = min(times[name]), max(times[name])
        print(f"{name:30}{middle:8.2f}{low:8.2f}{high:8.2f}{shown:>8}{middle / base:9.1f}")


if __name__ == "__main__":
    main()
