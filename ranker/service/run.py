"""The service on a socket: uvicorn, the log, and a stop that lets answers end."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import uvicorn
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from ranker.errors import Problem, UsageError
from ranker.service.app import build_app
from ranker.service.gate import Gate, Lines, log
from ranker.service.limits import Limits
from ranker.service.questions import ASSETS
from ranker.study.load import open_study
from ranker.study.model import Study

GRACE_SECONDS = 10  # for answers under way when the service is asked to stop
BACKLOG = 512


@dataclass(frozen=True, slots=True)
class Door:
    """Where the service is heard, and by whom.

    Parameters
    ----------
    host, port : str, int
        Port 0 takes a free one.
    token : str
        What clients must show; nothing where empty.
    origins : tuple of str
        Origins whose pages may read answers in a browser; none where empty.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    origins: tuple[str, ...] = ()


def mount(studies: Sequence[str]) -> dict[str, Study]:
    """Open the studies that are to be served, by id.

    Raises
    ------
    ContentError
        One of them has errors.
    UsageError
        ``argument-invalid`` where two have the same id.
    """
    mounted: dict[str, Study] = {}
    for name in studies:
        study = open_study(name)
        if study.id in mounted:
            what = f"the study '{study.id}' is named twice."
            mend = "Name it once, or give one of them another id in its study.yaml."
            raise UsageError(Problem("argument-invalid", "STUDY", what, mend))
        mounted[study.id] = study
    return mounted


def serve(
    mounted: Mapping[str, Study],
    door: Door,
    limits: Limits,
    *,
    ready: Callable[[str], None],
) -> None:
    """Serve until a signal says stop.

    Parameters
    ----------
    mounted : mapping of str to Study
    door : Door
    limits : Limits
    ready : callable
        Called with the address once requests are answered.

    Raises
    ------
    UsageError
        ``address-unavailable``
    """
    app = guarded(build_app(mounted, limits, is_private=bool(door.token)), door)
    with listening(door) as sock:
        _log_to_stderr()
        address = _address(door.host, sock)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stopped)  # uvicorn raises it again when it has stopped
        server = _Server(config, partial(_begin, ready, address, tuple(mounted)))
        server.run(sockets=[sock])
    if not server.started:
        what = "the service did not start; the log above tells why."
        mend = "Mend what it names, and start the service again."
        raise UsageError(Problem("service-fault", "service", what, mend))
    log("stopped")


def guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """Return the application behind its gate, readable by pages of the origins that may."""
    inner = app
    if door.origins:
        inner = CORSMiddleware(
            app,
            allow_origins=door.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag"],
        )
    public = ("/healthz", *(asset.path for asset in ASSETS))
    return Gate(inner, token=door.token, public=public)


class _Server(uvicorn.Server):
    """A server that says when it hears."""

    def __init__(self, config: uvicorn.Config, begin: Callable[[], None]) -> None:
        super().__init__(config)
        self._begin = begin

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.should_exit:
            self._begin()


def _begin(ready: Callable[[str], None], address: str, studies: Sequence[str]) -> None:
    log("serving", url=address, studies=list(studies))
    ready(address)


def _stopped(number: int, frame: object) -> None:
    """End without an error: the stop was asked for."""


def listening(door: Door) -> socket.socket:
    """Return a socket on which connections are taken.

    Raises
    ------
    UsageError
        ``address-unavailable``
    """
    try:
        found = socket.getaddrinfo(door.host, door.port, type=socket.SOCK_STREAM)
        family, kind, proto, _, where = found[0]
        sock = socket.socket(family, kind, proto)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(where)
            sock.listen(BACKLOG)
        except OSError:
            sock.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        what = f"{door.host} port {door.port} cannot be used: {reason}."
        mend = "Name another --port (0 takes a free one), or an address of this machine."
        raise UsageError(Problem("address-unavailable", "--host", what, mend)) from error
    return sock


def _address(host: str, sock: socket.socket) -> str:
    port = sock.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.captureWarnings(capture=True)
    logging.getLogger().handlers = [handler]  # whoever speaks, a line is JSON
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("ranker.service").setLevel(logging.INFO)
