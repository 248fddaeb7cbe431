"""The ranking methods by name, and one function that scores with any of them.

Importing this module takes NumPy alone; scikit-criteria, which computes every method but
the weighted sum, PROMETHEE II and those of `ranker.methods.own`, is imported when one of its
methods first runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ranker.errors import MethodError, Problem, UsageError, did_you_mean
from ranker.methods import Floats, additive
from ranker.methods._entries import ENTRIES
from ranker.methods._entries_own import OWN_ENTRIES
from ranker.methods._guards import Matrix, check_dominance, check_matrix, check_scores
from ranker.methods.method import Method
from ranker.methods.own import OWN, in_force, run_own
from ranker.methods.parameters import configure, preferences
from ranker.methods.promethee import Flows, flows
from ranker.methods.ranks import competition_ranks

__all__ = ["METHODS", "Method", "find_method", "outranking_flows", "score"]

METHODS: Mapping[str, Method] = MappingProxyType(
    {method.name: method for method in (*ENTRIES, *OWN_ENTRIES)}
)


def find_method(name: str | Method) -> Method:
    """Return the method of that name.

    Parameters
    ----------
    name : str or Method
        Kebab-case name; a method, which may have parameters of its own, is returned as it is.

    Returns
    -------
    Method
        Its entry in the catalogue.

    Raises
    ------
    UsageError
        ``method-unknown``, offering the nearest names.

    Examples
    --------
    >>> find_method("topsis").title
    'TOPSIS'
    """
    if isinstance(name, Method):
        return name
    if name in METHODS:
        return METHODS[name]
    mend = did_you_mean(name, list(METHODS), shown=len(METHODS))
    raise UsageError(Problem("method-unknown", "method", f"'{name}' is unknown.", mend))


def score(  # noqa: PLR0913 - the decision matrix as the literature writes it, and its names
    name: str | Method,
    performances: ArrayLike,
    objectives: ArrayLike,
    weights: ArrayLike,
    *,
    commensurable: bool = False,
    parameters: Mapping[str, Any] | None = None,
    alternatives: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
) -> Floats:
    """Score alternatives with a method of the catalogue.

    Parameters
    ----------
    name : str or Method
        Name of the method, or the method with its parameters.
    performances : array-like of shape (m, n)
        Values of m alternatives on n criteria, finite; never changed.
    objectives : array-like of shape (n,)
        1 where more is better, -1 where less is better.
    weights : array-like of shape (n,)
        Weights of 0 or more, of any sum; a criterion of weight 0 is left out.
    commensurable : bool
        True where all criteria are utilities on [1, 100], more is better: the weighted sum
        and the means, RIM and ERVD then use them and their scale as they are. Other methods
        normalise in their own way always.
    parameters : mapping of str to float or str, optional
        Parameters of the method by name, see `Method.parameters`; its defaults where None.
        Under ``criteria`` those of single criteria, by their names.
    alternatives, criteria : sequence of str, optional
        Names for messages.

    Returns
    -------
    ndarray of shape (m,)
        Finite scores in the method's own direction (`Method.more_is_better`); equal where
        no criterion tells any two apart.

    Raises
    ------
    UsageError
        ``method-unknown``; ``parameter-unknown``, ``parameter-invalid`` or
        ``parameter-missing`` for parameters the method cannot take.
    MethodError
        ``matrix-shape``, ``matrix-empty``, ``matrix-nonfinite``, ``matrix-nonpositive``,
        ``matrix-objectives``, ``matrix-weights`` or ``method-parameter`` for input the method
        cannot take; ``method-dominance`` where it would rank a dominated alternative above a
        better one.

    Examples
    --------
    >>> score("weighted-sum", [[60, 20], [90, 40]], [1, 1], [3, 1], commensurable=True)
    array([50. , 77.5])
    """
    entry = find_method(name)
    matrix = check_matrix(
        performances,
        objectives=objectives,
        weights=weights,
        alternatives=alternatives,
        criteria=criteria,
    )
    method = configure(entry, parameters, criteria=matrix.criteria)
    if commensurable:
        _check_utilities(matrix)
    scores = _computed(method, matrix, commensurable=commensurable)
    check_scores(matrix, scores, name=method.name)
    if not method.monotone:
        ranks = competition_ranks(scores, more_is_better=method.more_is_better)
        check_dominance(matrix, ranks, name=method.name)
    return scores


def outranking_flows(
    method: Method,
    performances: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str],
    criteria: Sequence[str],
) -> Flows:
    """Return PROMETHEE's flows of alternatives on utilities, whose difference `score` is.

    Parameters
    ----------
    method : Method
        ``promethee-2`` with its parameters.
    performances, weights, alternatives, criteria
        As for `score`; more is better on all criteria.

    Returns
    -------
    Flows

    Raises
    ------
    MethodError
        As `score` does.
    """
    matrix = check_matrix(
        performances,
        objectives=np.ones(len(criteria)),
        weights=weights,
        alternatives=alternatives,
        criteria=criteria,
    )
    return _flows(method, matrix)


def _computed(method: Method, matrix: Matrix, *, commensurable: bool) -> Floats:
    if method.name == "weighted-sum":
        values, objectives = matrix.performances, matrix.objectives
        prepared = additive.prepare(values, objectives, commensurable=commensurable)
        return np.array(additive.evaluate(prepared, matrix.weights[np.newaxis])[0])
    if method.name == "promethee-2":
        return _flows(method, matrix).net
    if method.name in OWN:
        held = in_force(method, matrix.criteria)
        return run_own(method.name, matrix, held, commensurable=commensurable)
    from ranker.methods._skcriteria import run_method  # noqa: PLC0415 - takes seconds

    return run_method(method.name, matrix, method.numbers)


def _flows(method: Method, matrix: Matrix) -> Flows:
    utilities = matrix.performances
    if (matrix.objectives < 0).any():
        utilities = utilities * matrix.objectives
    return flows(utilities, matrix.weights, preferences(method, matrix.criteria))


def _check_utilities(matrix: Matrix) -> None:
    costs = [matrix.criteria[column] for column in np.flatnonzero(matrix.objectives < 0)]
    if costs:
        what = f"less is better on {', '.join(costs)}, but commensurable criteria are utilities."
        mend = "Turn them into utilities, or hand them over with commensurable=False."
        raise MethodError(Problem("matrix-objectives", "objectives", what, mend))
