"""Time and memory of a site: whole processes, so that each size has a peak of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import ranker
from benchmarks.simulation import peak_mebibytes
from benchmarks.synthetic import write_synthetic

SIZES = (50, 200, 2000)
CRITERIA = 12


def measure(clusters: int) -> None:
    """Print what a site of so many clusters takes."""
    with tempfile.TemporaryDirectory() as room:
        study = write_synthetic(Path(room) / "study", alternatives=clusters, criteria=CRITERIA)
        start = time.process_time()
        ranking = ranker.rank(study)
        ranked, memory = time.process_time() - start, peak_mebibytes()
        folder = ranker.write_site(ranking, Path(room) / "site").parent
        seconds = time.process_time() - start - ranked
        held = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    megabytes = sum(held) / 1e6
    print(
        f"{clusters:8,}{len(held):8,}{megabytes:9.1f}{ranked:9.1f}{seconds:9.1f}"
        f"{memory:9.0f}{peak_mebibytes():9.0f}"
    )


def main() -> None:
    """Measure each size in a process of its own."""
    print(
        f"{'clusters':>8}{'files':>8}{'MB':>9}{'rank s':>9}{'site s':>9}{'MiB':>9}{'peak MiB':>9}"
    )
    for clusters in SIZES:
        command = f"from benchmarks.site import measure; measure({clusters})"
        subprocess.run([sys.executable, "-c", command], check=True)


if __name__ == "__main__":
    main()
