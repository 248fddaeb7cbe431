"""Blocks of draws over threads; the order of merging never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ranker.errors import Problem, UsageError
from ranker.methods.sampling import BLOCK

BLOCKS_A_TASK = 4  # some ten thousand draws: a task's overhead is lost in it

Blocks = Sequence[tuple[int, int]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Executor:
    """Where blocks are computed.

    Parameters
    ----------
    jobs : int
        Threads on this machine.
    """

    jobs: int = 1

    def __post_init__(self) -> None:
        if self.jobs < 1:
            mend = "Write a whole number of 1 or more."
            what = f"{self.jobs} jobs were asked."
            raise UsageError(Problem("argument-invalid", "jobs", what, mend))


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
    compute: Callable[[Blocks], list[Any]],
    blocks: Blocks,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Any]:
    """Compute blocks and yield their results in the order of the blocks.

    Parameters
    ----------
    compute : callable
        Takes some blocks and returns one result for each.
    blocks : sequence of (int, int)
        Number and size.
    executor : Executor, optional
        One thread of this process where None.
    progress : callable, optional
        Called with draws done and draws planned after every task.
    """
    tasks = [blocks[at : at + BLOCKS_A_TASK] for at in range(0, len(blocks), BLOCKS_A_TASK)]
    chosen = executor or Executor()
    planned, done = sum(size for _, size in blocks), 0
    for task, results in zip(tasks, _results(compute, tasks, chosen), strict=True):
        yield from results
        done += sum(size for _, size in task)
        if progress is not None:
            progress(done, planned)


def _results(
    compute: Callable[[Blocks], list[Any]], tasks: Sequence[Blocks], executor: Executor
) -> Iterator[list[Any]]:
    if executor.jobs == 1 or len(tasks) == 1:
        yield from map(compute, tasks)
    else:
        from joblib import Parallel, delayed  # noqa: PLC0415 - only where work is spread

        parallel = Parallel(n_jobs=executor.jobs, prefer="threads", return_as="generator")
        yield from parallel(delayed(compute)(task) for task in tasks)
