"""The research agenda puts first what would tell most."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.analysis.agenda import Agenda, research_agenda
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.variation import Variation
from ranker.errors import UsageError

FIGURES_ALONE = Variation(weights="fixed")


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def agenda(ranking: Ranking) -> Agenda:
    return research_agenda(ranking, clusters=["osong", "songdo"])


def write_two_doubts(folder: Path) -> Ranking:
    """Rank three clusters of which one figure may be anything, another hardly moves."""
    (folder / "study.yaml").write_text(
        "format: 1\nid: doubts\ntitle: Doubts\nedition: 2025-01-01\n"
        "groups: {home: {label: Home, role: home}}\ncountries: {KOR: Korea}\n"
        "rules: {spread: {A: 0}}\ncriteria:\n  c:\n    label: C\n    children:\n"
        "      points: {label: Points, unit: points, objective: max,\n"
        "               normalise: goalposts, goalposts: [0, 100]}\n"
    )
    (folder / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{name},{name.upper()},home,KOR,0,0\n" for name in "abc")
    )
    (folder / "sources.csv").write_text("id,title,url\ns,S,https://example.org/s\n")
    (folder / "observations.csv").write_text(
        "place,indicator,value,low,high,year,quality,source\n"
        "a,points,50,0,100,2024,A,s\n"
        "b,points,60,,,2024,A,s\n"
        "c,points,40,39,41,2024,A,s\n"
    )
    return rank(folder)


def test_the_figure_that_may_be_anything_comes_first(tmp_path: Path) -> None:
    """Known, a's figure leaves nothing open but near 40 and 60; c's alone decides nothing:
    a's interval stays 1 to 3."""
    ranking = write_two_doubts(tmp_path)

    agenda = research_agenda(ranking, FIGURES_ALONE)

    first, second = agenda.entries
    assert (first.place, second.place) == ("a", "c")
    assert first.narrowing > 1.5
    assert abs(second.narrowing) < 0.15
    assert (first.low, first.high) == (0, 100)


def test_agenda_of_two_clusters_names_their_own_figures_first(agenda: Agenda) -> None:
    leading = agenda.entries[:4]

    assert {cluster for entry in leading for cluster in entry.clusters} & {"osong", "songdo"}
    assert leading[0].narrowing > 0.3
    assert [e.narrowing for e in agenda.entries] == sorted(
        (e.narrowing for e in agenda.entries), reverse=True
    )


def test_an_entry_says_what_is_used_now(agenda: Agenda) -> None:
    entry = next(e for e in agenda.entries if (e.place, e.indicator) == ("songdo", "foreign_firms"))

    assert entry.cell.value == 10
    assert entry.cell.grade == "C"
    assert entry.cell.sources == ("kyeongin-sartorius-2022",)
    assert (entry.low, entry.high) == (10, 30)


def test_missing_figures_are_on_the_agenda(agenda: Agenda) -> None:
    missing = [entry for entry in agenda.entries if entry.cell.is_missing]

    assert ("osong", "publications") in {(e.clusters[0], e.indicator) for e in missing}
    assert len(missing) > 40


def test_a_study_without_any_doubt_has_nothing_on_its_agenda(tmp_path: Path) -> None:
    write_two_doubts(tmp_path)
    rows = tmp_path / "observations.csv"
    rows.write_text(rows.read_text().replace(",0,100,", ",,,").replace(",39,41,", ",,,"))

    agenda = research_agenda(rank(tmp_path))

    assert agenda.entries == ()


def test_same_seed_gives_the_same_agenda(ranking: Ranking) -> None:
    first = research_agenda(ranking, draws=4096, seed=7)
    again = research_agenda(ranking, draws=4096, seed=7)

    assert first.table.equals(again.table)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"draws": 10}, "argument-invalid"),
        ({"seed": -1}, "argument-invalid"),
        ({"clusters": ["taipei"]}, "cluster-unknown"),
        ({"clusters": ["nowhere"]}, "cluster-unknown"),
        ({"variation": Variation(data=False, missing=False)}, "argument-invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    ranking: Ranking, arguments: dict[str, object], code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        research_agenda(ranking, **arguments)

    assert caught.value.problems[0].code == code
