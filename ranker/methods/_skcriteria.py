"""Methods that scikit-criteria computes, each behind its canonical preprocessing.

Scores come from a result's ``e_``, never from its ranks: those are dense (1, 1, 2), and
VIKOR's put a whole compromise set first. scikit-criteria takes seconds to import, so
`ranker.methods.catalogue` imports this module when one of its methods first runs.
"""

from __future__ import annotations

import contextlib
import io
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from skcriteria import mkdm
from skcriteria.agg.aras import ARAS
from skcriteria.agg.cocoso import CoCoSo
from skcriteria.agg.codas import CODAS
from skcriteria.agg.copras import COPRAS
from skcriteria.agg.edas import EDAS
from skcriteria.agg.electre import ELECTRE2
from skcriteria.agg.mabac import MABAC
from skcriteria.agg.mairca import MAIRCA
from skcriteria.agg.marcos import MARCOS
from skcriteria.agg.moora import FullMultiplicativeForm, RatioMOORA, ReferencePointMOORA
from skcriteria.agg.ocra import OCRA
from skcriteria.agg.probid import PROBID
from skcriteria.agg.ram import RAM
from skcriteria.agg.simple import WeightedProductModel
from skcriteria.agg.spotis import SPOTIS
from skcriteria.agg.topsis import TOPSIS
from skcriteria.agg.vikor import VIKOR
from skcriteria.agg.waspas import WASPAS
from skcriteria.preprocessing.invert_objectives import (
    BenefitCostInverter,
    InvertMinimize,
    MinMaxInverter,
)
from skcriteria.preprocessing.scalers import SumScaler, VectorScaler

from ranker.methods import Bools, Floats
from ranker.methods._guards import Matrix, check_domain
from ranker.methods.ranks import TIE_TOLERANCE, competition_ranks

Parameters = Mapping[str, float]

_SILENCE = threading.Lock()  # stdout and warning filters belong to the whole process


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one method is called.

    Parameters
    ----------
    run : callable
        Takes a `Matrix` and the method's parameters, gives scores of shape (m,).
    refuses : callable
        Takes a `Matrix`, marks the cells of shape (m, n) the formula has no answer for.
    reason : str
        Why, as the end of a sentence.
    drops_constants : bool
        True where a constant criterion would divide by zero; leaving it out then
        changes no score by more than a common amount.
    """

    run: Callable[[Matrix, Parameters], Floats]
    refuses: Callable[[Matrix], Bools]
    reason: str = ""
    drops_constants: bool = False


def run_method(name: str, matrix: Matrix, parameters: Parameters) -> Floats:
    """Score a checked matrix with one of the `ADAPTERS`.

    Criteria without weight are left out, though a formula may hear them still (CoCoSo
    adds x to the power 0, ELECTRE II lets them veto, MULTIMOORA takes their logarithm).

    Parameters
    ----------
    name : str
        Name of the method.
    matrix : Matrix
        Checked input.
    parameters : mapping of str to float
        Parameters of the method by scikit-criteria's names.

    Returns
    -------
    ndarray of shape (m,)
        Scores in the method's own direction; all 0 where no criterion tells any two apart.

    Raises
    ------
    MethodError
        ``matrix-nonpositive``, naming each cell the formula has no answer for.
    """
    adapter = ADAPTERS[name]
    heard = matrix.keep(matrix.weights > 0).levelled()
    if heard.is_constant.all():
        return np.zeros(len(matrix.performances))
    is_zero: Bools = np.all(heard.performances == 0, axis=0)
    dropped = heard.is_constant if adapter.drops_constants else is_zero
    live = heard.keep(np.logical_not(dropped))
    check_domain(live, adapter.refuses(live), name=name, reason=adapter.reason)
    with _silence():
        return np.array(adapter.run(live, parameters), dtype=float)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Hold back what scikit-criteria prints (MARCOS) and warns of, one thread at a time."""
    with _SILENCE, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _result(maker: Any, matrix: Matrix, *steps: Any, **call: Any) -> Any:
    """Send a matrix through transformers to a decision maker; return its ``e_``."""
    return maker.evaluate(_table(matrix, *steps), **call).e_


def _scores(maker: Any, matrix: Matrix, *steps: Any, take: str = "score", **call: Any) -> Floats:
    """Take one array of shape (m,) from a result's ``e_``."""
    return np.array(_result(maker, matrix, *steps, **call)[take], dtype=float)


def _scaled(matrix: Matrix, *steps: Any) -> Floats:
    """Return the performances, shape (m, n), as transformers leave them."""
    return np.array(_table(matrix, *steps).matrix, dtype=float)


