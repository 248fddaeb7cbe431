"""Claims about a ranking, checked: true as it stands, in how many scenarios, on which figures.

What a claim may say is written out in ``docs/claims.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ranker.analysis.claim_check import (
    guests_of,
    joined_ranking,
    lay_out_claim,
    leaves_below,
    named_clusters,
)
from ranker.analysis.claim_draws import WHOLE, ClaimRun, Question
from ranker.analysis.claim_exact import Extent, additive_or_none, extent
from ranker.analysis.claim_forms import Form, format_claim
from ranker.analysis.claim_grammar import parse_claims
from ranker.analysis.claim_hinges import Hinge, Trials
from ranker.analysis.claim_names import names_of
from ranker.analysis.claim_truth import holds
from ranker.analysis.claim_words import sentence_of
from ranker.analysis.exact import Additive
from ranker.analysis.forms import Result
from ranker.analysis.manifest import Manifest
from ranker.analysis.model import Model
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import NORMAL_95, check_run, compile_run
from ranker.analysis.spread import Executor, Progress, list_blocks, open_workers, spread_blocks
from ranker.analysis.variation import Variation
from ranker.analysis.verdict import Verdict, is_close, verdict_on
from ranker.errors import Problem, UsageError
from ranker.methods import Ints
from ranker.study.matrix import Cell

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Rival:
    """One on whom a claim about a rank depends: at the threshold, as the ranking stands.

    Parameters
    ----------
    cluster : str
    rank : int
        On what the claim is about.
    ahead : float
        Share of scenarios in which the claimed one is ahead of it.
    """

    cluster: str
    rank: int
    ahead: float


@dataclass(frozen=True, slots=True, eq=False)
class Claim(Result):
    """Result of `claim`.

    Parameters
    ----------
    ranking : Ranking
        Whose truth it is; a benchmark that the claim names competes in it.
    text : str
        As written.
    form : Order, Place or Count
        As understood.
    is_true : bool
        Whether it holds as the ranking stands.
    share, error : float
        Share of the scenarios in which it holds, and the half-width of its 95 % interval
        (Wilson, 1927, doi:10.1080/01621459.1927.10502953); no error where nothing varies.
    extent : {"always", "sometimes", "never"} or None
        For which weights of the top criteria it holds, exactly, figures as they are; None
        where that is not known.
    hangs_on : tuple of Hinge
        Figures that alone would turn it as the ranking stands, the most telling first.
    rivals : tuple of Rival
        Of a claim about a rank: those at the threshold.
    about : tuple of str
        The clusters that it is about as the ranking stands, the rivals included.
    competing : int
        How many compete: those ranked, or those with a score on what it is about.
    variation : Variation
    draws, seed : int
        What the scenarios were drawn from; the same give the same bytes.
    """

    ranking: Ranking
    text: str
    form: Form
    is_true: bool
    share: float
    error: float
    extent: Extent | None
    hangs_on: tuple[Hinge, ...]
    rivals: tuple[Rival, ...]
    about: tuple[str, ...]
    competing: int
    variation: Variation
    draws: int
    seed: int

    @property
    def table(self) -> pd.DataFrame:
        """One row a figure that the claim hangs on, the most telling first."""
        from ranker.analysis.frames_change import hinges_table  # noqa: PLC0415 - loads pandas

        return hinges_table(self.hangs_on)

    @property
    def normal(self) -> str:
        """The claim in its normal form."""
        return format_claim(self.form)

    @property
    def sentence(self) -> str:
        """What it says, in plain words."""
        return sentence_of(self.form, self.ranking.study)

    @property
    def verdict(self) -> Verdict:
        """Supported, fragile or not supported; see `ranker.analysis.verdict`."""
        return verdict_on(self.share, is_true=self.is_true)

    @property
    def is_close(self) -> bool:
        """Whether more draws might change the verdict."""
        return is_close(self.share, self.error, is_true=self.is_true)

    @property
    def missing(self) -> tuple[Cell, ...]:
        """Cells without a figure among those that it rests on."""
        return tuple(cell for cell in self._cells() if cell.is_missing)

    @property
    def doubtful(self) -> tuple[Cell, ...]:
        """Cells of the most doubtful grade among those that it rests on."""
        spread = self.ranking.study.rules.spread
        widest = max(spread.values())
        return tuple(
            cell for cell in self._cells() if not cell.is_missing and spread[cell.grade] == widest
        )

    def _cells(self) -> Iterator[Cell]:
        below = leaves_below(self.ranking.study, self.form.on)
        for cluster in self.about:
            yield from (
                cell for cell in self.ranking.cells.row(cluster) if cell.indicator.id in below
            )

    @property
    def manifest(self) -> Manifest:
        """What the ranking behind it was made from."""
        return self.ranking.manifest

    def __repr__(self) -> str:
        return f"<Claim {self.normal!r}: {self.verdict}, in {self.share:.0%} of scenarios>"


def claim(
    ranking: Ranking,
    text: str,
    *,
    variation: Variation | None = None,
    draws: int = 10_000,
    seed: int = 0,
    executor: Executor | None = None,
) -> Claim:
    """Check one claim about a ranking; see `claims`.

    Examples
    --------
    >>> from ranker.analysis.ranking import rank
    >>> found = claim(rank(), "osaka < singapore", draws=500)
    >>> found.normal, found.is_true, found.verdict
    ('singapore > osaka', True, 'supported')
    """
    return claims(ranking, [text], variation=variation, draws=draws, seed=seed, executor=executor)[
        0
    ]


def claims(  # noqa: PLR0913 - what is claimed, what varies, how often, and where it runs
    ranking: Ranking,
    texts: Sequence[str],
    *,
    places: Sequence[str] = (),
    variation: Variation | None = None,
    draws: int = 10_000,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[Claim, ...]:
    """Check claims about a ranking, all on the same draws.

    Parameters
    ----------
    ranking : Ranking
    texts : sequence of str
        Such as ``songdo > osaka on talent``; see ``docs/claims.md``.
    places : sequence of str, optional
        Where each text stands, for messages.
    variation : Variation, optional
        What varies between scenarios, as in `ranker.analysis.robustness.robustness`.
    draws : int
        How many scenarios.
    seed : int
        0 or more; the same seed gives the same answer.
    executor : Executor, optional
        Threads or machines over which the work is spread; one thread where None.
    progress : callable, optional
        Called with draws done and draws planned.

    Returns
    -------
    tuple of Claim
        In the order of the texts.

    Raises
    ------
    UsageError
        ``claim-invalid`` or ``claim-unanswerable``, of all claims at once;
        ``argument-invalid``, ``constraint-invalid``, ``constraints-infeasible``;
        ``extra-missing``, ``executor-unreachable`` or ``executor-workers``.
    ExecutorError
        ``executor-lost``
    MethodError
        The method refuses the matrix that a benchmark joins.
    """
    check_run(draws, seed)
    where = list(places) or ["claim"] * len(texts)
    forms = parse_claims(list(zip(where, texts, strict=True)), names_of(ranking.study))
    varied = Variation() if variation is None else variation
    found: dict[int, Claim] = {}
    for heat in _heats(ranking, list(zip(where, forms, strict=True)), varied):
        run = ClaimRun(heat.model, seed, tuple(heat.questions.values()))
        with open_workers(run, executor) as workers:
            blocks = spread_blocks(workers, list_blocks(0, draws), progress=progress)
            counts = [np.sum(parts, axis=0) for parts in zip(*blocks, strict=True)]
        judge = _Judge(heat, Trials(heat.ranking), additive_or_none(heat.ranking), draws, seed)
        for at, count in zip(heat.questions, counts, strict=True):
            found[at] = judge.claim(texts[at], heat.questions[at], count)
    return tuple(found[at] for at in range(len(texts)))


@dataclass(frozen=True, slots=True, eq=False)
class _Heat:
    """A ranking, and the claims that it answers, by their number."""

    ranking: Ranking
    model: Model
    questions: dict[int, Question]


def _heats(
    ranking: Ranking, forms: Sequence[tuple[str, Form]], variation: Variation
) -> list[_Heat]:
    """Lay out claims, those that name the same benchmarks together; tell what has no answer."""
    heats: dict[frozenset[str], _Heat] = {}
    problems: list[Problem] = []
    for at, (where, form) in enumerate(forms):
        guests = guests_of(form, ranking.study)
        if guests not in heats:
            joined = joined_ranking(ranking, guests)
            heats[guests] = _Heat(joined, compile_run(joined, variation), {})
        heat = heats[guests]
        laid = lay_out_claim(heat.ranking, heat.model, form)
        if isinstance(laid, Question):
            heat.questions[at] = laid
        else:
            place = f"{where} '{format_claim(form)}'"
            problems += [replace(problem, where=place) for problem in laid]
    if problems:
        raise UsageError(problems)
    return list(heats.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """Puts together what is known of a claim."""

    heat: _Heat
    trials: Trials
    exact: Additive | None
    draws: int
    seed: int

    def claim(self, text: str, question: Question, counts: Ints) -> Claim:
        """Return the result from the draws that were counted."""
        form, field = question.form, question.field
        share = int(counts[0]) / self.draws
        rivals = zip(question.rivals, counts[1:], strict=True)
        return Claim(
            ranking=self.heat.ranking,
            text=text,
            form=form,
            is_true=bool(holds(form, question.ranks[np.newaxis], field)[0]),
            share=share,
            error=0.0 if self._is_steady(question) else wilson_error(share, self.draws),
            extent=self._extent(question),
            hangs_on=self.trials.hinges(question),
            rivals=tuple(
                Rival(field.clusters[at], int(question.ranks[at]), int(count) / self.draws)
                for at, count in rivals
            ),
            about=named_clusters(question),
            competing=len(field.clusters),
            variation=self.heat.model.variation,
            draws=self.draws,
            seed=self.seed,
        )

    def _is_steady(self, question: Question) -> bool:
        """Whether no draw can differ from another in what the claim is about."""
        model = self.heat.model
        if not model.is_steady or len(model.scenarios) > 1:
            return False
        return question.column != WHOLE or model.variation.weights == "fixed"

    def _extent(self, question: Question) -> Extent | None:
        if self.exact is None or question.column != WHOLE:
            return None
        return extent(self.exact, question.form, question.field, self.heat.model.region)


def wilson_error(share: float, draws: int) -> float:
    """Return the half-width of the 95 % interval of a share, above 0 at shares of 0 and 1 too.

    Examples
    --------
    >>> round(wilson_error(0.5, 10_000), 4), round(wilson_error(1.0, 10_000), 4)
    (0.0098, 0.0002)
    """
    z = NORMAL_95
    spread = math.sqrt(share * (1 - share) / draws + z**2 / (4 * draws**2))
    return z * spread / (1 + z**2 / draws)
