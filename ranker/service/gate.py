"""What every request passes: its line in the log, its token, and a reply to any fault."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
import traceback
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ranker.errors import Problem
from ranker.service.replies import FAULT, failure

LOG = logging.getLogger("ranker.service")


class Lines(logging.Formatter):
    """Log records as JSON, one a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, event and what else the record holds."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            fields["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(fields, ensure_ascii=True)


def log(event: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Write a line of the log."""
    LOG.log(level, event, extra={"fields": fields})


class Gate:
    """Counts, logs and guards requests; nothing that fails within it is without a reply.

    Parameters
    ----------
    app : ASGI application
    token : str
        What a client must show as ``Authorization: Bearer …``; none where empty.
    public : collection of str
        Paths that need no token.
    """

    def __init__(self, app: ASGIApp, *, token: str = "", public: Collection[str] = ()) -> None:
        self._app = app
        self._token = hashlib.sha256(token.encode()).digest() if token else b""
        self._public = frozenset(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(send)
        is_head = scope["method"] == "HEAD"  # as GET, and the server leaves the body out
        try:
            if self._may_pass(scope):
                await self._app({**scope, "method": "GET"} if is_head else scope, receive, seen)
            else:
                await _TOKEN_ASKED(scope, receive, seen)
        except asyncio.CancelledError:  # the service stops, and the time for it is over
            if not seen.status:
                await _STOPPING(scope, receive, seen)
        except Exception:
            LOG.exception("fault", extra={"fields": {"path": scope["path"]}})
            if not seen.status:
                await failure([FAULT])(scope, receive, seen)
        finally:
            seen.tell(scope)

    def _may_pass(self, scope: Scope) -> bool:
        is_free = not self._token or scope["path"] in self._public
        return is_free or hmac.compare_digest(_shown_token(scope), self._token)


def _shown_token(scope: Scope) -> bytes:
    """Return the hash of the token that a client shows; hashes are of equal length."""
    written = dict(scope["headers"]).get(b"authorization", b"")
    kind, _, token = written.partition(b" ")
    return hashlib.sha256(token.strip() if kind.lower() == b"bearer" else b"").digest()


_TOKEN_ASKED = failure(
    [
        Problem(
            "token-invalid",
            "header Authorization",
            "the token is missing or wrong.",
            "Send 'Authorization: Bearer TOKEN' with the token of this service.",
        )
    ],
    headers={"WWW-Authenticate": "Bearer"},
)


_STOPPING = failure(
    [Problem("service-busy", "service", "the service stops.", "Ask again when it is back.")]
)


class _Seen:
    """What passes to the client, counted."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start = time.perf_counter()
        self._bytes = 0
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
        self._bytes += len(message.get("body", b""))
        await self._send(message)

    def tell(self, scope: Scope) -> None:
        log(
            "request",
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            status=self.status or None,  # none where the client left before
            bytes=self._bytes,
            ms=round(1000 * (time.perf_counter() - self._start), 2),
            cache=scope.get("ranker.cache"),
            client=(scope.get("client") or [None])[0],
        )
