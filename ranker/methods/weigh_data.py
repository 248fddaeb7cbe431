"""Weights that come from the figures: from what tells alternatives apart.

scikit-criteria computes entropy, CRITIC, MEREC, Gini and standard deviation, behind guards: it
takes NaN, constant and negative columns and returns numbers that mean nothing. It is imported
when one of these first runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ranker.errors import MethodError, Problem, UsageError, did_you_mean
from ranker.methods import Floats
from ranker.methods.components import (
    kept_components,
    principal_components,
    varimax,
    weights_from_loadings,
)
from ranker.methods.describe import correlate, is_level
from ranker.methods.importance import balanced_weights

FEWEST_ROWS = 5
FEWEST_ROWS_FOR_PCA = 10


@dataclass(frozen=True, slots=True)
class Weigher:
    """A way to get weights from figures.

    Parameters
    ----------
    name, title : str
        Kebab-case name and title.
    idea : str
        What gets much weight, in a sentence.
    reference : str
        Paper, with DOI where it has one.
    fewest : int
        Rows that it needs.
    is_scale_bound : bool
        Whether the zero of the scale matters, so that values must be above 0.
    """

    name: str
    title: str
    idea: str
    reference: str
    fewest: int = FEWEST_ROWS
    is_scale_bound: bool = False


WEIGHERS: Mapping[str, Weigher] = {
    weigher.name: weigher
    for weigher in (
        Weigher("equal", "Equal weights", "Everything weighs the same.", "OECD/JRC 2008", 1),
        Weigher(
            "entropy",
            "Entropy",
            "What is spread unevenly relative to its mean weighs more.",
            "Shannon 1948; Zeleny 1982",
            is_scale_bound=True,
        ),
        Weigher(
            "critic",
            "CRITIC",
            "What tells clusters apart and says something else than the others weighs more.",
            "Diakoulaki, Mavrotas & Papayannakis 1995, doi:10.1016/0305-0548(94)00059-H",
        ),
        Weigher(
            "merec",
            "MEREC",
            "What changes the whole most when it is taken away weighs more.",
            "Keshavarz-Ghorabaee et al. 2021, doi:10.3390/sym13040525",
            is_scale_bound=True,
        ),
        Weigher(
            "gini",
            "Gini coefficient",
            "What is shared out most unequally weighs more.",
            "Li, Wang & Chen 2009, doi:10.1109/CISE.2009.5364742",
            is_scale_bound=True,
        ),
        Weigher(
            "std",
            "Standard deviation",
            "What varies more on the common scale weighs more.",
            "Jahan & Edwards 2013",
        ),
        Weigher(
            "pca",
            "Principal components",
            "What stands for a larger common part of the variance weighs more.",
            "OECD/JRC 2008, doi:10.1787/9789264043466-en",
            FEWEST_ROWS_FOR_PCA,
        ),
        Weigher(
            "effective",
            "Effective importance",
            "Weights under which the importance in the score is the stated one.",
            "Becker, Saisana, Paruolo & Vandecasteele 2017, doi:10.1016/j.ecolind.2017.03.056",
            FEWEST_ROWS_FOR_PCA,
        ),
    )
}


def find_weigher(name: str) -> Weigher:
    """Return the weigher of that name.

    Raises
    ------
    UsageError
        ``derive-method-unknown``.
    """
    if name in WEIGHERS:
        return WEIGHERS[name]
    mend = did_you_mean(name, list(WEIGHERS))
    what = f"'{name}' derives no weights."
    raise UsageError(Problem("derive-method-unknown", "method", what, mend))


def weights_from_data(
    name: str,
    utilities: ArrayLike,
    *,
    stated: ArrayLike | None = None,
    columns: Sequence[str] | None = None,
    where: str = "derive",
) -> Floats:
    """Derive weights of criteria from what the alternatives have on them.

    Parameters
    ----------
    name : str
        Of `WEIGHERS`.
    utilities : array-like of shape (m, n)
        On one scale, more is better, finite.
    stated : array-like of shape (n,), optional
        Importance that is asked for, of any sum; for ``effective`` alone, where it is needed.
    columns : sequence of str, optional
        Names for messages.
    where : str
        Place for messages.

    Returns
    -------
    ndarray of shape (n,)
        They sum to 1. A constant column has weight 0, but for ``equal``; for ``effective`` so
        has one of which no importance is asked.

    Raises
    ------
    UsageError
        ``derive-method-unknown``.
    MethodError
        ``derive-refused``: a gap, too few rows, a value of 0 or less where the zero of the
        scale matters, nothing that varies, or stated importance that no weights reach.

    Examples
    --------
    >>> weights_from_data("std", [[1, 10], [2, 10], [3, 30], [4, 30], [5, 50]]).round(3).tolist()
    [0.086, 0.914]
    """
    weigher = find_weigher(name)
    table = np.array(utilities, dtype=float)
    names = tuple(columns or (f"column {at + 1}" for at in range(table.shape[1])))
    if name == "equal":
        return np.full(len(names), 1 / len(names))
    _check(weigher, table, names, where)
    if name == "effective":
        return _effective(table, _stated(stated, len(names)), names, where)
    varies = np.array([not is_level(column) for column in table.T])
    if not varies.any():
        raise _refused(where, f"{weigher.title}: nothing varies.", _OTHERWISE)
    weights = np.zeros(len(names))
    weights[varies] = _computed(name, table[:, varies], where)
    return weights


_OTHERWISE = "Write weights, or derive equal ones."


def _refused(where: str, what: str, mend: str) -> MethodError:
    return MethodError(Problem("derive-refused", where, what, mend))


def _check(weigher: Weigher, table: Floats, names: tuple[str, ...], where: str) -> None:
    for at, column in enumerate(table.T):
        if not np.isfinite(column).all():
            what = f"{weigher.title}: '{names[at]}' has a gap or an infinite value."
            raise _refused(where, what, "Leave rows with gaps out.")
        if weigher.is_scale_bound and column.min() <= 0:
            what = f"{weigher.title}: '{names[at]}' has {column.min():g}, which is not above 0."
            raise _refused(where, what, "Take critic or std, which need no zero.")
    if len(table) < weigher.fewest:
        what = f"{weigher.title} needs {weigher.fewest} complete rows; there are {len(table)}."
        raise _refused(where, what, _OTHERWISE)


def _computed(name: str, table: Floats, where: str) -> Floats:
    if table.shape[1] == 1:
        return np.ones(1)
    if name == "pca":
        return _handbook(table)
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = _SCIKIT[name](table)
    weights = np.maximum(weights, 0.0)  # rounding may leave -1e-17
    if not np.isfinite(weights).all() or not weights.sum() > 0:
        what = f"{WEIGHERS[name].title} finds no difference that it could weigh."
        raise _refused(where, what, _OTHERWISE)
    return np.asarray(weights / weights.sum())


def _handbook(table: Floats) -> Floats:
    found = principal_components(correlate(table).pearson)
    kept = kept_components(found.eigenvalues)
    return weights_from_loadings(varimax(found.loadings[:, :kept]))


def _entropy(table: Floats) -> Floats:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 - takes seconds

    return np.asarray(weighters.entropy_weights(table))


def _critic(table: Floats) -> Floats:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 - takes seconds

    return np.asarray(weighters.critic_weights(table, np.ones(table.shape[1], dtype=int)))


def _merec(table: Floats) -> Floats:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 - takes seconds

    return np.asarray(weighters.merec_weights(table, np.ones(table.shape[1], dtype=int)))


def _gini(table: Floats) -> Floats:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 - takes seconds

    return np.asarray(weighters.gini_weights(table))


def _std(table: Floats) -> Floats:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 - takes seconds

    return np.asarray(weighters.std_weights(table))


_SCIKIT: Mapping[str, Callable[[Floats], Floats]] = {
    "entropy": _entropy,
    "critic": _critic,
    "merec": _merec,
    "gini": _gini,
    "std": _std,
}


def _stated(stated: ArrayLike | None, count: int) -> Floats:
    shares = np.full(count, 1.0) if stated is None else np.array(stated, dtype=float)
    return np.asarray(shares / shares.sum())


def _effective(table: Floats, stated: Floats, names: tuple[str, ...], where: str) -> Floats:
    wanted = stated > 0
    varies = np.array([not is_level(column) for column in table.T])
    if (wanted & ~varies).any():
        what = "Importance is asked of what does not vary; it can have none."
        raise _refused(where, what, "Give what is constant a weight of 0.")
    if wanted.sum() == 1:
        return np.where(wanted, 1.0, 0.0)
    found = balanced_weights(table[:, wanted], stated[wanted] / stated[wanted].sum())
    if not found.is_reached:
        held = zip(np.array(names)[wanted], found.importance, strict=True)
        nearest = ", ".join(f"{column} {share:.1%}" for column, share in held)
        what = f"no weights give the stated importance; the nearest found give {nearest}."
        mend = "State an importance nearer to these, or write weights."
        raise _refused(where, what, mend)
    weights = np.zeros(len(stated))
    weights[wanted] = found.weights
    return weights
