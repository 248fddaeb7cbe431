"""A public index is reproduced: ASEM Sustainable Connectivity as COINr makes it.

51 countries, 49 indicators, 8 pillars, 2 sub-indices and the index, from the files in
`known/asem/`; its README tells their origin. They are turned into a study of our own four
kinds of file, so that the way from the table to the rank is the one that every study takes.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.study.load import open_study
from ranker.study.matrix import lay_out

ASEM = Path(__file__).parent / "known" / "asem"
TOLERANCE = 1e-9
PILLARS = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")
SUB_INDICES = ("Conn", "Sust")
AGGREGATES = (*PILLARS, *SUB_INDICES)


def rows_of(name: str) -> list[dict[str, str]]:
    with (ASEM / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, header: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header.split(","), *rows])


def node_of(meta: list[dict[str, str]], row: dict[str, str]) -> dict[str, Any]:
    common = {"label": row["iName"], "weight": float(row["Weight"])}
    if row["Type"] == "Aggregate":
        return common | {"children": children_of(meta, row["iCode"])}
    objective = "max" if row["Direction"] == "1" else "min"
    return common | {"unit": row["Unit"], "objective": objective}


def children_of(meta: list[dict[str, str]], parent: str) -> dict[str, Any]:
    return {row["iCode"]: node_of(meta, row) for row in meta if row["Parent"] == parent}


def write_asem(folder: Path) -> Path:
    meta, data = rows_of("iMeta.csv"), rows_of("iData.csv")
    indicators = [row["iCode"] for row in meta if row["Type"] == "Indicator"]
    study = {
        "format": 1,
        "id": "asem",
        "title": "Sustainable Connectivity",
        "edition": "2018-12-31",
        "groups": {"asem": {"label": "ASEM", "role": "home"}},
        "rules": {"min_coverage": 0, "spread": {"A": 0}},
        "criteria": children_of(meta, "Index"),
    }
    folder.mkdir()
    (folder / "study.yaml").write_text(json.dumps(study), encoding="utf-8")  # JSON is YAML
    write_table(
        folder / "clusters.csv",
        "id,name,group,country,latitude,longitude",
        # Where a country lies is irrelevant here.
        [[row["uCode"], row["uName"], "asem", row["uCode"], "0", "0"] for row in data],
    )
    write_table(
        folder / "observations.csv",
        "place,indicator,value,year,quality,source",
        [
            [row["uCode"], code, row[code], row["Time"], "A", "coinr"]
            for row in data
            for code in indicators
            if row[code] != "NA"
        ],
    )
    write_table(
        folder / "sources.csv",
        "id,title,url",
        [["coinr", "COINr 1.1.14", "https://cran.r-project.org/package=COINr"]],
    )
    return folder


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(open_study(write_asem(tmp_path_factory.mktemp("known") / "asem")))


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, str]]:
    return {row["uCode"]: row for row in rows_of("amean_results.csv")}


def test_the_data_set_is_complete(ranking: Ranking) -> None:
    table = lay_out(ranking.study, ranking.study.indicators)

    assert table.performances.shape == (51, 49)
    assert np.isnan(table.performances).sum() == 63
    assert [node.id for node in ranking.study.criteria] == list(SUB_INDICES)
    assert len(ranking.ranked) == 51


@pytest.mark.parametrize("node", AGGREGATES)
def test_every_aggregate_is_that_of_coinr(
    ranking: Ranking, expected: dict[str, dict[str, str]], node: str
) -> None:
    published = [float(expected[name][node]) for name in ranking.cells.alternatives]

    scores = ranking.criteria[node].to_numpy()

    np.testing.assert_allclose(scores, published, rtol=0, atol=TOLERANCE)


def test_the_index_is_that_of_coinr(ranking: Ranking, expected: dict[str, dict[str, str]]) -> None:
    published = [float(expected[name]["Index"]) for name in ranking.cells.alternatives]

    np.testing.assert_allclose(ranking.scores, published, rtol=0, atol=TOLERANCE)


def test_every_rank_is_that_of_coinr(ranking: Ranking, expected: dict[str, dict[str, str]]) -> None:
    published = [int(expected[name]["rank"]) for name in ranking.cells.alternatives]

    assert ranking.ranks.tolist() == published
