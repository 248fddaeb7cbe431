"""Claims against shares, flips and bounds that are known otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ranker.analysis.bounds import bounds
from ranker.analysis.claim import Claim, claim, claims, wilson_error
from ranker.analysis.claim_exact import _ALWAYS
from ranker.analysis.dispute import dispute
from ranker.analysis.ranking import Ranking, rank
from ranker.analysis.robustness import robustness
from ranker.analysis.spread import Executor
from ranker.analysis.variation import Variation
from ranker.analysis.verdict import AS_LIKELY_AS_NOT, VERDICTS, VERY_LIKELY, is_close, verdict_on
from ranker.errors import UsageError
from ranker.output.likelihood import WORDS
from tests.studies import add, drop, swap, write_study
from tests.test_analysis_robustness import WEIGHTS_ALONE, write_exact

FIXED = Variation(weights="fixed", data=False, missing=False)
TABLE = {"a": (100, 0), "b": (0, 100), "c": (60, 60)}


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    """a leads where w1 > 0.6, b where w1 < 0.4, c between; c is ahead of a below 0.6."""
    return write_exact(tmp_path_factory.mktemp("exact"), TABLE)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    return rank(write_study(tmp_path_factory.mktemp("harbours")))


@pytest.fixture(scope="module")
def real() -> Ranking:
    return rank("asia-biopharma")


def shares(ranking: Ranking, *texts: str, variation: Variation = WEIGHTS_ALONE) -> list[float]:
    return [c.share for c in claims(ranking, texts, variation=variation, draws=20_000)]


# --- shares that a hand can compute ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("a > b", 0.5),
        ("c > a", 0.6),
        ("a > c > b", 0.0 + 0.4),
        ("c > a > b", 0.1),
        ("a is first", 0.4),
        ("c is first", 0.2),
        ("c in top 2", 1.0),
        ("c rank = 2", 0.8),
        ("a rank >= 2", 0.6),
        ("a in bottom 1", 0.5),
        ("count of home in top 1 = 1", 1.0),
        ("best of home > c", 0.8),
        ("median of home = c", 0.8),
        ("median of home rank = 2", 1.0),
        ("a > b on c1", 1.0),
        ("c > a on c2_points", 1.0),
    ],
)
def test_shares_on_two_criteria_are_lengths(exact: Ranking, text: str, share: float) -> None:
    found = claim(exact, text, variation=WEIGHTS_ALONE, draws=20_000)

    assert found.share == pytest.approx(share, abs=max(2 * found.error, 1e-12))


def test_a_claim_its_reverse_and_a_tie_share_all_scenarios(harbour: Ranking) -> None:
    for on in ("", " on money", " on vacancies", " on office"):
        texts = [f"alder {relation} birch{on}" for relation in (">", "<", "=", ">=", "<=")]

        above, below, level, at_least, at_most = shares(harbour, *texts, variation=Variation())

        assert above + below + level == pytest.approx(1, abs=1e-12)
        assert at_least == pytest.approx(above + level, abs=1e-12)
        assert at_most == pytest.approx(below + level, abs=1e-12)


def test_shares_are_those_of_the_simulation_from_the_same_seed(real: Ranking) -> None:
    drawn = robustness(real, draws=3000, seed=5)
    texts = ["songdo > osaka", "osong in top 5", "singapore is first", "kobe rank = 12"]

    found = [c.share for c in claims(real, texts, draws=3000, seed=5)]

    kobe = drawn.acceptability[drawn.index("kobe"), 11]
    expected = [drawn.beats("songdo", "osaka"), drawn.top("osong", 5), drawn.top("singapore"), kobe]
    assert found == pytest.approx(expected, abs=1e-12)


def test_ranks_and_rivals_of_the_real_study_agree_with_the_simulation(real: Ranking) -> None:
    drawn = robustness(real, draws=2000)

    (rival,) = claim(real, "songdo in top 10", draws=2000).rivals

    assert rival.ahead == pytest.approx(drawn.beats("songdo", rival.cluster), abs=1e-12)
    assert real.rank_of(rival.cluster) == rival.rank


def test_inner_weights_and_left_out_indicators_vary_what_a_criterion_scores(
    tmp_path: Path,
) -> None:
    """Alder has 100 and 75.25 on people, birch 50.5 and 100: alder is ahead where office weighs
    more than a third, and in four of five scenarios: all but that which leaves office out."""
    ranking = rank(
        write_study(tmp_path, observations=swap("suwon,vacancies,,10", "suwon,vacancies,,0"))
    )
    inner = Variation(weights="uniform", depth="all", data=False, missing=False)
    built = Variation(data=False, missing=False, construction=("leave-one-out",))

    (weighed,) = shares(ranking, "alder > birch on people", variation=inner)
    (left_out,) = shares(ranking, "alder > birch on people", variation=built)

    assert weighed == pytest.approx(2 / 3, abs=0.01)
    assert left_out == pytest.approx(4 / 5, abs=0.01)


@pytest.mark.parametrize("method", ["topsis", "vikor", "cocoso"])
def test_other_methods_are_judged_by_their_own_ranks(tmp_path: Path, method: str) -> None:
    ranking = rank(write_study(tmp_path), method=method)

    found = claim(ranking, "alder > cedar", draws=40)

    assert found.is_true == (ranking.rank_of("alder") < ranking.rank_of("cedar"))
    assert found.share == robustness(ranking, draws=40).beats("alder", "cedar")
    assert found.extent is None


def test_same_seed_gives_the_same_answer_over_any_threads_and_beside_any_claim(
    real: Ranking,
) -> None:
    alone = claim(real, "songdo > osaka", draws=9000, seed=3)
    beside = claims(real, ["songdo > osaka on talent", "songdo > osaka"], draws=9000, seed=3)
    spread = claim(real, "songdo > osaka", draws=9000, seed=3, executor=Executor(jobs=2))

    assert alone.share == beside[1].share == spread.share
    assert alone.share != claim(real, "songdo > osaka", draws=9000, seed=4).share


def test_the_call_of_a_ranking_is_that_of_the_library(harbour: Ranking) -> None:
    called = harbour.claim("alder > cedar", draws=500, seed=2, weights="uniform")

    expected = claim(
        harbour, "alder > cedar", variation=Variation(weights="uniform"), draws=500, seed=2
    )
    assert (called.share, called.normal) == (expected.share, expected.normal)
    assert repr(called) == f"<Claim 'alder > cedar': fragile, in {called.share:.0%} of scenarios>"


# --- truth and verdict -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("alder > cedar > birch", True),
        ("cedar > alder on money", True),
        ("alder > cedar on money", False),
        ("alder = birch on spending", True),
        ("alder rank = 1 on spending", False),
        ("birch rank <= 2 on spending", True),
        ("alder is first within home", True),
        ("birch rank <= 2 within home", True),
        ("birch in bottom 1", True),
        ("best of home > best of abroad", True),
        ("median of home > cedar on money", False),
        ("count of home in top 2 = 1", True),
        ("count of home in bottom 2 >= 2 on money", True),
        ("alder > birch on vacancies", True),
    ],
)
def test_truth_is_that_of_the_table_of_utilities(
    harbour: Ranking, text: str, is_true: bool
) -> None:
    found = claim(harbour, text, variation=FIXED, draws=10)

    assert found.is_true is is_true
    assert (found.share, found.error) == (float(is_true), 0.0)
    assert found.verdict == ("supported" if is_true else "not supported")


@pytest.mark.parametrize(
    ("is_true", "share", "verdict"),
    [
        (True, 1.0, "supported"),
        (True, 0.9, "supported"),
        (True, 0.896, "supported"),
        (True, 0.894, "fragile"),
        (True, 0.0, "fragile"),
        (False, 1.0, "fragile"),
        (False, 0.33, "fragile"),
        (False, 0.324, "not supported"),
        (False, 0.0, "not supported"),
    ],
)
def test_verdicts_follow_the_table(is_true: bool, share: float, verdict: str) -> None:
    assert verdict_on(share, is_true=is_true) == verdict


def test_verdicts_begin_where_words_for_probabilities_do() -> None:
    words = {word: least for least, word in WORDS}

    assert words["very likely"] == VERY_LIKELY
    assert words["about as likely as not"] == AS_LIKELY_AS_NOT
    assert {least for _, least, _ in VERDICTS} == {VERY_LIKELY, AS_LIKELY_AS_NOT, 0.0}


def test_a_share_near_a_threshold_is_told_to_be() -> None:
    assert is_close(0.90, 0.02, is_true=True)
    assert not is_close(0.95, 0.02, is_true=True)
    assert not is_close(0.90, 0.02, is_true=False)


def test_the_error_is_wilsons() -> None:
    """Wilson's interval for 10 of 20 goes from 29.93 % to 70.07 %."""
    assert wilson_error(0.5, 20) == pytest.approx((0.7007 - 0.2993) / 2, abs=5e-5)


