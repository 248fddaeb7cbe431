"""What FastAPI finds wrong with a request, told as our problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request

from ranker.errors import Problem, did_you_mean

_MENDS = {
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "float_parsing": "Write a number.",
    "finite_number": "Write a finite number.",
    "bool_parsing": "Write true or false.",
    "string_pattern_mismatch": "Write NAME=NUMBER, such as governance=0.4.",
    "missing": "Add it to the query.",
}


def query_problems(error: RequestValidationError) -> list[Problem]:
    """Return everything that is wrong with the path and the query of a request."""
    return list(dict.fromkeys(_problem(detail) for detail in error.errors()))


def _problem(detail: dict[str, Any]) -> Problem:
    where = " ".join(str(part) for part in detail["loc"] if isinstance(part, str))
    kind, name = detail["type"], str(detail["loc"][1]) if len(detail["loc"]) > 1 else ""
    if kind == "extra_forbidden":
        what = f"'{name}' is unknown here."
        return Problem("argument-invalid", where, what, "Leave it out; see /openapi.json.")
    if kind == "missing":
        return Problem("argument-invalid", where, f"'{name}' is missing.", _MENDS[kind])
    what = f"'{name}' is {detail.get('input')!r:.60}."
    if kind == "literal_error":
        mend = did_you_mean(str(detail.get("input")), _choices(detail["ctx"]["expected"]))
    else:
        mend = _MENDS.get(kind) or f"{detail['msg']}."
    return Problem("argument-invalid", where, what, mend.replace("Input should", "It should"))


def _choices(expected: str) -> Sequence[str]:
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]


def http_problem(request: Request, status: int) -> Problem:
    """Return what the router refused: a path or a method of HTTP."""
    path, verb = request.url.path, request.method
    if status == 405:
        what = f"{verb} is not answered at {path}."
        mend = "Use GET for a study that is served here, POST to send one; see /openapi.json."
        return Problem("verb-unsupported", "method", what, mend)
    what = f"nothing is served at {path}."
    return Problem("route-unknown", "path", what, "See /openapi.json for all that is.")
