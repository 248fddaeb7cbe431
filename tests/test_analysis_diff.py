"""Two editions of a study: every change split by hand, exactly, and the same both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from ranker.analysis.diff import Diff, diff
from ranker.analysis.hybrid import KINDS, LEVELS, hybrid, places_of, read_edition
from ranker.analysis.hybrid_weights import merged_weights
from ranker.analysis.ranking import rank
from ranker.analysis.weighting import resolve_weights
from ranker.errors import ContentError, UsageError
from ranker.output.sheets_diff import diff_sentence
from ranker.study.edit import key_of
from ranker.study.load import open_study
from ranker.study.model import Criterion, Study
from tests.studies import drop, swap, write_study

FUNDER = swap("profile: even", "profile: funder")
CEDAR_OFFICE = swap("cedar,office,,0,", "cedar,office,,2,")


@pytest.fixture
def edition(tmp_path: Path) -> Callable[..., Study]:
    def written(**changes) -> Study:
        return open_study(
            write_study(tmp_path / f"edition-{len(list(tmp_path.iterdir()))}", **changes)
        )

    return written


def parts_of(found: Diff, cluster: str) -> dict[str, Fraction]:
    return {kind: part for kind, part in found.move(cluster).rank_parts.items() if part}


# --- hand sums ---------------------------------------------------------------------------


def test_a_study_beside_itself_differs_in_nothing_and_says_so(harbours):
    found = diff(harbours, harbours)

    assert found.is_empty
    assert (found.moved, found.kinds, found.notes) == ((), (), ())
    assert diff_sentence(found) == "Nothing differs: the same figures, weights, rules and clusters."


def test_a_change_of_weights_alone_is_the_weights_alone(harbours, edition):
    """Funder: 3/4 money, of which half is grants. Alder 3/4 × 25.75 + 1/4 × 87.625."""
    found = diff(harbours, edition(study=FUNDER))

    alder = found.move("alder")
    assert (alder.old_rank, alder.new_rank, found.kinds) == (1, 2, ("weights",))
    assert parts_of(found, "alder") == {"weights": 1}
    assert float(alder.score_parts["weights"]) == pytest.approx(41.21875 - 62.875)
    assert {c.node: (c.old, c.new, c.kind) for c in found.weights} == {
        "money": (0.5, 0.75, "weights"),
        "people": (0.5, 0.25, "weights"),
        "grants": (0.75, 0.5, "weights"),
        "spending": (0.25, 0.5, "weights"),
    }


def test_two_changes_that_each_suffice_share_the_fall(harbours, edition):
    """Cedar 50.5; by weights 75.25, by its office 75.25, by both 3/4 × 100 + 1/4 × 50.5."""
    found = diff(harbours, edition(study=FUNDER, observations=CEDAR_OFFICE))

    assert parts_of(found, "alder") == {"data": Fraction(1, 2), "weights": Fraction(1, 2)}
    scores = found.move("cedar").score_parts
    assert {kind: float(part) for kind, part in scores.items()} == pytest.approx(
        {"data": 18.5625, "weights": 18.5625, "rules": 0, "others": 0}
    )


def test_a_cluster_that_leaves_moves_the_yardstick_of_those_who_stay(harbours, edition):
    """Without Birch's 0 grants Alder is the least: its money falls from 38.125 to 1."""
    new = edition(clusters=drop("birch"), observations=[drop("birch"), drop("suwon")])

    found = diff(harbours, new)

    assert found.kinds == ("others",)
    assert parts_of(found, "alder") == {"others": 1}
    birch = found.move("birch")
    assert (birch.status, birch.old_rank, birch.new_rank, birch.rank_parts) == (
        "left",
        3,
        None,
        None,
    )
    assert diff(new, harbours).move("birch").status == "entered"
    assert found.cells == ()


def test_an_indicator_that_goes_takes_its_figures_with_it_and_is_a_rule(harbours, edition):
    """People are the office alone: Alder 1/2 × 38.125 + 1/2 × 100."""
    without = swap(STUDY_VACANCIES, "")

    found = diff(harbours, edition(study=without, observations=NO_VACANCIES))

    assert found.kinds == ("rules",)
    assert float(found.move("alder").score_parts["rules"]) == pytest.approx(69.0625 - 62.875)
    assert [(c.what, c.old, c.new) for c in found.rules] == [
        ("vacancies", "indicator below people", "")
    ]
    assert {c.node: c.kind for c in found.weights} == {"office": "rules", "vacancies": "rules"}
    assert found.cells == ()


STUDY_VACANCIES = """\
      vacancies:
        label: {en: Vacancies, ko: 빈자리}
        unit: '%'
        objective: min
        level: city
        normalise: goalposts
        goalposts: [0, 20]
"""
NO_VACANCIES = [drop("incheon"), drop("suwon"), drop("kobe"), drop("boston")]


