"""A Dask cluster on this machine: scheduler and workers, each a process that can be killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import ranker

CHECKOUT = Path(ranker.__file__).parents[1]
START_SECONDS = 120.0  # on a machine that is busy
WORKER = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
WITHOUT_RANKER = """
import sys
sys.path.append({packages!r})  # as a plain folder: links to a checkout are not followed
from distributed.cli.dask_worker import main
main()
"""


def free_port() -> int:
    """Return a port of the loopback that nothing listens to."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@dataclass
class DaskCluster:
    """A scheduler and its workers; whatever they log goes to a folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        return self.processes[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def start_scheduler(self) -> None:
        options = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self._start(sys.executable, "-m", "distributed.cli.dask_scheduler", *options)

    def start_worker(self, path: Path = CHECKOUT) -> None:
        """Start a worker that finds packages in `path` first."""
        command = (
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            self.scheduler_address,
            *WORKER,
        )
        self._start(*command, path=path)

    def start_worker_without_ranker(self) -> None:
        code = WITHOUT_RANKER.format(packages=sysconfig.get_path("purelib"))
        self._start(
            sys.executable, "-S", "-c", code, self.scheduler_address, *WORKER, path=self.folder
        )

    @property
    def scheduler_address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def _start(self, *command: str, path: Path = CHECKOUT) -> None:
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        environment: Mapping[str, str] = os.environ | {"PYTHONPATH": str(path)}
        with log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        self.processes.append(process)

    def wait_until_ready(self) -> None:
        """Wait until every worker that was started has reached the scheduler."""
        deadline = time.monotonic() + START_SECONDS
        waiting = set(range(1, len(self.processes)))
        while waiting:
            assert time.monotonic() < deadline, self._logs()
            time.sleep(0.1)
            waiting = {n for n in waiting if b"Registered to:" not in self._log(n)}

    def _log(self, number: int) -> bytes:
        return (self.folder / f"{number}.log").read_bytes()

    def _logs(self) -> str:
        return b"\n".join(self._log(n) for n in range(len(self.processes))).decode()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@contextmanager
def dask_cluster(folder: Path, *, workers: int = 2) -> Iterator[DaskCluster]:
    """Run a scheduler and workers of one thread each, and leave no process behind."""
    folder.mkdir(exist_ok=True)
    cluster = DaskCluster(folder)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        cluster.wait_until_ready()
        yield cluster
    finally:
        cluster.stop()
