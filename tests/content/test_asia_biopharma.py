"""The bundled study is sound, bilingual, and as its own comments say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from ranker._content import content_folder
from ranker.analysis.health import find_warnings
from ranker.analysis.ranking import Ranking, rank
from ranker.study.load import check_study, open_study
from ranker.study.model import Criterion, Indicator, Objective, Study, Text

FOLDER = content_folder("criteria") / "asia-biopharma"
UNRANKED = ["bangkok", "cheonan", "jecheon", "taipei", "taizhou", "tsukuba", "yangsan"]
DIGESTS = {
    "clusters.csv": "57bffc77de428202d230a9bc28a8d6fbb6d630ad9f01e7c5a36cec68cc405ef0",
    "observations.csv": "e79f00e80b7c2a2ce11751924762a2bfbb342a9e9bae66164b2373fd19e57843",
    "sources.csv": "2bf9dbc3c4b6fbc92ddc5355b2aef0444dcade6b9aa8c1991a22f431997e6a1a",
    "CURATION.md": "bd0d12a3543591a1cd76353da5cdc3322089b26e8b0ac2d406c298c65a784233",
}


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(FOLDER)


@pytest.fixture(scope="module")
def ranking(study: Study) -> Ranking:
    return rank(study)


def everything_scored_or_shown(study: Study) -> tuple[Indicator, ...]:
    return (*study.indicators, *study.context)


def texts_of(study: Study) -> Iterator[tuple[str, Text]]:
    yield from (("title", study.title), ("question", study.question), ("summary", study.summary))
    for group in study.groups.values():
        yield f"group {group.id}", group.label
    for room, words in (("country", study.countries), ("grade", study.grades)):
        yield from ((f"{room} {name}", text) for name, text in words.items())
    yield from ((f"note {at}", note) for at, note in enumerate(study.notes))
    for node in (*study.root.walk(), *study.context):
        yield f"label of {node.id or 'the root'}", node.label
        if isinstance(node, Indicator):
            yield f"unit of {node.id}", node.unit
            yield from ((f"{node.id} level {n}", word) for n, word in node.scale.items())
        if node.id and node not in study.context:
            yield f"description of {node.id}", node.description
    for profile in study.profiles.values():
        yield f"profile {profile.id}", profile.label
        yield f"view of {profile.id}", profile.view


def national_share(study: Study, ranking: Ranking, criterion: Criterion, at: int) -> float:
    """Return which share of a cluster's score on a criterion rests on national figures."""
    columns = {leaf.id: j for j, leaf in enumerate(study.indicators)}
    held = [
        leaf
        for leaf in criterion.indicators()
        if not np.isnan(ranking.cells.performances[at, columns[leaf.id]])
    ]
    weights = {leaf.id: ranking.weighting.shares[leaf.id] for leaf in held}
    return sum(weights[leaf.id] for leaf in held if leaf.level == "country") / sum(weights.values())


