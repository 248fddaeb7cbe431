"""Answers by what was asked: kept, shared by those who ask the same, computed otherwise."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ranker._content import content_folder
from ranker.analysis.manifest import package_versions
from ranker.service.limits import Limits
from ranker.service.pool import Pool, Report
from ranker.service.questions import BY_PATH
from ranker.service.worker import Task
from ranker.study.model import Study

SUCCESS = b'{"ok":true,"result":'


class Cache:
    """Bodies by key, the least recently used given up first.

    Parameters
    ----------
    most : int
        Bytes that are kept at most.

    Examples
    --------
    >>> cache = Cache(5)
    >>> for key in "ab":
    ...     cache.put(key, b"123")
    >>> cache.get("a"), cache.get("b"), cache.size
    (None, b'123', 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self.size = 0

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: str, body: bytes) -> None:
        """Keep a body; one that is larger than the cache is not kept."""
        if key in self._held or len(body) > self._most:
            return
        self._held[key] = body
        self.size += len(body)
        while self.size > self._most:
            self.size -= len(self._held.popitem(last=False)[1])


@dataclass(slots=True)
class _Job:
    """One answer under way and everybody who waits for it."""

    work: asyncio.Task[bytes] | None = None
    waiting: int = 0
    reports: list[Report] = field(default_factory=list)

    def tell(self, done: int, planned: int) -> None:
        for report in self.reports:
            report(done, planned)


class Desk:
    """What is asked comes here; what was asked before is answered from what was kept.

    Parameters
    ----------
    mounted : mapping of str to Study
    limits : Limits
    """

    def __init__(self, mounted: Mapping[str, Study], limits: Limits) -> None:
        self._hashes = {name: study.content_hash for name, study in mounted.items()}
        self._cache = Cache(limits.cache)
        self._jobs: dict[str, _Job] = {}
        self._quick, self._slow = Pool(mounted, limits), Pool(mounted, limits)
        self._edition = _edition()

    async def open(self) -> None:
        """Start the processes."""
        await asyncio.gather(self._quick.open(), self._slow.open())

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(self._quick.close(), self._slow.close())

    def key(self, task: Task) -> str:
        """Return a hash of all that the answer depends on: content, arguments, versions."""
        content = self._hashes[task.study] if task.body is None else f"sent {task.study}"
        asked = [self._edition, content, task.question, task.places, task.arguments.model_dump()]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:40]

    def kept(self, key: str) -> bytes | None:
        """Return an answer that was given before."""
        return self._cache.get(key)

    async def answer(self, task: Task, key: str, report: Report | None = None) -> bytes:
        """Return the body that answers a task, computed once for all who ask at a time.

        The work ends when the last of them has gone.

        Parameters
        ----------
        task : Task
        key : str
            As `key` gives it.
        report : callable, optional
            Called with what is done and what is planned.

        Raises
        ------
        RankerError, ServiceError
            As `Pool.answer`.
        """
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        job = self._jobs.setdefault(key, _Job())
        job.waiting += 1
        if report is not None:
            job.reports.append(report)
        if job.work is None:
            job.work = asyncio.ensure_future(self._computed(task, key, job))
        try:
            return await asyncio.shield(job.work)
        finally:
            job.waiting -= 1
            if report is not None:
                job.reports.remove(report)
            if not job.waiting:
                job.work.cancel()
                self._forget(key, job)

    async def _computed(self, task: Task, key: str, job: _Job) -> bytes:
        question = BY_PATH[task.question]
        pool = self._slow if question.is_slow else self._quick
        try:
            text = await pool.answer(task, job.tell)
            body = SUCCESS + text.rstrip() + b"}\n" if question.streams else text
            self._cache.put(key, body)
            return body
        finally:
            self._forget(key, job)

    def _forget(self, key: str, job: _Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]


def _edition() -> str:
    """Return a hash of the program: versions, and the templates that pages are made from."""
    digest = hashlib.sha256(json.dumps(package_versions(), sort_keys=True).encode())
    for path in sorted(content_folder("reports").rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
