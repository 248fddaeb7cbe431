"""What drives the doubt: how much of the variance of a rank each group of inputs explains.

The same inputs vary as in `ranker.analysis.robustness`, in the same way. There they are drawn
to say how sure a rank is; here by a design that tells their parts in it apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ranker.analysis.design import RESAMPLES, Design, Group, lay_out_design
from ranker.analysis.forms import Result
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import compile_run
from ranker.analysis.simulation import evaluate_inputs
from ranker.analysis.spread import (
    Blocks,
    Executor,
    Progress,
    list_blocks,
    open_workers,
    spread_blocks,
)
from ranker.analysis.variation import Variation
from ranker.errors import Problem, RankerError, UsageError
from ranker.methods import Floats, Ints
from ranker.methods.sampling import BLOCK, block_generator, resample_counts
from ranker.methods.sobol import Indices, sobol_indices

if TYPE_CHECKING:
    import pandas as pd

FEWEST_SAMPLES, MOST_SAMPLES = 64, 16_384
RESAMPLED = 200  # bootstrap resamples
CONFIDENCE = 0.95
WIDEST = 0.25  # half-width beyond which an index tells nothing

Measure = Literal["rank", "score", "order", "lead"]


@dataclass(frozen=True, slots=True)
class Output:
    """A number that the draws move.

    Parameters
    ----------
    measure : {"rank", "score", "order", "lead"}
        Rank or score of a cluster; of a pair, whether the first is strictly better than the
        other (1 or 0), or its score less the other's.
    cluster, other : str
        The second is empty but for a pair.
    """

    measure: Measure
    cluster: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """The part of one group in the variance of an output, with 95 % half-widths.

    Parameters
    ----------
    group : Group
    first, first_error : float
        What the group explains by itself.
    total, total_error : float
        What it has a part in, alone or together with others.
    """

    group: Group
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity(Result):
    """Result of `sensitivity`.

    Parameters
    ----------
    ranking : Ranking
    variation : Variation
        What varied.
    samples, seed : int
        Of the design; the same give the same bytes.
    groups : tuple of Group
        The g groups of inputs that varied.
    outputs : tuple of Output
        The o outputs, axis of the arrays.
    means : ndarray of shape (o,)
        Of the outputs over the 2 N independent runs.
    indices : Indices
    """

    ranking: Ranking
    variation: Variation
    samples: int
    seed: int
    groups: tuple[Group, ...]
    outputs: tuple[Output, ...]
    means: Floats
    indices: Indices

    def __post_init__(self) -> None:
        if self.indices.total.shape != (len(self.outputs), len(self.groups)):
            raise AssertionError("every output has an index for every group")
        tables = (self.indices.first, self.indices.first_error, self.indices.variance)
        for table in (self.means, *tables, self.indices.total, self.indices.total_error):
            table.setflags(write=False)

    @property
    def runs(self) -> int:
        """How often the clusters were ranked."""
        return self.samples * (len(self.groups) + 2)

    def of(self, measure: Measure) -> tuple[Output, ...]:
        """Return the outputs of one measure."""
        return tuple(output for output in self.outputs if output.measure == measure)

    def is_constant(self, output: Output) -> bool:
        """Whether an output never changed in the 2 N independent runs, so has no indices."""
        return not self.indices.variance[self._position(output)]

    def is_settled(self, output: Output) -> bool:
        """Whether every index is known to a quarter or better.

        An output that changes in a handful of runs has a variance, and no indices to quote.
        """
        at, found = self._position(output), self.indices
        return bool((np.maximum(found.first_error[at], found.total_error[at]) <= WIDEST).all())

    def effects(self, output: Output) -> tuple[Effect, ...]:
        """Return the part of every group, in the order of the groups; none of a constant.

        Raises
        ------
        UsageError
            ``argument-invalid`` where the output was not asked for.
        """
        at, found = self._position(output), self.indices
        if self.is_constant(output):
            return ()
        tables = (found.first, found.first_error, found.total, found.total_error)
        rows = (map(float, table[at]) for table in tables)
        return tuple(map(Effect, self.groups, *rows))

    def variance(self, output: Output) -> float:
        """Return the variance of an output, in its own unit squared."""
        return float(self.indices.variance[self._position(output)])

    def mean(self, output: Output) -> float:
        """Return the mean of an output."""
        return float(self.means[self._position(output)])

    def _position(self, output: Output) -> int:
        if output in self.outputs:
            return self.outputs.index(output)
        what = f"the {output.measure} of '{output.cluster}' was not asked for."
        mend = "Name its clusters when the sensitivity is computed."
        raise UsageError(Problem("argument-invalid", "output", what, mend))

    @property
    def table(self) -> pd.DataFrame:
        """One row an output and group: first-order and total index with their half-widths."""
        from ranker.analysis.frames import sensitivity_table  # noqa: PLC0415 - loads pandas

        return sensitivity_table(self)


def sensitivity(  # noqa: PLR0913 - what varies, how often, of whom, and where it runs
    ranking: Ranking,
    variation: Variation | None = None,
    *,
    samples: int = 1024,
    seed: int = 0,
    clusters: Sequence[str] = (),
    pairs: Sequence[tuple[str, str]] = (),
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Tell how much of the variance of ranks and scores each group of inputs explains.

    Groups are the weights, the doubtful figures of each top criterion, the missing figures,
    and each kind of construction that varies.

    Parameters
    ----------
    ranking : Ranking
    variation : Variation, optional
        What varies, as in `robustness`.
    samples : int
        N, a power of two from 64 to 16,384; the clusters are ranked N (g + 2) times for g
        groups.
    seed : int
        0 or more; the same seed gives the same bytes, however the work is spread.
    clusters : sequence of str, optional
        Whose rank and score are asked for; all ranked ones where neither a cluster nor a
        pair is named.
    pairs : sequence of (str, str), optional
        Pairs whose order and difference in score are asked for.
    executor : Executor, optional
        Threads or machines over which the work is spread; one thread where None.
    progress : callable, optional
        Called with runs done and runs planned.

    Returns
    -------
    Sensitivity
        Without scores where the method varies: those of two methods have no common scale.

    Raises
    ------
    UsageError
        ``argument-invalid``, ``cluster-unknown``, ``constraint-invalid`` or
        ``constraints-infeasible``.
    """
    _check(ranking, samples, seed, clusters, pairs)
    varied = Variation() if variation is None else variation
    model = compile_run(ranking, varied)
    design = lay_out_design(ranking, model, samples=samples, seed=seed)
    if not design.groups:
        mend = "Let weights, figures, missing figures or the construction vary."
        what = "nothing varies, so no doubt can be explained."
        raise UsageError(Problem("argument-invalid", "variation", what, mend))
    asked = dict.fromkeys(clusters) or ({} if pairs else dict.fromkeys(model.clusters))
    has_scores = len({scenario.method for scenario in model.scenarios}) == 1
    outputs = tuple(_outputs(list(asked), list(dict.fromkeys(pairs)), has_scores=has_scores))
    with open_workers(_Run(design, outputs), executor) as workers:
        parts = list(spread_blocks(workers, list_blocks(0, design.runs), progress=progress))
    values = np.vstack(parts).reshape(-1, samples, len(outputs))
    counts = resample_counts(block_generator(seed, 0, RESAMPLES), RESAMPLED, samples)
    indices = sobol_indices(values, counts, level=CONFIDENCE)
    means = values[:2].mean(axis=(0, 1))
    return Sensitivity(ranking, varied, samples, seed, design.groups, outputs, means, indices)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Runs of a design, of which any thread can take blocks."""

    design: Design
    outputs: tuple[Output, ...]

    def __call__(self, blocks: Blocks) -> list[Floats]:
        """Return the outputs of each block, given as (number, runs in it)."""
        return [self._values(block * BLOCK + np.arange(size)) for block, size in blocks]

    def _values(self, rows: Ints) -> Floats:
        model = self.design.model
        scores, ranks = evaluate_inputs(model, self.design.inputs(rows))
        values = np.empty((len(rows), len(self.outputs)))
        place = {cluster: column for column, cluster in enumerate(model.clusters)}
        for column, output in enumerate(self.outputs):
            table = scores if output.measure in ("score", "lead") else ranks
            own = table[:, place[output.cluster]]
            if output.measure == "order":
                values[:, column] = own < table[:, place[output.other]]
            elif output.measure == "lead":
                values[:, column] = own - table[:, place[output.other]]
            else:
                values[:, column] = own
        return values


def _outputs(
    clusters: Sequence[str], pairs: Sequence[tuple[str, str]], *, has_scores: bool
) -> Iterator[Output]:
    yield from (Output("rank", cluster) for cluster in clusters)
    yield from (Output("order", *pair) for pair in pairs)
    if has_scores:
        yield from (Output("score", cluster) for cluster in clusters)
        yield from (Output("lead", *pair) for pair in pairs)


def _check(
    ranking: Ranking,
    samples: int,
    seed: int,
    clusters: Sequence[str],
    pairs: Sequence[tuple[str, str]],
) -> None:
    problems = []
    is_power = samples > 0 and samples & (samples - 1) == 0
    if not (is_power and FEWEST_SAMPLES <= samples <= MOST_SAMPLES):
        mend = f"Write a power of two from {FEWEST_SAMPLES} to {MOST_SAMPLES:,}, such as 1024."
        what = f"{samples} samples were asked."
        problems.append(Problem("argument-invalid", "samples", what, mend))
    if seed < 0:
        mend = "Write a whole number of 0 or more."
        problems.append(Problem("argument-invalid", "seed", f"the seed is {seed}.", mend))
    for name in dict.fromkeys([*clusters, *(name for pair in pairs for name in pair)]):
        problems += _unknown(ranking, name)
    for a, b in pairs:
        if a == b:
            what = f"'{a}' is compared with itself."
            mend = "Name two clusters."
            problems.append(Problem("argument-invalid", "pair", what, mend))
    if problems:
        raise UsageError(problems)


def _unknown(ranking: Ranking, cluster: str) -> tuple[Problem, ...]:
    try:
        rank = ranking.rank_of(cluster)
    except RankerError as error:
        return error.problems
    if rank is not None:
        return ()
    what = f"'{cluster}' takes no rank, so nothing moves it."
    return (Problem("cluster-unknown", "cluster", what, "Name a ranked cluster."),)
