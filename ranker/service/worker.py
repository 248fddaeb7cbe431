"""A process that answers one task after the other; the service can end it at any time.

A thread cannot be stopped, and it would share one interpreter with the loop that talks to
clients. A process answers beside it, and is ended where an answer takes too long or nobody
waits for it any more.
"""

from __future__ import annotations

import gc
import signal
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from ranker.analysis.spread import single_blas_thread
from ranker.errors import RankerError
from ranker.output.export import compact_json
from ranker.service.answers import Asked
from ranker.service.arguments import Arguments
from ranker.service.limits import Limits
from ranker.service.questions import BY_PATH
from ranker.study.inline import open_inline
from ranker.study.matrix import CellTable, lay_out
from ranker.study.model import Study

T = TypeVar("T")

KEPT_STUDIES = 4  # of those that were sent: a client asks several questions about one
KEPT_CELLS = 16


@dataclass(frozen=True, slots=True)
class Task:
    """A question to a worker; a study that was sent comes as it was written."""

    question: str
    arguments: Arguments
    places: dict[str, str]
    study: str  # id of a mounted study, or the hash of the one that was sent
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a task is."""

    done: int
    planned: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the program, for the log alone."""

    told: str


Outcome = bytes | RankerError | Fault


def work(ours: Connection, mounted: Mapping[str, Study], limits: Limits) -> None:
    """Answer tasks until the service has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends us
    desk = _Memory(mounted, limits)
    gc.freeze()  # memory that is never swept stays shared with the process that was copied
    with single_blas_thread(), suppress(EOFError, OSError):
        while True:
            task: Task | None = ours.recv()
            ours.send(b"" if task is None else _outcome(task, desk, ours))


def _outcome(task: Task, desk: _Memory, ours: Connection) -> Outcome:
    try:
        with compact_json():
            asked = Asked(
                study=desk.study(task),
                arguments=task.arguments,
                places=task.places,
                cells=lambda as_of: desk.cells(task, as_of),
                limits=desk.limits,
                progress=lambda done, planned: ours.send(Step(done, planned)),
            )
            return BY_PATH[task.question].answer(asked).encode()
    except RankerError as error:
        return error
    except OSError:
        raise  # nobody listens
    except Exception:
        return Fault(traceback.format_exc())


class _Kept(Generic[T]):
    """The things that were last used."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[tuple[str, int | None], T] = OrderedDict()

    def get(self, key: tuple[str, int | None], make: Callable[[], T]) -> T:
        if key not in self._held:
            self._held[key] = make()
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return self._held[key]


class _Memory:
    """Studies and their cells, which many questions share."""

    def __init__(self, mounted: Mapping[str, Study], limits: Limits) -> None:
        self.limits = limits
        self._mounted = mounted
        self._sent: _Kept[Study] = _Kept(KEPT_STUDIES)
        self._cells: _Kept[CellTable] = _Kept(KEPT_CELLS)

    def study(self, task: Task) -> Study:
        body = task.body
        if body is None:
            return self._mounted[task.study]
        most = self.limits.alternatives
        return self._sent.get((task.study, None), lambda: open_inline(body, most_clusters=most))

    def cells(self, task: Task, as_of: int | None) -> CellTable:
        study = self.study(task)
        return self._cells.get(
            (study.content_hash, as_of), lambda: lay_out(study, study.indicators, as_of=as_of)
        )
