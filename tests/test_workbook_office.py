"""LibreOffice computes the workbook's formulas anew: its ranks are the engine's."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import ranker
from ranker.output.book_grid import SHARE_ROW
from tests.office import recalculated, set_cells, sheet_rows
from tests.studies import drop, swap, write_study

ALL_SCALES = [
    swap("transform: log\n", "transform: log\n        normalise: zscore\n"),
    swap("level: country\n        weight: 1", "level: country\n        normalise: rank\n"),
    swap(
        "    label: {en: People, ko: 사람}\n", "    label: {en: People}\n    aggregate: geometric\n"
    ),
]
ALL_FORMS = [
    swap(
        "transform: log\n",
        "normalise: reference\n        denominate: {by: spending, per: 10}\n",
    ),
    swap("level: country\n        weight: 1", "level: country\n        normalise: percentile\n"),
    swap("unit: level 0-2\n", "unit: level 0-2\n        normalise: logistic\n"),
    swap(
        "objective: min\n        level: city\n        normalise: goalposts\n"
        "        goalposts: [0, 20]\n",
        "objective: target\n        level: city\n        normalise: target\n"
        "        target: [4, 6]\n",
    ),
]
CURVES = [
    swap(
        "transform: log\n",
        "transform: log\n        normalise: logistic\n        logistic: [3, 90]\n",
    ),
    swap(
        "level: country\n        weight: 1",
        "level: country\n        normalise: reference\n        reference: cedar\n",
    ),
    swap(
        "unit: level 0-2\n",
        "unit: level 0-2\n        normalise: points\n"
        "        points: [[0, 10], [1, 90], [2, 100]]\n",
    ),
    swap(
        "normalise: goalposts\n        goalposts: [0, 20]\n",
        "normalise: reference\n        reference: mean\n",
    ),
]
CHANGED = {"investment": 0, "governance": 60, "foreign_presence": 15, "talent": 40}
THIN = {"spending": 9, "grants": 1}  # little is known of Birch then
FIGURE = 18.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def studies(folder: Path) -> dict[str, Path]:
    return {
        "scales": write_study(folder / "scales", study=ALL_SCALES),
        "forms": write_study(folder / "forms", study=ALL_FORMS),
        "curves": write_study(
            folder / "curves",
            study=CURVES,
            observations=swap("boston,vacancies,,0", "boston,vacancies,,1"),
        ),
        "gaps": write_study(folder / "gaps", observations=drop("birch,grants")),
    }


def weight_cells(book: Path, weights: dict[str, float]) -> dict[str, float]:
    rows = {row["node"]: at for at, row in enumerate(sheet_rows(book, "weights"), start=2)}
    return {f"weights!D{rows[name]}": weight for name, weight in weights.items()}


def figure_cell(book: Path, place: str, indicator: str) -> str:
    rows = enumerate(sheet_rows(book, "observations"), start=2)
    (found,) = (at for at, r in rows if (r["place"], r["indicator"]) == (place, indicator))
    return f"observations!E{found}"


@pytest.fixture(scope="module")
def computed(folder: Path, studies: dict[str, Path]) -> dict[str, Path]:
    """Workbooks as LibreOffice saved them, all from one start of the program."""
    made = {
        "bundled": ranker.write_workbook(ranker.rank(), folder / "bundled.xlsx"),
        **{
            name: ranker.write_workbook(ranker.rank(study), folder / f"{name}.xlsx")
            for name, study in studies.items()
        },
    }
    changes = {
        "changed": ("bundled", weight_cells(made["bundled"], CHANGED)),
        "thin": ("gaps", weight_cells(made["gaps"], THIN)),
        "skewed": ("scales", weight_cells(made["scales"], {"money": 5, "vacancies": 3})),
        "quotient": ("forms", {figure_cell(made["forms"], "JPN", "spending"): 8}),
        "figure": ("scales", {figure_cell(made["scales"], "incheon", "vacancies"): FIGURE}),
        "deleted": ("scales", {figure_cell(made["scales"], "kobe", "vacancies"): None}),
    }
    books = dict(made)
    for name, (origin, cells) in changes.items():
        books[name] = set_cells(made[origin], folder / f"{name}.xlsx", cells)
    (folder / "computed").mkdir()
    saved = recalculated(list(books.values()), folder / "computed")
    return dict(zip(books, saved, strict=True))


def assert_same(book: Path, ranking: ranker.Ranking) -> None:
    rows = {row["cluster"]: row for row in sheet_rows(book, "ranking")}
    assert len(rows) == len(ranking.clusters)
    for cluster in ranking.clusters:
        row, i = rows[cluster.id], ranking.index(cluster.id)
        assert row["rank"] == ranking.rank_of(cluster.id)
        assert row["group rank"] == ranking.group_rank(cluster.id)
        score = ranking.scores[i]
        expected = None if math.isnan(score) else pytest.approx(score, abs=1e-9)
        assert row["score"] == expected
    assert [row["cluster"] for row in sheet_rows(book, "ranking")] == list(ranking.table.index)


def assert_same_tree(book: Path, ranking: ranker.Ranking) -> None:
    expected = {
        "utilities": ranking.utilities,
        "scores": ranking.criteria,
        "coverage": ranking.coverages,
    }
    for sheet, table in expected.items():
        rows = sheet_rows(book, sheet)[SHARE_ROW:]
        assert len(rows) == len(table)
        for row in rows:
            for name in table.columns:
                value = table.loc[row["cluster"], name]
                wanted = None if math.isnan(value) else pytest.approx(value, abs=1e-9)
                assert row[name] == wanted, (sheet, row["cluster"], name)


def test_the_bundled_study_computes_to_the_ranks_of_the_engine(computed: dict[str, Path]) -> None:
    ranking = ranker.rank()

    assert_same(computed["bundled"], ranking)
    assert_same_tree(computed["bundled"], ranking)


def test_a_weight_that_is_changed_in_the_file_changes_ranks_as_the_engine_does(
    computed: dict[str, Path],
) -> None:
    ranking = ranker.rank(weights=CHANGED)

    assert [c.id for c in ranking.ranked] != [c.id for c in ranker.rank().ranked]
    assert_same(computed["changed"], ranking)
    assert_same_tree(computed["changed"], ranking)


def test_every_scale_and_mean_is_computed_as_the_engine_does(
    computed: dict[str, Path], studies: dict[str, Path]
) -> None:
    ranking = ranker.rank(studies["scales"])

    assert_same(computed["scales"], ranking)
    assert_same_tree(computed["scales"], ranking)
    scales = [row["scale"] for row in sheet_rows(computed["scales"], "scales")]
    assert scales == ["zscore", "rank", "minmax", "goalposts"]


@pytest.mark.parametrize(
    ("name", "scales"),
    [
        ("forms", ["reference", "percentile", "logistic", "target"]),
        ("curves", ["logistic", "reference", "fixed", "reference"]),
    ],
)
def test_every_form_of_utility_is_computed_as_the_engine_does(
    computed: dict[str, Path], studies: dict[str, Path], name: str, scales: list[str]
) -> None:
    ranking = ranker.rank(studies[name])

    assert_same(computed[name], ranking)
    assert_same_tree(computed[name], ranking)
    assert [row["scale"] for row in sheet_rows(computed[name], "scales")] == scales


def test_a_denominator_that_is_changed_in_the_file_is_followed(
    computed: dict[str, Path], folder: Path
) -> None:
    edit = swap("JPN,spending,,4", "JPN,spending,,8")
    other = write_study(folder / "quotient", study=ALL_FORMS, observations=edit)

    assert_same(computed["quotient"], ranker.rank(other))
    assert_same_tree(computed["quotient"], ranker.rank(other))


def test_weights_at_two_levels_are_followed(
    computed: dict[str, Path], studies: dict[str, Path]
) -> None:
    weights = {"money": 5, "people": 1, "vacancies": 3, "office": 1}
    ranking = ranker.rank(studies["scales"], weights=weights)

    assert_same(computed["skewed"], ranking)
    assert_same_tree(computed["skewed"], ranking)


def test_who_can_be_ranked_follows_the_weights(
    computed: dict[str, Path], studies: dict[str, Path]
) -> None:
    before = ranker.rank(studies["gaps"])
    after = ranker.rank(studies["gaps"], weights=THIN)

    assert before.rank_of("birch") is None
    assert after.rank_of("birch") is not None
    assert_same(computed["gaps"], before)
    assert_same(computed["thin"], after)


def test_a_figure_that_is_changed_in_the_file_is_followed(
    computed: dict[str, Path], folder: Path
) -> None:
    edit = swap("incheon,vacancies,,5", f"incheon,vacancies,,{FIGURE:g}")
    other = write_study(folder / "figure", study=ALL_SCALES, observations=edit)

    assert_same(computed["figure"], ranker.rank(other))
    assert_same_tree(computed["figure"], ranker.rank(other))


def test_a_figure_that_is_cleared_in_the_file_is_missing(
    computed: dict[str, Path], folder: Path
) -> None:
    edit = drop("kobe,vacancies")
    other = write_study(folder / "deleted", study=ALL_SCALES, observations=edit)

    assert_same(computed["deleted"], ranker.rank(other))
    assert_same_tree(computed["deleted"], ranker.rank(other))


def test_no_formula_ends_in_an_error(computed: dict[str, Path]) -> None:
    sheets = ("ranking", "weights", "cells", "standings", "oriented", "known", "covered", "scales")
    for book in computed.values():
        for sheet in sheets:
            values = [str(v) for row in sheet_rows(book, sheet) for v in row.values()]
            assert not [value for value in values if value.startswith("#")]
