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
from typing import Any

import numpy as np

from ranker.methods import Floats, Ints, SmallInts
from ranker.methods.batch_additive import (
    additive_tables,
    flow_tables,
    log_tables,
    product_scores,
    ratio_tables,
    shortfall_tables,
    weighted_sums,
)
from ranker.methods.batch_counts import count_rows
from ranker.methods.batch_distance import (
    CLOSENESS_STRETCH,
    COMPROMISE,
    average_tables,
    edas_scores,
    ideal_tables,
    squared_closeness,
    squared_tables,
    topsis_scores,
    vikor_scores,
)
from ranker.methods.batch_ranks import rank_rows
from ranker.methods.batch_tables import Tables
from ranker.methods.method import Method
from ranker.methods.parameters import preferences
from ranker.methods.preference import Preference
from ranker.methods.ranks import TIE_TOLERANCE

DRAWS_AT_ONCE = 2048
CELLS_AT_ONCE = 1 << 16  # of (criteria, alternatives, draws): 512 KiB a temporary


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The weight-free part of a ranking.

    Parameters
    ----------
    tables : tuple of ndarray of shape (n, m)
        What the kernel combines with weights; empty where data vary from draw to draw.
    performances : ndarray of shape (n, m) or (n, m, s)
        The values that were handed over, not copied.
    is_utility : bool
        Whether they are utilities.
    keys : tuple of ndarray of shape (n, m)
        What the kernel's key combines with weights, where it has one.
    """

    tables: Tables
    performances: Floats
    is_utility: bool
    keys: Tables = ()

    @property
    def varies(self) -> bool:
        """Whether values differ from draw to draw."""
        return self.performances.ndim == 3


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """Numbers that order alternatives as their scores do, but are found with less work.

    Parameters
    ----------
    tabulate : callable
        From a kernel's tables, each (n, m), to those of the key.
    combine : callable
        From these and weights (s, n) to numbers (s, m), larger where the score is.
    stretch : float
        Two scores that differ by a share t of the largest in a draw have keys that differ by
        at most `stretch` times t of the largest key.
    """

    tabulate: Callable[[Tables], Tables]
    combine: Callable[[Tables, Floats], Floats]
    stretch: float


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
        From values of shape (n, m) or (n, m, s) and `is_utility` to tables of that shape.
    combine : callable
        From tables (n, m) and weights (s, n) to scores (s, m), or from tables (n, m, s) and
        weights (n, s) to scores (m, s).
    keeps_scale : bool
        Whether scores do not change when a row of weights is multiplied by a number above 0.
        Ranks never do.
    key : Key, optional
        Where ranks of draws with one matrix are to be had for less than their scores.
    """

    name: str
    more_is_better: bool
    tabulate: Callable[[Floats, bool], Tables]
    combine: Callable[[Tables, Floats], Floats]
    keeps_scale: bool
    key: Key | None = None

    def prepare(self, performances: Floats, *, is_utility: bool = True) -> Prepared:
        """Do what needs no weights.

        Parameters
        ----------
        performances : ndarray of shape (n, m) or (n, m, s)
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
        tables = tuple(map(np.asfortranarray, self.tabulate(performances, is_utility)))
        keys = self.key.tabulate(tables) if self.key else ()
        return Prepared(tables, performances, is_utility, tuple(map(np.asfortranarray, keys)))

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
        if prepared.varies:
            return self._varying(prepared, np.ascontiguousarray(weights.T))
        return _combined(self.combine, prepared.tables, weights)

    def _varying(self, prepared: Prepared, columns: Floats) -> Floats:
        """Score draws that have a matrix each, some at a time, under weights (n, s)."""
        n, m, s = prepared.performances.shape
        step = max(1, CELLS_AT_ONCE // (m * n))
        scores = np.empty((m, s))
        for start in range(0, s, step):
            part = slice(start, start + step)
            tables = self.tabulate(prepared.performances[:, :, part], prepared.is_utility)
            scores[:, part] = self.combine(tables, columns[:, part])
        return scores.T

    def rank(self, prepared: Prepared, weights: Floats) -> SmallInts:
        """Rank every alternative in every draw, as `rank_rows` ranks the scores.

        Parameters
        ----------
        prepared, weights
            As for `evaluate`.

        Returns
        -------
        ndarray of shape (s, m)
        """
        ranks: SmallInts = self._settled(rank_rows, prepared, weights)
        return ranks

    def count(self, prepared: Prepared, weights: Floats) -> Ints:
        """Count how often each alternative takes each rank, as `count_rows` does of the scores.

        Parameters
        ----------
        prepared, weights
            As for `evaluate`.

        Returns
        -------
        ndarray of shape (m, m)
        """
        counts: Ints = self._settled(count_rows, prepared, weights)
        return counts

    def _settled(self, look: Callable[..., Any], prepared: Prepared, weights: Floats) -> Any:
        """Rank or count by keys where there are some, but by scores where they lie too close."""
        if not prepared.keys or self.key is None:
            return look(self.evaluate(prepared, weights), more_is_better=self.more_is_better)

        def settle(rows: Ints) -> SmallInts:
            scores = self.evaluate(prepared, weights[rows])
            return rank_rows(scores, more_is_better=self.more_is_better)

        keys = _combined(self.key.combine, prepared.keys, weights)
        tolerance = TIE_TOLERANCE * self.key.stretch
        return look(keys, more_is_better=self.more_is_better, tolerance=tolerance, settle=settle)


def _combined(
    combine: Callable[[Tables, Floats], Floats], tables: Tables, weights: Floats
) -> Floats:
    """Combine fixed tables with weights (s, n), some draws at a time."""
    if len(weights) <= DRAWS_AT_ONCE:
        return combine(tables, weights)
    starts = range(0, len(weights), DRAWS_AT_ONCE)
    return np.vstack([combine(tables, weights[start : start + DRAWS_AT_ONCE]) for start in starts])


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


CLOSENESS = Key(squared_tables, squared_closeness, CLOSENESS_STRETCH)

KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        kernel.name: kernel
        for kernel in (
            Kernel("weighted-sum", True, additive_tables, weighted_sums, keeps_scale=False),
            Kernel("weighted-product", True, log_tables, product_scores, keeps_scale=True),
            Kernel("topsis", True, ideal_tables, topsis_scores, keeps_scale=True, key=CLOSENESS),
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
