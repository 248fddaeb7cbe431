"""The questions for agents, asked with the SDK's own client, over stdio and in one process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, TextResourceContents

import ranker
from ranker.agents.keeper import Keeper
from ranker.agents.server import make_server
from ranker.analysis.ranking import rank
from ranker.output.dossier import build_dossier, cluster_to_json
from tests.apart import run_apart
from tests.studies import swap, write_study

DOCS = Path(__file__).parents[1] / "docs" / "mcp.md"
QUESTIONS = {
    "rank": ({}, "ranking"),
    "show": ({"cluster": "alder"}, "cluster"),
    "profiles": ({}, "profiles"),
    "methods": ({"name": "topsis"}, "methods"),
    "check": ({}, "check"),
    "robustness": ({"draws": 200, "constraints": ["money >= people"]}, "robustness"),
    "bounds": ({"vary_figures": True}, "bounds"),
    "dispute": ({"a": "alder", "b": "cedar"}, "dispute"),
    "claim": ({"claims": ["alder > cedar"], "draws": 200}, "claim"),
    "compare": ({"methods": ["topsis", "vikor"]}, "compare"),
    "consensus": ({"first": "cedar"}, "consensus"),
    "audit": ({}, "audit"),
    "gap": ({"a": "birch", "b": "alder"}, "gap"),
    "reach": ({"cluster": "birch", "rank": 2, "draws": 200}, "reach"),
    "network": ({"members": ["alder", "birch"], "draws": 200}, "network"),
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = write_study(tmp_path / "harbours")
    (folder / "CURATION.md").write_text("# How it was made\n", encoding="utf-8")
    return folder


def talk(study: Path, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Ask a server in this process."""

    async def run() -> Any:
        async with Client(make_server(Keeper(str(study)))) as client:
            return await ask(client)

    return run_apart(run)


def talk_over_stdio(study: str, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Ask a server that runs as a command of its own."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ranker", "mcp", study],
        env={"PYTHONPATH": str(Path(ranker.__file__).parents[1])},
    )

    async def run() -> Any:
        async with Client(stdio_client(command)) as client:
            return await ask(client)

    return run_apart(run)


def call(study: Path, name: str, **arguments: Any) -> CallToolResult:
    return talk(study, lambda client: client.call_tool(name, arguments))


def text_of(found: CallToolResult) -> str:
    return "".join(part.text for part in found.content if part.type == "text")


def test_over_stdio_the_bundled_study_answers_as_the_command_line_does() -> None:
    async def ask(client: Client) -> Any:
        tools = await client.list_tools()
        ranking = await client.call_tool("rank", {"weights": {"governance": 0.4}})
        refused = await client.call_tool("rank", {"profile": "investr"})
        figures = await client.read_resource("ranker://clusters/songdo")
        curation = await client.read_resource("ranker://CURATION.md")
        return tools, ranking, refused, figures, curation

    tools, ranking, refused, figures, curation = talk_over_stdio("asia-biopharma", ask)

    expected = rank(weights={"governance": 0.4})
    assert {tool.name for tool in tools.tools} == set(QUESTIONS)
    assert ranking.structured_content == json.loads(ranker.to_json(expected))
    assert json.loads(text_of(ranking)) == ranking.structured_content
    assert refused.is_error
    assert "the nearest is 'investor'. [profile-unknown]" in text_of(refused)
    assert json.loads(figures.contents[0].text) == json.loads(
        cluster_to_json(build_dossier(rank(), "songdo"))
    )
    assert curation.contents[0].mime_type == "text/markdown"


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_answers_in_the_form_it_promises(study: Path, name: str) -> None:
    arguments, form = QUESTIONS[name]

    async def ask(client: Client) -> Any:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        return tools[name], await client.call_tool(name, arguments)

    tool, found = talk(study, ask)

    assert not found.is_error, text_of(found)
    assert found.structured_content["schema"] == f"cluster-ranker/{form}/1"
    jsonschema.validate(arguments, tool.input_schema)
    jsonschema.validate(found.structured_content, tool.output_schema)


def test_every_question_says_what_it_does_and_that_it_only_reads(study: Path) -> None:
    tools = talk(study, lambda client: client.list_tools()).tools

    for tool in tools:
        assert tool.description
        assert tool.description.strip().endswith(".")
        assert all("description" in held for held in tool.input_schema["properties"].values())
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint


