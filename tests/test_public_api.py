"""The names of ``import ranker``."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pandas as pd
import pytest

import ranker


@pytest.mark.parametrize("name", ranker.__all__)
def test_every_public_name_is_there_and_documented(name: str):
    value = getattr(ranker, name)

    assert value is ranker.METHODS or value.__doc__


def test_dir_offers_every_name():
    assert set(ranker.__all__) <= set(dir(ranker))


def test_the_version_is_that_of_the_distribution():
    assert ranker.__version__ == version("cluster-ranker")


def test_an_unknown_name_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="module 'ranker' has no attribute 'ranks'"):
        ranker.ranks  # noqa: B018


def test_a_ranking_in_three_lines():
    ranking = ranker.rank("asia-biopharma", weights={"governance": 0.4})

    assert isinstance(ranking, ranker.Ranking)
    assert ranker.to_csv(ranking).startswith("rank,")


def test_a_table_of_ones_own_in_one_line():
    frame = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])

    assert isinstance(ranker.rank_matrix(frame), ranker.MatrixRanking)


@pytest.mark.parametrize("error", ["ContentError", "MethodError", "UsageError"])
def test_every_error_is_a_ranker_error(error: str):
    assert issubclass(getattr(ranker, error), ranker.RankerError)


def test_star_import_brings_the_public_names_alone():
    code = "from ranker import *; print(sorted(n for n in dir() if not n.startswith('__')))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(sorted(n for n in ranker.__all__ if n != "__version__"))


def test_type_checkers_see_the_names_that_are_loaded_late():
    for module, names in ranker._HOMES.items():
        for name in names:
            assert getattr(ranker, name) is getattr(sys.modules[module], name)
    assert {*ranker._HOME, "__version__"} == set(ranker.__all__)


def test_results_have_a_short_repr() -> None:
    ranking = ranker.rank()

    assert repr(ranking) == (
        "<Ranking of 'asia-biopharma' by weighted-sum: "
        "1 singapore, 2 hong-kong, 3 shanghai, … (41 ranked of 49)>"
    )
    assert repr(ranking.study) == (
        "<Study 'asia-biopharma' of 2026-11-23: 49 clusters, 15 scored indicators, 1334 figures>"
    )
