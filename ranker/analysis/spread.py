"""Blocks of draws over threads or machines; the order of merging never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from ranker.errors import Problem, UsageError
from ranker.methods.sampling import BLOCK

BLOCKS_A_TASK = 4  # some eight thousand draws: a task's overhead is lost in it
TASKS_A_WORKER = 4  # at least, where there are blocks enough, so that all end together

Blocks = Sequence[tuple[int, int]]
Compute = Callable[[Blocks], list[Any]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Executor:
    """Where blocks are computed: threads of this machine, or the workers of a Dask cluster.

    Parameters
    ----------
    jobs : int, optional
        Threads on this machine; one where neither is given.
    address : str, optional
        A Dask scheduler, ``dask://HOST:PORT``; its workers take the place of threads.

    Raises
    ------
    UsageError
        ``argument-invalid``

    Examples
    --------
    >>> Executor(address="dask://localhost:8786").scheduler
    'tcp://localhost:8786'
    """

    jobs: int | None = None
    address: str | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.jobs is not None and self.jobs < 1:
            mend = "Write a whole number of 1 or more."
            what = f"{self.jobs} jobs were asked."
            problems.append(Problem("argument-invalid", "jobs", what, mend))
        if self.address is not None and self.jobs is not None:
            what = "threads of this machine and a Dask cluster exclude each other."
            mend = "Leave out jobs or the executor; a worker's threads are set where it is started."
            problems.append(Problem("argument-invalid", "executor", what, mend))
        if self.address is not None and not self.scheduler:
            what = f"'{self.address}' is no address of an executor."
            mend = "Write dask://HOST:PORT, such as dask://localhost:8786."
            problems.append(Problem("argument-invalid", "executor", what, mend))
        if problems:
            raise UsageError(problems)

    @property
    def scheduler(self) -> str:
        """The address as Dask writes it; empty where there is none or it cannot be read."""
        try:
            parts = urlsplit(self.address or "")
            host, port = parts.hostname, parts.port
        except ValueError:
            return ""
        is_plain = (parts.scheme, parts.path.strip("/")) == ("dask", "")
        if not (is_plain and host and port) or parts.query or parts.fragment or "@" in parts.netloc:
            return ""
        return f"tcp://[{host}]:{port}" if ":" in host else f"tcp://{host}:{port}"


class Workers(Protocol):
    """What computes tasks of blocks."""

    @property
    def width(self) -> int:
        """Tasks that are computed at the same time."""

    def results(self, tasks: Sequence[Blocks]) -> Iterator[list[Any]]:
        """Yield the results of each task in the order of the tasks."""


@dataclass(frozen=True, slots=True)
class Threads:
    """Workers that are threads of this process."""

    compute: Compute
    width: int

    def results(self, tasks: Sequence[Blocks]) -> Iterator[list[Any]]:
        """Yield the results of each task in the order of the tasks."""
        with single_blas_thread():
            if self.width == 1 or len(tasks) == 1:
                yield from map(self.compute, tasks)
                return
            from joblib import Parallel, delayed  # noqa: PLC0415 - only where work is spread

            parallel = Parallel(n_jobs=self.width, prefer="threads", return_as="generator")
            yield from parallel(delayed(self.compute)(task) for task in tasks)


@contextmanager
def single_blas_thread() -> Iterator[None]:
    """Keep matrix products on the thread that asks for them.

    Those of a block are so small that several threads lose more waiting for each other than
    they gain, and a sum that is cut among them may end in other digits.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - only where work is done

    with threadpool_limits(1, user_api="blas"):
        yield


@contextmanager
def open_workers(compute: Compute, executor: Executor | None = None) -> Iterator[Workers]:
    """Make ready what computes blocks; a Dask cluster is reached and checked here.

    Parameters
    ----------
    compute : callable
        Takes some blocks and returns one result for each.
    executor : Executor, optional
        One thread of this process where None.

    Raises
    ------
    UsageError
        ``extra-missing``, ``executor-unreachable`` or ``executor-workers``.
    """
    chosen = executor or Executor()
    if chosen.address is None:
        yield Threads(compute, chosen.jobs or 1)
        return
    from ranker.analysis.machines import open_machines  # noqa: PLC0415 - loads distributed

    with open_machines(compute, chosen) as machines:
        yield machines


def list_blocks(done: int, planned: int) -> list[tuple[int, int]]:
    """Return number and size of the blocks between two counts of draws.

    Examples
    --------
    >>> list_blocks(0, 5000)
    [(0, 2048), (1, 2048), (2, 904)]
    """
    numbers = range(done // BLOCK, -(-planned // BLOCK))
    return [(b, min(BLOCK, planned - b * BLOCK)) for b in numbers]


def spread_blocks(
    workers: Workers, blocks: Blocks, *, progress: Progress | None = None
) -> Iterator[Any]:
    """Compute blocks and yield their results in the order of the blocks.

    Parameters
    ----------
    workers : Workers
    blocks : sequence of (int, int)
        Number and size.
    progress : callable, optional
        Called with draws done and draws planned after every task.

    Raises
    ------
    ExecutorError
        ``executor-lost``
    """
    size = max(1, min(BLOCKS_A_TASK, len(blocks) // (TASKS_A_WORKER * workers.width)))
    tasks = [blocks[at : at + size] for at in range(0, len(blocks), size)]
    planned, done = sum(size for _, size in blocks), 0
    for task, results in zip(tasks, workers.results(tasks), strict=True):
        yield from results
        done += sum(size for _, size in task)
        if progress is not None:
            progress(done, planned)
