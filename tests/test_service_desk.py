"""Answers are computed once for all who ask at a time, and not at all for nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from ranker.errors import UsageError
from ranker.service.arguments import GroupArguments
from ranker.service.desk import Cache, Desk
from ranker.service.limits import Limits
from ranker.service.pool import Pool, Report
from ranker.service.worker import Task
from ranker.study.model import Study
from tests.apart import run_apart

LIMITS = Limits(workers=1, waiting=0, cache=1000)


class SlowPool:
    """Stands where processes would: answers when it is let, and counts."""

    def __init__(self) -> None:
        self.started = self.ended = 0
        self.go = asyncio.Event()

    async def answer(self, task: Task, report: Report) -> bytes:
        self.started += 1
        report(1, 2)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.ended += 1
            raise
        return b'{"rank": 1}\n'


def desk_of(study: Study) -> tuple[Desk, SlowPool]:
    desk = Desk({study.id: study}, LIMITS)
    pool = SlowPool()
    desk._quick = pool  # type: ignore[assignment]
    return desk, pool


TASK = Task("rank", GroupArguments(), {}, "harbours")


async def under_way(desk: Desk, count: int) -> list[asyncio.Task[bytes]]:
    key = desk.key(TASK)
    asking = [asyncio.ensure_future(desk.answer(TASK, key)) for _ in range(count)]
    await asyncio.sleep(0.01)
    return asking


def test_two_who_ask_the_same_share_one_computation(harbours: Study):
    async def ask() -> tuple[list[bytes], int]:
        desk, pool = desk_of(harbours)
        asking = await under_way(desk, 2)
        pool.go.set()
        return await asyncio.gather(*asking), pool.started

    bodies, started = run_apart(ask)

    assert bodies == [b'{"ok":true,"result":{"rank": 1}}\n'] * 2
    assert started == 1


def test_the_work_goes_on_while_one_of_two_still_waits(harbours: Study):
    async def ask() -> tuple[bytes, int]:
        desk, pool = desk_of(harbours)
        leaving, staying = await under_way(desk, 2)
        leaving.cancel()
        await asyncio.sleep(0.01)
        pool.go.set()
        return await staying, pool.ended

    body, ended = run_apart(ask)

    assert (b'"rank": 1' in body, ended) == (True, 0)


def test_the_work_ends_when_the_last_has_gone_and_begins_anew_for_the_next(harbours: Study):
    async def ask() -> tuple[int, int]:
        desk, pool = desk_of(harbours)
        for leaving in await under_way(desk, 2):
            leaving.cancel()
        await asyncio.sleep(0.01)
        [coming] = await under_way(desk, 1)
        pool.go.set()
        await coming
        return pool.started, pool.ended

    started, ended = run_apart(ask)

    assert (started, ended) == (2, 1)


def test_a_key_depends_on_content_question_and_arguments(harbours: Study):
    desk = Desk({"harbours": harbours}, LIMITS)
    other = Desk({"harbours": replace(harbours, content_hash="0" * 64)}, LIMITS)

    keys = {
        desk.key(TASK),
        other.key(TASK),
        desk.key(replace(TASK, question="profiles")),
        desk.key(replace(TASK, arguments=GroupArguments(group="home"))),
        desk.key(replace(TASK, places={"cluster": "alder"})),
        desk.key(replace(TASK, study="f" * 64, body=b"{}")),
    }

    assert len(keys) == 6
    assert desk.key(TASK) in keys


def test_the_cache_gives_up_what_was_used_longest_ago():
    cache = Cache(6)
    cache.put("a", b"aaa")
    cache.put("b", b"bbb")
    cache.get("a")

    cache.put("c", b"ccc")
    cache.put("huge", b"too large")

    assert [cache.get(key) for key in ("a", "b", "c", "huge")] == [b"aaa", None, b"ccc", None]
    assert cache.size == 6


def test_a_process_that_the_machine_has_ended_is_replaced_before_anybody_notices(harbours: Study):
    async def ask() -> list[bytes]:
        pool = Pool({harbours.id: harbours}, replace(LIMITS, waiting=1))
        await pool.open()
        try:
            first = await pool.answer(TASK, lambda done, planned: None)
            for worker in pool._all:
                worker.process.kill()
                worker.process.join()
            return [first, await pool.answer(TASK, lambda done, planned: None)]
        finally:
            await pool.close()

    first, second = run_apart(ask)

    assert first == second
    assert b'"schema":"cluster-ranker/ranking/1"' in first


def test_whoever_comes_when_the_queue_is_full_is_told_to_ask_again(harbours: Study):
    pool = Pool({harbours.id: harbours}, LIMITS)

    with pytest.raises(UsageError) as caught:
        run_apart(lambda: pool.answer(TASK, lambda done, planned: None))

    assert [problem.code for problem in caught.value.problems] == ["service-busy"]