# --- exact -------------------------------------------------------------------------------


def test_extents_of_pairs_are_those_of_dispute(real: Ranking) -> None:
    pairs = [("singapore", "osong"), ("songdo", "osaka"), ("wonju", "singapore")]

    found = claims(real, [f"{a} >= {b}" for a, b in pairs], variation=FIXED, draws=1)

    assert [c.extent for c in found] == [dispute(real, a, b).holds for a, b in pairs]
    assert {c.extent for c in found} == {"always", "sometimes", "never"}


def test_extents_of_ranks_are_those_of_bounds(exact: Ranking, harbour: Ranking) -> None:
    for ranking in (exact, harbour):
        free = bounds(ranking)
        places = [(cluster, k) for cluster in free.clusters for k in (1, 2, 3)]

        found = claims(ranking, [f"{c} rank <= {k}" for c, k in places], variation=FIXED, draws=1)

        for (cluster, k), answer in zip(places, found, strict=True):
            best, worst = free.of(cluster)
            expected = "always" if worst <= k else "never" if best > k else "sometimes"
            assert answer.extent == expected


def test_extents_heed_constraints(exact: Ranking) -> None:
    """Under w1 >= w2 a stands above b but where w1 = w2, and c above a up to 0.6."""
    under = Variation(weights="uniform", data=False, missing=False, constraints=("c1 >= c2",))
    texts = ["a >= b", "a > b", "a > c", "b > a", "b rank = 1", "c in top 2", "c rank >= 2"]

    found = claims(exact, texts, variation=under, draws=100)

    extents = [answer.extent for answer in found]
    assert extents == ["always", "sometimes", "sometimes", "never", "never", "always", "sometimes"]


