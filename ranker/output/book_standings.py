"""From scores to ranks as formulas, and the ranking in their order.

The rule is that of `ranker.methods.ranks`: 1 + the number of strictly better scores, those
closer than its tolerance being equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from ranker.methods.ranks import TIE_TOLERANCE
from ranker.output.book import Cellable, Page, area, ref
from ranker.output.book_grid import (
    COVERAGE,
    FIRST_COLUMN,
    FIRST_ROW,
    KNOWN,
    SCORES,
    SHARE_ROW,
    STANDINGS,
    Grid,
)
from ranker.output.rows import Row, number_or_none, ranking_rows
from ranker.study.model import Cluster

COLUMNS = (
    *("cluster", "name", "name_local", "group", "country"),
    *("group_number", "may_rank", "name_order", "published"),
    *("ranked", "scored", "score", "held", "rank", "standing", "group_rank", "order", "coverage"),
)
_AT = {name: column for column, name in enumerate(COLUMNS)}


def ranked_cells(grid: Grid) -> str:
    """Return where it stands whether each cluster is ranked."""
    return grid.down(_AT["ranked"], sheet=STANDINGS)


def write_standings(page: Page, grid: Grid) -> None:
    """Write score, rank and order of every cluster, in the order of the study."""
    page.row(SHARE_ROW, COLUMNS, "head")
    page.sheet.set_column(0, 2, 24)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.protect()
    held = ranking_rows(grid.ranking)
    order = {row.cluster.id: place for place, row in enumerate(held, start=1)}
    rows = {row.cluster.id: row for row in held}
    names = sorted(grid.ranking.clusters, key=lambda cluster: cluster.name)
    by_name = {cluster.id: place for place, cluster in enumerate(names, start=1)}
    for i, at in grid.rows():
        cluster = grid.ranking.clusters[i]
        _put_given(page, at, grid, cluster, (by_name[cluster.id], rows[cluster.id]))
        for name, formula, value in _computed(grid, i, at, rows[cluster.id], order[cluster.id]):
            style = {"score": "points", "coverage": "share"}.get(name, "plain")
            page.compute(at, _AT[name], formula, value, style)


def _put_given(page: Page, at: int, grid: Grid, cluster: Cluster, held: tuple[int, Row]) -> None:
    study = grid.ranking.study
    by_name, row = held
    given: Sequence[Cellable] = (
        *(cluster.id, cluster.name, cluster.name_local, cluster.group, cluster.country),
        list(study.groups).index(cluster.group),
        int(study.role(cluster) != "benchmark"),
        by_name,
        row.standing,
    )
    page.row(at, given)


def _computed(
    grid: Grid, i: int, at: int, row: Row, order: int
) -> Iterator[tuple[str, str, Cellable]]:
    tops = len(grid.ranking.study.criteria)
    block = (FIRST_COLUMN, FIRST_COLUMN + tops - 1)
    here = {name: ref(at, column) for name, column in _AT.items()}
    all_of = {name: grid.down(column) for name, column in _AT.items()}
    known, scores, shares, coverage = (
        area((line, block[0]), (line, block[1]), sheet=sheet)
        for sheet, line in ((KNOWN, at), (SCORES, at), (SCORES, SHARE_ROW), (COVERAGE, at))
    )
    largest = f"MAX(MAX({all_of['held']}),-MIN({all_of['held']}))"
    near = f"{TIE_TOLERANCE:.0E}"
    better = f"SUMPRODUCT(({all_of['ranked']}=1)*({all_of['held']}>{here['score']}+{near}*"
    is_ranked = bool(grid.ranking.tree.is_ranked[i])
    score = number_or_none(grid.ranking.scores[i])
    yield "ranked", f"{here['may_rank']}*IF(SUM({known})={tops},1,0)", int(is_ranked)
    yield "scored", f"IF(COUNT({scores})={tops},1,0)", int(score is not None)
    yield "score", f'IF({here["scored"]}=1,SUMPRODUCT({shares},{scores}),"")', score
    held = f'IF({here["ranked"]}=1,{here["score"]},"")'
    yield "held", held, score if is_ranked else None
    yield "rank", f'IF({here["ranked"]}=1,1+{better}{largest})),"")', row.rank
    guest = f'IF({here["scored"]}=1,1+{better}MAX({largest},ABS({here["score"]})))),"")'
    standing = f"IF({here['ranked']}=1,{here['rank']},{guest})"
    yield "standing", standing, row.standing
    mates = (
        f"({all_of['group_number']}={here['group_number']})*({all_of['ranked']}=1)"
        f"*({all_of['rank']}<{here['rank']})"
    )
    group_rank = f'IF({here["ranked"]}=1,1+SUMPRODUCT({mates}),"")'
    yield "group_rank", group_rank, row.group_rank
    yield "order", _order(here, all_of), order
    yield "coverage", f"SUMPRODUCT({shares},{coverage})", row.coverage


def _order(here: dict[str, str], all_of: dict[str, str]) -> str:
    """Return the place in the list: the ranked, then benchmarks, then those without a score."""
    ties = (
        f"({all_of['standing']}={here['standing']})*({all_of['name_order']}<{here['name_order']})"
    )
    ranked, scored = all_of["ranked"], all_of["scored"]
    first = f"{here['rank']}+SUMPRODUCT(({ranked}=1)*{ties})"
    guests = f"({ranked}=0)*({scored}=1)"
    ahead = f"({all_of['standing']}<{here['standing']})+{ties}"
    second = f"SUM({ranked})+1+SUMPRODUCT({guests}*({ahead}))"
    above = f"(ROW({ranked})<ROW({here['ranked']}))"
    third = f"SUM({ranked})+SUMPRODUCT({guests})+1+SUMPRODUCT(({ranked}=0)*({scored}=0)*{above})"
    return f"IF({here['ranked']}=1,{first},IF({here['scored']}=1,{second},{third}))"


# --- the ranking in order -----------------------------------------------------------------

HEAD = ("rank", "published", "moved", "group rank", "cluster", "name", "local name", "group")
TAIL = ("coverage", "note")
_WIDTHS = (7, 10, 8, 10, 18, 34, 26, 12)


def write_ranking(page: Page, grid: Grid) -> None:
    """Write the ranking, best first; it orders itself anew when weights change."""
    criteria = grid.ranking.study.criteria
    columns = (*HEAD, "score", *(node.label.en for node in criteria), *TAIL, "row")
    page.head(columns, (*_WIDTHS, 9, *[12] * len(criteria), 10, 60, 6), left=6)
    page.sheet.set_column(len(columns) - 1, len(columns) - 1, None, None, {"hidden": True})
    for at, row in enumerate(ranking_rows(grid.ranking), start=1):
        _put_ranked(page, at, len(columns) - 1, grid, row)
    last = len(grid.ranking.clusters)
    bar = {"type": "data_bar", "bar_color": "#9DC3E6"}
    page.sheet.conditional_format(1, len(HEAD), last, len(HEAD), bar)
    page.sheet.autofilter(0, 0, last, len(columns) - 2)
    page.protect()


def _put_ranked(page: Page, at: int, at_column: int, grid: Grid, row: Row) -> None:
    place = ref(at, at_column)
    i = grid.ranking.index(row.cluster.id)
    order = grid.down(_AT["order"], sheet=STANDINGS)
    page.compute(at, at_column, f"MATCH({at},{order},0)", i + 1)

    def of(name: str) -> str:
        return f"INDEX({grid.down(_AT[name], sheet=STANDINGS)},{place})"

    cluster = row.cluster
    group = grid.ranking.study.groups[cluster.group].id
    moved = (
        f'IF(OR({of("standing")}="",{of("published")}=""),"",{of("published")}-{of("standing")})'
    )
    columns = count()
    fields: list[tuple[str, Cellable, str]] = [
        (of("rank"), row.rank, "plain"),
        (f'IF({of("published")}="","",{of("published")})', row.standing, "plain"),
        (moved, 0 if row.standing else None, "plain"),
        (of("group_rank"), row.group_rank, "plain"),
        (of("cluster"), cluster.id, "plain"),
        (of("name"), cluster.name, "plain"),
        (f'{of("name_local")}&""', cluster.name_local, "plain"),
        (of("group"), group, "plain"),
        (of("score"), row.score, "points"),
        *_criteria(grid, place, row),
        (of("coverage"), row.coverage, "share"),
        (_note(grid, of, place), _note_text(grid, row), "plain"),
    ]
    for formula, value, style in fields:
        page.compute(at, next(columns), formula, value, style)


def _criteria(grid: Grid, place: str, row: Row) -> Iterator[tuple[str, Cellable, str]]:
    for node, score in zip(grid.ranking.study.criteria, row.criteria, strict=True):
        cells = grid.down(grid.column(node.id), sheet=SCORES)
        yield f"INDEX({cells},{place})", score, "points"


def _note(grid: Grid, of: Callable[[str], str], place: str) -> str:
    lacks = "&".join(
        f'IF(ISNUMBER(INDEX({grid.down(grid.column(node.id), sheet=SCORES)},{place})),"",'
        f'" "&{ref(1, grid.column(node.id), sheet=SCORES)}&";")'
        for node in grid.ranking.study.criteria
    )
    benchmark = f'"benchmark: would take rank "&{of("standing")}'
    unranked = f'"not ranked, no score on:"&{lacks}'
    return f'IF({of("ranked")}=1,"",IF({of("scored")}=1,{benchmark},{unranked}))'


def _note_text(grid: Grid, row: Row) -> str:
    if row.rank is not None:
        return ""
    if row.standing is not None:
        return f"benchmark: would take rank {row.standing}"
    labels = (node.label.en for node in grid.ranking.study.criteria)
    lacks = (f" {label};" for label, s in zip(labels, row.criteria, strict=True) if s is None)
    return "not ranked, no score on:" + "".join(lacks)