def _table(matrix: Matrix, *steps: Any) -> Any:
    objectives = matrix.objectives.astype(int)
    table = mkdm(matrix.performances, objectives, weights=matrix.weights)
    for step in steps:
        table = step.transform(table)
    return table


def _all_max(performances: Floats, matrix: Matrix) -> Matrix:
    objectives = np.ones(performances.shape[1])
    return Matrix(performances, objectives, matrix.weights, matrix.alternatives, matrix.criteria)


# --- which cells a formula has no answer for ---------------------------------------------


def _nothing(matrix: Matrix) -> Bools:
    return np.zeros(matrix.performances.shape, dtype=bool)


def _nonpositive(matrix: Matrix) -> Bools:
    refused: Bools = matrix.performances <= 0
    return refused


def _negative(matrix: Matrix) -> Bools:
    refused: Bools = matrix.performances < 0
    return refused


def _negative_or_free(matrix: Matrix) -> Bools:
    """Mark negative values, and costs of 0, whose inverse does not exist."""
    is_free = (matrix.performances == 0) & (matrix.objectives < 0)
    return np.asarray(_negative(matrix) | is_free, dtype=bool)


def _negative_or_costless(matrix: Matrix) -> Bools:
    """Mark negative values, and the costs of an alternative that has no cost at all."""
    is_cost = matrix.objectives < 0
    is_free: Bools = np.all(matrix.performances[:, is_cost] == 0, axis=1)
    return np.asarray(_negative(matrix) | (is_free[:, np.newaxis] & is_cost), dtype=bool)


def _negative_or_worthless(matrix: Matrix) -> Bools:
    """Mark as `_negative_or_free` does, and all 0 where the anti-ideal has nothing else."""
    is_cost = matrix.objectives < 0
    anti_ideal_is_zero = not is_cost.any() and np.all(matrix.performances.min(axis=0) == 0)
    is_worthless = (matrix.performances == 0) & anti_ideal_is_zero
    return np.asarray(_negative_or_free(matrix) | is_worthless, dtype=bool)


# --- the methods -------------------------------------------------------------------------


def _weighted_product(matrix: Matrix, parameters: Parameters) -> Floats:
    logarithms = _scores(WeightedProductModel(), matrix, InvertMinimize())
    return np.asarray(np.power(10.0, logarithms))


