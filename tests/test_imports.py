"""What a start may not load: the heavy libraries wait for the call that needs them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "pandas",
    "scipy",
    "skcriteria",
    "matplotlib",
    "pydantic",
    "yaml",
    "jinja2",
    "sklearn",
    "SALib",
    "joblib",
    "dask",
    "distributed",
    "xlsxwriter",
    "openpyxl",
    "pyarrow",
    "polars",
    "anywidget",
    "mcp",
    "fastapi",
    "uvicorn",
)
HEAVY_FOR_A_WEIGHTED_SUM = (
    "pandas",
    "scipy",
    "skcriteria",
    "matplotlib",
    "jinja2",
    "sklearn",
    "distributed",
)

PROBE = """
import json, sys, contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    try:
        {code}
    except SystemExit:
        pass
loaded = sorted({{name.partition(".")[0] for name in sys.modules}})
print(json.dumps(loaded))
"""


def run(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code)], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


def command(*arguments: str) -> str:
    return f"sys.argv = {['ranker', *arguments]!r}; from ranker.cli import main; main()"


@pytest.mark.parametrize("code", ["import ranker", command("--help"), command("--version")])
def test_a_start_loads_nothing_heavy(code: str):
    loaded = run(code)

    assert "ranker" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "name",
    [
        *("rank", "report", "check", "show", "methods", "profiles", "new"),
        *("robustness", "research-agenda", "bounds", "stability", "inverse", "dispute"),
        "sensitivity",
        *("diff", "trend", "leave-out"),
        *("compare", "consensus"),
        "claim",
        "elicit",
        *("gap", "reach"),
        *("what-if", "correct"),
        *("workbook", "import", "cells", "schema"),
        *("embed", "badge", "mcp"),
        *("audit", "derive"),
        "intensity",
        "network",
        "promethee",
        "serve",
    ],
)
def test_the_help_of_a_command_loads_nothing_heavy_but_what_typer_reads_options_with(name: str):
    loaded = run(command(name, "--help"))

    assert loaded.isdisjoint(set(HEAVY) - {"pydantic"})


@pytest.mark.parametrize(
    "arguments",
    [("rank",), ("rank", "--format", "json"), ("show", "osong"), ("methods",), ("check",)],
)
def test_a_weighted_sum_needs_neither_scikit_criteria_nor_pandas(arguments: tuple[str, ...]):
    loaded = run(command(*arguments))

    assert "numpy" in loaded
    assert loaded.isdisjoint(HEAVY_FOR_A_WEIGHTED_SUM)