def test_a_chain_whose_steps_hold_apart_is_not_said_to_hold_sometimes(exact: Ranking) -> None:
    """a > c where w1 > 0.6 and b > c where w1 < 0.4: never both, though each sometimes."""
    found = claim(exact, "a > c < b", variation=WEIGHTS_ALONE, draws=2000)

    assert (found.share, found.extent) == (0.0, None)
    assert set(_ALWAYS) == {">", ">=", "=", "<=", "<"}


@pytest.mark.parametrize("text", ["best of home > c", "count of home in top 1 = 1", "a > b on c1"])
def test_no_extent_where_it_is_not_cheap_to_tell(exact: Ranking, text: str) -> None:
    assert claim(exact, text, variation=FIXED, draws=1).extent is None


# --- what it hangs on --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"), [("songdo", "tokyo"), ("hong-kong", "shanghai"), ("osong", "songdo")]
)
def test_figures_that_turn_a_pair_are_those_of_dispute(real: Ranking, a: str, b: str) -> None:
    known = dispute(real, a, b).figure_flips

    found = [h for h in claim(real, f"{a} > {b}", draws=1).hangs_on if h.needed is not None]

    assert [(h.cell.indicator.id, h.cell.place) for h in found] == [
        (flip.indicator, flip.place) for flip in known
    ]
    np.testing.assert_allclose([h.needed for h in found], [f.needed for f in known], rtol=1e-6)
    np.testing.assert_allclose(
        [h.slack for h in found], [f.share_of_interval for f in known], rtol=1e-5
    )


def test_some_pair_of_the_real_study_hangs_on_a_figure(real: Ranking) -> None:
    assert claim(real, "hong-kong > shanghai", draws=1).hangs_on
    assert dispute(real, "hong-kong", "shanghai").figure_flips


def test_a_figure_turns_a_claim_at_the_value_that_a_hand_finds(harbour: Ranking) -> None:
    """On office alder has 2 and birch 1, doubtful from 0 to 2: at 2 alder is no longer ahead."""
    (hinge,) = claim(harbour, "alder > birch on office", draws=10).hangs_on

    assert (hinge.clusters, hinge.cell.indicator.id) == (("birch",), "office")
    assert (hinge.low, hinge.high, hinge.needed, hinge.slack) == (0, 2, 2, 0.5)


def test_a_rank_hangs_on_figures_too(harbour: Ranking) -> None:
    (hinge,) = claim(harbour, "birch is first on office", draws=10).hangs_on

    assert (hinge.cell.alternative, hinge.needed) == ("birch", 2)


