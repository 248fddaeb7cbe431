"""Routes from the table of questions: mounted studies by GET, studies that are sent by POST."""

import gc
import hashlib
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

import ranker
from ranker.errors import ContentError, Problem, RankerError, did_you_mean
from ranker.service import openapi
from ranker.service.desk import Desk
from ranker.service.gate import log
from ranker.service.limits import Limits, body_too_large
from ranker.service.pool import Report
from ranker.service.questions import ASSETS, JSON, METHODS, QUESTIONS, Asset, Question
from ranker.service.replies import (
    EVENTS,
    FAULT,
    EventStream,
    failure,
    status_of,
    success,
    unless_left,
)
from ranker.service.validation import http_problem, query_problems
from ranker.service.worker import Task
from ranker.study.model import Study

STUDIES_SCHEMA = "cluster-ranker/studies/1"
Endpoint = Callable[..., Awaitable[Response]]


class Service:
    """The mounted studies and the desk that answers.

    Parameters
    ----------
    mounted : mapping of str to Study
        By id, the first of them for paths that name none.
    limits : Limits
    is_private : bool
        Whether a token is asked for, so that no proxy may keep answers.
    """

    def __init__(
        self, mounted: Mapping[str, Study], limits: Limits, *, is_private: bool = False
    ) -> None:
        self.mounted = dict(mounted)
        self.limits = limits
        self.desk = Desk(mounted, limits)
        self._keeping = f"{'private' if is_private else 'public'}, no-cache"

    def check_study(self, name: str) -> None:
        """Refuse a study that is not mounted."""
        if name not in self.mounted:
            what = f"no study '{name}' is served here."
            mend = did_you_mean(name, list(self.mounted))
            raise ContentError(Problem("study-not-found", "path study", what, mend))

    async def reply(self, request: Request, question: Question, task: Task) -> Response:
        """Answer a question: from what is kept, as events, or when it is computed."""
        key = self.desk.key(task)
        headers = {"ETag": f'"{key}"', "Cache-Control": self._keeping, "Vary": "Accept"}
        if task.body is None and f'"{key}"' in request.headers.get("if-none-match", ""):
            request.scope["ranker.cache"] = "client"
            return Response(status_code=304, headers=headers)
        if question.streams and EVENTS in request.headers.get("accept", ""):
            return EventStream(self._asking(task, key), _tell_fault)
        body = self.desk.kept(key)
        request.scope["ranker.cache"] = "miss" if body is None else "hit"
        if body is None:
            body = await unless_left(request, self.desk.answer(task, key))
        if body is None:
            return Response(status_code=499)  # nobody reads it
        return Response(body, media_type=question.media, headers=headers)

    def _asking(self, task: Task, key: str) -> Callable[[Report], Awaitable[bytes]]:
        return lambda report: self.desk.answer(task, key, report)


def _tell_fault(error: Exception) -> None:
    log("fault", level=40, told=str(error))


def build_app(
    mounted: Mapping[str, Study], limits: Limits | None = None, *, is_private: bool = False
) -> FastAPI:
    """Return the service as an ASGI application.

    Parameters
    ----------
    mounted : mapping of str to Study
        By id; at least one.
    limits : Limits, optional
    is_private : bool
        Whether a token is asked for by what stands before the application.
    """
    service = Service(mounted, limits or Limits(), is_private=is_private)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.desk.open()
        gc.collect()
        gc.freeze()  # all that is loaded stays, and a sweep over it takes 0.1 s
        yield
        await service.desk.close()

    app = FastAPI(
        title="Cluster Ranker",
        version=ranker.__version__,
        description=openapi.DESCRIPTION,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    _add_plain_routes(app, service)
    for question in QUESTIONS:
        _add_question(app, service, question)
    for asset in ASSETS:
        _add_asset(app, asset)
    app.add_exception_handler(RequestValidationError, _query_refused)
    app.add_exception_handler(RankerError, _told)
    app.add_exception_handler(HTTPException, _http_refused)
    app.add_exception_handler(Exception, _failed)
    openapi.complete(app, list(mounted), is_private=is_private)
    return app


def _add_plain_routes(app: FastAPI, service: Service) -> None:
    async def health(request: Request) -> Response:
        return success({"status": "well", "version": ranker.__version__})

    async def studies(request: Request) -> Response:
        return success({"schema": STUDIES_SCHEMA, "studies": _studies_fields(service.mounted)})

    async def methods(request: Request) -> Response:
        task = Task(METHODS.path, METHODS.arguments(), {}, next(iter(service.mounted)))
        return await service.reply(request, METHODS, task)

    openapi.add_plain(app, "/healthz", health, "Whether the service is well")
    openapi.add_plain(app, "/v1/studies", studies, "The studies that are served")
    openapi.add_plain(app, "/v1/methods", methods, METHODS.summary)


def _studies_fields(mounted: Mapping[str, Study]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": study.title.en,
            "title_local": study.title.ko,
            "edition": study.edition.isoformat(),
            "content_hash": study.content_hash,
            "clusters": len(study.clusters),
        }
        for name, study in mounted.items()
    ]


