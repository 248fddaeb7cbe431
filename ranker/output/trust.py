"""How sure each rank is, as the report shows it: intervals, heatmap, tiers, exact bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median_high

import numpy as np

from ranker.analysis.bounds import Bounds
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import Robustness
from ranker.output.agenda_view import agenda_view
from ranker.output.chances import (
    chance_words,
    error_text,
    interval_text,
    interval_words,
    number_word,
)
from ranker.output.cldr import decimal, percent
from ranker.output.driver_picture import drivers_view
from ranker.output.evidence import Evidence
from ranker.output.heatmap import cell_path, legend, rank_ticks, shades, shares
from ranker.output.language import _, cluster_name, ngettext
from ranker.output.likelihood import chance_text
from ranker.output.limits import SHARES
from ranker.output.view_trust import (
    BoundsView,
    DrawnView,
    PlaceView,
    SpanView,
    TierView,
    TrustView,
)
from ranker.output.weight_picture import weight_holds
from ranker.output.words import ordinal


def trust_view(evidence: Evidence) -> TrustView:
    """Put what is known about the doubt of a ranking into words and positions.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    TrustView
    """
    drawn = None if evidence.drawn is None else _drawn_view(evidence, evidence.drawn)
    places = {} if drawn is None else {p.id: p for tier in drawn.tiers for p in tier.places}
    return TrustView(
        drawn=drawn,
        absent=evidence.absent,
        places=places,
        weight_holds=None if evidence.holds is None else weight_holds(evidence.holds),
        agenda=None if evidence.agenda is None else agenda_view(evidence.agenda),
        drivers=None if evidence.drivers is None else drivers_view(evidence.drivers),
    )


def _drawn_view(evidence: Evidence, drawn: Robustness) -> DrawnView:
    return _Places(evidence, drawn, drawn.error).drawn_view()


@dataclass(frozen=True, slots=True)
class _Places:
    evidence: Evidence
    drawn: Robustness
    error: float

    def drawn_view(self) -> DrawnView:
        count = len(self.drawn.clusters)
        tiers = tuple(self._tiers())
        return DrawnView(
            sentence=_sentence(self.drawn),
            finding=_finding(self.drawn, self.evidence.ranking),
            tiers=tiers,
            rank_count=count,
            ticks=rank_ticks(count),
            legend=legend(),
            has_bounds=self.evidence.over_weights is not None,
        )

    def _tiers(self) -> Iterator[TierView]:
        order = [cluster for tier in self.drawn.tiers for cluster in tier]
        following = dict(zip(order, [*order[1:], ""], strict=True))
        for number, members in enumerate(self.drawn.tiers, start=1):
            places = tuple(self._place(c, number, following[c]) for c in members)
            yield TierView(number, _tier_words(places, self.drawn.level), places)

    def _place(self, cluster: str, tier: int, following: str) -> PlaceView:
        drawn, ranking = self.drawn, self.evidence.ranking
        row = drawn.acceptability[drawn.index(cluster)]
        low, high = drawn.interval(cluster)
        rank, known = ranking.rank_of(cluster) or 0, ranking.clusters[ranking.index(cluster)]
        ahead = drawn.beats(cluster, following) if following else None
        is_shown = len(row) <= SHARES
        over_weights = _bounds_view(self.evidence.over_weights, cluster)
        over_all = _bounds_view(self.evidence.over_all, cluster)
        return PlaceView(
            id=cluster,
            name=cluster_name(known),
            tone=ranking.study.role(known),
            rank=rank,
            low=low,
            high=high,
            interval_text=interval_text(low, high),
            span=_span(low, high, rank, len(row)),
            tier=tier,
            shades=shades(row) if is_shown else (),
            own_path=cell_path(rank - 1),
            strip_text=_("most often {rank} ({share} of the draws)").format(
                rank=ordinal(int(np.argmax(row)) + 1),
                share=chance_text(float(row.max()), error=self.error),
            ),
            shares=shares(row) if is_shown else (),
            over_weights=over_weights,
            over_all=over_all,
            ahead_text="" if ahead is None else chance_text(ahead, error=self.error),
            ahead=ahead,
            sentence=_place_sentence(rank, (low, high), tier, (over_weights, over_all)),
        )


def _sentence(drawn: Robustness) -> str:
    words = _(
        "{draws} draws from seed {seed} varied {what}. A share of the draws is within {error} of "
        "that of endless draws (Monte Carlo error, with 95% confidence)."
    )
    if drawn.error == 0:
        words = _("{draws} draws from seed {seed} varied {what}. All gave the same ranks.")
    return words.format(
        draws=decimal(drawn.draws),
        seed=drawn.seed,
        what=drawn.variation.sentence(_),
        error=error_text(drawn),
    )


def _finding(drawn: Robustness, ranking: Ranking) -> str:
    spans = [high - low + 1 for low, high in map(drawn.interval, drawn.clusters)]
    wide, tiers = median_high(spans), len(drawn.tiers)
    words = ngettext(
        "{name} is {chances}; the {count} clusters form {tiers} tiers, and half of the intervals "
        "span {ranks} rank or more",
        "{name} is {chances}; the {count} clusters form {tiers} tiers, and half of the intervals "
        "span {ranks} ranks or more",
        wide,
    )
    if tiers == 1:
        words = _("{name} is {chances}; the draws cannot tell the {count} clusters apart")
    return words.format(
        name=cluster_name(ranking.ranked[0]),
        chances=chance_words(drawn.top(drawn.clusters[0]), drawn.error),
        count=number_word(len(drawn.clusters)),
        tiers=number_word(tiers),
        ranks=number_word(wide),
    )


def _tier_words(places: tuple[PlaceView, ...], level: float) -> str:
    others = len(places) - 1
    words = ngettext(
        "{name} and {count} other that it beats in less than {share} of the draws",
        "{name} and {count} others that it beats in less than {share} of the draws",
        others,
    )
    if not others:
        words = _("{name} stands alone")
    return words.format(name=places[0].name, count=number_word(others), share=percent(level))


def _span(low: int, high: int, rank: int, count: int) -> SpanView:
    def percent(ranks: float) -> float:
        return round(ranks / count * 100, 2)

    return SpanView(percent(low - 1), percent(high - low + 1), percent(rank - 0.5))


def _bounds_view(found: Bounds | None, cluster: str) -> BoundsView | None:
    if found is None:
        return None
    best, worst = found.of(cluster)
    return BoundsView(interval_text(best, worst), best, worst)


def _place_sentence(
    rank: int,
    interval: tuple[int, int],
    tier: int,
    possible: tuple[BoundsView | None, BoundsView | None],
) -> str:
    over_weights, over_all = possible
    words = _(
        "Rank {rank}, 90% interval {interval}, tier {tier}. Whatever the weights, {over_weights}; "
        "if every figure may also move within its doubt, {over_all}."
    )
    if over_weights is None or over_all is None:
        words = _("Rank {rank}, 90% interval {interval}, tier {tier}.")
    return words.format(
        rank=rank,
        interval=interval_words(*interval),
        tier=tier,
        over_weights=_possible(over_weights),
        over_all=_possible(over_all),
    )


def _possible(bounds: BoundsView | None) -> str:
    if bounds is None:
        return ""
    words = _("best possible {best}, worst possible {worst}")
    if bounds.best == bounds.worst:
        words = _("always {best}")
    return words.format(best=ordinal(bounds.best), worst=ordinal(bounds.worst))
