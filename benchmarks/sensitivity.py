"""Sensitivity of all ranks at once, beside SALib's own analysis of one output after the other."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from SALib.analyze import sobol as salib

from ranker.analysis.ranking import rank
from ranker.analysis.sensitivity import RESAMPLED, sensitivity
from ranker.methods.sampling import block_generator, resample_counts
from ranker.methods.sobol import sobol_indices

SAMPLES, GROUPS, OUTPUTS = 1024, 6, 41
RUNS = 3


def outputs() -> np.ndarray:
    """Return whole numbers of the size and shape of ranks, (g + 2, N, o)."""
    generator = block_generator(0, 0)
    a, b = generator.random((2, SAMPLES, GROUPS))
    runs = [a, b]
    for group in range(GROUPS):
        swapped = a.copy()
        swapped[:, group] = b[:, group]
        runs.append(swapped)
    mixing = generator.random((GROUPS, OUTPUTS)) ** 3
    return np.argsort(np.argsort(np.stack(runs) @ mixing, axis=-1), axis=-1) + 1.0


def loop(values: np.ndarray, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """Analyse one output after the other by SALib."""
    names = [f"g{group}" for group in range(GROUPS)]
    problem = {"num_vars": GROUPS, "names": names, "bounds": [[0, 1]] * GROUPS}
    a, b, *swapped = values
    rows = np.stack([a, *swapped, b], axis=1).reshape(-1, OUTPUTS)
    found = [
        salib.analyze(problem, column, calc_second_order=False, num_resamples=resamples, seed=1)
        for column in rows.T
    ]
    return np.array([f["S1"] for f in found]), np.array([f["ST"] for f in found])


def batched(values: np.ndarray, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """Analyse all outputs at once."""
    found = sobol_indices(values, resample_counts(block_generator(1, 0), resamples, SAMPLES))
    return found.first, found.total


def median_seconds(job: Callable[[], object]) -> float:
    """Return the median CPU time of some runs after one that warms up."""
    seconds = []
    for run in range(RUNS + 1):
        start = time.process_time()
        job()
        if run:
            seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def measure() -> None:
    """Print seconds of both, their ratio, and those of the whole question."""
    values = outputs()
    for ours, theirs in zip(batched(values, 2), loop(values, 2), strict=True):
        if not np.allclose(ours, theirs, rtol=0, atol=1e-12):
            raise SystemExit("the batched indices are not SALib's")
    print(f"{OUTPUTS} outputs, {GROUPS} groups, N {SAMPLES}, {RESAMPLED} resamples")
    theirs = median_seconds(lambda: loop(values, RESAMPLED))
    ours = median_seconds(lambda: batched(values, RESAMPLED))
    ranking = rank("asia-biopharma")
    whole = median_seconds(lambda: sensitivity(ranking, samples=SAMPLES))
    print(f"{'SALib.analyze.sobol in a loop':34}{theirs:10.2f} s{theirs / ours:10.1f} x")
    print(f"{'all outputs at once':34}{ours:10.2f} s{1:10.1f} x")
    print(f"{'sensitivity(), ranks and scores':34}{whole:10.2f} s")


def main() -> None:
    """Measure in a process whose matrix products use one thread."""
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.sensitivity"]
    subprocess.run(command, env={**os.environ, **single}, check=True)


if __name__ == "__main__":
    measure()