@pytest.mark.parametrize("name", DIGESTS)
def test_the_curated_files_are_as_they_were_handed_over(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == DIGESTS[name]


def test_the_check_finds_no_error_and_no_warning(ranking: Ranking) -> None:
    assert check_study(FOLDER)[1] == []
    assert list(find_warnings(ranking)) == []


def test_every_observation_has_a_source_with_an_address(study: Study) -> None:
    cited = {row.source for row in study.observations}

    assert cited <= set(study.sources)
    assert all(study.sources[name].url.startswith(("http://", "https://")) for name in cited)


def test_every_indicator_has_a_unit_and_every_scored_one_an_objective(study: Study) -> None:
    assert all(leaf.unit.en for leaf in everything_scored_or_shown(study))
    assert {leaf.objective for leaf in study.indicators} <= set(get_args(Objective))


def test_every_text_is_there_in_english_and_in_korean(study: Study) -> None:
    incomplete = [where for where, text in texts_of(study) if not (text.en and text.ko)]

    assert incomplete == []


def test_korean_texts_are_korean(study: Study) -> None:
    foreign = [where for where, text in texts_of(study) if not re.search("[가-힣%]", text.ko)]

    assert foreign == []


def test_the_questions_four_criteria_are_the_top_of_the_tree(study: Study) -> None:
    assert [node.id for node in study.criteria] == [
        "investment",
        "governance",
        "foreign_presence",
        "talent",
    ]


def test_what_is_the_clusters_own_weighs_more_than_what_is_the_nations(ranking: Ranking) -> None:
    for criterion in ranking.study.criteria:
        assert isinstance(criterion, Criterion)
        national = sum(
            ranking.weighting.shares[leaf.id]
            for leaf in criterion.indicators()
            if leaf.level == "country"
        )
        assert national == pytest.approx(0.4 if criterion.id == "governance" else 0.2)


def test_forty_one_are_ranked_and_exactly_seven_are_not(ranking: Ranking) -> None:
    assert len(ranking.ranked) == 41
    assert [unranked.cluster.id for unranked in ranking.unranked] == UNRANKED


def test_the_seven_lack_what_the_comment_says(ranking: Ranking) -> None:
    why = {
        u.cluster.id: (set(u.thin), {c.indicator.id for c in u.missing}) for u in ranking.unranked
    }

    assert why.pop("taipei") == ({"foreign_presence"}, {"foreign_firms", "top_pharma_sites"})
    assert all(gap == ({"talent"}, {"workforce", "publications"}) for gap in why.values())


@pytest.mark.parametrize("threshold", [0.41, 0.5, 0.6])
def test_the_same_seven_fall_out_at_any_threshold_up_to_three_fifths(
    study: Study, threshold: float
) -> None:
    other = replace(study, rules=replace(study.rules, min_coverage=threshold))

    assert [unranked.cluster.id for unranked in rank(other).unranked] == UNRANKED


@pytest.mark.parametrize(("threshold", "left"), [(0.4, 47), (0.61, 15)])
def test_beyond_those_thresholds_the_field_is_another(
    study: Study, threshold: float, left: int
) -> None:
    other = replace(study, rules=replace(study.rules, min_coverage=threshold))

    assert len(rank(other).ranked) == left


def test_national_figures_never_weigh_more_than_a_third(study: Study, ranking: Ranking) -> None:
    for criterion in study.criteria:
        assert isinstance(criterion, Criterion)
        most = max(
            national_share(study, ranking, criterion, at)
            for at in range(len(study.clusters))
            if ranking.ranks[at]
        )
        limit = 2 / 5 if criterion.id == "governance" else 1 / 3
        assert most <= limit + 1e-9


def test_every_governance_cell_of_a_ranked_cluster_is_filled(ranking: Ranking) -> None:
    assert all(ranking.coverage(c.id, "governance") == pytest.approx(1.0) for c in ranking.ranked)


def test_the_amounts_of_money_span_three_orders_of_magnitude(ranking: Ranking) -> None:
    for name in ("public_investment", "private_investment"):
        column = ranking.raw[name]
        assert column.max() / column.min() > 1000


def test_the_summary_counts_the_clusters(study: Study) -> None:
    counts = {name: sum(c.group == name for c in study.clusters) for name in study.groups}

    assert counts == {"korea": 25, "rival": 23, "benchmark": 1}
    assert study.summary.en.startswith("25 Korean clusters and 23 Asian rivals")


def test_the_notes_count_the_figures(ranking: Ranking) -> None:
    notes = " ".join(note.en for note in ranking.study.notes)
    sites = [cell for row in ranking.cells.cells for cell in row
             if cell.indicator.id == "top_pharma_sites" and not cell.is_missing]  # fmt: skip
    derived = [cell for cell in sites if cell.value == 0
               and all("derived" in row.note.lower() for row in cell.chosen)]  # fmt: skip

    assert int(ranking.raw["foreign_firms"].notna().sum()) == 29
    assert "29 of 49 clusters" in notes
    assert (len(sites), len(derived)) == (47, 26)
    assert "Of 47 figures for sites of top drug companies 26 are derived zeros" in notes


def test_the_guide_counts_what_is_missing(ranking: Ranking) -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    competing = [ranking.study.role(c) != "benchmark" for c in ranking.clusters]
    missing = {name: int(n) for name, n in ranking.raw[competing].isna().sum().items() if n}

    told = {
        row[0].strip(): int(row[1]) for row in re.findall(r"^\| (.+?) \| (\d+) \|$", guide, re.M)
    }
    by_label = {re.sub(r" \(.*", "", label): count for label, count in told.items()}

    assert by_label == {
        leaf.label.en.lower().removeprefix("scientific "): missing[leaf.id]
        for leaf in ranking.study.indicators
        if leaf.id in missing
    }


def test_the_guide_counts_places_figures_and_thin_ranks(ranking: Ranking) -> None:
    guide = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    thin = sorted(c.name for c in ranking.ranked if ranking.coverage(c.id) < 0.71)

    assert f"{len(ranking.study.observations):,} sourced figures" in guide
    assert f"{len(ranking.clusters)} places" in guide
    assert all(ranking.coverage(c) == pytest.approx(0.7) for c in ("goyang", "gwanggyo", "tokyo"))
    assert len(thin) == 3


def test_boston_is_complete_and_takes_no_rank(ranking: Ranking) -> None:
    assert ranking.coverage("boston") == 1.0
    assert ranking.rank_of("boston") is None


@pytest.mark.parametrize(
    "name", ["balanced", "foreign-company", "founder", "health-ministry", "investor"]
)
def test_every_profile_ranks_the_same_forty_one(study: Study, name: str) -> None:
    ranking = rank(study, profile=name)

    assert ranking.weighting.profile == name
    assert len(ranking.ranked) == 41


def test_the_head_of_the_field_is_the_same_by_every_method_and_profile(study: Study) -> None:
    by_method = [rank(study, method=name) for name in (study.method, *study.second_opinions)]
    by_profile = [rank(study, profile=name) for name in study.profiles]

    for ranking in (*by_method, *by_profile):
        assert len(ranking.ranked) == 41
        assert ranking.rank_of("singapore") == 1
        assert {ranking.rank_of(name) for name in ("hong-kong", "shanghai")} <= {2, 3, 4}
        assert all((ranking.rank_of(name) or 99) <= 10 for name in ("osong", "songdo"))
    assert (len(by_method), len(by_profile)) == (7, 5)
