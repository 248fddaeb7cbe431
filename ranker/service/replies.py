"""Replies: one form for success, one for failure, and progress as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ranker.errors import Problem, RankerError
from ranker.service.pool import Report
from ranker.service.questions import JSON

EVENTS = "text/event-stream"
PULSE_SECONDS = 5.0  # proxies give up connections on which nothing is heard
UNDERSTOOD = 422  # and not to be answered so
STATUSES: Mapping[str, int] = {
    "json-invalid": 400,
    "token-invalid": 401,
    "study-not-found": 404,
    "route-unknown": 404,
    "verb-unsupported": 405,
    "body-too-large": 413,
    "body-type": 415,
    "service-fault": 500,
    "service-busy": 503,
}
FAULT = Problem(
    "service-fault",
    "service",
    "the service failed at this request.",
    "Its log tells more; the request was not wrong.",
)


def status_of(problems: Iterable[Problem]) -> int:
    """Return the status of a reply that tells problems, by the first of them."""
    return STATUSES.get(next(iter(problems)).code, UNDERSTOOD)


def failure_body(problems: Iterable[Problem], status: int) -> bytes:
    """Return the envelope of a failure."""
    told = [{k: v for k, v in asdict(p).items() if k != "severity"} for p in problems]
    content = {"ok": False, "status": status, "errors": told}
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def failure(
    problems: Iterable[Problem],
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the reply that tells problems."""
    told = list(problems)
    code = status_of(told) if status is None else status
    extra = {"Retry-After": "1"} if code == STATUSES["service-busy"] else {}
    return Response(
        failure_body(told, code),
        code,
        {"Cache-Control": "no-store", **extra, **(headers or {})},
        media_type=JSON,
    )


def success(result: Any) -> Response:
    """Return the reply with a small result that is not kept."""
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":"))
    return Response(body + "\n", media_type=JSON, headers={"Cache-Control": "no-store"})


async def unless_left(request: Request, work: Awaitable[bytes]) -> bytes | None:
    """Wait for work as long as the client waits; None where it has gone."""
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request.receive))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        leaving.cancel()
        await _ended(doing)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _ended(doing: asyncio.Future[bytes]) -> None:
    """Cancel what is not done, and hear it end."""
    if not doing.done():
        doing.cancel()
        await asyncio.wait({doing})


class EventStream(Response):
    """Progress and result of one answer as server-sent events.

    ``progress`` events hold ``done`` and ``planned``; then comes one ``result`` or one
    ``problem`` event with the envelope. The work ends when the client leaves.

    Parameters
    ----------
    ask : callable
        Takes a report of progress and returns what is awaited.
    """

    media_type = EVENTS

    def __init__(
        self, ask: Callable[[Report], Awaitable[bytes]], fault: Callable[[Exception], None]
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._ask, self._fault = ask, fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until the answer is there or the client has gone."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        speaking = asyncio.ensure_future(self._speak(send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({speaking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            speaking.cancel()
            await asyncio.wait({speaking})
        if not speaking.cancelled():
            speaking.result()

    async def _speak(self, send: Send) -> None:
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
        doing = asyncio.ensure_future(self._ask(lambda *step: steps.put_nowait(step)))
        doing.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while (text := await _next_text(steps)) is not None:
                await send({"type": "http.response.body", "body": text, "more_body": True})
            await send({"type": "http.response.body", "body": self._end_of(doing)})
        finally:
            await _ended(doing)

    def _end_of(self, doing: asyncio.Future[bytes]) -> bytes:
        try:
            return event("result", doing.result())
        except RankerError as error:
            return event("problem", failure_body(error.problems, status_of(error.problems)))
        except Exception as error:
            self._fault(error)
            return event("problem", failure_body([FAULT], STATUSES[FAULT.code]))


async def _next_text(steps: asyncio.Queue[tuple[int, int] | None]) -> bytes | None:
    """Return what is said next: progress, or that the work goes on; None at its end."""
    try:
        step = await asyncio.wait_for(steps.get(), PULSE_SECONDS)
    except TimeoutError:
        return b": still at work\n\n"
    if step is None:
        return None
    return event("progress", json.dumps({"done": step[0], "planned": step[1]}).encode())


def event(name: str, data: bytes) -> bytes:
    r"""Return one server-sent event.

    Examples
    --------
    >>> event("progress", b'{"done":1}')
    b'event: progress\ndata: {"done":1}\n\n'
    """
    lines = b"".join(b"data: " + line + b"\n" for line in data.rstrip().split(b"\n"))
    return b"event: " + name.encode() + b"\n" + lines + b"\n"
