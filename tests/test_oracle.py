"""Our scores against those of another library, pymcdm, on random matrices.

Every method of the catalogue stands in one of two tables: in `SAME`, with the map between
both libraries' scores where they are not equal, or in `NOT_THERE`, with the reason. Where
pymcdm is known to deviate, a test shows that it still does, so that the day it changes is
noticed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pymcdm.methods as theirs
import pytest
from pymcdm.normalizations import (
    linear_normalization,
    minmax_normalization,
    vector_normalization,
)

from ranker.errors import MethodError
from ranker.methods.catalogue import METHODS, score
from ranker.methods.ranks import competition_ranks
from tests.test_methods_catalogue import CODAS_BREAKS, PROBID_BREAKS

TOLERANCE = 1e-9
SEEDS = range(20)
MIXED, BENEFITS, COSTS = [1, -1, 1, -1], [1, 1, 1, 1], [-1, -1, -1, -1]


@dataclass(frozen=True)
class Peer:
    """How pymcdm computes what a method of ours does.

    Parameters
    ----------
    make : callable
        From the matrix and its objectives to pymcdm's method.
    signs : tuple of list
        Objectives under which both are compared.
    is_ratio : bool
        Where True their scores are ours times a factor that all alternatives share.
    """

    make: Callable[[np.ndarray, np.ndarray], object]
    signs: tuple = (MIXED, BENEFITS, COSTS)
    is_ratio: bool = False


def bounds_of(matrix: np.ndarray) -> np.ndarray:
    return np.column_stack([matrix.min(axis=0), matrix.max(axis=0)])


SAME = {
    "weighted-sum": Peer(lambda x, s: theirs.WSM(minmax_normalization)),
    "weighted-product": Peer(lambda x, s: theirs.WPM(linear_normalization), is_ratio=True),
    "topsis": Peer(lambda x, s: theirs.TOPSIS(vector_normalization)),
    "vikor": Peer(lambda x, s: theirs.VIKOR()),
    "aras": Peer(lambda x, s: theirs.ARAS()),
    "cocoso": Peer(lambda x, s: theirs.COCOSO()),
    "codas": Peer(lambda x, s: theirs.CODAS()),
    "edas": Peer(lambda x, s: theirs.EDAS()),
    "mabac": Peer(lambda x, s: theirs.MABAC()),
    "mairca": Peer(lambda x, s: theirs.MAIRCA()),
    "marcos": Peer(lambda x, s: theirs.MARCOS()),
    "moora": Peer(lambda x, s: theirs.MOORA(), signs=(MIXED, COSTS)),
    "ocra": Peer(lambda x, s: theirs.OCRA()),
    "probid": Peer(lambda x, s: theirs.PROBID()),
    "promethee-2": Peer(lambda x, s: theirs.PROMETHEE_II("usual")),
    "ram": Peer(lambda x, s: theirs.RAM()),
    "spotis": Peer(lambda x, s: theirs.SPOTIS(bounds_of(x))),
    "waspas": Peer(lambda x, s: theirs.WASPAS()),
    "rim": Peer(lambda x, s: theirs.RIM(bounds_of(x))),
    "ervd": Peer(lambda x, s: theirs.ERVD(bounds_of(x).mean(axis=1))),
}
NOT_THERE = {
    "copras": "pymcdm 1.4 adds the costs, as a test below shows",
    "electre-2": "no ELECTRE in pymcdm",
    "electre-3": "no ELECTRE in pymcdm",
    "multimoora": "the ratio system alone",
    "geometric-mean": "its product takes no utilities; ours is compared with our product",
    "harmonic-mean": "no such mean in pymcdm",
    "mazziotta-pareto": "no composite indices in pymcdm",
    "copeland": "a compromise of rankings there, no method for a matrix",
    "borda": "a compromise of rankings there; ours is compared with our PROMETHEE II",
}
PAIRS = [(name, signs) for name, peer in SAME.items() for signs in peer.signs]


def problem(seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    rows = int(generator.integers(2, 12))
    return generator.uniform(1, 100, (rows, 4)), generator.dirichlet(np.ones(4))


def their_scores(name: str, matrix: np.ndarray, signs: object, weights: np.ndarray) -> np.ndarray:
    body = SAME[name].make(matrix, np.array(signs))
    found = body(matrix, weights, np.array(signs), validation=False)  # which warns of dominance
    return np.asarray(found, dtype=float)


def our_scores(name: str, matrix: np.ndarray, signs: object, weights: np.ndarray) -> object:
    """Score, or return None where the order is refused since it breaks dominance."""
    try:
        return score(name, matrix, signs, weights)
    except MethodError as error:
        refusals = {problem.code for problem in error.problems}
        if refusals != {"method-dominance"} or METHODS[name].monotone:
            raise
        return None


def order(name: str, scores: np.ndarray) -> list[int]:
    return competition_ranks(scores, more_is_better=METHODS[name].more_is_better).tolist()


def test_every_method_is_compared_or_named_with_a_reason() -> None:
    assert set(SAME) | set(NOT_THERE) == set(METHODS)
    assert not set(SAME) & set(NOT_THERE)
    assert all(NOT_THERE.values())


@pytest.mark.parametrize(("name", "signs"), PAIRS)
def test_scores_and_ranks_are_those_of_pymcdm(name: str, signs: list) -> None:
    compared = 0
    for seed in SEEDS:
        matrix, weights = problem(seed)
        ours = our_scores(name, matrix, signs, weights)
        if ours is None:
            continue
        other = their_scores(name, matrix, signs, weights)
        if SAME[name].is_ratio:
            other = other * (ours[0] / other[0])

        np.testing.assert_allclose(other, ours, rtol=TOLERANCE, atol=TOLERANCE)
        assert order(name, other) == order(name, ours)
        compared += 1
    assert compared >= len(SEEDS) - 4


# --- known deviations, each shown ---------------------------------------------------------


def test_copras_of_pymcdm_adds_the_costs_and_ours_is_the_definition() -> None:
    matrix, weights = problem(3)
    signs = np.array(MIXED)
    shares = matrix / matrix.sum(axis=0) * weights
    gain, loss = shares[:, signs > 0].sum(axis=1), shares[:, signs < 0].sum(axis=1)
    defined = gain + loss.sum() / (loss * (1 / loss).sum())

    other = theirs.COPRAS()(matrix, weights, signs)
    ours = score("copras", matrix, signs, weights)

    np.testing.assert_allclose(ours, 100 * defined / defined.max())
    np.testing.assert_allclose(other, (gain + loss) / (gain + loss).max())
    assert order("copras", other) != order("copras", ours)


@pytest.mark.parametrize("body", [theirs.COPRAS(), theirs.MOORA()])
def test_pymcdm_refuses_benefits_alone_which_ours_takes(body: object) -> None:
    matrix, weights = problem(3)

    with pytest.raises(ValueError, match="only profit criteria"):
        body(matrix, weights, np.array(BENEFITS))

    assert np.isfinite(score("moora", matrix, BENEFITS, weights)).all()
    assert np.isfinite(score("copras", matrix, BENEFITS, weights)).all()


def test_topsis_of_pymcdm_stretches_unless_told_to_divide_by_lengths() -> None:
    matrix, weights = problem(3)
    ours = score("topsis", matrix, MIXED, weights)

    default = theirs.TOPSIS()(matrix, weights, np.array(MIXED))
    told = theirs.TOPSIS(minmax_normalization)(matrix, weights, np.array(MIXED))

    np.testing.assert_array_equal(default, told)
    assert np.abs(default - ours).max() > 0.01


def test_the_weighted_sum_of_pymcdm_divides_by_sums_unless_told_to_stretch() -> None:
    matrix, weights = problem(3)
    benefits = matrix / matrix.sum(axis=0)

    default = theirs.WSM()(matrix, weights, np.array(BENEFITS))

    np.testing.assert_allclose(default, benefits @ weights)
    assert np.abs(default - score("weighted-sum", matrix, BENEFITS, weights)).max() > 0.01


def test_vikor_of_pymcdm_refuses_a_constant_criterion_which_ours_leaves_out() -> None:
    matrix, weights = problem(3)
    matrix[:, 1] = 5.0

    with pytest.raises(ValueError, match="equal values"):
        theirs.VIKOR()(matrix, weights, np.array(BENEFITS))

    ours = score("vikor", matrix, BENEFITS, weights)
    without = score("vikor", np.delete(matrix, 1, 1), BENEFITS[:3], np.delete(weights, 1))
    np.testing.assert_allclose(ours, without)


def test_cocoso_of_pymcdm_has_no_answer_where_one_is_worst_on_all_criteria() -> None:
    matrix = np.array([[1.0, 1.0], [3.0, 5.0], [2.0, 7.0]])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = theirs.COCOSO()(matrix, np.array([0.5, 0.5]), np.array([1, 1]))

    assert not np.isfinite(other).all()
    assert np.isfinite(score("cocoso", matrix, [1, 1], [0.5, 0.5])).all()


def test_edas_of_pymcdm_has_no_answer_where_all_are_equal() -> None:
    matrix = np.full((3, 2), 4.0)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = theirs.EDAS()(matrix, np.array([0.5, 0.5]), np.array([1, -1]))

    assert np.isnan(other).all()
    assert score("edas", matrix, [1, -1], [0.5, 0.5]).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("name", "body", "call"),
    [("codas", theirs.CODAS(), CODAS_BREAKS), ("probid", theirs.PROBID(), PROBID_BREAKS)],
)
def test_pymcdm_gives_an_order_that_breaks_dominance_and_ours_refuses_it(
    name: str, body: object, call: dict
) -> None:
    matrix, weights = np.array(call["performances"], dtype=float), np.array(call["weights"])

    ranks = order(name, np.asarray(body(matrix, weights, np.array(call["objectives"]))))

    assert breaks_dominance(matrix, ranks)
    assert our_scores(name, matrix, call["objectives"], weights) is None


def breaks_dominance(matrix: np.ndarray, ranks: list[int]) -> bool:
    pairs = [(i, k) for i in range(len(matrix)) for k in range(len(matrix)) if ranks[i] > ranks[k]]
    return any((matrix[i] >= matrix[k]).all() and (matrix[i] > matrix[k]).any() for i, k in pairs)


def test_mabac_of_pymcdm_loses_its_border_with_many_alternatives() -> None:
    matrix = np.tile([[1.0, 4.0], [2.0, 9.0], [4.0, 1.0]], (400, 1))
    weights, signs = np.array([0.1, 0.9]), np.array([1, 1])
    few = score("mabac", matrix[:3], signs, weights)

    other = theirs.MABAC()(matrix, weights, signs)

    assert np.abs(other[:3] - few).max() > 0.05
    np.testing.assert_allclose(score("mabac", matrix, signs, weights)[:3], few)


def test_ties_share_their_mean_rank_in_pymcdm_and_their_best_in_ours() -> None:
    matrix, weights = np.array([[5.0, 1.0], [5.0, 1.0], [1.0, 2.0]]), np.array([0.7, 0.3])
    body = theirs.TOPSIS(vector_normalization)

    scores = body(matrix, weights, np.array([1, 1]))

    assert body.rank(scores).tolist() == [1.5, 1.5, 3]
    assert order("topsis", score("topsis", matrix, [1, 1], weights)) == [1, 1, 3]


def test_weights_must_add_up_to_1_in_pymcdm_and_are_shares_in_ours() -> None:
    matrix, weights = problem(3)

    with pytest.warns(UserWarning, match="sum should be equal one"):
        theirs.TOPSIS(vector_normalization)(matrix, 3 * weights, np.array(MIXED))

    ours = score("topsis", matrix, MIXED, 3 * weights)
    np.testing.assert_allclose(ours, score("topsis", matrix, MIXED, weights))