def test_figures_measured_in_another_unit_go_with_the_rules(harbours, edition):
    in_thousands = swap(
        "        unit: USD m\n        objective: max", "        unit: USD k\n        objective: max"
    )
    rows = [
        swap("cedar,grants,,99,", "cedar,grants,,99000,"),
        swap("dover,grants,,999,", "dover,grants,,9,"),
    ]

    found = diff(harbours, edition(study=in_thousands, observations=rows))

    assert found.kinds == ("rules",)
    assert found.cells == ()
    assert ("grants.unit", "USD m", "USD k") in [(c.what, c.old, c.new) for c in found.rules]


def test_a_cluster_that_moves_to_another_city_reads_other_figures(harbours, edition):
    found = diff(harbours, edition(clusters=swap("JPN,osaka,kobe,", "JPN,osaka,boston,"),
                                   observations=drop("kobe")))  # fmt: skip

    assert found.kinds == ("data",)
    assert ("cedar.city", "kobe", "boston") in [(c.what, c.old, c.new) for c in found.clusters]


def test_a_role_that_changes_is_a_matter_of_who_takes_part(harbours, edition):
    found = diff(harbours, edition(study=swap("role: benchmark", "role: rival")))

    assert found.kinds == ("others",)
    dover = found.move("dover")
    assert (dover.status, dover.new_rank, dover.causes) == ("newly-ranked", 1, ("others",))
    assert found.clusters[0].what == "group summit.role"


def test_a_cluster_ranked_since_its_figures_were_found_is_told_with_that_cause(harbours, edition):
    old = edition(observations=[drop("cedar,office"), drop("kobe")])

    found = diff(old, harbours)

    cedar = found.move("cedar")
    assert (cedar.status, cedar.causes, cedar.rank_parts) == ("newly-ranked", ("data",), None)
    assert {(c.place, c.indicator, c.how, c.new) for c in found.cells} == {
        ("cedar", "office", "found", 0.0), ("kobe", "vacancies", "found", 20.0),
    }  # fmt: skip


def test_a_changed_figure_is_told_with_both_sources_and_other_evidence_too(harbours, edition):
    rows = [
        swap("cedar,grants,,99,,,2024,A,gazette", "cedar,grants,,98,,,2025,A,almanac"),
        swap("suwon,vacancies,,10,,,2024,A", "suwon,vacancies,,10,,,2024,B"),
    ]

    found = diff(harbours, edition(observations=rows))

    vacancies, grants = found.cells
    assert (grants.how, grants.old, grants.new) == ("revised", 99, 98)
    assert (grants.old_sources, grants.new_sources) == (("gazette",), ("almanac",))
    assert (vacancies.how, vacancies.old_grade, vacancies.new_grade) == ("restated", "A", "B")


def test_a_method_given_is_that_of_both(harbours, edition):
    new = edition(study=swap("method: weighted-sum", "method: topsis"))

    assert diff(harbours, new).kinds == ("rules",)
    assert [change.what for change in diff(harbours, new).rules] == ["method"]
    assert diff(harbours, new, method="topsis").is_empty


def test_a_later_figure_makes_no_difference_as_of_an_earlier_year(harbours, edition):
    new = edition(observations=CEDAR_OFFICE)

    assert not diff(harbours, new).is_empty
    assert diff(harbours, new, as_of=2024).is_empty


# --- sums, always ------------------------------------------------------------------------


def shuffled(study: Study, seed: int) -> Study:
    """Return an edition in which something of every kind may differ."""
    dice = Random(seed)  # noqa: S311 - no secret
    kept = [row for row in study.observations if dice.random() > 0.1]
    factors = [1 if row.indicator == "office" else dice.choice((1, 1, 0.5, 3)) for row in kept]
    rows = [replace(row, value=row.value * f) for row, f in zip(kept, factors, strict=True)]
    clusters = tuple(c for c in study.clusters if c.id == "alder" or dice.random() > 0.2)
    root = study.root
    if dice.random() > 0.5:
        money = root.children[0]
        assert isinstance(money, Criterion)
        below = dice.choice((money.children, money.children[:1], money.children[1:]))
        money = replace(
            money, children=below, weight=dice.choice((1.0, 4.0)), aggregate="geometric"
        )
        root = replace(root, children=(money, *root.children[1:]))
    return replace(
        study,
        observations=tuple(rows),
        clusters=clusters,
        root=root,
        profiles={},
        default_profile="",
        rules=replace(study.rules, min_coverage=dice.choice((0.0, 0.25, 0.5))),
        content_hash=str(seed),
    )


@pytest.mark.parametrize("seed", range(12))
def test_parts_add_up_exactly_and_the_way_back_is_the_negative(harbours, seed: int):
    old, new = (shuffled(harbours, at) for at in (seed, seed + 100))

    there, back = diff(old, new), diff(new, old)

    for move in there.moves:
        if move.rank_parts is not None:
            assert sum(move.rank_parts.values()) == move.new_rank - move.old_rank
            assert all((part * 24).denominator == 1 for part in move.rank_parts.values())
            again = back.move(move.cluster).rank_parts
            assert again == {kind: -part for kind, part in move.rank_parts.items()}
        if move.score_parts is not None:
            assert sum(move.score_parts.values()) == Fraction(move.new_score) - Fraction(
                move.old_score
            )
            again = back.move(move.cluster).score_parts
            assert again == {kind: -part for kind, part in move.score_parts.items()}


