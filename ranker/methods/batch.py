"""Ranking methods on blocks of draws: a weight-free part, prepared once, and the rest.

A kernel gives the ranking that `ranker.methods.catalogue.score` gives for objectives that
are all `max`, for thousands of weight vectors a call. Where the decision matrix is the same
in every draw the work is one or two matrix products; where it varies from draw to draw a
block is worked through in parts that fit a processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from ranker.methods import Floats
from ranker.methods.batch_additive import (
    additive_tables,
    flow_tables,
    log_tables,
    product_scores,
    ratio_tables,
    shortfall_tables,
    weighted_sums,
)
from ranker.methods.batch_distance import (
    COMPROMISE,
    average_tables,
    edas_scores,
    ideal_tables,
    topsis_scores,
    vikor_scores,
)
from ranker.methods.batch_tables import Tables
from ranker.methods.method import Method
from ranker.methods.parameters import preferences
from ranker.methods.preference import Preference

DRAWS_AT_ONCE = 2048
CELLS_AT_ONCE = 1 << 17  # of (criteria, draws, alternatives): 1 MiB a temporary


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The weight-free part of a ranking.

    Parameters
    ----------
    tables : tuple of ndarray of shape (n, m)
        What the kernel combines with weights; empty where data vary from draw to draw.
    performances : ndarray of shape (n, m) or (n, s, m)
        The values that were handed over, not copied.
    is_utility : bool
        Whether they are utilities.
    """

    tables: Tables
    performances: Floats
    is_utility: bool


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """A method that scores a block of draws.

    Parameters
    ----------
    name : str
        Kebab-case name.
    more_is_better : bool
        Direction of the score.
    tabulate : callable
        From values of shape (n, m) or (n, s, m) and `is_utility` to tables of that shape.
    combine : callable
        From tables and weights of shape (s, n) to scores of shape (s, m).
    keeps_scale : bool
        Whether scores do not change when a row of weights is multiplied by a number above 0.
        Ranks never do.
    """

    name: str
    more_is_better: bool
    tabulate: Callable[[Floats, bool], Tables]
    combine: Callable[[Tables, Floats], Floats]
    keeps_scale: bool

    def prepare(self, performances: Floats, *, is_utility: bool = True) -> Prepared:
        """Do what needs no weights.

        Parameters
        ----------
        performances : ndarray of shape (n, m) or (n, s, m)
            Finite values of m alternatives on n criteria, criteria first, more is better; in
            each of s draws where they vary. Those that vary are worked on in `evaluate`.
        is_utility : bool
            Whether all are utilities on [1, 100], as `commensurable` says in the catalogue:
            the weighted sum then uses them as they are, and the weighted product takes a
            utility below 1 as 1. Else the weighted sum stretches each criterion to [0, 1],
            and the weighted product takes values of 0 or less as the smallest number.

        Returns
        -------
        Prepared
        """
        if performances.ndim == 3:
            return Prepared((), performances, is_utility)
        tables = self.tabulate(performances, is_utility)
        return Prepared(tuple(map(np.asfortranarray, tables)), performances, is_utility)

    def evaluate(self, prepared: Prepared, weights: Floats) -> Floats:
        """Score every alternative in every draw.

        Parameters
        ----------
        prepared : Prepared
            What `prepare` gives.
        weights : ndarray of shape (s, n)
            Weights of 0 or more, not all 0 in a row. Ranks do not depend on their sum;
            scores equal the catalogue's where they sum to 1, or always if `keeps_scale`.

        Returns
        -------
        ndarray of shape (s, m)
            Finite scores in the method's direction. Where no criterion with a weight tells
            any two alternatives apart, all are equal.
        """
        n, m = prepared.performances.shape[0], prepared.performances.shape[-1]
        varies = prepared.performances.ndim == 3
        step = max(1, CELLS_AT_ONCE // (m * n)) if varies else DRAWS_AT_ONCE
        if not varies and len(weights) <= step:
            return self.combine(prepared.tables, weights)
        scores = np.empty((len(weights), m))
        for start in range(0, len(weights), step):
            part = slice(start, start + step)
            tables = self._tables(prepared, part) if varies else prepared.tables
            scores[part] = self.combine(tables, weights[part])
        return scores

    def _tables(self, prepared: Prepared, part: slice) -> Tables:
        """Return the tables of some draws."""
        return self.tabulate(prepared.performances[:, part], prepared.is_utility)


def promethee(functions: Sequence[Preference] = ()) -> Kernel:
    r"""Return the kernel of PROMETHEE II: net flows, which are linear in the weights.

    .. math:: \phi_i = \frac{1}{m - 1} \sum_j w_j \sum_k P_j(x_{ij} - x_{kj})
              - P_j(x_{kj} - x_{ij})

    Parameters
    ----------
    functions : sequence of n Preference
        The preference function of each criterion. Where empty, any difference is a full
        preference on all of them (the usual criterion).

    Returns
    -------
    Kernel
        Scores lie in [-1, 1] where weights sum to 1, and add up to 0.

    References
    ----------
    Brans, J. P., & Vincke, Ph. (1985). A preference ranking organisation method.
    *Management Science* 31(6), 647-656. doi:10.1287/mnsc.31.6.647.
    """
    return Kernel("promethee-2", True, flow_tables(functions), weighted_sums, keeps_scale=False)


def vikor(v: float = COMPROMISE) -> Kernel:
    """Return the kernel of VIKOR, in which the average shortfall has the share v."""
    combine = partial(vikor_scores, v=v)
    return Kernel("vikor", False, shortfall_tables, combine, keeps_scale=True)


KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        kernel.name: kernel
        for kernel in (
            Kernel("weighted-sum", True, additive_tables, weighted_sums, keeps_scale=False),
            Kernel("weighted-product", True, log_tables, product_scores, keeps_scale=True),
            Kernel("topsis", True, ideal_tables, topsis_scores, keeps_scale=True),
            vikor(),
            Kernel("moora", True, ratio_tables, weighted_sums, keeps_scale=False),
            Kernel("edas", True, average_tables, edas_scores, keeps_scale=True),
            Kernel("spotis", False, shortfall_tables, weighted_sums, keeps_scale=False),
            promethee(),
        )
    }
)


def kernel_of(method: Method, criteria: Sequence[str]) -> Kernel | None:
    """Return the kernel of a method with its parameters; None where it has none.

    Parameters
    ----------
    method : Method
    criteria : sequence of str
        Names of the n criteria, by which they may have parameters of their own.
    """
    if method.name == "promethee-2":
        return promethee(preferences(method, criteria))
    if method.name == "vikor":
        return vikor(method.numbers["v"])
    return KERNELS.get(method.name)
