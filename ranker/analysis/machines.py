"""Blocks of draws over the workers of a Dask cluster.

What computes travels once, as bytes that are a task of their own: Dask makes them anew where
the worker that held them is lost. Nothing that Dask itself unpickles names this package: a
worker that lacks it fails within a task, where it is told, and the scheduler needs none.
"""

from __future__ import annotations

import gc
import logging
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from ranker.analysis.manifest import package_versions
from ranker.analysis.spread import Blocks, Compute, Executor, single_blas_thread
from ranker.errors import ExecutorError, Problem, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWER_SECONDS = 5.0  # a scheduler that is there answers sooner
PATIENCE_SECONDS = 30.0  # a worker that is started anew is back sooner
POLL_SECONDS = 1.0
TASKS_IN_FLIGHT = 3  # a thread; enough to keep it busy, few enough to hold all results
ALIKE = ("cluster-ranker", "numpy", "scipy", "scikit-criteria")  # what the bytes depend on
LOGGERS = ("distributed", "tornado", "asyncio")
NEW_RUN = "Look at the logs of scheduler and workers, then run again; nothing was kept."


@dataclass(frozen=True, slots=True)
class Machines:
    """Workers of a Dask cluster.

    Parameters
    ----------
    client : Client
    whole : Future
        What computes a task, as bytes held by the workers.
    width : int
        Threads of all workers.
    """

    client: Client
    whole: Future
    width: int

    def results(self, tasks: Sequence[Blocks]) -> Iterator[list[Any]]:
        """Yield the results of each task in the order of the tasks, few of them in flight.

        Raises
        ------
        ExecutorError
            ``executor-lost``
        """
        flying: deque[Future] = deque()
        with _losses_told():
            for task in tasks:
                if len(flying) >= TASKS_IN_FLIGHT * self.width:
                    yield self._result(flying.popleft())
                flying.append(self._submit(task))
            while flying:
                yield self._result(flying.popleft())

    def _submit(self, task: Blocks) -> Future:
        work = _travelling()
        return self.client.submit(work, self.whole, task, _versions_here(), pure=False)

    def _result(self, future: Future) -> Any:
        """Wait for a task as long as there are workers, or hope of them."""
        from distributed import wait  # noqa: PLC0415 - loaded where it is used

        last_seen = time.monotonic()
        while True:
            with suppress(TimeoutError), self.client.as_current():
                wait([future], timeout=POLL_SECONDS)
                return future.result(timeout=ANSWER_SECONDS)
            if count_threads(self.client):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > PATIENCE_SECONDS:
                raise _lost(f"no worker was left for {PATIENCE_SECONDS:g} s.")


def _travelling() -> Callable[..., list[Any]]:
    """Return `work_on` as a function that is sent whole, since no module has it by its name."""

    def work(whole: bytes, task: Blocks, versions: Mapping[str, str]) -> list[Any]:
        from ranker.analysis.machines import work_on  # noqa: PLC0415 - found on the worker

        return work_on(whole, task, versions)

    return work


def work_on(whole: bytes, task: Blocks, versions: Mapping[str, str]) -> list[Any]:
    """Compute a task on a worker, where the same versions are installed.

    Raises
    ------
    ExecutorError
        ``executor-workers``
    """
    odd = _odd(_versions_here(), versions)
    if odd:
        raise ExecutorError(_odd_worker(f"a worker has {odd}."))
    with single_blas_thread():
        results: list[Any] = _loaded(whole)(task)
    return results


_loaded = lru_cache(maxsize=1)(pickle.loads)  # each worker reads the bytes once


@cache
def _versions_here() -> dict[str, str]:
    versions = package_versions()
    return {name: versions[name] for name in ALIKE}


def _installed(told: Mapping[str, Mapping[str, str | None]]) -> dict[str, str | None]:
    """Return from what Dask tells of a process the versions that must be alike."""
    packages = told["packages"]
    python = ".".join((packages["python"] or "").split(".")[:2])  # reads what is sent whole
    return {"python": python, **{name: packages.get(name) for name in ALIKE}}


def _odd(there: Mapping[str, str | None], here: Mapping[str, str | None]) -> str:
    """Say which packages differ, and how; nothing where none does."""
    return ", ".join(
        f"{name} {there.get(name) or 'missing'} ({here.get(name) or 'missing'} here)"
        for name in here
        if there.get(name) != here.get(name)
    )


def count_threads(client: Client) -> int:
    """Return the threads of all workers; 0 where the scheduler does not answer."""
    try:
        threads: Mapping[str, int] = client.nthreads(callback_timeout=ANSWER_SECONDS)
    except (OSError, TimeoutError):
        return 0
    return sum(threads.values())