def test_a_missing_figure_is_put_to_every_value_seen(tmp_path: Path) -> None:
    """Without its vacancies alder scores on people by its office alone, 100. Nobody of its
    group but birch (10 %) has that figure: alder would have 75.25 and stay first on people."""
    ranking = rank(write_study(tmp_path, observations=drop("incheon,vacancies")))

    found = claim(ranking, "alder rank = 1 on people", draws=50)

    assert [cell.indicator.id for cell in found.missing] == ["vacancies"]
    assert all(h.needed is not None for h in found.hangs_on)


def test_a_missing_figure_that_turns_a_claim_is_told_with_how_many_values_do(
    tmp_path: Path,
) -> None:
    """With a floor of 0.5 on coverage alder's spending is its country's; its grants missing,
    money is 1 by spending alone. Of the figures seen at home birch's 0 gives grants 1: level."""
    ranking = rank(
        write_study(
            tmp_path,
            study=swap("min_coverage: 0.5", "min_coverage: 0.2"),
            observations=[drop("alder,grants"), add("elm,grants,,50,,,2024,A,gazette,")],
            clusters=add("elm,Elm Quay,,home,KOR,seoul,suwon,37.3,127.0,A quay."),
        )
    )

    found = claim(ranking, "alder <= birch on money", draws=50)
    turning = [h for h in found.hangs_on if h.cell.is_missing]

    assert found.is_true
    assert [(h.clusters, h.low, h.high, h.slack) for h in turning] == [(("alder",), 0, 50, 0.5)]


def test_doubtful_and_missing_cells_are_those_of_whom_it_is_about(harbour: Ranking) -> None:
    found = claim(harbour, "alder > birch on money", draws=10)

    assert found.about == ("alder", "birch")
    assert [(c.alternative, c.indicator.id) for c in found.doubtful] == [("birch", "grants")]
    assert found.missing == ()


# --- benchmarks and who cannot be claimed about ------------------------------------------


def test_a_benchmark_competes_by_its_standing(harbour: Ranking) -> None:
    """Dover scores 112.375, above all."""
    first, above, on_money, alone = claims(
        harbour,
        ["dover is first", "dover > alder", "cedar > dover on money", "alder is first"],
        draws=200,
    )

    assert first.is_true
    assert above.is_true
    assert not on_money.is_true
    assert (first.competing, alone.competing) == (4, 3)
    assert alone.is_true


def test_a_benchmark_ranks_where_the_ranking_says_it_would(real: Ranking) -> None:
    standing = int(real.standings[real.index("boston")])

    found = claim(real, f"boston rank = {standing}", variation=FIXED, draws=1)

    assert (found.is_true, found.share) == (True, 1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("taipei > osong", "'taipei' takes no rank: foreign_presence (20% known), where 60% are"),
        ("taipei > osong", "missing: foreign_firms, top_pharma_sites."),
        ("osong > songdo on publications", "'osong' has no score on publications; missing: pub"),
        ("osong rank <= 42", "42 is too great: 41 clusters compete."),
        ("osong rank <= 24 within korea", "24 is too great: 22 clusters compete."),
        ("count of korea in top 42 = 1", "42 is too great: 41 clusters compete."),
        ("count of korea in top 10 >= 30", "30 is too great: 'korea' has 22 who compete."),
        ("kobe rank <= 3 within korea", "of one that is not in it."),
        ("best of rival rank = 1 within korea", "of one that is not in it."),
    ],
)
def test_what_has_no_answer_is_refused_with_the_reason(real: Ranking, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        claim(real, text)

    (problem,) = caught.value.problems
    assert problem.code == "claim-unanswerable"
    assert problem.where == f"claim '{text}'"
    assert told in problem.what


def test_all_claims_without_answer_are_told_at_once(real: Ranking) -> None:
    with pytest.raises(UsageError) as caught:
        claims(real, ["taipei > tsukuba", "osong is first", "osong rank <= 99"])

    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("options", [{"draws": 0}, {"seed": -1}])
def test_impossible_numbers_are_refused(real: Ranking, options: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="argument-invalid"):
        claim(real, "osong > songdo", **options)


def test_results_are_frozen(harbour: Ranking) -> None:
    found: Claim = claim(harbour, "alder > birch", draws=1)

    with pytest.raises(AttributeError):
        found.share = 1.0  # type: ignore[misc]