def _add_question(app: FastAPI, service: Service, question: Question) -> None:
    async def mounted(request: Request, arguments: Any, study: str, **places: str) -> Response:
        service.check_study(study)
        task = Task(question.path, arguments, places, study)
        return await service.reply(request, question, task)

    async def first(request: Request, arguments: Any, **places: str) -> Response:
        study = next(iter(service.mounted))
        return await mounted(request, arguments, study, **places)

    async def sent(request: Request, arguments: Any, **places: str) -> Response:
        body = await read_body(request, service.limits)
        task = Task(question.path, arguments, places, hashlib.sha256(body).hexdigest(), body)
        return await service.reply(request, question, task)

    endpoint = _typed(mounted, question, ("study", *question.places))
    openapi.add_question(app, f"/v1/studies/{{study}}/{question.path}", endpoint, question)
    endpoint = _typed(sent, question, question.places)
    openapi.add_question(app, f"/v1/{question.path}", endpoint, question, is_sent=True)
    if question.at:
        openapi.add_question(app, question.at, _typed(first, question, question.places), question)


def _typed(endpoint: Endpoint, question: Question, places: tuple[str, ...]) -> Endpoint:
    """Give an endpoint the signature that FastAPI reads its parameters from."""
    kind = inspect.Parameter.KEYWORD_ONLY
    named = {
        "request": Request,
        "arguments": Annotated[question.arguments, Query()],
        **{place: Annotated[str, Path(min_length=1, max_length=200)] for place in places},
    }
    parameters = [inspect.Parameter(name, kind, annotation=held) for name, held in named.items()]
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return endpoint


def _add_asset(app: FastAPI, asset: Asset) -> None:
    content = asset.content()
    tag = f'"{hashlib.sha256(content).hexdigest()[:40]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}

    async def endpoint(request: Request) -> Response:
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=asset.media, headers=headers)

    openapi.add_plain(app, asset.path, endpoint, asset.summary, media=asset.media)


async def read_body(request: Request, limits: Limits) -> bytes:
    """Return the study that was sent, refused as soon as it is too large.

    Raises
    ------
    UsageError
        ``body-too-large``
    ContentError
        ``body-type``
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        what = f"the body is '{kind}'." if kind else "the body has no type."
        mend = f"Send JSON with 'Content-Type: {JSON}'."
        raise ContentError(Problem("body-type", "header Content-Type", what, mend))
    written = request.headers.get("content-length", "0")
    if written.isdecimal() and int(written[:20]) > limits.body:
        raise body_too_large(limits)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limits.body:
            raise body_too_large(limits)
        parts.append(part)
    return b"".join(parts)


async def _query_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for the type checker
    return failure(query_problems(error), status=400)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, RankerError)  # noqa: S101
    problems = error.problems
    is_place = problems[0].code == "cluster-unknown" and "cluster" in request.path_params
    return failure(problems, status=404 if is_place else status_of(problems))


async def _failed(_: Request, __: Exception) -> Response:
    return failure([FAULT])  # what it was is logged by the gate, which it reaches too


async def _http_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    problem = http_problem(request, error.status_code)
    return failure([problem], status=error.status_code, headers=error.headers)
