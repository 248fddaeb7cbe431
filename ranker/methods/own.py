"""Methods of our own and those that need a scale: from a checked matrix to scores.

Criteria without weight are left out. Utilities are used as they are, where the caller says
that the criteria are such; else each criterion is stretched so that the worst present has
the utility 1 and the best 100, and a criterion that tells nobody apart is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ranker.errors import MethodError, Problem
from ranker.methods import Bools, Floats, additive
from ranker.methods._guards import Matrix, check_domain
from ranker.methods.electre3 import Preorders, Thresholds, credibility, distil
from ranker.methods.means import adjusted_mazziotta_pareto, geometric_mean, harmonic_mean
from ranker.methods.method import Method
from ranker.methods.normalise import HIGHEST, LOWEST, SPAN
from ranker.methods.votes import borda, copeland

Parameters = Mapping[str, Any]  # a number each, or one for each criterion
Misfits = Iterator[tuple[str, str]]  # name of a parameter and what it must be


@dataclass(frozen=True, slots=True)
class Own:
    """How one method is called.

    Parameters
    ----------
    run : callable
        From a `Matrix`, the parameters and whether the criteria are utilities to scores of
        shape (m,).
    misfits : callable, optional
        Yields the parameters that the method cannot take.
    hears_constants : bool
        Whether a criterion on which all are equal counts where criteria are utilities.
    """

    run: Callable[[Matrix, Parameters, bool], Floats]
    misfits: Callable[[Parameters], Misfits] | None = None
    hears_constants: bool = False


def in_force(method: Method, criteria: Sequence[str]) -> Parameters:
    """Return the numbers that a method's parameters have, by criterion where they may differ.

    Parameters
    ----------
    method : Method
    criteria : sequence of str

    Returns
    -------
    mapping of str to float or ndarray of shape (n,)
    """
    held: dict[str, Any] = dict(method.numbers)
    for parameter in method.parameters:
        if parameter.per_criterion:
            each = [method.settings_on(criterion)[parameter.name] for criterion in criteria]
            held[parameter.name] = np.array(each, dtype=float)
    return held


def run_own(
    name: str, matrix: Matrix, parameters: Parameters, *, commensurable: bool = False
) -> Floats:
    """Score a checked matrix with one of `OWN`.

    Parameters
    ----------
    name : str
        Name of the method.
    matrix : Matrix
        Checked input.
    parameters : mapping of str to float or array-like of shape (n,)
        Parameters of the method.
    commensurable : bool
        Whether the criteria are utilities on [1, 100].

    Returns
    -------
    ndarray of shape (m,)
        Scores in the method's own direction; all 0 where no criterion is left.

    Raises
    ------
    MethodError
        ``method-parameter`` for a parameter that the method cannot take; ``matrix-nonpositive``
        for a cell that the formula has no answer for.
    """
    own = OWN[name]
    _check_parameters(name, own, parameters)
    live, held = _live(matrix, parameters, constants=own.hears_constants and commensurable)
    if not live.performances.size:
        return np.zeros(len(matrix.performances))
    return own.run(live, held, commensurable)


def electre3_preorders(
    matrix: Matrix, parameters: Parameters, *, commensurable: bool = False
) -> Preorders:
    """Return both rankings of ELECTRE III, which tell the incomparable pairs.

    Parameters
    ----------
    matrix : Matrix
        Checked input.
    parameters : mapping of str to float or array-like of shape (n,)
    commensurable : bool
        Of no effect: thresholds are shares of a criterion's range in any case.
    """
    live, held = _live(matrix, parameters, constants=False)
    if not live.performances.size:
        equal = np.ones(len(matrix.performances), dtype=np.int64)
        return Preorders(equal, equal)
    return _preorders(live, held)


def _check_parameters(name: str, own: Own, parameters: Parameters) -> None:
    problems = tuple(
        Problem(
            "method-parameter",
            f"method {name}",
            f"the parameter '{key}' is {parameters[key]}.",
            f"It must be {wanted}.",
        )
        for key, wanted in (own.misfits(parameters) if own.misfits else ())
    )
    if problems:
        raise MethodError(problems)


def _live(matrix: Matrix, parameters: Parameters, *, constants: bool) -> tuple[Matrix, Parameters]:
    """Leave out what has no say, in the matrix and in parameters by criterion."""
    kept: Bools = matrix.weights > 0
    if not constants:
        kept = kept & ~matrix.is_constant
    live = matrix.levelled().keep(kept)
    each = {name: np.asarray(value, dtype=float) for name, value in parameters.items()}
    held = {name: value[..., kept] if value.ndim else value for name, value in each.items()}
    return replace(live, weights=live.weights / max(live.weights.sum(), 1e-300)), held


def _utilities(matrix: Matrix, commensurable: bool) -> Floats:
    if commensurable:
        return matrix.performances
    shares = additive.prepare(matrix.performances, matrix.objectives)
    return np.asarray(LOWEST + SPAN * shares)


def _positive_utilities(matrix: Matrix, commensurable: bool, name: str) -> Floats:
    utilities = _utilities(matrix, commensurable)
    check_domain(matrix, np.asarray(utilities <= 0, dtype=bool), name=name)
    return utilities


# --- the methods -------------------------------------------------------------------------


def _geometric_mean(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    utilities = _positive_utilities(matrix, commensurable, "geometric-mean")
    return geometric_mean(utilities, matrix.weights)


def _harmonic_mean(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    utilities = _positive_utilities(matrix, commensurable, "harmonic-mean")
    return harmonic_mean(utilities, matrix.weights)


def _mazziotta_pareto(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    utilities = _positive_utilities(matrix, commensurable, "mazziotta-pareto")
    penalty = float(parameters["penalty"])
    return adjusted_mazziotta_pareto(utilities, matrix.weights, penalty=penalty)


def _copeland(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    return copeland(matrix.performances * matrix.objectives, matrix.weights)


def _borda(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    return borda(matrix.performances * matrix.objectives, matrix.weights)


def _electre3(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    return _preorders(matrix, parameters).scores


def _preorders(matrix: Matrix, parameters: Parameters) -> Preorders:
    shares = additive.prepare(matrix.performances, matrix.objectives)
    thresholds = Thresholds(parameters["q"], parameters["p"], parameters["v"])
    credibilities = credibility(shares, matrix.weights, thresholds)
    return distil(credibilities, alpha=float(parameters["alpha"]), beta=float(parameters["beta"]))


def _rim(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    from ranker.methods._skcriteria_reference import rim  # noqa: PLC0415 - takes seconds

    utilities = np.clip(_utilities(matrix, commensurable), LOWEST, HIGHEST)
    scaled = replace(matrix, performances=utilities, objectives=np.ones(utilities.shape[1]))
    low, high = (
        np.broadcast_to(LOWEST + SPAN * parameters[end], utilities.shape[1])
        for end in ("ideal_low", "ideal_high")
    )
    return rim(scaled, low, high)


def _ervd(matrix: Matrix, parameters: Parameters, commensurable: bool) -> Floats:
    from ranker.methods._skcriteria_reference import ervd  # noqa: PLC0415 - takes seconds

    check_domain(matrix, np.asarray(matrix.performances < 0, dtype=bool), name="ervd")
    signed = matrix.performances * matrix.objectives
    low, span = signed.min(axis=0), np.ptp(signed, axis=0)
    if commensurable:
        low, span = np.full_like(low, LOWEST), np.full_like(span, SPAN)
    return ervd(
        matrix,
        (low + parameters["reference"] * span) * matrix.objectives,
        lambda_value=float(parameters["lambda_value"]),
        alpha_value=float(parameters["alpha_value"]),
    )


# --- what their parameters must be -------------------------------------------------------


def _unfit(parameters: Parameters, name: str, low: Any, high: Any) -> bool:
    """Tell whether a parameter leaves its bounds, for one criterion at least."""
    value = np.asarray(parameters[name], dtype=float)
    return not (np.isfinite(value).all() and np.all(low <= value) and np.all(value <= high))


def _penalty_misfits(parameters: Parameters) -> Misfits:
    if _unfit(parameters, "penalty", -1, 1):
        yield "penalty", "a number from -1, which takes imbalance off, to 1, which adds it"


def _electre3_misfits(parameters: Parameters) -> Misfits:
    if _unfit(parameters, "q", 0, np.inf):
        yield "q", "0 or more, a share of the criterion's range"
    elif _unfit(parameters, "p", np.asarray(parameters["q"], dtype=float), np.inf):
        yield "p", "no less than q"
    elif _unfit(parameters, "v", np.asarray(parameters["p"], dtype=float), np.inf):
        yield "v", "no less than p; one above 1 is never reached"
    if _unfit(parameters, "alpha", 0, 1):
        yield "alpha", "a number from 0 to 1"
    elif _unfit(parameters, "beta", 0, float(parameters["alpha"])):
        yield "beta", "a number from 0 to alpha"


def _rim_misfits(parameters: Parameters) -> Misfits:
    if _unfit(parameters, "ideal_high", 0, 1):
        yield "ideal_high", "a share of the range, from 0 for its worst end to 1 for its best"
    elif _unfit(parameters, "ideal_low", 0, np.asarray(parameters["ideal_high"], dtype=float)):
        yield "ideal_low", "a share of the range, from 0 for its worst end to ideal_high"


def _ervd_misfits(parameters: Parameters) -> Misfits:
    if _unfit(parameters, "reference", 0, 1):
        yield "reference", "a share of the range, from 0 for its worst end to 1 for its best"
    for name in ("lambda_value", "alpha_value"):
        if _unfit(parameters, name, np.finfo(float).tiny, np.inf):
            yield name, "a number above 0"


OWN: Mapping[str, Own] = MappingProxyType(
    {
        "geometric-mean": Own(_geometric_mean, hears_constants=True),
        "harmonic-mean": Own(_harmonic_mean, hears_constants=True),
        "mazziotta-pareto": Own(_mazziotta_pareto, _penalty_misfits, hears_constants=True),
        "copeland": Own(_copeland),
        "borda": Own(_borda),
        "electre-3": Own(_electre3, _electre3_misfits),
        "rim": Own(_rim, _rim_misfits, hears_constants=True),
        "ervd": Own(_ervd, _ervd_misfits),
    }
)
