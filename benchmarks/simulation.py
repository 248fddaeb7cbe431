"""Draws a second of the batched kernels, beside ones tuned by hand and other libraries' loops."""

from __future__ import annotations

import importlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from skcriteria import mkdm
from skcriteria.agg.topsis import TOPSIS
from skcriteria.preprocessing.scalers import VectorScaler

import ranker
from benchmarks.hand_tuned import BY_HAND, count_by_hand
from benchmarks.synthetic import write_synthetic
from ranker.methods.batch import KERNELS
from ranker.methods.batch_counts import count_ranks, count_wins
from ranker.methods.batch_kernel import Kernel
from ranker.methods.sampling import BLOCK, block_generator, quantile_choices, uniform_weights

ALTERNATIVES, CRITERIA, DRAWS = 40, 16, 100_000
RUNS = 7
PREFIX = 500  # draws of a loop that is timed and scaled: about a second for the slowest
VARYING = 10_000  # draws whose matrices differ
PUBLIC_VARYING = 50_000
SCENE = (1_000_000, 48, 16)

Job = tuple[Callable[[], object], int]


def blocks(draws: int) -> Iterator[slice]:
    """Yield the rows of one block after the other."""
    for start in range(0, draws, BLOCK):
        yield slice(start, min(start + BLOCK, draws))


def count(kernel: Kernel, matrix: np.ndarray, weights: np.ndarray, *, wins: bool) -> np.ndarray:
    """Rank acceptabilities of all draws, with or without the wins of all pairs."""
    prepared = kernel.prepare(matrix)
    m = matrix.shape[-1]
    total, won = np.zeros((m, m), np.int64), np.zeros((m, m), np.int64)
    for rows in blocks(len(weights)):
        if not wins:
            total += kernel.count(prepared, weights[rows])
            continue
        ranks = kernel.rank(prepared, weights[rows])
        total += count_ranks(ranks)
        won += count_wins(ranks)
    return total


def count_varying(kernel: Kernel, matrices: np.ndarray, weights: np.ndarray) -> None:
    """Rank acceptabilities where every draw has a matrix of its own."""
    for rows in blocks(len(weights)):
        kernel.count(kernel.prepare(matrices[:, :, rows]), weights[rows])


