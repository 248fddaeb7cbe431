"""PROMETHEE II for a thousand to a million alternatives, beside a library with all pairs."""

from __future__ import annotations

import importlib
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import ranker
from ranker.methods.preference import Preference
from ranker.methods.promethee import PAIRS_AT_ONCE, flows

CRITERIA = 16
SIZES = (1_000, 5_000, 100_000, 1_000_000)
RUNS = {1_000: 21, 5_000: 21, 100_000: 5, 1_000_000: 3}
PEER_RUNS = {1_000: 3, 5_000: 1}  # it would need 51 GB at 20,000
PEER_GIBIBYTES = 6  # what it may need at 5,000
GAUSSIAN = 5_000  # all pairs: minutes at 100,000
Q, P = 0.05, 0.3  # of values between 0 and 1
LINEAR = {"function": "v-shape-indifference", "q": Q, "p": P}
FUNCTIONS = {
    "usual": {},
    "u-shape": {"function": "u-shape", "q": Q},
    "v-shape": {"function": "v-shape", "p": P},
    "level": {"function": "level", "q": Q, "p": P},
    "v-shape-indifference": LINEAR,
}


def values(m: int) -> np.ndarray:
    """Return m alternatives on 16 criteria, between 0 and 1."""
    return np.random.default_rng(m).random((m, CRITERIA))


def by_score(matrix: np.ndarray, parameters: dict[str, object] = LINEAR) -> np.ndarray:
    """Return net flows by the public call, checks included."""
    ones = np.ones(CRITERIA)
    return ranker.score("promethee-2", matrix, ones, ones, parameters=parameters)


def by_rank_matrix(frame: pd.DataFrame) -> object:
    """Return a ranking with names, scores and ranks."""
    return ranker.rank_matrix(frame, method="promethee-2", parameters=LINEAR)


def by_all_pairs(matrix: np.ndarray) -> np.ndarray:
    """Return net flows by pymcdm; its object serves one call only."""
    ones = np.ones(CRITERIA)
    linear = importlib.import_module("pymcdm.methods").PROMETHEE_II(
        "vshape_2", p=P * ones, q=Q * ones
    )
    return np.asarray(linear(matrix, ones / CRITERIA, ones))


def timed(work: Callable[[], object], runs: int) -> float:
    """Return the median of CPU seconds, after a run that warms up where there are several."""
    if runs > 1:
        work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def gibibytes_free() -> float:
    """Return the memory that Linux could give away."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if "MemAvailable" in line) / 1024**2


def line(name: str, m: int, seconds: float, *, base: float) -> None:
    """Print one result; the base is sorting the sixteen criteria."""
    print(f"{name:38}{m:>10,}{seconds:12.4f}{seconds / base:10.1f}", flush=True)


def measure_size(m: int) -> None:
    """Print how long everything takes for m alternatives."""
    matrix, runs = values(m), RUNS[m]
    base = timed(lambda: [np.argsort(column.copy()) for column in matrix.T], runs)
    line("16 argsorts", m, base, base=base)
    for name, parameters in FUNCTIONS.items():
        line(
            f"score(), {name}",
            m,
            timed(lambda p=parameters: by_score(matrix, p), runs),
            base=base,
        )
    frame = pd.DataFrame(matrix)
    line(
        "rank_matrix(), v-shape-indifference",
        m,
        timed(lambda: by_rank_matrix(frame), runs),
        base=base,
    )
    if m <= GAUSSIAN:
        bell = {"function": "gaussian", "s": P}
        line("score(), gaussian", m, timed(lambda: by_score(matrix, bell), 3), base=base)
    if m in PEER_RUNS and importlib.util.find_spec("pymcdm"):
        if gibibytes_free() < PEER_GIBIBYTES and m > min(PEER_RUNS):
            print(f"pymcdm at {m:,}: left out, it needs {PEER_GIBIBYTES} GiB")
            return
        difference = np.abs(by_all_pairs(matrix) - by_score(matrix)).max()
        if difference > 1e-9:
            raise SystemExit(f"pymcdm differs by {difference}")
        line("pymcdm, all pairs", m, timed(lambda: by_all_pairs(matrix), PEER_RUNS[m]), base=base)


def peak_memory() -> None:
    """Score a million alternatives; print the growth of the peak beside the matrix itself."""
    from benchmarks.simulation import peak_mebibytes  # noqa: PLC0415 - loads scikit-criteria

    matrix = values(SIZES[-1])
    before = peak_mebibytes()
    by_score(matrix)
    size, grown = matrix.nbytes / 1024**2, peak_mebibytes() - before
    print(f"{SIZES[-1]:,} x {CRITERIA}: {size:.0f} MiB of values, peak {grown:.0f} MiB above them")


def check_exact() -> None:
    """Stop where sorting and the pairwise definition differ."""
    m = 3_000
    matrix, even = values(m), np.full(CRITERIA, 1 / CRITERIA)
    preference = Preference("v-shape-indifference", q=Q, p=P)
    found = flows(matrix, even, [preference] * CRITERIA).net
    expected = np.zeros(m)
    step = max(1, PAIRS_AT_ONCE // m)
    for start in range(0, m, step):
        for column in matrix.T:
            gaps = column[start : start + step, np.newaxis] - column
            degrees = preference.degrees(gaps) - preference.degrees(-gaps)
            expected[start : start + step] += degrees.sum(axis=1) / (m - 1) / CRITERIA
    print(f"all pairs of {m:,}: largest difference {np.abs(found - expected).max():.1e}")


def measure() -> None:
    """Print seconds, and times as a ratio to sorting alone."""
    print(f"{f'PROMETHEE II, {CRITERIA} criteria':38}{'n':>10}{'CPU s':>12}{'x sorting':>10}")
    for m in SIZES:
        measure_size(m)
    check_exact()
    command = "from benchmarks.promethee import peak_memory; peak_memory()"
    subprocess.run([sys.executable, "-c", command], check=True)


def main() -> None:
    """Measure in a process of its own, on one thread."""
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.promethee", "measure"]
    subprocess.run(command, env={**os.environ, **single}, check=True)


if __name__ == "__main__":
    measure() if "measure" in sys.argv else main()
