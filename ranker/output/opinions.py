"""Views of second opinions: the same clusters under other methods and other weights."""

from __future__ import annotations

from collections.abc import Sequence

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking
from ranker.methods.catalogue import METHODS
from ranker.output.language import N_, _, in_language, in_other_language
from ranker.output.view import ComparisonView, OpinionRowView, OpinionView, RankCellView
from ranker.output.view_cluster import ClusterView
from ranker.output.words import MISSING, listed
from ranker.study.model import Profile

_Words = tuple[str, str, str]
_METHODS: _Words = (
    N_("No other methods to compare with."),
    N_(
        "{names} is first under all of them; {steady} of {count} clusters stay within two ranks of "
        "this ranking under every one of the {columns} methods."
    ),
    N_(
        "{names} are first under some; {steady} of {count} clusters stay within two ranks of this "
        "ranking under every one of the {columns} methods."
    ),
)
_PROFILES: _Words = (
    N_("No other weight profiles to compare with."),
    N_(
        "{names} is first under all of them; {steady} of {count} clusters stay within two ranks of "
        "this ranking under every one of the {columns} weight profiles."
    ),
    N_(
        "{names} are first under some; {steady} of {count} clusters stay within two ranks of this "
        "ranking under every one of the {columns} weight profiles."
    ),
)
NEAR = 2  # ranks within which a cluster counts as staying where it is


def methods_view(methods: Comparison, ordered: Sequence[ClusterView]) -> ComparisonView:
    """Return the ranks by other methods, under the ranking's weights."""
    columns = tuple(
        OpinionView(name, _(METHODS[name].title), "", _(METHODS[name].assumes))
        for name in methods.names
    )
    return _comparison_view(methods, ordered, columns, _METHODS)


def profiles_view(
    ranking: Ranking, profiles: Comparison, ordered: Sequence[ClusterView]
) -> ComparisonView:
    """Return the ranks under other weight profiles, by the ranking's method."""
    known = ranking.study.profiles
    columns = tuple(
        _profile_view(known[name])
        if name in known
        else OpinionView(name, _("This ranking"), "", _("The weights of this ranking."))
        for name in profiles.names
    )
    return _comparison_view(profiles, ordered, columns, _PROFILES)


def _comparison_view(
    comparison: Comparison,
    ordered: Sequence[ClusterView],
    columns: tuple[OpinionView, ...],
    words: _Words,
) -> ComparisonView:
    rows = tuple(
        OpinionRowView(view, _rank_cells(comparison, view))
        for view in ordered
        if view.rank is not None
    )
    refused = tuple((name, f"{p.what} {p.mend}") for name, p in comparison.refused.items())
    return ComparisonView(_finding(comparison, rows, words), columns, rows, refused)


def _profile_view(profile: Profile) -> OpinionView:
    label = profile.label
    return OpinionView(
        profile.id, in_language(label), in_other_language(label), in_language(profile.view)
    )


def _rank_cells(comparison: Comparison, view: ClusterView) -> tuple[RankCellView, ...]:
    return tuple(_rank_cell(rank, view.rank or 0) for rank in comparison.ranks_of(view.id))


def _rank_cell(rank: int, own: int) -> RankCellView:
    if not rank:
        return RankCellView(MISSING, 0, _("not ranked"))
    words = _("same") if rank == own else _("{count} lower") if rank > own else _("{count} higher")
    return RankCellView(str(rank), rank - own, words.format(count=abs(rank - own)))


def _finding(comparison: Comparison, rows: Sequence[OpinionRowView], words: _Words) -> str:
    alone, one, several = words
    if len(comparison.names) < 2 or not rows:
        return _(alone)
    firsts = {row.cluster.name for row in rows if any(cell.text == "1" for cell in row.ranks)}
    steady = sum(1 for row in rows if max(abs(cell.shift) for cell in row.ranks) <= NEAR)
    return _(one if len(firsts) == 1 else several).format(
        names=listed(sorted(firsts)),
        steady=steady,
        count=len(rows),
        columns=len(comparison.names),
    )
