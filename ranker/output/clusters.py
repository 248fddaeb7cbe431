"""Views of whole clusters: a row of the ranking and the profile behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking, Unranked
from ranker.output.cards import Cards
from ranker.output.cells import language_of
from ranker.output.headline import reason_text
from ranker.output.language import ENGLISH, _, cluster_name, in_language, in_other_language
from ranker.output.view_cluster import CellView, ClusterView, CriterionView
from ranker.output.words import method_score_text, ordinal, score_text, share_text
from ranker.study.matrix import Cell
from ranker.study.model import Cluster, Criterion


@dataclass(frozen=True, slots=True)
class ClusterViews:
    """Views of single clusters, made when they are asked for."""

    ranking: Ranking
    methods: Comparison
    profiles: Comparison
    unranked: Mapping[str, Unranked]

    @classmethod
    def of(cls, ranking: Ranking, methods: Comparison, profiles: Comparison) -> ClusterViews:
        """Return the views of a ranking, with the ranks that others give its clusters."""
        return cls(ranking, methods, profiles, {e.cluster.id: e for e in ranking.unranked})

    def in_order(self) -> tuple[ClusterView, ...]:
        """Return all clusters by the place they take, a benchmark before its equals."""
        context = self.ranking.context().cells
        return tuple(self.view(i, context[i]) for i in self.order())

    def outlines(self) -> tuple[ClusterView, ...]:
        """Return the same without figures: what tables need, small for thousands of clusters."""
        return tuple(self._view(i, {}, ()) for i in self.order())

    def order(self) -> tuple[int, ...]:
        """Return the rows of the ranking in the order of the page."""
        places = self.ranking.standings
        ranks, clusters = self.ranking.ranks, self.ranking.clusters
        return tuple(
            sorted(
                range(len(clusters)),
                key=lambda i: (int(places[i]) or math.inf, bool(ranks[i]), clusters[i].name),
            )
        )

    def view(self, i: int, context: Sequence[Cell]) -> ClusterView:
        """Return one cluster with all its figures.

        Parameters
        ----------
        i : int
            Its row of the ranking.
        context : sequence of Cell
            What is shown of it and not scored.
        """
        return self._view(i, dict(self._figures(i)), context)

    def _view(
        self, i: int, figures: Mapping[str, CellView], context: Sequence[Cell]
    ) -> ClusterView:
        ranking, study = self.ranking, self.ranking.study
        cluster = ranking.clusters[i]
        why = self.unranked.get(cluster.id)
        rank = ranking.rank_of(cluster.id)
        standing = int(ranking.standings[i]) or None
        coverage = ranking.coverage(cluster.id)
        country = study.countries.get(cluster.country)
        name, local, language = _names(cluster)
        return ClusterView(
            id=cluster.id,
            name=name,
            name_local=local,
            language=language,
            group=in_language(study.groups[cluster.group].label),
            tone=study.role(cluster),
            country=in_language(country) if country else cluster.country,
            summary=cluster.summary,
            rank=rank,
            standing=standing,
            standing_text=_standing_text(rank, standing),
            standing_sentence=_standing_sentence(ranking, cluster, standing),
            score_text=method_score_text(ranking, i),
            score=_raw(ranking.scores[i]),
            coverage_text=share_text(coverage),
            coverage=coverage,
            methods_text=_spread_text(self.methods, cluster, rank),
            profiles_text=_spread_text(self.profiles, cluster, rank),
            reason=reason_text(ranking, why) if why else "",
            criteria=tuple(self._criteria(i, figures)),
            context=tuple(Cards(ranking).view(cell, None) for cell in context),
        )

    def _figures(self, i: int) -> Iterator[tuple[str, CellView]]:
        ranking, cards = self.ranking, Cards(self.ranking)
        columns = {leaf.id: column for column, leaf in enumerate(ranking.cells.indicators)}
        for node in ranking.study.criteria:
            for leaf in node.indicators() if isinstance(node, Criterion) else (node,):
                points = _raw(ranking.tree.utilities[i, columns[leaf.id]])
                cell = ranking.cells.cells[i][columns[leaf.id]]
                yield leaf.id, cards.view(cell, points, below=node)

    def _criteria(self, i: int, figures: Mapping[str, CellView]) -> Iterator[CriterionView]:
        ranking = self.ranking
        scores, contributions = ranking.criterion_scores[i], ranking.contributions[i]
        for j, node in enumerate(ranking.study.criteria):
            score, points = scores[j], contributions[j]
            coverage = ranking.coverage(ranking.clusters[i].id, node.id)
            below = node.indicators() if isinstance(node, Criterion) else (node,)
            yield CriterionView(
                id=node.id,
                label=in_language(node.label),
                label_local=in_other_language(node.label),
                position=j + 1,
                score_text=score_text(score),
                score=_raw(score),
                points_text=score_text(points),
                points=_raw(points),
                coverage_text=share_text(coverage),
                coverage=coverage,
                cells=tuple(figures[leaf.id] for leaf in below if leaf.id in figures),
            )


def _names(cluster: Cluster) -> tuple[str, str, str]:
    """Return the name, the other name beside it and the language of that."""
    name, local = cluster_name(cluster), cluster.name_local
    if name != cluster.name:
        return name, cluster.name, ENGLISH
    return name, local if local != name else "", language_of(local, cluster.country)


def _raw(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def _standing_text(rank: int | None, standing: int | None) -> str:
    if rank is not None:
        return ordinal(rank)
    if standing is None:
        return _("not ranked")
    return _("would stand {place}").format(place=ordinal(standing))


def _standing_sentence(ranking: Ranking, cluster: Cluster, standing: int | None) -> str:
    place, rank = ranking.group_rank(cluster.id), ranking.rank_of(cluster.id)
    if standing is None:
        return _("Not ranked.")
    if place is None or rank is None:
        return _("Would stand {place}.").format(place=ordinal(standing))
    words = _("{place} of {count}; {group_place} of {group_count} ({group}).")
    return words.format(
        place=ordinal(rank),
        count=len(ranking.ranked),
        group_place=ordinal(place),
        group_count=sum(1 for other in ranking.ranked if other.group == cluster.group),
        group=in_language(ranking.study.groups[cluster.group].label),
    )


def _spread_text(comparison: Comparison, cluster: Cluster, rank: int | None) -> str:
    if rank is None:
        return ""
    best, worst = comparison.spread(cluster.id)
    return str(best) if best == worst else f"{best}–{worst}"
