"""What it costs to draw figures too: on the bundled study, and where all are in doubt."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ranker
from benchmarks.synthetic import write_synthetic
from ranker.methods.batch import KERNELS

BUNDLED = Path(__file__).parent.parent / "criteria" / "asia-biopharma"
DRAWS = 200_000
RUNS = 5
ALTERNATIVES, CRITERIA = 40, 16
WAYS = {"around": "as by default", "uniform": "from all weights"}


def seconds(ranking: ranker.Ranking, varied: dict[str, object], draws: int) -> float:
    """Return the time of a run on one thread."""
    start = time.perf_counter()
    ranking.robustness(draws=draws, **varied)
    return time.perf_counter() - start


def a_draw(ranking: ranker.Ranking, varied: dict[str, object]) -> float:
    """Return nanoseconds a draw: those beyond the first tenth, so that set-up is not counted."""
    few = DRAWS // 10
    return (seconds(ranking, varied, DRAWS) - seconds(ranking, varied, few)) / (DRAWS - few) * 1e9


def compare(study: Path, weights: str) -> None:
    """Print both times and their ratio for each method with a batched kernel."""
    fixed = {"weights": weights, "data": False, "missing": False}
    for method in KERNELS:
        ranking = ranker.rank(study, method=method)
        pairs = [
            (a_draw(ranking, fixed), a_draw(ranking, {"weights": weights})) for _ in range(RUNS + 1)
        ][1:]
        plain, figures = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(both / one for one, both in pairs)
        print(f"{method:44}{plain:12,.0f}{figures:14,.0f}{ratio:10.1f}")


def measure() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        synthetic = write_synthetic(Path(folder), alternatives=ALTERNATIVES, criteria=CRITERIA)
        print(f"{'ns a draw':44}{'weights':>12}{'figures too':>14}{'ratio':>10}")
        for weights, words in WAYS.items():
            print(f"bundled study, weights drawn {words}")
            compare(BUNDLED, weights)
        print(f"{ALTERNATIVES} x {CRITERIA}, every figure in doubt, weights drawn {words}")
        compare(synthetic, weights)


def main() -> None:
    """Measure in a process whose matrix products use one thread."""
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.doubt"]
    subprocess.run(command, env={**os.environ, **single}, check=True)


if __name__ == "__main__":
    measure() if os.environ.get("OPENBLAS_NUM_THREADS") == "1" else main()
