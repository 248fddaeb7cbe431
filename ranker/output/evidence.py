"""What a report knows about the doubt of a ranking: draws, exact bounds, weight stability."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.analysis.agenda import Agenda, research_agenda
from ranker.analysis.bounds import Bounds, bounds
from ranker.analysis.exact import check_additive
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import Robustness, robustness
from ranker.analysis.sensitivity import Sensitivity, sensitivity
from ranker.analysis.stability import Stability, stability
from ranker.errors import MethodError, Problem, UsageError
from ranker.methods.batch import KERNELS
from ranker.output.language import _
from ranker.output.limits import DRAWN, EXACT, NEXT, WEIGHTS, left_out

DRAWS = 10_000
SAMPLES = 1024  # a few thousand rankings
SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Answers about one ranking; what has none is None.

    Parameters
    ----------
    ranking : Ranking
    drawn : Robustness or None
        None where one cluster alone is ranked, or where the method has no fast kernel.
    over_weights, over_all : Bounds or None
        Over all weights; over all weights and figures.
    holds : Stability or None
        None where the method is not additive.
    agenda : Agenda or None
        For the home group's ranked clusters; None where no figure was drawn.
    drivers : Sensitivity or None
        Of the ranks of the home group's clusters; None where nothing was drawn, a method has
        no fast kernel, or all draws gave the same ranks.
    is_bounded : bool
        Whether the method lets exact answers be found.
    """

    ranking: Ranking
    drawn: Robustness | None
    over_weights: Bounds | None
    over_all: Bounds | None
    holds: Stability | None
    agenda: Agenda | None
    drivers: Sensitivity | None
    is_bounded: bool

    @property
    def absent(self) -> str:
        """Which answers are missing, and why; empty where none is."""
        size, is_drawn = len(self.ranking.ranked), self.drawn is not None
        beyond = left_out(size, is_drawn=is_drawn, is_bounded=self.is_bounded)
        return " ".join(filter(None, (self._method_lacks(), *beyond)))

    def _method_lacks(self) -> str:
        if self.is_bounded:
            return ""
        is_drawn = self.drawn is not None or self.ranking.method.name in KERNELS
        if is_drawn or len(self.ranking.ranked) < 2:
            return _(
                "Best and worst possible ranks are known for weighted sums of weighted means alone."
            )
        words = _(
            "Nothing was drawn, as {method} is slow to draw from; best and worst possible ranks "
            "are known for weighted sums of weighted means alone."
        )
        return words.format(method=_(self.ranking.method.title))


def gather_evidence(
    ranking: Ranking, drawn: Robustness | None = None, *, exact: bool = True
) -> Evidence:
    """Ask all that a report says about doubt.

    Parameters
    ----------
    ranking : Ranking
    drawn : Robustness, optional
        Draws of this ranking; `DRAWS` draws from seed `SEED` are made where None, in well
        under a second for methods with a kernel, not at all for others.
    exact : bool
        Whether to look for the best and worst possible ranks, which takes seconds.

    Returns
    -------
    Evidence

    Raises
    ------
    UsageError
        ``argument-invalid`` where the draws are those of another ranking.
    """
    if drawn is not None and drawn.ranking.manifest != ranking.manifest:
        what = "the draws are those of another ranking."
        mend = "Draw from the ranking that the report is about."
        raise UsageError(Problem("argument-invalid", "robustness", what, mend))
    size = len(ranking.ranked)
    drawn = usual_draws(ranking) if drawn is None else drawn
    agenda, drivers = _agenda(ranking, drawn), _drivers(ranking, drawn)
    try:
        check_additive(ranking)
        holds = stability(ranking) if size <= WEIGHTS else None
        is_asked = exact and size <= EXACT
        over_weights = bounds(ranking) if is_asked else None
        over_all = bounds(ranking, data="free") if is_asked else None
    except MethodError:
        return Evidence(ranking, drawn, None, None, None, agenda, drivers, is_bounded=False)
    return Evidence(ranking, drawn, over_weights, over_all, holds, agenda, drivers, is_bounded=True)


def usual_draws(ranking: Ranking) -> Robustness | None:
    """Return `DRAWS` draws from seed `SEED`; None where that is slow or one cluster is ranked."""
    if ranking.method.name not in KERNELS or not 1 < len(ranking.ranked) <= DRAWN:
        return None
    return robustness(ranking, draws=DRAWS, seed=SEED)


def _agenda(ranking: Ranking, drawn: Robustness | None) -> Agenda | None:
    """Ask what to find out next, of what varied in the draws."""
    if drawn is None or ranking.method.name not in KERNELS or len(drawn.clusters) > NEXT:
        return None
    if not (drawn.variation.data or drawn.variation.missing):
        return None
    return research_agenda(
        ranking, drawn.variation, draws=DRAWS, seed=drawn.seed, clusters=_home(ranking)
    )


def _drivers(ranking: Ranking, drawn: Robustness | None) -> Sensitivity | None:
    """Ask what drives the doubt, of what varied in the draws."""
    if drawn is None or drawn.error == 0 or len(drawn.clusters) > NEXT:
        return None
    others = ranking.study.second_opinions if "method" in drawn.variation.construction else ()
    if not {ranking.method.name, *others} <= set(KERNELS):
        return None
    return sensitivity(
        ranking, drawn.variation, samples=SAMPLES, seed=drawn.seed, clusters=_home(ranking)
    )


def _home(ranking: Ranking) -> list[str]:
    return [c.id for c in ranking.ranked if ranking.study.role(c) == "home"]
