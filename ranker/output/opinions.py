"""Views of second opinions: the same clusters under other methods and other weights."""

from __future__ import annotations

from collections.abc import Sequence

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking
from ranker.methods.catalogue import METHODS
from ranker.output.view import (
    ClusterView,
    ComparisonView,
    OpinionRowView,
    OpinionView,
    RankCellView,
)
from ranker.output.words import MISSING, listed

NEAR = 2  # ranks within which a cluster counts as staying where it is


def methods_view(methods: Comparison, ordered: Sequence[ClusterView]) -> ComparisonView:
    """Return the ranks by other methods, under the ranking's weights."""
    columns = tuple(
        OpinionView(name, METHODS[name].title, "", METHODS[name].assumes) for name in methods.names
    )
    return _comparison_view(methods, ordered, columns, "methods")


def profiles_view(
    ranking: Ranking, profiles: Comparison, ordered: Sequence[ClusterView]
) -> ComparisonView:
    """Return the ranks under other weight profiles, by the ranking's method."""
    known = ranking.study.profiles
    columns = tuple(
        OpinionView(name, known[name].label.en, known[name].label.ko, known[name].view.en)
        if name in known
        else OpinionView(name, "This ranking", "", "The weights of this ranking.")
        for name in profiles.names
    )
    return _comparison_view(profiles, ordered, columns, "weight profiles")


def _comparison_view(
    comparison: Comparison,
    ordered: Sequence[ClusterView],
    columns: tuple[OpinionView, ...],
    what: str,
) -> ComparisonView:
    rows = tuple(
        OpinionRowView(view, _rank_cells(comparison, view))
        for view in ordered
        if view.rank is not None
    )
    refused = tuple(f"{name}: {p.what} {p.mend}" for name, p in comparison.refused.items())
    return ComparisonView(_finding(comparison, rows, what), columns, rows, refused)


def _rank_cells(comparison: Comparison, view: ClusterView) -> tuple[RankCellView, ...]:
    return tuple(_rank_cell(rank, view.rank or 0) for rank in comparison.ranks_of(view.id))


def _rank_cell(rank: int, own: int) -> RankCellView:
    if not rank:
        return RankCellView(MISSING, 0, "not ranked")
    way = "lower" if rank > own else "higher"
    return RankCellView(
        str(rank), rank - own, f"{abs(rank - own)} {way}" if rank != own else "same"
    )


def _finding(comparison: Comparison, rows: Sequence[OpinionRowView], what: str) -> str:
    if len(comparison.names) < 2 or not rows:
        return f"No other {what} to compare with."
    firsts = {row.cluster.name for row in rows if any(cell.text == "1" for cell in row.ranks)}
    steady = sum(1 for row in rows if max(abs(cell.shift) for cell in row.ranks) <= NEAR)
    who = f"{listed(sorted(firsts))} {'is' if len(firsts) == 1 else 'are'}"
    lead = f"{who} first under all of them" if len(firsts) == 1 else f"{who} first under some"
    return (
        f"{lead}; {steady} of {len(rows)} clusters stay within two ranks "
        f"of this ranking under every one of the {len(comparison.names)} {what}."
    )