def _topsis(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(TOPSIS(), matrix, VectorScaler("matrix"), take="similarity")


def _vikor(matrix: Matrix, parameters: Parameters) -> Floats:
    """Build Q from its S and R: it would stretch rounding noise in a flat S or R to [0, 1]."""
    found = _result(VIKOR(**parameters), matrix)
    share = parameters["v"]
    return share * _stretched(found.s_k) + (1 - share) * _stretched(found.r_k)


def _stretched(distances: Floats) -> Floats:
    low, high = distances.min(), distances.max()
    if high - low <= TIE_TOLERANCE * high:
        return np.zeros_like(distances)
    stretched: Floats = (distances - low) / (high - low)
    return stretched


def _aras(matrix: Matrix, parameters: Parameters) -> Floats:
    """Normalise with the optimal alternative among the others, as the paper does."""
    benefits = _scaled(matrix, InvertMinimize())
    extended = _all_max(np.vstack([benefits.max(axis=0), benefits]), matrix)
    shares = _scaled(extended, SumScaler("matrix"))
    return _scores(ARAS(), _all_max(shares[1:], matrix), ideal=shares[0], take="utility")


def _cocoso(matrix: Matrix, parameters: Parameters) -> Floats:
    """Compare with the weakest that is not worst on every criterion; those score 0.

    An alternative that is worst on every criterion has a sum and a power of 0, by which
    the formula would divide. It is last by dominance, and all its parts are 0.
    """
    utilities = np.abs(_scaled(matrix, MinMaxInverter()))  # -0.0 too
    counts = utilities.any(axis=1)
    scores = np.zeros(len(utilities))
    scores[counts] = _scores(CoCoSo(**parameters), _all_max(utilities[counts], matrix))
    return scores


def _codas(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(CODAS(**parameters), matrix, BenefitCostInverter())


def _copras(matrix: Matrix, parameters: Parameters) -> Floats:
    """Without a cost the second term of Q vanishes, which scikit-criteria refuses: Q = S+."""
    if (matrix.objectives < 0).any():
        return _scores(COPRAS(), matrix, SumScaler("matrix"))
    shares = _scaled(matrix, SumScaler("matrix"))
    benefits = (shares * matrix.weights).sum(axis=1)
    percent: Floats = 100.0 * benefits / benefits.max()
    return percent


def _edas(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(EDAS(), matrix)


def _electre2(matrix: Matrix, parameters: Parameters) -> Floats:
    """Take the mean of the ranks from above and from below; the discordance compares criteria."""
    return _scores(ELECTRE2(**parameters), matrix, MinMaxInverter())


def _mabac(matrix: Matrix, parameters: Parameters) -> Floats:
    """Set the border anew: as a product of many small factors it would be rounded to 0."""
    utilities = _scaled(matrix, MinMaxInverter())
    found = _result(MABAC(), _all_max(utilities, matrix))
    border = matrix.weights * np.exp(np.log1p(utilities).mean(axis=0))
    return np.asarray(found.score + (found.border_approximation_area - border).sum())


def _mairca(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(MAIRCA(), matrix, take="values")


def _marcos(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(MARCOS(), matrix, take="utility_scores")


def _moora(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(RatioMOORA(), matrix, VectorScaler("matrix"))


def _multimoora(matrix: Matrix, parameters: Parameters) -> Floats:
    """Count how many an alternative beats in most of the three rankings, a draw as a half.

    scikit-criteria's own count drops every pair that ties in one of its three dense
    rankings, and so can put a dominated alternative first; without ties both are equal.
    """
    scaler = VectorScaler("matrix")
    ratio = _scores(RatioMOORA(), matrix, scaler)
    distance = _scores(ReferencePointMOORA(), matrix, scaler)
    product = _scores(FullMultiplicativeForm(), matrix, scaler)
    return _pairs_won(np.array([competition_ranks(s) for s in (ratio, -distance, product)]))


def _pairs_won(rankings: Any) -> Floats:
    """Score m alternatives in k rankings, shape (k, m): 1 a pair won, 1/2 a pair drawn."""
    margins = np.zeros((rankings.shape[1], rankings.shape[1]), dtype=np.int8)
    for ranks in rankings:
        margins += np.sign(ranks[None, :] - ranks[:, None]).astype(np.int8)
    won: Floats = (margins > 0).sum(axis=1) + 0.5 * ((margins == 0).sum(axis=1) - 1)
    return won


def _ocra(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(OCRA(), matrix, take="performance")


def _probid(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(PROBID(), matrix, VectorScaler("matrix"))


def _ram(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(RAM(), matrix, SumScaler("matrix"))


def _spotis(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(SPOTIS(), matrix)


def _waspas(matrix: Matrix, parameters: Parameters) -> Floats:
    return _scores(WASPAS(**parameters), matrix, BenefitCostInverter())


_ABOVE_ZERO = "it multiplies or divides by the values, which must lie above 0"
_SHARES = "it takes parts of a total or of a mean, so values must be 0 or more"
_INVERSES = "it divides by costs, which must lie above 0, and other values must be 0 or more"
_COSTLESS = "values must be 0 or more, and no alternative without any cost"
_WORTHLESS = "it divides by costs and by the worst values, which must not all be 0"

ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "weighted-product": Adapter(_weighted_product, _nonpositive, _ABOVE_ZERO),
        "topsis": Adapter(_topsis, _nothing),
        "vikor": Adapter(_vikor, _nothing, drops_constants=True),
        "aras": Adapter(_aras, _negative_or_free, _INVERSES),
        "cocoso": Adapter(_cocoso, _nothing, drops_constants=True),
        "codas": Adapter(_codas, _negative_or_free, _INVERSES),
        "copras": Adapter(_copras, _negative_or_costless, _COSTLESS),
        "edas": Adapter(_edas, _negative, _SHARES, drops_constants=True),
        "electre-2": Adapter(_electre2, _nothing),
        "mabac": Adapter(_mabac, _nothing, drops_constants=True),
        "mairca": Adapter(_mairca, _nonpositive, _ABOVE_ZERO, drops_constants=True),
        "marcos": Adapter(_marcos, _negative_or_worthless, _WORTHLESS),
        "moora": Adapter(_moora, _nothing),
        "multimoora": Adapter(_multimoora, _nonpositive, _ABOVE_ZERO),
        "ocra": Adapter(_ocra, _nonpositive, _ABOVE_ZERO),
        "probid": Adapter(_probid, _nothing),
        "ram": Adapter(_ram, _negative, _SHARES),
        "spotis": Adapter(_spotis, _nothing, drops_constants=True),
        "waspas": Adapter(_waspas, _nonpositive, _ABOVE_ZERO),
    }
)
