"""Every result is a frozen object with a table, a JSON document and a view in notebooks."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pandas as pd
import pytest

import ranker
import ranker.analysis
from ranker.analysis.forms import Result
from ranker.output.documents import document_kinds
from ranker.output.results import RESULTS, result_sheets, to_arrow
from tests.documents import CORRECTION, NEWER
from tests.studies import swap, write_study

HOSTILE = "<script>alert(1)</script>"
FEW = {"draws": 50}
MAKERS: dict[str, Callable[[ranker.Ranking, Path], Any]] = {
    "Ranking": lambda ranking, _: ranking,
    "MatrixRanking": lambda *_: ranker.rank_matrix(
        pd.DataFrame({"x": [1, 2]}, index=[HOSTILE, "b"])
    ),
    "Comparison": lambda ranking, _: ranker.compare_methods(ranking),
    "Agenda": lambda ranking, _: ranker.research_agenda(ranking, draws=2048),
    "Agreement": lambda ranking, _: ranker.agreement(ranking),
    "Behaviour": lambda ranking, _: ranker.behaviour(ranking),
    "Consensus": lambda ranking, _: ranker.consensus(ranking.study),
    "Audit": lambda ranking, _: ranker.audit(ranking),
    "Bounds": lambda ranking, _: ranker.bounds(ranking),
    "Claim": lambda ranking, _: ranking.claim("alder > cedar", **FEW),
    "Correction": lambda ranking, folder: ranker.correct(ranking.study, corrections(folder), **FEW),
    "Derived": lambda ranking, _: ranker.derive(ranking.study, "equal"),
    "Diff": lambda ranking, folder: ranker.diff(ranking.study, newer(folder)),
    "Dispute": lambda ranking, _: ranker.dispute(ranking, "alder", "cedar"),
    "Gap": lambda ranking, _: ranking.gap("alder", "cedar"),
    "Intensity": lambda *_: ranker.intensity(ranker.rank(), "researchers"),
    "Inverse": lambda ranking, _: ranker.weights_for_first(ranking, "birch"),
    "LeaveOut": lambda ranking, _: ranker.leave_out(ranking),
    "Network": lambda ranking, _: ranking.network("bay", **FEW),
    "PartialOrder": lambda ranking, _: ranker.promethee(ranking),
    "Reach": lambda ranking, _: ranking.reach("birch", rank=2),
    "Robustness": lambda ranking, _: ranking.robustness(**FEW),
    "Sensitivity": lambda ranking, _: ranker.sensitivity(ranking, samples=64),
    "Stability": lambda ranking, _: ranker.stability(ranking),
    "Trend": lambda ranking, _: ranker.trend(ranking.study),
    "WhatIf": lambda ranking, _: ranking.what_if({"alder.grants": 1}),
}


def corrections(folder: Path) -> Path:
    path = folder / "corrections.csv"
    path.write_text(CORRECTION, encoding="utf-8")
    return path


def newer(folder: Path) -> ranker.Study:
    return ranker.open_study(write_study(folder / "newer", observations=NEWER))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    folder = tmp_path_factory.mktemp("results")
    hostile = swap("Alder Bay", HOSTILE)
    ranking = ranker.rank(write_study(folder / "study", clusters=hostile))
    held: dict[str, Any] = {}

    def make(name: str) -> Any:
        if name not in held:
            held[name] = MAKERS[name](ranking, folder)
        return held[name]

    return make


def classes() -> dict[str, type]:
    """Every class of the analysis that is a result."""
    for found in iter_modules(ranker.analysis.__path__):
        import_module(f"ranker.analysis.{found.name}")
    left, known = [Result], {}
    while left:
        below = left.pop().__subclasses__()
        known |= {kind.__name__: kind for kind in below}
        left += below
    return known


def test_every_result_has_its_writers_and_nothing_else_has() -> None:
    known = classes()
    alone = {
        name
        for name, kind in known.items()
        if not set(RESULTS) & {b.__name__ for b in kind.__mro__}
    }

    assert alone == set()
    assert set(RESULTS) <= set(known)
    assert set(MAKERS) == set(RESULTS)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_a_frozen_dataclass(name: str) -> None:
    kind = classes()[name]

    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert issubclass(kind, Result)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_becomes_a_table_that_is_the_callers_own(
    name: str, made: Callable[[str], Any]
) -> None:
    result = made(name)

    frame = result.to_frame()
    frame["mine"] = 1

    assert isinstance(frame, pd.DataFrame)
    assert "mine" not in result.table.columns


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_becomes_a_document_of_a_published_kind(
    name: str, made: Callable[[str], Any]
) -> None:
    document = json.loads(made(name).to_json())

    family, kind, version = document["schema"].split("/")
    assert (family, version) == ("cluster-ranker", "1")
    assert kind in document_kinds()


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_shows_itself_in_a_notebook_and_names_stay_text(
    name: str, made: Callable[[str], Any]
) -> None:
    shown = made(name)._repr_html_()

    assert "<table" in shown
    assert HOSTILE not in shown


@pytest.mark.parametrize("name", RESULTS)
def test_the_first_sheet_of_a_result_has_columns_for_files(
    name: str, made: Callable[[str], Any]
) -> None:
    table = to_arrow(made(name))

    assert table.column_names == [c.key for c in result_sheets(made(name))[0].written]
    assert table.column_names


def test_options_reach_the_writer(made: Callable[[str], Any]) -> None:
    document = json.loads(made("Ranking").to_json(group="home"))

    assert {row["group"] for row in document["ranking"]} == {"home"}


def test_what_is_no_result_is_refused() -> None:
    with pytest.raises(LookupError, match=r"int is not in ranker\.output\.results\.RESULTS"):
        to_arrow(3)
