"""What-ifs on the small study: figures that a hand can sum, by the yardsticks as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.what_if import HYPOTHETICAL, what_if
from ranker.analysis.wishes import parse_wishes, read_wishes
from ranker.errors import ContentError, UsageError
from ranker.output.export import to_csv, to_json
from ranker.output.export_change import what_if_to_json
from ranker.output.moves_text import move_sentence
from ranker.output.render import write_report
from ranker.output.sheet import sheet_to_csv, sheet_to_markdown
from ranker.output.sheets_change import what_if_sheets
from tests.studies import swap, write_study


@pytest.fixture
def ranking(tmp_path: Path) -> Ranking:
    return rank(write_study(tmp_path / "harbours"))


def sentences(before: Ranking, **changes: float | str | None) -> list[str]:
    found = what_if(before, {name.replace("__", "."): value for name, value in changes.items()})
    told = (move_sentence(before, found.after, move) for move in found.moves)
    return [sentence for sentence in told if sentence]


# --- scores and ranks --------------------------------------------------------------------


def test_a_figure_beyond_the_yardsticks_moves_its_own_cluster_alone(ranking: Ranking):
    found = what_if(ranking, {"birch.grants": 999})

    # 0.75 × 149.5 + 0.25 × 1 = 112.375 for money, with 50.5 for people
    assert found.after.scores.tolist() == pytest.approx([62.875, 81.4375, 50.5, 112.375])
    assert [found.after.rank_of(c) for c in ("birch", "alder", "cedar")] == [1, 2, 3]


def test_a_move_names_who_passes(ranking: Ranking):
    assert sentences(ranking, birch__grants=999) == [
        "Birch Point rises from 3rd to 1st because its own score rises by 55.69; it passes "
        "Alder Bay and Cedar Cove.",
        "Alder Bay falls from 1st to 2nd because Birch Point passes it.",
        "Cedar Cove falls from 2nd to 3rd because Birch Point passes it.",
    ]


def test_score_changes_are_told_by_criterion(ranking: Ranking):
    found = what_if(ranking, {"KOR.spending": 3})

    # 3 lies in the middle of 2 and 4: utility 50.5 in place of 1, a quarter of money
    shifts = {move.cluster: move.shifts for move in found.moves if move.shifts}
    assert set(shifts) == {"alder", "birch"}
    (alder,) = shifts["alder"]
    assert (alder.criterion, alder.before, alder.after) == ("money", 38.125, 50.5)
    assert alder.points == 6.1875


def test_a_benchmark_has_a_standing_and_no_rank(ranking: Ranking):
    found = what_if(ranking, {"dover.grants": "missing"})

    move = found.move("dover")
    assert (move.before, move.after) == (None, None)
    assert (move.standing_before, move.standing_after) == (1, None)
    assert sentences(ranking, dover__grants="missing") == ["Dover would take no place, not 1st."]


def test_a_cluster_that_loses_a_figure_drops_out_and_says_why(ranking: Ranking):
    assert sentences(ranking, cedar__grants=None) == [
        "Birch Point rises from 3rd to 2nd because Cedar Cove leaves the ranking.",
        "Cedar Cove, 2nd before, drops out: Money (25% known), where 50% are needed. "
        "Missing: grants.",
    ]


def test_a_cluster_that_gains_a_figure_enters(ranking: Ranking):
    without = what_if(ranking, {"cedar.grants": None}).after

    found = what_if(without, {"cedar.grants": 99})

    assert found.move("cedar").way == "enters"
    assert sentences(without, cedar__grants=99) == [
        "Cedar Cove is newly ranked, 2nd: 25% of Money was known and 100% is now.",
        "Birch Point falls from 2nd to 3rd because Cedar Cove enters above it.",
    ]


# --- what a change means -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "value"),
    [(80, 80.0), ("80", 80.0), ("=80", 80.0), ("+1", 100.0), ("-9", 90.0), ("+100%", 198.0)],
)
def test_a_change_sets_adds_or_scales(ranking: Ranking, given: float | str, value: float):
    found = what_if(ranking, {"cedar.grants": given})

    assert found.after.cell("cedar", "grants").value == value


def test_a_figure_below_0_needs_an_equals_sign_of_its_own(ranking: Ranking):
    found = what_if(ranking, parse_wishes(["JPN.spending==-1"]))

    assert found.after.cell("cedar", "spending").value == -1.0


def test_items_become_one_total_and_it_is_said(ranking: Ranking):
    found = what_if(ranking, {"alder.grants": 99})

    cell = found.after.cell("alder", "grants")
    assert (cell.value, len(cell.chosen), cell.passed) == (99.0, 1, ())
    assert found.changes[0].notes == (
        "Grants of 'alder': one total stands in the place of 2 items.",
    )


def test_a_cluster_stands_for_its_country_and_the_others_are_named(ranking: Ranking):
    found = what_if(ranking, {"alder.spending": 3})

    assert (found.changes[0].place, found.changes[0].clusters) == ("KOR", ("alder", "birch"))
    assert found.changes[0].notes == (
        "Spending: a figure of the country 'KOR', shared by Alder Bay, Birch Point.",
    )


def test_a_missing_figure_takes_its_trend_with_it(ranking: Ranking):
    found = what_if(ranking, {"KOR.spending": "missing"})

    assert found.after.cell("alder", "spending").is_missing


def test_a_what_if_of_a_year_looks_at_that_year(tmp_path: Path):
    early = rank(write_study(tmp_path), as_of=2024)

    found = what_if(early, {"KOR.spending": 4})

    assert found.after.as_of == 2024
    assert found.after.cell("alder", "spending").value == 4.0


# --- properties --------------------------------------------------------------------------


def test_a_what_if_that_sets_the_present_figures_changes_no_byte(ranking: Ranking):
    cells = [cell for line in ranking.cells.cells for cell in line]
    present = {
        f"{cell.place}.{cell.indicator.id}": None if cell.is_missing else cell.value
        for cell in cells
    }

    found = what_if(ranking, present)

    assert to_json(found.after) == to_json(ranking)
    assert found.moved == ()
    assert not any(change.is_needed for change in found.changes)


@pytest.mark.parametrize("target", ["cedar.grants", "alder.grants", "KOR.spending", "birch.office"])
@pytest.mark.parametrize("given", [0, None])
def test_undoing_gives_the_old_bytes(ranking: Ranking, target: str, given: float | None):
    there = what_if(ranking, {target: given})
    old = there.changes[0].cell.value

    back = what_if(there.after, {target: old})

    assert to_csv(there.after) != to_csv(ranking)
    assert to_csv(back.after) == to_csv(ranking)


def test_the_ranking_asks_as_the_function_does(ranking: Ranking):
    changes = {"birch.grants": 999}

    assert what_if_to_json(ranking.what_if(changes)) == what_if_to_json(what_if(ranking, changes))


def test_weights_and_method_are_those_of_the_ranking(tmp_path: Path):
    study = write_study(tmp_path)
    before = rank(study, profile="funder", weights={"money": 0.6}, method="topsis")

    after = what_if(before, {"birch.grants": 999}).after

    assert after.weighting == before.weighting
    assert after.method.name == "topsis"


# --- marked as hypothetical --------------------------------------------------------------


def test_a_supposed_figure_is_marked_wherever_it_shows(ranking: Ranking):
    found = what_if(ranking, {"birch.grants": 999})

    cell = found.after.cell("birch", "grants")
    assert (cell.sources, cell.grade) == ((HYPOTHETICAL,), HYPOTHETICAL)
    assert found.after.study.title.en == "Four harbours (what if: with hypothetical figures)"
    again = what_if(found.after, {"birch.grants": 5}).after
    assert again.study.title == found.after.study.title


def test_a_report_on_supposed_figures_says_so_and_links_to_no_source(
    ranking: Ranking, tmp_path: Path
):
    found = what_if(ranking, {"birch.grants": 999})

    page = write_report(found.after, tmp_path / "report.html").read_text(encoding="utf-8")

    assert 'href=""' not in page
    assert "Hypothetical figure of a what-if, not an observation" in page
    assert "<title>Four harbours (what if: with hypothetical figures)" in page


def test_json_csv_and_markdown_call_it_hypothetical(ranking: Ranking):
    found = what_if(ranking, {"birch.grants": 999, "cedar.office": 0})

    data = json.loads(what_if_to_json(found))
    sheet = what_if_sheets(found)[0]
    assert data["schema"] == "cluster-ranker/what-if/1"
    assert data["hypothetical"] is True
    assert [(c["value_before"], c["value"], c["changes"]) for c in data["changes"]] == [
        (0.0, 999.0, True),
        (0.0, 0.0, False),
    ]
    assert data["manifest"]["content_hash"] == ranking.study.content_hash
    assert sheet_to_csv(sheet).splitlines()[0].endswith("reason,hypothetical")
    assert '"grants 999 USD m, not 0 USD m"' in sheet_to_csv(sheet)
    assert "Hypothetical: these figures are supposed" in sheet_to_markdown(sheet)
    assert "Office of cedar: 0 · none, as it is already." in sheet_to_markdown(sheet)


def test_the_table_holds_ranks_before_and_after(ranking: Ranking):
    table = what_if(ranking, {"birch.grants": 999}).table

    assert table.loc["birch", ["before", "after"]].tolist() == [3, 1]
    assert table["after"].isna().tolist() == [False, False, False, True]


# --- refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "given", "code", "found"),
    [
        ("cedar.grant", 1, "argument-invalid", "there is no indicator 'grant'."),
        ("cedar", 1, "argument-invalid", "there is no indicator 'cedar'."),
        ("alder.plans", 1, "argument-invalid", "'plans' is shown and not scored"),
        ("alder.money", 1, "argument-invalid", "'money' is a criterion"),
        ("elder.grants", 1, "argument-invalid", "there is no cluster 'elder'."),
        ("CHN.spending", 1, "argument-invalid", "'CHN' is neither a country nor a cluster"),
        ("birch.office", 3, "ordinal-invalid", "3 is no level of 'office'."),
        ("birch.office", 0.5, "ordinal-invalid", "0.5 is no level of 'office'."),
        ("birch.grants", -1, "log-domain", "-1 has no logarithm"),
        ("birch.grants", "20%", "argument-invalid", "'20%' is no change."),
        ("birch.grants", "1,000", "argument-invalid", "'1,000' is no change."),
        ("birch.grants", "", "argument-invalid", "'' is no change."),
        ("birch.grants", True, "argument-invalid", "'True' is no change."),
        ("birch.grants", float("nan"), "argument-invalid", "'grants' would be nan."),
        ("birch.grants", float("inf"), "argument-invalid", "'grants' would be inf."),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    ranking: Ranking, target: str, given: float | str, code: str, found: str
):
    with pytest.raises(UsageError) as caught:
        what_if(ranking, {target: given})

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (code, target)
    assert problem.what.startswith(found)


def test_a_count_does_not_fall_below_0(tmp_path: Path):
    count = swap("lever: true", "lever: true\n        count: true")
    counted = rank(write_study(tmp_path, study=count))

    with pytest.raises(UsageError, match=r"'grants' counts things and would be -0.5"):
        what_if(counted, {"birch.grants": "-0.5"})


def test_nothing_can_be_added_to_a_figure_that_is_missing(ranking: Ranking):
    without = what_if(ranking, {"cedar.office": None}).after

    with pytest.raises(UsageError, match="there is no figure that \\+1 could change"):
        what_if(without, {"cedar.office": "+1"})


def test_a_cluster_without_a_metro_has_no_figure_of_one(tmp_path: Path):
    by_metro = swap("level: city", "level: metro")
    rows = [
        swap(f"{city},vac", f"{metro},vac")
        for city, metro in [("incheon", "seoul"), ("kobe", "osaka")]
    ]
    text = [*rows, lambda t: t.replace("suwon,vacancies,,10,,,2024,A,almanac,\n", "")]
    text.append(lambda t: t.replace("boston,vacancies,,0,,,2024,A,almanac,\n", ""))
    metro = rank(write_study(tmp_path, study=by_metro, observations=text))

    with pytest.raises(UsageError, match="'dover' has no metro area"):
        what_if(metro, {"dover.vacancies": 3})


def test_all_problems_are_told_at_once_and_a_figure_is_changed_once(ranking: Ranking):
    with pytest.raises(UsageError) as caught:
        what_if(ranking, {"alder.spending": 3, "KOR.spending": 4, "cedar.x": 1})

    assert [problem.where for problem in caught.value.problems] == ["KOR.spending", "cedar.x"]
    assert "changed by alder.spending already" in caught.value.problems[0].what


# --- files -------------------------------------------------------------------------------


def test_a_file_names_changes_flat_or_below_places(tmp_path: Path, ranking: Ranking):
    file = tmp_path / "plan.yaml"
    file.write_text("cedar.grants: +1\nbirch:\n  grants: 50\n  office: missing\n")

    found = what_if(ranking, read_wishes(file))

    assert [change.value for change in found.changes][:2] == [100.0, 50.0]
    assert found.after.cell("birch", "office").is_missing


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("cedar.grants: 1\ncedar.grants: 2\n", ":2 cedar.grants"),
        ("cedar.grants: [1, 2]\n", ":1 cedar.grants"),
        ("- cedar\n", ""),
        ("a: b: c\n", ":1"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, place: str
):
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(text)

    with pytest.raises(ContentError) as caught:
        read_wishes("plan.yaml")

    assert [problem.where for problem in caught.value.problems] == [f"plan.yaml{place}"]


def test_a_change_of_a_file_that_cannot_be_has_its_line(tmp_path: Path, ranking: Ranking):
    file = tmp_path / "plan.yaml"
    file.write_text("cedar.grants: 5\nbirch:\n  office: 7\n")

    with pytest.raises(UsageError) as caught:
        what_if(ranking, read_wishes(file))

    assert caught.value.problems[0].where.endswith("plan.yaml:3 birch.office")