@pytest.mark.parametrize("seed", range(6))
def test_every_hybrid_is_a_valid_study(harbours, seed: int):
    pair = [read_edition(shuffled(harbours, at), None) for at in (seed, seed + 100)]

    for number in range(16):
        sides = {kind: pair[number >> i & 1] for i, kind in enumerate(KINDS)}
        other = {kind: pair[1 - (number >> i & 1)] for i, kind in enumerate(KINDS)}
        study = hybrid(sides, other)

        leaves = {leaf.id: leaf for leaf in (*study.indicators, *study.context)}
        places = {level: places_of(study.clusters, level) for level in LEVELS}
        keys = [key_of(row) for row in study.observations]
        assert len(set(keys)) == len(keys)
        for row in study.observations:
            assert row.place in places[leaves[row.indicator].level]
            assert row.source in study.sources
            assert row.grade in study.rules.spread
            assert leaves[row.indicator].outlook or row.year <= study.edition.year
        assert {cluster.group for cluster in study.clusters} <= set(study.groups)
        assert set(resolve_weights(study).shares) == {n.id for n in study.root.walk() if n.id}


def test_parts_add_up_on_the_bundled_study_with_all_four_kinds_of_change():
    old = open_study()
    rows = [
        replace(row, value=row.value / 2) if row.indicator == "workforce" else row
        for row in old.observations
        if row.place != "osong" or row.indicator != "foreign_firms"
    ]
    top = [
        replace(node, aggregate="geometric") if isinstance(node, Criterion) else node
        for node in old.root.children
    ]
    new = replace(
        old,
        observations=tuple(rows),
        root=replace(old.root, children=tuple(top)),
        default_profile="investor",
        clusters=old.clusters[1:],
        content_hash="new",
    )

    found = diff(old, new)

    held = [move for move in found.moves if move.rank_parts is not None]
    assert len(held) > 30
    assert all(sum(move.rank_parts.values()) == move.change for move in held)
    assert found.kinds == tuple(held[0].rank_parts) == KINDS


def test_weights_of_siblings_that_only_one_edition_has_keep_their_share():
    merged = merged_weights({"": ("a", "b")}, {"a": 3, "b": 1}, {"": ("a", "c")}, {"a": 1, "c": 9})

    assert merged == {"a": 0.75, "b": 0.25}


# --- what can go wrong -------------------------------------------------------------------


def test_two_different_studies_are_compared_with_a_word_of_warning(harbours, edition):
    found = diff(harbours, edition(study=swap("id: harbours", "id: piers")))

    assert found.notes == (
        "These are two studies, 'harbours' and 'piers', read as editions of one.",
    )


def test_editions_the_wrong_way_round_are_told(harbours, edition):
    found = diff(harbours, edition(study=swap("edition: 2025-06-30", "edition: 2025-01-31")))

    assert found.notes == ("The new edition (2025-01-31) is older than the old one (2025-06-30).",)


def test_problems_of_both_editions_are_told_at_once(harbours):
    with pytest.raises(UsageError) as caught:
        diff(harbours, harbours, profile="evn")

    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("profile-unknown", "profile (old edition)"),
        ("profile-unknown", "profile (new edition)"),
    ]


def test_what_is_no_study_is_refused(harbours, tmp_path: Path):
    with pytest.raises(ContentError) as caught:
        diff(tmp_path / "nowhere", harbours)

    assert [p.code for p in caught.value.problems] == ["study-not-found"]


def test_an_edition_in_which_nobody_can_be_ranked_is_refused(harbours, edition):
    nobody = edition(
        observations=NO_VACANCIES
        + [drop(f"{c},office") for c in ("alder", "birch", "cedar", "dover")]
    )

    with pytest.raises(ContentError) as caught:
        diff(harbours, nobody)

    assert [p.code for p in caught.value.problems] == ["ranked-none"]


def test_an_unknown_cluster_is_refused(harbours):
    with pytest.raises(UsageError) as caught:
        diff(harbours, harbours).move("aldr")

    assert [p.code for p in caught.value.problems] == ["cluster-unknown"]


def test_a_hybrid_that_cannot_be_ranked_leaves_changes_unsplit_and_says_why(harbours, edition):
    """The old rules need half of the weight, the new data have less of people."""
    rows = NO_VACANCIES
    vacancies_count = swap("        level: city\n", "        level: city\n        weight: 3\n")
    old = edition(study=vacancies_count)
    new = edition(
        study=[vacancies_count, swap("min_coverage: 0.5", "min_coverage: 0.2")], observations=rows
    )

    found = diff(old, new)

    assert found.refused is not None
    assert found.refused.code == "ranked-none"
    assert all(move.rank_parts is None for move in found.moves)


def test_the_table_has_a_row_a_cluster_and_no_number_where_there_is_none(harbours, edition):
    table = diff(harbours, edition(study=FUNDER)).table

    assert table.loc["alder", ["old_rank", "new_rank", "weights"]].tolist() == [1, 2, 1.0]
    assert table.loc["dover", ["old_rank", "weights"]].isna().all()
    assert rank(harbours).rank_of("dover") is None
