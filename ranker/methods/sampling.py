"""Random draws: the only module that uses ``numpy.random``.

The unit of randomness is a block of `BLOCK` draws with a stream of its own, so that
results are the same bytes for any number of threads and any order of work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from ranker.methods import Floats, Ints, Quantiles
from ranker.methods.simplex import widest_margin

BLOCK = 2048
QUANTILES = 4096
_PAIRED = 128  # quantiles of each of two figures whose quotient is tabulated
STEPS_A_DIMENSION = 40  # of the hit-and-run walk; see `weights_within`
ROOM = 1e-9
_TABLE_SEED = 20_260
_SAMPLE = 16 * QUANTILES
_COMBINE: Mapping[str, Callable[..., Floats]] = {
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
    "mean": np.mean,
}

__all__ = [
    "BLOCK",
    "QUANTILES",
    "ROOM",
    "Generator",
    "block_generator",
    "choices",
    "dirichlet_weights",
    "near",
    "permutations",
    "quantile_choices",
    "quantile_table",
    "resample_counts",
    "stepped_table",
    "triangular_quantile",
    "uniform_weights",
    "weights_within",
]


def block_generator(seed: int, block: int, purpose: int = 0) -> Generator:
    """Return the stream of one block.

    Parameters
    ----------
    seed : int
        Of the whole run, 0 or more; 0 is a seed.
    block : int
        Number of the block from 0.
    purpose : int
        Streams of different purposes are independent.
    """
    return Generator(PCG64(SeedSequence(seed, spawn_key=(purpose, block))))


def uniform_weights(generator: Generator, size: int, n: int) -> Floats:
    """Draw weights from the whole simplex, every one as likely as any other.

    Returns
    -------
    ndarray of shape (size, n)
        Rows sum to 1. Normalised exponentials, not normalised uniforms, which would leave
        the corners of the simplex out (Rubinstein, 1982, doi:10.1007/BF01934408).
    """
    draws = generator.standard_exponential((size, n))
    draws /= draws @ np.ones((n, 1))  # a product: quicker than a sum along short rows
    return draws


def dirichlet_weights(generator: Generator, size: int, centre: Floats, strength: float) -> Floats:
    """Draw weights around a centre.

    Parameters
    ----------
    generator : Generator
    size : int
    centre : ndarray of shape (n,) or (size, n)
        Mean of the draws, of sum 1; a weight of 0 stays 0.
    strength : float
        Concentration: the standard deviation of w is sqrt(w (1 - w) / (strength + 1)).

    Returns
    -------
    ndarray of shape (size, n)
    """
    shape = (size, centre.shape[-1])
    draws = generator.standard_gamma(np.broadcast_to(centre * strength, shape))
    total = draws.sum(axis=1, keepdims=True)
    kept = np.where(total > 0, draws, np.broadcast_to(centre, shape))  # underflow: the centre
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def weights_within(generator: Generator, size: int, region: Floats) -> Floats:
    """Draw weights evenly from the part of the simplex where every row is 0 or more.

    Each draw is the end of a hit-and-run walk of its own from the Chebyshev centre,
    `STEPS_A_DIMENSION` steps for every weight (Smith, 1984, doi:10.1287/opre.32.6.1296);
    walks run side by side. Independent walks need no thinning.

    Parameters
    ----------
    generator : Generator
    size : int
    region : ndarray of shape (q, n)
        Constraints: row · weights >= 0.

    Returns
    -------
    ndarray of shape (size, n)

    Raises
    ------
    ValueError
        Where the constraints leave no room (an equality, or nothing at all).
    """
    n = region.shape[1]
    walls = np.vstack([region, np.eye(n)])
    centre = widest_margin(walls, np.ones((1, n)))
    if centre.value <= ROOM:
        raise ValueError("the constraints leave no room to draw weights from")
    weights = np.tile(centre.weights, (size, 1))
    for _ in range(STEPS_A_DIMENSION * n):
        weights += _step(generator, weights, walls)
    weights = np.maximum(weights, 0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def near(own: Floats, margin: float) -> Floats:
    """Return the constraints that keep each weight within a margin of its own.

    Parameters
    ----------
    own : ndarray of shape (n,)
        Weights of sum 1.
    margin : float

    Returns
    -------
    ndarray of shape (2 * n, n)
        Rows of which the product with weights is 0 or more.

    Examples
    --------
    >>> rows = near(np.array([0.25, 0.75]), 0.125)
    >>> (rows @ [0.25, 0.75]).tolist()
    [0.125, 0.125, 0.125, 0.125]
    """
    each = np.eye(len(own))
    return np.vstack([each - (own - margin)[:, None], (own + margin)[:, None] - each])


def _step(generator: Generator, weights: Floats, walls: Floats) -> Floats:
    """Return one step of every walk: a direction along the simplex, an even choice on its line."""
    directions = generator.standard_normal(weights.shape)
    directions -= directions.mean(axis=1, keepdims=True)
    slack = np.maximum(weights @ walls.T, 0.0)
    speed = directions @ walls.T
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = -slack / speed
    far = np.where(speed < 0, reach, np.inf).min(axis=1)
    near = np.where(speed > 0, reach, -np.inf).max(axis=1)
    share = near + (far - near) * generator.random(len(weights))
    return np.asarray(directions * share[:, None])


def quantile_choices(generator: Generator, size: int, variables: int) -> Quantiles:
    """Draw which of `QUANTILES` evenly likely quantiles each variable takes.

    Returns
    -------
    ndarray of shape (size, variables)
        The draws of one variable lie side by side in memory: looking them up in its table
        then stays within a processor's cache.
    """
    words = -(-size * variables // 4)  # four numbers of 16 bits in each
    raw = generator.bit_generator.random_raw(words).view(np.uint16)[: size * variables]
    raw >>= 16 - QUANTILES.bit_length() + 1
    return np.asarray(raw.reshape(variables, size).T)


def choices(generator: Generator, size: int, count: int) -> Ints:
    """Draw `size` whole numbers below `count`."""
    return generator.integers(0, count, size)


def permutations(generator: Generator, size: int, n: int) -> Ints:
    """Draw orders of n things, each order as likely as any other, shape (size, n)."""
    return generator.permuted(np.tile(np.arange(n), (size, 1)), axis=1)


def resample_counts(generator: Generator, resamples: int, size: int) -> Ints:
    """Draw bootstrap resamples: how often each takes each of `size` samples.

    Returns
    -------
    ndarray of shape (resamples, size)
        Rows sum to `size`.
    """
    chosen = generator.integers(0, size, (resamples, size))
    chosen += np.arange(resamples)[:, np.newaxis] * size
    return np.bincount(chosen.ravel(), minlength=resamples * size).reshape(resamples, size)


def triangular_quantile(shares: Floats, low: float, mode: float, high: float) -> Floats:
    """Return quantiles of a triangular distribution.

    Parameters
    ----------
    shares : ndarray
        Probabilities between 0 and 1.
    low, mode, high : float
        Ends and peak; all mass in one point where low is high.

    Examples
    --------
    >>> triangular_quantile(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    span = high - low
    if span == 0:
        return np.full_like(shares, low)
    split = (mode - low) / span
    rising = low + np.sqrt(shares * span * (mode - low))
    falling = high - np.sqrt((1 - shares) * span * (high - mode))
    return np.where(shares < split, rising, falling)


def middles() -> Floats:
    """Return the probabilities in the middle of `QUANTILES` equal parts, shape (QUANTILES,)."""
    return np.asarray((np.arange(QUANTILES) + 0.5) / QUANTILES)


def quantile_table(parts: Floats, combine: str) -> Floats:
    """Tabulate the distribution of a cell from those of its parts.

    Parameters
    ----------
    parts : ndarray of shape (p, 3)
        Low, mode and high of each part's triangular distribution.
    combine : {"sum", "max", "min", "mean"}
        How independent draws of the parts become a draw of the cell.

    Returns
    -------
    ndarray of shape (QUANTILES,)
        Rising values, each as likely: exact for one part, else from a stratified sample of
        a fixed seed.
    """
    if len(parts) == 1:
        return triangular_quantile(middles(), *parts[0])
    return _combined_table(tuple(map(tuple, np.asarray(parts).tolist())), combine)


@lru_cache(maxsize=256)
def _combined_table(parts: tuple[tuple[float, ...], ...], combine: str) -> Floats:
    """Tabulate a combination once, however many rankings share the cell; read-only."""
    generator = Generator(PCG64(_TABLE_SEED))
    shares = (np.arange(_SAMPLE) + 0.5) / _SAMPLE
    draws = np.array([triangular_quantile(generator.permutation(shares), *part) for part in parts])
    ordered = np.sort(_COMBINE[combine](draws, axis=0))
    table = np.array(ordered[_SAMPLE // QUANTILES // 2 :: _SAMPLE // QUANTILES])
    table.setflags(write=False)
    return table


def quotient_table(above: Floats, below: Floats) -> Floats:
    """Tabulate the quotient of two independent figures.

    Parameters
    ----------
    above, below : ndarray of shape (QUANTILES,)
        Their quantiles, each as likely; the second above 0.

    Returns
    -------
    ndarray of shape (QUANTILES,)
        Rising values, each as likely, from every pair of 128 evenly spaced quantiles of each.
    """
    step = QUANTILES // _PAIRED
    pairs = np.sort((above[step // 2 :: step, None] / below[None, step // 2 :: step]).ravel())
    return np.asarray(pairs[len(pairs) // QUANTILES // 2 :: len(pairs) // QUANTILES])


def stepped_table(low: float, mode: float, high: float) -> Floats:
    """Tabulate a distribution over whole steps, evenly less likely away from the mode.

    Returns
    -------
    ndarray of shape (QUANTILES,)

    Examples
    --------
    >>> table = stepped_table(2, 2, 3)
    >>> round(float((table == 2).mean()), 2)
    0.67
    """
    levels = np.arange(round(low), round(high) + 1)
    reach = np.where(levels < mode, mode - low, high - mode) + 1
    chances = 1 - np.abs(levels - mode) / reach
    bounds = np.cumsum(chances / chances.sum())
    return levels[np.searchsorted(bounds[:-1], middles())].astype(float)
