"""The server that programs talk to over stdin and stdout, by the official SDK.

It only reads. Problems come back as failed calls with the same codes and mendings as on the
command line; whatever else goes wrong stays on stderr.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import ValidationError

import ranker
from ranker.agents import evidence
from ranker.agents.keeper import Keeper
from ranker.agents.questions import Questions
from ranker.errors import Problem, RankerError, UsageError, did_you_mean

JSON, MARKDOWN = "application/json", "text/markdown"
READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
INSTRUCTIONS = (
    "Cluster Ranker ranks the clusters of a study by weighted criteria, each figure tied to its "
    "source. Ask 'rank' first: it has the ids. Missing figures are missing, never 0. Before you "
    "say that one cluster is better than another, ask 'dispute' or 'claim' how sure that is; "
    "'show' has the source of every figure."
)


class RankerServer(MCPServer[Any]):
    """The SDK's server, whose failed calls carry our problems."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Any = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; a problem becomes a failed call that names code, place and mending."""
        schemas = {tool.name: tool.input_schema for tool in await self.list_tools()}
        unknown = _unknown_arguments(schemas.get(name, {}), arguments) if name in schemas else []
        if unknown:
            return failure(unknown)
        try:
            found = await super().call_tool(name, arguments, context)
        except ToolError as error:
            problems = _problems_of(error.__cause__)
            if not problems:
                raise
            return failure(problems)
        return _compact(found)


def make_server(keeper: Keeper) -> RankerServer:
    """Return a server for the questions and the evidence of a study.

    Parameters
    ----------
    keeper : Keeper

    Returns
    -------
    RankerServer
    """
    server = RankerServer(
        "cluster-ranker",
        title=f"Cluster Ranker: {keeper.study().title.en}",
        instructions=INSTRUCTIONS,
        version=ranker.__version__,
        log_level="WARNING",
    )
    for question in Questions(keeper).tools():
        server.add_tool(question, annotations=READS, structured_output=True)
    _add_resources(server, keeper)
    return server


def _add_resources(server: RankerServer, keeper: Keeper) -> None:
    readers: dict[str, tuple[Callable[[Keeper], str], str]] = {
        "clusters": (evidence.clusters_to_json, "Who is ranked: id, name, group, role, rank."),
        "indicators": (evidence.indicators_to_json, "What is measured, in which unit and weight."),
        "sources": (evidence.all_sources_to_json, "Every source that a figure comes from."),
    }
    for name, (reader, told) in readers.items():
        add = server.resource(f"ranker://{name}", name=name, description=told, mime_type=JSON)
        add(_reading(reader, keeper))
    told = "One cluster: every figure with its source, what was passed over, what is missing."
    add = server.resource("ranker://clusters/{cluster}", description=told, mime_type=JSON)
    add(_figures_of(keeper))
    for name in evidence.papers(keeper):
        told = "How the study was made and its data were found."
        add = server.resource(f"ranker://{name}", name=name, description=told, mime_type=MARKDOWN)
        add(_reading(keeper.text, name))


def _reading(reader: Callable[..., str], held: Any) -> Callable[[], str]:
    """Return a reader without parameters, which is how the SDK knows a fixed address."""
    return lambda: _read(reader, held)


def _read(reader: Callable[..., str], *arguments: Any) -> str:
    """Read a resource; a problem tells itself to the client."""
    try:
        return reader(*arguments)
    except UsageError as error:
        raise ResourceNotFoundError(str(error)) from error
    except RankerError as error:
        raise ResourceError(str(error)) from error


def _figures_of(keeper: Keeper) -> Callable[[str], str]:
    def figures(cluster: str) -> str:
        return _read(evidence.figures_to_json, keeper, cluster)

    return figures


def failure(problems: Iterable[Problem]) -> CallToolResult:
    """Return a failed call: each problem on a line, and as data."""
    found = list(problems)
    return CallToolResult(
        content=[TextContent(type="text", text="\n".join(map(str, found)))],
        structured_content={"ok": False, "errors": [asdict(problem) for problem in found]},
        is_error=True,
    )


def _problems_of(cause: BaseException | None) -> list[Problem]:
    if isinstance(cause, RankerError):
        return list(cause.problems)
    if isinstance(cause, ValidationError):
        return [_invalid(error) for error in cause.errors()]
    return []


def _invalid(error: Any) -> Problem:
    where = ".".join(map(str, error["loc"])) or "arguments"
    given = "" if error["type"] == "missing" else f", not {error['input']!r}"
    mend = "Write what the tool's input schema says."
    return Problem("argument-invalid", where, f"{error['msg']}{given}.", mend)


def _unknown_arguments(schema: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[Problem]:
    known = list(schema.get("properties", {}))
    return [
        Problem(
            "argument-invalid", name, f"there is no argument '{name}'.", did_you_mean(name, known)
        )
        for name in arguments
        if name not in known
    ]


def _compact(found: CallToolResult | InputRequiredResult) -> CallToolResult | InputRequiredResult:
    """Write the text that stands beside the data on one line, which costs the reader less."""
    if not isinstance(found, CallToolResult) or found.structured_content is None:
        return found
    text = json.dumps(found.structured_content, ensure_ascii=False, separators=(",", ":"))
    return found.model_copy(update={"content": [TextContent(type="text", text=text)]})
