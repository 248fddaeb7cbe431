"""The ranking as of each year: what was known, and why ranks changed, by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from ranker.analysis.ranking import rank
from ranker.analysis.trend import Trend, trend
from ranker.errors import ContentError, UsageError
from ranker.output.sheets_trend import trend_sentence
from tests.studies import Change, add, swap, write_study

HALF = Fraction(1, 2)


@pytest.fixture
def trend_with(tmp_path: Path) -> Callable[..., Trend]:
    def found(observations: Change = "", **options) -> Trend:
        changes = {"observations": observations} if observations else {}
        return trend(write_study(tmp_path / "changed", **changes), **options)

    return found


@pytest.fixture(scope="module")
def asia() -> Trend:
    return trend()


def test_years_begin_when_somebody_can_be_ranked_and_end_with_the_edition(trend_with):
    """Before 2024 nobody has a figure below people."""
    found = trend_with()

    assert [(year.year, year.ranked, year.is_thin) for year in found.years] == [
        (2024, 3, False),
        (2025, 3, False),
    ]


def test_a_year_without_a_ranking_is_shown_where_it_is_asked_for(trend_with):
    found = trend_with(first=2022)

    assert [(y.year, y.ranked, y.is_thin) for y in found.years][:2] == [
        (2022, 0, True), (2023, 0, True),
    ]  # fmt: skip
    assert [point.year for point in found.points("alder")] == [2024, 2025]


def test_a_rank_stands_beside_what_was_known(trend_with):
    """In 2024 there is no office yet: people are vacancies, 75.25, and half of their weight."""
    before, after = trend_with().points("alder")

    assert (before.rank, before.coverage, before.known, before.indicators) == (1, 0.75, 3, 4)
    assert before.score == pytest.approx((38.125 + 75.25) / 2)
    assert (after.rank, after.coverage, after.known, after.found) == (1, 1.0, 4, ("office",))
    assert (after.change, after.parts, after.cause) == (0, None, None)


def test_a_fall_that_others_figures_alone_bring_is_theirs(trend_with):
    """Alder's office is 0, Cedar's 2. Alone it makes no difference: a constant is the middle."""
    found = trend_with(
        [swap("alder,office,,2", "alder,office,,0"), swap("cedar,office,,0", "cedar,office,,2")]
    )

    alder, cedar = (found.points(name)[-1] for name in ("alder", "cedar"))

    assert (alder.change, alder.parts) == (1, {"found": 0, "moved": 0, "others": 1})
    assert alder.cause == "others"
    assert (cedar.change, cedar.parts) == (-1, {"found": -HALF, "moved": 0, "others": -HALF})
    assert cedar.cause is None


def test_a_fall_by_a_figure_that_moved_is_told_from_one_that_was_found(trend_with):
    """Alder's vacancies rise to 20 in the year in which its office is found.

    Its rank by coalition: none 1, found 1, moved 3, found and moved 2, with others' figures
    the same. So found adds nothing without moved and -1 with it, in half of the orders each.
    """
    alder = trend_with(add("incheon,vacancies,,20,,,2025,A,almanac,")).points("alder")[-1]

    assert (alder.change, alder.found) == (1, ("office",))
    assert alder.parts == {"found": -HALF, "moved": 3 * HALF, "others": 0}
    assert alder.cause == "moved"


def test_parts_add_up_exactly_for_every_cluster_and_year(asia):
    points = [point for name in asia.clusters for point in asia.points(name)]

    changed = [point for point in points if point.change]
    assert len(changed) > 50
    assert all(sum(point.parts.values()) == point.change for point in changed)
    assert all(point.parts is None for point in points if not point.change)


def test_the_last_year_is_the_ranking_of_the_study(asia):
    plain = rank()

    for name in asia.clusters:
        point = asia.points(name)[-1]
        assert (point.rank, point.coverage) == (plain.rank_of(name), plain.coverage(name))


def test_thin_years_are_marked_and_do_not_count_for_the_constant_set(asia):
    thin = [year.year for year in asia.years if year.is_thin]
    full = [year for year in asia.years if not year.is_thin]

    assert 2019 in thin
    for year in full:
        assert year.ranked * 2 >= asia.years[-1].ranked
        assert all(year.ranking.rank_of(name) for name in asia.constant)
        ranks = asia.constant_ranks(year)
        own = sorted(asia.constant, key=year.ranking.rank_of)
        assert sorted(own, key=ranks.__getitem__) == own
        assert min(ranks.values()) == 1
    assert asia.constant_ranks(asia.years[0]) == {}


def test_who_enters_does_not_look_like_a_fall_in_the_constant_set(asia):
    """Osong is third of 28 and fourth of 41; among those ranked throughout it stays."""
    osong = asia.points("osong")

    assert [point.constant_rank for point in osong if point.constant_rank] == [3, 3, 3]
    assert "among the 28 always ranked from 2024 to 2026 3rd → 3rd" in trend_sentence(asia, "osong")


def test_a_cluster_that_is_never_ranked_is_told_so(trend_with):
    found = trend_with()

    assert trend_sentence(found, "dover") == "Dover takes no rank in any of these years."


def test_the_table_has_a_row_a_cluster_and_year(trend_with):
    table = trend_with().table

    assert table.loc[("alder", 2025), ["rank", "known", "constant_rank"]].tolist() == [1, 4, 1]
    assert table.loc[("alder", 2025), "newly_known"] == ["office"]
    assert len(table) == 6


def test_another_method_and_other_weights_hold_for_all_years(trend_with):
    found = trend_with(profile="funder", method="topsis")

    assert {year.ranking.method.name for year in found.years} == {"topsis"}
    assert {year.ranking.weighting.profile for year in found.years} == {"funder"}


@pytest.mark.parametrize(
    ("first", "last", "wheres"),
    [(2025, 2024, ["from"]), (1999, None, ["from"]), (1999, 2031, ["from", "to"])],
)
def test_years_that_cannot_be_are_refused(trend_with, first, last, wheres):
    with pytest.raises(UsageError) as caught:
        trend_with(first=first, last=last)

    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("argument-invalid", where) for where in wheres
    ]


def test_years_in_which_nobody_can_be_ranked_are_refused(trend_with):
    with pytest.raises(ContentError) as caught:
        trend_with(first=2022, last=2023)

    assert [p.code for p in caught.value.problems] == ["ranked-none"]


def test_an_unknown_cluster_is_refused(trend_with):
    with pytest.raises(UsageError) as caught:
        trend_with().points("aldr")

    assert [p.code for p in caught.value.problems] == ["cluster-unknown"]