@contextmanager
def open_machines(compute: Compute, executor: Executor) -> Iterator[Machines]:
    """Reach a cluster, check its workers, and hand them what computes.

    Raises
    ------
    UsageError
        ``extra-missing``, ``executor-unreachable`` or ``executor-workers``.
    """
    _load_distributed()
    with _silence():
        client = _connect(executor)
        try:
            _check_workers(client, executor)
            held = _hand_over(client, compute)
            yield Machines(client, held, max(1, count_threads(client)))
        finally:  # the scheduler drops the tasks of a client that leaves
            with suppress(OSError, TimeoutError):
                client.close(timeout=ANSWER_SECONDS)
            del client
            gc.collect()  # what its tasks say as they are thrown away is silenced too


def _load_distributed() -> None:
    """Load the extra before its loggers are silenced: it sets them up as it is loaded."""
    try:
        import distributed  # noqa: F401, PLC0415 - loaded where it is used
    except ImportError as error:
        what = f"a Dask cluster needs the package {error.name}, which is not installed."
        mend = "Install it: pip install 'cluster-ranker[dask]'."
        raise UsageError(Problem("extra-missing", "executor", what, mend)) from error


def _connect(executor: Executor) -> Client:
    """Reach the scheduler; what holds the port and does not speak Dask may never answer."""
    from distributed import Client  # noqa: PLC0415 - loaded where it is used

    found: list[Client] = []

    def reach() -> None:
        with suppress(OSError, TimeoutError, ValueError):
            client = Client(executor.scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
            found.append(client)

    with catch_warnings():
        simplefilter("ignore")  # versions are compared by _check_workers
        waiting = Thread(target=reach, daemon=True)
        waiting.start()
        waiting.join(ANSWER_SECONDS + POLL_SECONDS)
    if not found:
        what = f"no Dask scheduler answers at {executor.address} within {ANSWER_SECONDS:g} s."
        mend = "Start one with 'dask scheduler', or mend host and port."
        raise UsageError(Problem("executor-unreachable", "executor", what, mend))
    return found[0]


def _check_workers(client: Client, executor: Executor) -> None:
    """Make sure that there are workers and that they compute the same bytes."""
    try:
        client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        found = client.get_versions(packages=list(ALIKE))
    except (OSError, TimeoutError) as error:
        what = f"the Dask scheduler at {executor.address} has no worker."
        mend = f"Start some with 'dask worker {executor.scheduler}'."
        raise UsageError(Problem("executor-unreachable", "executor", what, mend)) from error
    here = _installed(found["client"])
    odd = {who: _odd(_installed(told), here) for who, told in found["workers"].items()}
    problems = [_odd_worker(f"worker {who} has {what}.") for who, what in odd.items() if what]
    if problems:
        raise UsageError(problems)


def _odd_worker(what: str) -> Problem:
    mend = "Install the same versions on every worker; others may give another result."
    return Problem("executor-workers", "executor", what, mend)


def _hand_over(client: Client, compute: Compute) -> Future:
    """Send what computes to the scheduler, from which each worker has it once."""
    import dask  # noqa: PLC0415 - an extra, loaded where it is used

    whole = pickle.dumps(compute, protocol=pickle.HIGHEST_PROTOCOL)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
        return client.submit(bytes, whole, pure=False)


@contextmanager
def _losses_told() -> Iterator[None]:
    """Tell as problems what Dask raises when workers or the scheduler are gone."""
    from distributed import KilledWorker  # noqa: PLC0415 - loaded where it is used

    try:
        yield
    except KilledWorker as error:
        raise _lost("several workers died over the same draws.") from error
    except ImportError as error:
        raise ExecutorError(_odd_worker(f"a worker cannot load {error.name}.")) from error
    except (CancelledError, OSError) as error:
        raise _lost("the connection to the Dask scheduler broke.") from error


def _lost(what: str) -> ExecutorError:
    return ExecutorError(Problem("executor-lost", "executor", what, NEW_RUN))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask's loggers from writing to stderr; what matters is told as a problem."""
    names = [n for n in logging.root.manager.loggerDict if n.partition(".")[0] in LOGGERS]
    loggers = [logging.getLogger(name) for name in (*LOGGERS, *names)]
    kept = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [logging.NullHandler()], False
    try:
        yield
    finally:
        for logger, handlers, propagate in kept:
            logger.handlers, logger.propagate = handlers, propagate