@pytest.mark.parametrize(
    ("name", "arguments", "code", "told"),
    [
        ("rank", {"group": "hom"}, "group-unknown", "home"),
        ("rank", {"weights": {"mony": 0.4}}, "profile-criterion-unknown", "money"),
        ("rank", {"method": "topsi"}, "method-unknown", "topsis"),
        ("rank", {"weight": {"money": 1}}, "argument-invalid", "the nearest is 'weights'"),
        ("show", {"cluster": "aldr"}, "cluster-unknown", "alder"),
        ("show", {}, "argument-invalid", "cluster"),
        ("robustness", {"draws": "many"}, "argument-invalid", "draws"),
        ("robustness", {"draws": 10**9}, "argument-invalid", "200000"),
        ("claim", {"claims": ["alder >> cedar"]}, "claim-invalid", "claim"),
        ("claim", {"claims": []}, "argument-invalid", "claims"),
        ("reach", {"cluster": "birch"}, "argument-invalid", "rank"),
        ("network", {"members": ["alder", "aldr"]}, "cluster-unknown", "alder"),
    ],
)
def test_a_problem_comes_back_as_a_failed_call_with_code_and_mending(
    study: Path, name: str, arguments: dict[str, Any], code: str, told: str
) -> None:
    found = call(study, name, **arguments)

    assert found.is_error
    assert told in text_of(found)
    errors = found.structured_content["errors"]
    assert code in {error["code"] for error in errors}
    assert all(error["mend"] for error in errors)


def test_the_study_is_read_again_when_a_file_changes(study: Path) -> None:
    async def ask(client: Client) -> Any:
        before = await client.call_tool("rank", {})
        write_study(study, observations=swap("alder,grants,crane,5", "alder,grants,crane,x"))
        broken = await client.call_tool("rank", {})
        checked = await client.call_tool("check", {})
        with pytest.raises(MCPError, match=r"\[number-invalid\]"):
            await client.read_resource("ranker://clusters")
        write_study(study, study=swap("en: Four harbours", "en: Four ports"))
        return before, broken, checked, await client.call_tool("rank", {})

    before, broken, checked, after = talk(study, ask)

    assert before.structured_content["study"]["title"] == "Four harbours"
    assert broken.is_error
    assert "observations.csv:2" in text_of(broken)
    assert checked.structured_content["has_errors"]
    assert checked.structured_content["problems"][0]["code"] == "number-invalid"
    assert after.structured_content["study"]["title"] == "Four ports"


def test_the_evidence_stands_as_resources(study: Path) -> None:
    async def ask(client: Client) -> Any:
        listed = (await client.list_resources()).resources
        templates = (await client.list_resource_templates()).resource_templates
        texts = {
            str(resource.uri): (await client.read_resource(str(resource.uri))).contents[0]
            for resource in listed
        }
        with pytest.raises(MCPError, match=r"the nearest is 'alder'\. \[cluster-unknown\]"):
            await client.read_resource("ranker://clusters/aldr")
        return texts, templates

    texts, templates = talk(study, ask)

    held = {uri: content.text for uri, content in texts.items()}
    assert all(isinstance(content, TextResourceContents) for content in texts.values())
    assert set(held) == {
        "ranker://clusters",
        "ranker://indicators",
        "ranker://sources",
        "ranker://CURATION.md",
    }
    assert held["ranker://CURATION.md"] == "# How it was made\n"
    clusters = json.loads(held["ranker://clusters"])["clusters"]
    assert [(c["id"], c["rank"]) for c in clusters][:2] == [("alder", 1), ("birch", 3)]
    criteria = json.loads(held["ranker://indicators"])["criteria"]
    assert [leaf["id"] for leaf in criteria[0]["children"]] == ["grants", "spending"]
    assert criteria[0]["children"][0]["share"] == 0.75
    sources = json.loads(held["ranker://sources"])["sources"]
    assert {source["id"] for source in sources} == {"almanac", "gazette"}
    assert [template.uri_template for template in templates] == ["ranker://clusters/{cluster}"]


def test_a_study_with_errors_is_refused_before_anything_is_said(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "broken", sources=None)

    done = subprocess.run(
        [sys.executable, "-m", "ranker", "mcp", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert "[file-missing]" in done.stderr


def test_without_the_sdk_the_command_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['ranker', 'mcp'];"
        "from ranker.cli import main; main()"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "pip install 'cluster-ranker[mcp]'. [extra-missing]" in done.stderr


def command_folder(tmp_path: Path) -> Path:
    """Make a folder for PATH whose ``ranker`` is the one under test, installed or not."""
    folder = tmp_path / "bin"
    folder.mkdir()
    checkout = Path(ranker.__file__).parents[1]
    script = f'#!/bin/sh\nPYTHONPATH={checkout} exec {sys.executable} -m ranker "$@"\n'
    (folder / "ranker").write_text(script, encoding="utf-8")
    (folder / "ranker").chmod(0o755)
    return folder


def test_the_configuration_and_the_program_of_the_page_run(tmp_path: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(json|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    server = json.loads(blocks["json"])["mcpServers"]["cluster-ranker"]
    program = tmp_path / "ask.py"
    program.write_text(blocks["python"], encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{command_folder(tmp_path)}:{os.environ['PATH']}"},
    )

    assert [server["command"], *server["args"]] == ["ranker", "mcp", "asia-biopharma"]
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"1 {rank().ranked[0].name}"
    assert "[cluster-unknown]" in done.stdout


def test_the_page_lists_every_question_and_resource(study: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")

    for name in QUESTIONS:
        assert f"| `{name}` |" in text
    for name in ("clusters", "clusters/{cluster}", "indicators", "sources", "CURATION.md"):
        assert f"`ranker://{name}`" in text
