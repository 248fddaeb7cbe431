"""Which figure of several counts, what stays behind and why, and whose figure it is."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from ranker.study.load import open_study
from ranker.study.matrix import Cell, choose, lay_out
from ranker.study.model import Combine, Level, Observation, Study
from tests.studies import add, swap, write_study


def cell_of(study: Study, cluster: str, indicator: str, *, as_of: int | None = None) -> Cell:
    leaf = next(i for i in (*study.indicators, *study.context) if i.id == indicator)
    row = study.cluster(cluster)
    assert row is not None
    return lay_out(study, [leaf], clusters=[row], as_of=as_of).cells[0][0]


def observation(value: float = 1.0, **fields: object) -> Observation:
    plain = Observation("alder", "grants", "", value, None, None, 2024, "A", "gazette", "", 2)
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_the_newest_row_counts_and_the_older_is_passed_over(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "spending")

    assert (cell.value, cell.years, cell.place) == (2.0, (2024, 2024), "KOR")
    assert [(p.observation.value, p.reason) for p in cell.passed] == [(1.5, "older than 2024")]


def test_as_of_looks_at_that_year_and_before(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "spending", as_of=2023)

    assert (cell.value, cell.years) == (1.5, (2022, 2022))
    assert [(p.observation.value, p.reason) for p in cell.passed] == [(2.0, "later than 2023")]


def test_before_the_first_figure_a_cell_is_missing(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "spending", as_of=2021)

    assert cell.is_missing
    assert math.isnan(cell.value)
    assert (cell.low, cell.high, cell.grade, cell.years, cell.sources) == (None, None, "", None, ())
    assert [p.reason for p in cell.passed] == ["later than 2021", "later than 2021"]


def test_the_newest_row_of_each_item_is_combined(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "grants")

    assert cell.value == 9.0  # crane 5 of 2024, pier 4 of 2023
    assert [(row.item, row.year) for row in cell.chosen] == [("crane", 2024), ("pier", 2023)]
    assert [(p.observation.value, p.reason) for p in cell.passed] == [(3.0, "older than 2023")]
    assert cell.years == (2023, 2024)


def test_an_item_without_a_range_counts_with_its_value_on_both_sides(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "grants")

    assert (cell.low, cell.high) == (8.0, 12.0)  # crane 4 to 8, pier 4


def test_items_without_any_range_have_none_together(tmp_path: Path) -> None:
    study = open_study(write_study(tmp_path, observations=swap("5,4,8", "5,,")))

    cell = cell_of(study, "alder", "grants")

    assert (cell.value, cell.low, cell.high) == (9.0, None, None)


def test_the_most_doubtful_grade_is_the_grade_of_the_cell(harbours: Study) -> None:
    assert cell_of(harbours, "alder", "grants").grade == "B"  # crane A, pier B


def test_as_of_reaches_the_older_row_of_an_item(harbours: Study) -> None:
    cell = cell_of(harbours, "alder", "grants", as_of=2022)

    assert (cell.value, cell.grade) == (3.0, "A")
    assert [p.reason for p in cell.passed] == ["later than 2022", "later than 2022"]


@pytest.mark.parametrize(
    ("combine", "expected"),
    [("sum", (9, 8, 12)), ("mean", (4.5, 4, 6)), ("max", (5, 4, 8)), ("min", (4, 4, 4))],
)
def test_items_are_combined_as_the_indicator_says(
    tmp_path: Path, combine: Combine, expected: tuple[float, float, float]
) -> None:
    study = open_study(
        write_study(tmp_path, study=swap("weight: 3", f"weight: 3\n        combine: {combine}"))
    )

    cell = cell_of(study, "alder", "grants")

    assert (cell.value, cell.low, cell.high) == expected


def test_a_plain_row_keeps_its_range_and_its_open_side(tmp_path: Path) -> None:
    study = open_study(
        write_study(tmp_path, observations=swap("cedar,grants,,99,,", "cedar,grants,,99,90,"))
    )

    floor = cell_of(study, "cedar", "grants")

    assert (floor.value, floor.low, floor.high) == (99.0, 90.0, None)
    assert (cell_of(study, "birch", "grants").low, cell_of(study, "birch", "grants").high) == (0, 2)


@pytest.mark.parametrize(
    ("level", "place"),
    [("cluster", "alder"), ("city", "incheon"), ("metro", "seoul"), ("country", "KOR")],
)
def test_a_level_says_whose_figure_it_is(harbours: Study, level: Level, place: str) -> None:
    alder = harbours.clusters[0]

    assert alder.place(level) == place


def test_clusters_of_one_country_share_its_figure(harbours: Study) -> None:
    table = lay_out(harbours, harbours.indicators)

    spending = table.performances[:, 1].tolist()

    assert table.alternatives == ("alder", "birch", "cedar", "dover")
    assert spending == [2.0, 2.0, 4.0, 3.0]


def test_a_metro_figure_reaches_every_cluster_of_the_metro(tmp_path: Path) -> None:
    folder = write_study(
        tmp_path,
        study=swap(
            "  plans:\n", "  papers: {label: Papers, unit: articles, level: metro}\n  plans:\n"
        ),
        observations=add("seoul,papers,,70,,,2024,A,almanac,"),
    )
    study = open_study(folder)

    assert [cell_of(study, name, "papers").value for name in ("alder", "birch")] == [70.0, 70.0]
    assert cell_of(study, "cedar", "papers").is_missing
    assert cell_of(study, "dover", "papers").place == ""


def test_a_found_0_is_a_figure(harbours: Study) -> None:
    cell = cell_of(harbours, "birch", "grants")

    assert cell.value == 0.0
    assert not cell.is_missing


def test_sources_of_a_cell_are_named_once(harbours: Study) -> None:
    assert cell_of(harbours, "alder", "grants").sources == ("gazette",)


def test_the_order_of_the_rows_does_not_choose() -> None:
    rows = [observation(1, year=2020), observation(2, year=2024), observation(3, year=2022)]

    forwards, _ = choose(rows)
    backwards, _ = choose(rows[::-1])

    assert forwards == backwards == (rows[1],)


def test_every_row_is_either_chosen_or_passed_over() -> None:
    rows = [observation(n, item=f"i{n % 3}", year=2000 + n) for n in range(12)]

    chosen, passed = choose(rows, as_of=2008)

    assert len(chosen) + len(passed) == 12
    assert sorted(row.year for row in chosen) == [2006, 2007, 2008]


def test_performances_cannot_be_written_to(harbours: Study) -> None:
    table = lay_out(harbours, harbours.indicators)

    with pytest.raises(ValueError, match="read-only"):
        table.performances[0, 0] = 1.0


def test_a_table_gives_the_cells_of_one_alternative(harbours: Study) -> None:
    table = lay_out(harbours, harbours.indicators)

    assert [cell.value for cell in table.row("cedar")] == [99.0, 4.0, 0.0, 20.0]