def plain_argsort(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted sums as one writes them: product, argsort, positions counted."""
    m = matrix.shape[-1]
    total = np.zeros(m * m, np.int64)
    for rows in blocks(len(weights)):
        order = np.argsort(-(weights[rows] @ matrix), axis=1)
        total += np.bincount((order * m + np.arange(m)).ravel(), minlength=m * m)
    return total.reshape(m, m)


def peer_jobs(matrix: np.ndarray, weights: np.ndarray) -> dict[str, Job]:
    """Return loops of scikit-criteria and, where it is installed, of pymcdm over a prefix."""
    table, types = np.ascontiguousarray(matrix.T), np.ones(len(matrix))
    few = weights[:PREFIX]

    def scikit_criteria() -> None:
        scaled = VectorScaler("matrix").transform(mkdm(table, types)).matrix.to_numpy()
        for row in few:
            TOPSIS().evaluate(mkdm(scaled, types, weights=row))  # ranks as well

    found: dict[str, Job] = {"scikit-criteria loop, topsis": (scikit_criteria, len(few))}
    if importlib.util.find_spec("pymcdm"):
        vector = importlib.import_module("pymcdm.normalizations").vector_normalization
        rrankdata = importlib.import_module("pymcdm.helpers").rrankdata
        topsis = importlib.import_module("pymcdm.methods").TOPSIS(vector)

        def pymcdm() -> None:
            for row in few:
                rrankdata(topsis(table, row, types, validation=False))

        found["pymcdm loop, topsis"] = (pymcdm, len(few))
    return found


def public_jobs(folder: Path) -> dict[str, Job]:
    """Return runs through the public call: weights drawn, all pairs counted, one thread."""
    write_synthetic(folder, alternatives=ALTERNATIVES, criteria=CRITERIA)
    found: dict[str, Job] = {}
    for method in ("weighted-sum", "topsis", "vikor", "promethee-2"):
        ranking = ranker.rank(folder, method=method)
        fixed = {"weights": "uniform", "data": False, "missing": False}
        for name, draws, varied in (
            ("", DRAWS, fixed),
            (", 640 figures drawn", PUBLIC_VARYING, {"weights": "uniform"}),
        ):
            found[f"robustness(), {method}{name}"] = (
                lambda r=ranking, d=draws, v=varied: r.robustness(draws=d, **v),
                draws,
            )
    return found


def jobs(folder: Path) -> dict[str, Job]:
    """Return every candidate with the draws it makes."""
    generator = block_generator(0, 0)
    matrix = 1 + 99 * generator.random((CRITERIA, ALTERNATIVES))
    weights = uniform_weights(generator, DRAWS, CRITERIA)
    varying = 1 + 99 * generator.random((CRITERIA, ALTERNATIVES, VARYING))
    frame = pd.DataFrame(matrix.T)
    found: dict[str, Job] = {}
    for name in BY_HAND:
        table = ranker.rank_matrix(frame, method=name)
        by_hand = count_by_hand(name, matrix.T, weights)
        if (by_hand != np.rint(table.acceptability(weights) * DRAWS)).any():
            raise SystemExit(f"{name} by hand counts other ranks")
        found[f"by hand, {name}"] = (
            lambda n=name: count_by_hand(n, matrix.T, weights),
            DRAWS,
        )
        found[f"acceptability(), {name}"] = (lambda t=table: t.acceptability(weights), DRAWS)
    found["plain argsort, weighted-sum"] = (lambda: plain_argsort(matrix, weights), DRAWS)
    for name, kernel in KERNELS.items():
        found[name] = (lambda k=kernel: count(k, matrix, weights, wins=False), DRAWS)
    for name in ("weighted-sum", "topsis"):
        kernel = KERNELS[name]
        found[f"{name}, wins too"] = (lambda k=kernel: count(k, matrix, weights, wins=True), DRAWS)
    for name, kernel in KERNELS.items():
        found[f"{name}, a matrix a draw"] = (
            lambda k=kernel: count_varying(k, varying, weights[:VARYING]),
            VARYING,
        )
    found["drawing uniform weights"] = (
        lambda: uniform_weights(block_generator(0, 1), DRAWS, CRITERIA),
        DRAWS,
    )
    found["drawing 640 quantiles"] = (
        lambda: quantile_choices(block_generator(0, 2), BLOCK, ALTERNATIVES * CRITERIA),
        BLOCK,
    )
    return {**found, **public_jobs(folder), **peer_jobs(matrix, weights)}


def _method_of(candidate: str) -> str:
    """Return the method tuned by hand that a candidate is set against."""
    return next((name for name in BY_HAND if name in candidate), "weighted-sum")


def peak_mebibytes() -> float:
    """Return the peak of this process alone, as Linux keeps it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def peak_memory() -> None:
    """Draw, score, rank and count a million draws; print the growth of the peak."""
    draws, m, n = SCENE
    matrix = 1 + 99 * block_generator(0, 0).random((n, m))
    before = peak_mebibytes()
    for block in range(-(-draws // BLOCK)):
        weights = uniform_weights(block_generator(0, block), BLOCK, n)
        count(KERNELS["topsis"], matrix, weights, wins=True)
    peak = peak_mebibytes()
    print(f"{draws:,} draws, {m} x {n}: peak {peak:.0f} MiB, {peak - before:.0f} above imports")


def measure() -> None:
    """Print draws a second, and times as a ratio to the same method tuned by hand.

    Methods that are not among these are set against the weighted sum.
    """
    with tempfile.TemporaryDirectory() as folder:
        candidates = jobs(Path(folder))
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for run in range(RUNS + 1):  # the first warms up; candidates in turn, so drift is shared
        for name, (job, draws) in candidates.items():
            start = time.perf_counter()
            job()
            if run:
                seconds[name].append((time.perf_counter() - start) / draws)
    print(f"{f'{ALTERNATIVES} x {CRITERIA}':44}{'draws/s':>12}{'ns a draw':>12}{'ratio':>10}")
    for name, found in seconds.items():
        middle = statistics.median(found)
        base = statistics.median(seconds[f"by hand, {_method_of(name)}"])
        print(f"{name:44}{1 / middle:12,.0f}{middle * 1e9:12,.0f}{middle / base:10.2f}")
    peak_memory_apart()


def peak_memory_apart() -> None:
    """Measure memory in a process of its own, where nothing else has been allocated."""
    command = "from benchmarks.simulation import peak_memory; peak_memory()"
    subprocess.run([sys.executable, "-c", command], check=True)


def main() -> None:
    """Measure in a process whose matrix products use one thread."""
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.simulation"]
    subprocess.run(command, env={**os.environ, **single}, check=True)


if __name__ == "__main__":
    measure() if os.environ.get("OPENBLAS_NUM_THREADS") == "1" else main()
