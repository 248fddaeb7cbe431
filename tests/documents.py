"""Every kind of JSON document, made by the commands that write it.

`python -m tests.documents` writes an example of each kind that `tests/known/documents` does not
hold yet. Those that it holds are what readers of this version rely on: they are never rewritten.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import ranker
from ranker.agents.evidence import clusters_to_json, indicators_to_json
from ranker.agents.keeper import Keeper
from ranker.cli import app
from ranker.output.embed import embed_to_json
from ranker.output.embed_files import write_embed
from ranker.service.app import build_app
from tests.studies import drop, swap, write_study

KNOWN = Path(__file__).parent / "known" / "documents"
DRAWS = ("--draws", "50")
NEWER = [swap("alder,grants,pier,4,", "alder,grants,pier,1,"), drop("birch,office")]
CORRECTION = """\
place,indicator,item,value,low,high,year,quality,source,note,source_title,source_url
cedar,grants,,1,,,2025,B,letter,A correction,A letter,https://letter.example/1
birch,office,,2,,,2025,A,almanac,,,
"""

# One line a kind: the command that writes it, and others that write it in another way.
COMMANDS: Mapping[str, list[list[str]]] = {
    "ranking": [["rank", "{study}"], ["rank", "{gaps}", "--group", "home", "--as-of", "2024"]],
    "cluster": [["show", "alder", "--study", "{study}"], ["show", "birch", "--study", "{gaps}"]],
    "check": [["check", "{study}"], ["check", "{gaps}"]],
    "cells": [["cells", "{study}"], ["cells", "{gaps}", "--group", "home"]],
    "methods": [["methods"]],
    "profiles": [["profiles", "{study}"]],
    "robustness": [["robustness", "{study}", *DRAWS]],
    "research-agenda": [["research-agenda", "{study}", "--draws", "2048"]],
    "sensitivity": [["sensitivity", "{study}", "--samples", "64", "--cluster", "alder"]],
    "bounds": [
        ["bounds", "{study}", "--certificate", "birch"],
        ["bounds", "{study}", "--data", "free", "--certificate", "alder"],
    ],
    "stability": [["stability", "{study}"]],
    "inverse": [
        ["inverse", "birch", "--study", "{study}"],
        ["inverse", "alder", "--study", "{study}"],
    ],
    "dispute": [["dispute", "alder", "cedar", "--study", "{study}"]],
    "gap": [["gap", "alder", "cedar", "--study", "{study}"]],
    "reach": [
        ["reach", "cedar", "--study", "{study}", "--rank", "1", *DRAWS],
        ["reach", "birch", "--study", "{study}", "--rank", "1"],
    ],
    "what-if": [["what-if", "alder.grants=1", "birch.grants=missing", "--study", "{study}"]],
    "correction": [["correct", "{correction}", "{study}", *DRAWS]],
    "diff": [["diff", "{study}", "{newer}"]],
    "leave-out": [["leave-out", "{study}"]],
    "trend": [["trend", "{study}"], ["trend", "{gaps}", "--cluster", "alder"]],
    "claim": [["claim", "alder > cedar", "birch in top 2", "--study", "{study}", *DRAWS]],
    "network": [["network", "bay", "--study", "{study}", *DRAWS]],
    "networks": [["network", "--study", "{study}"]],
    "audit": [["audit", "{study}"]],
    "derived": [["derive", "equal", "{study}"]],
    "intensity": [["intensity", "--by", "researchers"]],
    "compare": [
        ["compare", "{study}"],
        ["compare", "{study}", "--method", "topsis", "--method", "vikor"],
    ],
    "passport": [["methods", "topsis", "--on", "{study}"]],
    "consensus": [["consensus", "{study}"], ["consensus", "{study}", "--first", "birch"]],
    "promethee": [["promethee", "{study}"]],
}


def studies(folder: Path) -> dict[str, str]:
    """Write the studies and files that the commands name."""
    correction = folder / "correction.csv"
    correction.write_text(CORRECTION, encoding="utf-8")
    return {
        "study": str(write_study(folder / "study")),
        "gaps": str(write_study(folder / "gaps", observations=drop("birch,grants"))),
        "newer": str(write_study(folder / "newer", observations=NEWER)),
        "correction": str(correction),
    }


def run(words: list[str]) -> Any:
    """Return what a command writes as JSON."""
    done = CliRunner().invoke(app, [*words, "--format", "json"])
    assert done.exit_code == 0, f"{words}\n{done.output}"
    return json.loads(done.stdout)


def by_python(study: str) -> Iterator[Any]:
    """Yield the documents that no command writes."""
    frame = pd.DataFrame({"price": [20.0, 30.0], "range": [300, 600]}, index=["old", "new"])
    yield json.loads(ranker.rank_matrix(frame, objectives={"price": "min"}).to_json())
    ranking = ranker.rank(study)
    yield json.loads(ranker.compare_methods(ranking).to_json())
    yield json.loads(ranker.compare_profiles(ranking).to_json())
    yield json.loads(embed_to_json(ranking))
    keeper = Keeper(study)
    yield json.loads(clusters_to_json(keeper))
    yield json.loads(indicators_to_json(keeper))
    served = TestClient(build_app({"harbours": ranking.study}))
    yield served.get("/v1/studies").json()["result"]


def made(kind: str, names: Mapping[str, str]) -> list[Any]:
    """Return every document of a kind that is made by commands."""
    return [run([word.format(**names) for word in words]) for words in COMMANDS[kind]]


def of_the_site(folder: Path, study: str) -> Iterator[Any]:
    """Yield the documents of a report in many pages, and of the one in one page."""
    ranking = ranker.rank(study)
    ranker.write_site(ranking, folder / "site")
    for path in sorted((folder / "site").rglob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))
    write_embed(ranking, folder / "embed")
    yield json.loads((folder / "embed" / "embed.json").read_text(encoding="utf-8"))
    page = folder / "report.html"
    done = CliRunner().invoke(app, ["report", study, "-o", str(page), "--json"])
    assert done.exit_code == 0, done.output
    yield json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))


def kind_of(document: Mapping[str, Any]) -> str:
    """Return the kind of a document."""
    return str(document["schema"]).split("/")[1]


def write_known() -> None:
    """Write an example of every kind that has none."""
    KNOWN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = studies(folder)
        documents = [document for kind in COMMANDS for document in made(kind, names)]
        documents += [*by_python(names["study"]), *of_the_site(folder, names["study"])]
        for document in documents:
            path = KNOWN / f"{str(document['schema']).split('/', 1)[1].replace('/', '-')}.json"
            if not path.exists():
                text = json.dumps(document, ensure_ascii=False, indent=1)
                path.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    write_known()
