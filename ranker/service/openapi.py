"""The OpenAPI document: what FastAPI cannot know of our routes is added here."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from ranker.errors import CODES
from ranker.service.questions import JSON, Question
from ranker.service.replies import EVENTS, STATUSES
from ranker.study.inline import json_form

Endpoint = Callable[..., Awaitable[Response]]
Fields = dict[str, Any]
Replies = dict[int | str, Fields]

DESCRIPTION = (
    "Ranks of clusters, how far they can be trusted, and where each figure comes from. "
    "Questions about a study that is served here are asked by GET; by POST they are asked about "
    "a study that is sent as JSON. Nothing is ever stored. With 'Accept: text/event-stream' an "
    "answer comes as server-sent events: 'progress', then 'result' or 'problem'."
)
COMPONENTS = "#/components/schemas/"
TAG = {"schema": {"type": "string"}, "description": "Changes when content or program change."}
WORDS = {
    304: "Not changed since the ETag that was sent",
    400: "The request cannot be read",
    401: "The token is missing or wrong",
    404: "There is no such path, study or cluster",
    413: "The body is too large",
    415: "The body is no JSON",
    422: "Understood, but there is no answer to it, or it asks for too much",
    500: "A fault of the service",
    503: "Too many requests wait",
}
FAILURE = {
    "type": "object",
    "properties": {
        "ok": {"const": False},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string", "enum": sorted(CODES)},
                    "where": {"type": "string"},
                    "what": {"type": "string"},
                    "mend": {"type": "string"},
                },
                "required": ["code", "where", "what", "mend"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["ok", "status", "errors"],
    "additionalProperties": False,
}


def add_plain(
    app: FastAPI, path: str, endpoint: Endpoint, summary: str, *, media: str = JSON
) -> None:
    """Add a route without arguments."""
    found: Fields = {"description": summary, "content": {media.partition(";")[0]: {"schema": {}}}}
    if media == JSON:
        found["content"][JSON]["schema"] = _envelope("")
    responses: Replies = {200: found, **_failures(500)}
    if path != "/healthz":
        responses |= {304: {"description": WORDS[304]}, **_failures(401, 422, 503)}
    _add(app, path, endpoint, summary, responses)


def add_question(
    app: FastAPI, path: str, endpoint: Endpoint, question: Question, *, is_sent: bool = False
) -> None:
    """Add a route that asks a question about a study."""
    kind = question.media.partition(";")[0]
    content: Fields = {kind: {"schema": {"type": "string"}}}
    if question.streams:
        content = {
            JSON: {"schema": _envelope(question.schema)},
            EVENTS: {"schema": {"type": "string"}},
        }
    elif kind == JSON:
        content = {JSON: {"schema": {"type": "object"}}}
    found = {"description": question.summary, "content": content, "headers": {"ETag": TAG}}
    responses: Replies = {200: found, **_failures(400, 401, 404, 422, 500, 503)}
    responses |= _failures(413, 415) if is_sent else {304: {"description": WORDS[304]}}
    _add(app, path, endpoint, question.summary, responses, is_sent=is_sent)


def _add(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    summary: str,
    responses: Replies,
    *,
    is_sent: bool = False,
) -> None:
    verb = "POST" if is_sent else "GET"
    reference = {"$ref": f"{COMPONENTS}InlineStudy"}
    body = {"requestBody": {"required": True, "content": {JSON: {"schema": reference}}}}
    app.add_api_route(
        path,
        endpoint,
        methods=[verb],
        summary=summary,
        operation_id=f"{verb.lower()} {path}".translate(str.maketrans("/.{} ", "_____")),
        response_class=Response,
        response_model=None,
        responses=responses,
        openapi_extra=body if is_sent else None,
    )


def _envelope(schema: str) -> Fields:
    result: Fields = {"type": "object"}
    if schema:
        result |= {"properties": {"schema": {"const": schema}}, "required": ["schema"]}
    return {
        "type": "object",
        "properties": {"ok": {"const": True}, "result": result},
        "required": ["ok", "result"],
        "additionalProperties": False,
    }


def _failures(*statuses: int) -> Replies:
    reference = {"$ref": f"{COMPONENTS}Failure"}
    return {
        status: {"description": WORDS[status], "content": {JSON: {"schema": reference}}}
        for status in statuses
    }


def complete(app: FastAPI, studies: Sequence[str], *, is_private: bool) -> None:
    """Have the document tell the envelope, the studies, the study that is sent, and the token."""

    def document() -> Fields:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, studies, is_private=is_private)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI, studies: Sequence[str], *, is_private: bool) -> Fields:
    told = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = told.setdefault("components", {}).setdefault("schemas", {})
    form = json_form(COMPONENTS + "{model}")
    components |= form.pop("$defs")
    components |= {"Failure": FAILURE, "InlineStudy": form}
    for operations in told["paths"].values():
        for parameter in operations.get("get", {}).get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"] == "study":
                parameter["schema"] = {"type": "string", "enum": list(studies)}
    if is_private:
        told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        told["security"] = [{"token": []}]
        told["paths"]["/healthz"]["get"]["security"] = []
    return told


assert set(STATUSES.values()) <= {*WORDS, 405}  # noqa: S101 - every status has its words
