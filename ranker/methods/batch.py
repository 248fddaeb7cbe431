"""Ranking methods on blocks of draws: the kernel of each method that has one.

A kernel gives the ranking that `ranker.methods.catalogue.score` gives for objectives that
are all `max`, for thousands of weight vectors a call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from ranker.methods.batch_additive import (
    additive_tables,
    flow_tables,
    log_tables,
    net_flow_tables,
    only_sum,
    product_of,
    ratio_tables,
    shares_of_sum,
    shortfall_tables,
)
from ranker.methods.batch_distance import (
    CLOSENESS_STRETCH,
    COMPROMISE,
    appraisals,
    average_tables,
    closeness,
    compromises,
    ideal_tables,
    squared,
    squared_closeness,
    squared_tables,
)
from ranker.methods.batch_kernel import DRAWS_AT_ONCE, Kernel, Key
from ranker.methods.method import Method
from ranker.methods.parameters import preferences
from ranker.methods.preference import Preference


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
    is_usual = all(function.function == "usual" for function in functions)
    tables = net_flow_tables if is_usual else tuple(map(flow_tables, functions))
    at_once = DRAWS_AT_ONCE if is_usual else None
    return Kernel("promethee-2", True, tables, only_sum, keeps_scale=False, draws_at_once=at_once)


def vikor(v: float = COMPROMISE) -> Kernel:
    """Return the kernel of VIKOR, in which the average shortfall has the share v."""
    join = partial(compromises, v=v)
    return Kernel("vikor", False, shortfall_tables, join, keeps_scale=True, takes_largest=True)


KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        kernel.name: kernel
        for kernel in (
            Kernel("weighted-sum", True, additive_tables, only_sum, keeps_scale=False),
            Kernel(
                "weighted-product",
                True,
                log_tables,
                product_of,
                keeps_scale=True,
                weigh=shares_of_sum,
            ),
            Kernel(
                "topsis",
                True,
                ideal_tables,
                closeness,
                keeps_scale=True,
                weigh=squared,
                key=Key(squared_tables, squared_closeness, CLOSENESS_STRETCH),
            ),
            vikor(),
            Kernel("moora", True, ratio_tables, only_sum, keeps_scale=False),
            Kernel("edas", True, average_tables, appraisals, keeps_scale=True),
            Kernel("spotis", False, shortfall_tables, only_sum, keeps_scale=False),
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
