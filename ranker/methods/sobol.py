r"""Variance-based sensitivity: a pick-freeze design, and indices of many outputs at once.

The design has two independent matrices A and B of N samples, and for each group of inputs a
matrix A_g that is A with that group's inputs from B. What changes between A and A_g is the
group's doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ranker.methods import Bools, Floats, Ints
from ranker.methods.sampling import Generator

CONSTANT = 1e-12  # of the largest magnitude: what is left of a difference after rounding
LEAST_VARIANCE = float(np.finfo(float).eps)  # of a resample, of outputs scaled to variance 1


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """Sensitivity of o outputs to g groups of inputs; NaN where an output does not vary.

    Parameters
    ----------
    first : ndarray of shape (o, g)
        Share of the variance that a group explains by itself.
    first_error : ndarray of shape (o, g)
        Half-width of its confidence interval.
    total, total_error : ndarray of shape (o, g)
        Share of the variance in which a group has a part, alone or with others.
    variance : ndarray of shape (o,)
        Of the outputs over A and B, in their own unit; 0 where an output does not vary.
    """

    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    variance: Floats


def independent_samples(generator: Generator, samples: int, inputs: int) -> tuple[Floats, Floats]:
    """Draw the matrices A and B of the design by SALib: a scrambled Sobol' sequence.

    SALib also mixes their rows group by group, one number after the other; of that only A
    and B are kept, and `mixed` makes the same rows (Saltelli, 2002,
    doi:10.1016/S0010-4655(02)00280-1).

    Parameters
    ----------
    generator : Generator
        Scrambles the sequence.
    samples : int
        N, a power of two.
    inputs : int
        d, 1 or more.

    Returns
    -------
    tuple of ndarray, each of shape (N, d)
        Evenly distributed from 0 to below 1.
    """
    from SALib.sample.sobol import sample  # noqa: PLC0415 - takes a second, for this alone

    names = [f"x{column}" for column in range(inputs)]
    groups = ["first", *["others"] * (inputs - 1)]  # the fewest that SALib takes for groups
    problem = {"num_vars": inputs, "names": names, "groups": groups, "bounds": [[0, 1]] * inputs}
    rows = sample(problem, samples, calc_second_order=False, scramble=True, seed=generator)
    step = len(rows) // samples
    return rows[::step].copy(), rows[step - 1 :: step].copy()


def is_from_b(rows: Ints, samples: int, groups: int) -> tuple[Ints, Bools]:
    """Tell which sample each run of a design is, and which groups it has from B.

    Runs come in the order A, B, A_1, …, A_g, each with all its N samples.

    Parameters
    ----------
    rows : ndarray of shape (r,)
        Numbers of runs, from 0 to below N (g + 2).
    samples, groups : int
        N and g.

    Returns
    -------
    ndarray of shape (r,)
        The sample.
    ndarray of shape (r, g)
        Whether the group's inputs are those of B.

    Examples
    --------
    >>> sample, swapped = is_from_b(np.array([3, 5, 7]), 2, 2)
    >>> sample.tolist(), swapped.tolist()
    ([1, 1, 1], [[True, True], [True, False], [False, True]])
    """
    part, sample = np.divmod(rows, samples)
    return sample, (part[:, None] == 1) | (part[:, None] - 2 == np.arange(groups))


def mixed(pair: tuple[Floats, Floats], sample: Ints, swapped: Bools) -> Floats:
    """Return the inputs of some runs.

    Parameters
    ----------
    pair : tuple of ndarray, each of shape (N, d)
        A and B.
    sample : ndarray of shape (r,)
    swapped : ndarray of shape (r, d)
        Which inputs are those of B.

    Returns
    -------
    ndarray of shape (r, d)
    """
    return np.where(swapped, pair[1][sample], pair[0][sample])


def dirichlet_quantiles(shares: Floats, strengths: Floats) -> Floats:
    """Turn even numbers into weights of a Dirichlet distribution, by gamma quantiles.

    Parameters
    ----------
    shares : ndarray of shape (s, n)
        Probabilities from 0 to below 1.
    strengths : ndarray of shape (n,) or (s, n)
        Parameters of the distribution, all 1 for evenly distributed weights; the weight of
        one that is 0 is 0.

    Returns
    -------
    ndarray of shape (s, n)
        Rows sum to 1.

    Examples
    --------
    >>> dirichlet_quantiles(np.array([[0.5, 0.5, 0.9]]), np.array([1.0, 1.0, 0.0])).tolist()
    [[0.5, 0.5, 0.0]]
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - a ranking needs no scipy

    held = np.broadcast_to(strengths, shares.shape)
    draws = np.where(held > 0, gammaincinv(np.where(held > 0, held, 1.0), shares), 0.0)
    total = draws.sum(axis=1, keepdims=True)
    kept = np.where(total > 0, draws, held)  # underflow: the centre
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def sobol_indices(outputs: Floats, counts: Ints, *, level: float = 0.95) -> Indices:
    r"""Estimate first-order and total indices of all outputs at once.

    .. math:: S_g = \frac{1}{N V} \sum_i b_i (a^g_i - a_i), \qquad
              T_g = \frac{1}{2 N V} \sum_i (a_i - a^g_i)^2

    where V is the variance over A and B, and outputs are centred on their mean over all runs.

    Parameters
    ----------
    outputs : ndarray of shape (g + 2, N, o)
        Of the runs of A, B, A_1, …, A_g.
    counts : ndarray of shape (r, N)
        How often each of r resamples takes each sample; two at least.
    level : float
        Confidence of the intervals, by the standard deviation over the resamples.

    Returns
    -------
    Indices

    Notes
    -----
    The formulas, the centring and the intervals are those of ``SALib.analyze.sobol``, which
    works through one output, one group and one resample after the other. Here a group is two
    matrix products of resamples × samples × outputs.

    References
    ----------
    Saltelli, A., et al. (2010). Variance based sensitivity analysis of model output.
    *Computer Physics Communications* 181(2), 259-270. doi:10.1016/j.cpc.2009.09.018.
    Jansen, M. J. W. (1999). doi:10.1016/S0010-4655(98)00154-4.
    """
    from scipy.special import ndtri  # noqa: PLC0415

    own = outputs.astype(float)
    pair = own[:2].reshape(-1, own.shape[-1])
    is_constant = np.ptp(pair, axis=0) <= CONSTANT * np.abs(pair).max(axis=0)
    variance = np.where(is_constant, 0.0, pair.var(axis=0))
    own -= own.mean(axis=(0, 1))
    own /= np.where(is_constant, 1.0, own.std(axis=(0, 1)))
    once = np.full((1, own.shape[1]), 1.0)
    picks = np.vstack([once, counts]) / own.shape[1]
    found = np.array(list(_estimates(own, picks)))  # (g, 2, 1 + r, o)
    found[..., is_constant] = np.nan
    width = ndtri(0.5 + level / 2)
    values, errors = found[:, :, 0], width * found[:, :, 1:].std(axis=2, ddof=1)
    return Indices(values[:, 0].T, errors[:, 0].T, values[:, 1].T, errors[:, 1].T, variance)


def _estimates(outputs: Floats, picks: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield first-order and total indices of each group, by resample and output, (r, o) each."""
    a, b = outputs[:2]
    mean = picks @ (a + b) / 2
    variance = picks @ (a * a + b * b) / 2 - mean * mean
    is_void = variance <= LEAST_VARIANCE
    divisor = np.where(is_void, np.inf, variance)
    for swapped in outputs[2:]:
        step = swapped - a
        yield picks @ (b * step) / divisor, picks @ (step * step) / divisor / 2
