"""Workers and the queue before them, seen from the loop that talks to clients."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from ranker.errors import RankerError
from ranker.service.limits import Limits, service_busy, time_exceeded
from ranker.service.worker import Fault, Outcome, Step, Task, work
from ranker.study.model import Study

Report = Callable[[int, int], None]
NEARLY_SECONDS = 0.3  # a process takes as long to start and to know a study
READY_SECONDS = 120.0  # loading libraries on a machine that is busy


class ServiceError(Exception):
    """A fault of the program or of the machine while a task was answered."""


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    link: Connection

    def exchange(self, task: Task | None, report: Report) -> Outcome | None:
        """Send a task and wait for its outcome, in a thread; None where the process has ended."""
        try:
            self.link.send(task)
            while isinstance(message := self.link.recv(), Step):
                report(message.done, message.planned)
        except (EOFError, OSError):
            return None
        outcome: Outcome = message
        return outcome

    def end(self) -> None:
        """Stop at once, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.link.close()


class Pool:
    """Some workers, and the tasks that wait for one.

    Parameters
    ----------
    mounted : mapping of str to Study
        Studies that every worker knows.
    limits : Limits
    """

    def __init__(self, mounted: Mapping[str, Study], limits: Limits) -> None:
        self._mounted = dict(mounted)
        self._limits = limits
        self._context = process_context()
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(2 * limits.workers, thread_name_prefix="ranker-pool")
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._is_open = True

    async def open(self) -> None:
        """Start the workers and wait until each has answered."""
        await asyncio.gather(*(self._start() for _ in range(self._limits.workers)))
        async with asyncio.timeout(READY_SECONDS):
            for worker in list(self._all):
                await self._exchange(worker, None, _unheard)

    async def close(self) -> None:
        """End all workers."""
        self._is_open = False
        for task in self._tasks:
            task.cancel()
        ending = list(self._all)
        for worker in ending:
            worker.process.kill()
        for worker in ending:
            await asyncio.to_thread(worker.process.join)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def answer(self, task: Task, report: Report) -> bytes:
        """Have a task answered; whoever cancels this ends the work.

        Parameters
        ----------
        task : Task
        report : callable
            Called in the loop with what is done and what is planned.

        Raises
        ------
        RankerError
            The problems that the answer met; ``time-exceeded``, ``service-busy``.
        ServiceError
            A fault that the log tells.
        """
        outcome = await self._tried(task, report)
        if outcome is None:  # the machine ended a process, perhaps while it was idle
            outcome = await self._tried(task, report)
        if isinstance(outcome, RankerError):
            raise outcome
        if outcome is None or isinstance(outcome, Fault):
            raise ServiceError(outcome.told if outcome else "two processes have ended at this task")
        return outcome

    async def _tried(self, task: Task, report: Report) -> Outcome | None:
        """Have a worker answer; one that does not come to an end is replaced."""
        worker = await self._next_worker()
        exchange = asyncio.ensure_future(self._exchange(worker, task, report))
        try:
            done, _ = await asyncio.wait({exchange}, timeout=self._limits.seconds)
        finally:
            freeing = asyncio.ensure_future(self._free(worker, exchange))
            self._tasks.add(freeing)
            freeing.add_done_callback(self._tasks.discard)
        if not done:
            raise time_exceeded(self._limits)
        return exchange.result()

    async def _free(self, worker: _Worker, exchange: asyncio.Future[Outcome | None]) -> None:
        """Give a worker to the next; what is nearly done may end, and costs no new process."""
        await asyncio.wait({exchange}, timeout=NEARLY_SECONDS)
        if exchange.done() and exchange.result() is not None:
            self._idle.put_nowait(worker)
            return
        self._all.discard(worker)
        await asyncio.to_thread(worker.end)
        if self._is_open:
            await self._start()

    async def _next_worker(self) -> _Worker:
        if self._idle.empty() and self._waiting >= self._limits.waiting:
            raise service_busy(self._limits)
        self._waiting += 1
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1

    async def _exchange(self, worker: _Worker, task: Task | None, report: Report) -> Outcome | None:
        loop = asyncio.get_running_loop()

        def tell(done: int, planned: int) -> None:
            loop.call_soon_threadsafe(report, done, planned)

        return await loop.run_in_executor(self._threads, worker.exchange, task, tell)

    async def _start(self) -> None:
        worker = await asyncio.to_thread(_started, self._context, self._mounted, self._limits)
        self._all.add(worker)
        self._idle.put_nowait(worker)
        if not self._is_open:
            worker.process.kill()


def _unheard(done: int, planned: int) -> None:
    """Hear what is done, and say nothing."""


def _started(context: BaseContext, mounted: Mapping[str, Study], limits: Limits) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, mounted, limits), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def process_context() -> BaseContext:
    """Return how processes are started: from one that has loaded everything, where that exists.

    A plain fork of a process with threads may lock up.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    with suppress(ValueError):
        context.set_forkserver_preload(["ranker.service.worker", "skcriteria"])
    return context
