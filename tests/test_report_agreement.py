"""The chapter on other methods and other people: what it says, and when it is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ranker.analysis.agreement import agreement
from ranker.analysis.ranking import Ranking, rank
from ranker.output import build
from ranker.output.agreement_view import AgreementFound, agreement_view, gather_agreement
from ranker.output.export_compare import compare_to_json, consensus_to_json
from ranker.output.render import render_report
from ranker.output.twins import report_to_json
from ranker.output.view_agreement import AgreementView
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.pages import read_page
from tests.studies import swap, write_study


@pytest.fixture(scope="module")
def asia() -> Ranking:
    return rank("asia-biopharma")


@pytest.fixture(scope="module")
def chapter(asia: Ranking) -> AgreementView:
    return agreement_view(gather_agreement(asia))


def view_of(ranking: Ranking) -> AgreementView | None:
    return agreement_view(gather_agreement(ranking))


def test_the_matrix_has_taus_below_the_dashes_and_weighted_ones_above(harbours: Study):
    matrix = view_of(rank(harbours)).methods.matrix

    assert [row.cells for row in matrix.rows] == [("–", "1.00"), ("1.00", "–")]
    assert matrix.finding == "Weighted sum and TOPSIS agree with a tau of 1.00"


def test_the_finding_names_who_agrees_least_and_most(chapter: AgreementView):
    assert chapter.methods.matrix.finding == (
        "TOPSIS and VIKOR agree least (tau 0.70), Weighted sum and CoCoSo most (0.93)"
    )


def test_every_ranked_cluster_has_its_consensus_and_its_ends(chapter: AgreementView, asia: Ranking):
    rows = chapter.methods.rows

    assert [row.rank for row in rows] == [asia.rank_of(c.id) for c in asia.ranked]
    assert (rows[0].range_text, rows[0].best_by, rows[0].kemeny) == ("1", "", 1)
    songdo = next(row for row in rows if row.name == "Songdo Bio Cluster")
    assert (songdo.range_text, songdo.best_by, songdo.worst_by) == (
        "5–9",
        "Weighted sum and CoCoSo",
        "TOPSIS",
    )


def test_near_copies_are_named(asia: Ranking):
    found = AgreementFound(agreement(asia, ["mabac", "spotis"]), None)

    notes = agreement_view(found).methods.notes

    assert notes[-1] == "Counted once with MABAC, whose order they all but repeat: SPOTIS."


def test_what_stakeholders_agree_on_by_hand(harbours: Study):
    """Of three pairs two by their own weights and near them, one whatever the weights."""
    people = view_of(rank(harbours)).people

    assert people.finding == (
        "Both agree on the order of 67% of the pairs of clusters, and on 67% even with each "
        "weight up to 10 points from their own; 33% stay whatever the weights"
    )
    assert [row.cells for row in people.matrix.rows] == [("–", "25%"), ("0.33", "–")]
    assert people.weights[0].shares == ("63.4%", "62.5%")


def test_without_a_second_method_people_alone_are_there(tmp_path: Path):
    study = open_study(
        write_study(tmp_path, study=swap("second_opinions: [topsis]", "second_opinions: []"))
    )

    view = view_of(rank(study))

    assert view.methods is None
    assert view.people is not None


def test_without_anything_to_compare_there_is_no_chapter(tmp_path: Path):
    study = open_study(
        write_study(
            tmp_path,
            study=swap("second_opinions: [topsis]", "second_opinions: []"),
            funder=None,
        )
    )
    page = read_page(render_report(rank(study), exact=False))

    assert page.find("section", id="agreement") == []
    assert [a for a in page.find("a") if a.attributes.get("href") == "#agreement"] == []


def test_the_chapter_is_in_the_page_and_small(asia: Ranking):
    html = render_report(asia, exact=False)
    start = html.index("<section id=agreement")

    assert html.index("</section>", start) - start < 20_000
    assert read_page(html).find("table", class_="agreement")


def test_too_many_clusters_are_spared_the_chapter(harbours: Study, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "AGREE", 2)

    view = build.build_report(rank(harbours), exact=False)

    assert view.agreement is None
    assert [column.id for column in view.methods.columns] == ["weighted-sum", "topsis"]


def test_the_json_of_a_report_holds_what_the_commands_write(harbours: Study):
    found = build.find_out(rank(harbours), exact=False)

    told = json.loads(report_to_json(found))

    assert told["compare"] == json.loads(compare_to_json(found.agreement.methods))
    assert told["consensus"] == json.loads(consensus_to_json(found.agreement.people))
